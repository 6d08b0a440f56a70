"""The clauses of a text and their subjects."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.link.behind import Behind, Told
from vnplan.link.bodies import Bodies
from vnplan.link.openings import OPENING
from vnplan.link.partners import parted
from vnplan.link.subjects import Subject, SubjectFinder

_CLAUSE_END = regex.compile(r";\s|\.(?<=[^.\s]\.)\s(?=\p{Lu})")
_SENTENCE = regex.compile(r"\.(?<=[^.\s]\.)\s(?=\p{Lu})")
_ARTICLE = regex.compile(r"(?<=[^.\s]\.\s?)Điều \d{1,3}[.:]\s")  # the next one, its line break lost
_KIND = regex.compile(r"(?r)các (\p{L}+)[ ]?", regex.IGNORECASE)
_JOINT = 16  # characters
_LEAD_IN = 60  # characters of the words that lead to a subject
_NEW_MATTER = regex.compile(r"\p{Lu}|(?:việc|riêng|phần|nội dung)(?!\p{L})")
_GROUPS = ("Các ", "các ", "Những ", "những ")
_STANDING = ("thường trực", "đầu mối")  # `cơ quan thường trực các cấp` is a name
_BEFORE_SUBJECT = (", ", *(f"{digit} " for digit in range(10)))  # `Căn cứ kết quả, trong năm 2026 Bộ sẽ tổng kết`
_LIST_GAP = 24  # a name this near after another is the next of a list
_LOOK_AROUND = 400
_LOOK_BACK = 100


@dataclass(frozen=True, slots=True)
class Charged:
    """A unit of running text and who is charged with it; `told`: where those begin who are told behind the task."""

    span: Span
    subject: Subject
    told: int | None = None


class Clauses:
    """Splits lines into clauses and finds who acts in each."""

    def __init__(self, text: str, bodies: Bodies, subjects: SubjectFinder, know: Knowledge, issuer: str | None) -> None:
        self._text = text
        self._bodies = bodies
        self._subjects = subjects
        self._roles = know.roles
        self._statements = know.statements
        self._giving = know.giving
        self._telling = know.telling
        self._behind = Behind(text, bodies, know.roles, know.telling)
        self._issuer = issuer

    def enacts(self, subject: Subject, end: int) -> bool:
        """Whether somebody only issues or says what stands below (`UBND tỉnh ban hành Kế hoạch … như sau:`)."""
        if subject.assigned:
            return False
        if self._statements.says.match(self._text, subject.end, end):
            return True
        if self._statements.issued.match(self._text, subject.end, end):
            return True
        made = self._statements.makes.match(self._text, subject.end, end)
        if made and (made["beside"] or self._grounded(subject.start)):
            return True
        issues = any(body.name == self._issuer for body in subject.bodies)
        return issues and self._statements.enacts.match(self._text, subject.end) is not None

    def informs(self, subject: Subject, end: int) -> bool:
        """Whether the issuer only closes the document: `Bộ thông báo để các địa phương biết, thực hiện`."""
        issues = any(body.name == self._issuer for body in subject.bodies)
        return issues and self._statements.informs.match(self._text, subject.end, end) is not None

    def promises(self, span: Span) -> bool:
        """Whether a text tells, behind an adverbial or at once, what the issuer is going to do itself: `Bộ sẽ …`."""
        head = self._text[span.start : min(span.end, span.start + _LOOK_AROUND)]
        will = head.find(" sẽ ")
        body = self._bodies.before(span.start + will) if will >= 0 else None
        if body is None or body.name != self._issuer or body.span.end != span.start + will:
            return False
        before = head[: body.span.start - span.start]
        return not before or (
            OPENING.match(before) is not None and before.endswith(_BEFORE_SUBJECT) and ";" not in before
        )

    def _grounded(self, offset: int) -> bool:
        """Whether a sentence names the ground on which the document is made, before its subject or at its head."""
        before = self._text[max(0, offset - _LOOK_AROUND) : offset]
        return bool(
            self._statements.grounded.match(self._text, offset) or self._statements.grounds_before.search(before)
        )

    def subject(self, clause: Span, *, open_verbs: bool) -> Subject | None:
        """Who a clause charges by a verb that the rows know; `open_verbs`: by any verb, if by none of them."""
        found = self._subjects.of_clause(clause)
        return self._subjects.of_any_verb(clause) if found is None and open_verbs else found

    def units(self, span: Span, *, only_assigned: bool, open_verbs: bool = False) -> list[Charged]:
        """The units of running text: one for each named subject; a clause without one belongs to that before.

        `open_verbs`: where tasks are given, a verb that no row knows makes a subject too.
        """
        first = self.subject(span, open_verbs=open_verbs)
        clauses = self._split(span, assigning=first is None or first.assigned)
        found: list[Charged] = []
        begins: list[int] = []  # where each begins with its assigner
        said: list[int] = []  # where somebody only says something
        if first is None and (told := self._told(span, clauses, only_given=only_assigned, bare=open_verbs)) is not None:
            found.append(Charged(span, told.subject(span.start), told.cut))
            begins.append(span.start)
        for clause in clauses:
            if found and clause.start <= found[-1].subject.end:
                continue
            subject = first if clause.start == span.start else self._of(clause, span.end, open_verbs=open_verbs)
            if subject is None:
                found += [] if only_assigned or not found else self._new_matter(clause)
                begins += [clause.start] * (len(found) - len(begins))
            elif self._acts(subject, clause.end, only_assigned=only_assigned) and not self._only_joins(
                span.start, subject
            ):
                found.append(Charged(Span(subject.start, span.end), subject))
                begins.append(clause.start)
            elif self.enacts(subject, clause.end):
                said.append(clause.start)
        cuts = sorted([*begins, *said])
        ends = [next((cut for cut in cuts if cut > begin), span.end) for begin in begins]
        return [
            Charged(Span(unit.span.start, self._end(unit, end, last=end == span.end)), unit.subject, unit.told)
            for unit, end in zip(found, ends, strict=True)
        ]

    def _end(self, unit: Charged, end: int, *, last: bool) -> int:
        """Where a unit ends: before an article, a sentence of another body, or one whose words lead to the next."""
        article = _ARTICLE.search(self._text, unit.subject.end, end)
        end, last = (article.start(), False) if article else (end, last)
        for sentence in _SENTENCE.finditer(self._text, unit.subject.end, end):
            start = sentence.end()
            if self._of_another(start, end, unit.subject) or (not last and self._leads_in(start, end)):
                return start
        return end

    def _leads_in(self, start: int, end: int) -> bool:
        """Whether the words that begin a sentence only lead to the subject behind them: `Các đơn vị liên quan: `."""
        return end - start <= _LEAD_IN and not self._roles.act.match(self._text, start, end)

    def _of_another(self, start: int, end: int, subject: Subject) -> bool:
        """Whether a sentence begins with the name of a body that is not charged with the one before it."""
        joined = self._statements.connective.match(self._text, start, end)
        body = self._bodies.at(joined.end() if joined else start)
        return body is not None and body.span.end < end and body.name not in {other.name for other in subject.bodies}

    def _of(self, clause: Span, end: int, *, open_verbs: bool) -> Subject | None:
        """Who a later clause charges; a list of those who are given something may go on behind its semicolon."""
        found = self.subject(clause, open_verbs=open_verbs)
        if (found is None or not found.assigned) and self._text[clause.end - 2 : clause.end] == "; ":
            wide = self._subjects.of_clause(Span(clause.start, end))
            if wide is not None and wide.assigned and wide.bodies[0].span.start < clause.end < wide.end:
                return wide
        return found

    def only_tells(self, span: Span) -> int | None:
        """Where the names begin in a line that only tells who does what stands above it."""
        return self._behind.only_tells(span)

    def only_names(self, span: Span) -> bool:
        """Whether a text names bodies, known or a group that no gazetteer knows, and says nothing of them."""
        if self._text.find(":", *span) >= 0:
            return False
        if self._bodies.first_between(*span) is None:
            return self._text.startswith(_GROUPS, span.start) and self._roles.act.search(self._text, *span) is None
        found = self._subjects.of_clause(span)
        if found is not None:
            return self._text.startswith(_STANDING, found.end)
        _, end = self._bodies.listed_from(self._text, *span, wide=True)
        return self._roles.predicate.match(self._text, self._subjects.givers.skip(end, span.end), span.end) is None

    def subjects_of(self, span: Span, first: Subject | None, charged: set[str]) -> list[Subject]:
        """The subject that a unit begins with and those of its later clauses.

        Where it begins with none, only a body that is charged already is taken when it is named again.
        """
        found = [first] if first is not None else []
        for clause in self._split(Span(first.end if first else span.start, span.end))[1:]:
            later = self._subjects.of_clause(clause)
            if later is not None and (first is not None or {body.name for body in later.bodies} <= charged):
                found.append(later)
        return found

    def _acts(self, subject: Subject, end: int, *, only_assigned: bool) -> bool:
        return not self.enacts(subject, end) and (subject.assigned or not only_assigned)

    def _told(self, span: Span, clauses: list[Span], *, only_given: bool, bare: bool) -> Told | None:
        """Those told behind the task that a text begins with, if no subject comes before them."""
        told = self._behind.told(span, only_given=only_given, bare=bare and not only_given)
        if told is None:
            return None
        name = told.bodies[0].span.start
        for clause in clauses[1:]:
            if clause.start >= name:
                break
            subject = self._subjects.of_clause(clause)
            if (
                subject is not None
                and subject.bodies[0].span.start < name
                and self._acts(subject, clause.end, only_assigned=only_given)
            ):
                return None
        return told

    def _new_matter(self, clause: Span) -> list[Charged]:
        """Another task behind which somebody is told (`Sở A lập sổ; việc in ấn do Sở B đảm nhiệm`)."""
        if not _NEW_MATTER.match(self._text, clause.start):
            return []
        told = self._behind.told(clause)
        return [] if told is None else [Charged(clause, told.subject(clause.start), told.cut)]

    def _only_joins(self, start: int, subject: Subject) -> bool:
        """Whether a clause only tells who takes part in the unit before it, or stands in brackets inside that."""
        name = subject.bodies[0].span.start
        if self._text.count("(", start, name) > self._text.count(")", start, name):
            return True
        end = subject.bodies[-1].span.end
        return name > start and self._telling.joins.match(self._text, end) is not None

    def _split(self, span: Span, *, assigning: bool = False) -> list[Span]:
        """The clauses of a text: at semicolons, sentence ends, and commas and colons before a new subject."""
        cuts = [match.end() for match in _CLAUSE_END.finditer(self._text, span.start, span.end)]
        if self._text.find("; ", span.start, span.end) >= 0:
            cuts = self._outside_lists(cuts, span)
        if assigning:  # `Yêu cầu Sở A …, đồng thời giao Sở B …`, but not `Sở A …, giao Sở B …`: that is a task of Sở A
            again = self._roles.assigns_again.finditer(self._text, span.start, span.end)
            cuts += [match.end() for match in again if self._begins(match.end())]
        bodies = self._bodies.within(span)
        cuts += [body.span.start for body in bodies[1:] if self._stands_alone(span.start, body.span.start)]
        cuts += [cut for body in bodies if (cut := self._concludes_at(span.start, body.span.start)) is not None]
        colon = self._text.find(": ", span.start, span.end)
        while colon >= 0:
            if self._begins(colon + 2) and not self._of_led_group(colon) and not self._of_kind(colon):
                cuts.append(colon + 2)
            colon = self._text.find(": ", colon + 2, span.end)
        if not cuts:
            return [span]
        cuts.sort()
        return [Span(a, b) for a, b in zip([span.start, *cuts], [*cuts, span.end], strict=True)]

    def _concludes_at(self, start: int, name: int) -> int | None:
        """Where the words stand behind a comma that join on a clause of another (`…, vì vậy các xã cần`)."""
        joint = self._statements.concluding.search(self._text, max(start, name - _JOINT), name)
        return joint.start() if joint and self._begins(name) else None

    def _of_led_group(self, colon: int) -> bool:
        """Whether a colon stands before the members of a group that somebody leads: `chỉ đạo các tổng công ty: …`."""
        return self._giving.led_group.search(self._text[max(0, colon - _LOOK_BACK) : colon]) is not None

    def _of_kind(self, colon: int) -> bool:
        """Whether a colon stands before the names of a kind that is told once: `phối hợp với các Phòng: A, B`."""
        kind = _KIND.match(self._text, 0, colon)
        body = self._bodies.at(colon + 2)
        return kind is not None and body is not None and body.name.lower().startswith(kind[1].lower())

    def _outside_lists(self, cuts: list[int], span: Span) -> list[int]:
        """The cuts that part no list of partners: `phối hợp với Sở A; Báo B; Sở C và Sở D rà soát`."""
        for body in self._bodies.within(span):
            name = body.span.start
            cue = self._roles.cue_before.search(self._text[max(span.start, name - _LEAD_IN) : name])
            if cue is not None and self._roles.role_of[cue.group(1).lower()].role == "coordinate":
                partners = {one.span.start for one in parted(self._text, self._bodies, self._roles, span, name)}
                cuts = [cut for cut in cuts if cut not in partners]
        return cuts

    def _stands_alone(self, start: int, offset: int) -> bool:
        """Whether a name after a comma begins something new, not the next name of a list or the object of a verb."""
        if self._text[offset - 2 : offset] != ", ":
            return False
        before = self._bodies.within(Span(max(start, offset - _LOOK_AROUND), offset))
        last = before[-1].span.end if before else start
        if before and (offset - last < _LIST_GAP or self._bodies.joined(self._text, last, offset)):
            return False
        return self._begins(offset)

    def _begins(self, offset: int) -> bool:
        """Whether a name is the subject of what follows."""
        return self._subjects.of_clause(Span(offset, min(len(self._text), offset + _LOOK_AROUND))) is not None
