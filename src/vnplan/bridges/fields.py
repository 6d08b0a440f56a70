"""The values of annotated records: what they are called, of what form they are, which may be left away.

This is the one place that says so; the labelling interface, the files and the checks of what comes back follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from vnplan.core.mentions import (
    ActorRole,
    CitationForm,
    CitationRelation,
    Comparator,
    DeadlineKind,
    DeadlineRelation,
    Modality,
    TargetMode,
)

Kind = Literal["citation", "deadline", "target", "assignment", "actor"]
Form = Literal["choice", "text", "day", "date", "number", "flag", "list"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ROLES: tuple[ActorRole, ...] = get_args(ActorRole)
# the fields of a gold file that hold records, in its order
LISTS: dict[Kind, str] = {
    "citation": "citations",
    "deadline": "deadlines",
    "target": "targets",
    "assignment": "assignments",
}
INITIALS: dict[Kind, str] = {"citation": "c", "deadline": "d", "target": "t", "assignment": "a", "actor": "x"}


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a record. `path` is where the gold has it; `rare`: it is left away where there is nothing to say."""

    path: str
    form: Form = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    rare: bool = False

    @property
    def name(self) -> str:
        """The last part of the path: `issued_on` of `instrument.issued_on`."""
        return self.path.rpartition(".")[2]


def _choice(path: str, values: Any, *, required: bool = True) -> Field:
    return Field(path, "choice", get_args(values), required=required)


_INFERRED = Field("inferred", "list", rare=True)
_OPTIONAL = Field("optional", "flag", rare=True)
_WHEN = (Field("start", "day"), Field("end", "day"), Field("rrule"))

FIELDS: dict[Kind, tuple[Field, ...]] = {
    "citation": (
        _choice("form", CitationForm),
        Field("instrument.type"),
        Field("instrument.designation"),
        Field("instrument.issued_on", "date"),
        Field("instrument.issuer"),
        Field("instrument.title"),
        Field("provision"),
        _choice("relation", CitationRelation),
        # another citation that is meant is a link, not a value
        Field("resolves_to", "choice", ("document",), rare=True),
        Field("resolves_to_designation", rare=True),
        _INFERRED,
        _OPTIONAL,
    ),
    "deadline": (
        _choice("kind", DeadlineKind),
        _choice("relation", DeadlineRelation, required=False),
        *_WHEN,
        Field("duration"),
        Field("business_days", "flag"),
        Field("applies_to"),
        _INFERRED,
        _OPTIONAL,
    ),
    "target": (
        Field("indicator"),
        Field("subject"),
        _choice("comparator", Comparator),
        Field("value", "number", required=True),
        Field("value_max", "number"),
        Field("unit"),
        Field("per"),
        _choice("mode", TargetMode),
        Field("approximate", "flag", rare=True),
        *_WHEN,
        _INFERRED,
        _OPTIONAL,
    ),
    "assignment": (
        Field("task"),
        _choice("modality", Modality),
        Field("output"),
        _OPTIONAL,
    ),
    "actor": (Field("agency"),),
}

# of the document, not of a place in it
HEADER: tuple[Field, ...] = (
    Field("document_type"),
    Field("designation"),
    Field("issuer"),
    Field("parent_body"),
    Field("place"),
    Field("issued_on", "day"),
    Field("title"),
    Field("province"),
    Field("period.start", "day"),
    Field("period.end", "day"),
    Field("signers", "list"),
    Field("recipients", "list"),
    Field("attached.document_type"),
    Field("attached.title"),
    Field("attached.period.start", "day"),
    Field("attached.period.end", "day"),
)
SIGNER = ("name", "position", "capacity")


def value_at(record: Any, path: str) -> Any:
    """What a record has at a path; nothing where a part of the way is missing.

    >>> value_at({"instrument": {"type": "Luật"}}, "instrument.type")
    'Luật'
    """
    for name in path.split("."):
        if not isinstance(record, dict):
            return None
        record = record.get(name)
    return record


def put_at(record: dict[str, Any], path: str, value: Any) -> None:
    """Set what a record has at a path."""
    *way, last = path.split(".")
    for name in way:
        record = record.setdefault(name, {})
    record[last] = value
