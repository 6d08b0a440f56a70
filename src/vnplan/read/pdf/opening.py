"""Opening a PDF file, and what to say of one that cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnplan.core.issues import Issue

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY


def open_pdf(data: bytes) -> pdfium.PdfDocument | Issue:
    """The document, or why it cannot be read."""
    import pypdfium2 as pdfium  # noqa: PLC0415

    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        # PDFium keeps its last error: one that tells nothing leaves that of an earlier file standing
        if error.err_code in (_PASSWORD, _SECURITY) and b"/Encrypt" in data:
            return Issue("encrypted", "the PDF is protected by a password; save a copy without one", "error")
        return _damaged("it has no pages, or nothing that leads to them")
    if count < 1:
        return _damaged("it has no pages")
    return document


def _damaged(how: str) -> Issue:
    return Issue("damaged", f"the PDF is damaged: {how}; fetch it again, or print it to a new PDF", "error")
