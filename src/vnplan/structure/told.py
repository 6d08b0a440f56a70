"""Where a line of an article or portal tells of an instrument: its number, what stands before and behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import regex

from vnplan.knowledge.instruments import Instruments

_DATE = (
    r"(?P<day>\d{1,2})\s?(?:[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<year>\d{4})"
    r"|tháng (?P<month_in_words>\d{1,2}) năm (?P<year_in_words>\d{4}))"
)
DAY_BEHIND = regex.compile(rf",?\s?ngày\s{_DATE}")
_DAY_BEFORE = regex.compile(rf"(?:[Nn]gày|[Ss]áng|[Cc]hiều|[Tt]ối)\s{_DATE}\s?,?\s?$")
# no name of a body holds these: what follows is another clause
NO_NAME = (
    r"(?:của|theo|tại|về|để|nhằm|cho|từ|đến|đã|vừa|mới|ký|làm|giao|yêu cầu|là|có|được|do|chỉ đạo|ban hành|thống nhất"
    r"|sau|trong|như|thì|mà|khi|[Tt]riển khai|[Tt]hực hiện|Về|Ban hành|Phê duyệt)(?!\p{L})"
)
OFFICE = r"(?:(?:Phó )?(?:Chủ tịch|Bộ trưởng|Thứ trưởng|Giám đốc|Chánh Văn phòng|Tổng Giám đốc) (?:Thường trực )?)"
_NAMED = (
    rf"{OFFICE}?(?:UBND|Ủy ban [Nn]hân dân|HĐND|Hội đồng nhân dân|Ban|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy"
    r"|(?:Phó )?Thủ tướng|Chính phủ|Quốc hội|Bộ|Sở|Cục|Chi cục|Văn phòng|Công an|Thanh tra|Ngân hàng|Trung tâm"
    r"|(?<=Bộ trưởng )\p{Lu}\p{L}+)"
    rf"(?:,? (?!{NO_NAME})[\p{{L}}.&-]+)"
)
BODY = rf"(?P<body>{_NAMED}{{0,16}}?)"
_WHOLE_BODY = rf"(?P<body>{_NAMED}{{0,16}})"
_ISSUES = regex.compile(
    rf"(?<!\p{{L}})(?<!của ){BODY}(?: (?:cũng|đã|vừa|mới|có|tiếp tục|chính thức))*"
    r" (?:ban hành|ký ban hành|ký|có|ra|gửi|phát đi|phê duyệt|triển khai|xây dựng)(?: (?:bản|một))?\s?$"
)
_SIGNED = regex.compile(r" (?:đã|vừa|mới) (?:ký )?(?:ban hành|ký)\s?$")
ISSUED_BY = regex.compile(rf"(?:,? (?:của|do)| (?:vừa |đã )?(?:được|do)) {_WHOLE_BODY}")
_AT_FIRST = regex.compile(r"(?:^|[-–.)] ?)(?P<word>Tại|Theo)\s$")
_TOLD_AT = regex.compile(r"(?:được (?:đề cập|nêu|yêu cầu|nêu rõ)|truyền đạt ý kiến[^.;]{0,250},?) (?:tại|trong)\s$")
_SOURCE = regex.compile(r"\(\s?(?:Theo|Nguồn:?)\s$")  # `(Theo Công văn số 62/UBND-KT, ngày 23/11/2023)` alone on a line
_SOURCE_ENDS = regex.compile(rf"(?:,?\s?ngày\s{_DATE})?\s?\)\.?\s*$")
_AFTER_DATELINE = regex.compile(r"\([\p{Lu}\d][\p{L}\d&. -]{1,24}\)\s?[-–]\s?")
_TOLD_WHOLE = regex.compile(r"(?:,?\s?ngày\s[\d/.-]{3,10})?(?:\s(?:của|do)\s[^,;]{3,60}?)?\s(?:về|V/v)(?:\sviệc)?\s")
_ON_BEHALF = regex.compile(r"[Tt]hay mặt (?P<body>\p{Lu}[^,.;()]{3,60}?), ")
_BRACKET = regex.compile(r"\s?\((?P<words>[^()]{8,80})\)")
_ORDERED = regex.compile(r"(?:chỉ đạo|yêu cầu|giao|đề nghị|để|và)\s$")  # who is told to issue it has not
_NUMBER_WORD = regex.compile(r"\s(?:số|Số)?\s?:?\s?$")
SHORT_NUMBER = regex.compile(r"(?P<number>(?<=\bsố )\d{1,5})(?![\d/.,-])")
_NAMES_IT = regex.compile(
    rf"(?:,?\s?ngày\s{_DATE}|\snăm \d{{4}})?(?:\scủa\s[^,;]{{3,80}}?)?\s(?:về|Về|V/v|ban hành|phê duyệt)\s"
)
LONGEST = 1500  # characters of a line that are looked at
LONGEST_HEADLINE = 300  # characters that a headline has at most
LONGEST_TYPE = 4  # words


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line tells of an instrument: the words before its type, after its number, and what these say."""

    before: str
    after: str
    type_name: str | None
    designation: str | None
    organ: str | None  # the body that the symbol names
    is_numbered: bool = True

    @property
    def issuing(self) -> regex.Match[str] | None:
        """The body that issues it, right before: `UBND tỉnh vừa ban hành` …"""
        found = _ISSUES.search(self.before, max(0, len(self.before) - LONGEST_HEADLINE))
        return None if found and _ORDERED.search(self.before[: found.start()]) else found

    @property
    def on_behalf(self) -> regex.Match[str] | None:
        """The body for which somebody signs: `Thay mặt Bộ Chính trị, Thường trực Ban Bí thư … ký ban hành` …"""
        return _ON_BEHALF.search(self.before)

    @property
    def is_reported(self) -> bool:
        """Whether the article tells of its issue, or what it says: `Tại Công văn số …, Chủ tịch UBND tỉnh yêu cầu`."""
        if self.issuing or _SIGNED.search(self.before):
            return True
        if _SOURCE.fullmatch(self.before.lstrip()):
            return _SOURCE_ENDS.match(self.after) is not None
        if _AFTER_DATELINE.fullmatch(self.before):
            return _TOLD_WHOLE.match(self.after) is not None
        first = _AT_FIRST.search(self.before)
        if first is not None:
            issued = ISSUED_BY.match(DAY_BEHIND.sub("", self.after, count=1))
            return first["word"] == "Tại" or (issued is not None and " được " in f" {issued.group()} ")
        return _TOLD_AT.search(self.before) is not None


def named_first(lines: Sequence[str], instruments: Instruments) -> Place | None:
    """The instrument that the first line is the name of, as portals name it: `Quyết định 26/QĐ-UBND năm 2020 về …`."""
    if not lines or lines[0].endswith((".", ";", ",", ":")) or len(lines[0]) > LONGEST_HEADLINE:
        return None
    place = next(iter(_places(lines[0], instruments)), None)
    if place is None or place.before or not place.designation or not _NAMES_IT.match(place.after):
        return None
    is_list = len(lines) > 1 and any(not other.before.strip(" -+*") for other in _places(lines[1], instruments))
    return None if is_list else place


def _places(line: str, instruments: Instruments) -> Iterator[Place]:
    """The instruments that a line names by number."""
    line = line[:LONGEST]
    for found in instruments.grammar.finditer(line, 0):
        symbol = instruments.grammar.read(found)
        typed = _type_before(line[: found.start()], instruments)
        if symbol is None or typed is None:
            continue
        row = instruments.type_of_word(typed)
        if row is None or row.kind == "generic":
            row = instruments.type_of_symbol(symbol)
        name = row.name if row else None
        before = line[: found.start()].rstrip(" :")
        before = before[: before.rindex(typed)] if typed in before else before
        yield Place(before, line[symbol.end :], name, symbol.designation, symbol.organ)
    for short in SHORT_NUMBER.finditer(line):
        typed = _type_before(line[: short.start()], instruments)
        row = instruments.type_of_word(typed) if typed else None
        if typed and row is not None and row.kind == "numbered" and not row.ordinal:
            before = line[: line.rindex(typed, 0, short.start())]
            yield Place(before, line[short.end() :], row.name, None, None)


def _type_before(words: str, instruments: Instruments) -> str | None:
    """The type word that some words end with, before `số`."""
    number = _NUMBER_WORD.search(words)
    parts = (words[: number.start()] if number else words).split(" ")[-LONGEST_TYPE:]
    tried = (" ".join(parts[n:]).lstrip('“"(') for n in range(len(parts)))
    return next((typed for typed in tried if typed and instruments.type_of_word(typed) is not None), None)


def reports(line: str, instruments: Instruments) -> Iterator[Place]:
    """What a line reports: instruments by number, else a plan of which no number is told."""
    places = [place for place in _places(line, instruments) if place.is_reported]
    for typed in () if places else _without_number(instruments).finditer(line[:LONGEST]):
        row = instruments.type_of_word(typed["type"])
        name = row.name if row is not None else None
        place = Place(line[: typed.start()], line[typed.end() - 1 :], name, None, None, is_numbered=False)
        if place.issuing:
            places.append(_with_number(place, instruments))
    yield from places


@cache
def _without_number(instruments: Instruments) -> regex.Pattern[str]:
    """A type of which no number need be told."""
    return regex.compile(rf"(?<!\p{{L}})(?P<type>(?i:{'|'.join(instruments.told)}))\s")


def _with_number(place: Place, instruments: Instruments) -> Place:
    """A plan with the number that brackets behind its subject tell: `… (Quyết định số 1167/QĐ-TTg, ngày 28/6/2016)`."""
    for bracket in _BRACKET.finditer(place.after):
        for told in _places(bracket["words"], instruments):
            if told.type_name == place.type_name and not told.before.strip():
                rest = place.after[: bracket.start()] + place.after[bracket.end() :]
                return Place(place.before, told.after + rest, place.type_name, told.designation, told.organ)
    return place


def day_of(place: Place) -> date | None:
    """The day told with the number, else the one on which it was issued."""
    found = DAY_BEHIND.match(place.after)
    if found is None and (issuing := place.issuing) is not None:
        found = _DAY_BEFORE.search(place.before, max(0, issuing.start() - 40), issuing.start())
    if found is None:
        return None
    year, month = (found[part] or found[f"{part}_in_words"] for part in ("year", "month"))
    try:
        return date(int(year), int(month), int(found["day"]))
    except ValueError:
        return None
