"""A record as notebooks show it: which plan, how much was found, the first of each kind. Self-contained, escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vnplan.record.models import PlanRecord, Target

_SHOWN = 5
_WORDS = 160  # characters of a cell
_SIGNS = {"eq": "", "ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "between": ""}
_CELL = "text-align:left;vertical-align:top;padding:.15em .9em .15em 0"


def notebook_html(record: PlanRecord) -> str:
    """The record in HTML.

    >>> import vnplan
    >>> "&lt;script&gt;" in notebook_html(vnplan.parse("KẾ HOẠCH", uri="<script>"))
    True
    """
    header = record.header
    title = header.title or header.designation or record.source.uri
    about = (header.document_type, header.designation, header.issuer, header.issued_on, record.source.uri)
    kinds = ("sections", "citations", "agencies", "assignments", "deadlines", "targets", "tables", "diagnostics")
    counts = (f"{len(getattr(record, kind))} {kind}" for kind in kinds)
    status = "" if record.status == "ok" else f"<p>status: {record.status}</p>"
    return (
        f'<div class="vnplan-record" style="max-width:60em"><h3 lang="vi">{_said(title)}</h3>'
        f'<p lang="vi">{" · ".join(_said(each) for each in about if each)}</p><p>{" · ".join(counts)}</p>{status}'
        f"{''.join(_tables(record))}</div>"
    )


def _tables(record: PlanRecord) -> Iterator[str]:
    due = {each.id: each.text for each in record.deadlines}
    yield _table(
        "assignments",
        len(record.assignments),
        (
            (
                ", ".join(actor.agency for actor in each.actors if actor.role == "lead"),
                each.task,
                "; ".join(due.get(name, "") for name in each.deadlines),
            )
            for each in record.assignments[:_SHOWN]
        ),
    )
    yield _table(
        "targets",
        len(record.targets),
        ((each.indicator or each.subject or "", _value(each), each.end or "") for each in record.targets[:_SHOWN]),
    )
    yield _table(
        "citations",
        len(record.citations),
        ((each.text, each.relation, each.instrument.issued_on or "") for each in record.citations[:_SHOWN]),
    )


def _value(target: Target) -> str:
    upper = "" if target.value_max is None else f" to {target.value_max:g}"
    return f"{_SIGNS[target.comparator]}{target.value:g}{upper} {target.unit or ''}".strip()


def _table(kind: str, total: int, rows: Iterable[tuple[object, ...]]) -> str:
    if not total:
        return ""
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    more = f", the first {_SHOWN} of {total}" if total > _SHOWN else ""
    return f'<details><summary>{kind}{more}</summary><table lang="vi">{body}</table></details>'


def _cell(value: object) -> str:
    return f'<td style="{_CELL}">{_said(value)}</td>'


def _said(value: object) -> str:
    words = " ".join(str(value).split())
    return escape(words if len(words) <= _WORDS else words[: _WORDS - 2] + " …")
