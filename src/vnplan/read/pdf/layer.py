"""The text layer of a page that OCR has read as well: its words with their fonts, and both put together."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vnplan.read.ocr.skew import ScannedPage
from vnplan.read.pages.layer_words import Fault, LayerWord, Merged, mended, merged
from vnplan.read.pages.page import Page
from vnplan.read.pdf.characters import FONT_NAME, traced_words
from vnplan.read.pdf.geometry import Geometry, geometry

if TYPE_CHECKING:
    import pypdfium2 as pdfium


class Layer:
    """The words of a page's layer, and how the page lies."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        textpage = page.get_textpage()
        try:
            self.form: Geometry = geometry(page, textpage)
            self.words: Sequence[LayerWord] = mended(_traced(textpage, self.form))
        finally:
            textpage.close()

    def over(self, page: Page, faults: Mapping[str, Fault]) -> Merged | None:
        """The words of the page as OCR read it, those of the layer in their place where they are sound."""
        if page.turned != self.form.turned or abs(page.width - self.form.width) > 1:
            return None
        return merged(page.words, [_level(one, page) for one in self.words], faults)


def _level(one: LayerWord, page: Page) -> LayerWord:
    """A word where it stands when the lines of print are level."""
    if not isinstance(page, ScannedPage) or not page.skew:
        return one
    back = ScannedPage(page.number, page.width, page.height, (), skew=-page.skew)
    word = one.word
    x0, top, x1, bottom = back.shown(word.x0, word.top, word.x1, word.bottom)
    shift = (x0 + x1 - word.x0 - word.x1) / 2
    down = (top + bottom - word.top - word.bottom) / 2
    moved = replace(
        word,
        x0=word.x0 + shift,
        x1=word.x1 + shift,
        top=word.top + down,
        bottom=word.bottom + down,
        edges=tuple(edge + shift for edge in word.edges),
    )
    return replace(one, word=moved)


def _traced(textpage: pdfium.PdfTextpage, form: Geometry) -> list[LayerWord]:
    """The words of a layer with the fonts of their characters."""
    from pypdfium2 import raw  # noqa: PLC0415

    name = ctypes.create_string_buffer(FONT_NAME)
    flags = ctypes.c_int()

    def font(n: int) -> str:
        length = raw.FPDFText_GetFontInfo(textpage.raw, n, name, FONT_NAME, flags)
        return name.value.decode("utf-8", "replace") if 1 < length <= FONT_NAME else ""

    return [
        LayerWord(
            word,
            frozenset(font(n) for n in numbers),
            any(raw.FPDFText_HasUnicodeMapError(textpage.raw, n) == 1 for n in numbers),
        )
        for word, numbers in traced_words(textpage, form.transform)
    ]
