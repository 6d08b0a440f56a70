"""What a target measures, and of whom: read from the words around the number."""

from __future__ import annotations

import re

from vnplan.extract.targets.amounts import of_count
from vnplan.extract.targets.clauses import (
    Clause,
    Meaning,
    clean_after,
    clean_before,
    from_aim,
    is_measure,
    is_own_aim,
    main_clause,
)
from vnplan.extract.targets.parts import is_segment, of_segment
from vnplan.extract.targets.quantity import Quantity
from vnplan.extract.targets.shares import PREDICATES, of_percent
from vnplan.extract.targets.trim import (
    before_actor,
    without_baseline,
    without_count,
    without_limits,
    without_or_more,
    without_place,
    without_source,
)
from vnplan.knowledge.quantities import Quantities

_PURPOSE = re.compile(r"\W*để ", re.IGNORECASE)
_STANDS = re.compile(r" (?:đứng|xếp|nằm|thuộc)(?: hạng)?$")


def describe(
    quantity: Quantity, clause: Clause, previous: Meaning | None, know: Quantities, *, earlier: Meaning | None = None
) -> Meaning:
    """What the number measures. `previous`: of the target before it in the sentence; `earlier`: in the line."""
    if previous is not None and clause.opening is not None and "trong đó" in clause.opening:
        previous = previous._replace(whole=previous.indicator)
    before = from_aim(without_source(without_limits(without_baseline(clause.before), know), know), know)
    before = without_place(before, know)
    if previous is None and _PURPOSE.match(before):
        clause = clause._replace(after=before_actor(clause.after, know))
    clause = clause._replace(before=before, after=without_or_more(without_count(clause.after), quantity.rule))
    if quantity.mode == "rank":
        return _of_rank(clause, previous, know)
    if quantity.mode != "level" and clause.after.startswith(" về "):
        clause = clause._replace(after=clause.after.removeprefix(" về"))  # "tăng 3 bậc về Chỉ số A"
    after = clean_after(clause.after)
    aside = "aim" in quantity.verbs and clause.before.rstrip().endswith(",") and bool(after)
    if aside and not is_measure(clean_before(clause.before), know):
        if after in know.words["bare"]:
            # "vận động hội viên đổi rác lấy cây, phấn đấu 500 người tham gia": in what they take part
            return Meaning(main_clause(clause.before, know), None)
        clause = clause._replace(before="")  # "…, bảo đảm 9 ấp đạt chuẩn": what stands before the comma is another task
    if "have" in quantity.verbs and is_own_aim(clause.before):
        clause = clause._replace(before="")  # "…, phấn đấu đến năm 2027 có 9 xã đạt chuẩn": an aim of its own
    if quantity.unit.kind == "percent":
        part = clean_before(clause.before)
        if previous is None and earlier is not None and after.startswith(PREDICATES):
            return Meaning(after, earlier.subject)  # "92% người già có thẻ; trên 75% được khám": the same people
        if previous is None and earlier is not None and not after and is_segment(part, earlier, know):
            return of_segment(part, earlier)
        return of_percent(quantity, clause, previous, know)
    return of_count(quantity, clause, previous, know)


def _of_rank(clause: Clause, previous: Meaning | None, know: Quantities) -> Meaning:
    before = _STANDS.sub("", clean_before(clause.before))
    if match := re.search(r"(?<!\w)về (.+)", clause.after):
        subject = re.split(r" trở thành| là | thuộc | nằm", before)[0]
        return Meaning(match[1].strip(" .,;"), subject or None)
    bare = before.lower() in know.words["ranked"]
    if previous is not None and (not before or bare):
        return Meaning(previous.indicator, previous.subject)  # "chỉ số A đạt 43 điểm, xếp hạng trong tốp 15"
    return Meaning(None if bare else before or None, None)
