"""The plans of a comparison: in one order whatever order they came in, each with a short name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vnplan.core.issues import UsageError
from vnplan.identity import Key
from vnplan.knowledge import Knowledge
from vnplan.knowledge.territories import folded
from vnplan.record import PlanRecord
from vnplan.record.models import Span
from vnplan.store.rows import Row, document_id

_SAME_NAME = 8  # characters of the hash that tell documents apart which nothing else does


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan of the comparison. `number` is its place in the order of the tables."""

    number: int
    name: str
    record: PlanRecord
    document: str
    province: str | None  # as it is called today
    central: bool = False
    superseded_by: str | None = None

    @property
    def day(self) -> date | None:
        """The day of issue."""
        return self.record.header.issued_on

    @property
    def counts(self) -> bool:
        """Whether it is one of the plans that shares are made of."""
        return not self.central and self.superseded_by is None

    def head(self) -> Row:
        """The columns that say which plan a row is of."""
        return {"plan": self.name, "province": self.province, "document": self.document}

    def origin(self, record: str, span: Span, prefix: str = "") -> Row:
        """The columns that say where words stand."""
        return {
            f"{prefix}document": self.document,
            f"{prefix}record": record,
            f"{prefix}span_start": span.start,
            f"{prefix}span_end": span.end,
            f"{prefix}page": span.page,
            f"{prefix}text": self.record.text[span.start : span.end],
        }


def plans_of(records: Iterable[PlanRecord], central: PlanRecord | str | None, know: Knowledge) -> list[Plan]:
    """The plans of some records: the central one first, then by day, province, number and content."""
    by_id = {document_id(record): record for record in records if record.status != "failed"}
    if isinstance(central, PlanRecord):
        by_id.setdefault(document_id(central), central)
    ordered = sorted(by_id.items(), key=_order)
    chosen = _central([record for _, record in ordered], central)
    ordered.sort(key=lambda item: item[1] is not chosen)
    names = _names([record for _, record in ordered], chosen)
    return [
        Plan(
            number=number,
            name=names[number],
            record=record,
            document=document,
            province=_today(record.header.province, know),
            central=record is chosen,
        )
        for number, (document, record) in enumerate(ordered)
    ]


def supersede(plans: Sequence[Plan], by: dict[int, str]) -> list[Plan]:
    """The plans with the names of their later versions."""
    return [replace(plan, superseded_by=by.get(plan.number)) for plan in plans]


def _order(item: tuple[str, PlanRecord]) -> tuple[date, str, str, str]:
    document, record = item
    head = record.header
    return head.issued_on or date.max, head.province or "", head.designation or "", document


def of_the_centre(key: str | None) -> bool:
    """Whether a key is of an instrument of a central body."""
    return key is not None and not Key.parse(key).units


def _central(records: Sequence[PlanRecord], wanted: PlanRecord | str | None) -> PlanRecord | None:
    if isinstance(wanted, PlanRecord):
        own = document_id(wanted)
        return next(record for record in records if document_id(record) == own)
    if wanted is not None:
        for record in records:
            head = record.header
            if wanted in (head.key, record.source.uri) or folded(wanted) == folded(head.designation or ""):
                return record
        raise UsageError(
            f"no plan among these is {wanted!r}: give the number, key or uri of one of them, or its record"
        )
    cited = Counter(key for record in records for key in {citation.instrument.key for citation in record.citations})
    best: PlanRecord | None = None
    for record in records:
        key = record.header.key
        # its own citations of itself are no votes: two others at least rest on it, or the only other
        if key is None or record.header.province or not of_the_centre(key):
            continue
        votes = cited[key] - any(citation.instrument.key == key for citation in record.citations)
        if votes >= min(2, len(records) - 1) > 0 and (best is None or votes > cited[best.header.key]):
            best = record
    return best


def _today(province: str | None, know: Knowledge) -> str | None:
    return (know.territories.successor(province) or province) if province else None


def _names(records: Sequence[PlanRecord], central: PlanRecord | None) -> list[str]:
    """The province where it says enough; else with the number, and at last with a piece of the hash."""
    places = [record.header.province if record is not central else None for record in records]
    short = [place or record.header.designation or _file(record) for place, record in zip(places, records, strict=True)]
    count = Counter(short)
    longer = [
        name if count[name] == 1 else f"{name} {record.header.designation or _file(record)}"
        for name, record in zip(short, records, strict=True)
    ]
    count = Counter(longer)
    return [
        name if count[name] == 1 else f"{name} {document_id(record)[:_SAME_NAME]}"
        for name, record in zip(longer, records, strict=True)
    ]


def _file(record: PlanRecord) -> str:
    return record.source.uri.replace("\\", "/").rsplit("/", 1)[-1]
