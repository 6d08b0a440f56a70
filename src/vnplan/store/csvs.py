"""Tables as CSV files, one a table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from os import PathLike
from pathlib import Path
from typing import Any

from vnplan.store.database import VIEWS
from vnplan.store.portions import BETWEEN, DANGEROUS, portions
from vnplan.store.schema import TABLES
from vnplan.store.source import Records
from vnplan.store.whole import whole_folder


def write_csv(
    source: Records, folder: str | PathLike[str], tables: Sequence[str] = tuple(TABLES), *, bom: bool = False
) -> dict[str, int]:
    """Write `FOLDER/TABLE.csv` for tables and views, and say how many rows each has.

    RFC 4180 in UTF-8: null is empty, the values of a list stand with ` | ` between. `bom`: for Excel,
    which then knows the encoding; and what it would take for a formula gets an apostrophe before it.
    """
    counts: dict[str, int] = {}
    with whole_folder(Path(folder), _is_ours) as part, ExitStack() as files:
        writers: dict[str, Any] = {}
        for name, columns, found in portions(source, tables):
            if name not in writers:
                path = part / f"{name}.csv"
                file = path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")
                writers[name] = csv.writer(files.enter_context(file))
                writers[name].writerow(columns)
                counts[name] = 0
            writers[name].writerows([_cell(value, bom) for value in row] for row in found)
            counts[name] += len(found)
    return counts


def _cell(value: object, for_excel: bool) -> object:
    if isinstance(value, list):
        value = BETWEEN.join(each or "" for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if for_excel and isinstance(value, str) and value.startswith(DANGEROUS):
        return "'" + value
    return value


def _is_ours(path: Path) -> bool:
    return path.suffix == ".csv" and (path.stem in TABLES or path.stem in VIEWS)
