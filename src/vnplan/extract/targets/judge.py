"""Reasons why a number is a target: the section, a comparator, a verb that commits, a list of targets."""

from __future__ import annotations

import re

from vnplan.extract.targets.setting import Setting, Words
from vnplan.knowledge.quantities import Quantities

_EACH = re.compile(r"(?<!\w)(?:mỗi|từng)(?: [^\W\d_]+){1,3}$")
_COUNTS = ("số ", "tổng số ", "tỷ số ", "tỉ số ")


def reason(setting: Setting, know: Quantities, words: Words) -> str | None:
    """The row by which a number is a target; None where nothing shows a commitment."""
    quantity = setting.quantity
    if quantity.mode == "rank":
        return quantity.rule
    commit = _commitment(setting, know, words) or _opens_task(setting, know)
    shown = _share(setting, words) if quantity.is_percent else _amount(setting, know, words)
    if commit is not None and (shown or quantity.is_percent or _takes_object(setting, words)):
        return commit
    return quantity.rule if shown else None


def _commitment(setting: Setting, know: Quantities, words: Words) -> str | None:
    """The row of the verb whose object the number is: `lắp đặt thêm 85 camera`, `tập huấn kỹ năng cho 60 hộ`."""
    lead = setting.lead
    for _ in range(3):
        commit = know.tails["commit"].find(lead) or know.tails["commit"].find(lead.removesuffix(" cho"))
        if commit is not None:
            return f"target_cues.{getattr(commit[1], 'id', '')}"
        adverb = know.tails["adverb"].find(lead)
        if adverb is None:
            break
        lead = lead[: -len(adverb[0])].rstrip()
    clause = setting.chunk.rstrip()
    known = setting.quantity.unit.kind != "unknown"
    if known and clause.endswith(" cho") and words.has("commit", clause) and not words.has("funding", clause):
        return "targets.recipient"
    if known and clause.endswith(" với") and words.has("partner", clause):
        return "target_cues.partner"
    return None


def _opens_task(setting: Setting, know: Quantities) -> str | None:
    """A task begins with its verb, also with one that no row names: `Đặt 60 thùng rác`."""
    lead, kind = setting.lead, setting.quantity.unit.kind
    if setting.line.role != "task" or kind not in ("thing", "event", "person", "measure") or setting.quantity.verbs:
        return None
    if (
        lead in know.words["actor"]
        or not lead
        or lead.count(" ") > 1
        or not lead[-1].isalpha()
        or lead != setting.chunk.rstrip(" :")
    ):
        return None
    named = any(know.tails[name].find(lead) for name in ("description", "label", "threshold", "dimension"))
    return None if named or f"{lead} ".startswith(know.measures) else "targets.opens_task"


def _share(setting: Setting, words: Words) -> bool:
    """A percentage, or points and multiples."""
    quantity, before = setting.quantity, setting.lead
    if setting.is_goal or _aimed(setting, words) or quantity.firm or quantity.mode != "level" or quantity.value == 100:
        return True
    if {"reach", "level", "aim"} & set(quantity.verbs) or ("have" in quantity.verbs and not before):
        return True
    return (
        setting.continues
        or setting.in_row
        or (quantity.compared and (not before or words.starts_with_commit(setting.chunk)))
    )


def _is_limit(setting: Setting) -> bool:
    """`không quá 05 cá nhân` limits what may be done; it is no aim but in a list of aims."""
    if setting.quantity.comparator not in ("le", "lt") or not setting.quantity.is_count:
        return False
    if not setting.is_goal:
        return True
    return setting.quantity.unit.kind == "person" and not setting.chunk.startswith(_COUNTS)


def _takes_object(setting: Setting, words: Words) -> bool:
    """Whether the verb before a number of things commits to it."""
    return not _is_limit(setting) or _aimed(setting, words)


def _amount(setting: Setting, know: Quantities, words: Words) -> bool:
    """A number of things, people or events, an amount or sum."""
    quantity, before = setting.quantity, setting.lead
    known = quantity.unit.kind != "unknown"
    described = not quantity.compared and know.tails["description"].find(before) is not None
    driven = quantity.mode != "level" or "reach" in quantity.verbs or "level" in quantity.verbs
    if setting.is_goal and not _is_limit(setting):
        return (known or quantity.compared or driven) and (bool(quantity.verbs) or not described)
    aimed = _aimed(setting, words)
    if _is_limit(setting) and not aimed:
        return False
    if setting.continues and (not before or _goes_on(setting, words)):
        return True
    if quantity.mode != "level":
        return True
    if known and (
        (_EACH.search(before) and words.has("commit", before))
        or setting.chunk.startswith(("mỗi ", "từng "))
        or (quantity.compared and setting.continues)
    ):
        return True
    if described:
        return False
    if quantity.firm:
        return True
    if quantity.unit.kind == "event" and words.starts_with_commit(setting.chunk):
        return True  # "tập huấn kỹ thuật 04 lớp"
    if quantity.unit.per is not None and known and quantity.unit.kind not in ("person", "place"):
        return True
    if quantity.compared and (aimed or words.starts_with_commit(setting.chunk)):
        return True
    if "aim" in quantity.verbs and known:
        return True
    if setting.line.role == "task" and driven and known and _moves_measure(setting, know):
        return True
    return aimed and (driven or ("have" in quantity.verbs and not before))


def _goes_on(setting: Setting, words: Words) -> bool:
    """`03 tổ tuần tra bảo vệ rừng và 05 chốt`: the last words of the first thing stand between."""
    first, second = setting.accepted, setting.quantity
    if first is None or not first.is_count or not second.is_count or second.over is not None:
        return False
    between = setting.lower[first.end : second.head_end].rstrip(" ,").removesuffix(" và")
    if second.unit.kind == "place" != first.unit.kind:
        return False
    return not words.has("inside", between)


def _moves_measure(setting: Setting, know: Quantities) -> bool:
    """`nâng số trường đạt chuẩn lên 17 trường`, `sản lượng đạt 500 tấn`."""
    clause = setting.chunk
    return clause.startswith(know.measures) or clause.split(" ", 1)[0] in know.words["raise"]


def _aimed(setting: Setting, words: Words) -> bool:
    """Whether the sentence speaks of an aim before the number, after whatever it tells of the past."""
    sentence = setting.lower[setting.period : setting.quantity.start]
    return words.last("aim", sentence) > words.last("past", sentence)
