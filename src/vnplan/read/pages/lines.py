"""Words to printed lines: words that share a base line, from left to right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from operator import attrgetter, sub
from statistics import median

from vnplan.read.pages.page import Word
from vnplan.read.pages.runs import Run, runs_of


class PrintedLine:
    """Runs of words on one base line, or the part of them that stands in one column; not changed once it is made.

    `text`: the words with single blanks. `lefts`, `rights`: the edges of its words. `x0`, `x1`, `top`: its own.
    `bottom`, `size`: the lower edge and the height of the type of most words, so that one tall sign does not move the
    line. `widest`: the widest blank between words.
    """

    __slots__ = ("bottom", "lefts", "rights", "runs", "size", "text", "top", "widest", "x0", "x1")

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        first = runs[0]
        self.text, self.lefts, self.rights = first.text, first.lefts, first.rights
        self.top, self.bottom, self.size = first.top, first.bottom, first.size
        if len(runs) > 1:
            self.text = " ".join([run.text for run in runs])
            self.lefts = list(chain.from_iterable([run.lefts for run in runs]))
            self.rights = list(chain.from_iterable([run.rights for run in runs]))
            self.top = min([run.top for run in runs])
            self.bottom = median([run.bottom for run in runs for _ in run.lefts])
            self.size = median([run.size for run in runs for _ in run.lefts])
        self.x0, self.x1 = self.lefts[0], max(self.rights)
        self.widest = max(map(sub, self.lefts[1:], self.rights), default=0.0)

    @classmethod
    def of(cls, words: Iterable[Word]) -> PrintedLine:
        """Words from left to right as a line."""
        return cls(runs_of(words))

    def __len__(self) -> int:
        """How many words."""
        return len(self.lefts)

    @property
    def texts(self) -> list[str]:
        """Its words without their places."""
        return list(chain.from_iterable([run.texts for run in self.runs]))

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words one by one."""
        return tuple(chain.from_iterable([run.words for run in self.runs]))

    @property
    def begins_raised(self) -> bool:
        """Whether its first word is a superscript."""
        return self.runs[0].raised

    @property
    def middle(self) -> float:
        """The middle between left and right edge."""
        return (self.x0 + self.x1) / 2

    def width(self, n: int) -> float:
        """How wide one of its words is."""
        return self.rights[n] - self.lefts[n]

    def gaps(self, least: float = -math.inf) -> list[tuple[float, float, int]]:
        """The blanks between words that are so wide: left edge, right edge, index of the word after."""
        if self.widest < least:
            return []
        pairs = enumerate(zip(self.rights, self.lefts[1:], strict=False), start=1)
        return [(before, after, n) for n, (before, after) in pairs if after - before >= least]


def printed_lines(words: Iterable[Word]) -> list[PrintedLine]:
    """The lines of words, from top to bottom.

    A word joins the line whose base line (the lower edge of its type) it shares within a third of its size; a raised
    word joins the line that it stands in.
    """
    return lines_of_runs(runs_of(words))


def lines_of_runs(runs: Iterable[Run]) -> list[PrintedLine]:
    """The lines of runs, from top to bottom."""
    groups: list[list[Run]] = []
    raised: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.bottom, run.lefts[0])):
        if run.raised:
            raised.append(run)
            continue
        for group in reversed(groups[-3:]):
            if _shares_line(group, run):
                group.append(run)
                break
        else:
            groups.append([run])
    for run in raised:
        inside = [group for group in groups if group[0].top - 0.4 * run.size <= run.bottom <= group[0].bottom]
        if inside:
            min(inside, key=lambda group: _distance(group, run)).append(run)
        else:
            groups.append([run])
    return sorted(map(_line, groups), key=attrgetter("bottom"))


def _line(runs: list[Run]) -> PrintedLine:
    if len(runs) == 1:
        return PrintedLine(runs)
    runs.sort(key=lambda run: run.lefts[0])
    if all(before.lefts[-1] <= after.lefts[0] for before, after in pairwise(runs)):
        return PrintedLine(runs)
    words = [word for run in runs for word in run.words]  # they stand between one another
    return PrintedLine.of(sorted(words, key=attrgetter("x0")))


def _distance(runs: Sequence[Run], word: Run) -> float:
    return min(abs(right - word.lefts[0]) for run in runs for right in run.rights)


def _shares_line(group: Sequence[Run], run: Run) -> bool:
    """Whether a run that is not higher stands on the base line of the last or the first run of a line."""
    last, first = group[-1], group[0]
    if run.bottom - last.bottom <= 0.35 * min(last.size, run.size):
        return True
    return first is not last and run.bottom - first.bottom <= 0.35 * min(first.size, run.size)


def split_line(line: PrintedLine, at: int) -> tuple[PrintedLine, PrintedLine]:
    """The line before and from word `at`."""
    before: list[Run] = []
    after: list[Run] = []
    for run in line.runs:
        if at >= len(run):
            before.append(run)
        elif at <= 0:
            after.append(run)
        else:
            before.append(run.part(0, at))
            after.append(run.part(at, len(run)))
        at -= len(run)
    return PrintedLine(before), PrintedLine(after)


def text_size(lines: Iterable[PrintedLine]) -> float:
    """The type size in which most of the text is set."""
    sizes = [line.size for line in lines for _ in line.lefts]
    return median(sizes) if sizes else 12.0
