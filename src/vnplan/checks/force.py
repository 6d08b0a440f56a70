"""Cited instruments beside the registry: their date, and whether they were in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import regex

from vnplan.checks.catalogue import CheckRow
from vnplan.checks.instruments import in_full
from vnplan.checks.plan import Hit, Plan, check_of_plan, folded
from vnplan.record.models import Citation
from vnplan.registry import Entry, Match, Unmatched

_SURE = ("exact", "alias", "folded")
_BESIDE = 110  # characters before and after a citation in which the text may say what became of it
_ALL_OF_NAME = 12  # letters of a title that tell one instrument from another
_ISO = 10
_NAMED = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")
_YEAR = regex.compile(r"(?:19|20)\d\d$")


def found(plan: Plan, citation: Citation) -> Match | Unmatched:
    """What the registry has for a citation."""
    said = citation.instrument
    title = said.title
    if title and not said.designation and (year := _YEAR.search(folded(citation.text))):
        title = f"{title} năm {year[0]}" if year[0] not in title else title
    return plan.registry.find(said.type, said.designation, said.issued_on, said.issuer, title, on=plan.day)


@check_of_plan("date-registry")
def date_registry(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """A citation dates an instrument otherwise than the registry."""
    del row
    for citation, symbol in in_full(plan):
        issued_on = citation.instrument.issued_on
        if not issued_on or "issued_on" in citation.inferred:
            continue
        entry = _dated_otherwise(plan, citation, issued_on)
        if entry is None or (symbol.year and int(issued_on[:4]) != symbol.year):  # that is date-year's
            continue
        values = {"date": issued_on, "known": entry.issued_on, "name": _name(entry), "source": entry.source}
        yield Hit(plan.where(citation.span, citation.id), values)


def _dated_otherwise(plan: Plan, citation: Citation, issued_on: str) -> Entry | None:
    match = found(plan, citation)
    if isinstance(match, Match):
        conflicts = match.conflicts if match.how in _SURE else ()
        return match.entry if "issued_on" in conflicts and "type" not in conflicts else None
    # numbering starts anew each year: another year is a slip only where the rest is that of one instrument
    if match.why != "other_year" or len(match.candidates) != 1 or len(issued_on) != _ISO:
        return None
    entry = match.candidates[0]
    same_day = entry.issued_on[5:] == issued_on[5:] and entry.type == citation.instrument.type
    return entry if same_day or _same_title(entry.title, citation.instrument.title) else None


def _same_title(known: str, said: str | None) -> bool:
    one, other = (" ".join(title.casefold().split()).strip(' "“”.,;') for title in (known, said or ""))
    return len(one) >= _ALL_OF_NAME and one == other


@check_of_plan("repealed")
def repealed(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """A basis, or what the plan carries out, was no longer in force on the day of the plan."""
    if plan.day is None:
        return
    told: set[str] = set()
    for citation in plan.record.citations:
        if citation.form != "full" or citation.relation not in ("legal_basis", "implements"):
            continue
        match = found(plan, citation)
        if not isinstance(match, Match) or match.how not in _SURE or match.entry.id in told:
            continue
        entry = match.entry
        if not _is_over(entry, plan.day) or not _is_certain(citation) or plan.is_doubtful(citation.span):
            continue
        if not _is_excused(plan, citation, row):
            told.add(entry.id)
            yield Hit(plan.where(citation.span, citation.id), _ending(plan, entry))


def _is_over(entry: Entry, day: str) -> bool:
    return bool(entry.in_force_to) and entry.in_force_to < day


def _is_certain(citation: Citation) -> bool:
    """Whether it can be no later instrument of the same name: a law by name alone may be the new one."""
    said = citation.instrument
    return bool(said.designation or said.issued_on or _YEAR.search(folded(citation.text)))


def _is_excused(plan: Plan, citation: Citation, row: CheckRow) -> bool:
    """Whether the text says itself what became of it, or looks back at it."""
    start, end = citation.span.start, citation.span.end
    before = plan.record.text[max(0, start - _BESIDE) : start].rpartition("\n\n")[2].rpartition(";")[2]
    after = plan.record.text[end : end + 2 * _BESIDE].partition(";")[0].partition("\n\n")[0]
    changed = any(
        other.relation in ("amended_by", "replaces", "repeals", "amends")
        and other.instrument.key == citation.instrument.key
        for other in plan.record.citations
        if citation.instrument.key is not None
    )
    return changed or row.excuses(folded(before), folded(after))


def _ending(plan: Plan, entry: Entry) -> dict[str, object]:
    successors = [found for name in entry.replaced_by if (found := plan.registry.by_id(name)) is not None]
    by = f", replaced by {'; '.join(map(_name, successors))}" if successors else ""
    since = (date.fromisoformat(entry.in_force_to) + timedelta(days=1)).isoformat()
    instead = " and ".join(map(_name, successors)) or "what is in force now"
    return {"name": _name(entry), "since": since, "by": by, "instead": instead}


def _name(entry: Entry) -> str:
    """A law by its name, anything else by its number."""
    if entry.type in _NAMED and entry.title:
        return f"{entry.type} {entry.title}" + (f" ({entry.designation})" if entry.designation else "")
    return " ".join(filter(None, (entry.type, entry.designation or entry.title)))
