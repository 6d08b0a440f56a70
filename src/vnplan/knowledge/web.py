"""What a web page has around a document, and by which lines a document is known."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

import regex

from vnplan.knowledge.frames import FrameAnchors
from vnplan.knowledge.load import Row, rows_from_toml
from vnplan.knowledge.sections import bare

Part = Literal["head", "foot", "body"]
_LONGEST = 200  # characters of a line that decide anything
_CAMEL = regex.compile(r"(?<=[a-z])(?=[A-Z])|_+")


class MarkRow(Row):
    """How a line of the body of a document begins; `pattern` sees it without diacritics and in lower case."""

    pattern: str


class Mark(NamedTuple):
    """What a line shows: the part of a document that it belongs to; `strong` where it stands nowhere else."""

    part: Part
    strong: bool = False


class ChromeRow(Row):
    """A name (a word of `class` or `id`) of a part of a page that holds no document."""

    pattern: str


class RoleRow(Row):
    """A WAI-ARIA role of a part of a page that holds no document; the id is the role."""


@cache
def marks() -> tuple[MarkRow, ...]:
    """The rows for lines."""
    return rows_from_toml("web.toml", "mark", MarkRow)


@cache
def chrome() -> tuple[ChromeRow, ...]:
    """The rows for names."""
    return rows_from_toml("web.toml", "chrome", ChromeRow)


@cache
def roles() -> frozenset[str]:
    """The roles."""
    return frozenset(row.id for row in rows_from_toml("web.toml", "role", RoleRow))


@cache
def _body() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{row.pattern})" for row in marks()))


def mark_of(line: str) -> Mark | None:
    """What a line shows of a document, by its first words.

    >>> mark_of("Căn cứ Luật Tổ chức chính quyền địa phương;").part, mark_of("Nơi nhận:").part
    ('body', 'foot')
    >>> mark_of("Trang chủ") is None
    True
    """
    words = line[:_LONGEST].strip("-*+| \u00a0")
    anchor = FrameAnchors.load().anchor(words)
    if anchor is not None:
        in_head = anchor.part in ("head", "address")
        return Mark("head" if in_head else "foot", anchor.strong or anchor.part == "recipients")
    return Mark("body") if _body().match(bare(words)) else None


@cache
def _names() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{row.pattern})" for row in chrome()))


def is_chrome_name(names: str) -> bool:
    """Whether a `class` or `id` says that a part of a page holds no document.

    >>> is_chrome_name("col-md-4 Footer_wrapMain__e2")
    True
    >>> is_chrome_name("noi-dung-van-ban")
    False
    """
    for name in names[:400].split():
        plain = _CAMEL.sub("-", name).lower()
        if not plain.startswith("mso") and _names().search(plain):
            return True
    return False
