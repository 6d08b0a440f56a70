"""From a document with its layers to the record that is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vnplan.core import document as read
from vnplan.core import mentions as found
from vnplan.core.collector import without_collector
from vnplan.core.document import Document
from vnplan.core.layout import Box
from vnplan.core.mentions import Due, Identity, Mention, Resolution
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.link.identities import own_identity
from vnplan.record import models
from vnplan.record.models import SCHEMA_VERSION, PlanRecord
from vnplan.record.unchecked import unchecked

# the kinds that other records name by their id
_NAMED: tuple[tuple[str, type[Mention]], ...] = (
    ("c", found.Citation),
    ("d", found.Deadline),
    ("t", found.Target),
)

# the records of which a plan has many; the few others are made, and looked at, by their classes
_box, _span = unchecked(models.Box), unchecked(models.Span)
_citation, _instrument = unchecked(models.Citation), unchecked(models.Instrument)
_agency, _assignment, _actor = unchecked(models.Agency), unchecked(models.Assignment), unchecked(models.Actor)
_deadline, _target = unchecked(models.Deadline), unchecked(models.Target)
_section, _row, _cell = unchecked(models.Section), unchecked(models.Row), unchecked(models.Cell)
_known_as = unchecked(models.Known)


class _Builder:
    """Turns the mentions of one document into records, with places in the text as read."""

    def __init__(self, doc: Document, know: Knowledge) -> None:
        self.doc = doc
        self.raw = doc.text.raw
        self.places = doc.layout.places
        self.expected = know.confidence.of
        self.confidences: dict[tuple[type, str], float] = {}
        self.known_words: dict[str, str] = {}
        self.boxes = _Rounded()
        self.known_places: dict[Span, tuple[models.Span, str]] = {}
        self.sections = [f"s{number}" for number in range(1, len(doc.nodes) + 1)]
        self.ids: dict[int, str] = {}
        for prefix, kind in _NAMED:
            for number, mention in enumerate(doc.get(kind), start=1):
                self.ids[id(mention)] = f"{prefix}{number}"

    def ids_of(self, mentions: Sequence[Mention]) -> tuple[str, ...]:
        return tuple(self.ids[id(mention)] for mention in mentions)

    def known(self, words: str) -> str:
        """Equal words as one string: a plan names its agencies again and again."""
        return self.known_words.setdefault(words, words)

    def said(self, span: Span) -> tuple[models.Span, str]:
        """Where words stand, in the text and, on a paged source, line by line on its pages; and the words."""
        known = self.known_places.get(span)  # one place is that of an agency, of an actor, of a cell
        if known is None:
            place = start, end = self.doc.text.raw_range(*span)
            boxes = self.places.boxes(Span(start, end)) if self.places is not None else ()
            known = self.known_places[span] = self.placed(place, boxes), self.known(self.raw[start:end])
        return known

    def area(self, span: Span) -> models.Span:
        """Where a section or table stands: on a paged source one box a page."""
        place = self.doc.text.raw_span(span)
        return self.placed(place, self.places.areas(place) if self.places is not None else ())

    def placed(self, span: tuple[int, int], boxes: Sequence[Box]) -> models.Span:
        """A place and its boxes as published; a line is one box however many records stand on it."""
        start, end = span
        if not boxes:
            return _span(start, end)
        return _span(start, end, boxes[0].page, tuple(map(self.boxes.__getitem__, boxes)))

    def confidence(self, mention: Mention) -> float:
        kind = type(mention)
        known = self.confidences.get((kind, mention.rule))
        if known is None:
            known = self.confidences[kind, mention.rule] = self.expected(kind.__name__.lower(), mention.rule)
        return known

    def citations(self) -> tuple[models.Citation, ...]:
        meant = {id(resolution.citation): resolution for resolution in self.doc.get(Resolution)}
        named = {id(identity.citation): identity for identity in self.doc.get(Identity)}
        return tuple(
            self.citation(mention, meant.get(id(mention)), named.get(id(mention)) or Identity(citation=mention))
            for mention in self.doc.get(found.Citation)
        )

    def citation(self, mention: found.Citation, meant: Resolution | None, named: Identity) -> models.Citation:
        designation, issuer = mention.designation, mention.issuer
        inferred = mention.inferred
        resolves_to = None
        if meant is not None and meant.target is None:
            resolves_to = "document"
        elif meant is not None and meant.target is not None:
            resolves_to = self.ids[id(meant.target)]
            if mention.form == "short":
                # a short form gets its antecedent's number, and so its issuer; the date is not said again
                if meant.target.designation not in (None, designation):
                    designation, inferred = meant.target.designation, (*inferred, "designation")
                if issuer is None and meant.target.issuer is not None:
                    issuer, inferred = meant.target.issuer, (*inferred, "issuer")
        place, words = self.said(mention.span)
        return _citation(
            id=self.ids[id(mention)],
            span=place,
            text=words,
            rule=mention.rule,
            confidence=self.confidence(mention),
            form=mention.form,
            instrument=_instrument(
                type=mention.type,
                designation=designation,
                issued_on=mention.issued_on,
                issuer=issuer,
                title=mention.title,
                urn=named.urn,
                key=named.key,
            ),
            provision=mention.provision,
            relation=mention.relation,
            resolves_to=resolves_to,
            known=_known(named),
            inferred=inferred,
        )

    def agency(self, number: int, mention: found.Agency) -> models.Agency:
        place, words = self.said(mention.span)
        return _agency(
            id=f"g{number}",
            span=place,
            text=words,
            rule=mention.rule,
            confidence=self.confidence(mention),
            name=mention.name,
            kind=mention.kind,
            level=mention.level,
            province=mention.province,
            collective=mention.collective,
            successor=mention.successor,
        )

    def actor(self, actor: found.Actor) -> models.Actor:
        place, words = self.said(actor.span)
        return _actor(span=place, text=words, agency=actor.agency, role=actor.role)

    def assignment(self, number: int, mention: found.Assignment) -> models.Assignment:
        line = self.doc.line_at(mention.span.start)
        place, words = self.said(mention.span)
        return _assignment(
            id=f"a{number}",
            span=place,
            text=words,
            rule=mention.rule,
            confidence=self.confidence(mention),
            task=mention.task,
            actors=tuple(self.actor(actor) for actor in mention.actors),
            modality=mention.modality,
            deadlines=self.ids_of(mention.deadlines),
            targets=self.ids_of(mention.targets),
            citations=self.ids_of(mention.citations),
            output=mention.output,
            section=self.sections[line.node] if line is not None and line.node >= 0 else None,
        )

    def deadline(self, mention: found.Deadline) -> models.Deadline:
        place, words = self.said(mention.span)
        return _deadline(
            id=self.ids[id(mention)],
            span=place,
            text=words,
            rule=mention.rule,
            confidence=self.confidence(mention),
            kind=mention.kind,
            relation=mention.relation,
            start=mention.start,
            end=mention.end,
            rrule=mention.rrule,
            duration=mention.duration,
            business_days=mention.business_days,
            applies_to=mention.applies_to,
            inferred=mention.inferred,
        )

    def targets(self) -> tuple[models.Target, ...]:
        due = {id(item.target): item for item in self.doc.get(Due)}
        return tuple(self.target(mention, due.get(id(mention))) for mention in self.doc.get(found.Target))

    def target(self, mention: found.Target, due: Due | None) -> models.Target:
        when = due.deadline if due is not None else None
        place, words = self.said(mention.span)
        return _target(
            id=self.ids[id(mention)],
            span=place,
            text=words,
            rule=mention.rule,
            confidence=self.confidence(mention),
            indicator=mention.indicator,
            subject=mention.subject,
            comparator=mention.comparator,
            value=float(mention.value),
            value_max=None if mention.value_max is None else float(mention.value_max),
            unit=mention.unit,
            per=mention.per,
            mode=mention.mode,
            approximate=mention.approximate,
            start=when.start if when else None,
            end=when.end if when else None,
            rrule=when.rrule if when else None,
            deadline=self.ids.get(id(when)) if when else None,
            inferred=_inferred(due) if due is not None else (),
        )

    def section(self, name: str, node: read.Node) -> models.Section:
        return _section(
            id=name,
            parent_id=self.sections[node.parent] if node.parent >= 0 else None,
            level=node.level,
            label=node.label,
            heading=self.known(self.doc.quote(node.heading)),
            role=node.role,
            span=self.area(node.span),
        )

    def table(self, number: int, table: read.Table) -> models.Table:
        return models.Table(
            id=f"b{number}",
            span=self.area(table.span),
            columns=tuple(
                models.Column(title=title, role=role) for title, role in zip(table.titles, table.columns, strict=True)
            ),
            rows=tuple(
                _row(kind=row.kind, span=self.area(row.span), cells=tuple(self.cell(cell) for cell in row.cells))
                for row in table.rows
            ),
        )

    def cell(self, cell: read.Cell) -> models.Cell:
        place, words = self.said(cell.span)
        return _cell(span=place, text=words, column=cell.column, columns=cell.columns)

    def diagnostics(self) -> tuple[models.Diagnostic, ...]:
        return tuple(
            models.Diagnostic(
                code=issue.code,
                severity=issue.severity,
                message=issue.message,
                span=self.said(issue.span)[0] if issue.span else None,
            )
            for issue in self.doc.issues
        )


def _known(named: Identity) -> models.Known | None:
    if named.entry is None or named.how is None:
        return None
    return _known_as(id=named.entry, how=named.how, conflicts=named.conflicts)


class _Rounded(dict[Box, models.Box]):
    """Boxes as published: a hundredth of a point is finer than any print."""

    def __missing__(self, box: Box) -> models.Box:
        page, x0, top, x1, bottom = box
        made = self[box] = _box(  # `round(x0, 2)` takes three times as long
            page=page,
            x0=round(100 * x0) / 100,
            top=round(100 * top) / 100,
            x1=round(100 * x1) / 100,
            bottom=round(100 * bottom) / 100,
        )
        return made


def _period(start: date | None, end: date | None) -> models.Period | None:
    return models.Period(start=start, end=end) if start or end else None


def _header(header: read.Header, know: Knowledge) -> models.Header:
    attached = None
    if header.attached_type or header.attached_title:
        attached = models.Attached(
            document_type=header.attached_type,
            title=header.attached_title,
            period=_period(header.attached_start, header.attached_end),
        )
    return models.Header(
        document_type=header.document_type,
        designation=header.designation,
        key=own_identity(header, know).key,
        issuer=header.issuer,
        parent_body=header.parent_body,
        place=header.place,
        issued_on=header.issued_on,
        title=header.title,
        province=header.province,
        period=_period(header.period_start, header.period_end),
        signers=tuple(models.Signer(name=s.name, position=s.position, capacity=s.capacity) for s in header.signers),
        recipients=header.recipients,
        attached=attached,
    )


def _inferred(due: Due) -> tuple[str, ...]:
    """The fields of time that a target takes from a heading or title: those that its deadline has."""
    return tuple(name for name in ("start", "end", "rrule") if due.inferred and getattr(due.deadline, name) is not None)


@without_collector
def build(doc: Document, know: Knowledge) -> PlanRecord:
    """The record of an annotated document; how far each record can be trusted is told by the knowledge."""
    builder = _Builder(doc, know)
    source = doc.source
    return PlanRecord(
        schema_version=SCHEMA_VERSION,
        source=models.Source(
            uri=source.uri,
            sha256=source.sha256,
            media_type=source.media_type,
            page_count=source.page_count,
            extraction=source.extraction,
        ),
        text=doc.text.raw,
        header=_header(doc.header, know),
        sections=tuple(map(builder.section, builder.sections, doc.nodes)),
        citations=builder.citations(),
        agencies=tuple(builder.agency(*numbered) for numbered in enumerate(doc.get(found.Agency), start=1)),
        assignments=tuple(builder.assignment(*numbered) for numbered in enumerate(doc.get(found.Assignment), start=1)),
        deadlines=tuple(builder.deadline(mention) for mention in doc.get(found.Deadline)),
        targets=builder.targets(),
        tables=tuple(builder.table(number, table) for number, table in enumerate(doc.tables, start=1)),
        diagnostics=builder.diagnostics(),
    )
