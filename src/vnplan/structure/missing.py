"""What head and foot should say and what was not found there: told, so that nobody takes silence for certainty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from vnplan.core.document import Document, Header
from vnplan.core.issues import Issue, Severity
from vnplan.core.span import Span
from vnplan.structure.drafts import Draft
from vnplan.structure.frame import Frames, Head, Parts

_NUMBER_LINE = regex.compile(r"(?:^|[|\s])S[ốÔôóòỐÓoO]\s?:\s?(?P<number>[^\n|]{0,24}?)\s?[/-]\s?[A-ZĐƯ]")
_DATE_LINE = regex.compile(r"(?:^|,\s*)(?:[Nn]gày|[Tt]háng)(?!\p{L})(?P<day>[^\n|]{0,45})$")
_GAP = r"[\s.…_/-]*"
_BLANK = regex.compile(_GAP)
# the day or the month is not there
_BLANK_DAY = regex.compile(
    rf"(?:{_GAP}(?:tháng)?{_GAP}\d{{0,2}}|{_GAP}\d{{0,2}}{_GAP}(?:tháng)?){_GAP}(?:năm)?{_GAP}(?:\d{{4}})?"
)
_BODY = " in the text: it may be written by hand or stand under a stamp; look at the page"


def missing(doc: Document, drafts: Sequence[Draft], frames: Frames, parts: Parts, header: Header) -> Iterator[Issue]:
    """The number, date and signer that a document with a state or Party heading should have.

    What the document itself leaves blank is no trouble, but on a page blanks may be filled in with a pen or a stamp.
    """
    if not parts.head.heavy or header.is_article:
        return
    head = _head(drafts, parts.head)
    paged = doc.source.extraction.startswith("pdf")
    if header.designation is None:
        yield from _unfilled("designation", "number", _find(head, _NUMBER_LINE, "number"), _BLANK, paged=paged)
    if header.issued_on is None:
        yield from _unfilled("issued-on", "date", _find(head, _DATE_LINE, "day"), _BLANK_DAY, paged=paged)
    yield from _signers(drafts, frames, parts, header)


def _head(drafts: Sequence[Draft], head: Head) -> Sequence[Draft]:
    return drafts[head.first : head.type_line if head.type_line >= 0 else head.end]


def _find(head: Sequence[Draft], pattern: regex.Pattern[str], group: str) -> tuple[str, Span] | None:
    """What stands where the line of a number or date keeps room for it, and the place of the line."""
    for draft in head:
        if (match := pattern.search(draft.text[:400])) is not None:
            return match[group], Span(draft.start + match.start(), draft.start + match.end())
    return None


def _unfilled(
    field: str, name: str, found: tuple[str, Span] | None, blank: regex.Pattern[str], *, paged: bool
) -> Iterator[Issue]:
    code = f"header-{field}-missing"
    if found is None:
        yield Issue(code, f"no {name} was found in the head; look at the first page", "warning")
        return
    words, place = found
    if blank.fullmatch(words) is None:
        yield Issue(code, f"the {name} cannot be read{_BODY}", "warning", place)
    elif paged:
        yield Issue(code, f"the place of the {name} is blank{_BODY}", "info", place)


def _signers(drafts: Sequence[Draft], frames: Frames, parts: Parts, header: Header) -> Iterator[Issue]:
    if not header.signers:
        yield Issue("header-signers-missing", f"no signer was found{_BODY}", "warning", _place(drafts, parts))
        return
    place = _place(drafts, parts)
    severity: Severity = "warning"
    if any(signer.name is None for signer in header.signers):
        yield Issue("header-signer-name-missing", f"an office without the signer's name{_BODY}", severity, place)
    if any(signer.position is None for signer in header.signers):
        yield Issue("header-signer-position-missing", f"a signer's name without an office{_BODY}", severity, place)
    if _stands_twice(drafts, frames, parts):
        message = "an office stands twice above the name: `KT.` and `PHÓ` may be lost under the stamp; look at the page"
        yield Issue("header-signer-position-doubtful", message, severity, place)


def _stands_twice(drafts: Sequence[Draft], frames: Frames, parts: Parts) -> bool:
    for foot in parts.feet:
        offices = [frames.position(draft.text) for draft in drafts[foot.first : foot.end] if draft.text]
        if any(one is not None and one == other for one, other in pairwise(offices)):
            return True
    return False


def _place(drafts: Sequence[Draft], parts: Parts) -> Span | None:
    """The first foot."""
    if not parts.feet:
        return None
    foot = parts.feet[0]
    return Span(drafts[foot.first].start, drafts[foot.end - 1].end)
