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
from vnplan.knowledge.times import Times

_CLAUSE_END = re.compile(r";|\||\.(?=\s)")
_LABEL = re.compile(r"[-+*•–] ?|\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ]|[ivx]{1,5})[.)]/? ")
_JOINING = ("và", "hoặc", "hay", "đồng thời", "sau đó")
_JOINS = rf"(?:{'|'.join(_JOINING)})"
_BEFORE = re.compile(rf"(?:[\s,;:.)|–-]|{_JOINS}(?!\w))+")
_AFTER = re.compile(rf"(?:[\s,;:.(|–-]|(?<!\w){_JOINS}(?=\s*$))+$")
_LONGEST = 600  # a clause of more characters is not quoted: no part of it can be known to be what is due
_FEWEST = 2  # words
_TAIL = 80  # characters at the end of a place in which marks are looked for at once


class Empty:
    """Words that say nothing of what is due."""

    def __init__(self, times: Times) -> None:
        self.anywhere = re.compile(rf"(?<!\w){times.cue('empty')}(?!\w)")
        self.at_end = re.compile(rf"(?:(?:^|[,;(])\s*{times.cue('empty')}|(?<!\w){times.cue('leads')})\s*$")


class About:
    """Quotes what is due from the clauses of a document."""

    def __init__(self, doc: Document, lower: str, empty: Empty, dated: Iterable[Span]) -> None:
        self._doc = doc
        self._lower = lower
        self._dated = sorted(dated)
        self._ends = {span.end: span.start for span in self._dated}
        self._starts = {span.start: span.end for span in self._dated}
        self._bodies = [agency.span for agency in doc.get(Agency)]
        self._body_starts = [span.start for span in self._bodies]
        self._empty = empty

    def of_slot(self, slot: Slot) -> str | None:
        """What the place kept for a time says it is for: a cell, a heading; of a long one the sentences that fit."""
        if slot.about is None:
            return None
        start, end = self._unlabelled(slot.about.start, slot.about.end), slot.about.end
        if end - start > _LONGEST:
            ends = [mark.start() for mark in _CLAUSE_END.finditer(self._lower, start, start + _LONGEST)]
            end = max(ends, default=start)
        return self._quoted(start, end)

    def of_clause(self, span: Span) -> str | None:
        """What the clause around a time says before it, else after it, else the clause before."""
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
        places = [Span(clause.start, span.start), Span(span.end, max(clause.end, span.end)), *clauses[-2:-1]]
        for place in places:
            start, end = self._trimmed(*place)
            if self._tells(start, end):
                return self._quoted(start, end)
        return None

    def _clauses(self, body: Span, around: Span) -> list[Span]:
        """The clauses of a line; a mark inside a time is no end of one."""
        marks = [m.end() for m in _CLAUSE_END.finditer(self._lower, body.start, body.end)]
        cuts = [at for at in marks if at <= around.start or at > around.end]
        return [Span(self._unlabelled(a, b), b) for a, b in pairwise([body.start, *cuts, body.end])]

    def _unlabelled(self, start: int, end: int) -> int:
        while start < end and self._lower[start].isspace():
            start += 1
        label = _LABEL.match(self._lower, start, end)
        return label.end() if label else start

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A place without other times, joining words and marks at its edges."""
        while start < end:
            if start in self._starts:
                start = self._starts[start]
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
        """The end before a bracket that is not closed: the time stands inside it."""
        open_at = self._lower.rfind("(", start, end)
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
        return " ".join(self._doc.text.clean[start:end].split()).strip(" .;:,") or None
