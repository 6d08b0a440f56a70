"""What a web page has around a document, and by which lines a document is known."""

from __future__ import annotations

from functools import cache
from typing import Literal

import regex

from vnplan.knowledge.load import Row, rows_from_toml
from vnplan.knowledge.sections import bare

Part = Literal["head", "foot", "body"]
_LONGEST = 200  # characters of a line that decide anything
_CAMEL = regex.compile(r"(?<=[a-z])(?=[A-Z])|_+")


class MarkRow(Row):
    """How a line of a document begins; `pattern` sees it without diacritics and in lower case."""

    part: Part
    pattern: str
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
def _lines() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?P<{row.id}>{row.pattern})" for row in marks()))


@cache
def _by_id() -> dict[str, MarkRow]:
    return {row.id: row for row in marks()}


def mark_of(line: str) -> MarkRow | None:
    """The row that a line begins with.

    >>> mark_of("Căn cứ Luật Tổ chức chính quyền địa phương;").part
    'body'
    >>> mark_of("Trang chủ") is None
    True
    """
    match = _lines().match(bare(line[:_LONGEST]).strip("-*+| \u00a0"))
    return _by_id()[match.lastgroup] if match and match.lastgroup else None


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
