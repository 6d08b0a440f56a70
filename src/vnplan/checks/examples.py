"""The examples of the checks as a test of them: each must fire where it should and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from vnplan.api import parse
from vnplan.checks.catalogue import CheckRow, authorities, example_plans, rows
from vnplan.checks.plan import CHECKS
from vnplan.checks.run import COLLECTION, check
from vnplan.knowledge import Knowledge


def problems(know: Knowledge) -> Iterator[str]:
    """What is wrong with the rows of checks.toml."""
    known = {*CHECKS, COLLECTION}
    for row in rows():
        if row.id not in known:
            yield f"checks.toml, [check] {row.id}: no function is registered for it"
        yield from _of_row(row)
    yield from (f"checks.toml: no row for the check {name}" for name in sorted(known - {row.id for row in rows()}))
    codes = {row.code for row in know.instruments.issuers}
    for rule in authorities():
        yield from (
            f"checks.toml, [authority] {rule.id}: no issuer {code}"
            for code in (*rule.issuers, *rule.but)
            if code not in codes
        )


def _of_row(row: CheckRow) -> Iterator[str]:
    for wanted, examples in ((True, row.examples), (False, row.not_examples)):
        for example in examples:
            if fires(row.id, example) is not wanted:
                found = "finds nothing" if wanted else "finds something"
                yield f"checks.toml, [check] {row.id}: {found} in {example!r}"


def fires(id: str, example: str) -> bool:
    """Whether a check finds something in the plans of an example."""
    plans = [parse(text, uri=f"plan-{number}") for number, text in enumerate(example_plans(example), start=1)]
    return bool(check(plans, only=[id]))
