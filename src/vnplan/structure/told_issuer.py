"""Who issued the plan that an article reports."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnplan.knowledge import Knowledge
from vnplan.structure.issuer import Body, Issuers
from vnplan.structure.people import is_known_name
from vnplan.structure.told import BODY, DAY_BEHIND, ISSUED_BY, LONGEST, OFFICE, Place

_ASKS = regex.compile(rf"[^;]{{0,300}}?, {BODY} (?:đã |vừa )?(?:giao|yêu cầu|chỉ đạo|đề nghị)(?!\p{{L}})")
_NAMED_ISSUER = regex.compile(r"\sdo (?P<body>[^,;]{3,60}?) ban hành$")
_JOINED = regex.compile(r",? (?:cùng|phối hợp)(?: với)? ")
_PROVINCE_NAMED = regex.compile(r"(?:tỉnh|thành phố|TP\.?) \p{Lu}\p{L}+(?:(?: | - )\p{Lu}\p{L}+){0,3}")
_COMMITTEE = regex.compile(rf"UBND {_PROVINCE_NAMED.pattern}")


def issuer_of(place: Place, lines: Sequence[str], issuers: Issuers, know: Knowledge) -> Body | None:
    """Who issued it: as told, else the body that its symbol names."""
    behind = ISSUED_BY.match(DAY_BEHIND.sub("", place.after, count=1))
    told = place.on_behalf or behind or place.issuing or _ASKS.match(place.after)
    body = _body(told["body"], issuers) if told is not None else None
    if body is None and (named := _NAMED_ISSUER.search(place.after)) is not None:
        body = _of_territory(named["body"], place.organ, issuers)
    if body is None and place.organ is not None:
        row = know.instruments.issuer_of_code(place.organ)
        if row is not None and row.level == "central":
            body = issuers.read(row.name)
    if body is not None and body.territory is None and issuers.level(body) == "province":
        body = _with_province(body, lines, issuers)
    return body


def _of_territory(words: str, organ: str | None, issuers: Issuers) -> Body | None:
    """The body that the symbol names, of the territory that is told: `do tỉnh Cà Mau ban hành`."""
    name = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}.get(organ or "")
    return issuers.read(f"{name} {words}") if name and words[:1].islower() else issuers.read(words)


def _body(words: str, issuers: Issuers) -> Body | None:
    """The body of an office or person: `Chủ tịch UBND tỉnh Lâm Đồng Hồ Văn Mười`; none of a deputy of the Premier."""
    words = _JOINED.split(regex.sub(f"^{OFFICE}", "", words), maxsplit=1)[0]
    words = _without_person(words, issuers)
    if words.startswith("Phó "):
        return None
    if words == "Thủ tướng":
        words = "Thủ tướng Chính phủ"
    return issuers.read(words) or issuers.read(f"Bộ {words}")


def _without_person(words: str, issuers: Issuers) -> str:
    """Words without the person's name that they end with; places are none."""
    parts = words.split(" ")
    for count in (4, 3, 2):
        name = " ".join(parts[-count:])
        if len(parts) > count and is_known_name(name) and issuers.territories.canonical(name) is None:
            return " ".join(parts[:-count])
    return words


def _with_province(body: Body, lines: Sequence[str], issuers: Issuers) -> Body:
    """The body with the province that the article names, where it names but one."""
    named = {
        issuers.territories.canonical(match.group().split(" ", 2 if match.group().startswith("thành") else 1)[-1])
        for line in lines
        for match in _PROVINCE_NAMED.finditer(line[:LONGEST])
    } - {None}
    if len(named) != 1:
        return body
    (name,) = named
    kind = issuers.province_kind(name or "")
    if body.name.endswith((" tỉnh", " thành phố")) and not body.name.endswith(f" {kind}"):
        return body  # another one is named: `UBND tỉnh …`, `Tổng Lãnh sự quán tại thành phố X`
    bare = regex.sub(r"\s(?:tỉnh|thành phố)$", "", body.name, flags=regex.IGNORECASE)
    if bare.endswith((" ủy", "Tỉnh ủy", "Thành ủy")):
        return Body(f"{bare} {name}", body.word, kind, name, body.party)
    return Body(f"{bare} {kind} {name}", body.word, kind, name, body.party)


def committee_in(lines: Sequence[str], issuers: Issuers) -> Body | None:
    """The people's committee of a province that the article names."""
    bodies = (issuers.read(found.group()) for line in lines for found in _COMMITTEE.finditer(line))
    return next((body for body in bodies if body is not None and issuers.province_of(body)), None)
