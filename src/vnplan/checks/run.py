"""All checks over records: plan by plan, then what only a collection shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from vnplan.checks import content, foot, force, head, instruments
from vnplan.checks.catalogue import CheckRow, chosen, row_of
from vnplan.checks.finding import Finding
from vnplan.checks.plan import CHECKS, Plan
from vnplan.checks.votes import DateVotes
from vnplan.knowledge import Knowledge
from vnplan.record import PlanRecord
from vnplan.registry import Registry

# importing a module registers its checks
_MODULES = (instruments, force, content, head, foot)
COLLECTION = "date-collection"


def check(
    records: Iterable[PlanRecord] | PlanRecord,
    registry: Registry | None = None,
    only: Iterable[str] = (),
    without: Iterable[str] = (),
) -> list[Finding]:
    """What a careful clerk finds in plans: plan by plan, in the order of the text.

    `registry` is that of `Registry.load`, when not given the one that ships with the package. `only` and `without` are
    ids of checks. Raises UsageError for an id that is none.

    >>> from vnplan.api import parse
    >>> plan = parse("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2021 của Chính phủ;")
    >>> [(found.check, found.text) for found in check([plan])]
    [('date-year', 'Nghị định số 30/2020/NĐ-CP')]
    """
    rows = chosen(only, without)
    know = Knowledge.default()
    votes = DateVotes() if any(row.id == COLLECTION for row in rows) else None
    found: list[tuple[tuple[int, int], Finding]] = []
    for number, record in enumerate([records] if isinstance(records, PlanRecord) else records):
        plan = Plan(record, know, registry or know.registry)
        found += [((number, _start(finding)), finding) for finding in of_plan(plan, rows)]
        if votes is not None:
            votes.add(plan, number)
    for number, hit in votes.hits() if votes is not None else ():
        finding = hit.where.finding(row_of(COLLECTION), hit.values)
        found.append(((number, _start(finding)), finding))
    return [finding for _, finding in sorted(found, key=itemgetter(0))]


def of_plan(plan: Plan, rows: Iterable[CheckRow]) -> Iterator[Finding]:
    """The findings in one plan by itself."""
    for row in rows:
        function = CHECKS.get(row.id)
        for hit in function(plan, row) if function is not None else ():
            yield hit.where.finding(row, hit.values)


def _start(finding: Finding) -> int:
    """What has no place stands first."""
    return finding.span.start if finding.span else -1
