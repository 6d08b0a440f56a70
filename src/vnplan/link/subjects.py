"""Who a sentence, a line or a heading charges with its task."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from vnplan.core.mentions import Agency, Modality
from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.link.bodies import Bodies

_BRACKET = regex.compile(r"[ ]?\([^()\n]{0,200}\)")
_ADVERB = regex.compile(r"(?:cũng|đã|sẽ|đồng thời|tiếp tục|nghiêm túc|trân trọng) ", regex.IGNORECASE)
# An adverbial that may stand before the subject: it ends with a comma.
_OPENING = regex.compile(
    r"(?:trên cơ sở|căn cứ|đối với|trong|để|nhằm|hằng|hàng|định kỳ|trước(?! đó)|theo|khi|từ|sau(?! đó)|ngoài|đồng thời"
    r"|riêng|tùy|đến|vào|thời gian|ngay|với|cùng với|bên cạnh|kết thúc|chậm nhất|quý|tháng|năm|mỗi|giai đoạn|thực hiện"
    r"|tiếp tục|trường hợp)\b",
    regex.IGNORECASE,
)
_VERBAL_OPENING = regex.compile(r"(?:thực hiện|tiếp tục|trong|với|cùng với)(?!\p{L})", regex.IGNORECASE)
_OPENING_LIMIT = 320
_NAME_LIMIT = 120
_LEAD_IN = 60  # the words of assigning or heading before a name are fewer characters than this


@dataclass(frozen=True, slots=True)
class Subject:
    """The bodies charged; the unit begins at `start` (without the assigner), what they do at `end`."""

    bodies: tuple[Agency, ...]
    start: int
    end: int
    modality: Modality = "assign"
    assigned: bool = False  # somebody expressly gives the task: no verb need follow


class SubjectFinder:
    """Finds subjects by the words around the names."""

    def __init__(self, text: str, bodies: Bodies, roles: Roles) -> None:
        self.text = text
        self.bodies = bodies
        self.roles = roles

    def of_heading(self, span: Span) -> Subject | None:
        """The bodies of a heading that names bodies and nothing else (`2. Sở Nội vụ`, `Đề nghị Tỉnh đoàn:`).

        After a colon the task itself may follow: `end` is where it begins.
        """
        if self.bodies.first_between(span.start, min(span.end, span.start + _LEAD_IN)) is None:
            return None
        start, modality = self._after_assigner(span.start, span.end)
        prefix = self.roles.heading_prefix.match(self.text, start, span.end)
        found, end = self.bodies.listed_from(self.text, prefix.end() if prefix else start, span.end, wide=True)
        if not found and prefix:
            found, end = self.bodies.listed_from(self.text, start, span.end, wide=True)
        if not found:
            return None
        bracket = _BRACKET.match(self.text, end, span.end)
        end = bracket.end() if bracket else end
        rest = self.text[end : span.end].strip()
        if rest in ("", ":", ".", ";", ",", "-", "có trách nhiệm:", "có nhiệm vụ:"):
            return Subject(tuple(found), start, span.end, modality or "assign", assigned=True)
        if rest.startswith(":"):
            task = regex.compile(r"[ ]?:[ ]?").match(self.text, end)
            return Subject(tuple(found), start, task.end() if task else end, modality or "assign", assigned=True)
        return None

    def of_place(self, span: Span) -> Subject | None:
        """The body of a heading that stands among headings of bodies, though no gazetteer knows it whole."""
        start, modality = self._after_assigner(span.start, span.end)
        prefix = self.roles.heading_prefix.match(self.text, start, span.end)
        start = prefix.end() if prefix else start
        colon = self.text.find(": ", start, min(span.end, start + _NAME_LIMIT))
        end = colon if colon >= 0 else start + len(self.text[start : span.end].rstrip(" .:;,"))
        if not self.roles.charged.match(self.text, start, end) or self.text.find(". ", start, end) >= 0:
            return None
        body = Agency(span=Span(start, end), rule="roles.charged", name=self.text[start:end], kind="other")
        return Subject((body,), start, colon + 2 if colon >= 0 else span.end, modality or "assign", assigned=True)

    def of_duty(self, span: Span) -> Subject | None:
        """Whom `có trách nhiệm` charges, where the name before it is in no gazetteer."""
        near = min(span.end, span.start + _NAME_LIMIT + _LEAD_IN)
        if self.text.find(" trách nhiệm", span.start, near) < 0 and self.text.find(" nhiệm vụ", span.start, near) < 0:
            return None
        if not self.roles.charged.match(self.text, span.start, span.end):
            return None
        match = self.roles.duty.match(self.text, span.start, span.end)
        if match is None:
            return None
        body = Agency(span=Span(*match.span(1)), rule="roles.charged", name=match.group(1), kind="other")
        return Subject((body,), span.start, self._skip(match.end(1), span.end))

    def of_clause(self, span: Span) -> Subject | None:
        """The bodies that a clause begins with, where a verb makes them its subject."""
        direct = self._at(span.start, span.end) or self.of_duty(span)
        if direct is not None:
            return direct
        if not _OPENING.match(self.text, span.start, span.end):
            return None
        limit = min(span.end, span.start + _OPENING_LIMIT)
        offset = span.start
        # after a verb a name that follows another is the next of its objects, not a subject
        verbal = _VERBAL_OPENING.match(self.text, span.start, span.end) is not None
        while (body := self.bodies.first_between(offset, limit)) is not None:
            between = self.text[offset : body.span.start]
            if verbal and between == ", ":
                offset = body.span.end
                continue
            if "." in between.replace("...", "") or self.roles.implied.search(between):
                return None  # another sentence, or a verb after the comma whose subject is implied
            found = self._after_opening(span.start, body.span.start, span.end)
            if found is not None:
                return found
            offset = body.span.end
        return None

    def _after_opening(self, start: int, name: int, end: int) -> Subject | None:
        before = self.text[start:name]
        if before.endswith(", "):
            found = self._at(name, end)
            return Subject(found.bodies, start, found.end, found.modality, found.assigned) if found else None
        for assigner in self.roles.assigner.finditer(before):
            if before[assigner.end() :].strip(" :") == "" and before[: assigner.start()].rstrip().endswith((",", ":")):
                return self._at(start + assigner.start(), end)
        return None

    def _at(self, offset: int, end: int) -> Subject | None:
        if self.bodies.first_between(offset, min(end, offset + _LEAD_IN)) is None:
            return None
        start, modality = self._after_assigner(offset, end)
        found, after = self.bodies.listed_from(self.text, start, end)
        if not found:
            return None
        bracket = _BRACKET.match(self.text, after, end)
        after = bracket.end() if bracket else after
        if modality is None:
            # "UBND tỉnh yêu cầu Sở A …": the first body only assigns
            given = self._given_by(after, end)
            if given is not None:
                return given
        follows = self._skip(after, end)
        if modality is None and not self.roles.predicate.match(self.text, follows, end):
            return None
        return Subject(tuple(found), start, follows, modality or "assign", modality is not None)

    def _given_by(self, offset: int, end: int) -> Subject | None:
        offset = self._skip(offset, end)
        adverb = _ADVERB.match(self.text, offset, end)
        start, modality = self._after_assigner(adverb.end() if adverb else offset, end)
        if modality is None:
            return None
        found, after = self.bodies.listed_from(self.text, start, end)
        return Subject(tuple(found), start, self._skip(after, end), modality, assigned=True) if found else None

    def _after_assigner(self, offset: int, end: int) -> tuple[int, Modality | None]:
        match = self.roles.assigner.match(self.text, offset, end)
        if not match:
            return offset, None
        after = match.end()
        while after < end and self.text[after] in " :":
            after += 1
        return after, self.roles.modality_of[match.group().lower()]

    def _skip(self, offset: int, end: int) -> int:
        while offset < end and self.text[offset] in " ,":
            offset += 1
        return offset
