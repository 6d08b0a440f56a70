"""What a deadline is set for, quoted whole from the words around it, or not at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from vnplan.core.document import Document
from vnplan.core.mentions import Agency
from vnplan.core.span import Span
from vnplan.extract.deadlines.places import Slot
from vnplan.knowledge.roles import Roles, alternatives
from vnplan.knowledge.times import Times

_CLAUSE_END = re.compile(r";|\||\.(?=\s)")
_LABEL = re.compile(r"[-+*•–] ?|\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ]|[ivx]{1,5})[.)]/? ")
_JOINING = ("và", "hoặc", "hay", "đồng thời", "sau đó")
_JOINS = rf"(?:{'|'.join(_JOINING)})"
_BEFORE = re.compile(rf"(?:[\s,;:.)|–-]|{_JOINS}(?!\w))+")
_AFTER = re.compile(rf"(?:[\s,;:.(|–-]|(?<!\w){_JOINS}(?=\s*$))+$")
_NEXT_ACT = re.compile(r",? (?:và |đồng thời )?")
_LONGEST = 600  # a clause of more characters is not quoted: no part of it can be known to be what is due
_FEWEST = 2  # words
_TAIL = 80  # characters at the end of a place in which marks are looked for at once
# before a time that stands before its verb: `…, định kỳ hằng năm báo cáo …`, `…; phấn đấu đến năm 2030 xây dựng …`
_LEADING_TIME = re.compile(
    rf"(?:[,;(]|(?<!\w){_JOINS})\s*(?:(?:{_JOINS} )?(?P<strives>phấn đấu|dự kiến) |(?:theo )?định kỳ )?$"
)
# these tell how much of what stands before the time there is to be: `tỷ lệ hộ nghèo, đến năm 2030 giảm còn 2%`
_MEASURES = re.compile(r"(?:đạt|có(?! (?:báo cáo|đánh giá|kế hoạch))|tăng|giảm|không|còn|hạn chế)(?!\w)")
# words behind a name that only say which of them: `các đơn vị thu phí | phải quyết toán`
_QUALIFIED = re.compile(r"(?:[^\s,;.:()]+ ){1,8}(?:phải|thì|có trách nhiệm)(?!\w)")
_LEADING_NEAR = 24  # characters before a time in which that is looked for
_LIST = 8  # how many times beside one are looked at
_TIME_GAP = 8  # characters between two times of one list


class Empty:
    """Words that say nothing of what is due, or only on what it rests."""

    def __init__(self, times: Times) -> None:
        self.anywhere = re.compile(rf"(?<!\w){times.cue('empty')}(?!\w)")
        self.title = re.compile(times.cue("title"))
        self.note = re.compile(rf"{times.cue('note')} ?")
        self.rests = re.compile(rf"{times.cue('rests')}, ")
        self.at_end = re.compile(rf"(?:(?:^|[,;(])\s*{times.cue('empty')}|(?<!\w){times.cue('leads')})\s*$")


class Actors:
    """Who does what is due, named before it: `Giao Sở A chủ trì, phối hợp với Sở B | tổ chức …`."""

    def __init__(self, roles: Roles, times: Times) -> None:
        with_body = [word for word, row in roles.role_of.items() if row.role == "coordinate"]
        self.partner = re.compile(rf"(?<!\w)(?:{alternatives(with_body)})(?: [^;.,]{{0,60}},)? $")
        self.before_body = re.compile(rf"(?:{alternatives((*roles.modality_of, *with_body))})[ :]+")
        self.before_act = re.compile(
            r"(?:chủ trì|phối hợp(?=[\s,]*$)|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|được (?:giao|phân công)"
            r"|phải|cần|sẽ)(?!\w)"
        )
        self.between = re.compile(rf"(?:[\s,;]|{_JOINS}(?!\w)|cùng(?!\w))+")
        self._predicate = roles.predicate
        self._periodic = re.compile(rf"(?:{times.cue('report')}|{times.cue('act')})(?!\w)")

    def acts(self, lower: str, at: int) -> bool:
        """Whether a verb of work stands at a place."""
        return self._predicate.match(lower, at) is not None or self._periodic.match(lower, at) is not None


class About:
    """Quotes what is due from the clauses of a document."""

    def __init__(self, doc: Document, lower: str, empty: Empty, actors: Actors, dated: Iterable[Span]) -> None:
        self._doc = doc
        self._lower = lower
        self._actors = actors
        self._dated = sorted(dated)
        self._ends = {span.end: span.start for span in self._dated}
        self._starts = {span.start: span.end for span in self._dated}
        self._bodies = [agency.span for agency in doc.get(Agency)]
        self._body_starts = [span.start for span in self._bodies]
        self._body_ends = {span.start: span.end for span in self._bodies}
        self._empty = empty

    def of_slot(self, slot: Slot) -> str | None:
        """What the place kept for a time says it is for: a cell, a heading; of a long one the sentences that fit."""
        if slot.about is None:
            return None
        start, end = self._unlabelled(slot.about.start, slot.about.end), slot.about.end
        if end - start > _LONGEST:
            ends = [mark.start() for mark in _CLAUSE_END.finditer(self._lower, start, start + _LONGEST)]
            end = max(ends, default=start)
        act = self._without_actors(start, end)
        return self._quoted(act if act < end else start, end)

    def of_clause(self, span: Span) -> str | None:
        """What the clause around a time says before it, else after it, else the clause before.

        A time that stands before its verb is set for what follows: `…, định kỳ hằng năm báo cáo kết quả`.
        """
        line = self._doc.line_at(span.start)
        if line is None:
            return None
        body = Span(min(line.body.start, span.start), max(line.body.end, span.end))
        near = Span(max(body.start, span.start - 2 * _LONGEST), min(body.end, span.end + 2 * _LONGEST))
        clauses = [clause for clause in self._clauses(near, span) if clause.start <= span.start]
        if near.start > body.start:
            clauses = clauses[1:]  # of the first its beginning is not seen
        if not clauses:
            return None
        clause = clauses[-1]
        before = Span(self._act_behind_time(self._last_led(clause.start, span.start), span.start), span.start)
        led = self._led(span)
        begin = span.end if led is None else led
        after = self._headed(span, clause, body) or Span(begin, max(self._next_leading(begin, clause.end), begin))
        behind = led is not None or self._empty.rests.fullmatch(self._lower, *before) is not None
        order = [after, before] if behind else [before, after]
        title = None
        for place in (*order, *clauses[-2:-1]):
            start, end = self._trimmed(*place)
            start = self._without_actors(start, end)
            if self._empty.title.fullmatch(self._lower, start, end):
                title = title or self._quoted(start, end)
            elif self._tells(start, end):
                return self._quoted(start, end)
        return title or (self._of_line_above(span) if len(clauses) == 1 else None)

    def _headed(self, time: Span, clause: Span, body: Span) -> Span | None:
        """The tasks that a time at the head of a line announces: `Năm 2027: Rà soát …; trình …`.

        They end with the sentence, or before the first with a time of its own.
        """
        opens = time.start == clause.start == self._unlabelled(*body)
        if not opens or not self._lower.startswith(":", time.end):
            return None
        stop = self._lower.find(". ", time.end, body.end)
        end = stop if stop >= 0 else body.end
        n = bisect_left(self._dated, time) + 1
        if n < len(self._dated) and self._dated[n].start < end:
            end = max(self._lower.rfind(";", time.end, self._dated[n].start), clause.end)
        return Span(time.end, end) if end - time.end <= _LONGEST else None

    def _of_line_above(self, time: Span) -> str | None:
        """What the line above says, where an unlabelled line only tells the time, or who does it, of that one."""
        n = self._doc.line_index(time.start)
        line, above = self._doc.lines[n], self._doc.lines[n - 1]
        if n == 0 or line.label or line.kind != "paragraph" or line.node < 0 or above.node < 0:
            return None
        if line.node not in {above.node, self._doc.nodes[above.node].parent}:
            return None
        start, end = self._trimmed(*above.body)
        start = self._without_actors(start, end)
        return self._quoted(start, end) if self._tells(start, end) else None

    def _led(self, time: Span) -> int | None:
        """Where the verb stands that a time, or a list of them, stands before; None if it stands behind its own."""
        start, end = time
        n = bisect_left(self._dated, time)
        for other in reversed(self._dated[max(0, n - _LIST) : n]):
            if not 0 <= start - other.end < _TIME_GAP or not _BEFORE.fullmatch(self._lower, other.end, start):
                break
            start = other.start
        for other in self._dated[n + 1 : n + _LIST]:
            if not 0 <= other.start - end < _TIME_GAP or not _BEFORE.fullmatch(self._lower, end, other.start):
                break
            end = other.end
        leads = _LEADING_TIME.search(self._lower, max(0, start - _LEADING_NEAR), start)
        if not self._lower[end : end + 1].isspace() or (leads is None and not self._behind_partner(start)):
            return None
        verb = self._body_ends.get(end + 1, end) + 1
        if not self._actors.acts(self._lower, verb):
            return None
        measured = _MEASURES.match(self._lower, verb) and not (leads and leads["strives"])
        return None if measured else end + 1

    def _behind_partner(self, start: int) -> bool:
        """Whether the name of a partner ends before a time: `phối hợp với Sở A | hằng năm tổ chức …`."""
        n = bisect_left(self._body_starts, start) - 1
        if n < 0 or self._bodies[n].end + 1 != start:
            return False
        name = self._bodies[n].start
        return self._actors.partner.search(self._lower, max(0, name - _TAIL), name) is not None

    def _last_led(self, start: int, end: int) -> int:
        """Where what the last leading time of a place is set for begins; the beginning of the place without one."""
        first, last = bisect_left(self._dated, Span(start, start)), bisect_left(self._dated, Span(end, end))
        led = (self._led(time) for time in reversed(self._dated[max(first, last - _LIST) : last]))
        return next((verb for verb in led if verb is not None and verb < end), start)

    def _act_behind_time(self, start: int, end: int) -> int:
        """Where the act begins that follows the last time of a place: `sơ kết vào năm 2028, | tổng kết …`."""
        first, last = bisect_left(self._dated, Span(start, start)), bisect_left(self._dated, Span(end, end))
        for time in reversed(self._dated[max(first, last - _LIST) : last]):
            joint = _NEXT_ACT.match(self._lower, time.end, end)
            at = joint.end() if joint else end
            acts = self._actors.acts(self._lower, at) and not _MEASURES.match(self._lower, at)
            if acts and self._tells(at, end):
                return at
        return start

    def _next_leading(self, start: int, end: int) -> int:
        """Where the first time begins that leads another act; the end of the place without one."""
        first, last = bisect_left(self._dated, Span(start, start)), bisect_left(self._dated, Span(end, end))
        return next((time.start for time in self._dated[first : min(last, first + _LIST)] if self._led(time)), end)

    def _without_actors(self, start: int, end: int) -> int:
        """Where a place begins without who assigns and who does; where an act follows them, or nothing."""
        at, named = start, False
        while at < end:
            if body := self._body_ends.get(at):
                at, named = body, True
            elif marks := (named and self._actors.between.match(self._lower, at, end)) or None:
                at = marks.end()
            elif words := self._actors.before_body.match(self._lower, at, end):
                if words.end() not in self._body_ends:
                    break
                at = words.end()
            elif named and (words := self._actors.before_act.match(self._lower, at, end)):
                at = words.end()
            else:
                break
        if not named or (at < end and not self._actors.acts(self._lower, at)):
            return start
        qualified = _MEASURES.match(self._lower, at, end) or _QUALIFIED.match(self._lower, at, end)
        return start if qualified else at

    def _clauses(self, body: Span, around: Span) -> list[Span]:
        """The clauses of a line; a mark inside a time is no end of one."""
        marks = [m.end() for m in _CLAUSE_END.finditer(self._lower, body.start, body.end)]
        cuts = [at for at in marks if at <= around.start or at > around.end]
        return [Span(self._unlabelled(a, b), b) for a, b in pairwise([body.start, *cuts, body.end])]

    def _unlabelled(self, start: int, end: int) -> int:
        while start < end and self._lower[start].isspace():
            start += 1
        label = _LABEL.match(self._lower, start, end) or self._empty.note.match(self._lower, start, end)
        return label.end() if label else start

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A place without other times, joining words and marks at its edges."""
        while start < end:
            if start in self._starts:
                start = self._starts[start]
            elif self._lower[start] == "(" and start + 1 in self._starts:
                start += 1
            elif marks := _BEFORE.match(self._lower, start, end):
                start = marks.end()
            else:
                break
        while end > start:
            if end in self._ends:
                end = self._ends[end]
            elif marks := self._marks_after(self._lower[start:end]):
                end = start + marks.start()
            else:
                break
        return start, max(start, self._balanced(start, end))

    def _marks_after(self, words: str) -> re.Match[str] | None:
        """The joining words and marks at the end of a place, or words there that say nothing."""
        # most places end in a letter: their last characters tell that no mark stands there
        marked = not words[-1].isalnum() or words.endswith(_JOINING)
        return (_AFTER.search(words, max(0, len(words) - _TAIL)) if marked else None) or self._empty.at_end.search(
            words
        )

    def _balanced(self, start: int, end: int) -> int:
        """The end before a bracket that is not closed, or not opened: the time stands inside it."""
        open_at = self._lower.rfind("(", start, end)
        if open_at < 0 and self._lower.endswith(")", start, end):
            return end - 1
        return end if open_at < 0 or self._lower.find(")", open_at, end) >= 0 else open_at

    def _tells(self, start: int, end: int) -> bool:
        """Whether words say something beside who and that it is to be finished."""
        rest, offset = "", start
        for span in self._bodies[bisect_left(self._body_starts, start) : bisect_left(self._body_starts, end)]:
            if offset <= span.start and span.end <= end:
                rest += self._lower[offset : span.start] + " "
                offset = span.end
        rest = self._empty.anywhere.sub(" ", rest + self._lower[offset:end])
        return sum(word[0].isalnum() for word in rest.split()) >= _FEWEST

    def _quoted(self, start: int, end: int) -> str | None:
        if end - start > _LONGEST:
            return None
        return " ".join(self._doc.text.clean[start:end].split()).strip(" .;:,/") or None
