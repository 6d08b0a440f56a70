"""Names that share words: `Giám đốc các Sở: Nội vụ, Tài chính`, `Bí thư và Chủ tịch UBND các xã` are one each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import regex

from vnplan.core.mentions import Agency
from vnplan.core.span import Span
from vnplan.knowledge.giving import Giving

_BEFORE = 60  # characters in which what is shared must stand
# what kind of body is listed behind the colon, and the office in it
_SHARED = regex.compile(r"(?:(?P<office>\p{Lu}\p{L}*(?: \p{L}+){0,3}) )?[Cc]ác (?P<kind>\p{L}+)[ ]?:\s?$")
_NEXT = regex.compile(r",\s|\svà\s")


def grouped(text: str, agencies: Iterable[Agency], giving: Giving) -> list[Agency]:
    """The bodies of a text, those that share their first or last words as one.

    No part of `Bộ trưởng các Bộ: Công an, Tài chính` is a name by itself, so the whole is.
    """
    found: list[Agency] = []
    for body in sorted(agencies, key=lambda a: (a.span.start, -a.span.end)):
        last = found[-1] if found else None
        if last is not None and last.rule == "link.shared" and _continues(text, last, body):
            found[-1] = _named(text, last, last.span.start, body.span.end)
            continue
        start = _begins(text, body)
        if start is None and body.kind == "person_in_office":
            start = _office_before(text, body.span.start, giving)
        found.append(body if start is None else _named(text, body, start, body.span.end))
    return found


def _named(text: str, body: Agency, start: int, end: int) -> Agency:
    name = " ".join(text[start:end].split())
    return replace(body, span=Span(start, end), rule="link.shared", name=name, collective=True)


def _begins(text: str, body: Agency) -> int | None:
    """Where the words that a name shares begin, if it is the first behind them."""
    start = body.span.start
    shared = _SHARED.search(text, max(0, start - _BEFORE), start)
    if shared is None or not _lacks(text, body, shared["kind"]):
        return None
    office = shared["office"]
    return shared.start() if office is None or body.name.startswith(f"{office} ") else shared.start() + len(office) + 1


def _office_before(text: str, start: int, giving: Giving) -> int | None:
    """Where an office begins that is named right before another of the same place (`Bí thư, Chủ tịch UBND xã`)."""
    before = giving.office_before.search(text, max(0, start - _BEFORE), start)
    return before.start() if before is not None and before.group()[0].isupper() else None


def _lacks(text: str, body: Agency, kind: str) -> bool:
    """Whether a name is said without the word for its kind (`Nội vụ`, not `Sở Nội vụ`)."""
    said = " ".join(text[body.span.start : body.span.end].split()).lower()
    full, kind = body.name.lower(), f"{kind.lower()} "
    return kind in full and full.split(kind, 1)[1] != "" and not said.startswith(kind) and kind not in said


def _continues(text: str, last: Agency, body: Agency) -> bool:
    """Whether a name is the next of those behind the colon."""
    shared = _SHARED.search(text, last.span.start, text.find(":", last.span.start) + 2)
    joined = _NEXT.fullmatch(text, last.span.end, body.span.start) is not None
    return joined and shared is not None and _lacks(text, body, shared["kind"])
