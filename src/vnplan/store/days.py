"""The day of a deadline in a calendar, and the first day of one that recurs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from vnplan.record.models import Deadline, Header

_NAMED = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}
_OF_DAYS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}


def begin(deadline: Deadline, header: Header) -> date | None:
    """The day from which a recurring deadline counts: its own, else the later of issue and of the plan's first day."""
    if deadline.start is not None:
        return deadline.start
    period = header.period.start if header.period else None
    return max(filter(None, (header.issued_on, period)), default=None)


def first_day(rule: str, anchor: date) -> date | None:
    """The first day of a rule on or after a day; None where there is none, or the rule is none of days.

    A rule that names no day (`hằng quý`) falls on the first day of its weeks, months, quarters, half-years or years.

    >>> first_day("FREQ=MONTHLY;BYMONTHDAY=25", date(2025, 11, 26))
    datetime.date(2025, 12, 25)
    >>> first_day("FREQ=MONTHLY;INTERVAL=3", date(2025, 11, 6))
    datetime.date(2026, 1, 1)
    """
    from dateutil.rrule import rrulestr  # noqa: PLC0415

    try:
        parts = dict(part.split("=", 1) for part in rule.split(";"))
        if parts.get("FREQ") not in _OF_DAYS:
            return None
        start = anchor if _NAMED & set(parts) else _aligned(parts, anchor)
        days = rrulestr(rule, dtstart=datetime(start.year, start.month, start.day))  # noqa: DTZ001  days have no zone
        found = next(iter(days), None)
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None


def _aligned(parts: dict[str, str], anchor: date) -> date:
    if parts["FREQ"] == "WEEKLY":
        return anchor + timedelta(days=-anchor.weekday() % 7)
    if parts["FREQ"] == "DAILY":
        return anchor
    if "BYMONTH" in parts:
        months = 1
    elif parts["FREQ"] == "YEARLY":
        months = 12
    else:
        interval = int(parts.get("INTERVAL", "1"))
        months = interval if interval in (1, 2, 3, 4, 6, 12) else 1  # those that a year holds whole
    month = anchor.year * 12 + anchor.month - 1
    if anchor.day > 1:
        month += 1
    month += -month % months
    return date(month // 12, month % 12 + 1, 1)
