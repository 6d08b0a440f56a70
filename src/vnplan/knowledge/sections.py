"""What the shape of a document is read by: headings, columns, page furniture, head and foot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import regex

from vnplan.core.document import ColumnRole, Role
from vnplan.core.issues import KnowledgeError
from vnplan.knowledge.load import Row, read_toml, rows_from_toml


class HeadingRow(Row):
    """Words at the start of a heading that give its section a role."""

    pattern: str
    role: Role | Literal["inherit"]
    past: bool = False  # tells what has been: its numbers are results


class ClosingRow(Row):
    """Words that begin a closing paragraph, which belongs to no section. `last`: only before the foot."""

    pattern: str
    last: bool = False


class ColumnRow(Row):
    """Words at the start of a column's title."""

    pattern: str
    role: ColumnRole


class FurnitureRow(Row):
    """A line that is no part of the document.

    `outside_body`: only before the first section or after the foot; `stamp`: only near head and foot;
    `bare_number`: never in a table; `article`: shows that the page is a news page; `list_after`: headlines follow.
    """

    pattern: str
    outside_body: bool = False
    stamp: bool = False
    bare_number: bool = False
    article: bool = False
    list_after: bool = False


class TypeRow(Row):
    """A type of document, with the codes that name it in a symbol (`KH` in `12/KH-UBND`).

    `orders`: the verbs with which who issues it comes to what it says (`UBND tỉnh yêu cầu …:`); `in_line`: whether
    its subject may follow it on its line: `Quyết định về việc trồng rừng`.
    """

    name: str
    codes: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    in_line: bool = True


class BodyRow(Row):
    """A body that issues documents."""

    name: str
    short: tuple[str, ...] = ()
    kind: Literal["state", "party"] = "state"
    level: Literal["central", "province"] = "province"


class OfficeRow(Row):
    """The first word of organisations that are named by their field."""

    word: str
    level: Literal["central", "province", "district", "none"]


class PositionRow(Row):
    """An office of a person, as it stands above a name."""

    name: str


class CityRow(Row):
    """A city under central authority."""

    name: str


class FamilyNameRow(Row):
    """Family names of people."""

    words: tuple[str, ...]


@cache
def family_names() -> frozenset[str]:
    """Family names in capitals.

    >>> "NGUYỄN" in family_names()
    True
    """
    rows = rows_from_toml("header.toml", "family_name", FamilyNameRow)
    return frozenset(name.upper() for row in rows for name in row.words)


# plain letters too: what a table lacks, `translate` is slow to find
_BARE = {code: chr(code) for code in range(0x80)} | {ord("đ"): "d", ord("Đ"): "D"}
for _code in (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)):
    _letter = unicodedata.normalize("NFD", chr(_code))[0]
    if _letter.isascii():
        _BARE[_code] = _letter


@lru_cache(maxsize=8192)  # readers and the outline ask for the same lines
def bare(words: str) -> str:
    """Words in lower case without diacritics, so that a lost mark does no harm.

    >>> bare("MỤC ĐÍCH")
    'muc dich'
    """
    return words.translate(_BARE).lower()


def _any_of(rows: Sequence[HeadingRow | ColumnRow]) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?P<{row.id}>{_bare_pattern(row.pattern)})" for row in rows))


def _bare_pattern(pattern: str) -> str:
    # escapes keep their case: `\\S` is not `\\s`
    return regex.sub(r"\\?.", lambda m: m.group() if m.group()[0] == "\\" else bare(m.group()), pattern)


@dataclass(frozen=True)
class Sections:
    """The tables, compiled."""

    headings: tuple[HeadingRow, ...]
    closings: tuple[ClosingRow, ...]
    columns: tuple[ColumnRow, ...]
    measured: tuple[ColumnRow, ...]  # columns of a table whose rows are indicators
    furniture: tuple[FurnitureRow, ...]
    types: tuple[TypeRow, ...]
    bodies: tuple[BodyRow, ...]
    offices: tuple[OfficeRow, ...]
    national: tuple[str, ...]  # how the field of a board begins that is of the whole country
    positions: tuple[PositionRow, ...]
    cities: frozenset[str]
    heading_pattern: regex.Pattern[str]
    column_pattern: regex.Pattern[str]
    measured_pattern: regex.Pattern[str]
    closing_pattern: regex.Pattern[str]
    furniture_pattern: re.Pattern[str]

    @classmethod
    def load(cls) -> Sections:
        """Read the rows."""
        headings = rows_from_toml("sections.toml", "heading", HeadingRow)
        closings = rows_from_toml("sections.toml", "closing", ClosingRow)
        columns = rows_from_toml("sections.toml", "column", ColumnRow)
        measured = rows_from_toml("sections.toml", "measured_column", ColumnRow)
        furniture = rows_from_toml("furniture.toml", "furniture", FurnitureRow)
        for rows in (headings, closings, columns, measured, furniture):
            ids = [row.id for row in rows]
            if len(set(ids)) != len(ids):
                raise KnowledgeError(f"ids are not unique: {sorted(ids)}")
        return cls(
            headings=headings,
            closings=closings,
            columns=columns,
            measured=measured,
            furniture=furniture,
            types=rows_from_toml("header.toml", "type", TypeRow),
            bodies=rows_from_toml("header.toml", "body", BodyRow),
            offices=rows_from_toml("header.toml", "office", OfficeRow),
            national=tuple(read_toml("header.toml")["national"]["words"]),
            positions=rows_from_toml("header.toml", "position", PositionRow),
            cities=frozenset(row.name for row in rows_from_toml("header.toml", "city", CityRow)),
            heading_pattern=_any_of(headings),
            column_pattern=_any_of(columns),
            measured_pattern=_any_of(measured),
            closing_pattern=regex.compile("|".join(f"(?P<{row.id}>{row.pattern})" for row in closings)),
            # the module re runs this one twice as fast as regex does
            furniture_pattern=re.compile(
                "^(?:" + "|".join(f"(?P<{row.id}>{row.pattern})" for row in furniture) + ")$", re.MULTILINE
            ),
        )

    def heading(self, words: str) -> HeadingRow | None:
        """The row that fits the words of a heading.

        >>> from vnplan.knowledge import Knowledge
        >>> Knowledge.default().sections.heading("TỔ CHỨC THỰC HIỆN").role
        'organisation'
        """
        match = self.heading_pattern.match(bare(words[:160]).lstrip(' -:."“').removeprefix("ve "))
        return next(row for row in self.headings if row.id == match.lastgroup) if match else None

    def column(self, title: str) -> ColumnRole | None:
        """The role of a column with this title.

        >>> from vnplan.knowledge import Knowledge
        >>> Knowledge.default().sections.column("Thời gian hoàn thành")
        'time'
        """
        match = self.column_pattern.match(_title(title))
        return next(row.role for row in self.columns if row.id == match.lastgroup) if match else None

    def measured_column(self, title: str) -> ColumnRole | None:
        """What a column with this title can hold in a table of indicators: their names, their units, their values.

        >>> from vnplan.knowledge import Knowledge
        >>> Knowledge.default().sections.measured_column("Đơn vị")
        'unit'
        """
        match = self.measured_pattern.match(_title(title))
        return next(row.role for row in self.measured if row.id == match.lastgroup) if match else None


def _title(words: str) -> str:
    return bare(words[:160]).strip(' -:."“')
