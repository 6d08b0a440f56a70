"""The words of a PDF page's text layer, character by character, by way of PDFium."""

from __future__ import annotations

import ctypes
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from vnplan.read.pages.page import Word

if TYPE_CHECKING:
    import pypdfium2 as pdfium

# PDFium gives a hyphen at the end of a line as U+0002 (or U+FFFE) and drops the break after it.
_HYPHENS = {0x02, 0xFFFE}
_BLANKS = {0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000}
FONT_NAME = 128
"""Bytes of a font's name at most."""

_SAMPLE = 200  # characters that tell which way the text runs
_QUARTER = math.pi / 2
_ASKEW = 0.1  # of a quarter turn
_ASCENT = 0.95  # of the type size: how far type reaches above its base line, marks on capitals with it
_DESCENT = 0.22  # and below it
_ABOVE = 0.12  # of the size: how far the foot of a superscript is above the line, at least
_OTHER_LINE = 0.45  # of the size: type that stands so much higher or lower is on another line
_RAISED = 0.8  # of the size of its neighbours: a smaller character above the line is a superscript


class Transform(NamedTuple):
    """From PDF user space (origin bottom left, not rotated) to the upright page.

    As in PDF itself: x' = a x + c y + e, y' = b x + d y + f.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point stands."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Where a box stands: left, top, right, bottom."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


class Geometry(NamedTuple):
    """An upright page: its size, the way there from user space, and how it was turned from the page as shown."""

    width: float
    height: float
    transform: Transform
    turned: int


def turn_of_text(textpage: pdfium.PdfTextpage) -> int:
    """How far most characters are turned clockwise on the unrotated page: 0, 90, 180 or 270 degrees."""
    from pypdfium2 import raw  # noqa: PLC0415

    count = raw.FPDFText_CountChars(textpage.raw)
    quarters = [0, 0, 0, 0]
    for n in range(0, count, max(1, count // _SAMPLE)):
        if raw.FPDFText_GetUnicode(textpage.raw, n) not in _BLANKS:
            quarters[round(raw.FPDFText_GetCharAngle(textpage.raw, n) / _QUARTER) % 4] += 1
    return 90 * max(range(4), key=quarters.__getitem__)


def fonts_of(textpage: pdfium.PdfTextpage) -> frozenset[str]:
    """The names of the fonts of a page, by a sample of its characters."""
    from pypdfium2 import raw  # noqa: PLC0415

    found = set()
    name = ctypes.create_string_buffer(FONT_NAME)
    flags = ctypes.c_int()
    count = raw.FPDFText_CountChars(textpage.raw)
    for n in range(0, count, max(1, count // _SAMPLE)):
        length = raw.FPDFText_GetFontInfo(textpage.raw, n, name, FONT_NAME, flags)
        if 1 < length <= FONT_NAME:
            found.add(name.value.decode("utf-8", "replace"))
    return frozenset(found)


def geometry(page: pdfium.PdfPage, textpage: pdfium.PdfTextpage | None = None) -> Geometry:
    """The upright page. A page is shown turned by its own `/Rotate`; text may run across it all the same."""
    shown = page.get_rotation()
    has_text = textpage is not None and textpage.count_chars() > 0
    # text that is turned by t in user space is upright when the page is turned back by t
    turn = (360 - turn_of_text(textpage)) % 360 if textpage is not None and has_text else shown
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    transform = {
        0: Transform(1, 0, 0, -1, -left, top),
        90: Transform(0, 1, 1, 0, -bottom, -left),
        180: Transform(-1, 0, 0, 1, right, -bottom),
        270: Transform(0, -1, -1, 0, top, right),
    }[turn]
    if turn % 180:
        width, height = height, width
    return Geometry(width, height, transform, (turn - shown) % 360)


class _Open:
    """A word while its characters come."""

    __slots__ = ("base", "edges", "first", "last", "last_x0", "right", "size", "text")

    def __init__(self, char: str, x0: float, x1: float, base: float, size: float) -> None:
        self.first = self.last = 0
        self.text = [char]
        self.edges = [x0]
        self.last_x0, self.right = x0, x1
        self.base, self.size = base, size

    def takes(self, char: str, x0: float, base: float) -> bool:
        """Whether a character stands in this word: right after the last, on the same base line."""
        if not -0.5 * self.size <= x0 - self.right <= 0.9 * self.size and x0 != self.last_x0:
            return False
        shift = abs(base - self.base)
        if shift > _ABOVE * self.size and (char.isdigit() or self.text[-1].isdigit()):
            return False  # perhaps the mark of a footnote
        return shift < _OTHER_LINE * self.size

    def add(self, number: int, char: str, x0: float, x1: float) -> None:
        self.last = number
        self.text.append(char)
        self.edges.append(x0)
        self.last_x0, self.right = x0, max(self.right, x1)

    def word(self) -> Word:
        return Word(
            "".join(self.text),
            self.edges[0],
            self.base - _ASCENT * self.size,
            self.right,
            self.base + _DESCENT * self.size,
            (_ASCENT + _DESCENT) * self.size,
            (*self.edges, self.right),
        )


def words(textpage: pdfium.PdfTextpage, transform: Transform) -> list[Word]:
    """The words of a page in the order of its layer, on the upright page.

    A box is as high as the type, not as its ink, so that all words of a line have the same upper and lower edge.
    """
    return [word for word, _ in traced_words(textpage, transform)]


def traced_words(textpage: pdfium.PdfTextpage, transform: Transform) -> list[tuple[Word, range]]:
    """The words, each with the numbers of its characters."""
    from pypdfium2 import raw  # noqa: PLC0415

    handle = textpage.raw
    unicode_of, box_of, origin_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    rect_at, x_at, y_at = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    a, b, c, d, e, f = transform
    types = _Types(handle)
    found: list[_Open] = []
    word: _Open | None = None
    for n in range(raw.FPDFText_CountChars(handle)):
        code = unicode_of(handle, n)
        if code in _BLANKS or code == 0:
            if code and word is not None:
                found.append(word)
                word = None
            continue
        box_of(handle, n, rect_at)
        origin_of(handle, n, x_at, y_at)
        base = b * x.value + d * y.value + f
        one = a * rect.left + c * rect.bottom + e
        other = a * rect.right + c * rect.top + e
        x0, x1 = (one, other) if one <= other else (other, one)
        char = "-" if code in _HYPHENS else chr(code)
        if word is not None and word.takes(char, x0, base):
            word.add(n, char, x0, x1)
        else:
            if word is not None:
                found.append(word)
            size, askew = types.of(n)
            word = None if askew else _Open(char, x0, x1, base, size)
            if word is not None:
                word.first = word.last = n
    if word is not None:
        found.append(word)
    numbers = [range(word.first, word.last + 1) for word in found]
    return list(zip(_with_raised([word.word() for word in found]), numbers, strict=True))


class _Types:
    """Size and direction of characters as they show on the page."""

    def __init__(self, handle: Any) -> None:
        from pypdfium2 import raw  # noqa: PLC0415

        self.raw, self.handle = raw, handle
        self.matrix = raw.FS_MATRIX()
        self.matrix_at = ctypes.byref(self.matrix)

    def of(self, n: int) -> tuple[float, bool]:
        """The size of character n in points, and whether its base line runs askew, as that of a watermark does.

        PDFium's own angle of a character takes type made oblique for type that is turned.
        """
        size = abs(self.raw.FPDFText_GetFontSize(self.handle, n))
        turn = 0.0
        if self.raw.FPDFText_GetMatrix(self.handle, n, self.matrix_at):
            matrix = self.matrix
            turn = math.atan2(matrix.b, matrix.a) / _QUARTER
            size *= abs(matrix.a * matrix.d - matrix.b * matrix.c) / (
                math.hypot(matrix.a, matrix.b) or 1.0
            )  # its height
        return size or 1.0, abs(turn - round(turn)) > _ASKEW


def _with_raised(found: list[Word]) -> list[Word]:
    """The words, superscripts marked: small digits above the base line of the word before them."""
    marked: list[Word] = []
    for word in found:
        before = marked[-1] if marked else None
        small = before is not None and word.size < _RAISED * before.size and word.text.isdigit()
        if before is not None and small and before.top <= word.bottom <= before.bottom - _ABOVE * before.size:
            marked.append(replace(word, raised=True))
        else:
            marked.append(word)
    return marked
