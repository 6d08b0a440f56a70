"""What a share or a change in percent measures, and of whom."""

from __future__ import annotations

import re

from vnplan.extract.targets.clauses import (
    RELATION,
    Clause,
    Meaning,
    clean_after,
    clean_before,
    is_measure,
    join,
    main_clause,
    starts,
    unmoved,
)
from vnplan.extract.targets.parts import is_segment, of_each, of_one_part, of_segment, per_time
from vnplan.extract.targets.population import split_population
from vnplan.extract.targets.quantity import Quantity
from vnplan.knowledge.quantities import Quantities

_KEPT_RELATION = re.compile(
    r"(?:so với (?!cùng kỳ|năm|giai đoạn|hiện)|trong (?:tổng|cơ cấu)|tổng |trên tổng)", re.IGNORECASE
)
_SUM = re.compile(r"(?:GRDP|GDP|tổng )")
_WHOLE = re.compile(r"(?:kế hoạch|chỉ tiêu|dự toán|tổng|dân số|GRDP|mục tiêu|diện tích tự nhiên)(?!\w)", re.IGNORECASE)
_TO_WHOM = re.compile(r" (cho|tại|với)\s*$")
_OF_AGE = re.compile(
    r"(?P<subject>(?:(?:ở|trong|đối với) )?(?:độ|nhóm|lứa) tuổi [^,;:]{1,40}?\d tuổi),? (?P<measure>.+)", re.IGNORECASE
)
_AT_PART = re.compile(r"(?:ở|tại|đối với) (?P<part>[^,;:.()\d]+?)(?= và(?!\w)|[,;:.()]|$)", re.IGNORECASE)
_LINK = re.compile(r"(?:là|về|đối với) ")
PREDICATES = ("có ", "được ", "đạt ", "đã ", "chưa ", "không ")


def of_percent(quantity: Quantity, clause: Clause, previous: Meaning | None, know: Quantities) -> Meaning:
    """`100% X làm Y`, `X đạt 90%`, `giảm 5% số vụ`."""
    before = clean_before(clause.before)
    after = clean_after(clause.after)
    reached = bool({"reach", "level"} & set(quantity.verbs))
    if part := of_one_part(clause, previous, know):
        return part
    if quantity.mode == "level" and not reached and after and (each := of_each(clause, None, after, know)):
        return each
    if reached and not before and previous is not None and _SUM.match(after):
        return Meaning(join(previous.indicator, after), previous.subject)  # "… đạt 350 tỷ đồng, bằng 40% GRDP"
    if quantity.mode == "level" and not before and (rate := _rate_behind(after, know)):
        return Meaning(rate, None)
    measured = reached and before and (is_measure(before, know) or _WHOLE.match(after))
    if not measured and _begins_population(clause, after):
        if quantity.mode != "level":
            return Meaning(before if is_measure(before, know) else after, None)
        return _of_population(clause, after, previous, know)
    before = unmoved(before, know).removesuffix(" ổn định").removesuffix(" duy trì")
    per = per_time(clause._replace(after="")) if quantity.mode != "level" else None
    if reached and (aged := _OF_AGE.fullmatch(before)) and is_measure(aged["measure"], know):
        return Meaning(aged["measure"], aged["subject"])
    if quantity.mode == "level" and (place := _of_place(before, after, previous, know)):
        return place
    if previous is not None and (like := _like_previous(clause, before, per, previous, know)):
        return like
    kept = _kept(quantity, before, after, know, reached=reached)
    if previous is not None and previous.whole and not is_measure(before, know):
        return Meaning(join(previous.whole, before, kept), None, None, "", previous.whole)
    if (", " in before and not is_measure(before.rsplit(", ", 1)[0], know)) or _names_actor(before, know):
        before = main_clause(before, know, reached=reached)
    return Meaning(join(before, kept), None, per)


def _rate_behind(after: str, know: Quantities) -> str | None:
    """`đạt 93% là tỷ lệ trẻ đến trường`, `98% về tỷ lệ hồ sơ …`: the measure of which the share is the value."""
    name = _LINK.sub("", after)
    return name if starts(name.split(), know.words["rate"]) else None


def _of_place(before: str, after: str, previous: Meaning | None, know: Quantities) -> Meaning | None:
    """The part behind the number: `Tỷ lệ hộ có điện đạt 99% ở đô thị và 95% ở nông thôn`."""
    match = _AT_PART.match(after)
    if match is None or not starts(match["part"].split(), know.words["segment"]):
        return None
    part = match[0].strip()
    if is_measure(before, know):
        return Meaning(join(before, part), None, base=before)
    if not before and previous is not None and previous.base:
        return of_segment(part, previous)
    return None


def _like_previous(clause: Clause, before: str, per: str | None, previous: Meaning, know: Quantities) -> Meaning | None:
    """The same as the number before it measures, or that of another part."""
    if not before:
        return Meaning(previous.indicator, previous.subject, per, previous.governor)
    if before.startswith("về ") and " về " in (previous.indicator or ""):
        return of_segment(before, previous)
    if clause.opening is not None and is_segment(before, previous, know):
        return of_segment(before, previous)
    return None


def _kept(quantity: Quantity, before: str, after: str, know: Quantities, *, reached: bool) -> str | None:
    """The words after a share that say of what it is: `… đạt 95% kế hoạch`."""
    if quantity.mode != "level":
        return None
    if _KEPT_RELATION.match(after):
        return after.split(" theo ", maxsplit=1)[0]
    if reached and _WHOLE.match(after) and not is_measure(before, know):
        return RELATION.split(after, maxsplit=1)[0].strip(" ,") or None
    return None


def _names_actor(before: str, know: Quantities) -> bool:
    """Whether what stands before a colon is who does it: `Ngân hàng …: Chỉ đạo …`."""
    return ": " in before and starts(before.split(), know.words["actor"])


def _begins_population(clause: Clause, after: str) -> bool:
    apart = clause.after.lstrip()[:1] in (",", "/", ":", ")")
    return bool(after) and not apart and not RELATION.match(after) and after[0].isalpha()


def _of_population(clause: Clause, after: str, previous: Meaning | None, know: Quantities) -> Meaning:
    """`100% X làm Y`, `làm Y cho 100% X`, `80% X và 90% Z làm Y`."""
    governor = main_clause(clause.before, know)
    if governor and (match := _TO_WHOM.search(clause.before)):
        governor = f"{governor} {match[1]}"
    if not governor and previous is not None and clause.is_list:
        governor = previous.governor
    if after.startswith(PREDICATES):
        if previous is not None and previous.whole:
            return Meaning(join(previous.whole, after), None)  # "60% diện tích, trong đó 20% có chứng nhận"
        return Meaning(after, previous.subject if previous is not None else None)
    subject, predicate = split_population(after, know)
    if (
        predicate
        and previous is not None
        and subject.lower() in know.verbs["plain"].get(subject.split(" ")[0].lower(), ())
    ):
        return Meaning(after, previous.subject)  # "…, trong đó 40% thực hiện chuyển đổi nghề": the verb comes first
    if predicate and not (predicate in know.words["bare"] and governor):
        return Meaning(predicate, subject)
    if governor:
        return Meaning(join(governor, subject), subject, None, governor)
    if clause.onward:
        _, predicate = split_population(clean_after(clause.onward), know)
    return Meaning(predicate or subject, subject)
