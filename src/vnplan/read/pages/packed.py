"""The words of a page in little room: of a document of many pages, those that wait."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import overload

from vnplan.read.pages.page import Word

_FIELDS = 5  # x0, top, x1, bottom, size


class PackedWords(Sequence[Word]):
    """Words as columns, a tenth of their size; each look makes them anew. For text layers: all words are certain.

    >>> packed = PackedWords([Word("theo", 10, 0, 32, 12, 12), Word("1)", 34, 0, 40, 12, 12, (34, 38, 40))])
    >>> [(word.text, word.x0, tuple(word.edges)) for word in packed]
    [('theo', 10.0, ()), ('1)', 34.0, (34.0, 38.0, 40.0))]
    """

    __slots__ = ("_edges", "_places", "_raised", "_texts")

    def __init__(self, words: Sequence[Word]) -> None:
        self._texts = "\n".join([word.text for word in words])
        self._places = array("f")
        self._edges = array("f")
        for word in words:
            self._places.extend((word.x0, word.top, word.x1, word.bottom, word.size))
            self._edges.append(len(word.edges))
            self._edges.extend(word.edges)
        self._raised = frozenset(n for n, word in enumerate(words) if word.raised)

    def __len__(self) -> int:
        return len(self._places) // _FIELDS

    def __iter__(self) -> Iterator[Word]:
        places, edges = self._places, iter(self._edges)
        for n, text in enumerate(self._texts.split("\n") if places else ()):
            x0, top, x1, bottom, size = places[_FIELDS * n : _FIELDS * (n + 1)]
            own = tuple(islice(edges, int(next(edges))))
            yield Word(text, x0, top, x1, bottom, size, own, raised=n in self._raised)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | Sequence[Word]:
        return list(self)[index]
