"""What a task is to bring about (`xây dựng kế hoạch …`): the whole name of the product, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.link.bodies import Bodies

_HARD_END = regex.compile(r"[;:()|\n]|\.(?=\s|$)|\.\.\.|…")
_JOINT = regex.compile(r", (?:và )?| và | hoặc ")
_DUTY = regex.compile(r" (?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thì)(?!\p{L})")
_DANGLING = regex.compile(r"(?:[ ,](?:và|hoặc|của|về|cho|với|theo|từ|tại|do|được|đã|sẽ|phải|để|,)?)+$")
_LOOK_BACK = 60
_LONGEST = 300  # a longer name is no name


class Products:
    """Finds products by the verb that makes them and the noun after it."""

    def __init__(self, text: str, bodies: Bodies, roles: Roles) -> None:
        self._text = text
        self._bodies = bodies
        self._roles = roles
        self._verbs = _shortest(f"{verb} " for row in roles.products for verb in row.verbs)

    def first(self, span: Span) -> str | None:
        """The first product that a task names."""
        words = self._text[span.start : span.end].lower()
        if not any(verb in words for verb in self._verbs):
            return None
        for match in self._roles.product.finditer(self._text, span.start, span.end):
            if not self._made_here(span.start, match.start()):
                continue
            start, head = match.span(1)
            end = self._end(head, span.end)
            if _DUTY.match(self._text, end):
                continue  # `cơ sở phải lập phương án … có trách nhiệm …`: it tells of whom, not what is to be done
            if end - head <= _LONGEST:
                return _DANGLING.sub("", " ".join(self._text[start:end].split())).strip(" ,-–")
        return None

    def _made_here(self, start: int, verb: int) -> bool:
        """Whether the verb is the task itself, not a part of a name or of what others do."""
        inside = self._bodies.before(verb)
        if inside is not None and inside.span.end > verb:
            return False
        return self._roles.made_elsewhere.search(self._text, max(start, verb - _LOOK_BACK), verb) is None

    def _end(self, head: int, limit: int) -> int:
        """Where the name that begins before `head` ends: at a mark, at words that go on, at another act."""
        limit = min(limit, head + _LONGEST + 1)
        hard = _HARD_END.search(self._text, head, limit)
        limit = hard.start() if hard else limit
        duty = _DUTY.search(self._text, head, limit)
        limit = duty.start() if duty else limit
        beyond = self._roles.product_end.search(self._text, head, limit)
        limit = beyond.start() if beyond else limit
        for joint in _JOINT.finditer(self._text, head, limit):
            if not self._goes_on(head, joint.start(), joint.end()):
                return joint.start()
        return limit

    def _goes_on(self, head: int, before: int, after: int) -> bool:
        """Whether what follows a comma or `và` still belongs to the name."""
        said = self._text[head:before].strip()
        if self._roles.product_break.match(self._text, after):
            return False
        if self._roles.product_noun.match(self._text, after):
            return not said  # `văn bản, kế hoạch …`
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
