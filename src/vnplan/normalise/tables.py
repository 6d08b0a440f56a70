"""Table rows: in the view each cell stands on lines of its own, between lines that hold only a bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vnplan.core.layout import Grid
from vnplan.core.text import Edit, Text


def part_cells(text: Text, grids: Sequence[Grid]) -> Text:
    r"""The text with a line break beside each bar that parts the cells of a table.

    >>> from vnplan.core.span import Span
    >>> grid = Grid(span=Span(0, 9), rows=1, columns=2, cells=(), bars=(Span(0, 2), Span(3, 6), Span(7, 9)))
    >>> part_cells(Text.of("| a | b |"), [grid]).clean
    '|\na\n|\nb\n|'
    """
    return text.edit(_breaks(text.clean, grids))


def _breaks(text: str, grids: Sequence[Grid]) -> Iterator[Edit]:
    for grid in grids:
        for start, end in grid.bars:
            before = "" if start == 0 or text[start - 1] == "\n" else "\n"
            after = "" if end == len(text) or text[end] == "\n" else "\n"
            yield Edit(start, end, f"{before}|{after}")
