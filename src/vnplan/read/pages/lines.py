"""Words to printed lines: words that share a base line, from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from vnplan.read.pages.page import Word


@dataclass(frozen=True)
class PrintedLine:
    """Words on one base line, or the part of them that stands in one column."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with single blanks."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @cached_property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """The lower edge: that of most words, so that one tall sign does not move the line."""
        return median(word.bottom for word in self.words)

    @cached_property
    def size(self) -> float:
        """The height of the type."""
        return median(word.size for word in self.words)

    @property
    def middle(self) -> float:
        """The middle between left and right edge."""
        return (self.x0 + self.x1) / 2

    def gaps(self) -> list[tuple[float, float, int]]:
        """The blanks between words: left edge, right edge, index of the word after."""
        return [(before.x1, after.x0, n) for n, (before, after) in enumerate(pairwise(self.words), start=1)]


def printed_lines(words: Iterable[Word]) -> list[PrintedLine]:
    """The lines of words, from top to bottom.

    A word joins the line whose base line (the lower edge of its type) it shares within a third of its size; a raised
    word joins the line that it stands in.
    """
    flat: list[Word] = []
    raised: list[Word] = []
    for word in words:
        (raised if word.raised else flat).append(word)
    groups: list[list[Word]] = []
    for word in sorted(flat, key=lambda word: (word.bottom, word.x0)):
        group = next((group for group in reversed(groups[-3:]) if _shares_line(group, word)), None)
        if group is None:
            groups.append([word])
        else:
            group.append(word)
    for word in raised:
        inside = [group for group in groups if group[0].top - 0.4 * word.size <= word.bottom <= group[0].bottom]
        if inside:
            min(inside, key=lambda group: min(abs(other.x1 - word.x0) for other in group)).append(word)
        else:
            groups.append([word])
    return sorted(
        (PrintedLine(tuple(sorted(group, key=lambda word: word.x0))) for group in groups), key=lambda line: line.bottom
    )


def _shares_line(group: Sequence[Word], word: Word) -> bool:
    last = group[-1]
    return abs(last.bottom - word.bottom) <= 0.35 * min(last.size, word.size) or (
        abs(group[0].bottom - word.bottom) <= 0.35 * min(group[0].size, word.size)
    )


def split_line(line: PrintedLine, at: int) -> tuple[PrintedLine, PrintedLine]:
    """The line before and from word `at`."""
    return PrintedLine(line.words[:at]), PrintedLine(line.words[at:])


def text_size(lines: Iterable[PrintedLine]) -> float:
    """The type size in which most of the text is set."""
    sizes = [line.size for line in lines for _ in line.words]
    return median(sizes) if sizes else 12.0
