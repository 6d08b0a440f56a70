"""A comparison as the page carries it: of each table the columns that are shown, plans by number, places in UTF-16."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vnplan.record import PlanRecord
from vnplan.report.packing import utf16_places
from vnplan.store.rows import document_id

if TYPE_CHECKING:
    import pandas as pd

    from vnplan.comparison import Comparison

_ALIGNED = "how row score shared_words record"
COLUMNS: Mapping[str, str] = {
    "plans": "plan document province issued_on central superseded_by",
    "instruments": "instrument label title issued_on central carried_out plans share standing",
    "cited": "instrument plan mentions relations record",
    "lags": "instrument label instrument_on plan plan_on days carried_out record",
    "indicators": "group label unit mode plans",
    "targets": f"group plan central comparator value value_max unit per mode year versus_central ambition {_ALIGNED}",
    "tasks": "group label plans central agreement",
    "assignments": f"group plan central task comparable_lead lead_differs due {_ALIGNED}",
    "workload": "plan agency lead coordinate other records",
    "gaps": "kind group label plan gap of document record",
    "passages": "earlier later direction kind words likeness earlier_document earlier_span_start earlier_span_end "
    "later_document later_span_start later_span_end",
    "reuse": "plan other kind words share",
    "originality": "plan words own new from_central source source_share",
    "versions": "old new same added dropped changed",
    "changes": "old new kind change fields before after old_document old_record old_text new_document new_record "
    "new_text",
}
_MOST = 20_000  # rows of a table; passages of hundreds of plans are more than a page can hold


def packed_tables(comparison: Comparison, records: Sequence[PlanRecord]) -> dict[str, dict[str, Any]]:
    """Each table as its columns and rows. Of more than 20,000 passages the longest are kept."""
    numbers = {document_id(record): number for number, record in enumerate(records)}
    places = {document_id(record): utf16_places(record.text) for record in records}
    return {
        name: _packed(comparison.tables()[name], columns.split(), numbers, places) for name, columns in COLUMNS.items()
    }


def _packed(
    frame: pd.DataFrame, columns: list[str], numbers: Mapping[str, int], places: Mapping[str, Callable[[int], int]]
) -> dict[str, Any]:
    if len(frame) > _MOST and "words" in columns:
        frame = frame.nlargest(_MOST, "words")
    rows = []
    for row in frame[columns].astype(object).itertuples(index=False, name=None):
        said = dict(zip(columns, map(_plain, row), strict=True))
        for name in columns:
            if name.endswith(("span_start", "span_end")):
                document = said[name.partition("span_")[0] + "document"]
                said[name] = places[document](said[name])
        for name in columns:
            if name.endswith("document"):
                said[name] = numbers.get(said[name])
        rows.append([said[name] for name in columns])
    return {"columns": columns, "rows": rows}


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    import pandas as pd  # noqa: PLC0415

    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if pd.isna(value):
        return None
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    if hasattr(value, "item"):
        value = value.item()
    return round(value, 4) if isinstance(value, float) else value
