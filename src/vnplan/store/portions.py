"""Tables and views as portions of rows, for writers that take row after row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from vnplan.core.issues import UsageError
from vnplan.store.database import VIEWS, connect
from vnplan.store.parquet import need, write_parquet
from vnplan.store.rows import rows
from vnplan.store.schema import TABLES
from vnplan.store.source import Records, documents_from

_AT_ONCE = 10_000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula
BETWEEN = " | "  # between the values of a list


class Portion(NamedTuple):
    """Some rows of a table or view; the first portion of each has none, and tells the columns."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def portions(source: Records, wanted: Sequence[str]) -> Iterator[Portion]:
    """The rows of tables and views, in portions; those of different tables may alternate."""
    for name in wanted:
        if name not in TABLES and name not in VIEWS:
            raise UsageError(f"{name!r} is no table or view; there are {', '.join((*TABLES, *VIEWS))}")
    return _of_records(source, wanted) if set(wanted) <= set(TABLES) else _of_database(source, wanted)


def _of_records(source: Records, wanted: Sequence[str]) -> Iterator[Portion]:
    columns = {name: [column.name for column in TABLES[name]] for name in wanted}
    for name in wanted:
        yield Portion(name, columns[name], [])
    for record, paths in documents_from(source):
        found = rows(record, paths)
        for name in wanted:
            if found[name]:
                # the keys of a row are the columns, in any order
                yield Portion(name, columns[name], [[row[key] for key in columns[name]] for row in found[name]])


def _of_database(source: Records, wanted: Sequence[str]) -> Iterator[Portion]:
    need("pyarrow", "duckdb")
    with TemporaryDirectory() as folder:
        parquet = Path(folder) / "parquet"
        write_parquet(source, parquet)
        with connect(parquet) as database:
            for name in wanted:
                found = database.execute(f"SELECT * FROM {name}")  # noqa: S608  a name of TABLES or VIEWS
                columns = [column[0] for column in found.description or ()]
                yield Portion(name, columns, [])
                while some := found.fetchmany(_AT_ONCE):
                    yield Portion(name, columns, some)
