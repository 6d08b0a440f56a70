"""Times as they stand in the text, without preposition and without judging whether they are deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnplan.core.mentions import DeadlineRelation
from vnplan.extract.deadlines import dates, rhythms
from vnplan.extract.deadlines.atom import Atom, Scan
from vnplan.extract.deadlines.rhythms import EACH_ONCE, PERIODIC, RHYTHM_MORE, number, rule_of
from vnplan.knowledge.sought import Sought
from vnplan.knowledge.times import Times, union

_YEAR = r"(?:19|20)\d\d"
# what may follow the first digit of a number that begins a time; most numbers are none
_TIMELY = (
    r"(?:\d{0,2}(?: ?[/.-] ?\d|(?:,| và) (?:ngày )?\d| \(| ?(?:tháng|năm|ngày|tuần|giờ|phút|qu[ýí]|lần|đến)(?!\w))"
    r"|(?:(?<=1)9|(?<=2)0)\d\d(?!\d))"
)
_BEGINS_TIME = re.compile(r"\d" + _TIMELY)
# the first digit of a number that begins a time or has a word before it that may
_FIRST_DIGIT = re.compile(
    r"[0-9](?<![0-9][0-9])(?:(?P<named>(?<=(?:ngày|mùng|mồng|đoạn) [0-9])|(?<=tháng [0-9])"
    rf"|(?<=(?:năm|quý|quí) [0-9])|(?<=kỳ [0-9])|(?<=[tq][0-9])"
    rf"|(?<=tuần [0-9])(?= (?:của |trong )?tháng [0-9]))|(?={_TIMELY}))"
)
# the words that name a number after them, and those that begin a time without a number
_HEADS = (
    "ngày mùng ", "ngày mồng ", "ngày ", "tuần ", "tháng ", "các năm ", "năm ", "giai đoạn ", "thời kỳ ",
    "quý ", "quí ",
)  # fmt: skip
_ANCHORS = (
    "ngày làm việc cuối", "quý i", "quí i", "giai đoạn từ ", "giai đoạn năm ", "nửa ",
    "cuối ", "hết ", "đầu ", "cả ", "giữa ",
    "thứ ", "chủ nhật", "ba tháng ", "sáu tháng ",
    "thượng tuần", "trung tuần", "hạ tuần", "tuần thứ ", "tuần đầu", "tuần cuối", "tuần lễ ",
    "định kỳ", "đột xuất", "các năm ", "những năm ", "tiếp theo",
)  # fmt: skip


def _head(text: str, at: int) -> int:
    """Where the word that names a number begins; the number's own place if none does."""
    if at == 0:
        return 0
    last = text[at - 1]
    if last == " ":
        before = text[max(0, at - 12) : at]
        if before.endswith(_HEADS):
            return at - len(next(head for head in _HEADS if before.endswith(head)))
    elif last in "tq" and not text[max(0, at - 2) : at - 1].isalnum():
        return at - 1
    return at


def _number_atom(text: str, at: int) -> Atom | list[Atom] | None:
    """What begins with a number: a date, a span of years, a half-year, a rhythm (`6 tháng/lần`), a duration."""
    if not _BEGINS_TIME.match(text, at):
        return None
    for scan in (dates.half, rhythms.often, rhythms.duration, dates.day, dates.bare_month, dates.year):
        if atom := scan(text, at):
            return atom
    return None


_SCANS: dict[str, Scan] = {
    "day": dates.day,
    "month": dates.month,
    "quarter": dates.quarter,
    "year": dates.year,
    "half": dates.half,
    "edge": dates.relative,
    "often": rhythms.often,
    "number": _number_atom,
    "weekday": rhythms.weekday,
    "week": dates.part_of_month,
}


class Scanner:
    """Finds the atoms of a text in one pass."""

    def __init__(self, times: Times) -> None:
        self.rhythms = {row.id: row for row in times.rhythms}
        self.events = {row.id: row for row in times.events if row.where == "text"}
        running = union(self.events.values(), named=True)
        rows = (*times.rhythms, *self.events.values())
        self.anchors = Sought([*_ANCHORS, *(anchor for row in rows for anchor in row.anchors)])
        self.trigger = re.compile(
            r"(?:(?P<number>\d+)|(?P<day>ngày (?=\d|m[ùồ]ng \d|làm việc cuối))|"
            r"(?P<month>tháng (?=\d)|t(?=\d\d?(?:/\d{4}| ?- ?t?\d)))"
            r"|(?P<quarter>qu[ýí] (?=[ivx\d])|q\.? ?(?=[1-4iv]))"
            rf"|(?P<year>(?:các )?năm (?={_YEAR})|giai đoạn (?=(?:từ )?(?:năm )?{_YEAR})|(?:thời )?kỳ (?={_YEAR}))"
            r"|(?P<half>nửa (?=đầu|cuối)|(?:sáu|chín) tháng (?=đầu|cuối))"
            r"|(?P<often>(?:ba|sáu) (?=tháng(?: (?:một|0?1)|,? ?/) ?lần))"
            r"|(?P<edge>(?:cuối|hết|đầu|cả|giữa) (?=năm|tháng \d|qu[ýí] ))"
            r"|(?P<weekday>thứ (?=(?:hai|ba|tư|năm|sáu|bảy|[2-7])(?!\w))|chủ nhật)"
            r"|(?P<week>(?:thượng|trung|hạ) tuần (?=tháng )|tuần (?=\S+ (?:\S+ ){0,3}tháng ))"
            rf"|(?P<periodic>định kỳ)|{union(times.rhythms, named=True)}(?!\w)"
            rf"|(?P<adhoc>đột xuất(?: (?:khi|theo|nếu)(?: có)? (?:yêu cầu|đề nghị|chỉ đạo))?)"
            r"|(?P<after>(?:các|những) năm (?:tiếp theo|sau|kế tiếp)|(?<=\d và )tiếp theo(?= ?[.,;:)|\n]|$))"
            rf"|{running}(?!\w))"
        )

    def atoms(self, text: str) -> Iterator[Atom]:
        """The atoms of a text in lower case, in order, none inside another."""
        read_to = 0
        rhythm: Atom | None = None
        for start in self._starts(text):
            if start < read_to or (start and text[start - 1].isalnum()):
                continue
            match = self.trigger.match(text, start)
            if match:
                for atom in self._read(text, match):
                    read_to = max(read_to, atom.end)
                    yield atom
                    if atom.shape == "rhythm":
                        rhythm = atom
                    elif rhythm and text.startswith(")", atom.end) and "(" in text[rhythm.end : atom.start][:30]:
                        for more in self._more(text, atom.end + 1):  # `hằng quý (trước ngày 25 …), 6 tháng, năm`
                            rhythm, read_to = more, more.end
                            yield more

    def _starts(self, text: str) -> list[int]:
        """Where a time may begin: at numbers and anchor words."""
        starts = [
            _head(text, digit.start()) if digit.lastgroup else digit.start() for digit in _FIRST_DIGIT.finditer(text)
        ]
        starts += self.anchors.starts(text)
        starts.sort()
        return starts

    def _read(self, text: str, match: re.Match[str]) -> Iterator[Atom]:
        name = match.lastgroup or ""
        if scan := _SCANS.get(name):
            found = scan(text, match.start())
            yield from [found] if isinstance(found, Atom) else found or ()
        elif name == "periodic":
            yield from self._periodic(text, match)
        elif row := self.rhythms.get(name):
            end = match.end()
            if once := EACH_ONCE.match(text, end):
                end = once.end()
            if row.id == "weekly" and (on := rhythms.weekly_on(text, match.start(), end)):
                yield on
                return
            yield Atom(match.start(), end, "rhythm", f"times.{row.id}", rrule=row.rrule)
            yield from self._more(text, end)
        elif name in {"adhoc", "after"}:
            rule = {"adhoc": "times.ad_hoc", "after": "times.years_after"}[name]
            yield Atom(match.start(), match.end(), "open", rule)
        else:
            relation: DeadlineRelation | None = "before" if name == "before_work" else None
            yield Atom(match.start(), match.end(), "open", f"times.{name}", relation=relation)

    def _periodic(self, text: str, match: re.Match[str]) -> Iterator[Atom]:
        found = PERIODIC.match(text, match.start())
        if not found:
            yield Atom(match.start(), match.end(), "open", "times.periodic")
            return
        end = found.end()
        if text[end - 1] == ")" and "(" not in found.group():
            end -= 1
        elif "(" in found.group() and text[end - 1] != ")":
            end = found.end("unit")
        if found["unit"] == "tuần" and not found["n"] and (on := rhythms.weekly_on(text, match.start(), end)):
            yield on
            return
        yield Atom(match.start(), end, "rhythm", "times.every", rrule=rule_of(found["unit"], number(found["n"])))
        yield from self._more(text, end)

    def _more(self, text: str, at: int) -> Iterator[Atom]:
        """The rest of a list that shares `định kỳ` or `hằng`: `định kỳ 6 tháng, 01 năm`."""
        while more := RHYTHM_MORE.match(text, at):
            start, at = more.start("el"), more.end()
            yield Atom(start, at, "rhythm", "times.every_list", rrule=rule_of(more["unit"], number(more["n"])))
