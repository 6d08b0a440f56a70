"""Agencies: bodies, people in office and groups of bodies, with the exact place of each name."""

from __future__ import annotations

from collections.abc import Iterator

from vnplan.core.document import Document
from vnplan.core.mentions import Agency
from vnplan.extract.agencies_aliases import declared
from vnplan.extract.agencies_names import Name, Names
from vnplan.extract.agencies_records import Records
from vnplan.knowledge import Knowledge

__all__ = ["find"]


def find(doc: Document, know: Knowledge) -> Iterator[Agency]:
    """The agencies named in a document, in reading order; a part of a longer name is no mention."""
    clean = doc.text.clean
    names = Names(clean, know.agencies)
    found, aliases = declared(clean, list(_in_order(names)))
    yield from Records(doc, know.agencies, aliases).agencies(found)


def _in_order(names: Names) -> Iterator[Name]:
    done = 0
    before: Name | None = None
    for start in names.starts():
        if start < done:
            continue
        for name in names.at(start, before):
            yield name
            done, before = name.end, name
