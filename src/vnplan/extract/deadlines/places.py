"""Where times stand: in a place kept for them (a time column, after `Thời gian:`), or in running text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from vnplan.core.document import Document
from vnplan.core.mentions import Citation
from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.knowledge.sought import Sought
from vnplan.knowledge.times import Times, union

_SILENT_KINDS = frozenset({"header", "signature", "recipients", "boilerplate"})
_SILENT_ROLES = frozenset({"recipients", "signature"})
_VALUE_END = re.compile(r"\n|;|\.(?=\s|$)|\.\n|$")
_SENTENCE_END = regex.compile(r"(?<=\p{Ll}{2})\. (?=\p{Lu})(?!Căn cứ|Xét|Theo)")
_BULLET = re.compile(r"(?:[-+*•] ?|\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[a-zđ]|[ivx]{1,5})[.)/] ?)?")
_LABEL = regex.compile(r"[.;(] ?\p{Lu}[\p{L} ]{1,40}:")
_MARKS = " .;,(|–-"
_LOOK_BACK = 400
_ABBREVIATED = tuple(f"{mark}{word}. " for mark in " (," for word in ("tp", "tx", "tt", "ts", "ths", "gs", "pgs"))
_LONGEST = 240  # what follows a label in more words than these is no time but an account of the work


@dataclass(frozen=True, slots=True)
class Slot:
    """A place kept for a time. `about`: what is timed, where the place tells; `inline`: a place inside a clause."""

    span: Span
    about: Span | None = None
    cell: bool = False
    inline: bool = False


class Spans:
    """Spans to be looked up by place. They may overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[Span] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        self.starts = [span.start for span in merged]
        self.ends = [span.end for span in merged]

    def touch(self, start: int, end: int) -> bool:
        """Whether one of the spans shares a character with start..end."""
        n = bisect_right(self.starts, end - 1) - 1
        return n >= 0 and self.ends[n] > start


def silent(doc: Document) -> Spans:
    """Where no deadline can stand: head, foot, page furniture, citations."""
    lines = (line.span for line in doc.lines if line.kind in _SILENT_KINDS or line.role in _SILENT_ROLES)
    bases = (_basis(doc, line.span) for line in doc.lines if line.role == "legal_basis")
    return Spans((*lines, *bases, *(citation.extent for citation in doc.get(Citation))))


def _basis(doc: Document, line: Span) -> Span:
    """A legal basis is no more than the first sentence of its line: a letter goes on with what it orders."""
    stop = _SENTENCE_END.search(doc.text.clean, line.start, line.end)
    return Span(line.start, stop.start()) if stop else line


def retrospect(doc: Document) -> Spans:
    """The lines that tell of what has been."""
    return Spans(line.span for line in doc.lines if line.past)


class Slots:
    """The places kept for times in a document."""

    def __init__(self, doc: Document, lower: str, labels: Labels) -> None:
        slots = [*_cells(doc), *_labelled(doc, lower, labels), *_brackets(lower, labels)]
        self.found = sorted({slot.span: slot for slot in slots}.values(), key=lambda slot: slot.span)
        self._starts = [slot.span.start for slot in self.found]

    def at(self, offset: int) -> Slot | None:
        """The slot that covers a place."""
        n = bisect_right(self._starts, offset) - 1
        return self.found[n] if n >= 0 and offset < self.found[n].span.end else None


def _cells(doc: Document) -> Iterator[Slot]:
    for table in doc.tables:
        columns = [n for n, role in enumerate(table.columns) if role == "time"]
        if not columns:
            continue
        tasks = [n for n, role in enumerate(table.columns) if role == "task"]
        for row in table.rows:
            if row.kind not in {"body", "group"}:
                continue
            about = next((cell.span for cell in row.cells if cell.column in tasks), None)
            for cell in row.cells:
                if cell.column in columns and cell.columns == 1 and cell.span.end > cell.span.start:
                    yield Slot(cell.span, about, cell=True)


class Labels:
    """What announces a time: words before it, or brackets around nothing else."""

    def __init__(self, times: Times, roles: Roles) -> None:
        self.attribute, self.inline_attribute = roles.attribute, roles.inline_attribute
        self.bracket = re.compile(rf"{times.cue('bracket')}(?= ?(?:[.;\n]|$))")
        self.pattern = re.compile(rf"(?<!\w){union(times.labels)}(?: ?:|(?=\n))")
        self.anchors = Sought(anchor for row in times.labels for anchor in row.anchors)


def _labelled(doc: Document, lower: str, labels: Labels) -> Iterator[Slot]:
    """`Thời gian thực hiện: quý II/2024.`: what follows the colon; or the line under a heading that says so."""
    for start in labels.anchors.starts(lower):
        match = labels.pattern.match(lower, start)
        if not match or "số liệu" in match.group():  # the days that figures are counted to
            continue
        floor = max(0, start - 40)
        before = lower[max(floor, lower.rfind("\n", floor, start) + 1) : start]
        own_line = bool(_BULLET.fullmatch(before))
        if not (own_line or re.search(r"[.;(,|] ?$", before)):
            continue
        value = match.end()
        if lower.startswith(" ", value):
            value += 1
        if value < len(lower) and lower[value] == "\n":
            if not own_line or match.end() - start > 60:
                continue
            value += 1
            end = lower.find("\n", value)
            end = len(lower) if end < 0 else end
            if end - value > 160 or lower.startswith("|", value):
                continue
        elif match.group()[-1] != ":":
            continue
        found = _VALUE_END.search(lower, value, min(len(lower), value + _LONGEST + 1))
        if found and 0 < found.start() - value <= _LONGEST:
            about = None if own_line else _beside(doc, start, labels)
            yield Slot(Span(value, found.start()), about or _above(doc, start))


def _brackets(lower: str, labels: Labels) -> Iterator[Slot]:
    """`Nạo vét kênh (quý II/2024 và thường xuyên).`: brackets that close a clause and hold nothing but times."""
    for match in labels.bracket.finditer(lower):
        yield Slot(Span(match.start() + 1, match.end() - 1), inline=True)


def _beside(doc: Document, offset: int, labels: Labels) -> Span | None:
    """What a paragraph says before the first of its labels: `Rà soát hồ sơ. Cơ quan chủ trì: … Thời gian: …`."""
    line = doc.line_at(offset)
    if line is None or labels.attribute.match(doc.text.clean, line.body.start, offset):
        return None
    found = (pattern.search(doc.text.clean, line.body.start, offset) for pattern in (labels.inline_attribute, _LABEL))
    stop = min((label.start() for label in found if label), default=offset)
    said = doc.text.clean[line.body.start : stop].rstrip(_MARKS)
    return Span(line.body.start, line.body.start + len(said)) if said else None


def _above(doc: Document, offset: int) -> Span | None:
    """The line above a label: what the time is for."""
    n = doc.line_index(offset)
    node = doc.lines[n].node if n >= 0 else -1
    if node >= 0:
        heading = doc.nodes[node].heading
        if heading.end < offset:
            return heading
        parent = doc.nodes[node].parent
        if parent >= 0:
            return doc.nodes[parent].heading
    return doc.lines[n - 1].body if n > 0 else None


def clause_start(lower: str, at: int) -> int:
    """Where the clause of a place begins: after a line break, a full stop or a semicolon."""
    return max(sentence_start(lower, at), _after(lower, ";", max(0, at - _LOOK_BACK), at))


def sentence_start(lower: str, at: int) -> int:
    """Where the sentence of a place begins: after a line break or a full stop."""
    floor = max(0, at - _LOOK_BACK)
    stop = _after(lower, ". ", floor, at)
    while lower.endswith(_ABBREVIATED, 0, stop):
        stop = _after(lower, ". ", floor, stop - len(". "))
    return max(lower.rfind("\n", floor, at) + 1, stop, floor)


def clause_end(lower: str, at: int) -> int:
    """Where the clause of a place ends."""
    ceiling = min(len(lower), at + _LOOK_BACK)
    stop = lower.find(". ", at, ceiling)
    while stop >= 0 and lower.endswith(_ABBREVIATED, 0, stop + len(". ")):
        stop = lower.find(". ", stop + 1, ceiling)
    ends = [n for n in (lower.find("\n", at, ceiling), stop, lower.find(";", at, ceiling)) if n >= 0]
    return min(ends, default=ceiling)


def _after(lower: str, mark: str, floor: int, at: int) -> int:
    n = lower.rfind(mark, floor, at)
    return n + len(mark) if n >= 0 else 0


def line_text_before(lower: str, at: int) -> str:
    """What stands before a place in its line, without bullet or number."""
    floor = max(0, at - _LOOK_BACK)
    start = max(lower.rfind("\n", floor, at) + 1, floor)
    bullet = _BULLET.match(lower, start, at)
    return lower[bullet.end() if bullet else start : at]
