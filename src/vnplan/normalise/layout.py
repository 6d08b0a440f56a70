"""Line breaks: which end a paragraph and which only wrap it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import regex

from vnplan.core.text import Text
from vnplan.knowledge.frames import Authorities, type_line
from vnplan.knowledge.provisions import Provisions

_BLANKS = re.compile(r"  +")
# a number and symbol broken at a hyphen or slash go on without a blank (`NQ-⏎HĐND`)
_SYMBOL_GOES_ON = re.compile(r"[\dA-ZĐ][-/][A-ZĐ\d]")
_LINE_LIMIT = 2000  # as much of a line as decides anything: a line may have a million characters

# A line that begins an item whatever stands before it.
_LABEL = regex.compile(
    r"(?:[-+*•]\s|[-+](?=\p{Lu})"
    r"|\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ]|[IVX]{1,5})\s?[.)/](?!\d)[ ]?(?=[^\s])"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?\s(?=\p{Lu})"
    r"|(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU)\s(?:thứ\s)?[\dIVX]"
    r"|(?:Phụ lục|PHỤ LỤC|Biểu số|Mẫu số|BIỂU|Nơi nhận|NƠI NHẬN|Căn cứ|Theo đề nghị|Xét đề nghị|Kính gửi|V/v|Số:)"
    r"|(?:Cơ quan|Đơn vị) (?:chủ trì|phối hợp|thực hiện)\b[^\n]{0,30}:|Chủ trì:|Phối hợp:"
    r"|(?:Thời gian|Thời hạn|Tiến độ)\b[^\n]{0,25}:|(?:Sản phẩm|Kết quả)\b[^\n]{0,25}:"
    r"|(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\.? ?\p{Lu}{2}|[(\[](?i:đã ký)[)\]])"
)
# A wide gap parts two columns, unless it is a blank to be filled in ("Số:      /KH-UBND", "ngày     tháng").
_COLUMN_GAP = " " * 5
_COLUMN_BEGINS = regex.compile(r"[-\p{Lu}(\"“]")
_BLANK_TO_FILL = ("số", "số:", "ngày", "tháng", "năm", "/")
# `Số:⏎24/KH-UBND`, `Thừa⏎Thiên Huế, ngày 23 tháng 01 năm 2021`: lines of a head, broken anywhere
_NUMBER_WORD = regex.compile(r"(?<!\p{L})(?:số|Số|SỐ)\s?:?$")
_COMPARES = regex.compile(r"(?<!\p{L})(?:dưới|khoảng|hơn|gần|ít nhất|tối thiểu)$")
_AMOUNT = regex.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d+)? ?(?:%|\p{Ll})")
_NUMBER_ALONE = regex.compile(r"[Ss]ố\s?:?$")
_NUMBER_BEGINS = regex.compile(r"\d{0,5}[a-zđ]?\s?[/-]\s?\p{Lu}")
_SYLLABLE = regex.compile(r"\p{Lu}\p{Ll}+$")
_REST_OF_PLACE = regex.compile(r"\p{Lu}\p{Ll}+(?: (?:- )?\p{Lu}\p{Ll}+){0,4}, ngày\b")
_PAGE_NUMBER = re.compile(r"(?:-\s?|Trang |trang )?\d{1,3}(?:\s?-|/\d{1,3})?$")
_OPENS_BASIS = ("Căn cứ", "Theo đề nghị", "Xét", "Thực hiện", "Để")
_RULE_SIGNS = "-_=*.~ "
_RULE = re.compile(rf"[{_RULE_SIGNS}]{{2,}}$|\*$")
_SHORT = 0.6  # of a full line
_LONGEST_WORD = 8  # characters of a syllable or of `Số :`
_LONGEST_NUMBER = 20  # characters of a page number
_ENDS_PARAGRAPH = (".", ";", ":", "!", "?", "|", "/.", "…")
# A line that ends with one of these words is not finished.
_UNFINISHED = frozenset(
    (
        "số ngày tháng năm của và với theo tại các về trong cho từ do bởi là những hoặc trên việc cùng khoản Điều Luật"
    ).split()
)
_FINISHED = (" tiếp theo",)  # though its last word is one of these
_UNFINISHED_WORDS = (" ban hành", " phê duyệt", " thông qua", " Bộ trưởng", " Luật Tổ", " Ủy", " Hội đồng")
_OPENERS = "\"“”'(["
_STARTS_LOW = regex.compile(rf"[{regex.escape(_OPENERS)}]?\p{{Ll}}")
_CAPS = regex.compile(r"[^\p{Ll}]*\p{Lu}{2}[^\p{Ll}]*$")


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the lines of a document are broken."""

    wrapped: bool  # paragraphs run over several lines
    spaced: bool  # a blank line stands between paragraphs
    width: int  # characters in a full line
    tight: bool  # items follow one another without a blank line
    running_heads: frozenset[str] = frozenset()  # lines repeated beside page numbers


def _habits(lines: list[str]) -> _Habits:
    singles = low = blanks = tight = 0
    in_body = True
    lengths = []
    for before, after in pairwise(lines):
        if not before:
            continue
        if not after:
            blanks += 1
            continue
        if before == "|" or after == "|":
            continue
        singles += 1
        in_body = in_body and not before.startswith("Nơi nhận")
        tight += in_body and after.startswith(("- ", "+ ")) and before.endswith((".", ";", ":"))
        if (_starts_low(after) and not before.endswith(_ENDS_PARAGRAPH)) or before.rpartition(" ")[2] in _UNFINISHED:
            low += 1
            lengths.append(len(before))
    wrapped = low >= 4 and low >= 0.25 * singles
    lengths.sort()
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    return _Habits(wrapped, blanks >= 0.12 * max(1, singles), width, tight > 1, _running_heads(lines))


def _running_heads(lines: list[str]) -> frozenset[str]:
    """Lines that stand beside a page number more than once."""
    printed = [line for line in lines if line]
    numbers = [n for n, line in enumerate(printed) if len(line) < _LONGEST_NUMBER and _PAGE_NUMBER.match(line)]
    beside = {n for number in numbers for n in (number - 1, number + 1) if 0 <= n < len(printed)}
    times = Counter(printed[n] for n in beside if 8 <= len(printed[n]) <= 120)
    return frozenset(line for line, count in times.items() if count > 1 and not line.endswith((".", ";")))


def _starts_low(line: str) -> bool:
    """Whether a line begins with a small letter, maybe behind a quotation mark or bracket."""
    first = line[:1]
    return (first.islower() or first in _OPENERS) and _STARTS_LOW.match(line) is not None


def _is_rule(line: str) -> bool:
    return line[:1] in _RULE_SIGNS and _RULE.match(line) is not None


def _begins_item(before: str, after: str, habits: _Habits) -> bool:
    if not _LABEL.match(after) or Provisions.load().goes_on(before, after):
        return False
    if after[0] not in "-+(" and not (after[0].isdigit() and habits.wrapped):
        return True
    # "kinh tế⏎- xã hội", "2021⏎- 2025", "khoản⏎1. Điều": a wrapped line may begin like an item
    if before.endswith((*_ENDS_PARAGRAPH, ",")) or _CAPS.match(before):
        return True
    if after[0] in "-+":
        rest = after[1:].lstrip()
        room = len(before) < _SHORT * habits.width  # `1. Mục đích⏎- Nâng cao …`: no full line, so it does not wrap
        return bool(rest) and rest[0].isupper() and (room or habits.tight or not (habits.wrapped and habits.spaced))
    return not (habits.wrapped and habits.spaced)


def _parted(before: str, after: str) -> bool:
    """Whether two lines are no running text: rows or cells of a table, rules."""
    return (
        before.endswith("|")
        or after.startswith("|")
        or (" | " in before and " | " in after)
        or _is_rule(before)
        or _is_rule(after)
    )


def _symbol_goes_on(before: str, after: str) -> bool:
    return before.endswith(("-", "/")) and _SYMBOL_GOES_ON.search(before[-2:] + after[:1]) is not None


def _is_broken_head(before: str, after: str) -> bool:
    """Whether a line break stands between the word for the number and the number, or inside the place of a date."""
    if len(before) > _LONGEST_WORD:
        return False
    if _NUMBER_ALONE.match(before):
        return _NUMBER_BEGINS.match(after) is not None
    return _SYLLABLE.match(before) is not None and _REST_OF_PLACE.match(after) is not None


def _by_words(before: str, after: str, blank: bool, habits: _Habits) -> bool | None:
    """Whether the words at a line break alone tell that it wraps, or that it does not."""
    if _parted(before, after):
        return False
    if not blank and (_symbol_goes_on(before, after) or _is_broken_head(before, after)):
        return True
    if not blank and after[0].isdigit() and _NUMBER_WORD.search(before):
        return True  # `Chỉ thị số⏎18/CT-TTg`
    if not blank and _COMPARES.search(before) and _AMOUNT.match(after):
        return True  # `nhẹ cân dưới⏎2.500 gram`
    if _begins_item(before, after, habits):
        return False
    if Provisions.load().goes_on(before, after):
        return not blank or Provisions.load().is_cited(after)
    return None


def _joins(before: str, after: str, blank: bool, habits: _Habits) -> bool:
    """Whether the line break between two lines only wraps a paragraph."""
    if (certain := _by_words(before, after, blank, habits)) is not None:
        return certain
    ends = before.endswith(_ENDS_PARAGRAPH)
    if _starts_low(after):
        if blank:
            return not ends
        return (habits.wrapped and habits.spaced) or not before.endswith((";", ":", "./."))
    listing = before.endswith(",") and not before.startswith(_OPENS_BASIS)
    if blank:
        return listing and habits.wrapped and len(before) <= habits.width
    open_end = before.rpartition(" ")[2] in _UNFINISHED and not before.endswith(_FINISHED)
    if open_end or (after[0].isupper() and before.endswith(_UNFINISHED_WORDS)):
        return True
    if habits.wrapped and listing:
        return True
    caps_before, caps_after = bool(_CAPS.match(before)), bool(_CAPS.match(after))
    if caps_before != caps_after and (caps_before or len(before) < 60):
        return caps_after and not caps_before and habits.wrapped and len(before) >= 0.8 * habits.width
    if caps_before and caps_after:
        if _is_type(before, after):
            return False
        return Authorities.load().whole.fullmatch(after) is None or before.endswith((" CỦA", " VÀ", ","))
    if not habits.wrapped:
        return False
    if habits.spaced and not habits.tight:
        return not before.endswith((";", ":", "./."))
    first = after.split(" ", 1)[0]
    return not ends and len(before) + 1 + len(first) > 0.85 * habits.width


def _is_type(before: str, after: str) -> bool:
    """Whether the type of the document stands below the name of who issues it: `TỈNH LAI CHÂU⏎KẾ HOẠCH`."""
    return type_line().match(after) is not None and Authorities.load().letterhead.fullmatch(before) is not None


class _Row(NamedTuple):
    """A line that is not blank: its place, and the ends of it that decide whether it goes on."""

    start: int
    end: int
    first: str  # its first column, as much of it as decides anything
    last: str  # its last column
    after_blank: bool  # a blank line stands above it


def _rows(lines: list[str]) -> list[_Row]:
    rows = []
    offset = 0
    after_blank = False
    for line in lines:
        words = line.strip(" ")
        if words:
            start = offset + len(line) - len(line.lstrip(" "))
            first = last = words
            if _COLUMN_GAP in words:
                first, last = words.split(_COLUMN_GAP, 1)[0].rstrip(), words.rsplit(_COLUMN_GAP, 1)[-1].lstrip()
            if len(words) > _LINE_LIMIT:
                first, last = first[:_LINE_LIMIT], last[-_LINE_LIMIT:]
            rows.append(_Row(start, start + len(words), first, last, after_blank))
        after_blank = not words
        offset += len(line) + 1
    return rows


def _leaves(rows: list[_Row], habits: _Habits) -> set[int]:
    """The lines that page breaks leave in a text: page numbers, running heads."""
    heads = habits.running_heads
    return {
        n
        for n, row in enumerate(rows)
        if row.first in heads or (len(row.first) < 12 and _PAGE_NUMBER.match(row.first) is not None)
    }


def _line_edits(text: str) -> Iterator[tuple[int, int, str]]:
    lines = text.split("\n")
    rows = _rows(lines)
    if not rows:
        return
    habits = _habits([line.strip() for line in lines])
    leaves = _leaves(rows, habits)
    if rows[0].start:
        yield 0, rows[0].start, ""
    n = 0
    while n < len(rows):
        row = rows[n]
        if text.find("  ", row.start, row.end) >= 0:
            yield from _gaps_inside(text, row)
        if n + 1 == len(rows):
            break
        following = _after_page_break(rows, n, leaves) if n + 1 in leaves else n + 1
        after = rows[following]
        between = _between(row, after, following > n + 1, habits)
        if text[row.end : after.start] != between:
            yield row.end, after.start, between
        n = following
    if rows[-1].end < len(text):
        yield rows[-1].end, len(text), ""


def _between(row: _Row, after: _Row, page: bool, habits: _Habits) -> str:
    """What stands between two lines: a break, a blank, or nothing."""
    if page or _joins(row.last, after.first, after.after_blank, habits):
        return "" if _symbol_goes_on(row.last, after.first) else " "
    return "\n"


def _gaps_inside(text: str, row: _Row) -> Iterator[tuple[int, int, str]]:
    """Runs of blanks inside a line: one blank, or a break between two columns."""
    for match in _BLANKS.finditer(text, row.start, row.end):
        start, end = match.span()
        yield start, end, "\n" if _parts_columns(text, start, end) else " "


def _after_page_break(rows: list[_Row], n: int, leaves: Set[int]) -> int:
    """The line that goes on a sentence which a page break after line n interrupts; else the next line.

    `leaves` are the lines that page breaks left.
    """
    before = rows[n].last
    if n + 2 >= len(rows) or before.endswith(_ENDS_PARAGRAPH) or _CAPS.match(before):
        return n + 1
    following = n + 2
    while following < min(n + 5, len(rows)) and following in leaves:
        following += 1
    if following == len(rows):
        return n + 1
    after = rows[following].first
    return following if _starts_low(after) and not _LABEL.match(after) else n + 1


def _parts_columns(text: str, start: int, end: int) -> bool:
    if end - start < len(_COLUMN_GAP) or not _COLUMN_BEGINS.match(text, end):
        return False
    words = text[max(0, start - 12) : start].lower().split()
    return bool(words) and not words[-1].endswith(_BLANK_TO_FILL)


def join_lines(text: Text) -> Text:
    r"""Make each line of the view one paragraph, item, heading or cell, with single blanks.

    >>> join_lines(Text.of("Căn cứ Nghị quyết số\n57-NQ/TW của\nBộ Chính trị;\n\n- Một\n- Hai")).clean
    'Căn cứ Nghị quyết số 57-NQ/TW của Bộ Chính trị;\n- Một\n- Hai'
    """
    return text.edit(_line_edits(text.clean))
