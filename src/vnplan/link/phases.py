"""Phases of a table: which of the rows that head others dates a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vnplan.core.document import Document, Row

_LABEL = re.compile(r"(?P<figure>\d{1,3})|(?P<figures>\d{1,3}(?:\.\d{1,2})+)|(?P<roman>[IVX]+)|(?P<letter>[A-HĐ])")


def phases(doc: Document, is_dated: Callable[[Row], bool]) -> Iterator[Row | None]:
    """For each row of all tables the row above it that heads the phase to which it belongs: `I. Đến năm 2030`.

    A phase ends where a row numbered in the same way heads something else; others head smaller groups inside it.
    """
    for table in doc.tables:
        phase: Row | None = None
        numbered: str | None = None
        for row in table.rows:
            if row.kind == "group":
                scheme = _scheme(doc.quote(row.cells[0].span))
                if is_dated(row):
                    phase, numbered = row, scheme
                elif scheme == numbered:
                    phase = None
            yield phase


def _scheme(words: str) -> str | None:
    """How a row is numbered: by figures (`1`, `1.2`), Roman ones, letters, or by nothing."""
    label = _LABEL.fullmatch(words.rstrip(".)/ "))
    return label.lastgroup if label else None
