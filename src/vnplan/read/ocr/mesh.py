"""The mesh of a ruled table: lines that may have gaps, end short of one another or be bent, as straight closed cells.

Lines cross in knots; the edge between two neighbouring knots is there where enough of it is inked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from vnplan.read.ocr.tracks import Track, gathered

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

# All in millimetres.
_REACH = 1.5  # how far a line may end before the one that it should meet
_STRETCH = 5.0  # the same where it goes on in pieces
_BAND = 0.6  # how far the ink of a line may be from its track
_KNOT = 0.4  # ink so near to a knot is that of the line that crosses

_INKED = 0.6  # of an edge that is there
_PIECES = 0.5  # of the way on which a line goes on in pieces
_TRACE = 0.25  # of an edge that is there because a line would end without it
_CORNER = 2  # lines that meet at the corner of a table

Point = tuple[float, float]


class Pieces(NamedTuple):
    """The ink of what may be a piece of a line; that of lines that stand in the image turned over its diagonal."""

    across: Pixels
    down: Pixels  # longer than any stroke of a letter
    stubs: Pixels  # of what stands too, but as short as a stroke
    mm: float  # pixels of a millimetre


class Face(NamedTuple):
    """A closed cell: left, top, right, bottom, on the middle of the lines around it."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Mesh:
    """The lines of a table: where they stand, and which edges between their knots are there.

    `across[row][column]` is the edge above the cell of that place, `down[row][column]` the one on its left.
    """

    ys: Sequence[float]
    xs: Sequence[float]
    knots: Sequence[Sequence[Point]]  # x and y, row by row
    across: Sequence[Sequence[bool]]
    down: Sequence[Sequence[bool]]

    def rulings(self) -> Iterator[tuple[float, float, float, float]]:
        """The lines, straight (x0, y0, x1, y1): neighbouring edges as one."""
        for y, edges in zip(self.ys, self.across, strict=True):
            yield from ((self.xs[first], y, self.xs[last], y) for first, last in _runs(edges))
        for n, x in enumerate(self.xs):
            yield from (
                (x, self.ys[first], x, self.ys[last]) for first, last in _runs([edges[n] for edges in self.down])
            )

    def faces(self) -> Iterator[Face]:
        """The closed cells, merged ones whole; what is no rectangle is none."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        seen: set[tuple[int, int]] = set()
        for row in range(rows):
            for column in range(columns):
                if (row, column) in seen:
                    continue
                places = self._room(row, column)
                seen |= places
                bottom, right = max(place[0] for place in places) + 1, max(place[1] for place in places) + 1
                if len(places) == (bottom - row) * (right - column) and self._is_closed(row, column, bottom, right):
                    corners = [self.knots[y][x] for y in (row, bottom) for x in (column, right)]
                    yield Face(
                        (corners[0][0] + corners[2][0]) / 2,
                        (corners[0][1] + corners[1][1]) / 2,
                        (corners[1][0] + corners[3][0]) / 2,
                        (corners[2][1] + corners[3][1]) / 2,
                    )

    def _room(self, row: int, column: int) -> set[tuple[int, int]]:
        """The places that no edge parts from one."""
        found = {(row, column)}
        waiting = [(row, column)]
        while waiting:
            y, x = waiting.pop()
            ways = (
                (y - 1, x, self.across[y][x]),
                (y + 1, x, self.across[y + 1][x]),
                (y, x - 1, self.down[y][x]),
                (y, x + 1, self.down[y][x + 1]),
            )
            for to_y, to_x, closed in ways:
                inside = 0 <= to_y < len(self.ys) - 1 and 0 <= to_x < len(self.xs) - 1
                if inside and not closed and (to_y, to_x) not in found:
                    found.add((to_y, to_x))
                    waiting.append((to_y, to_x))
        return found

    def _is_closed(self, top: int, left: int, bottom: int, right: int) -> bool:
        return all(self.across[y][x] for y in (top, bottom) for x in range(left, right)) and all(
            self.down[y][x] for x in (left, right) for y in range(top, bottom)
        )


def _runs(edges: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first knot and the last of edges that follow each other."""
    for there, group in groupby(range(len(edges)), key=lambda n: edges[n]):
        if there:
            run = list(group)
            yield run[0], run[-1] + 1


def _reaches(line: Track, along: float, ink: Pixels, mm: float) -> bool:
    """Whether a line comes up to a place, or nearly, or in pieces."""
    end = min(max(along, line.start), line.end)
    if abs(along - end) <= _REACH * mm:
        return True
    if abs(along - end) > _STRETCH * mm:
        return False
    start, end = sorted((along, end))
    return _share(ink, (start, line.near(start, mm)), (end, line.near(end, mm)), mm) >= _PIECES


def _touch(across: Track, down: Track, ink: Pieces) -> bool:
    """Whether two lines meet."""
    x = down.near(across.near((across.start + across.end) / 2, ink.mm), ink.mm)
    y = across.near(x, ink.mm)
    return _reaches(across, x, ink.across, ink.mm) and _reaches(down, y, ink.stubs, ink.mm)


def _tables(across: Sequence[Track], down: Sequence[Track], ink: Pieces) -> Iterator[tuple[list[Track], list[Track]]]:
    """Lines that make a table together: each meets two of the others at least."""
    lying, standing = list(range(len(across))), list(range(len(down)))
    touching = {(n, k) for n in lying for k in standing if _touch(across[n], down[k], ink)}
    while True:
        left = [n for n in lying if sum((n, k) in touching for k in standing) >= _CORNER]
        stood = [k for k in standing if sum((n, k) in touching for n in left) >= _CORNER]
        if (left, stood) == (lying, standing):
            break
        lying, standing = left, stood
    items = [*((True, n) for n in lying), *((False, k) for k in standing)]
    number = {item: n for n, item in enumerate(items)}
    pairs = [(number[True, n], number[False, k]) for n in lying for k in standing if (n, k) in touching]
    for group in gathered(items, pairs):
        yield [across[n] for lies, n in group if lies], [down[n] for lies, n in group if not lies]


def _share(ink: Pixels, start: Point, end: Point, mm: float) -> float:
    """How much of the way between two knots of a line that lies has ink."""
    import numpy as np  # noqa: PLC0415

    (x0, y0), (x1, y1) = start, end
    inset = min(_KNOT * mm, (x1 - x0) / 4)
    along = np.arange(x0 + inset, max(x1 - inset, x0 + inset + 1))
    middle = np.interp(along, (x0, x1), (y0, y1))
    xs = np.clip(along.round().astype(int), 0, ink.shape[1] - 1)
    band = round(_BAND * mm)
    full = np.zeros(len(xs), bool)
    for shift in range(-band, band + 1):
        full |= ink[np.clip(middle.round().astype(int) + shift, 0, ink.shape[0] - 1), xs] > 0
    return float(full.mean())


class _Edges:
    """The edges of one direction: the shares that are inked, and which are there."""

    def __init__(self, shares: Sequence[Sequence[float]]) -> None:
        self.shares = shares
        self.there = [[share >= _INKED for share in row] for row in shares]

    def has(self, row: int, column: int) -> bool:
        """Whether the grid has such a place."""
        return 0 <= row < len(self.shares) and 0 <= column < len(self.shares[0])


def _close(across: _Edges, down: _Edges) -> None:
    """Let lines that end or bend inside a table, or end at its corner, go on where there is a trace of ink."""
    for row in range(len(across.shares)):
        for column in range(len(down.shares[0])):
            ways = [
                [(edges, *place) for place in places if edges.has(*place)]
                for edges, places in (
                    (across, ((row, column - 1), (row, column))),
                    (down, ((row - 1, column), (row, column))),
                )
            ]
            lying, standing = (sum(edges.there[y][x] for edges, y, x in pair) for pair in ways)
            bends = lying == standing == 1 and sum(map(len, ways)) > _CORNER
            if bends or lying + standing == 1:
                for edges, y, x in (*ways[0], *ways[1]):
                    edges.there[y][x] |= edges.shares[y][x] >= _TRACE


def meshes(across: Sequence[Track], down: Sequence[Track], ink: Pieces) -> list[Mesh]:
    """The tables of a page."""
    return [_mesh(lying, standing, ink) for lying, standing in _tables(across, down, ink)]


def _mesh(lying: list[Track], standing: list[Track], ink: Pieces) -> Mesh:
    mm = ink.mm
    x = sum(track.start + track.end for track in lying) / (2 * len(lying))
    y = sum(track.start + track.end for track in standing) / (2 * len(standing))
    lying.sort(key=lambda track: track.near(x, mm))
    standing.sort(key=lambda track: track.near(y, mm))
    knots: list[list[Point]] = []
    for line in lying:
        knots.append([])
        for other in standing:
            at_x = other.near(line.near(x, mm), mm)
            at_y = line.near(at_x, mm)
            knots[-1].append((other.near(at_y, mm), at_y))
    across = _Edges([[_share(ink.across, one, other, mm) for one, other in pairwise(row)] for row in knots])
    down = _Edges(
        [
            [_share(ink.down, one[::-1], other[::-1], mm) for one, other in zip(row, below, strict=True)]
            for row, below in pairwise(knots)
        ]
    )
    _close(across, down)
    ys = [sum(at for _, at in row) / len(row) for row in knots]
    xs = [sum(row[n][0] for row in knots) / len(knots) for n in range(len(standing))]
    return Mesh(ys, xs, knots, across.there, down.there)
