"""The words of a PDF page's text layer, by way of PDFium.

PDFium gives the text of a page at once; places cost a call each. So they are asked for where a value can begin or end:
at the ends of words, and at every character of a word that is no run of letters. Where these do not stand as the
characters of one word do, the word is spelled character by character.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import regex

from vnplan.read.pages.page import Word
from vnplan.read.pdf.calls import loose_boxes, origins, page_text
from vnplan.read.pdf.geometry import Transform
from vnplan.read.pdf.spelling import ABOVE, ASCENT, BLANKS, DESCENT, Speller

if TYPE_CHECKING:
    import pypdfium2 as pdfium

FONT_NAME = 128
"""Bytes of a font's name at most."""

_FONT_SAMPLE = 200  # characters that tell which fonts there are
_RAISED = 0.8  # of the size of its neighbours: a smaller character above the line is a superscript
_UPRIGHT = (1, 0, 0, -1)
_BLANK = 1.5  # of the size: after a wider one the type may be another
_WIDE = 1.3  # of the size: no letter of a word is as wide
_TOKEN = regex.compile(f"[^{''.join(map(chr, sorted(BLANKS)))}]+")
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
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    numbers: list[int] = []
    for start, end in tokens:
        numbers += (start, end - 1) if text[start:end].isalpha() else range(start, end)
    begins = origins(handle, numbers)
    boxes = loose_boxes(handle, [end - 1 for _, end in tokens])
    if begins is None or boxes is None:
        return None
    tape = _Tape(handle, transform, begins[0::2], begins[1::2])
    return list(tape.words(text, tokens, boxes[2::4]))


class _Tape:
    """Measures words by where their characters begin: `xs`, `ys` of those that were asked for."""

    def __init__(self, handle: Any, transform: Transform, xs: Sequence[float], ys: Sequence[float]) -> None:
        self.speller = Speller(handle, transform)
        self.left, self.top = transform.e, transform.f
        self.xs, self.ys = xs, ys
        self.base, self.size, self.askew = math.inf, 1.0, False

    def words(self, text: str, tokens: Sequence[tuple[int, int]], ends: Sequence[float]) -> Iterator[Word]:
        """The words of tokens (first character of each, and the one after it; right edges)."""
        xs, ys, left = self.xs, self.ys, self.left
        at, after = 0, -math.inf
        for (start, end), x1 in zip(tokens, ends, strict=True):
            token = text[start:end]
            plain = token.isalpha()
            last = at + 1 if plain else at + end - start - 1
            x0, y = xs[at], ys[at]
            if y != self.base or not 0 <= x0 - after < _BLANK * self.size:
                self.base = y
                self.size, self.askew = self.speller.types.of(start)
            if self.askew or not (self._fits_ends(at, x1, end - start) if plain else self._fits(token, at, last)):
                yield from (word.word() for word in self.speller.words(range(start, end)))
            else:
                base, size = self.top - y, self.size
                edges = () if plain else (*[x + left for x in xs[at : last + 1]], x1 + left)
                yield Word(
                    token,
                    x0 + left,
                    base - ASCENT * size,
                    x1 + left,
                    base + DESCENT * size,
                    (ASCENT + DESCENT) * size,
                    edges,
                )
            at, after = last + 1, x1

    def _fits_ends(self, at: int, x1: float, length: int) -> bool:
        """Whether the ends of a run of letters stand on one line, as far apart as letters are."""
        return self.ys[at] == self.ys[at + 1] and 0 <= x1 - self.xs[at] <= _WIDE * self.size * length

    def _fits(self, token: str, at: int, last: int) -> bool:
        """Whether characters follow one another on one line."""
        xs, widest = self.xs, _WIDE * self.size
        if any(y != self.base for y in self.ys[at : last + 1]) or "\x02" in token or "\ufffe" in token:
            return False
        return all(0 <= xs[n + 1] - xs[n] <= widest for n in range(at, last))


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
