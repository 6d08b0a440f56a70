r"""How every reader writes its text: paragraphs parted by a blank line, a table as lines of `| cell | cell |`.

>>> writer = Writer()
>>> writer.paragraph("I. MỤC TIÊU")
>>> writer.table([[Entry("TT"), Entry("Nhiệm vụ")], [Entry("1"), Entry("Trồng rừng\nven biển")]])
>>> text, layout = writer.finish()
>>> text
'I. MỤC TIÊU\n\n| TT | Nhiệm vụ |\n| 1 | Trồng rừng\nven biển |\n'
>>> [text[cell.span.start : cell.span.end] for cell in layout.grids[0].cells]
['TT', 'Nhiệm vụ', '1', 'Trồng rừng\nven biển']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from vnplan.core.layout import Doubt, Grid, GridCell, Layout, Places, PrintedRun
from vnplan.core.span import Span

_SURE = 0.75  # an OCR word below this is doubtful


class Read(Protocol):
    """A word, and how sure its reader is of it (0..1)."""

    text: str
    confidence: float


class ReadRun(PrintedRun, Protocol):
    """Words as they stand on a page, to be looked at one by one where one of them is doubtful."""

    @property
    def words(self) -> Sequence[Read]:
        """Its words one by one."""


class Piece(NamedTuple):
    """Words in print on one page, and the text that they make: each begins one character after the one before.

    Characters that the reader put in (blanks, line breaks) have no page (0) and no words. `sure`: no word is doubtful.
    """

    text: str
    page: int = 0
    runs: Sequence[ReadRun] = ()
    sure: bool = True


Content = str | Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Entry:
    """A table cell to be written; lines inside it are parted by a line break. A covered place has no entry (None)."""

    content: Content = ""
    rows: int = 1
    columns: int = 1


class Writer:
    """Writes the text and notes down the layout while it does."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.places = Places()
        self.doubts: list[Doubt] = []
        self.grids: list[Grid] = []

    def _put(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def _content(self, content: Content) -> Span:
        start = self.length
        if isinstance(content, str):
            self._put(content)
            return Span(start, self.length)
        for piece in content:
            if piece.runs:
                self.places.add(self.length, piece.page, piece.runs)
            if not piece.sure:
                self._doubt(piece)
            self.pieces.append(piece.text)
            self.length += len(piece.text)
        return Span(start, self.length)

    def _doubt(self, piece: Piece) -> None:
        at = self.length
        for word in (word for run in piece.runs for word in run.words):
            end = at + len(word.text)
            if word.confidence < _SURE:
                self.doubts.append(Doubt(span=Span(at, end), confidence=word.confidence))
            at = end + 1

    def paragraph(self, content: Content, *, after: str = "\n\n") -> None:
        r"""A paragraph, heading or item; `after="\n"` keeps it close to the next (lines of one block)."""
        span = self._content(content)
        if span.end > span.start:
            self._put(after)

    def table(self, rows: Iterable[Sequence[Entry | None]], *, heads: int = 0) -> None:
        """A table: each row has one entry a column; None where a merged cell covers the place."""
        table = list(rows)
        if not table or not any(entry for row in table for entry in row):
            return
        if self.pieces and not self.pieces[-1].endswith("\n\n"):
            self._put("\n")
        first = self.length
        cells: list[GridCell] = []
        bars: list[Span] = []
        for number, row in enumerate(table):
            self._bar(bars, "| ")
            for column, entry in enumerate(row):
                if column:
                    self._bar(bars, " | ")
                if entry is not None:
                    span = self._content(entry.content)
                    place = {"row": number, "column": column, "rows": entry.rows, "columns": entry.columns}
                    cells.append(GridCell(span=span, **place))
            self._bar(bars, " |")
            self._put("\n")
        width = max(map(len, table))
        end = self.length - 1
        grid = Grid(
            span=Span(first, end), rows=len(table), columns=width, cells=tuple(cells), bars=tuple(bars), heads=heads
        )
        self.grids.append(grid)
        self._put("\n")

    def _bar(self, bars: list[Span], bar: str) -> None:
        bars.append(Span(self.length, self.length + len(bar)))
        self._put(bar)

    def finish(self) -> tuple[str, Layout]:
        """The text and its layout."""
        text = "".join(self.pieces)
        kept = len(text.rstrip("\n")) + (1 if text.endswith("\n") else 0)
        text = text[:kept]
        self.places.text = text
        places = self.places if self.places.pages else None
        return text, Layout(grids=tuple(self.grids), places=places, doubts=tuple(self.doubts))
