"""Tables that only lay out a page: the head, the addressees, the foot. They are no tables of data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vnplan.knowledge import Knowledge
from vnplan.knowledge.frames import FrameAnchors
from vnplan.read.docx.blocks import Slot, Table

_MOST_COLUMNS = 3  # with text
_HEAD_ROWS = 6
_FRAME_ROWS = 8  # more rows without lines around them may be a list


def is_layout(table: Table) -> bool:
    """Whether a table has no data: one column, or head or foot of a document side by side."""
    if table.columns <= 1 or len(table.slots) == 1:
        return True
    filled = [slot for slot in table.slots if slot.lines()]
    if len({slot.column for slot in filled}) > _MOST_COLUMNS:
        return False
    anchors = FrameAnchors.load().found(table.lines())
    parts = {row.part for row in anchors}
    if table.is_ruled():
        head = table.rows <= _HEAD_ROWS and any(row.strong for row in anchors)
        return head or ("recipients" in parts and ("signature" in parts or _is_signed(filled)))
    return table.rows == 1 or "recipients" in parts or (bool(parts) and table.rows <= _FRAME_ROWS)


def _is_signed(slots: Iterable[Slot]) -> bool:
    """Whether a cell begins with the office of a signer."""
    offices = tuple(row.name.upper() for row in Knowledge.default().sections.positions)
    return any(slot.lines()[0].startswith(offices) for slot in slots)


def has_head(lines: Iterable[str]) -> bool:
    """Whether lines have the name of the state or the Party over them."""
    return any(row.strong for row in FrameAnchors.load().found(lines))


def columns(table: Table) -> Iterator[list[Slot]]:
    """The cells of a layout table as they are read: column by column, parted by rows that go over all columns."""
    band: list[Slot] = []
    for slot in sorted(table.slots, key=lambda slot: (slot.row, slot.column)):
        if table.columns > 1 and slot.columns == table.columns:
            yield from _by_column(band)
            yield [slot]
            band = []
        else:
            band.append(slot)
    yield from _by_column(band)


def _by_column(band: list[Slot]) -> Iterator[list[Slot]]:
    for column in sorted({slot.column for slot in band}):
        yield [slot for slot in band if slot.column == column]
