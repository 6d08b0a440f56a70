"""The same indicator in several plans: values side by side, above or below the central plan's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

import regex

from vnplan.comparison.align import Group, Item, Member, align
from vnplan.comparison.plans import Plan
from vnplan.comparison.words import Segmenter
from vnplan.knowledge import Knowledge
from vnplan.knowledge.comparisons import IndicatorRow
from vnplan.record import PlanRecord
from vnplan.record.models import Target
from vnplan.store.rows import Row

LEAST = 0.38  # chosen on the development part of corpus/compare: as strict as its recall allows
LEFT = 0.28  # for what is left over, beside the central plan; below 0.2 wrong pairs join in the development part
_MONEY = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "nghìn tỷ": 1e12, "ngàn tỷ": 1e12, "triệu tỷ": 1e15}
_TELLING = 3  # syllables of an indicator that says what is measured
_CLAUSE = 300  # characters before and after a number
_CUT = regex.compile(
    r"[;.:](?=\s)|\n(?=\s*(?:[-+*•–]|\d+[.)]|\p{L}[.)]|\n|$))|(?<=\n)\s*(?:[-+*•–]|\d+[.)]|\p{L}[.)])\s"
)
_HEAD, _COUNTED = "head", "counted"
_BY_NOUNS = ("place", "thing", "event")
_UP, _DOWN = ("ge", "gt"), ("le", "lt")

Versus = Literal["above", "below", "equal"]


@dataclass(frozen=True, slots=True)
class Aim:
    """A target of a plan."""

    plan: Plan
    target: Target
    row: IndicatorRow | None
    unit: str
    factor: float

    @property
    def year(self) -> int | None:
        """The year at whose end it is due."""
        return self.target.end.year if self.target.end else None

    @property
    def measured(self) -> str:
        """What is measured, with the population."""
        return " ".join(filter(None, (self.target.subject, self.target.indicator)))


class Targets:
    """The targets of plans, in groups."""

    def __init__(self, plans: Sequence[Plan], know: Knowledge, segmenter: Segmenter) -> None:
        self.plans, self.know = plans, know
        self.aims = [self._aim(plan, target) for plan in plans for target in plan.record.targets]
        self.counted = counted(aim.unit for aim in self.aims)
        items = [self._item(aim, segmenter) for aim in self.aims]
        self.groups, self.group_of = align(items, LEAST, LEFT)

    def _aim(self, plan: Plan, target: Target) -> Aim:
        unit, factor = unit_of(target.unit)
        measured = " ".join(filter(None, (target.subject, target.indicator)))
        row = self.know.comparisons.indicator(measured, target.unit, target.mode)
        return Aim(plan, target, row, unit, factor)

    def _item(self, aim: Aim, segmenter: Segmenter) -> Item:
        target = aim.target
        return Item(
            plan=aim.plan.number,
            record=target.id,
            # what stands in its clause counts, what is measured counts twice
            words=(*segmenter.cut(aim.measured), *segmenter.cut(clause_of(aim.plan.record, target))),
            block=(self.counted[aim.unit], target.mode),
            kin=(self._kin(self.counted[aim.unit]), target.mode),
            slot=aim.year,
            signs=tuple(_signs(target, self.know)),
            row=aim.row.id if aim.row else None,
            central=aim.plan.central,
        )

    def _kin(self, unit: str) -> str:
        """What may be counted by another noun where it is left over: places, things and events.

        One plan counts `điểm` or `lớp`, another `trạm` or `khóa`; people are not counted as households, and measures
        are what they are.
        """
        row = self.know.quantities.units.get(unit)
        return _COUNTED if row is not None and row.kind in _BY_NOUNS else unit

    def aims_of(self, group: Group) -> list[Aim]:
        """The targets of a group, in the order of the plans."""
        return [self.aims[member.item] for member in group.members]

    def label(self, group: Group) -> str:
        """The indicator's name in law, else the words of the anchor."""
        aim = self.aims[group.anchor]
        row = next((one.row for one in self.aims_of(group) if one.row), None)
        words = aim.measured
        if len(words.split()) < _TELLING:  # `đi bộ`: what the number is of stands in its clause
            words = " ".join(clause_of(aim.plan.record, aim.target).split()) or words
        return row.name if row else words or aim.target.text

    def rows(self) -> Iterator[Row]:
        """One row a target."""
        for number, group in enumerate(self.groups):
            for member in group.members:
                yield self._row(number, group, member)

    def _row(self, number: int, group: Group, member: Member) -> Row:
        aim = self.aims[member.item]
        plan, target = aim.plan, aim.target
        central = None if plan.central else central_of(aim, self.aims_of(group))
        anchor = self.aims[group.anchor]
        return {
            "group": name_of(number),
            **plan.head(),
            "central": plan.central,
            **{name: getattr(target, name) for name in _SAME},
            "year": aim.year,
            **(versus(aim, central) if central else {}),
            **how(member, group, anchor.plan.document, anchor.target.id),
            "row": aim.row.id if aim.row else None,
            **plan.origin(target.id, target.span),
        }

    def indicators(self) -> Iterator[Row]:
        """One row a group."""
        for number, group in enumerate(self.groups):
            aims = self.aims_of(group)
            central = [aim for aim in aims if aim.plan.central]
            factor = self.aims[group.anchor].factor
            values = [aim.target.value * aim.factor / factor for aim in aims if aim.plan.counts]
            anchor = self.aims[group.anchor].target
            yield {
                "group": name_of(number),
                "label": self.label(group),
                "row": next((aim.row.id for aim in aims if aim.row), None),
                "unit": anchor.unit,
                "mode": anchor.mode,
                "plans": len({aim.plan.number for aim in aims}),
                "central_value": central[0].target.value if central else None,
                **({"lowest": min(values), "median": median(values), "highest": max(values)} if values else {}),
                "missing": [plan.name for plan in missing(self.plans, {aim.plan.number for aim in aims})],
            }


_SAME = ("indicator", "subject", "comparator", "value", "value_max", "unit", "per", "mode")


def name_of(number: int, letter: str = "i") -> str:
    """The id of a group."""
    return f"{letter}{number + 1}"


def how(member: Member, group: Group, document: str, record: str) -> Row:
    """The columns that say why a record is in its group."""
    anchored = member.item != group.anchor
    return {
        "how": member.how,
        "score": member.score if anchored else None,
        "shared_words": member.shared,
        "anchor_document": document if anchored else None,
        "anchor_record": record if anchored else None,
    }


def missing(plans: Sequence[Plan], have: set[int]) -> list[Plan]:
    """The plans that lack what others have."""
    return [plan for plan in plans if plan.counts and plan.number not in have]


def _signs(target: Target, know: Knowledge) -> Iterator[tuple[str, str]]:
    """In what targets of one indicator cannot differ: a bound from below or above, and per what they are."""
    if target.mode == "level" and target.comparator in (*_UP, *_DOWN):
        yield "bound", "low" if target.comparator in _UP else "high"
    if target.per:
        whom = target.per.lower().split("/")[0]
        yield "per", _HEAD if whom in know.comparisons.heads else whom.split()[0]


def clause_of(record: PlanRecord, target: Target) -> str:
    r"""The clause around a number, without it; empty where another of its unit shares it, or in a table.

    >>> import vnplan
    >>> plan = vnplan.parse("II. MỤC TIÊU\n- Hộ dân cách công viên không xa, đi bộ được, đạt ít nhất 75%; thêm cây.")
    >>> clause_of(plan, plan.targets[0])
    'Hộ dân cách công viên không xa, đi bộ được, đạt '
    """
    start, end = target.span.start, target.span.end
    if any(table.span.start <= start < table.span.end for table in record.tables):
        return ""
    before = record.text[max(0, start - _CLAUSE) : start]
    cuts = list(_CUT.finditer(before))
    after = record.text[end : end + _CLAUSE]
    stop = _CUT.search(after)
    first = start - len(before) + (cuts[-1].end() if cuts else 0)
    last = end + (stop.start() if stop else len(after))
    others = (other for other in record.targets if other.id != target.id and other.unit == target.unit)
    shared = any(first <= other.span.start < last for other in others)
    return "" if shared else record.text[first:start] + record.text[end:last]


def unit_of(unit: str | None) -> tuple[str, float]:
    """A unit that can be compared, and how many of it one is: amounts of money are in đồng.

    >>> unit_of("tỷ đồng"), unit_of("Mô hình"), unit_of(None)
    (('đồng', 1000000000.0), ('mô hình', 1.0), ('', 1.0))
    """
    words = " ".join((unit or "").lower().split())
    if words.endswith(" đồng"):
        amount = words.removesuffix(" đồng")
        if amount in _MONEY:
            return "đồng", _MONEY[amount]
    return words, 1.0


def counted(units: Iterable[str]) -> dict[str, str]:
    """What each unit counts: the noun with which it begins, where other targets count just that.

    In Vietnamese what a noun is narrowed by stands behind it.

    >>> counted(["cây", "cây xanh", "mô hình điểm"])
    {'cây': 'cây', 'cây xanh': 'cây', 'mô hình điểm': 'mô hình điểm'}
    """
    known = dict.fromkeys(units)
    found = {}
    for unit in known:
        words = unit.split()
        heads = (" ".join(words[:n]) for n in range(1, len(words)))
        found[unit] = next((head for head in heads if head in known), unit)
    return found


def central_of(aim: Aim, group: Sequence[Aim]) -> Aim | None:
    """The central target that a target is measured against: that of its year; the only one, where one has no year."""
    central = [other for other in group if other.plan.central]
    same = [other for other in central if other.year == aim.year]
    if same:
        return same[0]
    if len(central) == 1 and (aim.year is None or central[0].year is None):
        return central[0]
    return None


def versus(aim: Aim, central: Aim) -> Row:
    """A target beside the central one."""
    own, other = aim.target, central.target
    lower, low = own.value * aim.factor, other.value * central.factor
    upper = lower if own.value_max is None else own.value_max * aim.factor
    high = low if other.value_max is None else other.value_max * central.factor
    side: Versus | None = None
    if (lower, upper) == (low, high):
        side = "equal"
    elif lower >= low and upper >= high:
        side = "above"
    elif lower <= low and upper <= high:
        side = "below"
    better = _better(aim, central)
    ambition = None
    if side == "equal":
        ambition = "equal"
    elif side and better:
        ambition = "higher" if (side == "above") == (better == "higher") else "lower"
    return {
        "central_record": other.id,
        "central_value": other.value,
        "difference": round((lower - low) / aim.factor, 9)
        if own.value_max is None and other.value_max is None
        else None,
        "versus_central": side,
        "ambition": ambition,
    }


def _better(aim: Aim, central: Aim) -> Literal["higher", "lower"] | None:
    """Which value asks for more: by the row of the indicator, a bound, or a change that is wanted; else it is open."""
    row = aim.row or central.row
    if aim.target.mode in ("increase", "decrease"):
        return "higher"
    if aim.target.mode == "rank":
        return "lower"
    if row is not None and row.better:
        return row.better
    bounds = {aim.target.comparator, central.target.comparator}
    if bounds & set(_DOWN):
        return "lower"
    return "higher" if bounds & set(_UP) else None
