"""Annotated plans: what `vnplan evaluate` measures records against, made of records or of files of gold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from vnplan.bridges.fields import FIELDS, HEADER, LISTS, Kind, put_at, value_at
from vnplan.core.issues import UsageError
from vnplan.evaluate.score import read_gold
from vnplan.record import PlanRecord

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text and what is annotated in it. `scores`: the confidence of records that were found, by id."""

    text: str
    gold: dict[str, Any]
    scores: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What its files are called."""
        name: str = self.gold["document"]
        return name


def digest(text: str) -> str:
    """What says that two texts are the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def of_record(record: PlanRecord) -> Annotated:
    """What a record says, in the form of gold: without rules, confidence, keys, agencies, sections and tables."""
    plain = record.model_dump(mode="json")
    name = PurePosixPath(record.source.uri.replace("\\", "/")).stem or "document"
    scores = {
        one.id: one.confidence
        for records in (record.citations, record.deadlines, record.targets, record.assignments)
        for one in records
    }
    return Annotated(record.text, standard({**plain, "document": name}, record.text), scores)


def of_records(records: Iterable[PlanRecord]) -> list[Annotated]:
    """The records as annotated plans. Raises UsageError where two would have one name."""
    return _distinct([of_record(record) for record in records])


def of_folder(gold: Path, texts: Path) -> list[Annotated]:
    """The annotated plans of a folder of gold files and the folder of their texts."""
    found = []
    for plain in read_gold(gold):
        path = texts / f"{plain['document']}.txt"
        if not path.is_file():
            raise UsageError(f"{path}: the text of {plain['document']} is not there; name the folder of the texts")
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        if plain.get("text_sha256") not in (None, digest(text)):
            raise UsageError(f"{path}: not the text that {plain['document']} was annotated in")
        found.append(Annotated(text, standard(plain, text)))
    return _distinct(found)


def _distinct(found: Sequence[Annotated]) -> list[Annotated]:
    names: set[str] = set()
    for one in found:
        if one.name in names:
            raise UsageError(f"two documents are called {one.name}; files of that name would be one: rename one")
        names.add(one.name)
    return list(found)


def standard(plain: Plain, text: str) -> dict[str, Any]:
    """An annotated plan with every field that it should have, in the order of gold files, and no other."""
    out: dict[str, Any] = {"document": plain["document"], "header": _header(plain.get("header") or {})}
    for kind, name in LISTS.items():
        records = [_record(kind, record) for record in plain.get(name) or ()]
        out[name] = sorted(records, key=lambda record: (record["span"]["start"], record["span"]["end"]))
    return {**out, "text_sha256": digest(text)}


def _header(plain: Plain) -> dict[str, Any]:
    header: dict[str, Any] = {}
    for one in HEADER:
        top = one.path.partition(".")[0]
        if top == "attached" and not plain.get("attached"):
            continue
        put_at(header, one.path, value_at(plain, one.path) or ([] if one.form == "list" else None))
    for owner in (header, header.get("attached") or {}):
        if owner and not any((owner.get("period") or {}).values()):
            owner["period"] = None
    return header


def _record(kind: Kind, plain: Plain) -> dict[str, Any]:
    out: dict[str, Any] = {"id": plain["id"]}
    for one in FIELDS[kind]:
        value = value_at(plain, one.path)
        value = None if value in ("", [], ()) else value
        if one.rare and (value is None or value is False):
            continue
        put_at(out, one.path, value)
    if kind == "citation" and plain.get("resolves_to"):
        out["resolves_to"] = plain["resolves_to"]
    if kind == "target":
        out["deadline"] = plain.get("deadline")
    if kind == "assignment":
        out["actors"] = [_actor(actor) for actor in plain.get("actors") or ()]
        out |= {name: list(plain.get(name) or ()) for name in ("deadlines", "targets", "citations")}
    return out | _where(plain)


def _actor(plain: Plain) -> dict[str, Any]:
    optional = {"optional": True} if plain.get("optional") else {}
    return {"agency": plain.get("agency"), "role": plain["role"], **optional, **_where(plain)}


def _where(plain: Plain) -> dict[str, Any]:
    return {"span": {"start": plain["span"]["start"], "end": plain["span"]["end"]}, "text": plain["text"]}
