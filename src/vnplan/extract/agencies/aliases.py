"""Short names that the document declares itself: `(sau đây gọi tắt là các cơ quan, đơn vị)`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from vnplan.extract.agencies.patterns import Name

_DECLARED = re.compile(
    r"\((?:(?:sau đây|dưới đây),? ?)?(?:được )?(?:gọi|viết)(?: tắt| chung| ngắn gọn){0,2} là:? ?"
    r"[“\"]?([^()“”\"\n]{2,80})[”\"]?\)"
)
_MOST_ALIASES = 50  # each is looked for in the whole text
_JOINT = re.compile(r"(?:,|;| và|, và) ")
_OF_BODY = re.compile(
    r"(?:[Cc]ác|Sở|Bộ|Ban|BCĐ|BQL|Ủy ban|Hội|Tổ|Trung tâm|Đoàn|Quỹ|Công ty|Cơ quan|cơ quan|đơn vị|Chi cục|Cục|Viện"
    r"|Trường|cấp)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Alias:
    """A short name: from where on it holds, and the name it stands for."""

    words: str
    after: int
    target: Name


def declared(text: str, names: Sequence[Name]) -> tuple[list[Name], list[Alias]]:
    """The names, those that one alias covers made one, and the aliases.

    A list that is given one plural short name is one group: `các sở, UBND các huyện (gọi tắt là các đơn vị)`.
    """
    merged = list(names)
    aliases: list[Alias] = []
    for match in _DECLARED.finditer(text):
        before = match.start() - text.endswith(" ", 0, match.start())
        n = bisect_left(merged, before, key=lambda name: name.end)
        if n == len(merged) or merged[n].end != before:
            continue
        words = match[1].strip()
        while n + 1 < len(merged) and merged[n + 1].start < match.end():
            del merged[n + 1]  # the short name in its declaration is no mention
        first = n
        if words.startswith(("các ", "Các ", "cấp ")):
            while (
                first
                and _JOINT.fullmatch(text, merged[first - 1].end, merged[first].start)
                and merged[first - 1].collective
            ):
                first -= 1
        target = merged[n]
        if first < n:
            begin = merged[first]
            target = begin._replace(end=target.end, row=None, row_end=0, collective=True)
            merged[first : n + 1] = [target]
        if _stands_for(words, text[target.start : target.end]):
            aliases.append(Alias(words, match.end(), target))
    return _with_mentions(text, merged, aliases), aliases


def _listed(text: str, name: Name, after: Name) -> bool:
    return _JOINT.fullmatch(text, name.end, after.start) is not None


def _stands_for(words: str, name: str) -> bool:
    """Whether a short name can mean a body: it says so, is a part of the name, or its initials."""
    if _OF_BODY.match(words) or words.lower() in name.lower():
        return True
    initials = "".join(word[0] for word in name.split()).upper()
    return words.isupper() and " " not in words and words[0] == initials[0]


def _with_mentions(text: str, names: list[Name], aliases: Sequence[Alias]) -> list[Name]:
    """The names and the places where an alias stands that no rule knows."""
    found = names
    for alias in aliases[:_MOST_ALIASES]:
        if not alias.words[0].isupper():
            continue
        starts = [name.start for name in found]
        more: list[Name] = []
        at = text.find(alias.words, alias.after)
        while at >= 0:
            end = at + len(alias.words)
            n = bisect_left(starts, end)
            free = n == 0 or found[n - 1].end <= at
            whole = not text[at - 1].isalnum() and not text[end : end + 1].isalnum()
            if free and whole:
                more.append(Name(at, end, "agency.alias", alias.target.kind, collective=alias.target.collective))
            at = text.find(alias.words, end)
        if more:
            found = sorted([*found, *more], key=lambda name: name.start)
    return found
