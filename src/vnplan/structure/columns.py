"""What the columns of a table hold: told by their titles, and by the cells where a title can mean two things."""

from __future__ import annotations

from collections.abc import Callable

import regex

from vnplan.core.document import ColumnRole
from vnplan.knowledge.sections import Sections
from vnplan.structure.known import Words

INDEX = regex.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-HĐ]|[a-zđ]|[-+*])[)\]]?[.)/]?")
AGENCY = regex.compile(
    r"-? ?(?:các |thủ trưởng )?(?:sở|bộ|ban|ubnd|ủy ban|công an|văn phòng|vp|phòng|trung tâm|chi cục|cục|hội|đoàn"
    r"|mặt trận|ubmttq|báo|đài|viện|trường|hđnd|đơn vị|cơ quan|bchqs|tòa án|liên đoàn|thanh tra|địa phương|xã|tỉnh"
    r"|doanh nghiệp)\b",
    regex.IGNORECASE,
)
_MARKS = frozenset("xX✓✔*+")
_VALUE = regex.compile(r"(?:[^\d\s]+ ){0,3}[≥≤<>=~]{0,2} ?\d")
_LONGEST_VALUE = 40  # characters


def column_roles(
    titles: list[str], body: list[list[Words]], know: Sections, *, spanned: bool = False
) -> list[ColumnRole | None]:
    """The role of each column of a table with such titles."""
    roles: list[ColumnRole | None] = []
    for column, title in enumerate(titles):
        role = know.column(title) if title else None
        if role in (None, "time", "lead", "money", "target") and " " in title:
            # under a spanning title the words of the lower row decide: `Phân công` + `Phối hợp`
            lower = next(
                (
                    know.column(title[n:])
                    for n in range(len(title))
                    if title[n - 1] == " "
                    and (title[n].isupper() or (spanned and title[n].isdigit()))
                    and not title[:n].isupper()
                ),
                None,
            )
            role = lower or role
        if role == "target" and _marked(body, column):
            role = "time"
        roles.append(role)
    if roles and roles[0] is None:
        numbered = sum(bool(row and INDEX.fullmatch(row[0].text)) for row in body)
        if numbered >= max(2, 0.5 * len(body)):
            roles[0] = "index"
    _measure(titles, roles, body, know)
    return roles


def _measure(titles: list[str], roles: list[ColumnRole | None], body: list[list[Words]], know: Sections) -> None:
    """In a table of indicators a bare `Đơn vị` says in what they are measured, `Kết quả` what they are to reach.

    The latter only where somebody is told to see to it: what is reached already needs nobody.
    """
    can_be = [know.measured_column(title) if title else None for title in titles]
    if "task" not in can_be or roles[can_be.index("task")] != "task":
        return
    beside = range(can_be.index("task") + 1, len(roles))
    for column in beside:
        if can_be[column] == "unit" and not _mostly(_names_body, _filled(body, column)):
            roles[column] = "unit"
    if "unit" not in roles or "target" in roles or not {"lead", "supervise"} & set(roles):
        return
    for column in beside:
        if can_be[column] == "target" and _mostly(_is_value, _filled(body, column)):
            roles[column] = "target"


def _filled(body: list[list[Words]], column: int) -> list[str]:
    return [row[column].text for row in body if len(row) > column and row[column].text]


def _mostly(holds: Callable[[str], bool], cells: list[str]) -> bool:
    return bool(cells) and 2 * sum(map(holds, cells)) >= len(cells)


def _names_body(words: str) -> bool:
    """Whether words name a body, and not the kind of bodies that are counted (`Xã`, `Doanh nghiệp`)."""
    head = AGENCY.match(words)
    return head is not None and (head.end() < len(words) or head.group().lower().startswith("các "))


def _is_value(words: str) -> bool:
    return len(words) <= _LONGEST_VALUE and _VALUE.match(words) is not None


def _marked(body: list[list[Words]], column: int) -> bool:
    """Whether a column holds nothing but marks: it tells when, not how many."""
    filled = _filled(body, column)
    return bool(filled) and all(text in _MARKS for text in filled)
