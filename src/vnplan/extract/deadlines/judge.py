"""Which times in running text are deadlines: limits, periods and rhythms set for a task, report or target."""

from __future__ import annotations

import re

from vnplan.core.document import Role
from vnplan.extract.deadlines.calendar import Clock
from vnplan.extract.deadlines.compose import Time, Value
from vnplan.extract.deadlines.passed import Passed
from vnplan.extract.deadlines.places import clause_end, clause_start, line_text_before
from vnplan.extract.deadlines.rhythms import FIRST_OF_LIST
from vnplan.knowledge.times import Times

_NUMBERED_PHASE = re.compile(r"^(?:trong )?giai đoạn (?:\d|i{1,3}|iv|một|hai|ba|thứ \w+) \($")
_STEP = re.compile(r"(?<!\w)(?:đợt|bước|giai đoạn|vòng|lần|kỳ|chặng)(?: thứ)? (?:\w{1,4})(?: \([^()\n]{1,20}\))?: ?$")
_REACHES = re.compile(r" (?:phấn đấu |phải )?(?:đạt|hoàn thành|giải ngân)(?!\w)")
# `đạt 92% năm 2025, 95% năm 2026`, but `tăng từ 60% năm 2025 lên`
_RATED = re.compile(
    r"(?:(?<!\w)(?:đạt|còn|lên|và|là|nhất|trên|dưới|thiểu|khoảng|thành)|,) ?\d[\d.,]* ?%(?: trở lên)? (?:trong |vào )?$"
)
# `Giai đoạn 2026 - 2030 diện tích chè đạt 20.000 ha`: a measure and what it is to be
_MEASURED = re.compile(r"(?: [^\s,;.:()]+){1,8} (?:đạt|còn|tăng|giảm)(?: \w+){0,3} \d")
# `- Năm 2026: 1.300.000.000đ`: the money of a year
_SUM = re.compile(
    r" ?: ?(?:khoảng )?\d[\d.,]* ?(?:đ|đồng|(?:nghìn|ngàn|triệu|tr\.?|tỷ|tỉ) ?(?:đ|đồng)?)(?!\w)[ .;]*(?:\n|$)"
)
_RATED_FROM = re.compile(r"(?<!\w)(?:từ|so với|của) (?:\w+ ){0,2}\d[\d.,]* ?% $")
_YEARLY = re.compile(r"(?<!\w)h[ằà]ng năm(?!\w)")
_NEAR = 600
_OTHER_YEAR = re.compile(r"[^();\n]{1,80}; ?(?:đến )?năm \d")  # `(năm 2026 | trồng 10 ha; năm 2027 …`
_ANNOUNCES = re.compile(r"\w ?: $")
_ENDS_CLAUSE = re.compile(r" ?(?:\((?:thứ \w+|chủ nhật)\) ?)?(?:[.;](?!\S)|\n|$)")
_REVIEWS = re.compile(r"(?<!\w)(?:sơ kết|tổng kết)(?: (?:kết quả|việc thực hiện|thực hiện))? $")
_HELD_AT = re.compile(r" (?:được tổ chức )?vào (?:ngày|tháng|quý|năm|cuối|đầu|giữa)(?!\w)")
_EDGES = frozenset({"times.begin_of", "times.middle_of", "times.end_of"})
_SESSION_THEN = re.compile(r"(?<!\w)kỳ họp (?:thường lệ )?$")  # `trình tại kỳ họp | cuối năm 2027`
# `kế hoạch phát triển kinh tế 5 năm 2026-2030`: the years in the name of a plan for some years
_PLAN_OF_YEARS = re.compile(r"(?<!\w)(?:kế hoạch|kh)(?: [^\s;:.]+){0,12} $")
_COUNTED_YEARS = re.compile(r"\d{1,2} năm ")


class Judge:
    """The cues of `times.toml`, compiled to the questions asked of a time in running text."""

    def __init__(self, times: Times) -> None:
        def before(pattern: str) -> re.Pattern[str]:
            return re.compile(rf"(?<!\w){pattern}[ (]*$")

        def anywhere(pattern: str) -> re.Pattern[str]:
            return re.compile(rf"(?<!\w){pattern}(?!\w)")

        self.name = anywhere(times.cue("name"))
        self.aim = anywhere(times.cue("aim"))
        self.passed = Passed(times)
        self.describes = before(times.cue("describes"))
        self.leave = re.compile(rf"(?<!\w){times.cue('leave')}(?: [^\s;:.]+){{0,12}} $")
        self.event = before(times.cue("event"))
        self.report = anywhere(times.cue("report"))
        self.reports = anywhere(times.cue("meeting"))
        self.daily = anywhere(times.cue("daily"))
        self.living = before(times.cue("living"))
        self.periodic = anywhere(times.cue("periodic"))
        self.meets = re.compile(rf" {times.cue('meeting')}(?!\w)")
        self.acts = re.compile(rf"[ ,]*(?:sẽ |phải |tiến hành |có )?(?:{times.cue('report')}|{times.cue('act')})(?!\w)")
        self.series_cue = anywhere(times.cue("series"))
        self.heading = re.compile(rf"{times.cue('heading')}(?!\w)")
        self.commits = re.compile(rf"[ ,:]*{times.cue('commits')}(?!\w)")
        self.monthly = anywhere(r"(?:h[ằà]ng|mỗi|báo cáo|từng) tháng")
        self.weekly = anywhere(r"(?:h[ằà]ng|mỗi|báo cáo|từng) tuần")
        self.counted = anywhere(times.cue("counted"))

    def series(self, lower: str, time: Time, clock: Clock, previous: Time | None) -> str | None:
        """Why a day without year comes round: its sentence names a periodic report, or the plan runs for years.

        `báo cáo 6 tháng trước ngày 05/6`, `Hằng năm kiểm điểm, báo cáo … trước ngày 30/11`.
        """
        start = clause_start(lower, time.start)
        if previous and previous.in_series and time.start - previous.end < 60 and not re.search(
            r"\n|\. ", lower[previous.end : time.start]
        ):  # fmt: skip
            return "stated"
        after = lower[time.end : min(clause_end(lower, time.end), time.end + 45)]
        # what follows a comma belongs to the next of a list (`…, trước ngày 05/12 đối với báo cáo năm`)
        around = lower[start : time.start] + "\n" + after.split(", trước")[0]
        if self.series_cue.search(around):
            return "stated"
        years = clock.years
        if years and years[0] != years[1]:
            near = max(0, start - _NEAR)  # no further, so that time stays linear
            sentence = max(near, *(lower.rfind(end, near, start) + 1 for end in ("\n", ". ")))
            if _YEARLY.search(lower, sentence, start):
                return "stated"  # "bố trí trong dự toán hằng năm; thông báo định mức chậm nhất ngày 20/12"
            if re.search(r"(?<!\w)báo cáo(?!\w)", around):
                return "plan"
        return None

    def accepts(self, lower: str, time: Time, value: Value, clock: Clock, role: Role, *, previous: Time | None) -> bool:
        """Whether a time in running text is a deadline."""
        shape = time.atom.shape
        if shape == "duration":
            floor = max(clause_start(lower, time.start), time.start - 45)
            if self.passed.effect.search(lower, floor, time.start):  # `có hiệu lực sau 10 ngày kể từ ngày ký`
                return False
            return not self.passed.past.search(lower, max(0, time.start - 30), time.start)
        if shape == "open":
            return self._open(lower, time, previous)
        if shape == "rhythm":
            if time.atom.rule == "times.every_list":
                return self._listed_rhythm(lower, time, previous)
            return time.atom.rule != FIRST_OF_LIST and self._rhythm(lower, time)
        if shape == "monthday":
            return self._monthday(lower, time)
        if self.passed.rules_out(lower, time, value, clock):
            return False
        if shape == "day":
            return self._day(lower, time, value, clock)
        if shape in {"year", "phase"}:
            return self._year(lower, time, role, previous)
        return self._month(lower, time)

    def _day(self, lower: str, time: Time, value: Value, clock: Clock) -> bool:
        atom, word = time.atom, time.preposition
        if value.kind == "recurring" and time.every:
            # `Ngày 26/3 hằng năm là …` tells of a feast
            return word is not None or not re.match(r" (?:là|được chọn|làm)\b", lower[time.end : time.end + 12])
        if word is None:
            ahead = value.start is None or clock.issued_on is None or value.start > clock.issued_on
            if atom.last.year is None or not ahead:
                return False
            if self._valued(lower, time):
                return True
            if atom.bare:
                return False
            if clock.issued_on is None and lower.startswith(",", time.end) and not self.acts.match(lower, time.end):
                return False  # `Ngày 12/11/2024, UBND tỉnh họp …` tells of what has been, or may
            if clock.issued_on is not None and (
                self.event.search(lower, max(0, time.start - 30), time.start) or self._told_behind_colon(lower, time)
            ):
                return True
            return self._enclosed(lower, time) or not line_text_before(lower, time.start)
        if atom.bare and atom.last.year is None and not time.listed and not atom.ranged:
            # `đến 8/10 xã` is a fraction
            return word.id != "until" or (atom.last.day or 0) > (atom.last.month or 0)
        return True

    def _monthday(self, lower: str, time: Time) -> bool:
        if self.counted.search(lower, clause_start(lower, time.start), time.start + 4):
            return False  # the days that figures are counted from and to
        if time.atom.rule == "times.weekday_only":  # `báo cáo tuần trước 14 giờ thứ Sáu`
            start = clause_start(lower, time.start)
            return time.preposition is not None and bool(self.weekly.search(lower, start, time.start))
        if time.atom.rule != "times.day_only":
            return True
        if time.preposition is None:
            return False
        start = clause_start(lower, time.start)
        return time.every is not None or bool(self.monthly.search(lower, start, time.start))

    def _month(self, lower: str, time: Time) -> bool:
        if time.preposition is not None or time.every:
            return True
        if time.atom.bare:
            return False
        if time.atom.rule == "times.end_of" and lower.startswith("hết", time.start):
            return True
        if self._enclosed(lower, time) or self.event.search(lower, max(0, time.list_start - 30), time.list_start):
            listed = time.list_end - time.list_start > time.end - time.start
            # `lương hưu (tháng 12, tháng 01 và tháng 02)`: the months that are paid for
            if listed and self.describes.search(lower, max(0, time.list_start - 60), time.list_start):
                return False
            return time.atom.shape != "half"
        if self._valued(lower, time):
            return True
        before, end = line_text_before(lower, time.list_start), time.list_end
        if not before and lower.startswith(",", end):
            return time.atom.last.year is not None or bool(self.acts.match(lower, end))
        opens = not before or before.endswith("; ")
        # `6 tháng đầu năm hoàn thành 40%, 6 tháng cuối năm 60%`
        if (opens or before.endswith((", ", ": "))) and _REACHES.match(lower, end):
            return True
        return opens and bool(re.match(r" ?:|$|\n", lower[end : end + 2]))

    def _valued(self, lower: str, time: Time) -> bool:
        """`Đợt 1: tháng 4/2025.`: all that stands after the colon."""
        ends = re.match(r" ?\.?(?:\n|$)| ?[;)]", lower[time.list_end : time.list_end + 4])
        return bool(ends) and _STEP.search(lower, max(0, time.list_start - 40), time.list_start) is not None

    def _told_behind_colon(self, lower: str, time: Time) -> bool:
        """`Khai trương chợ đêm: Ngày 05/9/2026 (thứ Bảy)`: a day is all that a colon announces."""
        return _ANNOUNCES.search(lower, max(0, time.start - 3), time.start) is not None and (
            _ENDS_CLAUSE.match(lower, time.list_end) is not None
        )

    def _enclosed(self, lower: str, time: Time) -> bool:
        """`(năm 2030)`, `(tháng 6/2026)`."""
        start, end = time.list_start, time.list_end
        return lower[start - 1 : start] == "(" and lower[end : end + 1] == ")"

    def _year(self, lower: str, time: Time, role: Role, previous: Time | None) -> bool:
        word = time.preposition
        if _reviewed(lower, time):
            return False
        if word is None and _RATED.search(lower, max(0, time.start - 30), time.start) and not _RATED_FROM.search(
            lower, max(0, time.start - 30), time.start
        ):  # fmt: skip
            return role != "funding" and time.atom.shape == "year" and not time.atom.bare
        before = line_text_before(lower, time.list_start)
        if _COUNTED_YEARS.match(lower, time.atom.start) and _PLAN_OF_YEARS.search(before):
            return False
        follows = lower[time.list_end : time.list_end + 32]
        ends_line = not follows or bool(re.match(r" ?[:.;]?(?:\n|$)", follows))
        heading = self.heading.match(before) is not None and len(before) < 90
        if heading and ends_line:
            return self.name.search(before) is None or before.startswith(("mục tiêu", "chỉ tiêu", "các ", "định hướng"))
        if word is None and time.atom.rule in _EDGES and time.atom.last.year and _SESSION_THEN.search(before):
            return True
        if word is None and time.atom.last.year is None:
            return time.atom.rule == "times.end_of" and lower.startswith("hết", time.start)
        if time.atom.ranged and self._enclosed(lower, time) and _NUMBERED_PHASE.search(before):
            return True
        if word is not None and word.id not in {"until", "from"}:
            return not (time.atom.bare and word.id == "at")
        if self._in_name(lower, time, follows):
            return False
        orients = re.search(r"(?:định hướng|tầm nhìn) ?(?:đến )?$", before)
        if orients and orients.start() > 0:
            # after a year that is a limit (`phấn đấu đến năm 2030 …, tầm nhìn đến năm 2045`) it is another
            return previous is not None and previous.calendar and previous.start >= clause_start(lower, time.start)
        if word is not None:
            return not time.atom.bare or word.id == "until"
        return self._named_year(lower, time, before, follows, role)

    def _named_year(self, lower: str, time: Time, before: str, follows: str, role: Role) -> bool:
        """`Năm 2026: …`, `Giai đoạn 2026 - 2030`, `sơ kết năm 2028`, `; năm 2027 đạt 60%`, `(năm 2030)`."""
        if time.atom.bare:
            return False
        starts = before.strip(" ,:") in {"", "riêng", "trong", "riêng trong", "các chỉ tiêu", "mục tiêu", "lộ trình"}
        if starts:
            if role == "funding" and _SUM.match(lower, time.list_end):
                return False
            if re.match(r" ?(?:[:(\n]|\.\n|$)", follows) or re.match(
                r" và (?:(?:các|những) năm|tiếp theo)(?!\w)", follows
            ):
                return True
            commits = self.commits.match(follows) or self.acts.match(lower, time.list_end)
            return bool(commits) or bool(_MEASURED.match(lower, time.list_end))
        if time.atom.shape == "year" and self._enclosed(lower, time):
            return True
        if re.search(
            r"(?:sơ kết|tổng kết|hoàn thành|giữa kỳ|cuối kỳ|kết thúc|khởi công|khánh thành)(?: vào)? $", before
        ):
            return True
        if role == "funding" or time.atom.shape == "phase":
            return False
        clause = lower[clause_start(lower, time.start) : time.start]
        if not clause.strip() and follows.startswith(":"):
            return True
        fresh = not clause.strip() or clause.rstrip().endswith((",", ":"))
        fresh = fresh or (clause.endswith("(") and _OTHER_YEAR.match(lower, time.list_end) is not None)
        return (fresh or time.listed) and bool(self.commits.match(follows))

    def named(self, lower: str, time: Time) -> str | None:
        """A period with a preposition of its own and the words before it, from behind the word of an instrument.

        `Thực hiện Đề án | phát triển nghề cá từ nay đến năm 2030`: it is part of the name where a title says the same.
        """
        if time.preposition is None or time.atom.shape not in {"year", "phase"}:
            return None
        names = [*self.name.finditer(lower, clause_start(lower, time.start), time.start)]
        return lower[names[-1].end() : time.end] if names else None

    def _in_name(self, lower: str, time: Time, follows: str) -> bool:
        """Whether a year or span of years belongs to the name of an instrument, programme or event.

        `Chương trình phát triển đô thị giai đoạn 2026 - 2030`, `Đề án … đến năm 2030, tầm nhìn đến năm 2045`.
        """
        start = clause_start(lower, time.start)
        names = list(self.name.finditer(lower, start, time.start))
        if not names or time.behind_citation:
            return False
        rest = lower[names[-1].end() : time.start]
        if self.aim.search(rest) or re.match(r" (?:này|trên|nêu trên)(?!\w)", rest):
            return False
        if ":" in rest or rest.rstrip().endswith((")", "(")):
            return False
        if rest.rstrip().endswith(","):
            return time.preposition is None and not self.commits.match(follows)
        return not (
            time.preposition is not None
            and self.commits.match(follows)
            and re.match(r" ?(?:đạt|có|tăng|giảm|ít nhất|trên|\d)", follows)
        )

    def _listed_rhythm(self, lower: str, time: Time, previous: Time | None) -> bool:
        """The rest of a list is what its first member is: `kế hoạch kinh tế - xã hội hằng năm và 5 năm` has none."""
        before = lower[clause_start(lower, time.start) : time.start]
        if self.describes.search(before) and "định kỳ" not in before:
            return False
        return time.list_start == time.start or (previous is not None and previous.list_start == time.list_start)

    def _rhythm(self, lower: str, time: Time) -> bool:
        rule = time.atom.rule
        floor = clause_start(lower, time.start)
        before = lower[floor : time.list_start]
        word = lower[time.atom.start : time.atom.end]
        end = time.list_end
        if rule in {"times.once_per", "times.once_in"}:
            return rule == "times.once_in" or bool(self.periodic.search(before))
        if word.startswith(("cuối", "đầu", "giữa")):  # `vào cuối mỗi quý`
            return before.endswith("vào ") or not self.describes.search(before)
        if word.startswith(("mỗi", "từng")):
            return word.endswith(("lần", "kỳ")) or bool(self.meets.match(lower, end))
        if word.startswith("h") and re.match(r" (?:nghìn|trăm|triệu)", lower[end : end + 8]):
            return False
        if time.relation:
            return True
        if self.counted.match(lower, end + 1):  # `báo cáo định kỳ hằng năm tính từ ngày …`
            return False
        if not line_text_before(lower, time.start).strip() or not before.strip(" -+*"):
            return not word.endswith("ngày") or bool(self.acts.match(lower, end))
        if word.startswith("định kỳ"):
            return True
        if self.describes.search(before[-60:]):
            return False
        if word.endswith("ngày"):
            return self._is_daily(lower, before, end)
        if self.report.search(before[-70:]) and not before.rstrip().endswith(","):
            return True
        return bool(self.acts.match(lower, end))

    def _is_daily(self, lower: str, before: str, end: int) -> bool:
        """`Tuần tra, vớt rác trên vịnh hằng ngày`, but not `phục vụ sinh hoạt hằng ngày`."""
        if self.living.search(before):
            return False
        if self.reports.search(before[-70:]) and not before.rstrip().endswith(","):
            return True
        ends = end >= len(lower) or lower[end] in ".;,\n|)"
        return ends and self.daily.search(before[-70:]) is not None

    def _open(self, lower: str, time: Time, previous: Time | None) -> bool:
        rule = time.atom.rule
        gap = lower[previous.end : time.start] if previous and time.start - previous.end < 12 else "\n"
        if rule == "times.ad_hoc":
            return bool(
                previous and (previous.atom.shape in {"rhythm", "monthday"} or previous.every)
                and re.fullmatch(r",? ?\(?(?:hoặc|và|,)? ?(?:báo cáo )?", gap)
            )  # fmt: skip
        if rule == "times.years_after":
            return bool(previous and previous.calendar and re.fullmatch(r",? và |, ", gap))
        if rule == "times.on_request":
            return "báo cáo" in lower[clause_start(lower, time.start) : time.start]
        if rule == "times.before_work":
            return self.leave.search(lower, clause_start(lower, time.start), time.start) is not None
        if rule in {"times.after_act", "times.after_round"}:
            if self.passed.held.search(lower, time.end, clause_end(lower, time.end)):
                return False
            return not self.passed.done.search(lower, time.start, time.end)
        return False


def _reviewed(lower: str, time: Time) -> bool:
    """Whether a period is what is looked back at: `Tổng kết giai đoạn 2026 - 2028 vào năm 2028; giai đoạn 2029 …`."""
    if time.atom.shape != "phase" or (time.preposition is not None and not time.relation_shared):
        return False
    return bool(_REVIEWS.search(lower, max(0, time.start - 30), time.start) or _HELD_AT.match(lower, time.end))
