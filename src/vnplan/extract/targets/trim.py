"""What stands with a number and does not belong to the name of what it measures: baselines, limits, parts."""

from __future__ import annotations

import re

from vnplan.extract.targets.clauses import clean_before, is_measure, starts
from vnplan.knowledge.quantities import Quantities

_TAIL = 90  # how much of the words before a number is looked at, so that time stays linear
_PLACE = 60  # and how much of them may name a place
_BLANK = re.compile(" ")
_DIGIT = re.compile(r"\d")
_SOURCE = re.compile(r"\W*Theo (?P<act>[^,;:]{2,90}), ")
_BREAK = re.compile(r"[,;]")
_AMOUNT = r"\d[\d.,/]*\s?(?:%|‰|(?!tuổi)[^\W\d_]+(?: [^\W\d_]+){0,2}?)?"
_WHEN = r"(?: ?[(,]?(?:(?:của|vào|trong) )?(?:năm \d{4}|hiện nay|hiện tại|hiện có)\)?)?"
# "tăng từ 60% (năm 2021)" before "lên 75%"
_BASELINE = re.compile(
    r",? ?(?<!\w)(?:(?:nâng|tăng|giảm|đưa|kéo giảm)(?: dần)? )?từ (?:mức |khoảng |trên |dưới |gần )?"
    rf"(?!(?:19|20)\d\d(?!\d)){_AMOUNT}{_WHEN}\s*$"
)
# "hiện nay là 31%, đến năm 2030" and "(hiện đạt 22%)" before "đạt 40%"
_NOW = re.compile(
    rf",? ?(?<!\w)(?:hiện nay|hiện tại|hiện)(?: đang| mới| chỉ)?(?: là| đạt| có| ở mức| chiếm)? {_AMOUNT}"
    r"[,;]?(?: (?:đến|vào|trong) (?:cuối |hết )?năm \d{4})?\s*$"
)
_ASIDE = re.compile(r"\s?\((?:hiện|năm 20\d\d|thực hiện|kết quả|cùng kỳ)[^()]{0,60}\)\s*$")
_COUNT_OUT = re.compile(r"\s?\((?:\d{1,5}/\d{1,5}(?: [^()\d]{1,20})?|(?:đạt |chiếm )?\d[\d.,]{0,5}\s?%)\)")
_DUE = re.compile(
    r",? (?:hoàn thành |xong |kết thúc )?(?:trước|trong|chậm nhất|đến|vào)(?: hết| cuối| tháng| ngày| quý| năm)* ?"
    r"\d[\d/]*(?: năm \d{4})?(?=,)"
)
_OR_MORE = re.compile(r"^([^.;:,()\d\n]{0,50}?) (?:trở lên|trở xuống)(?![^\W\d_])")
_WHO_DOES = re.compile(r"\s?\([^()]*(?:chủ trì|phối hợp|hoàn thành|thực hiện)[^()]*\)?\s*$")


def without_baseline(before: str) -> str:
    """The words before a number without what is so today.

    >>> without_baseline("Tỷ lệ hộ dùng nước máy tăng từ 60% (năm 2021)")
    'Tỷ lệ hộ dùng nước máy'
    >>> without_baseline("Tỷ lệ đô thị hóa hiện nay là 31%, đến năm 2030")
    'Tỷ lệ đô thị hóa'
    >>> without_baseline("Tỷ lệ trẻ từ 6 tuổi")
    'Tỷ lệ trẻ từ 6 tuổi'
    """
    head, tail = before[:-_TAIL], before[-_TAIL:]
    if _DIGIT.search(tail) is None:
        return before
    for told in (_ASIDE, _BASELINE, _NOW):
        tail = told.sub("", tail, count=1)
    return head + tail


def without_limits(before: str, know: Quantities) -> str:
    """The words before a number without the day by which it is due and what prescribes it.

    >>> from vnplan.knowledge import Knowledge
    >>> know = Knowledge.default().quantities
    >>> without_limits("khảo sát nhu cầu học nghề, hoàn thành trước ngày 30/9/2025, với", know)
    'khảo sát nhu cầu học nghề, với'
    >>> without_limits("Tập dưỡng sinh theo Mục II Đề án 1234,", know)
    'Tập dưỡng sinh,'
    """
    if ", " in before:
        before = _DUE.sub("", before)
    head, _, act = before.rpartition(" theo ")
    act = act.rstrip(" ,")
    if head and not _BREAK.search(act) and f"{act} ".startswith(tuple(f"{word} " for word in know.words["prescribes"])):
        return head + before[len(head) + len(" theo ") + len(act) :]
    return before


def without_source(before: str, know: Quantities) -> str:
    """The words before a number without the act that sets it.

    >>> from vnplan.knowledge import Knowledge
    >>> without_source("Theo Nghị quyết số 12, tỷ lệ hộ có điện", Knowledge.default().quantities)
    'tỷ lệ hộ có điện'
    """
    match = _SOURCE.match(before)
    if match is None:
        return before
    act = match["act"]
    named = f"{act} ".startswith(tuple(f"{word} " for word in ("đó", *know.words["prescribes"])))
    return before[match.end() :] if named else before


def without_place(before: str, know: Quantities) -> str:
    """The words before a number without the place of which the measure is, where that comes first.

    >>> from vnplan.knowledge import Knowledge
    >>> without_place("Đến năm 2030, trên địa bàn tỉnh tỷ lệ hộ có điện", Knowledge.default().quantities)
    'tỷ lệ hộ có điện'
    """
    cleaned = clean_before(before)
    if not cleaned[:15].lower().startswith("trên địa bàn "):
        return before
    for blank in _BLANK.finditer(cleaned, len("trên địa bàn "), _PLACE):
        if is_measure(cleaned[blank.end() :], know):
            return before[before.rfind(cleaned[blank.end() :]) :]
    return before


def before_actor(after: str, know: Quantities) -> str:
    """The words after a number as far as a purpose goes, before who acts: `Để trồng 9 ha rừng, Chi cục …`.

    >>> from vnplan.knowledge import Knowledge
    >>> before_actor(" rừng, keo, UBND xã giao", Knowledge.default().quantities)
    ' rừng, keo'
    """
    parts = after.split(", ")
    stop = next((n for n, part in enumerate(parts) if n and starts(part.split(), know.words["actor"])), len(parts))
    return ", ".join(parts[:stop])


def without_count(after: str) -> str:
    """The words after a number without brackets that say how many that are or who does it: `100% (15/15) xã`.

    >>> without_count(" rừng (năm 2027 trồng 9 ha")  # the clause ends inside the brackets
    ' rừng'
    """
    if "(" not in after:
        return after[: after.find(")")] if ")" in after else after
    if ")" not in after and _DIGIT.search(after, after.rfind("(")):
        after = after[: after.rfind("(")].rstrip()
    return _WHO_DOES.sub("", _COUNT_OUT.sub("", after, count=1))


def without_or_more(after: str, rule: str) -> str:
    """The words after a number without the second half of its comparator: `từ 35 đảng viên` + ` mới trở lên`."""
    return _OR_MORE.sub(r"\1", after, count=1) if rule.startswith("comparators.and_") else after


def without_segment(indicator: str, segment: str) -> str:
    """The measure without the part of the whole that stands where another one could.

    >>> without_segment("Tỷ lệ cơ giới hóa khâu làm đất", "khâu thu hoạch")
    'Tỷ lệ cơ giới hóa'
    >>> without_segment("Tỷ lệ thu gom rác: đô thị", "nông thôn")
    'Tỷ lệ thu gom rác'
    """
    name, colon, _ = indicator.partition(": ")
    if colon:
        return name
    at = indicator.rfind(f" {segment.split(' ', 1)[0].lower()} ")
    return indicator[:at] if at > 0 else indicator
