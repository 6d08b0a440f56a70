"""An annotated plan laid flat: places with values, and links between them. Every exchange format is one of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vnplan.bridges.fields import FIELDS, INITIALS, LISTS, Kind, value_at
from vnplan.bridges.gold import Annotated

# what a link means, by the kinds that it joins; that of an actor is its role
MEANS, DUE = "means", "due"
LINKS: dict[tuple[Kind, Kind], str | None] = {
    ("assignment", "actor"): None,
    ("assignment", "deadline"): "deadline",
    ("assignment", "target"): "target",
    ("assignment", "citation"): "citation",
    ("target", "deadline"): DUE,
    ("citation", "citation"): MEANS,
}


@dataclass(frozen=True, slots=True)
class Region:
    """A place, its kind, and its values by path; a value that is nothing is left away."""

    id: str
    kind: Kind
    start: int
    end: int
    values: Mapping[str, Any] = field(default_factory=dict)
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """From one region to another. `optional` is said of actors."""

    head: str
    child: str
    label: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan laid flat."""

    name: str
    text: str
    header: Mapping[str, Any]
    regions: tuple[Region, ...]
    links: tuple[Link, ...]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A place without white space at its edges: no record has any.

    >>> trimmed(" Sở Y tế ", 0, 9)
    (1, 8)
    """
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def laid_flat(plan: Annotated) -> Sheet:
    """The places and links of an annotated plan. An actor named once for several assignments is one place."""
    regions: list[Region] = []
    for kind, name in LISTS.items():
        for record in plan.gold[name]:
            values = _values(kind, record)
            if values.get("resolves_to") not in (None, "document"):
                del values["resolves_to"]
            start, end = trimmed(plan.text, record["span"]["start"], record["span"]["end"])
            regions.append(Region(record["id"], kind, start, end, values, plan.scores.get(record["id"])))
    actors = _Actors(plan.text)
    links = [*_links(plan.gold), *actors.links(plan.gold)]
    found = (*regions, *actors.regions.values())
    return Sheet(plan.name, plan.text, plan.gold["header"], found, tuple(links))


def _values(kind: Kind, record: Mapping[str, Any]) -> dict[str, Any]:
    found = ((one.path, value_at(record, one.path)) for one in FIELDS[kind])
    return {path: value for path, value in found if value not in (None, [], "")}


def _links(gold: Mapping[str, Any]) -> Iterator[Link]:
    for citation in gold["citations"]:
        if citation.get("resolves_to") not in (None, "document"):
            yield Link(citation["id"], citation["resolves_to"], MEANS)
    for target in gold["targets"]:
        if target.get("deadline"):
            yield Link(target["id"], target["deadline"], DUE)
    for assignment in gold["assignments"]:
        for name in ("deadlines", "targets", "citations"):
            for child in assignment[name]:
                yield Link(assignment["id"], child, name.removesuffix("s"))


class _Actors:
    """The places of actors: one for each place and name, however many assignments share it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.regions: dict[tuple[int, int, str | None], Region] = {}

    def links(self, gold: Mapping[str, Any]) -> Iterator[Link]:
        for assignment in gold["assignments"]:
            for actor in assignment["actors"]:
                region = self._region(actor)
                yield Link(assignment["id"], region.id, actor["role"], optional=bool(actor.get("optional")))

    def _region(self, actor: Mapping[str, Any]) -> Region:
        start, end = trimmed(self.text, actor["span"]["start"], actor["span"]["end"])
        key = (start, end, actor.get("agency"))
        if key not in self.regions:
            name = f"{INITIALS['actor']}{len(self.regions) + 1}"
            self.regions[key] = Region(name, "actor", start, end, _values("actor", actor))
        return self.regions[key]
