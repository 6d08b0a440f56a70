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
    firsts: array[int] = field(default_factory=lambda: array("I"))  # the first word of each run
    lefts: array[float] = field(default_factory=lambda: array("f"))  # of words, as shown
    rights: array[float] = field(default_factory=lambda: array("f"))
    edged: array[int] = field(default_factory=lambda: array("I"))  # the words whose characters' edges are known
    first_edges: array[int] = field(default_factory=lambda: array("I"))  # where those of each begin
    edges: array[float] = field(default_factory=lambda: array("f"))  # on the upright page
    lines: array[int] = field(default_factory=lambda: array("I"))  # the first run of each line of print
    _boxes: dict[int, Box] = field(default_factory=dict)  # of whole lines: sections within sections ask again
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
        return range(first, max(first, bisect_left(self.starts, span.end)))

    def page(self, span: Span) -> int | None:
        """The page on which a place begins."""
        return next((self.pages[run] for run in self._runs(span) if self._part(run, span) is not None), None)

    def _words(self, run: int) -> range:
        last = self.firsts[run + 1] if run + 1 < len(self.firsts) else len(self.lefts)
        return range(self.firsts[run], last)

    def _whole(self, run: int) -> Box:
        words = self._words(run)
        top, bottom = self.heights[2 * run], self.heights[2 * run + 1]
        x1 = max(self.rights[words.start : words.stop])
        return Box(self.pages[run], self.lefts[words.start], top, x1, bottom)

    def _part(self, run: int, span: Span) -> Box | None:
        """The box of what a place has of a run; None where it has but a blank of it."""
        start, end = self.starts[run], self.ends[run]
        if span.start <= start and end <= span.end:
            return self._whole(run)
        words = self._words(run)
        low, high = max(span.start, start), min(span.end, end)
        if len(words) == 1:
            return self._part_of_word(run, low, high)
        text = self.text
        low += text[low] == " "
        first = words.start + text.count(" ", start, low)
        last = words.start + text.count(" ", start, high - 1)
        if first > last:
            return None
        x0, x1 = self.lefts[first], max(self.rights[first : last + 1])
        begin = max(text.rfind(" ", start, low) + 1, start)
        if low > begin:
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

    def _line_box(self, line: int, runs: range, span: Span) -> Box | None:
        """The box of what a place has of runs of one line."""
        whole = span.start <= self.starts[runs.start] and self.ends[runs.stop - 1] <= span.end
        whole = whole and runs.start == self.lines[line] and runs.stop == self._end_of_line(line)
        known = self._boxes.get(line) if whole else None
        if known is not None:
            return known
        parts = [part for run in runs if (part := self._part(run, span)) is not None]
        if not parts:
            return None
        box = parts[0]
        for part in parts[1:]:
            box = _around(box, part)
        return self._boxes.setdefault(line, box) if whole else box

    def _end_of_line(self, line: int) -> int:
        return self.lines[line + 1] if line + 1 < len(self.lines) else len(self.starts)

    def boxes(self, span: Span) -> list[Box]:
        """The boxes of a place, one for each line of print."""
        run = bisect_right(self.ends, span.start)
        if run < len(self.ends) and self.starts[run] <= span.start and span.end <= self.ends[run]:  # as most values do
            box = self._part(run, span)
            return [box] if box is not None else []
        found: list[Box] = []
        runs = self._runs(span)
        first, line = runs.start, bisect_right(self.lines, runs.start) - 1
        while first < runs.stop:
            last = min(runs.stop, self._end_of_line(line))
            box = self._line_box(line, range(first, last), span)
            if box is not None and found and _same_line(found[-1], box, upright=not self.turns.get(box.page, 0) % 180):
                found[-1] = _around(found[-1], box)
            elif box is not None:
                found.append(box)
            first, line = last, line + 1
        return found

    def areas(self, span: Span) -> list[Box]:
        """One box a page around everything in a place: for sections and tables."""
        found: dict[int, Box] = {}
        for page, own in groupby(self._runs(span), self.pages.__getitem__):
            runs = list(own)
            box = self._area(runs[0], runs[-1], span)
            if box is not None:
                found[page] = _around(found[page], box) if page in found else box
        return list(found.values())

    def _area(self, first: int, last: int, span: Span) -> Box | None:
        """The box around what a place has of runs that stand on one page; of those between the ends it has all."""
        boxes = [box for run in {first, last} if (box := self._part(run, span)) is not None]
        if last - first > 1:
            words = slice(self.firsts[first + 1], self.firsts[last])
            heights = self.heights[2 * (first + 1) : 2 * last]
            x0, x1 = min(self.lefts[words]), max(self.rights[words])
            boxes.append(Box(self.pages[first], x0, min(heights[0::2]), x1, max(heights[1::2])))
        return reduce(_around, boxes) if boxes else None


def _end_of_word(text: str, at: int, end: int) -> int:
    """Where the word at a place of a run ends."""
    blank = text.find(" ", at, end)
    return end if blank < 0 else blank


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
