"""Printed lines to paragraphs: which line breaks only wrap a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import regex

from vnplan.knowledge.provisions import Provisions
from vnplan.read.pages.columns import Column
from vnplan.read.pages.evidence import syllables
from vnplan.read.pages.lines import PrintedLine

_LABEL = regex.compile(
    r"[-–+*•●▪]\s|[-+](?=\p{Lu})|\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ]|[IVX]{1,5}|[A-H])\s?[.)/](?:\s|$)"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s(?=\p{Lu})|\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\)\s"
    r"|(?:Điều|ĐIỀU|Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC)\s[\dIVX]{1,4}\b\s?[.:]?|\[\d{1,3}\]\s"
    r"|(?:Căn cứ|Theo đề nghị|Xét đề nghị|Nơi nhận|Kính gửi)\b"
)
_DASHED = regex.compile(r"(?:[IVX]{1,5}|\d{1,2})\s?[-–]\s(?=\p{Lu})")  # `II- NHIỆM VỤ`, as the Party numbers
_BARE_LABEL = regex.compile(r"[-–+*•]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ]|[IVX]{1,5})[.)/]")
_ENDS = (".", ";", ":", "!", "?", "./.", "…")
_STARTS_HIGH = regex.compile(r"[\"“(\[]?\p{Lu}|[-–+*•]|\d")
_BASIS = regex.compile(r"(?:Căn cứ|Thực hiện|Theo|Xét|Trên cơ sở|Triển khai|Tiếp tục thực hiện)\b")
_STARTS_LOW = regex.compile(r"[\"“”'‘(\[]?\p{Ll}")
# a symbol or rate broken at its hyphen or slash goes on without a blank: `NQ-⏎HĐND`, `7/TTr-⏎STP`, `25⏎/KH-UBND`,
# `tấn/⏎ngày`
_SYMBOL_GOES_ON = regex.compile(r"(?:[\p{Lu}\d]|/\p{L}{1,6})-⏎[\p{Lu}\d]|[\p{L}\d]/⏎[\p{L}\d]|[\p{Lu}\d]⏎/[\p{Lu}\d]")
# a year broken in a narrow column: `10/202⏎6`
_RANGE_GOES_ON = regex.compile(r"\d⏎[-–]\s?\d")  # `2025⏎- 2027`
_YEAR_GOES_ON = regex.compile(r"/(?:\d⏎\d{3}|\d\d⏎\d\d|\d{3}⏎\d)(?!\d)")
_SLACK = 0.35  # of the type size: what a full line may lack to the margin
_INDENT = 0.6  # of the type size: the least first-line indent
_CENTRED = 2.0  # of the type size: what a centred line lacks at either side
_NEAR = 1.35  # of the usual leading: lines of one block, such as a title, are not further apart
_SHARE = 0.25  # of the usual leading: more room than that parts paragraphs


def _is_labelled(text: str) -> bool:
    """Whether a line begins with what can be a label: `- `, `1.2.`, `a)`, `Điều 3`."""
    if text[0].islower() and text[1:2].isalpha():  # as most lines that go on
        return False
    return _LABEL.match(text) is not None


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph. `block`: it belongs to the one before it (lines of a title, of a page's head)."""

    lines: list[PrintedLine] = field(default_factory=list)
    block: bool = False
    tabbed: bool = False

    @property
    def last(self) -> PrintedLine:
        """The line that a next one would follow."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The words, as they are joined."""
        parts = [self.lines[0].text]
        for before, after in pairwise(self.lines):
            parts += [joint(before.text, after.text), after.text]
        return "".join(parts)


def joint(before: str, after: str) -> str:
    """What stands between two lines of a paragraph: a blank, or nothing inside a broken symbol.

    >>> joint("theo Nghị quyết số 12/NQ-", "HĐND"), joint("phát triển kinh tế -", "xã hội")
    ('', ' ')
    """
    if not (before[-1:].isalpha() and after[:1].isalpha()):  # most lines end and begin so
        if _SYMBOL_GOES_ON.search(f"{before[-8:]}⏎{after[:2]}") or _YEAR_GOES_ON.search(f"{before[-6:]}⏎{after[:4]}"):
            return ""
        return " "
    return "" if _is_torn(before.rpartition(" ")[2], after.partition(" ")[0]) else " "


def _is_torn(before: str, after: str) -> bool:
    """Whether a narrow column broke a syllable: what stands before it is none in use, both together are."""
    if not (before.isalpha() and after.isalpha() and after.islower()):
        return False
    know = syllables()
    return know.standing(before) != "common" and know.standing(before + after) == "common"


@dataclass(frozen=True, slots=True)
class Measure:
    """The measure of a column: its margins, and how far its lines usually stand apart."""

    left: float
    right: float
    leading: float

    @classmethod
    def of(cls, lines: Sequence[PrintedLine]) -> Measure:
        """The measure that most lines share; the margins are those of nearly all lines."""
        lefts = sorted(line.x0 for line in lines)
        rights = sorted(line.x1 for line in lines)
        leadings = sorted(
            after.bottom - before.bottom
            for before, after in pairwise(lines)
            if 0 < after.bottom - before.bottom < 3 * before.size
        )
        return cls(
            lefts[len(lefts) // 20],
            rights[-1 - len(rights) // 20],
            leadings[len(leadings) // 3] if leadings else median(line.size for line in lines),
        )

    def in_the_middle(self, line: PrintedLine) -> bool:
        """Whether a line stands as far from the one margin as from the other."""
        middle = (self.left + self.right) / 2
        return abs(line.middle - middle) < 0.8 * line.size + 0.05 * (self.right - self.left)

    def centred(self, line: PrintedLine) -> bool:
        """Whether a line stands in the middle, clear of both margins."""
        room = _CENTRED * line.size
        return line.x0 > self.left + room and line.x1 < self.right - room and self.in_the_middle(line)

    def wraps_centred(self, line: PrintedLine, after: PrintedLine) -> bool:
        """Whether a centred line is as long as the column allows, so that the next goes on with it."""
        if not (self.in_the_middle(line) and self.in_the_middle(after)) or line.text.endswith(_ENDS):
            return False
        if after.bottom - line.bottom > _NEAR * max(self.leading, after.size):
            return False
        room = (self.right - self.left) - (line.x1 - line.x0) - 0.22 * line.size
        return after.width(0) > room - _SLACK * line.size

    def full(self, line: PrintedLine, after: PrintedLine) -> bool:
        """Whether a line has no room left for the first word of the line after it."""
        blank = 0.22 * line.size
        return line.x1 + blank + after.width(0) > self.right - _SLACK * line.size


def paragraphs(column: Column, measure: Measure | None = None) -> list[Paragraph]:
    """The paragraphs of a column."""
    if column.kind == "tabbed":
        return [Paragraph([line], block=n > 0, tabbed=True) for n, line in enumerate(column.lines)]
    own = measure if measure is not None and column.kind == "body" else Measure.of(column.lines)
    found: list[Paragraph] = []
    for line in column.lines:
        if found and _goes_on(found[-1], line, own, framed=column.kind != "body"):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line], block=bool(found) and _same_block(found[-1].last, line, own, column)))
    return found


def _same_block(before: PrintedLine, after: PrintedLine, measure: Measure, column: Column) -> bool:
    """Whether two lines that are not joined belong together: lines of a title, of a head, of a signature."""
    if column.kind == "head":
        return True
    if column.kind == "foot":  # who signs, for whom and as what are said in lines of their own
        return _is_labelled(after.text)
    near = after.bottom - before.bottom < _NEAR * max(measure.leading, after.size)
    return near and measure.centred(before) and measure.centred(after)


def _goes_on(paragraph: Paragraph, line: PrintedLine, measure: Measure, *, framed: bool) -> bool:
    """Whether a line goes on with a paragraph."""
    last = paragraph.last
    if framed:
        return _goes_on_in_frame(paragraph, line)
    if _is_broken_range(last.text, line.text) and measure.full(last, line):
        return True
    if not _is_labelled(line.text) and measure.wraps_centred(last, line):
        return True
    if measure.centred(line) and measure.centred(last):
        return False
    if _begins_item(last, line) or not measure.full(last, line):
        return _is_broken_symbol(last, line)
    low = _STARTS_LOW.match(line.text) is not None and not last.text.endswith(_ENDS)
    if low:
        return True
    spread = line.bottom - last.bottom > (1 + _SHARE) * measure.leading + 1
    if _is_labelled(line.text) and line.x0 > measure.left + _INDENT * line.size:
        return False  # no wrapped line is indented so: `Sở⏎  - Chịu trách nhiệm`
    if last.text.endswith(";") and _BASIS.match(paragraph.lines[0].text) and line.x0 <= paragraph.last.x0:
        return _BASIS.match(line.text) is None  # each legal basis begins so, and what it lists does not
    return not spread and not _indented(paragraph, line)


def _is_broken_range(before: str, after: str) -> bool:
    return before[-1:].isdigit() and _RANGE_GOES_ON.search(f"{before[-1:]}⏎{after[:3]}") is not None


def _is_broken_symbol(last: PrintedLine, line: PrintedLine) -> bool:
    return joint(last.text, line.text) == ""


def _begins_item(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line begins with a label that is one: a wrapped line may begin with `- xã hội` or `2025.`"""
    if _DASHED.match(line.text) and last.text.endswith(_ENDS):
        return True
    if not _is_labelled(line.text) or Provisions.load().goes_on(last.text, line.text):
        return False
    if last.text.endswith((*_ENDS, ",")):
        return True
    if line.text[0] in "-–+*":
        return False  # perhaps `Lao động⏎- Thương binh và Xã hội`: its place tells
    after_label = line.text.partition(" ")[2][:1] or "0"  # `Chương trình⏎08.` goes on
    return after_label.isupper() or after_label in '"“('


def _indented(paragraph: Paragraph, line: PrintedLine) -> bool:
    """Whether a line begins further right than the lines of the paragraph go on, or further left."""
    room = _INDENT * line.size
    first = paragraph.lines[0]
    if len(paragraph.lines) > 1:
        return abs(line.x0 - paragraph.lines[1].x0) > room
    labelled = len(first) > 1 and _BARE_LABEL.fullmatch(first.text.partition(" ")[0]) is not None
    if labelled and abs(line.x0 - first.lefts[1]) < room:
        return False  # a hanging indent: the lines stand below the words after the label
    if line.x0 > first.x0 + room:
        return True
    # both begin at the same place: two first lines, if the first ends a sentence and the second begins one
    begins = first.text.endswith(_ENDS) and _STARTS_HIGH.match(line.text) is not None
    return begins and abs(line.x0 - first.x0) <= room


def _goes_on_in_frame(paragraph: Paragraph, line: PrintedLine) -> bool:
    """In a head or foot each line stands for itself, but an entry of the list of recipients goes on to its end mark."""
    entry = _is_labelled(paragraph.lines[0].text)
    return entry and not paragraph.last.text.endswith(_ENDS) and not _is_labelled(line.text)


def goes_on_over_page(paragraph: Paragraph, line: PrintedLine, measure: Measure) -> bool:
    """Whether the first line of a page goes on with the last paragraph of the page before."""
    last = paragraph.last
    if paragraph.tabbed or measure.centred(line) or _begins_item(last, line) or not measure.full(last, line):
        return _is_broken_symbol(last, line)
    if last.text.endswith(_ENDS):
        return _STARTS_LOW.match(line.text) is not None
    return True


def cell_paragraphs(lines: Sequence[PrintedLine], left: float, right: float) -> list[Paragraph]:
    """The paragraphs of a cell. Cells are narrow: nearly every line wraps, so only a mark or an end parts them."""
    found: list[Paragraph] = []
    for line in lines:
        last = found[-1].last if found else None
        if last is None:
            found.append(Paragraph([line]))
            continue
        short = right - left - (last.x1 - last.x0) > 0.4 * (right - left)
        ended = last.text.endswith(_ENDS) and line.text[:1].isupper() and short
        if (_is_labelled(line.text) and (last.text.endswith((*_ENDS, ",")) or line.text[0] in "-+*•●")) or ended:
            found.append(Paragraph([line]))
        else:
            found[-1].lines.append(line)
    return found
