"""Days, months, quarters and years, and spans and lists of them."""

from __future__ import annotations

import re
from itertools import pairwise

from vnplan.extract.deadlines.atom import Atom, Shape
from vnplan.extract.deadlines.calendar import Partial, century
from vnplan.extract.deadlines.rhythms import day_of_period, number

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_YEAR = r"(?:19|20)\d\d"
_DASH = r"(?: ?- ?| đến (?:hết )?)"
_NO_MORE = r"(?![\d/%]|[.,]\d)"
_WORD_MONTHS = {
    "ba": 3, "tư": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_MONTH_OR_WORD = rf"(?:{_MONTH}(?!\d)|mười một|mười hai|mười|ba|tư|sáu|bảy|tám|chín)"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = r"(?:iv|i{1,3}|0?[1-4])(?!\w)"

_DATE = re.compile(
    rf"(?P<named>ngày )?(?P<d>{_DAY})(?:"
    rf"(?: ?/ ?| tháng )(?P<m>{_MONTH_OR_WORD})(?:(?: ?/ ?|,? năm )'?(?P<y>{_YEAR}|\d\d)(?!\d))?"
    rf"|(?P<sep>[.-])(?P<m2>{_MONTH})(?P=sep)(?P<y2>{_YEAR})){_NO_MORE}"
)
_DOTTED = re.compile(rf"ngày (?P<d>{_DAY})[.-](?P<m>{_MONTH}){_NO_MORE}")
_DAY_RANGE = re.compile(
    rf"(?:ngày )?(?P<d>{_DAY})(?:(?:/| tháng )(?P<m>{_MONTH})(?:(?:/| năm )(?P<y>{_YEAR}))?)?{_DASH}(?=(?:ngày )?\d)"
)
_DAY_LIST = re.compile(rf"(?:ngày )?(?P<d>{_DAY})(?=(?:,| và) (?:ngày )?{_DAY}(?:/| tháng ){_MONTH}(?!\d))")
_MONTH_ONE = re.compile(
    rf"(?:tháng |t)(?P<m>{_MONTH_OR_WORD})(?:(?: ?[/-] ?|,? (?:của )?năm )(?P<y>{_YEAR})(?!\d))?{_NO_MORE}"
)
_MONTH_RANGE = re.compile(
    rf"(?:tháng |t)(?P<m>{_MONTH})(?:(?: ?/ ?| năm )(?P<y>{_YEAR}))?"
    rf"(?:{_DASH}|(?:, ?{_MONTH}){{0,10}}(?:, ?| và )(?=\d))(?:tháng |t)?(?P<m2>{_MONTH})(?![\d])"
    rf"(?:(?: ?[/-] ?|,? năm )(?P<y2>{_YEAR})(?!\d))?{_NO_MORE}"
)
_BARE_MONTH = re.compile(rf"(?P<m>{_MONTH})[/.](?P<y>{_YEAR}){_NO_MORE}")
_QUARTER_ONE = re.compile(
    rf"(?:qu[ýí] ?|q\.? ?)(?P<q>{_QUARTER})"
    rf"(?P<more>(?: ?- ?(?:qu[ýí] )?{_QUARTER}| đến (?:qu[ýí] )?{_QUARTER}|(?:(?:, ?| và ){_QUARTER}){{1,3}})?)"
    rf"(?:(?: ?[/-] ?|,? (?:của )?(?:năm )?)(?P<y>{_YEAR})(?!\d))?{_NO_MORE}"
)
_QUARTER_RANGE = re.compile(
    rf"qu[ýí] (?P<q>{_QUARTER})(?: ?/ ?| năm )(?P<y>{_YEAR}){_DASH}"
    rf"qu[ýí] (?P<q2>{_QUARTER})(?: ?/ ?| năm )(?P<y2>{_YEAR}){_NO_MORE}"
)
_HALF = re.compile(rf"(?:(?P<n>0?[369]|11|sáu|chín) tháng|nửa) (?P<part>đầu|cuối) năm(?: (?P<y>{_YEAR})(?!\d))?")
_YEAR_RANGE = re.compile(
    rf"(?P<word>(?:các )?năm |giai đoạn |thời kỳ |kỳ |thời gian )?(?:từ )?(?:năm )?(?P<y>{_YEAR})(?!\d)"
    rf"(?:(?: ?- ?| đến (?:hết )?)(?:năm )?|(?:, ?(?:năm )?{_YEAR}){{0,10}}(?:, ?| và (?=\d))(?:năm )?)"
    rf"(?P<y2>{_YEAR})(?![\d/])"
)
_YEAR_ONE = re.compile(rf"(?P<word>năm |giai đoạn |cuối năm |đầu năm |hết năm )?(?P<y>{_YEAR})(?![\d/]|[.,]\d)")
_RELATIVE = re.compile(
    rf"(?P<edge>cuối|hết|đầu|cả|giữa) (?P<unit>năm|qu[ýí] {_QUARTER}|tháng {_MONTH}(?!\d))"
    rf"(?:(?: ?/ ?| năm | )(?P<y>{_YEAR})(?!\d))?"
)


def _month_number(text: str) -> int:
    return _WORD_MONTHS.get(text) or int(text)


def _date(match: re.Match[str]) -> Atom:
    year = match["y"] or match["y2"]
    place = Partial(century(int(year)) if year else None, _month_number(match["m"] or match["m2"]), int(match["d"]))
    return Atom(match.start(), match.end(), "day", "times.date", place, place, bare=not match["named"])


def day(text: str, at: int) -> Atom | None:
    """`ngày 5/6`, `5/6/2024`, `ngày 05 tháng 6 năm 2024`, `ngày 20 của tháng cuối quý`, `ngày 1 đến 20/11`."""
    if atom := day_of_period(text, at):
        return atom
    if (match := _DAY_RANGE.match(text, at)) and (right := _DATE.match(text, match.end())):
        last = _date(right)
        year, month = match["y"], match["m"]
        left = Partial(int(year) if year else last.last.year, int(month) if month else last.last.month, int(match["d"]))
        named = text.startswith("ngày", at)
        return Atom(at, right.end(), "day", "times.day_range", left, last.last, ranged=True, bare=not named)
    if (match := _DAY_LIST.match(text, at)) and (
        right := _DATE.match(text, match.end() + _list_gap(text, match.end()))
    ):
        last = _date(right)
        place = last.last._replace(day=int(match["d"]))
        return Atom(at, match.end(), "day", "times.day_list", place, place, bare=not text.startswith("ngày", at))
    if match := _DATE.match(text, at):
        return _date(match)
    if match := _DOTTED.match(text, at):
        place = Partial(None, int(match["m"]), int(match["d"]))
        return Atom(at, match.end(), "day", "times.dotted", place, place)
    if match := re.compile(rf"ngày (?P<d>{_DAY})(?![\d/.,]?\d|[/%]| tháng \d)(?= |[,.;:)]|$)").match(text, at):
        rrule = f"FREQ=MONTHLY;BYMONTHDAY={int(match['d'])}"
        return Atom(at, match.end(), "monthday", "times.day_only", rrule=rrule, bare=True)
    return None


def _list_gap(text: str, at: int) -> int:
    return 2 if text[at] == "," else 4


def month(text: str, at: int) -> Atom | None:
    """`tháng 6/2024`, `tháng 4 - 6/2024`, `tháng 5 và tháng 6 năm 2024`, `tháng 4 đến tháng 6`."""
    if match := _MONTH_RANGE.match(text, at):
        year = match["y2"] or match["y"]
        last = Partial(int(year) if year else None, int(match["m2"]))
        first = Partial(int(match["y"]) if match["y"] else last.year, int(match["m"]))
        joined = text[match.end("m") : match.start("m2")]
        apart = "và" in joined or "," in joined
        if not apart or _consecutive(joined, first, last):
            return Atom(at, match.end(), "month", "times.month_range", first, last, ranged=True)
    if match := _MONTH_ONE.match(text, at):
        place = Partial(int(match["y"]) if match["y"] else None, _month_number(match["m"]))
        return Atom(at, match.end(), "month", "times.month", place, place)
    return None


def _consecutive(joined: str, first: Partial, last: Partial) -> bool:
    return (last.month or 0) - (first.month or 0) == 1 + len(re.findall(r"\d+", joined))


def quarter(text: str, at: int) -> Atom | None:
    """`quý II`, `Q4/2025`, `quý I - II/2024`, `quý III, IV năm 2024`."""
    if match := _QUARTER_RANGE.match(text, at):
        first, last = _ROMAN[match["q"].lstrip("0")], _ROMAN[match["q2"].lstrip("0")]
        left, right = Partial(int(match["y"]), 3 * first - 2), Partial(int(match["y2"]), 3 * last)
        return Atom(at, match.end(), "quarter", "times.quarter_range", left, right, ranged=True)
    match = _QUARTER_ONE.match(text, at)
    if not match:
        return None
    year = int(match["y"]) if match["y"] else None
    numbers = [_ROMAN[match["q"].lstrip("0")]]
    numbers += [_ROMAN[found.lstrip("0")] for found in re.findall(rf"(?<!\w){_QUARTER}", match["more"])]
    dashed = bool(re.search(r"-|đến", match["more"]))
    if not dashed and any(b - a != 1 for a, b in pairwise(numbers)):
        first, last, end = numbers[0], numbers[0], match.end("q")
        year = year if end == match.end() else None
    else:
        first, last, end = numbers[0], numbers[-1], match.end()
    return Atom(
        at,
        end,
        "quarter",
        "times.quarter",
        Partial(year, 3 * first - 2),
        Partial(year, 3 * last),
        ranged=len(numbers) > 1,
    )


def year(text: str, at: int) -> Atom | None:
    """`năm 2025`, `giai đoạn 2021 - 2025`, `2025 - 2027`, `cuối năm 2025`, `đến năm 2025`'s year."""
    if match := _YEAR_RANGE.match(text, at):
        word = match["word"] or ""
        if int(match["y2"]) > int(match["y"]):
            shape: Shape = "phase" if word[:4] in {"giai", "thời", "kỳ "} else "year"
            bare = not word
            return Atom(
                at, match.end(), shape, "times.years", Partial(int(match["y"])), Partial(int(match["y2"])),
                ranged=True, bare=bare,
            )  # fmt: skip
    if match := _YEAR_ONE.match(text, at):
        place = Partial(int(match["y"]))
        return Atom(at, match.end(), "year", "times.year", place, place, bare=not match["word"])
    return None


def half(text: str, at: int) -> Atom | None:
    """`6 tháng đầu năm 2024`, `nửa cuối năm`."""
    match = _HALF.match(text, at)
    if not match:
        return None
    months = number(match["n"]) if match["n"] else 6
    year = int(match["y"]) if match["y"] else None
    first, last = (1, months) if match["part"] == "đầu" else (13 - months, 12)
    return Atom(at, match.end(), "half", "times.half_year", Partial(year, first), Partial(year, last))


def relative(text: str, at: int) -> Atom | None:
    """`cuối năm 2026`, `cuối quý II`, `cả năm`, `đầu tháng 4`."""
    match = _RELATIVE.match(text, at)
    if not match:
        return None
    year = int(match["y"]) if match["y"] else None
    unit, edge = match["unit"], match["edge"]
    if unit == "năm":
        place = first = Partial(year, None)
        if edge == "giữa":
            place = Partial(year, 6, 30)
    elif unit.startswith("tháng"):
        place = first = Partial(year, int(unit.split()[1]))
    else:
        number = _ROMAN[unit.split()[1].lstrip("0")]
        first, place = Partial(year, 3 * number - 2), Partial(year, 3 * number)
    shape: Shape = "year" if unit == "năm" else "month"
    return Atom(at, match.end(), shape, f"times.{_EDGES[edge]}", first, place)


_EDGES = {"cuối": "end_of", "hết": "end_of", "đầu": "begin_of", "cả": "whole", "giữa": "middle_of"}


def bare_month(text: str, at: int) -> Atom | None:
    """`3/2024`."""
    match = _BARE_MONTH.match(text, at)
    if not match:
        return None
    place = Partial(int(match["y"]), int(match["m"]))
    return Atom(at, match.end(), "month", "times.month", place, place, bare=True)
