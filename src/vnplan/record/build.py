"""From a document with its layers to the record that is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from vnplan.core.document import Document
from vnplan.core.document import Header as DocumentHeader
from vnplan.core.mentions import Agency, Assignment, Citation, Deadline, Due, Mention, Resolution, Target
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.record.models import SCHEMA_VERSION, PlanRecord
from vnplan.record.urn import urn

Plain = dict[str, Any]


class _Builder:
    """Turns the mentions of one document into plain values, with places in the text as read."""

    def __init__(self, doc: Document, know: Knowledge) -> None:
        self.doc = doc
        self.expected = know.confidence.of
        self.confidences: dict[tuple[str, str], float] = {}
        self.raw = doc.text.raw
        self.ids: dict[int, str] = {}
        for prefix, kind in (("c", Citation), ("g", Agency), ("a", Assignment), ("d", Deadline), ("t", Target)):
            for number, mention in enumerate(doc.get(kind), start=1):
                self.ids[id(mention)] = f"{prefix}{number}"

    def id_of(self, mention: Mention) -> str:
        return self.ids[id(mention)]

    def ids_of(self, mentions: Sequence[Mention]) -> list[str]:
        return [self.ids[id(mention)] for mention in mentions]

    def place(self, span: Span) -> Plain:
        raw = self.doc.text.raw_span(span)
        return {"start": raw.start, "end": raw.end}

    def record(self, mention: Mention) -> Plain:
        raw = self.doc.text.raw_span(mention.span)
        return {
            "id": self.ids[id(mention)],
            "span": {"start": raw.start, "end": raw.end},
            "text": self.raw[raw.start : raw.end],
            "rule": mention.rule,
            "confidence": self.confidence(mention),
        }

    def confidence(self, mention: Mention) -> float:
        key = (type(mention).__name__.lower(), mention.rule)
        if key not in self.confidences:
            self.confidences[key] = self.expected(*key)
        return self.confidences[key]

    def citations(self) -> list[Plain]:
        meant = {id(resolution.citation): resolution for resolution in self.doc.get(Resolution)}
        return [self.citation(mention, meant.get(id(mention))) for mention in self.doc.get(Citation)]

    def citation(self, mention: Citation, meant: Resolution | None) -> Plain:
        fields: Plain = {
            "type": mention.type,
            "designation": mention.designation,
            "issued_on": mention.issued_on,
            "issuer": mention.issuer,
            "title": mention.title,
        }
        inferred = list(mention.inferred)
        if meant is not None and meant.target is not None and mention.form == "short":
            # a short form gets its antecedent's number, and so its issuer; the date is not said again
            for name in ("designation", "issuer"):
                value = getattr(meant.target, name)
                if value is not None and fields[name] != value and (name == "designation" or fields[name] is None):
                    fields[name] = value
                    inferred.append(name)
        fields["urn"] = urn(fields["type"], fields["designation"], fields["issued_on"], fields["issuer"])
        resolves_to = None
        if meant is not None:
            resolves_to = "document" if meant.target is None else self.id_of(meant.target)
        return {
            **self.record(mention),
            "form": mention.form,
            "instrument": fields,
            "provision": mention.provision,
            "relation": mention.relation,
            "resolves_to": resolves_to,
            "inferred": inferred,
        }

    def agency(self, mention: Agency) -> Plain:
        return {
            **self.record(mention),
            "name": mention.name,
            "kind": mention.kind,
            "level": mention.level,
            "province": mention.province,
            "collective": mention.collective,
            "successor": mention.successor,
        }

    def assignment(self, mention: Assignment) -> Plain:
        actors = []
        for actor in mention.actors:
            raw = self.doc.text.raw_span(actor.span)
            place = {"start": raw.start, "end": raw.end}
            text = self.raw[raw.start : raw.end]
            actors.append({"span": place, "text": text, "agency": actor.agency, "role": actor.role})
        line = self.doc.line_at(mention.span.start)
        return {
            **self.record(mention),
            "task": mention.task,
            "actors": actors,
            "modality": mention.modality,
            "deadlines": self.ids_of(mention.deadlines),
            "targets": self.ids_of(mention.targets),
            "citations": self.ids_of(mention.citations),
            "output": mention.output,
            "section": f"s{line.node + 1}" if line is not None and line.node >= 0 else None,
        }

    def deadline(self, mention: Deadline) -> Plain:
        return {
            **self.record(mention),
            "kind": mention.kind,
            "relation": mention.relation,
            "start": mention.start,
            "end": mention.end,
            "rrule": mention.rrule,
            "duration": mention.duration,
            "business_days": mention.business_days,
            "applies_to": mention.applies_to,
            "inferred": mention.inferred,
        }

    def target(self, mention: Target, due: Due | None) -> Plain:
        when = due.deadline if due is not None else None
        return {
            **self.record(mention),
            "indicator": mention.indicator,
            "subject": mention.subject,
            "comparator": mention.comparator,
            "value": float(mention.value),
            "value_max": None if mention.value_max is None else float(mention.value_max),
            "unit": mention.unit,
            "per": mention.per,
            "mode": mention.mode,
            "approximate": mention.approximate,
            "start": when.start if when else None,
            "end": when.end if when else None,
            "rrule": when.rrule if when else None,
            "deadline": self.id_of(when) if when else None,
            "inferred": ("start", "end", "rrule") if due is not None and due.inferred else (),
        }

    def sections(self) -> list[Plain]:
        return [
            {
                "id": f"s{number}",
                "parent_id": f"s{node.parent + 1}" if node.parent >= 0 else None,
                "level": node.level,
                "label": node.label,
                "heading": self.doc.quote(node.heading),
                "role": node.role,
                "span": self.place(node.span),
            }
            for number, node in enumerate(self.doc.nodes, start=1)
        ]

    def tables(self) -> list[Plain]:
        return [
            {
                "id": f"b{number}",
                "span": self.place(table.span),
                "columns": [
                    {"title": title, "role": role} for title, role in zip(table.titles, table.columns, strict=True)
                ],
                "rows": [
                    {"kind": row.kind, "span": self.place(row.span), "cells": [self.cell(cell) for cell in row.cells]}
                    for row in table.rows
                ],
            }
            for number, table in enumerate(self.doc.tables, start=1)
        ]

    def cell(self, cell: Any) -> Plain:
        raw = self.doc.text.raw_span(cell.span)
        text = self.raw[raw.start : raw.end]
        return {
            "span": {"start": raw.start, "end": raw.end},
            "text": text,
            "column": cell.column,
            "columns": cell.columns,
        }

    def diagnostics(self) -> list[Plain]:
        return [
            {
                "code": issue.code,
                "severity": issue.severity,
                "message": issue.message,
                "span": self.place(issue.span) if issue.span else None,
            }
            for issue in self.doc.issues
        ]


def _period(start: date | None, end: date | None) -> Plain | None:
    return {"start": start, "end": end} if start or end else None


def _header(header: DocumentHeader) -> Plain:
    attached = None
    if header.attached_type or header.attached_title:
        attached = {
            "document_type": header.attached_type,
            "title": header.attached_title,
            "period": _period(header.attached_start, header.attached_end),
        }
    return {
        "document_type": header.document_type,
        "designation": header.designation,
        "issuer": header.issuer,
        "parent_body": header.parent_body,
        "place": header.place,
        "issued_on": header.issued_on,
        "title": header.title,
        "province": header.province,
        "period": _period(header.period_start, header.period_end),
        "signers": [{"name": s.name, "position": s.position, "capacity": s.capacity} for s in header.signers],
        "recipients": header.recipients,
        "attached": attached,
    }


def build(doc: Document, know: Knowledge) -> PlanRecord:
    """The record of an annotated document; how far each record can be trusted is told by the knowledge."""
    builder = _Builder(doc, know)
    due = {id(item.target): item for item in doc.get(Due)}
    source = doc.source
    return PlanRecord.model_validate(
        {
            "schema_version": SCHEMA_VERSION,
            "source": {
                "uri": source.uri,
                "sha256": source.sha256,
                "media_type": source.media_type,
                "page_count": source.page_count,
                "extraction": source.extraction,
            },
            "text": doc.text.raw,
            "header": _header(doc.header),
            "sections": builder.sections(),
            "citations": builder.citations(),
            "agencies": [builder.agency(mention) for mention in doc.get(Agency)],
            "assignments": [builder.assignment(mention) for mention in doc.get(Assignment)],
            "deadlines": [builder.deadline(mention) for mention in doc.get(Deadline)],
            "targets": [builder.target(mention, due.get(id(mention))) for mention in doc.get(Target)],
            "tables": builder.tables(),
            "diagnostics": builder.diagnostics(),
        }
    )
