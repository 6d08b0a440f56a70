"""Lines that only say when the task above them is due: `Hoàn thành trong quý II năm 2026.`, `Thời gian: quý III.`"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from vnplan.core.document import Document, Line
from vnplan.core.mentions import Assignment, Deadline
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.link.attributes import items_above
from vnplan.link.units import ByPlace

_TASKS = frozenset({"item", "paragraph", "heading"})
# `Thời gian tổ chức hội nghị tổng kết | trong quý I năm 2027`, not `Thời gian tới tập trung …`
_OF_ACT = regex.compile(
    r"(?:thời (?:gian|hạn)|tiến độ) (?!tới|qua|vừa|sắp|còn)(?:[^\s,;.:()]+ ){1,12}", regex.IGNORECASE
)
_LONGEST = 160  # characters: a line that only tells a time is short


class Dating:
    """The lines of a document that only date the tasks above them."""

    def __init__(self, doc: Document, know: Knowledge) -> None:
        self._doc = doc
        self._text = doc.text.clean
        self._label = know.roles.attribute
        self._times = {label for label, row in know.roles.holds_of.items() if row.holds == "time"}
        self._empty = regex.compile(rf"(?<!\w)(?:{know.times.cue('empty', 'leads')}|yêu cầu|phải|cần)(?!\w)")
        self._deadlines = ByPlace(doc.get(Deadline))
        self.lines: dict[int, int] = {}  # each with the line of the task right above it
        self._of: dict[int, list[int]] = {}
        self._shared: set[int] = set()  # those said of several tasks
        for index, line in enumerate(doc.lines):
            if index and line.kind == "paragraph" and not line.label and not line.past and self._only_dates(line):
                self._add(index, line)

    def dates(self, index: int) -> bool:
        """Whether a line is dated by one below it."""
        return index in self._of

    def dated(self, index: int, found: Iterable[Assignment]) -> Iterator[Assignment]:
        """The assignments of a line with the times told below it; the last one reaches to where they are told."""
        below = self._of.get(index)
        if below is None:
            yield from found
            return
        units = list(found)
        deadlines = tuple(d for n in below for d in self._deadlines.within(self._doc.lines[n].span))
        for unit in units:
            span = unit.span
            if unit is units[-1] and not self._shared.intersection(below):
                span = Span(span.start, self._told_until(self._doc.lines[below[-1]]))
            yield replace(unit, span=span, deadlines=(*unit.deadlines, *deadlines))

    def _told_until(self, line: Line) -> int:
        return line.body.start + len(self._text[line.body.start : line.body.end].rstrip(" .;,"))

    def _add(self, index: int, line: Line) -> None:
        above = self.lines.get(index - 1, index - 1)
        task = self._doc.lines[above]
        if above < 0 or task.kind not in _TASKS or task.node < 0 or line.node < 0:
            return
        own = task.node == line.node
        if not own and self._doc.nodes[task.node].parent != line.node:
            return
        if self._text[task.body.start : task.body.end].rstrip().endswith(":"):
            return
        # a labelled line under several items is said of all of them, a sentence of the one before it
        labelled = not own and self._label.match(self._text, *line.body) is not None
        tasks = items_above(self._doc, index, line.node, self.lines) if labelled else []
        for n in tasks or [above]:
            self._of.setdefault(n, []).append(index)
        self._shared.update([index] if len(tasks) > 1 else [])
        self.lines[index] = above

    def _only_dates(self, line: Line) -> bool:
        """Whether a line says nothing but a time."""
        start, end = line.body
        times = self._deadlines.within(line.body) if end - start <= _LONGEST else ()
        if not times:
            return False
        label = self._label.match(self._text, start, end)
        if label is not None:
            return label.group(1).lower() in self._times
        rest, offset = "", start
        for time in times:
            rest, offset = rest + self._text[offset : time.span.start] + " ", time.span.end
        rest += self._text[offset:end]
        if not any(word[0].isalnum() for word in self._empty.sub(" ", rest.lower()).split()):
            return True
        behind = self._text[times[-1].span.end : end].strip(" .;")
        return not behind and _OF_ACT.fullmatch(self._text, start, times[0].span.start) is not None
