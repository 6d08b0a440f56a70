"""Doubtful words read twice more, at other sizes: where both readings agree against the first, they are believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vnplan.read.ocr.words import Found

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

_DOUBTFUL = 0.8
_SIZES = (0.75, 1.2)  # beside that at which the page was read
_LEAST = 3  # letters and digits: of `II.` each size makes something else
_AIR = 0.15  # of the size of type, around the word
_MOST = 60  # words of a page: where more are doubtful, the page is bad and not the word
_READ = 20  # words of a page that are read again: more would take a tenth of its time

ReadLine = Callable[["Pixels", float], Sequence[Found]]
"""Reads an image of one line, at a resolution this many times that of the page."""


def reconsidered(found: Sequence[Found], grey: Pixels, points: float, read: ReadLine) -> list[Found]:
    """The words with those mended that two more readings agree on; `points` is the size of a pixel."""
    doubtful = [n for n, one in enumerate(found) if _is_doubtful(one)]
    words = list(found)
    if len(doubtful) > _MOST:
        return words
    # numbers, symbols, dates and names first: what records are made of
    doubtful.sort(key=lambda n: found[n].word.text.isalpha() and found[n].word.text.islower())
    for n in doubtful[:_READ]:
        words[n] = _again(found[n], grey, points, read)
    return words


def _is_doubtful(one: Found) -> bool:
    return one.word.confidence < _DOUBTFUL and sum(letter.isalnum() for letter in one.word.text) >= _LEAST


def _again(one: Found, grey: Pixels, points: float, read: ReadLine) -> Found:
    import cv2  # noqa: PLC0415

    word, air = one.word, _AIR * one.word.size
    left, top = (max(0, int((at - air) / points)) for at in (word.x0, word.top))
    right, bottom = (int((at + air) / points) for at in (word.x1, word.bottom))
    cut = grey[top:bottom, left:right]
    if not cut.size:
        return one
    readings: list[Found] = []
    for size in _SIZES:
        way = cv2.INTER_CUBIC if size > 1 else cv2.INTER_AREA
        scaled = cv2.resize(cut, None, fx=size, fy=size, interpolation=way)
        framed = cv2.copyMakeBorder(scaled, 10, 10, 10, 10, cv2.BORDER_CONSTANT, value=255)
        reading = read(framed, size)
        if len(reading) != 1 or reading[0].word.text == word.text:
            return one
        readings += reading
    text = readings[0].word.text
    if any(reading.word.text != text for reading in readings):
        return one
    sure = max(word.confidence, min(reading.word.confidence for reading in readings))
    return replace(one, word=replace(word.with_text(text), confidence=sure))
