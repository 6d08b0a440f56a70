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

BULLETS = frozenset("-–—+*•·●○▪■□◦›»>")
_SAME = str.maketrans("⁄∕‐‑−", "//---")  # signs that print alike
_UNSURE = 0.6  # signs without a letter or digit are dropped below this
_STRAY = 0.35  # letters beside a stamp or in a picture, where they are far too large or small, too
_DESCENT = 0.22  # of the size of type: how far it goes below the base line


@dataclass(frozen=True, slots=True)
class Found:
    """A word where Tesseract found it, in points of the straightened page; `first`: it begins a line.

    `height` is that of its ink, without the air that the type has.
    """

    word: Word
    first: bool
    height: float


def _folded(text: str | None) -> str:
    return unicodedata.normalize("NFC", (text or "").translate(_SAME)).strip()


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
    for item in iterate_level(results, RIL.WORD):
        box = item.BoundingBox(RIL.WORD)
        text = _folded(item.GetUTF8Text(RIL.WORD)) if box else ""
        if not text:
            continue
        x0, top, x1, bottom = (at * points for at in box)
        height = bottom - top
        size = item.RowAttributes()["row_height"] * points
        base = item.Baseline(RIL.WORD)
        if base:
            bottom = (base[0][1] + base[1][1]) / 2 * points + _DESCENT * size
            top = min(top, bottom - size)
        first = bool(item.IsAtBeginningOf(RIL.TEXTLINE))
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


def is_writing(one: Found, usual: float) -> bool:
    """Whether a word by itself is believed to be writing; `usual` is the usual height of the page's words."""
    if not any(letter.isalnum() for letter in one.word.text):
        return one.word.confidence >= _UNSURE
    return one.word.confidence >= _STRAY or 0.5 * usual < one.height < 2.2 * usual


def writing(found: Sequence[Found], usual: float) -> list[Found]:
    """The words that are part of the text: not the debris of stamps, signatures and pictures.

    A dash or bullet before a line always is.
    """
    sure = [is_writing(one, usual) for one in found]
    words = [one.word for one, good in zip(found, sure, strict=True) if good]
    return [one for one, good in zip(found, sure, strict=True) if good or (one.first and _is_bullet(one.word, words))]


def _is_bullet(word: Word, words: Sequence[Word]) -> bool:
    """Whether a mark stands before a word on its line."""
    return word.text in BULLETS and any(
        0 <= other.x0 - word.x1 < 4 * word.size and abs(other.bottom - word.bottom) < 0.4 * word.size for other in words
    )


def with_dashes(found: Sequence[Found], usual: float) -> list[Found]:
    """The words, with dashes before lines as dashes where they were taken for other flat signs (`~`, `“-`, `_`)."""
    return [
        replace(one, word=one.word.with_text("-")) if _is_dash(one, after, usual) else one
        for one, after in pairwise([*found, None])
        if one is not None
    ]


def _is_dash(one: Found | None, after: Found | None, usual: float) -> bool:
    """Whether a sign is flat, as wide as a dash, and begins a line."""
    if one is None or after is None or not one.first or after.first:
        return False
    word = one.word
    return (
        word.text not in BULLETS
        and not any(letter.isalnum() for letter in word.text)
        and one.height < 0.35 * usual
        and 0.2 * word.size < word.x1 - word.x0 < 1.2 * word.size
        and after.word.x0 - word.x1 < 2 * word.size
    )


def usual_height(found: Sequence[Found]) -> float:
    """The height of most words with letters."""
    heights = [one.height for one in found if one.word.text[0].isalpha()]
    return median(heights) if heights else 0.0
