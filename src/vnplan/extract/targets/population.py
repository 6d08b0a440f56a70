"""Splitting `X làm Y` into the population and what it does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from vnplan.knowledge.quantities import Quantities

_WORD = re.compile(r"[^\s,;:.()“”]+|[,()]")
_GIVEN = re.compile(r"(?:giao|phân công|phê duyệt|phân bổ|duyệt)(?= (?:trong|tại|theo|năm|của|bởi|cho)(?!\w)|$)")
_AUXILIARY = frozenset({"được", "đều", "phải", "sẽ", "cần", "đã"})
_PASSIVE = frozenset({"được", "đều", "phải"})
_COMPARING = frozenset({"từ", "trên", "dưới", "quá", "hơn", "khoảng", "ít", "tối", "không", "thiểu", "đa", "nhất"})
_NOT_SUBJECT = re.compile(
    r":|,? (?:phấn đấu|bảo đảm|ít nhất|tối thiểu|khoảng|phục vụ|chọn|phải)(?!\w)"
    r"|,(?! (?:đơn vị|cá nhân|phường|thị trấn|bản|buôn|ban|ngành|tổ chức|hội viên|khu phố|tổ dân phố))"
)


def split_population(after: str, know: Quantities, *, cut: bool = False) -> tuple[str, str | None]:
    """Split `X làm Y` into the population X and what it does, Y; `cut`: the object of the verb is cut off.

    >>> from vnplan.knowledge import Knowledge
    >>> split_population("hộ dân trong vùng ngập được hỗ trợ di dời", Knowledge.default().quantities)
    ('hộ dân trong vùng ngập', 'được hỗ trợ di dời')
    """
    words = [word.lower() for word in _WORD.findall(after)]
    chosen, measured, depth = None, None, 0
    strong, plain = know.verbs["strong"], know.verbs["plain"]
    for n, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if n == 0 or depth > 0 or words[n - 1] == ",":
            continue
        if word in strong and _begins(words, n, strong[word]):
            if _belongs(words, n, know, strong=True):
                continue
            if chosen is None or (word in ("được", "đều") and len(words) - n > 4 and words[chosen] != "có"):
                chosen = n
            break
        # a verb without object at the end belongs to the noun: "kết cấu hạ tầng xây dựng"
        if chosen is not None or word not in plain or not _begins(words, n, plain[word]):
            continue
        has_object = cut or len(words) - n > 2 or word == "có" or " ".join(words[n:]) in know.words["bare"]
        if has_object and not _belongs(words, n, know):
            if word == "có" and _is_measured(words, n):
                measured = n if measured is None else measured
            else:
                chosen = n
    if chosen is None and measured is not None:
        chosen = next((k + 1 for k in range(measured, len(words) - 2) if words[k] in ("lên", "xuống")), measured)
    if chosen is None:
        return after.strip(" ,"), None
    if words[chosen] == "được" and _GIVEN.match(" ".join(words[chosen + 1 : chosen + 4])):
        return after.strip(" ,"), None  # "nhiệm vụ được giao" is all population
    place = next(islice(_WORD.finditer(after), chosen, None)).start()
    return after[:place].strip(" ,"), after[place:].strip(" ,")


def _begins(words: Sequence[str], n: int, phrases: frozenset[str]) -> bool:
    """Whether one of some phrases, of at most three words, stands at a place."""
    return any(" ".join(words[n : n + count]) in phrases for count in (1, 2, 3))


def _is_measured(words: Sequence[str], n: int) -> bool:
    """Whether "có" at n names a size of who is meant: `tàu có chiều dài từ 15 m trở lên`."""
    if n + 1 >= len(words) or words[n + 1] in _COMPARING:
        return False
    return any(words[k][0].isdigit() and words[k - 1] in _COMPARING for k in range(n + 3, min(n + 8, len(words))))


def _belongs(words: Sequence[str], n: int, know: Quantities, *, strong: bool = False) -> bool:
    """Whether the verb at n belongs to the noun before it, or only narrows it (`hộ có nhu cầu`)."""
    if words[n] == "có":
        narrowing = know.words["narrowing"]
        return any(" ".join(words[n + 1 : n + 1 + count]) in narrowing for count in (3, 2, 1)) or words[n - 1] in (
            "chưa", "không", "đang",
        )  # fmt: skip
    if strong:
        compound = f"{words[n - 1]} {words[n]}" in know.words["compound_verb"]  # "giấy chứng nhận được cấp"
        return (
            compound
            or _narrows(words, n)
            or (words[n - 1] in ("không", "chưa", "đã", "để", "của", "cho") and words[n] != "được")
        )
    if any(" ".join(words[n : n + count]) in know.words["verb_in_noun"] for count in (2, 3)):
        return True
    if words[n - 1] in ("trọng", "không") or f"{words[n - 1]} {words[n]}" in know.words["compound_verb"]:
        return True
    before = " ".join(words[max(0, n - 2) : n])
    return know.tails["agentive"].find(before) is not None and before != "trọng điểm"


def _narrows(words: Sequence[str], n: int) -> bool:
    """Whether a verb says of whom one speaks: `người mới biết chữ …`, `hồ sơ đủ điều kiện … được giải quyết`."""
    if words[n - 1] == "mới":
        return words[n] not in _AUXILIARY
    return words[n : n + 3] == ["đủ", "điều", "kiện"] and not _PASSIVE.isdisjoint(words[n + 3 :])


def each(text: str, know: Quantities) -> tuple[str | None, str | None]:
    """`mỗi xã vùng cao có …`: the population and what the number is per."""
    subject, _ = split_population(text, know, cut=True)
    subject = _NOT_SUBJECT.split(subject)[0].strip()
    verb = next((match for match in know.cues["commit"].finditer(subject) if match[1] and match.start()), None)
    if verb is not None:
        subject = subject[: verb.start()].strip()
    return (subject or None), (known_noun(subject, know) or subject.split(" ")[0] or None)


def known_noun(text: str, know: Quantities) -> str | None:
    """The longest noun of a unit with which a text begins."""
    words = text.split(" ", 4)
    phrases = (" ".join(words[:count]) for count in (4, 3, 2, 1))
    return next((phrase for phrase in phrases if phrase.lower() in know.units), None)
