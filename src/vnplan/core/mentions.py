"""What the text says: one immutable value a mention. Spans are places in `Text.clean`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from vnplan.core.span import Span

CitationForm = Literal["full", "short", "anaphoric", "self"]
CitationRelation = Literal[
    "legal_basis", "implements", "mentions", "amends", "amended_by", "replaces", "repeals", "guides", "issued_with"
]
AgencyKind = Literal[
    "party",
    "state",
    "front_or_union",
    "court_procuracy",
    "public_service_unit",
    "media",
    "person_in_office",
    "collective",
    "other",
]
AgencyLevel = Literal["central", "province", "district", "commune"]
DeadlineKind = Literal["date", "period", "recurring", "duration", "open"]
DeadlineRelation = Literal["before", "by", "on", "within", "from"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "between"]
TargetMode = Literal["level", "increase", "decrease", "rank"]
ActorRole = Literal["lead", "coordinate", "advise", "recipient", "supervise"]
Modality = Literal["assign", "request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something found at a place. `rule` is the id of the knowledge row or rule that found it."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Mention):
    """One cited instrument. `extent` also covers the provision before and the date, issuer and title after."""

    form: CitationForm
    extent: Span
    type: str | None = None
    designation: str | None = None
    issued_on: str | None = None  # ISO 8601, also only `2019` or `2019-05` when no more is said
    issuer: str | None = None
    title: str | None = None
    provision: str | None = None
    relation: CitationRelation = "mentions"
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Mention):
    """A body, office or group of bodies. `name` is canonical; `territory` the province it belongs to."""

    name: str
    kind: AgencyKind
    level: AgencyLevel | None = None
    province: str | None = None
    collective: bool = False
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Mention):
    """A time limit, period or rhythm set for a task, report or target."""

    kind: DeadlineKind
    relation: DeadlineRelation | None = None
    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    duration: str | None = None
    business_days: bool | None = None
    applies_to: str | None = None
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Mention):
    """A number that the plan commits to."""

    comparator: Comparator
    value: Decimal
    value_max: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    mode: TargetMode = "level"
    approximate: bool = False
    indicator: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A body in an assignment; `agency` is its canonical name."""

    span: Span
    agency: str
    role: ActorRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Mention):
    """A task given to somebody, with the mentions that belong to it."""

    task: str
    actors: tuple[Actor, ...]
    modality: Modality = "assign"
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    citations: tuple[Citation, ...] = ()
    output: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a short, anaphoric or self citation means: another citation, or the document (`target` None)."""

    citation: Citation
    target: Citation | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A short or anaphoric citation that is left open, and why."""

    citation: Citation
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which instrument a citation means among all there are: `key` and `urn` where they are certain.

    `entry` is the id of the registry's entry, found `how`; `conflicts` are fields in which the two disagree.
    """

    citation: Citation
    key: str | None = None
    urn: str | None = None
    entry: str | None = None
    how: Literal["exact", "alias", "in_force", "folded", "fuzzy"] | None = None
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a target is due: the deadline that dates it, and whether that was inferred from a heading."""

    target: Target
    deadline: Deadline
    inferred: bool = False
