"""Which instrument each citation means among all there are: its key, its URN, its entry in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from vnplan.core.document import Document, Header
from vnplan.core.mentions import Citation, Identity, Resolution
from vnplan.identity import Home, Identified, identify
from vnplan.knowledge import Knowledge
from vnplan.registry import Match

_UNIT = regex.compile(r"(?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) (?P<name>\p{Lu}.*)$")

_YEAR = regex.compile(r"\bnăm (?P<year>(?:19|20)\d\d)$")  # `Luật Lưu trữ năm 2011`

Said = tuple[str | None, str | None, str | None, str | None, str | None]
"""Type, designation, date, issuer and title of an instrument."""


def find(doc: Document, know: Knowledge) -> Iterator[Identity]:
    """An identity for each citation. A date that a citation does not say is taken from another of the same number."""
    finder = _Finder(doc, know)
    return (finder.identity(citation) for citation in doc.get(Citation))


def home_of(header: Header) -> Home:
    """Whose document it is: its province, and its district or commune."""
    unit = _UNIT.search(header.issuer or "")
    return Home(header.province, unit["name"] if unit else None)


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
        self.on = doc.header.issued_on.isoformat() if doc.header.issued_on else None
        self.own = own_identity(doc.header, know)
        self.meant = {id(found.citation): found.target for found in doc.get(Resolution)}
        self.dates: dict[tuple[str | None, str | None], set[str]] = {}
        for citation in doc.get(Citation):
            if citation.designation and citation.issued_on:
                self.dates.setdefault((citation.type, citation.designation), set()).add(citation.issued_on)
        self.done: dict[Said, Identity] = {}

    def identity(self, citation: Citation) -> Identity:
        if citation.form == "self":
            return Identity(citation=citation, key=self.own.key, urn=self.own.urn)
        if citation.form != "full":
            target = self.meant.get(id(citation))
            if target is None:
                return Identity(citation=citation)
            return replace(self._of(target), citation=citation)
        return replace(self._of(citation), citation=citation)

    def _of(self, citation: Citation) -> Identity:
        said = (citation.type, citation.designation, self._date(citation), citation.issuer, citation.title)
        found = self.done.get(said)
        if found is None:
            found = self.done[said] = self._found(citation, said)
        return found

    def _date(self, citation: Citation) -> str | None:
        """The date of a citation, the year in the name of a law, else the only date that the text gives elsewhere."""
        if citation.issued_on:
            return citation.issued_on
        if year := _YEAR.search(self.doc.quote(citation.span)):
            return year["year"]
        dates = self.dates.get((citation.type, citation.designation), set()) if citation.designation else set()
        return next(iter(dates)) if len(dates) == 1 else None

    def _found(self, citation: Citation, said: Said) -> Identity:
        kind, designation, issued_on, issuer, title = said
        match = self.know.registry.find(kind, designation, issued_on, issuer, title, on=self.on)
        named = identify(kind, designation, issued_on, issuer, home=self.home, know=self.know)
        if not isinstance(match, Match):
            return Identity(citation=citation, key=named.key, urn=named.urn)
        entry = match.entry
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
                return Identity(citation=citation, key=named.key, urn=named.urn)  # another province's
            named = known
        return Identity(
            citation=citation,
            key=named.key,
            urn=named.urn,
            entry=entry.id,
            how=match.how,
            conflicts=match.conflicts,
        )
