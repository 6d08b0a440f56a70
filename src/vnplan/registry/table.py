"""Registries as files: CSV, JSON Lines, Parquet, all with the same columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from vnplan.core.issues import UsageError

COLUMNS = (
    *("id", "type", "designation", "title", "issuer", "issued_on", "in_force_from", "in_force_to", "status"),
    *("amends", "replaces", "replaced_by", "aliases", "source"),
)
"""The columns of a registry. `id` and one of `designation` and `title` are needed; the others may be absent."""

Row = Sequence[str]


def shipped() -> list[Row]:
    """The rows that ship with the package."""
    text = resources.files("vnplan.knowledge").joinpath("data", "registry.csv").read_text(encoding="utf-8")
    return _from_csv(io.StringIO(text, newline=""), "registry.csv")


def read_rows(path: Path) -> list[Row]:
    """The rows of a file, in the order of `COLUMNS`. Raises UsageError for what is no registry."""
    try:
        if path.suffix == ".parquet":
            return _from_parquet(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _from_jsonl(file, path.name) if path.suffix in (".jsonl", ".ndjson") else _from_csv(file, path.name)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as `CSV UTF-8`") from None


def _checked(names: Iterable[str], where: str) -> list[str]:
    names = [name.strip().lower() for name in names]
    if "id" not in names or not {"designation", "title"} & set(names):
        raise UsageError(f"{where}: no registry; its columns are {', '.join(COLUMNS)} (id, and designation or title)")
    return names


def _from_csv(file: TextIO, where: str) -> list[Row]:
    reader = csv.reader(file)
    names = _checked(next(reader, ()), where)
    if tuple(names) == COLUMNS:
        return [tuple(row) for row in reader if row]  # the collector of garbage passes over tuples of strings
    places = [names.index(name) if name in names else -1 for name in COLUMNS]
    return [tuple(row[at] if 0 <= at < len(row) else "" for at in places) for row in reader if row]


def _from_jsonl(file: TextIO, where: str) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{where}, line {number}: {error}") from None
        if not isinstance(values, dict):
            raise UsageError(f"{where}, line {number}: not an object")
        if not rows:
            _checked(values, where)
        rows.append(tuple(_text(values.get(name)) for name in COLUMNS))
    return rows


def _text(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


def _from_parquet(path: Path) -> list[Row]:
    if find_spec("pyarrow") is None:
        raise UsageError(f"{path}: reading Parquet needs pyarrow: pip install 'vnplan[store]'")
    from pyarrow import parquet  # noqa: PLC0415

    table = parquet.read_table(path)
    _checked(table.column_names, path.name)
    absent = [""] * table.num_rows
    columns = [
        [_text(value) for value in table.column(name).to_pylist()] if name in table.column_names else absent
        for name in COLUMNS
    ]
    return list(zip(*columns, strict=True))


def write_csv(rows: Iterable[Row], path: Path) -> None:
    """Write rows as CSV, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    part.replace(path)
