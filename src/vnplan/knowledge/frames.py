"""Words by which the head and foot of a document are known where a reader finds them laid out as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import regex

from vnplan.knowledge.load import Row, read_toml, rows_from_toml
from vnplan.knowledge.sections import TypeRow, bare

Part = Literal["head", "address", "recipients", "signature"]


class AnchorRow(Row):
    """Words at the start of a line of head or foot; `strong` where they stand nowhere else."""

    pattern: str
    part: Part
    strong: bool = False


class AttachedRow(Row):
    """How a line begins that is no longer of the foot above it but of what is attached."""

    pattern: str


class AuthorityRow(Row):
    """Who decides, in capitals: the `whole` line, or what it begins with."""

    pattern: str
    whole: bool = False


@dataclass(frozen=True)
class Authorities:
    """The rows for the line that names who decides, compiled.

    >>> know = Authorities.load()
    >>> bool(know.whole.fullmatch("CHÍNH PHỦ")), bool(know.begins.match("CHÁNH ÁN TÒA ÁN NHÂN DÂN TỐI CAO"))
    (True, True)
    """

    rows: tuple[AuthorityRow, ...]
    whole: regex.Pattern[str]
    begins: regex.Pattern[str]
    letterhead: regex.Pattern[str]  # a line of the name of who issues, above the type of the document

    @classmethod
    @cache
    def load(cls) -> Authorities:
        """Read the rows."""
        rows = rows_from_toml("frames.toml", "authority", AuthorityRow)
        whole, begins = ("|".join(row.pattern for row in rows if row.whole is kind) for kind in (True, False))
        words = "|".join(map(regex.escape, read_toml("frames.toml")["letterhead"]["words"]))
        return cls(
            rows,
            regex.compile(whole),
            regex.compile(begins),
            regex.compile(rf"(?:{words})(?!\p{{L}})[^\p{{Ll}}:;.]{{0,60}}"),
        )


@cache
def type_line() -> regex.Pattern[str]:
    """A line in capitals that the type of a document begins: `KẾ HOẠCH`.

    >>> bool(type_line().match("KẾ HOẠCH TRỒNG RỪNG")), bool(type_line().match("KẾ HOẠCH HÓA GIA ĐÌNH"))
    (True, False)
    """
    names = sorted((row.name.upper() for row in rows_from_toml("header.toml", "type", TypeRow)), key=len, reverse=True)
    compounds = "|".join(word.upper() for word in read_toml("frames.toml")["letterhead"]["no_types"])
    return regex.compile(rf"(?!(?:{compounds})(?!\p{{L}}))(?:{'|'.join(map(regex.escape, names))})(?!\p{{L}})")


@dataclass(frozen=True)
class FrameAnchors:
    """The rows, compiled."""

    rows: tuple[AnchorRow, ...]
    attached_rows: tuple[AttachedRow, ...]
    pattern: regex.Pattern[str]
    attached: regex.Pattern[str]

    @classmethod
    @cache
    def load(cls) -> FrameAnchors:
        """Read the rows."""
        rows = rows_from_toml("frames.toml", "anchor", AnchorRow)
        attached = rows_from_toml("frames.toml", "attached", AttachedRow)
        return cls(
            rows,
            attached,
            regex.compile("|".join(f"(?P<{row.id}>{row.pattern})" for row in rows)),
            regex.compile("|".join(row.pattern for row in attached)),
        )

    def begins_attachment(self, line: str) -> bool:
        """Whether a line stands below the foot: what is attached begins with it.

        >>> FrameAnchors.load().begins_attachment("PHỤ LỤC I")
        True
        """
        return self.attached.match(bare(line[:40].strip())) is not None

    def anchor(self, line: str) -> AnchorRow | None:
        """The row that a line begins with.

        >>> row = FrameAnchors.load().anchor("KT. CHỦ TỊCH")
        >>> row.part, row.strong
        ('signature', False)
        """
        match = self.pattern.match(bare(line[:200].strip()))
        return self._by_id[match.lastgroup or ""] if match else None

    @cached_property
    def _by_id(self) -> dict[str, AnchorRow]:
        return {row.id: row for row in self.rows}

    @cached_property
    def _strong_head(self) -> regex.Pattern[str]:
        rows = (row for row in self.rows if row.strong and row.part == "head")
        return regex.compile("|".join(f"(?:{row.pattern})" for row in rows))

    def may_hold_head(self, line: str) -> bool:
        """Whether there is, anywhere in a line, what stands nowhere but at the head of a document.

        >>> FrameAnchors.load().may_hold_head("TỈNH HÀ GIANG Độc lập - Tự do - Hạnh phúc")
        True
        """
        return self._strong_head.search(bare(line)) is not None

    def found(self, lines: Iterable[str]) -> tuple[AnchorRow, ...]:
        """The rows that any of the lines begins with, each once."""
        rows = (self.anchor(line) for line in lines)
        return tuple({row.id: row for row in rows if row is not None}.values())
