"""A `w:tbl` to rows and columns: merged cells are one, columns that no reader tells apart are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from vnplan.read.docx.blocks import Block, Slot, Table
from vnplan.read.docx.inline import CLEAR
from vnplan.read.docx.package import UnreadableError
from vnplan.read.docx.styles import Styles
from vnplan.read.docx.xml import Element, W, children, number, switch, value

_NARROW = 85  # 1.5 mm: edges dragged row by row miss each other by less
_SIDES = (("top",), ("bottom",), ("left", "start"), ("right", "end"))
_MOST_COLUMNS = 200
_MOST_PLACES = 1_000_000
_WHITE = frozenset({"FFFFFF", "ffffff"})


@dataclass(slots=True)
class _Lines:
    """Which lines a table draws by itself: around it, and between its cells."""

    drawn: bool

    def around(self, cell: Element | None) -> bool:
        """Whether lines are drawn on two sides of a cell at least."""
        own = cell.find(W + "tcBorders") if cell is not None else None
        sides = 0
        for names in _SIDES:
            said = next((line for name in names if own is not None and (line := own.find(W + name)) is not None), None)
            sides += self.drawn if said is None else _is_drawn(said)
        return sides >= 2


def _is_drawn(line: Element | None) -> bool:
    if line is None or (line.get(W + "val") or "nil") in ("nil", "none"):
        return False
    return line.get(W + "color") not in _WHITE


def _lines(properties: Element | None, styles: Styles) -> _Lines:
    own = properties.find(W + "tblBorders") if properties is not None else None
    borders = [own, styles.borders(value(properties, "tblStyle"))]

    def drawn(*names: str) -> bool:
        for source in borders:
            for name in names:
                line = source.find(W + name) if source is not None else None
                if line is not None:
                    return _is_drawn(line)
        return False

    around = sum(drawn(*names) for names in _SIDES)
    return _Lines(drawn("insideH") or drawn("insideV") or around >= 3)


def _unwrapped(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also within content controls."""
    for child in children(parent):
        if child.tag == W + name:
            yield child
        elif child.tag in CLEAR:
            yield from _unwrapped(child, name)
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _unwrapped(content, name)


def _is_gone(row: Element) -> bool:
    properties = row.find(W + "trPr")
    return properties is not None and (properties.find(W + "del") is not None or switch(properties, "hidden") or False)


def _count(properties: Element | None, name: str, least: int) -> int:
    return min(max(number(value(properties, name)) or least, least), _MOST_COLUMNS)


def _merge(properties: Element | None, name: str) -> str:
    """`restart`, `continue`, or nothing."""
    merge = properties.find(W + name) if properties is not None else None
    return (merge.get(W + "val") or "continue") if merge is not None else ""


def read_table(element: Element, styles: Styles, blocks: Callable[[Element], list[Block]]) -> Table:
    """A table; `blocks` reads what is in a cell."""
    lines = _lines(element.find(W + "tblPr"), styles)
    slots: list[Slot] = []
    open_above: dict[int, Slot] = {}  # by first column: cells that the next row may go on with
    rows = heads = width = 0
    for row in _unwrapped(element, "tr"):
        if _is_gone(row):
            continue
        properties = row.find(W + "trPr")
        if heads == rows and switch(properties, "tblHeader"):
            heads += 1
        column = _count(properties, "gridBefore", 0)
        below: dict[int, Slot] = {}
        before: Slot | None = None
        for cell in _unwrapped(row, "tc"):
            own = cell.find(W + "tcPr")
            span = _count(own, "gridSpan", 1)
            if before is not None and _merge(own, "hMerge") == "continue":
                before.columns += span
                column += span
                continue
            above = open_above.get(column)
            merge = _merge(own, "vMerge")
            if merge == "continue" and above is not None and above.columns == span:
                above.rows += 1
                before = below[column] = above
            else:
                before = Slot(rows, column, columns=span, blocks=blocks(cell), ruled=lines.around(own))
                slots.append(before)
                if merge:
                    below[column] = before
            column += span
        open_above = below
        width = max(width, column)
        rows += 1
        if rows * width > _MOST_PLACES:
            raise UnreadableError("too-large", f"a table has more than {_MOST_PLACES:,} cells: more than is read")
    edges = _edges(element, width)
    table = Table(rows, width, slots, heads if heads < rows else 0, edges)
    _join_columns(table)
    return table


def _edges(element: Element, width: int) -> tuple[int, ...]:
    """Where the columns of the file's own grid part; empty where it does not have them all."""
    grid = element.find(W + "tblGrid")
    columns = grid.findall(W + "gridCol") if grid is not None else []
    widths = [number(column.get(W + "w")) or 0 for column in columns[:width]]
    if len(widths) < width or not all(width > 0 for width in widths):
        return ()
    return tuple(accumulate(widths, initial=0))


def _join_columns(table: Table) -> None:
    """Leave out the edges at which no cell begins or ends, and take those that nearly meet for one."""
    used = sorted({edge for slot in table.slots for edge in (slot.column, slot.column + slot.columns)} | {0})
    place: dict[int, int] = {}
    for n, edge in enumerate(used):
        near = n > 0 and table.edges and table.edges[edge] - table.edges[used[n - 1]] < _NARROW
        place[edge] = len(set(place.values())) - 1 if near else len(set(place.values()))
    if any(place[slot.column] == place[slot.column + slot.columns] for slot in table.slots):
        place = {edge: n for n, edge in enumerate(used)}  # a cell as narrow as that is a column all the same
    for slot in table.slots:
        first, end = place[slot.column], place[slot.column + slot.columns]
        slot.column, slot.columns = first, end - first
    table.columns = max(place.values())
    if table.edges:
        first_edge: dict[int, int] = {}
        for edge in used:
            first_edge.setdefault(place[edge], table.edges[edge])
        table.edges = tuple(first_edge.values())


def goes_on(table: Table, after: Table) -> bool:
    """Whether a table has the columns of the one before it, and no head of its own."""
    if after.heads or table.columns != after.columns or table.columns < 2:
        return False
    if not (table.is_ruled() and after.is_ruled()):  # head and addressees, one below the other
        return False
    if not table.edges or not after.edges:
        return not table.edges and not after.edges
    return all(abs(one - other) <= 2 * _NARROW for one, other in zip(table.edges, after.edges, strict=True))


def join(table: Table, after: Table) -> None:
    """Make two tables one."""
    for slot in after.slots:
        slot.row += table.rows
    table.slots += after.slots
    table.rows += after.rows


def is_whole(table: Table) -> bool:
    """Whether no two cells of a table overlap: a damaged file may say so."""
    by_row: dict[int, list[tuple[int, int]]] = {}
    for slot in table.slots:
        for row in range(slot.row, slot.row + slot.rows):
            by_row.setdefault(row, []).append((slot.column, slot.column + slot.columns))
    return all(one[1] <= other[0] for places in by_row.values() for one, other in pairwise(sorted(places)))
