"""The checks that there are: one row each, with its severity, the law it rests on, its words and examples."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import regex

from vnplan.core.issues import Severity, UsageError
from vnplan.knowledge.load import Row, read_toml, rows_from_toml

BETWEEN_PLANS = "\n=====\n"


class CheckRow(Row):
    """A check. `message` and `remedy` name what was found in braces; `source` is the law.

    Examples are plans (`{head}` and `{foot}` stand for a sound head and foot; several plans are parted by `=====`) in
    which the check finds something; in `not_examples` it finds nothing.
    """

    severity: Severity
    title: str
    message: str
    remedy: str
    on: bool = True  # whether it runs when nobody asks for it
    words: tuple[str, ...] = ()  # words and codes that it looks for
    pattern: str | None = None  # what the place must show
    unless: str | None = None  # words before or around the place that excuse it
    unless_after: str | None = None  # words after it that do

    def excuses(self, words: str, after: str = "") -> bool:
        """Whether words beside a place excuse it."""
        return _found(self.unless, words) or _found(self.unless_after, after)


class AuthorityRow(Row):
    """Who issues a type: bodies by code or by level; `but` are bodies that do not. `source` is the law."""

    types: tuple[str, ...]
    issuers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    said: str


def _found(pattern: str | None, words: str) -> bool:
    return pattern is not None and regex.search(pattern, words, regex.IGNORECASE) is not None


@cache
def rows() -> tuple[CheckRow, ...]:
    """Every check, in the order of its file."""
    return rows_from_toml("checks.toml", "check", CheckRow)


@cache
def row_of(id: str) -> CheckRow:
    """The row of a check."""
    return next(row for row in rows() if row.id == id)


@cache
def authorities() -> tuple[AuthorityRow, ...]:
    """Who issues which type."""
    return rows_from_toml("checks.toml", "authority", AuthorityRow)


def chosen(only: Iterable[str] = (), without: Iterable[str] = ()) -> tuple[CheckRow, ...]:
    """The checks that run: those of `only`, else those that run by themselves, less those of `without`.

    Raises UsageError for an id that is none.
    """
    only, without = _ids(only), _ids(without)
    unknown = sorted((only | without) - {row.id for row in rows()})
    if unknown:
        raise UsageError(f"{', '.join(unknown)}: no such check; there are {', '.join(row.id for row in rows())}")
    return tuple(row for row in rows() if row.id not in without and (row.id in only if only else row.on))


def _ids(ids: Iterable[str]) -> set[str]:
    return {ids} if isinstance(ids, str) else set(ids)


def example_plans(example: str) -> tuple[str, ...]:
    """The plans of an example."""
    frame = read_toml("checks.toml")["frame"]
    filled = example.replace("{head}", frame["head"]).replace("{foot}", frame["foot"])
    return tuple(filled.split(BETWEEN_PLANS))
