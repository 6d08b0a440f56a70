"""Common words and vague groups name an actor only in some places of a sentence."""

from __future__ import annotations

import re

from vnplan.extract.agencies.patterns import LIST_JOINT, QUANTIFIED, Name
from vnplan.knowledge.agency_grammar import Grammar

_LABEL = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]|[ivx]+)[.)]?")


def _acts(low: str, grammar: Grammar, end: int) -> bool:
    """Whether a verb of a task follows a list of bodies in the same sentence."""
    line = low[end : end + 160].partition("\n")[0]
    return grammar.verb.search(line.partition(". ")[0]) is not None


def is_actor(text: str, low: str, grammar: Grammar, name: Name, before: Name | None) -> bool:
    """Whether a common word stands where an actor stands."""
    line_start = text.rfind("\n", max(0, name.start - 400), name.start) + 1
    ahead = low[max(line_start, name.start - 24) : name.start]
    after = grammar.after.match(low, name.end)
    ends = grammar.ends.match(low, name.end)
    if before is not None and before.end <= name.start:
        between = text[before.end : name.start]
        if len(between) <= 5 and LIST_JOINT.fullmatch(between) and (after or ends):
            return True
    plain = ahead.strip(" -+*•|\t")
    if not plain or _LABEL.fullmatch(plain):
        # the line begins with it: it must be all of the line, or do something
        if after is not None and after.group() == "," and name.rule not in grammar.usage.split:
            return QUANTIFIED.match(low, name.start) is not None and _acts(low, grammar, name.end)
        return after is not None
    if after is None and ends is None and not low.startswith("các ", name.start):
        return False
    if ahead.rstrip().endswith((",", "và", ";")):
        return False
    if ahead.rstrip().endswith(grammar.usage.to_others):
        return low.startswith("các ", name.start)
    return grammar.before.match(low, name.start) is not None
