"""Which plans are versions of one plan, and what changed from one to the next, record by record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import regex

from vnplan.comparison.plans import Plan
from vnplan.knowledge.territories import folded
from vnplan.record import PlanRecord
from vnplan.record.models import Span
from vnplan.store.rows import Row

Why = Literal["asked", "number", "title", "replaces"]

_LIKE = 0.55  # likeness of words from which two records are the same one, changed
_NUMBERS = regex.compile(r"\d+")
_SPACE = regex.compile(r"[\s.,;:]+")


@dataclass(frozen=True, slots=True)
class Version:
    """Two plans, the later of which takes the place of the earlier."""

    old: Plan
    new: Plan
    why: Why


def versions_of(plans: Sequence[Plan], asked: bool | None) -> list[Version]:
    """The pairs of plans that are versions, each with the one before it."""
    if asked is False:
        return []
    own = [plan for plan in plans if not plan.central] if len(plans) > 2 or asked is None else list(plans)
    groups: dict[Hashable, list[tuple[Plan, Why]]] = defaultdict(list)
    if asked:
        groups["asked"] = [(plan, "asked") for plan in sorted(own, key=lambda plan: plan.number)]
    else:
        for plan in own:
            found = _subject(plan.record)
            if found is not None:
                groups[found].append((plan, "title"))
    found_pairs = []
    for group in groups.values():
        for (old, why), (new, _) in pairwise(group):
            same = old.record.header.designation is not None and (
                old.record.header.designation == new.record.header.designation
            )
            found_pairs.append(Version(old, new, "number" if same and why == "title" else why))
    if asked is None:
        known = {(pair.old.number, pair.new.number) for pair in found_pairs}
        found_pairs += [pair for pair in _replaced(own) if (pair.old.number, pair.new.number) not in known]
    return sorted(found_pairs, key=lambda pair: (pair.old.number, pair.new.number))


def _replaced(plans: Sequence[Plan]) -> Iterator[Version]:
    """A plan of the same body that says that it takes another's place, or amends it."""
    by_key: dict[str | None, Plan] = {plan.record.header.key: plan for plan in plans}
    by_key.pop(None, None)
    for new in plans:
        told = {one.instrument.key for one in new.record.citations if one.relation in ("replaces", "amends", "repeals")}
        for key in sorted(told & by_key.keys(), key=str):
            old = by_key[key]
            if old.number < new.number and old.record.header.issuer == new.record.header.issuer:
                yield Version(old, new, "replaces")


def _subject(record: PlanRecord) -> Hashable | None:
    """What versions of one plan have in common: the body, the type and the subject, figures (years) included."""
    head = record.header
    if not head.issuer or not head.title:
        return None
    title = _SPACE.sub(" ", head.title.casefold()).strip()
    return folded(head.issuer), (head.document_type or "").casefold(), head.province, title


@dataclass(frozen=True, slots=True)
class _Piece:
    """A record as versions are compared: what it is known by, and the fields that may change."""

    kind: str
    id: str
    span: Span
    same: Hashable  # equal in both versions: the same record
    words: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One record in two versions; one of them is `None` where it was added or dropped."""

    old: _Piece | None
    new: _Piece | None
    score: float | None = None

    @property
    def fields(self) -> list[str]:
        """The fields that changed."""
        if self.old is None or self.new is None:
            return []
        before, after = self.old.fields, self.new.fields
        return [name for name in before if before[name] != after.get(name)]


def changes(pair: Version) -> tuple[Row, list[Row]]:
    """The row of a pair of versions, and those of its changes."""
    rows: list[Row] = list(_head_changes(pair))
    counts = {"added": 0, "dropped": 0, "changed": len(rows), "same": 0}
    for make in (_citations, _targets, _assignments, _deadlines):
        for change in _matched(make(pair.old.record), make(pair.new.record)):
            what = _what(change)
            counts[what] += 1
            if what != "same":
                rows.append(_row(pair, change, what))
    return {"old": pair.old.name, "new": pair.new.name, "why": pair.why, **counts}, rows


def _what(change: Change) -> str:
    if change.old is None:
        return "added"
    if change.new is None:
        return "dropped"
    return "changed" if change.fields else "same"


def _row(pair: Version, change: Change, what: str) -> Row:
    piece = change.old or change.new
    names = change.fields
    return {
        "old": pair.old.name,
        "new": pair.new.name,
        "kind": piece.kind if piece else None,
        "change": what,
        "fields": names,
        "before": [change.old.fields[name] for name in names] if change.old else [],
        "after": [change.new.fields.get(name, "") for name in names] if change.new else [],
        "score": change.score,
        **(pair.old.origin(change.old.id, change.old.span, "old_") if change.old else {}),
        **(pair.new.origin(change.new.id, change.new.span, "new_") if change.new else {}),
    }


def _head_changes(pair: Version) -> Iterator[Row]:
    before, after = pair.old.record.header, pair.new.record.header
    for name in ("document_type", "designation", "issuer", "issued_on", "title", "period", "signers", "recipients"):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            yield {
                "old": pair.old.name,
                "new": pair.new.name,
                "kind": "header",
                "change": "changed",
                "fields": [name],
                "before": [_shown(one)],
                "after": [_shown(other)],
                "old_document": pair.old.document,
                "new_document": pair.new.document,
            }


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " | ".join(map(_shown, value))
    names = getattr(value, "__slots__", None)
    if names and not isinstance(value, str):
        return ", ".join(filter(None, (_shown(getattr(value, name)) for name in names)))
    return str(value)


def _plain(words: str) -> str:
    return _SPACE.sub(" ", words.casefold()).strip()


def _matched(old: list[_Piece], new: list[_Piece]) -> Iterator[Change]:
    """The records of two versions: equal ones in their order, then the likest, then those that are left."""
    waiting: dict[Hashable, list[_Piece]] = defaultdict(list)
    for piece in new:
        waiting[piece.same].append(piece)
    left: list[_Piece] = []
    for piece in old:
        if waiting[piece.same]:
            yield Change(piece, waiting[piece.same].pop(0), 1.0)
        else:
            left.append(piece)
    rest = [piece for piece in new if any(piece is other for other in waiting[piece.same])]
    pairs = _likest(left, rest)
    yield from (Change(one, other, score) for one, other, score in pairs)
    gone, come = {id(one) for one, _, _ in pairs}, {id(other) for _, other, _ in pairs}
    yield from (Change(piece, None) for piece in left if id(piece) not in gone)
    yield from (Change(None, piece) for piece in rest if id(piece) not in come)


def _likest(old: list[_Piece], new: list[_Piece]) -> list[tuple[_Piece, _Piece, float]]:
    """The pairing with the greatest likeness as a whole, of pairs that are like enough."""
    if not old or not new:
        return []
    import numpy as np  # noqa: PLC0415
    from rapidfuzz.distance import Indel  # noqa: PLC0415
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    likeness = np.zeros((len(old), len(new)))
    others = [piece.words.split() for piece in new]
    for row, piece in enumerate(old):
        words = piece.words.split()
        likeness[row] = [Indel.normalized_similarity(words, other) for other in others]
    chosen = zip(*linear_sum_assignment(-likeness), strict=True)
    found = [(old[row], new[column], round(float(likeness[row, column]), 6)) for row, column in chosen]
    return [one for one in found if one[2] >= _LIKE]


def _citations(record: PlanRecord) -> list[_Piece]:
    """Each cited instrument once: how often it is named is no change of the plan."""
    pieces: dict[Hashable, _Piece] = {}
    for one in record.citations:
        said = one.instrument
        if one.form not in ("full", "short") or (said.key is None and said.designation is None):
            continue
        same = (said.key or said.designation, one.relation)
        fields = {"relation": one.relation, "provision": one.provision or "", "issued_on": said.issued_on or ""}
        words = _plain(" ".join(filter(None, (said.type, said.key or said.designation))))
        pieces.setdefault(same, _Piece("citation", one.id, one.span, same, words, fields))
    return list(pieces.values())


def _targets(record: PlanRecord) -> list[_Piece]:
    pieces = []
    for one in record.targets:
        number = f"{one.value:g}" + ("" if one.value_max is None else f"-{one.value_max:g}")
        fields = {
            "value": number,
            "unit": one.unit or "",
            "comparator": one.comparator,
            "mode": one.mode,
            "per": one.per or "",
            "end": _shown(one.end),
            "indicator": _plain(" ".join(filter(None, (one.subject, one.indicator)))),
        }
        words = f"{fields['indicator']} {fields['unit']} {fields['end']}"
        pieces.append(_Piece("target", one.id, one.span, tuple(fields.values()), words, fields))
    return pieces


def _assignments(record: PlanRecord) -> list[_Piece]:
    days = {one.id: f"{one.relation or ''} {one.rrule or one.end or one.text}".strip() for one in record.deadlines}
    pieces = []
    for one in record.assignments:
        actors: dict[str, list[str]] = defaultdict(list)
        for actor in one.actors:
            actors[actor.role].append(actor.agency)
        fields = {
            "task": _plain(one.task),
            **{role: " | ".join(sorted(actors[role])) for role in ("lead", "coordinate", "advise", "recipient")},
            "deadlines": " | ".join(days[name] for name in one.deadlines if name in days),
            "modality": one.modality,
            "output": one.output or "",
        }
        pieces.append(_Piece("assignment", one.id, one.span, tuple(fields.values()), fields["task"], fields))
    return pieces


def _deadlines(record: PlanRecord) -> list[_Piece]:
    """Those that date neither a task nor a target: the others are told with what they date."""
    used = {name for one in record.assignments for name in one.deadlines} | {one.deadline for one in record.targets}
    pieces = []
    for one in record.deadlines:
        if one.id in used:
            continue
        fields = {
            "relation": one.relation or "",
            "start": _shown(one.start),
            "end": _shown(one.end),
            "rrule": one.rrule or "",
            "duration": one.duration or "",
            "applies_to": _plain(one.applies_to or ""),
        }
        words = f"{fields['applies_to']} {_NUMBERS.sub('', _plain(one.text))}".strip()
        pieces.append(_Piece("deadline", one.id, one.span, tuple(fields.values()), words, fields))
    return pieces
