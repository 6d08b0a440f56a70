"""Which lines of a page stand in columns beside one another, and in which order they are read.

Head and foot of a document (Nghị định 30/2020/NĐ-CP, Phụ lục I) are two columns that are read one after the other; so
are the columns of a gazette. Columns of short entries are rows of a table without lines, read row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vnplan.knowledge.frames import FrameAnchors
from vnplan.read.pages.lines import PrintedLine, split_line

_FAR = 10_000.0
_HEAD_GAP = 0.4  # of the type size: the least gutter of a head or foot, whose columns may come close
_FOOT_GAP = 1.5  # of the type size: the least gap that shows where the gutter of a foot is
_STRAY_WORDS = 4  # on one side of a line in a foot that has no gutter of its own
_RIGHT_HALF = 0.42  # of the page width: where a signature begins at the earliest
_LEAST_ENTRIES = 2  # of a list of recipients
_FOOT_LINES = 20  # lines of a foot in which that gap must be
_BODY_GAP = 2.0  # of the type size: no blank within a sentence is that wide
_HEAD_LINES = 12  # lines from the top of a page in which a head shows itself
_ABOVE = 4  # lines of a head that may stand above the line with the anchor
_MOST_FOOT = 60  # lines of a foot
_LEAST_ROWS = 3  # lines with a common gutter that make columns where nothing else tells
_PROSE = 28  # characters in most lines of a column of running text


@dataclass(frozen=True, slots=True)
class Column:
    """Lines to be read together. `tabbed`: rows whose entries are parted by gaps."""

    lines: tuple[PrintedLine, ...]
    kind: Literal["body", "head", "foot", "tabbed"] = "body"


class _Split(NamedTuple):
    """A line at a gutter: what stands left and right of it, and the part of the gutter that is free."""

    left: PrintedLine | None
    right: PrintedLine | None
    low: float
    high: float

    def whole(self) -> PrintedLine:
        """The line before it was split."""
        return PrintedLine([run for side in (self.left, self.right) if side is not None for run in side.runs])


def _at_gutter(line: PrintedLine, low: float, high: float, least: float) -> _Split | None:
    """The line split where its blanks leave most of a gutter free; None where its words stand across it."""
    best: tuple[float, int, float, float] | None = None
    gaps = [(-_FAR, line.x0, 0), *line.gaps(least), (line.x1, _FAR, len(line))]
    for x0, x1, at in gaps:
        free_low, free_high = max(low, x0), min(high, x1)
        if free_high - free_low >= least and (best is None or free_high - free_low > best[0]):
            best = free_high - free_low, at, free_low, free_high
    if best is None:
        return None
    _, at, free_low, free_high = best
    if at == 0:
        return _Split(None, line, free_low, free_high)
    if at == len(line):
        return _Split(line, None, free_low, free_high)
    return _Split(*split_line(line, at), free_low, free_high)


def _across_gutter(line: PrintedLine, low: float, high: float) -> _Split | None:
    """A line with a few words in the gutter of a foot (a signature, a stamp): each goes to the nearer side."""
    middle = (low + high) / 2
    at = sum((x0 + x1) / 2 < middle for x0, x1 in zip(line.lefts, line.rights, strict=True))
    if min(at, len(line) - at) > _STRAY_WORDS:
        return None  # a line of running text
    if at in (0, len(line)):
        return _Split(line if at else None, None if at else line, low, high)
    return _Split(*split_line(line, at), low, high)


class _Zone(NamedTuple):
    """Lines `first` to `last` (exclusive) of a page that stand in two columns."""

    first: int
    last: int
    splits: tuple[_Split, ...]
    kind: Literal["body", "head", "foot", "tabbed"]

    def columns(self) -> list[Column]:
        """The columns in the order in which they are read."""
        if self.kind == "tabbed":
            return [Column(tuple(split.whole() for split in self.splits), "tabbed")]
        left = tuple(split.left for split in self.splits if split.left is not None)
        right = tuple(split.right for split in self.splits if split.right is not None)
        return [Column(side, self.kind) for side in (left, right) if side]


def columns(lines: Sequence[PrintedLine], width: float) -> list[Column]:
    """The columns of lines that stand one below the other on a page `width` points wide, in reading order."""
    found: list[Column] = []
    body: list[PrintedLine] = []
    n = 0
    zones = {zone.first: zone for zone in _zones(lines, width)}
    while n < len(lines):
        zone = zones.get(n)
        if zone is None:
            body.append(lines[n])
            n += 1
            continue
        if body:
            found.append(Column(tuple(body)))
            body = []
        found += zone.columns()
        n = zone.last
    if body:
        found.append(Column(tuple(body)))
    return found


def _zones(lines: Sequence[PrintedLine], width: float) -> list[_Zone]:
    zones: list[_Zone] = []
    done = 0
    for n in range(len(lines)):
        if n < done:
            continue
        zone = _framed(lines, n, done, width) or _aligned(lines, n)
        if zone is not None:
            zones.append(zone)
            done = zone.last
    return zones


# --- head and foot -----------------------------------------------------------------------------------------------


def _framed(lines: Sequence[PrintedLine], n: int, done: int, width: float) -> _Zone | None:
    """The head or foot that a line with an anchor belongs to."""
    found = _anchored(lines, n, width)
    if found is None:
        return None
    block, low, high = found
    splits: list[_Split] = []
    last = n
    while last < min(len(lines), n + _MOST_FOOT):
        if block == "foot" and last > n and FrameAnchors.load().begins_attachment(lines[last].text):
            break
        split = _at_gutter(lines[last], low, high, _HEAD_GAP * lines[last].size)
        if split is None and block == "foot":
            split = _across_gutter(lines[last], low, high)
        if split is None or (block == "head" and _ends_head(lines[last], split, splits, width)):
            break
        splits.append(split)
        low, high = split.low, split.high
        last += 1
    first = n
    while first > max(done, n - _ABOVE):
        split = _at_gutter(lines[first - 1], low, high, _HEAD_GAP * lines[first - 1].size)
        if (
            split is None
            or (block == "foot" and _is_body(lines[first - 1], split))
            or _too_far(lines[first - 1], lines[first])
        ):
            break
        splits.insert(0, split)
        low, high = split.low, split.high
        first -= 1
    both = any(split.left for split in splits) and any(split.right for split in splits)
    return _Zone(first, last, tuple(splits), block) if both else None


def _is_body(line: PrintedLine, split: _Split) -> bool:
    """Whether a line above a foot is running text: it has no wide blank where the gutter is."""
    return split.right is None or (split.left is not None and split.right.x0 - split.left.x1 < _FOOT_GAP * line.size)


def _anchored(
    lines: Sequence[PrintedLine], n: int, width: float
) -> tuple[Literal["head", "foot"], float, float] | None:
    """Whether a line belongs to a head or foot, and where the gutter beside its anchor may be."""
    line = lines[n]
    if n < _HEAD_LINES:
        at = head_anchor(line)
        if at is not None:
            return "head", line.rights[at - 1] if at else -_FAR, line.lefts[at]
    row = FrameAnchors.load().anchor(line.text)
    is_heading = row is not None and row.part == "recipients"
    if row is None and line.widest < _FOOT_GAP * line.size:  # nor does anything that stands by itself in it
        return None
    gutter = _gutter_of_foot(lines, n) if is_heading else _gutter_of_signature(lines, n, width)
    return None if gutter is None else ("foot", *gutter)


def head_anchor(line: PrintedLine) -> int | None:
    """The word at which the right column of a head begins: the name of the state or the Party, or the motto."""
    anchors = FrameAnchors.load()
    if not anchors.may_hold_head(line.text):
        return None
    texts = line.texts
    for n in range(len(texts)):
        words = " ".join(texts[n:])
        row = anchors.anchor(words)
        if row is not None and row.part == "head" and row.strong and (words.isupper() or row.id == "national_motto"):
            return n
    return None


def _gutter_of_foot(lines: Sequence[PrintedLine], n: int) -> tuple[float, float] | None:
    """Between the recipients and what stands to the right of them: in the same lines, or in lines of its own."""
    line = lines[n]
    heading = min((gap[0] for gap in _wide_gaps(line)), default=line.x1)
    low, high = heading, _FAR
    for below in lines[max(0, n - _ABOVE) : n + _FOOT_LINES]:
        wide = _wide_gaps(below)
        if below.x0 > heading + _FOOT_GAP * line.size:
            high = min(high, below.x0)
        elif wide:
            x0, x1, _ = max(wide, key=lambda gap: gap[1] - gap[0])
            if min(high, x1) - max(low, x0) < _HEAD_GAP * below.size:
                break
            low, high = max(low, x0), min(high, x1)
    return (low, high) if high < _FAR else None


def _gutter_of_signature(lines: Sequence[PrintedLine], n: int, width: float) -> tuple[float, float] | None:
    """Left of who signs, where a list stands beside it: the heading of the recipients may be lost on a scan."""
    signing = _right_part(lines[n])
    row = FrameAnchors.load().anchor(signing.text)
    if row is None or row.part != "signature" or signing.x0 < _RIGHT_HALF * width:
        return None
    window = lines[max(0, n - _ABOVE) : n + _FOOT_LINES]
    if sum(line.text.startswith(("- ", "– ")) for line in window) < _LEAST_ENTRIES:
        return None
    offices = [part for part in map(_right_part, window) if part.text.isupper() and part.x0 >= _RIGHT_HALF * width]
    high = min(part.x0 for part in (signing, *offices))
    entries = [line for line in window if line.text.startswith(("- ", "– "))]
    lefts = [max((gap[0] for gap in _wide_gaps(line)[:1]), default=line.x1) for line in entries]
    return min(max((left for left in lefts if left < high), default=0.0), high - signing.size), high


def _right_part(line: PrintedLine) -> PrintedLine:
    """What stands right of the last wide gap of a line; the whole line where it has none."""
    wide = _wide_gaps(line)
    return split_line(line, wide[-1][2])[1] if wide else line


def _wide_gaps(line: PrintedLine) -> list[tuple[float, float, int]]:
    return line.gaps(_FOOT_GAP * line.size)


def _ends_head(line: PrintedLine, split: _Split, splits: Sequence[_Split], width: float) -> bool:
    """Whether a line stands below a head: addressees, or a title, centred on the page and not on the right column."""
    row = FrameAnchors.load().anchor(line.text)
    if row is not None and row.part == "address":
        return True
    rights = [other.right for other in splits if other.right is not None]
    if split.left is not None or split.right is None or len(splits) < 2 or not rights:
        return False
    center = max(rights, key=lambda right: right.x1 - right.x0).middle
    return abs(split.right.middle - width / 2) < 0.06 * width and abs(split.right.middle - center) > 0.05 * width


def _too_far(above: PrintedLine, below: PrintedLine) -> bool:
    return below.bottom - above.bottom > 3 * below.size


# --- columns that nothing announces ------------------------------------------------------------------------------


def _aligned(lines: Sequence[PrintedLine], first: int) -> _Zone | None:
    """Columns that begin at a line, told by a gutter that several lines leave free."""
    wide = lines[first].gaps(_BODY_GAP * lines[first].size)
    if not wide:
        return None
    low, high, _ = max(wide, key=lambda gap: gap[1] - gap[0])
    splits: list[_Split] = []
    n = first
    while n < len(lines):
        split = _at_gutter(lines[n], low, high, _BODY_GAP * 0.6 * lines[n].size)
        if split is None or (n > first and _too_far(lines[n - 1], lines[n])):
            break
        splits.append(split)
        low, high = split.low, split.high
        n += 1
    while splits and (splits[-1].left is None or splits[-1].right is None):
        splits.pop()
        n -= 1
    both = [split for split in splits if split.left is not None and split.right is not None]
    if len(both) < _LEAST_ROWS or len(both) < 0.5 * len(splits):
        return None
    lengths = sorted(min(len(split.left.text), len(split.right.text)) for split in both if split.left and split.right)
    prose = len(both) >= 2 * _LEAST_ROWS and lengths[len(lengths) // 2] >= _PROSE
    return _Zone(first, n, tuple(splits), "body" if prose else "tabbed")
