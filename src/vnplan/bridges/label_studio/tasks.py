"""Plans as tasks with pre-annotations. Label Studio counts places in code points, a line break as one, as we do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from vnplan.bridges.fields import FIELDS, HEADER, Field, value_at
from vnplan.bridges.gold import digest
from vnplan.bridges.label_studio.config import LABELS, OPTIONAL, TEXT, control
from vnplan.bridges.sheet import Link, Region, Sheet
from vnplan.bridges.values import typed

# what neither JSON columns nor pages hold; one for one, so that every place stays
_UNKEPT = re.compile("[\0\ud800-\udfff]")

Result = dict[str, Any]


def task(sheet: Sheet) -> dict[str, Any]:
    """A plan as a task: its text as data, what is known of it as a prediction."""
    text = _UNKEPT.sub("\ufffd", sheet.text)
    results = [*_header(sheet), *(result for region in sheet.regions for result in _region(region, text))]
    results += _relations(sheet.links)
    scores = [region.score for region in sheet.regions if region.score is not None]
    prediction: dict[str, Any] = {"model_version": f"vnplan {version('vnplan')}", "result": results}
    if scores:
        prediction["score"] = round(sum(scores) / len(scores), 4)
    data = {"text": text, "document": sheet.name, "text_sha256": digest(sheet.text)}
    return {"data": data, "predictions": [prediction]}


def problems(sheet: Sheet) -> Iterator[str]:
    """What a task cannot carry of a plan."""
    if found := len(_UNKEPT.findall(sheet.text)):
        yield f"{sheet.name}: {found} characters that Label Studio cannot hold are shown as \ufffd"


def _header(sheet: Sheet) -> Iterator[Result]:
    for field in HEADER:
        if entries := typed(field, value_at(sheet.header, field.path)):
            name = control("header", field)
            yield {"id": name, "from_name": name, "to_name": TEXT, "type": "textarea", "value": {"text": entries}}


def _region(region: Region, text: str) -> Iterator[Result]:
    place = {"start": region.start, "end": region.end}
    words = {"text": text[region.start : region.end], "labels": [region.kind]}
    result: Result = {"id": region.id, "from_name": LABELS, "to_name": TEXT, "type": "labels", "value": place | words}
    if region.score is not None:
        result["score"] = region.score
    yield result
    for field in FIELDS[region.kind]:
        if entries := typed(field, region.values.get(field.path)):
            yield _value(region, field, place, entries)


def _value(region: Region, field: Field, place: dict[str, int], entries: list[str]) -> Result:
    """A value of a region: one result more with its id and place."""
    chosen = field.form in ("choice", "flag")
    return {
        "id": region.id,
        "from_name": control(region.kind, field),
        "to_name": TEXT,
        "type": "choices" if chosen else "textarea",
        "value": {**place, "choices" if chosen else "text": entries},
    }


def _relations(links: Iterable[Link]) -> Iterator[Result]:
    """One relation a pair: Label Studio knows no second one, but a relation may have several labels."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for link in links:
        pairs.setdefault((link.head, link.child), []).append(link.label + (OPTIONAL if link.optional else ""))
    for (head, child), labels in pairs.items():
        yield {"type": "relation", "from_id": head, "to_id": child, "direction": "right", "labels": labels}
