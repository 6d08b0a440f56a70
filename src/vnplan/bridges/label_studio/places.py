"""Where a region of Label Studio stands in the text, in code points."""

from __future__ import annotations

import re
from collections.abc import Iterator

Place = tuple[int, int]

_SPACE = re.compile(r"\s|\\n")  # Label Studio writes a line break inside a region as the letters \n
_BREAK = re.compile("[\n\r]")


def place_of(text: str, start: int, end: int, shown: str | None) -> tuple[Place, bool]:
    r"""The place of a region, and whether its words are those that the annotator was shown.

    Offsets are code points. Two cases differ, and the words shown tell them: old versions counted UTF-16
    units, and a region whose edge was dragged later has units from the beginning of its line on.

    >>> text = "\U0001f4a9 ghi chú\nSở Y tế"
    >>> place_of(text, 2, 5, "ghi"), place_of(text, 3, 6, "ghi")
    (((2, 5), True), ((2, 5), True))
    """
    wanted = None if shown is None else _SPACE.sub("", shown)
    for first, last in _readings(text, start, end):
        if wanted is None or _SPACE.sub("", text[first:last]) == wanted:
            return (first, last), True
    return (start, end), False


def _readings(text: str, start: int, end: int) -> Iterator[Place]:
    yield start, end
    if any(ord(letter) > 0xFFFF for letter in text[:end]):
        yield _points(text, start), _points(text, end)
        yield start, _in_line(text, end)
        yield _in_line(text, start), end
        yield _in_line(text, start), _in_line(text, end)


def _points(text: str, units: int) -> int:
    """How many code points the first UTF-16 units of a text are."""
    for number, letter in enumerate(text):
        if units <= 0:
            return number
        units -= 2 if ord(letter) > 0xFFFF else 1
    return len(text)


def _in_line(text: str, offset: int) -> int:
    line = max((match.end() for match in _BREAK.finditer(text, 0, max(0, offset))), default=0)
    return line + _points(text[line:], offset - line)
