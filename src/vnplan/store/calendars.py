"""Deadlines of assignments as calendars: one `.ics` file for each body in the lead."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import Any, NamedTuple

from vnplan.core.slugs import slug
from vnplan.record import PlanRecord
from vnplan.record.models import Assignment, Deadline
from vnplan.store.days import begin, first_day
from vnplan.store.parquet import need
from vnplan.store.rows import document_id, due
from vnplan.store.source import Records, records_from
from vnplan.store.whole import whole_folder

_PRODUCT = "-//vnplan//vnplan store//VI"
_SUMMARY = 120  # characters that a calendar shows
_NAME = 100  # characters of a file's name


class Calendars(NamedTuple):
    """How many calendars and events were written, and how many deadlines of assignments have no day or no lead."""

    calendars: int
    events: int
    left_out: int


class _When(NamedTuple):
    day: date
    rule: str | None


def write_calendars(source: Records, folder: str | PathLike[str]) -> Calendars:
    """Write `FOLDER/BODY.ics` for each body in the lead of an assignment with a deadline.

    Events last all day: the last day in time, or by the rule of RFC 5545 as the record has it. The `UID` of an event
    is the same in every export of the same record. Deadlines without a day (`duration`, `open`) are left out.
    """
    need("icalendar", "dateutil", extra="export")
    events = left_out = 0
    # events wait in a file until those of a body are together: a collection may have more than memory holds
    with TemporaryDirectory() as name, closing(sqlite3.connect(Path(name) / "events.sqlite")) as waiting:
        waiting.execute("CREATE TABLE events (body TEXT, at INTEGER PRIMARY KEY, event BLOB)")
        for record in records_from(source):
            for body, event in _events(record):
                if event is None:
                    left_out += 1
                    continue
                events += 1
                waiting.execute("INSERT INTO events (body, event) VALUES (?, ?)", (body, event))
        with whole_folder(Path(folder), _is_ours) as part:
            calendars = _write(waiting, part)
    return Calendars(calendars, events, left_out)


def _write(waiting: sqlite3.Connection, folder: Path) -> int:
    taken: set[str] = set()
    found = waiting.execute("SELECT body, event FROM events ORDER BY body, at")
    for body, events in groupby(found, key=lambda row: str(row[0])):
        name = slug(body).replace(".", "-")[:_NAME] or "-"
        if name in taken:
            name = f"{name}-{sha256(body.encode()).hexdigest()[:8]}"
        taken.add(name)
        head, tail = _frame(body)
        with (folder / f"{name}.ics").open("wb") as file:
            file.write(head)
            file.writelines(row[1] for row in events)
            file.write(tail)
    return len(taken)


def _frame(body: str) -> tuple[bytes, bytes]:
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    for key, value in (("prodid", _PRODUCT), ("version", "2.0"), ("x-wr-calname", body)):
        calendar.add(key, value)
    tail = b"END:VCALENDAR\r\n"
    return bytes(calendar.to_ical()).removesuffix(tail), tail


def _events(record: PlanRecord) -> Iterator[tuple[str, bytes | None]]:
    """Bodies with their events; without one where a deadline has no day or nobody is in the lead."""
    deadlines = {deadline.id: deadline for deadline in record.deadlines}
    collective = {(agency.span.start, agency.span.end) for agency in record.agencies if agency.collective}
    for assignment in record.assignments:
        bodies = dict.fromkeys(
            _calendar_of(actor.agency, (actor.span.start, actor.span.end) in collective, record.header.province)
            for actor in assignment.actors
            if actor.role == "lead"
        )
        for deadline in filter(None, map(deadlines.get, assignment.deadlines)):
            when = _when(record, deadline)
            if when is None or not bodies:
                yield "", None
                continue
            for body in bodies:
                yield body, _event(record, assignment, deadline, body, when)


def _calendar_of(agency: str, collective: bool, province: str | None) -> str:
    """The communes of one province are not those of another."""
    return f"{agency} ({province})" if collective and province and province not in agency else agency


def _when(record: PlanRecord, deadline: Deadline) -> _When | None:
    rule = deadline.rrule
    if rule is None:
        day = due(deadline)
        return _When(day, None) if day else None
    anchor = begin(deadline, record.header)
    day = first_day(rule, anchor) if anchor else None
    if day is None:
        return None
    if deadline.end is not None and "UNTIL=" not in rule and "COUNT=" not in rule:
        if day > deadline.end:
            return None
        rule += f";UNTIL={deadline.end:%Y%m%d}"
    return _When(day, rule)


def _event(record: PlanRecord, assignment: Assignment, deadline: Deadline, body: str, when: _When) -> bytes:
    from icalendar import Event, vRecur  # noqa: PLC0415

    header = record.header
    plan = " ".join(filter(None, (header.document_type, header.designation, header.issuer)))
    day, rule = when
    others = [f"{actor.role}: {actor.agency}" for actor in assignment.actors if actor.role != "lead"]
    # made anew from the same record an event is the same: its stamp is the plan's day
    stamp = header.issued_on or day
    event: Any = Event()
    event.add("uid", _uid(document_id(record), assignment.id, deadline.id, body))
    event.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
    event.add("dtstart", day)
    if day < date.max:
        event.add("dtend", day + timedelta(days=1))
    if rule is not None:
        event.add("rrule", vRecur.from_ical(rule))
    event.add("summary", shorten(_line(assignment.task), _SUMMARY, placeholder=" …"))
    told = (assignment.task, deadline.text, *others, plan, record.source.uri)
    event.add("description", "\n".join(filter(None, map(_line, told))))
    event.add("transp", "TRANSPARENT")  # a deadline takes no time
    return bytes(event.to_ical())


def _line(words: str) -> str:
    """Words on one line, without control characters and lone surrogates, which no calendar may hold."""
    printable = "".join(ch if ch.isprintable() else " " for ch in words)
    return " ".join(printable.split())


def _uid(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:40] + "@vnplan"


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix == ".ics" and _PRODUCT.encode() in file.read(400)
