"""Who cites what: the shared core, outliers, and how long plans took to carry out an instrument of the centre."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from vnplan.comparison.plans import Plan, of_the_centre
from vnplan.record.models import Citation
from vnplan.store.rows import Row

CORE = 2 / 3  # of the plans: what two of three rest on is no accident of one
_FEW = 3  # plans below which nothing can be said to be single
_WHOLE_DATE = 10


@dataclass
class Cited:
    """An instrument with its citations, by the number of the plan."""

    key: str
    by_plan: dict[int, list[Citation]] = field(default_factory=lambda: defaultdict(list))

    def most(self, name: str) -> str | None:
        """The value of a field that most plans give; of as many the first in the alphabet."""
        votes: Counter[str] = Counter()
        for citations in self.by_plan.values():
            votes.update({value for one in citations if (value := getattr(one.instrument, name))})
        return min(votes, key=lambda value: (-votes[value], value)) if votes else None

    def day(self) -> date | None:
        """Its day as most plans give it."""
        votes: Counter[str] = Counter()
        for citations in self.by_plan.values():
            days = {one.instrument.issued_on for one in citations if one.instrument.issued_on}
            votes.update(day for day in days if len(day) == _WHOLE_DATE)
        return date.fromisoformat(min(votes, key=lambda day: (-votes[day], day))) if votes else None


class Instruments:
    """The instruments that plans cite."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = plans
        self.counted = [plan for plan in plans if plan.counts]
        self.central = next((plan for plan in plans if plan.central), None)
        self.cited: dict[str, Cited] = {}
        for plan in plans:
            for citation in plan.record.citations:
                key = citation.instrument.key
                if key is None or citation.form == "self" or key == plan.record.header.key:
                    continue
                self.cited.setdefault(key, Cited(key)).by_plan[plan.number].append(citation)
        self.cited = {one.key: one for one in sorted(self.cited.values(), key=self._rank)}

    def _rank(self, one: Cited) -> tuple[int, str]:
        return -len(one.by_plan), one.key

    def _holders(self, one: Cited) -> list[Plan]:
        return [plan for plan in self.counted if plan.number in one.by_plan]

    def standing(self, one: Cited) -> str:
        """Whether it is of the shared core, or cited once."""
        holders, every = len(self._holders(one)), len(self.counted)
        if every < _FEW:
            return "core" if holders == every else "common"
        return "core" if holders >= CORE * every else "single" if holders <= 1 else "common"

    def _is_central_plan(self, one: Cited) -> bool:
        return self.central is not None and self.central.record.header.key == one.key

    def day_of(self, one: Cited) -> date | None:
        """Its day: of the central plan its own, else as plans give it."""
        if self._is_central_plan(one) and self.central is not None and self.central.day:
            return self.central.day
        return one.day()

    def carried_out(self, one: Cited) -> bool:
        """Whether plans exist to carry it out: the central plan, or what most plans that cite it implement."""
        if self._is_central_plan(one):
            return True
        holders = self._holders(one)
        doing = [plan for plan in holders if any(c.relation == "implements" for c in one.by_plan[plan.number])]
        return of_the_centre(one.key) and len(doing) * 2 > len(holders)

    def label(self, one: Cited) -> str:
        """Type and number, or its name."""
        words = (one.most("type"), one.most("designation") or one.most("title"))
        return " ".join(word for word in words if word) or one.key

    def rows(self) -> Iterator[Row]:
        """One row an instrument."""
        for one in self.cited.values():
            holders = len(self._holders(one))
            yield {
                "instrument": one.key,
                "label": self.label(one),
                **{name: one.most(name) for name in ("type", "designation", "title", "issuer")},
                "issued_on": self.day_of(one),
                "central": of_the_centre(one.key),
                "carried_out": self.carried_out(one),
                "plans": len(one.by_plan),
                "share": holders / len(self.counted) if self.counted else None,
                "standing": self.standing(one),
            }

    def cells(self) -> Iterator[Row]:
        """One row a plan and instrument."""
        for one in self.cited.values():
            for number, citations in sorted(one.by_plan.items()):
                plan = self.plans[number]
                yield {
                    "instrument": one.key,
                    **plan.head(),
                    "mentions": len(citations),
                    "relations": sorted({citation.relation for citation in citations}),
                    **plan.origin(citations[0].id, citations[0].span),
                    "records": [citation.id for citation in citations],
                }

    def lags(self) -> Iterator[Row]:
        """How long each plan took after the instruments of the centre that it rests on."""
        for one in self.cited.values():
            if not of_the_centre(one.key):
                continue
            for plan in self.plans:
                if plan.central:
                    continue
                used = [c for c in one.by_plan.get(plan.number, ()) if c.relation in ("implements", "legal_basis")]
                if used or self._is_central_plan(one):
                    yield self._lag(one, plan, used[0] if used else None)

    def _lag(self, one: Cited, plan: Plan, citation: Citation | None) -> Row:
        since, day = self.day_of(one), plan.day
        doubt = None
        if since is None or day is None:
            doubt = "the instrument has no day" if since is None else "the plan has no day"
        elif day < since:
            doubt = "the plan is earlier than the instrument"
        elif citation is None:
            doubt = "the plan does not say that it rests on it"
        known = since is not None and day is not None and day >= since
        return {
            "instrument": one.key,
            "label": self.label(one),
            "instrument_on": since,
            **plan.head(),
            "plan_on": day,
            "days": (day - since).days if known and day and since else None,
            "carried_out": self.carried_out(one),
            "doubt": doubt,
            **(plan.origin(citation.id, citation.span) if citation else {}),
        }

    def of_plan(self, plan: Plan) -> Row:
        """What the instruments say of a plan as a whole."""
        own = {key for key, one in self.cited.items() if plan.number in one.by_plan}
        core = [key for key, one in self.cited.items() if self.standing(one) == "core" and len(one.by_plan) > 1]
        return {
            "instruments": len(own),
            "core_missing": [key for key in core if key not in own] if plan.counts else [],
            "only_here": [key for key in self.cited if key in own and len(self.cited[key].by_plan) == 1],
        }

    def overlaps(self) -> dict[int, float]:
        """The mean share of instruments in common (Jaccard) of each plan with the others that count."""
        import numpy as np  # noqa: PLC0415

        if len(self.counted) < 2:
            return {}
        place = {plan.number: row for row, plan in enumerate(self.counted)}
        has = np.zeros((len(place), len(self.cited)), dtype=np.float32)
        for column, one in enumerate(self.cited.values()):
            for number in one.by_plan:
                if number in place:
                    has[place[number], column] = 1
        both = has @ has.T
        size = has.sum(axis=1)
        either = size[:, None] + size[None, :] - both
        share = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
        np.fill_diagonal(share, 0)
        mean = share.sum(axis=1, dtype=np.float64) / (len(place) - 1)
        return {number: round(float(mean[row]), 6) for number, row in place.items()}
