"""Whom somebody gives a task: `UBND tỉnh giao Sở A`, `Ông Minh yêu cầu các xã`, `đã có công văn giao Sở A`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from vnplan.core.mentions import Agency, Modality
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.link.bodies import Bodies
from vnplan.link.endings import Beginnings

_TITLE = regex.compile(r"(?:các )?(?:đồng chí|ông \(bà\)|ông/bà|ông, bà|ông|bà) (?=\p{Lu})", regex.IGNORECASE)
_DUTY = regex.compile(
    r"(?: [^.;:\n]{1,60}?)? (có trách nhiệm|có nhiệm vụ|có nghĩa vụ|chịu trách nhiệm)(?!\p{L})", regex.IGNORECASE
)
_WORD = regex.compile(r" \p{Ll}+(?= )")
_LONGEST_TAIL = 4  # words
_KIND = regex.compile(r"các \p{L}+[ ]?:\s", regex.IGNORECASE)  # `các Sở: Nội vụ, Tài chính`
_BRACKET = regex.compile(r"[ ]?\([^()\n]{0,200}\)")
_TIME = regex.compile(
    r"(?:từ|trước|trong|đến|chậm nhất|ngay|hằng|hàng|định kỳ)(?!\p{L})(?:(?! (?:và|của) )[^.;:\n]){0,60}",
    regex.IGNORECASE,
)
_LONGEST_TIME = 60  # characters
_ANNOUNCED_WITHIN = 300  # characters


@dataclass(frozen=True, slots=True)
class Given:
    """Bodies that are given something: where their names begin, where what they do begins."""

    bodies: tuple[Agency, ...]
    start: int
    end: int
    modality: Modality


class Givers:
    """Finds whom those who assign name."""

    def __init__(self, text: str, bodies: Bodies, know: Knowledge, *, issuer: str | None, reported: bool) -> None:
        self._issuer = issuer
        self._reported = reported  # the text tells of what others gave
        self._text = text
        self._bodies = bodies
        self._roles = know.roles
        self._words = know.giving
        self._function = know.statements.function_word
        self._assigners = Beginnings.of(*know.roles.modality_of)

    def after_assigner(self, offset: int, end: int) -> tuple[int, Modality | None]:
        """Where the name begins behind a verb of assigning, and what the verb means; without one nothing moves."""
        known = self._assigners.can_begin(self._text, offset)
        match = self._roles.assigner.match(self._text, offset, end) if known else None
        if match is None:
            return offset, None
        after = match.end()
        while after < end and self._text[after] in " :":
            after += 1
        return self.untitled(after, end), self._roles.modality_of[match.group().lower()]

    def untitled(self, offset: int, end: int) -> int:
        """Where a name begins behind `đồng chí` and the like."""
        title = _TITLE.match(self._text, offset, end)
        return title.end() if title and self._text[title.end()].isupper() else offset

    def by(
        self, offset: int, end: int, *, givers: Sequence[Agency] | None = None, letter: bool = False
    ) -> Given | None:
        """What the one whose name ends before an offset gives to whom; in a `letter` what is announced asks, too.

        `givers`: the bodies named there; None is a person named without an office.
        """
        start, modality = self.after_assigner(self._verb(offset, end), end)
        if modality is None:
            ordered = self._ordered(self._verb(offset, end), end) if self._commands(givers) else None
            return ordered or self._announced(offset, end, letter=letter)
        found, after = self.listed(start, end, given=True)
        timed = None if found else self._behind_time(start, end)
        if timed is not None:
            found, after = self.listed(timed, end)
        begins = start if timed is not None else found[0].span.start if found else start
        return Given(tuple(found), begins, self.skip(after, end), modality) if found else None

    def _behind_time(self, offset: int, end: int) -> int | None:
        """Where the name begins behind the time told first: `yêu cầu từ nay đến ngày 30/6 Công an tỉnh phải …`."""
        body = self._bodies.first_between(offset, min(end, offset + _LONGEST_TIME))
        if body is None or not _TIME.fullmatch(self._text, offset, body.span.start):
            return None
        _, after = self.listed(body.span.start, end)
        acts = self._roles.predicate.match(self._text, self.skip(after, end), end)
        return body.span.start if acts else None

    def asked_below(self, span: Span) -> Modality | None:
        """What a line means for those named below it that ends with a body that assigns something: `Sở A đề nghị:`."""
        words = self._text[span.start : span.end]
        last = self._roles.assigner_before.search(words)
        body = self._bodies.before(span.end)
        if last is None or body is None or body.span.start < span.start:
            return None
        between = self._text[body.span.end : span.start + last.start()]
        adverbs = not between.strip() or self._words.adverb.fullmatch(between.lstrip()) is not None
        return self._roles.modality_of[last.group(1).lower()] if adverbs else None

    def to_unknown(self, offset: int, end: int) -> bool:
        """Whether the one whose name ends before an offset asks something of somebody: then it is no task of theirs."""
        return self._words.asks.match(self._text, self._verb(offset, end), end) is not None

    def person(self, offset: int, end: int) -> int | None:
        """Where the name of a person ends who may assign something: `ông Minh`, `Tôi`."""
        person = self._words.person.match(self._text, offset, end)
        return person.end() if person else None

    def listed(self, start: int, end: int, *, given: bool = False) -> tuple[list[Agency], int]:
        """The bodies at a place; semicolons part them only where what they do follows the last.

        `given`: a verb of assigning stands before them, so words before and after a name may belong to it.
        """
        start = self.past_kind(start, end)
        found, after = self._bodies.listed_from(self._text, start, end)
        if given and not found:
            found, after = self._addressed(start, end)
        if found and self._text[after : after + 1] == ";":
            wide, beyond = self._bodies.listed_from(self._text, start, end, wide=True)
            tail = self._tail(beyond, end) if given else beyond
            acts = self._roles.predicate.match(self._text, self.skip(tail, end), end)
            if len(wide) > len(found) and (acts or _DUTY.match(self._text, beyond, end)):
                last = wide[-1]
                name = self._text[last.span.start : tail]
                wide[-1] = last if tail == beyond else replace(last, span=Span(last.span.start, tail), name=name)
                return wide, tail
        return found, after

    def past_kind(self, start: int, end: int) -> int:
        """Where the first name begins behind what several share: `các Sở: Nội vụ, Tài chính`."""
        kind = _KIND.match(self._text, start, end)
        return kind.end() if kind and self._bodies.at(kind.end()) else start

    def skip(self, offset: int, end: int) -> int:
        """Past blanks and commas."""
        while offset < end and self._text[offset] in " ,":
            offset += 1
        return offset

    def _verb(self, offset: int, end: int) -> int:
        """Where the verb begins behind a name and adverbs."""
        offset = self.skip(offset, end)
        adverbs = self._words.adverb.match(self._text, offset, end)
        return adverbs.end() if adverbs else offset

    def _addressed(self, start: int, end: int) -> tuple[list[Agency], int]:
        """Bodies behind their number or the noun for their members (`11 bộ, cơ quan`, `các lãnh đạo sở, ngành`)."""
        before = self._words.before_name.match(self._text, start, end)
        if before is None or before.end() == start:
            return [], start
        found, after = self._bodies.listed_from(self._text, before.end(), end)
        if found:
            span = Span(start, found[0].span.end)
            found[0] = replace(found[0], span=span, name=self._text[slice(*span)], rule="link.addressed")
        return found, after

    def _tail(self, offset: int, end: int) -> int:
        """Where words end that belong to a name and that no gazetteer knows, up to the verb behind them."""
        tail = offset
        for _ in range(_LONGEST_TAIL + 1):
            if self._roles.predicate.match(self._text, self.skip(tail, end), end):
                return tail
            word = _WORD.match(self._text, tail, end)
            if word is None:
                break
            tail = word.end()
        return offset

    def _commands(self, givers: Sequence[Agency] | None) -> bool:
        """Whether to lead others is an order of those named: the issuer's, or in a report of one above all."""
        if givers is None:
            return self._reported
        if any(giver.name == self._issuer for giver in givers):
            return True
        above = all(giver.level in ("central", "province") and not giver.collective for giver in givers)
        names = [giver.name.lower() for giver in givers]
        return self._reported and above and all(name.startswith(self._words.authorities) for name in names)

    def _ordered(self, offset: int, end: int) -> Given | None:
        """Whom a verb of leading orders to do something: `UBND tỉnh chỉ đạo Sở A kiểm tra …`."""
        verb = self._words.commands.match(self._text, offset, end)
        if verb is None:
            return None
        found, after = self.listed(self.untitled(verb.end(), end), end, given=True)
        bracket = _BRACKET.match(self._text, after, end)
        acts = self.skip(bracket.end() if bracket else after, end)
        if not found or not self._acts(after, acts, end):
            return None
        return Given(tuple(found), found[0].span.start, acts, "assign")

    def _acts(self, name: int, offset: int, end: int) -> bool:
        """Whether a verb follows a name at once, or behind a comma one that is known to be a verb."""
        if self._roles.predicate.match(self._text, offset, end):
            return True
        at_once = self._text[name : name + 1] == " " and self._text[offset : offset + 1].islower()
        return at_once and not self._function.match(self._text, offset, end)

    def _announced(self, offset: int, end: int, *, letter: bool) -> Given | None:
        """Whom a paper names that somebody issued: `đã có công văn giao Sở A …`, `thông báo …, đề nghị Sở A …`."""
        start, limit = self.skip(offset, end), min(end, offset + _ANNOUNCED_WITHIN)
        papers = self._words.told_paper if self._reported else self._words.paper
        told = papers.match(self._text, start, limit)
        told = told or (self._words.announced.match(self._text, start, limit) if letter else None)
        if told is None:
            return None
        if (ordered := self._ordered(told.end(), end)) is not None:
            return ordered
        start, modality = self.after_assigner(told.end(), end)
        found, after = self.listed(start, end, given=True)
        return Given(tuple(found), found[0].span.start, self.skip(after, end), modality) if found and modality else None
