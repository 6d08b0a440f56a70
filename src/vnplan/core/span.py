"""Half-open places in a text, counted in code points."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Characters `start` (inclusive) to `end` (exclusive).

    >>> "Kế hoạch số 5"[Span(0, 8).start : Span(0, 8).end]
    'Kế hoạch'
    """

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies inside this one (or is equal to it)."""
        return self.start <= other.start and other.end <= self.end
