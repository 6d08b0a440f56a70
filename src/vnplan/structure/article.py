"""A news article about a plan: the header of the plan that it reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from vnplan.knowledge import Knowledge
from vnplan.knowledge.instruments import Instruments
from vnplan.structure.drafts import Draft
from vnplan.structure.issuer import Body, Issuers
from vnplan.structure.opening import is_sentence
from vnplan.structure.told import (
    DAY_BEHIND,
    ISSUED_BY,
    LONGEST_HEADLINE,
    LONGEST_TYPE,
    SHORT_NUMBER,
    Place,
    day_of,
    named_first,
    reports,
)
from vnplan.structure.told_issuer import committee_in, issuer_of

_ADDRESSEES = regex.compile(r"K[íÍ]nh g[ửỬ]i\b|KÍNH GỬI")
_JUST = regex.compile(r"(?:vừa|đã|mới)(?: \p{L}+){0,2}\s?$")
_ADDRESSED = regex.compile(r",?\s(?:gửi|điện)\s[^;.]{3,300}?(?=\s(?:về việc|về|V/v)\s)")
_SUBJECT = regex.compile(
    r",?\s(?:(?:về việc|về|V/v|Về)\s(?:việc\s)?|(?=[“\"‘']))"
    # without `về` any words tell it, but those that go on with the sentence
    r"|\s(?=\p{Ll}+ \p{L}+ \p{L}+)(?!(?:này|trên|đó|nói|nêu|để|nhằm|của|do|theo|với|cho|và|trong|tại|kèm|cùng"
    r"|yêu cầu|chỉ đạo|đề nghị|giao|gửi|thống nhất|đồng ý|chấp thuận)\s)"
)
# `Quyết định 26/QĐ-UBND năm 2020 về trồng rừng do tỉnh Cà Mau ban hành`: how portals of law name what they hold
_SHORT_DAY_BEHIND = regex.compile(r",?\sngày\s\d{1,2}[/.-]\d{1,2}(?![/.-]?\d)")
_YEAR_BEHIND = regex.compile(r"\snăm \d{4}(?=\s(?:về|V/v|của|do|ban hành|phê duyệt))")
_NUMBERED = regex.compile(r"(?:số\s?:?\s?)?\d")
_ABOUT = regex.compile(r"^(?:về việc|về|V/v)\s", regex.IGNORECASE)
_SUBJECT_ENDS = regex.compile(
    r"[;\n]|\.(?=\s|$|/)|\s(?=gửi\s)"
    r"|,\s(?=(?:gửi|theo đó|trong đó|cụ thể|với|yêu cầu|nhằm|đặt mục tiêu|thời gian qua|trong thời gian|giao|để|UBND"
    r"|Ủy ban|Chủ tịch|Bộ trưởng|Thủ tướng|Sở \p{Lu})(?!\p{L}))"
    r"|\s(?=(?:(?:cụ thể )?như sau|vừa được|đã được|được (?:ban hành|ký)"
    r"|do (?:UBND|Ủy ban|tỉnh|Chủ tịch|Bộ|Thủ tướng))(?!\p{L}))"
)
_QUOTES = {"“": "”", '"': '"', "'": "'", "‘": "’"}
_ENACTS = regex.compile(r"(?:ban hành|phê duyệt)\s(?P<plan>\S.*)", regex.IGNORECASE)
_LINES = 14
_FIRST_LINES = 6  # in which an article shows itself
_DATELINE = regex.compile(r"\([\p{Lu}\d][\p{L}\d&. -]{1,24}\)\s?[-–]\s?\p{Lu}")


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


def is_report(drafts: Sequence[Draft], know: Knowledge) -> bool:
    r"""Whether a text without a head begins as an article does: a dateline, or who issued what.

    >>> from vnplan.structure.drafts import scan
    >>> is_report(scan("Trồng rừng\nUBND tỉnh vừa ban hành Kế hoạch số 12/KH-UBND về trồng rừng."), Knowledge.default())
    True
    """
    lines = [draft.text for draft in drafts if draft.kind != "boilerplate" and draft.text][:_FIRST_LINES]
    if any(_ADDRESSEES.match(line) for line in lines):
        return False  # a letter
    if (
        any(_DATELINE.match(line) for line in lines)
        or named_first(lines, know.instruments)
        or _plan_first(lines, know.instruments)
    ):
        return True
    places = (place for line in lines for place in reports(line, know.instruments))
    return any(place.is_numbered or (place.issuing and _JUST.search(place.before)) for place in places)


def read_article(drafts: Sequence[Draft], issuers: Issuers, know: Knowledge) -> Reported:
    """The plan that an article reports: by the sentence that tells of its issue, else by the headline."""
    lines = [draft.text for draft in drafts[: _LINES + 10] if draft.kind != "boilerplate"][:_LINES]
    headline = _headline(lines, know.instruments)
    named = named_first(lines, know.instruments)
    place = named or next((place for line in lines for place in reports(line, know.instruments)), None)
    if place is None and _plan_first(lines, know.instruments):
        type_name, title = headline or (None, None)
        return Reported(type_name, None, None, title)
    if place is None:
        type_name, title = headline or (None, None)
        return Reported(type_name, None, None, title, committee_in(lines, issuers))
    place = _fullest(place, lines, know)
    title = _title(place.after, lines[:3])
    type_name = place.type_name
    if headline is not None and (title is None or (type_name == headline[0] and not headline[1].startswith(title))):
        title = headline[1] if title is None or type_name == headline[0] else title
        type_name = type_name or headline[0]
    attached = attached_to(title, know.instruments) if type_name == "Quyết định" else (None, None)
    return Reported(
        type_name, place.designation, day_of(place), title, issuer_of(place, lines, issuers, know), *attached
    )


def _fullest(place: Place, lines: Sequence[str], know: Knowledge) -> Place:
    """Of the places that report the same number, the first that tells its day: a headline leaves it out."""
    if place.designation is None or day_of(place) is not None:
        return place
    others = (other for line in lines for other in reports(line, know.instruments))
    same = (other for other in others if other.designation == place.designation)
    return next((other for other in same if day_of(other) is not None), place)


def _plan_first(lines: Sequence[str], instruments: Instruments) -> bool:
    """Whether the first line is type and subject of a plan, and no sentence about it."""
    headline = _headline(lines[:1], instruments)
    if headline is None or is_sentence(lines[0]) or lines[0].endswith((";", ",", ":")):
        return False
    # a subject with `về` is no sentence, though a full stop may end it
    return not lines[0].endswith(".") or lines[0].startswith(f"{headline[0]} về ")


def _headline(lines: Sequence[str], instruments: Instruments) -> tuple[str, str] | None:
    """Type and title, where one of the first lines is those of a plan."""
    for line in lines[:3]:
        name = next((name for name in instruments.named_by_subject if line.startswith(f"{name} ")), None)
        if name is not None and len(line) < LONGEST_HEADLINE:
            words = line[len(name) :].strip()
            end = _SUBJECT_ENDS.search(words)
            title = _ABOUT.sub("", words[: end.start()] if end else words).strip(" .:,")
            return (name, title) if title and not _NUMBERED.match(title) and not SHORT_NUMBER.search(line) else None
    return None


def _title(after: str, headlines: Sequence[str]) -> str | None:
    """The subject told after the number, its day and its issuer; all of it where a headline says the same."""
    rest = after
    for skipped in (DAY_BEHIND, _SHORT_DAY_BEHIND, _YEAR_BEHIND, ISSUED_BY, _ADDRESSED):
        found = skipped.match(rest)
        rest = rest[found.end() :] if found else rest
    begins = _SUBJECT.match(rest)
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


def attached_to(title: str | None, instruments: Instruments) -> tuple[str | None, str | None]:
    """Type and title of the plan that a decision issues, as its own title says."""
    enacts = _ENACTS.match(title or "")
    if enacts is None and not (title or "").startswith(instruments.named_by_subject):  # portals leave `ban hành` out
        return None, None
    words = (enacts["plan"] if enacts else title or "").lstrip('“"').split(" ")
    for n in range(LONGEST_TYPE, 0, -1):
        row = instruments.type_of_word(" ".join(words[:n]))
        if row is not None and row.kind == "numbered":
            return row.name, " ".join(words[n:]).strip('“”" ') or None
    return None, None
