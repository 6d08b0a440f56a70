"""Tables whose cells are parted by tabs or wide gaps, as they come out of word processors: one line a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vnplan.core.span import Span
from vnplan.core.text import Text
from vnplan.knowledge.sections import Sections
from vnplan.structure.drafts import Draft

Cells = list[Span]  # of one row, in the folded view; empty cells have an empty span
_WIDE = " " * 3
_KNOWN = 2  # columns that a header row must name


def tab_rows(text: Text, drafts: Sequence[Draft], know: Sections) -> Iterator[list[Cells]]:
    """The rows of each table: a row of column titles, and the lines below it that have tabs too.

    Gaps alone make no table: they also stand between a label and its words, or part the columns of a page's head.
    """
    if "\t" not in text.raw and _WIDE not in text.raw:
        return
    rows = [row for row in _lines(text, drafts) if row]
    n = 0
    while n < len(rows):
        if not _is_header(text, rows[n], know):
            n += 1
            continue
        width, end = len(rows[n]), n + 1
        while end < len(rows) and (len(rows[end]) > 1 or (end + 1 < len(rows) and len(rows[end + 1]) >= width - 1 > 1)):
            end += 1
        if end - n > 1:
            yield [_padded(row, width) for row in rows[n:end]]
        n = end


def _lines(text: Text, drafts: Sequence[Draft]) -> Iterator[Cells]:
    """What stood on one line, cell by cell. The folded view has each cell on a line of its own."""
    row: Cells = []
    before = -1  # where the last cell ends in the text as read
    for draft in drafts:
        if not draft.text or draft.kind == "pipe":
            continue
        place = text.raw_span(Span(draft.start, draft.end))
        gap = text.raw[before : place.start] if before >= 0 else "\n"
        before = place.end
        if "\n" in gap or not _parts(gap):
            yield row
            row = []
        else:
            row += [Span(draft.start, draft.start)] * (gap.count("\t") - 1)
        row += _split(text, draft) if _parts(text.raw[place.start : place.end]) else [Span(draft.start, draft.end)]
    yield row


def _split(text: Text, draft: Draft) -> Iterator[Span]:
    """The cells of a line of the folded view that still holds several: a figure after words goes on with them."""
    start = draft.start
    at = draft.text.find(" ")
    while at >= 0:
        gap = text.raw_span(Span(draft.start + at, draft.start + at + 1))
        if _parts(text.raw[gap.start : gap.end]):
            yield Span(start, draft.start + at)
            start = draft.start + at + 1
        at = draft.text.find(" ", at + 1)
    yield Span(start, draft.end)


def _parts(gap: str) -> bool:
    """Whether a gap parts two cells."""
    return "\t" in gap or _WIDE in gap


def _is_header(text: Text, row: Cells, know: Sections) -> bool:
    if len(row) < _KNOWN + 1:
        return False
    roles = {know.column(text.clean[cell.start : cell.end]) for cell in row if cell.end - cell.start < 80}
    return len(roles - {None}) >= _KNOWN and bool(roles & {"index", "task"})


def _padded(row: Cells, width: int) -> Cells:
    """A row with the empty cells at its end, unless it is a heading across the table."""
    end = row[-1].end
    return row + [Span(end, end)] * (width - len(row)) if len(row) > 1 else row
