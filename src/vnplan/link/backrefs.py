"""Which instrument a short or pointing citation means. What cannot be decided stays open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence

import regex

from vnplan.core.document import Document
from vnplan.core.mentions import Citation, Resolution
from vnplan.extract.citations.anaphora import ALIAS
from vnplan.knowledge import Knowledge

_FAR = 60  # mentions looked back upon: bounds the time on endless lists
_TOLD_IN_PASSING = ("amends", "amended_by", "replaces", "repeals")
_SEVERAL = regex.compile(r"(?<!\p{L})(?:các|những|hai|ba|bốn|0\d) $", regex.IGNORECASE)
_FEWEST_WORDS = 5  # of a title that can be compared
_MOST_WORDS = 0.7
_ISSUES = regex.compile(r"(?:về việc )?(?:ban hành|phê duyệt|thông qua)(?: điều chỉnh)? [“\"]?", regex.IGNORECASE)
_NICKNAME = regex.compile(r"\d{1,4}/CP")
_NUMBER = regex.compile(r"0*(\d+(?:\.\d+)?[a-zđ]?)(?:[/\-_. ]((?:19|20)\d\d))?")


def find(doc: Document, know: Knowledge) -> Iterator[Resolution]:
    """What the citations that are not full mean.

    Scope goes before recency: what the text declares, then the paragraph, the section, the document. A citation
    with several meanings in the first scope that has one is left open.
    """
    citations = doc.get(Citation)
    finder = _Finder(doc, know, citations)
    for n, citation in enumerate(citations):
        if citation.form == "self":
            yield Resolution(citation=citation, target=None, rule="backrefs.self")
        elif citation.form == "short":
            if found := finder.short(n):
                finder.note(n, found[0])
                yield Resolution(citation=citation, target=found[0], rule=found[1])
        elif citation.form == "anaphoric" and (found := finder.pointing(n)):
            yield Resolution(citation=citation, target=found[0], rule=found[1])


def _number(designation: str | None) -> tuple[str, str | None] | None:
    found = _NUMBER.match(designation or "")
    return (found[1], found[2]) if found else None


class _Finder:
    """The citations of one document, ready to be looked up."""

    def __init__(self, doc: Document, know: Knowledge, citations: Sequence[Citation]) -> None:
        self.doc = doc
        self.text = doc.text.clean
        self.citations = citations
        self.instruments = know.instruments
        self.title = (doc.header.attached_title or doc.header.title or "").casefold()
        self.title_words = set(self.title.split())
        self.opening_end = doc.nodes[0].span.start if doc.nodes else 0  # before the first section
        self.declared = self._declared()
        # of each instrument the first mention; the lists of all mentions serve the nearer scopes
        self.by_number: dict[str, list[int]] = {}
        self.first: dict[str, list[int]] = {}
        self.by_type: dict[str, list[int]] = {}
        self.meant: dict[int, Citation] = {}  # what the short citations met so far mean
        seen: set[tuple[str | None, str | None]] = set()
        for n, citation in enumerate(citations):
            if citation.form != "full":
                continue
            self.by_type.setdefault(citation.type or "", []).append(n)
            key = (citation.type, citation.designation or (citation.title or "").casefold())
            if key in seen:
                continue
            seen.add(key)
            self.first.setdefault(citation.type or "", []).append(n)
            if number := _number(citation.designation):
                self.by_number.setdefault(number[0], []).append(n)

    def _declared(self) -> dict[str, tuple[list[int], list[Citation]]]:
        """Declared names, each with the end of its declaration and the instrument that it names."""
        found: dict[str, tuple[list[int], list[Citation]]] = {}
        full = [c for c in self.citations if c.form == "full"]
        at = 0
        for alias in ALIAS.finditer(self.text):
            while at < len(full) and full[at].span.end <= alias.start():
                at += 1
            line = self.text.rfind("\n", max(0, alias.start() - 3000), alias.start())
            near = [c for c in full[max(0, at - 6) : at] if c.span.start > line and c.extent.end >= alias.start() - 2]
            if not near and at and full[at - 1].span.start > line and alias.start() - full[at - 1].extent.end < 40:
                near = [full[at - 1]]
            if near:
                ends, targets = found.setdefault(alias["alias"].strip().casefold(), ([], []))
                ends.append(alias.end())
                targets.append(self._meant(near, alias["alias"]))
        return found

    def _meant(self, near: Sequence[Citation], alias: str) -> Citation:
        """Of instruments that end where a name is declared: the one of its type, else the outermost."""
        word = alias.casefold()
        number = _number(word[len(word.rstrip("0123456789/")) :])
        for citation in near:
            if number and (own := _number(citation.designation)) and own[0] == number[0]:
                return citation
        for citation in near:
            if citation.type and (
                word.startswith(citation.type.casefold()) or citation.type.casefold().startswith(word)
            ):
                return citation
        return near[0]

    def short(self, n: int) -> tuple[Citation, str] | None:
        """The full citation that a number without symbol repeats."""
        citation = self.citations[n]
        # the declaration itself also counts: its bracket closes just behind the words
        if target := self.alias(self.doc.quote(citation.span), citation.span.end + 2):
            return target, "backrefs.declared"
        number = _number(citation.designation)
        if number is None:
            return None
        places = [m for m in self.by_number.get(number[0], ()) if self._fits(citation, self.citations[m], number[1])]
        earlier = [m for m in places if m < n]
        for scope, rule in ((earlier, "backrefs.number"), (places, "backrefs.number_later")):
            if scope:
                only = self._only(scope, citation)
                return (only, rule) if only else None
        return None

    def _fits(self, short: Citation, full: Citation, year: str | None) -> bool:
        """Whether a full citation can be what a short one means: one type, or the type of what it approves."""
        number = _number(full.designation)
        if year and number and number[1] and number[1] != year:
            return False
        if short.issued_on and full.issued_on and short.issued_on != full.issued_on:
            return False
        if self._same_type(short.type, full.type):
            return True
        return bool(short.type and full.title and short.type.casefold() in full.title.casefold())

    def _same_type(self, one: str | None, other: str | None) -> bool:
        if one == other:
            return True
        rows = [self.instruments.type_of_word(name) for name in (one or "", other or "")]
        return any(a and b and a.parent == b.id for a, b in (rows, rows[::-1]))

    def _only(self, places: Sequence[int], citation: Citation) -> Citation | None:
        """The one instrument that all of some citations name; its first mention."""
        distinct: dict[str, Citation] = {}
        for m in places:
            full = self.meant.get(m, self.citations[m])
            distinct.setdefault((full.designation or (full.title or "").casefold()).lstrip("0"), full)
        if len(distinct) > 1:  # `Đề án 06/CP` is a name of what Quyết định số 06/QĐ-TTg approves
            distinct = {key: full for key, full in distinct.items() if not _NICKNAME.fullmatch(key)} or distinct
        if len(distinct) > 1 and citation.issuer:
            distinct = {key: full for key, full in distinct.items() if full.issuer and citation.issuer in full.issuer}
        return next(iter(distinct.values())) if len(distinct) == 1 else None

    def note(self, n: int, target: Citation) -> None:
        """A short citation whose meaning is known can be pointed at like a full one."""
        self.meant[n] = target
        insort(self.by_type.setdefault(target.type or "", []), n)

    def alias(self, words: str, before: int) -> Citation | None:
        """The instrument that some words were last declared to mean before a place."""
        ends, targets = self.declared.get(words.casefold(), ([], []))
        n = bisect_right(ends, before)
        return targets[n - 1] if n else None

    def pointing(self, n: int) -> tuple[Citation, str] | None:
        """The instrument that `Đề án`, `Nghị quyết này`, `Chỉ thị nêu trên` means."""
        citation = self.citations[n]
        if _SEVERAL.search(self.text, max(0, citation.span.start - 12), citation.span.start):
            return None  # `các Nghị quyết nêu trên` means several: no single one is right
        word = citation.type or ""
        for words in (self.doc.quote(citation.span), word):
            if target := self.alias(words, citation.span.start):
                return target, "backrefs.declared"
        names = [word] if self._before(self.first, word, n) else [x for x in self.first if self._same_type(word, x)]
        firsts = [m for name in names for m in self._before(self.first, name, n)]
        near = self._outermost(m for name in names for m in self._before(self.by_type, name, n))
        if not near:  # what a decision issues or approves is meant by its own type: `phê duyệt Đề án …; Đề án này`
            firsts = near = self._issuing(word, n)
        proximal = self.doc.quote(citation.span).endswith(" này")
        for scope, rule in (*self._scopes(near, citation), (firsts, "backrefs.document")):
            if scope:
                if only := self._only(scope, citation):
                    return only, rule
                if proximal and rule != "backrefs.document":  # `này` points at the nearest
                    return self.meant.get(scope[-1], self.citations[scope[-1]]), "backrefs.nearest"
                break
        return self._subject(firsts)

    def _outermost(self, places: Iterable[int]) -> list[int]:
        """Without the instruments told of only to say what another amends, or what has amended it."""
        return [m for m in sorted(places) if self.citations[m].relation not in _TOLD_IN_PASSING]

    def _issuing(self, word: str, n: int) -> list[int]:
        """The last citations before the n-th whose title says that they issue or approve something of a type."""
        found = []
        for m in range(max(0, n - _FAR), n):
            title = self.citations[m].title if self.citations[m].form == "full" else None
            issues = _ISSUES.match(title) if title else None
            if title and issues and word and title.casefold().startswith(word.casefold(), issues.end()):
                found.append(m)
        return found

    def _before(self, places: dict[str, list[int]], name: str, n: int) -> list[int]:
        """The last mentions of a type before the n-th citation."""
        some = places.get(name, [])
        end = bisect_left(some, n)
        return some[max(0, end - _FAR) : end]

    def _scopes(self, places: Sequence[int], citation: Citation) -> Iterator[tuple[list[int], str]]:
        """The citations in the paragraph, and in the section with the one above it."""
        line = self.doc.line_index(citation.span.start)
        start = self.doc.lines[line].span.start if line >= 0 else 0
        yield [m for m in places if self.citations[m].span.start >= start], "backrefs.paragraph"
        node = self.doc.lines[line].node if line >= 0 else -1
        for above in self.doc.ancestors(node)[:2]:
            yield [m for m in places if above.span.contains(self.citations[m].span)], "backrefs.section"

    def _subject(self, places: Sequence[int]) -> tuple[Citation, str] | None:
        """Of several, the one that the plan is about: its title names it, its opening says that it is carried out,
        or both are about the same subject.
        """
        named = [m for m in places if (d := self.citations[m].designation) and d.casefold() in self.title]
        carried_out = [
            m
            for m in places
            if self.citations[m].relation == "implements" and self.citations[m].span.end <= self.opening_end
        ]
        alike = [m for m in places if self._is_subject(self.citations[m].title)]
        for some in (named, carried_out, alike):
            distinct = {self.citations[m].designation for m in some}
            if len(distinct) == 1:
                return self.citations[some[0]], "backrefs.subject"
        return None

    def _is_subject(self, title: str | None) -> bool:
        """Whether most words of an instrument's title stand in that of the plan."""
        words = set((title or "").casefold().split())
        return len(words) >= _FEWEST_WORDS and len(words & self.title_words) >= _MOST_WORDS * len(words)
