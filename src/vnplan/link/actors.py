"""The roles of the bodies named inside a task."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnplan.core.making import making
from vnplan.core.mentions import Actor, ActorRole, Agency
from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.knowledge.telling import Telling
from vnplan.link.bodies import Bodies
from vnplan.link.endings import Endings
from vnplan.link.partners import parted

_CUE_WINDOW = 48
_SENTENCE_WINDOW = 220
_LABEL = regex.compile(r"[-+*•]\s|\(?(?:\d{1,2}|[a-zđ])[.)]\s")
_PARTS = regex.compile(r"[;\n]|(?<=\S)(?:,| và) (?=các |Các )")
# `Công an phường (phối hợp)`
_TOLD_IN_BRACKETS = regex.compile(r" ?\((?:(?P<joins>phối hợp)|chủ trì)\)", regex.IGNORECASE)
_NEXT = regex.compile(r",? (?=\p{Ll})")
_ACT_ENDS = regex.compile(r"[;\n]")
_NOT_AN_ACTOR = regex.compile(
    r"(?:(?:nt|-nt-|nêu trên|như trên|//|[\"“”.…\-_ ]*|không|x|có)$"
    r"|(?:theo|trước|trong|từ|đến|xong|hoàn thành|chậm nhất|quý|năm|tháng|ngày|hằng|hàng (?:năm|quý|tháng|tuần|ngày)"
    r"|định kỳ|thường xuyên|giai đoạn|thời gian|thời hạn|(?:cùng )?(?:chủ trì|phối hợp|thực hiện))(?!\p{L}))",
    regex.IGNORECASE,
)
# what several names share: `phối hợp với các sở Y tế, Nội vụ`, `các Vụ: Pháp chế, Kế hoạch`; matched backwards
_SHARED = regex.compile(r"(?r)các (?:\p{L}+[ ]?:\s)?", regex.IGNORECASE)
_WITH = regex.compile(r"(?:cùng )?với (?:các (?:\p{L}+[ ]?:\s)?)?", regex.IGNORECASE)
_SHORTEST_NAME = 3
_LONGEST_NAME = 14  # words
_CONNECTIVES = frozenset("và cùng của với chủ phối trong tại có liên thuộc trên hoặc gồm là theo do để".split(" "))
_DEFINING = regex.compile(r" \p{Ll}[^,;:.|()\n]{2,80}(?=[,;.|(\n]|$)")
_OWNER = regex.compile(r"chủ (?:đầu tư|dự án|chương trình|cơ sở|rừng|hộ|sở hữu|phương tiện)", regex.IGNORECASE)
_SECOND = regex.compile(r" (?:cùng )?phối hợp(?! (?:với|cùng)\b)")
_DOES = regex.compile(r" [^,;.()|\n]*")
_PARTING = frozenset({", ", "; ", ". ", ": ", "- "})
_JOINS = regex.compile(
    r"(?: [“\"][^“”\"\n]{1,160}[”\"])?(?:[ ]?\([^()\n]{1,160}\))?"
    r"[ ]?(?:,|và|cùng với|cùng|hoặc|/|&|\(qua|, qua|qua)[ ]?(?:và )?"
)

make_actor = making(Actor)  # a document has many


class ActorFinder:
    """Gives roles by the words before each name."""

    def __init__(self, text: str, bodies: Bodies, roles: Roles, telling: Telling) -> None:
        self.text = text
        self.bodies = bodies
        self.roles = roles
        self.telling = telling
        self._cues = Endings.of(*roles.role_of)
        self._addressing = Endings.of(*(word for row in roles.addressed for word in row.words))

    def inside(self, unit: Span, leads: Sequence[Agency]) -> list[Actor]:
        """The actors that a task names besides those who lead it."""
        taken = {lead.span for lead in leads}
        found: list[Actor] = []
        before: Agency | None = None
        role: ActorRole | None = None
        partners: set[Span] = set()
        for body in self.bodies.within(unit):
            if body.span in taken:
                before, role = None, None
                continue
            if before is not None and role is not None and self._aside(unit.start, before, body):
                continue
            if body.span in partners:
                role = "coordinate"  # `phối hợp với Sở A; Báo B; Sở C và Sở D`
            elif before is None or role is None or not self._continues(before, body):
                role = self._role(unit.start, body)
                if role == "coordinate":
                    listed = parted(self.text, self.bodies, self.roles, unit, body.span.start)
                    partners = {one.span for one in listed}
            if role is not None:
                found.append(make_actor(span=body.span, agency=body.name, role=role))
            before = body
        return found

    def _aside(self, start: int, before: Agency, body: Agency) -> bool:
        """Whether a body is a part of the one before the bracket: `Sở Y tế (Chi cục Dân số), Sở Tài chính`."""
        if before.collective:
            return False  # `cấp thẩm quyền (UBND tỉnh)`: who is meant
        between = self.text[before.span.end : body.span.start]
        if not between.lstrip(" ").startswith("(") or ")" in between or self._continues(before, body):
            return False
        return self._role(start, body) is None

    def _continues(self, before: Agency, body: Agency) -> bool:
        return _JOINS.fullmatch(self.text, before.span.end, body.span.start) is not None

    def _role(self, start: int, body: Agency) -> ActorRole | None:
        name = body.span.start
        if self.text[max(0, name - 2) : name] in _PARTING or self.text[name - 1] == "(":
            _, end = self.bodies.listed_from(self.text, name, len(self.text))
            if _SECOND.match(self.text, end) or self.telling.joins.match(self.text, end):
                return "coordinate"  # "Sở A chủ trì, Sở B, Sở C phối hợp"
            beside = self.roles.beside_act.match(self.text, end + 1) if self.text[end : end + 1] == " " else None
            if beside is not None and self.telling.ends_told.match(self.text, beside.end()):
                return self.roles.beside_role[beside.group().lower()]  # "Sở A chủ trì, Sở B giám sát"
        if self._accompanies(start, body):
            return "coordinate"
        shared = _SHARED.match(self.text, start, name)
        name = shared.start() if shared else name
        window = self.text[max(start, name - _CUE_WINDOW) : name]
        if self._cues.can_end(window) and (cue := self.roles.cue_before.search(window)):
            return self.roles.role_of[cue.group(1).lower()].role
        if not self._addressing.can_end(window):
            return None
        sentence = self.text[max(start, name - _SENTENCE_WINDOW) : name]
        sent = self.roles.addressed_before.search(sentence[max(sentence.rfind(". "), sentence.rfind(";")) + 1 :])
        if sent is None or (not sent.group().endswith("về ") and self._is_served(body)):
            return None
        return "recipient"

    def _accompanies(self, start: int, body: Agency) -> bool:
        """Whether a unit begins with whom it is done with: `Với Sở Tài chính lập phương án …`."""
        if _WITH.fullmatch(self.text, start, body.span.start) is None:
            return False
        _, end = self.bodies.listed_from(self.text, body.span.start, len(self.text))
        return self.text[end : end + 1] == " " and (
            self.text.startswith("để ", end + 1) or self.roles.predicate.match(self.text, end + 1) is not None
        )

    def _is_served(self, body: Agency) -> bool:
        """Whether a group is one that things are done for (`chuyển kết quả cho các tổ chức, cá nhân`)."""
        return body.collective and self.roles.served.match(self.text, *body.span) is not None

    def listed(self, span: Span, role: ActorRole) -> list[Actor]:
        """The actors of a cell or an attribute line: every body, and what else is listed between them.

        After a word of coordination inside the list (`Sở A; phối hợp: Sở B`) the rest coordinates.
        """
        actors: list[Actor] = []
        offset = span.start
        listed_to, said = span.start, role
        for body in self.bodies.within(span):
            if body.span.start < offset:
                continue
            gap = self.text[offset : body.span.start]
            if "phối hợp" in gap.lower() and role == "lead":
                role = "coordinate"
            else:
                actors += self._unknown(Span(offset, body.span.start), role)
            name = self._with_clause(body, span.end)
            if bracket := _TOLD_IN_BRACKETS.match(self.text, name.end, span.end):
                listed_to, said = bracket.end(), "coordinate" if bracket["joins"] else "lead"
            elif name.start >= listed_to:
                _, listed_to = self.bodies.listed_from(self.text, name.start, span.end)
                listed_to, said = self._said_behind(max(listed_to, name.end), span.end, role)
            words = body.name if name == body.span else self.text[slice(*name)]
            actors.append(make_actor(span=name, agency=words, role=said))
            offset = max(name.end, listed_to if self.bodies.first_between(name.end, listed_to) is None else name.end)
        if self.text.startswith(" ", offset) or (actors and offset > actors[-1].span.end):
            offset = self._behind_acts(offset, span.end)
        return actors + self._unknown(Span(offset, span.end), role)

    def _behind_acts(self, offset: int, end: int) -> int:
        """Where what a body does ends (`Văn phòng theo dõi, tổng hợp; Sở Y tế`): nobody is named in it."""
        act = _NEXT.match(self.text, offset, end)
        if act is None or not self.roles.predicate.match(self.text, act.end(), end):
            return offset
        stop = _ACT_ENDS.search(self.text, act.end(), end)
        return stop.start() if stop else end

    def _said_behind(self, offset: int, end: int, role: ActorRole) -> tuple[int, ActorRole]:
        """What is said behind the names of a list (`Sở A chủ trì; Sở B phối hợp in ấn`): where it ends, their role."""
        joins = self.telling.joins.match(self.text, offset, end) or _SECOND.match(self.text, offset, end)
        said = joins or self.telling.takes.match(self.text, offset, end)
        if said is None:
            return offset, role
        does = _DOES.match(self.text, said.end(), end)
        stop = said.end() if does is None or self.bodies.first_between(*does.span()) else does.end()
        return stop, "coordinate" if joins else role

    def _with_clause(self, body: Agency, end: int) -> Span:
        """A group's name with the words right after it that say which (`các tổ chức hoạt động khoáng sản`)."""
        clause = _DEFINING.match(self.text, body.span.end, end) if body.collective else None
        if clause is None or self.telling.joins.match(self.text, body.span.end, end):
            return body.span
        if not self._is_served(body) and self.roles.predicate.match(self.text, body.span.end + 1):
            return body.span  # `UBND các xã rà soát hồ sơ`: what they do
        if clause.group().split()[0].lower() in _CONNECTIVES - {"liên", "trên", "thuộc", "tại"}:
            return body.span
        return Span(body.span.start, clause.end())

    def _unknown(self, span: Span, role: ActorRole) -> list[Actor]:
        """What a list names that is no known body (`Doanh nghiệp`, `chủ đầu tư`)."""
        found = []
        offset = span.start
        for part in [*_PARTS.finditer(self.text, span.start, span.end), None]:
            end = part.start() if part else span.end
            start, stop = self._trimmed(offset, end)
            joins = self.telling.joins.search(self.text, start, stop)  # `các chủ rừng phối hợp`
            stop = joins.start() if joins else stop
            words = self.text[start:stop]
            if self._a_name(words):
                found.append(make_actor(span=Span(start, stop), agency=words, role="coordinate" if joins else role))
            offset = part.end() if part else end
        return found

    def _a_name(self, words: str) -> bool:
        """Whether words can name somebody: a few, not a connective, not a reference to another cell."""
        if len(words) < _SHORTEST_NAME or not words[0].isalpha() or words.count(" ") >= _LONGEST_NAME:
            return False
        first = words.split(" ", 1)[0].lower()
        return not _NOT_AN_ACTOR.match(words) and (first not in _CONNECTIVES or _OWNER.match(words) is not None)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        strip = " ,;.:-+()|\n"
        while start < end and self.text[start] in strip:
            start += 1
        label = _LABEL.match(self.text, start, end)
        start = label.end() if label else start
        while end > start and self.text[end - 1] in strip:
            end -= 1
        for word in ("và ", "cùng "):
            if self.text.startswith(word, start, end):
                start += len(word)
        if self.text.endswith(" và", start, end):
            end -= 3
        return start, max(start, end)
