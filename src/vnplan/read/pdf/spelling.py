"""The words of a text layer, spelled character by character: right wherever characters stand."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Sequence
from typing import Any

from vnplan.read.pages.page import Word
from vnplan.read.pdf.geometry import Transform

# PDFium gives a hyphen at the end of a line as U+0002 (or U+FFFE) and drops the break after it.
HYPHENS = frozenset({0x02, 0xFFFE})
BLANKS = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000})
ASCENT = 0.95  # of the type size: how far type reaches above its base line, marks on capitals with it
DESCENT = 0.22  # and below it
ABOVE = 0.12  # of the size: how far the foot of a superscript is above the line, at least
BACK, AHEAD = -0.5, 0.9  # of the size: how far from the end of the last character the next of its word may begin
_OTHER_LINE = 0.45  # of the size: type that stands so much higher or lower is on another line
_QUARTER = math.pi / 2
_ASKEW = 0.1  # of a quarter turn


class Open:
    """A word while its characters come."""

    __slots__ = ("base", "edges", "first", "last", "last_x0", "right", "size", "text")

    def __init__(self, number: int, char: str, across: tuple[float, float], base: float, size: float) -> None:
        x0, x1 = across
        self.first = self.last = number
        self.text = [char]
        self.edges = [x0]
        self.last_x0, self.right = x0, x1
        self.base, self.size = base, size

    def takes(self, char: str, x0: float, base: float) -> bool:
        """Whether a character stands in this word: right after the last, on the same base line."""
        if not BACK * self.size <= x0 - self.right <= AHEAD * self.size and x0 != self.last_x0:
            return False
        shift = abs(base - self.base)
        if shift > ABOVE * self.size and (char.isdigit() or self.text[-1].isdigit()):
            return False  # perhaps the mark of a footnote
        return shift < _OTHER_LINE * self.size

    def add(self, number: int, char: str, x0: float, x1: float) -> None:
        """Take the next character."""
        self.last = number
        self.text.append(char)
        self.edges.append(x0)
        self.last_x0, self.right = x0, max(self.right, x1)

    def word(self) -> Word:
        """The word, now that it is whole."""
        return Word(
            "".join(self.text),
            self.edges[0],
            self.base - ASCENT * self.size,
            self.right,
            self.base + DESCENT * self.size,
            (ASCENT + DESCENT) * self.size,
            (*self.edges, self.right),
        )


def size_and_direction(font_size: float, matrix: Sequence[float] | None) -> tuple[float, bool]:
    """The size of a character in points, and whether its base line runs askew, as that of a watermark does.

    `font_size` is that before the matrix of its text. PDFium's own angle of a character takes type made oblique for
    type that is turned.

    >>> size_and_direction(10.0, (1.2, 0, 0, 1.2, 0, 0)), size_and_direction(10.0, (0.7, 0.7, -0.7, 0.7, 0, 0))[1]
    ((12.0, False), True)
    """
    size, turn = abs(font_size), 0.0
    if matrix is not None:
        a, b, c, d = matrix[:4]
        turn = math.atan2(b, a) / _QUARTER
        size *= abs(a * d - b * c) / (math.hypot(a, b) or 1.0)  # its height
    return size or 1.0, abs(turn - round(turn)) > _ASKEW


class Speller:
    """Spells the words of one text page."""

    def __init__(self, handle: Any, transform: Transform) -> None:
        from pypdfium2 import raw  # noqa: PLC0415

        self.raw, self.handle, self.transform = raw, handle, transform
        self.rect, self.x, self.y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()

    def base(self, n: int) -> float:
        """How far down the upright page the base line of a character is."""
        self.raw.FPDFText_GetCharOrigin(self.handle, n, self.x, self.y)
        return self.transform.b * self.x.value + self.transform.d * self.y.value + self.transform.f

    def _edges(self, n: int) -> tuple[float, float]:
        self.raw.FPDFText_GetLooseCharBox(self.handle, n, self.rect)
        a, _, c, _, e, _ = self.transform
        one = a * self.rect.left + c * self.rect.bottom + e
        other = a * self.rect.right + c * self.rect.top + e
        return (one, other) if one <= other else (other, one)

    def _type(self, n: int) -> tuple[float, Sequence[float] | None]:
        matrix = self.raw.FS_MATRIX()
        known = self.raw.FPDFText_GetMatrix(self.handle, n, matrix)
        shape = (matrix.a, matrix.b, matrix.c, matrix.d) if known else None
        return self.raw.FPDFText_GetFontSize(self.handle, n), shape

    def words(self, numbers: Iterable[int]) -> list[Open]:
        """The words that characters make, in their order; those that run askew, as a watermark does, are left out."""
        found: list[Open] = []
        word: Open | None = None
        for n in numbers:
            code = self.raw.FPDFText_GetUnicode(self.handle, n)
            if code in BLANKS or code == 0:
                if code:
                    word = None
                continue
            x0, x1 = self._edges(n)
            base = self.base(n)
            char = "-" if code in HYPHENS else chr(code)
            if word is not None and word.takes(char, x0, base):
                word.add(n, char, x0, x1)
                continue
            size, askew = size_and_direction(*self._type(n))
            word = None if askew else Open(n, char, (x0, x1), base, size)
            if word is not None:
                found.append(word)
        return found
