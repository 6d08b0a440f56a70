"""Names that a text gives to instruments: `(sau đây gọi tắt là Đề án 06)`, and what each means from there on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from vnplan.core.document import Document
from vnplan.core.mentions import Citation
from vnplan.extract.citations import aliases
from vnplan.extract.citations.own import own_types
from vnplan.knowledge.instruments import Instruments

Meaning = tuple[Citation | None, str] | str
"""What a citation means (None: the document) with the rule that says so; or why nothing can be said."""

_NOT_CITED = "declared for something that no number names here"
_SEVERAL = "declared for several"
_RULE = "backrefs.declared"


class Declarations:
    """The declared names of one document."""

    def __init__(self, doc: Document, instruments: Instruments, citations: Sequence[Citation]) -> None:
        self.instruments = instruments
        full = [citation for citation in citations if citation.form == "full"]
        cited = [aliases.Cited(c.span.start, c.span.end, c.extent.end, c.type, c.designation, c.title) for c in full]
        self.own = set(own_types(doc.header, instruments))
        self.names: dict[str, tuple[list[int], list[Meaning]]] = {}
        for alias in aliases.declared(doc.text.clean, instruments, cited, self.own):
            ends, meanings = self.names.setdefault(aliases.key(instruments, alias.name), ([], []))
            ends.append(alias.end)
            if alias.own or alias.meant is not None:
                meanings.append((None if alias.meant is None else full[alias.meant], _RULE))
            else:
                meanings.append(_SEVERAL if alias.several else _NOT_CITED)

    def meaning(self, words: str, before: int) -> Meaning | None:
        """What some words were last declared to mean before a place; None where they were not."""
        if not self.names:
            return None
        ends, meanings = self.names.get(aliases.key(self.instruments, words), ([], []))
        n = bisect_right(ends, before)
        if n == 0 and meanings and aliases.is_name(self.instruments, words):
            return meanings[0]  # a name that is no mere type means the same before it is declared
        return meanings[n - 1] if n else None
