"""Cells between ruling lines: those that pdfplumber finds, and the words that stand in them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber import table as ruled

from vnplan.read.pages.grids import _edge, cells_of, runs_by_cell
from vnplan.read.pages.page import Ruling, Word
from vnplan.read.pages.runs import Run, runs_of

STEPS = [0.0, 30.0, 60.0, 90.0, 120.0]


def lines_of(standing: list[tuple[int, int, int]], lying: list[tuple[int, int, int]]) -> list[dict[str, Any]]:
    """Lines from step to step of a coarse grid: some meet, some end short of one another."""
    rulings = [Ruling(STEPS[x], STEPS[min(a, b)], STEPS[x], STEPS[max(a, b)]) for x, a, b in standing if a != b]
    rulings += [Ruling(STEPS[min(a, b)], STEPS[y], STEPS[max(a, b)], STEPS[y]) for y, a, b in lying if a != b]
    return [_edge(line) for line in rulings]


step = st.integers(0, len(STEPS) - 1)
ends = st.lists(st.tuples(step, step, step), max_size=12)


@given(ends, ends)
def test_cells_are_those_of_pdfplumber(standing: list[tuple[int, int, int]], lying: list[tuple[int, int, int]]) -> None:
    edges = ruled.merge_edges(lines_of(standing, lying), 3, 3, 3, 3)
    crossings = ruled.edges_to_intersections(edges, 3, 3)
    assert cells_of(crossings) == ruled.intersections_to_cells(crossings)


def test_a_grid_with_a_merged_cell() -> None:
    """Two rows of two, the lower ones merged."""
    edges = lines_of([(0, 0, 2), (1, 0, 1), (2, 0, 2)], [(0, 0, 2), (1, 0, 2), (2, 0, 2)])
    found = cells_of(ruled.edges_to_intersections(edges, 3, 3))
    assert found == [(0, 0, 30, 30), (0, 30, 60, 60), (30, 0, 60, 30)]


def test_words_of_merged_cells() -> None:
    """A word belongs to the box around its middle, however many rows and columns that spans; outside it to none."""
    boxes = [(0, 0, 30, 30), (30, 0, 60, 30), (0, 30, 60, 60), (0, 60, 30, 120), (30, 60, 60, 90), (30, 90, 60, 120)]
    places = {
        "a": (5, 20),
        "b": (40, 20),
        "c": (28, 50),
        "d": (5, 115),
        "e": (40, 80),
        "f": (40, 110),
        "ngoài": (80, 20),
    }
    words = [Word(text, x, y - 10, x + 4, y, 10) for text, (x, y) in places.items()]
    held, runs = runs_by_cell(runs_of(words), boxes)
    assert ["".join(run.text for run in own) for own in held] == list("abcdef")
    assert [run.text for run in runs] == list(places)


def test_a_line_across_cells_is_parted_at_their_edges() -> None:
    """Words of one line in three cells, two of them merged in the row below, where the line stays whole."""
    boxes = [(0, 0, 30, 30), (30, 0, 60, 30), (60, 0, 90, 30), (0, 30, 60, 60), (60, 30, 90, 60)]
    lefts = [2, 12, 32, 42, 62]
    lines = [Run("sở y tế chủ trì", lefts, [x + 8 for x in lefts], y - 10, y, 10) for y in (20, 50, 90)]
    held, runs = runs_by_cell(lines, boxes)
    assert [" / ".join(run.text for run in own) for own in held] == ["sở y", "tế chủ", "trì", "sở y / tế chủ", "trì"]
    assert [run.text for run in runs] == ["sở y", "tế chủ", "trì"] * 2 + ["sở y tế chủ trì"], "outside it stays whole"
