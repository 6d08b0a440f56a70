"""When targets are due: the deadline in the same sentence or row, else that of the heading above."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from vnplan.core.document import Document
from vnplan.core.mentions import Deadline, Due, Target
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge

_DATING = frozenset({"date", "period", "recurring"})


def find(doc: Document, know: Knowledge) -> Iterator[Due]:  # noqa: ARG001 - every stage has the same shape
    """Yield for each target the deadline that dates it, in the order of the targets."""
    index = _Index(doc)
    if not index.deadlines:
        return
    for target in doc.get(Target):
        if stated := index.in_sentence(target) or index.in_row(target):
            yield Due(target=target, deadline=stated)
        elif inferred := index.above(target):
            yield Due(target=target, deadline=inferred, inferred=True)


class _Index:
    """The deadlines and targets of a document by place."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.clean = doc.text.clean
        self.deadlines = sorted((d for d in doc.get(Deadline) if d.kind in _DATING), key=lambda d: d.span)
        self.starts = [deadline.span.start for deadline in self.deadlines]
        self.targets = sorted(target.span.start for target in doc.get(Target))
        self.rows = [row for table in doc.tables for row in table.rows]
        self.row_starts = [row.span.start for row in self.rows]
        self.times = {
            cell.span
            for table in doc.tables
            for row in table.rows
            for cell in row.cells
            if cell.column < len(table.columns) and table.columns[cell.column] == "time"
        }

    def within(self, span: Span) -> list[Deadline]:
        """The deadlines that begin in a span."""
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return self.deadlines[first:last]

    def sentence(self, at: int) -> Span:
        """The sentence around a place; a line break ends it, a full stop too, a semicolon does not."""
        start = max(self.clean.rfind("\n", 0, at) + 1, self.clean.rfind(". ", max(0, at - 3000), at) + 1)
        ends = [n for n in (self.clean.find("\n", at), self.clean.find(". ", at, at + 3000)) if n >= 0]
        return Span(start, min(ends, default=len(self.clean)))

    def in_sentence(self, target: Target) -> Deadline | None:
        """The deadline of the same sentence.

        `Đến năm 2025 đạt 60%, năm 2030 đạt 80%`: the last one before. `đạt 90% vào năm 2025 và 95% vào năm 2030`: the
        next one after. Which of the two holds is told by what comes first in the sentence.
        """
        sentence = self.sentence(target.span.start)
        near = self.within(sentence)
        if not near:
            return None
        before = [deadline for deadline in near if deadline.span.start < target.span.start]
        after = [deadline for deadline in near if deadline.span.start >= target.span.start]
        first_target = self.targets[bisect_left(self.targets, sentence.start)]
        if after and not (before and near[0].span.start < first_target):
            between = self.clean[target.span.end : after[0].span.start]
            # a limit beyond a semicolon belongs to what stands there
            if ";" not in between:
                return after[0]
        return before[-1] if before else None

    def in_row(self, target: Target) -> Deadline | None:
        """The deadline in the time column of the target's row."""
        n = bisect_left(self.row_starts, target.span.start + 1) - 1
        if n < 0 or not self.rows[n].span.contains(target.span):
            return None
        for cell in self.rows[n].cells:
            if cell.span in self.times and (found := self.within(cell.span)):
                return found[0]
        return None

    def above(self, target: Target) -> Deadline | None:
        """The deadline of the nearest heading or lead-in line above (`2. Đến năm 2030`, `Phấn đấu đến năm 2030:`)."""
        n = self.doc.line_index(target.span.start)
        if n < 0:
            return None
        line = self.doc.lines[n]
        for lead in range(n - 1, max(-1, n - 60), -1):
            other = self.doc.lines[lead]
            if other.node != line.node:
                break
            if self.clean[other.span.start : other.span.end].rstrip().endswith(":") and (
                found := self.within(other.span)
            ):
                return found[-1]
        for node in self.doc.ancestors(line.node):
            if node.heading.start < line.span.start and (found := self.within(self._line(node.heading))):
                return found[0]
        return None

    def _line(self, heading: Span) -> Span:
        line = self.doc.line_at(heading.start)
        return line.span if line else heading
