"""The tables of shared text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from vnplan.comparison.plans import Plan
from vnplan.comparison.reuse.passages import Passage, passages, seeds
from vnplan.comparison.reuse.sentences import Words, wording
from vnplan.knowledge import Knowledge
from vnplan.record.models import Span
from vnplan.store.rows import Row

Kind = Literal["copy", "central", "version"]


class Reuse:
    """The passages that plans share, pair by pair."""

    def __init__(self, plans: Sequence[Plan], versions: set[frozenset[int]], know: Knowledge) -> None:
        self.plans, self.versions = plans, versions
        words = Words()
        self.wordings = [wording(plan, words, know.comparisons) for plan in plans]
        self.found: dict[tuple[int, int], list[Passage]] = {}
        for (one, other), like in seeds(self.wordings).items():
            shared = list(passages(self.wordings[one], self.wordings[other], like))
            if shared:
                self.found[one, other] = sorted(shared, key=lambda passage: (passage.one.start, passage.other.start))
        self.central = self._of_the_central_plan()

    def _of_the_central_plan(self) -> dict[int, set[int]]:
        """The syllables of each plan that stand in the central one."""
        places: dict[int, set[int]] = defaultdict(set)
        for (one, other), shared in self.found.items():
            for passage in shared:
                if self.plans[one].central:
                    places[other] |= passage.equal_other
                elif self.plans[other].central:
                    places[one] |= passage.equal_one
        return places

    def kind(self, one: int, other: int, passage: Passage) -> Kind:
        """Whether a passage is of two versions, out of the central plan, or a copy."""
        if frozenset((one, other)) in self.versions:
            return "version"
        if self.plans[one].central or self.plans[other].central:
            return "central"
        both = passage.equal_other & self.central[other], passage.equal_one & self.central[one]
        return "central" if min(map(len, both)) * 2 >= passage.words else "copy"

    def _dated(self, one: int, other: int) -> bool:
        """Whether the days say which of two was first."""
        first, second = self.plans[one].day, self.plans[other].day
        return first is not None and second is not None and first != second

    def _turned(self, one: int, other: int) -> bool:
        """Whether the second was first: the central plan stands before all, whatever its day."""
        first, second = self.plans[one].day, self.plans[other].day
        return first is not None and second is not None and second < first

    def passages(self) -> Iterator[Row]:
        """One row a passage."""
        for (one, other), shared in self.found.items():
            turned = self._turned(one, other)
            for passage in shared:
                places = {one: passage.one, other: passage.other}
                earlier, later = (other, one) if turned else (one, other)
                yield {
                    "earlier": self.plans[earlier].name,
                    "later": self.plans[later].name,
                    "direction": "dated" if self._dated(one, other) else "undated",
                    "kind": self.kind(one, other, passage),
                    "words": passage.words,
                    "likeness": passage.likeness,
                    **self._place(earlier, places[earlier], "earlier_"),
                    **self._place(later, places[later], "later_"),
                }

    def _place(self, number: int, place: range, prefix: str) -> Row:
        plan = self.plans[number]
        start, end = self.wordings[number].span(place.start, place.stop)
        row = plan.origin("", Span(start, end, _page(plan, start)), prefix)
        return {name: value for name, value in row.items() if not name.endswith("record")}

    def cells(self) -> Iterator[Row]:
        """One row a plan and another with which it shares text."""
        for (one, other), shared in self.found.items():
            for plan, against in ((one, other), (other, one)):
                by_kind: dict[Kind, set[int]] = defaultdict(set)
                for passage in shared:
                    by_kind[self.kind(one, other, passage)] |= passage.equal_one if plan == one else passage.equal_other
                for kind in sorted(by_kind):
                    words = len(by_kind[kind])
                    yield {
                        "plan": self.plans[plan].name,
                        "other": self.plans[against].name,
                        "kind": kind,
                        "words": words,
                        "share": words / len(self.wordings[plan].tokens),
                        "first": self._first(plan, against),
                    }

    def _first(self, plan: int, other: int) -> str | None:
        if not self._dated(plan, other):
            return None
        return "other" if self._turned(plan, other) else "this"

    def originality(self) -> Iterator[Row]:
        """One row a plan: how much of its text is its own."""
        shared: dict[int, set[int]] = defaultdict(set)
        old: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for (one, other), found in self.found.items():
            if frozenset((one, other)) in self.versions:
                continue
            for passage in found:
                for plan, against, equal in ((one, other, passage.equal_one), (other, one, passage.equal_other)):
                    shared[plan] |= equal
                    if self._first(plan, against) == "other":
                        old[plan][against] |= equal
        for own in self.plans:
            yield self._own(own, shared[own.number], old[own.number])

    def _own(self, plan: Plan, shared: set[int], old: dict[int, set[int]]) -> Row:
        total = len(self.wordings[plan.number].tokens)
        earlier = set().union(*old.values())
        others = {number: places for number, places in old.items() if not self.plans[number].central}
        source = max(others, key=lambda number: (len(others[number]), -number), default=None)

        def share(places: set[int]) -> float | None:
            return len(places) / total if total else None

        return {
            **plan.head(),
            "words": total,
            "own": 1 - len(shared) / total if total else None,
            "new": 1 - len(earlier) / total if total else None,
            "from_central": None if plan.central else share(self.central[plan.number]),
            "source": self.plans[source].name if source is not None else None,
            "source_share": share(others[source]) if source is not None else None,
        }


def _page(plan: Plan, start: int) -> int | None:
    """The page on which a passage begins: that of the last record or section that begins before it."""
    read = plan.record
    if read.source.page_count is None:
        return None
    spans = [one.span for one in read.sections]
    for records in (read.assignments, read.targets, read.deadlines, read.citations, read.agencies):
        spans += [one.span for one in records]
    before = [span for span in spans if span.start <= start and span.page]
    return max(before, key=lambda span: span.start).page if before else None
