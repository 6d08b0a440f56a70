"""A text as read beside its folded view, and the way back from the view to the text."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vnplan.core.span import Span


class Edit(NamedTuple):
    """`text[start:end]` is to be read as `replacement`."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class OriginMap:
    """Where the characters of an edited text came from: one entry an edit, sorted.

    An edit that keeps the length maps character by character; any other is a whole, of which every
    character came from all of the characters replaced.
    """

    old_starts: Sequence[int] = ()
    old_ends: Sequence[int] = ()
    new_starts: Sequence[int] = ()
    new_ends: Sequence[int] = ()

    def origin_start(self, offset: int) -> int:
        """The old offset at which the character at a new offset begins."""
        return self._start(offset, bisect_right(self.new_starts, offset) - 1)

    def origin_end(self, offset: int) -> int:
        """The old offset at which the character before a new offset ends."""
        return self._end(offset, bisect_right(self.new_starts, offset - 1) - 1) if offset else 0

    def origin_span(self, start: int, end: int) -> tuple[int, int]:
        """Both of what stands between two new offsets."""
        if start >= end:
            return self.origin_start(start), self.origin_end(end)
        starts = self.new_starts
        n = m = bisect_right(starts, start)  # the edits up to its beginning, and up to its end
        if n < len(starts) and starts[n] < end:
            m = bisect_right(starts, end - 1, n)
        elif not n:
            return start, end
        elif (before := self.new_ends[n - 1]) <= start:  # most words stand between two edits
            shift = self.old_ends[n - 1] - before
            return start + shift, end + shift
        return self._start(start, n - 1), self._end(end, m - 1)

    def _start(self, offset: int, n: int) -> int:
        """Where a character begins whose place the n-th edit is the last to change."""
        # an edit that deletes shares its new start with the text after it: that text is meant
        if n < 0:
            return offset
        if offset >= self.new_ends[n]:
            return offset - self.new_ends[n] + self.old_ends[n]
        if self.new_ends[n] - self.new_starts[n] == self.old_ends[n] - self.old_starts[n]:
            return offset - self.new_starts[n] + self.old_starts[n]
        return self.old_starts[n]

    def _end(self, offset: int, n: int) -> int:
        """Where a character ends whose place the n-th edit is the last to change."""
        if n < 0:
            return offset
        if offset > self.new_ends[n]:
            return offset - self.new_ends[n] + self.old_ends[n]
        if self.new_ends[n] - self.new_starts[n] == self.old_ends[n] - self.old_starts[n]:
            return offset - self.new_starts[n] + self.old_starts[n]
        return self.old_ends[n]

    def edited(self, offset: int) -> int:
        """The new offset of the character at an old offset (of what replaced it, if it was replaced)."""
        n = bisect_right(self.old_starts, offset) - 1
        if n < 0:
            return offset
        if offset >= self.old_ends[n]:
            return offset - self.old_ends[n] + self.new_ends[n]
        if self.new_ends[n] - self.new_starts[n] == self.old_ends[n] - self.old_starts[n]:
            return offset - self.old_starts[n] + self.new_starts[n]
        return self.new_starts[n]


def apply_edits(text: str, edits: Iterable[tuple[int, int, str]]) -> tuple[str, OriginMap]:
    """The text after edits (sorted, without overlap) and the map back.

    >>> new, origin = apply_edits("a**b", [Edit(1, 3, "")])
    >>> new, origin.origin_start(1), origin.origin_end(1)
    ('ab', 3, 1)
    """
    edits = list(edits)
    if not edits:
        return text, OriginMap()
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    shift = 0
    for start, end, replacement in edits:
        pieces += text[done:start], replacement
        new_start = start + shift
        new_end = new_start + len(replacement)
        new_starts.append(new_start)
        new_ends.append(new_end)
        shift = new_end - end
        done = end
    pieces.append(text[done:])
    old_starts, old_ends, _ = zip(*edits, strict=True)
    # arrays: a long text has hundreds of thousands of edits, and a list of numbers takes nine times the memory
    places = (array("I", numbers) for numbers in (old_starts, old_ends, new_starts, new_ends))
    return "".join(pieces), OriginMap(*places)


@dataclass(frozen=True, slots=True)
class Text:
    """`raw` as read, `clean` as the rules see it, and the maps between them.

    All spans inside vnplan are offsets into `clean`; `raw_span` gives the place in the text as read.
    """

    raw: str
    clean: str
    maps: tuple[OriginMap, ...] = field(default=())

    @classmethod
    def of(cls, raw: str) -> Text:
        """A text whose view is the text itself."""
        return cls(raw, raw)

    def edit(self, edits: Iterable[tuple[int, int, str]]) -> Text:
        """The same text with edits made to its view."""
        clean, origin = apply_edits(self.clean, edits)
        return self if not origin.old_starts else Text(self.raw, clean, (*self.maps, origin))

    def raw_start(self, offset: int) -> int:
        """The place in `raw` of the character at an offset into `clean`."""
        for origin in reversed(self.maps):
            offset = origin.origin_start(offset)
        return offset

    def raw_end(self, offset: int) -> int:
        """The place in `raw` just after the character before an offset into `clean`."""
        for origin in reversed(self.maps):
            offset = origin.origin_end(offset)
        return offset

    def raw_span(self, span: Span) -> Span:
        """The place in `raw` of a place in `clean`."""
        return Span(*self.raw_range(*span))

    def raw_range(self, start: int, end: int) -> tuple[int, int]:
        """The place in `raw` of a place in `clean`, as plain numbers."""
        for origin in reversed(self.maps):
            start, end = origin.origin_span(start, end)
        return (start, end) if start < end else (start, start)

    def clean_span(self, span: Span) -> Span:
        """The place in `clean` of a place in `raw`."""
        start = self.clean_offset(span.start)
        return Span(start, max(start, self.clean_offset(span.end)))

    def clean_offset(self, raw_offset: int) -> int:
        """The place in `clean` of a character of `raw`."""
        for origin in self.maps:
            raw_offset = origin.edited(raw_offset)
        return min(raw_offset, len(self.clean))
