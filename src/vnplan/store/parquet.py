"""Records to a Parquet data set: a folder a table, in parts of a bounded size."""

from __future__ import annotations

from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnplan.core.issues import UsageError
from vnplan.store.rows import Row, rows
from vnplan.store.schema import TABLES, arrow_schema
from vnplan.store.source import Records, documents_from
from vnplan.store.whole import whole_folder

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 8_192  # rows of a row group: what is held of a table before it is written
PART = 128  # row groups of a file


def write_parquet(source: Records, folder: str | PathLike[str]) -> dict[str, int]:
    """Write the tables to `FOLDER/TABLE/part-NNNNN.parquet` and say how many rows each has.

    The folder appears whole or not at all; an older data set in its place is replaced. At most `GROUP` rows a table
    are held. Raises UsageError without pyarrow, or where the folder holds other things.
    """
    need("pyarrow")
    with whole_folder(Path(folder), _is_ours) as part:
        parts = {table: Parts(part / table, arrow_schema(table)) for table in TABLES}
        try:
            for record, paths in documents_from(source):
                for table, found in rows(record, paths).items():
                    parts[table].add(found)
        finally:
            for one in parts.values():
                one.close()
    return {table: one.count for table, one in parts.items()}


def need(*packages: str, extra: str = "store") -> None:
    """Raise UsageError where a package of an extra is not installed."""
    for package in packages:
        if find_spec(package) is None:
            raise UsageError(f"this needs {package}: pip install 'vnplan[{extra}]'")


class Parts:
    """The files of one table."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        folder.mkdir()
        self.folder, self.schema = folder, schema
        self.count = 0
        self._held: list[Row] = []
        self._writer: Any = None
        self._groups = self._files = 0
        self._open()  # a table without rows has a file with its schema

    def add(self, found: list[Row]) -> None:
        """Take rows."""
        self.count += len(found)
        self._held += found
        while len(self._held) >= GROUP:
            self._write(self._held[:GROUP])
            del self._held[:GROUP]

    def close(self) -> None:
        """Write what is held."""
        if self._held:
            self._write(self._held)
            self._held = []
        self._writer.close()

    def _open(self) -> None:
        from pyarrow import parquet  # noqa: PLC0415

        name = f"part-{self._files:05}.parquet"
        self._writer = parquet.ParquetWriter(self.folder / name, self.schema, compression="zstd")
        self._files += 1
        self._groups = 0

    def _write(self, held: list[Row]) -> None:
        import pyarrow as pa  # noqa: PLC0415

        if self._groups == PART:
            self._writer.close()
            self._open()
        self._writer.write_table(pa.Table.from_pylist(held, schema=self.schema))
        self._groups += 1


def _is_ours(path: Path) -> bool:
    return path.parent.name in TABLES and path.name.startswith("part-") and path.suffix == ".parquet"
