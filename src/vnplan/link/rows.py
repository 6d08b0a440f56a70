"""Tasks in the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from vnplan.core.document import Cell, ColumnRole, Document, Row, Table
from vnplan.core.mentions import Actor, ActorRole
from vnplan.core.span import Span
from vnplan.link.actors import ActorFinder

_DITTO = regex.compile(r"(?:-?nt-?|như trên|//|\"|”|-\"-|)[. ]*$", regex.IGNORECASE)
_ACTOR_COLUMNS: dict[ColumnRole, ActorRole] = {"lead": "lead", "coordinate": "coordinate", "supervise": "supervise"}
_END_MARKS = " ,;.:\n|"


@dataclass(frozen=True, slots=True)
class RowTask:
    """A row that gives a task: its place, the task's words, the actors, what it brings about."""

    span: Span
    task: Span
    actors: tuple[Actor, ...]
    output: Span | None
    time: Span | None


def row_tasks(doc: Document, table: Table, finder: ActorFinder) -> Iterator[RowTask]:
    """The tasks of a table whose columns name who leads or takes part."""
    if "task" not in table.columns or not {"lead", "coordinate"} & set(table.columns):
        return
    above: dict[ColumnRole, Cell] = {}
    for row in table.rows:
        if row.kind == "group":
            above = {}
        if row.kind != "body":
            continue
        cells = _by_role(table, row)
        above = _reaching(doc, cells, above)
        found = _task(doc, cells, above, finder)
        if found is not None:
            yield found


def _reaching(doc: Document, cells: dict[ColumnRole, Cell], above: dict[ColumnRole, Cell]) -> dict[ColumnRole, Cell]:
    """What holds for a row: its own cells, else those of merged cells above it, of which only the first has words.

    A row with a lead of its own is no part of what is merged above: where it is empty, it names nobody and no time.
    """
    own: dict[ColumnRole, Cell] = {
        role: cell for role, cell in cells.items() if role != "task" and not _DITTO.match(doc.quote(cell.span))
    }
    if "lead" in own and not own["lead"].carried:
        said_again = {role for role, cell in cells.items() if cell.span.end > cell.span.start}
        above = {role: cell for role, cell in above.items() if role in said_again}
    return above | own


def _by_role(table: Table, row: Row) -> dict[ColumnRole, Cell]:
    found: dict[ColumnRole, Cell] = {}
    for cell in row.cells:
        role = table.columns[cell.column] if cell.column < len(table.columns) else None
        if role is not None and (role not in found or not found[role].span.end > found[role].span.start):
            found[role] = cell
    return found


def _task(
    doc: Document, cells: dict[ColumnRole, Cell], above: dict[ColumnRole, Cell], finder: ActorFinder
) -> RowTask | None:
    task = cells.get("task")
    if task is None or task.span.end - task.span.start < 4:
        return None
    actors: list[Actor] = []
    for column, role in _ACTOR_COLUMNS.items():
        cell = above.get(column)  # a merged cell stands for the rows below it
        if cell is not None:
            actors += finder.listed(cell.span, role)
    if not actors:
        return None
    # whom the task is submitted to stands in its words: `trình Thủ tướng Chính phủ ban hành`
    charged = {actor.agency for actor in actors}
    actors += [
        actor for actor in finder.inside(task.span, ()) if actor.role == "recipient" and actor.agency not in charged
    ]
    ends = [cell.span.end for cell in cells.values() if cell.span.end > cell.span.start]
    output = cells.get("output")
    time = above.get("time")
    return RowTask(
        span=_stripped(doc, Span(task.span.start, max(ends))),
        task=_stripped(doc, task.span),
        actors=tuple(actors),
        # a bare number is a value, no product
        output=output.span if output and any(map(str.isalpha, doc.quote(output.span))) else None,
        time=time.span if time else None,
    )


def _stripped(doc: Document, span: Span) -> Span:
    end = span.end
    while end > span.start and doc.text.clean[end - 1] in _END_MARKS:
        end -= 1
    return Span(span.start, end)
