"""Ruling lines to tables: cells, merged cells, tables that go on over pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from statistics import median
from typing import Any

import regex

from vnplan.knowledge.frames import FrameAnchors
from vnplan.read.pages.lines import lines_of_runs
from vnplan.read.pages.page import Page, Ruling
from vnplan.read.pages.paragraphs import Paragraph, cell_paragraphs
from vnplan.read.pages.runs import Run, runs_of

_SNAP = 3.0  # points that the ends of lines may miss one another
_SAME = 4.0  # points within which edges of cells are one edge of the grid
_LEAST = 4.0  # points: a narrower or lower cell is the gap of a double line
_SAME_COLUMNS = 12.0  # points that the columns of a table may move from page to page


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: its place in the grid, and its paragraphs (those of two pages, where a page break divides it)."""

    row: int
    column: int
    rows: int
    columns: int
    paragraphs: tuple[tuple[int, Paragraph], ...] = ()  # page number and paragraph

    def moved(self, rows: int) -> RuledCell:
        """The cell so many rows further down."""
        return RuledCell(self.row + rows, self.column, self.rows, self.columns, self.paragraphs) if rows else self

    @property
    def text(self) -> str:
        """Its words, a line for each paragraph."""
        return "\n".join(paragraph.text for _, paragraph in self.paragraphs)


@dataclass(slots=True)
class RuledTable:
    """A table of one page, or of several pages joined."""

    page: int
    top: float
    bottom: float
    edges: Sequence[float]  # left edges of the columns, and the right edge of the last
    cells: list[RuledCell]
    held: frozenset[int] = field(default=frozenset())  # ids of the runs in it, where it stands on one page
    rows: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the rows."""
        self.rows = max(cell.row + cell.rows for cell in self.cells)

    @property
    def columns(self) -> int:
        """How many columns."""
        return len(self.edges) - 1

    def row(self, number: int) -> list[RuledCell]:
        """The cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == number]


def find_tables(page: Page) -> list[RuledTable]:
    """The ruled tables of a page, from top to bottom; a box around a paragraph is none, nor is the head of a page."""
    return tables_and_rest(page, runs_of(page.words))[0]


def tables_and_rest(page: Page, runs: Sequence[Run]) -> tuple[list[RuledTable], Sequence[Run]]:
    """The ruled tables of a page, and what stands outside of them; `runs`: those of the page."""
    found = []
    for cells in _cell_groups(page.rulings):
        table, runs = _table(page, runs, cells)
        if table is not None:
            found.append(table)
    found.sort(key=lambda table: table.top)
    tables = [
        table
        for n, table in enumerate(found)
        if not any(other.top <= table.top and table.bottom <= other.bottom for other in found[:n])
    ]
    if not tables:
        return [], runs
    inside = frozenset().union(*(table.held for table in tables))
    return tables, [run for run in runs if id(run) not in inside]


def may_hold_table(rulings: Sequence[Ruling]) -> bool:
    """Whether there are lines enough for a table: two that lie and three that stand, at different places."""
    lying = {round(line.top / _SAME) for line in rulings if line.top == line.bottom}
    standing = {round(line.x0 / _SAME) for line in rulings if line.x0 == line.x1}
    return len(lying) >= 2 and len(standing) >= 3


Box = tuple[float, float, float, float]


def _cell_groups(rulings: Sequence[Ruling]) -> list[list[Box]]:
    """The boxes of cells (x0, top, x1, bottom), those that touch one another together."""
    if not may_hold_table(rulings):
        return []
    from pdfplumber import table as ruled  # noqa: PLC0415  its algorithm needs the lines only, not its own reading

    edges = ruled.merge_edges(
        [_edge(line) for line in rulings],
        snap_x_tolerance=_SNAP,
        snap_y_tolerance=_SNAP,
        join_x_tolerance=_SNAP,
        join_y_tolerance=_SNAP,
    )
    crossings = ruled.edges_to_intersections(edges, _SNAP, _SNAP)
    cells = [cell for cell in cells_of(crossings) if cell[2] - cell[0] >= _LEAST and cell[3] - cell[1] >= _LEAST]
    return _touching(cells)


Point = tuple[float, float]


def cells_of(crossings: Mapping[Point, Mapping[str, Sequence[dict[str, Any]]]]) -> list[Box]:
    """The smallest cell to the right of and below each point at which lines cross (`v`, `h`: those that do).

    What pdfplumber's `intersections_to_cells` finds, in time that grows with the crossings of a row and a column, not
    with the square of all.
    """
    lines = {at: (frozenset(map(id, lines["v"])), frozenset(map(id, lines["h"]))) for at, lines in crossings.items()}
    columns: dict[float, list[Point]] = {}
    rows: dict[float, list[Point]] = {}
    for at in sorted(lines):
        columns.setdefault(at[0], []).append(at)
        rows.setdefault(at[1], []).append(at)
    found: list[Box] = []
    for at in sorted(lines):
        below, right = columns[at[0]], rows[at[1]]
        standing, lying = lines[at]
        under = [point for point in below[below.index(at) + 1 :] if not standing.isdisjoint(lines[point][0])]
        beside = [point for point in right[right.index(at) + 1 :] if not lying.isdisjoint(lines[point][1])]
        for (_, bottom), (x1, _) in product(under, beside):
            corner = lines.get((x1, bottom))
            if (
                corner is not None
                and not corner[0].isdisjoint(lines[x1, at[1]][0])
                and not corner[1].isdisjoint(lines[at[0], bottom][1])
            ):
                found.append((*at, x1, bottom))
                break
    return found


def _edge(line: Ruling) -> dict[str, Any]:
    return {
        "x0": line.x0,
        "x1": line.x1,
        "top": line.top,
        "bottom": line.bottom,
        "width": line.x1 - line.x0,
        "height": line.bottom - line.top,
        "orientation": "h" if line.top == line.bottom else "v",
        "object_type": "line",
    }


def _touching(cells: Iterable[Box]) -> list[list[Box]]:
    """Groups of cells that share an edge, gaps of double lines allowed."""
    groups: list[list[Box]] = []
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        near = [group for group in groups if any(_touch(cell, other) for other in group)]
        merged = [cell, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(merged)
    return groups


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _LEAST
        and other[0] <= one[2] + _LEAST
        and one[1] <= other[3] + _LEAST
        and other[1] <= one[3] + _LEAST
    )


def _grid_lines(values: Iterable[float]) -> list[float]:
    """Edges that lie within a few points of one another as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SAME:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [median(group) for group in groups]


def _nearest(lines: Sequence[float], value: float) -> int:
    n = bisect_left(lines, value)
    return min((k for k in (n - 1, n) if 0 <= k < len(lines)), key=lambda k: abs(lines[k] - value))


def _table(page: Page, runs: Sequence[Run], boxes: Sequence[Box]) -> tuple[RuledTable | None, Sequence[Run]]:
    """What cells make of the runs of a page, and the runs, those parted that stand in several cells."""
    xs = _grid_lines(x for box in boxes for x in (box[0], box[2]))
    ys = _grid_lines(y for box in boxes for y in (box[1], box[3]))
    if len(xs) < 3 or len(ys) < 2 or len(boxes) < 3:
        return None, runs
    held, runs = runs_by_cell(runs, boxes)
    taken = frozenset(id(run) for own in held for run in own)
    if not taken:
        return None, runs
    cells = []
    line_at = {y: _nearest(ys, y) for y in {y for box in boxes for y in (box[1], box[3])}}
    column_at = {x: _nearest(xs, x) for x in {x for box in boxes for x in (box[0], box[2])}}
    for box, own in zip(boxes, held, strict=True):
        row, column = line_at[box[1]], column_at[box[0]]
        rows, columns = line_at[box[3]] - row, column_at[box[2]] - column
        if rows > 0 and columns > 0:
            shown = tuple((page.number, p) for p in cell_paragraphs(lines_of_runs(own), box[0], box[2]))
            cells.append(RuledCell(row, column, rows, columns, shown))
    cells = _without_empty_rows(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    if _is_frame(cells) or not cells:
        return None, runs
    return RuledTable(page.number, ys[0], ys[-1], xs, cells, taken), runs


class _Owners:
    """Which box has a place."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.xs = sorted({side for box in boxes for side in (box[0], box[2])})
        self.ys = sorted({side for box in boxes for side in (box[1], box[3])})
        self.owner: dict[tuple[int, int], int] = {}  # of what lies between two edges that follow one another
        for n, (left, top, right, bottom) in enumerate(boxes):
            for column in range(bisect_right(self.xs, left), bisect_right(self.xs, right)):
                for row in range(bisect_right(self.ys, top), bisect_right(self.ys, bottom)):
                    self.owner.setdefault((column, row), n)

    def row(self, run: Run) -> int:
        """Between which edges the words of a run stand."""
        return bisect_right(self.ys, run.bottom - 0.4 * run.size)

    def column(self, run: Run, n: int) -> int:
        """Between which edges a word of a run stands."""
        return bisect_right(self.xs, (run.lefts[n] + run.rights[n]) / 2)


def runs_by_cell(runs: Iterable[Run], boxes: Sequence[Box]) -> tuple[list[list[Run]], list[Run]]:
    """The runs in each box, and all runs; a run that stands in several boxes is parted, word by word."""
    held: list[list[Run]] = [[] for _ in boxes]
    parts: list[Run] = []
    owners = _Owners(boxes)
    for run in runs:
        row = owners.row(run)
        if not 0 < row < len(owners.ys):
            parts.append(run)
            continue
        for column, part in _by_column(run, owners):
            parts.append(part)
            own = owners.owner.get((column, row))
            if own is not None:
                held[own].append(part)
    return held, parts


def _by_column(run: Run, owners: _Owners) -> list[tuple[int, Run]]:
    """The parts of a run between the edges of a grid."""
    first = owners.column(run, 0)
    if len(run) == 1 or first == owners.column(run, -1):
        return [(first, run)]
    columns = [owners.column(run, n) for n in range(len(run))]
    cuts = [0, *(n for n in range(1, len(run)) if columns[n] != columns[n - 1]), len(run)]
    return [(columns[at], run.part(at, end)) for at, end in pairwise(cuts)]


def _without_empty_rows(cells: list[RuledCell]) -> list[RuledCell]:
    """The cells without rows in which no cell begins (lines of a cell taken for edges)."""
    begun = sorted({cell.row for cell in cells})
    if begun and begun[-1] == len(begun) - 1 and max(cell.row + cell.rows for cell in cells) == len(begun):
        return cells
    rank = {row: n for n, row in enumerate(begun)}
    return [
        replace(cell, row=rank[cell.row], rows=max(1, sum(cell.row <= row < cell.row + cell.rows for row in begun)))
        for cell in cells
    ]


def _is_frame(cells: Sequence[RuledCell]) -> bool:
    """Whether a table is the head or the foot of the document, drawn with lines."""
    lines = (paragraph.text for cell in cells if cell.row < 3 for _, paragraph in cell.paragraphs)
    rows = FrameAnchors.load().found(lines)
    return max(cell.column for cell in cells) < 3 and any(row.strong or row.part == "recipients" for row in rows)


# --- over pages --------------------------------------------------------------------------------------------------


_NUMBER = regex.compile(r"(\d{1,3})[.)]?")


def number_of(text: str) -> int | None:
    """The number that is all of a cell.

    >>> number_of("12."), number_of("12 xã"), number_of("II")
    (12, None, None)
    """
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1]) if match else None


def goes_on(before: RuledTable, after: RuledTable) -> bool:
    """Whether a table at the top of a page goes on with the one at the end of the page before: the same columns."""
    return len(before.edges) == len(after.edges) and all(
        abs((a - before.edges[0]) - (b - after.edges[0])) <= _SAME_COLUMNS
        for a, b in zip(before.edges, after.edges, strict=True)
    )


def joined(before: RuledTable, after: RuledTable) -> RuledTable:
    """Both as one: titles that the second page repeats are left out, a row that a page break divides is made whole."""
    skipped = _repeated_rows(before, after)
    rest = [cell.moved(-skipped) for cell in after.cells if cell.row >= skipped]
    cells = list(before.cells)
    if rest and _divided(before, rest, after.columns):
        last = before.rows - 1
        reach = {cell.column: n for n, cell in enumerate(cells) if cell.row + cell.rows - 1 == last}
        for cell in (cell for cell in rest if cell.row == 0):
            n = reach.get(cell.column)
            if n is not None:
                cells[n] = replace(cells[n], paragraphs=(*cells[n].paragraphs, *cell.paragraphs))
        rest = [cell.moved(-1) for cell in rest if cell.row > 0]
    cells += [cell.moved(before.rows) for cell in rest]
    return RuledTable(before.page, before.top, after.bottom, before.edges, cells)


def _repeated_rows(before: RuledTable, after: RuledTable) -> int:
    """How many rows at the beginning of a page repeat the titles."""
    count = 0
    while count < min(3, before.rows, after.rows) and _words(before.row(count)) == _words(after.row(count)):
        count += 1
    return count


def _words(cells: Sequence[RuledCell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in cells]


def _divided(before: RuledTable, rest: Sequence[RuledCell], columns: int) -> bool:
    """Whether the first row of a page is the rest of a row: in mid-sentence, or without the number that rows have."""
    first = {cell.column: cell for cell in rest if cell.row == 0}
    last = {cell.column: cell for cell in before.cells if cell.row + cell.rows == before.rows}
    if len(first) < 2 or set(first) != set(last) or columns < 2:
        return False
    open_ended = [
        last[column].text[-1] not in ".;:!?" and cell.text[0].islower()
        for column, cell in first.items()
        if cell.text and last[column].text
    ]
    between = _rows_between(before, rest)
    if between is not None:
        return between == 0
    numbered = sum(bool(cell.text) for cell in before.cells if cell.column == 0) > before.rows / 2
    unnumbered = not first[min(first)].text and numbered
    return any(open_ended) or (unnumbered and not any(cell.text for cell in first.values() if cell.rows > 1))


def _rows_between(before: RuledTable, rest: Sequence[RuledCell]) -> int | None:
    """How many rows there are between the last number on a page and the first after an empty cell, if both tell."""
    numbers = [number_of(cell.text) for cells in (before.cells, rest) for cell in cells if cell.column == 0]
    at = sum(cell.column == 0 for cell in before.cells)
    if not 0 < at < len(numbers) - 1 or numbers[at] is not None:
        return None
    last, after = numbers[at - 1], numbers[at + 1]
    return after - last - 1 if last is not None and after is not None and 0 <= after - last - 1 <= 1 else None
