"""Targets that stand in the columns of a table: the number in one cell, what it measures in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from vnplan.core.document import Cell, Document, Row, Table
from vnplan.core.mentions import Target, TargetMode
from vnplan.core.span import Span
from vnplan.extract.targets.clauses import clean_before
from vnplan.extract.targets.numbers import numbers
from vnplan.extract.targets.quantity import read
from vnplan.knowledge.quantities import Quantities, VerbRow

# a cell that holds a number and hardly anything else
_VALUE = re.compile(
    r"(?:[^\W\d_]+ ){0,3}(?:[≥≤<>~]=? ?)?\d[\d., ]*(?:[%‰]?\s?(?:-|đến)\s?\d[\d.,]*)?"
    r"(?:\s?[%‰]|(?: ?[^\W\d_]+){1,4}|/[^\W\d_]+)*[.;]?"
)
_AND_MORE = re.compile(r" và \D+$")  # `≥ 3% và tăng dần`
# a title that begins with `Kết quả` makes no target column by itself: where it is one, it says what is to be reached
_RESULT = re.compile(r"(?:(?<!cần )(?<!tiêu )thực hiện|(?<!^)kết quả|hiện trạng|ước|đã)(?!\w)", re.IGNORECASE)
_AIM = re.compile(r"(?:chỉ|mục) tiêu(?: cần đạt| phấn đấu| thực hiện)?", re.IGNORECASE)  # beside a column of tasks
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_BRACKETS = re.compile(r"\(([^()\d]{1,20})\)\s*$")
_COUNTED = re.compile(r"(?:tổng )?số (?:lượng )?(.{1,40})", re.IGNORECASE)
_SHARE = re.compile(r"(?:tỷ|tỉ) (?:lệ|trọng)(?!\w)", re.IGNORECASE)
_SHARE_OF = re.compile(r"(?P<sign>[%‰]) ?(?P<whole>[^\W\d_].*)")  # `% GDP`
_NUMBER_OF = re.compile(r"^số (?:lượng )?", re.IGNORECASE)  # `Số bác sĩ/10.000 dân`
_WHERE = re.compile(r"(?<=\d) [^\W\d_]\D*$")  # `≤ 3 cả nước`
_NO_UNIT = "điểm"  # stands in for the unit of a rank or an index where its number is read
_UNREAD = frozenset({"index", "unit", "money", "note", "basis", "time"})


class _Measure(NamedTuple):
    """What a value measures: in which unit (None: it has none), whether it is a rank or a change, of what a share."""

    indicator: str
    unit: str | None
    mode: TargetMode = "level"
    whole: str | None = None


class _Columns(NamedTuple):
    name: int
    unit: int | None
    values: tuple[int, ...]


def unread(table: Table, know: Quantities) -> Iterator[Span]:
    """The places of a table in which numbers are never targets in prose.

    Heads, indices, units, money, results; and the names of projects beside what they cost.
    """
    skipped = {n for n, role in enumerate(table.columns) if role in _UNREAD}
    if "money" in table.columns:
        projects = tuple(know.words["project_title"])
        skipped |= {n for n, title in enumerate(table.titles) if title.lower().startswith(projects)}
    for row in table.rows:
        if row.kind in ("header", "numbering"):
            yield row.span
            continue
        for cell in row.cells:
            if cell.column in skipped:
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
    indicator = clean_before(doc.quote(cells[columns.name].span)).rstrip(" .;:")
    if not indicator:
        return
    stated = doc.quote(cells[columns.unit].span).strip() if columns.unit in cells and columns.unit is not None else ""
    measure = _measure(indicator, stated or _implied_unit(indicator, know), know)
    for column in columns.values:
        if column in cells and not cells[column].carried:
            yield from _values(doc, cells[column].span, measure, know)


def _measure(indicator: str, unit: str, know: Quantities) -> _Measure:
    """What the cells beside a value say of it."""
    if unit.lower() in know.words["rank_unit"]:
        return _Measure(indicator, None, "rank")
    named = know.cues["index"].match(unit.lower())
    if named is not None and named[1]:
        return _Measure(f"{indicator} {unit}", None)  # an index has no unit, but a name
    share = _SHARE_OF.fullmatch(unit)
    if share is not None:
        unit = share["sign"]
    verb = know.heads.find(indicator.lower())
    kind = verb[1].kind if verb is not None and isinstance(verb[1], VerbRow) else "noun"
    mode: TargetMode = kind if kind in ("increase", "decrease") else "level"
    unit = _NUMBER_OF.sub("", unit) if "/" in unit else unit
    return _Measure(indicator, unit, mode, share["whole"] if share else None)


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


def _values(doc: Document, span: Span, measure: _Measure, know: Quantities) -> Iterator[Target]:
    """The value of a cell; of ranks there may be several: `≤ 3 cả nước; ≤ 1 trong vùng`."""
    quote = doc.quote(span)
    at = 0
    for part in quote.split(";") if measure.mode == "rank" else (quote,):
        words = _AND_MORE.sub("", part.strip())
        start = span.start + at + part.find(words)
        at += len(part) + 1
        where = _WHERE.search(words) if measure.mode == "rank" else None
        if where is not None:
            words = words[: where.start()]
        target = _value(start, words, measure, know)
        if target is not None:
            yield target if where is None else replace(target, indicator=f"{target.indicator}{where.group()}")


def _value(start: int, words: str, measure: _Measure, know: Quantities) -> Target | None:
    """The value that some words of a cell hold, and hardly anything else."""
    if not _VALUE.fullmatch(words):
        return None
    unit = _NO_UNIT if measure.unit is None else measure.unit
    with_unit = measure.unit is not None and (words[-1].isalpha() or words[-1] in "%‰")
    text = words if with_unit else f"{words.rstrip('.;')} {unit[:1].lower()}{unit[1:]}"
    found = [number for number in numbers(text) if number.start < len(words)]
    if len(found) != 1:
        return None
    quantity = read(text, text.lower(), found[0], 0, know)
    if quantity is None or quantity.unit.kind == "never":
        return None
    stated: str | None = quantity.unit.text
    if measure.unit is None:
        stated = None
    elif quantity.end > len(words) and not quantity.is_percent:
        stated = unit.partition("/")[0] if quantity.unit.per else unit
    return Target(
        span=Span(start + quantity.start, start + min(quantity.end, len(words))),
        rule="targets.table_cell",
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=stated,
        per=quantity.unit.per,
        mode=quantity.mode if measure.mode == "level" else measure.mode,
        approximate=quantity.approximate,
        indicator=measure.indicator,
        subject=measure.whole,
    )
