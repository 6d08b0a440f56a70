"""Targets and tasks without counterpart: what a plan left out, and what it alone has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vnplan.comparison.align import Group
from vnplan.comparison.plans import Plan
from vnplan.comparison.targets import Targets, missing, name_of
from vnplan.comparison.tasks import Tasks
from vnplan.record.models import Assignment, Target
from vnplan.store.rows import Row

_FEW = 3  # plans below which most of them say nothing of another


def gaps(plans: Sequence[Plan], targets: Targets, tasks: Tasks) -> Iterator[Row]:
    """One row a target or task that a plan lacks, or that it alone has.

    A plan lacks what the central plan and another plan have, or half of the plans. What no plan took over from the
    central one is told once, as the central plan's alone.
    """
    for number, group in enumerate(targets.groups):
        owners = [(aim.plan, aim.target) for aim in targets.aims_of(group)]
        head = {"kind": "target", "group": name_of(number), "label": targets.label(group)}
        yield from _gaps(plans, head, group, owners)
    for number, group in enumerate(tasks.groups):
        done = [(task.plan, task.assignment) for task in tasks.tasks_of(group)]
        head = {"kind": "assignment", "group": name_of(number, "k"), "label": tasks.label(group)}
        yield from _gaps(plans, head, group, done)


def _gaps(
    plans: Sequence[Plan], head: Row, group: Group, owners: Sequence[tuple[Plan, Target | Assignment]]
) -> Iterator[Row]:
    counted = [plan for plan in plans if plan.counts]
    having = {owner.number for owner, _ in owners}
    holders = [plan.number for plan in counted if plan.number in having]
    places = [member.item for member in group.members]
    source, record = owners[places.index(group.anchor)]
    common = {**head, "of": source.name}
    asked = any(plan.central for plan, _ in owners)
    half = len(counted) >= _FEW and len(holders) * 2 >= len(counted)
    if holders and (asked or half):
        for plan in missing(plans, set(holders)):
            where = source.origin(record.id, record.span)
            yield {**common, "plan": plan.name, "province": plan.province, "gap": "missing", **where}
        return
    own_ones = [(owner, own) for owner, own in owners if owner.counts or owner.central]  # not what a version dropped
    if len({owner.number for owner, _ in own_ones}) == 1 and len(plans) > 1 and not holders[1:]:
        owner, own = own_ones[0]
        where = owner.origin(own.id, own.span)
        yield {**common, "plan": owner.name, "province": owner.province, "gap": "only here", **where}
