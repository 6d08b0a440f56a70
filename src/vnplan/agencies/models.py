"""What the agencies package gives: immutable values, all dates included at both ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vnplan.core.mentions import AgencyKind, AgencyLevel
from vnplan.knowledge.successions import SuccessionKind

Code = Literal["not_yet", "ended", "unknown_name", "unknown_territory", "no_such_territory", "group", "before_tables"]
Status = Literal["resolved", "anachronism", "group", "unknown", "undated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province or centrally-run city as it was from `valid_from` to `valid_to`; `None`: the tables set no limit."""

    name: str
    type: str
    code: str
    valid_from: date | None
    valid_to: date | None
    source: str

    @property
    def full_name(self) -> str:
        """The name with its type: `tỉnh Gia Lai`."""
        return f"{self.type} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency, in the days in which it and its territory existed under these names.

    `territory` is its own (`huyện Tây Sơn`), `province` the province that it lies in. Of districts and communes the
    tables know the types and when these existed, not the single units.
    """

    id: str
    name: str
    base: str
    kind: AgencyKind
    level: AgencyLevel | None
    province: str | None
    territory: str | None
    valid_from: date | None
    valid_to: date | None
    source: str

    def existed(self, on: date) -> bool:
        """Whether it existed on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One succession: on the day `on`, `successor` took over from `predecessor`, wholly (`main`) or in its `duties`.

    In a chain `kind` and `duties` are said of the agency asked about: what follows a part is part of it.
    """

    predecessor: Agency
    successor: Agency
    kind: SuccessionKind
    on: date
    sources: tuple[str, ...]
    duties: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The answer of a directory: the agency, or why there is none. `other_days` is the agency at other times."""

    agency: Agency | None
    code: Code | None = None
    reason: str | None = None
    other_days: Agency | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What one agency mention of a record means on the day of the document.

    `anachronism`: the agency did not exist on that day; `agency` is then what the name means at other times, and
    nothing is put in its place. `undated`, `unknown`, `group`: nothing was resolved, `reason` says why.
    """

    mention: str  # id of the agency mention in the record
    name: str
    status: Status
    reason: str | None = None
    agency: Agency | None = None
    level: AgencyLevel | None = None
    territory: str | None = None
    successors: tuple[Step, ...] = ()
    predecessors: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Words of a group that were not expanded, and why."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The members of a group on a day.

    `members` certainly belong to it; `possible` ones exist in some places only, or belong to it in some uses; `left`
    are the words that the tables cannot expand. `narrowed`: the text means only some of them and does not say which.
    """

    words: str
    on: date
    province: str | None
    members: tuple[Agency, ...]
    possible: tuple[Agency, ...]
    left: tuple[Left, ...]
    narrowed: bool
