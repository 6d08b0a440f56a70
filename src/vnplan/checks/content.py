"""Deadlines, targets, tasks, bases and the numbering of sections."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

import regex

from vnplan.checks.catalogue import CheckRow
from vnplan.checks.plan import Hit, Plan, check_of_plan
from vnplan.record.models import Citation, Diagnostic, Span, Target

_WHOLE = 100
_MONTHS = 12
_LEAP = 2000
_DATE = regex.compile(
    r"(?<!\d)(?:(?P<day>\d{1,2})\s?(?:[/.-]\s?|\s+tháng\s+)|tháng\s+)(?P<month>\d{1,2})(?!\d)"
    r"(?:\s?(?:[/.-]|,?\s+năm)\s?(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_BEFORE = 60  # characters before a deadline that say what it is of
_FEW_BASES = 3


@check_of_plan("deadline-past")
def deadline_past(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """A task is due before the plan was issued."""
    issued_on = plan.record.header.issued_on
    if issued_on is None:
        return
    for span, end, record in sorted(_ends(plan, row), key=lambda found: found[0].start):
        excused = row.excuses(plan.words(span.start - _BEFORE, span.end))
        if end < issued_on and not plan.is_doubtful(span) and not excused:
            words = plan.words(span.start, span.end)
            yield Hit(plan.where(span, record), {"words": words, "end": end, "day": issued_on})


def _ends(plan: Plan, row: CheckRow) -> Iterator[tuple[Span, date, str | None]]:
    """The last days that tasks are given: deadlines, and days in the past, which may not have been read as such."""
    given = {name for assignment in plan.record.assignments for name in assignment.deadlines}
    for deadline in plan.record.deadlines:
        stated = not {"start", "end"} & set(deadline.inferred)
        if deadline.id in given and deadline.kind in ("date", "period") and deadline.end is not None and stated:
            yield deadline.span, deadline.end, deadline.id
    taken = [deadline.span for deadline in plan.record.deadlines]
    for assignment in plan.record.assignments:
        start, end = assignment.span.start, assignment.span.end
        for match in regex.finditer(row.pattern or "$^", plan.record.text, pos=start, endpos=end):
            span, day = Span(*match.span()), _day(match)
            if day is not None and not any(one.start < span.end and span.start < one.end for one in taken):
                taken.append(span)
                yield span, day, assignment.id


def _day(match: regex.Match[str]) -> date | None:
    year, month, day = int(match["year"]), int(match["month"]), match["day"]
    try:
        return date(year, month, int(day) if day else monthrange(year, month)[1])
    except ValueError:  # on no calendar: that is told by another check
        return None


@check_of_plan("target-over-100")
def target_over_100(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """A share of a whole above 100 %."""
    for target in plan.record.targets:
        value = max(target.value, target.value_max or 0)
        if target.unit != "%" or target.mode != "level" or value <= _WHOLE or plan.is_doubtful(target.span):
            continue
        beside = " ".join((target.indicator or "", target.subject or "", _sentence(plan, target)))
        if _is_share(target, row) and not row.excuses(beside):
            yield Hit(plan.where(target.span, target.id), {"value": f"{value:g}", "words": plan.words(*_span(target))})


def _span(target: Target) -> tuple[int, int]:
    return target.span.start, target.span.end


def _sentence(plan: Plan, target: Target) -> str:
    """The clause around a target."""
    text = plan.record.text
    before = text[max(0, target.span.start - 2 * _BEFORE) : target.span.start]
    after = text[target.span.end : target.span.end + 2 * _BEFORE]
    for mark in (";", "\n\n", ". ", "\n-"):
        before, after = before.rpartition(mark)[2], after.partition(mark)[0]
    return " ".join((before + text[target.span.start : target.span.end] + after).split())


def _is_share(target: Target, row: CheckRow) -> bool:
    """Whether the number counts members of a group: `120% cán bộ`, `tỷ lệ hồ sơ …`."""
    said = (target.indicator or "").casefold().lstrip()
    return target.subject is not None or said.startswith(row.words)


@check_of_plan("impossible-date")
def impossible_date(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """A day that is on no calendar."""
    del row
    for said in _said(plan, "impossible-date"):
        if said.span is not None and _is_impossible(words := plan.words(said.span.start, said.span.end)):
            yield Hit(plan.where(said.span, _record_at(plan, said)), {"words": words})


def _is_impossible(words: str) -> bool:
    """Whether a day or month in words is on no calendar; a day of a year that is not said may be."""
    for match in _DATE.finditer(words):
        day, month, year = int(match["day"] or 1), int(match["month"]), int(match["year"] or _LEAP)
        if not 1 <= month <= _MONTHS or not 1 <= day <= monthrange(year, month)[1]:
            return True
    return False


@check_of_plan("double-number")
def double_number(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """The numbering of sections repeats, restarts or skips."""
    for said in _said(plan, *row.words):
        yield Hit(plan.where(said.span), {"message": said.message.partition(":")[0]})


@check_of_plan("no-lead")
def no_lead(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """A task that nobody leads."""
    del row
    for assignment in () if plan.is_recognised else plan.record.assignments:
        if not any(actor.role == "lead" for actor in assignment.actors):
            yield Hit(plan.where(assignment.span, assignment.id))


def _said(plan: Plan, *codes: str) -> Iterator[Diagnostic]:
    """The diagnostics of some codes that stand on sure ground."""
    for said in plan.record.diagnostics:
        if said.code in codes and not (
            said.span is not None and (plan.is_partly_recognised or plan.is_doubtful(said.span))
        ):
            yield said


def _record_at(plan: Plan, said: Diagnostic) -> str | None:
    records = (*plan.record.deadlines, *plan.record.citations)
    return next((one.id for one in records if said.span is not None and one.span == said.span), None)


@check_of_plan("unused-basis")
def unused_basis(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """A basis that the plan never comes back to."""
    del row
    citations = plan.record.citations
    bases = [c for c in citations if c.form == "full" and c.relation == "legal_basis"]
    if len(bases) < _FEW_BASES:
        return
    last = max(base.span.end for base in bases)
    rest = [c for c in citations if c.span.start >= last]
    for base in bases:
        if not any(_is_same(base, other) for other in rest):
            yield Hit(plan.where(base.span, base.id), {"words": plan.words(base.span.start, base.span.end)})


def _is_same(base: Citation, other: Citation) -> bool:
    if other.resolves_to == base.id:
        return True
    one, two = base.instrument, other.instrument
    return (one.key is not None and one.key == two.key) or (
        one.type == two.type
        and ((one.designation or one.title) in (two.designation, two.title))
        and (one.designation or one.title) is not None
    )
