"""One time expression as it stands in the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from vnplan.core.mentions import DeadlineRelation
from vnplan.extract.deadlines.calendar import Partial

Shape = Literal["day", "month", "quarter", "half", "year", "phase", "monthday", "rhythm", "duration", "open"]


@dataclass(slots=True)
class Atom:
    """One time expression. `first` and `last` are equal unless it is a range; `bare`: without a word that names it."""

    start: int
    end: int
    shape: Shape
    rule: str
    first: Partial = field(default_factory=Partial)
    last: Partial = field(default_factory=Partial)
    ranged: bool = False
    bare: bool = False
    rrule: str | None = None
    duration: str | None = None
    business: bool | None = None
    relation: DeadlineRelation | None = None  # where the preposition is part of the phrase


Scan = Callable[[str, int], "Atom | list[Atom] | None"]
"""Reads what begins at a place of the text: one time, or the members of a list that share its head word."""
