"""A plan laid flat, as it came back from other tools, as gold again. What cannot be taken is told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vnplan.bridges.fields import FIELDS, HEADER, INITIALS, KINDS, LISTS, ROLES, Kind, put_at, value_at
from vnplan.bridges.gold import Annotated, standard
from vnplan.bridges.sheet import DUE, LINKS, MEANS, Link, Region, Sheet, trimmed
from vnplan.bridges.values import ValueUnfitError, checked


@dataclass(frozen=True, slots=True)
class Gathered:
    """The annotated plan, and what could not be taken of the sheet."""

    plan: Annotated
    problems: tuple[str, ...]


def gathered(sheet: Sheet) -> Gathered:
    """The gold that a sheet says.

    Ids of the form `c1` are kept, others are given anew. Links may be drawn either way, except from citation to
    citation. An assignment without `task` gets its words without the actors in them, an actor without `agency` its
    own.
    """
    work = _Gathering(sheet)
    return Gathered(work.plan(), tuple(f"{sheet.name}: {problem}" for problem in work.problems))


class _Gathering:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.text = sheet, sheet.text
        self.problems: list[str] = []
        self.regions: dict[str, Region] = {}
        for region in filter(None, map(self._taken, sheet.regions)):
            if region.id in self.regions:
                self._tell(region, f"has the id {region.id} of another; left out")
            self.regions.setdefault(region.id, region)
        self.ids = _ids(self.regions.values())
        self.links = [link for link in map(self._oriented, sheet.links) if link is not None]

    def plan(self) -> Annotated:
        gold: dict[str, Any] = {"document": self.sheet.name, "header": self._header()}
        gold |= {name: [] for name in LISTS.values()}
        for region in self.regions.values():
            if region.kind != "actor":
                gold[LISTS[region.kind]].append(self._record(region))
        joined = {link.child for link in self.links}
        for region in self.regions.values():
            if region.kind == "actor" and region.id not in joined:
                self._tell(region, "belongs to no assignment; left out: draw a link from the assignment to it")
        return Annotated(self.text, standard(gold, self.text))

    def _header(self) -> dict[str, Any]:
        header: dict[str, Any] = {}
        for one in HEADER:
            try:
                value = checked(one, value_at(self.sheet.header, one.path))
            except ValueUnfitError as problem:
                self.problems.append(f"header: {problem}; the value is left out")
                continue
            if value is not None:
                put_at(header, one.path, value)
        return header

    def _taken(self, region: Region) -> Region | None:
        """The region without white space at its edges and with values that can be; nothing where it cannot be taken."""
        if region.kind not in KINDS:
            self._tell(region, f"is no kind of record ({', '.join(KINDS)}); left out")
            return None
        if not 0 <= region.start < region.end <= len(self.text):
            self._tell(region, f"is no place in a text of {len(self.text)} characters; left out")
            return None
        start, end = trimmed(self.text, region.start, region.end)
        region = replace(region, start=start, end=end)
        if region.start == region.end:
            self._tell(region, "is white space; left out")
            return None
        values: dict[str, Any] = {}
        for one in FIELDS[region.kind]:
            try:
                value = checked(one, region.values.get(one.path))
            except ValueUnfitError as problem:
                self._tell(region, f"{problem}; the value is left out")
                value = None
            if value is None and one.required:
                self._tell(region, f"has no {one.name}; left out: give it one")
                return None
            values[one.path] = value
        return replace(region, values=values)

    def _oriented(self, link: Link) -> Link | None:
        """The link from the record that holds it, with a label that its kinds allow."""
        head, child = self.regions.get(link.head), self.regions.get(link.child)
        if head is None or child is None:
            return None  # told of the region
        if (head.kind, child.kind) not in LINKS:
            head, child = child, head
        if (head.kind, child.kind) not in LINKS:
            self._tell(head, f"is linked to {_said(child, self.text)}, which means nothing; the link is left out")
            return None
        label = LINKS[head.kind, child.kind] or link.label
        if child.kind == "actor" and label not in ROLES:
            self._tell(
                child, f"has no role for {_said(head, self.text)}; left out: give the link one of {', '.join(ROLES)}"
            )
            return None
        return Link(head.id, child.id, label, link.optional)

    def _record(self, region: Region) -> dict[str, Any]:
        record: dict[str, Any] = {"id": self.ids[region.id]}
        for path, value in region.values.items():
            put_at(record, path, value)
        children = [link for link in self.links if link.head == region.id]
        if region.kind == "assignment":
            actors = [self._actor(link) for link in children if self.regions[link.child].kind == "actor"]
            record["actors"] = actors
            record["task"] = region.values.get("task") or self._task(region, actors)
            for name in ("deadlines", "targets", "citations"):
                record[name] = [self.ids[link.child] for link in children if link.label == name.removesuffix("s")]
        if region.kind == "target":
            record["deadline"] = self._only(region, children, DUE)
        if region.kind == "citation":
            record["resolves_to"] = self._only(region, children, MEANS) or region.values.get("resolves_to")
        return record | self._where(region)

    def _only(self, region: Region, children: Iterable[Link], label: str) -> str | None:
        found = [self.ids[link.child] for link in children if link.label == label]
        if len(found) > 1:
            self._tell(region, f"has {len(found)} links `{label}`; the first is taken")
        return found[0] if found else None

    def _actor(self, link: Link) -> dict[str, Any]:
        region = self.regions[link.child]
        where = self._where(region)
        agency = region.values.get("agency") or " ".join(where["text"].split())
        return {"agency": agency, "role": link.label, "optional": link.optional, **where}

    def _task(self, region: Region, actors: Iterable[Mapping[str, Any]]) -> str:
        """The words of an assignment without those of its actors."""
        words = list(self.text)
        for actor in actors:
            words[actor["span"]["start"] : actor["span"]["end"]] = " " * len(actor["text"])
        return " ".join("".join(words[region.start : region.end]).split()).strip(" ,;:-")

    def _where(self, region: Region) -> dict[str, Any]:
        span = {"start": region.start, "end": region.end}
        return {"span": span, "text": self.text[region.start : region.end]}

    def _tell(self, region: Region, problem: str) -> None:
        self.problems.append(f"{_said(region, self.text)} {problem}")


def _said(region: Region, text: str) -> str:
    words = " ".join(text[max(region.start, 0) : max(region.end, 0)].split())
    short = words if len(words) <= 40 else words[:39] + "…"
    return f"{region.kind} {short!r} at {region.start}-{region.end}"


def _ids(regions: Iterable[Region]) -> dict[str, str]:
    """The id in the gold of each region: its own where that is one, else the next free."""
    found: dict[str, str] = {}
    new: list[tuple[Kind, str]] = []
    for region in regions:
        if re.fullmatch(rf"{INITIALS[region.kind]}[1-9][0-9]{{0,8}}", region.id):
            found[region.id] = region.id
        else:
            new.append((region.kind, region.id))
    last = {kind: max((int(name[1:]) for name in found if name[0] == INITIALS[kind]), default=0) for kind in KINDS}
    for kind, name in new:
        last[kind] += 1
        found[name] = f"{INITIALS[kind]}{last[kind]}"
    return found
