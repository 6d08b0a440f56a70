"""Lists of instruments: what is said once, date, issuer and title, holds for each."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnplan.extract.citations.heads import Head
from vnplan.extract.citations.numbered import SHARED
from vnplan.extract.citations.titles import TitleGrammar

_FIRST_QUOTE = regex.compile(r"[\p{Ll} ]{0,40}(?=[“\"])")
_NEXT_QUOTE = regex.compile(r" ?[;,]? ?(?:và )?(?:về (?:việc )?)?(?:ban hành )?(?=[“\"])")


def share(text: str, heads: Sequence[Head], subjects: TitleGrammar) -> None:
    """Give the items of a list what is said once at its end (H001: date and issuer), and its titles (C023)."""
    groups: list[list[Head]] = []
    for head in heads:
        if groups and _adjoins(text, groups[-1][-1], head):
            groups[-1].append(head)
        else:
            groups.append([head])
    for group in groups:
        if len(group) > 1:
            _quoted_titles(text, group, subjects)
            for left, right in zip(group[-2::-1], group[:0:-1], strict=True):
                _share_pair(left, right)


def _adjoins(text: str, left: Head, right: Head) -> bool:
    """Whether two heads are neighbours in a list; the right one may begin with its provision."""
    if left.is_law or right.is_law or left.title is not None:
        return False
    gap = text[left.tail : right.extent_start]
    return len(gap) < 24 and SHARED.match(gap) is not None and ";" not in gap


def _share_pair(left: Head, right: Head) -> None:
    same_organ = bool(
        left.symbol and right.symbol and left.symbol.organs[:1] == right.symbol.organs[:1] and left.symbol.organs
    )
    like = left.same_kind(right)
    year = left.symbol.year if left.symbol else None
    # `Quyết định số 62/QĐ-TTg, Quyết định số 40/2011/QĐ-TTg ngày …`: of two ways to number each has its own day
    alike = bool(year) == bool(right.symbol and right.symbol.year)
    if (
        left.issued_on is None
        and like
        and same_organ
        and left.tail == left.end
        and alike
        and right.issued_on
        and (not year or right.issued_on.startswith(str(year)))
    ):
        left.issued_on = right.issued_on
        left.inferred.append("issued_on")
    if left.issuer is None and same_organ and right.issuer and (like or not right.inferred):
        left.issuer = right.issuer
        left.inferred.append("issuer")
    if left.title is None and like and right.title and left.form == "full" and not _amends(right, left):
        left.title = right.title


def _amends(one: Head, other: Head) -> bool:
    """Whether the title of one instrument names the other: `A và B sửa đổi A`."""
    return bool(one.title and other.designation and other.designation in one.title)


def _quoted_titles(text: str, group: list[Head], subjects: TitleGrammar) -> None:
    """Titles in quotation marks, as many as instruments: each has its own, in order."""
    last = group[-1]
    if last.title_start < 0 or not all(head.same_kind(last) for head in group):
        return
    first = _FIRST_QUOTE.match(text, last.title_start)
    found: list[tuple[str, int, int]] = []
    at = first.end() if first else -1
    while at >= 0 and len(found) < len(group) and (quoted := subjects.quoted(text, at)):
        found.append(quoted)
        gap = _NEXT_QUOTE.match(text, quoted[2])
        at = gap.end() if gap else -1
    if len(found) == len(group):
        for head, quoted in zip(group, found, strict=True):
            head.title = quoted[0]
        last.tail = found[-1][2]
