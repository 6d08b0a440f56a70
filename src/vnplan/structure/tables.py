"""Tables: their rows, what kind each is, and what each column holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import regex

from vnplan.core.document import Cell, ColumnRole, Row, Table, make_cell
from vnplan.core.layout import Grid
from vnplan.core.span import Span
from vnplan.core.text import Text
from vnplan.knowledge.sections import Sections
from vnplan.structure.columns import AGENCY, INDEX, column_roles
from vnplan.structure.drafts import Draft
from vnplan.structure.grid import STARTS, find_grids
from vnplan.structure.known import KnownTable, Words, known_table
from vnplan.structure.tabs import tab_rows

RowKind = Literal["header", "numbering", "group", "total", "body"]

_NUMBERING = regex.compile(r"[(\[]?(?:\d{1,2}|[A-E])[)\]]?(?: ?= ?[\d+\-x*/():. ]{1,30})?")
_GROUP_INDEX = regex.compile(r"(?:[IVX]{1,5}|[A-HĐ])[.)/]?")
_GROUP_TITLE = regex.compile(r"(?:[IVX]{1,5}|[A-HĐ]|P(?:hần|HẦN) \w+|Nhóm \w+)\s?[.:)/-]\s?\p{Lu}")
_TOTAL = regex.compile(
    r"(?:TỔNG|Tổng)(?: ?(?:CỘNG|cộng|SỐ|số|KINH PHÍ|kinh phí))?\s*(?:$|[:(\d])"
    r"|(?:CỘNG|Cộng)\s*(?:$|[:(\d])|(?:TỔNG|Tổng) (?:CỘNG|cộng)\b"
)
_DITTO = regex.compile(r"-? ?(?:nt|Nt|NT|[Nn]hư trên)\.? ?-?|//|[\"”]|-//-|''")
_SPANNING = regex.compile(
    r"(?:thời gian|thời hạn|tiến độ|lộ trình|phân công|trách nhiệm|tổ chức thực hiện|năm|giai đoạn|kinh phí|nguồn|"
    r"vị trí|tọa độ|cơ quan|đơn vị|chỉ tiêu|mục tiêu|kết quả|trong đó)",
    regex.IGNORECASE,
)
_MERGED = frozenset({"lead", "coordinate", "supervise", "time", "output", "basis"})
_TIME = regex.compile(
    r"\d{4}(?: ?- ?\d{4})?|(?:quý|quí|tháng|năm|ngày|trước|thường xuyên|hằng|hàng|định kỳ|từ|đến|giai đoạn|cuối|trong|"
    r"theo|sau|khi)\b",
    regex.IGNORECASE,
)
_FEWEST_BARS = 2  # in a line without a bar at its beginning
_FRAME = ("header", "recipients", "signature")
_NUMBER = regex.compile(r"[\d.,% ]{1,20}|[xX✓]")


def find_tables(whole: Text, drafts: Sequence[Draft], rows: Sections, grids: Sequence[Grid] = ()) -> list[Table]:
    """The tables of a document, in reading order: those that the medium tells of, and those told by the text alone.

    Head and foot of the page are none.
    """
    known = [known_table(whole, grid) for grid in grids]
    found = [_table(table.rows, table.width, rows, table) for table in known]
    for run in _outside(drafts, [table.span for table in known]):
        found += _told_by_text(whole, run, rows)
    return sorted((table for table in found if table is not None), key=lambda table: table.span.start)


def _outside(drafts: Sequence[Draft], spans: Sequence[Span]) -> Iterator[Sequence[Draft]]:
    """The runs of lines before, between and after the tables that are known."""
    first = 0
    for span in spans:
        last = first
        while last < len(drafts) and drafts[last].end <= span.start:
            last += 1
        yield drafts[first:last]
        first = last
        while first < len(drafts) and drafts[first].start < span.end:
            first += 1
    yield drafts[first:]


def _told_by_text(whole: Text, drafts: Sequence[Draft], rows: Sections) -> list[Table | None]:
    text = whole.clean
    found = [
        _table(
            [[Words(slot.span, text[slot.span.start : slot.span.end]) for slot in row] for row in grid.rows],
            grid.columns,
            rows,
        )
        for grid in find_grids(drafts)
    ]
    found += [_table(cells, max(map(len, cells)), rows) for cells in _bar_rows(drafts, rows)]
    for tabbed in tab_rows(whole, drafts, rows):
        cells = [[Words(span, text[span.start : span.end]) for span in row] for row in tabbed]
        found.append(_table(cells, max(map(len, cells)), rows))
    return found


def _bar_rows(drafts: Sequence[Draft], know: Sections) -> Iterator[list[list[Words]]]:
    """Rows written on one line each: `| a | b |`, or `a | b | c` below a row of column titles."""
    block: list[list[Words]] = []
    for draft in (*drafts, None):
        row = _bar_row(draft) if draft is not None and "|" in draft.text and draft.kind not in _FRAME else None
        if row is not None:
            if any(words.text.strip("-: ") for words in row):
                block.append(row)
        elif block:
            framed = block[0][0].framed
            if len(block) >= 2 and max(map(len, block)) >= 2 and (framed or _named(block[0], know)):
                yield block
            block = []


def _bar_row(draft: Draft) -> list[Words] | None:
    """The cells of a line with bars between them; None for a line that is no row."""
    line = draft.text.rstrip()
    framed = line[0] == "|"
    if line.find("|", 1) < 0 or (not framed and line.count(" | ") < _FEWEST_BARS):
        return None
    row = []
    at = 1 if framed else 0
    while at < len(line):
        bar = line.find("|", at)
        end = bar if bar >= 0 else len(line)
        words = line[at:end]
        start = at + len(words) - len(words.lstrip())
        words = words.strip()
        row.append(Words(Span(draft.start + start, draft.start + start + len(words)), words, framed))
        at = end + 1
    if not framed and line[-1] == "|":  # the last cell is empty
        place = draft.start + len(line)
        row.append(Words(Span(place, place), "", framed))
    return row


def _named(row: list[Words], know: Sections) -> bool:
    """Whether a row names columns."""
    return len({know.column(words.text) for words in row} - {None}) >= _FEWEST_BARS


def _table(cells: list[list[Words]], width: int, know: Sections, known: KnownTable | None = None) -> Table | None:
    if not cells:
        return None
    head = _header_rows(cells, width, know)
    if known is not None:
        head = known.head_rows(head)
    titles = known.titles(head) if known is not None else _titles(cells[:head], width)
    roles = column_roles(titles, cells[head:], know, spanned=head > 1)
    rows: list[Row] = []
    heading = [words.text for words in cells[0]]  # it comes again on each page
    for number, row in enumerate(cells):
        span = Span(row[0].span.start, max(words.span.end for words in row))
        after = cells[number + 1] if number + 1 < len(cells) else None
        again = head > 0 and number >= head and [words.text for words in row] == heading
        kind: RowKind = "header" if number < head or again else _kind(row, width, after)
        if kind == "group":
            placed = _group_cells(row, width)
        elif known is not None:
            placed = known.placed(number)
        elif number >= head:
            placed = _aligned(row, width, roles)
        else:
            placed = [make_cell(span=words.span, column=n) for n, words in enumerate(row)]
        if kind == "body":
            placed = _carried(placed, row, rows, roles)
        rows.append(Row(span=span, kind=kind, cells=tuple(placed)))
    span = Span(rows[0].span.start, rows[-1].span.end)
    return Table(span=span, rows=tuple(rows), columns=tuple(roles), titles=tuple(titles))


def _header_rows(cells: list[list[Words]], width: int, know: Sections) -> int:
    first = [words.text for words in cells[0] if words.text]
    if not first or (INDEX.fullmatch(first[0]) and not know.column(first[0])):
        return 0
    known = sum(know.column(title) is not None for title in first)
    if not known and len(first) < width:
        return 0
    if all(len(title) > 150 for title in first):
        return 0
    head = 1
    if len(cells) > 2 and len(cells[0]) < width:
        second = [words.text for words in cells[1] if words.text]
        # years under a title are titles too
        numbered = second and (second[0] in STARTS or any(text.isdigit() and len(text) != 4 for text in second))
        if second and not numbered and 2 <= len(second) < width and all(len(t) < 80 for t in second):
            head = 2
    elif len(cells) > 2 and not all(words.text for words in cells[0]):
        second = [words.text for words in cells[1] if words.text]
        empty_first = not cells[1][0].text
        if second and empty_first and all(len(t) < 60 for t in second) and any(know.column(t) for t in second):
            head = 2
    return head


def _titles(head: list[list[Words]], width: int) -> list[str]:
    if not head:
        return [""] * width
    first = [words.text.replace("\n", " ") for words in head[0]]
    if len(head) == 1:
        return (first + [""] * width)[:width]
    second = [words.text.replace("\n", " ") for words in head[1]]
    if len(second) >= width:  # the second row has its empty cells
        titles, last = [], ""
        for n in range(width):
            last = first[n] if n < len(first) and first[n] else last
            titles.append(f"{last} {second[n]}".strip() if second[n] else (first[n] if n < len(first) else ""))
        return titles
    return _spread(first, [title for title in second if title], width)


def _spread(first: list[str], second: list[str], width: int) -> list[str]:
    """Titles of two rows in one: `Phân công` over `Chủ trì`, `Phối hợp` gives two columns."""
    spanning = max(1, len(second) - (width - len(first)))
    likely = [n for n, title in enumerate(first) if _SPANNING.match(title)] or list(range(len(first)))[-spanning:]
    chosen = set(likely[-spanning:])
    share = max(1, len(second) // spanning)
    titles, below = [], list(second)
    for n, title in enumerate(first):
        if n not in chosen:
            titles.append(title)
            continue
        take = len(below) if n == max(chosen) else share
        titles += [f"{title} {under}" for under in below[:take]]
        below = below[take:]
    return (titles + [""] * width)[:width]


def _kind(row: list[Words], width: int, after: list[Words] | None) -> RowKind:
    filled = [words.text for words in row if words.text]
    if not filled:
        return "body"
    if (
        len(filled) >= 3
        and all(_NUMBERING.fullmatch(text) for text in filled)
        and filled[0] in ("1", "(1)", "A", "[1]", "(A)")
    ):
        return "numbering"
    if any(_TOTAL.match(text) for text in filled[:2]) and len(filled[0]) < 60:
        return "total"
    if width < 3:
        return "body"
    has_index = INDEX.fullmatch(filled[0]) is not None
    words = [text for text in filled if text is not filled[0]] if has_index else filled
    if len(words) == 1 and len(filled) <= 2:
        if _GROUP_INDEX.fullmatch(filled[0]) or _GROUP_TITLE.match(words[0]) or words[0].isupper():
            return "group"
        if not has_index:
            return "group" if len(row) == 1 or row[0].text or len(words[0]) < 120 else "body"
        below = next((w.text for w in after if w.text), "") if after else ""
        starts_deeper = below.startswith((f"{filled[0].rstrip('.)')}.", "-", "+", "a)", "a."))
        return "group" if starts_deeper or (below == "1" and filled[0] != "1") else "body"
    if words and len(words) <= 3 and _GROUP_INDEX.fullmatch(filled[0]) and all(_NUMBER.fullmatch(t) for t in words[1:]):
        return "group"
    return "body"


def _group_cells(row: list[Words], width: int) -> list[Cell]:
    filled = [words for words in row if words.text]
    if len(filled) == 1 and not INDEX.fullmatch(filled[0].text):
        return [make_cell(span=filled[0].span, column=0, columns=width)]
    cells = [make_cell(span=words.span, column=n) for n, words in enumerate(filled)]
    if len(cells) == 2:
        cells[1] = make_cell(span=cells[1].span, column=1, columns=max(1, width - 1))
    return cells


def _fit(text: str, role: ColumnRole | None) -> float:
    """How well words fit a column."""
    if not text:
        return 0.0
    if role == "index":
        return 3.0 if INDEX.fullmatch(text) else -3.0
    if role == "time":
        return 2.0 if len(text) < 80 and _TIME.match(text) else -1.5
    if role in ("lead", "coordinate", "supervise"):
        return 2.0 if AGENCY.match(text) else -1.5
    if role in ("money", "target", "unit"):
        return 1.0 if _NUMBER.fullmatch(text) else 0.0
    if role == "task":
        return 1.0 if len(text) > 25 else 0.0
    return 0.0


def _aligned(row: list[Words], width: int, roles: Sequence[ColumnRole | None]) -> list[Cell]:
    """The cells in their columns; where cells are missing, the columns that suit the words best."""
    missing = width - len(row)
    if missing <= 0:
        return [make_cell(span=words.span, column=min(n, width - 1)) for n, words in enumerate(row)]
    # best[k]: (score, columns) with k columns skipped so far; earlier skips are tried last, so ties stay left
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[(-99.0, ())] * missing]
    for n, words in enumerate(row):
        now: list[tuple[float, tuple[int, ...]]] = []
        for skipped in range(missing + 1):
            score, columns = max((best[k] for k in range(skipped + 1)), key=lambda item: item[0])
            column = n + skipped
            now.append((score + _fit(words.text, roles[column]), (*columns, column)))
        best = now
    _, columns = max(best, key=lambda item: item[0])
    return [make_cell(span=words.span, column=column) for words, column in zip(row, columns, strict=True)]


def _carried(placed: list[Cell], row: list[Words], above: list[Row], roles: Sequence[ColumnRole | None]) -> list[Cell]:
    """The cells with those of merged cells above, and what ditto marks stand for."""
    last = above[-1] if above and above[-1].kind == "body" else None
    if last is None:
        return placed
    held = {cell.column: cell for cell in last.cells if cell.span.end > cell.span.start}
    cells = []
    for cell, words in zip(placed, row, strict=False):
        source = held.get(cell.column)
        if source is not None and words.text and _DITTO.fullmatch(words.text):
            cells.append(make_cell(span=source.span, column=cell.column, carried=True))
        else:
            cells.append(cell)
    present = {cell.column for cell in placed}
    for column, role in enumerate(roles):
        # amounts are not merged over rows: a row without them sums up
        if role in _MERGED and column not in present and column in held and len(row) > 1:
            cells.append(make_cell(span=held[column].span, column=column, carried=True))
    return sorted(cells, key=lambda cell: cell.column)
