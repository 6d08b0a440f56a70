"""The words around a number, cut down to what names something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vnplan.knowledge.quantities import Quantities

_YEAR = r"(?:năm |giai đoạn |thời kỳ )?\d{4}(?: ?- ?\d{4})?"
_LEAD = re.compile(
    r"(?:[-+*•]|(?:\d{1,2}|[a-zđ]|[IVX]{1,4})[.)]|\(\d{1,2}\)|"
    r"(?:trong đó(?: có)?|đồng thời|ngoài ra|cụ thể(?: là)?|và|còn lại|riêng|cùng với đó|"
    r"hằng năm|hàng năm|hằng tháng|hằng quý|mỗi năm(?: học)?|mỗi học kỳ|mỗi tháng|mỗi quý|"
    r"(?:bình quân|trung bình) (?:hằng năm|hàng năm|mỗi năm)|"
    rf"(?:(?:đến|vào|trong|từ|cuối|hết|riêng|tính đến|chậm nhất|trước|phấn đấu đến) (?:hết |cuối )?)*{_YEAR}|"
    r"giai đoạn (?:\d|[IV]{1,3})(?: \(\d{4} ?- ?\d{4}\))?|"
    r"(?:đến |trong )?(?:hết |cuối )?(?:quý [IVX1-4]+|tháng \d{1,2})(?:/\d{4}| năm \d{4})?|tầm nhìn đến năm \d{4}|"
    r"(?:đến|trước|chậm nhất|vào)(?: hết)? ngày \d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?|"
    r"tạo (?:đà|nền tảng|tiền đề|cơ sở|động lực) cho(?= (?:năm|giai đoạn))|"
    r"phấn đấu(?: để| đạt| có)?|định hướng|bảo đảm|đảm bảo|cố gắng|quyết tâm|(?:với )?mục tiêu|hướng tới|đặt mục tiêu|"
    r"theo kế hoạch|trong năm|cả năm|trong kỳ|trong nhiệm kỳ|triệt để|tổng cộng|dự kiến|thì|để|có|đạt|"
    r"toàn (?:tỉnh|thành phố|huyện|xã)|cả nước|yêu cầu|tiếp tục|tập trung)(?![^\W\d_]))[\s,:]*",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?:, (?:bình quân|trung bình)|(?<!\w)"
    r"(?:(?:(?:đến|vào|trong|cuối|hết|cả|phấn đấu đến) (?:hết |cuối )?)?năm \d{4}|(?<=: )20\d\d(?=:)|phấn đấu|dự kiến|"
    r"hằng năm|hàng năm|ước|là|đạt|cho|với|nằm|nằm trong|trong|thuộc|(?<!sắp )xếp|có|từ|đến|và|còn|ở|vào|để|ít nhất|"
    r"(?<!trở )(?:xuống|lên)(?: còn)?(?=:)|giai đoạn \d{4} ?[-–] ?\d{4}|"
    r"(?:cụ thể )?như sau|cụ thể|sau đây|thuộc nhóm|(?:với )?(?:tần suất|số lượng)|tại|của|thêm|thêm được|mới được)?)"
    r"[\s,:(-]*$",
    re.IGNORECASE,
)
# "tỷ lệ trẻ biết bơi: năm" before its number
_TIME_WORDS = re.compile(r"[:,]? ?(?<!\w)(?:(?:đến|vào|trong|từ|cuối|hết) )*(?:năm|giai đoạn|tháng|quý) ?$")
# what a last word must be for _TRAIL to cut it off: most are none of these
_TRAILING = re.compile(
    r".*[\W\d_].*|(?:quân|bình|đấu|kiến|năm|ước|là|đạt|cho|với|nằm|trong|thuộc|xếp|có|từ|đến|và|còn|ở|vào|để|nhất"
    r"|nhóm|suất|lượng|tại|của|thêm|được|sau|thể|đây)",
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE_END = re.compile(r"[;|]|[.!?…](?=\s|$)|\n|, (?=\(\d{1,2}\) [^\W\d_])")
RELATION = re.compile(
    r"(?:so với|so|đối với|trong|trên|vào|theo|tại|ở|mỗi|và|trở|của|cho|bằng|để|do|nhằm|với|từ|đến|hằng|hàng|trước|"
    r"sau|/|\(|,|-|thông qua|khi|năm|giai đoạn)(?![^\W\d_])",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"[,.]? ?(?<!\w)(?:góp phần|nhằm|qua đó|từ đó|tạo điều kiện|làm cơ sở|trong đó)(?!\w).*$"
    r"|, (?:khởi công|khánh thành|đưa vào (?:sử dụng|hoạt động|khai thác|vận hành))(?!\w).*$"
    r"|, (?:(?:thiết thực|lập thành tích) )?(?:chào mừng|kỷ niệm) .*$|, (?:đây )?là .*$"
    r"|, (?:mỗi [^,;]{1,40}? (?:trị giá|có giá trị)|(?:với )?(?:tổng )?trị giá)(?!\w).*$",
    re.IGNORECASE,
)
_TIME_END = re.compile(
    r",? (?:hoàn thành |xong )?(?:trước|đến|trong|vào|chậm nhất)(?: hết| cuối| tháng| ngày| quý| năm)+ "
    r"?[\dIVX][\d/IVX ]*(?:năm \d{4})?$",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(r"(?:của )?năm \d{4}", re.IGNORECASE)
# letters of the words of _PURPOSE; most texts have none of them
_PURPOSES = (
    ", khởi",
    ", khánh",
    ", đưa ",
    "góp ph",
    "nhằm",
    "qua đ",
    "từ đ",
    "tạo đ",
    "làm c",
    "trong đ",
    "trị giá",
    "có giá trị",
    "chào m",
    "kỷ n",
    ", là ",
    ", đây là ",
)
_LAST_NUMERALS = "IVXivxıİ"
_AIM = re.compile(r"(?<!\w)(?:phấn đấu|đặt mục tiêu|bảo đảm|đảm bảo|quyết tâm)(?!\w)")
_AIMED = re.compile(
    r"(?<!\w)(?:phấn đấu|(?P<set>(?:đề|đặt|đưa) ra (?:các )?)?(?:mục|chỉ) tiêu)(?: năm \d{4})?(?: là)? ", re.IGNORECASE
)
# "huyện A được giao chỉ tiêu tỷ lệ hộ có điện đạt": not "nhiệm vụ được giao", which ends a name
_CHARGED = re.compile(
    r"(?<!\w)được (?:[^\W\d_]+ ){0,5}?giao (?:thực hiện |(?:các )?(?:chỉ tiêu|mục tiêu) (?!đạt)){1,2}", re.IGNORECASE
)
_CHANGES = re.compile(
    r"(?<!\w)(?<!mức )(?<!tốc độ )(?<!tỷ lệ )(?<!tỉ lệ )(?<!tỷ suất )"
    r"(?:kéo giảm|cắt giảm|giảm|tăng|nâng|đưa|khống chế|rút ngắn|hạ|duy trì|giữ vững|để"
    r"|giữ ổn định|giữ|(?:^|(?<=[,;] ))(?:thực hiện|hoàn thành)(?: chỉ tiêu)?) ",
    re.IGNORECASE,
)
_DONE = re.compile(r"(?<!\w)được(?!\w)")
_OR_MORE = re.compile(r" (?:trở lên|trở xuống)$")


class Meaning(NamedTuple):
    """Indicator and subject, as stated; `governor`: the words before the number that also hold for a list after it."""

    indicator: str | None
    subject: str | None
    per: str | None = None
    governor: str = ""
    whole: str | None = None  # after "trong đó": the indicator of which this is a part
    base: str | None = None  # the measure without the part that it is measured of


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


@lru_cache(maxsize=256)  # a clause and its parts are asked for several times
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
        if not _TRAILING.fullmatch(text, text.rfind(" ") + 1):
            break
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
    lower = text.lower()
    if any(words in lower for words in _PURPOSES):
        text = _PURPOSE.sub("", text)
    text = text.strip(" ,.;:")
    if _ONLY_YEAR.fullmatch(text):
        return ""
    if not text[-1:].isalpha() or text[-1:] in _LAST_NUMERALS:
        text = _TIME_END.sub("", f" {text}").strip(" ,.;:")
    return _OR_MORE.sub("", text.removesuffix(" cho"))


def clause_end(text: str, start: int, limit: int) -> int:
    """Where the clause after a number ends, at most at the limit."""
    match = _CLAUSE_END.search(text, start, min(limit, len(text)))
    return match.start() if match else min(limit, len(text))


def told_measure(text: str, know: Quantities) -> str | None:
    """The measure of which a sentence tells: `năm 2023 độ che phủ rừng đạt 48%`.

    >>> from vnplan.knowledge import Knowledge
    >>> told_measure("Năm 2023, độ che phủ rừng đạt 48%", Knowledge.default().quantities)
    'độ che phủ rừng'
    """
    cleaned = clean_before(text.rstrip(" ;.").rsplit(";", 1)[-1])
    number = next((n for n, character in enumerate(cleaned) if character.isdigit()), 0)
    name = clean_before(_TIME_WORDS.sub("", cleaned[:number]))
    return name if is_measure(name, know) else None


def from_aim(before: str, know: Quantities) -> str:
    """The measure at which somebody aims, without who does and how.

    >>> from vnplan.knowledge import Knowledge
    >>> from_aim("Bộ yêu cầu các tỉnh thực hiện mục tiêu tăng trưởng du lịch phấn đấu", Knowledge.default().quantities)
    'tăng trưởng du lịch phấn đấu'
    """
    if (charged := _CHARGED.search(before)) and clean_before(before[: charged.start()]):
        before = before[charged.end() :]
    for match in reversed(list(_AIMED.finditer(before))):
        aim = clean_before(before[match.end() :])
        if is_measure(f"{aim} ", know) or (aim and match["set"]):
            told = clean_before(before[: match.start()])
            measured = is_measure(told, know) or is_measure(told.rsplit(", ", 1)[-1], know)
            return before if measured else before[match.end() :]
    return before


def is_own_aim(before: str) -> bool:
    """Whether between the last comma and a number only an aim and its time stand: `…, phấn đấu đến năm 2027`."""
    aim = next((match for match in reversed(list(_AIM.finditer(before)))), None)
    if aim is None or not before.endswith(", ", 0, aim.start()):
        return False
    return not clean_before(before[aim.start() :])  # also "…, phấn đấu đến năm 2027, có"


def main_clause(before: str, know: Quantities, *, reached: bool = False) -> str:
    """Without the actor before a colon, and of a row of clauses only the last with a verb of its own.

    `reached`: the number is a value that what stands before it reaches.

    >>> from vnplan.knowledge import Knowledge
    >>> main_clause("Phòng Tài chính: nạo vét kênh mương nội đồng, tổ chức ra quân làm thủy lợi",
    ...     Knowledge.default().quantities)
    'tổ chức ra quân làm thủy lợi'
    """
    _, colon, rest = before.rpartition(": ")
    if colon and len(rest.split()) >= 2:
        before = rest
    elif before.rstrip().endswith(":") and is_measure(label := clean_before(before), know):
        return label  # "Tổng số chợ nâng cấp và xây mới: 40 chợ": one name
    for match in _AIM.finditer(before):
        if clean_before(before[match.end() :]):
            before = before[match.end() :]
            break
    cleaned = clean_before(_last_part(before, know, reached=reached))
    words = cleaned.split()
    acts = starts(words, know.words["actor"]) and not starts(words, know.words["commit"])
    if acts and not cleaned.lower().startswith(know.measures):
        verb = know.cues["commit"].search(cleaned, len(words[0]))
        while verb and (not verb[1] or (reached and verb.end() == len(cleaned))):
            verb = know.cues["commit"].search(cleaned, verb.end())
        if verb:
            cleaned = cleaned[verb.start() :]
            words = cleaned.split()
    if len(words) > 10 and not reached:  # "… có trình độ từ trung cấp" is 40%: no verb, where only the value follows
        for count in (3, 2, 1):
            if " ".join(words[-count:]).lower() in know.words["commit"]:
                return " ".join(words[-count:])
    return cleaned


def _last_part(before: str, know: Quantities, *, reached: bool) -> str:
    """The last part of a row of clauses that has a verb of its own or names a measure.

    `Giá trị công nghiệp và xây dựng đạt 9 tỷ đồng`: a verb alone before a value is a word of the measure's name.
    """
    parts = before.split(", ")
    given = before.rstrip().endswith(" cho")
    if reached and _DONE.search(parts[0]) and is_measure(clean_before(parts[0]), know):
        return before  # "Số lao động được đào tạo, bồi dưỡng và cấp chứng chỉ đạt 450 người"
    for n in range(len(parts) - 1, 0, -1):
        part = clean_before(parts[n])
        earlier = clean_before(parts[n - 1])
        # "Tạo việc làm, thu nhập ổn định cho 900 lao động": the measure is the second object of the verb
        measured = part.lower().startswith(know.measures) and not earlier.lower().startswith(know.measures)
        if measured and not (given and starts(earlier.split(), know.words["commit"])):
            return part
        if reached and is_measure(earlier, know) and part.lower() in know.words["commit"]:
            continue
        if _share_object(earlier, part, know):
            continue
        if len(earlier.split()) >= 4 and starts(part.split(), know.words["commit"] | know.words["raise"]):
            return ", ".join([part, *parts[n + 1 :]])
    obliged = before.rpartition(" và phải ")[2]
    if obliged != before and not reached and obliged.strip():
        return obliged  # "bảo đảm tiến độ và phải rút gọn 9 biểu mẫu": another predicate
    head, link, tail = before.rpartition(" và ")
    if reached and is_measure(clean_before(head), know) and clean_before(tail).lower() in know.words["commit"]:
        return before
    if link and len(head.split()) >= 6 and starts(tail.split(), know.words["commit"]):
        return tail
    return before


def _share_object(earlier: str, part: str, know: Quantities) -> bool:
    """Whether a comma joins two verbs with one object: `hoàn thành việc giao, cho thuê` 9 ha."""
    last, first = earlier.split(), part.split()
    pairs = ((" ".join(last[-n:]), " ".join(first[:m])) for n in (1, 2) for m in (1, 2))
    return any(f"{one}, {other}".lower() in know.words["commit"] for one, other in pairs)


def starts(words: Sequence[str], phrases: frozenset[str]) -> bool:
    """Whether words begin with one of the phrases."""
    return any(" ".join(words[:count]).lower().rstrip(",") in phrases for count in (3, 2, 1))


def is_definite(after: str, know: Quantities) -> bool:
    """Whether the words after a noun say that it is one already named: `03 xã nêu trên`."""
    return any(re.match(rf"{words}(?!\w)", after.lstrip()) for words in know.words["definite"])


def join(*parts: str | None) -> str | None:
    """The parts that are there, as one phrase."""
    text = " ".join(part for part in parts if part)
    return text or None


def is_measure(before: str, know: Quantities) -> bool:
    """Whether words begin like the name of a measure: `tỷ lệ …`, `số …`."""
    words = before.lower()
    return words.startswith(know.measures) and not words.startswith("số hóa")


def unmoved(before: str, know: Quantities) -> str:
    """Without the verb that moves a measure: `chỉ đạo giảm lãi suất cho vay` measures the rate."""
    for match in _CHANGES.finditer(before):
        if before[match.end() :].lower().startswith(know.measures):
            return before[match.end() :]
    return before
