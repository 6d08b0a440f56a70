"""Reasons why a number is a target: the section, a comparator, a verb that commits, a list of targets."""

from __future__ import annotations

import re

from vnplan.extract.targets.clauses import clean_before, is_definite, starts
from vnplan.extract.targets.setting import Setting, Words, is_named_in_brackets
from vnplan.knowledge.quantities import Quantities

_EACH = re.compile(r"(?<!\w)(?:mỗi|từng)(?: [^\W\d_]+){1,3}$")
_THE_REST = re.compile(r" (?:[^\W\d_]+ ){0,3}?(?:còn lại|chưa)(?!\w)")
_TOLD_PLACE = re.compile(
    r"^(?:tổ chức tại$|địa điểm|nơi |phạm vi|khu vực|vị trí)|được (?:thực hiện|tổ chức|tiến hành|triển khai) (?:tại|ở)$"
)
_SPECIFIED = re.compile(r"[-+*•\s]*(?:số lượng|quy mô|chỉ tiêu)(?: [^\W\d_]+){0,4} ?: ?$")
# "Tổng số chợ xây mới: 40 chợ"
_TOTAL = re.compile(r"[-+*•\s]*(?:[a-zđ]\) |\d{1,2}\. )?(?:tổng số|số lượng) (?P<what>[^:;.\d]{3,60}): ?$")
# a size of each one, which is a rate as much as "8 m2/người" is
_OF_EACH = re.compile(r"(?<!\w)bình quân (?:đầu người|mỗi(?: [^\W\d_]+){1,3}):?$")
# a time by which the plan says what there is to be: "Đến năm 2030 có 900 ha chè", "Giai đoạn 2026 - 2028 …"
_COMING = re.compile(r"\W*(?:phấn đấu )?(?:đến (?:hết |cuối )?năm|giai đoạn(?= 20\d\d ?[-–])) (?P<year>20\d\d)(?!\d)")
_COUNTS = ("số ", "tổng số ", "tỷ số ", "tỉ số ")


def reason(setting: Setting, know: Quantities, words: Words) -> str | None:
    """The row by which a number is a target; None where nothing shows a commitment."""
    quantity = setting.quantity
    if quantity.mode == "rank":
        return quantity.rule
    if is_named_in_brackets(setting, words):
        return "targets.named_in_brackets"
    if quantity.rule == "targets.on_area" and (setting.is_task or setting.is_goal):
        return quantity.rule
    commit = _commitment(setting, know, words) or _opens_task(setting, know)
    if commit is None and _is_spelt(setting) and not quantity.verbs and not setting.lead.endswith("thêm"):
        return None  # "giữa hai xã": words count what is done only as the object of a verb
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
    if (
        known
        and clause.endswith(" cho")
        and not clause.endswith("đại diện cho")
        and words.has("commit", clause)
        and not words.has("funding", clause)
    ):
        return "targets.recipient"
    if known and clause.endswith(" với") and words.has("partner", clause):
        return "target_cues.partner"
    if known and setting.accepted is None and _is_reach_of_work(setting, know, words):
        return "targets.places_of_work"
    return None


def _is_reach_of_work(setting: Setting, know: Quantities, words: Words) -> bool:
    """How many places a task reaches, or of how many parts that is made which it sets up.

    `Quan trắc tại 25 điểm`, `đo đạc lại đất của 05 huyện còn lại`, `thành lập tổ tư vấn gồm 15 chuyên gia`.
    """
    quantity, clause = setting.quantity, setting.chunk.rstrip()
    after = setting.lower[quantity.end : quantity.end + 30]
    if not (setting.is_task or setting.is_goal) or quantity.unit.kind not in ("place", "thing", "person"):
        return False
    if clause.endswith((" gồm", " bao gồm")):
        return quantity.unit.kind != "place" and starts(clause.split(), know.words["sets_up"])
    if not clause.endswith((" tại", " ở")) and not (clause.endswith(" của") and _THE_REST.match(after)):
        return False
    return (
        words.has("commit", clause)
        and not _TOLD_PLACE.search(clause)
        and not words.has("past", clause)
        and not words.has("occasion", clause)
        and not is_definite(after, know)
    )


def _is_spelt(setting: Setting) -> bool:
    """`hai xã`: places and things counted in words, without comparator."""
    quantity = setting.quantity
    return (
        quantity.unit.kind in ("place", "thing")
        and not quantity.compared
        and setting.lower[quantity.number : quantity.number + 1].isalpha()
    )


def _opens_task(setting: Setting, know: Quantities) -> str | None:
    """A task begins with its verb, also with one that no row names: `Đặt 60 thùng rác`."""
    lead, kind = setting.lead, setting.quantity.unit.kind
    if not setting.is_task or kind not in ("thing", "event", "person", "measure") or setting.quantity.verbs:
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
    if setting.is_goal or setting.is_aimed(words) or quantity.firm or quantity.mode != "level" or quantity.value == 100:
        return True
    if {"reach", "level", "aim"} & set(quantity.verbs) or ("have" in quantity.verbs and not before):
        return True
    return (
        setting.continues
        or setting.in_row
        or (_is_counted(setting) and words.starts_with_commit(setting.chunk))
        or (quantity.compared and not before)
    )


def _is_counted(setting: Setting) -> bool:
    """Whether a share is compared or is one of a number: `diễn tập phòng cháy 20% số xã`."""
    return setting.quantity.compared or setting.lower.startswith((" số ", " tổng số "), setting.quantity.end)


def _is_limit(setting: Setting) -> bool:
    """`không quá 05 cá nhân` limits what may be done; it is no aim but in a list of aims."""
    if setting.quantity.comparator not in ("le", "lt") or not setting.quantity.is_count:
        return False
    if not setting.is_goal:
        return True
    return setting.quantity.unit.kind == "person" and not setting.chunk.startswith(_COUNTS)


def _takes_object(setting: Setting, words: Words) -> bool:
    """Whether the verb before a number of things commits to it; `mỗi xã cử không quá 02 người` only allows."""
    return not _is_limit(setting) or setting.is_aimed(words) or not words.has("allows", setting.chunk)


def _amount(setting: Setting, know: Quantities, words: Words) -> bool:
    """A number of things, people or events, an amount or sum."""
    quantity, before = setting.quantity, setting.lead
    described = not quantity.compared and know.tails["description"].find(before) is not None
    if setting.is_goal and not _is_limit(setting):
        shown = quantity.unit.kind != "unknown" or quantity.compared or _is_driven(setting)
        shown = shown or ("have" in quantity.verbs and not setting.lead)  # "Có 05 chòi canh lửa"
        return shown and (bool(quantity.verbs) or not described)
    aimed = setting.is_aimed(words)
    if _is_limit(setting) and not aimed:
        return False
    if quantity.mode != "level" or _in_list(setting, words) or _is_rate_of_issue(setting):
        return True
    return not described and _is_stated(setting, know, words, aimed=aimed)


def _is_driven(setting: Setting) -> bool:
    """Whether a verb leads to the number: `tăng`, `đạt`, `lên`."""
    return setting.quantity.mode != "level" or bool({"reach", "level"} & set(setting.quantity.verbs))


def _in_list(setting: Setting, words: Words) -> bool:
    """Whether the number goes on with another, or counts for each: `mỗi xã mở 02 lớp`."""
    quantity, before = setting.quantity, setting.lead
    if setting.accepted is not None and setting.is_aimed(words):
        same = quantity.unit.kind == "measure" and quantity.unit.text == setting.accepted.unit.text
        if setting.opens_item or (same and setting.continues):
            return True  # "2.000 ha bưởi; 4.000 ha xoài và 3.000 ha nhãn"
    if setting.continues and (not before or _goes_on(setting, words)):
        return True
    if setting.accepted is not None and before.startswith("với tổng "):
        return True  # "nâng cấp 03 tuyến đường với tổng chiều dài 12,6 km"
    with_people = quantity.unit.kind == "person" and f" {before}".endswith(" với")
    if with_people and setting.accepted is not None and setting.accepted.unit.kind == "event":
        return True  # "03 lớp tập huấn với 90 học viên"
    return quantity.unit.kind != "unknown" and bool(
        (_EACH.search(before) and words.has("commit", before))
        or setting.chunk.startswith(("mỗi ", "từng "))
        or (quantity.compared and setting.continues)
    )


def _is_rate_of_issue(setting: Setting) -> bool:
    """`ra 01 kỳ/tuần`."""
    return setting.quantity.unit.kind == "never" and setting.quantity.unit.per is not None


def _is_stated(setting: Setting, know: Quantities, words: Words, *, aimed: bool) -> bool:
    """Whether a comparator, a rate or a verb shows that a number outside goals is meant to be reached."""
    quantity = setting.quantity
    known, acts = quantity.unit.kind != "unknown", words.starts_with_commit(setting.chunk)
    driven = _is_driven(setting)
    return (
        quantity.firm
        or (quantity.unit.kind == "event" and acts)  # "tập huấn kỹ thuật 04 lớp"
        or (setting.is_task and known and _SPECIFIED.match(setting.head) is not None)
        or (quantity.unit.per is not None and known and quantity.unit.kind not in ("person", "place"))
        or (quantity.compared and (aimed or acts))
        or ("aim" in quantity.verbs and known)
        or (setting.is_task and driven and known and _moves_measure(setting, know))
        or ("reach" in quantity.verbs and quantity.unit.kind == "money" and acts)  # "vận động quỹ đạt 1,2 tỷ đồng"
        or (known and _is_specified_total(setting, words))
        or (quantity.unit.kind == "measure" and _OF_EACH.search(setting.head.rstrip()) is not None)
        or (known and _is_to_come(setting, know))
        # "phấn đấu đến năm 2027 có 9 triệu hội viên": between aim and verb stands only the time
        or (aimed and (driven or ("have" in quantity.verbs and not clean_before(setting.lead))))
    )


def _is_specified_total(setting: Setting, words: Words) -> bool:
    """How much work there is in all: `Tổng số chợ xây mới: 40 chợ`; `Tổng số hộ nghèo: 40 hộ` only tells."""
    total = _TOTAL.match(setting.head) if setting.quantity.unit.kind in ("thing", "event", "measure") else None
    return total is not None and words.has("commit", total["what"])


def _is_to_come(setting: Setting, know: Quantities) -> bool:
    """What the sentence says that there is at a time to come: `Đến năm 2030 có 900 ha chè, sản lượng đạt 900 tấn`."""
    has = "have" in setting.quantity.verbs
    coming = _COMING.match(setting.lower, setting.sentence if has else setting.period)
    if coming is None or setting.first_year is None or int(coming["year"]) < setting.first_year:
        return False
    if has:
        return not clean_before(setting.lead)
    said = setting.lower[setting.quantity.head_end : setting.quantity.number]  # "dân số là 1 triệu người" only tells
    return "đạt" in said.split() and f"{clean_before(setting.lead)} ".startswith(know.measures)


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
    return clause.startswith(know.measures) or starts(clause.split(), know.words["raise"])
