"""The row types of the agency tables."""

from __future__ import annotations

from datetime import date

from vnplan.core.mentions import AgencyKind, AgencyLevel
from vnplan.knowledge.load import Row

_CENTRE, _CENTRE_IN_SHORT = "Trung ương", ("TW", "TƯ")


class AgencyRow(Row):
    """A body with its spellings and symbol codes; `valid_to` is its last day, `successor` what took it over."""

    name: str
    variants: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    kind: AgencyKind
    level: AgencyLevel | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """All names, also with `Trung ương` in short: `Ban Nội chính TW`, `Ban Nội chính TƯ`."""
        names = (self.name, *self.variants)
        central = [name for name in names if _CENTRE in name]
        return (*names, *(name.replace(_CENTRE, short) for name in central for short in _CENTRE_IN_SHORT))


class HeadRow(Row):
    """First words of names that are in no list.

    `lower`: what follows may begin with a small letter; `lower_after`: so only after these words; `bare`: a name alone;
    `inner`: inside a name they are a part of it (`Bưu chính - Viễn thông Việt Nam`), other heads begin the next one.
    """

    words: tuple[str, ...]
    kind: AgencyKind
    lower: bool = False
    inner: bool = False
    lower_after: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


class OfficeRow(Row):
    """Words for a person in office; `lower` those also written small, `bare` those that stand alone (`weak`: may)."""

    words: tuple[str, ...]
    bare: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()


class NounRow(Row):
    """Nouns of a group. `need`: `list` (with no quantifier a second noun or a scope), `quantified` (always `các`).

    `weak`: an actor only where the sentence makes it one; `open`: further small words may describe it.
    """

    words: tuple[str, ...]
    need: str
    weak: bool = False
    open: bool = False


class PhraseRow(Row):
    """Whole phrases that name a group."""

    words: tuple[str, ...]
