"""Look-up: exact, then by another name, then folded, then nearly the same; where several fit, none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import regex

from vnplan.core.collector import without_collector
from vnplan.core.slugs import number_slug, slug
from vnplan.registry.entry import Entry
from vnplan.registry.match import How, Match, Unmatched
from vnplan.registry.table import COLUMNS, Row, read_rows, shipped

_AT = {name: place for place, name in enumerate(COLUMNS)}
_TYPE, _DESIGNATION, _TITLE = _AT["type"], _AT["designation"], _AT["title"]
_ISSUER, _ISSUED_ON, _ALIASES = _AT["issuer"], _AT["issued_on"], _AT["aliases"]
_NUMBER = regex.compile(r"\d+[a-z]?(?:\.\d+)?(?:-(?:19|20)\d\d)?")
_YEAR_IN_NUMBER = regex.compile(r"/(?:19|20)\d\d(?!\d)")
_NAMED = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")  # known by their name as well as by their number
_NAME_YEAR = regex.compile(r"(?:năm )?(?P<year>(?:19|20)\d\d)$")
_TERRITORY = regex.compile(
    r"(?<!\p{L})(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) (?P<name>\p{Lu}.*)"
)
_SHOWN = 3  # candidates told where several fit
_LIKE = 0.95  # of the letters of a name that must be the same
_LEAST = 12  # letters of a name that can be nearly the same


Index = dict[Any, list[int]]


class Registry:
    """Known instruments; built from rows in the order of `COLUMNS`. Entries are made when they are asked for.

    >>> registry = Registry.default()
    >>> registry.find("Nghị định", "30/2020/ND-CP").how, bool(registry.find("Nghị định", "31/2077/NĐ-CP"))
    ('folded', False)
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        exact: dict[str, list[int]] = {}
        for n, row in enumerate(rows):
            if row[_DESIGNATION]:
                exact.setdefault(row[_DESIGNATION], []).append(n)
        self._exact = exact

    @staticmethod
    @cache
    def default() -> Registry:
        """The registry that ships with the package."""
        return Registry(shipped())

    @classmethod
    def load(cls, *paths: str | PathLike[str], with_default: bool = True) -> Registry:
        """Registries of your own (CSV, JSON Lines, Parquet); their rows stand in place of the package's for the same.

        Raises UsageError for a file that is none.
        """
        rows = [row for path in paths for row in read_rows(Path(path))]
        if not with_default:
            return cls(rows)
        known = {name for row in rows for name in _names(row)}
        return cls([*rows, *(row for row in shipped() if known.isdisjoint(_names(row)))])

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Entry]:
        return (self._entry(n) for n in range(len(self._rows)))

    def by_id(self, id: str) -> Entry | None:
        """The entry of an id."""
        n = self._by_id.get(id)
        return None if n is None else self._entry(n)

    def find(
        self,
        type: str | None,
        designation: str | None,
        issued_on: str | None = None,
        issuer: str | None = None,
        title: str | None = None,
        *,
        on: str | None = None,
    ) -> Match | Unmatched:
        """The instrument that a citation means. `issued_on` is ISO 8601, also a year or month.

        Of several laws of one name without a year it is the one that was in force `on` the day of the citing document.
        """
        if designation:
            return self._numbered(type, designation, issued_on, issuer)
        if title and type in _NAMED:
            return self._law(type, title, issued_on, on)
        return self._by_alias(f"{type or ''} {title or ''}".strip(), issued_on)

    def _numbered(
        self, type: str | None, designation: str, issued_on: str | None, issuer: str | None
    ) -> Match | Unmatched:
        found = self._exact.get(designation)
        if found and len(found) > 1:
            found = self._dated.get((designation, issued_on), found)
        if found:
            return self._one(found, "exact", type, issued_on, issuer)
        if type and (aliased := self._aliases.get(_name(f"{type} {designation}"))):
            return self._one(aliased, "alias", type, issued_on, issuer)
        folded = number_slug(designation)
        if found := self._folded.get(folded):
            return self._one(found, "folded", type, issued_on, issuer)
        return self._near_number(folded, type, issued_on, issuer)

    def _near_number(
        self, folded: str, type: str | None, issued_on: str | None, issuer: str | None
    ) -> Match | Unmatched:
        """One letter lost or doubled in the symbol; the number and the day, or the year in the number, are the same.

        A letter changed may make another body's symbol: `TT-BTC`, `TT-BTP`.
        """
        number = _NUMBER.match(folded)
        if number is None:
            return Unmatched("unknown")
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        day = issued_on if issued_on and len(issued_on) == 10 else None
        if day is None and "-" not in number[0]:
            return Unmatched("unknown")
        near = self._by_day.get((number[0], day), ()) if day else self._by_number.get(number[0], ())
        fitting = [
            n
            for n in near
            if type in (None, self._rows[n][_TYPE])
            and len(self._slug(n)) != len(folded)
            and OSA.distance(self._slug(n), folded, score_cutoff=1) == 1
        ]
        return self._one(fitting, "fuzzy", type, issued_on, issuer) if fitting else Unmatched("unknown")

    def _one(
        self, found: Sequence[int], how: How, type: str | None, issued_on: str | None, issuer: str | None
    ) -> Match | Unmatched:
        """The one of several rows that fits date, issuer and type."""
        if len(found) > 1:
            found = self._narrowed(found, type, issued_on, issuer)
        if len(found) != 1:
            return Unmatched("several", self._some(found))
        row = self._rows[found[0]]
        if issuer and issuer != row[_ISSUER] and _elsewhere(issuer, row[_ISSUER]):
            return Unmatched("unknown")  # each province counts its own
        known = row[_ISSUED_ON]
        same_year = not issued_on or not known or known[:4] == issued_on[:4]
        if not same_year and not _YEAR_IN_NUMBER.search(row[_DESIGNATION]):
            return Unmatched("other_year", (self._entry(found[0]),))
        conflicts = []
        if issued_on and known and not known.startswith(issued_on) and not issued_on.startswith(known):
            conflicts.append("issued_on")
        if type and row[_TYPE] and type != row[_TYPE]:
            conflicts.append("type")
        return Match(row, how, tuple(conflicts))

    def _narrowed(
        self, found: Sequence[int], type: str | None, issued_on: str | None, issuer: str | None
    ) -> Sequence[int]:
        """Of rows with one number those that fit best: by type, then by date, then by issuer."""
        if type:
            found = [n for n in found if self._rows[n][_TYPE] == type] or found
        if issued_on and len(found) > 1:
            dated = [n for n in found if self._rows[n][_ISSUED_ON].startswith(issued_on)]
            dated = dated or [n for n in found if self._rows[n][_ISSUED_ON][:4] == issued_on[:4]]
            found = dated or found
        if issuer and len(found) > 1:
            wanted = _name(issuer)
            found = [n for n in found if _name(self._rows[n][_ISSUER]) == wanted] or found
        return found

    def _law(self, type: str, title: str, issued_on: str | None, on: str | None) -> Match | Unmatched:
        """A law by its name, of several the one of the year; without a year the one in force."""
        name, year = title, issued_on[:4] if issued_on else None
        if found := _NAME_YEAR.search(title):
            name, year = title[: found.start()].rstrip(" ,"), found["year"]
        rows: Sequence[int] = self._laws.get(_name(f"{type} {name}"), ())
        how: How = "exact" if any(self._rows[n][_TITLE].casefold() == name.casefold() for n in rows) else "folded"
        if not rows:
            rows, how = self._near_laws(type, name), "fuzzy"
        if year:
            dated = [n for n in rows if self._rows[n][_ISSUED_ON].startswith(year)]
            if rows and not dated:
                return Unmatched("other_year", self._some(rows))
            rows = [n for n in dated if self._rows[n][_ISSUED_ON].startswith(issued_on or year)] or dated
        if on and len(rows) > 1:
            rows, how = self._in_force(rows, on), "in_force"
        if len(rows) == 1:
            return self._one(rows, how, type, issued_on, None)
        return Unmatched("several" if rows else "unknown", self._some(rows))

    def _in_force(self, rows: Sequence[int], on: str) -> Sequence[int]:
        """Of laws of one name the only one in force on a day; all where the registry does not say it of each."""
        issued = [n for n in rows if self._rows[n][_ISSUED_ON] <= on]
        standing = {n: self._entry(n).was_in_force(on) for n in issued}
        found = [n for n, is_it in standing.items() if is_it]
        return found if len(found) == 1 and None not in standing.values() else rows

    def _near_laws(self, type: str, name: str) -> list[int]:
        wanted = _name(f"{type} {name}")
        if len(wanted) < _LEAST:
            return []
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        near = process.extract(wanted, list(self._laws), scorer=fuzz.ratio, score_cutoff=100 * _LIKE, limit=2)
        return list(self._laws[near[0][0]]) if len(near) == 1 else []

    def _by_alias(self, words: str, issued_on: str | None) -> Match | Unmatched:
        found = self._aliases.get(_name(words), ())
        return self._one(found, "alias", None, issued_on, None) if found else Unmatched("unknown")

    # --- indices, made when they are first needed --------------------------------------------------------------------

    def _entry(self, n: int) -> Entry:
        return Entry.of(self._rows[n])

    def _some(self, found: Sequence[int]) -> tuple[Entry, ...]:
        return tuple(map(self._entry, found[:_SHOWN]))

    def _slug(self, n: int) -> str:
        return number_slug(self._rows[n][_DESIGNATION])

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {row[0]: n for n, row in enumerate(self._rows)}

    @cached_property
    @without_collector
    def _dated(self) -> dict[tuple[str, str | None], list[int]]:
        found: dict[tuple[str, str | None], list[int]] = {}
        for designation, rows in self._exact.items():
            if len(rows) > 1:
                for n in rows:
                    found.setdefault((designation, self._rows[n][_ISSUED_ON]), []).append(n)
        return found

    @cached_property
    @without_collector
    def _folded(self) -> dict[str, list[int]]:
        return _grouped((number_slug(designation), rows) for designation, rows in self._exact.items())

    @cached_property
    @without_collector
    def _by_number(self) -> dict[str, list[int]]:
        numbers = ((_NUMBER.match(folded), rows) for folded, rows in self._folded.items())
        return _grouped((number[0], rows) for number, rows in numbers if number)

    @cached_property
    @without_collector
    def _by_day(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for number, rows in self._by_number.items():
            for n in rows:
                found.setdefault((number, self._rows[n][_ISSUED_ON]), []).append(n)
        return found

    @cached_property
    def _aliases(self) -> dict[str, list[int]]:
        return _grouped(
            (_name(alias), [n]) for n, row in enumerate(self._rows) for alias in row[_ALIASES].split("|") if alias
        )

    @cached_property
    def _laws(self) -> dict[str, list[int]]:
        named = ((n, row) for n, row in enumerate(self._rows) if row[_TYPE] in _NAMED and row[_TITLE])
        return _grouped((_name(f"{row[_TYPE]} {row[_TITLE]}"), [n]) for n, row in named)


def _elsewhere(one: str, other: str) -> bool:
    """Whether two issuers are of two territories."""
    places = [found["name"].casefold() for words in (one, other) if (found := _TERRITORY.search(words))]
    return len(places) == 2 and places[0] != places[1]


def _names(row: Row) -> tuple[str, str]:
    """By what two rows are of one instrument: their id, their number with its year."""
    return row[0], f"{row[_DESIGNATION]} {row[_ISSUED_ON][:4]}" if row[_DESIGNATION] else row[0]


def _name(words: str) -> str:
    return slug(words)


def _grouped(pairs: Iterable[tuple[str, list[int]]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, rows in pairs:
        found.setdefault(key, []).extend(rows)
    return found
