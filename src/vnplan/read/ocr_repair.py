"""Slips of OCR that the grammar of plans makes certain, put right: symbols, dates, fixed wording, names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from vnplan.read.ocr_forms import form_edits
from vnplan.read.ocr_symbols import Edit, date_edits, symbol_edits
from vnplan.read.ocr_words import (
    Token,
    compound_edits,
    formula_edits,
    label_edits,
    name_edits,
    syllable_edits,
    tokens,
)
from vnplan.read.pages.page import Word

_SURE = 0.9  # a word that OCR is surer of stays, whatever the syllables say
_MOST_PASSES = 4  # one repair can make another possible; more than two in a row have not been seen


@dataclass(frozen=True, slots=True)
class Slip:
    """What was read, what it was mended to, and the rule that made it certain."""

    old: str
    new: str
    why: str


def repair(words: Sequence[Word]) -> tuple[list[Word], list[Slip]]:
    """The words of one line with certain slips mended, and what was mended; right words come back as they are.

    >>> line = [Word(text, n, 0, n + 1, 12, 12) for n, text in enumerate("Số: 25/KH-UBNĐ".split())]
    >>> mended, found = repair(line)
    >>> " ".join(word.text for word in mended), found
    ('Số: 25/KH-UBND', [Slip(old='25/KH-UBNĐ', new='25/KH-UBND', why='symbol.organ')])
    """
    line = list(words)
    found: list[Slip] = []
    for _ in range(_MOST_PASSES):
        line, slips = _pass(line)
        if not slips:
            break
        found += slips
    return line, found


def _pass(words: list[Word]) -> tuple[list[Word], list[Slip]]:
    text = " ".join(unicodedata.normalize("NFC", word.text) for word in words)
    line = tokens(text)
    doubtful = _doubtful(words, line)
    edits = chain(
        symbol_edits(text),
        date_edits(text),
        formula_edits(text, line),
        name_edits(line),
        compound_edits(line),
        label_edits(text),
        form_edits(text),
        syllable_edits(doubtful),
    )
    return _applied(words, text, _apart(edits))


def _doubtful(words: Sequence[Word], line: Sequence[Token]) -> list[Token]:
    """The runs of letters in words that OCR was not sure of."""
    if all(word.confidence >= _SURE for word in words):
        return []
    places = [(start, end) for (start, end), word in zip(_spans(words), words, strict=True) if word.confidence < _SURE]
    return [token for token in line if any(start <= token.start < end for start, end in places)]


def _apart(edits: Iterator[Edit]) -> list[Edit]:
    """The edits in order; of two that overlap the first that was found."""
    kept: list[Edit] = []
    for edit in edits:
        if all(edit.end <= other.start or edit.start >= other.end for other in kept):
            kept.append(edit)
    return sorted(kept)


def _spans(words: Sequence[Word]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    for word in words:
        size = len(unicodedata.normalize("NFC", word.text))
        spans.append((at, at + size))
        at += size + 1
    return spans


def _applied(words: list[Word], text: str, edits: Sequence[Edit]) -> tuple[list[Word], list[Slip]]:
    """The words with edits made; words between which a blank goes become one."""
    spans = _spans(words)
    found: list[Slip] = []
    mended = list(words)
    gone: set[int] = set()
    for first, last, own in _by_words(spans, edits):
        start, end = spans[first][0], spans[last][1]
        old = text[start:end]
        new = old
        for edit in reversed(own):
            new = new[: edit.start - start] + edit.new + new[edit.end - start :]
        parts = new.split(" ")
        if len(parts) == last - first + 1:
            for n, part in enumerate(parts, start=first):
                if part != text[slice(*spans[n])]:
                    mended[n] = words[n].with_text(part)
        elif len(parts) == 1:
            whole = words[first]
            for n in range(first + 1, last + 1):
                whole = whole.joined(words[n])
                gone.add(n)
            mended[first] = whole.with_text(new)
        else:
            continue
        found.append(Slip(old, new, own[0].why))
    return [word for n, word in enumerate(mended) if n not in gone], found


def _by_words(spans: Sequence[tuple[int, int]], edits: Sequence[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """The edits with the words that they touch; those that touch the same words together."""
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        first = max(n for n, (start, _) in enumerate(spans) if start <= edit.start)
        last = min(n for n, (_, end) in enumerate(spans) if edit.end <= end)
        if groups and groups[-1][1] >= first:
            before_first, before_last, own = groups.pop()
            groups.append((before_first, max(before_last, last), [*own, edit]))
        else:
            groups.append((first, last, [edit]))
    yield from groups
