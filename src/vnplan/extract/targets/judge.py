"""Is a number something that the plan commits to? Reasons against come first, then reasons for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vnplan.core.document import Line
from vnplan.extract.targets.quantity import Quantity
from vnplan.knowledge.quantities import Quantities

_NO_ROLES = frozenset({"legal_basis", "funding", "signature", "recipients", "boilerplate", "reporting"})
_NO_KINDS = frozenset({"header", "signature", "recipients", "boilerplate"})
_YEAR = re.compile(r"(?<!so với )(?<!so )năm (\d{4})(?!\s?-)")
_BASELINE = re.compile(r"\s?\(?(?:hiện nay|hiện tại|hiện có|năm \d{4}\)? (?:lên|xuống))")
_RAISED = re.compile(r"[^.;,]{0,40}? (?:lên|xuống)(?: còn| đến| tới| mức| dưới| trên)* (?:\d|khoảng|ít nhất|tối thiểu)")
_RAISED_FROM = re.compile(r"(?<!\w)từ (?:mức )?(?:khoảng )?\d[^;]{0,50}?(?:(?<!\w)(?:lên|xuống)(?!\w)|$)")
_SCORES = re.compile(r"(?<!\w)(?:cộng|trừ|chấm)(?: [^\W\d_]+){0,3} \d+(?:[,.]\d+)? điểm")
_REMAINS = re.compile(r"còn (?!dưới|không)")
_HIT = re.compile(r"[^,;.:]{0,40}?(?<!\w)bị(?!\w)")
_TIMES = re.compile(r"\s?[x×=*]\s?\d|\s?[x×]\s")
_TIMED = frozenset({"năm", "tháng", "quý", "tuần", "ngày", "học kỳ", "năm học", "vụ", "kỳ", "giờ"})
_LENGTHS = frozenset({"m", "km", "mét", "cm", "ha", "m2", "m3", "tấn", "kg", "mbps", "gbps"})
_STRONG_PAST = re.compile(
    r"(?<!\w)(?:đã|hiện có|hiện nay|đến nay|tính đến|mới đạt|chỉ đạt|mới có|mới chỉ|ước đạt|lũy kế|kết quả)(?!\w)"
)
_FUTURE = re.compile(r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|hướng tới|đến (?:hết |cuối )?năm 20\d\d|giai đoạn tới)(?!\w)")


@dataclass(frozen=True, slots=True)
class Words:
    """The cue words of a kind as one expression that finds them as whole words."""

    kinds: Mapping[str, re.Pattern[str]]
    commits: frozenset[str]

    @classmethod
    def of(cls, know: Quantities) -> Words:
        """Compile the cues that are searched for anywhere in a sentence."""
        kinds = ("past", "aim", "condition", "funding", "revenue", "rhythm")
        return cls(
            {
                kind: re.compile(
                    r"(?<!\w)(?:" + "|".join(re.escape(w) for w in sorted(know.words[kind], key=len, reverse=True)) + r")(?!\w)"
                )
                for kind in kinds
            },
            know.words["commit"],
        )

    def last(self, kind: str, text: str) -> int:
        """Where the last cue of a kind ends in a text; -1 if there is none."""
        end = -1
        for match in self.kinds[kind].finditer(text):
            end = match.end()
        return end


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The line and sentence in which a number stands; all texts are in small letters."""

    line: Line
    lower: str  # the whole text
    sentence: int  # where the sentence begins
    period: int  # where it begins if semicolons do not end it
    paragraph: int  # where the line's body begins
    first_year: int | None  # of the plan
    accepted: Quantity | None  # the target before this one, in the same sentence
    told: int = -1  # the end of the last number in this line that tells of the past


def _chunk(setting: Setting, quantity: Quantity) -> str:
    """From the last comma, colon or bracket to the comparator."""
    head = setting.lower[setting.sentence : quantity.head_end]
    return re.split(r"[,:(]\s|\s-\s", head)[-1].lstrip("-+ ")


def _in_quotes(setting: Setting, quantity: Quantity) -> bool:
    for left, right in (("“", "”"), ('"', '"')):
        opened = setting.lower.rfind(left, setting.paragraph, quantity.start)
        if opened < 0:
            continue
        if left == right and setting.lower.count(left, setting.paragraph, quantity.start) % 2 == 0:
            continue
        closed = setting.lower.find(right, opened + 1)
        if closed >= quantity.end - 1 and closed - opened < 250:
            return True
    return False


def _in_brackets(setting: Setting, quantity: Quantity) -> bool:
    opened = setting.lower.rfind("(", setting.paragraph, quantity.start)
    return opened >= 0 and setting.lower.find(")", opened, quantity.start) < 0


def _is_past(setting: Setting, quantity: Quantity, words: Words) -> bool:
    sentence = setting.lower[setting.sentence : quantity.head_end]
    goal = setting.line.role == "target"
    sentence = _RAISED_FROM.sub(" ", sentence)  # "từ 28% hiện nay lên 35%": the baseline is told, the aim is not past
    if setting.first_year is not None:
        years = [int(year) for year in _YEAR.findall(_chunk(setting, quantity))]
        if years and years[-1] < setting.first_year:
            return True
    aim = words.last("aim", sentence)
    if setting.told >= 0 and aim + setting.sentence < setting.told and not quantity.firm:
        return not goal or setting.told >= setting.sentence
    if not goal and "level" in quantity.verbs and _REMAINS.match(setting.lower, quantity.head_end):
        return True
    if not goal and not quantity.is_percent and not quantity.firm and _HIT.match(setting.lower, quantity.end):
        return True
    if _imperative(sentence, words):
        sentence = _chunk(setting, quantity)
    if goal:
        if quantity.firm or aim >= 0:
            return False
        return any(True for match in _STRONG_PAST.finditer(sentence)) and _FUTURE.search(sentence) is None
    if words.last("past", sentence) > aim:
        # "trong 100% nhiệm vụ đã giao" narrows, but "đã có 5 mô hình" tells: the cue stands before the number
        return not (quantity.firm and _STRONG_PAST.search(sentence) is None)
    if aim >= 0:
        return False
    before = setting.lower[setting.paragraph : setting.sentence]
    return _STRONG_PAST.search(before) is not None and words.last("aim", before) < 0 and not quantity.firm


def _imperative(sentence: str, words: Words) -> bool:
    """Whether a sentence orders something ("Kiểm tra dữ liệu đã bàn giao, …"): what is past there only describes."""
    first = sentence.lstrip("-+ ").split(" ", 3)
    return any(" ".join(first[:count]) in words.commits for count in (3, 2, 1))


def _is_condition(setting: Setting, quantity: Quantity, words: Words) -> bool:
    chunk = _chunk(setting, quantity)
    if words.kinds["condition"].search(chunk) or chunk.startswith("khi "):
        return True
    sentence = setting.lower[setting.sentence : quantity.start].lstrip("-+ ")
    return sentence.startswith(("nếu ", "trường hợp ", "trong trường hợp ")) and " thì " not in sentence


def refusal(quantity: Quantity, setting: Setting, know: Quantities, words: Words) -> str | None:
    """Why a number is no target; None where nothing speaks against it."""
    line, lower = setting.line, setting.lower
    goal = line.role == "target"
    if line.role in _NO_ROLES or line.kind in _NO_KINDS:
        return line.role
    if line.past:
        return "past"
    if quantity.mode == "rank":
        return "past" if _is_past(setting, quantity, words) else None
    if quantity.over is not None and quantity.over != quantity.value and not quantity.firm and quantity.mode != "rank":
        return "fraction"
    if quantity.unit.kind == "never":
        time = quantity.unit.text in ("ngày", "giờ", "phút", "ngày làm việc")
        if not time or not (quantity.mode == "decrease" or (quantity.unit.per and quantity.compared)):
            return "unit"
    if _TIMES.match(lower, quantity.end) or lower[setting.paragraph : quantity.start].rstrip().endswith(("x", "×", "=", "*")):
        return "formula"
    if _SCORES.search(lower, setting.paragraph):
        return "scoring"
    if quantity.unit.kind == "measure" and "aim" in quantity.verbs and quantity.comparator == "ge" and not goal:
        if lower[quantity.head_end : quantity.start].strip() == "có":
            return "threshold"  # "vùng nuôi có từ 10 ha trở lên"
    if line.kind in ("cell", "pipe") and not lower[setting.paragraph : quantity.head_end].strip(" -+*"):
        return "cell"
    before = lower[max(setting.sentence, quantity.head_end - 60) : quantity.head_end].rstrip(" :")
    if know.tails["threshold"].find(before) and not (goal and "reach" in quantity.verbs):
        return "threshold"
    chunk = _chunk(setting, quantity)
    if (quantity.unit.text or "").lower() in _LENGTHS and not goal:
        first = chunk.split(" ", 1)[0]
        if first in ("cách", "dài", "rộng", "cao", "sâu", "dày", "có"):
            return "threshold"
    if before.endswith(("so với", "so với mức", "so cùng kỳ")):
        return "baseline"
    if _BASELINE.match(lower, quantity.end) or (not quantity.firm and _RAISED.match(lower, quantity.end)):
        return "baseline"
    if not quantity.compared and not quantity.verbs and quantity.is_count and know.tails["label"].find(before):
        return "label"
    if _in_quotes(setting, quantity):
        return "name"
    if _in_brackets(setting, quantity) and not (quantity.unit.per or (goal and quantity.firm)):
        return "brackets"
    if _is_condition(setting, quantity, words):
        return "condition"
    if _is_past(setting, quantity, words):
        return "past"
    if quantity.unit.per in _TIMED and words.kinds["rhythm"].search(chunk):
        return "rhythm"
    if quantity.unit.kind == "money":
        sentence = lower[setting.sentence : quantity.head_end]
        if words.last("funding", sentence) > words.last("revenue", sentence):
            return "funding"
        if not goal and words.last("revenue", sentence) < 0:
            return "money"
    return None


def continues(quantity: Quantity, setting: Setting) -> bool:
    """Whether a number goes on a list: `ít nhất 01 mô hình, 01 điểm sáng`."""
    if setting.accepted is None or quantity.verbs:
        return False
    between = setting.lower[setting.accepted.end : quantity.start].rstrip()
    return len(between) < 160 and between.endswith((",", " và", "hoặc"))


def reason(quantity: Quantity, setting: Setting, know: Quantities, words: Words) -> str | None:
    """The row by which a number is a target; None where nothing shows a commitment."""
    lower = setting.lower
    goal = setting.line.role == "target" or _aimed(quantity, setting, words)
    chunk = _chunk(setting, quantity)
    before = chunk.rstrip(" :").removesuffix(" cho")
    if quantity.mode == "rank":
        return quantity.rule
    commit = know.tails["commit"].find(before)
    rule = f"target_cues.{getattr(commit[1], 'id', '')}" if commit else quantity.rule
    changed = quantity.mode != "level"
    reached = "reach" in quantity.verbs or "level" in quantity.verbs
    aimed = "aim" in quantity.verbs and not before
    if quantity.is_percent:
        whole = quantity.value == 100
        if goal or quantity.firm or changed or reached or commit or whole or aimed:
            return rule
        if quantity.compared and (not before or _starts_with_commit(chunk, know)):
            return rule
        return rule if continues(quantity, setting) else None
    known = quantity.unit.kind != "unknown"
    limit = quantity.comparator in ("le", "lt") and quantity.is_count
    if setting.line.role == "target" and not limit:
        described = not quantity.compared and not quantity.verbs and not commit and know.tails["description"].find(before)
        return rule if not described and (known or quantity.compared or commit or reached or changed) else None
    if limit and not goal:
        return None
    if continues(quantity, setting) and not before:
        return rule
    if known and (chunk.startswith(("mỗi ", "từng ")) or (quantity.compared and continues(quantity, setting))):
        return rule
    if not quantity.compared and know.tails["description"].find(before) and not commit:
        return None
    if quantity.firm or commit or changed:
        return rule
    if quantity.unit.per is not None and known and quantity.unit.kind not in ("person", "place"):
        return rule
    if quantity.compared and (goal or _starts_with_commit(chunk, know)):
        return rule
    return rule if goal and (reached or aimed) else None


def _starts_with_commit(chunk: str, know: Quantities) -> bool:
    words = chunk.split(" ")
    return any(" ".join(words[:count]) in know.words["commit"] for count in (3, 2, 1))


def _aimed(quantity: Quantity, setting: Setting, words: Words) -> bool:
    """Whether the sentence speaks of an aim before the number, after whatever it tells of the past."""
    sentence = setting.lower[setting.period : quantity.start]
    return words.last("aim", sentence) > words.last("past", sentence)
