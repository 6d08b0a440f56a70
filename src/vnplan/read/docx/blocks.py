"""What a document is made of before it is written: paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vnplan.knowledge.fonts import LegacyFontRow


@dataclass(slots=True)
class Run:
    """Characters that look alike. `legacy`: the font says that they are not in Unicode."""

    text: str
    capitals: bool = False
    legacy: LegacyFontRow | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its runs as read, and its text once they are decoded. `notes` are those that it cites."""

    runs: list[Run] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    text: str = ""

    def lines(self) -> list[str]:
        """Its lines that are not empty."""
        return [line for line in self.text.split("\n") if line]


@dataclass(slots=True)
class Slot:
    """A cell of a table; a merged cell is one slot. `ruled`: lines are drawn around it."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    blocks: list[Block] = field(default_factory=list)
    ruled: bool = False

    def lines(self) -> list[str]:
        """The lines of its text; those of a table inside it follow in order."""
        return list(lines_of(self.blocks))


@dataclass(slots=True)
class Table:
    """A table. `edges`: where its columns part, in twentieths of a point; empty where the file does not say."""

    rows: int
    columns: int
    slots: list[Slot]
    heads: int = 0
    edges: tuple[int, ...] = ()

    def lines(self) -> list[str]:
        """All its lines, cell by cell."""
        return [line for slot in self.slots for line in slot.lines()]

    def is_ruled(self) -> bool:
        """Whether lines part its cells."""
        return 2 * sum(slot.ruled for slot in self.slots) >= len(self.slots)


Block = Paragraph | Table


def lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of blocks; a row of short cells in a table is one line."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.lines()
        else:
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    for row in range(table.rows):
        cells = [lines for slot in table.slots if slot.row == row and (lines := slot.lines())]
        if all(len(lines) == 1 for lines in cells):
            if cells:
                yield " - ".join(lines[0] for lines in cells)
        else:
            yield from (line for lines in cells for line in lines)


def notes_of(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """The notes that blocks cite."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.notes
        else:
            for slot in block.slots:
                yield from notes_of(slot.blocks)
