"""What a target measures, and of whom: read from the words around the number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from vnplan.extract.targets.population import each, split_population
from vnplan.extract.targets.quantity import Quantity
from vnplan.knowledge.quantities import Quantities

_YEAR = r"(?:năm |giai đoạn |thời kỳ )?\d{4}(?: ?- ?\d{4})?"
_LEAD = re.compile(
    r"(?:[-+*•]|(?:\d{1,2}|[a-zđ]|[IVX]{1,4})[.)]|\(\d{1,2}\)|"
    r"(?:trong đó(?: có)?|đồng thời|ngoài ra|cụ thể(?: là)?|và|còn lại|riêng|cùng với đó|"
    r"hằng năm|hàng năm|hằng tháng|hằng quý|mỗi năm|mỗi tháng|mỗi quý|"
    r"(?:bình quân|trung bình) (?:hằng năm|hàng năm|mỗi năm)|"
    rf"(?:(?:đến|vào|trong|từ|cuối|hết|riêng|tính đến|chậm nhất|trước|phấn đấu đến) (?:hết |cuối )?)*{_YEAR}|"
    r"(?:đến |trong )?(?:hết |cuối )?(?:quý [IVX1-4]+|tháng \d{1,2})(?:/\d{4}| năm \d{4})?|tầm nhìn đến năm \d{4}|"
    r"phấn đấu(?: để| đạt| có)?|bảo đảm|đảm bảo|cố gắng|quyết tâm|mục tiêu|hướng tới|đặt mục tiêu|theo kế hoạch|"
    r"trong năm|cả năm|trong kỳ|trong nhiệm kỳ|triệt để|tổng cộng|dự kiến|thì|để|có|đạt|"
    r"toàn (?:tỉnh|thành phố|huyện|xã)|cả nước|yêu cầu|tiếp tục|tập trung)(?![^\W\d_]))[\s,:]*",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?<!\w)(?:(?:(?:đến|vào|trong|cuối|hết|cả|phấn đấu đến) (?:hết |cuối )?)?năm \d{4}|phấn đấu|dự kiến|"
    r"hằng năm|hàng năm|ước|là|đạt|cho|với|nằm|nằm trong|trong|thuộc|xếp|có|từ|đến|và|còn|ở|vào|để|ít nhất|"
    r"thuộc nhóm|(?:với )?(?:tần suất|số lượng)|tại|của|thêm|thêm được|mới được)?[\s,:(-]*$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;|]|[.!?](?=\s|$)|\n")
_RELATION = re.compile(
    r"(?:so với|so|đối với|trong|trên|vào|theo|tại|ở|mỗi|và|trở|của|cho|bằng|để|do|nhằm|với|từ|đến|hằng|hàng|trước|"
    r"sau|/|\(|,|-|thông qua|khi|năm|giai đoạn)(?![^\W\d_])",
    re.IGNORECASE,
)
_KEPT_RELATION = re.compile(
    r"(?:so với (?!cùng kỳ|năm|giai đoạn|hiện)|trong (?:tổng|cơ cấu)|tổng |trên tổng)", re.IGNORECASE
)
_PURPOSE = re.compile(
    r"[,.]? ?(?<!\w)(?:góp phần|nhằm|qua đó|từ đó|tạo điều kiện|làm cơ sở|trong đó)(?!\w).*$", re.IGNORECASE
)
_TIME_END = re.compile(
    r",? (?:trước|đến|trong|vào|chậm nhất|xong trước)(?: hết| cuối| tháng| ngày| quý| năm)+ "
    r"?[\dIVX][\d/IVX ]*(?:năm \d{4})?$",
    re.IGNORECASE,
)
_EVERY = re.compile(r"(?<!\w)mỗi\s(?!năm|tháng|quý|tuần|ngày)", re.IGNORECASE)
_EVERY_TIME = re.compile(r"(?<!\w)mỗi (năm|tháng|quý|tuần|ngày)(?!\w)", re.IGNORECASE)
_AIM = re.compile(r"(?<!\w)(?:phấn đấu|đặt mục tiêu|bảo đảm|đảm bảo|quyết tâm)(?!\w)")
_TIMES = frozenset({"năm", "tháng", "quý", "tuần", "ngày"})
_CHANGES = re.compile(
    r"(?<!\w)(?<!mức )(?<!tốc độ )(?:kéo giảm|cắt giảm|giảm|tăng|nâng|đưa|khống chế|rút ngắn|hạ) ", re.IGNORECASE
)
_WHOLE = re.compile(r"(?:kế hoạch|chỉ tiêu|dự toán|tổng|dân số|GRDP|mục tiêu|diện tích tự nhiên)(?!\w)", re.IGNORECASE)
_OR_MORE = re.compile(r" (?:trở lên|trở xuống)$")
_TO_WHOM = re.compile(r" (cho|tại|với)\s*$")


class Meaning(NamedTuple):
    """Indicator and subject, as stated; `governor`: the words before the number that also hold for a list after it."""

    indicator: str | None
    subject: str | None
    per: str | None = None
    governor: str = ""
    whole: str | None = None  # after "trong đó": the indicator of which this is a part


class Clause(NamedTuple):
    """The words that belong to one number: before its comparator and after its unit.

    `opening`: what stands between this number and the one before it in the sentence ("trong đó", ",", …);
    None where the number is the first. `onward`: the words after the next number, which may hold for both.
    """

    before: str
    after: str
    opening: str | None
    onward: str

    @property
    def is_list(self) -> bool:
        """Whether only a comma or "và" stands between this number and the one before it."""
        return self.opening is not None and self.opening.strip(" ,") in ("", "và")


def clean_before(text: str) -> str:
    """Drop labels, times and aims from the beginning, linking words from the end.

    >>> clean_before("- Phấn đấu đến năm 2030, tỷ lệ che phủ rừng đạt")
    'tỷ lệ che phủ rừng'
    """
    text = text.strip()
    while match := _LEAD.match(text):
        text = text[match.end() :].lstrip(" ,:")
    previous = None
    while text and text != previous:
        previous = text
        # only the last words are looked at, so that time stays linear
        text = text[:-40] + _TRAIL.sub("", text[-40:], count=1)
        text = text.rstrip(" ,:;(-")
    return text.strip(" ,:;(-")


def clean_after(text: str) -> str:
    """Drop purposes and times from the end.

    >>> clean_after("hộ nghèo được hỗ trợ nhà ở trước ngày 30/6/2026, góp phần giảm nghèo.")
    'hộ nghèo được hỗ trợ nhà ở'
    """
    text = _PURPOSE.sub("", text).strip(" ,.;:")
    return _OR_MORE.sub("", _TIME_END.sub("", text).strip(" ,.;:").removesuffix(" cho"))


def clause_end(text: str, start: int, limit: int) -> int:
    """Where the clause after a number ends, at most at the limit."""
    match = _CLAUSE_END.search(text, start, min(limit, len(text)))
    return match.start() if match else min(limit, len(text))


def main_clause(before: str, know: Quantities) -> str:
    """Without the actor before a colon, and of a row of clauses only the last with a verb of its own.

    >>> from vnplan.knowledge import Knowledge
    >>> main_clause("Phòng Tài chính: nạo vét kênh mương nội đồng, tổ chức ra quân làm thủy lợi",
    ...     Knowledge.default().quantities)
    'tổ chức ra quân làm thủy lợi'
    """
    _, colon, rest = before.rpartition(": ")
    if colon and len(rest.split()) >= 2:
        before = rest
    for match in _AIM.finditer(before):
        if clean_before(before[match.end() :]):
            before = before[match.end() :]
            break
    cleaned = clean_before(_last_part(before, know))
    words = cleaned.split()
    acts = _starts(words, know.words["actor"]) and not _starts(words, know.words["commit"])
    if acts and not cleaned.lower().startswith(know.measures):
        verb = know.cues["commit"].search(cleaned, len(words[0]))
        while verb and not verb[1]:
            verb = know.cues["commit"].search(cleaned, verb.end())
        if verb:
            cleaned = cleaned[verb.start() :]
            words = cleaned.split()
    if len(words) > 10:
        for count in (3, 2, 1):
            if " ".join(words[-count:]).lower() in know.words["commit"]:
                return " ".join(words[-count:])
    return cleaned


def _last_part(before: str, know: Quantities) -> str:
    """The last part of a row of clauses that has a verb of its own or names a measure."""
    parts = before.split(", ")
    for n in range(len(parts) - 1, 0, -1):
        part = clean_before(parts[n])
        earlier = clean_before(parts[n - 1])
        if part.lower().startswith(know.measures) and not earlier.lower().startswith(know.measures):
            return part
        if len(earlier.split()) >= 4 and _starts(part.split(), know.words["commit"] | know.words["raise"]):
            return ", ".join([part, *parts[n + 1 :]])
    head, link, tail = before.rpartition(" và ")
    if link and len(head.split()) >= 6 and _starts(tail.split(), know.words["commit"]):
        return tail
    return before


def _starts(words: Sequence[str], phrases: frozenset[str]) -> bool:
    return any(" ".join(words[:count]).lower().rstrip(",") in phrases for count in (3, 2, 1))


def _join(*parts: str | None) -> str | None:
    text = " ".join(part for part in parts if part)
    return text or None


def describe(quantity: Quantity, clause: Clause, previous: Meaning | None, know: Quantities) -> Meaning:
    """What the number measures."""
    if previous is not None and clause.opening is not None and "trong đó" in clause.opening:
        previous = previous._replace(whole=previous.indicator)
    if quantity.mode == "rank":
        return _of_rank(clause, previous)
    aside = "aim" in quantity.verbs and clause.before.rstrip().endswith(",") and bool(clean_after(clause.after))
    if aside and not _is_measure(clean_before(clause.before), know):
        clause = clause._replace(before="")  # "…, bảo đảm 9 ấp đạt chuẩn": what stands before the comma is another task
    if quantity.unit.kind == "percent":
        return _of_percent(quantity, clause, previous, know)
    return _of_count(quantity, clause, previous, know)


def _of_rank(clause: Clause, previous: Meaning | None) -> Meaning:
    before = clean_before(clause.before)
    if match := re.search(r"(?<!\w)về (.+)", clause.after):
        subject = re.split(r" trở thành| là | thuộc | nằm", before)[0]
        return Meaning(match[1].strip(" .,;"), subject or None)
    return Meaning(before or (previous.indicator if previous else None), None)


def _is_measure(before: str, know: Quantities) -> bool:
    return before.lower().startswith(know.measures)


def _unmoved(before: str, know: Quantities) -> str:
    """Without the verb that moves a measure: `chỉ đạo giảm lãi suất cho vay` measures the rate."""
    for match in _CHANGES.finditer(before):
        if before[match.end() :].lower().startswith(know.measures):
            return before[match.end() :]
    return before


def _of_percent(quantity: Quantity, clause: Clause, previous: Meaning | None, know: Quantities) -> Meaning:
    before = clean_before(clause.before)
    after = clean_after(clause.after)
    reached = "reach" in quantity.verbs or "level" in quantity.verbs
    if _begins_population(clause, after) and not (
        reached and before and (_is_measure(before, know) or _WHOLE.match(after))
    ):
        if quantity.mode != "level":
            return Meaning(before if _is_measure(before, know) else after, None)
        return _of_population(clause, after, previous, know)
    before = _unmoved(before, know).removesuffix(" duy trì")
    kept = after.split(" theo ")[0] if _KEPT_RELATION.match(after) and quantity.mode == "level" else None
    per = match[1] if quantity.mode != "level" and (match := _EVERY_TIME.search(clause.before)) else None
    if not before and previous is not None:
        return Meaning(previous.indicator, previous.subject, per, previous.governor)
    if (
        previous is not None
        and (reached or quantity.compared)
        and clause.opening is not None
        and _is_segment(before, previous, know)
    ):
        return Meaning(_join(previous.indicator, before), previous.subject)
    if reached and _WHOLE.match(after) and kept is None and quantity.mode == "level" and not _is_measure(before, know):
        kept = _RELATION.split(after, maxsplit=1)[0].strip(" ,") or None
    if previous is not None and previous.whole and not _is_measure(before, know):
        return Meaning(_join(previous.whole, before, kept), None, None, "", previous.whole)
    if ", " in before and not _is_measure(before.rsplit(", ", 1)[0], know):
        before = main_clause(before, know)
    return Meaning(_join(before, kept), None, per)


def _is_segment(before: str, previous: Meaning, know: Quantities) -> bool:
    """Whether a number is about a part of what the number before it measures: `…, nông thôn đạt 85%`."""
    measured = previous.indicator is not None and _is_measure(previous.indicator, know)
    return measured and len(before.split()) <= 6 and _starts(before.split(), know.words["segment"])


def _begins_population(clause: Clause, after: str) -> bool:
    apart = clause.after.lstrip()[:1] in (",", "/", ":", ")")
    return bool(after) and not apart and not _RELATION.match(after) and after[0].isalpha()


def _of_population(clause: Clause, after: str, previous: Meaning | None, know: Quantities) -> Meaning:
    """`100% X làm Y`, `làm Y cho 100% X`, `80% X và 90% Z làm Y`."""
    governor = main_clause(clause.before, know)
    if governor and (match := _TO_WHOM.search(clause.before)):
        governor = f"{governor} {match[1]}"
    if not governor and previous is not None and clause.is_list:
        governor = previous.governor
    subject, predicate = split_population(after, know)
    if predicate and not (predicate in know.words["bare"] and governor):
        return Meaning(predicate, subject)
    if governor:
        return Meaning(_join(governor, subject), subject, None, governor)
    if clause.onward:
        _, predicate = split_population(clean_after(clause.onward), know)
    return Meaning(predicate or subject, subject)


def _of_count(quantity: Quantity, clause: Clause, previous: Meaning | None, know: Quantities) -> Meaning:
    before = main_clause(clause.before, know)
    if quantity.unit.kind == "ratio" and len(before.split()) <= 2:
        before = clean_before(
            clause.before
        )  # "thành lập đội bắt chó, ra quân 02 lần/tháng": a bare verb says too little
    after = clean_after(clause.after)
    noun = quantity.unit.text.removeprefix("lượt ") if quantity.is_count and quantity.unit.text else None
    if match := _EVERY.search(clause.before):
        return _of_each(clause, match.end(), noun, after, know)
    if previous is not None and clause.opening == "" and clause.before.rstrip().endswith(" cho"):
        return Meaning(_join((previous.indicator or "").removesuffix(" cho"), "cho", noun, after), None)
    per = match[1] if (match := _EVERY_TIME.search(clause.before) or _EVERY_TIME.search(clause.after)) else None
    reached = "reach" in quantity.verbs or "level" in quantity.verbs
    apart = clause.after.lstrip()[:1] in (",", "/") or after.startswith(("so với", "trong đó"))
    tail = after if after and not apart else None
    if quantity.mode != "level" and noun and tail and not _is_measure(before, know):
        return Meaning(_join(noun, tail), None, per)
    if before and (quantity.mode != "level" or _is_measure(before, know) or (reached and tail is None)):
        return Meaning(before, None, per)
    before = _unmoved(before, know)
    subject = previous.subject if previous is not None and clause.opening == "nested" else None
    if previous is not None and clause.opening is not None:
        if not before and quantity.mode != "level":
            return Meaning(previous.indicator, previous.subject, per)
        if not before and "trong đó" not in clause.opening:
            before, subject, per = previous.governor, subject or previous.subject, per or previous.per
        if (
            quantity.unit.per is None
            and per is None
            and (previous.per in _TIMES or (previous.subject and "trong đó" not in clause.opening))
        ):
            per, subject = previous.per, subject or previous.subject
        if previous.whole and before and tail is None and noun is None:
            return Meaning(_join(before, previous.whole), subject, per, before, previous.whole)
        if not before and tail is None and noun is None:
            return Meaning(previous.indicator, previous.subject, per)
    return Meaning(_phrase(quantity, clause, know, before=before, noun=noun, tail=tail), subject, per, before)


def _phrase(
    quantity: Quantity, clause: Clause, know: Quantities, *, before: str, noun: str | None, tail: str | None
) -> str | None:
    """What is done, to what: `Hỗ trợ` + `doanh nghiệp` + `tham gia sàn giao dịch`."""
    if quantity.unit.per and before:
        if " " not in before or before.lower() in know.words["commit"]:
            before = f"{before} {noun}" if noun and quantity.unit.kind != "ratio" else before
        return _join(before, tail.split(", ")[0] if tail and not _RELATION.match(tail) else None)
    if tail is None and noun and clause.onward.strip():
        _, tail = split_population("x " + clean_after(clause.onward), know)
    if noun and before and tail is None and clause.before.rstrip().endswith(" cho"):
        noun = None
    return _join(before, noun, tail)


def _of_each(clause: Clause, start: int, noun: str | None, after: str, know: Quantities) -> Meaning:
    """`mỗi xã xây dựng ít nhất 01 mô hình`: what each one does, else what was to be done before the comma."""
    subject, per = each(clause.before[start:], know)
    before = clean_before(clause.before[start + len(subject or "") :])
    if not before:
        lead = main_clause(clause.before[:start].rstrip().removesuffix("mỗi").removesuffix("Mỗi"), know)
        if lead:
            return Meaning(lead, subject, per)
        return Meaning(_join(noun, "mỗi" if noun else None, subject, after), subject, per)
    return Meaning(_join(before, noun, after), subject, per, before)
