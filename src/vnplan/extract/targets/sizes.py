"""Numbers that say how big a thing is, or whom a rule means: `cầu dài trên 25 m`, `hộ nuôi trên 50 con`."""

from __future__ import annotations

import re

from vnplan.extract.targets.clauses import starts
from vnplan.extract.targets.population import known_noun, split_population
from vnplan.extract.targets.setting import Setting, Words
from vnplan.knowledge.quantities import Quantities

_LINK = re.compile(r"[,;]| và ")
_OBLIGED = re.compile(
    r" (?:[^\W\d_]+ ){0,6}?(?:phải|bắt buộc|thuộc (?:diện|đối tượng)|có trách nhiệm|không được|được|thì|mới)(?!\w)"
)
_GRANTED = re.compile(r" (?:thì )?được(?!\w)")
_EVERYBODY = re.compile(r"(?:đối với |với |cho |tại |ở )?(?:(?:các|những|mọi|nhóm) )?")
_CLAUSE = re.compile(r"[,;.:]")
_ITS_VALUE = re.compile(r"[^,;.()\d]{0,60}\d[\d.,]*\s?[%‰]")
_NOBODY = re.compile(r"(?<!\w)không (?:còn|có|để) (?:[^\W\d_]+ ){0,5}[^\W\d_]+\W*$")
_EXTREME = re.compile(r" (?:lớn|nhỏ|cao|thấp|dài) nhất$")


def threshold(setting: Setting, know: Quantities, _words: Words) -> bool:
    """A property of the noun before: `cầu dài trên 25 m`, `vùng nuôi có từ 10 ha trở lên`."""
    quantity = setting.quantity
    if quantity.mode != "level":
        return False
    if (
        quantity.value == 1
        and quantity.comparator == "gt"
        and not quantity.is_percent
        and quantity.unit.kind != "money"
    ):
        return True  # "giá trị sản phẩm trên 1 ha" is a rate
    before = _EXTREME.sub("", setting.before)
    is_length = (quantity.unit.text or "").lower() in know.words["length_unit"]
    if is_length and (know.tails["dimension"].find(before) or _is_distance(setting, know)):
        return True
    if know.tails["threshold"].find(before) and not (setting.is_goal and "reach" in quantity.verbs):
        return not is_norm(setting)
    if setting.is_goal:
        return False
    words = setting.lower[quantity.head_end : quantity.start + 3].strip()
    if words == "có từ" and setting.chunk and not quantity.is_percent and not setting.chunk.startswith("mỗi "):
        return True
    return (quantity.unit.text or "").lower() in know.words["size_unit"] and (
        setting.chunk.startswith("có ") or setting.chunk.split(" ", 1)[0] in know.words["dimension"]
    )


def _is_distance(setting: Setting, know: Quantities) -> bool:
    """How far from a place, which tells where: `ở cách trạm y tế không quá 5 km`, `trong bán kính đi bộ 500 m`."""
    return any(match[1] and match.end() < len(setting.chunk) for match in know.cues["distance"].finditer(setting.chunk))


def qualifier(setting: Setting, know: Quantities, _words: Words) -> bool:
    """A number that narrows what another counts: `100% hộ nuôi từ 10 con trở lên`, `02 mô hình trên 5 ha`."""
    outer = setting.accepted
    if (
        outer is not None
        and outer.is_count
        and setting.quantity.comparator in ("gt", "lt")
        and not setting.quantity.verbs
    ):
        between = setting.lower[outer.end : setting.quantity.head_end].rstrip()
        return bool(between) and not _LINK.search(f"{between} ") and not between.endswith((" với", " cho", " có"))
    if outer is None or outer.unit.kind != "percent" or outer.mode != "level" or setting.quantity.is_percent:
        return False
    between = setting.lower[outer.end : setting.quantity.head_end]
    if not between.strip() or _LINK.search(between):
        return False
    return split_population(between, know, cut=True)[1] is None


def of_rate(setting: Setting, know: Quantities, _words: Words) -> bool:
    """A size of those whose share follows: `tỷ lệ hộ có trên 2 ha đất đạt 15%`."""
    if setting.quantity.is_percent or not starts(setting.chunk.split(), know.words["rate"]):
        return False
    return _ITS_VALUE.match(setting.lower, setting.quantity.end) is not None


def of_none(setting: Setting, _know: Quantities, _words: Words) -> bool:
    """How much nobody is to have: `không còn xã nào có trên 12% hộ nghèo`."""
    return "have" in setting.quantity.verbs and _NOBODY.search(setting.chunk) is not None


def eligible(setting: Setting, know: Quantities, words: Words) -> bool:
    """A property of who is meant: `hộ nuôi trên 50 con phải kê khai`, `hỗ trợ tổ từ 10 thành viên trở lên`."""
    quantity, lead = setting.quantity, setting.lead
    if quantity.mode != "level" or not quantity.compared:
        return False
    if "reach" in quantity.verbs and not setting.is_goal and _or_more(setting):
        return _GRANTED.match(setting.lower, quantity.end) is not None  # "đạt từ 24 câu trở lên được vào vòng trong"
    if {"reach", "level", "aim"} & set(quantity.verbs) or not lead:
        return False
    at_least = quantity.comparator == "ge" and quantity.firm and not _or_more(setting)
    if not at_least and not words.starts_with_commit(setting.chunk) and _names_population(setting.chunk, know):
        stop = _CLAUSE.search(setting.lower, quantity.end)
        if _OBLIGED.match(setting.lower, quantity.end, stop.start() if stop else quantity.end + 120):
            return True
    if (
        setting.is_goal
        or quantity.unit.kind in ("percent", "point")
        or not _or_more(setting)
        or lead.endswith((" cho", " với"))
    ):
        return False
    if setting.accepted is not None and "trong đó" in setting.lower[setting.accepted.end : quantity.start]:
        return False
    given = know.tails["commit"].find(lead) or know.tails["adverb"].find(lead) or "have" in quantity.verbs
    return not given and not setting.chunk.startswith(know.measures)


def _or_more(setting: Setting) -> bool:
    """`từ 10 … trở lên`."""
    words = setting.lower[setting.quantity.head_end : setting.quantity.end]
    return words.endswith(("trở lên", "trở xuống")) and " từ " in f" {words}"


def _names_population(chunk: str, know: Quantities) -> bool:
    """Whether a clause begins with whom it is about: `hộ nuôi …`, `các khu dân cư có …`."""
    noun = known_noun(_EVERYBODY.sub("", chunk, count=1), know)
    return noun is not None and know.units[noun].kind in ("person", "place", "thing")


def is_norm(setting: Setting) -> bool:
    """A goal that says how much is to be given or may be taken for each: `mức hỗ trợ tối thiểu 5 triệu đồng/hộ`."""
    quantity = setting.quantity
    return setting.is_goal and quantity.firm and quantity.unit.kind == "money" and quantity.unit.per is not None
