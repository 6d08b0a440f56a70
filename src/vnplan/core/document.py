"""The one value passed from stage to stage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, TypeVar, cast

from vnplan.core.issues import Issue
from vnplan.core.layout import Layout
from vnplan.core.making import making
from vnplan.core.span import Span
from vnplan.core.text import Text

T = TypeVar("T")

Extraction = Literal["text", "html", "docx", "pdf_text", "pdf_ocr"]
Role = Literal[
    "legal_basis",
    "purpose",
    "target",
    "task",
    "funding",
    "organisation",
    "reporting",
    "signature",
    "recipients",
    "appendix",
    "boilerplate",
    "other",
]
LineKind = Literal["heading", "item", "paragraph", "cell", "pipe", "header", "signature", "recipients", "boilerplate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a document came from. `sha256` is that of the bytes read."""

    uri: str
    sha256: str
    media_type: str = "text/plain"
    page_count: int | None = None
    extraction: Extraction = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of `Text.clean`: a paragraph, an item, a heading, a table cell.

    `span` is the whole line, `body` what follows the label or bullet (`a)`, `-`), `node` the index of the
    section that the line belongs to (-1: none), `role` that section's role. `past`: the section tells of results
    already reached or of the situation, so its numbers are no targets.
    """

    span: Span
    body: Span
    kind: LineKind
    label: str | None = None
    node: int = -1
    role: Role = "other"
    past: bool = False  # tells of results or of the situation, not of what is to be done


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A section: a labelled line with all that stands under it.

    `parent` is an index into `Document.nodes` (-1: the document); `path` a readable id such as `II.3.b`, unique.
    `scheme` is the numbering (`appendix`, `part`, `chapter`, `muc`, `capital`, `roman`, `article`, `arabic`, `decimal`,
    `letter`, `paren`, `dash`, `plus`, `star`, `named`: `Nhiệm vụ 1`, `title`: no number). `heading` is the first line
    without label; `lines` the indices of the section's own lines, not those of the sections under it; `span` covers
    everything, those under it too. `after_gap`: a heading before this section is lost, and it may belong under that
    one, so what the heading above it says (of an agency, say) may not hold for it.
    """

    path: str
    parent: int
    level: int
    scheme: str
    label: str | None
    heading: Span
    role: Role
    span: Span
    lines: tuple[int, ...]
    is_heading: bool = False
    after_gap: bool = False


ColumnRole = Literal[
    "index", "task", "lead", "coordinate", "time", "output", "target", "unit", "money", "basis", "note", "supervise"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell: its place (empty cells have an empty span), its column.

    `carried`: the words stand in a row above, in a cell merged over several rows or named by a ditto mark.
    """

    span: Span
    column: int
    columns: int = 1  # how many columns it spans
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`kind`: `header`, `numbering` (1 2 3 …), `group` (a heading across the table), `total`, `body`."""

    span: Span
    kind: Literal["header", "numbering", "group", "total", "body"]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table rebuilt from the text. `columns[n]` is the role of column n, `titles[n]` its heading."""

    span: Span
    rows: tuple[Row, ...]
    columns: tuple[ColumnRole | None, ...]
    titles: tuple[str, ...]
    node: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed, as what, and on whose behalf."""

    name: str | None
    position: str | None
    capacity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the head and foot of the document say of it. Dates are dates; texts as in the document, folded."""

    document_type: str | None = None
    designation: str | None = None
    issuer: str | None = None
    parent_body: str | None = None
    place: str | None = None
    issued_on: date | None = None
    title: str | None = None
    province: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    attached_type: str | None = None
    attached_title: str | None = None
    attached_start: date | None = None
    attached_end: date | None = None
    is_article: bool = False  # a news article about the plan
    is_party: bool = False

    @property
    def plan_type(self) -> str | None:
        """The type of the plan itself: that of the attached plan, where one is attached."""
        return self.attached_type or self.document_type

    @property
    def plan_years(self) -> tuple[int, int] | None:
        """First and last year of the plan's period, from its title; else the year of issue.

        >>> Header(issued_on=date(2024, 5, 2), period_end=date(2030, 12, 31)).plan_years
        (2024, 2030)
        >>> Header(period_end=date(2030, 12, 31)).plan_years is None
        True
        """
        start = self.attached_start or self.period_start
        end = self.attached_end or self.period_end
        if end:  # `đến năm 2030` begins when it is issued
            first = start or self.issued_on
            return (min(first.year, end.year), end.year) if first else None
        return (self.issued_on.year, self.issued_on.year) if self.issued_on else None


# of these a document has many
make_line, make_node, make_cell = making(Line), making(Node), making(Cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document on its way through the stages; every stage returns a new one."""

    source: Source
    text: Text
    layout: Layout = field(default_factory=Layout)
    lines: tuple[Line, ...] = ()
    nodes: tuple[Node, ...] = ()
    tables: tuple[Table, ...] = ()
    header: Header = field(default_factory=Header)
    issues: tuple[Issue, ...] = ()
    layers: Mapping[type, tuple[Any, ...]] = field(default_factory=lambda: MappingProxyType({}))
    _line_starts: tuple[int, ...] = ()

    def get(self, kind: type[T]) -> tuple[T, ...]:
        """The mentions of one class, in reading order; empty where its stage has not run."""
        return cast("tuple[T, ...]", self.layers.get(kind, ()))

    def put(self, kind: type[T], mentions: Iterable[T]) -> Document:
        """The document with one more layer. A layer is written once."""
        if kind in self.layers:
            raise ValueError(f"layer {kind.__name__} is there already")
        return replace(self, layers=MappingProxyType({**self.layers, kind: tuple(mentions)}))

    def with_lines(self, lines: Iterable[Line]) -> Document:
        """The document with its lines (and the index to find them by place)."""
        lines = tuple(lines)
        return replace(self, lines=lines, _line_starts=tuple(line.span.start for line in lines))

    def with_issues(self, issues: Iterable[Issue]) -> Document:
        """The document with more issues."""
        issues = tuple(issues)
        return replace(self, issues=self.issues + issues) if issues else self

    def line_index(self, offset: int) -> int:
        """The index of the line at an offset into `text.clean`; -1 before the first."""
        return bisect_right(self._line_starts, offset) - 1

    def line_at(self, offset: int) -> Line | None:
        """The line at an offset into `text.clean`."""
        n = self.line_index(offset)
        return self.lines[n] if n >= 0 else None

    def role_at(self, offset: int) -> Role:
        """The role of the section at an offset into `text.clean`."""
        n = self.line_index(offset)
        return self.lines[n].role if n >= 0 else "other"

    def ancestors(self, node: int) -> list[Node]:
        """A section and those above it, innermost first."""
        return [self.nodes[n] for n in self.above(node)]

    def above(self, node: int) -> Iterator[int]:
        """A section and those above it, innermost first, by their indices."""
        while node >= 0:
            yield node
            node = self.nodes[node].parent

    def quote(self, span: Span) -> str:
        """The words at a place of the folded view."""
        return self.text.clean[span.start : span.end]
