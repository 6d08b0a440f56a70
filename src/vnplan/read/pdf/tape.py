"""Measures the words of a page that is not turned.

PDFium gives the text of a page at once; places cost a call each. So they are asked for where a value can begin or end:
at the ends of words, and at every character of a word that is no run of letters. Where these do not stand as the
characters of one word do, the word is spelled character by character.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, chain, compress, islice, pairwise
from operator import sub, truediv
from typing import Any

import regex

from vnplan.read.pages.page import Word
from vnplan.read.pages.runs import Run, runs_of
from vnplan.read.pdf.calls import font_sizes, loose_boxes, matrices, origins, page_text
from vnplan.read.pdf.geometry import Transform
from vnplan.read.pdf.spelling import ASCENT, BLANKS, DESCENT, Speller, size_and_direction

_BLANK = 1.5  # of the size of the font: after a wider one the type may be another
_WIDE = 1.3  # of the size: no letter of a word is as wide
_UNDER = 0.2  # of a word: how far one of its characters may begin left of the one before
_DIGIT = re.compile(r"\d")
_MIX = regex.compile(r"\p{L}.*\d|\d.*\p{L}")
_OTHER_BLANKS = tuple(map(chr, sorted(BLANKS - {0x20})))
_LINE_END_HYPHEN = re.compile("[\x02\ufffe]")


def measured(handle: Any, transform: Transform) -> list[Run] | None:
    """The words of a text page as runs; None where PDFium's characters cannot be counted as Python's."""
    from pypdfium2 import raw  # noqa: PLC0415

    text = page_text(handle, raw.FPDFText_CountChars(handle))
    if text is None:
        return None
    for blank in _OTHER_BLANKS:
        text = text.replace(blank, " ")
    tokens = text.split(" ")
    lengths = list(map(len, tokens))
    starts = accumulate([length + 1 for length in lengths], initial=0)
    return _Tape(handle, transform, list(compress(tokens, lengths)), list(compress(starts, lengths))).runs()


class _Tape:
    """Words, each with the number of its first character; where the first one stands, and where the last one ends."""

    def __init__(self, handle: Any, transform: Transform, texts: list[str], starts: Sequence[int]) -> None:
        self.handle, self.transform = handle, transform
        self.texts, self.starts = texts, starts
        self.lengths = list(map(len, texts))
        self.edges: dict[int, Sequence[float]] = {}
        self.widths: list[float] = []  # of each word, a character

    def _measure(self) -> bool:
        """Ask for the places of all words; whether PDFium knows them."""
        begins = origins(self.handle, self.starts)
        ends = loose_boxes(
            self.handle, [start + length - 1 for start, length in zip(self.starts, self.lengths, strict=True)]
        )
        if begins is None or ends is None:
            return False
        self.sizes = font_sizes(self.handle, self.starts)
        self.lefts, self.bases, self.rights = begins[0::2].tolist(), begins[1::2].tolist(), ends[2::4].tolist()
        widths = map(sub, self.rights, self.lefts)
        self.widths = list(map(truediv, widths, self.lengths))
        return True

    def runs(self) -> list[Run]:
        """The runs that the words make, in their order."""
        if not self.texts:
            return []
        if not self._measure():
            return list(runs_of(self._spelled(0, len(self.texts))))
        odd = self._uneven()
        edged = list(self.edges)
        cuts = self._cuts()
        if odd:
            cuts = sorted({*cuts, *odd, *(n + 1 for n in odd)} - {len(self.texts)})
        shapes = matrices(self.handle, [self.starts[at] for at in cuts])
        types = [size_and_direction(self.sizes[at], shape) for at, shape in zip(cuts, shapes, strict=True)]
        usual = min(self.widths) >= 0 and max(self.widths) <= _WIDE * min(types)[0]
        found: list[Run] = []
        for (at, end), (size, askew) in zip(pairwise([*cuts, len(self.texts)]), types, strict=True):
            if askew or at in odd or not (usual or self._is_usual(at, end, size)):
                found += runs_of(self._spelled(at, end))
            else:
                first = bisect_left(edged, at)
                found.append(self._run(at, end, size, edged[first : bisect_left(edged, end, first)]))
        return found

    def _cuts(self) -> list[int]:
        """The words that stand on another base line than the one before, in other type, or far from it."""
        bases, sizes = self.bases, self.sizes
        places = zip(bases, bases[1:], sizes, sizes[1:], self.rights, self.lefts[1:], strict=False)
        cuts = [
            n
            for n, (base, next_base, size, next_size, right, left) in enumerate(places, start=1)
            if next_base != base or next_size != size or not 0 <= left - right < _BLANK * size
        ]
        return [0, *cuts]

    def _is_usual(self, at: int, end: int, size: float) -> bool:
        """Whether none of some words is wider than its characters can be, or ends before it begins."""
        widths = self.widths[at:end]
        return min(widths) >= 0 and max(widths) <= _WIDE * size

    def _uneven(self) -> set[int]:
        """The words whose characters do not follow one another on one line.

        Only those are looked at that are no runs of letters, for PDFium parts what does not stand on one line; of them
        the edges of characters are noted.
        """
        marked = [n for n, text in enumerate(self.texts) if not text.isalpha()]
        numbers = [range(self.starts[n], self.starts[n] + len(self.texts[n])) for n in marked]
        boxes = loose_boxes(self.handle, list(chain.from_iterable(numbers)))
        level = self._are_level(marked)
        if boxes is None or level is None:
            return set(marked)
        uneven = set()
        lefts, rights = boxes[0::4].tolist(), boxes[2::4].tolist()
        at = 0
        for n, own, is_level in zip(marked, numbers, level, strict=True):
            end = at + len(own)
            edges = [*lefts[at:end], rights[end - 1]]
            at = end
            if is_level and (sorted(edges) == edges or _follow(edges)):
                self.edges[n] = edges
                self.lefts[n] = edges[0]
            else:
                uneven.add(n)
        return uneven

    def _are_level(self, marked: Sequence[int]) -> list[bool] | None:
        """Whether all of each word stands on the base line of its first character.

        A line ends at a hyphen that PDFium gives as a control character; a digit may be the mark of a footnote, or a
        subscript, and in a word of letters and digits it may stand anywhere.
        """
        asked: dict[int, range] = {}
        for n in marked:
            text = self.texts[n]
            if _DIGIT.search(text):
                last = self.starts[n] + len(text)
                asked[n] = range(self.starts[n] if _MIX.search(text) else last - 1, last)
        places = origins(self.handle, list(chain.from_iterable(asked.values())))
        if places is None:
            return None
        bases = iter(places[1::2])
        uneven = {n for n, own in asked.items() if {self.bases[n]} != set(islice(bases, len(own)))}
        return [n not in uneven and not _LINE_END_HYPHEN.search(self.texts[n]) for n in marked]

    def _run(self, at: int, end: int, size: float, edged: Sequence[int]) -> Run:
        lefts, rights = self.lefts[at:end], self.rights[at:end]
        edges = {n - at: self.edges[n] for n in edged}
        if moved := self.transform.e:
            lefts, rights = ([x + moved for x in places] for places in (lefts, rights))
            edges = {n: [x + moved for x in places] for n, places in edges.items()}
        base = self.transform.f - self.bases[at]
        texts = self.texts[at:end]
        return Run(
            " ".join(texts),
            lefts,
            rights,
            base - ASCENT * size,
            base + DESCENT * size,
            (ASCENT + DESCENT) * size,
            edges,
            apart=True,  # or there would be a cut
            _texts=texts,
        )

    def _spelled(self, at: int, end: int) -> list[Word]:
        speller = Speller(self.handle, self.transform)
        numbers = (range(self.starts[n], self.starts[n] + len(self.texts[n])) for n in range(at, end))
        return [word.word() for own in numbers for word in speller.words(own)]


def _follow(edges: Sequence[float]) -> bool:
    """Whether characters that reach under their neighbours still stand side by side."""
    return all(after - before > -_UNDER * (edges[-1] - edges[0]) for before, after in pairwise(edges))
