"""Slips of OCR in words that stand beside a number, and in signs of fixed use: `Thông tr số 5/2020/TT-BTC`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from vnplan.knowledge.syllables import without_marks
from vnplan.read.ocr_symbols import Edit, in_case_of, named_symbols, slips, symbol_edits

_BEFORE_SYMBOL = regex.compile(r"(?<!\w)(?P<words>\p{L}+ \p{L}+)(?: số)? *$", regex.IGNORECASE)
_PROVISION = regex.compile(r"(?<!\w)(?P<word>\p{L}{4,6})(?= ?\d{1,3}(?!\d|[/,.]\d))")
_ITEM = regex.compile(r"\s*(?P<sign>\S)(?=[.)] \p{Lu})")
_QUARTER = regex.compile(r"(?<!\w)[Qq]uý (?P<words>[\p{L}\d|]{1,4})(?=[/,;.) ]|$)")
_NOTE = regex.compile(r"\((?P<words>[^()\s]{2,4})(?=\)| [^()]{2,20}\))")


def form_edits(text: str) -> Iterator[Edit]:
    """What the number beside a word, or the place of a sign, makes certain."""
    yield from _type_edits(text)
    yield from _provision_edits(text)
    item = _ITEM.match(text)
    row = slips().items.get(item["sign"]) if item else None
    if item and row:
        yield Edit(*item.span("sign"), row.written, row.id)
    for pattern, rows in ((_NOTE, slips().notes), (_QUARTER, slips().quarters)):
        for match in pattern.finditer(text):
            if row := rows.get(match["words"]):
                yield Edit(*match.span("words"), row.written, row.id)


def _type_edits(text: str) -> Iterator[Edit]:
    """The type word before a symbol whose code says which it is."""
    for start, names in named_symbols(text):
        before = _BEFORE_SYMBOL.search(text, 0, start)
        if before is None or any(name.lower() in before["words"].lower() for name in names):
            continue
        read = before["words"].split(" ")
        name = next((name for name in names if _is_misread(read, name.split(" "))), None)
        if name is not None:
            new = " ".join(map(in_case_of, name.split(" "), read))
            yield Edit(*before.span("words"), new, "symbol.type_word")


def _is_misread(read: Sequence[str], written: Sequence[str]) -> bool:
    """Whether words have the letters of others but for one, whatever their marks; one of them must be right."""
    if len(read) != len(written) or not any(map(str.__eq__, map(str.lower, read), map(str.lower, written))):
        return False
    pairs = [
        (without_marks(one).lower(), without_marks(other).lower()) for one, other in zip(read, written, strict=True)
    ]
    if any(len(one) != len(other) for one, other in pairs):
        return False
    return sum(a != b for one, other in pairs for a, b in zip(one, other, strict=True)) <= 1


def _provision_edits(text: str) -> Iterator[Edit]:
    """`Điêu 3`: the only word with these letters that a number follows."""
    for match in _PROVISION.finditer(text):
        word = slips().provisions.get(without_marks(match["word"]).lower())
        if word and match["word"].lower() != word.lower() and match["word"][0].isupper():
            yield Edit(*match.span("word"), in_case_of(word, match["word"]), "provision.word")


def broken_symbol(before: str, after: str) -> tuple[str, str] | None:
    """A symbol whose body stands on the next line, mended: the last word of a line and the first of the next.

    >>> broken_symbol("07/2016/TT-", "BNNPLNT,")
    ('07/2016/TT-', 'BNNPTNT,')
    """
    if not before.endswith(("-", "/")):
        return None
    text = f"{before} {after}"
    at = len(before)
    for edit in sorted(symbol_edits(text), reverse=True):
        if edit.end <= at or edit.start > at:
            text = text[: edit.start] + edit.new + text[edit.end :]
            at += (len(edit.new) - (edit.end - edit.start)) if edit.end <= at else 0
    mended = text[:at], text[at + 1 :]
    return mended if mended != (before, after) else None
