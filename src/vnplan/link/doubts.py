"""What stays doubtful after all stages: said in the record, so that nobody takes silence for certainty."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

import regex

from vnplan.core.document import Document
from vnplan.core.issues import Issue
from vnplan.core.mentions import Assignment, Citation, Deadline, Target, Unresolved
from vnplan.core.span import Span

_DAY = regex.compile(
    r"[Nn]gày (?P<day>\d{1,2})(?: tháng (?P<month>\d{1,2})(?!\d)(?:,? năm (?P<year>[12]\d{3})(?!\d))?"
    r"|/(?P<month>\d{1,2})/(?P<year>[12]\d{3})(?!\d))"
)
_NOT_SYMBOL = regex.compile(r"[\s.,;:()]+")


def find(doc: Document) -> Iterator[Issue]:
    """The doubts about a document's mentions, kind by kind."""
    yield from _unresolved(doc)
    yield from _repaired(doc)
    yield from _without_lead(doc)
    yield from _impossible(doc)
    yield from _misread(doc)


def _unresolved(doc: Document) -> Iterator[Issue]:
    for left in doc.get(Unresolved):
        message = f"`{doc.quote(left.citation.span)}` is left open: {left.reason}"
        yield Issue("unresolved-reference", message, "info", left.citation.span)


def _repaired(doc: Document) -> Iterator[Issue]:
    for citation in doc.get(Citation):
        if citation.form != "full" or citation.designation is None or "designation" in citation.inferred:
            continue
        words = doc.quote(citation.span)
        if _bare(citation.designation) not in _bare(words):
            message = f"`{words}` is read as {citation.designation}"
            yield Issue("repaired-symbol", message, "info", citation.span)


def _bare(words: str) -> str:
    return _NOT_SYMBOL.sub("", words).casefold()


def _without_lead(doc: Document) -> Iterator[Issue]:
    for assignment in doc.get(Assignment):
        if not any(actor.role == "lead" for actor in assignment.actors):
            message = "nobody is named to lead this task; the heading that named the body may be lost"
            yield Issue("no-lead", message, "info", assignment.span)


def _impossible(doc: Document) -> Iterator[Issue]:
    undated = [d for d in doc.get(Deadline) if d.kind == "date" and d.start is None and d.end is None]
    for deadline in undated:
        words = doc.quote(deadline.span)
        if any(
            issue.span and deadline.span.start <= issue.span.start < deadline.span.end for issue in _no_such_day(doc)
        ):
            yield Issue("impossible-date", f"`{words}` is on no calendar", "warning", deadline.span)
        else:
            yield Issue(
                "no-year", f"the year of `{words}` is not known: neither head nor text tells it", "info", deadline.span
            )
    said = {place for deadline in undated for place in range(*deadline.span)}
    yield from (issue for issue in _no_such_day(doc) if issue.span and issue.span.end - 1 not in said)


def _no_such_day(doc: Document) -> Iterator[Issue]:
    """`ngày 31 tháng 02 năm 2031`, `ngày 45/11/2030`: a slip of the pen, or of the eye that read it."""
    for match in _DAY.finditer(doc.text.clean):
        day, month = int(match["day"]), int(match["month"])
        year = int(match["year"] or 2000)  # a leap year: without a year 29/02 may be
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            yield Issue("impossible-date", f"`{match.group()}` is on no calendar", "warning", Span(*match.span()))


def _misread(doc: Document) -> Iterator[Issue]:
    """Records that rest on words which OCR was not sure of."""
    if not doc.layout.doubts:
        return
    for kind in (Citation, Deadline, Target):
        for mention in doc.get(kind):
            doubts = doc.layout.doubts_in(doc.text.raw_span(mention.span))
            worst = min(doubts, key=lambda doubt: doubt.confidence, default=None)
            if worst is not None:
                words = doc.text.raw[worst.span.start : worst.span.end]
                message = f"rests on `{words}`, read by OCR with {worst.confidence:.0%} confidence: look at the page"
                yield Issue("ocr-doubt", message, "warning", mention.span)
