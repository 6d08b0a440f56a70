"""What a medium knows beyond the characters of its text: pages and boxes, tables, how sure the reader was.

Every place here counts code points of the text as read (`Text.raw`). A plain text file has no layout.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vnplan.core.span import Span


class Box(NamedTuple):
    """A place on a page, in PDF points from the top left corner of the page as it is shown; `page` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A table cell as the medium has it. A merged cell is one cell with `rows` or `columns` over 1."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as the medium has it: cells in reading order; `bars` are the places between and around its cells.

    `heads`: rows that the medium itself marks as column titles (0: it does not say).
    """

    span: Span
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    bars: tuple[Span, ...]
    heads: int = 0


@dataclass(slots=True)
class Places:
    """The page and box of every character of a text; characters that the reader put in (blanks, breaks) have none."""

    pages: array[int] = field(default_factory=lambda: array("H"))
    edges: array[float] = field(default_factory=lambda: array("f"))  # x0, top, x1, bottom of each character

    def add(self, page: int, edges: Sequence[float]) -> None:
        """The places of the next characters, all on one page: `x0, top, x1, bottom` of each."""
        self.pages.extend([page] * (len(edges) // 4))
        self.edges.extend(edges)

    def skip_to(self, offset: int) -> None:
        """Characters up to an offset into the text have no place."""
        missing = offset - len(self.pages)
        self.pages.extend(array("H", bytes(2 * missing)))
        self.edges.extend(array("f", bytes(16 * missing)))

    def page(self, span: Span) -> int | None:
        """The page on which a place begins."""
        return next((page for page in self.pages[span.start : span.end] if page), None)

    def _of(self, n: int) -> Box:
        return Box(self.pages[n], *self.edges[4 * n : 4 * n + 4])

    def boxes(self, span: Span) -> list[Box]:
        """The boxes of a place, one for each line of print."""
        found: list[Box] = []
        for n in range(span.start, min(span.end, len(self.pages))):
            if not self.pages[n]:
                continue
            box = self._of(n)
            if found and _same_line(found[-1], box):
                found[-1] = _around(found[-1], box)
            else:
                found.append(box)
        return found

    def areas(self, span: Span) -> list[Box]:
        """One box a page around everything in a place: for sections and tables."""
        found: dict[int, Box] = {}
        for box in self.boxes(span):
            found[box.page] = _around(found[box.page], box) if box.page in found else box
        return list(found.values())


def _same_line(line: Box, box: Box) -> bool:
    """Whether a character goes on with a line; a line that goes on in another column is another box."""
    if line.page != box.page:
        return False
    if abs(line.x0 - box.x0) + abs(line.x1 - box.x1) < 1.0:  # text that runs up or down the page as shown
        size = line.x1 - line.x0
        return min(abs(box.top - line.bottom), abs(line.top - box.bottom)) <= size
    size = line.bottom - line.top
    return line.top <= (box.top + box.bottom) / 2 <= line.bottom and -0.5 * size <= box.x0 - line.x1 <= 12 * size


def _around(one: Box, other: Box) -> Box:
    return Box(
        one.page,
        min(one.x0, other.x0),
        min(one.top, other.top),
        max(one.x1, other.x1),
        max(one.bottom, other.bottom),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A word that the reader is not sure of, and how sure it is (0..1)."""

    span: Span
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the medium knows of a text beyond its characters."""

    grids: tuple[Grid, ...] = ()
    places: Places | None = None
    doubts: tuple[Doubt, ...] = ()

    def doubts_in(self, span: Span) -> Iterator[Doubt]:
        """The doubtful words at a place."""
        first = bisect_left(self.doubts, span.start, key=lambda doubt: doubt.span.start)
        last = bisect_left(self.doubts, span.end, key=lambda doubt: doubt.span.start)
        yield from self.doubts[first:last]
