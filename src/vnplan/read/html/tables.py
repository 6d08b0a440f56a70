"""What a table element is: data, the head or foot of a document in two columns, or a frame for the page's layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from vnplan.knowledge.web import mark_of
from vnplan.read.html.grid import Cell, Parts
from vnplan.read.html.style import CELLS

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["data", "frame", "layout"]

_FRAME_ROWS, _FRAME_COLUMNS = 15, 3
_WEAK_ROWS = 6  # of a frame that only a number, a date or a signature shows
_FRAME_LINE, _FRAME_TEXT = 300, 3000  # characters of a line, and of everything, in the head or foot of a document
_PAGE_ROWS, _PAGE_LINES = 3, 8  # rows of a table whose one cell holds the page, lines in that cell
_PAGE_SHARE = 0.7
_SPARSE, _SPARSE_FREE = 20, 1_000_000  # places for each cell, beyond so many: no table for people


def holds_page(table: _Element, parts: Parts) -> bool:
    """Whether a table is a frame around other tables or headings, told before its text is read."""
    if table.get("role") in ("presentation", "none"):
        return True
    cells = sum(map(len, parts.rows))
    for row in parts.rows:
        for cell in row:
            for inner in cell.iter("table"):
                if sum(1 for _ in inner.iter(*CELLS)) > cells:
                    return True
    return False


def kind_of(cells: Sequence[Cell], heads: int) -> Kind:
    """What a table is, by the text of its cells."""
    full = [cell for cell in cells if cell.lines]
    columns = {cell.column for cell in full}
    rows = {cell.row for cell in full}
    if _is_sparse(cells):
        return "layout"
    if heads:
        return "data"
    if len(columns) <= _FRAME_COLUMNS and len(rows) <= _FRAME_ROWS and _is_frame(full, len(rows)):
        return "frame"
    if len(columns) <= 1:
        return "layout"
    sizes = [len(cell.text) for cell in full]
    largest = max(full, key=lambda cell: len(cell.text))
    if len(rows) <= _PAGE_ROWS and len(largest.lines) >= _PAGE_LINES and max(sizes) >= _PAGE_SHARE * sum(sizes):
        return "layout"
    return "data"


def _is_sparse(cells: Sequence[Cell]) -> bool:
    height = max((cell.row for cell in cells), default=0) + 1
    width = max((cell.column for cell in cells), default=0) + 1
    return height * width > _SPARSE * len(cells) + _SPARSE_FREE


def _is_frame(full: Sequence[Cell], rows: int) -> bool:
    """Whether two columns are the head of a document (or of its Party kin), or its foot."""
    if sum(len(cell.text) for cell in full) > _FRAME_TEXT:
        return False
    lines = [line for cell in full for line in cell.lines]
    if any(len(line) > _FRAME_LINE for line in lines):
        return False
    found = [mark for mark in map(mark_of, lines) if mark is not None and mark.part != "body"]
    return any(mark.strong for mark in found) or (bool(found) and rows <= _WEAK_ROWS)


def columns_of(cells: Sequence[Cell]) -> Iterator[list[str]]:
    """The lines of a frame, column by column; a cell across all columns parts what is above it from what is below."""
    width = max(cell.column + cell.columns for cell in cells)
    across = {cell.row for cell in cells if cell.columns == width}
    band = 0
    bands: dict[int, int] = {}
    for row in sorted({cell.row for cell in cells}):
        band += row in across or row - 1 in across
        bands[row] = band
    ordered = sorted(cells, key=lambda cell: (bands[cell.row], cell.column, cell.row))
    for _, column in groupby(ordered, key=lambda cell: (bands[cell.row], cell.column)):
        lines = [line for cell in column for line in cell.lines]
        if lines:
            yield lines
