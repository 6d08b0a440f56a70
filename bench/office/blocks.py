"""What a plan is made of, before it takes the form of a medium, and the text that every medium of it must give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

Style = Literal["heading", "normal", "item", "centre"]
HeadBy = Literal["column", "row"]
WIDE = 6  # a table of so many columns goes on a landscape page


@dataclass(frozen=True, slots=True)
class Head:
    """The two columns on top: the body with number and subject, the national name with place and date."""

    agencies: tuple[str, ...]
    number: tuple[str, ...]
    nation: tuple[str, ...]
    place_date: tuple[str, ...]

    def texts(self, head_by: HeadBy) -> tuple[str, ...]:
        """Its lines as they are read, each column down or each row across."""
        if head_by == "column":
            return (*self.agencies, *self.number, *self.nation, *self.place_date)
        return (*self.agencies, *self.nation, *self.number, *self.place_date)


@dataclass(frozen=True, slots=True)
class Title:
    """Type and title, or those of an appendix or an attached plan; `note` is the line in brackets under them."""

    kind: str
    lines: tuple[str, ...]
    note: tuple[str, ...] = ()

    def texts(self) -> tuple[str, ...]:
        """Its lines from top to bottom."""
        return tuple(text for text in (self.kind, *self.lines, *self.note) if text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, its label included."""

    text: str
    style: Style = "normal"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell at its place; a merged one has `rows` or `columns` over 1."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A ruled table. `heads`: how many rows are column titles."""

    cells: tuple[TableCell, ...]
    rows: int
    columns: int
    heads: int

    def row(self, number: int) -> list[TableCell]:
        """The cells that begin in a row, from left to right."""
        return sorted((cell for cell in self.cells if cell.row == number), key=lambda cell: cell.column)

    def grid(self) -> list[list[str]]:
        """Every row as its texts; a merged cell's text stands in all the places that it covers."""
        places = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    places[row][column] = cell.text
        return places


@dataclass(frozen=True, slots=True)
class Foot:
    """Recipients on the left, signature on the right (the name is its last line)."""

    recipients: tuple[str, ...]
    signature: tuple[str, ...]


Block = Head | Title | Paragraph | TableBlock | Foot


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks on pages of one format; each section begins a page."""

    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Master:
    """A plan to be given a form. An article has no head and foot."""

    name: str
    sections: tuple[Section, ...]
    article: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks in reading order."""
        return tuple(chain.from_iterable(section.blocks for section in self.sections))


def folded(text: str) -> str:
    """White space folded."""
    return " ".join(text.split())


def _texts(master: Master, head_by: HeadBy) -> Iterator[str]:
    for block in master.blocks:
        match block:
            case Head():
                yield from block.texts(head_by)
            case Title():
                yield from block.texts()
            case Paragraph():
                yield block.text
            case TableBlock():
                yield from (cell.text for row in range(block.rows) for cell in block.row(row))
            case Foot():
                yield from (*block.recipients, *block.signature)


def truth(master: Master, head_by: HeadBy = "column") -> str:
    """The text in reading order, a line a paragraph: what a perfect reader finds in every medium.

    Two columns are read one after the other. A head of two rows may as well be read row by row; both are right.
    """
    return "\n".join(text for text in map(folded, _texts(master, head_by)) if text)


def tables(master: Master) -> list[list[list[str]]]:
    """The rows of every table."""
    return [block.grid() for block in master.blocks if isinstance(block, TableBlock)]


_LABEL = re.compile(r"(?P<label>[-+•]|[0-9]{1,2}(?:\.[0-9]{1,2})*[./)]|[a-zđ]\)|[IVX]{1,5}[./-])[ ](?=\S)")


def label_of(text: str) -> str:
    """The label that a paragraph begins with.

    >>> label_of("a) Rà soát quỹ đất"), label_of("Căn cứ Luật Đất đai")
    ('a)', '')
    """
    found = _LABEL.match(text)
    return found["label"] if found else ""
