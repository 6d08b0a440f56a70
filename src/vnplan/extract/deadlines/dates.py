"""Days, months, quarters and years, and spans and lists of them."""

from __future__ import annotations

import re

from vnplan.extract.deadlines.atom import Atom, Shape
from vnplan.extract.deadlines.calendar import LAST_DAYS, Partial, century
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
    rf"(?P<named>ngày (?:m[ùồ]ng )?)?(?P<d>{_DAY})(?:"
    rf"(?: ?/ ?| tháng )(?P<m>{_MONTH_OR_WORD})(?:(?: ?/ ?|,? năm )'?(?P<y>{_YEAR}|\d\d)(?!\d))?"
    rf"|(?P<sep>[.-])(?P<m2>{_MONTH})(?P=sep)(?P<y2>{_YEAR})){_NO_MORE}"
)
_DOTTED = re.compile(rf"ngày (?P<d>{_DAY})[.-](?P<m>{_MONTH}){_NO_MORE}")
_DOTTED_RANGE = re.compile(
    rf"ngày (?P<d>{_DAY})\.(?P<m>{_MONTH}){_DASH}(?:ngày )?(?P<d2>{_DAY})\.(?P<m2>{_MONTH})"
    rf"(?:\.(?P<y>{_YEAR}))?{_NO_MORE}"
)
_DAY_ONLY = re.compile(rf"ngày (?:m[ùồ]ng )?(?P<d>{_DAY})(?![\d/.,]?\d|[/%]| tháng \d)(?= |[,.;:)]|$)")
_DAY_RANGE = re.compile(
    rf"(?:ngày )?(?P<d>{_DAY})(?:(?:/| tháng )(?P<m>{_MONTH})(?:(?:/| năm )(?P<y>{_YEAR}))?)?{_DASH}(?=(?:ngày )?\d)"
)
_DAY_LIST = re.compile(rf"(?:ngày )?(?P<d>{_DAY})(?=(?:,| và) (?:ngày )?{_DAY}(?:/| tháng ){_MONTH}(?!\d))")
_MONTH_ONE = re.compile(
    rf"(?:tháng |t)(?P<m>{_MONTH_OR_WORD})(?:(?: ?[/-] ?|,? (?:của )?năm )(?P<y>{_YEAR})(?!\d))?{_NO_MORE}"
)
_MONTH_RANGE = re.compile(
    rf"(?:tháng |t)(?P<m>{_MONTH})(?:(?: ?/ ?| năm )(?P<y>{_YEAR}))?"
    rf"{_DASH}(?:tháng |t)?(?P<m2>{_MONTH})(?![\d])"
    rf"(?:(?: ?[/-] ?|,? năm )(?P<y2>{_YEAR})(?!\d))?{_NO_MORE}"
)
# `tháng 3, 4/2026`; a number that other words follow counts something (`tháng 3, 4 lớp tập huấn`)
_MONTH_LIST = re.compile(
    rf"(?:tháng |t)(?P<more>{_MONTH}(?:/{_YEAR})?(?:(?:, ?| và |; ){_MONTH}(?:/{_YEAR})?(?![\d/%.]\d)){{1,11}})"
    rf"(?:,? năm (?P<y>{_YEAR})(?!\d))?(?= h[ằà]ng năm| mỗi năm| ?[.,;:)(|\n]| ?$| và )(?![.,]\d)"
)
_MEMBER = re.compile(rf"(?P<m>{_MONTH})(?:/(?P<y>{_YEAR}))?(?!\d)")
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
_QUARTER_MORE = re.compile(rf"(?<!\w){_QUARTER}")
_HALF = re.compile(rf"(?:(?P<n>0?[369]|11|sáu|chín) tháng|nửa) (?P<part>đầu|cuối) năm(?: (?P<y>{_YEAR})(?!\d))?")
_YEAR_RANGE = re.compile(
    rf"(?P<word>(?:các )?năm |giai đoạn |thời kỳ |kỳ |thời gian )?(?:từ )?(?:năm )?(?P<y>{_YEAR})(?!\d)"
    rf"(?: ?- ?| đến (?:hết )?)(?:năm )?(?P<y2>{_YEAR})(?![\d/])"
)
_COUNT_OF_YEARS = re.compile(r"(?<![\w.,/-])(?:0?[2-9]|10) $")  # `5 năm 2026 - 2030`
_YEAR_LIST = re.compile(rf"(?P<word>(?:các )?năm )?(?P<more>{_YEAR}(?:(?:, ?| và ){_YEAR}(?![\d/]|[.,]\d)){{1,10}})")
_YEARS = re.compile(_YEAR)
_YEAR_ONE = re.compile(rf"(?P<word>năm |giai đoạn |cuối năm |đầu năm |hết năm )?(?P<y>{_YEAR})(?![\d/]|[.,]\d)")
_RELATIVE = re.compile(
    rf"(?P<edge>cuối|hết|đầu|cả|giữa) (?P<unit>năm(?! học)|qu[ýí] {_QUARTER}|tháng {_MONTH}(?!\d))"
    rf"(?:(?: ?/ ?| năm | )(?P<y>{_YEAR})(?!\d))?"
)
_WEEK = re.compile(
    r"(?:(?P<ten>thượng|trung|hạ) tuần"
    r"|tuần (?:lễ )?(?:thứ )?(?P<n>0?[1-5]|nhất|hai|ba|tư|năm|đầu(?: tiên)?|cuối(?: cùng)?))(?: (?:của|trong))?,?"
    rf" tháng (?P<m>{_MONTH_OR_WORD})(?:(?: ?[/-] ?|,? (?:của )?năm )(?P<y>{_YEAR})(?!\d))?{_NO_MORE}"
)
_TEN_DAYS = {"thượng": (1, 10), "trung": (11, 20), "hạ": (21, None)}
_WEEKS = {"nhất": 1, "đầu": 1, "đầu tiên": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5}


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
    if match := _DOTTED_RANGE.match(text, at):
        year = int(match["y"]) if match["y"] else None
        first, until = (
            Partial(year, int(match["m"]), int(match["d"])),
            Partial(year, int(match["m2"]), int(match["d2"])),
        )
        return Atom(at, match.end(), "day", "times.day_range", first, until, ranged=True)
    if match := _DOTTED.match(text, at):
        place = Partial(None, int(match["m"]), int(match["d"]))
        return Atom(at, match.end(), "day", "times.dotted", place, place)
    if match := _DAY_ONLY.match(text, at):
        rrule = f"FREQ=MONTHLY;BYMONTHDAY={int(match['d'])}"
        return Atom(at, match.end(), "monthday", "times.day_only", rrule=rrule, bare=True)
    return None


def _list_gap(text: str, at: int) -> int:
    return 2 if text[at] == "," else 4


def month(text: str, at: int) -> Atom | list[Atom] | None:
    """`tháng 6/2024`, `tháng 4 - 6/2024`, `tháng 5, 6 năm 2024` (two), `tháng 4 đến tháng 6`."""
    if match := _MONTH_RANGE.match(text, at):
        year = match["y2"] or match["y"]
        last = Partial(int(year) if year else None, int(match["m2"]))
        first = Partial(int(match["y"]) if match["y"] else last.year, int(match["m"]))
        return Atom(at, match.end(), "month", "times.month_range", first, last, ranged=True)
    if match := _MONTH_LIST.match(text, at):
        return _month_list(text, match)
    if match := _MONTH_ONE.match(text, at):
        place = Partial(int(match["y"]) if match["y"] else None, _month_number(match["m"]))
        return Atom(at, match.end(), "month", "times.month", place, place)
    return None


def _month_list(text: str, match: re.Match[str]) -> list[Atom]:
    atoms = []
    for member in _MEMBER.finditer(text, match.start("more"), match.end("more")):
        place = Partial(int(member["y"]) if member["y"] else None, int(member["m"]))
        atoms.append(Atom(member.start(), member.end(), "month", "times.month_list", place, place))
    atoms[0].start = match.start()
    if match["y"]:
        atoms[-1].end = match.end()
        atoms[-1].first = atoms[-1].last = Partial(int(match["y"]), atoms[-1].last.month)
    return atoms


def quarter(text: str, at: int) -> Atom | list[Atom] | None:
    """`quý II`, `Q4/2025`, `quý I - II/2024`, `quý III, IV năm 2024` (two)."""
    if match := _QUARTER_RANGE.match(text, at):
        first, last = _ROMAN[match["q"].lstrip("0")], _ROMAN[match["q2"].lstrip("0")]
        left, right = Partial(int(match["y"]), 3 * first - 2), Partial(int(match["y2"]), 3 * last)
        return Atom(at, match.end(), "quarter", "times.quarter_range", left, right, ranged=True)
    match = _QUARTER_ONE.match(text, at)
    if not match:
        return None
    year = int(match["y"]) if match["y"] else None
    first = _ROMAN[match["q"].lstrip("0")]
    others = list(_QUARTER_MORE.finditer(text, match.start("more"), match.end("more")))
    if not others or re.search(r"-|đến", match["more"]):
        last = _ROMAN[others[-1][0].lstrip("0")] if others else first
        return _quarters(at, match.end(), year, first, last)
    atoms = [_quarters(at, match.end("q"), None, first, first)]
    atoms += [_quarters(one.start(), one.end(), None, n, n) for one in others for n in [_ROMAN[one[0].lstrip("0")]]]
    last = _ROMAN[others[-1][0].lstrip("0")]
    atoms[-1] = _quarters(others[-1].start(), match.end(), year, last, last)
    return atoms


def _quarters(start: int, end: int, year: int | None, first: int, last: int) -> Atom:
    left, right = Partial(year, 3 * first - 2), Partial(year, 3 * last)
    return Atom(start, end, "quarter", "times.quarter", left, right, ranged=last > first)


def year(text: str, at: int) -> Atom | list[Atom] | None:
    """`năm 2025`, `giai đoạn 2021 - 2025`, `2025 - 2027`, `các năm 2024, 2025` (two), `đến năm 2025`'s year."""
    if match := _YEAR_RANGE.match(text, at):
        word = match["word"] or ""
        if int(match["y2"]) > int(match["y"]):
            shape: Shape = "phase" if word[:4] in {"giai", "thời", "kỳ "} else "year"
            bare = not word
            counted = _COUNT_OF_YEARS.search(text, max(0, at - 4), at) if word == "năm " else None
            start = counted.start() if counted else at
            first, last = Partial(int(match["y"])), Partial(int(match["y2"]))
            return Atom(start, match.end(), shape, "times.years", first, last, ranged=True, bare=bare)
    if match := _YEAR_LIST.match(text, at):
        spans = [one.span() for one in _YEARS.finditer(text, match.start("more"), match.end())]
        bare = match["word"] is None
        atoms = [_one_year(start, end, int(text[start:end]), bare=bare) for start, end in spans]
        atoms[0].start = at
        return atoms
    if match := _YEAR_ONE.match(text, at):
        return _one_year(at, match.end(), int(match["y"]), bare=not match["word"])
    return None


def _one_year(start: int, end: int, number: int, *, bare: bool) -> Atom:
    place = Partial(number)
    return Atom(start, end, "year", "times.year", place, place, bare=bare)


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
        place = first = Partial(year, int(unit.split()[1]), 15 if edge == "giữa" else None)
    else:
        number = _ROMAN[unit.split()[1].lstrip("0")]
        first, place = Partial(year, 3 * number - 2), Partial(year, 3 * number - (edge == "giữa"))
    shape: Shape = "year" if unit == "năm" else "month"
    return Atom(at, match.end(), shape, f"times.{_EDGES[edge]}", first, place)


def part_of_month(text: str, at: int) -> Atom | None:
    """`trung tuần tháng 4`, `tuần thứ 2 của tháng 11/2026`, `tuần cuối tháng 12`.

    Ten days are what the word says; weeks are counted by seven from the first of the month, for which day of the
    week they begin on is not said.
    """
    match = _WEEK.match(text, at)
    if not match:
        return None
    month, year = _month_number(match["m"]), int(match["y"]) if match["y"] else None
    if match["ten"]:
        first, last = _TEN_DAYS[match["ten"]]
        return Atom(at, match.end(), "month", "times.ten_days", Partial(year, month, first), Partial(year, month, last))
    if match["n"].startswith("cuối"):
        first, last = LAST_DAYS[month] - 6, None
    else:
        week = _WEEKS.get(match["n"]) or int(match["n"])
        first, last = 7 * week - 6, 7 * week if week < 5 else None
    return Atom(at, match.end(), "month", "times.week", Partial(year, month, first), Partial(year, month, last))


_EDGES = {"cuối": "end_of", "hết": "end_of", "đầu": "begin_of", "cả": "whole", "giữa": "middle_of"}


def bare_month(text: str, at: int) -> Atom | None:
    """`3/2024`."""
    match = _BARE_MONTH.match(text, at)
    if not match:
        return None
    place = Partial(int(match["y"]), int(match["m"]))
    return Atom(at, match.end(), "month", "times.month", place, place, bare=True)
