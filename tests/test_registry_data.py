"""The registry of instruments that ships with the package: its rows are consistent."""

from __future__ import annotations

from datetime import date

import pytest
import regex

from vnplan.knowledge.load import read_csv

ROWS = read_csv("registry.csv")
BY_ID = {row["id"]: row for row in ROWS}
# From the first session of a National Assembly to the day before that of the next one, which ends its term
# (Constitution 2013, Article 71); its Standing Committee goes on until then.
CONGRESSES = {
    "9": (date(1992, 9, 19), date(1997, 9, 19)),
    "10": (date(1997, 9, 20), date(2002, 7, 18)),
    "11": (date(2002, 7, 19), date(2007, 7, 18)),
    "12": (date(2007, 7, 19), date(2011, 7, 20)),
    "13": (date(2011, 7, 21), date(2016, 7, 19)),
    "14": (date(2016, 7, 20), date(2021, 7, 19)),
    "15": (date(2021, 7, 20), date(2026, 4, 5)),
    "16": (date(2026, 4, 6), date(2031, 12, 31)),
}
COLUMNS = (
    "id,type,designation,title,issuer,issued_on,in_force_from,in_force_to,status,amends,replaces,replaced_by,aliases,source"
).split(",")
DATES = ("issued_on", "in_force_from", "in_force_to")
LINKS = ("amends", "replaces", "replaced_by")
STATUSES = {"", "in_force", "repealed", "expired", "replaced", "not_yet"}
CONGRESS = regex.compile(r"QH(?P<number>\d+)$")
YEAR = regex.compile(r"/(?P<year>(?:19|20)\d\d)/")


def linked(row: dict[str, str], column: str) -> list[str]:
    return [part for part in row[column].split("|") if part]


def faults(check: str) -> list[str]:
    found = {"year": _wrong_year, "congress": _wrong_congress, "succession": _wrong_succession, "order": _wrong_order}
    return [row["id"] for row in ROWS if found[check](row)]


def _wrong_year(row: dict[str, str]) -> bool:
    year = YEAR.search(row["designation"])
    return bool(year and row["issued_on"] and year["year"] != row["issued_on"][:4])


def _wrong_congress(row: dict[str, str]) -> bool:
    congress = CONGRESS.search(row["designation"])
    if not congress or not row["issued_on"]:
        return False
    first, last = CONGRESSES[congress["number"]]
    return not first <= date.fromisoformat(row["issued_on"]) <= last


def _wrong_succession(row: dict[str, str]) -> bool:
    """A replaced instrument ends before, or on the day, the last of those that replace it starts."""
    starts = [BY_ID[other]["in_force_from"] for other in linked(row, "replaced_by")]
    return bool(starts and all(starts) and row["in_force_to"] and row["in_force_to"] > max(starts))


def _wrong_order(row: dict[str, str]) -> bool:
    """Issued, then in force, then no more; an instrument is replaced or amended by a later one."""
    if row["in_force_to"] and row["in_force_from"] > row["in_force_to"]:
        return True
    return any(BY_ID[other]["issued_on"] < row["issued_on"] for other in linked(row, "replaced_by")) or any(
        BY_ID[other]["issued_on"] > row["issued_on"] for other in linked(row, "amends")
    )


def test_columns() -> None:
    assert list(ROWS[0]) == COLUMNS
    assert all(None not in row and None not in row.values() for row in ROWS)


def test_ids_are_unique_slugs_in_order() -> None:
    ids = [row["id"] for row in ROWS]
    assert ids == sorted(set(ids))
    assert [name for name in ids if not regex.fullmatch(r"[a-z0-9_]+", name)] == []


def test_numbers_are_unique_on_a_day() -> None:
    keys = [(row["type"], row["designation"], row["issued_on"]) for row in ROWS if row["designation"]]
    assert len(keys) == len(set(keys))


def test_every_row_says_what_it_is() -> None:
    for row in ROWS:
        assert all(row[column] for column in ("type", "title", "issuer", "source")), row["id"]
        assert row["status"] in STATUSES, row["id"]
        for column in DATES:
            assert not row[column] or date.fromisoformat(row[column]).isoformat() == row[column], row["id"]


def test_links_name_rows_of_the_file() -> None:
    for row in ROWS:
        for column in LINKS:
            assert set(linked(row, column)) <= BY_ID.keys() - {row["id"]}, row["id"]


def test_replaces_and_replaced_by_agree() -> None:
    replaced = {(other, row["id"]) for row in ROWS for other in linked(row, "replaces")}
    assert replaced == {(row["id"], other) for row in ROWS for other in linked(row, "replaced_by")}


@pytest.mark.parametrize("check", ["year", "congress", "succession", "order"])
def test_dates_fit(check: str) -> None:
    assert faults(check) == []


def test_aliases_name_one_row() -> None:
    aliases = [alias.casefold() for row in ROWS for alias in linked(row, "aliases")]
    assert len(aliases) == len(set(aliases))


def test_laws_have_a_row() -> None:
    known = {(row["type"], row["designation"], row["issued_on"], row["title"]) for row in ROWS}
    laws = [row for row in read_csv("laws.csv") if row["number"]]
    missing = [row["id"] for row in laws if (row["kind"], row["number"], row["issued_on"], row["name"]) not in known]
    assert missing == []


def test_most_sources_can_be_looked_up() -> None:
    unchecked = [row["id"] for row in ROWS if row["source"] == "knowledge of the field"]
    assert len(unchecked) < 0.31 * len(ROWS)
    assert [row["id"] for row in ROWS if row["source"] != row["source"].strip()] == []
