"""Line breaks: which end a paragraph and which only wrap it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from vnplan.core.text import Edit, Text

_SPACE_RUN = regex.compile(r"[ ]*\n[ \n]*|[ ]{2,}|^[ ]+|[ ]+$")
_BREAK = regex.compile(r"\n")

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
_RULE = regex.compile(r"[-_=*.~ ]{2,}$|\*$")
_ENDS_PARAGRAPH = (".", ";", ":", "!", "?", "|", "/.", "…")
_STARTS_LOW = regex.compile(r"[\"“”'(\[]?\p{Ll}")
_CAPS = regex.compile(r"[^\p{Ll}]*\p{Lu}{2}[^\p{Ll}]*$")


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the lines of a document are broken."""

    wrapped: bool  # paragraphs run over several lines
    spaced: bool  # a blank line stands between paragraphs
    width: int  # characters in a full line


def _habits(lines: list[str]) -> _Habits:
    singles = low = blanks = 0
    lengths = []
    for before, after in zip(lines, lines[1:], strict=False):
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
    return _Habits(wrapped, blanks >= 0.12 * max(1, singles), width)


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
        return not ends if blank else not before.endswith((";", ":", "./."))
    if blank:
        return False
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
    for match in _SPACE_RUN.finditer(text):
        run = match.group()
        start, end = match.span()
        if start == 0 or end == len(text):
            replacement = ""
        elif "\n" not in run:
            replacement = " "
        else:
            before_start = text.rfind("\n", 0, start) + 1
            after_end = text.find("\n", end)
            before = text[before_start:start]
            after = text[end : after_end if after_end >= 0 else len(text)].rstrip()
            joins = _joins(before, after, run.count("\n") > 1, habits)
            replacement = _glue(before, after) if joins else "\n"
        if replacement != run:
            yield Edit(start, end, replacement)


def _glue(before: str, after: str) -> str:
    """What stands between two joined lines: nothing inside a number and symbol (`NQ-⏎HĐND`), else a blank."""
    return "" if regex.search(r"[\dA-ZĐ][-/]$", before) and regex.match(r"[A-ZĐ\d]", after) else " "


def join_lines(text: Text) -> Text:
    """Make each line of the view one paragraph, item, heading or cell, with single blanks.

    >>> join_lines(Text.of("Căn cứ Nghị quyết số\\n57-NQ/TW của\\nBộ Chính trị;\\n\\n- Một\\n- Hai")).clean
    'Căn cứ Nghị quyết số 57-NQ/TW của Bộ Chính trị;\\n- Một\\n- Hai'
    """
    return text.edit(_line_edits(text.clean))
