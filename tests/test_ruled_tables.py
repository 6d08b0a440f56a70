"""Tables of ruled lines on scans: every cell is found, however the lines were printed and copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from vnplan.read.pages.grids import find_tables
from vnplan.read.pages.page import Page, Word

np = pytest.importorskip("numpy", reason="the extra [ocr] is not installed")
cv2 = pytest.importorskip("cv2", reason="the extra [ocr] is not installed")

from vnplan.read.ocr import rulings as ruled  # noqa: E402
from vnplan.read.ocr.image import ink_of  # noqa: E402

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

DPI = 250
MM = DPI / 25.4
XS = [round(at * MM) for at in (25, 37, 95, 150, 190)]
YS = [round(at * MM) for at in (40, 52, 75, 84, 120, 140)]
SIZE = (round(297 * MM), round(210 * MM))

Place = tuple[int, int, int, int]  # row, column, rows, columns
ALL: list[Place] = [(row, column, 1, 1) for row in range(5) for column in range(4)]
MERGED: list[Place] = [
    (0, 0, 1, 1), (0, 1, 1, 2), (0, 3, 1, 1),
    (1, 0, 3, 1), (1, 1, 1, 1), (1, 2, 1, 1), (1, 3, 2, 1),
    (2, 1, 1, 1), (2, 2, 1, 1), (3, 1, 1, 3),
    (4, 0, 1, 4),
]  # fmt: skip


def drawn(cells: list[Place] = ALL, thick: int = 3) -> Pixels:
    """The ink of a table: a box around every cell."""
    ink: Pixels = np.zeros(SIZE, np.uint8)
    for row, column, rows, columns in cells:
        cv2.rectangle(ink, (XS[column], YS[row]), (XS[column + columns], YS[row + rows]), 255, thick)
    return ink


def blank(ink: Pixels, *boxes: tuple[float, float, float, float]) -> Pixels:
    """The ink without boxes, told in millimetres."""
    for box in boxes:
        x0, y0, x1, y1 = (round(at * MM) for at in box)
        ink[y0:y1, x0:x1] = 0
    return ink


def short() -> Pixels:
    """A line ends before the edge of the table."""
    return blank(drawn(), (181, 50, 189, 54), (182, 118, 189, 122))


def gaps() -> Pixels:
    """A stamp took ink out of lines and out of a corner where four cells meet."""
    return blank(drawn(), (60, 70, 66, 80), (92, 50, 98, 56), (24, 90, 26, 96))


def corner() -> Pixels:
    """A corner of the table is gone."""
    return blank(drawn(), (183, 38, 192, 45))


def broken() -> Pixels:
    """Every line has holes, a few to the centimetre."""
    ink = drawn(thick=2)
    for at in range(12, SIZE[1], round(6 * MM)):
        ink[:, at : at + 8] = 0
    for at in range(30, SIZE[0], round(7 * MM)):
        ink[at : at + 8] = 0
    return ink


def double() -> Pixels:
    """The lines are double."""
    ink: Pixels = np.zeros(SIZE, np.uint8)
    for row, column, rows, columns in ALL:
        for gap in (-5, 5):
            box = (XS[column] + gap, YS[row] + gap), (XS[column + columns] - gap, YS[row + rows] - gap)
            cv2.rectangle(ink, *box, 255, 2)
    return ink


def moved(shift: Callable[[Pixels, Pixels], tuple[Pixels, Pixels]]) -> Pixels:
    """The table with its points moved."""
    y, x = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float32)
    by_x, by_y = shift(x, y)
    moved_ink: Pixels = cv2.remap(
        drawn(), (x + by_x).astype(np.float32), (y + by_y).astype(np.float32), cv2.INTER_NEAREST
    )
    return moved_ink


def sheared() -> Pixels:
    """What stands does not stand quite square to what lies."""
    return moved(lambda x, y: (0.012 * (y - 900), 0 * x))


def slanted() -> Pixels:
    """The table lies askew, and the text above it did not."""
    return moved(lambda x, y: (-0.008 * (y - 900), 0.008 * (x - 1000)))


def bent() -> Pixels:
    """The page did not lie flat."""
    return moved(lambda x, _: (0 * x, 12 * np.sin(x / SIZE[1] * np.pi)))


def noisy() -> Pixels:
    """Hairlines on a grainy copy, evened as pages are before they are read."""
    grain = np.random.default_rng(1).normal(0, 70, SIZE)
    grey = np.clip(255.0 - drawn(thick=2) * 0.7 + grain, 0, 255).astype(np.uint8)
    return ink_of(cv2.GaussianBlur(grey, (0, 0), 1.25), 190)


def cells_of(ink: Pixels) -> list[Place]:
    """The cells that the ruled lines of a page give, by way of the grid of the table."""
    points = 72 / DPI
    lines = ruled.find_lines(ink, DPI)
    areas = ruled.cells(lines, ink.shape, DPI)
    words = [
        Word("a", x0, y - 8, x0 + 6, y + 3, 11)
        for x0, y in (((a.left + a.width / 2) * points, (a.top + a.height / 2) * points) for a in areas)
    ]
    page = Page(1, SIZE[1] * points, SIZE[0] * points, words, lines.rulings(points), "ocr")
    tables = find_tables(page)
    assert len(tables) == 1
    (table,) = tables
    assert all(cell.text == "a" for cell in table.cells)  # each was an area to be read by itself
    return sorted((cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells)


@pytest.mark.parametrize("print_", [drawn, short, gaps, corner, broken, double, sheared, slanted, bent, noisy])
def test_every_cell_is_found(print_: Callable[[], Pixels]) -> None:
    assert cells_of(print_()) == ALL


def test_merged_cells_stay_merged() -> None:
    assert cells_of(drawn(MERGED)) == sorted(MERGED)


def test_text_is_no_line() -> None:
    """Print that stands where a merged cell has no line parts nothing: capitals, dashes, underlined words."""
    ink = drawn(MERGED)
    for x in range(XS[0] + 20, XS[4] - 40, 28):
        y = round(102 * MM)
        cv2.rectangle(ink, (x, y), (x + 3, y + 33), 255, -1)
        cv2.rectangle(ink, (x, y + 16), (x + 16, y + 19), 255, -1)
    cv2.line(ink, (XS[1] + 60, YS[2] + 4), (XS[1] + 300, YS[2] + 4), 255, 2)  # close above its line
    cv2.line(ink, (XS[1] + 60, round(112 * MM)), (XS[3] - 60, round(112 * MM)), 255, 2)
    assert cells_of(ink) == sorted(MERGED)


def test_two_tables_stay_two() -> None:
    """Tables under each other have columns of their own."""
    ink: Pixels = np.zeros(SIZE, np.uint8)
    for left, top, columns in ((25, 40, (30, 60, 75)), (25, 120, (50, 115))):
        xs = [round((left + at) * MM) for at in (0, *columns)]
        ys = [round((top + at) * MM) for at in (0, 10, 22)]
        for y in ys:
            cv2.line(ink, (xs[0], y), (xs[-1], y), 255, 3)
        for x in xs:
            cv2.line(ink, (x, ys[0]), (x, ys[-1]), 255, 3)
    lines = ruled.find_lines(ink, DPI)
    assert len(ruled.cells(lines, ink.shape, DPI)) == 10
    words = [
        Word("a", 72 * (at + 2) / 25.4, 72 * 44 / 25.4, 72 * (at + 4) / 25.4, 72 * 48 / 25.4, 11) for at in (25, 60)
    ]
    words += [replace(word, top=word.top + 72 * 80 / 25.4, bottom=word.bottom + 72 * 80 / 25.4) for word in words]
    tables = find_tables(Page(1, 595, 842, words, lines.rulings(72 / DPI), "ocr"))
    assert [(table.rows, table.columns) for table in tables] == [(2, 3), (2, 2)]


def test_rule_under_the_letterhead_is_no_table() -> None:
    ink: Pixels = np.zeros(SIZE, np.uint8)
    for x, y, width in ((40, 30, 30), (120, 32, 50)):
        cv2.line(ink, (round(x * MM), round(y * MM)), (round((x + width) * MM), round(y * MM)), 255, 3)
    lines = ruled.find_lines(ink, DPI)
    assert (lines.tables, lines.rulings(0.3)) == ([], [])
