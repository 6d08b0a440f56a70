"""How the plan, or another instrument, uses the one it cites."""

from __future__ import annotations

import regex

from vnplan.core.mentions import CitationRelation
from vnplan.extract.citations.heads import Head

_WINDOW = 130
_BY_WORDS: tuple[tuple[CitationRelation, regex.Pattern[str]], ...] = (
    (
        "amended_by",
        regex.compile(
            r"(?:được|đã|\() ?(?:sửa đổi|bổ sung|thay thế|điều chỉnh)[^;.\d]{0,60}(?:bởi|tại|theo|bằng) (?:các )?$"
        ),
    ),
    (
        "amends",
        regex.compile(
            r"(?:sửa đổi|bổ sung|điều chỉnh)(?:,? (?:và )?(?:bổ sung|thay thế))?(?: (?:một số"
            r"|các) [^;.]{1,60})?(?: (?:của|tại|ban hành kèm theo))? (?:các )?$"
        ),
    ),
    ("replaces", regex.compile(r"thay thế(?: cho)? (?:các |toàn bộ )?$")),
    ("repeals", regex.compile(r"(?:bãi bỏ|hủy bỏ) (?:[^;.,]{0,60} )?$")),
    (
        "guides",
        regex.compile(
            r"(?:quy định (?:chi tiết|một số điều)|hướng dẫn(?: (?:thi hành|thực hiện))?)"
            r"(?:[^;.]{0,70} (?:của|điều|biện pháp(?: để)?(?: tổ chức)? (?:thi hành|thực hiện)))? (?:các )?$"
        ),
    ),
    ("issued_with", regex.compile(r"kèm theo $")),
)
_IMPLEMENTS = regex.compile(
    r"(?i)(?:thực hiện|triển khai|thi hành|theo|quán triệt|tuân thủ|(?<!ban )chấp hành|cụ thể hóa|căn cứ)"
    r"(?!\p{L})[^.;]*$"
)
_BASIS = regex.compile(r"(?i) *(?:[-+*] ?)?(?:căn cứ|xét đề nghị|theo đề nghị)(?!\p{L})")


_SHARED = ("amended_by", "replaces", "repeals")
_JOINS = (" và ", " và các ", ", ")


def set_relation(text: str, head: Head, outer: Head | None, line: int, early: bool) -> None:
    """Set the relation of a head from the words before it; `outer` is the instrument whose title it stands in."""
    if head.relation != "mentions":
        return
    start = head.extent_start
    left = text[max(line, start - _WINDOW) : start]
    for relation, pattern in _BY_WORDS:
        if pattern.search(left):
            head.relation = relation
            return
    if outer is None and early and (basis := _BASIS.match(text, line)) and "ăn cứ" in basis.group().lower():
        head.relation = "legal_basis"
    elif _IMPLEMENTS.search(left):
        head.relation = "implements"


def share_relation(text: str, left: Head, right: Head) -> None:
    """What a verb does to the first of two joined by `và`, it does to the second: `được sửa đổi bởi A và B`."""
    if left.relation in _SHARED and right.relation not in _SHARED and text[left.tail : right.extent_start] in _JOINS:
        right.relation = left.relation
