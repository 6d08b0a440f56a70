"""Pictures of pages (PNG, JPEG, TIFF, or those pasted into a document) to text, by OCR."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vnplan.core.issues import Issue
from vnplan.read.found import Found, nothing
from vnplan.read.ocr_labels import labels_mended
from vnplan.read.ocr_pages import mended
from vnplan.read.options import ReadOptions
from vnplan.read.pages.compose import compose
from vnplan.read.pages.page import Page

if TYPE_CHECKING:
    from PIL.Image import Image

_A4_INCHES = 8.27  # the width of a page whose picture does not say how fine it is
_FINE = (100, 1200)  # dots an inch that a scanner may have meant; 72 and 96 are what programs write without knowing
_MOST_MEGAPIXELS = 250
_BUDGET = 0.95  # of the time that reading may take: the page under way is still to be finished


def read_pictures(pictures: Sequence[bytes], options: ReadOptions) -> Found:
    """The text of pictures, each a page (a TIFF may hold several)."""
    if options.ocr == "never":
        return nothing("page-not-read", "the file is a picture, not read as --ocr never says")
    from vnplan.read.ocr import Recogniser, missing  # noqa: PLC0415

    problem = missing()
    if problem is not None:
        return Found("", issues=(problem,))
    until = None if options.budget is None else time.monotonic() + options.budget * _BUDGET
    pages: list[Page] = []
    issues: list[Issue] = []
    count = 0
    with Recogniser() as recogniser:
        for count, picture in enumerate(_frames(pictures), start=1):
            if isinstance(picture, Issue):
                issues.append(picture)
                continue
            if until is not None and time.monotonic() > until:
                message = f"page {count} and those after it were not read: the time limit was near; raise --timeout"
                issues.append(Issue("page-not-read", message, "error"))
                break
            dpi = _resolution(picture)
            width, height = (72 * side / dpi for side in picture.size)
            found = recogniser.recognise(picture, dpi=dpi, number=count, width=width, height=height)
            page, slips = mended(found.page)
            pages.append(page)
            issues += (*found.issues, *slips)
    ordered, labels = labels_mended(pages)
    text, layout, told = compose(ordered)
    issues += (*labels, *told)
    if not text.strip() and not any(issue.severity == "error" for issue in issues):
        issues.append(Issue("no-text", "no text was found in the picture", "error"))
    return Found(text, layout, tuple(issues), count, "pdf_ocr")


def _frames(pictures: Sequence[bytes]) -> Iterator[Image | Issue]:
    """The pages of pictures, turned as the camera says; what cannot be unpacked is an issue."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, below
    for data in pictures:
        try:
            with Image.open(io.BytesIO(data)) as picture:
                for frame in ImageSequence.Iterator(picture):
                    megapixels = frame.width * frame.height / 1e6
                    if megapixels > _MOST_MEGAPIXELS:
                        message = (
                            f"a picture of {megapixels:,.0f} megapixels was not read; scan at 200 to 400 dots an inch"
                        )
                        yield Issue("page-not-read", message, "error")
                        continue
                    turned = ImageOps.exif_transpose(frame)
                    turned.info.setdefault("dpi", picture.info.get("dpi"))
                    yield turned
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            yield Issue("damaged", f"the picture is damaged ({error}); scan the page again", "error")


def _resolution(picture: Image) -> float:
    """Dots an inch: what the picture says if a scanner may have said it, else as of a page of A4."""
    said = picture.info.get("dpi") or (0, 0)
    dpi = float(said[0])
    return dpi if _FINE[0] <= dpi <= _FINE[1] else min(picture.size) / _A4_INCHES
