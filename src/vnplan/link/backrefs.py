"""Which instrument a short or pointing citation means. What cannot be decided stays open."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence

import regex

from vnplan.core.document import Document
from vnplan.core.mentions import Citation, Resolution, Unresolved
from vnplan.extract.citations.anaphora import quoted_since
from vnplan.knowledge import Knowledge
from vnplan.link.declared import ISSUES, Declarations, Meaning

_FAR = 60  # mentions looked back upon: bounds the time on endless lists
_LINE = 3000  # no paragraph of words is longer
_TOLD_IN_PASSING = ("amends", "amended_by", "replaces", "repeals")
_SEVERAL = regex.compile(r"(?<!\p{L})(?:các|những|hai|ba|bốn|0\d) $", regex.IGNORECASE)
_FEWEST_WORDS = 5  # of a title that can be compared
_MOST_WORDS = 0.7
_NICKNAME = regex.compile(r"\d{1,4}/CP")
_LAST_YEAR = regex.compile(r"(?:19|20)\d\d$")
_COUNTS = ("no", "one", "two", "three", "four", "five")
_NONE_BEFORE = "no instrument of that type before it"
_NUMBER = regex.compile(r"0*(\d+(?:\.\d+)?[a-zđ]?)(?:[/\-_. ]((?:19|20)\d\d))?")


def find(doc: Document, know: Knowledge) -> Iterator[Resolution]:
    """What the citations that are not full mean.

    Scope goes before recency: what the text declares, then the paragraph, the section, the document. A citation
    with several meanings in the first scope that has one is left open.
    """
    for citation, meant in _meanings(doc, know):
        if isinstance(meant, tuple):
            yield Resolution(citation=citation, target=meant[0], rule=meant[1])


def left_open(doc: Document, know: Knowledge) -> Iterator[Unresolved]:
    """The citations whose meaning is not certain, with the reason."""
    if len(doc.get(Resolution)) < sum(citation.form != "full" for citation in doc.get(Citation)):
        for citation, meant in _meanings(doc, know):
            if isinstance(meant, str):
                yield Unresolved(citation=citation, reason=meant)


def _meanings(doc: Document, know: Knowledge) -> Iterator[tuple[Citation, Meaning]]:
    citations = doc.get(Citation)
    finder = _Finder(doc, know, citations)
    for n, citation in enumerate(citations):
        if citation.form == "self":
            yield citation, (None, "backrefs.self")
        elif citation.form == "short":
            meant = finder.short(n)
            finder.note(n, meant[0] if isinstance(meant, tuple) and meant[0] else citation)
            yield citation, meant
        elif citation.form == "anaphoric":
            yield citation, finder.pointing(n)


def _folded(words: str | None) -> str:
    return (words or "").casefold()


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
        self.declared = Declarations(doc, know.instruments, citations)
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
            key = (citation.type, self._key(citation))
            if key in seen:
                continue
            seen.add(key)
            self.first.setdefault(citation.type or "", []).append(n)
            if number := _number(citation.designation):
                self.by_number.setdefault(number[0], []).append(n)

    def _key(self, full: Citation) -> str:
        """What tells an instrument from others of its type: its number, or a law's name and year."""
        return (full.designation or f"{full.title} {self._year(full)}".casefold()).lstrip("0")

    def _year(self, full: Citation) -> str:
        """The year of a law, as its name, date or number gives it; empty where none does."""
        number = _number(full.designation)
        named = _LAST_YEAR.search(self.doc.quote(full.span))
        return (number and number[1]) or (full.issued_on or "")[:4] or (named.group() if named else "")

    def _says_more(self, one: Citation, other: Citation) -> bool:
        """Whether one citation names the law of another and says more: its number, or the year that the other lacks."""
        if other.designation or (one.type, _folded(one.title)) != (other.type, _folded(other.title)):
            return False
        year = self._year(other)
        return bool(self._year(one)) if not year else bool(one.designation) and self._year(one) == year

    def short(self, n: int) -> Meaning:
        """The full citation that a number without symbol repeats."""
        citation = self.citations[n]
        # the declaration itself also counts: its bracket closes just behind the words
        declared = self.declared.meaning(self.doc.quote(citation.span), citation.span.end + 2)
        if isinstance(declared, tuple):
            return declared
        number = _number(citation.designation)
        if number is None:
            return _NONE_BEFORE
        places = [m for m in self.by_number.get(number[0], ()) if self._fits(citation, self.citations[m], number[1])]
        earlier = [m for m in places if m < n]
        for scope, rule in ((earlier, "backrefs.number"), (places, "backrefs.number_later")):
            if scope:
                meant = self._candidates(scope, citation)
                return (meant[0], rule) if len(meant) == 1 else self._several(meant)
        return "no instrument of that number and type"

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

    def _candidates(self, places: Sequence[int], citation: Citation) -> list[Citation]:
        """The instruments that some citations name, each by its first mention; those of its issuer, if it has one."""
        distinct: dict[str, Citation] = {}
        for m in places:
            full = self.meant.get(m, self.citations[m])
            distinct.setdefault(self._key(full), full)
        laws = [full for full in distinct.values() if full.title]
        distinct = {k: full for k, full in distinct.items() if not any(self._says_more(law, full) for law in laws)}
        if len(distinct) > 1:  # `Đề án 06/CP` is a name of what Quyết định số 06/QĐ-TTg approves
            distinct = {key: full for key, full in distinct.items() if not _NICKNAME.fullmatch(key)} or distinct
        if len(distinct) > 1 and citation.issuer:
            its = {key: full for key, full in distinct.items() if full.issuer and citation.issuer in full.issuer}
            distinct = its or distinct
        return list(distinct.values())

    def _several(self, candidates: Sequence[Citation]) -> str:
        """The reason why none of some instruments is meant for certain."""
        names = [full.designation or self.doc.quote(full.span) for full in candidates]
        if len(names) >= len(_COUNTS):
            return f"{len(names)} candidates"
        return f"{_COUNTS[len(names)]} candidates: {', '.join(names[:-1])} and {names[-1]}"

    def note(self, n: int, target: Citation) -> None:
        """A short citation whose meaning is known can be pointed at like a full one."""
        self.meant[n] = target
        insort(self.by_type.setdefault(target.type or "", []), n)

    def pointing(self, n: int) -> Meaning:
        """The instrument that `Đề án`, `Nghị quyết này`, `Chỉ thị nêu trên` means."""
        citation = self.citations[n]
        if _SEVERAL.search(self.text, max(0, citation.span.start - 12), citation.span.start):
            return "means several"  # `các Nghị quyết nêu trên`: no single one is right
        word = citation.type or ""
        quote = self.doc.quote(citation.span)
        for words in (quote, word):  # in its own declaration too
            declared = self.declared.meaning(words, citation.span.end + 2)
            if isinstance(declared, tuple) or (declared and words == quote):
                return declared
        if (quoted := self._quoted(n)) is not None:
            return quoted
        names = [word] if self._before(self.first, word, n) else [x for x in self.first if self._same_type(word, x)]
        firsts = self._outermost(m for name in names for m in self._before(self.first, name, n))
        near = self._outermost(m for name in names for m in self._before(self.by_type, name, n))
        if not near:  # what a decision issues or approves is meant by its own type: `phê duyệt Đề án …; Đề án này`
            firsts = near = self._issuing(word, n)
        proximal = quote.endswith(" này")
        for scope, rule in (*self._scopes(near, citation), (firsts, "backrefs.document")):
            if scope:
                meant = self._candidates(scope, citation)
                if len(meant) == 1:
                    return meant[0], rule
                # `này` points at the nearest, not at one that stands in the title of another
                if proximal and rule != "backrefs.document" and not self._in_title(scope):
                    return self.meant.get(scope[-1], self.citations[scope[-1]]), "backrefs.nearest"
                return self._subject(scope) or self._several(meant)
        return _NONE_BEFORE

    def _in_title(self, places: Sequence[int]) -> bool:
        """Whether the last of some citations stands inside another of them."""
        last = self.citations[places[-1]].span
        return any(self.citations[m].extent.contains(last) for m in places[:-1])

    def _quoted(self, n: int) -> Meaning | None:
        """What quoted words point at: the instrument they are quoted from, if not one that they name themselves."""
        citation = self.citations[n]
        opened = quoted_since(self.text, citation.span.start)
        if opened < 0:
            return None
        start = self.text.rfind("\n", max(0, opened - _LINE), opened) + 1
        if not self.text[start:opened].strip(" -+*.0123456789"):  # a quotation in a line of its own
            start = self.text.rfind("\n", max(0, start - _LINE), max(0, start - 1)) + 1
        near = [
            m
            for name in (citation.type or "", *(x for x in self.by_type if self._same_type(citation.type, x)))
            for m in self._before(self.by_type, name, n)
            if self.citations[m].span.start >= start
        ]
        if any(self.citations[m].span.start > opened for m in near):
            return None
        if not near:
            return "quoted from an instrument that is not named"
        return self.meant.get(max(near), self.citations[max(near)]), "backrefs.quoted"

    def _outermost(self, places: Iterable[int]) -> list[int]:
        """Without the instruments told of only to say what another amends, or what has amended it."""
        places = sorted(places)
        return [m for m in places if self.citations[m].relation not in _TOLD_IN_PASSING] or places

    def _issuing(self, word: str, n: int) -> list[int]:
        """The last citations before the n-th whose title says that they issue or approve something of a type."""
        found = []
        for m in range(max(0, n - _FAR), n):
            title = self.citations[m].title if self.citations[m].form == "full" else None
            issues = ISSUES.match(title) if title else None
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
