"""Words to printed lines: words that share a base line, from left to right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from vnplan.read.pages.page import Word


class PrintedLine:
    """Words on one base line, or the part of them that stands in one column; not changed once it is made.

    `text`: the words with single blanks. `x0`, `x1`, `top`: the edges. `bottom`, `size`: the lower edge and the height
    of the type of most words, so that one tall sign does not move the line. `widest`: the widest blank between words.
    """

    __slots__ = ("bottom", "size", "text", "top", "widest", "words", "x0", "x1")

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.text = " ".join([word.text for word in words])
        first = words[0]
        self.x0, self.x1 = first.x0, max([word.x1 for word in words])
        self.top, self.bottom, self.size = first.top, first.bottom, first.size
        if len({word.bottom for word in words}) > 1 or len({word.size for word in words}) > 1:
            self.top = min([word.top for word in words])
            self.bottom = median([word.bottom for word in words])
            self.size = median([word.size for word in words])
        self.widest = max([after.x0 - before.x1 for before, after in pairwise(words)], default=0.0)

    @property
    def middle(self) -> float:
        """The middle between left and right edge."""
        return (self.x0 + self.x1) / 2

    def gaps(self, least: float = -math.inf) -> list[tuple[float, float, int]]:
        """The blanks between words that are so wide: left edge, right edge, index of the word after."""
        if self.widest < least:
            return []
        pairs = enumerate(pairwise(self.words), start=1)
        return [(before.x1, after.x0, n) for n, (before, after) in pairs if after.x0 - before.x1 >= least]


class _Run:
    """Words of one height that come one after the other from left to right; most lines of a text layer are one."""

    __slots__ = ("bottom", "size", "words", "x0")

    def __init__(self, word: Word) -> None:
        self.words = [word]
        self.x0, self.bottom, self.size = word.x0, word.bottom, word.size


def _runs(words: Iterable[Word]) -> tuple[list[_Run], list[Word]]:
    """Words as runs; raised ones by themselves."""
    runs: list[_Run] = []
    raised: list[Word] = []
    x0 = bottom = size = math.inf
    for word in words:
        if word.raised:
            raised.append(word)
            continue
        if word.bottom == bottom and word.size == size and word.x0 >= x0:
            runs[-1].words.append(word)
        else:
            runs.append(_Run(word))
            bottom, size = word.bottom, word.size
        x0 = word.x0
    return runs, raised


def printed_lines(words: Iterable[Word]) -> list[PrintedLine]:
    """The lines of words, from top to bottom.

    A word joins the line whose base line (the lower edge of its type) it shares within a third of its size; a raised
    word joins the line that it stands in.
    """
    runs, raised = _runs(words)
    runs.sort(key=lambda run: (run.bottom, run.x0))
    groups: list[list[_Run]] = []
    for run in runs:
        group = next((group for group in reversed(groups[-3:]) if _shares_line(group, run)), None)
        if group is None:
            groups.append([run])
        else:
            group.append(run)
    for word in raised:
        inside = [group for group in groups if _top(group[0]) - 0.4 * word.size <= word.bottom <= group[0].bottom]
        if inside:
            min(inside, key=lambda group: _distance(group, word)).append(_Run(word))
        else:
            groups.append([_Run(word)])
    return sorted(map(_line, groups), key=attrgetter("bottom"))


def _line(runs: Sequence[_Run]) -> PrintedLine:
    if len(runs) == 1:
        return PrintedLine(tuple(runs[0].words))
    words = [word for run in runs for word in run.words]
    return PrintedLine(tuple(sorted(words, key=attrgetter("x0"))))


def _top(run: _Run) -> float:
    return min(word.top for word in run.words)


def _distance(runs: Sequence[_Run], word: Word) -> float:
    return min(abs(other.x1 - word.x0) for run in runs for other in run.words)


def _shares_line(group: Sequence[_Run], run: _Run) -> bool:
    last, first = group[-1], group[0]
    return abs(last.bottom - run.bottom) <= 0.35 * min(last.size, run.size) or (
        abs(first.bottom - run.bottom) <= 0.35 * min(first.size, run.size)
    )


def split_line(line: PrintedLine, at: int) -> tuple[PrintedLine, PrintedLine]:
    """The line before and from word `at`."""
    return PrintedLine(line.words[:at]), PrintedLine(line.words[at:])


def text_size(lines: Iterable[PrintedLine]) -> float:
    """The type size in which most of the text is set."""
    sizes = [line.size for line in lines for _ in line.words]
    return median(sizes) if sizes else 12.0
