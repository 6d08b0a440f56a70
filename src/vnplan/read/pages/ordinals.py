"""The numbers of the rows of tables read by OCR: each tells its neighbours, so that one misread is certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vnplan.read.pages.grids import RuledCell, RuledTable, number_of
from vnplan.read.pages.lines import PrintedLine
from vnplan.read.pages.paragraphs import Paragraph

_LONGEST = 3  # characters that are read for a number and its dot, or more of an accent
_DIGITS = str.maketrans("|!lIiìíïÌÍÏOo", "1111111111100")  # what a digit looks like in print
_BARS = "|!lI"

Slip = tuple[str, str]


def mended(table: RuledTable) -> tuple[RuledTable, list[Slip]]:
    """The table with misread numbers of its rows put right where those before and after leave no other, and which."""
    cells = list(table.cells)
    order = sorted((n for n, cell in enumerate(cells) if cell.column == 0), key=lambda n: cells[n].row)
    texts = [cells[n].text for n in order]
    shapes = [_shape(table, cells[n]) for n in order]
    slips: list[Slip] = []
    for k, n in enumerate(order):
        if not _is_misread(cells[n]):
            continue
        heads = shapes[k] not in (*shapes[max(0, k - 1) : k], *shapes[k + 1 : k + 2])
        right = _right(texts, k) if not heads else None
        if right is None and texts[k] in _BARS and number_of("".join(texts[k + 1 : k + 2])) == 1:
            right = "I"  # a heading that is numbered by Roman numbers begins anew with 1
        if right is not None and right != texts[k]:
            slips.append((texts[k], right))
            cells[n] = _with_text(cells[n], right)
    return (replace(table, cells=cells), slips) if slips else (table, [])


def _shape(table: RuledTable, cell: RuledCell) -> tuple[tuple[int, int], ...]:
    """The columns of the cells in the row of a cell: the row of a heading has few wide ones."""
    return tuple((one.column, one.columns) for one in table.row(cell.row))


def _is_misread(cell: RuledCell) -> bool:
    """Whether a cell is one word of OCR, as short as a number, and none."""
    words = [word for _, paragraph in cell.paragraphs for line in paragraph.lines for word in line.words]
    return len(words) == 1 and words[0].confidence < 1 and len(cell.text) <= _LONGEST and number_of(cell.text) is None


def _right(texts: Sequence[str], k: int) -> str | None:
    """What a number must be: that between two others, the one before 2 and 3, the last one."""
    before, after, later = (number_of(texts[at]) if 0 <= at < len(texts) else None for at in (k - 1, k + 1, k + 2))
    looks = number_of(texts[k].translate(_DIGITS))
    if before is not None and after == before + 2:
        return _as(before + 1, texts[k - 1], texts[k + 1])
    if before is None and (after, later, looks) == (2, 3, 1):
        return _as(1, texts[k + 1], texts[k + 2])
    if before is not None and k == len(texts) - 1 and looks == before + 1:
        return _as(looks, texts[k - 1], texts[k - 1])
    return None


def _as(number: int, before: str, after: str) -> str:
    """The number written as its neighbours are: with their dot, with a zero before it."""
    end = before[-1] if before[-1] == after[-1] and not before[-1].isdigit() else ""
    return f"{number:0{2 if before[0] == '0' else 1}}{end}"


def _with_text(cell: RuledCell, text: str) -> RuledCell:
    (page, paragraph) = cell.paragraphs[0]
    word = paragraph.lines[0].words[0]
    return replace(cell, paragraphs=((page, Paragraph([PrintedLine.of((word.with_text(text),))])),))
