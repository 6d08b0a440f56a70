"""The record of one plan, as published. The schema of these models is `docs/schema.json`.

Every `span` counts code points of `PlanRecord.text`, end exclusive, and `text[span.start:span.end]` is the record's
`text`. Dates are ISO 8601. What the document does not say is `None`; what was inferred is named in `inferred`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass

from vnplan.core.document import ColumnRole, Extraction, Role
from vnplan.core.issues import Severity
from vnplan.core.mentions import (
    ActorRole,
    AgencyKind,
    AgencyLevel,
    CitationForm,
    CitationRelation,
    Comparator,
    DeadlineKind,
    DeadlineRelation,
    Modality,
    TargetMode,
)

How = Literal["exact", "alias", "in_force", "folded", "fuzzy"]

SCHEMA_VERSION: Literal["1"] = "1"


_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Box:
    """A place on a page, in PDF points from its top left corner."""

    page: int = Field(description="1-based page number")
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, config=_STRICT)
class Span:
    """A place in the document's text: code points, end exclusive; on a paged source also page and boxes."""

    start: int
    end: int
    page: int | None = None
    boxes: tuple[Box, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Source:
    """Where the text came from."""

    uri: str
    sha256: str = Field(description="SHA-256 of the bytes read")
    media_type: str
    page_count: int | None = None
    extraction: Extraction


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Period:
    """First and last day, both included."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Signer:
    """Who signed, as what, on whose behalf (`TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH`)."""

    name: str | None = None
    position: str | None = None
    capacity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Attached:
    """The plan that a decision issues, where the decision is the document's head."""

    document_type: str | None = None
    title: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Header:
    """What the head and foot of the document say of it."""

    document_type: str | None = None
    designation: str | None = Field(None, description="number and symbol; null where the number was left blank")
    key: str | None = Field(None, description="the plan's own key, as citations of it have")
    issuer: str | None = None
    parent_body: str | None = None
    place: str | None = None
    issued_on: date | None = None
    title: str | None = Field(None, description="the subject, without the type word")
    province: str | None = Field(None, description="the territory that the plan is for")
    period: Period | None = None
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    attached: Attached | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Section:
    """One section; `parent_id` names the section it stands in."""

    id: str
    parent_id: str | None = None
    level: int
    label: str | None = None
    heading: str
    role: Role
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class _Record:
    id: str
    span: Span
    text: str
    rule: str = Field(description="the row of knowledge or rule that made the record")
    confidence: float = Field(ge=0, le=1)


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Instrument:
    """The instrument meant by a citation."""

    type: str | None = None
    designation: str | None = None
    issued_on: str | None = Field(None, description="ISO 8601 date; only a year or month where no more is said")
    issuer: str | None = None
    title: str | None = None
    urn: str | None = Field(None, description="URN:LEX after RFC 9676")
    key: str | None = Field(None, description="the same for every spelling of one instrument; null where it is open")


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Known:
    """The entry of the registry that a citation means, how it was found, and what they disagree in."""

    id: str
    how: How
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Citation(_Record):
    """One cited instrument, one mention."""

    form: CitationForm
    instrument: Instrument
    provision: str | None = None
    relation: CitationRelation
    resolves_to: str | None = Field(None, description="id of the citation meant, or `document`")
    known: Known | None = Field(None, description="the instrument in the registry")
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Agency(_Record):
    """A body, an office or a group of bodies named in the text."""

    name: str
    kind: AgencyKind
    level: AgencyLevel | None = None
    province: str | None = None
    collective: bool = False
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Actor:
    """A body in an assignment."""

    span: Span
    text: str
    agency: str
    role: ActorRole


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Assignment(_Record):
    """One task given to somebody."""

    task: str
    actors: tuple[Actor, ...]
    modality: Modality
    deadlines: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    output: str | None = None
    section: str | None = Field(None, description="id of the section it stands in")


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Deadline(_Record):
    """A time limit, period or rhythm."""

    kind: DeadlineKind
    relation: DeadlineRelation | None = None
    start: date | None = None
    end: date | None = None
    rrule: str | None = Field(None, description="RFC 5545 recurrence rule")
    duration: str | None = Field(None, description="ISO 8601 duration")
    business_days: bool | None = None
    applies_to: str | None = None
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Target(_Record):
    """A number that the plan commits to."""

    indicator: str | None = None
    subject: str | None = None
    comparator: Comparator
    value: float
    value_max: float | None = None
    unit: str | None = None
    per: str | None = None
    mode: TargetMode = "level"
    approximate: bool = False
    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    deadline: str | None = Field(None, description="id of the deadline that dates it")
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Column:
    """A column of a table: its heading and what it holds."""

    title: str
    role: ColumnRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Cell:
    """A cell; an empty one has an empty span."""

    span: Span
    text: str
    column: int
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Row:
    """A row and its kind."""

    kind: Literal["header", "numbering", "group", "total", "body"]
    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Table:
    """A table rebuilt from the text."""

    id: str
    span: Span
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Diagnostic:
    """Something doubtful, skipped or repaired."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None


class PlanRecord(BaseModel):
    """One plan. `PlanRecord.model_validate_json(line)` reads a line of JSONL back.

    What it holds are slotted data classes: a plan has hundreds of them, a folder of plans millions.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal["1"] = SCHEMA_VERSION
    source: Source
    text: str
    header: Header
    sections: tuple[Section, ...] = ()
    citations: tuple[Citation, ...] = ()
    agencies: tuple[Agency, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    tables: tuple[Table, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def status(self) -> Literal["ok", "partial", "failed"]:
        """`failed`: nothing could be read; `partial`: a stage failed; `ok`: everything ran (see `diagnostics`)."""
        if not any(d.severity == "error" for d in self.diagnostics):
            return "ok"
        return "partial" if self.text else "failed"

    def to_json(self) -> str:
        """The record as one line of JSON."""
        return self.model_dump_json()

    def _repr_html_(self) -> str:
        """What a notebook shows of the record."""
        from vnplan.record.notebook import notebook_html  # noqa: PLC0415  of no use elsewhere

        return notebook_html(self)

    def problems(self) -> Sequence[Diagnostic]:
        """The diagnostics that are more than information."""
        return [d for d in self.diagnostics if d.severity != "info"]
