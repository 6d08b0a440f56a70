"""Who is assigned what: from headings, sentences, attribute lines and table rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from vnplan.core.document import Document, Line, Role
from vnplan.core.mentions import Actor, ActorRole, Agency, Assignment, Deadline, Modality
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.link.actors import ActorFinder, make_actor
from vnplan.link.attributes import Group, groups, inline, text_lines
from vnplan.link.bodies import Bodies
from vnplan.link.charges import Charge, Charges
from vnplan.link.clauses import Clauses
from vnplan.link.dating import Dating
from vnplan.link.endings import Beginnings
from vnplan.link.headlines import Headlines
from vnplan.link.rows import RowTask, row_tasks
from vnplan.link.shared import grouped
from vnplan.link.subjects import Subject, SubjectFinder
from vnplan.link.units import Units

_NOTE = regex.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)[ .;:]*")
_PARTNER = regex.compile(r"[ ]?\((?:cơ quan |đơn vị )?phối hợp(?: thực hiện)?\)", regex.IGNORECASE)
_WITH = regex.compile(r"(?:chủ động |tích cực )?phối hợp(?: chặt chẽ)? (?:với|cùng) ", regex.IGNORECASE)
_OWN_WORK = frozenset({"purpose", "target"})
_GIVING = frozenset({"task", "organisation"})
_SHORTEST = 4
_ARTICLE = regex.compile(r"(?:\S+ )?Điều \d{1,3}[.:]")
_AIMS = regex.compile(r",? (?:để|nhằm)[ ]?:\s*$")
_TASK_ENDS = " :(-–,;."


def find(doc: Document, know: Knowledge) -> Iterator[Assignment]:
    """The assignments of a document, in reading order."""
    return iter(sorted(_Assembler(doc, know).assignments(), key=lambda a: (a.span.start, a.span.end)))


class _Assembler:
    """Reads a document line by line and knows who is charged with each line."""

    def __init__(self, doc: Document, know: Knowledge) -> None:
        self.doc = doc
        self.text = doc.text.clean
        self.roles = know.roles
        self.know = know
        self.statements = know.statements
        head = doc.header
        bodies = Bodies(grouped(self.text, doc.get(Agency), know.giving, head.issuer))
        self.subjects = SubjectFinder(
            self.text, bodies, know, issuer=head.issuer, reported=head.is_article or head.document_type is None
        )
        self.actors = ActorFinder(self.text, bodies, know.roles, know.telling)
        self.clauses = Clauses(self.text, bodies, self.subjects, know, doc.header.issuer)
        self.charges = Charges(doc, self.subjects, know.roles)
        self.headlines = Headlines(doc, know.statements)
        self.units = Units(doc, bodies, know.roles)
        self.dating = Dating(doc, know)
        self.asked: Modality | None = None  # what the last lead-in that names nobody does: `Sở A đề nghị:`
        self.named: list[Subject] = []  # whom the running text of this line names
        self.above: Subject | None = None  # whom alone the line above expressly gave something
        self.closings = Beginnings.of_rows(know.roles.closings)
        self.own = Beginnings.of_rows(know.statements.own_statements, "bản")

    def assignments(self) -> Iterator[Assignment]:
        described: set[int] = set()
        for group in groups(self.doc, self.know, self.clauses.only_tells, self.clauses.only_names):
            told = list(self._described(group))
            described.update(attribute.line for attribute in group.attributes)
            described.update(group.tasks if told else ())
            for index in group.items(self.doc):
                described.add(index)
                yield from self._running(self.doc.lines[index].body, only_assigned=False)
            yield from told
        for index, line in text_lines(self.doc):
            if index in described or index in self.headlines.lines or line.past:
                self.above = None
                continue
            if index in self.dating.lines:
                continue
            if line.body.end - line.body.start >= _SHORTEST and not self.headlines.no_task(line):
                yield from self.dating.dated(index, self._line(index, self.headlines.told(line)))
            alone = self.named[0] if len(self.named) == 1 else None
            self.above, self.named = alone if alone is not None and alone.assigned else None, []
        for table in self.doc.tables:
            for row in row_tasks(self.doc, table, self.actors):
                yield from self._row(row)

    # --- lines ------------------------------------------------------------------------------------------

    def _line(self, index: int, line: Line) -> Iterator[Assignment]:
        body = line.body
        if self.closings.can_begin(self.text, body.start) and self.roles.closing.match(self.text, *body):
            yield from self._closing(body)
            return
        if self.text.startswith("(", body.start) and _NOTE.fullmatch(self.text, body.start, body.end):
            return
        if _ARTICLE.fullmatch(self.text, *body):
            self.charges.leave()  # the number of an article, its line not known as one
            return
        if self.own.can_begin(self.text, body.start) and self.statements.own_statement.match(self.text, *body):
            yield from self._running(body, only_assigned=False)
            return
        begins = line.node >= 0 and self.doc.nodes[line.node].lines[:1] == (index,)
        heading = self.charges.heading(line.node) if begins else None
        if heading is None and line.kind == "heading":
            heading = self.subjects.of_heading(body)
        if heading is not None and self.charges.inspected(line.node):
            return
        if heading is not None:
            self.charges.leave()
            charge = self.charges.add(heading, line, of_section=begins, headed=True)
            if heading.end < body.end:
                task = Span(heading.end, body.end)
                yield from self._unit(task, charge, self.subjects.of_clause(task))
            return
        if line.kind == "paragraph" and line.role in _GIVING and (named := self.subjects.of_label(body)) is not None:
            yield from self._labelled(line, named)
            return
        is_heading = begins and self.doc.nodes[line.node].is_heading and not self.dating.dates(index)
        if is_heading:
            self.charges.leave(self.doc.nodes[line.node].level)
        yield from self._body(index, line, begins, is_heading)

    def _labelled(self, line: Line, named: Subject) -> Iterator[Assignment]:
        """A paragraph that begins with names and a colon: they do what it says, or what the items after it say."""
        task = Span(named.end, line.body.end)
        if task.end - task.start < _SHORTEST:
            self.charges.add(named, line, of_section=False, headed=True)
            return
        if self.text.startswith("đã ", task.start):
            return  # `Sở A: đã trồng 20 ha rừng` tells of what is done
        charge = Charge(named.bodies, (), named.modality, line.span.start, level=0, headed=True)
        yield from self._unit(task, charge, self.subjects.of_clause(task))

    def _closing(self, body: Span) -> Iterator[Assignment]:
        """A closing formula may hold a duty of its own: one with a limit, or that of a body named right after it."""
        subject = self.subjects.after_course(body)
        if subject is not None:
            yield from self.units.make(
                Span(subject.start, body.end),
                [*self._actors(subject.bodies), *self.actors.inside(body, subject.bodies)],
                "link.clause",
                task_start=subject.end,
            )
        elif self.units.deadlines.within(body):
            yield from self._running(body, only_assigned=True)

    def _body(self, index: int, line: Line, begins: bool, is_heading: bool) -> Iterator[Assignment]:
        told = inline(self.text, line, self.roles)
        if told is not None:
            yield from self._telling(line, told)
            return
        charge = self.charges.at(line)
        if charge is None and self.charges.for_nobody(line):
            return
        subject = self.clauses.subject(line.body, open_verbs=charge is not None and line.role in _GIVING)
        acts = subject is not None and not self.clauses.enacts(subject, line.body.end)
        listed = self._opens_list(index, line.body)
        if listed and subject is None:
            self.asked = self.subjects.givers.asked_below(line.body)
        elif is_heading:
            self.asked = None
        conditions = listed and self.roles.lists_things.search(self.text, *line.body) is not None
        if listed and not (conditions and acts):
            if subject is not None and acts:
                self._leads_in(line, subject, begins)
            yield from self._aimed(line, charge if subject is None else None)
            return
        if subject is not None and acts and begins and self._heads(line, subject):
            return
        if subject is not None and acts and begins and not conditions:
            self.charges.pass_on(subject, line)
        if charge is not None and subject is None and self._of_nobody(line):
            return
        if charge is not None and not is_heading:
            yield from self._charged(line, charge, subject)
        elif charge is None and subject is None and begins and self.doc.nodes[line.node].after_gap:
            said = list(self._running(line.body, line.role, only_assigned=line.role in _OWN_WORK))
            # the heading that named the body is lost: what is known is who takes part
            yield from said or self.units.make(line.body, self.actors.inside(line.body, ()), "link.lost_heading")
        else:
            said = list(self._running(line.body, line.role, only_assigned=line.role in _OWN_WORK))
            yield from said or (() if charge or line.kind != "paragraph" else self._carried_on(line.body))

    def _leads_in(self, line: Line, subject: Subject, begins: bool) -> None:
        """A sentence that ends with a colon charges its subject with the items below."""
        beside = self.actors.inside(Span(subject.start, line.body.end), subject.bodies)
        # to whom the whole is reported (`giúp Chính phủ quản lý …:`) is no addressee of each item
        others = tuple(actor for actor in beside if actor.role != "recipient")
        due = self.units.deadlines.within(line.body)
        self.charges.add(subject, line, of_section=begins, others=others, deadlines=due)

    def _aimed(self, line: Line, charge: Charge | None) -> Iterator[Assignment]:
        """A task whose aims the items below list: `Sửa đổi quy chế trực để:`."""
        aims = _AIMS.search(self.text, *line.body) if charge is not None else None
        if charge is not None and aims is not None and self.roles.act.match(self.text, *line.body):
            yield from self._unit(Span(line.body.start, aims.start()), charge, None)

    def _charged(self, line: Line, charge: Charge, subject: Subject | None) -> Iterator[Assignment]:
        """A line under a charge: one unit, unless it ends what a lead-in charged and gives something to others."""
        if subject is not None and self.clauses.informs(subject, line.body.end):
            return
        if subject is None and not charge.headed and line.kind == "paragraph" and self._behind_items(line.node):
            others = list(self._running(line.body, line.role, only_assigned=True))
            if others:
                self.charges.leave()
                yield from others
                return
        yield from self._unit(line.body, charge, subject)

    def _of_nobody(self, line: Line) -> bool:
        """Whether a line under a charge gives no task: it only says something, or what the issuer is going to do."""
        return self.headlines.no_work(line) or self.subjects.tells(line.body) or self.clauses.promises(line.body)

    def _behind_items(self, node: int) -> bool:
        """Whether no item of the list follows that a section is one of."""
        if node < 0:
            return True
        parent, scheme = self.doc.nodes[node].parent, self.doc.nodes[node].scheme
        return not any(later.parent == parent and later.scheme == scheme for later in self.doc.nodes[node + 1 :])

    def _heads(self, line: Line, subject: Subject) -> bool:
        """Whether a line only names who does what stands under it (`1. Sở A chủ trì, phối hợp với Sở B`)."""
        if self.doc.nodes[line.node].span.end <= line.span.end:
            return False
        unit = Span(subject.start, line.body.end)
        beside = tuple(self.actors.inside(unit, subject.bodies))
        if not self.units.says_nothing(unit, subject.end, [*self._actors(subject.bodies), *beside]):
            return False
        self.charges.add(subject, line, of_section=True, others=beside, headed=True)
        return True

    def _opens_list(self, index: int, body: Span) -> bool:
        """Whether a line ends with a colon and the items of a list follow it."""
        if not self.text[body.start : body.end].rstrip().endswith(":"):
            return False
        following = self.doc.lines[index + 1] if index + 1 < len(self.doc.lines) else None
        return following is not None and following.kind in ("item", "heading", "paragraph")

    # --- units --------------------------------------------------------------------------------------------

    def _unit(self, span: Span, charge: Charge, subject: Subject | None) -> Iterator[Assignment]:
        """One unit under a charge: a paragraph or item, however many clauses it has."""
        if subject is not None and charge.headed and self._requires(span, subject):
            subject = None  # `Sở A: yêu cầu các chợ …`: to require it is the task
        own = self.clauses.subjects_of(span, subject, {body.name for body in charge.leads})
        actors = self._leads_of(own) if own else [*self._actors(charge.leads), *charge.others]
        leads = [body for found in own for body in found.bodies] or charge.leads
        assigned = subject is not None and subject.assigned
        unit = Span(subject.start if subject is not None and assigned else span.start, span.end)
        yield from self.units.make(
            unit,
            [*actors, *self.actors.inside(unit, leads)],
            "link.clause" if subject is not None else "link.heading",
            modality=subject.modality if subject is not None and assigned else charge.modality,
            deadlines=self._told_before(subject, unit) if own else self._of_lead_in(charge, unit),
            task_start=subject.end if subject is not None else unit.start,
        )

    def _told_before(self, subject: Subject | None, unit: Span) -> Sequence[Deadline]:
        """The time told before the one who assigns (`Trước ngày 30/6, UBND tỉnh yêu cầu Sở A …`)."""
        if subject is None or subject.opened is None or subject.opened >= unit.start:
            return ()
        return self.units.deadlines.within(Span(subject.opened, unit.start))

    def _of_lead_in(self, charge: Charge, unit: Span) -> Sequence[Deadline]:
        """The time that a sentence above a list tells of all its items, for one that tells none."""
        return () if self.units.deadlines.within(unit) else charge.deadlines

    def _requires(self, span: Span, subject: Subject) -> bool:
        """Whether a unit begins with the verb by which its body, named above, assigns something to others."""
        if not subject.assigned or subject.start == span.start:
            return False
        return self.roles.requires.match(self.text, *span) is not None

    def _actors(self, bodies: Sequence[Agency], role: ActorRole = "lead") -> Iterator[Actor]:
        """Bodies in a role, but for those whom a bracket after the name makes partners: `Sở A (phối hợp)`."""
        for body in bodies:
            partner = len(bodies) > 1 and _PARTNER.match(self.text, body.span.end)
            yield make_actor(span=body.span, agency=body.name, role="coordinate" if partner else role)

    def _leads_of(self, subjects: Sequence[Subject]) -> list[Actor]:
        """The subjects of one unit: the first leads, a further one has the role that its verb gives."""
        actors: list[Actor] = []
        for n, subject in enumerate(subjects):
            beside = self.roles.beside_act.match(self.text, subject.end) if n else None
            role = self.roles.beside_role[beside.group().lower()] if beside else "lead"
            actors += self._actors(subject.bodies, role)
        return actors

    def _carried_on(self, body: Span) -> Iterator[Assignment]:
        """A paragraph that only names partners goes on with what the one above it gave: `Phối hợp với Sở B …`."""
        partners = _WITH.match(self.text, *body)
        if self.above is None or partners is None or self.actors.bodies.at(partners.end()) is None:
            return
        self.named.append(self.above)
        actors = [*self._actors(self.above.bodies), *self.actors.inside(body, self.above.bodies)]
        yield from self.units.make(body, actors, "link.carried_on", modality=self.above.modality)

    def _day_above(self, span: Span, start: int) -> int:
        """Where a unit begins: with the day that heads it, if one does (`Ngày 5/3/2026: Sở A …`)."""
        days = self.units.deadlines.within(Span(span.start, start))
        heads = bool(days) and days[0].span.start == span.start
        return span.start if heads and self.text[days[-1].span.end : start].strip() == ":" else start

    def _running(self, span: Span, role: Role = "other", *, only_assigned: bool) -> Iterator[Assignment]:
        """Running text of a section of some role: one unit for each named subject."""
        for unit in self.clauses.units(span, only_assigned=only_assigned, open_verbs=role in _GIVING):
            who = unit.subject
            self.named.append(who)
            if role == "funding" and self.statements.share.match(self.text, who.end, unit.span.end):
                continue
            task = None
            if unit.told is not None:
                task = self.units.words(Span(unit.span.start, unit.told)).rstrip(_TASK_ENDS)
            start = unit.span.start if who.assigned else self._day_above(span, unit.span.start)
            yield from self.units.make(
                Span(start, unit.span.end),
                [*self._actors(who.bodies), *self.actors.inside(unit.span, who.bodies)],
                "link.clause" if unit.told is None else "link.told_behind",
                modality=who.modality if who.assigned else self.asked or who.modality,
                task=task,
                task_start=who.end,
                deadlines=self._told_before(who, unit.span),
            )

    # --- attribute lines and rows ---------------------------------------------------------------------------

    def _described(self, group: Group) -> Iterator[Assignment]:
        """The tasks above a group of attribute lines, each with what the lines say."""
        actors = [actor for role, value in group.naming() for actor in self.actors.listed(value, role)]
        place = Span(self.doc.lines[group.attributes[0].line].span.start, group.end)
        for index in group.tasks:
            body = self.doc.lines[index].body
            yield from self.units.make(
                Span(body.start, group.end) if len(group.tasks) == 1 else body,
                actors,
                "link.attribute_lines",
                task=self.units.words(self.units.stripped(body)),
                output=group.value("output"),
                told_in=body,
                deadlines=self.units.deadlines.within(place),
            )

    def _telling(self, line: Line, told: Group) -> Iterator[Assignment]:
        """A line that tells its own attributes."""
        task = Span(line.body.start, told.attributes[0].line)
        yield from self.units.make(
            line.body,
            [actor for role, value in told.naming() for actor in self.actors.listed(value, role)],
            "link.inline_attributes",
            task=self.units.words(task).rstrip(_TASK_ENDS),
            output=told.value("output"),
            told_in=task,
        )

    def _row(self, row: RowTask) -> Iterator[Assignment]:
        yield from self.units.make(
            row.span,
            row.actors,
            "link.table_row",
            task=self.units.words(row.task),
            output=row.output,
            told_in=row.task,
            deadlines=self.units.deadlines.within(row.time) if row.time else (),
        )
