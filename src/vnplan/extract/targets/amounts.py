"""What a number of things, people or events measures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vnplan.extract.targets.clauses import (
    RELATION,
    Clause,
    Meaning,
    clean_after,
    clean_before,
    is_measure,
    join,
    main_clause,
    unmoved,
)
from vnplan.extract.targets.parts import ON_AVERAGE, of_each, of_one_part, per_place, per_slash, per_time
from vnplan.extract.targets.population import known_noun, split_population
from vnplan.extract.targets.quantity import Quantity
from vnplan.knowledge.quantities import Quantities, UnitKind

_TOTAL = re.compile(r"(?:(?:nâng|đưa|tăng|giảm) )?((?:tổng )?số(?: lượng)?)", re.IGNORECASE)
_TIMES = frozenset({"năm", "tháng", "quý", "tuần", "ngày"})


@dataclass(slots=True)
class _Count:
    """A number of things with the words around it."""

    quantity: Quantity
    clause: Clause
    previous: Meaning | None
    know: Quantities
    before: str  # the clause before the number
    after: str  # what follows its unit
    noun: str | None  # what is counted
    tail: str | None  # what follows, where that belongs to the noun
    substance: str | None  # "60 lít nước sạch/người": what the measure is of
    per: str | None
    reached: bool  # "đạt 40 mô hình", "lên 40 mô hình"

    @classmethod
    def of(cls, quantity: Quantity, clause: Clause, previous: Meaning | None, know: Quantities) -> _Count:
        """Cut the words to pieces."""
        reached = bool({"reach", "level"} & set(quantity.verbs))
        before = main_clause(clause.before, know, reached=reached)
        if quantity.unit.kind == "ratio" and before.count(" ") <= 1:
            before = clean_before(clause.before)  # "đội bắt chó ra quân 02 lần/tháng": a bare verb says too little
        after, whom = clean_after(clause.after), None
        if quantity.unit.kind in ("measure", "money"):  # between counted things a slash says `or`
            after, whom = per_slash(after, know)
        kind = quantity.unit.kind
        # behind a verb another may follow the comma: `mở 12 lớp, báo cáo kết quả`
        several = (kind == "person" or (kind == "thing" and not before)) and _lists(clause.after, kind, know)
        noun = quantity.unit.text.removeprefix("lượt ") if quantity.is_count and quantity.unit.text else None
        apart = (clause.after.lstrip()[:1] in (",", "/") and not several) or after.startswith(("so với", "trong đó"))
        return cls(
            quantity=quantity,
            clause=clause,
            previous=previous,
            know=know,
            before=before,
            after=after,
            noun=f"{noun}," if several else noun,
            tail=after if after and not apart else None,
            substance=after if whom else None,
            per=whom or per_time(clause) or per_place(clause.after, know),
            reached=reached,
        )


def _lists(after: str, kind: UnitKind, know: Quantities) -> bool:
    """Whether a list of what is counted goes on: `9.000 hội viên, phụ nữ, học sinh được tập huấn`."""
    noun = known_noun(after[2:].split(",", 1)[0], know) if after.startswith(", ") else None
    return noun is not None and know.units[noun.lower()].kind == kind


def of_count(quantity: Quantity, clause: Clause, previous: Meaning | None, know: Quantities) -> Meaning:
    """`xây dựng 02 mô hình Z`, `số mô hình đạt 40`, `mỗi xã có 01 mô hình`."""
    count = _Count.of(quantity, clause, previous, know)
    return (
        _of_fraction(count)
        or of_one_part(clause, previous, know)
        or of_each(clause, count.noun, count.after, know)
        or _of_recipients(count)
        or _of_change(count)
        or _of_measure(count)
        or _of_average(count)
        or _of_pieces(count)
        or _of_work(count)
    )


def _of_fraction(count: _Count) -> Meaning | None:
    """`9/9 xã có bác sĩ` is a share."""
    if count.quantity.over is None or count.before:
        return None
    subject, predicate = split_population(f"{count.noun} {count.after}", count.know)
    return Meaning(predicate, subject) if predicate else None


def _of_recipients(count: _Count) -> Meaning | None:
    """`mở 12 lớp cho 300 học viên`."""
    previous, clause = count.previous, count.clause
    if previous is None or clause.opening != "" or not clause.before.rstrip().endswith(" cho"):
        return None
    return Meaning(join((previous.indicator or "").removesuffix(" cho"), "cho", count.noun, count.after), None)


def _of_change(count: _Count) -> Meaning | None:
    """`giảm 15 hộ nghèo`."""
    if count.quantity.mode == "level" or not count.noun or is_measure(count.before, count.know):
        return None
    if not count.tail and count.before.lower() not in count.know.words["commit"]:
        return None
    return Meaning(join(count.noun, count.tail), None, count.per)


def _of_measure(count: _Count) -> Meaning | None:
    """`số mô hình đạt 40 mô hình`, `nâng tổng số lên 64 câu lạc bộ`."""
    before, per, know = count.before, count.per, count.know
    if count.noun and (total := _TOTAL.fullmatch(before)):
        return Meaning(join(total[1], _counted(count.noun, count.previous)), None, per)
    if before and (count.quantity.mode != "level" or is_measure(before, know)):
        return Meaning(join(before.removesuffix(" duy trì"), count.substance), None, per)
    moved = unmoved(before, know)
    if before and count.reached and (is_measure(moved, know) or count.tail is None):
        return Meaning(moved, None, per)
    return None


def _counted(noun: str, previous: Meaning | None) -> str:
    """The noun with what the target before it says of it."""
    named = previous.indicator if previous is not None and previous.indicator else ""
    at = named.find(noun)
    return named[at:] if at >= 0 else noun


def _of_average(count: _Count) -> Meaning | None:
    """`500 căn nhà ở, bình quân mỗi năm 100 căn`."""
    previous = count.previous
    if previous is None or count.tail is not None or not count.noun or count.noun not in (previous.indicator or ""):
        return None
    if not ON_AVERAGE.fullmatch(count.clause.before.strip(" ,")):
        return None
    return Meaning(previous.indicator, previous.subject, count.per)


def _of_pieces(count: _Count) -> Meaning | None:
    """What is done with pieces of what the clause before names: `biên soạn sổ tay, in 3.000 cuốn`."""
    commits = count.know.words["commit"]
    if count.noun not in count.know.words["piece"] or count.tail is not None or count.before.lower() not in commits:
        return None
    words = main_clause(count.clause.before.rstrip(" ,").rpartition(", ")[0], count.know).split()
    for length in (3, 2, 1):
        if " ".join(words[:length]).lower() in commits:
            return Meaning(join(count.before, " ".join(words[length:])), None, count.per)
    return None


def _of_work(count: _Count) -> Meaning:
    """What is done, in a list also with the words that stand before its first number."""
    quantity, clause, previous = count.quantity, count.clause, count.previous
    before, per = unmoved(count.before, count.know), count.per
    if previous is None or clause.opening is None:
        return Meaning(_phrase(count, before), None, per, before)
    if clause.before.strip() == "(":
        return Meaning(previous.indicator, previous.subject, per)  # "02 đợt/tháng (18 đợt/năm)"
    among = "trong đó" in clause.opening
    subject = previous.subject if clause.opening == "nested" else None
    if not before and quantity.mode != "level":
        return Meaning(previous.indicator, previous.subject, per)
    if not before and not among:
        before, subject, per = previous.governor, subject or previous.subject, per or previous.per
    if quantity.unit.per is None and per is None and (previous.per in _TIMES or (previous.subject and not among)):
        per, subject = previous.per, subject or previous.subject
    if count.tail is None and count.noun is None:
        if previous.whole and before:
            if before.lower().startswith(previous.whole.lower()):
                return Meaning(before, subject, per, before)  # "bưởi 300 ha, trong đó bưởi da xanh 120 ha"
            named = (previous.whole, before) if is_measure(previous.whole, count.know) else (before, previous.whole)
            return Meaning(join(*named), subject, per, before, previous.whole)
        if not before:
            return Meaning(previous.indicator, previous.subject, per)
    return Meaning(_phrase(count, before), subject, per, before)


def _phrase(count: _Count, before: str) -> str | None:
    """What is done, to what: `Hỗ trợ` + `doanh nghiệp` + `tham gia sàn giao dịch`."""
    quantity, clause, noun, tail = count.quantity, count.clause, count.noun, count.tail
    if quantity.unit.per and before:
        if " " not in before or before.lower() in count.know.words["commit"]:
            before = f"{before} {noun}" if noun and quantity.unit.kind != "ratio" else before
        return join(before, tail.split(", ")[0] if tail and not RELATION.match(tail) else None)
    if tail is None and noun and clause.onward.strip():
        _, tail = split_population("x " + clean_after(clause.onward), count.know)
    if noun and before and clause.before.rstrip().endswith(" cho"):
        noun = (
            f"cho {noun}" if tail or before.count(" ") < 2 else None
        )  # "tập huấn cho nông dân", "giải quyết việc làm"
    return join(before, noun, tail)
