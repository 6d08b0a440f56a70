"""Partial dates and what days they mean."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

LAST_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Partial(NamedTuple):
    """A day, month or year of which parts may be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def first(self) -> date | None:
        """The first day meant; None if the year is missing or there is no such day."""
        return _day(self.year, self.month or 1, self.day or 1)

    def last(self) -> date | None:
        """The last day meant.

        >>> Partial(2024, 2).last()
        datetime.date(2024, 2, 29)
        """
        if self.year is None:
            return None
        month = self.month or 12
        return _day(self.year, month, self.day or LAST_DAYS[month] + (month == 2 and isleap(self.year)))


def _day(year: int | None, month: int, day: int) -> date | None:
    if year is None or not 1900 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None  # `31/4`


def century(year: int) -> int:
    """A year of two digits is of this century."""
    return year + 2000 if year < 100 else year


@dataclass(frozen=True, slots=True)
class Clock:
    """The time that a document speaks from: day of issue, the years that the plan is for, the day of its last basis."""

    issued_on: date | None = None
    years: tuple[int, int] | None = None
    based_on: date | None = None

    @property
    def single_year(self) -> int | None:
        """The plan's year, where it is for one year only."""
        return self.years[0] if self.years and self.years[0] == self.years[1] else None

    @property
    def begins(self) -> date | None:
        """The day before which nothing can be due."""
        if self.issued_on:
            return self.issued_on
        # no document is older than what it is based on
        return date(self.years[0], 1, 1) if self.years else self.based_on

    def year_of(self, last: Partial, *, in_plan: bool) -> int | None:
        """The year that a day or month without year means; None where nothing tells it.

        What a plan of one year dates lies in that year. Otherwise the day is the next such day after the plan
        was issued, for nobody is told to be ready by a day that has passed; `in_plan` is for the cells of a
        schedule, which may also list what began before.
        """
        year = self.single_year or (self.issued_on.year if self.issued_on else None)
        if year is None or in_plan or self.issued_on is None or year != self.issued_on.year:
            return year
        day = last._replace(year=year).last()
        return year + 1 if day and day < self.issued_on else year
