"""A news article about a plan: the header of the plan that it reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from vnplan.structure.drafts import Draft
from vnplan.structure.issuer import Body, Issuers

_DATE = r"(?P<{0}day>\d{{1,2}})\s?[-/.]\s?(?P<{0}month>\d{{1,2}})\s?[-/.]\s?(?P<{0}year>\d{{4}})"
_ISSUED = regex.compile(
    r"(?:[Nn]gày\s" + _DATE.format("a") + r",?\s)?"
    r"(?P<body>(?:Chủ tịch\s)?(?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân|Ban Thường vụ|Tỉnh ủy|Thành ủy|Thủ tướng"
    r"|Chính phủ|Bộ|Sở)"
    r"\b[^.;:]{0,80}?)\s(?:đã |vừa |vừa có |mới )*(?:ban hành|ký ban hành|có|ký|triển khai|xây dựng)\s"
    r"(?P<type>Kế hoạch|kế hoạch|Chương trình hành động|chương trình hành động|Chương trình|Chỉ thị|Quyết định|Đề án"
    r"|Công điện)\s"
    r"(?:số\s)?(?P<designation>\d{1,5}[/-]\p{Lu}[\p{L}/&-]{1,20})?"
    r"(?:,?\sngày\s" + _DATE.format("b") + r")?,?\s?(?P<title>[^.;\n]{0,400})"
)
_PLANS = ("Kế hoạch", "Chương trình hành động", "Chương trình", "Đề án", "Chỉ thị", "Phương án")
_LINES = 14
_FIRST_LINES = 6  # in which an article shows itself
_DATELINE = regex.compile(r"\([\p{Lu}\d][\p{L}\d&. -]{1,24}\)\s?[-–]\s?\p{Lu}")


@dataclass(frozen=True, slots=True)
class Reported:
    """What an article says of the plan."""

    type_name: str | None = None
    designation: str | None = None
    issued_on: date | None = None
    title: str | None = None
    body: Body | None = None


def is_report(drafts: Sequence[Draft]) -> bool:
    r"""Whether a text without a head begins as an article does: a dateline, or what was issued on which day.

    >>> from vnplan.structure.drafts import scan
    >>> is_report(scan("Trồng rừng ven biển\n(CTO) - UBND thành phố vừa ban hành kế hoạch trồng rừng."))
    True
    """
    lines = [draft.text for draft in drafts if draft.kind != "boilerplate" and draft.text][:_FIRST_LINES]
    if any(_DATELINE.match(line) for line in lines):
        return True
    issued = (match for line in lines for match in _ISSUED.finditer(line[:600]) if match["aday"])
    return any(match.start() == 0 or match.string[: match.start()].endswith(". ") for match in issued)


def read_article(drafts: Sequence[Draft], issuers: Issuers) -> Reported:
    """The plan that an article reports: from its headline, else from the sentence that tells of its issue."""
    lines = [draft.text for draft in drafts[: _LINES + 10] if draft.kind != "boilerplate"][:_LINES]
    match = next((found for line in lines if (found := _ISSUED.search(line[:1500]))), None)
    type_name = title = body = None
    for line in lines[:3]:
        name = next((name for name in _PLANS if line.startswith(f"{name} ")), None)
        if name is not None and len(line) < 300:
            type_name, title = name, line[len(name) :].strip(" .:")
            break
    if match is None:
        return Reported(type_name, None, None, title, _body_in(lines, issuers))
    if title is None:
        words = regex.sub(r"^(?:về việc|về)\s", "", match["title"].strip(' ,“”"'))
        type_name, title = match["type"][:1].upper() + match["type"][1:], words or None
    body = issuers.read(match["body"].removeprefix("Chủ tịch "))
    return Reported(type_name, match["designation"], _day(match), title, body)


def _body_in(lines: Sequence[str], issuers: Issuers) -> Body | None:
    match = next((found for line in lines if (found := regex.search(r"UBND (?:tỉnh|thành phố)\b", line))), None)
    return issuers.read(match.group()) if match is not None else None


def _day(match: regex.Match[str]) -> date | None:
    for side in "ab":
        if match[f"{side}day"]:
            try:
                return date(int(match[f"{side}year"]), int(match[f"{side}month"]), int(match[f"{side}day"]))
            except ValueError:
                return None
    return None
