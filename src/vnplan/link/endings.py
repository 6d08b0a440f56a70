"""What words begin or end with, told before a pattern looks through them all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from vnplan.knowledge.roles import WordsRow

_MARKS = " :(\n"


class Endings:
    """Phrases that patterns seek right before a name: most words before names end with none of them.

    >>> giving = Endings.of("giao", "giao nhiệm vụ cho")
    >>> giving.can_end("Thủ tướng giao: "), giving.can_end("Chi cục cho ")
    (True, False)
    """

    @staticmethod
    @lru_cache(maxsize=16)
    def of(*phrases: str) -> Endings:
        """The endings of phrases, made once."""
        return Endings(phrases)

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple({phrase.lower().rstrip(_MARKS) for phrase in phrases})

    def can_end(self, words: str) -> bool:
        """Whether words, but for blanks and marks, end as one of the phrases does; if not, they end with none."""
        return words.rstrip(_MARKS).lower().endswith(self._phrases)


class Beginnings:
    """Phrases that patterns seek at the beginning of a line or clause: most begin with none of them.

    >>> asking = Beginnings.of("đề nghị", "yêu cầu")
    >>> asking.can_begin("1. Yêu cầu Sở Y tế", 3), asking.can_begin("Rà soát", 0)
    (True, False)
    """

    @staticmethod
    @lru_cache(maxsize=32)
    def of(*phrases: str) -> Beginnings:
        """The beginnings of phrases, made once."""
        return Beginnings(phrases)

    @staticmethod
    def of_rows(rows: Iterable[WordsRow], *more: str) -> Beginnings:
        """The beginnings of the words of some rows, and of some more."""
        return Beginnings.of(*(word for row in rows for word in row.words), *more)

    def __init__(self, phrases: Iterable[str]) -> None:
        self._letters = frozenset(phrase[:2].lower() for phrase in phrases)

    def can_begin(self, text: str, offset: int) -> bool:
        """Whether a text goes on at an offset with the first two letters of one of the phrases."""
        return text[offset : offset + 2].lower() in self._letters
