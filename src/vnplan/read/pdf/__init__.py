"""PDF files to text: the text layer where it can be trusted, OCR where not, page by page."""

from vnplan.read.pdf.reader import read

__all__ = ["read"]
