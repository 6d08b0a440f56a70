"""What words end with, told before a pattern looks through them all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


class Endings:
    """Phrases that patterns seek right before a name: most words before names end with none of them.

    >>> giving = Endings.of("giao", "giao nhiệm vụ cho")
    >>> giving.can_end("Thủ tướng giao: "), giving.can_end("Chi cục của ")
    (True, False)
    """

    @staticmethod
    @lru_cache(maxsize=16)
    def of(*phrases: str) -> Endings:
        """The endings of phrases, made once."""
        return Endings(phrases)

    def __init__(self, phrases: Iterable[str]) -> None:
        self._last_words = tuple({phrase.lower().rpartition(" ")[2] for phrase in phrases})

    def can_end(self, words: str) -> bool:
        """Whether words, but for blanks and marks, end as one of the phrases does; if not, they end with none."""
        return words.rstrip(" :(\n").lower().endswith(self._last_words)
