"""What signatures and form fields show on a page: number and day are often entered when a plan is signed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from vnplan.knowledge.text_layer import TextLayers

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium
    import regex


class _Field(NamedTuple):
    """An annotation by its number on the page, and its rectangle in user space: left, bottom, right, top."""

    at: int
    box: tuple[float, float, float, float]


def _fields(page: pdfium.PdfPage) -> Iterator[_Field]:
    """The annotations that show text of their own: fields and signatures, stamps, text written on the page."""
    from pypdfium2 import raw  # noqa: PLC0415

    shown = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_FREETEXT}
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        box = raw.FS_RECTF()
        if raw.FPDFAnnot_GetSubtype(annotation) in shown and raw.FPDFAnnot_GetRect(annotation, box):
            yield _Field(index, (box.left, box.bottom, box.right, box.top))
        raw.FPDFPage_CloseAnnot(annotation)


def has_fields(page: pdfium.PdfPage) -> bool:
    """Whether a page has fields, signatures or stamps that are no part of its text yet."""
    return any(True for _ in _fields(page))


def flattened(page: pdfium.PdfPage) -> bool:
    """Make what annotations show part of the page; False where PDFium cannot."""
    from pypdfium2 import raw  # noqa: PLC0415

    return bool(raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_FAIL)


def take_fields(page: pdfium.PdfPage, copy: pdfium.PdfDocument, index: int) -> int:
    """Make the fields of a page part of it, without notices of electronic signatures; how many notices there were.

    `copy` is the same document opened again: what a field shows is only known once it is part of a page. The page shows
    its fields when it is opened anew.
    """
    from pypdfium2 import raw  # noqa: PLC0415

    fields = list(_fields(page))
    if not flattened(copy[index]):
        return 0
    textpage = copy[index].get_textpage()
    try:
        notices = [one.at for one in fields if _notice().search(textpage.get_text_bounded(*one.box))]
    finally:
        textpage.close()
    for at in reversed(notices):  # from the last, so that the others keep their indices
        raw.FPDFPage_RemoveAnnot(page.raw, at)
    flattened(page)
    return len(notices)


@cache
def _notice() -> regex.Pattern[str]:
    return TextLayers.load().signature_notice
