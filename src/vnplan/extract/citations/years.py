"""Years behind an instrument that are not its own: those of the plan, of a budget."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnplan.core.document import Document
from vnplan.extract.citations.heads import Head
from vnplan.extract.citations.numbered import Numbered, number_of
from vnplan.knowledge.instruments import Instruments

_WINDOW = 200  # characters of a clause
_BEHIND_NAME = regex.compile(r" (?:[Nn]ăm|NĂM) (?P<year>(?:19|20)\d\d)$")
_BUDGET = regex.compile(r"(?i)(?<!\p{L})(?:dự toán|quyết toán|kinh phí|ngân sách)(?!\p{L})[^.;:\n]*$")


def drop_of_a_budget(doc: Document, instruments: Instruments, heads: Sequence[Head]) -> None:
    """`dự toán thực hiện Pháp lệnh Thú y năm 2030`: the year is that of the money, where the law is not of it.

    That is so where the document is older, or of that year and no law of the name was passed in it.
    """
    written = doc.header.issued_on.year if doc.header.issued_on else None
    if written is None:
        return
    text = doc.text.clean
    for head in heads:
        if not head.is_law or head.symbol or not head.title:
            continue
        behind = _BEHIND_NAME.search(text, head.start, head.end)
        if behind is None:
            continue
        if not _BUDGET.search(text, max(0, head.start - _WINDOW), head.start):
            continue
        year = int(behind["year"])
        passed = instruments.law_years(head.type or "", head.title) if year == written else set[int]()
        if year > written or (passed and year not in passed):
            head.end = head.tail = behind.start()


def drop_of_the_plan(doc: Document, heads: Sequence[Head]) -> None:
    """`báo cáo kết quả Nghị quyết 57 năm 2025`: the year is that of the plan where the resolution is of another."""
    first, last = doc.header.plan_years or (0, 0)
    days: dict[Numbered, set[str]] = {}
    for head in heads:
        if head.symbol and (head.symbol.year or len(head.issued_on or "") == len("2025-06-30")):
            days.setdefault(number_of(head), set()).add(str(head.symbol.year or head.issued_on)[:4])
    for head in heads:
        year = head.issued_on or ""
        if len(year) == len("2025") and not head.is_law and first <= int(year) <= last:
            others = days.get(number_of(head))
            if others and year not in others:
                head.issued_on = None
