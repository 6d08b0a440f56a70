"""A number with what stands around it: comparator, verb, unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from vnplan.core.mentions import Comparator, TargetMode
from vnplan.extract.targets.numbers import Number, decimal, is_year
from vnplan.extract.targets.units import Unit, unit_at
from vnplan.knowledge.quantities import ComparatorRow, Quantities, VerbRow

_AFTER = re.compile(
    r" ?(?P<words>(?:trở lên|trở xuống|hoặc hơn|hoặc cao hơn|hoặc nhiều hơn|hoặc thấp hơn|hoặc ít hơn)"
    r"(?: trở lên)?)(?![^\W\d_])"
)
_AFTER_NOUN = re.compile(r"[^.;:,()\d\n]{0,50}? (trở lên|trở xuống)(?![^\W\d_])")
_UNIT_WORDS = 4  # blanks in " quy đổi trở lên"
_COUNTED = ("place", "person", "thing", "event", "unknown")
_LEADING = re.compile(r"[^.;\n]{0,40}?(?<!\w)(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất|tốt nhất|khá nhất)(?!\w)")
_RANK_HEAD = re.compile(r"(?<!\w)(?:(?:trong |thuộc |vào )?nhóm|nằm trong|thuộc|vào|trong)$")
_DECIMAL = re.compile(r"\d{1,2}[.,]\d{1,4}")
_INDEX_NAME = 120  # how far before its value the name of an index is looked for
_BREAK = re.compile(r"[,;:] ")
_OBJECT_CHANGED = re.compile(
    r"(?:phấn đấu |bảo đảm |mỗi năm |hằng năm |hàng năm |bình quân |[-+*] |,? )*"
    r"(?P<verb>kéo giảm|cắt giảm|giảm|tăng)(?! trưởng| cường)(?!\w)"
)
_PER_TIME = re.compile(r" mỗi (năm|tháng|quý|tuần)(?!\w)")
_CHANGED = re.compile(r"(?<!\w)(?<!mức )(?<!tốc độ )(?<!tỷ lệ )(?P<verb>kéo giảm|cắt giảm|giảm|tăng)(?!\w)")


class Quantity(NamedTuple):
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
        """Whether the number is a share or a multiple."""
        return self.unit.kind in ("percent", "point") or (self.unit.kind == "ratio" and self.unit.per is None)

    @property
    def is_count(self) -> bool:
        """Whether things, people or events are counted."""
        return self.unit.kind in _COUNTED or (self.unit.kind == "ratio" and self.unit.per is not None)


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
    base = max(floor, number - 60)
    head = lower[base:number].rstrip(" +")
    for _ in range(6):
        hit = know.heads.find(head)
        if hit is None:
            break
        phrase, row = hit
        start = base + len(head) - len(phrase)
        if isinstance(row, ComparatorRow):
            if {"reach", "aim", "have"} & set(found.verbs):
                break  # "trên 5 xã đạt 80%": what stands before the verb is not about this number
            if row.id == "from":
                found.from_ = True
            elif row.approximate:
                found.about = True
            elif found.comparator is None or found.comparator.id == "times_as_much":
                found.comparator = row  # "ít nhất gấp đôi"
            found.start, found.rule = start, found.rule or f"comparators.{row.id}"
        elif isinstance(row, VerbRow):
            if row.kind == "noun":
                break  # "tốc độ tăng trưởng 8%" is a level, "tăng trưởng 8%" a change
            found.rule = found.rule or f"target_cues.{row.id}"
            found.verbs += (row.kind,)
            if row.kind in ("increase", "decrease"):
                found.start = found.head_end = start
                if not {"level", "aim", "have"} & set(found.verbs):
                    found.mode = "increase" if row.kind == "increase" else "decrease"
                break
            if row.kind == "level":
                found.start = start
        found.head_end = start
        head = head[: len(head) - len(phrase)].rstrip()
    return found


def read(text: str, lower: str, number: Number, floor: int, know: Quantities) -> Quantity | None:
    """The quantity around a number; `floor` is where the words before it may begin."""
    if number.rank is not None:
        return _rank(text, number)
    unit: Unit | None = Unit("lần", "ratio", number.end)
    if number.low != "đôi":
        unit = unit_at(text, number.end, know) or _of_index(lower, floor, number, know)
    if unit is None:
        return None
    before = _read_before(lower, floor, number.start, know)
    if is_year(number.low) and (before.comparator is None or number.high is not None):
        return None
    quantity = _quantity(lower, number, unit, before, know)
    if quantity.comparator == "gt" and _is_on_area(lower, floor, quantity, know):
        quantity = quantity._replace(start=number.start, comparator="eq", rule="targets.on_area")
    if quantity.over is not None:
        quantity = _fraction(text, number, quantity)
    if quantity.unit.kind in _COUNTED and not quantity.verbs and _LEADING.match(lower, quantity.end):
        head = lower[floor : quantity.head_end].rstrip()
        if match := _RANK_HEAD.search(head):
            start = floor + match.start() + (match[0].rfind("nhóm") if "nhóm" in match[0] else len(match[0]) + 1)
            return quantity._replace(
                start=start,
                head_end=start,
                comparator="le",
                mode="rank",
                firm=True,
                unit=quantity.unit._replace(text=None),
                rule="targets.rank",
            )
    if (
        quantity.mode == "level"
        and not {"reach", "level"} & set(quantity.verbs)
        and quantity.comparator in ("eq", "between", "ge")
    ):
        head = lower[floor : quantity.head_end]
        chunk = _object(head, know)
        match = _OBJECT_CHANGED.match(chunk)
        if match is None:
            match = next((m for m in _CHANGED.finditer(chunk) if chunk.startswith(know.measures, m.end() + 1)), None)
        if match and quantity.is_percent:
            return quantity._replace(mode="increase" if match["verb"] == "tăng" else "decrease")
    return quantity


def _of_index(lower: str, floor: int, number: Number, know: Quantities) -> Unit | None:
    """Indices have values without unit: `Chỉ số phát triển con người đạt trên 0,72`."""
    if number.high or number.over or not _DECIMAL.fullmatch(number.low):
        return None
    before = _read_before(lower, floor, number.start, know)
    if not {"reach", "level"} & set(before.verbs):
        return None
    index = _BREAK.split(lower[max(floor, before.head_end - _INDEX_NAME) : before.head_end])[-1]
    named = any(match[1] for match in know.cues["index"].finditer(index))
    return Unit(None, "measure", number.end) if named else None


def _is_on_area(lower: str, floor: int, quantity: Quantity, know: Quantities) -> bool:
    """Whether "trên" says where and not how many: `thí điểm quy trình canh tác trên 500 ha`."""
    if lower[quantity.start : quantity.number].strip() != "trên" or quantity.verbs:
        return False
    if (quantity.unit.text or "").lower() not in know.words["area_unit"]:
        return False
    words = _BREAK.split(lower[floor : quantity.head_end])[-1].rpartition("|")[2].split()
    return any(
        len(words) > count + 1 and " ".join(words[:count]) in know.words["applied_on_area"] for count in (3, 2, 1)
    )


def _object(head: str, know: Quantities) -> str:
    """The words before a number from its last verb on: `giảm số vụ, số người chết và số người bị thương`."""
    parts = _BREAK.split(head)
    chunk = parts.pop().lstrip()
    while parts and chunk.startswith(know.measures):
        chunk = f"{parts.pop().lstrip()}, {chunk}"
    return chunk


def _quantity(lower: str, number: Number, unit: Unit, before: _Before, know: Quantities) -> Quantity:
    whole = unit.kind in _COUNTED and unit.factor == 1
    factor = Decimal(unit.factor)
    end, after = unit.end, None
    if match := _AFTER.match(lower, end) or (know.whole_and_more.match(lower, end) if unit.kind == "percent" else None):
        after, end = know.after.get(match["words"]), match.end()
    elif before.from_ and number.high is None and (match := _AFTER_NOUN.match(lower, end)):
        after = know.after.get(match[1])
        if "reach" in before.verbs and unit.kind in ("thing", "measure") and match[0].count(" ") <= _UNIT_WORDS:
            # "đạt từ 7,5 điểm quy đổi trở lên": what is measured stands before the verb, so these words are the unit's
            unit, end = unit._replace(text=f"{unit.text}{lower[end : match.start(1)].rstrip()}"), match.end()
    if unit.per is None and (match := _PER_TIME.match(lower, end)):
        unit, end = unit._replace(per=match[1]), match.end()
    row = after or before.comparator
    comparator: Comparator = "eq"
    if number.high is not None:
        comparator = "between"
    elif row is not None:
        comparator = row.comparator
    elif before.from_:
        comparator = "ge"
    return Quantity(
        start=before.start,
        number=number.start,
        end=end,
        head_end=before.head_end,
        value=decimal(number.low, whole=whole) * factor,
        value_max=decimal(number.high, whole=whole) * factor if number.high else None,
        unit=unit,
        comparator=comparator,
        compared=row is not None or before.from_ or before.about or number.high is not None,
        firm=row is not None and row.firm,
        approximate=before.about,
        mode=before.mode,
        verbs=before.verbs,
        rule=f"comparators.{after.id}" if after else before.rule or f"units.{unit.row or unit.kind}",
        over=decimal(number.over) if number.over else None,
    )


def _fraction(text: str, number: Number, quantity: Quantity) -> Quantity:
    """`1/3 số xã` is a share; `25/25 xã` and `90/100 điểm` count; any other pair is a result out of a plan."""
    over = quantity.over or Decimal(1)
    if quantity.unit.text == "điểm" and over in (10, 100):
        return quantity._replace(over=None)
    if over >= 1000 and over == 10 ** (len(str(over)) - 1):
        # "42/100.000 trẻ" is a rate
        unit = Unit(None, "ratio", quantity.end, per=f"{number.over} {quantity.unit.text}")
        return quantity._replace(unit=unit, over=None)
    part = text.startswith((" số", " tổng số"), number.end) or (quantity.compared and over <= 5)
    if quantity.value < over <= 10 and part:
        unit = Unit(None, "percent", number.end)
        return quantity._replace(value=quantity.value / over, unit=unit, end=number.end, over=None)
    return quantity


def _rank(text: str, number: Number) -> Quantity:
    start = number.rank if number.rank is not None else number.start
    top = text[start : start + 3].lower() in ("top", "tốp")
    better = text.startswith(" trở lên", number.end)
    return Quantity(
        start=start,
        number=number.start,
        end=number.end + (len(" trở lên") if better else 0),
        head_end=start,
        value=Decimal(number.low),
        value_max=None,
        unit=Unit(None, "unknown", number.end),
        comparator="le" if top or better else "eq",
        compared=True,
        firm=True,
        approximate=False,
        mode="rank",
        verbs=(),
        rule="targets.rank",
    )
