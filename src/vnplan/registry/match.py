"""What a look-up gives: an entry with the way to it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vnplan.registry.entry import Entry
from vnplan.registry.table import Row

How = Literal["exact", "alias", "in_force", "folded", "fuzzy"]
Why = Literal["unknown", "several", "other_year"]


@dataclass(frozen=True, slots=True)
class Match:
    """The entry meant. `conflicts` are fields in which citation and registry disagree (`issued_on`, `type`)."""

    row: Row
    how: How
    conflicts: tuple[str, ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry, made from its row when it is asked for."""
        return Entry.of(self.row)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """No entry: none is known, `several` fit, or those known are of another year. False in a condition."""

    why: Why
    candidates: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return False
