"""The years, or parts of years, that a title names: the plan's own period."""

from __future__ import annotations

from calendar import monthrange
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
    r"(?:giai đoạn|thời kỳ|các năm|từ năm|năm)\s(?:từ\s)?(?:năm\s)?(?P<start>20\d\d)\s?"
    r"(?:-|đến năm|đến|và)\s?(?P<end>20\d\d)",
    regex.IGNORECASE,
)
_BY = regex.compile(r"đến (?:hết )?năm\s(?P<end>20\d\d)", regex.IGNORECASE)
_YEAR = regex.compile(
    r"(?<!đến |tháng \d{1,2} )năm(?: học)?\s(?P<year>20\d\d)(?!\s?-)"  # not that of a day
    r"(?P<on> và (?:(?:các|những) năm (?:tiếp theo|sau)|tiếp theo))?",
    regex.IGNORECASE,
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OF_YEAR = r"(?: (?:của )?năm |/)(?P<year>20\d\d)\b"
_QUARTER = regex.compile(
    r"qu[ýí] (?P<first>i{1,3}|iv|[1-4])"
    rf"(?:(?: ?[,-] ?| và | đến (?:hết )?)(?:qu[ýí] )?(?P<last>i{{1,3}}|iv|[1-4]))?{_OF_YEAR}",
    regex.IGNORECASE,
)
_MONTHS = regex.compile(
    r"(?:từ tháng (?P<first>\d\d?) đến (?:hết )?tháng (?P<last>\d\d?)"
    # any other month tells when a storm came as often as when work is done
    r"|(?:^|công tác |nhiệm vụ |hoạt động |chương trình |trọng tâm |trong )tháng (?P<month>\d\d?)"
    rf"|\b(?P<count>[2-9]|1[01]) tháng(?: đầu| (?P<closing>cuối))?){_OF_YEAR}",
    regex.IGNORECASE,
)
# when a season of crops begins and ends no calendar tells
_CROPS = regex.compile(
    r"\bvụ (?:đông|hè|xuân|thu|mùa|ba)(?:(?: - |-| |, )(?:xuân|thu|đông|hè))?(?: năm)? 20\d\d(?: ?[-/] ?20\d\d)?",
    regex.IGNORECASE,
)
_ANY_YEAR = regex.compile(r"\b20\d\d\b")
_DAY = r"(?:ngày )?(?P<d{0}>\d\d?)(?:/| tháng )(?P<m{0}>\d\d?)(?:(?:/| năm )(?P<y{0}>20\d\d))"
_DAYS = regex.compile(  # `từ ngày 05/12/2025 đến hết ngày 05/3/2026`; the first day may leave its year to the last
    rf"từ {_DAY.format(1)}? đến (?:hết )?{_DAY.format(2)}\b", regex.IGNORECASE
)
_SCHOOL_YEAR = regex.compile(r"(?<!học k[ỳì] i{1,2} )năm học (?P<start>20\d\d) ?- ?(?P<end>20\d\d)\b", regex.IGNORECASE)
_BARE_RANGE = regex.compile(
    r"(?<!nhiệm kỳ |khóa |năm học )\b(?P<start>20\d\d)\s?-\s?(?P<end>20\d\d)\b", regex.IGNORECASE
)


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
    >>> period_of("Kế hoạch kiểm tra chợ đầu mối quý IV năm 2026")
    (datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    """
    if not title:
        return None, None
    title = _CROPS.sub("", title)
    enacted = _ENACTED.match(title)
    cited = _CITED.search(title, enacted.end() if enacted else 0)
    own = title[: cited.start()] if cited else title
    tail = title[cited.start() :] if cited else ""
    for words in (own, _after_place(tail)):
        found = _parts_of_year(words) or _years(words)
        if found != (None, None):
            return found
    return None, None


def _parts_of_year(words: str) -> tuple[date, date] | None:
    """Quarters, months and school years are periods of their own, not the years they lie in.

    >>> _parts_of_year("kiểm tra quý III, IV năm 2026"), _parts_of_year("năm học 2024 - 2025")
    ((datetime.date(2026, 7, 1), datetime.date(2026, 12, 31)), (datetime.date(2024, 9, 5), datetime.date(2025, 5, 31)))
    """
    if (match := _SCHOOL_YEAR.search(words)) is not None:
        # from its opening to the end of May, as the ministry's frame has it; provinces set the days
        return date(int(match["start"]), 9, 5), date(int(match["end"]), 5, 31)
    if (match := _DAYS.search(words)) is not None:
        return _from_to(match)
    if len(_ANY_YEAR.findall(words)) > 1:  # `năm 2025 và quý I năm 2026`
        return None
    if (match := _QUARTER.search(words)) is not None:
        first, last = (_QUARTERS[match[name].lower()] for name in ("first", "last" if match["last"] else "first"))
        return _months(int(match["year"]), 3 * first - 2, 3 * last)
    if (match := _MONTHS.search(words)) is not None:
        year = int(match["year"])
        if match["count"]:
            count = int(match["count"])
            return _months(year, 13 - count, 12) if match["closing"] else _months(year, 1, count)
        return _months(year, int(match["first"] or match["month"]), int(match["last"] or match["month"]))
    return None


def _months(year: int, first: int, last: int) -> tuple[date, date] | None:
    """From the first day of a month to the last of another; nothing where no such months are."""
    if not 1 <= first <= last <= 12:
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _from_to(match: regex.Match[str]) -> tuple[date, date] | None:
    year, day, month = int(match["y2"]), int(match["d1"]), int(match["m1"])
    try:
        last = date(year, int(match["m2"]), int(match["d2"]))
        first = date(int(match["y1"] or year), month, day)
    except ValueError:
        return None  # `31/4`
    return (first, last) if first <= last else None


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
