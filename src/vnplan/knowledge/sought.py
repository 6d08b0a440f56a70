"""Words sought in a long text, each by its rarest letter."""

from __future__ import annotations

import re
from collections.abc import Iterable


class Sought:
    """Finds where some words stand in a text, also inside others.

    The engine finds one of some rare letters several times as fast as it finds the words, together or one by one.

    >>> Sought(["hằng ", "hạn", "khi có"]).starts("thời hạn hằng năm, khi có")
    [5, 9, 19]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._plain: list[str] = []  # words without a rare letter
        self._rare: dict[str, list[tuple[str, int]]] = {}  # the others by that letter, with its place
        rests: dict[str, list[str]] = {}
        for word in _shortest(words):
            letter = max(word[:-1], key=ord)  # letters with two marks are the rarest, and have the greatest codes
            if letter.isascii():
                self._plain.append(word)
                continue
            place = word.index(letter)
            self._rare.setdefault(letter, []).append((word, place))
            rests.setdefault(word[place + 1 :], []).append(f"(?<={re.escape(word)})")
        # a rest begins with a letter: the engine compares that before it looks back
        ends = "|".join(f"{re.escape(rest)}(?:{'|'.join(behind)})" for rest, behind in rests.items())
        self._letter = re.compile(f"[{''.join(self._rare)}](?={ends})" if rests else "(?!)")

    def starts(self, text: str) -> list[int]:
        """Where one of the words begins, in order."""
        found: list[int] = []
        for letter in self._letter.finditer(text):
            at = letter.start()
            for word, place in self._rare[letter.group()]:
                if text.startswith(word, at - place):
                    found.append(at - place)
        for word in self._plain:
            at = text.find(word)
            while at >= 0:
                found.append(at)
                at = text.find(word, at + 1)
        found.sort()
        return found


def _shortest(words: Iterable[str]) -> list[str]:
    """The words without those that begin with another of them."""
    kept: list[str] = []
    for word in sorted(set(words)):
        if not (kept and word.startswith(kept[-1])):
            kept.append(word)
    return kept
