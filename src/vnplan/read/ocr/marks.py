"""Marks without a letter, judged by their ink: a dash is flat, long and at half height, whatever it was taken for.

Tesseract's Vietnamese data know no `≥` and `≤`: it reads `>` and `<`, and the bar below tells them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vnplan.read.ocr.words import DASHES, DESCENT, Found, has_letter
from vnplan.read.pages.page import Word

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

_WITH_BAR = {">": "≥", "<": "≤"}

Box = tuple[float, float, float, float]

# Beside the size of type
_BAND = 0.55
_FLAT = 0.17
_LONG = (0.2, 1.2)
_MIDDLE = (0.1, 0.42)  # above the base line
_ANGLE = 0.35  # the least height of a sign with a bar

_BAR = 0.15  # of the height of such a sign: its bar
_BAR_WIDTH = 0.8  # of its width


def seen_marks(found: Sequence[Found], ink: Pixels, points: float) -> Iterator[Found]:
    """The words; marks without ink are left out, marks whose ink is a dash are dashes.

    `points` is the size of a pixel. Between base line and the middle of capitals a dash is alone, whatever the lines
    above and below reach into the word's box.
    """
    for one in found:
        if one.word.text[0] in _WITH_BAR:
            yield _with_bar(one, ink, points)
            continue
        if has_letter(one.word.text):
            yield one
            continue
        word = one.word
        if _ink_in(word, word.top, word.bottom, ink, points) is None:
            continue
        base = word.bottom - DESCENT * word.size
        box = _ink_in(word, base - _BAND * word.size, base, ink, points)
        yield _as_dash(one, box) if box and word.text not in DASHES and _is_dash(box, base, word.size) else one


def _with_bar(one: Found, ink: Pixels, points: float) -> Found:
    """The word with `≥` for `>` where a bar as wide as the sign stands below it."""
    import cv2  # noqa: PLC0415

    word = one.word
    sign = replace(word, x1=word.character_edges()[1]) if len(word.text) > 1 else word
    box = _ink_in(sign, word.top, word.bottom, ink, points)
    if box is None:
        return one
    left, top, right, bottom = (round(at / points) for at in box)
    lowest = ink[bottom - max(1, round((bottom - top) * _BAR)) : bottom, left:right]
    inked = cv2.countNonZero(lowest.max(axis=0)) / max(1, right - left)
    if inked < _BAR_WIDTH or (bottom - top) * points < _ANGLE * word.size:
        return one
    return replace(one, word=replace(word, text=_WITH_BAR[word.text[0]] + word.text[1:]))


def _ink_in(word: Word, top: float, bottom: float, ink: Pixels, points: float) -> Box | None:
    """The box around the ink of a word between two heights, in points."""
    import cv2  # noqa: PLC0415

    left, right = max(0, int(word.x0 / points)), round(word.x1 / points) + 1
    first, last = max(0, int(top / points)), round(bottom / points) + 1
    x, y, width, height = cv2.boundingRect(ink[first:last, left:right])
    if not width:
        return None
    return (left + x) * points, (first + y) * points, (left + x + width) * points, (first + y + height) * points


def _is_dash(box: Box, base: float, size: float) -> bool:
    x0, top, x1, bottom = box
    above = base - (top + bottom) / 2
    return (
        bottom - top < _FLAT * size
        and _LONG[0] * size < x1 - x0 < _LONG[1] * size
        and _MIDDLE[0] * size < above < _MIDDLE[1] * size
    )


def _as_dash(one: Found, box: Box) -> Found:
    x0, top, x1, bottom = box
    return replace(one, word=replace(one.word, text="-", x0=x0, x1=x1, edges=(x0, x1)), height=bottom - top)
