"""What is known of text layers: letters that stand for others, old fonts, words of other languages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import regex

from vnplan.knowledge.fonts import Fonts
from vnplan.knowledge.load import Row, rows_from_toml

_SUBSET = regex.compile(r"^[A-Z]{6}\+")  # PDF names a font of which it holds a part `ABCDEF+Name`


class LetterRow(Row):
    """Characters of which each stands for the one at the same place in `right`."""

    wrong: str
    right: str | tuple[str, ...]


class NoticeRow(Row):
    """Words by which a notice of an electronic signature is told from a number or day entered in a field."""

    pattern: str


class ForeignRow(Row):
    """The commonest words of another language."""

    words: str


@dataclass(frozen=True)
class TextLayers:
    """The rows, compiled.

    >>> know = TextLayers.load()
    >>> know.encodings_of({"ABCDEF+.VnTime", "Arial"}), "nƣớc".translate(know.letters["letter.gha"])
    (frozenset({'tcvn3'}), 'nước')
    """

    letter_rows: tuple[LetterRow, ...]
    foreign_rows: tuple[ForeignRow, ...]
    notice_rows: tuple[NoticeRow, ...]

    @classmethod
    def load(cls) -> TextLayers:
        """Read the rows."""
        name = "text_layer.toml"
        return cls(
            rows_from_toml(name, "letter", LetterRow),
            rows_from_toml(name, "foreign", ForeignRow),
            rows_from_toml(name, "notice", NoticeRow),
        )

    @cached_property
    def letters(self) -> Mapping[str, Mapping[int, str]]:
        """What each letter row replaces, by its id."""
        return {
            row.id: {ord(wrong): right for wrong, right in zip(row.wrong, row.right, strict=True)}
            for row in self.letter_rows
        }

    @cached_property
    def signature_notice(self) -> regex.Pattern[str]:
        """What only a notice of who signed electronically, and when, has."""
        return regex.compile("|".join(f"(?:{row.pattern})" for row in self.notice_rows))

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The words of other languages."""
        return frozenset(word for row in self.foreign_rows for word in row.words.split())

    def encodings_of(self, fonts: Collection[str]) -> frozenset[str]:
        """The encodings that the names of fonts point to."""
        rows = (Fonts.load().legacy(_SUBSET.sub("", font)) for font in fonts)
        return frozenset(row.encoding for row in rows if row is not None)
