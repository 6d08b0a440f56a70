"""A plan as the checks see it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import regex

from vnplan.checks.catalogue import CheckRow
from vnplan.checks.finding import Finding
from vnplan.knowledge import Knowledge
from vnplan.knowledge.instruments import Symbol
from vnplan.knowledge.sections import bare
from vnplan.record import PlanRecord
from vnplan.record.models import Span
from vnplan.registry import Registry

_MARKS = regex.compile(r"[*\\|]+|\s+")
_LONGEST_HEAD = 4000
_NATION = regex.compile(r"cong hoa xa hoi chu nghia viet nam")
_MOTTO = regex.compile(r"doc lap\W{0,5}tu do\W{0,5}hanh phuc")
_PARTY = regex.compile(r"dang cong san viet nam")


def folded(words: str) -> str:
    r"""Words on one line, composed, without marks of emphasis and columns.

    >>> folded("**KẾ HOẠCH** |\n số 5")
    'KẾ HOẠCH số 5'
    """
    return " ".join(unicodedata.normalize("NFC", _MARKS.sub(" ", words)).split())


@dataclass(frozen=True, slots=True)
class Where:
    """A place of a plan, told without the plan."""

    uri: str
    span: Span | None = None
    text: str | None = None
    line: int | None = None
    column: int | None = None
    record: str | None = None

    def finding(self, row: CheckRow, values: Mapping[str, object]) -> Finding:
        """What a check says of the place."""
        return Finding(
            check=row.id,
            severity=row.severity,
            message=row.message.format(**values),
            remedy=row.remedy.format(**values),
            law=row.source,
            uri=self.uri,
            span=self.span,
            text=self.text,
            line=self.line,
            column=self.column,
            record=self.record,
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a check found something, and the values for its words."""

    where: Where
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """One record with what is known of instruments."""

    record: PlanRecord
    know: Knowledge
    registry: Registry

    @cached_property
    def day(self) -> str | None:
        """The day of the plan, ISO 8601."""
        issued_on = self.record.header.issued_on
        return issued_on.isoformat() if issued_on else None

    @cached_property
    def symbol(self) -> Symbol | None:
        """Its own number and symbol."""
        designation = self.record.header.designation
        return self.know.instruments.symbol(designation) if designation else None

    @cached_property
    def is_recognised(self) -> bool:
        """Whether its pages were read by OCR: marks, stamps and columns of head and foot may be lost."""
        return self.record.source.extraction == "pdf_ocr"

    @cached_property
    def is_partly_recognised(self) -> bool:
        """Whether OCR read any of its words."""
        return self.is_recognised or any(d.code == "page-ocr" for d in self.record.diagnostics)

    @cached_property
    def is_copy(self) -> bool:
        """Whether head and foot may have been left behind: web pages often show the text alone."""
        return self.is_recognised or self.record.source.extraction == "html"

    @cached_property
    def head(self) -> str:
        """The text before the first section and the first cited instrument."""
        starts = [section.span.start for section in self.record.sections[:1]]
        starts += [citation.span.start for citation in self.record.citations if citation.form != "self"][:1]
        return self.record.text[: min([*starts, _LONGEST_HEAD])]

    @cached_property
    def bare_head(self) -> str:
        """The head in small letters without diacritics."""
        return bare(folded(self.head))

    @property
    def has_nation(self) -> bool:
        """Whether the name of the nation stands in its head."""
        return _NATION.search(self.bare_head) is not None

    @property
    def has_motto(self) -> bool:
        """Whether the motto stands in its head."""
        return _MOTTO.search(self.bare_head) is not None

    @property
    def has_party(self) -> bool:
        """Whether the name of the Party stands in its head."""
        return _PARTY.search(self.bare_head) is not None

    @cached_property
    def is_of_party(self) -> bool:
        """Whether it is a document of the Party."""
        organ = self.symbol.organ if self.symbol else None
        return self.system_of(organ) == "party" if organ else self.has_party and not self.has_nation

    @cached_property
    def is_of_state(self) -> bool:
        """Whether it is a document of a body of the State."""
        organ = self.symbol.organ if self.symbol else None
        return self.system_of(organ) == "state" if organ else self.has_nation and not self.has_party

    def system_of(self, organ: str) -> str | None:
        """`party` or `state`; None for unions and for bodies that both have."""
        instruments = self.know.instruments
        if instruments.grammar.is_party(organ):
            return "party"
        row = instruments.issuer_of_code(organ)
        return "state" if row is not None and row.level in ("central", "territory", "province") else None

    @cached_property
    def doubtful(self) -> tuple[Span, ...]:
        """Places that OCR was not sure of: what is wrong there may be the eye, not the pen."""
        return tuple(d.span for d in self.record.diagnostics if d.code == "ocr-doubt" and d.span is not None)

    def is_doubtful(self, span: Span) -> bool:
        """Whether a place was read with doubt."""
        return any(doubt.start < span.end and span.start < doubt.end for doubt in self.doubtful)

    def where(self, span: Span | None = None, record: str | None = None) -> Where:
        """A place; without span the plan as a whole."""
        text, uri = self.record.text, self.record.source.uri
        if span is None:
            return Where(uri, record=record)
        line = text.count("\n", 0, span.start) + 1
        column = span.start - (text.rfind("\n", 0, span.start) + 1) + 1
        return Where(uri, span, text[span.start : span.end], line, column, record)

    def words(self, start: int, end: int) -> str:
        """A piece of the text, folded."""
        return folded(self.record.text[max(0, start) : end])


PlanCheck = Callable[[Plan, CheckRow], Iterator[Hit]]
CHECKS: dict[str, PlanCheck] = {}


def check_of_plan(id: str) -> Callable[[PlanCheck], PlanCheck]:
    """Registers the function of a check that looks at one plan at a time."""

    def register(function: PlanCheck) -> PlanCheck:
        CHECKS[id] = function
        return function

    return register
