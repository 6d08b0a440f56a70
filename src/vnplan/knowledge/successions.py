"""What became of agencies: who took over from whom, on which day, by which act; and who belongs to a group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vnplan.core.mentions import AgencyLevel
from vnplan.knowledge.agency_rows import AgencyRow
from vnplan.knowledge.load import Row, rows_from_csv, rows_from_toml

SuccessionKind = Literal["main", "part"]


class SuccessionRow(Row):
    """`successor` took over from `name` on the day `on`: all that went on (`main`) or the `duties` named (`part`).

    `successor_level` is given where it is not the agency's own; a row with a `province` holds there only, in place of
    the rows without one.
    """

    name: str
    level: AgencyLevel
    successor: str
    successor_level: AgencyLevel | None = None
    kind: SuccessionKind
    on: date
    duties: str | None = None
    province: str | None = None

    @property
    def to_level(self) -> AgencyLevel:
        """The level of the successor."""
        return self.successor_level or self.level


class MemberRow(Row):
    """A member of a group, in the days that both the row and the agency itself allow.

    `certainty` is `all` where the act sets it up everywhere, `some` where only some places have it. `provinces` are the
    only ones that may have it, `unsure_in` those that had other arrangements at times.
    """

    group: str
    name: str
    level: AgencyLevel
    certainty: Literal["all", "some"]
    valid_from: date | None = None
    valid_to: date | None = None
    provinces: tuple[str, ...] = ()
    unsure_in: tuple[str, ...] = ()


class TypeRow(Row):
    """A type of territory, its level, and the days on which units of it existed."""

    type: str
    level: AgencyLevel
    valid_from: date | None = None
    valid_to: date | None = None


class GroupNounRow(Row):
    """A noun of a group and what it stands for; see collective_groups.toml."""

    words: tuple[str, ...]
    level: AgencyLevel | None = None
    members: tuple[str, ...] = ()
    members_central: tuple[str, ...] | None = None
    units: AgencyLevel | None = None
    open: str | None = None


class HolderRow(Row):
    """A body that each of the units named after it has."""

    words: tuple[str, ...]
    name: str


class ScopeRow(Row):
    """Words after the nouns of a group that say which are meant."""

    words: tuple[str, ...]
    level: AgencyLevel | None = None
    narrows: bool = False


@dataclass(frozen=True, slots=True)
class Successions:
    """The tables of time.

    >>> know = Successions.load()
    >>> [(row.successor, row.kind) for row in know.of("Bộ Thủy sản", "central")]
    [('Bộ Nông nghiệp và Phát triển nông thôn', 'main')]
    """

    rows: tuple[SuccessionRow, ...]
    members: tuple[MemberRow, ...]
    types: tuple[TypeRow, ...]
    nouns: tuple[GroupNounRow, ...]
    holders: tuple[HolderRow, ...]
    scopes: tuple[ScopeRow, ...]
    past: tuple[AgencyRow, ...]  # bodies that share a name with a row of agencies.csv, and bodies of the past
    by_name: dict[tuple[str, AgencyLevel], tuple[SuccessionRow, ...]]
    by_successor: dict[tuple[str, AgencyLevel], tuple[SuccessionRow, ...]]

    @classmethod
    def load(cls) -> Successions:
        """Read the rows."""
        rows = rows_from_csv("successions.csv", SuccessionRow)
        after: dict[tuple[str, AgencyLevel], list[SuccessionRow]] = defaultdict(list)
        before: dict[tuple[str, AgencyLevel], list[SuccessionRow]] = defaultdict(list)
        # the main line first, then the parts in the order of their rows
        for row in sorted(rows, key=lambda row: (row.on, row.kind != "main", row.id)):
            after[row.name, row.level].append(row)
            before[row.successor, row.to_level].append(row)
        return cls(
            rows,
            rows_from_csv("collective_members.csv", MemberRow),
            rows_from_csv("territory_types.csv", TypeRow),
            rows_from_toml("collective_groups.toml", "noun", GroupNounRow),
            rows_from_toml("collective_groups.toml", "holder", HolderRow),
            rows_from_toml("collective_groups.toml", "scope", ScopeRow),
            rows_from_csv("agencies_history.csv", AgencyRow),
            {key: tuple(found) for key, found in after.items()},
            {key: tuple(found) for key, found in before.items()},
        )

    def of(self, name: str, level: AgencyLevel) -> tuple[SuccessionRow, ...]:
        """What took over from an agency."""
        return self.by_name.get((name, level), ())

    def into(self, name: str, level: AgencyLevel) -> tuple[SuccessionRow, ...]:
        """What an agency took over from."""
        return self.by_successor.get((name, level), ())
