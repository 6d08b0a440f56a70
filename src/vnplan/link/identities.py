"""Which instrument each citation means among all there are: its key, its URN, its entry in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from vnplan.core.document import Document, Header
from vnplan.core.making import making
from vnplan.core.mentions import Citation, Identity, Resolution
from vnplan.extract.citations.initials import law_named
from vnplan.identity import Home, Identified, identify
from vnplan.knowledge import Knowledge
from vnplan.registry import Match
from vnplan.registry.match import How

_UNIT = regex.compile(r"(?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) (?P<name>\p{Lu}.*)$")

_YEAR = regex.compile(r"[ (](?P<year>(?:19|20)\d\d)\)?$")  # `Luật Lưu trữ năm 2011`, `Luật Lưu trữ (2011)`

_identity = making(Identity)

Said = tuple[str | None, str | None, str | None, str | None, str | None]
"""Type, designation, date, issuer and title of an instrument."""


class _Instrument(NamedTuple):
    """What is known of an instrument, whoever cites it."""

    key: str | None
    urn: str | None
    entry: str | None = None
    how: How | None = None
    conflicts: tuple[str, ...] = ()


def find(doc: Document, know: Knowledge) -> Iterator[Identity]:
    """An identity for each citation. A date that a citation does not say is taken from another of the same number."""
    finder = _Finder(doc, know)
    return (finder.identity(citation) for citation in doc.get(Citation))


def home_of(header: Header) -> Home:
    """Whose document it is: its province, and its district or commune."""
    unit = _UNIT.search(header.issuer or "")
    return Home(header.province, unit["name"] if unit else None)


def _written_on(header: Header) -> tuple[str | None, str | None]:
    """The day whose laws a document means, and the last on which it can have been written.

    Without a date both are told by the years it plans; of several years, which of their laws it means is not told.
    """
    if header.issued_on:
        return header.issued_on.isoformat(), header.issued_on.isoformat()
    if header.plan_years is None:
        return None, None
    first, last = header.plan_years
    return (f"{last}-12-31" if first == last else None), f"{last}-12-31"


@lru_cache(maxsize=16)  # asked for with the citations of a document, and again for its record
def own_identity(header: Header, know: Knowledge) -> Identified:
    """The identity of the document itself."""
    issued_on = header.issued_on.isoformat() if header.issued_on else None
    return identify(header.document_type, header.designation, issued_on, header.issuer, home=home_of(header), know=know)


class _Finder:
    """The citations of one document with what is known of each instrument."""

    def __init__(self, doc: Document, know: Knowledge) -> None:
        self.doc = doc
        self.know = know
        self.home = home_of(doc.header)
        self.on, self.latest = _written_on(doc.header)
        self.own = own_identity(doc.header, know)
        self.meant = {id(found.citation): found.target for found in doc.get(Resolution)}
        self.dates: dict[tuple[str | None, str | None], set[str]] = {}
        for citation in doc.get(Citation):
            if citation.form == "full" and (date := citation.issued_on or self._year_in_name(citation)):
                self.dates.setdefault(self._name(citation), set()).add(date)
        self.done: dict[Said, _Instrument] = {}

    def identity(self, citation: Citation) -> Identity:
        if citation.form == "self":
            return _identity(citation=citation, key=self.own.key, urn=self.own.urn)
        named = citation if citation.form == "full" else self.meant.get(id(citation))
        if named is None and self._is_named_law(citation):
            named = citation
        if named is None:
            return _identity(citation=citation)
        key, urn, entry, how, conflicts = self._of(named)
        return _identity(citation=citation, key=key, urn=urn, entry=entry, how=how, conflicts=conflicts)

    def _is_named_law(self, citation: Citation) -> bool:
        """Whether a short citation is a law's name, which says what it is also where no other mention does."""
        row = self.know.instruments.type_of_word(citation.type or "")
        return citation.form == "short" and bool(citation.title) and row is not None and row.kind == "law"

    def _cannot_be(self, match: Match, issued_on: str | None) -> bool:
        """Whether an entry is of a later day than the document, or of another issuer where no date is said.

        Numbers are given anew in each term: `07-CT/TW` is a directive of 2021, of 2026 and of others.
        """
        if issued_on is None and "issuer" in match.conflicts:
            return True
        return bool(self.latest and match.entry.issued_on and match.entry.issued_on > self.latest)

    def _of(self, citation: Citation) -> _Instrument:
        said = (citation.type, citation.designation, self._date(citation), citation.issuer, citation.title)
        found = self.done.get(said)
        if found is None:
            found = self.done[said] = self._found(said)
        return found

    def _date(self, citation: Citation) -> str | None:
        """The date of a citation, the year in the name of a law, else the only date that the text gives elsewhere."""
        if date := citation.issued_on or self._year_in_name(citation):
            return date
        dates = self.dates.get(self._name(citation), set())
        most = max(dates, key=len, default="")
        return most if most and all(most.startswith(date) for date in dates) else None

    def _name(self, citation: Citation) -> tuple[str | None, str | None]:
        """By what an instrument goes: its number, a law without one by its title."""
        row = self.know.instruments.type_of_word(citation.type or "")
        law = citation.title.casefold() if row and row.kind == "law" and citation.title else None
        return citation.type, citation.designation or law

    def _year_in_name(self, citation: Citation) -> str | None:
        """The year in the name of a law: `Luật Lưu trữ năm 2011`."""
        year = _YEAR.search(self.doc.quote(citation.span)) if citation.designation is None else None
        return year["year"] if year else None

    def _found(self, said: Said) -> _Instrument:
        kind, designation, issued_on, issuer, title = said
        name = law_named(self.know.instruments, kind, title) if kind and title and designation is None else title
        called = self.know.instruments.kind_of_law(kind, name) if kind and name and designation is None else kind
        match = self.know.registry.find(called, designation, issued_on, issuer, name, on=self.on)
        named = identify(kind, designation, issued_on, issuer, home=self.home, know=self.know)
        if not isinstance(match, Match):
            return _Instrument(named.key, named.urn)
        entry = match.entry
        if self._cannot_be(match, issued_on):
            return _Instrument(named.key, named.urn)
        if match.how != "fuzzy":  # what is nearly the same is told, and not taken for the same
            stated = (kind, designation, issued_on, issuer)
            filled = (
                entry.type or kind,
                entry.designation or designation,
                entry.issued_on or issued_on,
                entry.issuer or issuer,
            )
            known = named if filled == stated else identify(*filled, home=self.home, know=self.know)
            if named.identity and known.identity and named.identity.units != known.identity.units:
                return _Instrument(named.key, named.urn)  # another province's
            named = known
        return _Instrument(named.key, named.urn, entry.id, match.how, match.conflicts)
