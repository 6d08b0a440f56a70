"""What could not be read, in a table: the file, the reason, what to do."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

from vnplan.run.manifest import Failure

NAME = "failures.csv"
ENCODING = "utf-8-sig"  # spreadsheets know UTF-8 by its mark
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Row(NamedTuple):
    """One failure, for people."""

    file: str
    status: str
    code: str
    reason: str
    remedy: str


def row_of(failure: Failure) -> Row:
    """A message says what is wrong, and after the semicolon what to do.

    >>> row_of(Failure("a.pdf", "failed", "encrypted", "protected by a password; save a copy without one")).remedy
    'save a copy without one'
    """
    reason, _, remedy = failure.message.partition("; ")
    return Row(failure.file, failure.status, failure.code, reason, remedy)


def write_failures(folder: Path, failures: Iterable[Failure]) -> None:
    """Write the table; it appears whole."""
    part = folder / (NAME + ".part")
    with part.open("w", encoding=ENCODING, newline="") as file:
        write_table(file, failures)
    part.replace(folder / NAME)


def write_table(file: TextIO, failures: Iterable[Failure]) -> None:
    """The table as CSV."""
    table = csv.writer(file)
    table.writerow(Row._fields)
    for failure in failures:
        table.writerow([_no_formula(each) for each in row_of(failure)])


def read_failures(folder: Path) -> Iterator[Row]:
    """The table, row by row."""
    with (folder / NAME).open(encoding=ENCODING, newline="") as file:
        yield from (Row(*cells) for cells in islice(csv.reader(file), 1, None))


def _no_formula(text: str) -> str:
    """A file name that a spreadsheet would run becomes text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
