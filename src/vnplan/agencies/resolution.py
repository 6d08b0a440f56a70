"""The agency mentions of a record, resolved to agencies of the document's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from vnplan.agencies.directory import Directory
from vnplan.agencies.history import History
from vnplan.agencies.models import Agency, Lookup, Resolution, Status

if TYPE_CHECKING:
    from vnplan.record.models import Agency as Mention
    from vnplan.record.models import PlanRecord


def resolve(history: History, record: PlanRecord) -> Iterator[Resolution]:
    """One resolution a mention, in the order of the record."""
    on = record.header.issued_on
    if on is None:
        for mention in record.agencies:
            reason = "the document has no date: which of the agencies of that name is meant depends on it"
            yield Resolution(mention=mention.id, name=mention.name, status="undated", reason=reason)
        return
    known: dict[tuple[str, str | None, bool], Resolution] = {}
    for mention in record.agencies:
        key = (mention.name, mention.province, mention.collective)
        found = known.get(key)
        if found is None:
            found = known[key] = _resolved(history, mention, on)
        yield Resolution(**{**{name: getattr(found, name) for name in found.__slots__}, "mention": mention.id})


def _resolved(history: History, mention: Mention, on: date) -> Resolution:
    if mention.collective:
        reason = "a group of bodies: `expand` lists its members"
        return Resolution(mention=mention.id, name=mention.name, status="group", reason=reason, level=mention.level)
    directory = Directory(history, on)
    finding = directory.check(mention.name, mention.province)
    body = _body(history, mention) if finding.code == "unknown_name" else None
    if body:
        finding = directory.check(body, mention.province)
    agency = finding.agency or finding.other_days
    if agency is None:
        status: Status = "group" if finding.code == "group" else "unknown"
        return Resolution(
            mention=mention.id, name=mention.name, status=status, reason=finding.reason, level=mention.level
        )
    return _told(history, mention, finding, agency)


def _told(history: History, mention: Mention, finding: Lookup, agency: Agency) -> Resolution:
    node = history.node_of(agency)
    return Resolution(
        mention=mention.id,
        name=mention.name,
        status="resolved" if finding.agency else "anachronism",
        reason=finding.reason,
        agency=agency,
        level=agency.level,
        territory=agency.territory,
        successors=history.chain(node),
        predecessors=history.chain(node, back=True),
    )


def _body(history: History, mention: Mention) -> str | None:
    """The body that a person in office leads or works in: `Giám đốc Sở Y tế` -> `Sở Y tế`."""
    office = history.know.agencies.grammar.office.match(mention.name)
    return mention.name[office.end() :].strip() if office else None
