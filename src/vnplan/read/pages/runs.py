"""Words as columns: those that stand one after the other on one base line in one size are one run.

Most of a page is plain lines of print, of which only the text and the edges of words matter. To make, measure and pass
on ten words one by one costs ten times what their run costs; so runs go through the layout of a page, and words are
made where one is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import le
from typing import overload

from vnplan.read.pages.page import Word


@dataclass(slots=True, eq=False)
class Run:
    """Words of one height from left to right; not changed once it is made.

    `text`: the words with single blanks. `lefts`, `rights`: the edges of each word. `edges`: those of the characters of
    the words in which a value can begin or end, by the number of the word. A `raised` run is one word. `apart`: it is
    known that no word reaches under the next.
    """

    text: str
    lefts: Sequence[float]
    rights: Sequence[float]
    top: float
    bottom: float
    size: float
    edges: Mapping[int, Sequence[float]] = field(default_factory=dict)
    raised: bool = False
    apart: bool = False
    _texts: list[str] | None = field(default=None, repr=False)
    _words: tuple[Word, ...] | None = field(default=None, init=False, repr=False)

    @classmethod
    def of(cls, words: Sequence[Word]) -> Run:
        """Words that are one run; asked for its words it gives these."""
        first = words[0]
        run = cls(
            " ".join([word.text for word in words]),
            [word.x0 for word in words],
            [word.x1 for word in words],
            first.top,
            first.bottom,
            first.size,
            {n: word.edges for n, word in enumerate(words) if word.edges},
            raised=first.raised,
        )
        run._words = tuple(words)
        return run

    def __len__(self) -> int:
        """How many words."""
        return len(self.lefts)

    @property
    def texts(self) -> list[str]:
        """Its words without their places."""
        if self._texts is None:
            self._texts = self.text.split(" ") if len(self.lefts) > 1 else [self.text]
        return self._texts

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words one by one, the same at each call."""
        if self._words is None:
            places = enumerate(zip(self.texts, self.lefts, self.rights, strict=True))
            self._words = tuple([self._word(n, text, x0, x1) for n, (text, x0, x1) in places])
        return self._words

    def _word(self, n: int, text: str, x0: float, x1: float) -> Word:
        edges = self.edges.get(n, ())
        return Word(text, x0, self.top, x1, self.bottom, self.size, edges, raised=self.raised)

    def part(self, first: int, last: int) -> Run:
        """The words from `first` to before `last`, at least one."""
        if first == 0 and last == len(self.lefts):
            return self
        if self._words is not None:
            return Run.of(self._words[first:last])
        return Run(
            " ".join(self.texts[first:last]),
            self.lefts[first:last],
            self.rights[first:last],
            self.top,
            self.bottom,
            self.size,
            {n - first: edges for n, edges in self.edges.items() if first <= n < last},
            raised=self.raised,
        )

    def as_raised(self) -> Run:
        """The run, one word, as a superscript."""
        (word,) = self.words
        return Run.of((replace(word, raised=True),))


class LayerWords(Sequence[Word]):
    """The words of a page in the order of its layer, held as runs."""

    __slots__ = ("_runs",)

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs

    @property
    def runs(self) -> Sequence[Run]:
        """The runs, in the order of the layer."""
        return self._runs

    def __len__(self) -> int:
        return sum(map(len, self.runs))

    def __iter__(self) -> Iterator[Word]:
        return chain.from_iterable([run.words for run in self.runs])

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | Sequence[Word]:
        return list(self)[index]


def runs_of(words: Iterable[Word]) -> Sequence[Run]:
    """Words in order as runs; a raised word is one by itself."""
    if isinstance(words, LayerWords):
        return words.runs
    groups: list[list[Word]] = []
    before: Word | None = None  # the word that the next can stand beside
    for word in words:
        if before is not None and not word.raised and _is_beside(before, word):
            groups[-1].append(word)
        else:
            groups.append([word])
        before = None if word.raised else word
    return list(map(Run.of, groups))


def _is_beside(before: Word, word: Word) -> bool:
    same = word.bottom == before.bottom and word.size == before.size and word.top == before.top
    return same and word.x0 >= before.x0 and " " not in before.text and " " not in word.text


def layer_runs(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs in order, as lines: one that begins left of the last word, or on another height, begins a line."""
    lines: list[list[Run]] = []
    before: Run | None = None
    for run in runs:
        if before is not None and run.lefts[0] >= before.lefts[-1] and _same_height(before, run):
            lines[-1].append(run)
        else:
            lines.append([run])
        before = run
    return lines


def _same_height(before: Run, run: Run) -> bool:
    return run.top == before.top or before.top - 1 <= (run.top + run.bottom) / 2 <= before.bottom + 1


def are_apart(run: Run) -> bool:
    """Whether no word of a run reaches under the next.

    >>> are_apart(Run("sở y", [10, 30], [28, 60], 0, 12, 12)), are_apart(Run("sở sở", [10, 11], [28, 29], 0, 12, 12))
    (True, False)
    """
    return run.apart or all(map(le, run.rights, run.lefts[1:]))
