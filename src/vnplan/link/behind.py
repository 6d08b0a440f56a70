"""Who is told behind a task (`Nạo vét cống do Sở A chủ trì`, `Nạo vét cống; giao Sở A`, `Nạo vét cống (Sở A)`)."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from vnplan.core.mentions import Agency, Modality
from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.knowledge.telling import BehindRow, Telling
from vnplan.link.bodies import Bodies
from vnplan.link.endings import Beginnings, Endings
from vnplan.link.subjects import Subject

_MARKS = (": ", "; ", ". ", "( ", "– ", "- ", ", ", "(", "(\n")
_BARE_MARKS = frozenset({": ", "- ", "– ", " ("})
_INNER = regex.compile(r"[:;(]|\. ")
_SHORTEST_BARE = 12
_CLAUSE = regex.compile(r"[;.](?=\s|$)|\)")
_LEAD_IN = 48
_SHORTEST_TASK = 10  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """Bodies told behind a task: where the task ends, where the telling does."""

    bodies: tuple[Agency, ...]
    cut: int
    end: int
    given: bool  # expressly assigned
    modality: Modality = "assign"

    def subject(self, start: int) -> Subject:
        """The bodies as those charged with a unit."""
        return Subject(self.bodies, start, self.end, self.modality, assigned=self.given)


class Behind:
    """Finds those told behind a task."""

    def __init__(self, text: str, bodies: Bodies, roles: Roles, telling: Telling) -> None:
        self._text = text
        self._bodies = bodies
        self._roles = roles
        self._telling = telling
        self._giving = Endings.of(*telling.row_of)
        self._assigning = Endings.of(*roles.modality_of)
        self._no_tasks = Beginnings.of_rows(telling.no_tasks)

    def told(self, span: Span, *, only_given: bool = False, bare: bool = False) -> Told | None:
        """The bodies told behind the task that a text begins with; it begins with no subject.

        `bare`: where tasks are given, a name alone at the end tells who does it.
        """
        offset = span.start
        if self._no_tasks.can_begin(self._text, span.start) and self._telling.no_task.match(self._text, *span):
            return None
        for body in self._bodies.within(span):
            if body.span.start < offset:
                continue
            found, offset = self._bodies.listed_from(self._text, body.span.start, span.end)
            told = self._told(span, tuple(found), offset)
            if told is not None and (told.given or not only_given) and told.cut - span.start >= _SHORTEST_TASK:
                return told
        return self._bare(span) if bare else None

    def only_tells(self, span: Span) -> int | None:
        """Where the names begin in a line that only tells who does what stands above it: `(Sở A chủ trì)`."""
        lead_in = self._telling.lead_in.match(self._text, span.start, span.end)
        if lead_in is None:
            return None
        found, end = self._bodies.listed_from(self._text, lead_in.end(), span.end)
        taken = self._telling.taken.match(self._text, end, span.end) if found else None
        return None if taken is None or self._acts(taken.end(1), span.end) else lead_in.end()

    def _bare(self, span: Span) -> Told | None:
        """`Nạo vét cống qua đường: Sở A`, `Nạo vét cống qua đường (Sở A)`: names alone behind one task."""
        first = self._bodies.first_between(span.start, span.end)
        if first is None or self._text[first.span.start - 2 : first.span.start] not in _BARE_MARKS:
            return None
        found, end = self._bodies.listed_from(self._text, first.span.start, span.end)
        if not self._telling.closes.match(self._text, end, span.end):
            return None
        task = self._text[span.start : first.span.start].rstrip(" (:-–")
        served = any(body.collective and self._roles.served.match(self._text, *body.span) for body in found)
        acts = self._roles.act.match(task) or self._telling.short_verb.match(task)
        if served or len(task) < _SHORTEST_BARE or not acts or self._roles.sends.search(task):
            return None
        refused = (self._telling.looks.match(task), self._telling.no_bare.search(task), _INNER.search(task))
        if any(refused) or self._telling.quantified.search(f"{task} "):
            return None
        return Told(tuple(found), first.span.start, end, given=False)

    def _told(self, span: Span, found: tuple[Agency, ...], end: int) -> Told | None:
        name = found[0].span.start
        start = max(span.start, name - _LEAD_IN)
        before = self._text[start:name]
        taken = self._telling.taken.match(self._text, end, span.end)
        after = taken.end(1) if taken else end
        closed = taken is not None or self._telling.ends_told.match(self._text, end, span.end) is not None
        cue = self._telling.before_name.search(before) if self._giving.can_end(before) else None
        if cue is not None:
            row, cut = self._telling.row_of[cue.group(1).lower()], start + cue.start()
            if not (taken if row.verb else closed) or not self._gives(self._text[span.start : cut], row):
                return None
            return None if not row.verb and self._goes_on(after, span.end) else Told(found, cut, after, not row.verb)
        assigner = self._roles.assigner_before.search(before) if self._assigning.can_end(before) else None
        if assigner is not None:
            cut = start + assigner.start()
            if not closed or not self._text.endswith(_MARKS, start, cut) or self._goes_on(after, span.end):
                return None
            modality = self._roles.modality_of[assigner.group(1).lower()]
            return Told(found, cut, after, given=True, modality=modality)
        if taken is None and len(found) > 1:
            taken = self._telling.together.match(self._text, end, span.end)
            after = taken.end() if taken else end
        if taken is None or not before.endswith(_MARKS):
            return None
        bracketed = before.endswith("(")
        return None if not bracketed and self._goes_on(after, span.end) else Told(found, name, after, given=False)

    def _gives(self, task: str, row: BehindRow) -> bool:
        """Whether words between a task and a name give the task to it, and do not tell of a noun in it."""
        if self._telling.not_given.search(task):
            return False
        if row.verb and self._telling.takes_part.match(task):
            return False
        if row.relative or self._telling.looks.match(task):
            return self._telling.quantified.search(task) is None
        return not (self._telling.looks_perhaps.match(task) and self._telling.led_by_others.search(task))

    def _goes_on(self, offset: int, end: int) -> bool:
        """Whether the clause of the telling says what is to be done: then it is a task by itself."""
        stop = _CLAUSE.search(self._text, offset, end)
        return self._acts(offset, stop.start() if stop else end)

    def _acts(self, offset: int, end: int) -> bool:
        """Whether a text says what is to be done, besides partners and times."""
        words = list(self._text[offset:end])
        for body in self._bodies.within(Span(offset, end)):  # `Thanh tra tỉnh` is no act
            words[body.span.start - offset : body.span.end - offset] = "_" * (body.span.end - body.span.start)
        return self._roles.act.search(self._telling.said_besides.sub("", "".join(words))) is not None
