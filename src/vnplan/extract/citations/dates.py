"""The date that is given with a citation: after it, in brackets, or before it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

import regex

_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = (
    r"(?:(?P<d>\d{1,2}) ?[/.\-] ?(?P<m>\d{1,2})(?: ?[/.\-] ?(?P<y>" + _YEAR + r"))?(?![\d/])"
    r"|(?P<dw>\d{1,2})? ?tháng ?(?P<mw>\d{1,2})?(?: ?(?:năm|/|-|tháng(?= \d{4})) ?(?P<yw>" + _YEAR + r"))?"
    r"|/ ?(?P<mb>\d{1,2}) ?/ ?(?P<yb>" + _YEAR + r"))"
)
_AFTER = regex.compile(
    r"(?i) ?,? ?(?:- ?)?(?P<bracket>\( ?)?(?:(?:ký|ban hành|cùng"
    r"|được ban hành) )?ngày ?" + _DAY + r"(?(bracket) ?\)|)"
    r"|(?P<open> ?\( ?)?(?(open)|,? )(?P<db>\d{1,2}) ?[/.\-] ?(?P<mp>\d{1,2}) ?[/.\-] ?(?P<yp>"
    + _YEAR
    + r")(?(open) ?\)|(?![\d/\-]))"
    r"|,? ?tháng ?(?P<mo>\d{1,2}) ?(?:năm|/|-) ?(?P<yo>" + _YEAR + r")"
    r"|(?:,? ?năm | (?=\d{4}(?: |[,;.)]|$))| ?\( ?(?:năm )?(?=\d{4} ?\)))(?P<only>" + _YEAR + r")(?![/\-]\d)(?: ?\))?"
)
_YEARLY = regex.compile(r"(?i) ?(?:hàng|hằng|mỗi) ?năm")
_BEFORE = regex.compile(
    r"(?i:(?<!\w)ngày) "
    + _DAY
    + r" ?,? (?P<who>[^;.:\n\d]{2,90}?) (?:đã )?(?:có|ký|ban hành|ký ban hành|ra|thông qua|phê duyệt)"
    r"(?: (?:ban hành|thông qua|kèm theo))?(?: các)? ?$"
)
_PASSED = regex.compile(
    r" ?,? ?(?:đã )?được (?P<who>[^;.:\n]{2,90}?) (?:thông qua|ban hành)(?: [^;.:\n]{0,60}?)?? ?,? (?:vào )?ngày "
    + _DAY
)


class Dated(NamedTuple):
    """A date found: ISO text, where it ends, whether its year was inferred, and who issued on it."""

    iso: str | None
    end: int
    inferred: bool = False
    who: str | None = None


def iso(day: str | None, month: str | None, year: str | None, near: date | None) -> tuple[str | None, bool]:
    """The ISO form of a date in parts, and whether its year had to be inferred from a day near it."""
    if not year and day and month and near is not None:
        guess = near.year if (int(month), int(day)) <= (near.month, near.day) else near.year - 1
        return iso(day, month, str(guess), None)[0], True
    if not year:
        return None, False
    if not month:
        return year, False
    if not 1 <= int(month) <= 12:
        return None, False
    if not day:
        return f"{year}-{int(month):02d}", False
    if not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return None, False
    return f"{year}-{int(month):02d}-{int(day):02d}", False


def _parts(found: regex.Match[str]) -> tuple[str | None, str | None, str | None]:
    return found["d"] or found["dw"], found["m"] or found["mw"] or found["mb"], found["y"] or found["yw"] or found["yb"]


def after(text: str, at: int, near: date | None) -> Dated | None:
    """The date just after a place: `, ngày 14/7/2015`, `(11/3/2019)`, `năm 2025`.

    >>> after("57-NQ/TW, ngày 22 tháng 12 năm 2024 của", 8, None).iso
    '2024-12-22'
    """
    found = _AFTER.match(text, at)
    if found is None:
        return None
    if found["only"]:
        return Dated(found["only"], found.end())
    if found["db"]:
        return Dated(iso(found["db"], found["mp"], found["yp"], None)[0], found.end())
    if found["mo"]:
        return Dated(iso(None, found["mo"], found["yo"], None)[0], found.end())
    if _YEARLY.match(text, found.end()):
        return Dated(None, found.end())  # a yearly day, not the day of issue
    day, month, year = _parts(found)
    if month is None:
        return Dated(None, found.end())  # `ngày … tháng … năm 2026`: left blank
    stated, inferred = iso(day, month, year, near)
    return Dated(stated, found.end(), inferred)


def before(text: str, line: int, start: int, near: date | None) -> Dated | None:
    """The date that stands before: `Ngày 23/4/2021, UBND tỉnh đã ban hành Kế hoạch số …`."""
    window = text[max(line, start - 150) : start]
    place = window.lower().rfind("ngày ")
    if place < 0 or not window.rstrip().endswith(("ành", "ký", "có", "ra", "qua", "duyệt", "theo", "các")):
        return None
    found = _BEFORE.search(window, place)
    if found is None:
        return None
    stated, inferred = iso(*_parts(found), near)
    return Dated(stated, start, inferred, found["who"])


def passed(text: str, at: int) -> Dated | None:
    """When and by whom a law was passed: `được Quốc hội khóa XV thông qua … ngày …`."""
    found = _PASSED.match(text, at)
    if found is None:
        return None
    return Dated(iso(*_parts(found), None)[0], found.end(), who=found["who"])
