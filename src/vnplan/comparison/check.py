"""The rows of indicators.toml and comparison.toml, each tested with its own examples."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from vnplan.knowledge import Knowledge
from vnplan.knowledge.comparisons import AT_END


def problems(know: Knowledge) -> Iterator[str]:
    """What is wrong with the rows that plans are compared by."""
    rows = know.comparisons
    for row in rows.indicators:
        for words, wanted in [(text, True) for text in row.examples] + [(text, False) for text in row.not_examples]:
            found = rows.indicator(words, row.units[0], row.modes[0])
            if (found is row) != wanted:
                yield f"indicators.toml, {row.id}: {words!r} is {'not ' if wanted else ''}read as it"
    for kind, patterns in (("formula", rows.formulas), ("local", rows.local), *rows.bodies.items()):
        at_end = kind == "local" or kind in AT_END
        for pattern in patterns:
            find = regex.compile(f"(?:{pattern.pattern})$").search if at_end else regex.compile(pattern.pattern).match
            yield from (f"comparison.toml, {pattern.id}: misses {e!r}" for e in pattern.examples if not find(e.lower()))
            yield from (f"comparison.toml, {pattern.id}: takes {e!r}" for e in pattern.not_examples if find(e.lower()))
