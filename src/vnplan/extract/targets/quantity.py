"""A number with what stands around it: comparator, verb, unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from vnplan.core.mentions import Comparator, TargetMode
from vnplan.extract.targets.numbers import SCALES, decimal, is_year
from vnplan.extract.targets.units import Unit, unit_at
from vnplan.knowledge.quantities import ComparatorRow, Quantities, VerbRow

_AFTER = re.compile(
    r"(?:,? ?\(?)?(?P<words>(?:trở lên|trở xuống|hoặc hơn|hoặc cao hơn|hoặc nhiều hơn|hoặc thấp hơn|hoặc ít hơn)"
    r"(?: trở lên)?)\)?(?![^\W\d_])"
)
_AFTER_NOUN = re.compile(r"[^.;:,()\d\n]{0,50}? (trở lên|trở xuống)(?![^\W\d_])")
_WHOLE = ("place", "person", "thing", "event", "unknown")
_LEADING = re.compile(
    r"[^\W\d_]* (?:trong số )?(?:địa phương|tỉnh|thành phố|xã|phường|huyện|bộ|sở|đơn vị|cơ quan)[^.;]{0,40}?"
    r"(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất|tốt nhất|khá nhất|nhất cả nước)"
)
_RANK_BEFORE = ("nhóm", "trong", "thuộc", "vào", "nhóm đầu", "tốp", "top", "tốp đầu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number in its setting. `head_end` is where the words before comparator and verbs end."""

    start: int
    number: int
    end: int
    head_end: int
    value: Decimal
    value_max: Decimal | None
    unit: Unit
    comparator: Comparator
    compared: bool  # a comparator is there
    firm: bool  # one that shows a commitment
    approximate: bool
    mode: TargetMode
    verbs: tuple[str, ...]  # kinds of the verbs between head and comparator
    rule: str
    over: Decimal | None = None

    @property
    def is_percent(self) -> bool:
        """Whether the number is a share."""
        return self.unit.kind in ("percent", "point")

    @property
    def is_count(self) -> bool:
        """Whether things, people or events are counted."""
        return self.unit.kind in _WHOLE


@dataclass(slots=True)
class _Before:
    start: int
    head_end: int
    comparator: ComparatorRow | None = None
    from_: bool = False
    about: bool = False
    mode: TargetMode = "level"
    verbs: tuple[str, ...] = ()
    rule: str | None = None


def _read_before(lower: str, floor: int, number: int, know: Quantities) -> _Before:
    """Strip comparators and verbs from the end of the words before a number."""
    found = _Before(number, number)
    head = lower[max(floor, number - 60) : number].rstrip()
    base = number - len(lower[max(floor, number - 60) : number])
    level = False
    for _ in range(6):
        hit = know.heads.find(head)
        if hit is None:
            break
        phrase, row = hit
        start = base + len(head) - len(phrase)
        if isinstance(row, ComparatorRow):
            if row.id == "from":
                found.from_ = True
            elif row.approximate:
                found.about = True
            elif found.comparator is None:
                found.comparator = row
            found.start, found.rule = start, found.rule or f"comparators.{row.id}"
        elif isinstance(row, VerbRow):
            if row.kind in ("increase", "decrease"):
                if not level and "aim" not in found.verbs:
                    found.mode = "increase" if row.kind == "increase" else "decrease"
                    found.start = start
                elif level:
                    found.start = start
                found.verbs += (row.kind,)
                found.head_end = start
                break
            if row.kind == "level":
                level = True
                found.start = start
            found.verbs += (row.kind,)
            found.rule = found.rule or f"target_cues.{row.id}"
        found.head_end = start
        head = head[: len(head) - len(phrase)].rstrip()
    return found


def read(text: str, lower: str, match: re.Match[str], floor: int, know: Quantities) -> Quantity | None:
    """The quantity around a matched number; `floor` is where the words before it may begin."""
    low, high, over = match["low"], match["high"], match["over"]
    number, end = match.span()
    if high is not None and not _is_range(low, high):
        high, end = None, match.end("over") if over else match.end("low")
    unit = unit_at(text, end, know)
    if unit is None:
        return None
    before = _read_before(lower, floor, number, know)
    if is_year(low) and (before.comparator is None or high is not None):
        return None
    whole = unit.kind in _WHOLE and unit.factor == 1
    factor = Decimal(unit.factor)
    value = decimal(low, whole=whole) * factor
    value_max = decimal(high, whole=whole) * factor if high else None
    end = unit.end
    after = None
    if match_after := _AFTER.match(lower, end + 1 if text[end : end + 1] == " " else end):
        after, end = know.after.get(match_after["words"]), match_after.end()
    elif before.from_ and high is None and (match_after := _AFTER_NOUN.match(lower, end)):
        after, end = know.after.get(match_after[1]), unit.end
    comparator: Comparator = "eq"
    if high is not None:
        comparator = "between"
    elif after is not None:
        comparator = after.comparator
    elif before.comparator is not None:
        comparator = before.comparator.comparator
    elif before.from_:
        comparator = "ge"
    row = after or before.comparator
    return Quantity(
        start=before.start,
        number=number,
        end=end,
        head_end=before.head_end,
        value=value,
        value_max=value_max,
        unit=unit,
        comparator=comparator,
        compared=row is not None or before.from_ or before.about or high is not None,
        firm=row is not None and row.firm,
        approximate=before.about,
        mode=before.mode,
        verbs=before.verbs,
        rule=f"comparators.{after.id}" if after else before.rule or f"units.{unit.row or unit.kind}",
        over=decimal(over) if over else None,
    )


def _is_range(low: str, high: str) -> bool:
    if is_year(high) and not is_year(low):
        return False
    return decimal(low) < decimal(high)


__all__ = ["SCALES", "Quantity", "read"]
