"""Ruling lines as whole lines: pieces that print or copying broke, bent or doubled, put together.

Lines that stand are looked at in the image turned over its diagonal, so that here all lines lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

# All in millimetres.
_DOUBLE = 1.4  # the most between the two strokes of a double line
_SAMPLE = 10.0  # the place of a line is measured so often
_STEADY = 40.0  # a piece that is shorter does not tell the slope of its line

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of a line as it was found: places along it, and where it stands across at each."""

    along: Sequence[float]
    at: Sequence[float]

    @property
    def start(self) -> float:
        """Where it begins."""
        return self.along[0]

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.along[-1]

    def near(self, along: float, mm: float) -> float:
        """Where it stands at a place; beyond its ends it goes on straight."""
        import numpy as np  # noqa: PLC0415

        slope = (self.at[-1] - self.at[0]) / (self.end - self.start) if self.end - self.start >= _STEADY * mm else 0.0
        beyond = max(0.0, along - self.end) + min(0.0, along - self.start)
        return float(np.interp(along, self.along, self.at)) + slope * beyond


class Track(NamedTuple):
    """A whole line: all its strokes."""

    strokes: tuple[Stroke, ...]

    @property
    def start(self) -> float:
        """Where it begins."""
        return min(stroke.start for stroke in self.strokes)

    @property
    def end(self) -> float:
        """Where it ends."""
        return max(stroke.end for stroke in self.strokes)

    def near(self, along: float, mm: float) -> float:
        """Where it stands at a place: between the strokes of a double line, else on the nearest."""
        away = [max(stroke.start - along, along - stroke.end, 0.0) for stroke in self.strokes]
        least = min(away)
        at = [stroke.near(along, mm) for stroke, far in zip(self.strokes, away, strict=True) if far == least]
        return sum(at) / len(at)


def strokes(ink: Pixels, outlines: Iterable[tuple[int, int, int, int]], mm: float) -> list[Stroke]:
    """The pieces of lines that lie across, from the boxes (x, y, width, height) around their ink."""
    import numpy as np  # noqa: PLC0415

    found: list[Stroke] = []
    for x, y, width, height in outlines:
        part = ink[y : y + height, x : x + width] > 0
        full = part.sum(axis=0)
        middle = (part * np.arange(height)[:, None]).sum(axis=0) / np.maximum(full, 1)
        cuts = np.linspace(0, width, max(1, round(width / (_SAMPLE * mm))) + 1).astype(int)
        along, at = [], []
        for start, end in pairwise(cuts.tolist()):
            inked = full[start:end] > 0
            if inked.any():
                along.append(x + (start + end) / 2)
                at.append(y + float(np.median(middle[start:end][inked])))
        if along:
            found.append(Stroke((float(x), *along, float(x + width)), (at[0], *at, at[-1])))
    return found


def gathered(items: Sequence[_Item], together: Iterable[tuple[int, int]]) -> list[list[_Item]]:
    """Items in groups: those of pairs (of their numbers) together."""
    group = list(range(len(items)))

    def first(n: int) -> int:
        while group[n] != n:
            n = group[n]
        return n

    for one, other in together:
        group[first(one)] = first(other)
    found: dict[int, list[_Item]] = {}
    for n, item in enumerate(items):
        found.setdefault(first(n), []).append(item)
    return list(found.values())


def tracks(pieces: Sequence[Stroke], mm: float) -> list[Track]:
    """Whole lines: pieces that follow each other, and the strokes of double lines."""

    def same(one: Stroke, other: Stroke) -> bool:
        along = (max(one.start, other.start) + min(one.end, other.end)) / 2
        return abs(one.near(along, mm) - other.near(along, mm)) <= _DOUBLE * mm

    pairs = ((n, k) for n, k in combinations(range(len(pieces)), 2) if same(pieces[n], pieces[k]))
    return [Track(tuple(group)) for group in gathered(pieces, pairs)]
