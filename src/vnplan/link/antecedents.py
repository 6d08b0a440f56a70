"""The instruments that the full citations of a document name: which mentions are one, and what each can be called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property, lru_cache

import regex

from vnplan.core.document import Document
from vnplan.core.mentions import Citation
from vnplan.extract.citations.anaphora import key_of
from vnplan.extract.citations.heads import lexicon
from vnplan.extract.citations.initials import shortens
from vnplan.extract.citations.own import issued_type
from vnplan.extract.citations.same_body import agree
from vnplan.knowledge import Knowledge
from vnplan.knowledge.instruments import Instruments
from vnplan.registry import Match

_ARTICLE = regex.compile(r"(?<!\p{L})(?:Điều|khoản)(?!\p{L})", regex.IGNORECASE)
_UNIQUE = 3  # digits of a number that hardly two instruments of one text share
_NICKNAME = regex.compile(r"\d{1,4}cp")
_LONGEST_NAME = 200
_ISSUED_WITH = regex.compile(r" ?\(?(?:[Đđ]ược )?(?:[Bb]an hành )?[Kk]èm theo $")
_ENDS = regex.compile(r"[;.()\n]")
_LAST_YEAR = regex.compile(r"(?:19|20)\d\d$")
_NUMBER = regex.compile(r"0*(\d+(?:\.\d+)?[a-zđ]?)(?:[/\-_. ]((?:19|20)\d\d))?")


def number_of(designation: str | None) -> tuple[str, str | None] | None:
    """The number of a designation without its symbol, and the year in it."""
    found = _NUMBER.match(designation or "")
    return (found[1], found[2]) if found else None


_shortens = lru_cache(4096)(shortens)


@cache
def _are_one_kind(instruments: Instruments, one: str, other: str) -> bool:
    a, b = instruments.type_of_word(one), instruments.type_of_word(other)
    return a is not None and b is not None and (a.parent == b.id or b.parent == a.id)


class Antecedents:
    """The instruments that a document cites. `n` and `m` are places in the list of its citations."""

    def __init__(self, doc: Document, know: Knowledge, citations: Sequence[Citation]) -> None:
        self.doc = doc
        self.citations = citations
        self.instruments = know.instruments
        self.lists = lexicon(know.instruments).lists
        self.registry = know.registry
        self.meant: dict[int, Citation] = {}  # what the short citations met so far mean
        self.restarted = self._restarted()
        self.numbered: dict[tuple[str | None, str], Citation] = {}
        self.laws: dict[tuple[str | None, str], dict[str, Citation]] = {}  # by name, those that have a number too
        for citation in citations:
            if citation.form == "full" and citation.designation:
                key = self.key(citation)
                self.numbered.setdefault((citation.type, key), citation)
                if citation.title:
                    name = (citation.type, key_of(citation.title))
                    self.laws.setdefault(name, {}).setdefault(key, citation)

    def _restarted(self) -> set[tuple[str | None, str]]:
        """The numbers that instruments of several years share: `20/KH-UBND` of 2023 and of 2024."""
        years: dict[tuple[str | None, str], set[str]] = {}
        for full in self.citations:
            if full.form == "full" and full.designation and full.issued_on:
                years.setdefault((full.type, key_of(full.designation)), set()).add(full.issued_on[:4])
        return {key for key, some in years.items() if len(some) > 1}

    def key(self, full: Citation) -> str:
        """What tells an instrument from others of its type: its number, or a law's name and year."""
        if not full.designation:
            return self._law_of_name(full) or f"{full.title} {self.year(full)}".casefold()
        key = key_of(full.designation)
        return f"{key} {(full.issued_on or '')[:4]}" if (full.type, key) in self.restarted else key

    def _law_of_name(self, law: Citation) -> str | None:
        """The key of the one law that the text gives both this name and a number, if the years do not differ."""
        some = self.laws.get((law.type, key_of(law.title or "")), {})
        year = self.year(law)
        fitting = [key for key, full in some.items() if not year or self.year(full) == year]
        return fitting[0] if len(fitting) == 1 else None

    def year(self, full: Citation) -> str:
        """The year of a law, as its name, date or number gives it; empty where none does."""
        number = number_of(full.designation)
        named = _LAST_YEAR.search(self.doc.quote(full.span))
        return (number and number[1]) or (full.issued_on or "")[:4] or (named.group() if named else "")

    def _says_more(self, one: Citation, other: Citation) -> bool:
        """Whether one citation names the law of another and says more: its number, or the year that the other lacks."""
        if other.designation or (one.type, key_of(one.title or "")) != (other.type, key_of(other.title or "")):
            return False
        year = self.year(other)
        return bool(self.year(one)) if not year else bool(one.designation) and self.year(one) == year

    def is_called(self, short: Citation, m: int) -> bool:
        """Whether a law is cited by its year or a shortened name: `Luật năm 2024`, `Luật BHYT`."""
        full, year = self.citations[m], self.year(short)
        if short.title and not _shortens(self.instruments, full.type or "", short.title, full.title or ""):
            return False
        return self.year(full) == year if year else bool(short.title)

    def agree(self, one: Citation, full: Citation) -> bool:
        """Whether issuers and dates of two citations can be those of one instrument."""
        dates = (one.issued_on or "", full.issued_on or "")
        if all(dates) and not dates[0].startswith(dates[1]) and not dates[1].startswith(dates[0]):
            return False
        number = number_of(full.designation)
        if dates[0] and number and number[1] and not dates[0].startswith(number[1]):
            return False
        return self.is_by(one.issuer, full)

    def is_by(self, issuer: str | None, full: Citation) -> bool:
        """Whether an instrument can be one of some body."""
        return agree(self.instruments, issuer, self.issuer(full))

    def issuer(self, full: Citation) -> str | None:
        """The issuer of a citation; where only the symbol of the centre is given, any of its bodies."""
        central = full.issuer is None and (full.designation or "").endswith("/TW")
        return "Trung ương" if central else full.issuer

    def fits(self, short: Citation, full: Citation, year: str | None) -> bool:
        """Whether a full citation can be what a short one means: one type, or the type of what it approves."""
        number = number_of(full.designation)
        if (year and number and number[1] and number[1] != year) or not self.agree(short, full):
            return False
        return self.same_type(short.type, full.type) or self._approves(full, short)

    def _approves(self, full: Citation, short: Citation) -> bool:
        """Whether what a short citation names is what an instrument approves: `Đề án 06` of Quyết định số 06/QĐ-TTg.

        Its title says so, here or in the registry; long numbers are enough where the title does not speak against it.
        """
        if full.type not in self.lists["carriers"] or short.type not in self.lists["carried"]:
            return False
        for title in (full.title, self.registered_title(full)):
            issued = issued_type(self.instruments, title)
            if issued is not None and self.same_type(short.type, issued.name):
                return True
        named = (short.type or "").casefold() in (full.title or short.type or "").casefold()
        number = number_of(full.designation)
        return named and number is not None and len(number[0]) >= _UNIQUE

    def same_type(self, one: str | None, other: str | None) -> bool:
        """Whether two types are one, or one of them is the wider."""
        return one == other or _are_one_kind(self.instruments, one or "", other or "")

    def candidates(self, places: Sequence[int], citation: Citation) -> list[Citation]:
        """The instruments that some citations name, each by its first mention; those of its issuer, if it has one."""
        distinct: dict[str, Citation] = {}
        for m in places:
            full = self.full(m)
            distinct.setdefault(self.key(full), full)
        laws = [full for full in distinct.values() if full.title]
        distinct = {k: full for k, full in distinct.items() if not any(self._says_more(law, full) for law in laws)}
        if len(distinct) > 1:  # `Đề án 06/CP` is a name of what Quyết định số 06/QĐ-TTg approves
            distinct = {key: full for key, full in distinct.items() if not _NICKNAME.fullmatch(key)} or distinct
        if len(distinct) > 1 and citation.provision and _ARTICLE.search(citation.provision):
            distinct = {key: full for key, full in distinct.items() if self._has_articles(full)} or distinct
        if len(distinct) > 1 and citation.issuer:
            same = {key: full for key, full in distinct.items() if self.is_by(citation.issuer, full)}
            its = {key: full for key, full in same.items() if full.issuer and citation.issuer in full.issuer}
            distinct = its or same or distinct
        return list(distinct.values())

    def is_law(self, full: Citation) -> bool:
        """Whether an instrument is a law, code or ordinance, which goes by its name."""
        row = self.instruments.type_of_word(full.type or "")
        return row is not None and row.kind == "law"

    def _has_articles(self, full: Citation) -> bool:
        """Whether an instrument can be divided into articles: resolutions of the Party are not."""
        row = self.instruments.type_of_word(full.type or "")
        symbol = self.instruments.symbol(full.designation) if full.designation else None
        party = symbol is not None and symbol.organ is not None and self.instruments.grammar.is_party(symbol.organ)
        return row is None or row.articles == "all" or not party

    def full(self, m: int) -> Citation:
        """What a citation that can be pointed at names, by its first mention that says the number."""
        full = self.meant.get(m, self.citations[m])
        return self.numbered.get((full.type, self.key(full)), full)

    @cached_property
    def issuing(self) -> list[tuple[int, str]]:
        """The citations whose titles, here or in the registry, say that they issue something, and its type."""
        found = []
        for n, full in enumerate(self.citations):
            if full.form == "full" and full.type not in self.lists["proposals"]:
                carries = full.title is None and full.type in self.lists["carriers"]
                row = issued_type(self.instruments, self.registered_title(full) if carries else full.title)
                name = row.name if row else self._attached(full) if carries else None
                if name is not None:
                    found.append((n, name))
        return found

    def _attached(self, full: Citation) -> str | None:
        """The type of what is told to be issued with an instrument: `Quy chế … ban hành kèm theo Quyết định số …`."""
        text, start = self.doc.text.clean, full.span.start
        if not text.endswith(("kèm theo ", "Kèm theo "), 0, start):
            return None
        near = _ISSUED_WITH.sub("", text[max(0, start - _LONGEST_NAME) : start])
        words = [w for w in lexicon(self.instruments).word.finditer(near) if w.group() in self.lists["carried"]]
        return words[-1].group() if words and not _ENDS.search(near, words[-1].end()) else None

    def registered_title(self, full: Citation) -> str | None:
        """The title that the registry has of an instrument."""
        found = self.registry.find(full.type, full.designation, full.issued_on, full.issuer, full.title)
        return found.entry.title if isinstance(found, Match) else None
