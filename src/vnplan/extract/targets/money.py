"""Money that is spent or only describes, and the rates at which a policy grants it."""

from __future__ import annotations

import re

from vnplan.extract.targets.clauses import clean_before
from vnplan.extract.targets.setting import Setting, Words
from vnplan.extract.targets.sizes import is_norm
from vnplan.knowledge.quantities import Quantities

_COST = re.compile(r" (?:các )?(?:chi phí|kinh phí|lãi suất|học phí|tiền|giá (?!trị)|mức đóng|tổng mức|vốn|lãi vay)")
# "bằng 60% mức phụ cấp của trưởng thôn", but not "mức thu nhập"
_OF_NORM = re.compile(
    r" (?:của )?(?:(?:định )?mức|tiền) (?:phụ cấp|trợ cấp|lương|công tác phí|chi|bồi dưỡng|thù lao|đóng|phạt|hỗ trợ)"
    r"(?!\w)"
)
_GRANTS = re.compile(r"(?<!\w)(?:hỗ trợ|miễn)(?!\w)")
_PART = re.compile(r"^\W*(?:trong đó,? )?")
_REACHED = re.compile(r"(?<!\w)đạt(?!\w)")


def support(setting: Setting, _know: Quantities, _words: Words) -> bool:
    """`hỗ trợ 50% chi phí` is the rate of a policy, `bằng 60% mức phụ cấp của …` that of an allowance."""
    quantity = setting.quantity
    if not quantity.is_percent:
        return False
    if not setting.is_goal and _OF_NORM.match(setting.lower, quantity.end):
        return True
    return _GRANTS.search(setting.chunk) is not None and _COST.match(setting.lower, quantity.end) is not None


def money(setting: Setting, know: Quantities, words: Words) -> bool:
    """Money that is spent or only describes; outside goals only income and investment are targets."""
    number = setting.quantity.number
    if setting.quantity.unit.kind != "money":
        return False
    if is_norm(setting) or (setting.is_goal and _REACHED.search(setting.lower, setting.quantity.head_end - 1, number)):
        return False  # "tổng vốn gọi được đạt tối thiểu 30 triệu USD"
    revenue = words.last("revenue", setting.head)
    # "phụ cấp bằng 60% lương: cụ thể là 2 triệu đồng/tháng": the name stands before the colon
    named = setting.chunk if clean_before(setting.chunk) else setting.head
    if "reach" in setting.quantity.verbs and setting.quantity.unit.per and not words.has("funding", named):
        return False
    measured = setting.chunk.startswith(know.measures) or _PART.sub("", setting.head).startswith(know.measures)
    if measured and "reach" in setting.quantity.verbs and setting.is_aimed(words):
        return words.has("funding", setting.head)  # "Mục tiêu …. Trong đó, giá trị thủy sản đạt 300 tỷ đồng"
    return words.last("funding", setting.head) > revenue or (not setting.is_goal and revenue < 0)
