"""Slips of OCR in numbers with symbols (`25/KH-UBNĐ`, `l5/2020/NĐ-CP`) and in dates (`ngày O5 thảng 3 năm 2022`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from vnplan.knowledge.ocr_slips import OcrSlips
from vnplan.knowledge.syllables import without_marks


class Edit(NamedTuple):
    """Characters of a line to be replaced; `why` is the id of the rule."""

    start: int
    end: int
    new: str
    why: str


@cache
def slips() -> OcrSlips:
    """What is known of slips, shared."""
    return OcrSlips.load()


_CAPITAL = r"[A-ZÀ-ỴĐÐƠƯ]"
_CODE = rf"{_CAPITAL}[A-Za-zÀ-ỵĐđÐƠơƯư0-9&]{{0,11}}"


def in_case_of(word: str, read: str) -> str:
    """A word in the case of what was read in its place."""
    if read.isupper() and len(read) > 1:
        return word.upper()
    return word.capitalize() if read[:1].isupper() else word.lower()


@cache
def _figure() -> str:
    return rf"[\d{regex.escape(''.join(map(chr, slips().digits)))}]"


@cache
def _symbol() -> regex.Pattern[str]:
    number = rf"(?<![\w./,-])(?P<number>{_figure()}{{1,5}})"
    year = rf"(?:/(?P<year>{_figure()}{{4}}))?"
    return regex.compile(
        rf"{number}{year}(?P<s1>\s?/\s?|-)(?P<type>{_CODE})(?P<s2>\s?[-/]\s?)(?P<organ>{_CODE})(?![\w&])"
    )


@cache
def _numbered_law() -> regex.Pattern[str]:
    """`43/2013/QH 13`."""
    return regex.compile(
        rf"(?<=/)(?P<year>{_figure()}{{4}})/(?P<organ>QH|UBTVQH)(?P<blank>\s?)(?P<term>\d{{1,2}})(?!\w)"
    )


# After the word for it alone, with no number: `Số:    /KH-UBNĐ`, or a number that OCR could not read
_OPEN_SYMBOL = regex.compile(rf"(?<=/)(?P<type>{_CODE})(?P<s2>\s?-\s?)(?P<organ>{_CODE})(?![\w&])")


def _figures(read: str) -> str | None:
    """A number with misread figures put right; at least one figure must have been read."""
    return read.translate(slips().digits) if any(map(str.isdecimal, read)) else None


def _codes(match: regex.Match[str], text: str) -> Iterator[Edit]:
    """Type and body of a symbol: mended only where both are known then."""
    read_type, read_organ = match["type"], match["organ"]
    organ = slips().organ(read_organ)
    if organ is None:
        return
    said = text[max(0, match.start() - 60) : match.start()]
    kind = slips().type_code(read_type, said, organ)
    if kind is None:
        return
    if kind != read_type:
        yield Edit(*match.span("type"), kind, "symbol.type")
    if match["s2"] != match["s2"].strip():
        yield Edit(*match.span("s2"), match["s2"].strip(), "symbol.blank")
    if organ != read_organ:
        yield Edit(*match.span("organ"), organ, "symbol.organ")


def symbol_edits(text: str) -> Iterator[Edit]:
    """What is wrong in the symbols of a line."""
    for match in _symbol().finditer(text):
        codes = list(_codes(match, text))
        known = codes or (slips().organ(match["organ"]) and slips().type_code(match["type"]))
        if not known:
            continue
        for group in ("number", "year"):
            figures = _figures(match[group]) if match[group] else None
            if figures and figures != match[group] and (group == "number" or figures[:2] in ("19", "20")):
                yield Edit(*match.span(group), figures, f"symbol.{group}")
        if match["s1"] != match["s1"].strip() and match["s1"].endswith(" "):
            yield Edit(*match.span("s1"), match["s1"].rstrip(), "symbol.blank")
        yield from codes
    for match in _OPEN_SYMBOL.finditer(text):
        yield from _codes(match, text)
    for match in _numbered_law().finditer(text):
        figures = _figures(match["year"])
        if figures and figures[:2] in ("19", "20"):
            if figures != match["year"]:
                yield Edit(*match.span("year"), figures, "symbol.year")
            if match["blank"]:
                yield Edit(*match.span("blank"), "", "symbol.blank")


def named_symbols(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where the symbols of a line begin, and the names of the types that their code stands for."""
    for match in _symbol().finditer(text):
        kind = match["type"]
        if slips().organ(match["organ"]) and (names := slips().type_names(kind)):
            yield match.start(), names


# --- dates -----------------------------------------------------------------------------------------------------

_LETTER = r"[^\W\d_]"
_YEAR_NUMBER = r"(?<![\d/.,])(?:19|20)\d\d(?![\d/])"


@cache
def _long_date() -> regex.Pattern[str]:
    figure = _figure()
    return regex.compile(
        rf"(?<!\w)(?P<day_word>[Nn]g{_LETTER}y) (?P<day>{figure}{{1,2}}) (?P<month_word>[Tt]h{_LETTER}ng) "
        rf"(?P<month>{figure}{{1,2}}) (?P<year_word>[Nn]{_LETTER}m) (?P<year>{figure}{{4}})(?!\w)"
    )


@cache
def _month() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<!\w)(?P<month_word>[Tt]h{_LETTER}ng) (?P<month>{_figure()}{{1,2}}) "
        rf"(?P<year_word>[Nn]{_LETTER}m) {_YEAR_NUMBER}"
    )


@cache
def _short_date() -> regex.Pattern[str]:
    figure = _figure()
    return regex.compile(
        rf"(?<!\w)(?P<day_word>[Nn]g{_LETTER}y) "
        rf"(?P<day>{figure}{{1,2}})/(?P<month>{figure}{{1,2}})/(?P<year>{figure}{{4}})(?!\w)"
    )


# `nãm 2022`: what is read is no word; `nằm 2022` may be one
_YEAR = regex.compile(rf"(?<!\w)(?P<year_word>n[ãâẫẵậ]m) {_YEAR_NUMBER}", regex.IGNORECASE)
_WORDS = {"day_word": "ngày", "month_word": "tháng", "year_word": "năm"}
_RANGES = {"day": (1, 31), "month": (1, 12), "year": (1945, 2099)}


def _date_part(match: regex.Match[str], group: str) -> Edit | None:
    """A word or figure of a date put right; None where it is right. Raises ValueError for what is no date."""
    read = match[group]
    if group in _WORDS:
        right = _WORDS[group]
        if without_marks(read).lower() != without_marks(right):
            raise ValueError(read)
        new = in_case_of(right, read)
    else:
        new = _figures(read) or ""
        least, most = _RANGES[group]
        if not new or not least <= int(new) <= most:
            raise ValueError(read)
    return Edit(*match.span(group), new, f"date.{group.removesuffix('_word')}") if new != read else None


def date_edits(text: str) -> Iterator[Edit]:
    """What is wrong in the dates of a line. A date that would not be one stays as it was read."""
    for pattern in (_long_date(), _short_date(), _month(), _YEAR):
        for match in pattern.finditer(text):
            try:
                edits = [_date_part(match, group) for group in match.groupdict()]
            except ValueError:
                continue
            yield from (edit for edit in edits if edit)
