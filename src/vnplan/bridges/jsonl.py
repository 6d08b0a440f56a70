"""Spans as JSON Lines: a document a line, `spans` with `start`, `end`, `label` as spancat and Prodigy have them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vnplan.bridges.fields import KINDS
from vnplan.bridges.gold import digest
from vnplan.bridges.sheet import Link, Region, Sheet
from vnplan.core.issues import UsageError


def line(sheet: Sheet) -> str:
    """A plan as one line of JSON."""
    return json.dumps(plain(sheet), ensure_ascii=False)


def plain(sheet: Sheet) -> dict[str, Any]:
    """A plan as plain values."""
    return {
        "text": sheet.text,
        "document": sheet.name,
        "text_sha256": digest(sheet.text),
        "header": sheet.header,
        "spans": [_span(region, sheet.text) for region in sheet.regions],
        "relations": [_relation(link) for link in sheet.links],
    }


def _span(region: Region, text: str) -> dict[str, Any]:
    place = {"id": region.id, "label": region.kind, "start": region.start, "end": region.end}
    return place | {"text": text[region.start : region.end], "values": region.values}


def _relation(link: Link) -> dict[str, Any]:
    optional = {"optional": True} if link.optional else {}
    return {"head": link.head, "child": link.child, "label": link.label} | optional


def sheets(lines: Iterable[str]) -> Iterator[tuple[Sheet, list[str]]]:
    """The plans of a file, each with what could not be taken."""
    for number, one in enumerate(lines, start=1):
        if not one.strip():
            continue
        try:
            value = json.loads(one)
        except json.JSONDecodeError as error:
            raise UsageError(f"line {number}: no JSON ({error})") from error
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            raise UsageError(
                f"line {number}: no `text`; `vnplan annotate export --format spans-jsonl` writes such lines"
            )
        yield sheet_of(value, f"document-{number}")


def sheet_of(value: Mapping[str, Any], default: str) -> tuple[Sheet, list[str]]:
    """A plan of plain values, and what could not be taken."""
    name, told = str(value.get("document") or default), []
    regions = []
    for number, span in enumerate(_dicts(value, "spans"), start=1):
        start, end, kind = span.get("start"), span.get("end"), str(span.get("label")).lower()
        values = span.get("values") or {}
        if not (isinstance(start, int) and isinstance(end, int) and kind in KINDS and isinstance(values, dict)):
            told.append(f"{name}: span {number} has no `start`, `end` and `label` ({', '.join(KINDS)}); left out")
            continue
        regions.append(Region(str(span.get("id") or f"span-{number}"), kind, start, end, values))
    links = [
        Link(str(one.get("head")), str(one.get("child")), str(one.get("label")), bool(one.get("optional")))
        for one in _dicts(value, "relations")
    ]
    return Sheet(name, value["text"], value.get("header") or {}, tuple(regions), tuple(links)), told


def _dicts(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = value.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UsageError(f"{value.get('document')}: `{name}` is no list of objects")
    return found
