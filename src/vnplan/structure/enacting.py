"""The lines between head and first section: who issues what, and by whose order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property

import regex

from vnplan.knowledge.instruments import Instruments
from vnplan.structure.drafts import Draft
from vnplan.structure.frame import Head
from vnplan.structure.told import BODY

_BODY = (
    r"(?<![\p{L}/-])(?P<body>(?:Ủy ban nhân dân|Ủy ban Nhân dân"
    r"|UBND|Hội đồng nhân dân|HĐND|Sở|Bộ|Ban Thường vụ|Ban Chấp hành|Tỉnh ủy"
    r"|Thành ủy|Huyện ủy|Đảng ủy|Ban|Cục|Chi cục|Văn phòng|Công an|Hội(?! nghị)|Liên đoàn|Trường|Viện|Thủ tướng"
    r"|Chính phủ|Trung tâm)\b"
    # no name of a body holds a verb
    r"(?:(?! (?:làm|phối hợp|ký|yêu cầu|giao|ban hành|số|về việc|về ban hành|đã|vừa|sẽ|đang|cần|phải|có) )"
    r"[^;:.()]){0,110}?)\s?"
    r"(?:\([^()]{1,60}\)\s?)?(?:đã |vừa )?(?:ban hành|xây dựng|đề ra|triển khai|lập|phê duyệt)\s(?:\p{Ll}+ ){0,2}?"
)
# what has a number is cited
_TITLE = r"(?!\s+(?:số|để|nhằm|cho|này|trên)\s)(?P<title>[^;:]{0,400})"
# who issued what is cited, and who is told to issue something
_NOT_ITSELF = regex.compile(r"(?<!\p{L})(?:của (?:\p{L}+ ){0,3}|(?:giao|yêu cầu|đề nghị|chỉ đạo|để) (?:các )?)$")
_CHAIRMAN = regex.compile(r"Chủ tịch (?:UBND|Ủy ban nhân dân)(?: \p{L}+){1,8}? (?:chỉ thị|yêu cầu)(?!\p{L})")
_FAR = 40  # characters before a body that are looked at
_INTRO_LINES = 40
TERRITORY = regex.compile(
    r"(?P<kind>[Tt]ỉnh|[Tt]hành phố|TỈNH|THÀNH PHỐ)\s(?P<name>\p{Lu}[\p{L}']*(?:(?:\s-\s|\s)\p{Lu}[\p{L}']*){0,3})"
)
"""A province by its type and name."""

ABOVE = regex.compile(r"(?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân)\s" + TERRITORY.pattern)
"""A committee or council of a province."""


@cache
def _enacts(instruments: Instruments) -> regex.Pattern[str]:
    return regex.compile(rf"{_BODY}(?P<type>(?i:{'|'.join(instruments.told)}))\b{_TITLE}")


@cache
def _orders(verbs: tuple[str, ...]) -> regex.Pattern[str]:
    """Who orders what the document says, in the sentence that leads to it."""
    return regex.compile(rf"(?:^|[,;.] ){BODY} (?:xin |nay )?(?:{'|'.join(verbs)})(?!\p{{L}})")


def _enacting(text: str, enacts: regex.Pattern[str]) -> Iterator[regex.Match[str]]:
    """The places of a line where a body enacts, without those of what is cited or ordered."""
    at = 0
    while match := enacts.search(text, at):
        if _NOT_ITSELF.search(text, max(0, match.start() - _FAR), match.start()) is None:
            yield match
        at = match.start() + 1


class Intro:
    """The lines between the head and the first section: asked for what the head does not say."""

    def __init__(self, drafts: Sequence[Draft], head: Head, instruments: Instruments) -> None:
        self._instruments = instruments
        self._lines: list[str] = []
        for draft in drafts[head.end : head.end + _INTRO_LINES]:
            if draft.scheme in ("capital", "roman", "arabic", "article", "part") or draft.kind == "cell":
                break
            if draft.kind != "boilerplate":
                self._lines.append(draft.text[-900:])

    @cached_property
    def enacts(self) -> regex.Match[str] | None:
        """The sentence that tells who issues what."""
        enacts = _enacts(self._instruments)
        return next((match for text in self._lines for match in _enacting(text, enacts)), None)

    def order(self, verbs: tuple[str, ...]) -> str | None:
        """The body or office that orders what follows: `UBND tỉnh yêu cầu các sở thực hiện các việc sau:`."""
        leads = (text for text in self._lines if text.endswith(":")) if verbs else iter(())
        found = (list(_orders(verbs).finditer(lead)) for lead in leads)
        return next((orders[-1]["body"] for orders in found if orders), None)

    def issues(self, type_name: str) -> bool:
        """Whether the document of a type is what the sentence tells the issue of."""
        if self.enacts is None:
            return False
        own, told = type_name.casefold(), self.enacts["type"].casefold()
        return own.startswith(told) or told.startswith(own)

    def leads_to(self, type_name: str) -> bool:
        """Whether that sentence leads to what the document says: `UBND tỉnh ban hành Kế hoạch trồng rừng như sau:`."""
        return self.issues(type_name) and self.enacts is not None and self.enacts.string.endswith(":")

    @property
    def has_chairman(self) -> bool:
        """Whether the chairman of a committee is the one who orders: `Chủ tịch UBND tỉnh yêu cầu`, `… chỉ thị:`."""
        return any(_CHAIRMAN.search(text) for text in self._lines)

    @property
    def territory(self) -> str | None:
        """That of the first body whose instrument the plan is based on."""
        return next((match["name"] for text in self._lines if (match := ABOVE.search(text))), None)


def last_body(words: str) -> str:
    """Of `Theo đề nghị của Sở A, Ủy ban nhân dân tỉnh` the last."""
    starts = list(
        regex.finditer(r"(?:^|,\s)(?=(?:Ủy ban|UBND|HĐND|Hội đồng|Ban Thường vụ|Tỉnh ủy|Thành ủy|Sở|Bộ)\b)", words)
    )
    return words[starts[-1].end() :] if starts else words
