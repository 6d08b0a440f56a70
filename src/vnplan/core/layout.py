"""What a medium knows beyond the characters of its text: pages and boxes, tables, how sure the reader was.

Every place here counts code points of the text as read (`Text.raw`). A plain text file has no layout.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple, Protocol

from vnplan.core.span import Span

_LEVEL = 0.4  # of its height: how far the middle of what goes on with a line is from that of the line, at most
_BACK, _FAR = -0.5, 12  # of its height: how far from its end what goes on with a line may begin


class Box(NamedTuple):
    """A place on a page, in PDF points from the top left corner of the page as it is shown; `page` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A table cell as the medium has it. A merged cell is one cell with `rows` or `columns` over 1."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as the medium has it: cells in reading order; `bars` are the places between and around its cells.

    `heads`: rows that the medium itself marks as column titles (0: it does not say).
    """

    span: Span
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    bars: tuple[Span, ...]
    heads: int = 0


class Printed(Protocol):
    """A word as it stands on a page: `edges` are the left edges of its characters and the right edge of the last.

    Without `edges` the characters share the width of the word evenly.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    edges: Sequence[float]


@dataclass(slots=True)
class Places:
    """The page and box of every word of a text; what the reader put in (blanks, breaks) has none.

    Columns of numbers, a row a word, in the order of the text: a plan of 500 pages has a quarter of a million words.
    """

    starts: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("I"))
    pages: array[int] = field(default_factory=lambda: array("H"))
    corners: array[float] = field(default_factory=lambda: array("f"))  # x0, top, x1, bottom of each word as shown
    edges: array[float] = field(default_factory=lambda: array("f"))  # of the words that have some, on the upright page
    first_edges: array[int] = field(default_factory=lambda: array("i"))  # where those of a word begin; -1: it has none
    lines: array[int] = field(default_factory=lambda: array("I"))  # the first word of each line of print
    _boxes: dict[int, Box] = field(default_factory=dict)  # of whole lines: sections within sections ask again
    turns: dict[int, int] = field(default_factory=dict)  # pages on which print runs across: as `Page.turned`

    def add(self, offset: int, page: int, words: Sequence[Printed]) -> None:
        """The next words, all on one line of print, parted by one character each; the first begins at `offset`."""
        self.lines.append(len(self.starts))
        starts = list(accumulate([len(word.text) + 1 for word in words], initial=offset))
        self.starts.fromlist(starts[:-1])
        self.ends.fromlist([start - 1 for start in starts[1:]])
        self.pages.fromlist([page] * len(words))
        self.corners.fromlist([side for word in words for side in (word.x0, word.top, word.x1, word.bottom)])
        self.first_edges.fromlist([self._first_edge(word.edges) if word.edges else -1 for word in words])

    def _first_edge(self, edges: Sequence[float]) -> int:
        first = len(self.edges)
        self.edges.extend(edges)
        return first

    def _rows(self, span: Span) -> range:
        """The words that a place touches."""
        first = bisect_right(self.ends, span.start)
        return range(first, max(first, bisect_left(self.starts, span.end)))

    def page(self, span: Span) -> int | None:
        """The page on which a place begins."""
        return next((self.pages[n] for n in self._rows(span)), None)

    def _part(self, n: int, span: Span) -> Box:
        """The box of what a place has of a word."""
        page, start, end = self.pages[n], self.starts[n], self.ends[n]
        x0, top, x1, bottom = self.corners[4 * n : 4 * n + 4]
        if span.start <= start and end <= span.end:
            return Box(page, x0, top, x1, bottom)
        turn = self.turns.get(page, 0)
        length = bottom - top if turn % 180 else x1 - x0
        low = self._reach(n, max(span.start - start, 0), length)
        high = self._reach(n, min(span.end, end) - start, length)
        if turn in (90, 180):  # print runs up, or from right to left
            low, high = length - high, length - low
        if turn % 180:
            return Box(page, x0, top + low, x1, top + high)
        return Box(page, x0 + low, top, x0 + high, bottom)

    def _reach(self, n: int, characters: int, length: float) -> float:
        """How far into a word of a length its first characters reach."""
        number, first = self.ends[n] - self.starts[n], self.first_edges[n]
        if first < 0:
            return length * characters / number
        return self.edges[first + characters] - self.edges[first]

    def _line_box(self, first: int, last: int) -> Box:
        """The box of words of one line, from word to word."""
        corners = self.corners[4 * first : 4 * last]
        return Box(self.pages[first], min(corners[0::4]), min(corners[1::4]), max(corners[2::4]), max(corners[3::4]))

    def _stretch(self, line: int, first: int, last: int, span: Span) -> Box:
        """The box of what a place has of words of one line."""
        if first == self.lines[line] and last == self._end_of_line(line):
            box = self._boxes.get(line) or self._boxes.setdefault(line, self._line_box(first, last))
        else:
            box = self._line_box(first, last)
        if span.start <= self.starts[first] and self.ends[last - 1] <= span.end:
            return box
        ends = [self._part(n, span) for n in (first, last - 1)]
        if self.turns.get(box.page, 0) % 180:
            return box._replace(top=min(part.top for part in ends), bottom=max(part.bottom for part in ends))
        return box._replace(x0=min(part.x0 for part in ends), x1=max(part.x1 for part in ends))

    def _end_of_line(self, line: int) -> int:
        return self.lines[line + 1] if line + 1 < len(self.lines) else len(self.starts)

    def boxes(self, span: Span) -> list[Box]:
        """The boxes of a place, one for each line of print."""
        found: list[Box] = []
        rows = self._rows(span)
        first, line = rows.start, bisect_right(self.lines, rows.start) - 1
        while first < rows.stop:
            last = min(rows.stop, self._end_of_line(line))
            box = self._stretch(line, first, last, span)
            if found and _same_line(found[-1], box, upright=not self.turns.get(box.page, 0) % 180):
                found[-1] = _around(found[-1], box)
            else:
                found.append(box)
            first, line = last, line + 1
        return found

    def areas(self, span: Span) -> list[Box]:
        """One box a page around everything in a place: for sections and tables."""
        found: dict[int, Box] = {}
        for box in self.boxes(span):
            found[box.page] = _around(found[box.page], box) if box.page in found else box
        return list(found.values())


def _same_line(line: Box, box: Box, *, upright: bool) -> bool:
    """Whether words go on with a line; a line that goes on in another column is another box."""
    if line.page != box.page:
        return False
    if not upright:  # text that runs up or down the page as shown
        size = line.x1 - line.x0
        level = abs(box.x0 + box.x1 - line.x0 - line.x1) / 2 <= _LEVEL * size
        return level and min(abs(box.top - line.bottom), abs(line.top - box.bottom)) <= _FAR * size
    size = line.bottom - line.top
    level = abs(box.top + box.bottom - line.top - line.bottom) / 2 <= _LEVEL * size
    return level and _BACK * size <= box.x0 - line.x1 <= _FAR * size


def _around(one: Box, other: Box) -> Box:
    return Box(
        one.page,
        min(one.x0, other.x0),
        min(one.top, other.top),
        max(one.x1, other.x1),
        max(one.bottom, other.bottom),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A word that the reader is not sure of, and how sure it is (0..1)."""

    span: Span
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the medium knows of a text beyond its characters."""

    grids: tuple[Grid, ...] = ()
    places: Places | None = None
    doubts: tuple[Doubt, ...] = ()

    def doubts_in(self, span: Span) -> Iterator[Doubt]:
        """The doubtful words at a place."""
        first = bisect_left(self.doubts, span.start, key=lambda doubt: doubt.span.start)
        last = bisect_left(self.doubts, span.end, key=lambda doubt: doubt.span.start)
        yield from self.doubts[first:last]
