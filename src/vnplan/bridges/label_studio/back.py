"""What annotators made of the tasks: an export of Label Studio (JSON) as plans laid flat."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from vnplan.bridges.fields import FIELDS, HEADER, KINDS, Field, put_at
from vnplan.bridges.gold import digest
from vnplan.bridges.label_studio.config import LABELS, OPTIONAL, control
from vnplan.bridges.label_studio.places import place_of
from vnplan.bridges.sheet import Link, Region, Sheet
from vnplan.bridges.values import ValueUnfitError, read
from vnplan.core.issues import UsageError

Plain = Mapping[str, Any]

# the control of each value, and whose it is
_CONTROLS: dict[str, tuple[str, Field]] = {
    control(owner, one): (owner, one) for owner, fields in [*FIELDS.items(), ("header", HEADER)] for one in fields
}


def sheets(export: str, *, accept: bool = False) -> Iterator[tuple[Sheet, list[str]]]:
    """Each annotated plan of an export, and what could not be taken of it.

    Of several annotations the one marked as ground truth is taken, else the last one changed; skipped ones never.
    `accept`: the pre-annotations of a task that nobody annotated are taken as they are.
    """
    for number, task in enumerate(_tasks(export), start=1):
        name = str(task["data"].get("document") or f"task-{task.get('id', number)}")
        told: list[str] = []
        chosen = _chosen(task, accept, told)
        if chosen is None:
            yield Sheet(name, "", {}, (), ()), [f"{name}: nobody has annotated it; left out"]
            continue
        back = _Back(name, task["data"]["text"], told)
        if task["data"].get("text_sha256") not in (None, digest(back.text)):
            back.tell("the text is not the one that was exported, character for character")
        yield back.sheet(chosen), [f"{name}: {problem}" for problem in told]


def _tasks(export: str) -> Sequence[Plain]:
    advice = "export the project from Label Studio as JSON (not JSON-MIN)"
    try:
        tasks = json.loads(export)
    except json.JSONDecodeError as error:
        raise UsageError(f"no JSON ({error}); {advice}") from error
    tasks = [tasks] if isinstance(tasks, dict) else tasks
    if not isinstance(tasks, list) or not all(map(_is_task, tasks)):
        raise UsageError(f"no list of tasks with `data.text` and `annotations`; {advice}")
    return tasks


def _is_task(task: Any) -> bool:
    return isinstance(task, dict) and isinstance(task.get("data"), dict) and isinstance(task["data"].get("text"), str)


def _chosen(task: Plain, accept: bool, told: list[str]) -> Sequence[Plain] | None:
    done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    if done:
        last = max(done, key=lambda one: (bool(one.get("ground_truth")), str(one.get("updated_at") or "")))
        if len(done) > 1:
            told.append(f"has {len(done)} annotations; {last.get('id')} is taken (ground truth, else the last changed)")
        return _results(last)
    predictions = task.get("predictions") or ()
    return _results(predictions[0]) if accept and predictions else None


def _results(annotation: Plain) -> Sequence[Plain]:
    return [result for result in annotation.get("result") or () if isinstance(result, dict)]


@dataclass
class _Back:
    """One annotation on its way back."""

    name: str
    text: str
    told: list[str]
    regions: dict[str, Region] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def sheet(self, results: Sequence[Plain]) -> Sheet:
        for result in results:
            if result.get("type") == "relation":
                self.relation(result)
            elif result.get("from_name") == LABELS:
                self.region(result)
        for result in results:
            if result.get("type") != "relation" and result.get("from_name") != LABELS:
                self.value(result)
        regions = (replace(region, values=self.values.get(name, {})) for name, region in self.regions.items())
        return Sheet(self.name, self.text, self.header, tuple(regions), tuple(self.links))

    def region(self, result: Plain) -> None:
        value, name = result.get("value") or {}, str(result.get("id"))
        labels = [label for label in value.get("labels") or () if label in KINDS]
        if len(labels) != 1 or not isinstance(value.get("start"), int) or not isinstance(value.get("end"), int):
            self.tell(f"region {name} has no one kind ({', '.join(KINDS)}) and place; left out")
            return
        shown = value.get("text")
        (start, end), same = place_of(
            self.text, value["start"], value["end"], shown if isinstance(shown, str) else None
        )
        if not same:
            words = self.text[start:end]
            self.tell(f"{labels[0]} at {start}-{end} was shown as {shown!r} and is {words!r}; the place is taken")
        self.regions[name] = Region(name, labels[0], start, end, {})

    def value(self, result: Plain) -> None:
        owner, one = _CONTROLS.get(str(result.get("from_name")), ("", None))
        if one is None:
            self.tell(f"{result.get('from_name')!r} is no control of `vnplan annotate export`; left out")
            return
        value = result.get("value") or {}
        entries = value.get("choices") if result.get("type") == "choices" else value.get("text")
        entries = [entries] if isinstance(entries, str) else entries or []
        region = self.regions.get(str(result.get("id")))
        if owner not in ("header", region and region.kind):
            self.tell(f"{one.name} {entries!r} is of no region that could have it; left out")
            return
        try:
            typed = read(one, entries)
        except ValueUnfitError as problem:
            where = f"{region.kind} at {region.start}-{region.end}: " if region else ""
            self.tell(f"{where}{problem}; the value is left out")
            return
        if region is not None and owner != "header":
            self.values.setdefault(region.id, {})[one.path] = typed
        else:
            put_at(self.header, one.path, typed)

    def relation(self, result: Plain) -> None:
        head, child = str(result.get("from_id")), str(result.get("to_id"))
        if result.get("direction") == "left":
            head, child = child, head
        for label in result.get("labels") or [""]:
            self.links.append(Link(head, child, label.removesuffix(OPTIONAL), label.endswith(OPTIONAL)))

    def tell(self, problem: str) -> None:
        self.told.append(problem)
