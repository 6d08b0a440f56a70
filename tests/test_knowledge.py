"""The knowledge tables: every row as its rules want it, and a check that finds what breaks them."""

from __future__ import annotations

import unicodedata

import pytest

from vnplan.evaluate.knowledge import problems
from vnplan.knowledge import check
from vnplan.knowledge.rows import TableRow, all_rows, find_row


def test_nothing_is_wrong_with_the_tables() -> None:
    """`vnplan knowledge check` has nothing to say."""
    assert list(problems()) == []


def test_there_are_rows() -> None:
    """The check checks something."""
    assert len(all_rows()) > 50


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"id": ""}, "no id"),
        ({"id": "x", "source": ""}, "no source"),
        ({"id": "x", "pattern": "a"}, "a pattern needs examples"),
        ({"id": "x", "name": "Uỷ ban"}, "the old way"),
        ({"id": "x", "words": ["hoà giải"]}, "the old way"),
        ({"id": "x", "valid_from": "2025-13-01"}, "is no date"),
        ({"id": "x", "valid_from": "2025-07-01", "valid_to": "2025-06-30"}, "is after"),
    ],
)
def test_a_bad_row_is_told(values: dict[str, object], problem: str) -> None:
    """Each rule of the tables can be broken."""
    found = list(check._row_problems(TableRow("x.toml", "x", values)))
    assert len(found) == 1
    assert problem in found[0]


def test_good_spelling_is_no_problem() -> None:
    """Old-style tone marks, quý, and examples in any spelling."""
    values = {"id": "x", "words": ["hòa giải", "quý", "thủy lợi", "loại"], "examples": ["Uỷ ban"]}
    assert not list(check._row_problems(TableRow("x.toml", "x", values)))
    decomposed = unicodedata.normalize("NFD", "ủy")
    assert not unicodedata.is_normalized("NFC", decomposed)


def test_rules_lead_to_rows() -> None:
    """With and without the table's name in front."""
    row = find_row("encodings.tcvn3")
    assert row is not None
    assert row.file == "encodings.toml"
    assert find_row("no.such.rule") is None
