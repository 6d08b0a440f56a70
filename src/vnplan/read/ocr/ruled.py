"""The ruling lines of a page that is a picture: a text layer that came with a scan has words, but no lines."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from vnplan.read.ocr.image import ink_of, prepare
from vnplan.read.ocr.rulings import find_lines
from vnplan.read.pages.page import Ruling

if TYPE_CHECKING:
    from PIL.Image import Image


def rulings_in(image: Image, dpi: float, width: float) -> list[Ruling]:
    """The lines of the picture of a page `width` points wide; none where OpenCV is not installed."""
    if find_spec("cv2") is None:
        return []
    ready = prepare(image, dpi)
    ink = ink_of(ready.grey)
    return find_lines(ink, ready.dpi).rulings(width / ink.shape[1])
