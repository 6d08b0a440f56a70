"""Agencies: bodies, people in office and groups of bodies, with the exact place of each name."""

from __future__ import annotations

from collections.abc import Iterator

from vnplan.core.document import Document, Source
from vnplan.core.mentions import Agency, Citation
from vnplan.core.text import Text
from vnplan.extract.agencies.aliases import declared
from vnplan.extract.agencies.names import Names
from vnplan.extract.agencies.patterns import Name
from vnplan.extract.agencies.records import Records
from vnplan.knowledge import Knowledge
from vnplan.knowledge.agency_rows import HeadRow, NounRow, OfficeRow
from vnplan.knowledge.load import rows_from_toml

_LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})

__all__ = ["find", "problems"]


def find(doc: Document, know: Knowledge) -> Iterator[Agency]:
    """The agencies named in a document, in reading order; a part of a longer name is no mention."""
    clean = doc.text.clean
    found, aliases = declared(
        clean, _in_order(Names(clean, know.agencies, one_province=doc.header.province is not None))
    )
    signers = {signer.name for signer in doc.header.signers}
    found = [name for name in found if clean[name.start : name.end] not in signers]  # `Đoàn Ngọc Có` is no youth union
    yield from Records(doc, know.agencies, aliases).agencies(_outside_laws(doc, found))


def _outside_laws(doc: Document, names: list[Name]) -> Iterator[Name]:
    """The names that are no words of a law's own name: `Luật Tổ chức HĐND và UBND`; `Luật của Quốc hội` has one."""
    laws = sorted((law.span.start, law.span.end) for law in doc.get(Citation) if law.type in _LAWS)
    last = -1
    for name in names:
        while last + 1 < len(laws) and laws[last + 1][0] <= name.start:
            last += 1
        # a law may name another one, whose words end before its own do
        inside = any(name.end <= end for _, end in laws[max(0, last - 3) : last + 1])
        if not inside or doc.text.clean.endswith("của ", 0, name.start):
            yield name


def _in_order(names: Names) -> list[Name]:
    found: list[Name] = []
    done = 0
    for start in names.starts():
        if start >= done and (here := names.at(start, found[-1] if found else None)):
            found += here
            done = here[-1].end
    return found


def problems(know: Knowledge) -> Iterator[str]:
    """Rows of the grammar that do not find their own examples, or find what they should not."""
    rows = (
        *rows_from_toml("agency_grammar.toml", "head", HeadRow),
        *rows_from_toml("agency_grammar.toml", "office", OfficeRow),
        *rows_from_toml("collectives.toml", "noun", NounRow),
    )
    for row in rows:
        for example in row.examples:
            doc = Document(source=Source(uri="", sha256=""), text=Text.of(example))
            if not any(agency.span.end == len(example) for agency in find(doc, know)):
                yield f"{row.id}: nothing is found in its example {example!r}"
        for example in row.not_examples:
            doc = Document(source=Source(uri="", sha256=""), text=Text.of(example))
            if any(agency.rule == row.id for agency in find(doc, know)):
                yield f"{row.id}: found in {example!r}, which is none"
