"""Cells between ruling lines: those that pdfplumber finds, and the words that stand in them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber import table as ruled

from vnplan.read.pages.grids import _edge, _words_by_cell, cells_of
from vnplan.read.pages.page import Ruling, Word

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
    assert ["".join(word.text for word in held) for held in _words_by_cell(words, boxes)] == list("abcdef")
