"""The numbers of the rows of ruled tables: they tell where rows begin, and mend one another on scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import regex

from vnplan.read.pages.compose import compose
from vnplan.read.pages.page import Page, Ruling, Word

XS = (60.0, 90.0, 300.0, 440.0, 560.0)
HIGH = 30.0


def page(number: int, rows: Sequence[Sequence[str]], confidence: float = 0.7) -> Page:
    """A page with a table of one line a row."""
    ys = [80 + HIGH * n for n in range(len(rows) + 1)]
    lines = [Ruling(XS[0], y, XS[-1], y) for y in ys] + [Ruling(x, ys[0], x, ys[-1]) for x in XS]
    words: list[Word] = []
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(XS, row, strict=False):
            at = x + 4
            for part in text.split():
                words.append(Word(part, at, y + 8, at + 6 * len(part), y + 22, 14, (), confidence))
                at += 6 * len(part) + 4
    return Page(number, 595, 842, words, lines, "ocr" if confidence < 1 else "text")


def body(*numbers: str) -> list[list[str]]:
    return [[number, f"Nạo vét kênh số {n}", "Trạm Thủy nông", f"{n}/5/2027"] for n, number in enumerate(numbers, 3)]


TITLES = ["TT", "Công việc", "Đơn vị", "Hạn"]


def rows(*pages: Page) -> list[str]:
    """The rows of the text."""
    text, _, _ = compose(pages)
    return [line for line in text.split("\n") if line.startswith("|")]


def numbers(*pages: Page) -> list[str]:
    return [regex.split(r" \| (?=Nạo|Công)", row)[0].removeprefix("|").strip() for row in rows(*pages)]


def test_row_whose_number_is_not_read_is_a_row() -> None:
    """Row 4 begins the page, its number unread: the next one is 5."""
    found = rows(page(1, [TITLES, *body("1", "2", "3")]), page(2, body("", "5", "6")))
    assert len(found) == 7
    assert found[4].startswith("|  |")


def test_row_without_number_of_its_own_goes_on() -> None:
    """Between the numbers 3 and 4 there is no other row: what stands there is the rest of row 3."""
    found = rows(page(1, [TITLES, *body("1", "2", "3")]), page(2, body("", "4", "5")))
    assert len(found) == 6


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["|", "2", "3", "4"], ["1", "2", "3", "4"]),
        (["1", "2", "lãi", "4"], ["1", "2", "3", "4"]),
        (["9", "10", "lI", "12"], ["9", "10", "11", "12"]),
        (["8", "9", "10", "lI"], ["8", "9", "10", "11"]),
        (["1.", "§.", "3.", "4."], ["1.", "2.", "3.", "4."]),
        (["|", "1", "2", "3"], ["I", "1", "2", "3"]),
        (["1", "a", "b", "2"], ["1", "a", "b", "2"]),
        (["1", "2", "4", "5"], ["1", "2", "4", "5"]),
        (["A", "1", "2", "B"], ["A", "1", "2", "B"]),
        (["05", "0ó", "07", "08"], ["05", "06", "07", "08"]),
        (["1", "", "B", "3"], ["1", "", "B", "3"]),
        (["I", "2", "x", "7"], ["I", "2", "x", "7"]),
    ],
)
def test_numbers_in_order_mend_one_that_was_misread(read: list[str], meant: list[str]) -> None:
    scan = page(1, [TITLES, *body(*read)])
    assert numbers(scan) == ["TT", *meant]
    _, _, issues = compose([scan])
    assert ("ocr-slips" in {issue.code for issue in issues}) == (read != meant)
    assert numbers(page(1, [TITLES, *body(*read)], 1.0)) == ["TT", *read]  # a text layer is believed


def test_number_at_a_page_break_is_mended() -> None:
    assert numbers(page(1, [TITLES, *body("1", "2")]), page(2, body("§", "4")))[1:] == ["1", "2", "3", "4"]


def test_label_of_a_heading_is_no_number() -> None:
    """A heading goes over all columns but the first."""
    scan = page(1, [TITLES, *body("1"), ["B", "Kênh cấp hai"], *body("3", "4")])
    top = 80 + 2 * HIGH
    inside = [line for line in scan.rulings if line.x0 == line.x1 and XS[1] < line.x0 < XS[-1]]
    parted = [half for line in inside for half in (line._replace(bottom=top), line._replace(top=top + HIGH))]
    scan = replace(scan, rulings=[*(line for line in scan.rulings if line not in inside), *parted])
    assert [row[:4] for row in rows(scan)] == ["| TT", "| 1 ", "| B ", "| 3 ", "| 4 "]
