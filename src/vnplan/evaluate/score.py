"""Scoring found plans against annotated ones, as the record contract says what is right.

Where the text found is not the annotated one (another medium of the same plan) places cannot be compared, and records
are matched by what they say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from vnplan.core.issues import SourceError, UsageError
from vnplan.evaluate import same
from vnplan.evaluate.same import ALMOST, MOST_WORDS, Plain
from vnplan.evaluate.tally import Figures, Judge, Label, Mistake, Pairing, Tally, headline, pair_up

_HEADER_FIELDS = ("document_type", "designation", "issuer", "place", "issued_on", "title", "province")
_ALL_ROLES = ("lead", "coordinate", "advise", "recipient", "supervise")


@dataclass(frozen=True, slots=True)
class Result:
    """Figures by kind, every mistake, and the annotated documents that were not found."""

    figures: Figures
    mistakes: tuple[Mistake, ...]
    missing: tuple[str, ...]

    def short_of(self, wishes: Iterable[tuple[str, float]]) -> list[str]:
        """The wishes that the figures do not reach."""
        got = {kind: headline(self.figures.get(kind, {})) for kind, _ in wishes}
        return [f"{kind} {got[kind]} < {least}" for kind, least in wishes if got[kind] < least]


@dataclass(frozen=True, slots=True)
class _Document:
    """One annotated document beside what was found, and whether their texts are the same."""

    name: str
    gold: Plain
    found: Plain
    spans: bool
    tally: Tally = field(repr=False)

    def golds(self, kind: str) -> list[Plain]:
        return list(self.gold.get(kind, ()))

    def founds(self, kind: str) -> list[Plain]:
        return list(self.found.get(kind, ()))

    def is_near_optional(self, kind: str, found: Plain, least: float = 0.0) -> bool:
        """Whether a spurious record stands where one may be found."""
        optional = (record for record in self.golds(kind) if record.get("optional"))
        return self.spans and any(same.overlap(record.get("span"), found.get("span")) > least for record in optional)

    def note(self, kind: str, right: bool, text: str) -> None:
        self.tally.note(self.name, kind, right, text)


def _spans_hold(doc: _Document) -> None:
    text = doc.found.get("text", "")
    records = [record for kind in ("citations", "deadlines", "targets", "agencies") for record in doc.founds(kind)]
    records += [actor for record in doc.founds("assignments") for actor in record.get("actors", ())]
    broken = 0
    for record in records:
        span = record.get("span")
        broken += not span or record.get("text") != text[span["start"] : span["end"]]
    doc.note("span_invariant", broken == 0, f"{broken} records whose span does not give their text")


def _citations(doc: _Document) -> None:
    forms = ("full", "short")

    def matches(gold: Plain, found: Plain) -> bool:
        touching = not doc.spans or same.touches(gold.get("span"), found.get("span"))
        return touching and same.same_instrument(gold, found)

    def label(record: Plain) -> str:
        return f"{record.get('text')!r} {same.citation_key(record)} {same.instrument(record).get('issued_on')}"

    gold = [record for record in doc.golds("citations") if record.get("form") in forms]
    found = [record for record in doc.founds("citations") if record.get("form") in forms]
    pairing = pair_up(gold, found, matches, doc.spans, same.same_type_and_date)
    _count(doc, "citation", "citations", pairing, label=label, equal=same.same_type_and_date)
    for wanted, got in pairing.hits():
        a, b = same.instrument(wanted), same.instrument(got)
        for name in ("issuer", "title"):
            if a.get(name):
                right = same.similarity(a[name], b.get(name)) >= ALMOST
                doc.note(f"citation_{name}", right, f"{same.citation_key(wanted)}: {a[name]} -> {b.get(name)}")
    _resolutions(doc)


def _resolutions(doc: _Document) -> None:
    """Whether short and anaphoric citations mean the instrument that they should."""
    if not doc.spans:
        return
    by_id = {record["id"]: record for record in doc.founds("citations") if record.get("id")}
    for gold in doc.golds("citations"):
        meant = gold.get("resolves_to_designation")
        if gold.get("form") not in ("short", "anaphoric") or not meant or gold.get("optional"):
            continue
        near = [record for record in doc.founds("citations") if same.touches(gold.get("span"), record.get("span"))]
        best: Plain = max(near, key=lambda record: same.overlap(gold.get("span"), record.get("span")), default={})
        resolved = by_id.get(best["resolves_to"], best) if best.get("resolves_to") else best
        right = same.symbol(same.instrument(resolved).get("designation")) == same.symbol(meant)
        doc.note("citation_resolution", right, f"{gold.get('text')} should mean {meant}")


def _count(doc: _Document, name: str, kind: str, pairing: Pairing, *, label: Label, equal: Judge) -> None:
    """Count records as found, and once more as found with the right values."""

    def ignored(found: Plain) -> bool:
        return doc.is_near_optional(kind, found)

    doc.tally.count(doc.name, name, pairing, label=label, ignored=ignored)
    doc.tally.count(doc.name, f"{name}_exact", pairing, label=label, right=equal, ignored=ignored)


def _touching(gold: Plain, found: Plain) -> bool:
    return same.touches(gold.get("span"), found.get("span"))


def _deadlines(doc: _Document) -> None:
    matches = _touching if doc.spans else same.same_deadline
    pairing = pair_up(doc.golds("deadlines"), doc.founds("deadlines"), matches, doc.spans, same.same_deadline)
    _count(doc, "deadline", "deadlines", pairing, label=_deadline_label, equal=same.same_deadline)
    for gold, found in pairing.hits():
        if gold.get("relation"):
            text = f"{gold.get('text')!r} {gold['relation']} -> {found.get('relation')}"
            doc.note("deadline_relation", gold["relation"] == found.get("relation"), text)


def _deadline_label(record: Plain) -> str:
    return f"{record.get('text')!r} {same.deadline_value(record)}"


def _targets(doc: _Document) -> None:
    matches = _touching if doc.spans else same.same_target
    pairing = pair_up(doc.golds("targets"), doc.founds("targets"), matches, doc.spans, same.same_target)
    _count(doc, "target", "targets", pairing, label=_target_label, equal=same.same_target)
    for gold, found in pairing.hits():
        if gold.get("indicator"):
            right = same.shared_words(gold["indicator"], found.get("indicator")) >= MOST_WORDS
            doc.note("target_indicator", right, f"{gold['indicator']} -> {found.get('indicator')}")


def _target_label(record: Plain) -> str:
    return f"{record.get('text')!r} {same.target_value(record)}"


def _triples(owner: Plain, roles: Sequence[str]) -> list[Plain]:
    """Every (actor, role, task) of the assignments."""
    return [
        {
            "actor": actor,
            "role": actor.get("role"),
            "span": record.get("span"),
            "task": record.get("task"),
            "optional": record.get("optional") or actor.get("optional"),
        }
        for record in owner.get("assignments", ())
        for actor in record.get("actors", ())
        if actor.get("role") in roles
    ]


def _triple_label(triple: Plain) -> str:
    return f"{triple['role']}: {triple['actor'].get('text')!r} @ {(triple['task'] or '')[:60]!r}"


def _assignments(doc: _Document) -> None:
    def matches(gold: Plain, found: Plain) -> bool:
        if gold["role"] != found["role"]:
            return False
        a, b = gold["actor"], found["actor"]
        if doc.spans:
            in_place = same.overlap(a.get("span"), b.get("span")) >= 0.5
            return in_place and same.overlap(gold["span"], found["span"]) >= 0.5
        alike = same.similarity(a.get("text"), b.get("text")) >= ALMOST
        return alike and same.shared_words(gold["task"], found["task"]) >= MOST_WORDS

    for name, roles in (("assignment", _ALL_ROLES), ("assignment_lead_coordinate", ("lead", "coordinate"))):
        gold, found = _triples(doc.gold, roles), _triples(doc.found, roles)
        pairing = pair_up(gold, found, matches, doc.spans, lambda _gold, _found: True)

        def ignored(triple: Plain) -> bool:
            return doc.is_near_optional("assignments", triple, least=0.3)

        doc.tally.count(doc.name, name, pairing, label=_triple_label, ignored=ignored)


def _names(header: Plain, kind: str) -> str:
    """The signers' names or the recipients, as one text."""
    entries = (
        entry.get("name") or entry.get("position") if isinstance(entry, dict) else entry
        for entry in header.get(kind) or ()
    )
    return " ".join(same.folded(entry) or "" for entry in entries)


def _header(doc: _Document) -> None:
    gold, found = doc.gold.get("header") or {}, doc.found.get("header") or {}
    for name in _HEADER_FIELDS:
        if name not in gold:
            continue
        wanted, got = gold[name], found.get(name)
        if wanted is None:
            right = got is None
        elif name in ("designation", "issued_on"):
            right = same.symbol(wanted) == same.symbol(got)
        else:
            right = same.similarity(wanted, got) >= ALMOST
        doc.note("header", right, f"{name}: {wanted!r} -> {got!r}")
    for kind in ("signers", "recipients"):
        if kind in gold:
            wanted, got = _names(gold, kind), _names(found, kind)
            doc.note(f"header_{kind}", wanted == got or same.shared_words(wanted, got) >= 0.9, f"{wanted} -> {got}")


_PARTS = (_spans_hold, _citations, _deadlines, _targets, _assignments, _header)


def _absent() -> Plain:
    return {"text": "", "header": dict.fromkeys(_HEADER_FIELDS, "missing")}


def score(gold: Iterable[Plain], found: Iterable[Plain]) -> Result:
    """Score found documents against annotated ones, matched by the stem of `source.uri`."""
    by_name = {PurePosixPath(doc["source"]["uri"].replace("\\", "/")).stem: doc for doc in found}
    tally, missing = Tally(), []
    for annotated in gold:
        name = annotated["document"]
        doc = by_name.get(name)
        if doc is None:
            missing.append(name)
            doc = _absent()
        digest = hashlib.sha256(doc.get("text", "").encode()).hexdigest()
        spans = name not in by_name or annotated.get("text_sha256") in (None, digest)
        present = {key: value for key, value in doc.items() if value is not None}
        for part in _PARTS:
            part(_Document(name, annotated, present, spans, tally))
    return Result(tally.figures(), tuple(tally.mistakes), tuple(missing))


def read_gold(folder: Path) -> list[Plain]:
    """The annotated documents of a folder. Raises SourceError where there are none."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise SourceError(f"{folder}: no annotated documents (*.json) here; give a folder such as corpus/dev/gold")
    return [_parsed(file.read_text(encoding="utf-8"), str(file)) for file in files]


def read_records(path: Path) -> Iterator[Plain]:
    """The documents of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _parsed(line, f"{path}, line {number}")


def _parsed(text: str, where: str) -> Plain:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where}: no JSON ({error}); make it with `vnplan extract`") from error
    if not isinstance(value, dict) or not {"document", "source"} & value.keys():
        raise UsageError(f"{where}: neither a record of `vnplan extract` nor an annotated document")
    return value
