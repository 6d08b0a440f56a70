"""The words of a page in little room: of a document of many pages, those that wait."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import islice

from vnplan.read.pages.page import Word
from vnplan.read.pages.runs import LayerWords, Run, runs_of


class PackedWords(LayerWords):
    """Runs as columns of numbers, a tenth of their size; each look makes them anew.

    For text layers: all words are certain.

    >>> packed = PackedWords([Word("theo", 10, 0, 32, 12, 12), Word("1)", 34, 0, 40, 12, 12, (34, 38, 40))])
    >>> [(word.text, word.x0, tuple(word.edges)) for word in packed]
    [('theo', 10.0, ()), ('1)', 34.0, (34.0, 38.0, 40.0))]
    """

    __slots__ = ("_counts", "_edged", "_edges", "_heights", "_lefts", "_raised", "_rights", "_texts")

    def __init__(self, words: Sequence[Word]) -> None:
        runs = runs_of(words)
        self._texts = "\n".join([run.text for run in runs])
        self._counts = array("I", [len(run) for run in runs])
        self._lefts, self._rights, self._heights, self._edges = (array("f") for _ in range(4))
        self._edged = array("I")  # of each run how many words have edges, and of each of those its number and how many
        for run in runs:
            self._lefts.extend(run.lefts)
            self._rights.extend(run.rights)
            self._heights.extend((run.top, run.bottom, run.size))
            self._edged.append(len(run.edges))
            for n, edges in run.edges.items():
                self._edged.extend((n, len(edges)))
                self._edges.extend(edges)
        self._raised = frozenset(n for n, run in enumerate(runs) if run.raised)

    def __len__(self) -> int:
        return len(self._lefts)

    @property
    def runs(self) -> Sequence[Run]:
        """The runs, made anew."""
        found = []
        first = 0
        edged, edges = iter(self._edged), iter(self._edges)
        texts = self._texts.split("\n") if self._counts else ()
        for number, (text, count) in enumerate(zip(texts, self._counts, strict=True)):
            last = first + count
            top, bottom, size = self._heights[3 * number : 3 * number + 3]
            own = {next(edged): tuple(islice(edges, next(edged))) for _ in range(next(edged))}
            lefts, rights = self._lefts[first:last], self._rights[first:last]
            found.append(Run(text, lefts, rights, top, bottom, size, own, raised=number in self._raised))
            first = last
        return found
