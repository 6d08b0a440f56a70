"""Citations of laws, decisions, plans and other instruments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import regex

from vnplan.core.document import Document
from vnplan.core.making import making
from vnplan.core.mentions import Citation
from vnplan.core.span import Span
from vnplan.extract.citations import (
    aliases,
    anaphora,
    initials,
    issuers,
    laws,
    numbered,
    relations,
    same_body,
    tails,
    titles,
    years,
)
from vnplan.extract.citations.heads import Head, Scan, lexicon, row_of
from vnplan.knowledge import Knowledge
from vnplan.knowledge.instruments import Instruments

__all__ = ["find"]

_make = making(Citation)
_SKIPPED = ("boilerplate", "recipients")
_THIS = regex.compile(r" này(?!\p{L})")
_MARKS = 3  # signs around a title that do not belong to it
_ENDED = regex.compile(r" ?(?:[;.)]|\n|$)")
_HEAD_NUMBER = regex.compile(r"(?:^|[|*\s-])Số ?:")
_NUMBER = regex.compile(r"0*(?P<n>\d+[a-zđ]?)[/-]")
# `(Kèm theo Kế hoạch tại Quyết định số …)`: what stands between goes by that number
_ENCLOSED = regex.compile(r"\([^().;:\n]{0,20}kèm theo\s+(?:[^().;:\n\d]{2,80} (?:tại|theo|của|kèm theo) )?$")
_LONGEST_ENCLOSING = 120  # characters
_NEAR = 30
_EARLY = 0.4  # the legal basis stands in the first part of a plan


def find(doc: Document, know: Knowledge) -> Iterator[Citation]:
    """The citations of a document, in reading order."""
    scan = _scan(doc, know)
    heads = _heads(scan, _own_number(doc))
    years.drop_of_a_budget(doc, scan.instruments, heads)
    reader = tails.Reader(
        scan.text,
        issuers.grammar(know),
        titles.grammar(scan.instruments),
        laws.grammar(scan.instruments),
        issuers.Place.of(doc, know),
        doc.header.issued_on,
        doc.header.is_party,
    )
    reader.read(heads)
    _same_titles(scan.text, heads)
    years.drop_of_the_plan(doc, heads)
    initials.mark(heads, scan.instruments)
    own = anaphora.own_types(doc, scan.instruments, scan.words)
    cited = [aliases.Cited(h.start, h.end, h.tail, h.type, h.designation, h.title) for h in heads if h.form == "full"]
    declared = aliases.declared(scan.text, scan.instruments, cited, own)
    heads = aliases.named(scan, heads, declared)
    _mark_self(doc, heads, scan.instruments)
    for head in heads:
        if head.rule.endswith(".named"):
            reader.pointing(head)
    context = anaphora.Context(
        scan.text,
        scan.instruments,
        own,
        {alias.name.casefold(): alias.end for alias in reversed(declared)},  # a name declared again was known before
        (doc.header.attached_title or doc.header.title or "").casefold(),
        doc.header.issuer,
        lambda at: reader.bodies.stated(scan.text, at, reader.place),
    )
    pointing = list(anaphora.find(context, scan.words, heads))
    for head in pointing:
        reader.pointing(head)
    _same_issuers(heads)
    found = sorted([*heads, *pointing], key=lambda head: (head.start, -head.end))
    _relate(scan, [head for head in found if head.rule != "citations.self"])
    yield from map(_citation, found)


def _scan(doc: Document, know: Knowledge) -> Scan:
    """The type words and symbols of a document, without those of page furniture and lists of recipients."""
    text, instruments = doc.text.clean, know.instruments
    head = _letterhead(doc, instruments)
    words = [word for word in lexicon(instruments).words(text, head) if _counts(doc, word.start())]
    symbols = {
        symbol.start: symbol
        for found in instruments.grammar.finditer(text, head)
        if (symbol := instruments.grammar.read(found)) and _counts(doc, symbol.start)
    }
    return Scan(text, instruments, words, symbols)


def _letterhead(doc: Document, instruments: Instruments) -> int:
    """Where the head of the page ends: at the type of the document, else behind its number; 0 where neither is found.

    What stands above names the issuer, and may name the decision that set it up; it uses no instrument.
    """
    end = 0
    for line in doc.lines:
        if line.kind != "header":
            break
        if instruments.heading_type(doc.quote(line.body)):
            return line.span.start
        if _HEAD_NUMBER.search(doc.quote(line.body)):
            end = line.span.end
    return end


def _counts(doc: Document, at: int) -> bool:
    line = doc.line_at(at)
    return line is None or (line.role not in _SKIPPED and line.kind not in _SKIPPED)


def _heads(scan: Scan, own_number: set[numbered.Numbered]) -> list[Head]:
    """Laws first: their numbers are then no instruments of their own."""
    found: list[Head] = []
    inside = -1
    for word in scan.words:
        if row_of(scan.instruments, word.group()).kind == "law" and word.start() >= inside:
            plural = scan.text[max(0, word.start() - 4) : word.start()].lower() == "các "
            for head in laws.find(scan, word, plural):
                found.append(head)
                inside = max(inside, head.end)
    named = {head.start for head in found}
    spans: list[tuple[int, int]] = []  # without the laws inside an amending one, behind which its number may stand
    for span in sorted((head.start, head.end) for head in found):
        if not spans or span[1] > spans[-1][1]:
            spans.append(span)
    starts = [start for start, _ in spans]
    free = {at: symbol for at, symbol in scan.symbols.items() if not _within(starts, spans, at)}
    others = [word for word in scan.words if word.start() not in named and not _within(starts, spans, word.start())]
    found.extend(numbered.find(Scan(scan.text, scan.instruments, others, free), own_number))
    found.sort(key=lambda head: (head.start, -head.end))
    return found


def _within(starts: list[int], ends: list[tuple[int, int]], at: int) -> bool:
    n = bisect_right(starts, at) - 1
    return n >= 0 and ends[n][0] < at < ends[n][1]


def _own_number(doc: Document) -> set[numbered.Numbered]:
    """The number of the document itself, with its type and that of the plan attached, which goes by it too."""
    found = _NUMBER.match(doc.header.designation or "")
    return {(name, found["n"]) for name in (doc.header.document_type, doc.header.attached_type) if found and name}


def _mark_self(doc: Document, heads: list[Head], instruments: Instruments) -> None:
    """The document's own number, and the decision that a plan was issued with, are the document."""
    own = doc.header.designation
    number = _own_number(doc)
    others = {numbered.number_of(head) for head in heads if head.form == "full" and head.designation != own}
    day = doc.header.issued_on.isoformat() if doc.header.issued_on else None
    for head in heads:
        left = doc.text.clean[max(0, head.start - _LONGEST_ENCLOSING) : head.start].casefold()
        attached = "kèm theo" in left and _ENCLOSED.search(left) is not None
        dated = attached or head.issued_on is None or day is None or day.startswith(head.issued_on)
        this = _THIS.match(doc.text.clean, head.end) is not None
        if head.form == "short" and (its := numbered.number_of(head)) in number:
            # `Kế hoạch số 31` in plan 31/KH-UBND, unless it is of another body or another plan has that number too
            known = same_body.agree(instruments, head.issuer, doc.header.issuer) and its not in others
            itself = known and (day or "").startswith(head.issued_on or "")
        else:
            itself = bool(own) and head.designation == own and dated
        if itself or (head.rule.endswith(".blank") and attached) or this:
            head.form = "self"
            if head.issued_on and len(head.issued_on) < len("2026-01-31"):  # day or month left blank
                head.issued_on = None
        else:
            continue
        head.relation = "issued_with" if attached or "kèm theo" in left[-_NEAR:] else "mentions"


def _relate(scan: Scan, heads: list[Head]) -> None:
    early = _EARLY * len(scan.text) + 2000
    outer: list[Head] = []
    last: list[Head | None] = [None]  # the one before it, of all and of those in each instrument that is still open
    for head in heads:
        while outer and outer[-1].tail <= head.start:
            outer.pop()
            last.pop()
        line = scan.line_start(head.start)
        relations.set_relation(scan.text, head, outer[-1] if outer else None, line, head.start < early)
        is_declared = relations.is_declared(scan.text, head)
        if not is_declared:
            if (before := last[-1]) is not None:
                relations.share_relation(scan.text, before, head)
            last[-1] = head
        outer.append(head)
        last.append(None)


def _same_titles(text: str, heads: list[Head]) -> None:
    """An instrument has one title: where one mention ends with it, another runs on into its own sentence.

    A legal basis states it in full; other mentions may shorten it.
    """
    ended: dict[tuple[str | None, str | None], list[str]] = {}
    stated: set[tuple[str | None, str | None, str]] = set()
    for head in heads:
        whole = head.title is not None and head.tail - head.title_start - len(head.title) <= _MARKS
        if head.designation and head.title_start >= 0 and head.title and whole and _ENDED.match(text, head.tail):
            ended.setdefault((head.type, head.designation), []).append(head.title)
            if text.startswith("Căn cứ ", max(0, head.extent_start - len("Căn cứ "))):
                stated.add((head.type, head.designation, head.title.casefold()))
    for head in heads:
        for title in ended.get((head.type, head.designation), ()):
            words = head.title or ""
            if (head.type, head.designation, words.casefold()) in stated:
                break
            if len(title) < len(words) and words.casefold().startswith(f"{title.casefold()} "):
                head.title = words[: len(title)]
                if head.title_start >= 0 and (place := text.find(head.title, head.title_start, head.tail)) >= 0:
                    head.tail = place + len(head.title)


def _same_issuers(heads: list[Head]) -> None:
    """The issuer stated at another mention of the same instrument, where the symbol says less."""
    stated = {
        (head.type, head.designation): head.issuer
        for head in reversed(heads)
        if head.issuer and head.designation and "issuer" not in head.inferred
    }
    for head in heads:
        if head.form == "full" and head.designation and (head.issuer is None or "issuer" in head.inferred):
            issuer = stated.get((head.type, head.designation))
            if issuer:
                if "issuer" not in head.inferred:
                    head.inferred.append("issuer")
                head.issuer = issuer


def _citation(head: Head) -> Citation:
    return _make(
        span=Span(head.start, head.end),
        extent=Span(head.extent_start, max(head.tail, head.end)),
        rule=head.rule,
        form=head.form,
        type=head.type,
        designation=head.designation,
        issued_on=head.issued_on,
        issuer=head.issuer,
        title=head.title,
        provision=head.provision,
        relation=head.relation,
        inferred=tuple(dict.fromkeys(head.inferred)),
    )
