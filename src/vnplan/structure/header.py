"""What head and foot say of a document: type, number, issuer, date, title, period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from vnplan.core.document import Document, Header
from vnplan.knowledge import Knowledge
from vnplan.structure.article import attached_to, is_report, read_article
from vnplan.structure.drafts import Draft
from vnplan.structure.enacting import ABOVE, Intro
from vnplan.structure.foot import pieces, recipients_and_signers, signer_of_page
from vnplan.structure.frame import Frames, Head, Parts, begins_enclosure
from vnplan.structure.heads import is_authority
from vnplan.structure.issuer import FIXED, LOWER_KINDS, Body, Issuers
from vnplan.structure.issuing import issuer_and_above, province_for, told_often, with_territory
from vnplan.structure.period import period_of

_NUMBER = regex.compile(
    r"(?<!\p{L})S[ốÔôóòỐoO]\s?:?\s?(?P<number>\d{1,5}[a-zđ]?(?:[.]\d{1,3})?)?\s?(?P<sign>[/-])\s?"
    r"(?P<symbol>(?:\d{4}\s?/\s?)?[A-ZĐƯ][\p{L}&]{0,11}(?:\s?[-/&,]\s?[\p{Lu}Đ][\p{L}\d]{0,14}){0,4})"
)
_PLAIN_NUMBER = regex.compile(r"(?<!\p{L})[Ss]ố\s?:\s?(?P<number>\d{1,5})\s*$")
_PLACE_DATE = regex.compile(
    r"(?<![\p{L}\d/-])(?P<place>(?:Thành phố |TP\.? ?)?"
    r"\p{Lu}[\p{L}.']*(?:\s-\s|\s|-){0,1}(?:\p{Lu}[\p{L}.']*(?:\s-\s|\s|-)?){0,5}),\s*"
    r"(?:ngày|Ngày|ngay|NGÀY)\s*"
    r"(?:(?P<day>\d\s?\d?)?\s*(?:tháng|thang|THÁNG)\s*(?P<month>\d\s?\d?)?\s*(?:năm|nam|NĂM)\s*(?P<year>\d{4})?"
    r"|(?P<day2>\d{1,2})\s?[/.-]\s?(?P<month2>\d{1,2})\s?[/.-]\s?(?P<year2>\d{4}))"
)
_BEFORE_PLACE = regex.compile(r"^.*(?:Hạnh phúc|HẠNH PHÚC|VIỆT NAM|NHÂN DÂN|\p{Lu}{2,})\s(?=\p{Lu}\p{Ll})")
_DATE_ONLY = regex.compile(
    r"^(?:ngày|Ngày)\s*(?:(?P<day>\d{1,2})?\s*tháng\s*(?P<month>\d{1,2})?\s*năm\s*(?P<year>\d{4})?"
    r"|(?P<day2>\d{1,2})\s?[/.-]\s?(?P<month2>\d{1,2})\s?[/.-]\s?(?P<year2>\d{4}))(?=\W*$)"
)
# the place alone: its day was left blank, written by hand, or cannot be read
_PLACE_ONLY = regex.compile(
    r"(?<![\p{L}\d/-])(?P<place>\p{Lu}[\p{L}.']*(?:(?:\s-\s|\s|-)\p{Lu}[\p{L}.']*){0,5}),\s*(?:[Nn]gày|[Tt]háng)(?!\p{L})[^;]{0,45}$"
)
# joined to a title in capitals, as lines that are broken anywhere are; `CỦA ỦY BAN NHÂN DÂN` belongs to it
_AUTHORITY_BELOW = regex.compile(
    r"(?<=^[^\p{Ll}]{12,}(?<! (?:CỦA|DO|VÀ|VỚI|CHO|THUỘC|TẠI|-)))\s(?:CHỦ TỊCH )?ỦY BAN NHÂN DÂN"
    r" (?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG)(?: [^\p{Ll},;]{2,30})?$"
)
_DATED = regex.compile(rf"{_NUMBER.pattern}|{_PLACE_ONLY.pattern}")
_LEAST_TITLE = 12  # characters
_SUBJECT = regex.compile(r"^(?:V/v|V/V|[Vv]ề việc|VỀ ?VIỆC|[Vv]ề|VỀ)\b\s*:?\s*")
_BESIDE_NUMBER = regex.compile(
    r"(?<!\p{L})[Ss]ố\s?:\s?\d{1,5}\s?[/-][^|\n]{2,40}?\s(?:[Vv]/[Vv]|Về việc)\s?:?\s+(?P<title>[^|\n]{8,400})"
)
_YOUTH = regex.compile(r"ĐOÀN\s(?:TNCS|THANH NIÊN CỘNG SẢN)\sHỒ\sCHÍ MINH")
_ENCLOSED = regex.compile(r"\s*\(\s?(?:Ban hành )?[Kk]èm theo\b.*$", regex.DOTALL)
_OF_BODY = regex.compile(r"^CỦA [^\p{Ll}]{4,90}? (?=(?:[Vv]ề|VỀ|[Tt]hực hiện|THỰC HIỆN|[Tt]riển khai|TRIỂN KHAI)\b)")


@dataclass(slots=True)
class _Found:
    """What was read of the head's lines."""

    designation: str | None = None
    symbol: str | None = None
    place: str | None = None
    issued_on: date | None = None


def read_header(doc: Document, drafts: Sequence[Draft], frames: Frames, parts: Parts, know: Knowledge) -> Header:
    """The header of a document."""
    head, attached = parts.head, parts.attached
    issuers = Issuers.of(know)
    top = head.type_line if head.type_line >= 0 else head.end
    lines = [line for draft in drafts[head.first : top] if draft.kind != "pipe" for line in _head_lines(doc, draft)]
    found = _numbers(_lines_of_number(drafts, head))
    found.designation = _in_standard(found.designation, know)
    if found.place is None:
        undated = (match for text in lines if (match := _PLACE_ONLY.search(text)))
        found.place = next((_place(match["place"]) for match in undated), None)
    is_article = found.designation is None and not head.heavy and (parts.is_news or _is_report(drafts, head, know))
    if is_article:
        return _article(drafts, issuers, know)
    intro = Intro(drafts, head, know.instruments)
    title, type_name = _title(drafts, head, found, intro, know)
    bodies = issuers.bodies_of(lines)
    if any(_YOUTH.search(line) for draft in drafts[head.first : top] for line in draft.text.split("\n")):
        bodies = [_of_youth(body) for body in bodies]
    bodies = [body for n, body in enumerate(bodies) if body.kind or body.word not in {b.word for b in bodies[n + 1 :]}]
    body, parent = issuer_and_above(bodies, issuers, frames, head, intro)
    if type_name == "Chỉ thị" and body is not None and body.name.startswith("Ủy ban nhân dân") and intro.has_chairman:
        body = replace(body, name=f"Chủ tịch {body.name}")
    province = province_for((body, parent), issuers, found.place, title, intro) or told_often(drafts, body, issuers)
    recipients, signers = recipients_and_signers(doc, drafts, frames, parts.feet)
    signers = signers or signer_of_page(doc.text.clean)
    if province is None and body is not None and body.kind in LOWER_KINDS:  # a commune sends its plan to its province
        province = next((match["name"] for entry in recipients if (match := ABOVE.search(entry))), None)
    name = with_territory(body, parent, issuers, province)
    if found.designation and found.designation.endswith("/TƯ"):  # which committee it is the head tells
        found.designation = f"{found.designation[:-1]}{'U' if province else 'W'}"
    start, end = period_of(title)
    inner_type = inner_title = inner_start = inner_end = None
    if attached is not None:
        inner_type, inner_title = attached.type_name, _joined_title(drafts, attached)
    elif type_name == "Quyết định" and not head.heavy:  # the page of a portal shows no head of the plan
        inner_type, inner_title = attached_to(title, know.instruments)
    if inner_type is not None:
        inner_start, inner_end = period_of(inner_title)
        start = end = None
    return Header(
        document_type=type_name,
        designation=found.designation,
        issuer=name,
        parent_body=parent.name if parent is not None else None,
        place=found.place,
        issued_on=found.issued_on,
        title=title,
        province=province,
        period_start=start,
        period_end=end,
        signers=signers,
        recipients=recipients,
        attached_type=inner_type,
        attached_title=inner_title,
        attached_start=inner_start,
        attached_end=inner_end,
        is_party=body.party if body is not None else False,
    )


def _of_youth(body: Body) -> Body:
    """The committee that a head of the Youth Union names: `BAN CHẤP HÀNH TRUNG ƯƠNG` beside `ĐOÀN TNCS HỒ CHÍ MINH`."""
    if body.word != "Ban Chấp hành Trung ương":
        return body
    return Body(f"{body.name} Đoàn TNCS Hồ Chí Minh", body.word)


def _is_report(drafts: Sequence[Draft], head: Head, know: Knowledge) -> bool:
    return head.type_line < 0 and not head.title and not begins_enclosure(drafts) and is_report(drafts, know)


def _article(drafts: Sequence[Draft], issuers: Issuers, know: Knowledge) -> Header:
    plan = read_article(drafts, issuers, know)
    province = province_for((plan.body,), issuers, None, plan.title, None)
    start, end = period_of(plan.title) if plan.attached_type is None else (None, None)
    inner_start, inner_end = period_of(plan.attached_title)
    return Header(
        document_type=plan.type_name,
        designation=plan.designation,
        issuer=with_territory(plan.body, None, issuers, province),
        issued_on=plan.issued_on,
        title=plan.title,
        province=province,
        period_start=start,
        period_end=end,
        attached_type=plan.attached_type,
        attached_title=plan.attached_title,
        attached_start=inner_start,
        attached_end=inner_end,
        is_article=True,
        is_party=plan.body.party if plan.body is not None else False,
    )


def _head_lines(doc: Document, draft: Draft) -> Iterator[str]:
    """The lines and columns of the head, without the fixed words of its heading."""
    start = 0
    for match in FIXED.finditer(draft.text):
        part = draft.text[start : match.start()]
        yield from (piece for piece, _ in pieces(doc, Draft(draft.start + start, draft.start + match.start(), part)))
        start = match.end()
    yield from (piece for piece, _ in pieces(doc, Draft(draft.start + start, draft.end, draft.text[start:])))


def _lines_of_number(drafts: Sequence[Draft], head: Head) -> Sequence[Draft]:
    """The lines where number and day stand: those of the head, and what may be lost of it below."""
    return () if head.is_empty and begins_enclosure(drafts) else drafts[head.first : head.end + 3]


def _numbers(drafts: Sequence[Draft]) -> _Found:
    """Number, place and date from the lines of the head."""
    found = _Found()
    for draft in drafts:
        text = draft.text[:400]
        if draft.text.startswith(("Căn cứ", "Thực hiện", "Theo ")):
            continue
        if found.symbol is None and (match := _NUMBER.search(text)):
            found.symbol = "".join(match["symbol"].split()).rstrip("-/&,")
            if match["number"]:
                found.designation = _standard(match["number"], match["sign"], found.symbol)
        if (
            found.issued_on is None
            and found.place is None
            and (match := _PLACE_DATE.search(text) or _DATE_ONLY.search(text))
        ):
            if "place" in match.groupdict():
                found.place = _place(match["place"])
            found.issued_on = _day(match)
    return found


def _place(words: str) -> str:
    words = words.strip(" .-")
    return _BEFORE_PLACE.sub("", words)


def _day(match: regex.Match[str]) -> date | None:
    values = [match[f"{part}2"] or match[part] for part in ("year", "month", "day")]
    if not all(values):
        return None
    try:
        return date(*(int("".join(value.split())) for value in values))
    except ValueError:
        return None


def _in_standard(designation: str | None, know: Knowledge) -> str | None:
    """A number and symbol with its slips of typing put right, as where it is cited: `1961/QĐUBND`."""
    symbol = know.instruments.symbol(designation) if designation else None
    return symbol.designation if symbol is not None and symbol.end == len(designation or "") else designation


def _standard(number: str, sign: str, symbol: str) -> str:
    """A number and symbol in standard spelling: `10-CTr/TU`, `12/KH-UBND`."""
    return f"{number}{sign}{symbol}"


def _title(
    drafts: Sequence[Draft],
    head: Head,
    found: _Found,
    intro: Intro,
    know: Knowledge,
) -> tuple[str | None, str | None]:
    """Title and type, from the head, else from the symbol and the enacting sentence."""
    type_name = head.type_name
    title = _joined_title(drafts, head)
    if title is None and head.type_line < 0:
        title = _beside_number(drafts[head.first : head.end + 3])
    if type_name is None and found.symbol:
        codes = {code.upper(): row.name for row in know.sections.types for code in row.codes}
        parts = regex.split(r"[-/]", found.symbol.upper())
        type_name = next((codes[part] for part in parts[:2] if part in codes), None)
        if type_name is None and (title or head.heavy) and (symbol := know.instruments.symbol(found.designation or "")):
            row = know.instruments.type_of_symbol(symbol)
            type_name = row.name if row is not None else "Công văn" if title else None
    if title is None and type_name and head.type_line < 0:
        title = _title_in_capitals(drafts[head.first : head.end])
    if type_name is None and (enacts := intro.enacts) is not None:
        row = know.instruments.type_of_word(enacts["type"])
        type_name = row.name if row is not None else None
    if title is None and (enacts := intro.enacts) is not None:
        sentence = regex.split(r"\.\s", enacts["title"], maxsplit=1)[0]
        words = regex.sub(r"[,\s]*(?:với|như|cụ thể|gồm|bao gồm|nội dung).{0,60}$", "", sentence).strip(" ,.")
        words = _SUBJECT.sub("", words, count=1)
        title = None if words in ("", "triển khai", "thực hiện", "triển khai thực hiện") else words
    if title is None and type_name and head.type_line < 0 and found.symbol:
        title = _title_without_type(drafts[head.end : head.end + 2])
    return title, type_name


def _beside_number(lines: Sequence[Draft]) -> str | None:
    """The subject of a letter in the cell of its number: `Số: 515/BYT-KHTC V/v trả phụ cấp`."""
    found = next((match for line in lines if (match := _BESIDE_NUMBER.search(line.text))), None)
    return found["title"].strip(" .*-_") if found else None


def _title_in_capitals(lines: Sequence[Draft]) -> str | None:
    """The lines in capitals that end the head, below number and day, where the type's own line is lost."""
    dated = (n for n, line in enumerate(lines) if not line.text.isupper() and _DATED.search(line.text))
    last = max(dated, default=len(lines))
    own = (line for line in lines[last + 1 :] if line.kind != "boilerplate" and not is_authority(line.text))
    words = " ".join(line.text.strip(" |*-_") for line in own).strip()
    return _SUBJECT.sub("", words, count=1) if len(words) > _LEAST_TITLE and words.isupper() else None


def _title_without_type(drafts: Sequence[Draft]) -> str | None:
    """The line between the head and the first section or legal basis, where the type's own line is lost."""
    if len(drafts) < 2 or drafts[0].scheme or drafts[0].kind != "paragraph" or not 8 < len(drafts[0].text) < 300:
        return None
    text, after = drafts[0].text, drafts[1]
    begins = after.scheme in ("roman", "part", "capital", "arabic", "article") or after.text.startswith("Căn cứ")
    if not begins or text.endswith((".", ";", ":", ",")) or text.startswith(("Căn cứ", "Thực hiện", "Kính gửi")):
        return None
    return _SUBJECT.sub("", text, count=1)


def _joined_title(drafts: Sequence[Draft], head: Head) -> str | None:
    words = [head.type_rest, *(drafts[n].text.strip(" |") for n in head.title)]
    title = " ".join(word for word in words if word)
    title = _OF_BODY.sub("", _ENCLOSED.sub("", title))
    title = _AUTHORITY_BELOW.sub("", _SUBJECT.sub("", title, count=1))
    return title.strip(" .*-_:") or None
