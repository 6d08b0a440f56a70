"""A store to be asked: tables for pandas and Polars, SQL with the shipped views."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnplan.core.issues import UsageError
from vnplan.store.database import connect, version_of
from vnplan.store.parquet import need
from vnplan.store.schema import STORE_VERSION, TABLES, VERSION_KEY

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


class Frame:
    """Rows with named columns, for whichever library is at hand."""

    def __init__(self, found: pa.Table) -> None:
        self._found = found

    def __len__(self) -> int:
        return int(self._found.num_rows)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self._found.column_names)

    def rows(self) -> list[dict[str, Any]]:
        """Each row as a dictionary."""
        return list(self._found.to_pylist())

    def to_arrow(self) -> pa.Table:
        """The table for pyarrow."""
        return self._found

    def to_pandas(self) -> pd.DataFrame:
        """The table for pandas."""
        need("pandas", extra="export")
        frame: pd.DataFrame = self._found.to_pandas()
        return frame

    def to_polars(self) -> pl.DataFrame:
        """The table for Polars."""
        need("polars", extra="export")
        import polars as pl  # noqa: PLC0415

        frame = pl.from_arrow(self._found)
        assert isinstance(frame, pl.DataFrame)  # noqa: S101  of a table, not of an array
        return frame


class Store:
    """A store of plans: a folder with `parquet/`, a Parquet data set, or a `.duckdb` file. Nothing is changed in it.

    A store of another version is refused; the message says how to make it anew.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = _found(Path(path))
        need("pyarrow", "duckdb")
        version = _version(self.path)
        if version != STORE_VERSION:
            form = "duckdb" if self.path.is_file() else "parquet"
            raise UsageError(
                f"{path}: a store of version {version or 'unknown'}, this vnplan reads version {STORE_VERSION}; "
                f"make it anew from the records: vnplan export RECORDS --format {form} --output {path}"
            )
        self._database = connect(self.path)

    def table(self, name: str, columns: Sequence[str] | None = None) -> Frame:
        """A table, or those columns of it."""
        if name not in TABLES:
            raise UsageError(f"{name!r} is no table; there are {', '.join(TABLES)}")
        known = [column.name for column in TABLES[name]]
        for column in columns or ():
            if column not in known:
                raise UsageError(f"{column!r} is no column of {name}; there are {', '.join(known)}")
        wanted = ", ".join(f'"{column}"' for column in columns or known)
        return self.sql(f"SELECT {wanted} FROM {name}")  # noqa: S608  both are names of the schema

    def sql(self, query: str, values: Sequence[object] = ()) -> Frame:
        """The rows of a query over tables and views; `?` in it stands for one of `values`."""
        import duckdb  # noqa: PLC0415
        import pyarrow as pa  # noqa: PLC0415

        try:
            found = self._database.sql(query, params=list(values))
            # a statement that asks nothing (SET, CREATE TEMP TABLE) has no rows
            return Frame(pa.table({}) if found is None else found.to_arrow_table())
        except duckdb.Error as error:
            raise UsageError(f"the query cannot be run: {error}") from error

    def close(self) -> None:
        """Let the files go."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _found(path: Path) -> Path:
    for folder in (path / "parquet", path):
        if (folder / "documents").is_dir():
            return folder
    if path.is_file():
        return path
    if (path / "plans.duckdb").is_file():
        return path / "plans.duckdb"
    raise UsageError(f"{path}: is no store; `vnplan export RECORDS --format parquet --output {path}` makes one")


def _version(path: Path) -> str | None:
    if path.is_file():
        return version_of(path)
    from pyarrow import parquet  # noqa: PLC0415

    for file in sorted((path / "documents").glob("part-*.parquet")):
        metadata = parquet.read_schema(file).metadata or {}
        version: bytes | None = metadata.get(VERSION_KEY.encode())
        return version.decode() if version else None
    return None
