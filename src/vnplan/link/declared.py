"""Names that a text gives to instruments: `(sau đây gọi tắt là Đề án 06)`, and what each means from there on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import regex

from vnplan.core.document import Document, Header
from vnplan.core.mentions import Citation
from vnplan.extract.citations.anaphora import ALIAS
from vnplan.knowledge.instruments import InstrumentRow, Instruments

Meaning = tuple[Citation | None, str] | str
"""What a citation means (None: the document) with the rule that says so; or why nothing can be said."""

ISSUES = regex.compile(r"(?:về việc )?(?:ban hành|phê duyệt|thông qua)(?: điều chỉnh)? [“\"]?", regex.IGNORECASE)
_NOT_CITED = "declared for something that no number names here"
_RULE = "backrefs.declared"
_NUMBER = regex.compile(r"(?<![\p{L}\d])0*(?P<n>\d+(?:\.\d+)?[a-zđ]?)(?![\p{L}\d])")
_FAR = 3000  # no paragraph before a declaration is looked through further
_GAP = 40  # characters between an instrument and its declaration that belong to neither
_LONGEST_TYPE = 5  # words


class Declarations:
    """The declared names of one document."""

    def __init__(self, doc: Document, instruments: Instruments, citations: Sequence[Citation]) -> None:
        self.text = doc.text.clean
        self.instruments = instruments
        self.own = set(_own_types(doc.header, instruments))
        self.full = [citation for citation in citations if citation.form == "full"]
        self.names: dict[str, tuple[list[int], list[Meaning]]] = {}
        at = 0
        for alias in ALIAS.finditer(self.text):
            while at < len(self.full) and self.full[at].span.end <= alias.start():
                at += 1
            words = alias["alias"].strip()
            ends, meanings = self.names.setdefault(words.casefold(), ([], []))
            ends.append(alias.end())
            meanings.append(self._declares(words, alias.start(), at))

    def meaning(self, words: str, before: int) -> Meaning | None:
        """What some words were last declared to mean before a place; None where they were not."""
        ends, meanings = self.names.get(words.casefold(), ([], []))
        n = bisect_right(ends, before)
        return meanings[n - 1] if n else None

    def _declares(self, words: str, start: int, at: int) -> Meaning:
        """What is named by a bracket: of the instruments that end there the one of its number, or of its type."""
        near = self._ending_at(start, at)
        row = type_at_start(self.instruments, words)
        number = _NUMBER.search(words)
        for citation in near:
            own = _NUMBER.match(citation.designation or "")
            if number and own and number["n"] == own["n"]:
                return citation, _RULE
        if row is None:
            return (near[0], _RULE) if near else _NOT_CITED
        for citation in near:
            if self._is_called(citation, row, start):
                return citation, _RULE
        return (None, _RULE) if row.name in self.own else _NOT_CITED

    def _ending_at(self, start: int, at: int) -> list[Citation]:
        """The instruments whose words end where a bracket begins, in order."""
        line = self.text.rfind("\n", max(0, start - _FAR), start)
        some = [c for c in self.full[max(0, at - 6) : at] if c.span.start > line]
        near = [c for c in some if c.extent.end >= start - 2]
        return near or [c for c in some[-1:] if start - c.extent.end < _GAP]

    def _is_called(self, citation: Citation, row: InstrumentRow, start: int) -> bool:
        """Whether an instrument is of a type, or issues what the words between it and the bracket call so."""
        cited = self.instruments.type_of_word(citation.type or "")
        if cited is not None and (cited.id in (row.id, row.parent) or cited.parent == row.id):
            return True
        return row.name.casefold() in self.text[citation.span.end : start].casefold()


def type_at_start(instruments: Instruments, words: str) -> InstrumentRow | None:
    """The type that some words begin with."""
    some = words.split()
    rows = (instruments.type_of_word(" ".join(some[:n])) for n in range(min(_LONGEST_TYPE, len(some)), 0, -1))
    return next((row for row in rows if row is not None), None)


def _own_types(header: Header, instruments: Instruments) -> Iterator[str]:
    """The types that a document can call itself by: its own and its parts', and what its title issues or approves."""
    names = [header.document_type, header.attached_type]
    if header.title and (issues := ISSUES.match(header.title)):
        row = type_at_start(instruments, header.title[issues.end() :])
        names.append(row.name if row else None)
    for name in names:
        row = instruments.type_of_word(name or "")
        while row is not None:
            yield row.name
            parent = row.parent
            row = next((r for r in instruments.rows if r.id == parent), None) if parent else None
