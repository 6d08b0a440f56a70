"""Targets that stand in the columns of a table: the number in one cell, what it measures in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vnplan.core.document import Cell, Document, Row, Table
from vnplan.core.mentions import Target
from vnplan.core.span import Span
from vnplan.extract.targets.clauses import clean_before
from vnplan.extract.targets.numbers import numbers
from vnplan.extract.targets.quantity import read
from vnplan.knowledge.quantities import Quantities

# a cell that holds a number and hardly anything else
_VALUE = re.compile(
    r"(?:[^\W\d_]+ ){0,3}(?:[≥≤<>~]=? ?)?\d[\d., ]*(?:\s?(?:-|đến)\s?\d[\d.,]*)?"
    r"(?:\s?[%‰]|(?: ?[^\W\d_]+){1,4}|/[^\W\d_]+)*[.;]?"
)
_RESULT = re.compile(r"(?:(?<!cần )(?<!tiêu )thực hiện|kết quả|hiện trạng|ước|đã)(?!\w)", re.IGNORECASE)
_AIM = re.compile(r"(?:chỉ|mục) tiêu(?: cần đạt| phấn đấu| thực hiện)?", re.IGNORECASE)  # beside a column of tasks
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_BRACKETS = re.compile(r"\(([^()\d]{1,20})\)\s*$")
_COUNTED = re.compile(r"(?:tổng )?số (?:lượng )?(.{1,40})", re.IGNORECASE)
_SHARE = re.compile(r"(?:tỷ|tỉ) (?:lệ|trọng)(?!\w)", re.IGNORECASE)
_UNREAD = frozenset({"index", "unit", "money", "note", "basis", "time"})


class _Columns(NamedTuple):
    name: int
    unit: int | None
    values: tuple[int, ...]


def unread(table: Table) -> Iterator[Span]:
    """The places of a table in which numbers are never targets in prose: heads, indices, units, money, results."""
    for row in table.rows:
        if row.kind in ("header", "numbering"):
            yield row.span
            continue
        for cell in row.cells:
            if cell.column < len(table.columns) and table.columns[cell.column] in _UNREAD:
                yield cell.span


def find_in_tables(doc: Document, know: Quantities, first_year: int | None) -> Iterator[Target]:
    """The numbers in the target columns of all tables."""
    for table in doc.tables:
        columns = _columns(table, first_year)
        if columns is None:
            continue
        for row in table.rows:
            if row.kind == "body":
                yield from _row(doc, row, columns, know)


def _columns(table: Table, first_year: int | None) -> _Columns | None:
    roles = table.columns
    if "task" not in roles or "money" in roles:
        return None
    values = tuple(
        n
        for n, role in enumerate(roles)
        if (role == "target" or (role == "task" and n > roles.index("task") and _AIM.fullmatch(table.titles[n])))
        and not _RESULT.search(table.titles[n])
        and not _is_past(table.titles[n], first_year)
    )
    unit = roles.index("unit") if "unit" in roles else None
    return _Columns(roles.index("task"), unit, values) if values else None


def _is_past(title: str, first_year: int | None) -> bool:
    years = [int(year) for year in _YEAR.findall(title)]
    return bool(years) and first_year is not None and years[-1] < first_year


def _row(doc: Document, row: Row, columns: _Columns, know: Quantities) -> Iterator[Target]:
    cells: dict[int, Cell] = {cell.column: cell for cell in row.cells}
    if columns.name not in cells:
        return
    indicator = clean_before(doc.quote(cells[columns.name].span))
    stated = doc.quote(cells[columns.unit].span).strip() if columns.unit in cells and columns.unit is not None else ""
    unit = stated or _implied_unit(indicator, know)
    for column in columns.values:
        if column in cells and not cells[column].carried:
            target = _cell(doc, cells[column].span, indicator, unit, know)
            if target is not None:
                yield target


def _implied_unit(indicator: str, know: Quantities) -> str:
    """The unit that an indicator without unit column names: `(ha)`, `Số xã …`, `Tỷ lệ …`."""
    if match := _IN_BRACKETS.search(indicator):
        return match[1]
    if _SHARE.match(indicator):
        return "%"
    if match := _COUNTED.match(indicator):
        words = match[1].split(" ")
        for count in range(min(5, len(words)), 0, -1):
            phrase = " ".join(words[:count])
            if phrase.lower() in know.units:
                return phrase
    return ""


def _cell(doc: Document, span: Span, indicator: str, unit: str, know: Quantities) -> Target | None:
    words = doc.quote(span).strip()
    if not indicator or not _VALUE.fullmatch(words):
        return None
    start = span.start + doc.quote(span).find(words)
    text = words if words[-1].isalpha() or words[-1] in "%‰" else f"{words.rstrip('.;')} {unit[:1].lower()}{unit[1:]}"
    found = [number for number in numbers(text) if number.start < len(words)]
    if len(found) != 1:
        return None
    quantity = read(text, text.lower(), found[0], 0, know)
    if quantity is None or quantity.unit.kind == "never":
        return None
    return Target(
        span=Span(start + quantity.start, start + min(quantity.end, len(words))),
        rule="targets.table_cell",
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=unit if quantity.end > len(words) else quantity.unit.text,
        per=quantity.unit.per,
        mode=quantity.mode,
        approximate=quantity.approximate,
        indicator=indicator,
    )
