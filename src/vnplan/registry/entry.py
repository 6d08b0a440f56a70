"""One instrument of a registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """An instrument as its registry has it; empty fields are unknown. Dates are ISO 8601.

    `in_force_to` is the last day in force. `amends`, `replaces` and `replaced_by` are ids of the same registry.
    """

    id: str
    type: str = ""
    designation: str = ""
    title: str = ""
    issuer: str = ""
    issued_on: str = ""
    in_force_from: str = ""
    in_force_to: str = ""
    status: str = ""
    amends: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    source: str = ""

    @classmethod
    def of(cls, row: Sequence[str]) -> Entry:
        """The entry of a row in the order of the fields; several values of a field stand with a `|` between."""
        plain, lists, source = row[:9], row[9:13], row[13]
        return cls(*plain, *map(_parted, lists), source)  # type: ignore[arg-type, call-arg]

    def row(self) -> tuple[str, ...]:
        """The entry as a row."""
        values = (getattr(self, name) for name in self.__slots__)
        return tuple("|".join(value) if isinstance(value, tuple) else value for value in values)

    def was_in_force(self, on: str) -> bool | None:
        """Whether it was in force on a day (ISO 8601); None where the registry does not say."""
        if self.in_force_to and on > self.in_force_to:
            return False
        if self.in_force_from:
            return on >= self.in_force_from
        return True if self.status == "in_force" else None


def _parted(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip()) if value else ()
