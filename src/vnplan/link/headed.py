"""Sections headed by a label (`2. Cơ quan chủ trì, phối hợp`) that tell who does what the section before them lists."""

from __future__ import annotations

from collections.abc import Callable

from vnplan.core.document import Document
from vnplan.core.span import Span
from vnplan.knowledge.roles import Holds, Roles

_MOST_NAMES = 20  # lines of names under one label
_LONGEST_NAMES = 250  # characters of a line that only names bodies
_NAMING: frozenset[Holds] = frozenset({"lead", "coordinate", "supervise"})


def headed(doc: Document, index: int, roles: Roles, names: Callable[[Span], bool]) -> tuple[Holds, list[int]]:
    """What a heading that is a label and nothing else holds, and the lines under it that name whom.

    `names`: whether a line only names bodies. A line in brackets is a note to the names above it.
    """
    kinds = _kinds(doc, index, roles)
    if len(kinds) != 1 or not kinds <= _NAMING:
        return "content", []
    end = doc.nodes[doc.lines[index].node].span.end
    lines: list[int] = []
    while index + 1 < len(doc.lines) and doc.lines[index + 1].span.end <= end:
        index += 1
        lines.append(index)
    told = [doc.lines[n].body for n in lines if not doc.text.clean.startswith("(", doc.lines[n].body.start)]
    short = len(lines) <= _MOST_NAMES and all(body.end - body.start <= _LONGEST_NAMES for body in told)
    return (next(iter(kinds)), lines) if told and short and all(map(names, told)) else ("content", [])


def work_before(doc: Document, node: int, roles: Roles) -> list[int] | None:
    """The lines of the tasks that a label's section describes, if it is none of theirs but a sister of their section.

    None where the label stands among its tasks: below the items themselves, or under the heading that is the task.
    """
    in_frame = framed(doc, node, roles)
    place = doc.nodes[node].parent if in_frame else node
    section = doc.nodes[place]
    for n in range(place - 1, section.parent, -1):
        sister = doc.nodes[n]
        if sister.parent != section.parent or sister.scheme != section.scheme or not sister.is_heading:
            continue
        if roles.work_heading.fullmatch(doc.text.clean, *sister.heading):
            return _items(doc, n)
    return [] if in_frame or doc.lines[doc.nodes[node].lines[0]].kind == "heading" else None


def framed(doc: Document, node: int, roles: Roles) -> bool:
    """Whether a section stands under a heading of labels that the sections under it tell one by one."""
    parent = doc.nodes[node].parent
    return parent >= 0 and len(_kinds(doc, doc.nodes[parent].lines[0], roles)) > 0


def _kinds(doc: Document, index: int, roles: Roles) -> frozenset[Holds]:
    """What the labels hold that a heading lists and nothing else (`Cơ quan chủ trì, phối hợp`)."""
    match = roles.attribute_heading.fullmatch(doc.text.clean, *doc.lines[index].body)
    return frozenset(roles.holds_of[label.lower()].holds for label in match.captures(1)) if match else frozenset()


def _items(doc: Document, node: int) -> list[int]:
    """The items of a section, or its paragraphs where it has none."""
    items = [other.lines[0] for other in doc.nodes if other.parent == node]
    return items or list(doc.nodes[node].lines[1:])
