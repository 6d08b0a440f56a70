"""The knowledge tables: every row as its rules want it, and a check that finds what breaks them."""

from __future__ import annotations

import unicodedata

import pytest
import regex

from vnplan.evaluate.knowledge import problems
from vnplan.knowledge import check
from vnplan.knowledge.frames import Authorities, FrameAnchors
from vnplan.knowledge.provisions import Provisions
from vnplan.knowledge.rows import TableRow, all_rows, find_row
from vnplan.knowledge.sections import family_names
from vnplan.knowledge.text_layer import TextLayers
from vnplan.structure.people import is_name_in_capitals


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


def test_rows_of_provisions_match_their_examples_only() -> None:
    """An example stands where its pattern looks: as a name, at a line's end, or after a name."""
    know = Provisions.load()
    for row in know.rows:
        shown = {
            "part": know.part.match,
            "open": know.unfinished.search,
            "afte": lambda words: know.cited.match("Điều 5" + (words if words[0] in ".," else f" {words}")),
        }[row.id[:4]]
        assert all(shown(example) for example in row.examples)
        assert not any(shown(example) for example in row.not_examples)


def test_rules_lead_to_rows() -> None:
    """With and without the table's name in front."""
    row = find_row("encodings.tcvn3")
    assert row is not None
    assert row.file == "encodings.toml"
    assert find_row("no.such.rule") is None


def test_rows_of_authorities() -> None:
    """Each example is found by its row as the row says: the whole line, or what it begins with."""
    for row in Authorities.load().rows:
        match = regex.compile(row.pattern).fullmatch if row.whole else regex.compile(row.pattern).match
        assert all(map(match, row.examples)), row.id
        assert not any(map(match, row.not_examples)), row.id


def test_rows_of_what_is_attached() -> None:
    """Each example begins what stands below a foot, no counter-example does."""
    anchors = FrameAnchors.load()
    for row in anchors.attached_rows:
        assert all(map(anchors.begins_attachment, row.examples)), row.id
        assert not any(map(anchors.begins_attachment, row.not_examples)), row.id


def test_family_names_begin_no_headings() -> None:
    """Every family name makes a person of words in capitals; how headings and places often begin does not."""
    assert len(family_names()) > 50
    assert all(is_name_in_capitals(f"{name} VĂN AN") for name in family_names())
    for words in ("TĂNG CƯỜNG CÔNG TÁC", "HÀ NỘI", "LƯU TRỮ", "TRIỆU ĐỒNG", "MỤC TIÊU", "PHƯƠNG ÁN"):
        assert not is_name_in_capitals(words), words


def test_rows_of_signature_notices() -> None:
    """Each example is told as a notice, no counter-example."""
    know = TextLayers.load()
    for row in know.notice_rows:
        assert all(map(know.signature_notice.search, row.examples)), row.id
        assert not any(map(know.signature_notice.search, row.not_examples)), row.id
