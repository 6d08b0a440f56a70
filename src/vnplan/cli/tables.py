"""Records as tables for people. Imported only where one is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from textwrap import shorten
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from vnplan.record import PlanRecord
    from vnplan.record.models import Citation, Deadline, Target
    from vnplan.run.failures import Row

_PLAIN_WIDTH = 140  # characters a line where the output is no terminal
_COUNTS = {
    "citations": "cited",
    "agencies": "bodies",
    "assignments": "tasks",
    "deadlines": "times",
    "targets": "targets",
}


def console(stream: IO[str] | None = None, plain_width: int = _PLAIN_WIDTH) -> Console:
    """A console on a stream; wide where nothing limits the width."""
    stream = stream or sys.stdout
    return Console(file=stream, width=None if stream.isatty() else plain_width, highlight=False)


def _table(title: str | None, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
    for column in columns:
        number = column.startswith("#")
        table.add_column(column.lstrip("#"), justify="right" if number else "left", no_wrap=number)
    return table


def _row(table: Table, *values: object) -> None:
    # Text, not markup: brackets of a document are no styles
    cells = (Text("" if value is None else " ".join(str(value).split())) for value in values)
    table.add_row(*cells)


def plain_table(title: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Table:
    """Rows as they are: lists joined, long words cut, days without hours, shares with two places."""
    table = _table(title, *columns)
    for row in rows:
        _row(table, *(_shown(row[column]) for column in columns))
    return table


def _shown(value: object) -> str:
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, float):
        return "" if value != value else f"{value:.2f}".rstrip("0").rstrip(".")  # noqa: PLR0124  not a number
    if isinstance(value, datetime):
        return "" if value != value else value.date().isoformat()  # noqa: PLR0124
    words = str(value)
    return "" if words in ("<NA>", "NaT", "None") else shorten(words, 90, placeholder=" …")


def failures(rows: Iterable[Row]) -> Table:
    """What could not be read, why, and what to do."""
    table = _table(None, "file", "reason", "remedy")
    for row in rows:
        _row(table, row.file, row.reason, row.remedy)
    return table


def summary() -> tuple[Table, Callable[[PlanRecord], None]]:
    """A table of documents, and the function that adds one."""
    table = _table(
        None, "document", "type", "designation", "issuer", "issued on", *(f"#{title}" for title in _COUNTS.values())
    )

    def add(record: PlanRecord) -> None:
        header = record.header
        name = record.source.uri.rsplit("/", 1)[-1]
        if record.status == "failed":
            _row(table, name, "failed")
            return
        counts = (len(getattr(record, kind)) for kind in _COUNTS)
        _row(table, name, header.document_type, header.designation, header.issuer, header.issued_on, *counts)

    return table, add


def header_table(record: PlanRecord) -> Table:
    """What the head and the foot of a document say."""
    header = record.header
    table = _table(f"{header.document_type or 'Document'} {header.designation or ''}".strip(), "field", "value")
    for field in ("issuer", "place", "issued_on", "title", "province"):
        _row(table, field, getattr(header, field))
    if header.attached:
        _row(table, "attached", f"{header.attached.document_type} {header.attached.title}")
    for signer in header.signers:
        _row(table, "signer", ", ".join(filter(None, (signer.name, signer.position))))
    return table


def citation_table(citations: Iterable[Citation]) -> Table:
    """Cited instruments."""
    table = _table("Citations", "id", "instrument", "date", "issuer", "relation", "form")
    for record in citations:
        instrument = record.instrument
        name = " ".join(filter(None, (instrument.type, instrument.designation or instrument.title))) or record.text
        _row(table, record.id, name, instrument.issued_on, instrument.issuer, record.relation, record.form)
    return table


def assignment_table(record: PlanRecord, limit: int) -> Table:
    """Tasks with their actors."""
    table = _table("Assignments", "id", "lead", "others", "task", "when")
    deadlines = {deadline.id: deadline.text for deadline in record.deadlines}
    for assignment in record.assignments[:limit]:
        lead = "; ".join(actor.agency for actor in assignment.actors if actor.role == "lead")
        others = "; ".join(f"{actor.agency} ({actor.role})" for actor in assignment.actors if actor.role != "lead")
        task = shorten(assignment.task, 120, placeholder=" …")
        _row(table, assignment.id, lead, others, task, "; ".join(deadlines[name] for name in assignment.deadlines))
    return table


def deadline_table(deadlines: Iterable[Deadline]) -> Table:
    """Time limits and rhythms."""
    table = _table("Deadlines", "id", "text", "kind", "relation", "start", "end", "rule")
    for record in deadlines:
        rhythm = record.rrule or record.duration
        _row(table, record.id, record.text, record.kind, record.relation, record.start, record.end, rhythm)
    return table


_SIGNS = {"eq": "=", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "between": ""}


def target_table(targets: Iterable[Target]) -> Table:
    """Numbers that the plan commits to."""
    table = _table("Targets", "id", "text", "indicator", "value", "mode", "due")
    for record in targets:
        upper = "" if record.value_max is None else f"-{record.value_max:g}"
        value = f"{_SIGNS[record.comparator]} {record.value:g}{upper} {record.unit or ''}".strip()
        if record.per:
            value += f"/{record.per}"
        _row(table, record.id, record.text, record.indicator or record.subject, value, record.mode, record.end)
    return table
