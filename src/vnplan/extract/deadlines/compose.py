"""From atoms to whole expressions: prepositions, frequency words, and what the members of a list share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from vnplan.core.mentions import DeadlineKind, DeadlineRelation
from vnplan.extract.deadlines.atom import Atom
from vnplan.extract.deadlines.calendar import Clock, Partial
from vnplan.knowledge.times import Preposition, Times, union

_CALENDAR = frozenset({"day", "month", "quarter", "half", "year", "phase"})
_ONWARDS = re.compile(r" trở (?:đi|về sau)|,? (?:cho )?đến (?:khi|lúc)(?: [^\s,;.()]+){1,30}")
_LIST_GAP = re.compile(r" ?(?:,|và|hoặc|;|/) ?(?:và |vào )?")
_WEEKDAY = re.compile(r" ?\((?:thứ \w+|chủ nhật|t[2-7]|cn)\)")  # `từ ngày 03/5 (Chủ nhật) đến ngày 10/5`
LIMITS = frozenset({"before", "latest", "not_after", "last_day"})
"""Prepositions that always set a limit."""
# `lập dự toán cho năm sau trước ngày 15/11 của năm trước`: each year
_YEAR_BEFORE = re.compile(r" (?:của )?năm (?:liền )?trước(?: liền kề| đó)?(?!\w)")
_MERGE_BEFORE = re.compile(r",? \(?|: ?")
_MERGE_AFTER = re.compile(r",? (?:của )?")
_FAMILY = {
    "day": "day",
    "monthday": "day",
    "month": "month",
    "quarter": "month",
    "half": "month",
    "year": "year",
    "phase": "year",
}
_LISTED = {**_FAMILY, "rhythm": "rhythm"}


@dataclass(slots=True)
class Time:
    """An expression: an atom with its preposition, and what it shares with its neighbours."""

    atom: Atom
    start: int
    end: int
    preposition: Preposition | None = None
    every: str | None = None
    year_shared: bool = False
    relation_shared: bool = False
    listed: bool = False  # not the first of a list
    list_start: int = 0  # where the list that it stands in begins and ends; its own place outside of lists
    list_end: int = 0
    behind_citation: bool = False  # right behind the day or issuer of a cited instrument, which has no title
    in_series: bool = False  # comes round because its sentence names a periodic report

    @property
    def calendar(self) -> bool:
        """Whether it names a day, month, quarter or year."""
        return self.atom.shape in _CALENDAR

    @property
    def relation(self) -> DeadlineRelation | None:
        """What the preposition says."""
        return self.preposition.relation if self.preposition else None


class Value(NamedTuple):
    """What an expression means."""

    kind: DeadlineKind
    relation: DeadlineRelation | None
    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    inferred: tuple[str, ...] = ()


class Composer:
    """Puts atoms together."""

    def __init__(self, times: Times) -> None:
        self.rows = times.preposition
        words = {anchor.split(" ", 1)[0] for row in times.prepositions for anchor in row.anchors}
        self.begins = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words))})(?!\w)")
        # a time of day may stand between preposition and day: `trước 16 giờ 30 ngày 20/5`
        self.pattern = re.compile(
            rf"(?<!\w){union(times.prepositions, named=True)}"
            r"(?: khoảng| thời điểm| mốc| thời gian)?"
            r"(?: \d{1,2} ?(?:giờ|h|g) ?(?:\d{1,2}(?:'|’| phút)?)?(?: sáng| chiều)?,?)?"
            r"(?: (?:buổi )?(?:sáng|trưa|chiều|tối))?"
            # `trong 2 năm 2026 - 2027`, `vào 02 ngày 20 và 21/5`
            r"(?: (?:thứ \w{2,4}|chủ nhật),?)?"
            r"(?: các| 0?[2-9]| hai| ba)?(?: ngày| năm(?= \())? \(?$"
        )
        self.part_of_day = re.compile(r"(?<!\w)(?:buổi )?(?:sáng|trưa|chiều|tối) (?:ngày )?$")

    def times(self, lower: str, atoms: list[Atom]) -> list[Time]:
        """The expressions that the atoms of a text make."""
        found: list[Time] = []
        floor = 0
        for atom in atoms:
            time = Time(atom, atom.start, atom.end)
            if atom.shape in _FAMILY or atom.rule in {"times.daily", "times.weekly"}:
                self._preposition(lower, time, floor)
            if time.relation == "from" and not atom.ranged and (rest := _ONWARDS.match(lower, atom.end)):
                time.end = rest.end()
            if found and found[-1].atom.rule == "times.weekday_only" and time.start < found[-1].end:
                found.pop()  # `vào thứ Sáu, ngày 19/12`: the date says all
            if atom.rule == "times.weekday_only" and found and lower[found[-1].end : atom.start].strip() == "(":
                continue  # `ngày 10/5 (Chủ nhật)`
            if atom.rule != "times.weekday_only":
                floor = atom.end
            found.append(time)
        found = _merged(lower, _ranges(lower, found))
        _share(lower, found)
        _extents(lower, found)
        return found

    def _preposition(self, lower: str, time: Time, floor: int) -> None:
        begin = max(floor, time.start - 60)
        if time.atom.rule == "times.weekday" and (part := self.part_of_day.search(lower, begin, time.start)):
            time.start = part.start()
        if match := self._words_before(lower, begin, time.start):
            if time.atom.shape == "rhythm" and not re.search(r"\d", match.group()):
                return  # only a time of day stands between preposition and frequency word
            name = next(name for name in self.rows if match.group(name) is not None)
            if name == "at_close" and not lower.startswith(",", time.end):
                return
            time.preposition = self.rows[name]
            time.start = match.start()
            if match.group().endswith("(") and lower.startswith(")", time.end):
                time.end += 1

    def _words_before(self, lower: str, begin: int, end: int) -> re.Match[str] | None:
        """A preposition with what may follow it up to a place; it is looked for only where a word begins."""
        for word in self.begins.finditer(lower, begin, end):
            if match := self.pattern.match(lower, word.start(), end):
                return match
        return None


def _ranges(lower: str, times: list[Time]) -> list[Time]:
    """`từ ngày 01/3/2026 đến hết quý III`: two limits of different kinds are one period."""
    result: list[Time] = []
    for time in times:
        left = result[-1] if result else None
        if (
            left is not None
            and left.relation == "from" and time.preposition is not None and time.relation == "by"
            and time.start - left.end < 18 and _WEEKDAY.sub("", lower[left.end : time.start]).strip(" ,") == ""
            and not left.atom.ranged and left.every is None
            and ({left.atom.shape, time.atom.shape} <= _CALENDAR or _of_month(left.atom, time.atom))
        ):  # fmt: skip
            if time.atom.shape == "monthday":
                left.atom.rrule = _of_month(left.atom, time.atom)
            left.atom.last, left.atom.ranged, left.atom.rule = time.atom.last, True, "times.range"
            left.end = time.end
            continue
        result.append(time)
    return result


def _of_month(left: Atom, right: Atom) -> str | None:
    """The rule of `từ ngày 25 đến ngày 30 hằng tháng`."""
    if left.shape != "monthday" or not left.rrule or not right.rrule:
        return None
    monthly = "FREQ=MONTHLY;BYMONTHDAY="
    if not (left.rrule.startswith(monthly) and right.rrule.startswith(monthly)):
        return None
    first, last = (int(rule.removeprefix(monthly)) for rule in (left.rrule, right.rrule))
    return monthly + ",".join(str(day) for day in range(first, last + 1)) if first <= last else None


def _extents(lower: str, times: list[Time]) -> None:
    """Where the list of each time begins and ends."""
    for time in times:
        time.list_start, time.list_end = time.start, time.end
    for left, right in pairwise(times):
        if _LISTED.get(left.atom.shape) == _LISTED.get(right.atom.shape) and (
            0 <= right.start - left.end < 8 and _LIST_GAP.fullmatch(lower[left.end : right.start])
        ):
            right.list_start = left.list_start
    for right, left in pairwise(reversed(times)):
        if right.list_start == left.list_start:
            left.list_end = right.list_end


def _merged(lower: str, times: list[Time]) -> list[Time]:
    """`Định kỳ hằng năm (trước ngày 15/12)` and `trước ngày 15/12 hằng năm` are one expression each."""
    result: list[Time] = []
    for time in times:
        if _calendar_limit(time) and (year := _YEAR_BEFORE.match(lower, time.end)):
            time.every, time.end = "FREQ=YEARLY", year.end()
        before = result[-1] if result else None
        if before is not None:
            gap = lower[before.end : time.start] if time.start - before.end < 8 else "\n"
            if _months_in_bracket(before, time, gap):
                time.every = "FREQ=YEARLY"  # `định kỳ 6 tháng (tháng 01 và tháng 7)`: each month comes round by itself
            elif _leads(before) and _undated(time) and _MERGE_BEFORE.fullmatch(gap) and (
                time.preposition or "(" in gap or time.atom.shape == "monthday"
            ):  # fmt: skip
                time.every = time.every or before.atom.rrule or "FREQ=YEARLY"
                time.start = before.start
                if "(" in gap and lower.startswith(")", time.end):
                    time.end += 1
                result[-1] = time
                continue
            if (
                time.atom.shape == "rhythm"
                and _undated(before)
                and before.every in {None, time.atom.rrule}
                and _MERGE_AFTER.fullmatch(gap)
            ):
                before.every, before.end = time.atom.rrule, time.end
                continue
        result.append(time)
    return result


def _months_in_bracket(before: Time, time: Time, gap: str) -> bool:
    """Whether months in a bracket tell when a rhythm of less than a year falls."""
    often = before.atom.shape == "rhythm" and before.atom.rrule != "FREQ=YEARLY"
    return often and time.atom.shape == "month" and _undated(time) and gap.strip() == "("


def _leads(time: Time) -> bool:
    return time.atom.shape == "rhythm" or time.atom.rule == "times.periodic"


def _calendar_limit(time: Time) -> bool:
    return time.calendar and _undated(time) and time.preposition is not None and time.preposition.id in LIMITS


def _undated(time: Time) -> bool:
    return (time.calendar and time.atom.last.year is None) or time.atom.shape == "monthday"


def _share(lower: str, times: list[Time]) -> None:
    """A list shares the preposition of its first member, and the year and frequency word of its last."""
    chained = [
        a.calendar and _FAMILY[a.atom.shape] == _FAMILY.get(b.atom.shape) and b.start - a.end < 8
        and _LIST_GAP.fullmatch(lower[a.end : b.start]) is not None
        for a, b in pairwise(times)
    ]  # fmt: skip
    for n in range(len(chained) - 1, -1, -1):
        if chained[n]:
            _share_back(times[n], times[n + 1])
    for n, linked in enumerate(chained):
        if not linked:
            continue
        left, right = times[n], times[n + 1]
        right.listed = True
        if right.preposition is None and left.preposition is not None:
            right.preposition = left.preposition
            right.relation_shared = True
        if right.every is None and left.every is not None and right.atom.last.year is None:
            right.every = left.every
        if right.every is None and right.atom.last.year is None and left.atom.last.year is not None:
            _date(right, left.atom.last.year)


def _share_back(left: Time, right: Time) -> None:
    if left.every is None and left.atom.last.year is None:
        if right.every is not None:
            left.every = right.every
        elif right.atom.last.year is not None:
            _date(left, right.atom.first.year or right.atom.last.year)


def _date(time: Time, year: int) -> None:
    time.atom.first = time.atom.first._replace(year=year)
    time.atom.last = time.atom.last._replace(year=year)
    time.year_shared = True


def value(time: Time, clock: Clock, *, series: str | None, in_plan: bool) -> Value | None:
    """What an expression means; None if it means no time at all. `series`: the rule that the sentence implies."""
    atom = time.atom
    if atom.shape == "monthday":
        return Value("recurring", "within" if atom.ranged else time.relation or atom.relation, rrule=atom.rrule)
    if atom.shape == "rhythm":
        return Value("recurring", time.relation, rrule=atom.rrule)
    if not time.calendar:
        return Value("open", atom.relation)
    if time.every or (series and atom.shape == "day" and atom.last.year is None and not atom.ranged):
        implied = () if time.every else ("rrule",)
        relation = "within" if atom.ranged else _point_relation(time)
        if relation == "on" and atom.shape != "day":
            relation = "within"
        return Value("recurring", relation, rrule=_yearly(atom), inferred=implied)
    inferred: tuple[str, ...] = ("start", "end") if time.year_shared else ()
    first, last = atom.first, atom.last
    if last.year is None and (year := clock.year_of(last, in_plan=in_plan)) is not None:
        first, last, inferred = first._replace(year=year), last._replace(year=year), ("start", "end")
    if first.year is None and last.year is not None:
        first = first._replace(year=last.year)
        inferred = ("start", *(name for name in inferred if name != "start"))
    first, last = _over_new_year(atom, first, last)
    if time.preposition is not None and time.preposition.id == "from_now" and clock.issued_on:
        ends = tuple(name for name in inferred if name == "end")
        return Value("period", "within", clock.issued_on, last.last(), inferred=("start", *ends))
    return _placed(time, first, last, inferred)


def _over_new_year(atom: Atom, first: Partial, last: Partial) -> tuple[Partial, Partial]:
    """`từ tháng 11 đến tháng 3` ends in the next year, `từ tháng 11 đến tháng 02/2027` begins in the one before."""
    if not atom.ranged or first.year is None or first.year != last.year or not first.month or not last.month:
        return first, last
    if first.month <= last.month:
        return first, last
    if atom.last.year is None:
        return first, last._replace(year=first.year + 1)
    return first._replace(year=first.year - 1), last


def _placed(time: Time, first: Partial, last: Partial, inferred: tuple[str, ...]) -> Value:
    atom, relation = time.atom, time.relation
    start, end = first.first(), last.last()
    ends = tuple(name for name in inferred if name == "end")
    if relation == "from" and not atom.ranged:
        return Value("period", "from", start, None, inferred=tuple(n for n in inferred if n == "start"))
    if atom.shape == "day":
        if atom.ranged:
            return Value("period", "within", start, end, inferred=inferred)
        return Value("date", _point_relation(time) or "on", start, start, inferred=inferred)
    edge = atom.rule.removeprefix("times.")
    if time.preposition is not None and time.preposition.id == "from_now":
        relation = "by"
    if relation == "by" or (relation != "before" and edge in {"end_of", "middle_of"}):
        return Value("date", "by", None, end, inferred=ends)
    if relation == "before":
        cut = end if edge == "end_of" else start
        return Value("date", "before", cut, cut, inferred=inferred)
    if edge == "begin_of":
        # what `đầu` reaches to is a habit, not a rule: the first quarter of a year, ten days of a month
        soft = last._replace(month=3) if atom.shape == "year" else last._replace(day=10)
        if first.month != last.month and atom.shape == "month":
            soft = first  # the first month of a quarter
        return Value("period", "within", start, soft.last(), inferred=("end",))
    if edge == "week":
        inferred = ("start", "end")  # the day that the week begins on is not said
    return Value("period", "within", start, end, inferred=inferred)


def _point_relation(time: Time) -> DeadlineRelation | None:
    if time.preposition is not None and time.preposition.id == "from_now":
        return "by"  # the day of the plan, from which it runs, is not known
    return "on" if time.relation == "within" and time.atom.shape == "day" else time.relation


def _yearly(atom: Atom) -> str:
    first, last = atom.first, atom.last
    if first.month is None or last.month is None:
        return "FREQ=YEARLY"
    months = ",".join(str(month) for month in range(first.month, last.month + 1)) or str(first.month)
    if last.day is None or atom.ranged:
        return f"FREQ=YEARLY;BYMONTH={months}"
    return f"FREQ=YEARLY;BYMONTH={last.month};BYMONTHDAY={last.day}"
