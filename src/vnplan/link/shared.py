"""Names that share words: `Giám đốc các Sở: Nội vụ, Tài chính`, `Bí thư và Chủ tịch UBND các xã` are one each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from vnplan.core.mentions import Agency
from vnplan.core.span import Span
from vnplan.knowledge.giving import Giving

_BEFORE = 60  # characters in which what is shared must stand
_KIND = regex.compile(r" các (?P<kind>\p{L}+)[ ]?:\s?$", regex.IGNORECASE)  # of body that is listed behind the colon
_PLACE = r"\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*){0,3}"
_OF_PLACE = regex.compile(rf" (?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|tỉnh) {_PLACE}$")
_MORE_PLACES = regex.compile(
    rf"(?:(?:,| và) (?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu) {_PLACE}(?!\p{{L}})"
    rf"(?:(?:,| và) {_PLACE}(?!\p{{L}})){{0,20}}){{1,20}}"
)
_NEXT = regex.compile(r",\s|\svà\s")


def grouped(text: str, agencies: Iterable[Agency], giving: Giving, issuer: str | None = None) -> list[Agency]:
    """The bodies of a text, persons whose names share their first or last words as one.

    No part of `Bộ trưởng các Bộ: Công an, Tài chính` is a name by itself, so the whole is.
    """
    agencies = sorted(
        [*agencies, *_addressed(text, giving), *_own_names(text, issuer, giving)],
        key=lambda a: (a.span.start, -a.span.end),
    )
    agencies = list(_of_places(text, list(_with_members(text, agencies, giving))))
    found: list[Agency] = []
    kind: str | None = None  # what the names behind the last colon share
    for body in agencies:
        if kind is not None and _NEXT.fullmatch(text, found[-1].span.end, body.span.start) and _lacks(text, body, kind):
            found[-1] = _named(text, found[-1], found[-1].span.start, body.span.end)
            continue
        if found and _same_group(text, found[-1], body):
            found[-1] = _named(text, found[-1], found[-1].span.start, body.span.end)
            continue
        start, kind = _begins(text, body)
        if start is None and body.kind == "person_in_office":
            start = _office_before(text, body.span.start, giving)
        if start is None and body.collective:
            start = _leading_before(text, body, giving)
        found.append(body if start is None else _named(text, body, start, body.span.end))
    return found


def _same_group(text: str, last: Agency, body: Agency) -> bool:
    """Whether nothing parts the names of two groups (`Thủ trưởng các sở, đơn vị` `địa phương liên quan`)."""
    beside = text[last.span.end : body.span.start] in (" ", "\n")
    return beside and last.collective and body.collective and text[body.span.start].islower()


def _named(text: str, body: Agency, start: int, end: int) -> Agency:
    name = " ".join(text[start:end].split())
    return replace(body, span=Span(start, end), rule="link.shared", name=name, collective=True)


def _begins(text: str, body: Agency) -> tuple[int | None, str | None]:
    """Where the office begins that a name shares with those behind it, if it is the first behind the colon."""
    start = body.span.start
    shared = _KIND.search(text, max(0, start - _BEFORE), start) if body.kind == "person_in_office" else None
    if shared is None or not _lacks(text, body, shared["kind"]):
        return None, None
    office = body.name.lower().split(f" {shared['kind'].lower()} ")[0]
    before = shared.start() - len(office)
    return (before, shared["kind"]) if text[before : shared.start()].lower() == office else (None, None)


def _office_before(text: str, start: int, giving: Giving) -> int | None:
    """Where an office begins that is named right before another of the same place (`Bí thư, Chủ tịch UBND xã`)."""
    before = giving.office_before.search(text, max(0, start - _BEFORE), start)
    return before.start() if before is not None and before.group()[0].isupper() else None


def _of_places(text: str, agencies: Sequence[Agency]) -> Iterator[Agency]:
    """The bodies, those of several places as one: in `UBND thị xã A, huyện B, C` the places alone are none."""
    for n, body in enumerate(agencies):
        following = agencies[n + 1].span.start if n + 1 < len(agencies) else len(text)
        more = _MORE_PLACES.match(text, body.span.end, max(body.span.end, following))
        if more is None or body.collective or _OF_PLACE.search(text, *body.span) is None:
            yield body
        else:
            yield _named(text, body, body.span.start, more.end())


def _leading_before(text: str, body: Agency, giving: Giving) -> int | None:
    """Where those are named who lead each body of a group (`cấp ủy các chi bộ trực thuộc`)."""
    start = body.span.start
    if not text.startswith(("các ", "những "), start):
        return None
    before = giving.leading.search(text, max(0, start - _BEFORE), start)
    return before.start() if before is not None else None


def _with_members(text: str, agencies: Sequence[Agency], giving: Giving) -> Iterator[Agency]:
    """The bodies, a board as its members where those are named: `các thành viên Ban Chỉ đạo`."""
    before = {match.end(): match.start() for match in giving.members.finditer(text) if not match["board"]}
    for body in agencies:
        start = before.get(body.span.start)
        yield body if start is None else _named(text, body, start, body.span.end)


def _addressed(text: str, giving: Giving) -> Iterator[Agency]:
    """Those who have no name: to whom a letter is written (`đề nghị Quý Cơ quan …`), the members of a board."""
    for match in giving.addressed.finditer(text):
        yield Agency(span=Span(*match.span()), rule="link.addressed", name=match.group(), kind="other")
    for match in giving.members.finditer(text):
        if match["board"]:
            yield Agency(
                span=Span(*match.span()), rule="link.members", name=match.group(), kind="collective", collective=True
            )


def _own_names(text: str, issuer: str | None, giving: Giving) -> Iterator[Agency]:
    """The issuer where it calls itself by the first noun of its name: `Bộ yêu cầu các Sở …`."""
    if issuer is None or not issuer.lower().startswith(giving.own_nouns):
        return
    for match in giving.own_name.finditer(text):
        if issuer.startswith(f"{match.group()} "):
            yield Agency(span=Span(*match.span()), rule="link.own_name", name=issuer, kind="state")


def _lacks(text: str, body: Agency, kind: str) -> bool:
    """Whether a name is said without the word for its kind (`Nội vụ`, not `Sở Nội vụ`)."""
    said = " ".join(text[body.span.start : body.span.end].split()).lower()
    full, kind = body.name.lower(), f"{kind.lower()} "
    return kind in full and full.split(kind, 1)[1] != "" and not said.startswith(kind) and kind not in said
