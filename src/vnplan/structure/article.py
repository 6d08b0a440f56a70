"""A news article about a plan: the header of the plan that it reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from vnplan.knowledge import Knowledge
from vnplan.knowledge.instruments import Instruments
from vnplan.structure.drafts import Draft
from vnplan.structure.issuer import Body, Issuers
from vnplan.structure.people import is_known_name

_DATE = (
    r"(?P<day>\d{1,2})\s?(?:[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<year>\d{4})"
    r"|tháng (?P<month_in_words>\d{1,2}) năm (?P<year_in_words>\d{4}))"
)
_DAY_BEHIND = regex.compile(rf",?\s?ngày\s{_DATE}")
_DAY_BEFORE = regex.compile(rf"(?:[Nn]gày|[Ss]áng|[Cc]hiều|[Tt]ối)\s{_DATE}\s?,?\s?$")
# no name of a body holds these: what follows is another clause
_NO_NAME = (
    r"(?:của|theo|tại|về|để|nhằm|cho|từ|đến|đã|vừa|mới|ký|làm|giao|yêu cầu|là|có|được|do|chỉ đạo|ban hành|thống nhất"
    r"|sau|trong|như|thì|mà|khi)(?!\p{L})"
)
_OFFICE = r"(?:(?:Phó )?(?:Chủ tịch|Bộ trưởng|Thứ trưởng|Giám đốc|Chánh Văn phòng|Tổng Giám đốc) (?:Thường trực )?)"
_NAMED = (
    rf"{_OFFICE}?(?:UBND|Ủy ban [Nn]hân dân|HĐND|Hội đồng nhân dân|Ban|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy"
    r"|(?:Phó )?Thủ tướng|Chính phủ|Quốc hội|Bộ|Sở|Cục|Chi cục|Văn phòng|Công an|Thanh tra|Ngân hàng|Trung tâm"
    r"|(?<=Bộ trưởng )\p{Lu}\p{L}+)"
    rf"(?:,? (?!{_NO_NAME})[\p{{L}}.&-]+)"
)
_BODY = rf"(?P<body>{_NAMED}{{0,16}}?)"
_WHOLE_BODY = rf"(?P<body>{_NAMED}{{0,16}})"
_ISSUES = regex.compile(
    rf"(?<!\p{{L}})(?<!của ){_BODY}(?: (?:cũng|đã|vừa|mới|có|tiếp tục|chính thức))*"
    r" (?:ban hành|ký ban hành|ký|có|ra|gửi|phát đi|phê duyệt|triển khai|xây dựng)(?: (?:bản|một))?\s?$"
)
_SIGNED = regex.compile(r" (?:đã|vừa|mới) (?:ký )?(?:ban hành|ký)\s?$")
_ISSUED_BY = regex.compile(rf"(?:,? (?:của|do)| (?:vừa |đã )?(?:được|do)) {_WHOLE_BODY}")
_ASKS = regex.compile(rf"[^;]{{0,300}}?, {_BODY} (?:đã |vừa )?(?:giao|yêu cầu|chỉ đạo|đề nghị)(?!\p{{L}})")
_AT_FIRST = regex.compile(r"(?:^|[-–.)] ?)(?P<word>Tại|Theo)\s$")
_TOLD_AT = regex.compile(r"(?:được (?:đề cập|nêu|yêu cầu|nêu rõ)|truyền đạt ý kiến[^.;]{0,250},?) (?:tại|trong)\s$")
_SOURCE = regex.compile(r"\(\s?(?:Theo|Nguồn:?)\s$")  # `(Theo Công văn số 62/UBND-KT, ngày 23/11/2023)` alone on a line
_SOURCE_ENDS = regex.compile(rf"(?:,?\s?ngày\s{_DATE})?\s?\)\.?\s*$")
_AFTER_DATELINE = regex.compile(r"\([\p{Lu}\d][\p{L}\d&. -]{1,24}\)\s?[-–]\s?")
_TOLD_WHOLE = regex.compile(r"(?:,?\s?ngày\s[\d/.-]{3,10})?(?:\s(?:của|do)\s[^,;]{3,60}?)?\s(?:về|V/v)(?:\sviệc)?\s")
_ADDRESSEES = regex.compile(r"K[íÍ]nh g[ửỬ]i\b|KÍNH GỬI")
_JUST = regex.compile(r"(?:vừa|đã|mới)(?: \p{L}+){0,2}\s?$")
_BRACKET = regex.compile(r"\s?\((?P<words>[^()]{8,80})\)")
_ORDERED = regex.compile(r"(?:chỉ đạo|yêu cầu|giao|đề nghị|để|và)\s$")  # who is told to issue it has not
_NUMBER_WORD = regex.compile(r"\s(?:số|Số)?\s?:?\s?$")
_SHORT_NUMBER = regex.compile(r"(?P<number>(?<=\bsố )\d{1,5})(?![\d/.,-])")
_ADDRESSED = regex.compile(r",?\s(?:gửi|điện)\s[^;.]{3,300}?(?=\s(?:về việc|về|V/v)\s)")
_SUBJECT = regex.compile(
    r",?\s(?:(?:về việc|về|V/v|Về)\s(?:việc\s)?|(?=[“\"‘'])|(?=(?:ban hành|phê duyệt|thực hiện|tổ chức|triển khai"
    r"|phòng|tăng cường|đẩy mạnh|hướng dẫn|thành lập|quy định|sửa đổi|ứng phó|phát triển|hành động)\s))"
)
_DIRECT = regex.compile(
    r"\s(?=\p{Ll}+ \p{L}+ \p{L}+)(?!(?:này|trên|đó|nói|nêu|để|nhằm|của|do|theo|với|cho|và|trong|tại|kèm|cùng"
    r"|yêu cầu|chỉ đạo|đề nghị|giao|gửi|thống nhất|đồng ý|chấp thuận)\s)"
)
# `Quyết định 26/QĐ-UBND năm 2020 về trồng rừng do tỉnh Cà Mau ban hành`: how portals of law name what they hold
_YEAR_BEHIND = regex.compile(r"\snăm \d{4}(?=\s(?:về|V/v|của|do|ban hành|phê duyệt))")
_NAMES_IT = regex.compile(
    rf"(?:,?\s?ngày\s{_DATE}|\snăm \d{{4}})?(?:\scủa\s[^,;]{{3,80}}?)?\s(?:về|Về|V/v|ban hành|phê duyệt)\s"
)
_NUMBERED = regex.compile(r"(?:số\s?:?\s?)?\d")
_NAMED_ISSUER = regex.compile(r"\sdo (?P<body>[^,;]{3,60}?) ban hành$")
_TOLD = regex.compile(r"\s(?:được|đã|đang|sẽ|vẫn|chưa|bị|còn|là|có|vừa)\s")
_ABOUT = regex.compile(r"^(?:về việc|về|V/v)\s", regex.IGNORECASE)
_SUBJECT_ENDS = regex.compile(
    r"[;\n]|\.(?=\s|$|/)|\s(?=gửi\s)"
    r"|,\s(?=(?:gửi|theo đó|trong đó|cụ thể|với|yêu cầu|nhằm|đặt mục tiêu|thời gian qua|trong thời gian|giao|để|UBND"
    r"|Ủy ban|Chủ tịch|Bộ trưởng|Thủ tướng|Sở \p{Lu})(?!\p{L}))"
    r"|\s(?=(?:như sau|vừa được|đã được|được (?:ban hành|ký)|do (?:UBND|Ủy ban|tỉnh|Chủ tịch|Bộ|Thủ tướng))(?!\p{L}))"
)
_QUOTES = {"“": "”", '"': '"', "'": "'", "‘": "’"}
_ENACTS = regex.compile(r"(?:ban hành|phê duyệt)\s(?P<type>\p{L}+(?: \p{L}+){0,3}?)\s(?P<title>\S.*)", regex.IGNORECASE)
_TYPES_WITHOUT_NUMBER = regex.compile(
    r"(?P<type>[Kk]ế hoạch|[Cc]hương trình hành động|[Cc]hương trình|[Cc]hỉ thị|[Qq]uyết định|[Đđ]ề án|[Cc]ông điện)\s"
)
_PLANS = ("Kế hoạch", "Chương trình hành động", "Chương trình", "Đề án", "Chỉ thị", "Phương án")
_PLAN = regex.compile(rf"(?P<type>{'|'.join(_PLANS)})\s(?P<title>\S.*)")  # portals leave `ban hành` out
_JOINED = regex.compile(r",? (?:cùng|phối hợp)(?: với)? ")
_PROVINCE_NAMED = regex.compile(r"(?:tỉnh|thành phố|TP\.?) \p{Lu}\p{L}+(?:(?: | - )\p{Lu}\p{L}+){0,3}")
_COMMITTEE = regex.compile(rf"UBND {_PROVINCE_NAMED.pattern}")
_LINES = 14
_FIRST_LINES = 6  # in which an article shows itself
_LONGEST = 1500  # characters of a line that are looked at
_HEADLINE = 300  # characters that a headline has at most
_DATELINE = regex.compile(r"\([\p{Lu}\d][\p{L}\d&. -]{1,24}\)\s?[-–]\s?\p{Lu}")
_LONGEST_TYPE = 4  # words


@dataclass(frozen=True, slots=True)
class Reported:
    """What an article says of the plan."""

    type_name: str | None = None
    designation: str | None = None
    issued_on: date | None = None
    title: str | None = None
    body: Body | None = None
    attached_type: str | None = None  # of what a decision issues
    attached_title: str | None = None


@dataclass(frozen=True, slots=True)
class _Place:
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
        found = _ISSUES.search(self.before, max(0, len(self.before) - _HEADLINE))
        return None if found and _ORDERED.search(self.before[: found.start()]) else found

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
            issued = _ISSUED_BY.match(_DAY_BEHIND.sub("", self.after, count=1))
            return first["word"] == "Tại" or (issued is not None and " được " in f" {issued.group()} ")
        return _TOLD_AT.search(self.before) is not None


def is_report(drafts: Sequence[Draft], know: Knowledge) -> bool:
    r"""Whether a text without a head begins as an article does: a dateline, or who issued what.

    >>> from vnplan.structure.drafts import scan
    >>> is_report(scan("Trồng rừng\nUBND tỉnh vừa ban hành Kế hoạch số 12/KH-UBND về trồng rừng."), Knowledge.default())
    True
    """
    lines = [draft.text for draft in drafts if draft.kind != "boilerplate" and draft.text][:_FIRST_LINES]
    if any(_ADDRESSEES.match(line) for line in lines):
        return False  # a letter
    if any(_DATELINE.match(line) for line in lines) or _named_first(lines, know.instruments) or _plan_first(lines):
        return True
    places = (place for line in lines for place in _reports(line, know.instruments))
    return any(place.is_numbered or (place.issuing and _JUST.search(place.before)) for place in places)


def read_article(drafts: Sequence[Draft], issuers: Issuers, know: Knowledge) -> Reported:
    """The plan that an article reports: by the sentence that tells of its issue, else by the headline."""
    lines = [draft.text for draft in drafts[: _LINES + 10] if draft.kind != "boilerplate"][:_LINES]
    headline = _headline(lines)
    named = _named_first(lines, know.instruments)
    place = named or next((place for line in lines for place in _reports(line, know.instruments)), None)
    if place is None and _plan_first(lines):
        type_name, title = headline or (None, None)
        return Reported(type_name, None, None, title)
    if place is None:
        type_name, title = headline or (None, None)
        return Reported(type_name, None, None, title, _body_in(lines, issuers))
    title = _title(place.after, lines[:3], is_direct=not place.is_numbered or place.issuing is not None)
    type_name = place.type_name
    if headline is not None and (title is None or (type_name == headline[0] and not headline[1].startswith(title))):
        title = headline[1] if title is None or type_name == headline[0] else title
        type_name = type_name or headline[0]
    attached = _attached(title, know.instruments) if type_name == "Quyết định" else (None, None)
    return Reported(type_name, place.designation, _day(place), title, _issuer(place, lines, issuers, know), *attached)


def _named_first(lines: Sequence[str], instruments: Instruments) -> _Place | None:
    """The instrument that the first line is the name of, as portals name it: `Quyết định 26/QĐ-UBND năm 2020 về …`."""
    if not lines or lines[0].endswith((".", ";", ",", ":")) or len(lines[0]) > _HEADLINE:
        return None
    place = next(iter(_places(lines[0], instruments)), None)
    if place is None or place.before or not place.designation or not _NAMES_IT.match(place.after):
        return None
    is_list = len(lines) > 1 and any(not other.before.strip(" -+*") for other in _places(lines[1], instruments))
    return None if is_list else place


def _plan_first(lines: Sequence[str]) -> bool:
    """Whether the first line is type and subject of a plan, and no sentence about it."""
    return _headline(lines[:1]) is not None and not (lines[0].endswith((".", ";", ",", ":")) or _TOLD.search(lines[0]))


def _headline(lines: Sequence[str]) -> tuple[str, str] | None:
    """Type and title, where one of the first lines is those of a plan."""
    for line in lines[:3]:
        name = next((name for name in _PLANS if line.startswith(f"{name} ")), None)
        if name is not None and len(line) < _HEADLINE:
            words = line[len(name) :].strip()
            end = _SUBJECT_ENDS.search(words)
            title = _ABOUT.sub("", words[: end.start()] if end else words).strip(" .:,")
            return (name, title) if title and not _NUMBERED.match(title) and not _SHORT_NUMBER.search(line) else None
    return None


def _places(line: str, instruments: Instruments) -> Iterator[_Place]:
    """The instruments that a line names by number."""
    line = line[:_LONGEST]
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
        yield _Place(before, line[symbol.end :], name, symbol.designation, symbol.organ)
    for short in _SHORT_NUMBER.finditer(line):
        typed = _type_before(line[: short.start()], instruments)
        row = instruments.type_of_word(typed) if typed else None
        if typed and row is not None and row.kind == "numbered" and not row.ordinal:
            before = line[: line.rindex(typed, 0, short.start())]
            yield _Place(before, line[short.end() :], row.name, None, None)


def _type_before(words: str, instruments: Instruments) -> str | None:
    """The type word that some words end with, before `số`."""
    number = _NUMBER_WORD.search(words)
    parts = (words[: number.start()] if number else words).split(" ")[-_LONGEST_TYPE:]
    tried = (" ".join(parts[n:]).lstrip('“"(') for n in range(len(parts)))
    return next((typed for typed in tried if typed and instruments.type_of_word(typed) is not None), None)


def _reports(line: str, instruments: Instruments) -> Iterator[_Place]:
    """What a line reports: instruments by number, else a plan of which no number is told."""
    places = [place for place in _places(line, instruments) if place.is_reported]
    for typed in () if places else _TYPES_WITHOUT_NUMBER.finditer(line[:_LONGEST]):
        name = typed["type"][:1].upper() + typed["type"][1:]
        place = _Place(line[: typed.start()], line[typed.end() - 1 :], name, None, None, is_numbered=False)
        if place.issuing:
            places.append(_with_number(place, instruments))
    yield from places


def _with_number(place: _Place, instruments: Instruments) -> _Place:
    """A plan with the number that brackets behind its subject tell: `… (Quyết định số 1167/QĐ-TTg, ngày 28/6/2016)`."""
    for bracket in _BRACKET.finditer(place.after):
        for told in _places(bracket["words"], instruments):
            if told.type_name == place.type_name and not told.before.strip():
                rest = place.after[: bracket.start()] + place.after[bracket.end() :]
                return _Place(place.before, told.after + rest, place.type_name, told.designation, told.organ)
    return place


def _title(after: str, headlines: Sequence[str], *, is_direct: bool) -> str | None:
    """The subject told after the number, its day and its issuer; all of it where a headline says the same.

    Without a number it stands behind the type itself: `kế hoạch kiểm tra việc thi hành …`.
    """
    rest = after
    for skipped in (_DAY_BEHIND, _YEAR_BEHIND, _ISSUED_BY, _ADDRESSED):
        found = skipped.match(rest)
        rest = rest[found.end() :] if found else rest
    begins = _SUBJECT.match(rest) or (_DIRECT.match(rest) if is_direct else None)
    if begins is None:
        return None
    words = rest[begins.end() :]
    if (close := words.find(_QUOTES[words[0]], 1) if words[:1] in _QUOTES else -1) > 0:
        return _ABOUT.sub("", words[1:close].strip())
    same = next((line for line in headlines if line and words.casefold().startswith(line.casefold())), None)
    if same is not None:
        return _closed(words[: len(same)])
    ends = _SUBJECT_ENDS.search(words)
    return _ABOUT.sub("", _closed(words[: ends.start()] if ends else words)) or None


def _closed(words: str) -> str:
    """Words without marks around them, and without a quotation mark that stands alone."""
    words = words.strip(" ,.:")
    if words.count("“") != words.count("”") or words.count('"') % 2:
        words = words.strip('“”"')
    return words


def _attached(title: str | None, instruments: Instruments) -> tuple[str | None, str | None]:
    """Type and title of the plan that a decision issues, as its own title says."""
    enacts = _ENACTS.match(title or "") or _PLAN.match(title or "")
    if enacts is None:
        return None, None
    words = f"{enacts['type']} {enacts['title']}".split(" ")
    for n in range(_LONGEST_TYPE, 0, -1):
        row = instruments.type_of_word(" ".join(words[:n]))
        if row is not None and row.kind == "numbered":
            return row.name, " ".join(words[n:]).strip('“”" ') or None
    return None, None


def _issuer(place: _Place, lines: Sequence[str], issuers: Issuers, know: Knowledge) -> Body | None:
    """Who issued it: as told, else the body that its symbol names."""
    told = place.issuing or _ISSUED_BY.match(_DAY_BEHIND.sub("", place.after, count=1)) or _ASKS.match(place.after)
    body = _body(told["body"], issuers) if told is not None else None
    if body is None and (named := _NAMED_ISSUER.search(place.after)) is not None:
        body = _of_territory(named["body"], place.organ, issuers)
    if body is None and place.organ is not None:
        row = know.instruments.issuer_of_code(place.organ)
        if row is not None and row.level == "central":
            body = issuers.read(row.name)
    if body is not None and body.territory is None and issuers.level(body) == "province":
        body = _with_province(body, lines, issuers)
    return body


def _of_territory(words: str, organ: str | None, issuers: Issuers) -> Body | None:
    """The body that the symbol names, of the territory that is told: `do tỉnh Cà Mau ban hành`."""
    name = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}.get(organ or "")
    return issuers.read(f"{name} {words}") if name and words[:1].islower() else issuers.read(words)


def _body(words: str, issuers: Issuers) -> Body | None:
    """The body of an office or person: `Chủ tịch UBND tỉnh Lâm Đồng Hồ Văn Mười`; none of a deputy of the Premier."""
    words = _JOINED.split(regex.sub(f"^{_OFFICE}", "", words), maxsplit=1)[0]
    words = _without_person(words, issuers)
    if words.startswith("Phó "):
        return None
    if words == "Thủ tướng":
        words = "Thủ tướng Chính phủ"
    return issuers.read(words) or issuers.read(f"Bộ {words}")


def _without_person(words: str, issuers: Issuers) -> str:
    """Words without the person's name that they end with; places are none."""
    parts = words.split(" ")
    for count in (4, 3, 2):
        name = " ".join(parts[-count:])
        if len(parts) > count and is_known_name(name) and issuers.territories.canonical(name) is None:
            return " ".join(parts[:-count])
    return words


def _with_province(body: Body, lines: Sequence[str], issuers: Issuers) -> Body:
    """The body with the province that the article names, where it names but one."""
    named = {
        issuers.territories.canonical(match.group().split(" ", 2 if match.group().startswith("thành") else 1)[-1])
        for line in lines
        for match in _PROVINCE_NAMED.finditer(line[:_LONGEST])
    } - {None}
    if len(named) != 1:
        return body
    (name,) = named
    kind = issuers.province_kind(name or "")
    bare = regex.sub(r"\s(?:tỉnh|thành phố)$", "", body.name, flags=regex.IGNORECASE)
    if bare.endswith((" ủy", "Tỉnh ủy", "Thành ủy")):
        return Body(f"{bare} {name}", body.word, kind, name, body.party)
    return Body(f"{bare} {kind} {name}", body.word, kind, name, body.party)


def _body_in(lines: Sequence[str], issuers: Issuers) -> Body | None:
    """The people's committee of a province that the article names."""
    bodies = (issuers.read(found.group()) for line in lines for found in _COMMITTEE.finditer(line))
    return next((body for body in bodies if body is not None and issuers.province_of(body)), None)


def _day(place: _Place) -> date | None:
    """The day told with the number, else the one on which it was issued."""
    found = _DAY_BEHIND.match(place.after)
    if found is None and (issuing := place.issuing) is not None:
        found = _DAY_BEFORE.search(place.before, max(0, issuing.start() - 40), issuing.start())
    if found is None:
        return None
    year, month = (found[part] or found[f"{part}_in_words"] for part in ("year", "month"))
    try:
        return date(int(year), int(month), int(found["day"]))
    except ValueError:
        return None
