"""A registry grown from records: every instrument cited, how often, and where the citations disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vnplan.record import PlanRecord
from vnplan.registry import Entry

_FIELDS = ("type", "designation", "title", "issuer", "issued_on")


@dataclass
class Grown:
    """An instrument as a collection cites it: the commonest value of each field, and the others with their counts."""

    key: str
    mentions: int = 0
    documents: set[str] = field(default_factory=set)
    values: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in _FIELDS})

    def entry(self) -> Entry:
        """The row for a registry."""
        best = {name: found.most_common(1)[0][0] if found else "" for name, found in self.values.items()}
        return Entry(
            self.key,
            type=best["type"],
            designation=best["designation"],
            title=best["title"],
            issuer=best["issuer"],
            issued_on=best["issued_on"],
            source=f"{self.mentions} citations in {len(self.documents)} documents",
        )

    def disagreements(self) -> dict[str, dict[str, int]]:
        """The fields that were given differently, with the number of citations for each value."""
        return {name: dict(found.most_common()) for name, found in self.values.items() if len(found) > 1}


def grow(records: Iterable[PlanRecord]) -> Iterator[Grown]:
    """The instruments that records cite in full, by key, in the order of their first citation.

    Citations without a key (no date, no territory) are left out: of two plans they may mean two instruments.
    """
    found: dict[str, Grown] = {}
    for record in records:
        for citation in record.citations:
            key = citation.instrument.key
            if key is None or citation.form != "full":
                continue
            grown = found.setdefault(key, Grown(key))
            grown.mentions += 1
            grown.documents.add(record.source.uri)
            for name in _FIELDS:
                if value := getattr(citation.instrument, name):
                    grown.values[name][value] += 1
    yield from found.values()
