"""The cells of a table element in their rows and columns, whatever its spans say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnplan.read.html.flow import lines_of
from vnplan.read.html.style import CELLS, tag_of
from vnplan.read.writer import Entry

if TYPE_CHECKING:
    from lxml.etree import _Element

_WIDEST = 100  # columns that one cell may cover
_SPREAD = 4  # places that cells may cover, for each cell …
_SPREAD_FREE = 10_000  # … beyond so many; a table with more is read without its spans


@dataclass(slots=True)
class Cell:
    """A cell at its place, with the lines of its text."""

    element: _Element
    row: int
    column: int = 0
    rows: int = 1
    columns: int = 1
    lines: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class Parts:
    """What is directly in a table: its cells row by row, and what stands outside of rows."""

    rows: list[list[_Element]] = field(default_factory=list)
    groups: list[_Element | None] = field(default_factory=list)  # of each row: thead, tbody, tfoot
    outside: list[_Element] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)


def parts_of(table: _Element) -> Parts:
    """The rows of a table; those of tables inside it are not among them."""
    from lxml import etree  # noqa: PLC0415  heavy

    parts = Parts(stray=[table.text or ""])
    walk = etree.iterwalk(table, events=("start",))
    open_row: _Element | None = None
    for _, node in walk:
        tag = tag_of(node)
        if node is table:
            continue
        if node.tail and node.tail.strip():
            parts.stray.append(node.tail)
        if tag == "tr":
            _begin_row(parts, node.getparent())
            open_row = node
        elif tag in CELLS:
            parent = node.getparent()
            if not parts.rows or (parent is not open_row and tag_of(parent) != "form" and not _in_row(node)):
                _begin_row(parts, parent)
                open_row = parent  # cells without a row: those beside one another are one
            parts.rows[-1].append(node)
            walk.skip_subtree()
        elif tag in ("caption", "table", "p", "div", "ul", "ol"):
            parts.outside.append(node)
            walk.skip_subtree()
    return parts


def _in_row(cell: _Element) -> bool:
    return tag_of(next(cell.iterancestors("tr", "table"), cell)) == "tr"


def _begin_row(parts: Parts, group: _Element | None) -> None:
    parts.rows.append([])
    parts.groups.append(group)


def cells_of(parts: Parts) -> list[Cell]:
    """The cells, placed as HTML says; spans that cover nothing or other cells are cut."""
    spans = [[_spans(cell) for cell in row] for row in parts.rows]
    last = _last_rows(parts)
    places = sum(min(rows or 1, last[n] - n + 1) * columns for n, row in enumerate(spans) for rows, columns in row)
    if places > _SPREAD * sum(map(len, spans)) + _SPREAD_FREE:
        spans = [[(1, 1)] * len(row) for row in spans]
    found: list[Cell] = []
    free_from: dict[int, int] = {}  # the first row in which a column is free again
    for n, row in enumerate(parts.rows):
        column = 0
        for element, (rows, columns) in zip(row, spans[n], strict=True):
            while free_from.get(column, 0) > n:
                column += 1
            width = 1
            while width < columns and free_from.get(column + width, 0) <= n:
                width += 1
            height = last[n] - n + 1 if rows == 0 else min(rows, last[n] - n + 1)
            found.append(Cell(element, n, column, height, width))
            for covered in range(column, column + width):
                free_from[covered] = n + height
            column += width
    return _compact(found)


def _last_rows(parts: Parts) -> list[int]:
    """Of each row the last row of its group: no cell reaches further."""
    last = list(range(len(parts.rows)))
    for n in range(len(last) - 2, -1, -1):
        if parts.groups[n] is parts.groups[n + 1]:
            last[n] = last[n + 1]
    return last


def _spans(cell: _Element) -> tuple[int, int]:
    return _number(cell.get("rowspan"), 65_534), max(1, _number(cell.get("colspan"), _WIDEST))


def _number(value: str | None, most: int) -> int:
    """A span: its leading digits, as browsers read it; 0 (only of rows) means up to the end."""
    if not value:
        return 1
    digits = value.strip()[:9]
    while digits and not digits.isdecimal():
        digits = digits[:-1]
    return min(int(digits), most) if digits else 1


def _compact(cells: list[Cell]) -> list[Cell]:
    """Without rows and columns in which no cell begins: spans of layout and absurd ones make them."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    for cell in cells:
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        cell.rows = bisect_left(rows, cell.row + cell.rows) - row
        cell.columns = bisect_left(columns, cell.column + cell.columns) - column
        cell.row, cell.column = row, column
    return cells


def read_lines(cells: Sequence[Cell]) -> None:
    """Reads the text of cells."""
    for cell in cells:
        cell.lines = lines_of(cell.element)


def entries(cells: Sequence[Cell]) -> list[list[Entry | None]]:
    """The rows for the writer; a place that no cell covers is an empty cell."""
    height = max((cell.row + cell.rows for cell in cells), default=0)
    width = max((cell.column + cell.columns for cell in cells), default=0)
    covered: list[set[int]] = [set() for _ in range(height)]
    for cell in cells:
        if cell.rows > 1 or cell.columns > 1:
            for row in range(cell.row, cell.row + cell.rows):
                covered[row].update(range(cell.column, cell.column + cell.columns))
    table: list[list[Entry | None]] = [
        [None if n in covered[row] else Entry() for n in range(width)] for row in range(height)
    ]
    for cell in cells:
        table[cell.row][cell.column] = Entry(cell.text, cell.rows, cell.columns)
    return table


def head_rows(parts: Parts) -> int:
    """How many rows at the top are marked as column titles: those in `thead`, or with title cells only."""
    count = 0
    for row, group in zip(parts.rows, parts.groups, strict=True):
        if not row:
            continue
        in_head = group is not None and tag_of(group) == "thead"
        if not in_head and not all(tag_of(cell) == "th" for cell in row):
            break
        count += 1
    return count if count < len(parts.rows) else 0


def stray_texts(parts: Parts) -> Iterator[str]:
    """Text that stands in a table outside of its cells; browsers show it above the table."""
    for text in parts.stray:
        line = " ".join(text.split())
        if line:
            yield line
    for element in parts.outside:
        yield from ["\n".join(lines_of(element))]
