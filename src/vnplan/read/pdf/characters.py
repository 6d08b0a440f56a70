"""The words of a PDF page's text layer, by way of PDFium.

PDFium gives the text of a page at once; places cost a call each. So they are asked for where a value can begin or end:
at the ends of words, and at every character of a word that is no run of letters. Where these do not stand as the
characters of one word do, the word is spelled character by character.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import regex

from vnplan.read.pages.page import Word
from vnplan.read.pdf.calls import font_sizes, loose_boxes, origins, page_text
from vnplan.read.pdf.geometry import Transform
from vnplan.read.pdf.spelling import ABOVE, ASCENT, BLANKS, DESCENT, Speller

if TYPE_CHECKING:
    from array import array

    import pypdfium2 as pdfium

FONT_NAME = 128
"""Bytes of a font's name at most."""

_FONT_SAMPLE = 200  # characters that tell which fonts there are
_RAISED = 0.8  # of the size of its neighbours: a smaller character above the line is a superscript
_UPRIGHT = (1, 0, 0, -1)
_HEIGHT = ASCENT + DESCENT
_BLANK = 1.5  # of the size: after a wider one the type may be another
_UNDER = 0.2  # of a word: how far one of its characters may begin left of the one before
_WIDE = 1.3  # of the size: no letter of a word is as wide
_MIX = regex.compile(r"\p{L}.*\d|\d.*\p{L}")
_OTHER_BLANKS = tuple(map(chr, sorted(BLANKS - {0x20})))
_ODD = regex.compile(r"[\0\ud800-\udfff]")  # PDFium's numbers of characters and Python's may differ


def fonts_of(textpage: pdfium.PdfTextpage) -> frozenset[str]:
    """The names of the fonts of a page, by a sample of its characters."""
    from pypdfium2 import raw  # noqa: PLC0415

    found = set()
    name = ctypes.create_string_buffer(FONT_NAME)
    flags = ctypes.c_int()
    count = raw.FPDFText_CountChars(textpage.raw)
    for n in range(0, count, max(1, count // _FONT_SAMPLE)):
        length = raw.FPDFText_GetFontInfo(textpage.raw, n, name, FONT_NAME, flags)
        if 1 < length <= FONT_NAME:
            found.add(name.value.decode("utf-8", "replace"))
    return frozenset(found)


def words(textpage: pdfium.PdfTextpage, transform: Transform) -> list[Word]:
    """The words of a page in the order of its layer, on the upright page.

    A box is as high as the type, not as its ink, so that all words of a line have the same upper and lower edge.
    """
    found = _measured(textpage.raw, transform) if transform[:4] == _UPRIGHT else None
    if found is None:
        return [word for word, _ in traced_words(textpage, transform)]
    return _with_raised(found)


def traced_words(textpage: pdfium.PdfTextpage, transform: Transform) -> list[tuple[Word, range]]:
    """The words, each with the numbers of its characters."""
    from pypdfium2 import raw  # noqa: PLC0415

    found = Speller(textpage.raw, transform).words(range(raw.FPDFText_CountChars(textpage.raw)))
    numbers = [range(word.first, word.last + 1) for word in found]
    return list(zip(_with_raised([word.word() for word in found]), numbers, strict=True))


def _measured(handle: Any, transform: Transform) -> list[Word] | None:
    """The words of a page that is not turned; None where PDFium's characters cannot be counted as Python's."""
    from pypdfium2 import raw  # noqa: PLC0415

    count = raw.FPDFText_CountChars(handle)
    text = page_text(handle, count)
    if len(text) != count or _ODD.search(text):
        return None
    tokens = _tokens(text)
    based: list[int] = []
    boxed: list[int] = []
    for token, start, kind in tokens:
        end = start + len(token)
        if kind == _LETTERS:
            based.append(start)
            boxed.append(end - 1)
        else:
            based += range(start, end) if kind == _MIXED else (start, end - 1)
            boxed += range(start, end)
    begins = origins(handle, based)
    boxes = loose_boxes(handle, boxed)
    if begins is None or boxes is None:
        return None
    sizes = font_sizes(handle, [start for _, start, _ in tokens])
    return _Tape(handle, transform, begins, boxes).words(tokens, sizes)


_LETTERS, _SIGNS, _MIXED = range(3)
"""Kinds of words. No value begins or ends inside one of letters, and PDFium parts what does not stand on one line. In a
mixed one a digit may be the mark of a footnote, or a subscript."""


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """What stands between blanks: characters, number of the first, kind."""
    for blank in _OTHER_BLANKS:
        text = text.replace(blank, " ")
    found = []
    start = 0
    for token in text.split(" "):
        if token.isalpha():
            found.append((token, start, _LETTERS))
        elif token:
            found.append((token, start, _MIXED if _MIX.search(token) else _SIGNS))
        start += len(token) + 1
    return found


class _Tape:
    """Measures words.

    Of words of letters the first base line and the last box are known, of others the base line of the first and last
    character (of mixed ones that of all) and all boxes.
    """

    def __init__(self, handle: Any, transform: Transform, begins: array[float], boxes: array[float]) -> None:
        self.speller = Speller(handle, transform)
        self.left, self.down = transform.e, transform.f
        self.xs, self.ys = begins[0::2].tolist(), begins[1::2].tolist()
        self.lefts, self.rights = boxes[0::4].tolist(), boxes[2::4].tolist()

    def words(self, tokens: Sequence[tuple[str, int, int]], font_sizes: Sequence[float]) -> list[Word]:
        """The words that all tokens of the page make."""
        xs, ys, rights, left = self.xs, self.ys, self.rights, self.left
        found: list[Word] = []
        at, box, after = 0, 0, math.inf  # the next base line and box; where the last word ended
        base = font_size = size = top = bottom = height = 0.0
        askew = False
        for (token, start, kind), own_size in zip(tokens, font_sizes, strict=True):
            length = len(token)
            x0, y = xs[at], ys[at]
            if y != base or own_size != font_size or not 0 <= x0 - after < _BLANK * size:
                font_size = own_size
                size, askew = self.speller.types.of(start)
                base, height = y, _HEIGHT * size
                top, bottom = self.down - y - ASCENT * size, self.down - y + DESCENT * size
            if kind == _LETTERS:
                edges: Sequence[float] | None = ()
                x1 = rights[box]
                at, box = at + 1, box + 1
            else:
                edges = self._edges(token, kind, at, box)
                x0, x1 = self.lefts[box], rights[box + length - 1]
                at, box = at + (length if kind == _MIXED else 2), box + length
            if askew or edges is None or not 0 <= x1 - x0 <= _WIDE * size * length:
                found += [word.word() for word in self.speller.words(range(start, start + length))]
            else:
                found.append(Word(token, x0 + left, top, x1 + left, bottom, height, edges))
            after = x1
        return found

    def _edges(self, token: str, kind: int, at: int, box: int) -> Sequence[float] | None:
        """The edges of characters, if they follow one another on one line."""
        ys = self.ys[at : at + (len(token) if kind == _MIXED else 2)]
        if ys.count(ys[0]) != len(ys) or "\x02" in token or "\ufffe" in token:  # a line ends at such a hyphen
            return None
        left = self.left
        edges = [x + left for x in self.lefts[box : box + len(token)]]
        edges.append(self.rights[box + len(token) - 1] + left)
        return edges if sorted(edges) == edges or _follow(edges) else None


def _follow(edges: Sequence[float]) -> bool:
    """Whether characters that reach under their neighbours still stand side by side."""
    return all(after - before > -_UNDER * (edges[-1] - edges[0]) for before, after in pairwise(edges))


def _with_raised(found: list[Word]) -> list[Word]:
    """The words, superscripts marked: small digits above the base line of the word before them."""
    marked: list[Word] = []
    for word in found:
        before = marked[-1] if marked else None
        small = before is not None and word.size < _RAISED * before.size and word.text.isdigit()
        if before is not None and small and before.top <= word.bottom <= before.bottom - ABOVE * before.size:
            marked.append(replace(word, raised=True))
        else:
            marked.append(word)
    return marked
