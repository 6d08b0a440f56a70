"""A citation while it is being read, and the words that the reading goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import cast

import regex

from vnplan.core.mentions import CitationForm, CitationRelation
from vnplan.knowledge.instruments import InstrumentRow, Instruments, trie
from vnplan.knowledge.load import Row, rows_from_toml
from vnplan.knowledge.symbols import Symbol

Pattern = regex.Pattern[str]
Match = regex.Match[str]
Word = re.Match[str]  # a type word


class WordList(Row):
    """A list of words with one use."""

    words: tuple[str, ...]


@dataclass(slots=True)
class Head:
    """One cited instrument: its place, what its number says, and what the words after it add."""

    start: int
    end: int
    rule: str
    form: CitationForm = "full"
    row: InstrumentRow | None = None
    type: str | None = None
    symbol: Symbol | None = None
    designation: str | None = None
    between: str | None = None  # issuer that stands between type and number
    extent_start: int = 0
    tail: int = 0  # end of date, issuer and title
    issued_on: str | None = None
    issuer: str | None = None
    title: str | None = None
    title_start: int = -1
    provision: str | None = None
    relation: CitationRelation = "mentions"
    inferred: list[str] = field(default_factory=list)
    nested_end: int = -1  # a law: where the name ends, when it names other laws

    @property
    def is_law(self) -> bool:
        """Whether it is a law, code or ordinance."""
        return self.row is not None and self.row.kind == "law"

    def same_kind(self, other: Head) -> bool:
        """Whether two heads cite instruments of one type."""
        return self.type is not None and self.type == other.type


def _cases(word: str) -> tuple[str, ...]:
    """How a type word is written: `Thông báo kết luận`, in capitals, each syllable or each word with a capital."""
    syllables = word.split(" ")
    words = [f"{one.capitalize()} {other}" for one, other in zip(syllables[::2], syllables[1::2], strict=False)]
    by_words = (" ".join(words),) if len(syllables) == 4 else ()
    return (word, word.upper(), word.title(), *by_words)


def alternatives(words: tuple[str, ...]) -> str:
    """A group that matches any of some words, longest first."""
    return (
        "(?:" + "|".join(regex.escape(word, literal_spaces=True) for word in sorted(words, key=len, reverse=True)) + ")"
    )


NUMBER_WORD = r"(?:số|Số|SỐ)"
FAR = 3000  # no paragraph of words is longer: bounds the search on endless lines
_NO_LETTER = "[^0-9A-Z_a-zÀ-ÖØ-öø-ɏḀ-ỿ]"  # of Vietnamese: the engine finds a set of signs three times as fast as `\W`


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The patterns made of the knowledge rows."""

    lists: Mapping[str, tuple[str, ...]]
    word: re.Pattern[str]  # a word for a type of instrument
    before_word: re.Pattern[str]  # the sign before what may be one
    instruments: Instruments
    type_word: str  # fragment: a type word as it begins a citation

    @classmethod
    def of(cls, instruments: Instruments) -> Lexicon:
        """The patterns for some rows."""
        lists = {row.id: row.words for row in rows_from_toml("citation_words.toml", "words", WordList)}
        names = [name for row in instruments.rows for name in (row.name, *row.variants)]
        pointing = trie(["này", "NÀY", "trên", *lists["pointing"]])
        capital = trie([case for name in names for case in _cases(name)])
        small = trie([name.lower() for name in names])
        laws = trie([row.name.lower() for row in instruments.rows if row.kind == "law"])
        begins_law = "".join(sorted({row.name[0].upper() for row in instruments.laws if row.name}))
        shorts = [word for row in instruments.rows for word in row.abbreviations]
        short = trie(shorts)
        written = [*(case for name in names for case in (*_cases(name), name.lower())), *shorts]
        begins_word = trie({" ".join(word.split(" ")[:2]) for word in written})
        # the module re runs this one three times as fast as regex does
        firsts = "".join(sorted({word[0] for word in written}))
        word = (
            rf"(?=[{re.escape(firsts)}])\b(?:(?P<capital>{capital})\b"
            rf"|(?P<small>{small})(?= ?:? ?(?:{NUMBER_WORD}\b|\d)| {pointing}\b)"
            rf"|(?P<law>{laws})(?= [{begins_law}])"
            rf"|(?P<short>{short})(?= ?(?:{NUMBER_WORD} )?\d))"
        )
        begins = f"(?:{capital}|{small}|{short})"
        return cls(lists, re.compile(word), re.compile(f"{_NO_LETTER}(?={begins_word})"), instruments, begins)

    def words(self, text: str, start: int) -> Iterator[Word]:
        """The type words of a text from a place on: looked for only where a word begins."""
        done = start
        for sign in self.before_word.finditer(f" {text}", start):
            at = sign.start()
            if at >= done and (word := self.word.match(text, at)):
                yield word
                done = word.end()

    def any_of(self, name: str) -> str:
        """A group of the words of one list."""
        return alternatives(self.lists[name])


@dataclass(frozen=True, eq=False, slots=True)
class Scan:
    """What was found in a text before it is read: type words and symbols, the latter by where they begin."""

    text: str
    instruments: Instruments
    words: list[Word]
    symbols: dict[int, Symbol]

    def line_start(self, at: int) -> int:
        """Where the line of a place begins, or a place far before it."""
        far = max(0, at - FAR)
        return max(self.text.rfind("\n", far, at) + 1, far)


@cache
def lexicon(instruments: Instruments) -> Lexicon:
    """The patterns of some knowledge, made once."""
    return Lexicon.of(instruments)


@lru_cache(maxsize=1024)
def row_of(instruments: Instruments, word: str) -> InstrumentRow:
    """The row of a type word that the pattern has found."""
    return cast("InstrumentRow", instruments.type_of_word(word))
