"""Rhythms and durations: `6 tháng/lần`, `thứ Năm hằng tuần`, `ngày 20 của tháng cuối quý`, `trong thời hạn 10 ngày`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnplan.core.mentions import DeadlineRelation
from vnplan.extract.deadlines.atom import Atom

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_OF_PERIOD = re.compile(
    rf"ngày (?:m[ùồ]ng )?(?P<d>{_DAY})(?: (?:hàng|hằng|mỗi) tháng"
    r"|,? (?:của )?(?:(?:tháng|tháng thứ) (?P<which>cuối(?: cùng)?|đầu(?: tiên)?|thứ ba)(?: của| trong)?"
    r"(?: mỗi| từng| hằng| hàng)? "
    r"(?P<of>qu[ýí]|kỳ)(?: (?:sau|tiếp theo|báo cáo))?|tháng (?P<next>sau|kế tiếp|tiếp theo)(?: liền kề)?"
    r"|(?:mỗi )?tháng(?! \d| trước| [a-zđ]+ năm)))(?!\w)"
)
_LAST_WORKDAY = re.compile(r"ngày làm việc cuối cùng (?:của )?(?:mỗi |hằng |hàng )?tháng")
_NAMED_DAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?!\w)"
_NAMED_DAYS = rf"(?P<w>{_NAMED_DAY}(?:(?:, ?| và ){_NAMED_DAY}){{0,5}})"
_WEEKDAY = re.compile(rf"{_NAMED_DAYS} (?:hằng|hàng|mỗi|của mỗi|cuối mỗi) tuần")
_WEEKDAY_ONLY = re.compile(_NAMED_DAYS)
_WEEKLY_ON = re.compile(
    rf",? ?\(?(?P<at>vào |trước )?(?:các )?(?:buổi )?(?:sáng |chiều |tối )?(?:ngày )?{_NAMED_DAYS}(?P<close>\))?"
)
_WEEKDAYS = {
    "hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "nhật": "SU",
    "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA",
}  # fmt: skip
_EVERY = r"(?:,? ?/ ?(?:0?1 )?lần| (?:một|0?1) lần|/ ?01 lần)"
_ELEMENT = (
    r"(?:(?:h[ằà]ng|mỗi|theo|từng) )?(?:(?P<n>\d{1,2}|sáu|ba|một) )?"
    r"(?P<unit>năm|qu[ýí]|tháng|tuần|ngày)(?! ?\d|\w| [a-zđ]+ năm)"
)
PERIODIC = re.compile(rf"định kỳ(?: theo)? ?\(?(?:vào )?{_ELEMENT}(?:{_EVERY})?\)?")
RHYTHM_MORE = re.compile(rf"(?:,|;| và| hoặc|/) ?(?:định kỳ )?(?P<el>{_ELEMENT})(?:{_EVERY})?(?= |[,.;:)\n]|$)")
_TIMES_PER = re.compile(rf"(?P<n>\d{{1,2}}|sáu|ba|hai|một) (?P<unit>năm|qu[ýí]|tháng|tuần|ngày){_EVERY}(?!\w)")
# `6 tháng, hằng năm`: the first of a list of rhythms
_FIRST_OF_LIST = re.compile(r"(?P<n>0?[36]) tháng(?=(?:, ?|; ?| và | hoặc )h[ằà]ng (?:năm|qu[ýí])(?!\w))")
_COUNT_PER = re.compile(r"(?P<k>0?1|một) lần ?/ ?(?:0?1 )?(?P<unit>năm|qu[ýí]|tháng|tuần|ngày)(?!\w)")
EACH_ONCE = re.compile(r" (?:họp |tổ chức |báo cáo |kiểm tra )?(?:ít nhất )?(?:một|0?1) (?:lần|kỳ)(?!\w)")
_AMOUNT = (
    r"(?P<n>\d{1,3})(?: ?- ?(?P<n2>\d{1,3}))?(?: \(\w+(?: \w+)?\))?"
    r" ?(?P<unit>giờ|phút|ngày|tuần|tháng|năm)(?P<work> làm việc)?"
)
# where the event is told in full and the sentence goes on: `… có hiệu lực | Sở Y tế rà soát`, `… giao đất | được hưởng`
_GOES_ON = (
    r"(?: thi hành|(?<!có hiệu lực)(?<!hiệu lực thi hành)"
    r" (?!(?:thì|phải|đối với|trừ|được hưởng|được xem xét|có trách nhiệm|có nghĩa vụ|chịu trách nhiệm"
    r"|và (?:xuất trình|nộp|gửi|trình|báo cáo|thông báo|công khai|cập nhật))(?!\w))[^\s,;.()|]+)"
)
_DURATION = re.compile(
    rf"{_AMOUNT}(?P<event>,?(?: (?:kể|tính))?(?: từ| sau| trước)(?: khi| ngày| thời điểm| lúc| thời gian)?"
    rf"(?: [^\s,;.()|]+){_GOES_ON}{{0,24}})?(?!\w)"
)
# in a place kept for times: `18 tháng`, `≤ 5 ngày làm việc`, `khoảng 02 ngày làm việc/01 xã`; no hour of a day, no
# date (`2 tháng 9`)
_LENGTH = re.compile(
    r"(?<![\w./,-])(?<!kỷ niệm )(?<!tròn )(?<!mỗi )(?<!trước )(?<!sau )(?<!từ )(?<!hơn )(?<!các )"
    r"(?P<word>(?:(?:trong|không quá|tối đa|chậm nhất|khoảng|vòng|thời hạn)(?: là)? |[≤<] ?|<= ?)*)"
    rf"{_AMOUNT}(?! ?\d| học| (?:đầu|cuối|qua|trước|sau|lẻ|tuổi)(?!\w))"
    r"(?: ?/ ?(?:0?1|mỗi) ?[^\W\d_]+(?: [^\W\d_]+)?(?= ?[.,;)\n|]|$))?(?!\w)"
)
_DURATION_WORD = re.compile(
    r"(?:(?P<within>trong (?:thời hạn|thời gian|vòng))|(?P<loose>trong)"
    r"|(?P<by>không quá|(?:chậm|muộn) nhất|tối đa|không muộn hơn)"
    r"|(?P<after>sau)|(?P<before>trước [^\s,;.()]+(?: [^\s,;.()]+){0,3}))"
    r"(?: là| không quá| trong| thời hạn| vòng| tối đa| tối thiểu| ít nhất| khoảng)* $"
)
_ANSWERS = re.compile(
    r"(?<!\w)(?:giải quyết|trả lời|bổ sung|khắc phục|phản hồi|thẩm định|hồ sơ|xử lý|hoàn thành|nộp|cấp phép)(?!\w)"
    r"[^\n.;]*$"
)
_OPENS_PLACE = re.compile(
    r"(?:: ?|(?:\n|\| ?|^)(?:[-+*•] ?|\(?(?:\d{1,2}|[a-zđ])[.)] )?|thời hạn(?: [^\s,;.()]+){1,12} là )$"
)
_AMOUNTS = {
    "giờ": "PT{}H", "phút": "PT{}M", "ngày": "P{}D", "tuần": "P{}W", "tháng": "P{}M", "năm": "P{}Y",
}  # fmt: skip
_RELATIONS: dict[str, DeadlineRelation] = {
    "within": "within", "loose": "within", "by": "by", "after": "within", "before": "before",
}  # fmt: skip
FIRST_OF_LIST = "times.first_of_list"
"""The rule of months that begin a list of rhythms: only in a place kept for times are they one."""
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "sáu": 6, "chín": 9}


def number(text: str | None) -> int:
    """A small number in digits or words; nothing means one."""
    return 1 if not text else _NUMBERS.get(text) or int(text)


def rule_of(unit: str, count: int = 1) -> str:
    """The RFC 5545 rule for once in some units.

    >>> rule_of("tháng", 6), rule_of("quý"), rule_of("năm")
    ('FREQ=MONTHLY;INTERVAL=6', 'FREQ=MONTHLY;INTERVAL=3', 'FREQ=YEARLY')
    """
    if unit in {"quý", "quí"}:
        return f"FREQ=MONTHLY;INTERVAL={3 * count}"
    name = {"năm": "YEARLY", "tháng": "MONTHLY", "tuần": "WEEKLY", "ngày": "DAILY"}[unit]
    return f"FREQ={name};INTERVAL={count}" if count > 1 else f"FREQ={name}"


def day_of_period(text: str, at: int) -> Atom | None:
    """`ngày 20 của tháng cuối quý`, `ngày 25 hằng tháng`, `ngày làm việc cuối cùng của tháng`."""
    if match := _OF_PERIOD.match(text, at):
        return _of_period(match)
    if match := _LAST_WORKDAY.match(text, at):
        rrule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
        return Atom(at, match.end(), "monthday", "times.last_workday", rrule=rrule)
    return None


def _of_period(match: re.Match[str]) -> Atom:
    day = int(match["d"])
    if match["which"] and match["of"] == "kỳ":
        rrule = f"FREQ=MONTHLY;BYMONTHDAY={day}"
    elif match["which"]:
        months = "1,4,7,10" if match["which"].startswith("đầu") else "3,6,9,12"
        rrule = f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}"
    else:
        rrule = f"FREQ=MONTHLY;BYMONTHDAY={day}"
    return Atom(match.start(), match.end(), "monthday", "times.day_of_period", rrule=rrule)


def often(text: str, at: int) -> Atom | None:
    """`6 tháng/lần`, `01 lần/tháng`, `6 tháng` before `, hằng năm`."""
    if match := _TIMES_PER.match(text, at):
        return Atom(at, match.end(), "rhythm", "times.once_in", rrule=rule_of(match["unit"], number(match["n"])))
    if match := _COUNT_PER.match(text, at):
        return Atom(at, match.end(), "rhythm", "times.once_per", rrule=rule_of(match["unit"]), bare=True)
    if match := _FIRST_OF_LIST.match(text, at):
        return Atom(at, match.end(), "rhythm", FIRST_OF_LIST, rrule=rule_of("tháng", number(match["n"])))
    return None


def duration(text: str, at: int) -> Atom | None:
    """`trong thời hạn 10 ngày kể từ …`, `chậm nhất 05 ngày làm việc sau khi …`: a limit, no age or length."""
    match = _DURATION.match(text, at)
    if not match:
        return None
    word = _DURATION_WORD.search(text, max(0, at - 45), at)
    if not word:
        # after `Thời hạn giải quyết:`, in a cell or at the head of a line (`a) 12 tháng kể từ …`) no word is needed
        if not (match["work"] or match["event"]) or not _OPENS_PLACE.search(text, max(0, at - 90), at):
            return None
        return _lasting(match, at, "times.duration_bare", "within")
    event, work = match["event"], match["work"]
    strict = word.lastgroup in {"within", "by"}
    # `bổ sung hồ sơ trong 15 ngày`: what is asked for and answered has a limit, `học trong 03 ngày` a length
    asked = match["unit"] in {"ngày", "giờ"} and bool(_ANSWERS.search(text, max(0, word.start() - 60), word.start()))
    if word.lastgroup == "before":
        if not re.match(r"trước (?:kỳ|thời|ngày|khi|hội|phiên)", word.group()):
            return None
    elif not (event or work or asked or (word.lastgroup == "within" and match["unit"] in {"ngày", "giờ"})):
        return None
    if (
        not strict
        and word.lastgroup == "loose"
        and not (work or asked or (event and re.match(r",? ?(?:(?:kể|tính) )?(?:từ|sau)", event.strip())))
    ):
        return None
    return _lasting(match, word.start(), f"times.duration_{word.lastgroup}", _RELATIONS[word.lastgroup or ""])


def lengths(text: str, start: int, end: int) -> Iterator[Atom]:
    """The lengths of time that a place kept for times gives without more words: `18 tháng`, `≤ 24 tháng`."""
    for match in _LENGTH.finditer(text, start, end):
        limit = re.search(r"[≤<]|không quá|tối đa|chậm nhất", match["word"])
        if match["unit"] in {"giờ", "phút"} and not match["word"]:
            continue
        yield _lasting(match, match.start(), "times.length", "by" if limit else "within")


def _lasting(match: re.Match[str], start: int, rule: str, relation: DeadlineRelation) -> Atom:
    amount = _AMOUNTS[match["unit"]].format(int(match["n2"] or match["n"]))
    return Atom(start, match.end(), "duration", rule, duration=amount, business=bool(match["work"]), relation=relation)


def weekday(text: str, at: int) -> Atom | None:
    """`thứ Sáu hằng tuần`."""
    if match := _WEEKDAY.match(text, at):
        return Atom(at, match.end(), "monthday", "times.weekday", rrule=_on_days(match["w"]))
    if match := _WEEKDAY_ONLY.match(text, at):
        return Atom(at, match.end(), "monthday", "times.weekday_only", rrule=_on_days(match["w"]), bare=True)
    return None


def weekly_on(text: str, start: int, at: int) -> Atom | None:
    """`hằng tuần vào sáng thứ Hai`: the day that follows the frequency word, which reaches from start to at."""
    match = _WEEKLY_ON.match(text, at)
    if not match:
        return None
    end = match.end() if match["close"] and "(" in match.group() else match.end("w")
    relation: DeadlineRelation | None = {"vào ": "on", "trước ": "before"}.get(match["at"])  # type: ignore[assignment]
    return Atom(start, end, "monthday", "times.weekday", rrule=_on_days(match["w"]), relation=relation)


def _on_days(names: str) -> str:
    days = [_WEEKDAYS[name] for name in re.findall(r"(?:thứ|chủ) (\w+)", names)]
    return f"FREQ=WEEKLY;BYDAY={','.join(days)}"
