"""What a PDF page draws beside its text: straight lines and pictures, found in one walk over its objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from vnplan.read.pages.page import Ruling
from vnplan.read.pdf.calls import objects_of, quick
from vnplan.read.pdf.geometry import Transform

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_THICK = 2.5  # points: a thicker bar is a box
_SHORT = 5.0  # points: a shorter line rules nothing
_WHITE = 240  # of 255: a lighter line is not seen
_DEPTH = 3  # forms within forms that are looked into
_MOST = 20_000  # objects of a page that are looked at: a drawing has more, a table has not
_MOST_SEGMENTS = 400  # of one path: a drawing has more, a line or box has not
_FILLS = 0.6  # of the page: a picture that large is the page

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Picture(NamedTuple):
    """A picture that fills its page: how fine it is, how many dots it has."""

    dpi: float
    megapixels: float


class _Placed(NamedTuple):
    """An object of PDFium by its address, and the matrix of the forms that it stands in."""

    item: int
    outer: Matrix


def _times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that applies `one` first, then `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(bounds: Bounds, matrix: Matrix) -> Bounds:
    if matrix is _IDENTITY:
        return bounds
    left, low, right, high = bounds
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (low, high)]
    ys = [b * x + d * y + f for x in (left, right) for y in (low, high)]
    return min(xs), min(ys), max(xs), max(ys)


class Drawing:
    """The paths and pictures of one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        from pypdfium2 import raw  # noqa: PLC0415

        self.raw, self.page = raw, page
        self.paths: list[_Placed] = []
        self.images: list[_Placed] = []
        self._sides = tuple(ctypes.c_float() for _ in range(4))
        self._side_places = [ctypes.addressof(side) for side in self._sides]
        self._look(page.raw, _IDENTITY, _DEPTH, form=False)

    def _look(self, holder: Any, outer: Matrix, depth: int, *, form: bool) -> None:
        left = _MOST - len(self.paths) - len(self.images)
        for item, kind in objects_of(holder, form=form, most=left):
            if kind == self.raw.FPDF_PAGEOBJ_PATH:
                self.paths.append(_Placed(item, outer))
            elif kind == self.raw.FPDF_PAGEOBJ_IMAGE:
                self.images.append(_Placed(item, outer))
            elif kind == self.raw.FPDF_PAGEOBJ_FORM and depth:
                self._look(item, _times(self._matrix(item), outer), depth - 1, form=True)

    def _object(self, item: int) -> Any:
        return ctypes.cast(item, self.raw.FPDF_PAGEOBJECT)

    def _matrix(self, item: int) -> Matrix:
        matrix = self.raw.FS_MATRIX()
        self.raw.FPDFPageObj_GetMatrix(self._object(item), matrix)
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _bounds(self, placed: _Placed) -> Bounds | None:
        """Left, lower, right and upper edge of an object in user space."""
        if not quick("FPDFPageObj_GetBounds", 5)(placed.item, *self._side_places):
            return None
        left, low, right, high = (side.value for side in self._sides)
        return _moved((left, low, right, high), placed.outer)

    def picture(self) -> Picture | None:
        """The picture that fills the page (or the strips that fill it together), if there is one."""
        area = finest = most = 0.0
        for placed in self.images:
            bounds = self._bounds(placed)
            if bounds is None:
                continue
            left, low, right, high = bounds
            shown = max(0.0, right - left) * max(0.0, high - low)
            area += shown
            dots = self._dots(placed.item)
            most = max(most, dots / 1e6)
            if shown > 0:
                finest = max(finest, 72 * (dots / shown) ** 0.5)
        if not finest:
            return None
        width, height = self.page.get_size()
        return Picture(finest, most) if area >= _FILLS * width * height else None

    def _dots(self, item: int) -> int:
        across, down = ctypes.c_uint(), ctypes.c_uint()
        self.raw.FPDFImageObj_GetImagePixelSize(self._object(item), across, down)
        return across.value * down.value

    def rulings(self, transform: Transform) -> list[Ruling]:
        """The straight lines of the page, on the upright page. Boxes give their four sides."""
        found = []
        for left, top, right, bottom in (transform.box(*line) for path in self.paths for line in self._lines(path)):
            if bottom - top <= _THICK and right - left >= _SHORT:
                middle = (top + bottom) / 2
                found.append(Ruling(left, middle, right, middle))
            elif right - left <= _THICK and bottom - top >= _SHORT:
                middle = (left + right) / 2
                found.append(Ruling(middle, top, middle, bottom))
        return found

    def _lines(self, path: _Placed) -> Iterator[Bounds]:
        """The straight parts of a path; a thin filled box is one line, a wide one is none."""
        bounds = self._bounds(path)
        if bounds is None:
            return
        left, low, right, high = bounds
        if min(right - left, high - low) <= _THICK:
            yield bounds
        elif self._is_stroked(path.item):
            yield from self._segments(path)

    def _is_stroked(self, item: int) -> bool:
        """Whether a path is drawn as a line that can be seen, not filled (as the ground of a cell or of words is)."""
        path = self._object(item)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        self.raw.FPDFPath_GetDrawMode(path, fill, stroke)
        if not stroke.value:
            return False
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        self.raw.FPDFPageObj_GetStrokeColor(path, red, green, blue, alpha)
        return min(red.value, green.value, blue.value) < _WHITE and alpha.value > 0

    def _segments(self, placed: _Placed) -> Iterator[Bounds]:
        raw, path = self.raw, self._object(placed.item)
        count = raw.FPDFPath_CountSegments(path)
        if not 2 <= count <= _MOST_SEGMENTS:
            return
        a, b, c, d, e, f = _times(self._matrix(placed.item), placed.outer)
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = None
        for n in range(count):
            segment = raw.FPDFPath_GetPathSegment(path, n)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = a * x.value + c * y.value + e, b * x.value + d * y.value + f
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
                yield (*last, *point)
            last = point
            if raw.FPDFPathSegment_GetClose(segment) and start is not None:
                yield (*point, *start)


def is_blank(page: pdfium.PdfPage) -> bool:
    """Whether nothing is drawn on a page."""
    from pypdfium2 import raw  # noqa: PLC0415

    count: int = raw.FPDFPage_CountObjects(page.raw)
    return count == 0
