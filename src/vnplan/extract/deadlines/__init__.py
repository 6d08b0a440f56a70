"""Deadlines: the limits, periods and rhythms that a plan sets for its tasks, reports and targets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from vnplan.core.document import Document
from vnplan.core.making import making
from vnplan.core.mentions import Citation, Deadline, DeadlineRelation
from vnplan.core.span import Span
from vnplan.extract.deadlines import rhythms
from vnplan.extract.deadlines.about import About, Actors, Empty
from vnplan.extract.deadlines.atoms import Scanner
from vnplan.extract.deadlines.calendar import Clock
from vnplan.extract.deadlines.compose import Composer, Time, Value, value
from vnplan.extract.deadlines.judge import Judge
from vnplan.extract.deadlines.places import Labels, Slot, Slots, retrospect, silent
from vnplan.knowledge import Knowledge
from vnplan.knowledge.roles import Roles
from vnplan.knowledge.times import Times, union

__all__ = ["find"]

_made = making(Deadline)
_ALONE = re.compile(
    r"(?:^|[,;(/:\n-]|(?<!\w)(?:và|hoặc|đến|từ|là|vào|trong|trước|khoảng|dự kiến|ước|hoàn thành|xong|kết thúc"
    r"|bắt đầu)) ?$"
)
_YEARLY_WORK = re.compile(r"(?<!\w)h[ằà]ng năm ?:?\s*\Z")
_EVENT_RELATIONS: dict[str, DeadlineRelation] = {
    "before_event": "before",
    "before_work": "before",
    "from_event": "from",
}
_OPENS = re.compile(
    r"(?:.*[,;:(/\n-] ?(?:và |hoặc )?|.* (?:và|hoặc) )?(?:(?:nhiệm vụ|công việc|hoạt động) )?", re.DOTALL
)


class _Finder:
    """The compiled tables."""

    def __init__(self, times: Times, roles: Roles) -> None:
        self.actors = Actors(roles, times)
        self.labels = Labels(times, roles)
        self.empty = Empty(times)
        self.scanner = Scanner(times)
        self.composer = Composer(times)
        self.judge = Judge(times)
        self.events = times.events
        self.event = re.compile(rf"(?<!\w){union(times.events)}(?!\w)")  # any of them


@lru_cache(maxsize=4)
def _finder(times: Times, roles: Roles) -> _Finder:
    return _Finder(times, roles)


def find(doc: Document, know: Knowledge) -> Iterator[Deadline]:
    """Yield the deadlines of a document, in reading order."""
    clean = doc.text.clean
    lower = clean.lower()
    if len(lower) != len(clean):  # a few letters of other alphabets grow when lowered
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in clean)
    titles = know.times.read("\n".join(filter(None, (doc.header.title, *(c.title for c in doc.get(Citation))))).lower())
    yield from _Pass(doc, know.times.read(lower), titles, _finder(know.times, know.roles)).deadlines()


class _Pass:
    """One document on its way through."""

    def __init__(self, doc: Document, lower: str, titles: str, finder: _Finder) -> None:
        self.doc = doc
        self.lower = lower
        self.titles = titles
        self.finder = finder
        self.clock = Clock(doc.header.issued_on, doc.header.plan_years, _based_on(doc))
        self.silent = silent(doc)
        self.retrospect = retrospect(doc)
        self.cited = {
            cited.extent.end
            for cited in doc.get(Citation)
            if cited.form == "full" and not cited.title and cited.extent.end > cited.span.end
        }
        self.slots = Slots(doc, lower, finder.labels)

    def deadlines(self) -> Iterator[Deadline]:
        times = self.finder.composer.times(self.lower, list(self.finder.scanner.atoms(self.lower)))
        found: list[Deadline] = []
        previous: Time | None = None
        for time in times:
            slot = self.slots.at(time.atom.start)
            if self.silent.touch(time.atom.start, time.atom.start + 1):
                continue
            deadline = self._in_slot(time, slot, previous) if slot else self._running(time, previous)
            if deadline:
                found.append(deadline)
                previous = time
        starts = [deadline.span.start for deadline in found]
        for slot in self.slots.found:
            taken = _within(slot, found, starts)
            found += [*self._lengths(slot, taken), *self._open(slot, taken)]
        found.sort(key=lambda deadline: deadline.span)
        about = About(
            self.doc, self.lower, self.finder.empty, self.finder.actors, (deadline.span for deadline in found)
        )
        for deadline in found:
            slot = self.slots.at(deadline.span.end - 1)
            if slot and not slot.inline:
                yield replace(deadline, applies_to=about.of_slot(slot))
            else:
                yield replace(deadline, applies_to=about.of_clause(deadline.span))

    def _value(self, time: Time, previous: Time | None, *, in_plan: bool) -> Value | None:
        undated = time.atom.shape == "day" and time.atom.last.year is None and not time.every
        series = self.finder.judge.series(self.lower, time, self.clock, previous) if undated else None
        if undated and series is None and self._under_yearly_work(time.atom.start):
            series = "heading"
        time.in_series = series == "stated"
        return value(time, self.clock, series=series, in_plan=in_plan)

    def _under_yearly_work(self, offset: int) -> bool:
        """Whether a place stands under a heading of work that comes each year: `1. Lập danh mục hộ nghèo hằng năm:`."""
        line = self.doc.line_at(offset)
        return line is not None and any(
            node.heading.end <= offset and _YEARLY_WORK.search(self.lower, *node.heading)
            for node in self.doc.ancestors(line.node)
        )

    def _in_slot(self, time: Time, slot: Slot, previous: Time | None) -> Deadline | None:
        shape = time.atom.shape
        if shape == "open" and time.atom.rule not in {"times.years_after", "times.ad_hoc"}:
            return None  # found with the rows for slots
        if (
            shape == "day"
            and time.atom.bare
            and time.atom.last.year is None
            and time.preposition is None
            and not time.every
            and time.list_end - time.list_start < len(self.lower[slot.span.start : slot.span.end].strip(" .;|"))
        ):
            return None  # a fraction, unless it is all that stands there
        if time.atom.bare and time.preposition is None and not _ALONE.search(self.lower[slot.span.start : time.start]):
            return None  # the year of a law's name
        if time.atom.rule == "times.weekday_only" or (time.atom.rule == "times.day_only" and time.preposition is None):
            return None
        meant = self._value(time, previous, in_plan=slot.cell)
        return self._deadline(time, meant) if meant else None

    def _running(self, time: Time, previous: Time | None) -> Deadline | None:
        meant = self._value(time, previous, in_plan=False)
        if meant is None:
            return None
        if self.retrospect.touch(time.start, time.end) and not self._ahead(time, meant):
            return None
        role = self.doc.role_at(time.start)
        time.behind_citation = time.start - 1 in self.cited and self.lower[time.start - 1] == " "
        if not self.finder.judge.accepts(self.lower, time, meant, self.clock, role, previous=previous):
            return None
        return None if self._in_title(time) else self._deadline(time, meant)

    def _in_title(self, time: Time) -> bool:
        """Whether a time and the words before it are the name of an instrument whose title says them too."""
        words = self.finder.judge.named(self.lower, time)
        return words is not None and len(words) > time.end - time.start + 1 and (" ".join(words.split()) in self.titles)

    def _ahead(self, time: Time, meant: Value) -> bool:
        """Whether a time lies so clearly ahead that a line that tells of the past cannot mean it as past."""
        begins = self.clock.begins
        if begins is None or meant.end is None or meant.inferred:
            return False
        return meant.end > begins and (time.relation == "before" or meant.end.year > begins.year)

    def _deadline(self, time: Time, meant: Value) -> Deadline:
        atom = time.atom
        inferred = meant.inferred + (("relation",) if time.relation_shared else ())
        rule = atom.rule
        if atom.shape == "duration":
            meant = Value("duration", atom.relation)
        return _made(
            span=Span(time.start, time.end),
            rule=rule,
            kind=meant.kind,
            relation=meant.relation,
            start=meant.start,
            end=meant.end,
            rrule=meant.rrule,
            duration=atom.duration,
            business_days=atom.business,
            inferred=inferred,
        )

    def _lengths(self, slot: Slot, taken: list[Span]) -> list[Deadline]:
        """The lengths of time of a slot: `18 tháng`. Each is added to what is taken."""
        lengths, dated = [], tuple(taken)
        for atom in rhythms.lengths(self.lower, *slot.span):
            span = Span(atom.start, atom.end)
            if not any(self._beside(span, other) for other in dated):
                taken.append(span)
                lengths.append(self._deadline(Time(atom, atom.start, atom.end), Value("duration", atom.relation)))
        return lengths

    def _beside(self, length: Span, other: Span) -> bool:
        """Whether a time says when the days are that a length counts: `01 ngày, trong tháng 5/2024`."""
        between = self.lower[min(length.end, other.end) : max(length.start, other.start)]
        return length.overlaps(other) or not re.search(r"[;\n]", between)

    def _open(self, slot: Slot, taken: list[Span]) -> Iterator[Deadline]:
        """The times of a slot that are tied to an event or to nothing: `Thường xuyên`, `Theo tiến độ`."""
        if not self.finder.event.search(self.lower, slot.span.start, slot.span.end):
            return
        matches = [
            (Span(*match.span()), row.id)
            for row in self.finder.events
            for match in row.regex.finditer(self.lower, slot.span.start, slot.span.end)
        ]
        matches.sort(key=lambda found: (found[0].start, -found[0].end))
        for span, name in matches:
            if any(span.overlaps(other) for other in taken):
                continue
            if not taken and not _OPENS.fullmatch(self.lower, slot.span.start, span.start):
                continue
            taken.append(span)
            yield self._event(span, name)

    def _event(self, span: Span, name: str) -> Deadline:
        if name == "in_year" and (year := self.clock.single_year):
            return _made(
                span=span, rule="times.in_year", kind="period", relation="within",
                start=date(year, 1, 1), end=date(year, 12, 31), inferred=("start", "end"),
            )  # fmt: skip
        relation = _EVENT_RELATIONS.get(name)
        return _made(span=span, rule=f"times.{name}", kind="open", relation=relation)


def _within(slot: Slot, found: list[Deadline], starts: list[int]) -> list[Span]:
    """The places in a slot that are taken already."""
    first, last = bisect_left(starts, slot.span.start), bisect_left(starts, slot.span.end)
    return [deadline.span for deadline in found[first:last]]


def _based_on(doc: Document) -> date | None:
    """The day of the youngest legal basis."""
    days = (
        citation.issued_on
        for citation in doc.get(Citation)
        if citation.relation == "legal_basis" and citation.issued_on and len(citation.issued_on) == len("2024-05-31")
    )
    return max(map(date.fromisoformat, days), default=None)
