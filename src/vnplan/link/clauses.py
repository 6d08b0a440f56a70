"""The clauses of a text and their subjects."""

from __future__ import annotations

import regex

from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.link.bodies import Bodies
from vnplan.link.subjects import Subject, SubjectFinder

_CLAUSE_END = regex.compile(r"(?<=[;])\s|(?<=[^.\d]\.)\s(?=\p{Lu})")
_ONLY_LEADS = regex.compile(r"(?:chủ trì|thực hiện|làm đầu mối|là cơ quan (?:chủ trì|đầu mối))(?=[,;.]|$)")
_ENACTS = regex.compile(r"(?:nay )?(?:ban hành|xây dựng|thông báo|triển khai|đề ra|báo cáo|yêu cầu|có ý kiến)(?!\p{L})")
# After the name of a body that is told behind the task: `Nạo vét kênh mương (Phòng Kinh tế chủ trì)`.
_TOLD_BEHIND = regex.compile(
    r" (?:làm )?(?:chủ trì|đầu mối|thực hiện|phụ trách|đảm nhiệm|chịu trách nhiệm)(?: thực hiện)?"
    r"(?= ?[,;.)-]| phối hợp|$)"
)
_GIVEN_BEHIND = regex.compile(r" ?(?:[,;.)]|$| chủ trì| thực hiện)")
_BEHIND = regex.compile(r"(?:[:;.(]|-|,) (?:do )?$|\($")
_LIST_GAP = 24  # a name this near after another is the next of a list
_LOOK_AROUND = 400
_LEAD_IN = 24
_SHORTEST_TASK = 10


class Clauses:
    """Splits lines into clauses and finds who acts in each."""

    def __init__(self, text: str, bodies: Bodies, subjects: SubjectFinder, roles: Roles, issuer: str | None) -> None:
        self._text = text
        self._bodies = bodies
        self._subjects = subjects
        self._roles = roles
        self._issuer = issuer

    def enacts(self, subject: Subject) -> bool:
        """Whether the issuer only issues the plan (`UBND tỉnh ban hành Kế hoạch … như sau:`)."""
        return (
            not subject.assigned
            and any(body.name == self._issuer for body in subject.bodies)
            and _ENACTS.match(self._text, subject.end) is not None
        )

    def named(self, span: Span, first: Subject | None, *, only_assigned: bool) -> list[tuple[Span, Subject]]:
        """The units of running text: one for each named subject; a clause without one belongs to that before."""
        found: list[tuple[int, Subject]] = []
        for clause in self._split(span):
            if found and clause.start <= found[-1][1].end:
                continue
            subject = first if clause.start == span.start else self._subjects.of_clause(clause)
            if subject is not None and not self.enacts(subject) and (subject.assigned or not only_assigned):
                found.append((subject.start, subject))
        if len(found) == 1 and found[0][0] > span.start and self._tells_only_who(found[0][1], span.end):
            found = [(span.start, found[0][1])]
        ends = [*(start for start, _ in found[1:]), span.end]
        return [(Span(start, end), subject) for (start, subject), end in zip(found, ends, strict=False)]

    def behind(self, span: Span) -> Subject | None:
        """The bodies told behind a task that begins with no subject: `Task: A chủ trì, B phối hợp`, `Task; giao A.`"""
        listed = span.start
        for body in self._bodies.within(span):
            if body.span.start < listed:
                continue
            before = self._text[max(span.start, body.span.start - _LEAD_IN) : body.span.start]
            assigner = list(self._roles.assigner.finditer(before))
            given = bool(assigner) and not before[assigner[-1].end() :].strip(" :")
            if not given and not _BEHIND.search(before):
                continue
            found, end = self._bodies.listed_from(self._text, body.span.start, span.end)
            listed = end
            told = _GIVEN_BEHIND if given else _TOLD_BEHIND
            if body.span.start - span.start > _SHORTEST_TASK and told.match(self._text, end, span.end):
                return Subject(tuple(found), span.start, end, assigned=given)
        return None

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

    def _tells_only_who(self, who: Subject, end: int) -> bool:
        """Whether a clause only names who does what the text before it says (`Giao Sở A chủ trì, Sở B phối hợp.`)."""
        if not who.assigned or _ONLY_LEADS.match(self._text, who.end, end) is None:
            return False
        rest = _ONLY_LEADS.sub("", self._text[who.end : end], count=1).split(";", 1)[0]
        return self._roles.act.search(rest.replace("phối hợp", "")) is None

    def _split(self, span: Span) -> list[Span]:
        """The clauses of a text: at semicolons, sentence ends, and commas before a new subject."""
        cuts = [match.end() for match in _CLAUSE_END.finditer(self._text, span.start, span.end)]
        for body in self._bodies.within(span)[1:]:
            before = body.span.start
            if self._text[before - 2 : before] == ", " and self._stands_alone(span.start, before):
                cuts.append(before)
        cuts.sort()
        return [Span(a, b) for a, b in zip([span.start, *cuts], [*cuts, span.end], strict=True)]

    def _stands_alone(self, start: int, offset: int) -> bool:
        """Whether a name after a comma begins something new, not the next name of a list or the object of a verb."""
        before = self._bodies.within(Span(max(start, offset - _LOOK_AROUND), offset))
        if before and offset - before[-1].span.end < _LIST_GAP:
            return False
        return self._subjects.of_clause(Span(offset, min(len(self._text), offset + _LOOK_AROUND))) is not None
