"""The words of a PDF page's text layer, by way of PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vnplan.read.pages.page import Word
from vnplan.read.pages.runs import LayerWords, Run, runs_of
from vnplan.read.pdf.geometry import Transform
from vnplan.read.pdf.spelling import ABOVE, Speller
from vnplan.read.pdf.tape import measured

if TYPE_CHECKING:
    import pypdfium2 as pdfium

FONT_NAME = 128
"""Bytes of a font's name at most."""

_FONT_SAMPLE = 200  # characters that tell which fonts there are
_RAISED = 0.8  # of the size of its neighbours: a smaller character above the line is a superscript
_UPRIGHT = (1, 0, 0, -1)


def fonts_of(textpage: pdfium.PdfTextpage) -> frozenset[str]:
    """The names of the fonts of a page, by a sample of its characters."""
    from pypdfium2 import raw  # noqa: PLC0415

    found = set()
    name = ctypes.create_string_buffer(FONT_NAME)
    flags = ctypes.c_int()
    count = raw.FPDFText_CountChars(textpage.raw)
    for n in range(0, count, max(1, count // _FONT_SAMPLE)):
        length = raw.FPDFText_GetFontInfo(textpage.raw, n, name, FONT_NAME, flags)
        if 1 < length <= FONT_NAME:
            found.add(name.value.decode("utf-8", "replace"))
    return frozenset(found)


def words(textpage: pdfium.PdfTextpage, transform: Transform) -> LayerWords:
    """The words of a page in the order of its layer, on the upright page.

    A box is as high as the type, not as its ink, so that all words of a line have the same upper and lower edge.
    """
    found = measured(textpage.raw, transform) if transform[:4] == _UPRIGHT else None
    if found is None:
        return LayerWords(runs_of([word for word, _ in traced_words(textpage, transform)]))
    return LayerWords(_with_raised(found))


def traced_words(textpage: pdfium.PdfTextpage, transform: Transform) -> list[tuple[Word, range]]:
    """The words, each with the numbers of its characters."""
    from pypdfium2 import raw  # noqa: PLC0415

    found = Speller(textpage.raw, transform).words(range(raw.FPDFText_CountChars(textpage.raw)))
    numbers = [range(word.first, word.last + 1) for word in found]
    return list(zip(LayerWords(_with_raised(runs_of([word.word() for word in found]))), numbers, strict=True))


def _with_raised(runs: Sequence[Run]) -> list[Run]:
    """The runs, superscripts marked: small digits above the base line of the word before them."""
    marked: list[Run] = []
    for run in runs:
        before = marked[-1] if marked else None
        small = before is not None and run.size < _RAISED * before.size and run.texts[0].isdigit()
        if before is not None and small and before.top <= run.bottom <= before.bottom - ABOVE * before.size:
            marked.append(run.part(0, 1).as_raised())
            if len(run) > 1:
                marked.append(run.part(1, len(run)))
        else:
            marked.append(run)
    return marked
