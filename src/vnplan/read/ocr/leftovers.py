"""What a first reading passes over: words between columns or in a corner, names printed in the colour of a stamp."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from vnplan.read.ocr.rulings import Area
from vnplan.read.ocr.words import Found
from vnplan.read.pages.evidence import syllables
from vnplan.read.pages.page import Word

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

_COARSE = 4  # pixels looked at as one
_PRINT = 100  # of 255: the ink of a coarse pixel that is print and no speck
_MOST = 24  # places on a page: more of them are a picture
_HEIGHT = (0.5, 2.0)  # of a line of print, beside the usual height of words
_SURE_IN_INK = 0.75  # the certainty from which a word in the ink of a stamp is believed
_INKED = 0.02  # the share of such ink in its box from which it is in it
_NAME = 0.8  # the certainty from which coloured words are believed


def printed(ink: Pixels) -> Area | None:
    """The area with all print of a page, none where there are but specks."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    full = _full(ink)
    x, y, width, height = cv2.boundingRect(cv2.morphologyEx(full, cv2.MORPH_OPEN, np.ones((2, 1), np.uint8)))
    if not width:
        return None
    left, top = max(0, x - 2), max(0, y - 2)
    right, bottom = min(full.shape[1], x + width + 2), min(full.shape[0], y + height + 2)
    return Area(*(_COARSE * at for at in (left, top, right - left, bottom - top)))


def _full(ink: Pixels) -> Pixels:
    """The coarse pixels that are print (1)."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    small = cv2.resize(ink, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    return (small > _PRINT).astype(np.uint8)


def overlooked(ink: Pixels, found: Sequence[Found], points: float, usual: float) -> list[Area]:
    """Places as high as a line of print whose ink is in no line; none where they are too many to be words."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    if not usual:
        return []
    rest = _full(ink)
    points *= _COARSE
    high = usual / points
    pad = round(high * 0.4)  # marks above capitals, descenders, a letter whose box Tesseract drew too small
    for box in _stretches([one.word for one in found], 3 * usual):
        left, top, right, bottom = (round(at / points) for at in box)
        rest[max(0, top - pad) : bottom + pad, max(0, left - 2 * pad) : right + 2 * pad] = 0
    kernel = np.ones((max(1, round(high * 0.3)), max(1, round(high))), np.uint8)
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    full = np.bincount(labels[rest > 0], minlength=count)
    areas: list[Area] = []
    for n in range(1, count):
        x, y, width, height = (int(value) for value in stats[n][:4])
        dense = full[n] > 0.08 * width * height
        if _HEIGHT[0] * high <= height <= _HEIGHT[1] * high and width >= 0.4 * high and dense:
            left, top = max(0, x - pad), max(0, y - pad)
            # one less than the image has: coarse pixels at its edge may be half outside
            right, bottom = min(rest.shape[1] - 1, x + width + pad), min(rest.shape[0] - 1, y + height + pad)
            areas.append(Area(*(_COARSE * at for at in (left, top, right - left, bottom - top))))
    return areas if len(areas) <= _MOST else []


def _stretches(words: Sequence[Word], gap: float) -> Iterator[tuple[float, float, float, float]]:
    """The words, and the blanks between neighbours of one line up to a gap."""
    for word in words:
        yield word.x0, word.top, word.x1, word.bottom
    for before, after in pairwise(words):
        if abs(before.bottom - after.bottom) < 0.3 * before.size and 0 < after.x0 - before.x1 < gap:
            yield before.x1, before.top, after.x0, before.bottom


def under_stamp(found: Sequence[Found], coloured: Pixels, points: float) -> list[Found]:
    """The words without those that are but what is left of a stamp or signature: in its ink, not surely read, no word.

    A word of the language stays: without `PHÓ` another office would sign.
    """
    return [
        one
        for one in found
        if one.word.confidence >= _SURE_IN_INK or _is_word(one.word.text) or not _in_ink(one.word, coloured, points)
    ]


def _is_word(text: str) -> bool:
    letters = "".join(filter(str.isalpha, text))
    return len(letters) >= 3 and syllables().standing(letters) != "none"


def _in_ink(word: Word, coloured: Pixels, points: float) -> bool:
    top, bottom = max(0, round(word.top / points)), round(word.bottom / points)
    left, right = max(0, round(word.x0 / points)), round(word.x1 / points)
    cut = coloured[top:bottom, left:right]
    return bool(cut.size) and (cut > _PRINT).mean() > _INKED


def coloured_names(found: Sequence[Found], usual: float) -> Iterator[Found]:
    """Of the words in the ink of stamps those that are a printed name: two or more in a line, sure, of usual size."""
    numbers: list[int] = []
    for one in found:
        numbers.append((numbers[-1] if numbers else 0) + one.first)
    for _, group in groupby(zip(numbers, found, strict=True), key=lambda pair: pair[0]):
        line = [one for _, one in group]
        good = [
            one
            for one in line
            if one.word.text.isalpha()
            and one.word.confidence >= _NAME
            and _HEIGHT[0] * usual <= one.height <= _HEIGHT[1] * usual
        ]
        if len(good) >= 2 and len(good) == len(line):
            yield from good


def with_names(words: Sequence[Found], names: Sequence[Found]) -> list[Found]:
    """The words with names in place of what was read where they stand."""
    return [one for one in words if not any(_covers(name.word, one.word) for name in names)] + list(names)


def _covers(word: Word, other: Word) -> bool:
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return word.x0 <= x <= word.x1 and word.top <= y <= word.bottom
