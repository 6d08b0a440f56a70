"""A table as vnplan reads it from a master text to cells with their places, merged cells and titles restored."""

from __future__ import annotations

from dataclasses import replace

from office.blocks import TableBlock, TableCell
from vnplan.core.document import Cell, Document, Row, Table


def _titles(doc: Document, table: Table, heads: list[Row]) -> list[TableCell]:
    """One row of titles as it stands; two rows by the joined titles: `Phân công Chủ trì` is under `Phân công`."""
    if len(heads) != 2:
        return [
            TableCell(doc.quote(cell.span), row, cell.column, 1, cell.columns)
            for row, head in enumerate(heads)
            for cell in head.cells
        ]
    tops = [doc.quote(cell.span) for cell in heads[0].cells if cell.span.end > cell.span.start]
    cells: list[TableCell] = []
    top = ""
    for column, title in enumerate(table.titles):
        if tops and title.startswith(tops[0]) and not (top and title.startswith(f"{top} ")):
            top = tops.pop(0)
            cells.append(TableCell(top, 0, column, 2 if title == top else 1))
        elif cells:
            last = max((n for n, cell in enumerate(cells) if cell.row == 0), key=lambda n: cells[n].column)
            cells[last] = replace(cells[last], columns=column - cells[last].column + 1)
        below = title.removeprefix(top).strip()
        if below:
            cells.append(TableCell(below, 1, column))
    return cells


def _stretched(cells: list[TableCell], row: int, column: int) -> bool:
    """Make the cell above one row longer, where one ends just above."""
    for n, cell in enumerate(cells):
        if cell.column == column and cell.row + cell.rows == row:
            cells[n] = replace(cell, rows=cell.rows + 1)
            return True
    return False


def _placed(doc: Document, cell: Cell, row: int) -> TableCell:
    return TableCell("" if cell.carried else doc.quote(cell.span), row, cell.column, 1, cell.columns)


def table_block(doc: Document, table: Table) -> TableBlock:
    """The table with every place taken by one cell."""
    heads = [row for row in table.rows if row.kind == "header"]
    cells = _titles(doc, table, heads)
    width = max(len(table.columns), 1)
    for number, row in enumerate(table.rows[len(heads) :], start=len(heads)):
        for cell in row.cells:
            if not (cell.carried and _stretched(cells, number, cell.column)):
                cells.append(_placed(doc, cell, number))
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    rows = len(table.rows)
    cells += [TableCell("", r, c) for r in range(rows) for c in range(width) if (r, c) not in taken]
    return TableBlock(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), rows, width, len(heads))
