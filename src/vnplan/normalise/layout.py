"""Line breaks: which end a paragraph and which only wrap it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from vnplan.core.text import Edit, Text

_SPACE_RUN = regex.compile(r"[ ]*\n[ \n]*|[ ]{2,}|^[ ]+|[ ]+$")
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
    r"|(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\.? ?\p{Lu}{2})"
)
# A wide gap parts two columns, unless it is a blank to be filled in ("Số:      /KH-UBND", "ngày     tháng").
_COLUMN_GAP = " " * 5
_COLUMN_BEGINS = regex.compile(r"[-\p{Lu}(\"“]")
_BLANK_TO_FILL = ("số", "số:", "ngày", "tháng", "năm", "/")
_PAGE_NUMBER = regex.compile(r"(?:-\s?|Trang |trang )?\d{1,3}(?:\s?-|/\d{1,3})?$")
_OPENS_BASIS = ("Căn cứ", "Theo đề nghị", "Xét", "Thực hiện", "Để")
_RULE = regex.compile(r"[-_=*.~ ]{2,}$|\*$")
_ENDS_PARAGRAPH = (".", ";", ":", "!", "?", "|", "/.", "…")
# A line that ends with one of these words is not finished.
_UNFINISHED = regex.compile(
    r"(?:^|\s)(?:số|ngày|tháng|của|và|với|theo|tại|các|về|trong|cho|từ|do|bởi|là|những|hoặc|trên|việc|cùng|khoản|Điều)$"
)
_STARTS_LOW = regex.compile(r"[\"“”'(\[]?\p{Ll}")
_CAPS = regex.compile(r"[^\p{Ll}]*\p{Lu}{2}[^\p{Ll}]*$")


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the lines of a document are broken."""

    wrapped: bool  # paragraphs run over several lines
    spaced: bool  # a blank line stands between paragraphs
    width: int  # characters in a full line
    running_heads: frozenset[str] = frozenset()  # lines repeated beside page numbers


def _habits(lines: list[str]) -> _Habits:
    singles = low = blanks = 0
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
        if _STARTS_LOW.match(after) and not before.endswith(_ENDS_PARAGRAPH):
            low += 1
            lengths.append(len(before))
    wrapped = low >= 4 and low >= 0.25 * singles
    lengths.sort()
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    return _Habits(wrapped, blanks >= 0.12 * max(1, singles), width, _running_heads(lines))


def _running_heads(lines: list[str]) -> frozenset[str]:
    """Lines that stand beside a page number more than once."""
    printed = [line for line in lines if line]
    beside = Counter(
        line
        for n, line in enumerate(printed)
        if 8 <= len(line) <= 120
        and (
            (n > 0 and _PAGE_NUMBER.match(printed[n - 1]))
            or (n + 1 < len(printed) and _PAGE_NUMBER.match(printed[n + 1]))
        )
    )
    return frozenset(line for line, times in beside.items() if times > 1 and not line.endswith((".", ";")))


def _page_break(lines: Iterable[str], habits: _Habits) -> bool:
    """Whether lines are nothing but what a page break leaves: its number, its running head."""
    return all(not line or _PAGE_NUMBER.match(line) or line in habits.running_heads for line in lines)


def _begins_item(before: str, after: str, habits: _Habits) -> bool:
    if not _LABEL.match(after):
        return False
    if after[0] not in "-+(" and not (after[0].isdigit() and habits.wrapped):
        return True
    # "kinh tế⏎- xã hội", "2021⏎- 2025", "khoản⏎1. Điều": a wrapped line may begin like an item
    if before.endswith((*_ENDS_PARAGRAPH, ",")) or _CAPS.match(before):
        return True
    if after[0] in "-+":
        rest = after[1:].lstrip()
        return bool(rest) and rest[0].isupper() and not (habits.wrapped and habits.spaced)
    return not (habits.wrapped and habits.spaced)


def _joins(before: str, after: str, blank: bool, habits: _Habits) -> bool:
    """Whether the line break between two lines only wraps a paragraph."""
    if before == "|" or after == "|" or before.endswith("|") or after.startswith("|"):
        return False
    if _RULE.match(before) or _RULE.match(after):
        return False
    if _begins_item(before, after, habits):
        return False
    ends = before.endswith(_ENDS_PARAGRAPH)
    if _STARTS_LOW.match(after):
        if blank:
            return not ends
        return (habits.wrapped and habits.spaced) or not before.endswith((";", ":", "./."))
    listing = before.endswith(",") and not before.startswith(_OPENS_BASIS)
    if blank:
        return listing and habits.wrapped and len(before) <= habits.width
    if _UNFINISHED.search(before):
        return True
    if habits.wrapped and listing:
        return True
    caps_before, caps_after = bool(_CAPS.match(before)), bool(_CAPS.match(after))
    if caps_before != caps_after and (caps_before or len(before) < 60):
        return caps_after and not caps_before and habits.wrapped and len(before) >= 0.8 * habits.width
    if caps_before and caps_after:
        return True
    if not habits.wrapped:
        return False
    if habits.spaced:
        return not before.endswith((";", ":", "./."))
    first = after.split(" ", 1)[0]
    return not ends and len(before) + 1 + len(first) > 0.85 * habits.width


def _line_edits(text: str) -> Iterator[Edit]:
    habits = _habits([line.strip() for line in text.split("\n")])
    done = 0
    for match in _SPACE_RUN.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        run = match.group()
        if start == 0 or end == len(text):
            replacement = ""
        elif "\n" not in run:
            replacement = "\n" if _parts_columns(text, start, end) else " "
        else:
            end = _after_page_break(text, start, end, habits)
            replacement = _line_break(text, start, end, run, habits)
        done = end
        if replacement != text[start:end]:
            yield Edit(start, end, replacement)


def _line_break(text: str, start: int, end: int, run: str, habits: _Habits) -> str:
    before, after = _line_before(text, start), _line_after(text, end)
    joins = _joins(before, after, run.count("\n") > 1, habits)
    return _glue(before, after) if joins else "\n"


def _line_before(text: str, offset: int) -> str:
    line = text[max(text.rfind("\n", 0, offset) + 1, offset - _LINE_LIMIT) : offset]
    return line.rsplit(_COLUMN_GAP, 1)[-1].lstrip()


def _line_after(text: str, offset: int) -> str:
    end = text.find("\n", offset, offset + _LINE_LIMIT)
    return text[offset : end if end >= 0 else offset + _LINE_LIMIT].split(_COLUMN_GAP, 1)[0].rstrip()


def _after_page_break(text: str, start: int, end: int, habits: _Habits) -> int:
    """Where the text goes on after a page break inside a sentence; `end` where there is none."""
    before = _line_before(text, start)
    if before.endswith(_ENDS_PARAGRAPH) or _CAPS.match(before):
        return end
    offset = end
    for _ in range(4):
        line = _line_after(text, offset)
        if not _page_break([line], habits):
            break
        offset += len(line)
        while offset < len(text) and text[offset] in " \n":
            offset += 1
    goes_on = offset > end and _STARTS_LOW.match(text, offset) and not _LABEL.match(text, offset)
    return offset if goes_on else end


def _parts_columns(text: str, start: int, end: int) -> bool:
    if end - start < len(_COLUMN_GAP) or not _COLUMN_BEGINS.match(text, end):
        return False
    words = text[max(0, start - 12) : start].lower().split()
    return bool(words) and not words[-1].endswith(_BLANK_TO_FILL)


def _glue(before: str, after: str) -> str:
    """What stands between two joined lines: nothing inside a number and symbol (`NQ-⏎HĐND`), else a blank."""
    return "" if regex.search(r"[\dA-ZĐ][-/]$", before) and regex.match(r"[A-ZĐ\d]", after) else " "


def join_lines(text: Text) -> Text:
    r"""Make each line of the view one paragraph, item, heading or cell, with single blanks.

    >>> join_lines(Text.of("Căn cứ Nghị quyết số\n57-NQ/TW của\nBộ Chính trị;\n\n- Một\n- Hai")).clean
    'Căn cứ Nghị quyết số 57-NQ/TW của Bộ Chính trị;\n- Một\n- Hai'
    """
    return text.edit(_line_edits(text.clean))
