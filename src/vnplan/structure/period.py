"""The years that a title names: the plan's own period."""

from __future__ import annotations

from datetime import date

import regex

_CITED = regex.compile(
    r"\b(?:Nghị quyết|Quyết định|Chỉ thị|Kết luận|Chương trình|Đề án|Kế hoạch|Thông báo|Chiến lược|Quy hoạch|Nghị định"
    r"|Luật)"
    r"\s(?:hành động\s)?(?:số\s|mục tiêu quốc gia|tổng thể|phát triển|của\b|[\d]+)",
    regex.IGNORECASE,
)
# what a decision issues or approves is its own: `phê duyệt Quy hoạch tổng thể …`
_ENACTED = regex.compile(
    r"(?:(?:ban hành|phê duyệt|thông qua)(?: điều chỉnh)? )?"
    r"(?:Chương trình|Đề án|Kế hoạch|Chiến lược|Quy hoạch)\s(?!số\s)",
    regex.IGNORECASE,
)
_RANGE = regex.compile(
    r"(?:giai đoạn|thời kỳ|các năm|từ năm|năm(?: học)?)\s(?:từ\s)?(?:năm\s)?(?P<start>20\d\d)\s?"
    r"(?:-|đến năm|đến|và)\s?(?P<end>20\d\d)",
    regex.IGNORECASE,
)
_BY = regex.compile(r"đến (?:hết )?năm\s(?P<end>20\d\d)", regex.IGNORECASE)
_YEAR = regex.compile(
    r"(?<!đến |tháng \d{1,2} )năm(?: học)?\s(?P<year>20\d\d)(?!\s?-)"  # not that of a day
    r"(?P<on> và (?:các|những) năm (?:tiếp theo|sau))?",
    regex.IGNORECASE,
)
_BARE_RANGE = regex.compile(r"(?<!nhiệm kỳ |khóa )\b(?P<start>20\d\d)\s?-\s?(?P<end>20\d\d)\b", regex.IGNORECASE)


def period_of(title: str | None) -> tuple[date | None, date | None]:
    """First and last day of the period in a title.

    Years inside the name of another instrument are that instrument's.

    >>> period_of("Trồng rừng tỉnh An Giang giai đoạn 2021 - 2025")
    (datetime.date(2021, 1, 1), datetime.date(2025, 12, 31))
    >>> period_of("phát triển du lịch đến năm 2030")
    (None, datetime.date(2030, 12, 31))
    >>> period_of("Kế hoạch phát triển du lịch năm 2026")
    (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    >>> period_of("phê duyệt Quy hoạch tổng thể phát triển chợ đến năm 2030")
    (None, datetime.date(2030, 12, 31))
    """
    if not title:
        return None, None
    enacted = _ENACTED.match(title)
    cited = _CITED.search(title, enacted.end() if enacted else 0)
    own = title[: cited.start()] if cited else title
    tail = title[cited.start() :] if cited else ""
    for words in (own, _after_place(tail)):
        found = _years(words)
        if found != (None, None):
            return found
    return None, None


def _after_place(tail: str) -> str:
    """After `trên địa bàn tỉnh X` the plan's own words go on."""
    match = regex.search(
        r"trên địa bàn|(?<=\s)tại (?:tỉnh|thành phố)\b|của (?:tỉnh|thành phố)\b", tail, regex.IGNORECASE
    )
    return tail[match.end() :] if match else ""


def _years(words: str) -> tuple[date | None, date | None]:
    for pattern in (_RANGE, _BARE_RANGE):
        if (match := pattern.search(words)) is not None and match["start"] <= match["end"]:
            return date(int(match["start"]), 1, 1), date(int(match["end"]), 12, 31)
    if (match := _YEAR.search(words)) is not None:
        year = int(match["year"])
        return date(year, 1, 1), None if match["on"] else date(year, 12, 31)
    if (match := _BY.search(words)) is not None:
        return None, date(int(match["end"]), 12, 31)
    return None, None
