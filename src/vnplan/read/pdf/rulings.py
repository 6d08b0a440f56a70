"""The ruling lines that a PDF page draws, by way of PDFium: cheap enough to ask of every page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vnplan.read.pages.page import Ruling
from vnplan.read.pdf.characters import Transform

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_THICK = 2.5  # points: a thicker bar is a box
_SHORT = 5.0  # points: a shorter line rules nothing
_WHITE = 240  # of 255: a lighter line is not seen
_DEPTH = 3  # forms within forms that are looked into
_MOST = 20_000  # objects of a page that are looked at: a drawing has more, a table has not

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def rulings(page: pdfium.PdfPage, transform: Transform) -> list[Ruling]:
    """The straight lines of a page, on the upright page. Boxes give their four sides."""
    from pypdfium2 import raw  # noqa: PLC0415

    found = []
    for x0, y0, x1, y1 in _Walker(raw).of_page(page.raw):
        left, top, right, bottom = transform.box(x0, y0, x1, y1)
        if bottom - top <= _THICK and right - left >= _SHORT:
            middle = (top + bottom) / 2
            found.append(Ruling(left, middle, right, middle))
        elif right - left <= _THICK and bottom - top >= _SHORT:
            middle = (left + right) / 2
            found.append(Ruling(middle, top, middle, bottom))
    return found


def _times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that applies `one` first, then `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


class _Walker:
    """Walks the objects of a page; `raw` is PDFium's own interface."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.left = _MOST
        self.x, self.y = ctypes.c_float(), ctypes.c_float()
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.colour = tuple(ctypes.c_uint() for _ in range(4))

    def of_page(self, page: Any) -> Iterator[tuple[float, float, float, float]]:
        for n in range(self.raw.FPDFPage_CountObjects(page)):
            yield from self._of_object(self.raw.FPDFPage_GetObject(page, n), _IDENTITY, _DEPTH)

    def _of_object(self, item: Any, outer: Matrix, depth: int) -> Iterator[tuple[float, float, float, float]]:
        self.left -= 1
        if self.left < 0:
            return
        kind = self.raw.FPDFPageObj_GetType(item)
        if kind == self.raw.FPDF_PAGEOBJ_PATH:
            stroked = self._is_stroked(item)
            yield from self._segments(item, _times(self._matrix(item), outer), stroked=stroked)
        elif kind == self.raw.FPDF_PAGEOBJ_FORM and depth:
            inner = _times(self._matrix(item), outer)
            for n in range(self.raw.FPDFFormObj_CountObjects(item)):
                yield from self._of_object(self.raw.FPDFFormObj_GetObject(item, n), inner, depth - 1)

    def _matrix(self, item: Any) -> Matrix:
        matrix = self.raw.FS_MATRIX()
        self.raw.FPDFPageObj_GetMatrix(item, matrix)
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _is_stroked(self, path: Any) -> bool:
        """Whether a path is drawn as a line that can be seen, not filled (as the ground of a cell or of words is)."""
        self.raw.FPDFPath_GetDrawMode(path, self.fill, self.stroke)
        if not self.stroke.value:
            return False
        red, green, blue, alpha = self.colour
        self.raw.FPDFPageObj_GetStrokeColor(path, red, green, blue, alpha)
        return min(red.value, green.value, blue.value) < _WHITE and alpha.value > 0

    def _segments(self, path: Any, matrix: Matrix, *, stroked: bool) -> Iterator[tuple[float, float, float, float]]:
        """The straight parts of a path; a thin filled box is one line, a wide one is none."""
        raw = self.raw
        count = raw.FPDFPath_CountSegments(path)
        if not 2 <= count <= 400:
            return
        points: list[tuple[float, float]] = []
        lines: list[tuple[float, float, float, float]] = []
        start = None
        for n in range(count):
            segment = raw.FPDFPath_GetPathSegment(path, n)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, self.x, self.y)
            a, b, c, d, e, f = matrix
            point = a * self.x.value + c * self.y.value + e, b * self.x.value + d * self.y.value + f
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == raw.FPDF_SEGMENT_LINETO and points:
                lines.append((*points[-1], *point))
            points.append(point)
            if raw.FPDFPathSegment_GetClose(segment) and start is not None:
                lines.append((*point, *start))
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        low, high = min(y for _, y in points), max(y for _, y in points)
        if min(right - left, high - low) <= _THICK:
            yield left, low, right, high
        elif stroked:
            yield from lines
