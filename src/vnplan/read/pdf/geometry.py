"""How a PDF page lies: its size, which way its text runs, and the way from PDF's own places to the upright page."""

from __future__ import annotations

import ctypes
import math
from typing import TYPE_CHECKING, NamedTuple

from vnplan.read.pdf.calls import address_of, quick

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_SAMPLE = 30  # characters that tell which way the text runs
_BLANKS = (0x0A, 0x0D, 0x20)
_QUARTER = math.pi / 2


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
    handle = address_of(textpage.raw)
    count = quick("FPDFText_CountChars", 1)(handle)
    unicode_of, angle_of = quick("FPDFText_GetUnicode", 2), quick("FPDFText_GetCharAngle", 2, ctypes.c_float)
    quarters = [0, 0, 0, 0]
    for n in range(0, count, max(1, count // _SAMPLE)):
        if unicode_of(handle, n) not in _BLANKS:
            quarters[round(angle_of(handle, n) / _QUARTER) % 4] += 1
    return 90 * max(range(4), key=quarters.__getitem__)


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
