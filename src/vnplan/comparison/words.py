"""The words of a task or an indicator: segmented, without those that say nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import regex

from vnplan.knowledge import Knowledge
from vnplan.normalise import normalise

# what a word cannot reach over: pieces between these repeat from plan to plan and are segmented once
_CUT = regex.compile(r"[^\p{L}\p{M}\s/&-]+|\s[-/&]\s|\b(?:và|hoặc|các|những|của(?! cải))\b")
_HAS_LETTER = regex.compile(r"\p{L}")


class Segmenter:
    """Words of Vietnamese, by underthesea; `cut` gives them in small letters, in the order of the text."""

    def __init__(self, know: Knowledge) -> None:
        from underthesea import word_tokenize  # noqa: PLC0415

        self.know = know.comparisons
        self.territories = know.territories
        self._tokenize: Callable[[str], list[str]] = word_tokenize
        self.piece = lru_cache(maxsize=200_000)(self._piece)

    def cut(self, text: str) -> list[str]:
        """The words of a text that say something: no numbers, no provinces, none of the rows `silent`."""
        plain = self.know.written_out(" ".join(normalise(text).clean.split()))
        plain = self.territories.pattern.sub(" ", plain)
        return [word for piece in _CUT.split(plain.lower()) if piece.strip() for word in self.piece(piece.strip())]

    def _piece(self, piece: str) -> tuple[str, ...]:
        return tuple(
            word for word in self._tokenize(piece) if _HAS_LETTER.search(word) and word not in self.know.silent
        )
