"""What plans are compared by: indicators that have a name in law, words that say nothing, formulas of the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import regex

from vnplan.core.mentions import TargetMode
from vnplan.knowledge.load import Row, rows_from_toml


class IndicatorRow(Row):
    """An indicator that law or a national programme names; `pattern` matches the whole of what is measured.

    `better`: which value is the aim, `None` where the row does not say. `units` are those it is measured in.
    """

    name: str
    pattern: str
    units: tuple[str, ...] = ("%",)
    modes: tuple[TargetMode, ...] = ("level",)
    better: Literal["higher", "lower"] | None = None


class WordsRow(Row):
    """Words of one kind, in small letters."""

    words: tuple[str, ...]


class ShortRow(Row):
    """A short form in running text and what it stands for."""

    short: str
    words: str


class PatternRow(Row):
    """A pattern over a paragraph or phrase in small letters."""

    pattern: str


BodyWords = Literal["quantifier", "group", "place", "around"]
AT_END: tuple[BodyWords, ...] = ("place", "around")
"""Words that stand after the name of a body; the others stand before it."""


def _either(rows: Sequence[PatternRow]) -> str:
    return f"(?:{'|'.join(f'(?:{row.pattern})' for row in rows)})"


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The rows of comparison.toml and indicators.toml, compiled.

    >>> know = Comparisons.load()
    >>> know.indicator("tỷ lệ che phủ rừng của tỉnh", "%", "level").id
    'forest_cover'
    >>> know.is_formula("Căn cứ Luật Đầu tư công;"), know.written_out("giải quyết TTHC")
    (True, 'giải quyết thủ tục hành chính')
    """

    indicators: tuple[IndicatorRow, ...]
    formulas: tuple[PatternRow, ...]
    local: tuple[PatternRow, ...]
    shorts: tuple[ShortRow, ...]
    bodies: dict[BodyWords, tuple[PatternRow, ...]]
    silent: frozenset[str]  # words that say nothing of what is meant
    heads: frozenset[str]  # words for people: per one of them is per head
    patterns: tuple[tuple[regex.Pattern[str], IndicatorRow], ...]
    formula: regex.Pattern[str]
    local_tail: regex.Pattern[str]
    short: regex.Pattern[str]
    body: dict[BodyWords, regex.Pattern[str]]  # those before a name match at its start, `place` and `around` at its end

    @classmethod
    @cache
    def load(cls) -> Comparisons:
        """Read the rows."""
        indicators = rows_from_toml("indicators.toml", "indicator", IndicatorRow)
        formulas = rows_from_toml("comparison.toml", "formula", PatternRow)
        local = rows_from_toml("comparison.toml", "local", PatternRow)
        shorts = rows_from_toml("comparison.toml", "short", ShortRow)
        silent = rows_from_toml("comparison.toml", "silent", WordsRow)
        kinds: tuple[BodyWords, ...] = get_args(BodyWords)
        bodies = {kind: rows_from_toml("comparison.toml", kind, PatternRow) for kind in kinds}
        longest = sorted((row.short for row in shorts), key=len, reverse=True)
        return cls(
            indicators,
            formulas,
            local,
            shorts,
            bodies,
            frozenset(word for row in silent for word in row.words),
            frozenset(word for row in rows_from_toml("comparison.toml", "head", WordsRow) for word in row.words),
            tuple((regex.compile(row.pattern), row) for row in indicators),
            regex.compile(_either(formulas)),
            regex.compile(f"{_either(local)}+$"),
            regex.compile(r"(?<!\w)(?:" + "|".join(map(regex.escape, longest)) + r")(?!\w)"),
            {kind: regex.compile(_either(rows) + ("$" if kind in AT_END else "")) for kind, rows in bodies.items()},
        )

    def indicator(self, measured: str, unit: str | None, mode: TargetMode) -> IndicatorRow | None:
        """The row that names an indicator, by the whole of what is measured, its unit and mode."""
        words = self.local_tail.sub("", " ".join(self.written_out(measured).lower().split())).strip(" ,:;")
        for pattern, row in self.patterns:
            if mode in row.modes and (unit or "") in row.units and pattern.fullmatch(words):
                return row
        return None

    def is_formula(self, paragraph: str) -> bool:
        """Whether a paragraph stands in every plan by its form."""
        return self.formula.match(" ".join(paragraph.lower().split())) is not None

    def written_out(self, words: str) -> str:
        """Words with their short forms written out."""
        names = {row.short: row.words for row in self.shorts}
        return self.short.sub(lambda match: names[match.group()], words)
