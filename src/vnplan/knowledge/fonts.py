"""Fonts that say how the codes of their characters are to be read: legacy Vietnamese fonts, fonts of signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from vnplan.knowledge.load import Row, rows_from_toml

_PRIVATE = range(0xF000, 0xF100)  # where Word keeps the codes of a font of signs


class LegacyFontRow(Row):
    """A Vietnamese font from before Unicode; `encoding` is the id of a row of encodings.toml."""

    pattern: str
    encoding: str
    capitals: bool = False


class SymbolFontRow(Row):
    """A font of signs: codes and what they show."""

    names: tuple[str, ...]
    glyphs: tuple[str, ...]
    other: str = "\ufffd"


@dataclass(frozen=True)
class Fonts:
    """The rows, compiled."""

    legacy_rows: tuple[LegacyFontRow, ...]
    patterns: tuple[regex.Pattern[str], ...]
    symbol_rows: dict[str, SymbolFontRow]
    glyphs: dict[str, dict[int, str]]

    @classmethod
    @cache
    def load(cls) -> Fonts:
        """Read the rows."""
        legacy = rows_from_toml("fonts.toml", "legacy_font", LegacyFontRow)
        symbol = rows_from_toml("fonts.toml", "symbol_font", SymbolFontRow)
        return cls(
            legacy,
            tuple(regex.compile(row.pattern) for row in legacy),
            {name: row for row in symbol for name in row.names},
            {row.id: _codes(row) for row in symbol},
        )

    def legacy(self, font: str | None) -> LegacyFontRow | None:
        """How text in a font is encoded, if not in Unicode.

        >>> Fonts.load().legacy(".VnTimeH").capitals, Fonts.load().legacy("Times New Roman")
        (True, None)
        """
        return _legacy(self.legacy_rows, self.patterns, font) if font else None

    def is_symbol(self, font: str | None) -> bool:
        """Whether a font has signs instead of letters."""
        return font is not None and font.lower() in self.symbol_rows

    def sign(self, font: str | None, code: int) -> str:
        r"""What a code shows in a font of signs; in another font the character itself.

        >>> Fonts.load().sign("Symbol", 0xF0B3), Fonts.load().sign("Wingdings", 0xFC)
        ('≥', '✓')
        """
        # a private code in a font without a row: signs of the font Symbol are by far the most frequent
        row = self.symbol_rows.get((font or "").lower())
        if row is None and code in _PRIVATE:
            row = self.symbol_rows["symbol"]
        if row is None:
            return chr(code)
        own = code - _PRIVATE.start if code in _PRIVATE else code
        return self.glyphs[row.id].get(own, row.other if own < 0x100 else chr(code))


@lru_cache(maxsize=256)
def _legacy(
    rows: tuple[LegacyFontRow, ...], patterns: tuple[regex.Pattern[str], ...], font: str
) -> LegacyFontRow | None:
    return next((row for row, pattern in zip(rows, patterns, strict=True) if pattern.fullmatch(font)), None)


def _codes(row: SymbolFontRow) -> dict[int, str]:
    table: dict[int, str] = {}
    for first, signs in zip(row.glyphs[::2], row.glyphs[1::2], strict=True):
        table.update(enumerate(signs, start=int(first, 16)))
    return table
