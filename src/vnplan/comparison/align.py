"""Groups of records that mean the same: by a row of knowledge, else by their words; one of each plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vnplan.comparison.likeness import Likeness

How = Literal["row", "similar", "alone"]
_ROUNDS = 12
_JOINED = 0.8  # of the threshold: the mean likeness that whole groups must have to be joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A record to be aligned. `block`: only items of one block are, but for what is left over, where one `kin` is
    enough; `slot`: of a plan a group has one item a slot.

    `signs` are what two items must not say differently (`at most` and `at least`), where both say it.
    """

    plan: int
    record: str
    words: tuple[str, ...]
    block: Hashable = None
    kin: Hashable = None
    slot: Hashable = None
    signs: tuple[tuple[str, str], ...] = ()
    row: str | None = None
    central: bool = False


class Member(NamedTuple):
    """An item in its group."""

    item: int  # its place among the items
    how: How
    score: float | None
    shared: list[str]


@dataclass
class Group:
    """Items that mean the same. The anchor is that of the central plan, else the one likest to all others."""

    anchor: int
    members: list[Member]


@dataclass
class _Cluster:
    """A group that grows."""

    items: list[int]
    taken: dict[tuple[int, Hashable], tuple[str, ...]]  # plan and slot, and the words there
    weights: dict[int, float]  # the sum of the vectors of its items
    row: str | None
    signs: dict[str, str]


def align(items: Sequence[Item], least: float, left: float | None = None) -> tuple[list[Group], list[int]]:
    """The groups in the order of their first items, and of each item the number of its group.

    `least`: the likeness that joins items; `left`: that which joins what is left over of a plan to what it lacks of the
    central one. Items of other blocks that are kin join there by `least`.
    """
    if not items:
        return [], []
    texts: dict[tuple[str, ...], int] = {}
    text_of = [texts.setdefault(item.words, len(texts)) for item in items]
    likeness = Likeness(list(texts))
    grouping = _Grouping(items, text_of, likeness, least)
    grouping.join_rows()
    grouping.join_equal()
    grouping.join_like()
    if left is not None and any(item.central for item in items):
        grouping.join_left(left, lambda item: item.block)
        grouping.join_left(least, lambda item: item.kin)
    return grouping.result()


class _Grouping:
    def __init__(self, items: Sequence[Item], text_of: list[int], likeness: Likeness, least: float) -> None:
        self.items, self.text_of, self.likeness, self.least = items, text_of, likeness, least
        self.cluster_of = list(range(len(items)))
        self.clusters = {number: self._alone(number) for number in range(len(items))}

    def _alone(self, number: int) -> _Cluster:
        item = self.items[number]
        return _Cluster(
            [number], {(item.plan, item.slot): item.words}, self._vector(number), item.row, dict(item.signs)
        )

    def _vector(self, number: int) -> dict[int, float]:
        return self.likeness.vector(self.text_of[number])

    def join_rows(self) -> None:
        """Items that one row of knowledge names."""
        by_row: dict[Hashable, list[int]] = defaultdict(list)
        for number, item in enumerate(self.items):
            if item.row is not None:
                by_row[item.row, item.block].append(number)
        for numbers in by_row.values():
            for number in numbers[1:]:
                first, other = self.cluster_of[numbers[0]], self.cluster_of[number]
                if first != other and self._free(self.clusters[first], self.clusters[other]):
                    self._join(first, other)

    def join_equal(self) -> None:
        """Items with the same words."""
        by_text: dict[Hashable, list[int]] = defaultdict(list)
        for number, item in enumerate(self.items):
            if item.words:
                by_text[item.words, item.block].append(number)
        for numbers in by_text.values():
            for number in numbers[1:]:
                first, other = self.cluster_of[numbers[0]], self.cluster_of[number]
                if first != other and self._free(self.clusters[first], self.clusters[other]):
                    self._join(first, other)

    def join_like(self) -> None:
        """Items with like words: the likest pairs first, as long as a group has one item of each plan.

        Each round looks at the nearest of each group only; groups that grew are looked at again, until none joins.
        """
        for _ in range(_ROUNDS):
            before = len(self.clusters)
            for one, other in self._near(self.least, lambda item: item.block):
                self._try(one, other)
            if len(self.clusters) == before:
                break

    def join_left(self, least: float, block: Callable[[Item], Hashable]) -> None:
        """What a plan has and no other, with what the central plan has and that plan lacks: each the other's likest.

        A plan carries out the central one, so that what is left on both sides need be less like to be the same.
        """
        seen: set[Hashable] = set()
        for pair in self._near(least, block):
            central, alone = sorted(pair, key=lambda number: self._central(number) is None)
            aim, left = self._central(central), self.clusters[alone].items
            plan = self.items[left[0]].plan
            lacks = all(taken != plan for taken, _ in self.clusters[central].taken)
            if aim is None or self._central(alone) is not None or len(left) > 1 or not lacks:
                continue
            ends = {(aim, plan), left[0]}
            if not ends & seen and self._free(self.clusters[central], self.clusters[alone]):
                self._join(central, alone)
            seen |= ends

    def _central(self, number: int) -> int | None:
        """The item of the central plan in a group."""
        return next((item for item in self.clusters[number].items if self.items[item].central), None)

    def _near(self, least: float, block: Callable[[Item], Hashable]) -> Iterator[tuple[int, int]]:
        """The groups whose likeness is enough, the likest first; each pair as the groups are when it is asked for."""
        blocks: dict[Hashable, int] = {}
        for item in self.items:
            blocks.setdefault(block(item), len(blocks))
        firsts = sorted(self.clusters, key=lambda number: min(self.clusters[number].items))
        groups = [[self.text_of[number] for number in self.clusters[first].items] for first in firsts]
        own = [blocks[block(self.items[self.clusters[first].items[0]])] for first in firsts]
        someone = [self.clusters[first].items[0] for first in firsts]
        for one, other, _score in self.likeness.near(groups, own, least):
            yield self.cluster_of[someone[one]], self.cluster_of[someone[other]]

    def _try(self, one: int, other: int) -> None:
        if one == other:
            return
        first, second = self.clusters[one], self.clusters[other]
        if self._free(first, second) and self._mean(first, second) >= self.least * _JOINED:
            self._join(one, other)

    def _mean(self, one: _Cluster, other: _Cluster) -> float:
        """The mean likeness of the items of two groups."""
        small, large = sorted((one.weights, other.weights), key=len)
        total = sum(weight * large.get(column, 0.0) for column, weight in small.items())
        return total / (len(one.items) * len(other.items))

    def _free(self, one: _Cluster, other: _Cluster) -> bool:
        """Whether two groups may be one: no plan twice (but for words that it repeats), one row, no other sign."""
        if one.row and other.row and one.row != other.row:
            return False
        if any(other.signs.get(name, said) != said for name, said in one.signs.items()):
            return False
        small, large = sorted((one.taken, other.taken), key=len)
        return all(large.get(key, words) == words for key, words in small.items())

    def _join(self, one: int, other: int) -> None:
        keep, gone = sorted((one, other), key=lambda number: (-len(self.clusters[number].items), number))
        kept, lost = self.clusters[keep], self.clusters.pop(gone)
        kept.items += lost.items
        kept.taken |= lost.taken
        for column, weight in lost.weights.items():
            kept.weights[column] = kept.weights.get(column, 0.0) + weight
        kept.row = kept.row or lost.row
        kept.signs |= lost.signs
        for number in lost.items:
            self.cluster_of[number] = keep

    def result(self) -> tuple[list[Group], list[int]]:
        """The groups, in the order of their first items."""
        groups: list[Group] = []
        group_of = [0] * len(self.items)
        for cluster in sorted(self.clusters.values(), key=lambda one: min(one.items)):
            for number in cluster.items:
                group_of[number] = len(groups)
            groups.append(self._group(cluster))
        return groups, group_of

    def _group(self, cluster: _Cluster) -> Group:
        numbers = sorted(cluster.items)
        anchor = self._anchor(cluster, numbers)
        words = self._vector(anchor)
        members = []
        for number in numbers:
            item = self.items[number]
            if len(numbers) == 1:
                members.append(Member(number, "alone", None, []))
            elif item.row is not None and item.row == self.items[anchor].row:
                members.append(Member(number, "row", None, []))
            elif number == anchor:
                members.append(Member(number, "similar", 1.0, []))
            else:
                score, shared = self.likeness.score(self._vector(number), words)
                members.append(Member(number, "similar", score, shared))
        return Group(anchor, members)

    def _anchor(self, cluster: _Cluster, numbers: Sequence[int]) -> int:
        central = [number for number in numbers if self.items[number].central]
        if central:
            return central[0]

        def closeness(number: int) -> float:
            return round(
                sum(weight * cluster.weights.get(column, 0.0) for column, weight in self._vector(number).items()), 6
            )

        return max(numbers, key=lambda number: (closeness(number), -number))
