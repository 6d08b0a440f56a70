"""Whether two names of issuers can mean one: `Tỉnh ủy` and `Ban Thường vụ Tỉnh ủy`, `Chính phủ` and its head."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from vnplan.extract.citations.heads import alternatives, lexicon
from vnplan.knowledge.instruments import Instruments

_OF_COMMITTEE = regex.compile(r"^(?:Ban Thường vụ|Ban Chấp hành|Thường trực|Thường vụ) ")
_LOCAL_PARTY = regex.compile(r"^(?:Tỉnh ủy|Thành ủy|Đảng bộ (?:tỉnh|thành phố))(?!\p{L})")
_LOCAL = regex.compile(r"^(?:Ủy ban nhân dân|Hội đồng nhân dân)(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường))?")
_BODY = regex.compile(r"^(?:Bộ|Sở|Ban|Tổng cục|Cục|Thanh tra|Huyện ủy|Quận ủy|Thị ủy|Đảng ủy|Liên đoàn|Hội) ?")


@lru_cache(4096)
def kind(instruments: Instruments, name: str) -> str | None:
    """What is the same in all names of one body or of bodies taken for one; None for what is no name of a body."""
    lists = lexicon(instruments).lists
    for family in ("bodies_of_the_centre", "bodies_of_the_government"):
        if name in lists[family]:
            return family
    name = _offices(instruments).sub("", name)
    name = _OF_COMMITTEE.sub("", name)
    if _LOCAL_PARTY.match(name):
        return "Tỉnh ủy"
    if local := _LOCAL.match(name):
        return local.group().replace("thành phố", "tỉnh")
    return name if _BODY.match(name) else None


@cache
def _offices(instruments: Instruments) -> regex.Pattern[str]:
    """An office before the name of its body: `Chủ tịch`, `Bộ trưởng`."""
    return regex.compile(rf"^{alternatives(lexicon(instruments).lists['offices'])} ")


def agree(instruments: Instruments, one: str | None, other: str | None) -> bool:
    """Whether two issuers can be one; who is not named can be anybody.

    >>> know = Instruments.load()
    >>> agree(know, "Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Hà Nam"), agree(know, "Tỉnh ủy", "Hội đồng nhân dân tỉnh Hà Nam")
    (True, False)
    """
    if one is None or other is None or one in other or other in one:
        return True
    kinds = kind(instruments, one), kind(instruments, other)
    return None in kinds or kinds[0] == kinds[1]
