"""The types by which a document can call itself, and what a title says that its instrument issues."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from vnplan.core.document import Header
from vnplan.knowledge.instruments import InstrumentRow, Instruments

ISSUES = regex.compile(r"(?:về việc )?(?:ban hành|phê duyệt|thông qua)(?: điều chỉnh)? [“\"]?", regex.IGNORECASE)
_LONGEST_TYPE = 5  # words


def type_at_start(instruments: Instruments, words: str) -> InstrumentRow | None:
    """The type that some words begin with."""
    some = words.split(None, _LONGEST_TYPE)[:_LONGEST_TYPE]
    rows = (instruments.type_of_word(" ".join(some[:n])) for n in range(len(some), 0, -1))
    return next((row for row in rows if row is not None), None)


def issued_type(instruments: Instruments, title: str | None) -> InstrumentRow | None:
    """The type of what an instrument issues or approves, as its title says: `phê duyệt Đề án …`."""
    issues = ISSUES.match(title) if title else None
    return type_at_start(instruments, title[issues.end() :]) if title and issues else None


def own_types(header: Header, instruments: Instruments) -> Iterator[str]:
    """The types that a document can call itself by: its own, its parts', what its title issues; and the wider ones."""
    issued = issued_type(instruments, header.title)
    for name in (header.document_type, header.attached_type, issued.name if issued else None):
        row = instruments.type_of_word(name or "")
        while row is not None:
            yield row.name
            parent = row.parent
            row = next((r for r in instruments.rows if r.id == parent), None) if parent else None
