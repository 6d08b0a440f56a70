"""How the plan, or another instrument, uses the one it cites."""

from __future__ import annotations

import regex

from vnplan.core.mentions import CitationRelation
from vnplan.extract.citations.heads import Head

_WINDOW = 130
_LONGEST_DECLARING = 30  # characters
# behind one of these an instrument is its object, and no longer that of the verb before
_OTHER_VERB = r"quy định chi tiết|hướng dẫn|theo(?!\p{L})|thực hiện|triển khai|hoàn thiện|xây dựng|ban hành (?!kèm)"
# each with the words of which one must stand there: most instruments have none before them
_BY_WORDS: tuple[tuple[CitationRelation, tuple[str, ...], regex.Pattern[str]], ...] = (
    (
        "amended_by",
        ("sửa đổi", "bổ sung", "thay thế", "điều chỉnh"),
        regex.compile(
            r"(?i)(?:được|đã|\() ?(?P<act>sửa đổi|bổ sung|thay thế|điều chỉnh)[^;.\d]{0,60}"
            r"(?:bởi|tại|(?<!kèm )theo|bằng) (?:các )?$"
        ),
    ),
    (
        "amends",
        ("sửa đổi", "bổ sung", "điều chỉnh"),
        regex.compile(
            r"(?i)(?<!phạm vi )(?<!đối tượng )(?P<act>sửa đổi|bổ sung|điều chỉnh)"
            r"(?:,? (?:và )?(?:bổ sung|thay thế))?"
            # what is put beside it has a verb of its own: `bổ sung các chính sách và hoàn thiện Luật`
            rf"(?: (?:một số|các) (?:(?!{_OTHER_VERB})[^;.]){{1,60}}? (?:của|tại|trong|vào|thuộc|kèm theo)"
            r"| (?:một số|các) (?:điều|khoản|nội dung|quy định))?"
            r"(?: (?:của|tại|trong|ban hành kèm theo))? (?:các )?$"
        ),
    ),
    (
        "replaces",
        ("thay thế",),
        regex.compile(r"(?i)thay thế(?: cho)? (?:các |toàn bộ )?(?:[^;.,()\d]{1,80} kèm theo )?$"),
    ),
    ("repeals", ("bãi bỏ", "hủy bỏ"), regex.compile(r"(?i)(?:bãi bỏ|hủy bỏ) (?:[^;.,]{0,60} )?$")),
    (
        "guides",
        ("quy định", "hướng dẫn"),
        regex.compile(
            r"(?i)(?:quy định chi tiết(?: và hướng dẫn)? (?:thi hành|thực hiện)"
            r"|quy định (?:chi tiết|một số điều)|hướng dẫn(?: (?:thi hành|thực hiện))?)"
            r"(?:(?:(?! theo )[^;.]){0,70} (?:của|điều|biện pháp(?: để)?(?: tổ chức)? (?:thi hành|thực hiện)))?"
            r" (?:các )?$"
        ),
    ),
    ("issued_with", ("kèm theo ", "ban hành theo "), regex.compile(r"(?i)(?:kèm|ban hành) theo $")),
)
# what is carried out is telling people of it: `triển khai chương trình tuyên truyền về nội dung Nghị quyết số …`
_TOLD_OF = regex.compile(
    r"(?i)(?:tuyên truyền|truyền thông)(?!\p{L})[^.;]*(?<!\p{L})về (?:(?:các )?nội dung (?:của )?)?$"
)
# money that was given with it: `từ nguồn kinh phí đã giao cho Công an tỉnh tại Quyết định số …`
_GAVE = regex.compile(
    r"(?i)(?<!\p{L})(?:kinh phí|vốn|ngân sách|dự toán) [^.;]{0,40}?(?:đã được|được|đã) (?:giao|cấp|phân bổ|bố trí)"
    r"(?!\p{L})[^.;]{0,60} tại $"
)
# backwards: of several verbs the last one counts
_IMPLEMENTS = regex.compile(
    r"(?ir)(?P<verb>thực hiện|triển khai|thi hành|thực thi|theo|quán triệt|tuân thủ|(?<!ban )chấp hành|cụ thể hóa"
    r"|căn cứ)(?!\p{L})[^.;]*?$"
)
# who proposes tells in what letter; the plan does not carry that out
_PROPOSED = regex.compile(r"(?i)(?:theo|xét|trên cơ sở) (?:đề nghị|đề xuất)(?!\p{L})[^;.]*(?<!\p{L})tại (?:các )?$")
_LISTED = regex.compile(
    r" *(?:[-+*•] ?\p{Lu}|(?:Nghị|Quyết|Luật|Bộ luật|Thông|Công|Kế|Chỉ|Chương|Kết|Hướng|Văn|Pháp|Đề) ?\p{L}*)"
)
_MOST_BASES = 40  # lines of a list
# `I. CĂN CỨ LẬP KẾ HOẠCH`, `2. Căn cứ pháp lý`: all that is listed below it is a basis
_BASES_BELOW = regex.compile(
    r" *(?:[IVX\d]{1,4}(?:\.\d{1,2})*[.)]? )?(?:(?:CÁC|NHỮNG) )?(?:CĂN CỨ|CƠ SỞ PHÁP LÝ"
    r"|(?:Căn cứ|Cơ sở) (?:pháp lý|lập|xây dựng)(?!\p{L}))[^.;,\d]{0,60}$"
)
# `(sau đây gọi tắt là Nghị quyết 15)`: declares a name, and uses nothing
_DECLARED = regex.compile(r"\((?:sau đây )?(?:gọi|viết)(?: chung| tắt)* là:? ?[“\"'‘]?$")
_BASIS = regex.compile(r"(?i) *(?:[-+*] ?)?(?:căn cứ|xét đề nghị|theo đề nghị)(?!\p{L})")


# what is told is the force of the instrument: `đến trước ngày Luật Đầu tư công có hiệu lực`
_WHEN = regex.compile(
    r"(?i)(?:trước|sau|từ|đến|vào|cho đến|tới|kể từ|ngay) (?:khi|ngày|thời điểm|lúc)(?: mà)? (?:các )?$"
)
_TOLD_ENDS = ("về ", "nội dung ", "nội dung của ")
_WHEN_ENDS = ("khi ", "ngày ", "điểm ", "lúc ", "mà ", "các ")
_FORCE = regex.compile(r"(?: này)? (?:(?:bắt đầu )?có|hết) hiệu lực| (?:mới )?được (?:ban hành|thông qua|ký|phê duyệt)")
_CHAIN = regex.compile(
    r"(?: ?\([^()\n]{2,80}\))?"  # a name that is declared
    r" ?(?:,|;|và|hoặc|, ?và|; ?và) ?(?:các |số ?:? ?)?"
    r"(?:\p{L}+(?: \p{L}+){0,9} ?: ?(?:[Ss]ố ?:? ?)?)?"  # `; các Nghị quyết của HĐND tỉnh: số …`
)
# `thực hiện A và các văn bản hướng dẫn thi hành; B`, `…; các Thông tư của Bộ Y tế: số 4/2016/TT-BYT`
_ITEM = regex.compile(
    r"[^;.\n]{0,80};(?: [Cc]ác \p{Lu}[^;.\n]{1,120};){0,3} ?(?:và )?"
    r"(?:[Cc]ác (?:\p{L}+(?: [\p{L}-]+){0,14} ?: ?(?:[Ss]ố ?:? ?)?)?)?"
)
# who issues an instrument carries out another: `Thực hiện A, UBND tỉnh ban hành B`
_ISSUED = regex.compile(r"(?i)(?<!\p{L})(?:ban hành|xây dựng|ký) (?:các )?$")
_CHAINED = ("implements", "legal_basis", "amends", "amended_by", "replaces", "repeals", "guides")


def set_relation(text: str, head: Head, outer: Head | None, line: int, early: bool) -> None:
    """Set the relation of a head from the words before it; `outer` is the instrument whose title it stands in."""
    if head.relation != "mentions":
        return
    start = head.extent_start
    left = text[max(line, start - _WINDOW) : start]
    lower = left.lower()
    for relation, words, pattern in _BY_WORDS:
        if _holds(lower, words) and (found := pattern.search(left)):
            if head.is_law and "act" in found.groupdict() and found["act"].lower() == "điều chỉnh":
                break  # a law is amended; what it `điều chỉnh` is its field
            head.relation = relation
            return
    if lower.endswith(_WHEN_ENDS) and _WHEN.search(left) and _FORCE.match(text, head.tail):
        return
    if _PROPOSED.search(left) or _ISSUED.search(left) or is_declared(text, head):
        return
    if (lower.endswith(" tại ") and _GAVE.search(left)) or (lower.endswith(_TOLD_ENDS) and _TOLD_OF.search(left)):
        return
    if outer is None and early and is_basis(text, line):
        head.relation = "legal_basis"
    elif found := _IMPLEMENTS.search(left, max(left.rfind("."), left.rfind(";")) + 1):
        verb = found["verb"].lower()
        if verb == "theo" and head.row is not None and head.row.id == "report":
            return  # a source
        head.relation = "legal_basis" if verb == "căn cứ" and outer is None and early else "implements"


def is_basis(text: str, line: int) -> bool:
    r"""Whether a line is a legal basis: it says so, or goes on with a list of such.

    >>> text = "Căn cứ:\n- Luật Đất đai;\n- Luật Nhà ở;"
    >>> is_basis(text, text.rindex("- Luật"))
    True
    """
    sentences = False  # whether items end as sentences do: then only a heading tells
    for _ in range(_MOST_BASES):
        if (basis := _BASIS.match(text, line)) is not None:
            return not sentences and "ăn cứ" in basis.group().lower()
        if line == 0 or _LISTED.match(text, line) is None:
            return False
        before = text.rfind("\n", 0, line - 1) + 1
        above = text[before : line - 1].rstrip()
        if _BASES_BELOW.match(above):
            return True
        sentences = sentences or not above.endswith((";", ",", ":", "ăn cứ", "ĂN CỨ"))
        if sentences and _LISTED.match(above) is None:
            return False
        line = before
    return False


def is_declared(text: str, head: Head) -> bool:
    """Whether a name is declared, not used: `(gọi tắt là Đề án 06)`."""
    start = head.extent_start
    return text.rfind("(", max(0, start - _LONGEST_DECLARING), start) >= 0 and bool(
        _DECLARED.search(text, max(0, start - _LONGEST_DECLARING), start)
    )


def _holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of some words stands in a text: asked before a pattern, which takes longer."""
    for word in words:  # noqa: SIM110  a generator takes longer than the words
        if word in text:
            return True
    return False


def share_relation(text: str, left: Head, right: Head) -> None:
    """What a verb does to the first of a list, it does to the others: `thực hiện A; B và C`, `sửa đổi A, B`."""
    if left.relation not in _CHAINED or right.relation != "mentions" or right.form == "self":
        return
    if _CHAIN.fullmatch(text, left.tail, right.extent_start) or (
        left.relation == "implements" and _ITEM.fullmatch(text, left.tail, right.extent_start)
    ):
        right.relation = left.relation
