"""Roman numbers of headings that lost or won a stroke, put right where those before and after leave one number open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from vnplan.core.issues import Issue
from vnplan.read.pages.lines import printed_lines
from vnplan.read.pages.page import Page

_LABEL = regex.compile(r"(?P<number>[IVX]{1,5})(?P<end>[.)/]?)")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_VALUES = {number: value for value, number in enumerate(_ROMAN) if number}


class _Label(NamedTuple):
    page: int
    word: int
    number: str

    @property
    def value(self) -> int:
        return _VALUES[self.number]


def labels_mended(pages: Sequence[Page]) -> tuple[list[Page], list[Issue]]:
    """Pages read by OCR with their Roman numbers in order, and what was mended."""
    found = [label for n, page in enumerate(pages) if page.source == "ocr" for label in _labels(n, page)]
    mended = list(pages)
    told: list[str] = []
    for n, label in enumerate(found):
        before = found[n - 1].value if n else 0
        after = found[n + 1].value if n + 1 < len(found) else None
        right = _right(before, label, after)
        if right is None:
            continue
        found[n] = label._replace(number=right)
        page = mended[label.page]
        words = list(page.words)
        old = words[label.word]
        words[label.word] = old.with_text(right + old.text[len(label.number) :])
        mended[label.page] = replace(page, words=words)
        told.append(f"`{label.number}` as `{right}` on page {page.number}")
    if not told:
        return mended, []
    return mended, [Issue("ocr-labels", f"read {', '.join(told)}: the only number between its neighbours", "info")]


def _labels(number: int, page: Page) -> list[_Label]:
    """The Roman numbers at the start of lines in capitals, from top to bottom."""
    places = {id(word): n for n, word in enumerate(page.words)}
    found = []
    for line in printed_lines(page.words):
        match = _LABEL.fullmatch(line.words[0].text)
        rest = line.words[1:]
        heading = len(rest) > 1 and "".join(word.text for word in rest).isupper()
        if match and heading and match["number"] in _VALUES and id(line.words[0]) in places:
            found.append(_Label(number, places[id(line.words[0])], match["number"]))
    return found


def _right(before: int, label: _Label, after: int | None) -> str | None:
    """What a number must be, where it is not; numbers begin again at one in an annex."""
    wanted = before + 1
    if label.value == wanted or wanted >= len(_ROMAN) or not _is_slip(label.number, _ROMAN[wanted]):
        return None
    if after == wanted + 1 or (after in (None, 1) and label.value == before):
        return _ROMAN[wanted]
    return None


def _is_slip(read: str, written: str) -> bool:
    """Whether one stroke makes the difference."""
    return abs(len(read) - len(written)) == 1 and read.replace("I", "") == written.replace("I", "")
