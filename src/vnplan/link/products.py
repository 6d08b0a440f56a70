"""What a task is to bring about (`xây dựng kế hoạch …`): the whole name of the product, or nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

import regex

from vnplan.core.mentions import Agency, Citation
from vnplan.core.span import Span
from vnplan.knowledge.products import Making
from vnplan.knowledge.roles import Roles
from vnplan.link.bodies import Bodies

_HARD_END = regex.compile(r"[;:()|\n]|\.(?=\s|$)|\.\.\.|…")
_JOINT = regex.compile(r", (?:và )?| và | hoặc ")
_DUTY = regex.compile(r" (?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thì)(?!\p{L})")
_DANGLING = regex.compile(r"(?:[ ,](?:và|hoặc|của|về|cho|với|theo|từ|tại|do|được|đã|sẽ|phải|để|,)?)+$")
# what is sent to somebody: `gửi báo cáo về Sở A`, `báo cáo kết quả thực hiện về Sở A`
_REPORT = regex.compile(
    r"(?<!\p{L})(?:(?:gửi|nộp) (báo cáo)|(báo cáo (?:kết quả|tình hình|tiến độ)"
    r"(?: (?:triển khai thực hiện|tổ chức thực hiện|triển khai|thực hiện))?))(?!\p{L})",
    regex.IGNORECASE,
)
_LOOK_BACK = 60
_DRAFTING = "dự thảo"
_LONGEST = 300  # a longer name is no name


class Products:
    """Finds products by the verb that makes them and the noun after it."""

    def __init__(self, text: str, bodies: Bodies, roles: Roles) -> None:
        self._text = text
        self._bodies = bodies
        self._roles = roles
        self._making = Making.of(roles)
        self._verbs = _shortest(f"{verb} " for verb in self._making.row.verbs)

    def first(self, span: Span, citations: Sequence[Citation] = ()) -> str | None:
        """The first product that a task names; what `citations` it holds are instruments that are made already."""
        words = self._text[span.start : span.end].lower()
        if not any(verb in words for verb in self._verbs):
            return None
        for match in self._making.product.finditer(self._text, span.start, span.end):
            start, head = match.span(2)
            if self._cited(match.start(), start, citations) or not self._made_here(span.start, match):
                continue
            end = self._end(head, span.end, match.group(3).lower(), {cited.span.start for cited in citations})
            if _DUTY.match(self._text, end):
                continue  # `cơ sở phải lập phương án … có trách nhiệm …`: it tells of whom, not what is to be done
            if end - head <= _LONGEST:
                return _DANGLING.sub("", " ".join(self._text[start:end].split())).strip(" ,-–")
        return None

    def report(self, span: Span) -> str | None:
        """The report that a task sends to somebody."""
        found = _REPORT.search(self._text, *span)
        return None if found is None else " ".join((found.group(1) or found.group(2)).split())

    def _made_here(self, start: int, match: regex.Match[str]) -> bool:
        """Whether the verb is the task itself, not a part of a name or of what others do."""
        verb = match.start()
        before = self._bodies.before(verb)
        if before is not None and before.span.end > verb:
            return False
        window = max(start, verb - _LOOK_BACK)
        if match.group(1).lower() == _DRAFTING and self._making.examined.search(self._text, window, verb):
            return False  # `thẩm tra các dự án luật, dự thảo nghị quyết`
        if before is not None and before.span.start > start and self._text[before.span.end : verb] == " ":
            name = self._listed_before(before, start)
            window = max(start, name - _LOOK_BACK)
            if self._making.caused.search(self._text, window, name) or self._making.issued.search(
                self._text, window, name
            ):
                return False  # `hướng dẫn các xã lập kế hoạch`, `Quyết định của UBND tỉnh ban hành danh mục`
        return self._making.elsewhere.search(self._text, max(start, verb - _LOOK_BACK), verb) is None

    def _listed_before(self, body: Agency, start: int) -> int:
        """Where the list of names begins whose last is a body."""
        first = body.span.start
        while (before := self._bodies.before(first)) is not None and before.span.start >= start:
            if not self._bodies.joined(self._text, before.span.end, first):
                break
            first = before.span.start
        return first

    @staticmethod
    def _cited(verb: int, noun: int, citations: Sequence[Citation]) -> bool:
        """Whether a verb stands in the name of an instrument, or its object is one that has its number."""
        return any(
            cited.span.start <= verb < cited.span.end or (cited.span.start == noun and cited.designation is not None)
            for cited in citations
        )

    def _end(self, head: int, limit: int, noun: str, cited: Container[int]) -> int:
        """Where the name that begins before `head` ends: at a mark, at words that go on, at another act."""
        limit = min(limit, head + _LONGEST + 1)
        hard = _HARD_END.search(self._text, head, limit)
        limit = hard.start() if hard else limit
        duty = _DUTY.search(self._text, head, limit)
        limit = duty.start() if duty else limit
        beyond = self._making.end.search(self._text, head, limit)
        limit = beyond.start() if beyond else limit
        for joint in _JOINT.finditer(self._text, head, limit):
            told_of = joint.end() in cited and joint.start() > head  # `tài liệu về Luật A và Nghị định B`
            if not told_of and not self._goes_on(head, joint.start(), joint.end(), noun):
                return joint.start()
        return limit

    def _goes_on(self, head: int, before: int, after: int, noun: str) -> bool:
        """Whether what follows a comma or `và` still belongs to the name."""
        said = self._text[head:before].strip()
        if self._making.breaks.match(self._text, after):
            return False
        if (other := self._making.noun.match(self._text, after)) is not None:
            return not said or other.group(1).lower() == noun  # `văn bản, kế hoạch …`, `đề án A và đề án B`
        if self._making.field.match(self._text, after):
            return True
        if self._bodies.at(after) is not None:
            last = self._bodies.before(before)
            return last is not None and last.span.end == before
        if self._roles.act.match(self._text, after):
            # `kế hoạch phòng ngừa, ứng phó sự cố`: acts with one object; `kế hoạch kiểm tra chợ, lập sổ`: two tasks
            return any(act.end() == len(said) for act in self._roles.act.finditer(said))
        return True


def _shortest(phrases: Iterable[str]) -> list[str]:
    """The phrases that hold none of the others: where none of them stands, none at all does."""
    some = {phrase.lower() for phrase in phrases}
    return sorted(phrase for phrase in some if not any(other in phrase for other in some - {phrase}))
