"""Times as they stand in the text, without preposition and without judging whether they are deadlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from vnplan.extract.deadlines.calendar import Partial, century
from vnplan.knowledge.times import Times, union

Shape = Literal["day", "month", "quarter", "half", "year", "phase", "monthday", "rhythm", "duration", "open"]


@dataclass(slots=True)
class Atom:
    """One time expression. `first` and `last` are equal unless it is a range; `bare`: without a word that names it."""

    start: int
    end: int
    shape: Shape
    rule: str
    first: Partial = field(default_factory=Partial)
    last: Partial = field(default_factory=Partial)
    ranged: bool = False
    bare: bool = False
    rrule: str | None = None
    duration: str | None = None
    business: bool | None = None
    relation: str | None = None  # for durations, whose preposition is part of the phrase


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
    rf"(?:{_DASH}|(?:, ?{_MONTH})*(?:, ?| và )(?=\d))(?:tháng |t)?(?P<m2>{_MONTH})(?![\d])"
    rf"(?:(?: ?[/-] ?|,? năm )(?P<y2>{_YEAR})(?!\d))?{_NO_MORE}"
)
_BARE_MONTH = re.compile(rf"(?P<m>{_MONTH})[/.](?P<y>{_YEAR}){_NO_MORE}")
_QUARTER_ONE = re.compile(
    rf"(?:qu[ýí] ?|q\.? ?)(?P<q>{_QUARTER})"
    rf"(?P<more>(?: ?- ?(?:qu[ýí] )?{_QUARTER}| đến (?:qu[ýí] )?{_QUARTER}|(?:(?:, ?| và ){_QUARTER})+)?)"
    rf"(?:(?: ?[/-] ?|,? (?:của )?(?:năm )?)(?P<y>{_YEAR})(?!\d))?{_NO_MORE}"
)
_QUARTER_RANGE = re.compile(
    rf"qu[ýí] (?P<q>{_QUARTER})(?: ?/ ?| năm )(?P<y>{_YEAR}){_DASH}qu[ýí] (?P<q2>{_QUARTER})(?: ?/ ?| năm )(?P<y2>{_YEAR}){_NO_MORE}"
)
_HALF = re.compile(rf"(?:(?P<n>0?[369]|11|sáu|chín) tháng|nửa) (?P<part>đầu|cuối) năm(?: (?P<y>{_YEAR})(?!\d))?")
_YEAR_RANGE = re.compile(
    rf"(?P<word>(?:các )?năm |giai đoạn |thời kỳ |kỳ |thời gian )?(?:từ )?(?:năm )?(?P<y>{_YEAR})(?!\d)"
    rf"(?:(?: ?- ?| đến (?:hết )?)(?:năm )?|(?:, ?(?:năm )?{_YEAR})*(?:, ?| và (?=\d))(?:năm )?)(?P<y2>{_YEAR})(?![\d/])"
)
_YEAR_ONE = re.compile(rf"(?P<word>năm |giai đoạn |cuối năm |đầu năm |hết năm )?(?P<y>{_YEAR})(?![\d/]|[.,]\d)")
_RELATIVE = re.compile(
    rf"(?P<edge>cuối|hết|đầu|cả|giữa) (?P<unit>năm|qu[ýí] {_QUARTER}|tháng {_MONTH}(?!\d))(?:(?: ?/ ?| năm | )(?P<y>{_YEAR})(?!\d))?"
)
_OF_PERIOD = re.compile(
    rf"ngày (?P<d>{_DAY})(?: (?:hàng|hằng|mỗi) tháng"
    r"|,? (?:của )?(?:(?:tháng|tháng thứ) (?P<which>cuối(?: cùng)?|đầu(?: tiên)?|thứ ba)(?: của| trong)?(?: mỗi| từng| hằng| hàng)? "
    r"(?P<of>qu[ýí]|kỳ)(?: (?:sau|tiếp theo|báo cáo))?|tháng (?P<next>sau|kế tiếp|tiếp theo)(?: liền kề)?"
    r"|(?:mỗi )?tháng(?! \d| [a-zđ]+ năm)))(?!\w)"
)
_LAST_WORKDAY = re.compile(r"ngày làm việc cuối cùng (?:của )?(?:mỗi |hằng |hàng )?tháng")
_WEEKDAY = re.compile(
    r"(?:ngày )?(?P<w>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật) (?:hằng|hàng|mỗi|của mỗi|cuối mỗi) tuần"
)
_WEEKDAYS = {
    "hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "nhật": "SU",
    "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA",
}  # fmt: skip
_EVERY = r"(?:,? ?/ ?(?:0?1 )?lần| (?:một|0?1) lần|/ ?01 lần)"
_ELEMENT = r"(?:(?:h[ằà]ng|mỗi|theo|từng) )?(?:(?P<n>\d{1,2}|sáu|ba|một) )?(?P<unit>năm|qu[ýí]|tháng|tuần|ngày)(?! ?\d|\w| [a-zđ]+ năm)"
_PERIODIC = re.compile(rf"định kỳ(?: theo)? ?\(?(?:vào )?{_ELEMENT}(?:{_EVERY})?\)?")
_RHYTHM_MORE = re.compile(rf"(?:,|;| và| hoặc|/) ?(?:định kỳ )?(?P<el>{_ELEMENT})(?:{_EVERY})?(?= |[,.;:)\n]|$)")
_TIMES_PER = re.compile(rf"(?P<n>\d{{1,2}}|sáu|ba|một) (?P<unit>năm|qu[ýí]|tháng|tuần|ngày){_EVERY}(?!\w)")
_COUNT_PER = re.compile(r"(?P<k>0?1|một) lần ?/ ?(?:0?1 )?(?P<unit>năm|qu[ýí]|tháng|tuần|ngày)(?!\w)")
_EACH_ONCE = re.compile(r" (?:họp |tổ chức |báo cáo |kiểm tra )?(?:ít nhất )?(?:một|0?1) (?:lần|kỳ)(?!\w)")
_DURATION = re.compile(
    r"(?P<n>\d{1,3})(?: ?- ?(?P<n2>\d{1,3}))?(?: \(\w+(?: \w+)?\))? ?(?P<unit>giờ|phút|ngày|tuần|tháng|năm)(?P<work> làm việc)?"
    r"(?P<event>,?(?: (?:kể|tính))?(?: từ| sau| trước)(?: khi| ngày| thời điểm| lúc| thời gian)?(?: [^\s,;.()]+){1,25})?(?!\w)"
)
_DURATION_WORD = re.compile(
    r"(?:(?P<within>trong (?:thời hạn|thời gian|vòng))|(?P<loose>trong)|(?P<by>không quá|(?:chậm|muộn) nhất|tối đa|không muộn hơn)"
    r"|(?P<after>sau)|(?P<before>trước [^\s,;.()]+(?: [^\s,;.()]+){0,3}))(?: là| không quá| trong| thời hạn| vòng| tối đa| khoảng)* $"
)
_RULES = {"năm": "FREQ=YEARLY", "quý": "FREQ=MONTHLY;INTERVAL=3", "quí": "FREQ=MONTHLY;INTERVAL=3"}
_NUMBERS = {"một": 1, "ba": 3, "sáu": 6, "chín": 9}

_DIGITS = re.compile(r"[0-9]+")
# the words that name a number after them, and those that begin a time without a number
_HEADS = ("ngày ", "tháng ", "các năm ", "năm ", "giai đoạn ", "thời kỳ ", "quý ", "quí ")
_ANCHORS = (
    "ngày làm việc cuối", "quý i", "quí i", "giai đoạn từ ", "giai đoạn năm ", "nửa ", "cuối ", "hết ", "đầu ", "cả ", "giữa ",
    "thứ ", "chủ nhật ", "định kỳ", "đột xuất", "các năm ", "những năm ",
)  # fmt: skip

Scan = Callable[[str, int], Atom | None]


def _head(text: str, at: int) -> int:
    """Where the word that names a number begins; the number's own place if none does."""
    if at == 0:
        return 0
    last = text[at - 1]
    if last == " ":
        before = text[max(0, at - 10) : at]
        if before.endswith(_HEADS):
            return at - len(next(head for head in _HEADS if before.endswith(head)))
    elif last in "tq" and not text[max(0, at - 2) : at - 1].isalnum():
        return at - 1
    return at


def _number(text: str | None) -> int:
    return 1 if not text else _NUMBERS.get(text) or int(text)


def _month_number(text: str) -> int:
    return _WORD_MONTHS.get(text) or int(text)


def rule_of(unit: str, count: int = 1) -> str:
    """The RFC 5545 rule for once in some units.

    >>> rule_of("tháng", 6), rule_of("quý"), rule_of("năm")
    ('FREQ=MONTHLY;INTERVAL=6', 'FREQ=MONTHLY;INTERVAL=3', 'FREQ=YEARLY')
    """
    if unit in {"quý", "quí"}:
        return f"FREQ=MONTHLY;INTERVAL={3 * count}"
    name = {"năm": "YEARLY", "tháng": "MONTHLY", "tuần": "WEEKLY", "ngày": "DAILY"}[unit]
    return f"FREQ={name};INTERVAL={count}" if count > 1 else f"FREQ={name}"


def _of_period(match: re.Match[str]) -> Atom:
    day = int(match["d"])
    if match["which"] and match["of"] == "kỳ":
        rrule = f"FREQ=MONTHLY;BYMONTHDAY={day}"
    elif match["which"]:
        months = "1,4,7,10" if match["which"].startswith("đầu") else "3,6,9,12"
        rrule = f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}"
    else:
        rrule = f"FREQ=MONTHLY;BYMONTHDAY={day}"
    return Atom(match.start(), match.end(), "monthday", "times.day_of_period", rrule=rrule)


def _date(match: re.Match[str]) -> Atom:
    year = match["y"] or match["y2"]
    place = Partial(century(int(year)) if year else None, _month_number(match["m"] or match["m2"]), int(match["d"]))
    return Atom(match.start(), match.end(), "day", "times.date", place, place, bare=not match["named"])


def _day(text: str, at: int) -> Atom | None:
    """`ngày 5/6`, `5/6/2024`, `ngày 05 tháng 6 năm 2024`, `ngày 20 của tháng cuối quý`, `ngày 1 đến 20/11`."""
    if match := _OF_PERIOD.match(text, at):
        return _of_period(match)
    if match := _LAST_WORKDAY.match(text, at):
        rrule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
        return Atom(at, match.end(), "monthday", "times.last_workday", rrule=rrule)
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


def _month(text: str, at: int) -> Atom | None:
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
    assert first.month is not None
    assert last.month is not None
    return last.month - first.month == 1 + len(re.findall(r"\d+", joined))


def _quarter(text: str, at: int) -> Atom | None:
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
    if not dashed and any(b - a != 1 for a, b in zip(numbers, numbers[1:], strict=False)):
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


def _year(text: str, at: int) -> Atom | None:
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


def _half(text: str, at: int) -> Atom | None:
    """`6 tháng đầu năm 2024`, `nửa cuối năm`."""
    match = _HALF.match(text, at)
    if not match:
        return None
    months = _number(match["n"]) if match["n"] else 6
    year = int(match["y"]) if match["y"] else None
    first, last = (1, months) if match["part"] == "đầu" else (13 - months, 12)
    return Atom(at, match.end(), "half", "times.half_year", Partial(year, first), Partial(year, last))


def _relative(text: str, at: int) -> Atom | None:
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


def _number_atom(text: str, at: int) -> Atom | None:
    """What begins with a number: a date, a span of years, a half-year, a rhythm (`6 tháng/lần`), a duration."""
    for scan in (_half, _often, _duration, _day):
        if atom := scan(text, at):
            return atom
    if match := _BARE_MONTH.match(text, at):
        place = Partial(int(match["y"]), int(match["m"]))
        return Atom(at, match.end(), "month", "times.month", place, place, bare=True)
    return _year(text, at)


def _often(text: str, at: int) -> Atom | None:
    if match := _TIMES_PER.match(text, at):
        return Atom(at, match.end(), "rhythm", "times.once_in", rrule=rule_of(match["unit"], _number(match["n"])))
    if match := _COUNT_PER.match(text, at):
        return Atom(at, match.end(), "rhythm", "times.once_per", rrule=rule_of(match["unit"]), bare=True)
    return None


def _duration(text: str, at: int) -> Atom | None:
    """`trong thời hạn 10 ngày kể từ ngày …`, `chậm nhất 05 ngày làm việc sau khi …`: a limit, not an age or a length."""
    match = _DURATION.match(text, at)
    if not match:
        return None
    word = _DURATION_WORD.search(text, max(0, at - 45), at)
    if not word:
        return None
    event, work = match["event"], match["work"]
    strict = word.lastgroup in {"within", "by"}
    if word.lastgroup == "before":
        if not re.match(r"trước (?:kỳ|thời|ngày|khi|hội|phiên)", word.group()):
            return None
    elif not (event or work or (word.lastgroup == "within" and match["unit"] in {"ngày", "giờ"})):
        return None
    if (
        not strict
        and word.lastgroup == "loose"
        and not (work or (event and re.match(r",? ?(?:(?:kể|tính) )?(?:từ|sau)", event.strip())))
    ):
        return None
    count = int(match["n2"] or match["n"])
    amount = {"giờ": "PT{}H", "phút": "PT{}M", "ngày": "P{}D", "tuần": "P{}W", "tháng": "P{}M", "năm": "P{}Y"}
    relation = {"within": "within", "loose": "within", "by": "by", "after": "within", "before": "before"}
    return Atom(
        word.start(), match.end(), "duration", f"times.duration_{word.lastgroup}",
        duration=amount[match["unit"]].format(count), business=bool(work), relation=relation[word.lastgroup or ""],
    )  # fmt: skip


def _weekday(text: str, at: int) -> Atom | None:
    match = _WEEKDAY.match(text, at)
    if not match:
        return None
    day = _WEEKDAYS[match["w"].split()[1]]
    return Atom(at, match.end(), "monthday", "times.weekday", rrule=f"FREQ=WEEKLY;BYDAY={day}")


_SCANS: dict[str, Scan] = {
    "day": _day, "month": _month, "quarter": _quarter, "year": _year, "half": _half, "edge": _relative,
    "number": _number_atom, "weekday": _weekday,
}  # fmt: skip


class Scanner:
    """Finds the atoms of a text in one pass."""

    def __init__(self, times: Times) -> None:
        self.rhythms = {row.id: row for row in times.rhythms}
        self.events = {row.id: row for row in times.events if row.where == "text"}
        running = union(self.events.values(), named=True)
        rows = (*times.rhythms, *self.events.values())
        self.anchors = sorted({*_ANCHORS, *(anchor for row in rows for anchor in row.anchors)})
        self.trigger = re.compile(
            r"(?:(?P<number>\d+)|(?P<day>ngày (?=\d|làm việc cuối))|(?P<month>tháng (?=\d)|t(?=\d\d?/\d{4}))"
            r"|(?P<quarter>qu[ýí] (?=[ivx\d])|q\.? ?(?=[1-4iv]))"
            rf"|(?P<year>(?:các )?năm (?={_YEAR})|giai đoạn (?=(?:từ )?(?:năm )?{_YEAR})|(?:thời )?kỳ (?={_YEAR}))"
            r"|(?P<half>nửa (?=đầu|cuối)|(?:sáu|chín) tháng (?=đầu|cuối))|(?P<edge>(?:cuối|hết|đầu|cả|giữa) (?=năm|tháng \d|qu[ýí] ))"
            r"|(?P<weekday>thứ (?=\w+ (?:h[ằà]ng|mỗi|của|cuối))|chủ nhật (?=h[ằà]ng|mỗi))"
            rf"|(?P<periodic>định kỳ)|{union(times.rhythms, named=True)}(?!\w)"
            rf"|(?P<adhoc>đột xuất(?: (?:khi|theo|nếu)(?: có)? (?:yêu cầu|đề nghị|chỉ đạo))?)|(?P<after>(?:các|những) năm (?:tiếp theo|sau|kế tiếp))"
            rf"|{running}(?!\w))"
        )

    def atoms(self, text: str) -> Iterator[Atom]:
        """The atoms of a text in lower case, in order, none inside another."""
        read_to = 0
        for start in self._starts(text):
            if start < read_to or (start and text[start - 1].isalnum()):
                continue
            match = self.trigger.match(text, start)
            if match:
                for atom in self._read(text, match):
                    read_to = max(read_to, atom.end)
                    yield atom

    def _starts(self, text: str) -> list[int]:
        """Where a time may begin: at numbers and anchor words. Plain string search is what makes the pass cheap."""
        starts = [_head(text, match.start()) for match in _DIGITS.finditer(text)]
        for anchor in self.anchors:
            at = text.find(anchor)
            while at >= 0:
                starts.append(at)
                at = text.find(anchor, at + 1)
        starts.sort()
        return starts

    def _read(self, text: str, match: re.Match[str]) -> Iterator[Atom]:
        name = match.lastgroup or ""
        if scan := _SCANS.get(name):
            if atom := scan(text, match.start()):
                yield atom
        elif name == "periodic":
            yield from self._periodic(text, match)
        elif row := self.rhythms.get(name):
            end = match.end()
            if once := _EACH_ONCE.match(text, end):
                end = once.end()
            yield Atom(match.start(), end, "rhythm", f"times.{row.id}", rrule=row.rrule)
            yield from self._more(text, end)
        elif name in {"adhoc", "after"}:
            rule = {"adhoc": "times.ad_hoc", "after": "times.years_after"}[name]
            yield Atom(match.start(), match.end(), "open", rule)
        else:
            yield Atom(match.start(), match.end(), "open", f"times.{name}")

    def _periodic(self, text: str, match: re.Match[str]) -> Iterator[Atom]:
        found = _PERIODIC.match(text, match.start())
        if not found:
            yield Atom(match.start(), match.end(), "open", "times.periodic")
            return
        end = found.end()
        if text[end - 1] == ")" and "(" not in found.group():
            end -= 1
        elif "(" in found.group() and text[end - 1] != ")":
            end = found.end("unit")
        yield Atom(match.start(), end, "rhythm", "times.every", rrule=rule_of(found["unit"], _number(found["n"])))
        yield from self._more(text, end)

    def _more(self, text: str, at: int) -> Iterator[Atom]:
        """The rest of a list that shares `định kỳ` or `hằng`: `định kỳ 6 tháng, 01 năm`."""
        while more := _RHYTHM_MORE.match(text, at):
            start, at = more.start("el"), more.end()
            yield Atom(start, at, "rhythm", "times.every_list", rrule=rule_of(more["unit"], _number(more["n"])))
