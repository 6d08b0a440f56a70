"""Texts that stand beside each other, as at the head and the foot of a plan: each is to be read by itself.

Their lines are of different height and do not run on one base line, so that a reader of whole lines mixes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vnplan.read.ocr.rulings import Area

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

_COARSE = 4  # pixels looked at as one
_FULL = 64  # of 255: the ink of a coarse pixel that is print and no speck

# In millimetres. A blank between words of justified print is up to 3 wide, a line of print of 14 points 5 high.
_WORDS = 3.5  # closed between words
_LINES = 1.2  # closed between the parts of one line
_CORRIDOR = 4.0  # the least width of the blank between two texts
_TOGETHER = 6.0  # the least height of what both have beside each other: more than one line
_MARKS = 1.5  # between a capital and the mark above it, a letter and the dot below, at most
_PAUSE = 30.0  # the room for a signature
_SIDE = 15.0  # the least width of a text: a label is narrower

Run = tuple[int, int]


class _Row(NamedTuple):
    """The runs of ink of a row of coarse pixels."""

    runs: tuple[Run, ...]

    def gaps(self) -> Iterator[Run]:
        for before, after in zip(self.runs, self.runs[1:], strict=False):
            yield before[1], after[0]

    def widest_common(self, corridor: Run) -> Run:
        """The most of a corridor that this row leaves blank."""
        edges = (0, *(at for run in self.runs for at in run), corridor[1] + 1)
        blanks = zip(edges[::2], edges[1::2], strict=False)
        common = ((max(left, corridor[0]), min(right, corridor[1])) for left, right in blanks)
        return max(common, key=lambda run: run[1] - run[0])


class _Side(NamedTuple):
    """The edges of a text's ink."""

    left: int
    right: int
    top: int
    bottom: int


def _side(runs: Sequence[tuple[int, Run]]) -> _Side:
    lefts, rights = zip(*(run for _, run in runs), strict=True)
    return _Side(min(lefts), max(rights), runs[0][0], runs[-1][0] + 1)


@dataclass
class _Pair:
    """Two texts with a corridor between them, from one row to another."""

    corridor: Run
    first: int
    last: int

    def raised(self, rows: Sequence[_Row], most: int) -> int:
        """The row from which the pair is cut out: above it, no more than `most` rows, stand marks of its capitals."""
        top = row = self.first
        while row and self.first - row < most and not self._is_crossed(rows[row - 1]):
            row -= 1
            top = row if not rows[row].runs or not row or not rows[row - 1].runs else top
        return top

    def lowered(self, rows: Sequence[_Row], most: int) -> int:
        """The last row of it, with blank rows below."""
        row = self.last
        while row + 1 < len(rows) and row - self.last < most and not rows[row + 1].runs:
            row += 1
        return row

    def _is_crossed(self, row: _Row) -> bool:
        low, high = row.widest_common(self.corridor)
        return high - low < self.corridor[1] - self.corridor[0]

    def sides(self, rows: Sequence[_Row]) -> tuple[_Side, _Side] | None:
        """Both texts, from edge to edge of their ink."""
        left, right = self.corridor
        runs = [(n, run) for n in range(self.first, self.last + 1) for run in rows[n].runs]
        texts = [one for one in runs if one[1][1] <= left], [one for one in runs if one[1][0] >= right]
        return (_side(texts[0]), _side(texts[1])) if all(texts) else None


def beside(ink: Pixels, dpi: float) -> list[Area]:
    """The areas of texts beside each other, from top to bottom, left before right; `ink` is without ruling lines."""
    mm = dpi / 25.4 / _COARSE
    rows = _rows(ink, mm)
    found: list[Area] = []
    done = 0
    for pair in _pairs(rows, round(_CORRIDOR * mm), round(_PAUSE * mm), round(_MARKS * mm)):
        sides = pair.sides(rows)
        if not sides or not _are_texts(*sides, mm):
            continue
        middle = sum(pair.corridor) // 2
        width = ink.shape[1] // _COARSE
        top = max(pair.raised(rows, round(_MARKS * mm)), done)
        done = pair.lowered(rows, round(_MARKS * mm)) + 1
        height = done - top
        for left, right in ((0, middle), (middle, width)):
            found.append(Area(*(_COARSE * at for at in (left, top, right - left, height))))
    return found


def _are_texts(one: _Side, other: _Side, mm: float) -> bool:
    """Whether both are wide enough for words, and beside each other for more than a line."""
    narrower = min(side.right - side.left for side in (one, other))
    together = min(one.bottom, other.bottom) - max(one.top, other.top)
    return narrower >= _SIDE * mm and together >= _TOGETHER * mm


def _rows(ink: Pixels, mm: float) -> list[_Row]:
    """The runs of each row, with the blanks between words and between the strokes of a line closed."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    small = cv2.resize(ink, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    small = (small > _FULL).astype(np.uint8)
    for kernel in ((max(1, round(_LINES * mm)), 1), (1, max(1, round(_WORDS * mm)))):
        small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones(kernel, np.uint8))
    edges = np.diff(np.pad(small.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows: list[_Row] = []
    for edge in edges:
        starts, ends = np.nonzero(edge > 0)[0].tolist(), np.nonzero(edge < 0)[0].tolist()
        rows.append(_Row(tuple(zip(starts, ends, strict=True))))
    return rows


def _pairs(rows: Sequence[_Row], corridor: int, pause: int, marks: int) -> Iterator[_Pair]:
    """Pairs of texts: they begin at a row with two runs and end before a line that crosses the corridor, or a pause."""
    pair: _Pair | None = None
    done = 0  # the row after the last pair
    for n, row in enumerate(rows):
        if pair and row.runs:
            common = row.widest_common(pair.corridor)
            if n - pair.last > pause or common[1] - common[0] < corridor:
                pair.last = _ended(rows, n, pair, marks)
                yield pair
                done, pair = pair.last + 1, None
            else:
                pair.corridor, pair.last = common, n
        if pair is None:
            gap = max(row.gaps(), key=lambda run: run[1] - run[0], default=(0, 0))
            first = _begun(rows, n, done, gap, corridor) if gap[1] - gap[0] >= corridor else None
            if first is not None:
                pair = _Pair(gap, first, n)
    if pair:
        yield pair


def _ended(rows: Sequence[_Row], crossing: int, pair: _Pair, marks: int) -> int:
    """The last row of a pair above a line that crosses it, without what is of that line: strokes, marks above them."""
    last = crossing - 1
    while last > pair.first and rows[last].runs:
        last -= 1
    bottom = last
    while bottom > pair.first and not rows[bottom].runs:
        bottom -= 1
    top = bottom
    while top > pair.first and rows[top].runs:
        top -= 1
    is_mark = bottom - top <= marks and crossing - bottom <= marks
    return min(pair.last, top if is_mark else last)


def _begun(rows: Sequence[_Row], row: int, least: int, gap: Run, corridor: int) -> int | None:
    """The row in which the line of a row begins, for marks above capitals stand alone.

    None where the line crosses the gap: of a line of running text the tails of some letters have gaps between them.
    """
    while row > least and rows[row - 1].runs:
        common = rows[row - 1].widest_common(gap)
        if common[1] - common[0] < corridor:
            return None
        row -= 1
    return row
