"""Provinces before and after 1 July 2025, with their spellings and successions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

import regex

from vnplan.knowledge.instruments import trie
from vnplan.knowledge.load import Row, rows_from_csv

TerritoryType = Literal["tỉnh", "thành phố"]


class ProvinceRow(Row):
    """A province or centrally-run city as it was from `valid_from` to `valid_to`, both included."""

    name: str
    type: TerritoryType
    code: str  # statistical code; the same code means another unit before July 2025
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    variants: tuple[str, ...] = ()
    seat: str

    def existed(self, on: date) -> bool:
        """Whether the unit existed on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class Found(NamedTuple):
    """A province named in a text."""

    start: int
    end: int
    name: str


_TYPE = regex.compile(r"(?i)^\s*(?:tỉnh|thành\s+phố|tp\.?|thủ\s+đô)\s*")
_FOLDED_AWAY = regex.compile(r"[\s\-.]+")


@lru_cache(maxsize=8192)
def folded(words: str) -> str:
    """The key of a name: case, blanks and hyphens do not count.

    >>> folded("Bà Rịa-Vũng Tàu") == folded("BÀ RỊA - VŨNG TÀU")
    True
    """
    return _FOLDED_AWAY.sub("", words).casefold()


@dataclass(frozen=True, slots=True, eq=False)  # known by identity: what is looked up is cached by it
class Territories:
    """The provinces, by name and by seat.

    >>> know = Territories.load()
    >>> know.canonical("tỉnh Đăk Lăk"), know.successor("Bình Định"), know.full_name("Cần Thơ")
    ('Đắk Lắk', 'Gia Lai', 'thành phố Cần Thơ')
    """

    rows: tuple[ProvinceRow, ...]
    by_key: dict[str, tuple[ProvinceRow, ...]]
    fragment: str  # matches a province's name in any spelling, longest first
    pattern: regex.Pattern[str]
    parts: dict[str, tuple[str, ...]]  # the provinces that a present one was made of

    @classmethod
    def load(cls) -> Territories:
        """Read the rows."""
        rows = rows_from_csv("provinces.csv", ProvinceRow)
        by_key: dict[str, tuple[ProvinceRow, ...]] = {}
        spellings: set[str] = set()
        for row in rows:
            for name in (row.name, *row.variants):
                by_key[folded(name)] = (*by_key.get(folded(name), ()), row)
                spellings |= {name, name.upper()}
        fragment = trie(spellings)
        parts: dict[str, set[str]] = {}
        for row in rows:
            if row.successor and row.valid_to:
                parts.setdefault(row.successor, set()).add(row.name)
        return cls(
            rows,
            by_key,
            fragment,
            regex.compile(rf"(?<!\w){fragment}(?!\w)"),
            {name: tuple(sorted(made_of)) for name, made_of in parts.items()},
        )

    def _rows(self, words: str, on: date | None) -> tuple[ProvinceRow, ...]:
        return _rows_of(self, words, on)

    def canonical(self, words: str, on: date | None = None) -> str | None:
        """The standard name of a province, `None` for words that name none (on that day)."""
        rows = self._rows(words, on)
        return rows[0].name if rows else None

    def type_of(self, name: str, on: date | None = None) -> TerritoryType | None:
        """`tỉnh` or `thành phố`; without a day the newest status."""
        rows = self._rows(name, on) or self._rows(name, None)
        return max(rows, key=lambda row: row.valid_from or date.min).type if rows else None

    def full_name(self, name: str, on: date | None = None) -> str:
        """The name with its type; words that name no province stay as they are."""
        rows = self._rows(name, on) or self._rows(name, None)
        return f"{self.type_of(name, on)} {rows[0].name}" if rows else name

    def successor(self, name: str) -> str | None:
        """The province that a former one became part of; `None` where the name goes on."""
        return _successor_of(self, name)

    def predecessors(self, name: str) -> tuple[str, ...]:
        """The provinces that a present one was made of, itself included; empty where nothing changed."""
        standard = self.canonical(name)
        return self.parts.get(standard, ()) if standard else ()

    def of_seat(self, town: str, on: date | None = None) -> str | None:
        """The province whose seat a town is: the place line of a plan names the town.

        >>> Territories.load().of_seat("Biên Hòa")
        'Đồng Nai'
        """
        key = folded(town)
        names = {row.name for row in self.rows if folded(row.seat) == key and (on is None or row.existed(on))}
        return names.pop() if len(names) == 1 else None

    def find(self, text: str) -> Iterator[Found]:
        """The provinces named in a text."""
        for match in self.pattern.finditer(text):
            yield Found(match.start(), match.end(), self.by_key[folded(match.group())][0].name)


@lru_cache(maxsize=4096)
def _rows_of(know: Territories, words: str, on: date | None) -> tuple[ProvinceRow, ...]:
    """The rows of a name, on a day those of provinces that were there: a plan names the same few again and again."""
    rows = know.by_key.get(folded(words)) or know.by_key.get(folded(_TYPE.sub("", words)), ())
    return rows if on is None else tuple(row for row in rows if row.existed(on))


@lru_cache(maxsize=256)
def _successor_of(know: Territories, name: str) -> str | None:
    rows = _rows_of(know, name, None)
    names = {row.successor for row in rows if row.successor} - {row.name for row in rows[:1]}
    return next(iter(names), None)
