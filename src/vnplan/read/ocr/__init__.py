"""Page images to words with places: Tesseract, with what makes a page ready for it and what judges it."""

from vnplan.read.ocr.data import missing
from vnplan.read.ocr.engine import Recognised, Recogniser

__all__ = ["Recognised", "Recogniser", "missing"]
