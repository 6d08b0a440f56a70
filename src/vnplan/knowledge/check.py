"""What is wrong with the knowledge tables, row by row, in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from itertools import pairwise

import regex

from vnplan.core.issues import KnowledgeError
from vnplan.knowledge import Knowledge
from vnplan.knowledge.load import read_csv
from vnplan.knowledge.rows import TableRow, all_rows, table_files

# The view that rules see places tone marks the old way: a row in the new way can never match.
_NEW_TONE = regex.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\p{L})", regex.IGNORECASE)
_AS_READ = ("examples", "not_examples", "decoded", "pairs")  # texts as documents have them: any spelling


def problems() -> Iterator[str]:
    """Everything that breaks the rules of the tables; each message names file and row."""
    yield from _load_problems()
    for name in table_files():
        yield from _file_problems(name)
    for row in all_rows():
        yield from (f"{row}: {problem}" for problem in _row_problems(row))
    yield from _double_ids()


def _load_problems() -> Iterator[str]:
    know = Knowledge()
    for name in (name for name in vars(Knowledge) if not name.startswith("_") and name != "default"):
        try:
            getattr(know, name)
        except (KnowledgeError, ValueError) as error:
            yield f"{name}: {error}"


def _file_problems(name: str) -> Iterator[str]:
    text = files("vnplan.knowledge").joinpath("data", name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if not unicodedata.is_normalized("NFC", line):
            yield f"{name}, line {number}: not composed (NFC)"
    if name.endswith(".csv"):
        ids = [row.get("id", "") for row in read_csv(name)]
        yield from (
            f"{name}: {after} stands after {before}: keep the rows sorted by id"
            for before, after in pairwise(ids)
            if after < before
        )


def _row_problems(row: TableRow) -> Iterator[str]:
    values = row.values
    if not row.id:
        yield "no id"
    if "source" in values and not values["source"]:
        yield "no source: a law and article, or `usage`"
    if values.get("pattern") and not values.get("examples"):
        yield "a pattern needs examples"
    for field, value in values.items():
        if field not in _AS_READ:
            for text in value if isinstance(value, list) else [value]:
                match = _NEW_TONE.search(text) if isinstance(text, str) else None
                if match:
                    yield f"{field}: {match.group()!r} in {text!r}: write tone marks the old way (hòa, ủy)"
    yield from _date_problems(row)


def _date_problems(row: TableRow) -> Iterator[str]:
    dates = []
    for field in ("valid_from", "valid_to"):
        value = row.values.get(field)
        if value:
            try:
                dates.append(date.fromisoformat(str(value)))
            except ValueError:
                yield f"{field}: {value!r} is no date (YYYY-MM-DD)"
    if len(dates) == 2 and dates[0] > dates[1]:
        yield "valid_from is after valid_to"


def _double_ids() -> Iterator[str]:
    seen = set()
    for row in all_rows():
        key = (row.file, row.table, row.id)
        if key in seen:
            yield f"{row}: the id stands twice"
        seen.add(key)
