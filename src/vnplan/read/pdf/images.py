"""What pictures a PDF page holds: a scan is one picture that fills its page."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_FILLS = 0.6  # of the page: a picture that large is the page


class Picture(NamedTuple):
    """A picture that fills its page: how fine it is, how many dots it has."""

    dpi: float
    megapixels: float


def main_picture(page: pdfium.PdfPage) -> Picture | None:
    """The picture that fills a page (or the strips that fill it together), if there is one."""
    from pypdfium2 import raw  # noqa: PLC0415

    width, height = page.get_size()
    area = 0.0
    finest = most = 0.0
    pixels_x, pixels_y = ctypes.c_uint(), ctypes.c_uint()
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        shown = max(0.0, right - left) * max(0.0, top - bottom)
        area += shown
        raw.FPDFImageObj_GetImagePixelSize(item.raw, pixels_x, pixels_y)
        pixels = pixels_x.value * pixels_y.value
        most = max(most, pixels / 1e6)
        if shown > 0:
            finest = max(finest, 72 * (pixels / shown) ** 0.5)
    return Picture(finest, most) if area >= _FILLS * width * height and finest > 0 else None


def is_blank(page: pdfium.PdfPage) -> bool:
    """Whether nothing is drawn on a page."""
    from pypdfium2 import raw  # noqa: PLC0415

    count: int = raw.FPDFPage_CountObjects(page.raw)
    return count == 0
