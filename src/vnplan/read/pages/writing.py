"""Paragraphs and tables of pages as text, with the place of each word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from vnplan.core.issues import Issue
from vnplan.core.layout import Layout
from vnplan.read.pages import ordinals
from vnplan.read.pages.grids import RuledCell, RuledTable
from vnplan.read.pages.lines import PrintedLine
from vnplan.read.pages.page import Page, Word
from vnplan.read.pages.paragraphs import Paragraph, joint
from vnplan.read.pages.runs import Run
from vnplan.read.writer import Entry, Piece, Writer


class Shown(NamedTuple):
    """A paragraph with the page of each of its lines."""

    paragraph: Paragraph
    pages: list[Page]

    @classmethod
    def on(cls, paragraph: Paragraph, page: Page) -> Shown:
        """A paragraph that stands on one page."""
        return cls(paragraph, [page] * len(paragraph.lines))


class PagesText:
    """Writes what stands on pages, part after part; `issues` tells what was mended on the way."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = {page.number: page for page in pages}
        self.writer = Writer()
        self.writer.places.turns = {page.number: page.turned for page in pages if page.turned}
        self.issues: list[Issue] = []
        self.waiting: Shown | RuledTable | None = None  # until what comes after it is known

    def write(self, parts: Iterable[Shown | RuledTable]) -> None:
        """The next parts; they do not change any more."""
        for part in parts:
            self._put(self.waiting, part)
            self.waiting = part

    def finish(self) -> tuple[str, Layout]:
        """The text and its layout."""
        self._put(self.waiting, None)
        return self.writer.finish()

    def _put(self, part: Shown | RuledTable | None, after: Shown | RuledTable | None) -> None:
        if isinstance(part, RuledTable):
            self.writer.table(_entries(self._mended(part), self.pages))
        elif part is not None:
            close = isinstance(after, Shown) and after.paragraph.block
            self.writer.paragraph(_pieces(part), after="\n" if close else "\n\n")

    def _mended(self, table: RuledTable) -> RuledTable:
        """A table with misread numbers of rows put right."""
        mended, slips = ordinals.mended(table)
        if slips:
            told = ", ".join(f"`{old}` as `{new}`" for old, new in slips)
            message = f"page {table.page}: read {told}: numbers of the rows of a table that leave no other reading"
            self.issues.append(Issue("ocr-slips", message, "info"))
        return mended


def _entries(table: RuledTable, pages: dict[int, Page]) -> Iterator[list[Entry | None]]:
    """The rows of a table; what a merged cell covers has no entry."""
    covered: set[tuple[int, int]] = set()
    anchors: dict[tuple[int, int], RuledCell] = {}
    for cell in table.cells:
        anchors[cell.row, cell.column] = cell
        if cell.rows > 1 or cell.columns > 1:
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
        pieces += _pieces(Shown.on(paragraph, pages[page]))
    return pieces


def _pieces(shown: Shown) -> list[Piece]:
    pieces: list[Piece] = []
    before: PrintedLine | None = None
    for line, page in zip(shown.paragraph.lines, shown.pages, strict=True):
        if before is not None:
            pieces.append(Piece(joint(before.text, line.text)))
        if shown.paragraph.tabbed or True in [run.raised for run in line.runs]:
            pieces += _parts(line, page, tabbed=shown.paragraph.tabbed)
        else:
            pieces.append(_piece(line.text, line.runs, page))
        before = line
    return pieces


def _parts(line: PrintedLine, page: Page, *, tabbed: bool) -> Iterator[Piece]:
    """A line word by word: a tab between entries of a row, the mark of a footnote in brackets right after its word."""
    before: Word | None = None
    for word in line.words:
        if before is not None and not word.raised:
            yield Piece("\t" if tabbed and word.x0 - before.x1 > 1.2 * word.size else " ")
        shown = word.with_text(f"[{word.text}]") if word.raised else word
        yield _piece(shown.text, (Run.of((shown,)),), page)
        before = word


def _piece(text: str, runs: Sequence[Run], page: Page) -> Piece:
    if not page.turned and page.source == "text":
        return Piece(text, page.number, runs)
    words = [Run.of((_as_shown(word, page),)) for run in runs for word in run.words]
    return Piece(text, page.number, words, sure=page.source == "text")


def _as_shown(word: Word, page: Page) -> Word:
    x0, top, x1, bottom = page.shown(word.x0, word.top, word.x1, word.bottom)
    return replace(word, x0=x0, top=top, x1=x1, bottom=bottom)
