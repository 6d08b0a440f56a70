"""Tables that lost their lines: cells one below the other, between lines that hold only a bar.

A row is `| cell | cell | … |` and the next row opens with a bar of its own, so two bars in a row are either the end of
a row or an empty cell. How many columns the table has tells which.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from vnplan.core.span import Span
from vnplan.structure.drafts import Draft, roman

_INDEX = regex.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-HĐ]|[a-zđ]|-|\+)\)?[.)/]?")
STARTS = frozenset({"I", "1", "A", "a", "01"})  # a row with such a number begins the body of a table
_OUTSIDE = regex.compile(
    r"N(?:ơi|ƠI) (?:nhận|NHẬN)|CỘNG H[ÒO]A X|Độc lập ?-|ĐẢNG CỘNG SẢN|Số ?:? ?\d*/|\((?:Ban hành )?[Kk]èm theo"
    r"|(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ)\b\.? ?\p{Lu}{2}"
)
_BEGIN_OUTSIDE = "NCĐS(TK"  # the letters of what `_OUTSIDE` names
_DATED = regex.compile(r", ngày .{0,20}tháng")
_FRAME = frozenset({"header", "signature", "recipients"})
_LARGE = frozenset({"appendix", "part", "chapter", "article"})
_MOST_LINES = 30  # more lines than any cell has: text between two tables
_MOST_COLUMNS = 40
_WINDOW = 400  # slots that tell how wide a table is


class Slot(NamedTuple):
    """What stands between two bars: lines first to last (none: `first == last`)."""

    first: int
    last: int
    span: Span
    number: str  # its words, where they look like the number of a row


class Grid(NamedTuple):
    """The rows of one table, each a list of slots, before columns are known."""

    rows: list[list[Slot]]
    columns: int
    span: Span


def _slots(drafts: Sequence[Draft], bars: Sequence[int]) -> Iterator[Slot | None]:
    """What stands between bars; None where it can be no cell."""
    for bar, after in itertools.pairwise(bars):
        first, last = bar + 1, after
        if first == last:
            place = drafts[bar].end
            yield Slot(first, last, Span(place, place), "")
            continue
        held = drafts[first:last]
        span = Span(held[0].start, held[-1].end)
        if len(held) > _MOST_LINES or any(map(_is_outside, held)):
            yield None
            continue
        words = held[0].text
        is_index = len(held) == 1 and len(words) <= 9 and _INDEX.fullmatch(words) is not None
        yield Slot(first, last, span, words.strip("().").rstrip("/") or words if is_index else "")


def _is_outside(draft: Draft) -> bool:
    """Whether a line stands in no table: of head or foot, or the heading of a large section."""
    return (
        draft.kind in _FRAME
        or draft.scheme in _LARGE
        or (draft.text[:1] in _BEGIN_OUTSIDE and _OUTSIDE.match(draft.text) is not None)
        or (", ngày " in draft.text[:60] and _DATED.search(draft.text, 0, 60) is not None)
    )


def find_grids(drafts: Sequence[Draft]) -> Iterator[Grid]:
    """The tables made of bars on lines of their own."""
    bars = [n for n, draft in enumerate(drafts) if draft.kind == "pipe"]
    run: list[Slot] = []
    for slot in (*_slots(drafts, bars), None):
        if slot is not None:
            run.append(slot)
            continue
        yield from _tables_in(run)
        run = []


def _tables_in(run: list[Slot]) -> Iterator[Grid]:
    at = _next_filled(run, 0)
    while len(run) - at >= 4:
        width = _width(run[at : at + _WINDOW])
        rows, end = _rows(run, at, width)
        if len(rows) >= 2 and width >= 2:
            yield Grid(rows, width, Span(rows[0][0].span.start, max(slot.span.end for slot in rows[-1])))
        at = _next_filled(run, max(end, at + 1))


def _next_filled(run: list[Slot], at: int) -> int:
    while at < len(run) and _empty(run[at]):
        at += 1
    return at


def _empty(slot: Slot) -> bool:
    return slot.first == slot.last


def _width(run: list[Slot]) -> int:
    """How many columns: the usual way from one numbered row to the next, at least those of the first row."""
    first = next((n for n, slot in enumerate(run) if _empty(slot)), len(run))
    starts = [n for n in range(1, len(run)) if run[n].number and _empty(run[n - 1])]
    lengths = Counter(after - before - 1 for before, after in itertools.pairwise(starts))
    lengths[first] += 1
    if _second_header(run, first):  # a title above spans the columns that the second row names
        lengths[first] = 0
        lengths[first + 1] += 1
        first += 1
    possible = [(count, length) for length, count in lengths.items() if first <= length <= _MOST_COLUMNS]
    return max(possible)[1] if possible else min(first, _MOST_COLUMNS)


def _second_header(run: list[Slot], first: int) -> bool:
    """Whether the second row goes on with the titles: short, fewer cells than the first, no number."""
    second = []
    for slot in run[first + 1 : 2 * first + 1]:
        if _empty(slot):
            break
        second.append(slot)
    return (
        2 <= len(second) < first
        and second[0].number not in STARTS
        and all(slot.span.end - slot.span.start < 60 and not slot.number.isdigit() for slot in second)
    )


def _follows(index: str, last: str) -> bool:
    """Whether one row number comes after another: `3` after `2`, `II` after `I`."""
    if index.isdigit():
        return index == "1" or (last.isdigit() and int(index) == int(last) + 1)
    if index.strip("IVX") == "":
        return index == "I" or (bool(last) and last.strip("IVX") == "" and roman(index) == roman(last) + 1)
    return True


def _rows(run: list[Slot], at: int, width: int) -> tuple[list[list[Slot]], int]:
    """The rows that begin at a slot, and the slot after them."""
    rows: list[list[Slot]] = []
    numbers: dict[bool, str] = {True: "", False: ""}  # last arabic number, last other
    while at < len(run):
        row_index = run[at].number
        if row_index:
            numbers[row_index.isdigit()] = row_index
        end = _row_end(run, at, width, numbers)
        if end is None:
            taken = min(at + width, len(run))
            rows.append(run[at:taken])
            return rows, taken
        if any(not _empty(slot) for slot in run[at:end]):
            rows.append(run[at:end])
        at = end + 1
    return rows, len(run)


def _row_end(run: list[Slot], at: int, width: int, numbers: dict[bool, str]) -> int | None:
    """The slot that ends the row which begins at a slot; None where the table ends without one."""
    best, best_score = None, -1.0
    for end in range(at + 1, min(at + width, len(run)) + 1):
        if end < len(run) and not _empty(run[end]):
            continue
        score = 3.0 if end - at == width else (end - at) / width
        score -= 0.5 * sum(_empty(slot) for slot in run[at:end])
        after = run[end + 1] if end + 1 < len(run) else None
        if after is None:
            score += 1
        elif after.number:
            score += 3 if _follows(after.number, numbers[after.number.isdigit()]) else 1
        elif _empty(after):
            score -= 1
        if score > best_score:
            best, best_score = end, score
    if best is not None:
        return best
    for end in range(at + width + 1, min(at + 2 * width, len(run))):
        if _empty(run[end]) and (end + 1 >= len(run) or run[end + 1].number):
            return end
    return None
