"""The bodies named in a text, and the lists they stand in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import regex

from vnplan.core.mentions import Agency
from vnplan.core.span import Span

# Between the names of a list; a bracket after a name belongs to it ("Sở Y tế (thường trực), Sở Nội vụ"), and so do
# words in quotes ("Ban Chỉ đạo Phong trào “Xóm sạch”, Sở Nội vụ").
_BRACKET = r"(?:(?: (?:cuộc vận động|phong trào))? [“\"][^“”\"\n]{1,160}[”\"])?(?:[ ]?\([^()\n]{0,160}\))?"
_AND = regex.compile(
    _BRACKET + r"[ ]?(?:,|/|&|và|cùng với|cùng|hoặc)(?: (?:và|cùng|nhất là|đặc biệt là))? ?", regex.IGNORECASE
)
_AND_WIDE = regex.compile(
    _BRACKET + r"[ ]?(?:[,;/&+\n|]|- |và|cùng với|cùng|hoặc|[.]\n)+(?: ?(?:và|cùng|- ?|\n))? ?", regex.IGNORECASE
)
_SEMICOLON = regex.compile(_BRACKET + r"[ ]?; (?:và )?", regex.IGNORECASE)


class Bodies:
    """The outermost agency mentions of a document, in order, found by place."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        outer: list[Agency] = []
        for agency in sorted(agencies, key=lambda a: (a.span.start, -a.span.end)):
            if not outer or agency.span.end > outer[-1].span.end:
                outer.append(agency)
        self.all = outer
        self._starts = [agency.span.start for agency in outer]

    def at(self, offset: int) -> Agency | None:
        """The body whose name begins exactly at an offset."""
        n = bisect_left(self._starts, offset)
        return self.all[n] if n < len(self.all) and self._starts[n] == offset else None

    def before(self, offset: int) -> Agency | None:
        """The last body whose name begins before an offset."""
        n = bisect_left(self._starts, offset)
        return self.all[n - 1] if n else None

    def within(self, span: Span) -> list[Agency]:
        """The bodies named inside a span."""
        start, end = span
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        while last > first and self.all[last - 1].span.end > end:  # the later a body begins, the later it ends
            last -= 1
        return self.all[first:last]

    def first_between(self, start: int, end: int) -> Agency | None:
        """The first body whose name begins in a range of offsets."""
        n = bisect_left(self._starts, start)
        return self.all[n] if n < len(self.all) and self._starts[n] < end else None

    def listed_from(self, text: str, offset: int, end: int, *, wide: bool = False) -> tuple[list[Agency], int]:
        """The bodies listed one after another from an offset, and where the list ends.

        `wide` also lets semicolons and line breaks separate, as in headings and cells.
        """
        found: list[Agency] = []
        separator = _AND_WIDE if wide else _AND
        body = self.at(offset)
        while body is not None and body.span.end <= end:
            found.append(body)
            offset = body.span.end
            match = separator.match(text, offset, end)
            body = self.at(match.end()) if match else None
        return found, offset

    def parted_from(self, text: str, offset: int, end: int) -> tuple[list[Agency], int, bool]:
        """The bodies of a list that semicolons part, how many parts it has, and whether an `và` tells the last.

        A name stands alone between two semicolons.
        """
        found: list[Agency] = []
        parts = 0
        while True:  # each turn goes on behind a mark
            parts += 1
            part, offset = self.listed_from(text, offset, end)
            found += part
            mark = _SEMICOLON.match(text, offset, end) if part else None
            if mark is None:
                last = len(part) > 1 or bool(part and text.endswith("và ", 0, part[0].span.start))
                return found, parts if part else parts - 1, last
            offset = mark.end()

    @staticmethod
    def joined(text: str, end: int, start: int) -> bool:
        """Whether what stands between two names makes them neighbours in a list."""
        return _AND.fullmatch(text, end, start) is not None
