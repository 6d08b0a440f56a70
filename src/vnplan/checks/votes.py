"""The dates that citations give to one instrument: within a plan, and over a collection of plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from vnplan.checks.catalogue import CheckRow
from vnplan.checks.instruments import in_full
from vnplan.checks.plan import Hit, Plan, Where, check_of_plan

_ISO = 10  # letters of a whole date
_LEAST = 2  # plans that must agree before another is told


@dataclass(frozen=True, slots=True)
class Said:
    """One citation's date."""

    plan: int
    where: Where
    number: str
    date: str


@check_of_plan("date-twice")
def date_twice(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """One plan gives two dates to one instrument: the rarer, of two as frequent the later, is told."""
    del row
    said: dict[str, list[Said]] = {}
    for key, one in _dates(plan, 0):
        said.setdefault(key, []).append(one)
    for ones in said.values():
        counts = Counter(one.date for one in ones)
        if len(counts) > 1:
            first = counts.most_common(1)[0][0]  # of equal counts the first in the text
            for one in ones:
                if one.date != first:
                    yield Hit(
                        one.where, {"number": one.number, "date": one.date, "other": first, "count": counts[first]}
                    )


def _dates(plan: Plan, number: int) -> Iterator[tuple[str, Said]]:
    for citation, symbol in in_full(plan):
        issued_on, key = citation.instrument.issued_on, citation.instrument.key
        if not issued_on or len(issued_on) != _ISO or key is None or "issued_on" in citation.inferred:
            continue
        if symbol.year is None or int(issued_on[:4]) == symbol.year:
            yield key, Said(number, plan.where(citation.span, citation.id), symbol.designation, issued_on)


class DateVotes:
    """The dates of a whole collection: each plan votes once for each date that it gives."""

    def __init__(self) -> None:
        self.said: dict[str, list[Said]] = {}

    def add(self, plan: Plan, number: int) -> None:
        """Take the dates of a plan."""
        for key, one in _dates(plan, number):
            self.said.setdefault(key, []).append(one)

    def hits(self) -> Iterator[tuple[int, Hit]]:
        """The citations that most plans contradict, with the plan's number in the collection."""
        for ones in self._grouped():
            votes = Counter(date for _, date in {(one.plan, one.date) for one in ones})
            if len(votes) < 2:
                continue
            (best, count), (_, second) = votes.most_common(2)
            if count < _LEAST or count == second:
                continue
            for one in ones:
                if one.date != best:
                    values = {"number": one.number, "date": one.date, "other": best}
                    yield one.plan, Hit(one.where, {**values, "count": count, "own": votes[one.date]})

    def _grouped(self) -> Iterator[list[Said]]:
        """The citations of each instrument.

        A date with another year makes another key where numbers begin anew each year: a date that only one plan gives
        is counted with a key of the same number whose day and month it shares.
        """
        by_rest: dict[tuple[str, str], list[str]] = {}
        for key, ones in self.said.items():
            head, time, number = key.rsplit("/", 2)
            del time
            for date in {one.date for one in ones}:
                by_rest.setdefault((f"{head}/{number}", date[5:]), []).append(key)
        joined: dict[str, str] = {}
        for keys in by_rest.values():
            most = max(keys, key=lambda key: len({one.plan for one in self.said[key]}))
            for key in keys:
                if key != most and len({one.plan for one in self.said[key]}) == 1:
                    joined[key] = most
        groups: dict[str, list[Said]] = {}
        for key, ones in self.said.items():
            groups.setdefault(joined.get(key, key), []).extend(ones)
        yield from groups.values()
