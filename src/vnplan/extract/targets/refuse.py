"""Reasons why a number is no target: results, thresholds, names, money that is spent, …"""

from __future__ import annotations

import re
from collections.abc import Callable

from vnplan.core.document import Line
from vnplan.extract.targets.clauses import is_definite
from vnplan.extract.targets.money import money, support
from vnplan.extract.targets.population import split_population
from vnplan.extract.targets.setting import CHUNK, Setting, Words, is_named_in_brackets
from vnplan.extract.targets.sizes import eligible, of_none, of_rate, qualifier, threshold
from vnplan.knowledge.quantities import Quantities

_NO_ROLES = frozenset({"legal_basis", "funding", "signature", "recipients", "boilerplate", "reporting"})
_NO_KINDS = frozenset({"header", "signature", "recipients", "boilerplate"})
_YEAR = re.compile(r"(?:(?<!so với )(?<!so )năm|(?:giai đoạn|thời kỳ|nhiệm kỳ) \d{4}\s?-) ?(\d{4})(?!\s?-)")
_BASELINE = re.compile(
    r"\s?\(?(?:hiện nay|hiện tại|hiện có"
    r"|năm \d{4}\)?,? (?:phấn đấu )?(?:(?:nâng|tăng|giảm|kéo giảm|đưa) )?(?:lên|xuống|còn)(?!\w))"
)
_RAISED = re.compile(r"[^.;,]{0,40}? (?:lên|xuống)(?: còn| đến| tới| mức| dưới| trên)* (?:\d|khoảng|ít nhất|tối thiểu)")
# `từ 34% năm 2023 lên 80%`: what the aim sets out from; "từ 2021 đến 2023" is a time
_RAISED_FROM = re.compile(
    r"(?<!\w)từ (?:mức )?(?:khoảng )?(?!(?:19|20)\d\d(?!\d))\d[^;]{0,50}?(?:(?<!\w)(?:lên|xuống)(?!\w)|$)"
)
# "(năm 2026 trồng mới 10 ha; năm 2027 trồng mới 20 ha": what of the number before them falls to each year
_BY_YEARS = re.compile(
    r"\((?:năm 20\d\d:? (?:[^\W\d_]+ ){0,4}\d[\d.,]*[^;,()\d]{1,30}[;,] (?:và )?)*năm 20\d\d:? (?:[^\W\d_]+ ){0,4}"
)
_IN_BRACKETS = re.compile(r"\((?:[^()]*; ?)?")
_CLAUSE_END = re.compile(r"[;.()]")
# "có 90 hộ, gồm sửa nhà 40 hộ": parts of a whole of which one only tells
_WHOLE_TOLD = re.compile(r"(?<!\w)có \d[\d.,]* [^\d,;:]{1,40}, (?:bao )?gồm(?!\w)")
_LEADS_IN = re.compile(r"[^.;:\d]{0,60} (?:như sau|sau đây|sau|cụ thể|dưới đây) ?:\s*$")
_SCORES = re.compile(r"(?<!\w)(?:cộng|trừ|chấm)(?: [^\W\d_]+){0,3} \d+(?:[,.]\d+)? điểm")
_DIGIT = re.compile(r"\d")
# "đã thực hiện việc tự đánh giá"; in "đã đạt chuẩn tiếp tục duy trì" it only says of whom one speaks
_HAVE_DONE = re.compile(r"đã (?!.*(?<!\w)(?:được|đều|phải|sẽ|cần|tiếp tục)(?!\w))")
_JUST = re.compile(r"(?<!\w)(?:mới|mới chỉ|chỉ) ([^\W\d_]+(?: [^\W\d_]+){0,2}) được\W*$")
_REMAINS = re.compile(r"còn (?!dưới|không)")
_HIT = re.compile(r"[^,;.:]{0,40}?(?<!\w)(?<!thiết )(?<!trang )(?<!chuẩn )bị(?!\w)")
_LOST = re.compile(r" (?:chết|tử vong|mất tích|thiệt mạng|hư hỏng|thiệt hại)(?!\w)")
_TIMES = re.compile(r"\s?[x×=*]\s?\d|\s?[x×]\s")
_FUTURE = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|hướng tới|đến (?:hết |cuối )?năm 20\d\d|giai đoạn tới)(?!\w)"
)
# `tăng 1,59% so với tháng trước`, `đạt 11,5% dự toán`, `Hộ nghèo có 10.689 hộ, chiếm 3,2%`, `Sau 5 năm, …`: of reports
_THAN_BEFORE = re.compile(
    r" ?so (?:với )?(?:cùng kỳ|đầu (?:năm|kỳ|nhiệm kỳ)|(?:tháng|quý|năm|kỳ|tuần|mùa|vụ|niên vụ) (?:trước|ngoái|\d+))"
)
# `trồng 410 ha rừng, đạt 103% kế hoạch`, `đạt 51 tạ/ha, cao hơn vụ trước`
_OUTCOME = re.compile(
    r"[^;.,]{0,60}, (?:(?:đạt|bằng|vượt|tăng|giảm) \d[\d.,]*\s?% (?:so với |so )?(?:kế hoạch|dự toán|cùng kỳ|chỉ tiêu)"
    r"|(?:cao|thấp|nhiều|ít|tăng|giảm)(?: hơn)?(?: so với)? "
    r"(?:cùng kỳ|(?:vụ|năm|kỳ|tháng|quý|mùa) (?:trước|ngoái)))(?!\w)"
)
_THAN_DESIGNED = re.compile(r" ?(?:so với )?(?:tổng )?(?:dung tích|công suất|năng lực) (?:thiết kế|toàn bộ)(?!\w)")
_AMOUNT_TOLD = re.compile(r"(?<!\w)(?:là|có|đạt) (?:khoảng |trên |hơn |gần )?\d[^;:%]{1,40},\s*$")
_OF_PLAN = re.compile(r" ?(?:so với )?(?:kế hoạch|dự toán|nghị quyết|chỉ tiêu)(?!\w)")
_SHARE_OF_COUNT = re.compile(r"(?<![\d/.,])\d[\d.,]* [^\d;:%]{1,40},\s*$")
_AFTER_YEARS = re.compile(r"\W*(?:sau|qua) (?:hơn |gần )?\d+ (?:năm|tháng)(?!\w)")
_PERIODS = frozenset({"năm", "tháng", "quý", "tuần", "ngày", "học kỳ", "năm học", "vụ", "kỳ", "giờ"})
_TIME_UNITS = frozenset({"ngày", "giờ", "phút", "ngày làm việc"})
_SPANS_OF_TIME = _TIME_UNITS | {"năm", "tháng", "tuần", "giây"}
_COMPARED_WITH = re.compile(r"(?<!\w)so (?:với|cùng)(?!\w)[^;,.]{0,40}?(?:19|20)\d\d(?: ?- ?(?:(?:19|20)\d\d))?")
_OF_YEAR = re.compile(r" (?:\((?=[^()]{1,10}\)))?(?:vào |trong |của )?năm (\d{4})(?!\s?-)")
_MOVED = re.compile(r"^[-+\s]*(?:trong đó |riêng )?(?:(?:giảm|rút ngắn|nâng|kéo dài|duy trì|bảo đảm|đảm bảo) )?")
_AVERAGE = re.compile(r"(?<!\w)(?:bình quân|trung bình)\s*$")
_OF_EACH = re.compile(r"(?<!\w)(?:mỗi|từng) [^\W\d_]+$")  # "mỗi lớp 30 học viên", but "lớp 5"
_FACTOR = re.compile(r"(?:(?<![^\W\d_])x|[×=*])\s?$")
_CARRIED_OUT = ("thực hiện", "triển khai", "tập trung")
_ARTICLE = re.compile(r"\W*điều \d{1,3}[.:] ?")


def says_no_target(line: Line) -> bool:
    """Whether no number of a line can be a target, by the section that it stands in."""
    return (line.past and line.node >= 0) or line.role in _NO_ROLES or line.kind in _NO_KINDS


def _fraction(setting: Setting, _know: Quantities, _words: Words) -> bool:
    """`2.681/9.581 tỷ đồng` is a result out of its plan; `bảo đảm 9/11 ấp đạt chuẩn` counts nine of eleven."""
    quantity = setting.quantity
    if quantity.over is None or quantity.over == quantity.value or quantity.firm:
        return False
    whole = quantity.is_count and quantity.value < quantity.over and quantity.over == int(quantity.over)
    return not whole or not (setting.is_goal or quantity.verbs or not setting.lead)


def _unit(setting: Setting, know: Quantities, _words: Words) -> bool:
    """Ages, durations, copies; but `giảm 02 ngày`, `ít nhất 02 giờ/tháng` and `tuổi thọ đạt 75 tuổi` are targets."""
    quantity = setting.quantity
    if quantity.unit.kind != "never":
        return False
    if quantity.unit.text in ("kỳ", "số") and quantity.unit.per in _PERIODS:
        return False  # issues of a programme or paper
    cut_or_rate = quantity.mode == "decrease" or (quantity.unit.per is not None and quantity.compared)
    if quantity.unit.text in _TIME_UNITS and cut_or_rate:
        return False
    return not _is_length_of_time(setting, know)


def _is_length_of_time(setting: Setting, know: Quantities) -> bool:
    """Whether it says how long something may last or how old one becomes: `thời gian chờ tối đa 2 giờ`."""
    quantity, head = setting.quantity, setting.head
    name = {"tuổi": "age_measure"}.get(quantity.unit.text or "", "time_measure")
    if name == "time_measure" and quantity.unit.text not in _SPANS_OF_TIME:
        return False
    if not {"reach", "level"} & set(quantity.verbs) and not quantity.compared and not _AVERAGE.search(head):
        return False
    if not setting.is_goal and "level" not in quantity.verbs:
        return False
    if name == "age_measure" and quantity.comparator == "between" and not {"reach", "level"} & set(quantity.verbs):
        return False  # "trong đó độ tuổi 15 - 35 tuổi": who is meant
    measures = tuple(f"{words} " for words in know.words[name])
    return any(_MOVED.sub("", part).startswith(measures) for part in (head, head.rsplit(", ", 1)[-1]))


def _formula(setting: Setting, _know: Quantities, _words: Words) -> bool:
    quantity, lower = setting.quantity, setting.lower
    if _TIMES.match(lower, quantity.end):
        return True
    reach = quantity.end + 200
    if lower.find(" điểm", setting.paragraph, reach) >= 0 and _SCORES.search(lower, setting.paragraph, reach):
        return True
    return _FACTOR.search(lower, max(setting.paragraph, quantity.start - 4), quantity.start) is not None


def _bare_cell(setting: Setting, _know: Quantities, _words: Words) -> bool:
    """A number alone in a cell says nothing; the columns of target tables are read elsewhere."""
    return setting.line.kind in ("cell", "pipe") and not setting.head.strip(" -+*|")


def _baseline(setting: Setting, know: Quantities, _words: Words) -> bool:
    """The first number of `từ 45% (năm 2020) lên 60%`."""
    quantity, lower = setting.quantity, setting.lower
    if setting.before.endswith(("so với", "so với mức", "so cùng kỳ")) or _BASELINE.match(lower, quantity.end):
        return True
    if quantity.firm or _RAISED.match(lower, quantity.end) is None:
        return False
    # "nâng hạng 02 sản phẩm lên 5 sao": what is raised is counted, not where it comes from
    given = quantity.is_count and not quantity.compared and not quantity.verbs
    return not (given and know.tails["commit"].find(setting.lead))


def _label(setting: Setting, know: Quantities, _words: Words) -> bool:
    quantity = setting.quantity
    if quantity.compared or quantity.verbs or not quantity.is_count:
        return False
    before = setting.head[-60:].rstrip(" ")
    return know.tails["label"].find(before) is not None and _OF_EACH.search(before) is None


def _name(setting: Setting, _know: Quantities, _words: Words) -> bool:
    """A number in quotes belongs to a name or slogan."""
    lower, quantity = setting.lower, setting.quantity
    for left, right in (("“", "”"), ('"', '"')):
        opened = lower.rfind(left, max(setting.paragraph, quantity.start - 300), quantity.start)
        if opened < 0 or (left == right and lower.count(left, setting.paragraph, quantity.start) % 2 == 0):
            continue
        closed = lower.find(right, opened + 1, opened + 300)
        if closed >= quantity.end - 1 and closed - opened < 250:
            return True
    return False


def _known_set(setting: Setting, know: Quantities, _words: Words) -> bool:
    """`thực hiện 03 Chương trình mục tiêu quốc gia`: a set that is there, called by its number."""
    quantity = setting.quantity
    noun = quantity.unit.text or ""
    known = know.words["known_set"] | know.words["counted_aim"]
    if quantity.compared or quantity.verbs or noun.lower() not in known:
        return False
    commit = know.tails["commit"].find(setting.lead)
    if noun.lower() in know.words["counted_aim"] and setting.lead.endswith(_CARRIED_OUT):
        return True  # "triển khai thực hiện 6 nhiệm vụ trọng tâm"
    if commit is not None and getattr(commit[1], "id", "") == "make":
        return False
    if noun.lower() not in know.words["known_set"]:
        return False
    return noun[0].isupper() or is_definite(setting.lower[quantity.end : quantity.end + 24], know)


def _brackets(setting: Setting, know: Quantities, words: Words) -> bool:
    """Brackets explain; a rate (`(18 đợt/năm)`), a firm share, or a firm number in a list of targets commits there.

    So does a goal's share with what its people do: `chăm sóc người già (90% người già được khám; 60% có thẻ)`, and what
    falls to each of some years: `trồng 30 ha tre (năm 2026 trồng 10 ha; năm 2027 trồng 20 ha)`.
    """
    quantity, lower = setting.quantity, setting.lower
    opened = lower.rfind("(", setting.paragraph, quantity.start)
    if opened < 0 or lower.find(")", opened, quantity.start) >= 0:
        return False
    if is_named_in_brackets(setting, words):
        return False
    if not quantity.is_percent and _BY_YEARS.fullmatch(lower, opened, quantity.start):
        return False
    part = setting.accepted is not None and lower.startswith("(trong đó ", opened) and "reach" in quantity.verbs
    if part and (setting.is_goal or setting.is_aimed(words)):
        return False  # "lao động qua đào tạo đạt 60% (trong đó có chứng chỉ đạt 40%)"
    plain = quantity.is_percent and quantity.mode == "level" and not quantity.verbs
    if setting.is_goal and plain and _IN_BRACKETS.fullmatch(lower, opened, quantity.start):
        end = _CLAUSE_END.search(lower, quantity.end)
        told = lower[quantity.end : end.start() if end else quantity.end + 200]
        if told.startswith(" ") and split_population(told, know)[1] is not None:
            return False
    return quantity.unit.per is None and not (quantity.firm and (setting.is_goal or quantity.is_percent))


def _condition(setting: Setting, _know: Quantities, words: Words) -> bool:
    if words.has("condition", setting.chunk) or setting.chunk.startswith("khi ") or setting.chunk.endswith(" khi "):
        return True
    sentence = setting.lower[setting.sentence : setting.quantity.start].lstrip("-+ ")
    return sentence.startswith(("nếu ", "trường hợp ", "trong trường hợp ")) and " thì " not in sentence


def _past_paragraph(setting: Setting, _know: Quantities, words: Words) -> bool:
    """A paragraph outside sections that begins with what was done; one of its later sentences may set an aim."""
    return setting.line.past and not setting.is_aimed(words)


def _tells_result(setting: Setting, know: Quantities) -> bool:
    """Words at the number that tell of what is: what is left, was just done, lost or hit."""
    quantity = setting.quantity
    just = _JUST.search(setting.lower[setting.sentence : quantity.start])
    if just and just[1] in know.words["commit"] and not quantity.firm:
        return True  # "mới giải ngân được 76 tỷ đồng"
    if "level" in quantity.verbs and _REMAINS.match(setting.lower, quantity.head_end):
        return True
    if not quantity.is_percent and not quantity.firm and _HIT.match(setting.lower, quantity.end):
        return True
    return not quantity.is_percent and not quantity.compared and _LOST.match(setting.lower, quantity.end) is not None


def _have_done(setting: Setting, know: Quantities, words: Words) -> bool:
    """A clause that begins with the share of those who have done so: `100% trường học đã tự đánh giá`."""
    quantity = setting.quantity
    if setting.is_goal or not quantity.is_percent or quantity.verbs or setting.chunk.strip(" -+"):
        return False
    end = _CLAUSE_END.search(setting.lower, quantity.end)
    told = setting.lower[quantity.end : end.start() if end else quantity.end + 200]
    if " đã " not in told or _DIGIT.search(setting.head) or setting.is_aimed(words):
        return False
    return _HAVE_DONE.match(split_population(told, know)[1] or "") is not None


def _goes_on_telling(setting: Setting) -> bool:
    """Behind a semicolon goes on what is told: `Chín tháng đầu năm, thu đạt 80 tỷ đồng; đào tạo nghề cho 700 người`."""
    if setting.is_goal or setting.is_task or setting.quantity.firm or setting.told < setting.period:
        return False
    return _FUTURE.search(setting.lower, setting.period, setting.quantity.start) is None


def _past(setting: Setting, know: Quantities, words: Words) -> bool:
    """A result already reached, by the words before the number."""
    quantity = setting.quantity
    # in "từ 28% hiện nay lên 35%" the baseline is told, the aim is not past
    sentence = _RAISED_FROM.sub(" ", setting.head)
    if setting.first_year is not None and _is_of_past_year(setting, sentence, setting.first_year):
        return True
    if setting.chunk.startswith(know.measures) and words.has("aim", setting.lower[setting.period : quantity.start]):
        sentence = sentence.replace(" bị ", " ")  # "tỷ lệ trẻ em bị suy dinh dưỡng": whom the measure is of
    aim = words.last("aim", sentence)
    if sentence.lstrip("-+ ").startswith("so với ") and aim < 0 and not setting.is_goal:
        return True
    if _goes_on_telling(setting):
        return True
    if setting.told >= 0 and aim + setting.sentence < setting.told and not quantity.firm:
        if not setting.is_goal:
            return True
        if setting.told >= setting.sentence:
            return _FUTURE.search(setting.lower, setting.told, quantity.start) is None
    told_first = words.has("opening", setting.head)
    if words.starts_with_commit(sentence) or (setting.is_task and not told_first):
        # "Kiểm tra dữ liệu đã bàn giao, 03 cuộc/năm": in an order what is past only describes
        sentence = setting.chunk
    if setting.is_goal:
        if quantity.firm or aim >= 0:
            return False
        reached = sentence + setting.lower[quantity.head_end : quantity.number]
        return words.has("result", reached) and _FUTURE.search(sentence) is None
    if _tells_result(setting, know):
        return True
    if words.last("past", sentence) > aim:
        return not quantity.firm or words.has("result", sentence)
    before = setting.lower[setting.paragraph : setting.sentence]
    aimed = aim >= 0 or quantity.firm or "aim" in quantity.verbs
    return not aimed and words.has("result", before) and not words.has("aim", before)


def _reported(setting: Setting, know: Quantities, words: Words) -> bool:
    """What reports say, outside of what is aimed at or charged: growth since last month, shares of what was counted."""
    quantity = setting.quantity
    if setting.is_goal or quantity.firm or setting.is_aimed(words) or _FUTURE.search(setting.head):
        return False
    if _THAN_DESIGNED.match(setting.lower, quantity.end) and _AMOUNT_TOLD.search(setting.head):
        return True  # "lượng nước trữ là 120 triệu m3, đạt 71% so với dung tích thiết kế"
    if _THAN_BEFORE.match(setting.lower, quantity.end) or _AFTER_YEARS.match(setting.head):
        return True
    if setting.is_task:
        return False
    if _OUTCOME.match(setting.lower, quantity.end) or know.tails["found_out"].find(setting.lead):
        return True
    if not quantity.is_percent:
        return False
    said = setting.lower[quantity.head_end : quantity.number]
    is_share = "chiếm" in said and _SHARE_OF_COUNT.search(setting.head) is not None
    return is_share or (bool(quantity.verbs) and _OF_PLAN.match(setting.lower, quantity.end) is not None)


def _parts_of_told(setting: Setting, _know: Quantities, words: Words) -> bool:
    """Parts of a whole that a report tells: `Toàn xã có 90 hộ, gồm sửa nhà 40 hộ, xây mới 50 hộ`."""
    if setting.is_goal or setting.quantity.firm or words.has("aim", setting.head):
        return False
    return _WHOLE_TOLD.search(setting.head) is not None


def _lead_in(setting: Setting, know: Quantities, _words: Words) -> bool:
    """How many aims follow: `Phấn đấu 12 chỉ tiêu sau:`."""
    quantity = setting.quantity
    counted = f"{(quantity.unit.text or '').lower()} ".startswith(
        tuple(f"{noun} " for noun in know.words["counted_aim"])
    )
    return counted and not quantity.is_percent and _LEADS_IN.match(setting.lower, quantity.end) is not None


def _is_of_past_year(setting: Setting, sentence: str, first_year: int) -> bool:
    """Whether the year named with a number lies before the plan; years of baselines and comparisons do not count."""
    quantity = setting.quantity
    after = _OF_YEAR.match(setting.lower, quantity.end) if quantity.mode == "level" else None
    if after and quantity.unit.kind != "ratio" and int(after[1]) < first_year:
        return True
    sentence = _COMPARED_WITH.sub(" ", sentence)
    opening = sentence.split(", ", 1)[0]
    stated = _YEAR.findall(CHUNK.split(sentence)[-1]) or (_YEAR.findall(opening) if len(opening) < 40 else [])
    return bool(stated) and int(stated[-1]) < first_year


def _rhythm(setting: Setting, _know: Quantities, words: Words) -> bool:
    """`Báo cáo 02 lần/năm` is a deadline."""
    return setting.quantity.unit.per in _PERIODS and words.has("rhythm", setting.chunk)


def _enacted(setting: Setting, know: Quantities, _words: Words) -> bool:
    """What an article does by saying so: `Điều 1. Bổ sung 06 thủ tục hành chính`."""
    article = _ARTICLE.match(setting.lower)
    return (
        article is not None and setting.lower[article.end() : setting.quantity.head_end].strip() in know.words["enacts"]
    )


_Check = Callable[[Setting, Quantities, Words], bool]
_RANK_CHECKS: tuple[_Check, ...] = (_name, _past_paragraph, _past)
_CHECKS: tuple[_Check, ...] = (
    _fraction,
    _unit,
    _formula,
    _bare_cell,
    threshold,
    _baseline,
    _label,
    _name,
    _known_set,
    _brackets,
    qualifier,
    of_rate,
    of_none,
    eligible,
    support,
    _enacted,
    _condition,
    _past_paragraph,
    _past,
    _have_done,
    _reported,
    _parts_of_told,
    _lead_in,
    _rhythm,
    money,
)


def refusal(setting: Setting, know: Quantities, words: Words) -> str | None:
    """The name of the reason why a number is no target; None where nothing speaks against it."""
    checks = _RANK_CHECKS if setting.quantity.mode == "rank" else _CHECKS
    for check in checks:
        if check(setting, know, words):
            return check.__name__.lstrip("_")
    return None
