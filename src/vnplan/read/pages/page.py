"""What is on one page: words with their places, ruling lines. The same for a text layer and for OCR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Literal, NamedTuple


@dataclass(slots=True)
class Word:
    """Characters without a blank between them. Places are PDF points from the top left of the page as shown.

    `edges` are the left edges of the characters and the right edge of the last (`len(text) + 1` of them), none where
    nothing begins or ends inside the word; `size` is the height of the type in points; `confidence` 0..1 (1: from a
    text layer). Words are not changed once they are made; they are not frozen, for that takes five times as long.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    edges: Sequence[float] = ()
    confidence: float = 1.0
    raised: bool = False  # a superscript, as the mark of a footnote

    def with_text(self, text: str) -> Word:
        """The same place with other characters; they share its width evenly where their number differs."""
        if len(text) == len(self.text):
            return replace(self, text=text)
        width = (self.x1 - self.x0) / max(1, len(text))
        edges = tuple(accumulate([width] * len(text), initial=self.x0))
        return replace(self, text=text, edges=edges)

    def joined(self, other: Word) -> Word:
        """The word and the one after it as one."""
        return Word(
            self.text + other.text,
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
            max(self.size, other.size),
            (*self.character_edges()[:-1], *other.character_edges()),
            min(self.confidence, other.confidence),
        )

    def character_edges(self) -> Sequence[float]:
        """`edges`, evenly spread where none are known."""
        if len(self.edges) == len(self.text) + 1:
            return self.edges
        width = (self.x1 - self.x0) / max(1, len(self.text))
        return tuple(accumulate([width] * len(self.text), initial=self.x0))


class Ruling(NamedTuple):
    """A straight line: horizontal where `top == bottom`, vertical where `x0 == x1`."""

    x0: float
    top: float
    x1: float
    bottom: float


Source = Literal["text", "ocr"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright. `turned`: how far the page as shown was turned clockwise to make its text upright (0, 90, …);
    `width`, `height` and all places are those of the upright page, `shown` leads back to the page as shown.
    """

    number: int
    width: float
    height: float
    words: Sequence[Word]
    rulings: Sequence[Ruling] = field(default=())
    source: Source = "text"
    turned: int = 0

    def shown(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A place of the upright page, on the page as it is shown."""
        if self.turned == 90:
            return top, self.width - x1, bottom, self.width - x0
        if self.turned == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turned == 270:
            return self.height - bottom, x0, self.height - top, x1
        return x0, top, x1, bottom
