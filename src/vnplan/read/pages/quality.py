"""Whether the text layer of a page says what is printed on it; what can be mended with certainty is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, filterfalse
from typing import Literal

from vnplan.read.pages import mending
from vnplan.read.pages.evidence import Count, count_words, fault, is_evidence, torn_headings
from vnplan.read.pages.page import Word
from vnplan.read.pages.runs import Run, layer_runs, runs_of
from vnplan.read.pages.spacing import (
    LEAST_SPACED,
    is_loose,
    is_spaced,
    join_spaced,
    join_split,
    layer_lines,
    may_be_misspaced,
    split_glued,
)

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


Fonts = Callable[[], Collection[str]]


def _no_fonts() -> Collection[str]:
    return ()


def judge(words: Sequence[Word], fonts: Fonts = _no_fonts, *, suspect: bool = False) -> Verdict:
    """Judge the words of one page, in the order of the layer; `fonts` gives the names of the page's fonts.

    `suspect`: other pages of the document lost letters, so that slighter evidence is enough.

    >>> place = dict(top=0.0, bottom=12.0, size=12.0)
    >>> page = [Word(text, 50.0 * n, x1=50.0 * n + 40.0, **place) for n, text in enumerate("nhà nƣớc".split())]
    >>> verdict = judge(page)
    >>> verdict.status, [word.text for word in verdict.words], verdict.repairs
    ('repaired', ['nhà', 'nước'], ('replaced 1 characters (letter.gha)',))
    """
    lines = layer_runs(runs_of(words))
    texts = [
        line[0].texts if len(line) == 1 else list(chain.from_iterable([run.texts for run in line])) for line in lines
    ]
    odd = set(filterfalse(_is_plain, set(chain.from_iterable(texts))))
    if not _is_all_right(lines, texts, odd, fonts):
        return mended(words, fonts, suspect=suspect)
    count = count_words(chain.from_iterable(texts)) if any(map(is_evidence, odd)) else Count()
    reason = fault(count, torn_headings(map(_text, lines)), suspect=suspect)
    return Verdict("ocr", words, reason=reason) if reason else Verdict("trusted", words)


def _text(line: Sequence[Run]) -> str:
    return line[0].text if len(line) == 1 else " ".join([run.text for run in line])


@lru_cache(maxsize=32768)  # plans say the same few words again and again
def _is_plain(text: str) -> bool:
    """Whether a word has usual letters, stands by itself, and speaks against no layer."""
    return not (mending.has_strange_signs((text,)) or is_loose(text) or mending.is_doubled(text) or is_evidence(text))


def _is_all_right(
    lines: Sequence[Sequence[Run]], texts: Sequence[Sequence[str]], odd: Collection[str], fonts: Fonts
) -> bool:
    """Whether there is nothing to mend: usual letters, each word once, blanks where words end. So are most pages.

    `texts`: the words of each line; `odd`: those that are not plain.
    """
    if mending.may_be_painted_twice(list(chain.from_iterable(lines))):
        return False
    strange = mending.has_strange_signs(odd)
    if strange and mending.have_wrong_characters(list(map(_text, lines)), fonts):
        return False
    if any(map(mending.is_doubled, odd)) and any(map(mending.halves, texts)):
        return False
    loose = set(filter(is_loose, odd))
    return not any(
        # usual letters are one character each
        ((strange or list(map(len, line)).count(1) >= LEAST_SPACED) and is_spaced(line))
        or (not loose.isdisjoint(line) and may_be_misspaced(line, loose))
        for line in texts
    )


def mended(words: Sequence[Word], fonts: Fonts, *, suspect: bool) -> Verdict:
    """What mending makes of words, judged."""
    repairs: Counter[str] = Counter()
    strange = mending.has_strange_signs(word.text for word in words)
    lines = _without_doubles(mending.part_at_blanks(words, repairs) if strange else words, repairs)
    lines = mending.halve_doubled(lines, repairs)
    if strange:
        lines = mending.drop_invisible(mending.decode_old(lines, fonts(), repairs), repairs)
        lines = mending.replace_letters(lines, repairs)
        lines = mending.attach_marks(lines, repairs)
    lines = _spaced(lines, repairs)
    whole = list(chain.from_iterable(lines))
    horned = suspect or any(_HORNED in kind for kind in repairs)
    texts = [[word.text for word in line] for line in lines]
    reason = fault(count_words(chain.from_iterable(texts)), torn_headings(map(" ".join, texts)), suspect=horned)
    if reason:
        return Verdict("ocr", words, reason=reason)
    told = tuple(kind.format(number) for kind, number in repairs.items() if number)
    return Verdict("repaired", whole, told) if told else Verdict("trusted", words)


def _without_doubles(words: Sequence[Word], repairs: mending.Repairs) -> Lines:
    lines = layer_lines(words)
    return layer_lines(mending.drop_doubles(words, repairs)) if mending.may_have_doubles(lines) else lines


def _spaced(lines: Lines, repairs: mending.Repairs) -> Lines:
    """Lines with their blanks mended; most lines hold nothing but words that stand by themselves."""
    texts = [[word.text for word in line] for line in lines]
    doubtful = set(filter(is_loose, set(chain.from_iterable(texts))))
    places = [n for n, line in enumerate(texts) if not doubtful.isdisjoint(line) or is_spaced(line)]
    chosen = [lines[n] for n in places]
    for kind, mend in _SPACING:
        chosen, number = mend(chosen)
        repairs[kind] += number
    spaced = list(lines)
    for n, line in zip(places, chosen, strict=True):
        spaced[n] = line
    return spaced
