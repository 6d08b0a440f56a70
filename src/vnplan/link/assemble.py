"""Who is assigned what: units of work, their actors, and the mentions that belong to them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import regex

from vnplan.core.document import Document, Line
from vnplan.core.mentions import Actor, Agency, Assignment, Citation, Deadline, Mention, Modality, Target
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.link.actors import ActorFinder
from vnplan.link.attributes import Group, groups, text_lines
from vnplan.link.bodies import Bodies
from vnplan.link.rows import RowTask, row_tasks
from vnplan.link.subjects import Subject, SubjectFinder

M = TypeVar("M", bound=Mention)

_CLAUSE_END = regex.compile(r"(?<=[;])\s|(?<=[^.\d]\.)\s(?=\p{Lu})")
_END_MARKS = " ,;:"
# What of a unit's beginning tells the actors and not the task.
_LEADING = regex.compile(
    r"(?:\s|,|và |có trách nhiệm |có nhiệm vụ |chủ trì(?: thực hiện)?|chủ động phối hợp|phối kết hợp|phối hợp(?: chặt chẽ| đồng bộ| hiệu quả)?|với |cùng |cùng với |làm đầu mối)+",
    regex.IGNORECASE,
)
_ONLY_LEADS = regex.compile(r"(?:chủ trì|thực hiện|làm đầu mối|là cơ quan (?:chủ trì|đầu mối))(?=[,;.]|$)")
_ENACTS = regex.compile(r"(?:nay )?(?:ban hành|xây dựng|thông báo|triển khai|đề ra|báo cáo|yêu cầu|có ý kiến)(?!\p{L})")
_OWN_WORK = frozenset({"purpose", "target"})


@dataclass(frozen=True, slots=True)
class Charge:
    """Bodies charged with what follows: by a heading, or by a sentence that ends with a colon."""

    leads: tuple[Agency, ...]
    others: tuple[Actor, ...]
    modality: Modality
    offset: int
    level: int


def find(doc: Document, know: Knowledge) -> Iterator[Assignment]:
    """The assignments of a document, in reading order."""
    return iter(sorted(_Assembler(doc, know).assignments(), key=lambda a: (a.span.start, a.span.end)))


class _Assembler:
    def __init__(self, doc: Document, know: Knowledge) -> None:
        self.doc = doc
        self.text = doc.text.clean
        self.roles = know.roles
        self.bodies = Bodies(doc.get(Agency))
        self.subjects = SubjectFinder(self.text, self.bodies, know.roles)
        self.actors = ActorFinder(self.text, self.bodies, know.roles)
        self.charges: dict[int, Charge | None] = {}  # by section
        self.spoken: Charge | None = None  # by the last sentence that ended with a colon
        self.bodies_head = self._count_heads()
        self.mentions = {kind: _ByPlace(doc.get(kind)) for kind in (Deadline, Target, Citation)}

    def assignments(self) -> Iterator[Assignment]:
        described: set[int] = set()
        for group in groups(self.doc, self.roles):
            described.update(attribute.line for attribute in group.attributes)
            described.update(group.tasks)
            for index in self._items_of(group):
                described.add(index)
                yield from self._clauses(*self._own(index), only_assigned=False)
            yield from self._described(group)
        for index, line in text_lines(self.doc):
            if index not in described:
                yield from self._line(index, line)
        for table in self.doc.tables:
            for row in row_tasks(self.doc, table, self.actors):
                yield self._row(row)

    # --- lines ------------------------------------------------------------------------------------------

    def _line(self, index: int, line: Line) -> Iterator[Assignment]:
        body = line.body
        if body.end - body.start < 4 or line.past:
            return
        if self.roles.closing.match(self.text, body.start, body.end):
            if self.mentions[Deadline].within(body):  # a closing formula with a duty of its own
                yield from self._clauses(body, self.subjects.of_clause(body), only_assigned=True)
            return
        begins_section = line.node >= 0 and self.doc.nodes[line.node].lines[:1] == (index,)
        heading = self.subjects.of_heading(body) if begins_section or line.kind == "heading" else None
        if heading is None and begins_section and self._among_bodies(line.node):
            heading = self.subjects.of_place(body)
        if heading is not None:
            given = self._charge(heading, line)
            if begins_section:
                self.charges[line.node] = given
            self.spoken = given if not begins_section else None
            if heading.end < body.end:
                yield from self._unit(Span(heading.end, body.end), given)
            return
        if begins_section and self.doc.nodes[line.node].is_heading:
            self._leave(self.doc.nodes[line.node].level)
        charge = self._charge_at(line)
        subject = self.subjects.of_clause(body)
        if charge is None and self._for_whom(line):
            return
        if self._opens_list(index, body):
            if subject is not None and not self._enacts(subject):
                self._speak(subject, line, begins_section)
            return
        if begins_section and subject is not None and not self._enacts(subject):
            self._pass_on(subject, line)
        if charge is not None and not (begins_section and self.doc.nodes[line.node].is_heading):
            yield from self._unit(body, charge, subject)
        elif charge is None and subject is None and begins_section and self.doc.nodes[line.node].after_gap:
            # the heading that named the body is lost: what is known is who takes part
            yield from self._assignment(body, self.actors.inside(body, ()), "assign", body.start)
        else:
            yield from self._clauses(body, subject, line.role in _OWN_WORK)

    def _among_bodies(self, node: int) -> bool:
        """Whether a section is a heading whose sister sections are headed by bodies."""
        section = self.doc.nodes[node]
        first = self.doc.lines[section.lines[0]]
        alone = section.span.end <= first.span.end
        if (not section.is_heading or alone) and ": " not in self.text[first.body.start : first.body.start + 120]:
            return False
        return self.bodies_head.get((section.parent, section.scheme), 0) > 1

    def _count_heads(self) -> Counter[tuple[int, str]]:
        """How many headings of each group of sister sections name bodies and nothing else."""
        heads: Counter[tuple[int, str]] = Counter()
        for section in self.doc.nodes:
            if self.subjects.of_heading(section.heading) is not None:
                heads[section.parent, section.scheme] += 1
        return heads

    def _for_whom(self, line: Line) -> bool:
        """Whether a line stands under a heading such as `ĐỐI TƯỢNG, PHẠM VI`."""
        return any(
            section.is_heading and self.roles.uncharged.match(self.text, *section.heading)
            for section in self.doc.ancestors(line.node)
        )

    def _opens_list(self, index: int, body: Span) -> bool:
        """Whether a line ends with a colon and the items of a list follow it."""
        if not self.text[body.start : body.end].rstrip().endswith(":"):
            return False
        following = self.doc.lines[index + 1] if index + 1 < len(self.doc.lines) else None
        return following is not None and following.kind in ("item", "heading", "paragraph")

    def _pass_on(self, subject: Subject, line: Line) -> None:
        """The subject of an item is also that of the items under it."""
        section = self.doc.nodes[line.node]
        if section.span.end > line.span.end:
            self.charges[line.node] = Charge(subject.bodies, (), subject.modality, line.span.start, section.level)

    def _speak(self, subject: Subject, line: Line, begins_section: bool) -> None:
        others = tuple(self.actors.inside(Span(subject.start, line.body.end), subject.bodies))
        level = self.doc.nodes[line.node].level if line.node >= 0 else 0
        charge = Charge(subject.bodies, others, subject.modality, line.span.start, level)
        if begins_section:
            self.charges[line.node] = charge
        else:
            self.spoken = charge

    def _charge(self, heading: Subject, line: Line) -> Charge:
        level = self.doc.nodes[line.node].level if line.node >= 0 else 0
        return Charge(heading.bodies, (), heading.modality, line.span.start, level)

    def _charge_at(self, line: Line) -> Charge | None:
        """The nearest charge above a line: of a section it stands in, or of a sentence."""
        section = None
        node = line.node
        while node >= 0 and section is None:
            section = self.charges.get(node)
            node = self.doc.nodes[node].parent
        if self.spoken is None or (section is not None and section.offset > self.spoken.offset):
            return section
        return self.spoken

    def _leave(self, level: int) -> None:
        """A heading of the same rank ends what a sentence charged."""
        if self.spoken is not None and level <= self.spoken.level:
            self.spoken = None

    def _enacts(self, subject: Subject) -> bool:
        """Whether the issuer only issues the plan (`UBND tỉnh ban hành Kế hoạch … như sau:`)."""
        issuer = self.doc.header.issuer
        return (
            not subject.assigned
            and any(body.name == issuer for body in subject.bodies)
            and _ENACTS.match(self.text, subject.end) is not None
        )

    def _own(self, index: int) -> tuple[Span, Subject | None]:
        body = self.doc.lines[index].body
        return body, self.subjects.of_clause(body)

    # --- units --------------------------------------------------------------------------------------------

    def _unit(self, span: Span, charge: Charge, subject: Subject | None = None) -> Iterator[Assignment]:
        """One unit under a charge: a paragraph or item, however many clauses it has."""
        own = self._subjects_inside(span, subject, {body.name for body in charge.leads})
        leads = [body for found in own for body in found.bodies] or list(charge.leads)
        start = own[0].start if subject is not None and subject.assigned else span.start
        modality = own[0].modality if own and own[0].assigned else charge.modality
        actors = [*self._leads(leads), *(() if own else charge.others)]
        actors += self.actors.inside(Span(start, span.end), leads)
        begins = own[0].end if subject is not None and own else start
        yield from self._assignment(Span(start, span.end), actors, modality, begins)

    def _subjects_inside(self, span: Span, first: Subject | None, charged: set[str]) -> list[Subject]:
        """The subject that the unit begins with and those of its later clauses, or where the body charged is named again."""
        found = [first] if first is not None else []
        for clause in self._split(Span(first.end if first else span.start, span.end))[1:]:
            later = self.subjects.of_clause(clause)
            if later is not None and (first is not None or {body.name for body in later.bodies} <= charged):
                found.append(later)
        return found

    def _clauses(self, span: Span, subject: Subject | None, only_assigned: bool) -> Iterator[Assignment]:
        """Running text: one unit for each named subject; a clause without one belongs to that before."""
        units: list[tuple[int, Subject]] = []
        for clause in self._split(span):
            if units and clause.start <= units[-1][1].end:
                continue
            found = subject if clause.start == span.start else self.subjects.of_clause(clause)
            if found is not None and not self._enacts(found) and (found.assigned or not only_assigned):
                units.append((found.start, found))
        if len(units) == 1 and units[0][0] > span.start and self._tells_only_who(units[0][1], span.end):
            units = [(span.start, units[0][1])]
        for n, (start, who) in enumerate(units):
            unit = Span(start, units[n + 1][0] if n + 1 < len(units) else span.end)
            actors = [*self._leads(who.bodies), *self.actors.inside(unit, who.bodies)]
            task_start = start if start < who.bodies[0].span.start else who.end
            yield from self._assignment(unit, actors, who.modality, task_start)

    def _tells_only_who(self, who: Subject, end: int) -> bool:
        """Whether a clause only names who does what the text before it says (`Giao Sở A chủ trì, Sở B phối hợp.`)."""
        return (
            who.assigned
            and _ONLY_LEADS.match(self.text, who.end, end) is not None
            and (
                not self.roles.act.search(
                    _ONLY_LEADS.sub("", self.text[who.end : end], count=1).split(";")[0].replace("phối hợp", "")
                )
            )
        )

    def _split(self, span: Span) -> list[Span]:
        """The clauses of a text: at semicolons, sentence ends, and commas before a new subject."""
        cuts = [match.end() for match in _CLAUSE_END.finditer(self.text, span.start, span.end)]
        for body in self.bodies.within(span)[1:]:
            before = body.span.start
            if self.text[before - 2 : before] == ", " and self._stands_alone(span.start, before):
                cuts.append(before)
        cuts.sort()
        return [Span(a, b) for a, b in zip([span.start, *cuts], [*cuts, span.end], strict=True)]

    def _stands_alone(self, start: int, offset: int) -> bool:
        """Whether a name after a comma begins something new, not the next name of a list or the object of a verb."""
        before = self.bodies.within(Span(max(start, offset - 400), offset))
        if before and offset - before[-1].span.end < 24:
            return False
        return self.subjects.of_clause(Span(offset, min(len(self.text), offset + 300))) is not None

    def _leads(self, bodies: Sequence[Agency]) -> list[Actor]:
        return [Actor(span=body.span, agency=body.name, role="lead") for body in bodies]

    def _assignment(
        self, span: Span, actors: Sequence[Actor], modality: Modality, task_start: int, rule: str = "link.unit"
    ) -> Iterator[Assignment]:
        span = self._stripped(span)
        if span.end - span.start < 4 or not actors:
            return
        yield Assignment(
            span=span,
            rule=rule,
            task=self._task(span, max(span.start, task_start), actors),
            actors=tuple(_distinct(actors)),
            modality=modality,
            deadlines=self.mentions[Deadline].within(span),
            targets=self.mentions[Target].within(span),
            citations=self.mentions[Citation].within(span),
            output=self._output(span),
        )

    def _task(self, span: Span, start: int, actors: Sequence[Actor]) -> str:
        """The words of a unit without those that name its actors at its beginning."""
        opening = "" if start == span.start else self._opening(span.start, start, actors)
        coordinating = {a.span.start: a.span.end for a in actors if a.role in ("coordinate", "lead")}
        offset = start
        while offset < span.end:
            lead_in = _LEADING.match(self.text, offset, span.end)
            after = lead_in.end() if lead_in else offset
            if after not in coordinating:
                # words of coordination without a body stay in the task
                offset = offset if lead_in and "phối" in lead_in.group().lower() else after
                break
            offset = coordinating[after]
        return " ".join((opening + self.text[offset : span.end]).split()).strip(" ,;")

    def _opening(self, start: int, end: int, actors: Sequence[Actor]) -> str:
        names = [a.span.start for a in actors if start <= a.span.start < end]
        return self.text[start : min(names)] if names else ""

    def _output(self, span: Span) -> str | None:
        match = self.roles.product.search(self.text, span.start, span.end)
        return match.group(1).strip() if match else None

    def _stripped(self, span: Span) -> Span:
        start, end = span
        while start < end and self.text[start] in " ,;:-\n":
            start += 1
        while end > start and self.text[end - 1] in _END_MARKS + "\n|":
            end -= 1
        if self.text.endswith("./.", start, end):
            end -= 3
        while end > start and self.text[end - 1] in "./;, " and not self.text.endswith("...", start, end):
            end -= 1
        return Span(start, end)

    # --- attribute lines and rows ---------------------------------------------------------------------------

    def _items_of(self, group: Group) -> Iterator[int]:
        for attribute in group.attributes:
            line = attribute.line + 1
            while line < len(self.doc.lines) and self.doc.lines[line].span.end <= attribute.value.end:
                yield line
                line += 1

    def _described(self, group: Group) -> Iterator[Assignment]:
        """The tasks above a group of attribute lines, each with what the lines say."""
        actors = [
            actor
            for attribute in group.attributes
            if attribute.holds in ("lead", "coordinate", "supervise", "recipient")
            for actor in self.actors.listed(attribute.value, attribute.holds)
        ]
        if not actors:
            return
        place = Span(self.doc.lines[group.attributes[0].line].span.start, group.end.end)
        product = next((a.value for a in group.attributes if a.holds == "output"), None)
        for index in group.tasks:
            body = self.doc.lines[index].body
            span = Span(body.start, group.end.end) if len(group.tasks) == 1 else body
            shared = place if len(group.tasks) > 1 else span
            yield Assignment(
                span=self._stripped(span),
                rule="link.attribute_lines",
                task=" ".join(self.doc.quote(self._stripped(body)).split()),
                actors=tuple(_distinct(actors)),
                deadlines=_merged(self.mentions[Deadline].within(span), self.mentions[Deadline].within(shared)),
                targets=self.mentions[Target].within(span),
                citations=self.mentions[Citation].within(span),
                output=self.doc.quote(product).strip(" .;") if product else self._output(body),
            )

    def _row(self, row: RowTask) -> Assignment:
        dated = self.mentions[Deadline].within(row.span)
        if row.time is not None:
            dated = _merged(dated, self.mentions[Deadline].within(row.time))
        return Assignment(
            span=row.span,
            rule="link.table_row",
            task=" ".join(self.doc.quote(row.task).replace("\n", " ").split()),
            actors=tuple(_distinct(row.actors)),
            deadlines=dated,
            targets=self.mentions[Target].within(row.span),
            citations=self.mentions[Citation].within(row.span),
            output=self.doc.quote(row.output).replace("\n", " ").strip(" .;") if row.output else self._output(row.task),
        )


class _ByPlace:
    """Mentions found by place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda m: m.span.start)
        self._starts = [mention.span.start for mention in self._mentions]

    def within(self, span: Span) -> tuple[Any, ...]:
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end, first)
        return tuple(self._mentions[first:last])


def _merged(first: Sequence[M], second: Sequence[M]) -> tuple[M, ...]:
    known = {id(mention) for mention in first}
    return (*first, *(mention for mention in second if id(mention) not in known))


def _distinct(actors: Sequence[Actor]) -> Iterator[Actor]:
    seen: set[tuple[Span, str]] = set()
    for actor in actors:
        if (actor.span, actor.role) not in seen:
            seen.add((actor.span, actor.role))
            yield actor
