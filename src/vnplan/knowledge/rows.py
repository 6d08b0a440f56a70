"""All rows of all tables, whatever their type: for checks and for explanations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from vnplan.knowledge.load import read_csv, read_toml


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it stands in its file."""

    file: str
    table: str
    values: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The row's id; empty where it has none."""
        return str(self.values.get("id", ""))

    def __str__(self) -> str:
        return f"{self.file}, [{self.table}] {self.id}"


def table_files() -> list[str]:
    """The names of the data files."""
    data = files("vnplan.knowledge").joinpath("data")
    return sorted(entry.name for entry in data.iterdir() if entry.name.endswith((".toml", ".csv")))


@cache
def all_rows() -> tuple[TableRow, ...]:
    """Every row of every file."""
    return tuple(row for name in table_files() for row in _rows_of(name))


def _rows_of(name: str) -> Iterator[TableRow]:
    if name.endswith(".csv"):
        for values in read_csv(name):
            yield TableRow(name, name.removesuffix(".csv"), values)
        return
    for table, rows in read_toml(name).items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            for values in rows:
                yield TableRow(name, table, values)


def find_row(rule: str) -> TableRow | None:
    """The row that a rule id names: `times.before` is the row with that id, or the row `before` of `times`.

    >>> find_row("encodings.tcvn3").values["name"]
    'TCVN3 (ABC)'
    """
    home, _, name = rule.partition(".")
    best, best_rank = None, 0
    for row in all_rows():
        rank = 0
        if row.id == rule:
            rank = 3
        elif name and row.id == name:
            near = home.rstrip("s") in row.file or home.rstrip("s") in row.table
            rank = 2 if near else 1
        if rank > best_rank:
            best, best_rank = row, rank
    return best
