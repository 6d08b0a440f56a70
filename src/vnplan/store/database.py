"""The tables in DuckDB, with views: over a Parquet data set, or in a file of their own."""

from __future__ import annotations

from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from vnplan.core.issues import UsageError
from vnplan.store.parquet import need
from vnplan.store.schema import STORE_VERSION, TABLES, VERSION_KEY
from vnplan.store.whole import whole_file

if TYPE_CHECKING:
    import duckdb

VIEWS = ("who_does_what", "targets_by_province", "deadlines_by_month", "cited_instruments")
_WRITTEN_OUT = ("who_does_what",)  # a DuckDB file holds its rows: joins of millions of them take seconds


def view_sql(name: str) -> str:
    """The query of a view, as `store/sql/NAME.sql` has it."""
    return files("vnplan.store").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def write_duckdb(parquet: str | PathLike[str], path: str | PathLike[str]) -> None:
    """Write a DuckDB file with the tables of a Parquet data set and the views; whole or not at all."""
    need("pyarrow", "duckdb")
    import duckdb  # noqa: PLC0415

    with whole_file(Path(path)) as part:
        database = duckdb.connect(str(part))
        try:
            _attach(database, Path(parquet))
            for table, columns in TABLES.items():
                database.execute(f"CREATE TABLE {table} AS SELECT * FROM parquet_{table}")  # noqa: S608
                database.unregister(f"parquet_{table}")
                for column in columns:
                    about = column.about.replace("'", "''")
                    database.execute(f"""COMMENT ON COLUMN {table}."{column.name}" IS '{about}'""")
            database.execute("CREATE TABLE store (key VARCHAR, value VARCHAR)")
            database.execute("INSERT INTO store VALUES (?, ?)", [VERSION_KEY, STORE_VERSION])
            for name in VIEWS:
                form = "TABLE" if name in _WRITTEN_OUT else "VIEW"
                database.execute(f"CREATE {form} {name} AS {view_sql(name)}")
        finally:
            database.close()


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a DuckDB file, or to a Parquet data set as if it were one."""
    import duckdb  # noqa: PLC0415

    # a name in a query is a table or an error, never a variable of the program that asks
    settings: dict[str, str | bool | int | float | list[str]] = {"python_enable_replacements": False}
    if path.is_file():
        return duckdb.connect(str(path), read_only=True, config=settings)
    database = duckdb.connect(":memory:", config=settings)
    _attach(database, path)
    for table in TABLES:
        database.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM parquet_{table}")  # noqa: S608
    for name in VIEWS:
        database.execute(f"CREATE TEMP VIEW {name} AS {view_sql(name)}")
    return database


def version_of(path: Path) -> str | None:
    """The store version of a DuckDB file; None where it has none."""
    import duckdb  # noqa: PLC0415

    try:
        with connect(path) as database:
            row = database.execute("SELECT value FROM store WHERE key = ?", [VERSION_KEY]).fetchone()
    except duckdb.CatalogException:
        return None
    except duckdb.IOException as error:
        raise UsageError(f"{path}: is no DuckDB file that can be read ({str(error).splitlines()[0]})") from None
    return str(row[0]) if row else None


def _attach(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    from pyarrow import dataset  # noqa: PLC0415

    # by way of pyarrow: read_parquet of DuckDB takes `[` and `*` of a path for a pattern
    for table in TABLES:
        database.register(f"parquet_{table}", dataset.dataset(folder / table, format="parquet"))
