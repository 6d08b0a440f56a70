"""The tables of a store: every column with its type and meaning. `docs/store-schema.md` is made from them.

`STORE_VERSION` changes with every change of them: a store is made from records in minutes, and is not migrated.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from vnplan.record.models import SCHEMA_VERSION

if TYPE_CHECKING:
    import pyarrow as pa

STORE_VERSION = "2"
VERSION_KEY = "vnplan.store_version"

Kind = Literal["string", "strings", "int", "float", "bool", "date"]


class Column(NamedTuple):
    """A column; `needed`: it is never null."""

    name: str
    kind: Kind
    about: str
    needed: bool = False


_DOCUMENT = Column("document", "string", "the document: SHA-256 of its bytes (`unread:` and its URI if not read)", True)
_START = Column("span_start", "int", "first code point in the record's `text`")
_END = Column("span_end", "int", "code point after the last")
_PAGE = Column("page", "int", "1-based page, on paged sources")
_TEXT = Column("text", "string", "the words as they stand in the text", True)
_RULE = Column("rule", "string", "the row of knowledge or rule that made the record", True)
_CONFIDENCE = Column("confidence", "float", "0 to 1, as measured", True)
_INFERRED = Column("inferred", "strings", "names of the fields that the text does not say in so many words", True)


def _id(about: str) -> Column:
    return Column("id", "string", about, True)


def _placed(about: str, *columns: Column) -> tuple[Column, ...]:
    return (_DOCUMENT, _id(about), _START, _END, _PAGE, *columns)


def _found(about: str, *columns: Column) -> tuple[Column, ...]:
    return _placed(about, _TEXT, *columns, _RULE, _CONFIDENCE)


def _string(name: str, about: str, needed: bool = False) -> Column:
    return Column(name, "string", about, needed)


TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "documents": _placed(
            "always `document`, as `citations.resolves_to` has it",
            _string("uri", "where the document came from", True),
            Column("paths", "strings", "all files that hold these bytes, as the batch knew them; else the URI", True),
            _string("media_type", "media type of the source", True),
            _string("extraction", "how the text was got: text, html, docx, pdf_text, pdf_ocr", True),
            Column("page_count", "int", "pages of the source"),
            _string("status", "ok, partial or failed", True),
            _string("schema_version", "version of the record that the rows were made from", True),
            _string("document_type", "type word of the head"),
            _string("designation", "number and symbol"),
            _string("key", "the document's own key, as `citations.key` has it"),
            _string("issuer", "who issued it"),
            _string("parent_body", "the body above the issuer"),
            _string("place", "place of issue"),
            Column("issued_on", "date", "day of issue"),
            _string("title", "the subject, without the type word"),
            _string("province", "the territory that the plan is for"),
            Column("period_start", "date", "first day of the plan's period"),
            Column("period_end", "date", "its last day"),
            _string("attached_type", "type of the plan that the document issues"),
            _string("attached_title", "its title"),
            Column("attached_start", "date", "first day of its period"),
            Column("attached_end", "date", "its last day"),
            Column("signers", "strings", "names of those who signed; empty where a name is not readable", True),
            Column("positions", "strings", "their positions, in the same order", True),
            Column("capacities", "strings", "on whose behalf they signed, in the same order", True),
            Column("recipients", "strings", "the recipients of the foot", True),
        ),
        "sections": _placed(
            "id of the section",
            _string("parent", "id of the section above"),
            Column("level", "int", "depth, 1 is outermost", True),
            _string("label", "number or letter"),
            _string("heading", "first line without the label", True),
            _string("role", "what the section is for", True),
        ),
        "citations": _found(
            "id of the citation",
            _string("form", "full, short, anaphoric or self", True),
            _string("type", "type of the instrument"),
            _string("designation", "its number and symbol"),
            _string("issued_on", "ISO 8601; only a year or a month where no more is said"),
            _string("issuer", "who issued it"),
            _string("title", "its title"),
            _string("urn", "URN:LEX"),
            _string("key", "the same for every spelling of one instrument"),
            _string("provision", "article, clause, point"),
            _string("relation", "how the document uses the instrument", True),
            _string("resolves_to", "id of the citation meant, or `document`"),
            _string("known", "id of the instrument in the registry"),
            _string("known_how", "how it was found there"),
            Column("conflicts", "strings", "fields in which citation and registry disagree", True),
            _INFERRED,
        ),
        "agencies": _found(
            "id of the mention",
            _string("name", "canonical name", True),
            _string("kind", "party, state, collective, …", True),
            _string("level", "central, province, district or commune"),
            _string("province", "the province it belongs to"),
            Column("collective", "bool", "a group of bodies", True),
            _string("successor", "what became of it"),
        ),
        "assignments": _found(
            "id of the assignment",
            _string("task", "what is to be done", True),
            _string("modality", "assign or request", True),
            Column("due", "date", "the earliest `deadlines.due` of its deadlines"),
            Column("deadlines", "strings", "ids of its deadlines", True),
            Column("targets", "strings", "ids of its targets", True),
            Column("citations", "strings", "ids of its citations", True),
            _string("output", "what is to be made"),
            _string("section", "id of the section it stands in"),
        ),
        "actors": _placed(
            "id of the assignment, a dot, the number in it",
            _TEXT,
            _string("assignment", "id of the assignment", True),
            _string("agency", "canonical name", True),
            _string("agency_id", "id of the mention in `agencies`"),
            _string("role", "lead, coordinate, advise, recipient or supervise", True),
        ),
        "deadlines": _found(
            "id of the deadline",
            _string("kind", "date, period, recurring, duration or open", True),
            _string("relation", "before, by, on, within or from"),
            Column("start", "date", "first day"),
            Column("end", "date", "last day; of `before` the day named"),
            Column("due", "date", "the last day in time: `end`, of `before` the day before it; null if it recurs"),
            _string("rrule", "rule of RFC 5545"),
            _string("duration", "ISO 8601 duration"),
            Column("business_days", "bool", "the duration counts working days"),
            _string("applies_to", "what is due"),
            _INFERRED,
        ),
        "targets": _found(
            "id of the target",
            _string("indicator", "what is measured"),
            _string("subject", "of whom or what"),
            _string("comparator", "eq, ge, gt, le, lt or between", True),
            Column("value", "float", "the number", True),
            Column("value_max", "float", "the upper number of `between`"),
            _string("unit", "its unit"),
            _string("per", "for each"),
            _string("mode", "level, increase, decrease or rank", True),
            Column("approximate", "bool", "about", True),
            Column("start", "date", "first day"),
            Column("end", "date", "last day"),
            _string("rrule", "rule of RFC 5545"),
            _string("deadline", "id of the deadline that dates it"),
            _INFERRED,
        ),
        "tables_cells": _placed(
            "ids of table, row and cell with dots between",
            _TEXT,
            _string("table", "id of the table", True),
            Column("row", "int", "row, from 1", True),
            _string("row_kind", "header, numbering, group, total or body", True),
            Column("column", "int", "column, from 0", True),
            Column("columns", "int", "how many columns it spans", True),
            _string("title", "heading of the column"),
            _string("role", "what the column holds"),
        ),
        "diagnostics": _placed(
            "x and the number in the record",
            _string("code", "code of the diagnostic", True),
            _string("severity", "info, warning or error", True),
            _string("message", "the trouble in words", True),
        ),
    }
)


def arrow_schema(table: str) -> pa.Schema:
    """The schema of a table for pyarrow; its metadata hold the versions, those of its fields what they mean."""
    import pyarrow as pa  # noqa: PLC0415

    kinds = {
        "string": pa.string(),
        "strings": pa.list_(pa.string()),
        "int": pa.int32(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
    }
    fields = [
        pa.field(column.name, kinds[column.kind], not column.needed, {"description": column.about})
        for column in TABLES[table]
    ]
    return pa.schema(fields, {VERSION_KEY: STORE_VERSION, "vnplan.schema_version": SCHEMA_VERSION})


def schema_page() -> str:
    """The tables as a page of documentation."""
    about = "Every `id` is unique in its document; `document` and `id` together are the key of a row."
    made = f"Generated by `make docs` from `vnplan.store.schema`; store version {STORE_VERSION}."
    parts = [f"# Tables of a store\n\n{made} {about}\n"]
    for table, columns in TABLES.items():
        rows = [f"| `{c.name}` | {c.kind} | {'no' if c.needed else 'yes'} | {c.about} |" for c in columns]
        parts.append("\n".join([f"## {table}\n", "| column | type | null | meaning |", "|---|---|---|---|", *rows, ""]))
    parts.append(
        "Types: `string` UTF-8, `strings` list of strings, `int` 32 bits, `float` 64 bits, `bool`, `date` days.\n"
    )
    return "\n".join(parts)
