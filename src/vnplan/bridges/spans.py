"""The records of a plan as named, labelled places: what spaCy shows and other tools exchange."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vnplan.record import PlanRecord
from vnplan.record.models import Actor, Agency, Assignment, Citation, Deadline, Target

Found = Agency | Actor | Assignment | Citation | Deadline | Target

GROUPS = ("citations", "agencies", "deadlines", "targets", "assignments", "actors")


@dataclass(frozen=True, slots=True)
class Place:
    """A record where it stands. `group` is the field that holds it; actors have a group of their own."""

    id: str
    group: str
    label: str
    start: int
    end: int
    record: Found


def places_of(record: PlanRecord) -> Iterator[Place]:
    """Every record of a plan that is a piece of its text, group by group.

    The label is the kind in capitals, of an actor its role; an actor's id is that of its assignment and its number.

    >>> import vnplan
    >>> record = vnplan.parse("Sở Y tế chủ trì, hoàn thành trước ngày 30/6/2026.")
    >>> [(place.id, place.label) for place in places_of(record)]
    [('g1', 'AGENCY'), ('d1', 'DEADLINE'), ('a1', 'ASSIGNMENT'), ('a1.1', 'LEAD')]
    """
    for one in record.citations:
        yield _place(one, "citations", "CITATION")
    for agency in record.agencies:
        yield _place(agency, "agencies", "AGENCY")
    for deadline in record.deadlines:
        yield _place(deadline, "deadlines", "DEADLINE")
    for target in record.targets:
        yield _place(target, "targets", "TARGET")
    for assignment in record.assignments:
        yield _place(assignment, "assignments", "ASSIGNMENT")
    for assignment in record.assignments:
        for number, actor in enumerate(assignment.actors, start=1):
            start, end = actor.span.start, actor.span.end
            yield Place(f"{assignment.id}.{number}", "actors", actor.role.upper(), start, end, actor)


def _place(found: Citation | Agency | Deadline | Target | Assignment, group: str, label: str) -> Place:
    return Place(found.id, group, label, found.span.start, found.span.end, found)
