"""When two values, places or records are the same: case, Unicode form, tone placement, abbreviations do not count."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

Plain = Mapping[str, Any]
Span = Mapping[str, int]

# "hoà" is "hòa": pairs ending in oa, oe, uy, with the mark on the second and on the first letter
_OLD_TONE = {
    unicodedata.normalize("NFC", first + second + tone): unicodedata.normalize("NFC", first + tone + second)
    for first, second in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
# In this order: `ubmttq` before `mttq`.
_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "ubmttq": "ủy ban mặt trận tổ quốc",
    "mttq": "mặt trận tổ quốc",
    "kh&cn": "khoa học và công nghệ",
    "tt&tt": "thông tin và truyền thông",
    "ubtvqh": "ủy ban thường vụ quốc hội",
    "bch": "ban chấp hành",
}
_PUNCTUATION = re.compile(r"[“”\"'‘’*.,;:()]")
_ABBREVIATION = re.compile(rf"\b(?:{'|'.join(map(re.escape, _ABBREVIATIONS))})\b")
_TONE = re.compile("|".join(_OLD_TONE))

ALMOST = 0.8  # texts this similar are the same name or title
MOST_WORDS = 0.6  # tasks and indicators that share this much of their words are the same


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """Words without what makes no difference.

    >>> fold("UBND  Tỉnh Hoà Bình,")
    'ủy ban nhân dân tỉnh hòa bình'
    """
    words = unicodedata.normalize("NFC", words).casefold().replace("ð", "đ")
    words = _TONE.sub(lambda match: _OLD_TONE[match.group()], words)
    words = _ABBREVIATION.sub(lambda match: _ABBREVIATIONS[match.group()], words)
    return " ".join(_PUNCTUATION.sub(" ", words).split())


def folded(value: object) -> str | None:
    """`fold` of a value that may be missing."""
    return None if value is None else fold(str(value))


def symbol(value: object) -> str | None:
    """A number and symbol without blanks, in capitals.

    >>> symbol("30 / 2020/nđ-cp")
    '30/2020/NĐ-CP'
    """
    if value is None:
        return None
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", str(value))).upper().replace("Ð", "Đ")


@lru_cache(maxsize=65536)
def _ratio(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def similarity(a: object, b: object) -> float:
    """How alike two texts are, 0 to 1; at least two whole words that stand inside the other count as `ALMOST`.

    >>> similarity("Sở Y tế", "Sở Y tế tỉnh") >= 0.8, similarity(None, "a")
    (True, 0.0)
    """
    first, second = folded(a), folded(b)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    short, long = sorted((first, second), key=len)
    inside = " " in short and f" {short} " in f" {long} " and len(short) >= 0.4 * len(long)
    return max(ALMOST if inside else 0.0, _ratio(first, second))


def shared_words(a: object, b: object) -> float:
    """F1 of the words that two texts share."""
    first, second = (Counter((folded(words) or "").split()) for words in (a, b))
    common = (first & second).total()
    return 2 * common / (first.total() + second.total()) if common else 0.0


def overlap(a: Span | None, b: Span | None) -> float:
    """Characters in both places by characters in either."""
    if not a or not b:
        return 0.0
    both = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return max(0, both) / max(1, max(a["end"], b["end"]) - min(a["start"], b["start"]))


def touches(a: Span | None, b: Span | None) -> bool:
    """Whether two places share a character."""
    return bool(a and b) and min(a["end"], b["end"]) > max(a["start"], b["start"])  # type: ignore[index]


def _rule(value: str | None) -> tuple[str, ...] | None:
    if not value:
        return None
    return tuple(sorted(part.strip().upper() for part in value.removeprefix("RRULE:").split(";") if part.strip()))


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), 6)


def instrument(citation: Plain) -> Plain:
    """The instrument of a citation; empty where it has none."""
    found: Plain = citation.get("instrument") or {}
    return found


def citation_key(citation: Plain) -> str:
    """What identifies a cited instrument: number and symbol, else type and title."""
    meant = instrument(citation)
    return symbol(meant.get("designation")) or f"{folded(meant.get('type'))}|{folded(meant.get('title'))}"


def same_instrument(gold: Plain, found: Plain) -> bool:
    """Whether two citations mean one instrument."""
    a, b = instrument(gold), instrument(found)
    if a.get("designation") or b.get("designation"):
        return symbol(a.get("designation")) == symbol(b.get("designation"))
    if folded(a.get("type")) != folded(b.get("type")):
        return False
    return folded(a.get("title")) == folded(b.get("title")) or similarity(a.get("title"), b.get("title")) >= ALMOST


def same_type_and_date(gold: Plain, found: Plain) -> bool:
    """Whether two citations also agree in type and date."""
    a, b = instrument(gold), instrument(found)
    return folded(a.get("type")) == folded(b.get("type")) and a.get("issued_on") == b.get("issued_on")


def deadline_value(deadline: Plain) -> tuple[Any, ...]:
    """What a deadline says."""
    days = (deadline.get("kind"), deadline.get("start"), deadline.get("end"))
    return (*days, _rule(deadline.get("rrule")), deadline.get("duration"))


def same_deadline(gold: Plain, found: Plain) -> bool:
    """Whether two deadlines say the same."""
    return deadline_value(gold) == deadline_value(found)


def target_value(target: Plain) -> tuple[Any, ...]:
    """What a target says."""
    numbers = (_number(target.get("value")), _number(target.get("value_max")))
    return (target.get("comparator"), *numbers, folded(target.get("unit")), target.get("mode") or "level")


def same_target(gold: Plain, found: Plain) -> bool:
    """Whether two targets say the same; the unit counts only where the annotation gives one."""
    *a, unit, mode = target_value(gold)
    *b, found_unit, found_mode = target_value(found)
    return a == b and mode == found_mode and (unit is None or similarity(unit, found_unit) >= ALMOST)
