"""Targets of parts of a whole, and of each of many: `…, riêng xã đảo đạt 95%`, `mỗi xã có ít nhất 01 mô hình`."""

from __future__ import annotations

import re

from vnplan.extract.targets.clauses import Clause, Meaning, clean_before, is_measure, join, main_clause, starts
from vnplan.extract.targets.population import each, known_noun
from vnplan.extract.targets.trim import without_segment
from vnplan.knowledge.quantities import Quantities

_TIMES = r"(?:năm học|học kỳ|năm|tháng|quý|tuần|ngày)(?!\w)"
_EVERY = re.compile(rf"(?<!\w)mỗi\s(?!{_TIMES})", re.IGNORECASE)
_EVERY_TIME = re.compile(
    r"(?:(?<!\w)mỗi|(?:^|, )\W*(?:hằng|hàng)|(?<=trung bình )(?:hằng|hàng)|(?<=bình quân )(?:hằng|hàng)"
    rf"|(?<!\w)(?:hằng|hàng)(?= [^\W\d_]+$)) ({_TIMES})",
    re.IGNORECASE,
)
_AT_EACH = re.compile(rf"(?<!\w)(?:tại|ở|cho) (?:mỗi|từng) (?!{_TIMES})")
_SLASH = re.compile(r"(?P<what>[^\W\d_]+(?: [^\W\d_]+){0,3}) ?/ ?(?P<whom>[^\W\d_]+(?: [^\W\d_]+){0,2})")
_AND_TIME = re.compile(r" ?/ ?(ngày đêm|năm học|năm|tháng|quý|tuần|ngày|vụ)(?!\w)")
_IN_TIME = re.compile(r"(?:trong|đến|từ|sau|giai đoạn) [^,]*\d", re.IGNORECASE)
_ALONE = re.compile(r"\W*riêng (?:(?:đối với|tại|ở|với) )?", re.IGNORECASE)
_ONLY_AIMS = re.compile(r"(?<!\w)(?:phấn đấu|bảo đảm|đảm bảo|yêu cầu|quy định)$", re.IGNORECASE)
ON_AVERAGE = re.compile(r"(?:bình quân|trung bình)(?: (?:mỗi|hằng|hàng) (?:năm|tháng|quý|tuần))?", re.IGNORECASE)


def of_segment(part: str, previous: Meaning) -> Meaning:
    """The measure of the target before, of another part: `khâu làm đất đạt 100%, khâu thu hoạch 85%`."""
    base = previous.base or without_segment(previous.indicator or "", part)
    return Meaning(f"{base} {part}", previous.subject, base=base)


def is_segment(before: str, previous: Meaning, know: Quantities) -> bool:
    """Whether a number is about a part of what the number before it measures: `…, nông thôn đạt 85%`."""
    measured = previous.indicator is not None and is_measure(previous.indicator, know)
    return measured and len(before.split()) <= 6 and starts(before.split(), know.words["segment"])


def of_one_part(clause: Clause, previous: Meaning | None, know: Quantities) -> Meaning | None:
    """`…, riêng các xã đảo đạt 95%`: the same measure of one part."""
    match = _ALONE.match(clause.before)
    if previous is None or match is None:
        return None
    words = clause.before[match.end() :]
    if any(verb[1] for verb in know.cues["commit"].finditer(words.lower())):
        return None  # what somebody is to do
    part = clean_before(words)
    if previous.indicator is not None and is_measure(previous.indicator, know):
        return of_segment(part, previous)
    return Meaning(previous.indicator, part or previous.subject, None, previous.governor)


def of_each(clause: Clause, noun: str | None, after: str, know: Quantities) -> Meaning | None:
    """`mỗi xã xây dựng ít nhất 01 mô hình`: what each one does, else what was to be done before the comma."""
    match = _EVERY.search(clause.before)
    if match is None:
        return None
    start = match.end()
    subject, per = each(clause.before[start:], know)
    before = clean_before(clause.before[start + len(subject or "") :])
    if before:
        return Meaning(join(before, noun, after), subject, per, before)
    lead = main_clause(clause.before[:start].rstrip().removesuffix("mỗi").removesuffix("Mỗi"), know)
    if lead and not ON_AVERAGE.fullmatch(lead) and not _IN_TIME.match(lead) and not _ONLY_AIMS.search(lead):
        return Meaning(lead, subject, per)
    if noun:
        return Meaning(join(noun, after, "mỗi", subject), subject, per)
    return Meaning(after or subject, subject, per)


def per_time(clause: Clause) -> str | None:
    """`mỗi năm`, `hằng năm` beside the number: for how long it counts."""
    match = _EVERY_TIME.search(clause.before) or _EVERY_TIME.search(clause.after)
    return match[1] if match else None


def per_slash(after: str, know: Quantities) -> tuple[str, str | None]:
    """`60 kg rau/người/năm`: what is measured, and per what, where the slash stands behind the one."""
    match = _SLASH.match(after)
    if match is None:
        return after, None
    whom = known_noun(match["whom"], know)
    if whom is None:
        return after, None
    rest = after[match.start("whom") + len(whom) :]
    while when := _AND_TIME.match(rest):
        whom, rest = f"{whom}/{when[1]}", rest[when.end() :]
    return match["what"] + rest, whom


def per_place(after: str, know: Quantities) -> str | None:
    """`01 tủ sách tại mỗi xã`: for each of what the number is."""
    match = _AT_EACH.search(after)
    return known_noun(after[match.end() :].rstrip(" .;"), know) if match else None
