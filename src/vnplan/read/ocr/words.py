"""What Tesseract says of a page as words; what of it is no writing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from vnplan.read.pages.page import Word

if TYPE_CHECKING:
    from tesserocr import PyResultIterator, PyTessBaseAPI

DASHES = frozenset("-–—")
BULLETS = DASHES | frozenset("+*•·●○▪■□◦›»>")
_SAME = str.maketrans("⁄∕‐‑−Ð", "//---Đ")  # signs that print alike; the Icelandic letter is none of ours
# one letter read as both that look like it; Vietnamese has no Ñ
_BOTH = (("ĐÐ", "Đ"), ("ÐĐ", "Đ"), ("NÑ", "N"), ("ÑN", "N"))
_UNSURE = 0.6  # signs without a letter or digit are dropped below this
_STAINS, _SPECK = frozenset("ˆ^`´¨~¬¦_"), 0.95  # signs that no plan is written with: nearly always stains
_STRAY = 0.35  # letters beside a stamp or in a picture, where they are far too large or small, too
DESCENT = 0.22  # of the size of type: how far it goes below the base line


@dataclass(frozen=True, slots=True)
class Found:
    """A word where Tesseract found it, in points of the straightened page; `first`: it begins a line.

    `height` is that of its ink, without the air that the type has.
    """

    word: Word
    first: bool
    height: float


def _folded(text: str | None) -> str:
    if not text or text.isascii():
        return (text or "").strip()
    for both, letter in _BOTH:
        text = text.replace(both, letter)
    return unicodedata.normalize("NFC", text.translate(_SAME)).strip()


def _edges(word: Word, symbols: Sequence[tuple[str, float]]) -> Word:
    """The word with the edges of its characters, where Tesseract gave each character a place."""
    if len(symbols) != len(word.text) or any(len(text) != 1 for text, _ in symbols):
        return word
    edges = (word.x0, *(left for _, left in symbols[1:]), word.x1)
    return replace(word, edges=edges) if all(one < other for one, other in pairwise(edges)) else word


def found_words(api: PyTessBaseAPI, points: float) -> Iterator[Found]:
    """The words that Tesseract recognised, in its order; `points` is the size of a pixel.

    Words of a line share top and bottom as far as they can: a box goes from the lower edge of the line's type to its
    upper edge, or to what stands higher.
    """
    from tesserocr import RIL, iterate_level  # noqa: PLC0415

    results = api.GetIterator()
    if results is None:
        return
    size = 0.0
    for item in iterate_level(results, RIL.WORD):
        box = item.BoundingBox(RIL.WORD)
        text = _folded(item.GetUTF8Text(RIL.WORD)) if box else ""
        if not text:
            size = 0.0  # of the next line perhaps: a place without a word cannot be asked
            continue
        first = bool(item.IsAtBeginningOf(RIL.TEXTLINE))
        if first or not size:
            size = item.RowAttributes()["row_height"] * points
        x0, top, x1, bottom = (at * points for at in box)
        height = bottom - top
        base = item.Baseline(RIL.WORD)
        if base:
            bottom = (base[0][1] + base[1][1]) / 2 * points + DESCENT * size
            top = min(top, bottom - size)
        word = Word(text, x0, top, x1, bottom, size, (), item.Confidence(RIL.WORD) / 100)
        yield Found(_edges(word, list(_symbols(item, points))), first, height)


def _symbols(item: PyResultIterator, points: float) -> Iterator[tuple[str, float]]:
    """The characters of a word with their left edges; the iterator is left at the last."""
    from tesserocr import RIL  # noqa: PLC0415

    while True:
        box = item.BoundingBox(RIL.SYMBOL)
        if box:
            yield _folded(item.GetUTF8Text(RIL.SYMBOL)), box[0] * points
        if item.IsAtFinalElement(RIL.WORD, RIL.SYMBOL) or not item.Next(RIL.SYMBOL):
            return


def has_letter(text: str) -> bool:
    """Whether a word has a letter or digit; a lone accent (`ˆ`) is to Unicode a letter, and here none."""
    return any(letter.isalnum() and unicodedata.category(letter) != "Lm" for letter in text)


def writing(found: Sequence[Found], usual: float) -> list[Found]:
    """The words that are part of the text: not the debris of stamps, signatures and pictures.

    A dash or bullet beside a word always is. `usual` is the usual height of the page's words.
    """
    sure = [_is_sure(one, usual) for one in found]
    words = [one.word for one, good in zip(found, sure, strict=True) if good]
    return [one for one, good in zip(found, sure, strict=True) if good or _is_beside(one.word, words)]


def _is_sure(one: Found, usual: float) -> bool:
    if not has_letter(one.word.text):
        return one.word.confidence >= (_SPECK if _STAINS.issuperset(one.word.text) else _UNSURE)
    return one.word.confidence >= _STRAY or 0.5 * usual < one.height < 2.2 * usual


def _is_beside(mark: Word, words: Sequence[Word]) -> bool:
    """Whether a dash or bullet stands before a word, or close behind one, on its line."""
    return mark.text in BULLETS and any(
        abs(word.bottom - mark.bottom) < 0.4 * mark.size
        and (0 <= word.x0 - mark.x1 < 4 * mark.size or 0 <= mark.x0 - word.x1 < mark.size)
        for word in words
    )


def usual_height(found: Sequence[Found]) -> float:
    """The height of most words with letters."""
    heights = [one.height for one in found if one.word.text[0].isalpha()]
    return median(heights) if heights else 0.0
