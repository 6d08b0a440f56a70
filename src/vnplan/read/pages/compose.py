"""Pages to text: reading order, paragraphs over page breaks, tables over pages, footnotes after what cites them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import regex

from vnplan.core.issues import Issue
from vnplan.core.layout import Layout
from vnplan.read.pages import ordinals
from vnplan.read.pages.columns import Column, columns
from vnplan.read.pages.furniture import furniture
from vnplan.read.pages.grids import RuledCell, RuledTable, find_tables, goes_on, joined
from vnplan.read.pages.lines import PrintedLine, printed_lines, text_size
from vnplan.read.pages.page import Page, Word
from vnplan.read.pages.paragraphs import Measure, Paragraph, goes_on_over_page, joint, paragraphs
from vnplan.read.writer import Entry, Piece, Writer

_NOTE_SIZE = 0.88  # of the size of the text: footnotes are set smaller
_NOTE_LABEL = regex.compile(r"(\d{1,3})[.)]?")
_PROSE_WORDS = 4  # in a line that tells the margins
_PROSE_LINES = 2  # that tell them together
_LOWER_PART = 0.5  # of the page, in which footnotes stand


class Shown(NamedTuple):
    """A paragraph with the page of each of its lines."""

    paragraph: Paragraph
    pages: list[Page]


@dataclass(slots=True)
class _Page:
    """What is on one page, in reading order: paragraphs and tables; its footnotes."""

    page: Page
    parts: list[Paragraph | RuledTable]
    notes: list[Paragraph]
    measure: Measure | None


@dataclass(slots=True)
class _Flow:
    """The document while pages are added to it."""

    parts: list[Shown | RuledTable] = field(default_factory=list)
    measure: Measure | None = None  # of the last page that has running text
    notes: list[Shown] = field(default_factory=list)  # waiting for the end of the paragraph that cites them

    def last_paragraph(self) -> Shown | None:
        last = self.parts[-1] if self.parts else None
        return last if isinstance(last, Shown) else None

    def flush(self) -> None:
        self.parts += self.notes
        self.notes = []


def compose(pages: Sequence[Page]) -> tuple[str, Layout, tuple[Issue, ...]]:
    """The text of pages, its layout, and what was left out."""
    tables = [find_tables(page) for page in pages]
    lines = [
        printed_lines(_outside(page.words, found))
        for page, found in zip(pages, tables, strict=True)
    ]
    left_out = furniture(pages, lines)
    flow = _Flow()
    for page, found, rows, skipped in zip(pages, tables, lines, left_out, strict=True):
        kept = [line for n, line in enumerate(rows) if n not in skipped]
        _add(flow, _laid_out(page, found, kept))
    flow.flush()
    slips = list(_mend_numbers(flow))
    text, layout = _written(flow, {page.number: page for page in pages})
    count = sum(map(len, left_out))
    issues = slips
    if count:
        message = f"{count} page numbers and running heads were left out of the text"
        issues.append(Issue("page-furniture", message, "info"))
    return text, layout, tuple(issues)


def _outside(words: Sequence[Word], tables: Sequence[RuledTable]) -> Sequence[Word]:
    if not tables:
        return words
    inside = frozenset().union(*(table.words for table in tables))
    return [word for word in words if id(word) not in inside]


def _mend_numbers(flow: _Flow) -> Iterator[Issue]:
    """Mend misread numbers of rows, and say so."""
    for n, part in enumerate(flow.parts):
        if isinstance(part, RuledTable):
            flow.parts[n], slips = ordinals.mended(part)
            told = ", ".join(f"`{old}` as `{new}`" for old, new in slips)
            if slips:
                message = f"page {part.page}: read {told}: numbers of the rows of a table that leave no other reading"
                yield Issue("ocr-slips", message, "info")


# --- one page ----------------------------------------------------------------------------------------------------


def _laid_out(page: Page, tables: Sequence[RuledTable], lines: Sequence[PrintedLine]) -> _Page:
    body, notes = _footnotes(page, lines)
    parts: list[Column | RuledTable] = []
    above = 0.0
    for table in tables:
        parts += columns([line for line in body if above <= _middle(line) < table.top], page.width)
        parts.append(table)
        above = table.top
    parts += columns([line for line in body if above <= _middle(line)], page.width)
    measure = _measure(parts)
    found: list[Paragraph | RuledTable] = []
    for part in parts:
        found += [part] if isinstance(part, RuledTable) else paragraphs(part, measure)
    return _Page(page, found, notes, measure)


def _measure(parts: Sequence[Column | RuledTable]) -> Measure | None:
    """The measure of the running text of a page, if there is enough of it."""
    prose = [
        line
        for part in parts
        if isinstance(part, Column) and part.kind == "body"
        for line in part.lines
        if len(line.words) >= _PROSE_WORDS
    ]
    return Measure.of(prose) if len(prose) >= _PROSE_LINES else None


def _middle(line: PrintedLine) -> float:
    return line.bottom - 0.4 * line.size


def _footnotes(page: Page, lines: Sequence[PrintedLine]) -> tuple[list[PrintedLine], list[Paragraph]]:
    """The lines without those of footnotes: smaller ones at the foot of the page, the first with a number."""
    size = text_size(lines)
    first = len(lines)
    while first > 0 and lines[first - 1].words[-1].size <= _NOTE_SIZE * size and lines[first - 1].size < size:
        first -= 1
    while first < len(lines) and not _begins_note(lines[first]):
        first += 1
    if first == len(lines) or lines[first].top < _LOWER_PART * page.height or _is_foot(lines[:first]):
        return list(lines), []
    notes: list[Paragraph] = []
    for line in lines[first:]:
        if _begins_note(line) or not notes:
            notes.append(Paragraph([_labelled(line)]))
        else:
            notes[-1].lines.append(line)
    return list(lines[:first]), notes


def _labelled(line: PrintedLine) -> PrintedLine:
    """The first line of a footnote, its number written as the mark that cites it: `[1]`."""
    first = line.words[0]
    match = _NOTE_LABEL.fullmatch(first.text)
    if match is None:
        return line
    return PrintedLine((replace(first.with_text(f"[{match[1]}]"), raised=False), *line.words[1:]))


def _begins_note(line: PrintedLine) -> bool:
    return line.words[0].raised or (len(line.words) > 1 and _NOTE_LABEL.fullmatch(line.words[0].text) is not None)


def _is_foot(lines: Sequence[PrintedLine]) -> bool:
    """Whether the small print is the list of recipients."""
    return any(line.text.startswith(("Nơi nhận", "NƠI NHẬN")) for line in lines[-40:])


# --- page after page ---------------------------------------------------------------------------------------------


def _add(flow: _Flow, laid: _Page) -> None:
    parts = list(laid.parts)
    flow.measure = laid.measure or flow.measure
    if parts:
        parts = _over_page(flow, laid, parts)
    if parts or not laid.parts:
        flow.flush()
    flow.parts += [part if isinstance(part, RuledTable) else _shown(part, laid.page) for part in parts]
    flow.notes += [_shown(note, laid.page) for note in laid.notes]


def _shown(paragraph: Paragraph, page: Page) -> Shown:
    return Shown(paragraph, [page] * len(paragraph.lines))


def _over_page(flow: _Flow, laid: _Page, parts: list[Paragraph | RuledTable]) -> list[Paragraph | RuledTable]:
    """The parts of a page without what goes on with the page before."""
    first = parts[0]
    last = flow.parts[-1] if flow.parts else None
    if isinstance(first, RuledTable):
        if isinstance(last, RuledTable) and goes_on(last, first):
            flow.parts[-1] = joined(last, first)
            return parts[1:]
        return parts
    open_paragraph = flow.last_paragraph()
    if open_paragraph is None or flow.measure is None or first.block:
        return parts
    if goes_on_over_page(open_paragraph.paragraph, first.lines[0], flow.measure):
        open_paragraph.paragraph.lines.extend(first.lines)
        open_paragraph.pages.extend([laid.page] * len(first.lines))
        return parts[1:]
    return parts


# --- writing -----------------------------------------------------------------------------------------------------


def _written(flow: _Flow, pages: dict[int, Page]) -> tuple[str, Layout]:
    writer = Writer()
    writer.places.turns = {page.number: page.turned for page in pages.values() if page.turned}
    noted = {id(note.paragraph) for note in flow.notes}
    for part, after in pairwise((*flow.parts, None)):
        if part is None:
            break
        if isinstance(part, RuledTable):
            writer.table(_entries(part, pages))
            continue
        close = isinstance(after, Shown) and after.paragraph.block and id(after.paragraph) not in noted
        writer.paragraph(_pieces(part), after="\n" if close else "\n\n")
    return writer.finish()


def _entries(table: RuledTable, pages: dict[int, Page]) -> Iterator[list[Entry | None]]:
    """The rows of a table; what a merged cell covers has no entry."""
    covered: set[tuple[int, int]] = set()
    anchors: dict[tuple[int, int], RuledCell] = {}
    for cell in table.cells:
        anchors[cell.row, cell.column] = cell
        places = {(cell.row + n, cell.column + k) for n in range(cell.rows) for k in range(cell.columns)}
        covered |= places - {(cell.row, cell.column)}
    for row in range(table.rows):
        entries: list[Entry | None] = []
        for column in range(table.columns):
            anchor = anchors.get((row, column))
            if anchor is not None:
                entries.append(Entry(_cell_pieces(anchor, pages), rows=anchor.rows, columns=anchor.columns))
            else:
                entries.append(None if (row, column) in covered else Entry())
        yield entries


def _cell_pieces(cell: RuledCell, pages: dict[int, Page]) -> list[Piece]:
    pieces: list[Piece] = []
    for number, (page, paragraph) in enumerate(cell.paragraphs):
        if number:
            earlier = cell.paragraphs[number - 1]
            # a page break inside a cell wraps its sentence, as any line break does
            wraps = (
                earlier[0] != page and not earlier[1].text.endswith((".", ";", ":")) and paragraph.text[0] not in "-+"
            )
            pieces.append(Piece(" " if wraps else "\n"))
        pieces += _pieces(_shown(paragraph, pages[page]))
    return pieces


def _pieces(shown: Shown) -> list[Piece]:
    pieces: list[Piece] = []
    before: PrintedLine | None = None
    for line, page in zip(shown.paragraph.lines, shown.pages, strict=True):
        if before is not None:
            pieces.append(Piece(joint(before.text, line.text)))
        if shown.paragraph.tabbed or True in [word.raised for word in line.words]:
            pieces += _parts(line, page, tabbed=shown.paragraph.tabbed)
        else:
            pieces.append(_piece(line.text, line.words, page))
        before = line
    return pieces


def _parts(line: PrintedLine, page: Page, *, tabbed: bool) -> Iterator[Piece]:
    """A line word by word: a tab between entries of a row, the mark of a footnote in brackets right after its word."""
    before: Word | None = None
    for word in line.words:
        if before is not None and not word.raised:
            yield Piece("\t" if tabbed and word.x0 - before.x1 > 1.2 * word.size else " ")
        shown = word.with_text(f"[{word.text}]") if word.raised else word
        yield _piece(shown.text, (shown,), page)
        before = word


def _piece(text: str, words: Sequence[Word], page: Page) -> Piece:
    if not page.turned and page.source == "text":
        return Piece(text, page.number, words)
    return Piece(text, page.number, [_as_shown(word, page) for word in words], sure=page.source == "text")


def _as_shown(word: Word, page: Page) -> Word:
    x0, top, x1, bottom = page.shown(word.x0, word.top, word.x1, word.bottom)
    return replace(word, x0=x0, top=top, x1=x1, bottom=bottom)
