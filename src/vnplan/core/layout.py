"""What a medium knows beyond the characters of its text: pages and boxes, tables, how sure the reader was.

Every place here counts code points of the text as read (`Text.raw`). A plain text file has no layout.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
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


class PrintedRun(Protocol):
    """Words that stand one after the other on one base line of a page.

    `text`: the words with single blanks. `lefts`, `rights`: the edges of each. `edges`: by the number of a word, the
    left edges of its characters and the right edge of the last; the characters of other words share its width evenly.
    """

    text: str
    lefts: Sequence[float]
    rights: Sequence[float]
    top: float
    bottom: float
    edges: Mapping[int, Sequence[float]]


@dataclass(slots=True)
class Places:
    """The page and box of every word of a text; what the reader put in (blanks, breaks) has none.

    Columns of numbers in the order of the text, a row a run and a row a word: a plan of 500 pages has a quarter of a
    million words. Where in the text the words of a run begin is what its blanks tell.
    """

    text: str = ""  # known when all runs are
    starts: array[int] = field(default_factory=lambda: array("I"))  # of runs
    ends: array[int] = field(default_factory=lambda: array("I"))
    pages: array[int] = field(default_factory=lambda: array("H"))
    heights: array[float] = field(default_factory=lambda: array("f"))  # top and bottom of each run as shown
    sides: array[float] = field(default_factory=lambda: array("f"))  # its leftmost and rightmost edge
    firsts: array[int] = field(default_factory=lambda: array("I"))  # the first word of each run
    lefts: array[float] = field(default_factory=lambda: array("f"))  # of words, as shown
    rights: array[float] = field(default_factory=lambda: array("f"))
    edged: array[int] = field(default_factory=lambda: array("I"))  # the words whose characters' edges are known
    first_edges: array[int] = field(default_factory=lambda: array("I"))  # where those of each begin
    edges: array[float] = field(default_factory=lambda: array("f"))  # on the upright page
    lines: array[int] = field(default_factory=lambda: array("I"))  # the first run of each line of print
    _boxes: dict[int, Box | None] = field(default_factory=dict)  # of whole lines: sections within sections ask again
    turns: dict[int, int] = field(default_factory=dict)  # pages on which print runs across: as `Page.turned`

    def add(self, offset: int, page: int, runs: Sequence[PrintedRun]) -> None:
        """The next runs, all on one line of print, parted by one character each; the first begins at `offset`.

        On a page on which print runs across, each run is one word.
        """
        self.lines.append(len(self.starts))
        for run in runs:
            first = len(self.lefts)
            self.starts.append(offset)
            offset += len(run.text)
            self.ends.append(offset)
            offset += 1
            self.pages.append(page)
            self.heights.extend((run.top, run.bottom))
            self.sides.extend((min(run.lefts), max(run.rights)))
            self.firsts.append(first)
            self.lefts.extend(run.lefts)
            self.rights.extend(run.rights)
            for n, edges in run.edges.items():
                self.edged.append(first + n)
                self.first_edges.append(len(self.edges))
                self.edges.extend(edges)

    def _runs(self, span: Span) -> range:
        """The runs that a place touches."""
        first = bisect_right(self.ends, span.start)
        return range(first, bisect_left(self.starts, span.end, first))

    def page(self, span: Span) -> int | None:
        """The page on which a place begins."""
        return next((self.pages[run] for run in self._runs(span) if self._part(run, span) is not None), None)

    def _whole(self, run: int) -> Box:
        left, right = self.lefts[self.firsts[run]], self.sides[2 * run + 1]
        return Box(self.pages[run], left, self.heights[2 * run], right, self.heights[2 * run + 1])

    def _part(self, run: int, span: Span) -> Box | None:
        """The box of what a place has of a run; None where it has but a blank of it."""
        low, high = span
        start, end = self.starts[run], self.ends[run]
        if low <= start and end <= high:
            return self._whole(run)
        low, high = max(low, start), min(high, end)
        if low >= high:
            return None
        text, word = self.text, self.firsts[run]
        after = self.firsts[run + 1] if run + 1 < len(self.firsts) else len(self.lefts)
        if after - word == 1:
            return self._part_of_word(run, low, high)
        low += text[low] == " "
        if low >= high:
            return None
        first = word + text.count(" ", start, low)
        last = first + text.count(" ", low, high - 1)
        x0, x1 = self.lefts[first], max(self.rights[first : last + 1])
        if low > start and text[low - 1] != " ":
            begin = max(text.rfind(" ", start, low) + 1, start)
            x0 += self._reach(first, _end_of_word(text, low, end) - begin, low - begin)
        if high < end and text[high] != " " and text[high - 1] != " ":
            begin = max(text.rfind(" ", start, high) + 1, start)
            x1 = self.lefts[last] + self._reach(last, _end_of_word(text, high, end) - begin, high - begin)
        return Box(self.pages[run], x0, self.heights[2 * run], x1, self.heights[2 * run + 1])

    def _part_of_word(self, run: int, low: int, high: int) -> Box:
        """The box of characters of a run that is one word."""
        start, word = self.starts[run], self.firsts[run]
        number = self.ends[run] - start
        page, x0, top, x1, bottom = self._whole(run)
        turn = self.turns.get(page, 0)
        length = bottom - top if turn % 180 else x1 - x0
        near = self._reach(word, number, low - start, length)
        far = self._reach(word, number, high - start, length)
        if turn in (90, 180):  # print runs up, or from right to left
            near, far = length - far, length - near
        if turn % 180:
            return Box(page, x0, top + near, x1, top + far)
        return Box(page, x0 + near, top, x0 + far, bottom)

    def _reach(self, word: int, number: int, characters: int, length: float | None = None) -> float:
        """How far into a word of `number` characters its first ones reach; `length`: of a word on a turned page."""
        at = bisect_left(self.edged, word)
        if at < len(self.edged) and self.edged[at] == word:
            first = self.first_edges[at]
            return self.edges[first + characters] - self.edges[first]
        return (self.rights[word] - self.lefts[word] if length is None else length) * characters / number

    def boxes(self, span: Span) -> list[Box]:
        """The boxes of a place, one for each line of print."""
        start, end = span
        run = bisect_right(self.ends, start)
        if run < len(self.ends) and self.starts[run] <= start and end <= self.ends[run]:  # as most values do
            box = self._part(run, span)
            return [box] if box is not None else []
        found: list[Box] = []
        for box in self._lines(run, span):
            if found and self._goes_on(found[-1], box):
                found[-1] = _around(found[-1], box)
            else:
                found.append(box)
        return found

    def _lines(self, run: int, span: Span) -> Iterator[Box]:
        """The boxes of what a place has of the lines of print that it touches, from a run on."""
        start, end = span
        line = bisect_right(self.lines, run) - 1
        while run < len(self.starts) and self.starts[run] < end:
            after = self.lines[line + 1] if line + 1 < len(self.lines) else len(self.starts)
            if start <= self.starts[run] and self.ends[after - 1] <= end and run == self.lines[line]:
                box = self._boxes.get(line) or self._boxes.setdefault(line, self._joined(run, after, span))
            else:
                box = self._joined(run, after, span)
            if box is not None:
                yield box
            run, line = after, line + 1

    def _joined(self, first: int, after: int, span: Span) -> Box | None:
        """The box of what a place has of runs of one line."""
        box = self._part(first, span)
        for run in range(first + 1, after):
            part = self._part(run, span)
            box = part if box is None else box if part is None else _around(box, part)
        return box

    def _goes_on(self, line: Box, box: Box) -> bool:
        """Whether words go on with a line; a line that goes on in another column is another box."""
        page, x0, top, x1, bottom = line
        if page != box.page:
            return False
        if self.turns and self.turns.get(page, 0) % 180:  # text that runs up or down the page as shown
            size = x1 - x0
            level = abs(box.x0 + box.x1 - x0 - x1) / 2 <= _LEVEL * size
            return level and min(abs(box.top - bottom), abs(top - box.bottom)) <= _FAR * size
        size = bottom - top
        level = abs(box.top + box.bottom - top - bottom) / 2 <= _LEVEL * size
        return level and _BACK * size <= box.x0 - x1 <= _FAR * size

    def areas(self, span: Span) -> list[Box]:
        """One box a page around everything in a place: for sections and tables."""
        found: dict[int, Box] = {}
        runs = self._runs(span)
        first = runs.start
        for page, own in groupby(self.pages[runs.start : runs.stop]):  # a cell may go on overleaf, the next one not
            after = first + len(list(own))
            box = self._area(first, after - 1, span)
            if box is not None:
                found[page] = _around(found[page], box) if page in found else box
            first = after
        return list(found.values())

    def _area(self, first: int, last: int, span: Span) -> Box | None:
        """The box around what a place has of runs that stand on one page; of those between the ends it has all."""
        boxes = [box for run in {first, last} if (box := self._part(run, span)) is not None]
        if last - first > 1:
            inner = slice(2 * (first + 1), 2 * last)
            heights, sides = self.heights[inner], self.sides[inner]
            boxes.append(
                Box(self.pages[first], min(sides[::2]), min(heights[::2]), max(sides[1::2]), max(heights[1::2]))
            )
        return reduce(_around, boxes) if boxes else None


def _end_of_word(text: str, at: int, end: int) -> int:
    """Where the word at a place of a run ends."""
    blank = text.find(" ", at, end)
    return end if blank < 0 else blank


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
