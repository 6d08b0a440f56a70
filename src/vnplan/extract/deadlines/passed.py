"""Which times tell of what has passed, or of how things are, and so set no limit."""

from __future__ import annotations

import re

from vnplan.extract.deadlines.calendar import Clock
from vnplan.extract.deadlines.compose import LIMITS, Time, Value
from vnplan.extract.deadlines.places import clause_end, clause_start, line_text_before, sentence_start
from vnplan.knowledge.times import Times

_LONG_AGO = 60  # days before the plan: what began then is told, no task begins so
# the days between which a report counts, not those by which it is due
_OF_REPORT = re.compile(
    r" (?:của (?:kỳ|năm|tháng|quý) (?:(?:thực hiện )?báo cáo|trước)|năm (?:trước|báo cáo)|kỳ báo cáo|tháng trước)(?!\w)"
)
# `Hội đồng nhân dân huyện khóa IX, kỳ họp thứ 5 (từ ngày 9/12 đến ngày 11/12/2010)`: the days of a session
_SESSION = re.compile(r"(?<!tại )(?<!vào )(?<!trước )(?<!sau )kỳ họp thứ \w+(?: \w+){0,2} ?[(,]? ?$")
_UNTIL_NOW = re.compile(r",? (?:đến|tới) (?:nay|thời điểm này)(?!\w)")
# `Vào đầu tháng 9/2025, Bộ Y tế ban hành kế hoạch …`: what is told has been done
_ISSUED_THEN = re.compile(
    r",? (?:(?:chủ tịch |phó )?(?:ubnd|ủy ban|bộ|sở|thủ tướng|chính phủ|tỉnh ủy|thành ủy|ban thường vụ))"
    r"(?: [^\s,.;:]+){0,14}?"
    r" (?:đã |vừa )?(?:ký )?(?:ban hành|ký)"
    r" (?:kế hoạch|quyết định|chỉ thị|công văn|công điện|văn bản|thông báo|đề án)(?!\w)"
)


class Passed:
    """The cues of `times.toml` for what is told and not set."""

    def __init__(self, times: Times) -> None:
        def anywhere(pattern: str) -> re.Pattern[str]:
            return re.compile(rf"(?<!\w){pattern}(?!\w)")

        self.past = re.compile(rf"(?<!\w){times.cue('past')}(?: \w+){{0,2}} ?$")
        self.effect = re.compile(rf"(?<!\w){times.cue('effect')}(?: [^\s;.]+){{0,4}}[ (]*$")
        self.told = anywhere(times.cue("told"))
        self.done = anywhere("đã")
        self.held = anywhere(times.cue("held"))
        self.looks_back = re.compile(rf"\W*{times.cue('back')}(?!\w)")
        self.said_at = re.compile(rf"(?<!\w){times.cue('said')}(?: [^\s;.,]+){{0,20}} (?:vào )?$")
        self.case = re.compile(rf"(?:\w{{1,2}}\) |\W)*{times.cue('case')}(?: (?!thì )[^\s,;]+)* $")
        self.weighed = re.compile(rf" {times.cue('weighed')}(?!\w)")
        self.obliges = anywhere(times.cue("obliges"))
        self.sets = anywhere(times.cue("obliges", "finishes"))

    def rules_out(self, lower: str, time: Time, value: Value, clock: Clock) -> bool:
        """What has passed, what began, what an instrument's force or an anniversary is told of."""
        begins = clock.begins
        if begins:
            if value.end and value.end < begins:
                return True
            if value.relation == "from" and value.start and (begins - value.start).days > _LONG_AGO:
                return True
        floor = max(clause_start(lower, time.start), time.start - 45)
        if self.effect.search(lower, floor, time.start):
            return True
        if time.relation != "before" and self.past.search(lower, max(floor, time.start - 30), time.start):
            return True
        limit = time.preposition is not None and time.preposition.id in LIMITS
        if not limit and value.kind != "recurring":
            if self.case.match(lower, clause_start(lower, time.list_start), time.list_start):
                return True
            stop = min(clause_end(lower, time.end), time.end + 120)
            if self.told.search(lower, clause_start(lower, time.start), stop) or self._narrated(lower, time):
                return True
        if (
            _OF_REPORT.match(lower, time.end)
            or _UNTIL_NOW.match(lower, time.end)
            or _ISSUED_THEN.match(lower, time.end)
        ):
            return True
        future = bool(begins and value.end and value.end > begins and not value.inferred)
        if future or limit or value.kind == "recurring":
            return False
        stop = min(clause_end(lower, time.end), time.end + 80)
        if self.obliges.search(lower, clause_start(lower, time.start), time.start):
            # of something else is told behind a comma: `cần mở lớp ngay từ đầu năm, theo danh mục đã duyệt`
            stop = lower.find(",", time.list_end, stop) if "," in lower[time.list_end : stop] else stop
        return bool(self.done.search(lower, time.end, stop)) or self._of_what_is_done(lower, time)

    def _narrated(self, lower: str, time: Time) -> bool:
        """Whether the clause of a time tells what has been held, said or seen then.

        `Ngày 11/02/2025, Sở A đã tổ chức …`, `kết luận tại hội nghị ngày 20/3`, `Từ năm 2023 đến nay …, nhất là trong
        năm 2024`, `nhiệm vụ trong năm 2025 là rất nặng nề`.
        """
        start = clause_start(lower, time.start)
        opens = not line_text_before(lower, time.list_start).strip()
        if opens and self.held.search(lower, time.end, clause_end(lower, time.end)):
            return True
        if self.weighed.match(lower, time.list_end) or self.said_at.search(lower, start, time.list_start):
            return True
        if time.atom.ranged and time.atom.shape == "day" and _SESSION.search(lower, start, time.start):
            return True
        back = self.looks_back.match(lower, sentence_start(lower, time.start), time.start)
        return back is not None and not self.sets.search(lower, back.end(), time.start)

    def _of_what_is_done(self, lower: str, time: Time) -> bool:
        """Whether a time says when that was done which the words before it tell: `các chỉ tiêu đã giao trong năm`."""
        start = clause_start(lower, time.start)
        told = self.done.search(lower, max(start, lower.rfind(",", start, time.start)), time.start)
        return told is not None and not self.sets.search(lower, told.end(), time.start)
