"""Whether the text layer of a page says what is printed on it; what can be mended with certainty is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from vnplan.read.pages import mending
from vnplan.read.pages.evidence import count_words, fault, torn_headings
from vnplan.read.pages.page import Word
from vnplan.read.pages.spacing import join_spaced, join_split, layer_lines, split_glued

Lines = list[list[Word]]

_HORNED = "letter.gha"
_SPACING: tuple[tuple[str, Callable[[Sequence[Sequence[Word]]], tuple[Lines, int]]], ...] = (
    ("closed up {} letter-spaced words", join_spaced),
    ("parted {} words that were run together", split_glued),
    ("joined {} split words", join_split),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a layer: `trusted` and `repaired` give the words to use, `ocr` says why they are none.

    `repairs` tell what was mended, in words; `words` of a layer that goes to OCR are those it came with.
    """

    status: Literal["trusted", "repaired", "ocr"]
    words: Sequence[Word]
    repairs: tuple[str, ...] = ()
    reason: str | None = None


def judge(words: Sequence[Word], fonts: Collection[str] = (), *, suspect: bool = False) -> Verdict:
    """Judge the words of one page, in the order of the layer; `fonts` are the names of the page's fonts.

    `suspect`: other pages of the document lost letters, so that slighter evidence is enough.

    >>> place = dict(top=0.0, bottom=12.0, size=12.0)
    >>> page = [Word(text, 50.0 * n, x1=50.0 * n + 40.0, **place) for n, text in enumerate("nhà nƣớc".split())]
    >>> verdict = judge(page)
    >>> verdict.status, [word.text for word in verdict.words], verdict.repairs
    ('repaired', ['nhà', 'nước'], ('replaced 1 characters (letter.gha)',))
    """
    repairs: Counter[str] = Counter()
    mended = mending.drop_doubles(mending.part_at_blanks(words, repairs), repairs)
    lines = mending.halve_doubled(layer_lines(mended), repairs)
    lines = mending.drop_invisible(mending.decode_old(lines, fonts, repairs), repairs)
    lines = mending.replace_letters(lines, repairs)
    lines = mending.attach_marks(lines, repairs)
    for kind, mend in _SPACING:
        lines, number = mend(lines)
        repairs[kind] += number
    mended = list(chain.from_iterable(lines))
    horned = suspect or any(_HORNED in kind for kind in repairs)
    reason = fault(count_words(mended), torn_headings(lines), suspect=horned)
    if reason:
        return Verdict("ocr", words, reason=reason)
    told = tuple(kind.format(number) for kind, number in repairs.items() if number)
    return Verdict("repaired", mended, told) if told else Verdict("trusted", words)
