"""Values as people type them into a form, and back; what is no such value is said in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from vnplan.bridges.fields import SIGNER, Field

_PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_YES, _NO = "yes", "no"


class ValueUnfitError(ValueError):
    """A value that its field cannot have; the message says what it may be."""


def typed(field: Field, value: Any) -> list[str]:
    """A value as what stands in a form: one string, for a list one each, none for nothing.

    >>> typed(Field("value", "number"), 12.5), typed(Field("business_days", "flag"), False)
    (['12.5'], ['no'])
    """
    match field.form:
        case _ if value is None:
            return []
        case "list":
            return [_line(entry) for entry in value]
        case "flag":
            return [_YES if value else _NO]
        case _:
            return [str(value)]


def read(field: Field, entries: Sequence[str]) -> Any:
    """What was typed as a value. Raises ValueUnfitError.

    >>> read(Field("value", "number"), ["1200.5"])
    1200.5
    """
    kept = [entry.strip() for entry in entries if entry.strip()]
    if field.form == "list":
        return [_signer(entry) for entry in kept] if field.name == "signers" else kept
    if not kept:
        return None
    if len(kept) > 1:
        raise ValueUnfitError(f"{field.name} has {len(kept)} values ({', '.join(kept)}); leave one")
    if field.form == "flag" and kept[0] in (_YES, _NO):
        return kept[0] == _YES
    if field.form == "number":
        return _number(field, kept[0])
    return checked(field, kept[0])


def checked(field: Field, value: Any) -> Any:
    """The value, where its field can have it; nothing for what is empty. Raises ValueUnfitError.

    >>> checked(Field("start", "day"), "30/6/2026")
    Traceback (most recent call last):
    vnplan.bridges.values.ValueUnfitError: start is '30/6/2026'; write a day as 2026-06-30
    """
    if value is None or value in ("", []):
        return None
    wanted = {
        "choice": (value in field.choices, f"choose one of {', '.join(field.choices)}"),
        "day": (_is_day(value), "write a day as 2026-06-30"),
        "date": (_is_day(value) or _is_partial(value), "write a date as 2026-06-30, 2026-06 or 2026"),
        "number": (isinstance(value, int | float) and not isinstance(value, bool), "write a number as 1200.5"),
        "flag": (isinstance(value, bool), "answer yes or no"),
        "list": (isinstance(value, list), "give a list"),
        "text": (isinstance(value, str), "give words"),
    }
    fits, advice = wanted[field.form]
    if not fits:
        raise ValueUnfitError(f"{field.name} is {value!r}; {advice}")
    return value


def _number(field: Field, entry: str) -> int | float:
    # Vietnamese writes 1.200,5 and 98,5: a comma says that a point parts thousands, without one nothing is certain
    try:
        return int(entry) if re.fullmatch(r"[+-]?\d+", entry) else float(entry)
    except ValueError:
        raise ValueUnfitError(f"{field.name} is {entry!r}; write a number as 1200.5") from None


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != len("2026-06-30"):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_partial(value: Any) -> bool:
    return isinstance(value, str) and _PARTIAL_DATE.fullmatch(value) is not None


def _line(entry: Any) -> str:
    """An entry of a list; a signer is one line: name, position, capacity."""
    if isinstance(entry, dict):
        return " | ".join(entry.get(part) or "" for part in SIGNER)
    return str(entry)


def _signer(entry: str) -> dict[str, str | None]:
    parts = [part.strip() or None for part in entry.split("|")]
    if len(parts) > len(SIGNER):
        raise ValueUnfitError(f"a signer is {entry!r}; write name | position | capacity")
    return dict(zip(SIGNER, [*parts, *[None] * (len(SIGNER) - len(parts))], strict=True))
