"""Tables as one XLSX workbook, a sheet a table. Whatever a document says, no cell is a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from vnplan.store.parquet import need
from vnplan.store.portions import BETWEEN, DANGEROUS, portions
from vnplan.store.schema import TABLES
from vnplan.store.source import Records
from vnplan.store.whole import whole_file

SHEET_ROWS = 1_048_575  # without the head
CELL = 32_767
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that was not


class Written(NamedTuple):
    """The rows of each table, and how many cells had to be cut."""

    rows: dict[str, int]
    cut: int


def write_xlsx(
    source: Records, path: str | PathLike[str], tables: Sequence[str] = tuple(TABLES), *, sheet_rows: int = SHEET_ROWS
) -> Written:
    """Write tables and views as sheets; a table with more rows than a sheet has goes on in `TABLE 2`.

    Cells that begin with `=`, `+`, `-`, `@`, tab or carriage return are text and stay so when they are edited. Excel's
    limits hold: control characters are left out, and text over 32,767 characters is cut.
    """
    need("openpyxl", extra="export")
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheets: dict[str, _Sheet] = {}
    with whole_file(Path(path)) as part:
        try:
            for name, columns, found in portions(source, tables):
                if name not in sheets:
                    sheets[name] = _Sheet(book, name, columns, sheet_rows)
                for row in found:
                    sheets[name].add(row)
        except BaseException:
            for sheet in book.worksheets:
                sheet.close()  # or it complains when it is collected
            raise
        book.save(part)
    return Written({name: sheet.count for name, sheet in sheets.items()}, sum(s.cut for s in sheets.values()))


class _Sheet:
    def __init__(self, book: Any, name: str, columns: Sequence[str], most: int) -> None:
        self.book, self.name, self.columns, self.most = book, name, columns, most
        self.count = self.cut = 0
        self.sheet: Any = None
        self._next()  # a table without rows has a sheet with its columns

    def add(self, row: Sequence[object]) -> None:
        if self.count and self.count % self.most == 0:
            self._next()
        self.sheet.append([self._cell(value) for value in row])
        self.count += 1

    def _next(self) -> None:
        number = self.count // self.most + 1
        self.sheet = self.book.create_sheet(self.name if number == 1 else f"{self.name} {number}")
        self.sheet.freeze_panes = "A2"
        self.sheet.append(list(self.columns))

    def _cell(self, value: object) -> object:
        if isinstance(value, list):
            value = BETWEEN.join(each or "" for each in value)
        if isinstance(value, date) and value < _FIRST_DAY:
            value = value.isoformat()
        return self._words(value) if isinstance(value, str) else value

    def _words(self, words: str) -> object:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

        words = ILLEGAL_CHARACTERS_RE.sub("", words)
        if len(words) > CELL:
            words = words[: CELL - 1] + "…"
            self.cut += 1
        if not words.startswith((*DANGEROUS, "#")):
            return words
        cell = WriteOnlyCell(self.sheet, words)
        cell.data_type = "s"  # not `f`, nor `e` of `#N/A`
        cell.quotePrefix = True
        return cell
