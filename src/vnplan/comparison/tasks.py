"""The same task in several plans: who leads it, who takes part, by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vnplan.comparison.align import Group, Item, Member, align
from vnplan.comparison.bodies import Bodies, Body
from vnplan.comparison.likeness import LEAD
from vnplan.comparison.plans import Plan
from vnplan.comparison.targets import how, missing, name_of
from vnplan.comparison.words import Segmenter
from vnplan.record.models import Actor, Assignment
from vnplan.store.rows import Row, due

LEAST = 0.36  # chosen on the development part of corpus/compare: as strict as its recall allows
_LEADING = 2
_LABEL = 160


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment of a plan with its comparable actors."""

    plan: Plan
    assignment: Assignment
    bodies: tuple[tuple[Actor, Body], ...]

    def names(self, *roles: str) -> list[str]:
        """The comparable names in some roles, each once."""
        return list(dict.fromkeys(body.name for actor, body in self.bodies if actor.role in roles))

    def due(self) -> date | None:
        """The last day in time of its latest deadline."""
        days = [due(one) for one in self.plan.record.deadlines if one.id in self.assignment.deadlines]
        return max((day for day in days if day), default=None)


class Tasks:
    """The assignments of plans, in groups."""

    def __init__(self, plans: Sequence[Plan], bodies: Bodies, segmenter: Segmenter) -> None:
        self.plans = plans
        self.tasks = [
            Task(plan, one, tuple((actor, bodies.of(actor.agency, plan)) for actor in one.actors))
            for plan in plans
            for one in plan.record.assignments
        ]
        self.levels = {
            plan.number: {one.name: "group" if one.collective else one.level for one in plan.record.agencies}
            for plan in plans
        }
        items = [self._item(task, segmenter) for task in self.tasks]
        self.groups, self.group_of = align(items, LEAST)

    def _item(self, task: Task, segmenter: Segmenter) -> Item:
        words = segmenter.cut(task.assignment.task)
        # one task is mostly given to one body: that counts as words do, where there are any
        leads = [f"{LEAD}{name}" for name in task.names("lead")] * _LEADING if words else []
        return Item(
            plan=task.plan.number,
            record=task.assignment.id,
            words=(*words, *leads),
            # what a ministry is to do is no task of a province
            signs=(("led", "centre" if self._of_the_centre(task) else "province"),),
            central=task.plan.central,
        )

    def _of_the_centre(self, task: Task) -> bool:
        """Whether bodies of the centre alone lead it."""
        leads = {actor.agency for actor in task.assignment.actors if actor.role == "lead"}
        levels = self.levels[task.plan.number]
        return bool(leads) and all(levels.get(name) == "central" for name in leads)

    def tasks_of(self, group: Group) -> list[Task]:
        """The assignments of a group, in the order of the plans."""
        return [self.tasks[member.item] for member in group.members]

    def label(self, group: Group) -> str:
        """The words of the anchor, cut where they are many."""
        words = " ".join(self.tasks[group.anchor].assignment.task.split())
        return words if len(words) <= _LABEL else words[: words.rindex(" ", 0, _LABEL)] + " …"

    def groups_rows(self) -> Iterator[Row]:
        """One row a group."""
        for number, group in enumerate(self.groups):
            tasks = self.tasks_of(group)
            leads = self._leads(tasks)
            held = {task.plan.number for task in tasks}
            with_lead = {task.plan.number for task in tasks if task.plan.counts and task.names("lead")}
            yield {
                "group": name_of(number, "k"),
                "label": self.label(group),
                "plans": len(held),
                "central": any(task.plan.central for task in tasks),
                "leads": [name for name, _ in leads],
                "agreement": leads[0][1] / len(with_lead) if leads and with_lead else None,
                "missing": [plan.name for plan in missing(self.plans, held)],
            }

    def _leads(self, tasks: Sequence[Task]) -> list[tuple[str, int]]:
        """Who leads in the plans that count, with the number of plans; of as many the first in the alphabet."""
        votes = _votes(tasks, "lead")
        return sorted(votes.items(), key=lambda item: (-item[1], item[0]))

    def rows(self) -> Iterator[Row]:
        """One row an assignment."""
        for number, group in enumerate(self.groups):
            tasks = self.tasks_of(group)
            leads = self._leads(tasks)
            takers = _votes(tasks, "coordinate")
            counted = len({task.plan.number for task in tasks if task.plan.counts})
            for member in group.members:
                yield {
                    "group": name_of(number, "k"),
                    **self._row(member, group),
                    **_differences(self.tasks[member.item], counted, leads, takers),
                }

    def _row(self, member: Member, group: Group) -> Row:
        task, anchor = self.tasks[member.item], self.tasks[group.anchor]
        plan, one = task.plan, task.assignment
        return {
            **plan.head(),
            "central": plan.central,
            "task": one.task,
            "lead": [actor.agency for actor in one.actors if actor.role == "lead"],
            "coordinate": [actor.agency for actor in one.actors if actor.role == "coordinate"],
            "comparable_lead": task.names("lead"),
            "comparable_coordinate": task.names("coordinate"),
            "due": task.due(),
            "modality": one.modality,
            **how(member, group, anchor.plan.document, anchor.assignment.id),
            **plan.origin(one.id, one.span),
        }

    def actors(self) -> Iterator[Row]:
        """One row a body in an assignment."""
        for number, task in enumerate(self.tasks):
            for actor, body in task.bodies:
                yield {
                    "group": name_of(self.group_of[number], "k"),
                    **task.plan.head(),
                    "agency": actor.agency,
                    "comparable": body.name,
                    "became": list(body.became),
                    "role": actor.role,
                    **task.plan.origin(task.assignment.id, actor.span),
                }

    def workload(self) -> Iterator[Row]:
        """One row a plan and body: what it leads and where it takes part."""
        loads: dict[tuple[int, str], Counter[str]] = {}
        records: dict[tuple[int, str], list[str]] = {}
        led: Counter[int] = Counter()
        for task in self.tasks:
            roles = {"lead": task.names("lead"), "coordinate": task.names("coordinate")}
            roles["other"] = task.names("advise", "recipient", "supervise")
            led[task.plan.number] += bool(roles["lead"])
            for role, names in roles.items():
                for name in names:
                    key = (task.plan.number, name)
                    loads.setdefault(key, Counter())[role] += 1
                    ids = records.setdefault(key, [])
                    if task.assignment.id not in ids:
                        ids.append(task.assignment.id)
        for (number, name), counts in sorted(loads.items(), key=lambda it: (it[0][0], -it[1]["lead"], it[0][1])):
            plan = self.plans[number]
            yield {
                **plan.head(),
                "agency": name,
                **{role: counts[role] for role in ("lead", "coordinate", "other")},
                "share": counts["lead"] / led[number] if led[number] else None,
                "records": records[number, name],
            }

    def deadlines(self) -> list[Row]:
        """One row a deadline and assignment that it dates, in the order of time; those without a day at the end."""
        return sorted(self._deadlines(), key=lambda row: row["due"] or date.max)

    def _deadlines(self) -> Iterator[Row]:
        of: dict[tuple[int, str], list[int]] = {}
        for number, task in enumerate(self.tasks):
            for name in task.assignment.deadlines:
                of.setdefault((task.plan.number, name), []).append(number)
        for plan in self.plans:
            for deadline in plan.record.deadlines:
                dated: list[int | None] = [*of.get((plan.number, deadline.id), ())] or [None]
                for place in dated:
                    yield {
                        **plan.head(),
                        **{name: getattr(deadline, name) for name in ("kind", "relation", "start", "end", "rrule")},
                        "due": due(deadline),
                        **(self._dated(place) if place is not None else {"task": deadline.applies_to}),
                        **plan.origin(deadline.id, deadline.span),
                    }

    def _dated(self, number: int) -> Row:
        task = self.tasks[number]
        return {
            "assignment": task.assignment.id,
            "group": name_of(self.group_of[number], "k"),
            "task": task.assignment.task,
            "lead": task.names("lead"),
        }


def _votes(tasks: Sequence[Task], role: str) -> Counter[str]:
    """In how many of the plans that count a body has a role in the task."""
    return Counter(
        name
        for _, name in {(task.plan.number, name) for task in tasks if task.plan.counts for name in task.names(role)}
    )


def _differences(task: Task, counted: int, leads: list[tuple[str, int]], takers: Counter[str]) -> Row:
    """In what an assignment differs from most of its group, which is of so many plans that count."""
    if not task.plan.counts or counted < 2:
        return {}
    own, taking = task.names("lead"), task.names("coordinate", "lead")
    # where two bodies lead in as many plans, none is the usual one
    usual = leads[0][0] if leads and (len(leads) == 1 or leads[0][1] > leads[1][1]) else None
    return {
        "lead_differs": usual if usual and own and usual not in own else None,
        "coordinate_missing": sorted(n for n, votes in takers.items() if votes * 2 > counted and n not in taking),
        "coordinate_added": [
            name for name in task.names("coordinate") if takers[name] == 1 and name not in dict(leads)
        ],
    }
