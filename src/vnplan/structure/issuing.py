"""Who issues a document and for which province: by its head, else by the sentence that leads to what it orders."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnplan.structure.drafts import Draft
from vnplan.structure.enacting import TERRITORY, Intro, last_body
from vnplan.structure.frame import Frames, Head
from vnplan.structure.issuer import LOWER_KINDS, Body, Issuers

_BARE = regex.compile(rf"\s(?:tỉnh|thành phố|{'|'.join(LOWER_KINDS)})$", regex.IGNORECASE)
_AREA = "trên địa bàn "
_OFTEN = 2  # times that a text tells its province
_ISSUING = ("Quyết định", "Nghị quyết")  # types that issue or approve what others are


def issuer_and_above(
    bodies: list[Body],
    issuers: Issuers,
    frames: Frames,
    head: Head,
    intro: Intro,
) -> tuple[Body | None, Body | None]:
    """The issuing body and the one above it."""
    parent = bodies[0] if len(bodies) > 1 else None
    body = bodies[-1] if bodies else None
    if parent is not None and body is not None:
        body, parent = _party(parent, body)
    if head.authority >= 0:
        words = frames.drafts[head.authority].text.strip(" |:").removeprefix("CỦA ")
        if (deciding := _deciding(words, body, issuers, frames)) is not None:
            return deciding, parent
    if body is None and (order := intro.order(frames.orders_of(head.type_name))) is not None:
        body = _deciding(order, None, issuers, frames)
    enacts = intro.enacts if body is None else None
    if enacts is not None and (head.type_name is None or head.type_name in _ISSUING or intro.issues(head.type_name)):
        body = issuers.read(last_body(enacts["body"]))
    return body, parent


def _deciding(words: str, above: Body | None, issuers: Issuers, frames: Frames) -> Body | None:
    """Who decides, with the office of the one who does: `BỘ TRƯỞNG` before the name of the ministry."""
    person = frames.office.match(words.upper())
    named = issuers.read(words[person.end() :].lstrip() if person else words)
    if named is None:
        return None
    office = person.group().strip().capitalize() + " " if person else ""
    kind = named.kind or (above.kind if above is not None else None)
    territory = named.territory or (above.territory if above is not None else None)
    missing = (
        named.territory is None and territory is not None and named.word in ("Ủy ban nhân dân", "Hội đồng nhân dân")
    )
    tail = f" {kind} {territory}" if missing else ""
    name = _bare(named.name) if missing else named.name
    return Body(f"{office}{name}{tail}", named.word, kind, territory, named.party)


def _bare(name: str) -> str:
    """The name of a body without the type of a territory that ends it."""
    return _BARE.sub("", name)


def _party(above: Body, body: Body) -> tuple[Body, Body | None]:
    """Party heads name the organisation above the committee: `ĐẢNG BỘ TỈNH X`, `TỈNH ỦY`."""
    if (
        above.word == "Ban Chấp hành Trung ương"
        and body.territory is None
        and body.name.startswith(("Ban ", "Văn phòng"))
        and body.word != "Ban Bí thư"
    ):
        return Body(f"{body.name} Trung ương", above.word, party=True), above  # its boards: `BAN TUYÊN GIÁO`
    if not (above.party or body.party):
        return body, above
    if body.territory is None and above.territory is not None:
        name = body.name
        alone = name == body.word and name in ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy", "Đảng ủy")
        if alone or (above.kind and name.endswith(f" {above.kind}")):  # `Đảng ủy Khối các cơ quan tỉnh`
            name = f"{name} {above.territory}"
        elif above.word in ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Đảng ủy", "Đảng bộ"):
            name = f"{body.name} {above.name}"
        body = Body(name, body.word, above.kind, above.territory, True)
    return body, above


def province_for(
    known: Sequence[Body | None], issuers: Issuers, place: str | None, title: str | None, intro: Intro | None
) -> str | None:
    """The province that the plan is for; None for central documents."""
    body = known[0]
    for named in known:
        province = issuers.province_of(named)
        if province is not None:
            return province
    if body is not None and issuers.level(body) in ("central", "none"):
        return None
    for match in TERRITORY.finditer(title or ""):
        name = issuers.territories.canonical(match["name"])
        if name and (match["kind"].lower() == "tỉnh" or issuers.province_kind(name) == "thành phố"):
            return name
    if intro is not None and intro.territory is not None and (territory := issuers.territory(intro.territory)):
        return territory
    lower = any(one is not None and one.kind in LOWER_KINDS for one in known)
    if body is None or lower or not place or issuers.level(body) == "district":
        return None
    return issuers.territories.canonical(place) or issuers.territories.of_seat(place)


def told_often(drafts: Sequence[Draft], body: Body | None, issuers: Issuers) -> str | None:
    """The one province that the text names, where the committee of a province leaves its own name out.

    It must be named again and again, or as the place of what is to be done: `trên địa bàn tỉnh X`.
    """
    kind = next((kind for kind in ("tỉnh", "thành phố") if body and body.name.endswith(f" {kind}")), None)
    if kind is None:
        return None
    found = (match for draft in drafts for match in TERRITORY.finditer(draft.text) if match["kind"].lower() == kind)
    places = [(name, match) for match in found if (name := issuers.territory(match["name"]))]
    named = {name for name, _ in places if issuers.province_kind(name) == kind}
    if len(named) != 1:
        return None
    (name,) = named
    if any(match.string.endswith(_AREA, 0, match.start()) for _, match in places):
        return name
    return name if sum(draft.text.count(name) for draft in drafts) >= _OFTEN else None


def with_territory(body: Body | None, above: Body | None, issuers: Issuers, province: str | None) -> str | None:
    """The issuer's name with the territory that it leaves out."""
    if body is None:
        return None
    if body.kind is None and issuers.level(body) == "district":
        return f"{body.name} {above.kind} {above.territory}" if above is not None and above.kind else body.name
    if body.kind is None and province and body.name.lower().endswith((" tỉnh", " thành phố")):
        bare_name = body.name[: body.name.rindex(" ")].removesuffix(" thành")
        return f"{bare_name} {issuers.province_kind(province)} {province}"
    if body.kind is not None or province is None or issuers.level(body) in ("central", "none"):
        return body.name
    if body.word in ("Tỉnh ủy", "Thành ủy"):
        return f"{body.word} {province}"
    name = _bare(body.name)
    if body.party and body.word == "Ban Thường vụ":
        name = regex.sub(r"\s(?:[Tt]ỉnh|[Tt]hành) ủy$", "", name)
        return f"{name} {'Thành' if issuers.province_kind(province) == 'thành phố' else 'Tỉnh'} ủy {province}"
    return f"{name} {issuers.province_kind(province)} {province}"
