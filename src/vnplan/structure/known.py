"""Tables that the medium itself tells of (DOCX, HTML, ruling lines of a page): merged cells are known, not guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from vnplan.core.document import Cell, make_cell
from vnplan.core.layout import Grid, GridCell
from vnplan.core.span import Span
from vnplan.core.text import Text

_MOST_HEADS = 4  # rows of column titles


class Words(NamedTuple):
    """The words of a cell; `framed`: its line begins with a bar."""

    span: Span
    text: str
    framed: bool = False


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table in the folded view: `rows` has one entry a column, empty where a merged cell covers the place."""

    grid: Grid
    span: Span
    width: int
    rows: list[list[Words]]
    cells: dict[tuple[int, int], tuple[GridCell, Words]]  # what covers each place

    def head_rows(self, judged: int) -> int:
        """How many rows hold titles: what the medium says, else as far down as merged titles of the first row reach."""
        if self.grid.heads:
            return min(self.grid.heads, len(self.rows) - 1)
        if not judged:
            return 0
        reach = max((cell.rows for cell, _ in (self.cells[0, n] for n in range(self.width) if (0, n) in self.cells)))
        return max(judged, min(reach, _MOST_HEADS, len(self.rows) - 1))

    def titles(self, head: int) -> list[str]:
        """The title of each column: those of all title rows above it, from top to bottom."""
        titles = []
        for column in range(self.width):
            above: list[str] = []
            for row in range(head):
                text = self.cells[row, column][1].text.replace("\n", " ") if (row, column) in self.cells else ""
                if text and text not in above:
                    above.append(text)
            titles.append(" ".join(above))
        return titles

    def placed(self, row: int) -> list[Cell]:
        """The cells of a row, with those merged cells that reach down into it."""
        found = []
        column = 0
        while column < self.width:
            held = self.cells.get((row, column))
            if held is None:
                found.append(make_cell(span=self.rows[row][column].span, column=column))
                column += 1
                continue
            cell, words = held
            columns = cell.column + cell.columns - column
            found.append(make_cell(span=words.span, column=column, columns=columns, carried=cell.row < row))
            column += columns
        return found


def known_table(text: Text, grid: Grid) -> KnownTable:
    """A table of the medium, in the folded view."""
    held: dict[tuple[int, int], tuple[GridCell, Words]] = {}
    starts: dict[int, int] = {}
    for cell in grid.cells:
        words = _words(text, cell.span)
        starts.setdefault(cell.row, words.span.start)
        for row in range(cell.row, min(cell.row + cell.rows, grid.rows)):
            for column in range(cell.column, min(cell.column + cell.columns, grid.columns)):
                held[row, column] = cell, words
    rows = []
    place = text.clean_offset(grid.span.start)
    for row in range(grid.rows):
        place = starts.get(row, place)
        rows.append(_row(held, row, grid.columns, place))
    return KnownTable(grid, text.clean_span(grid.span), grid.columns, rows, held)


def _row(held: dict[tuple[int, int], tuple[GridCell, Words]], row: int, width: int, place: int) -> list[Words]:
    """The words that begin in each place of a row; a place that a merged cell covers is empty."""
    found: list[Words] = []
    for column in range(width):
        cell, words = held.get((row, column), (None, None))
        if cell is not None and words is not None and (cell.row, cell.column) == (row, column):
            found.append(words)
            place = words.span.end
        else:
            found.append(Words(Span(place, place), ""))
    return found


def _words(text: Text, span: Span) -> Words:
    start, end = text.clean_span(span)
    words = text.clean[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Words(Span(start, start + len(words)), words)
