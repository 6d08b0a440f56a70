"""A comparison in files: CSV, XLSX, JSON. Whatever a document says, no cell is a formula."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from vnplan.comparison.schema import COMPARISON_VERSION, TABLES
from vnplan.store.parquet import need
from vnplan.store.portions import BETWEEN, DANGEROUS
from vnplan.store.whole import whole_file, whole_folder

if TYPE_CHECKING:
    import pandas as pd

    from vnplan.comparison.result import Comparison

Format = Literal["csv", "xlsx", "json"]
_CELL = 32_767
_FIRST_DAY = datetime(1900, 3, 1)  # noqa: DTZ001  before it Excel counts a day that was not


def write(found: Comparison, path: str | PathLike[str], form: Format, tables: Sequence[str] = ()) -> None:
    """Write a comparison, whole or not at all: `csv` a folder with a file a table, `xlsx` and `json` one file."""
    chosen = {name: table for name, table in found.tables().items() if not tables or name in tables}
    target = Path(path)
    if form == "csv":
        _write_csv(chosen, target)
    elif form == "xlsx":
        _write_xlsx(chosen, target)
    else:
        with whole_file(target) as part:
            part.write_text(to_json(chosen), encoding="utf-8")


def to_json(tables: dict[str, pd.DataFrame]) -> str:
    """The tables as one JSON object: rows by table."""
    rows = {name: list(_rows(table)) for name, table in tables.items()}
    return json.dumps({"comparison_version": COMPARISON_VERSION, **rows}, ensure_ascii=False, indent=1) + "\n"


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in table.to_dict("records"):
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """A value as JSON has it: days as ISO 8601, null for what is missing."""
    import pandas as pd  # noqa: PLC0415

    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value


def _write_csv(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    with whole_folder(folder, lambda path: path.suffix == ".csv" and path.stem in TABLES) as part:
        for name, table in tables.items():
            flat = table.copy()
            for column in TABLES[name]:
                if column.kind == "strings":
                    flat[column.name] = [BETWEEN.join(value) for value in flat[column.name]]
            flat.to_csv(part / f"{name}.csv", index=False, date_format="%Y-%m-%d", encoding="utf-8")


def _write_xlsx(tables: dict[str, pd.DataFrame], path: Path) -> None:
    need("openpyxl", extra="compare")
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    with whole_file(path) as part:
        for name, table in tables.items():
            sheet = book.create_sheet(name)
            sheet.freeze_panes = "A2"
            sheet.append(list(table.columns))
            for row in table.itertuples(index=False):
                sheet.append([_cell(sheet, value) for value in row])
        book.save(part)


def _cell(sheet: Any, value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    value = BETWEEN.join(value) if isinstance(value, list) else value
    if isinstance(value, datetime) and value == value and value >= _FIRST_DAY:  # noqa: PLR0124  NaT is not itself
        return value.date()
    value = _plain(value)
    if not isinstance(value, str):
        return value
    words = ILLEGAL_CHARACTERS_RE.sub("", value)[:_CELL]
    if not words.startswith((*DANGEROUS, "#")):
        return words
    cell = WriteOnlyCell(sheet, words)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
