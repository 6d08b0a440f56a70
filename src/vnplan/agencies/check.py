"""What is wrong with the tables of time, in words; part of `vnplan knowledge check`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from vnplan.agencies.expansion import Expander
from vnplan.agencies.history import History
from vnplan.core.mentions import AgencyLevel
from vnplan.knowledge import Knowledge
from vnplan.knowledge.agency_rows import AgencyRow
from vnplan.knowledge.successions import SuccessionRow

_DAY = timedelta(days=1)


def problems(know: Knowledge) -> Iterator[str]:
    """Everything that breaks the rules of the tables of time."""
    history = History(know)
    yield from _overlaps(history)
    yield from _successions(history)
    yield from _successors(history)
    yield from _members(history)
    yield from _examples(history)


def _overlaps(history: History) -> Iterator[str]:
    """Rows of one name and level follow each other."""
    for row, other in combinations(history.names.rows, 2):
        if (
            (row.name, row.level) == (other.name, other.level)
            and _starts(row) <= _ends(other)
            and (_starts(other) <= _ends(row))
        ):
            yield f"agencies: {row.id} and {other.id} are the same agency in the same days"


def _starts(row: AgencyRow) -> date:
    return row.valid_from or date.min


def _ends(row: AgencyRow) -> date:
    return row.valid_to or date.max


def _successions(history: History) -> Iterator[str]:
    mains: dict[tuple[str, AgencyLevel, date, str | None], str] = {}
    for row in history.successions.rows:
        where = f"successions.csv, {row.id}"
        before, after = history.rows_of(row.name, row.level), history.rows_of(row.successor, row.to_level)
        if not any(_starts(found) < row.on <= _ends(found) + _day_after(found) for found in before):
            yield f"{where}: there was no {row.name} ({row.level}) on the day before {row.on}"
        if not any(_starts(found) <= row.on <= _ends(found) for found in after):
            yield f"{where}: there was no {row.successor} ({row.to_level}) on {row.on}"
        if row.kind == "part" and not row.duties:
            yield f"{where}: a part names its duties"
        if row.kind == "main":
            yield from _main(history, row, before, where)
            key = (row.name, row.level, row.on, row.province)
            if key in mains:
                yield f"{where}: {mains[key]} is the main successor already"
            mains[key] = row.id


def _day_after(row: AgencyRow) -> timedelta:
    return _DAY if row.valid_to else timedelta()


def _main(history: History, row: SuccessionRow, before: tuple[AgencyRow, ...], where: str) -> Iterator[str]:
    """What went over as a whole ended on the day before; a district's body at the latest with the districts."""
    last = row.on - _DAY
    ends = {found.valid_to for found in before}
    if row.level == "district":
        ends |= {kind.valid_to for kind in history.successions.types if kind.level == "district"}
    if last not in ends:
        yield f"{where}: {row.name} does not end on {last}"


def _successors(history: History) -> Iterator[str]:
    """The successor that agencies.csv names is one of the chain."""
    for row in history.know.agencies.rows:
        if row.successor is None or row.level is None:
            continue
        reached = {row.name}
        todo = [(row.name, row.level)]
        while todo:
            for step in history.successions.of(*todo.pop()):
                if step.successor not in reached:
                    reached.add(step.successor)
                    todo.append((step.successor, step.to_level))
        if row.successor not in reached:
            yield f"agencies.csv, {row.id}: no row of successions.csv leads to {row.successor}"


def _members(history: History) -> Iterator[str]:
    groups = {row.group for row in history.successions.members}
    provinces = {row.name for row in history.territories.rows}
    for row in history.successions.members:
        where = f"collective_members.csv, {row.id}"
        if not history.rows_of(row.name, row.level):
            yield f"{where}: no agency {row.name} ({row.level})"
        yield from (f"{where}: no province {name}" for name in {*row.provinces, *row.unsure_in} - provinces)
    for noun in history.successions.nouns:
        missing = {*noun.members, *(noun.members_central or ())} - groups
        yield from (f"collective_groups.toml, {noun.id}: no group {name}" for name in sorted(missing))


def _examples(history: History) -> Iterator[str]:
    expander = Expander(history)
    know = history.successions
    for row in (*know.nouns, *know.holders, *know.scopes):
        for example in row.examples:
            if [part.row for part in expander.parts(example, None)] != [row]:
                yield f"collective_groups.toml, {row.id}: {example!r} is not read as this row"
        for example in row.not_examples:
            if [part.row for part in expander.parts(example, None)] == [row]:
                yield f"collective_groups.toml, {row.id}: {example!r} is read as this row"
