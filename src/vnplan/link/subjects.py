"""Who a sentence, a line or a heading charges with its task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from vnplan.core.mentions import Agency, Modality
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.link.bodies import Bodies
from vnplan.link.endings import Beginnings, Endings
from vnplan.link.given import Givers
from vnplan.link.openings import OCCASION, OPENING, OPENINGS, PURPOSE, TIME, TOPIC, VERBAL_OPENING

_BRACKET = regex.compile(r"[ ]?\([^()\n]{0,200}\)")
# after the bodies of a heading or sentence, before the items that say what their duties are
_ANNOUNCES = regex.compile(
    r"(?:có trách nhiệm|có nhiệm vụ|có nghĩa vụ|chịu trách nhiệm)(?: (?:thực hiện|triển khai|chỉ đạo))?"
    r"(?: (?:cụ thể|sau đây|sau|như sau đây|như sau|những|một số|các|tốt|nhiệm vụ|nội dung|công việc|việc|giải pháp"
    r"|trọng tâm))*+ ?:",
    regex.IGNORECASE,
)
_ANNOUNCED = regex.compile(rf"(?:,? ?[^.;:,\n]{{1,40}}? )?{_ANNOUNCES.pattern}", regex.IGNORECASE)
_DUTY = regex.compile(
    r"(?: [^.;:\n]{1,60}?)? (có trách nhiệm|có nhiệm vụ|có nghĩa vụ|chịu trách nhiệm)(?!\p{L})", regex.IGNORECASE
)
_DIFFICULTIES = regex.compile(r"khó khăn|vướng mắc|phát sinh|bất cập|trở ngại", regex.IGNORECASE)
_COURSE_ENDS = regex.compile(
    r"(?:trong )?quá trình "
    r"(?:(?:tổ chức|triển khai|thực hiện|tổ chức triển khai|tổ chức thực hiện|triển khai thực hiện)"
    r"(?: (?:Kế hoạch|Chỉ thị|Chương trình|Quyết định|Đề án|Thông báo|nhiệm vụ))?(?: này)?,? )",
    regex.IGNORECASE,
)
_BOUND = regex.compile(r"(?<!\p{L})(?:phải|có trách nhiệm|có nghĩa vụ|cần)(?!\p{L})", regex.IGNORECASE)
# the topics of a department that no list knows, up to the colon: `Phòng Đào tạo, Bồi dưỡng và Công chức, viên chức:`
_REST_OF_NAME = regex.compile(r"(?:,| và| -| –) \p{Lu}[^:;.()\n]{1,60}(?=:)")
_SOME = ("Một số ", "một số ")  # `Một số xã đã lập tổ`: to nobody in particular is a task given
_PERSON_NAME = regex.compile(r"(?: \p{Lu}\p{Ll}+| \p{Lu}(?!\p{L})){2,5}(?= )")
_COMMA = regex.compile(r", ")
_COLON = regex.compile(r"[ ]?:[ ]?")
_COURSE = 60  # characters
_OPENING_LIMIT = 320
_NAME_LIMIT = 120
_LONGEST_LABEL = 240
_LEAD_IN = 60  # the words of assigning or heading before a name are fewer characters than this


@dataclass(frozen=True, slots=True)
class Subject:
    """The bodies charged; the unit begins at `start` (without the assigner), what they do at `end`.

    `opened`: where the sentence begins that tells when the task is given, if that is no part of the unit.
    """

    bodies: tuple[Agency, ...]
    start: int
    end: int
    modality: Modality = "assign"
    assigned: bool = False  # somebody expressly gives the task: no verb need follow
    opened: int | None = None


class SubjectFinder:
    """Finds subjects by the words around the names."""

    def __init__(
        self, text: str, bodies: Bodies, know: Knowledge, *, issuer: str | None = None, reported: bool = False
    ) -> None:
        self.text = text
        self.bodies = bodies
        self.roles = know.roles
        self.telling = know.telling
        self.statements = know.statements
        self.givers = Givers(text, bodies, know, issuer=issuer, reported=reported)
        asks = "|".join(map(regex.escape, know.roles.required))
        self._required = regex.compile(rf"(?:,| và) (?:{asks})(?!\p{{L}})", regex.IGNORECASE)
        self._assigning = Endings.of(*know.roles.modality_of)
        self._titles = Beginnings.of(*(word for row in know.roles.persons for word in row.titles))
        charged = know.roles.charged_nouns
        self._obliged = Beginnings.of(*(word for row in charged for word in (*row.quantifiers, *row.liable)))
        self._instruments = Beginnings.of_rows(know.statements.own_statements)
        self._connectives = Beginnings.of_rows(know.statements.connectives)
        self._openings = Beginnings.of(*OPENINGS.split("|"))
        # the same clauses and headings are looked at again and again: by themselves, in their line, with their list
        self._of_clauses: dict[Span, Subject | None] = {}
        self._of_headings: dict[Span, Subject | None] = {}

    def of_heading(self, span: Span) -> Subject | None:
        """The bodies of a heading that names bodies and nothing else (`2. Sở Nội vụ`, `Đề nghị Tỉnh đoàn:`).

        After a colon the task itself may follow: `end` is where it begins.
        """
        if span not in self._of_headings:
            self._of_headings[span] = self._of_heading(span)
        return self._of_headings[span]

    def _of_heading(self, span: Span) -> Subject | None:
        if self.bodies.first_between(span.start, min(span.end, span.start + _LEAD_IN)) is None:
            return self._person(span)
        start, modality = self.givers.after_assigner(span.start, span.end)
        prefix = self.roles.heading_prefix.match(self.text, start, span.end)
        named = self.givers.past_kind(prefix.end() if prefix else start, span.end)
        found, end = self.bodies.listed_from(self.text, named, span.end, wide=True)
        if not found and prefix:
            found, end = self.bodies.listed_from(self.text, start, span.end, wide=True)
        if not found:
            return self._person(span)
        beyond = _REST_OF_NAME.match(self.text, end, span.end) if len(found) == 1 else None
        if beyond is not None and self.bodies.first_between(end, beyond.end()) is None:
            end = beyond.end()
            found = [replace(found[0], span=Span(found[0].span.start, end), name=self.text[found[0].span.start : end])]
        bracket = _BRACKET.match(self.text, end, span.end)
        end = bracket.end() if bracket else end
        if prefix and (takes := self.telling.takes.match(self.text, end, span.end)) is not None:
            end = takes.end()  # `Các nhiệm vụ do Sở A chủ trì`
        rest = self.text[end : span.end].strip()
        if rest in ("", ":", ".", ";", ",", "-") or _ANNOUNCED.fullmatch(rest):
            return Subject(tuple(found), start, span.end, modality or "assign", assigned=True)
        if rest.startswith(":"):
            task = _COLON.match(self.text, end)
            return Subject(tuple(found), start, task.end() if task else end, modality or "assign", assigned=True)
        return None

    def of_label(self, span: Span) -> Subject | None:
        """The bodies that a paragraph begins with, up to their colon (`Sở Nội vụ: Rà soát biên chế`)."""
        colon = self.text.find(":", span.start, min(span.end, span.start + _LONGEST_LABEL))
        if colon < 0 or self.bodies.first_between(span.start, colon) is None:
            return None
        found = self.of_heading(span)
        return found if found is not None and found.end > colon else None

    def _person(self, span: Span) -> Subject | None:
        """A person charged by name: `Ông Lê Văn Minh - Trưởng đoàn: …`."""
        known = self._titles.can_begin(self.text, span.start)
        match = self.roles.person.match(self.text, *span) if known else None
        if match is None:
            return None
        body = Agency(span=Span(*match.span(1)), rule="roles.person", name=match.group(1), kind="person_in_office")
        end = match.end()
        while end < span.end and self.text[end] == " ":
            end += 1
        return Subject((body,), span.start, end, assigned=True)

    def names(self, span: Span) -> bool:
        """Whether a text begins with a body that is known."""
        return self.bodies.at(self.givers.after_assigner(*span)[0]) is not None

    def tells(self, span: Span) -> bool:
        """Whether a text only tells of the bodies that it begins with: `Văn phòng xin thông báo …`."""
        found, end = self.bodies.listed_from(self.text, *span)
        return bool(found) and self.statements.described.match(self.text, end + 1, span.end) is not None

    def after_course(self, span: Span) -> Subject | None:
        """The body right after `Trong quá trình thực hiện`, unless difficulties are spoken of: then it is a formula."""
        if _DIFFICULTIES.search(self.text, *span):
            return None
        body = self.bodies.first_between(span.start, min(span.end, span.start + _COURSE))
        if body is None or not _COURSE_ENDS.fullmatch(self.text, span.start, body.span.start):
            return None
        return self._at(body.span.start, span.end)

    def of_place(self, span: Span) -> Subject | None:
        """The body of a heading that stands among headings of bodies, though no gazetteer knows it whole."""
        start, modality = self.givers.after_assigner(span.start, span.end)
        prefix = self.roles.heading_prefix.match(self.text, start, span.end)
        start = prefix.end() if prefix else start
        known, after = self.bodies.listed_from(self.text, start, span.end)
        if known and self._acts(known, after, span.end):
            return None  # `Sở A chủ trì, phối hợp với Sở B:` is a sentence, no name
        # a colon inside a name (`Giám đốc các Sở: Nội vụ, Tài chính`) opens no task
        colon = self.text.find(": ", max(start, after), min(span.end, start + _NAME_LIMIT))
        end = colon if colon >= 0 else start + len(self.text[start : span.end].rstrip(" .:;,"))
        for announced in _ANNOUNCES.finditer(self.text, start, span.end):
            end = min(end, announced.start() - 1)
        if not self.roles.charged.match(self.text, start, end) or self.text.find(". ", start, end) >= 0:
            return None
        if self.text.endswith((" gồm", " là"), start, end):
            return None  # `Cơ sở khám bệnh bao gồm:` tells which they are
        body = Agency(span=Span(start, end), rule="roles.charged", name=self.text[start:end], kind="other")
        return Subject((body,), start, colon + 2 if colon >= 0 else span.end, modality or "assign", assigned=True)

    def _acts(self, bodies: Sequence[Agency], after: int, end: int) -> bool:
        """Whether a heading says what its bodies do; of those served it may only tell which (`Các hộ trồng chè:`)."""
        served = all(body.collective and self.roles.served.match(self.text, *body.span) for body in bodies)
        if served and self.text[after : after + 1] == " " and self.roles.trade.match(self.text, after + 1, end):
            return False
        return self.roles.predicate.match(self.text, self.givers.skip(after, end), end) is not None

    def of_duty(self, span: Span) -> Subject | None:
        """Whom `có trách nhiệm` charges, where the name before it is in no gazetteer."""
        near = self.text[span.start : min(span.end, span.start + _NAME_LIMIT + _LEAD_IN)]
        if not (" nhiệm vụ" in near or " trách nhiệm" in near or " nghĩa vụ" in near):
            return None
        if not self.roles.charged.match(self.text, span.start, span.end):
            return None
        return self._bound(self.roles.duty.match(self.text, span.start, span.end), span)

    def of_obligation(self, span: Span) -> Subject | None:
        """Persons and bodies who `phải` do something, though no gazetteer knows their name."""
        if not self._obliged.can_begin(self.text, span.start):
            return None
        return self._bound(self.roles.obliged.match(self.text, span.start, span.end), span)

    def of_any_verb(self, span: Span) -> Subject | None:
        """One body, known by its name, at the head of a clause that gives a task, whatever verb follows."""
        found, end = self.bodies.listed_from(self.text, span.start, span.end)
        if not found or all(body.collective for body in found) or self.text[end : end + 1] != " ":
            return None
        if not self.text[end + 1 : end + 2].islower() or self.statements.function_word.match(self.text, end + 1):
            return None
        if self.givers.to_unknown(end, span.end) or self.statements.described.match(self.text, end + 1, span.end):
            return None
        return Subject(tuple(found), span.start, self.givers.skip(end, span.end))

    def _bound(self, match: regex.Match[str] | None, span: Span) -> Subject | None:
        if match is None or self._asks_others(*match.span(1)):
            return None
        body = Agency(span=Span(*match.span(1)), rule="roles.charged", name=match.group(1), kind="other")
        return Subject((body,), span.start, self.givers.skip(match.end(1), span.end))

    def _asks_others(self, start: int, end: int) -> bool:
        """Whether words name no body but ask something of one: `Tổ chức rà soát và yêu cầu các trạm (phải báo cáo)`."""
        return self._required.search(self.text, start, end) is not None

    def of_clause(self, span: Span) -> Subject | None:
        """The bodies that a clause begins with, where a verb makes them its subject."""
        if span not in self._of_clauses:
            self._of_clauses[span] = self._of_clause(span)
        return self._of_clauses[span]

    def _of_clause(self, span: Span) -> Subject | None:
        direct = self._at(span.start, span.end) or self._by_instrument(span)
        direct = direct or self.of_duty(span) or self.of_obligation(span)
        if direct is not None:
            return direct
        if self._connectives.can_begin(self.text, span.start):
            joined = self.statements.connective.match(self.text, span.start, span.end)
            if joined is not None and (after := self._joined(Span(joined.end(), span.end))) is not None:
                return after
        if not self._openings.can_begin(self.text, span.start) or not OPENING.match(self.text, span.start, span.end):
            return None
        return self._opened(span)

    def _joined(self, span: Span) -> Subject | None:
        """Who is charged behind words that join the sentence to the one before."""
        found = self._at(*span) or self._by_instrument(span)
        return self._opened(span) if found is None and OPENING.match(self.text, *span) else found

    def _opened(self, span: Span) -> Subject | None:
        """Who is charged behind an adverbial; one that tells when or where it was said only lets others give tasks."""
        found = self._behind_opening(span) or self._duty_behind(span) or self._person_behind(span)
        if found is None or not OCCASION.match(self.text, span.start):
            return found
        return replace(found, opened=None) if found.assigned else None

    def _person_behind(self, span: Span) -> Subject | None:
        """Whom a person named without an office gives a task behind an adverbial."""
        sentence = self.text[span.start : min(span.end, span.start + _OPENING_LIMIT)].partition(". ")[0]
        for comma in _COMMA.finditer(sentence):
            if self._titles.can_begin(self.text, span.start + comma.end()):
                found = self._by_person(span.start + comma.end(), span.end)
                if found is not None:
                    return found
        return None

    def _duty_behind(self, span: Span) -> Subject | None:
        """`Trường hợp có ý kiến khác nhau, cơ quan chủ trì có trách nhiệm …`: an unnamed body behind a condition."""
        sentence = self.text[span.start : min(span.end, span.start + _OPENING_LIMIT)].partition(". ")[0]
        for comma in _COMMA.finditer(sentence):
            start = span.start + comma.end()
            behind = Span(start, span.end)
            found = self.of_duty(behind) or self.of_obligation(behind)
            if found is not None:
                listed, _ = self.bodies.listed_from(self.text, start, found.end)
                return Subject(tuple(listed) if len(listed) > 1 else found.bodies, span.start, found.end)
        return None

    def _behind_opening(self, span: Span) -> Subject | None:
        """The first body behind an adverbial that a verb makes the subject."""
        limit = min(span.end, span.start + _OPENING_LIMIT)
        offset = span.start
        # after a verb a name that follows another is the next of its objects, not a subject
        verbal = VERBAL_OPENING.match(self.text, span.start, span.end) is not None
        while (body := self.bodies.first_between(offset, limit)) is not None:
            between = self.text[offset : body.span.start]
            if verbal and between == ", " and not self._gives_at(span, body):
                offset = body.span.end
                continue
            if "." in between.replace("...", ""):
                return None  # another sentence
            if self.roles.implied.search(self._without_assigner(between)) and not self._gives_for(span, body):
                return None  # a verb after the comma whose subject is implied
            found = self._after_opening(span.start, body.span.start, span.end)
            if found is not None:
                return found
            offset = body.span.end
        return None

    def _gives_for(self, span: Span, body: Agency) -> bool:
        """Whether a body behind a purpose gives a task to others: the acts in the purpose are nobody's task."""
        return PURPOSE.match(self.text, span.start) is not None and self._gives_at(span, body)

    def _gives_at(self, span: Span, body: Agency) -> bool:
        """Whether a body behind an adverbial gives a task to others."""
        found = self._after_opening(span.start, body.span.start, span.end)
        return found is not None and found.assigned

    def _without_assigner(self, words: str) -> str:
        """Words without the verb of assigning that they end with."""
        found = self._assigner_before(words)
        return words if found is None else words[: found.start()]

    def _assigner_before(self, words: str) -> regex.Match[str] | None:
        """The verb of assigning that words end with."""
        return self.roles.assigner_before.search(words) if self._assigning.can_end(words) else None

    def _after_opening(self, start: int, name: int, end: int) -> Subject | None:
        before = self.text[start:name]
        if before.endswith(", "):
            found = self._at(name, end, letter=PURPOSE.match(self.text, start) is not None)
            if found is None:
                return None
            given = found.assigned and not TOPIC.match(self.text, start)
            return replace(found, opened=start) if given else replace(found, start=start)
        if TIME.fullmatch(before):
            found = self._at(name, end)
            return None if found is None else replace(found, start=start)
        assigner = self._assigner_before(before)
        if assigner is None or not before[: assigner.start()].rstrip().endswith((",", ":")):
            return None
        return self._at(start + assigner.start(), end)

    def _at(self, offset: int, end: int, *, letter: bool = False) -> Subject | None:
        """The bodies at a place that a verb charges; `letter`: a purpose before them says that they write a letter."""
        if self.bodies.first_between(offset, min(end, offset + _LEAD_IN)) is None:
            return None
        start, modality = self.givers.after_assigner(offset, end)
        named = start if modality else self.givers.untitled(start, end)
        found, after = self.givers.listed(named, end, given=modality is not None)
        if not found:
            return self._by_person(offset, end) if modality is None else None
        bracket = _BRACKET.match(self.text, after, end)
        after = bracket.end() if bracket else after
        if modality is None:
            # "UBND tỉnh yêu cầu Sở A …", "Chủ tịch UBND tỉnh Lê Văn B giao Sở A": the first body only assigns
            person = _PERSON_NAME.match(self.text, after, end)
            after = person.end() if person else after
            given = self._given_by(after, end, givers=found, letter=letter)
            if given is not None or self.givers.to_unknown(after, end):
                return given
        follows = self.givers.skip(after, end)
        if modality is None and not self.roles.predicate.match(self.text, follows, end):
            return None
        if modality is None and (
            self.text.startswith(_SOME, found[0].span.start)
            or self._entitled(found, follows, end)
            or self.statements.described.match(self.text, follows, end)
        ):
            return None
        return Subject(tuple(found), found[0].span.start, follows, modality or "assign", modality is not None)

    def _entitled(self, bodies: Sequence[Agency], offset: int, end: int) -> bool:
        """`Doanh nghiệp sử dụng lao động địa phương được vay vốn`: things are done for them, they do nothing."""
        if not all(body.collective and self.roles.served.match(self.text, *body.span) for body in bodies):
            return False
        found = self.statements.entitled.match(self.text, offset, end)
        return found is not None and _BOUND.search(found.group()) is None

    def _by_instrument(self, span: Span) -> Subject | None:
        """`Kế hoạch giao Sở A …`, `Kế hoạch nêu rõ, Sở A …`: what is told of a plan."""
        if not self._instruments.can_begin(self.text, span.start):
            return None
        if states := self.statements.states.match(self.text, span.start, span.end):
            return self._at(states.end(), span.end)
        if announces := self.statements.announces.match(self.text, span.start, span.end):
            said = Span(announces.end(), span.end)
            return self._at(*said) or self._behind_opening(said)
        told = self.statements.instrument.match(self.text, span.start, span.end)
        return None if told is None else self._given_by(told.end(), span.end)

    def _given_by(
        self, offset: int, end: int, *, givers: Sequence[Agency] | None = None, letter: bool = False
    ) -> Subject | None:
        given = self.givers.by(offset, end, givers=givers, letter=letter)
        return None if given is None else Subject(given.bodies, given.start, given.end, given.modality, assigned=True)

    def _by_person(self, offset: int, end: int) -> Subject | None:
        """Whom a person gives a task who is named without an office: `Ông Minh yêu cầu Sở A …`."""
        after = self.givers.person(offset, end)
        if after is None:
            return None
        office = self.bodies.at(after + 2) if self.text[after : after + 2] == ", " else None
        return self._given_by(office.span.end if office else after, end)
