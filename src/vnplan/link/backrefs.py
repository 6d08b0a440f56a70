"""Which instrument a short or pointing citation means. What cannot be decided stays open."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import regex

from vnplan.core.document import Document
from vnplan.core.mentions import Citation, Resolution, Unresolved
from vnplan.extract.citations.anaphora import SEVERAL, quoted_since
from vnplan.extract.citations.heads import Lexicon, lexicon
from vnplan.knowledge import Knowledge
from vnplan.link.antecedents import Antecedents, number_of
from vnplan.link.declared import Declarations, Meaning

_FAR = 60  # mentions looked back upon: bounds the time on endless lists
_LINE = 3000  # no paragraph of words is longer
_TOLD_IN_PASSING = ("amends", "amended_by", "replaces", "repeals")
_SEVERAL = regex.compile(
    rf"(?<!\p{{L}})(?:{SEVERAL}|tất cả|toàn bộ|(?P<count>\d{{1,2}}(?: \(\p{{L}}+\))?)) $",
    regex.IGNORECASE,
)
_MOST_LAWS = 500  # by whose names one is sought
_FEWEST_WORDS = 5  # of a title that can be compared
_MOST_WORDS = 0.7
_COUNTS = ("no", "one", "two", "three", "four", "five")
_ANOTHER = "another that has no number is named before it"
_NONE_BEFORE = "no instrument of that type before it"


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


@cache
def _named_without_number(words: Lexicon, word: str) -> regex.Pattern[str]:
    """A paper of a type that is told by its name, or that is still to be made."""
    kind = regex.escape(word, literal_spaces=True)
    return regex.compile(
        rf"(?<!(?i:các|những|mọi) )(?P<type>{kind})"
        rf" (?:(?:của )?\p{{Lu}}\p{{Ll}}|[“\"]\p{{Lu}}|mục tiêu quốc gia|tổng thể|quốc gia)"
        rf"|(?P<made>{words.any_of('making')}) (?P<type>{kind}) \p{{Ll}}"
    )


class _Finder:
    """The citations of one document, ready to be looked up."""

    def __init__(self, doc: Document, know: Knowledge, citations: Sequence[Citation]) -> None:
        self.doc = doc
        self.text = doc.text.clean
        self.citations = citations
        self.lexicon = lexicon(know.instruments)
        self.cited = Antecedents(doc, know, citations)
        self.title = (doc.header.attached_title or doc.header.title or "").casefold()
        self.title_words = set(self.title.split())
        self.opening_end = doc.nodes[0].span.start if doc.nodes else 0  # before the first section
        self.declared = Declarations(doc, know.instruments, citations)
        # of each instrument the first mention; the lists of all mentions serve the nearer scopes
        self.by_number: dict[str, list[int]] = {}
        self.first: dict[str, list[int]] = {}
        self.by_type: dict[str, list[int]] = {}
        seen: set[tuple[str | None, str | None]] = set()
        for n, citation in enumerate(citations):
            if citation.form != "full":
                continue
            self.by_type.setdefault(citation.type or "", []).append(n)
            key = (citation.type, self.cited.key(citation))
            if key in seen:
                continue
            seen.add(key)
            self.first.setdefault(citation.type or "", []).append(n)
            if number := number_of(citation.designation):
                self.by_number.setdefault(number[0], []).append(n)

    def short(self, n: int) -> Meaning:
        """The full citation that a number without symbol repeats."""
        citation = self.citations[n]
        # the declaration itself also counts: its bracket closes just behind the words
        declared = self.declared.meaning(self.doc.quote(citation.span), citation.span.end + 2)
        if isinstance(declared, tuple) and (declared[0] is None or self.cited.agree(citation, declared[0])):
            return declared
        number = number_of(citation.designation)
        if number is None:
            laws = self.first.get(citation.type or "", [])[:_MOST_LAWS]
            places = [m for m in laws if self.cited.is_called(citation, m)]
        else:
            some = self.by_number.get(number[0], ())
            places = [m for m in some if self.cited.fits(citation, self.citations[m], number[1])]
        earlier = [m for m in places if m < n]
        for scope, rule in ((earlier, "backrefs.number"), (places, "backrefs.number_later")):
            if scope:
                meant = self.cited.candidates(scope, citation)
                return (meant[0], rule) if len(meant) == 1 else self._several(meant)
        return _NONE_BEFORE if number is None else "no instrument of that number and type"

    def _several(self, candidates: Sequence[Citation]) -> str:
        """The reason why none of some instruments is meant for certain."""
        names = [full.designation or self.doc.quote(full.span) for full in candidates]
        if len(names) >= len(_COUNTS):
            return f"{len(names)} candidates"
        return f"{_COUNTS[len(names)]} candidates: {', '.join(names[:-1])} and {names[-1]}"

    def note(self, n: int, target: Citation) -> None:
        """A short citation whose meaning is known can be pointed at like a full one."""
        self.cited.meant[n] = target
        # also by its own type: `tổng kết Đề án 844 …; kinh phí của Đề án này` where a decision approves it
        for name in {target.type or "", self.citations[n].type or ""}:
            insort(self.by_type.setdefault(name, []), n)

    def pointing(self, n: int) -> Meaning:
        """The instrument that `Đề án`, `Nghị quyết này`, `Chỉ thị nêu trên` means."""
        citation = self.citations[n]
        several = _SEVERAL.search(self.text, max(0, citation.span.start - 12), citation.span.start)
        if several and not (several["count"] and citation.provision):
            return "means several"  # `các Nghị quyết nêu trên`: no single one is right
        word = citation.type or ""
        quote = self.doc.quote(citation.span)
        alike = [name for name in self.by_type if self.cited.same_type(word, name)]
        names = [word] if self._before(self.by_type, word, n) else alike
        near = sorted({*self._pointed_at(self.by_type, names, n), *self._issuing(word, n)})
        scopes = list(self._scopes(near, citation))
        declared = self.declared.meaning(quote, citation.span.end + 2)
        if declared is None and not scopes[0][0]:  # `Đề án này` after another Đề án in the paragraph is that one
            declared = self.declared.meaning(word, citation.span.end + 2)
            declared = declared if isinstance(declared, tuple) else None
        if declared is not None:
            return declared
        if (quoted := self._quoted(n)) is not None:
            return quoted
        pointing = quote.casefold() != word.casefold()
        if not pointing and not citation.provision:  # `tuyên truyền Luật` in a plan on one law
            subject = self._only([m for m in near if self._is_in_title(m)])
            if subject is not None:
                return subject
        firsts = sorted({*self._pointed_at(self.first, names, n), *self._issuing(word, n)})
        scopes.append((firsts, "backrefs.document"))
        last = max((*near, *firsts), default=-1)
        if pointing and last >= 0 and citation.issuer is None and self._another_between(last, n):
            return _ANOTHER
        return self._decided(scopes, citation, proximal=quote.endswith(" này"))

    def _another_between(self, last: int, n: int) -> bool:
        """Whether between two citations one of that type is named without number: `Nghị quyết Đại hội …`."""
        word = self.citations[n].type or ""
        start, end = self.citations[last].extent.end, self.citations[n].span.start
        start = max(start, end - _LINE)
        inner = [c.span for c in self.citations[last + 1 : n]]
        return any(
            not any(span.start <= found.start("type") < span.end for span in inner)
            for found in _named_without_number(self.lexicon, word).finditer(self.text, start, end)
            if not (found["made"] and word in self.declared.own)  # `xây dựng Kế hoạch với nội dung sau`: the document
        )

    def _pointed_at(self, places: dict[str, list[int]], names: Sequence[str], n: int) -> list[int]:
        """The citations of some types before the n-th that it can mean."""
        issuer = self.citations[n].issuer
        some = self._outermost(m for name in names for m in self._before(places, name, n))
        return [m for m in some if self.cited.is_by(issuer, self.cited.full(m))]

    def _decided(self, scopes: Iterable[tuple[list[int], str]], citation: Citation, *, proximal: bool) -> Meaning:
        """What is meant in the first scope that has a candidate."""
        for scope, rule in scopes:
            if scope:
                meant = self.cited.candidates(scope, citation)
                if len(meant) == 1:
                    return meant[0], rule
                # `này` points at the nearest, not at one that stands in the title of another
                if proximal and rule != "backrefs.document" and self._is_nearest(scope, citation):
                    return self.cited.full(scope[-1]), "backrefs.nearest"
                return self._subject(scope) or self._several(meant)
        return _NONE_BEFORE

    def _is_nearest(self, places: Sequence[int], citation: Citation) -> bool:
        """Whether the last of some citations is next to a place: no part of another's title, and alone in its line."""
        last = self.citations[places[-1]].span
        if any(self.citations[m].extent.contains(last) for m in places[:-1]):
            return False
        line = self.text.rfind("\n", 0, last.start)
        if self.text.find("\n", last.start, citation.span.start) < 0:
            return True
        return self._only([m for m in places if self.citations[m].span.start > line]) is not None

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
            for name in (citation.type or "", *(x for x in self.by_type if self.cited.same_type(citation.type, x)))
            for m in self._before(self.by_type, name, n)
            if self.citations[m].span.start >= start
        ]
        if any(self.citations[m].span.start > opened for m in near):
            return None
        if not near:
            return "quoted from an instrument that is not named"
        return self.cited.full(max(near)), "backrefs.quoted"

    def _outermost(self, places: Iterable[int]) -> list[int]:
        """Without the instruments told of only to say what another amends, or what has amended it."""
        places = sorted(places)
        return [m for m in places if self.citations[m].relation not in _TOLD_IN_PASSING] or places

    def _issuing(self, word: str, n: int) -> list[int]:
        """The last citations before the n-th whose title says that they issue or approve something of a type."""
        far = bisect_left(self.cited.issuing, (n - _FAR, ""))
        issued = self.cited.issuing[far : bisect_left(self.cited.issuing, (n, ""))]
        exact = [m for m, name in issued if name == word]
        return exact or [m for m, name in issued if self.cited.same_type(word, name)]

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
        named = [m for m in places if self._is_in_title(m)]
        carried_out = [
            m
            for m in places
            if self.citations[m].relation == "implements" and self.citations[m].span.end <= self.opening_end
        ]
        alike = [m for m in places if self._is_subject(self.citations[m].title)]
        return next((only for some in (named, carried_out, alike) if (only := self._only(some))), None)

    def _only(self, places: Sequence[int]) -> tuple[Citation, str] | None:
        """The instrument that some citations name, if it is one."""
        keys = {self.cited.key(self.cited.full(m)) for m in places}
        return (self.cited.full(places[0]), "backrefs.subject") if len(keys) == 1 else None

    def _is_in_title(self, m: int) -> bool:
        """Whether the title of the plan names an instrument, a law by its name."""
        full = self.cited.full(m)
        name = (self.cited.is_law(full) and full.title) or full.designation
        return bool(name) and (name or "").casefold() in self.title

    def _is_subject(self, title: str | None) -> bool:
        """Whether most words of an instrument's title stand in that of the plan."""
        words = set((title or "").casefold().split())
        return len(words) >= _FEWEST_WORDS and len(words & self.title_words) >= _MOST_WORDS * len(words)
