"""A record as rows of the tables. Pure: the same record gives the same rows, in the order of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from vnplan.record import PlanRecord
from vnplan.record.models import Deadline, Instrument, Span
from vnplan.store.schema import TABLES

Row = dict[str, Any]

# fields of a record that are columns as they are
_SAME = {
    table: tuple(column.name for column in columns if column.name not in ("document", "span_start", "span_end", "page"))
    for table, columns in TABLES.items()
}
_OF_INSTRUMENT = tuple(field.name for field in fields(Instrument))


def document_id(record: PlanRecord) -> str:
    """The key of a document: the hash of its bytes; of one that could not be opened its URI."""
    return record.source.sha256 or f"unread:{_uri(record)}"


def _uri(record: PlanRecord) -> str:
    # a file name that is no UTF-8 comes with lone surrogates, which no table can hold
    return record.source.uri.encode("utf-8", "backslashreplace").decode()


def due(deadline: Deadline) -> date | None:
    """The last day in time: `trước ngày 25/10/2023` is due on the 24th. None where it recurs or has no last day."""
    if deadline.rrule is not None or deadline.end is None:
        return None
    before = deadline.relation == "before" and deadline.end > date.min
    return deadline.end - timedelta(days=1) if before else deadline.end


def rows(record: PlanRecord, paths: Sequence[str] = ()) -> dict[str, list[Row]]:
    """The rows of a record, by table; `paths`: the files that hold its document, where more is known than its URI.

    >>> import vnplan
    >>> found = rows(vnplan.parse("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;"))
    >>> [(row["id"], row["designation"]) for row in found["citations"]]
    [('c1', '30/2020/NĐ-CP')]
    """
    document: Row = {"document": document_id(record)}
    found = {table: [document | row for row in make(record)] for table, make in _MAKERS.items()}
    found["documents"][0]["paths"] = list(paths) or [_uri(record)]
    return found


def _place(span: Span | None) -> Row:
    if span is None:
        return {"span_start": None, "span_end": None, "page": None}
    return {"span_start": span.start, "span_end": span.end, "page": span.page}


def _plain(table: str, item: Any) -> Row:
    """A row of the fields that are called as the columns are."""
    row = _place(item.span)
    for name in _SAME[table]:
        value = getattr(item, name, None)
        row[name] = list(value) if isinstance(value, tuple) else value
    return row


def _documents(record: PlanRecord) -> Iterator[Row]:
    header, source = record.header, record.source
    period, attached = header.period, header.attached
    issued = attached.period if attached else None
    yield {
        "id": "document",
        **_place(Span(0, len(record.text))),
        "uri": _uri(record),
        "media_type": source.media_type,
        "extraction": source.extraction,
        "page_count": source.page_count,
        "status": record.status,
        "schema_version": record.schema_version,
        "document_type": header.document_type,
        "designation": header.designation,
        "key": header.key,
        "issuer": header.issuer,
        "parent_body": header.parent_body,
        "place": header.place,
        "issued_on": header.issued_on,
        "title": header.title,
        "province": header.province,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "attached_type": attached.document_type if attached else None,
        "attached_title": attached.title if attached else None,
        "attached_start": issued.start if issued else None,
        "attached_end": issued.end if issued else None,
        "signers": [signer.name for signer in header.signers],
        "positions": [signer.position for signer in header.signers],
        "capacities": [signer.capacity for signer in header.signers],
        "recipients": list(header.recipients),
    }


def _sections(record: PlanRecord) -> Iterator[Row]:
    for section in record.sections:
        yield _plain("sections", section) | {"parent": section.parent_id}


def _citations(record: PlanRecord) -> Iterator[Row]:
    for citation in record.citations:
        known = citation.known
        yield _plain("citations", citation) | {
            **{name: getattr(citation.instrument, name) for name in _OF_INSTRUMENT},
            "known": known.id if known else None,
            "known_how": known.how if known else None,
            "conflicts": list(known.conflicts) if known else [],
        }


def _agencies(record: PlanRecord) -> Iterator[Row]:
    for agency in record.agencies:
        yield _plain("agencies", agency)


def _assignments(record: PlanRecord) -> Iterator[Row]:
    days = {deadline.id: due(deadline) for deadline in record.deadlines}
    for assignment in record.assignments:
        dated = filter(None, map(days.get, assignment.deadlines))
        yield _plain("assignments", assignment) | {"due": min(dated, default=None)}


def _actors(record: PlanRecord) -> Iterator[Row]:
    mentions = {(agency.span.start, agency.span.end): agency.id for agency in record.agencies}
    for assignment in record.assignments:
        for number, actor in enumerate(assignment.actors, start=1):
            yield _plain("actors", actor) | {
                "id": f"{assignment.id}.{number}",
                "assignment": assignment.id,
                "agency_id": mentions.get((actor.span.start, actor.span.end)),
            }


def _deadlines(record: PlanRecord) -> Iterator[Row]:
    for deadline in record.deadlines:
        yield _plain("deadlines", deadline) | {"due": due(deadline)}


def _targets(record: PlanRecord) -> Iterator[Row]:
    for target in record.targets:
        yield _plain("targets", target)


def _cells(record: PlanRecord) -> Iterator[Row]:
    for table in record.tables:
        for number, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row.cells, start=1):
                column = table.columns[cell.column] if 0 <= cell.column < len(table.columns) else None
                yield _plain("tables_cells", cell) | {
                    "id": f"{table.id}.{number}.{place}",
                    "table": table.id,
                    "row": number,
                    "row_kind": row.kind,
                    "title": column.title if column else None,
                    "role": column.role if column else None,
                }


def _diagnostics(record: PlanRecord) -> Iterator[Row]:
    for number, diagnostic in enumerate(record.diagnostics, start=1):
        yield _plain("diagnostics", diagnostic) | {"id": f"x{number}"}


_MAKERS: Mapping[str, Callable[[PlanRecord], Iterator[Row]]] = MappingProxyType(
    {
        "documents": _documents,
        "sections": _sections,
        "citations": _citations,
        "agencies": _agencies,
        "assignments": _assignments,
        "actors": _actors,
        "deadlines": _deadlines,
        "targets": _targets,
        "tables_cells": _cells,
        "diagnostics": _diagnostics,
    }
)
