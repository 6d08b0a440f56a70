"""The lines of a text with their labels, before anything is known of their place."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from vnplan.core.document import LineKind, Role
from vnplan.knowledge.provisions import Provisions

# Style of a label: its scheme and how it is written, since `1.` and `1)` may number two levels. The rank orders
# schemes where a document has not shown its own order yet.
RANK = {
    "appendix": 0,
    "part": 1,
    "chapter": 2,
    "muc": 3,
    "capital": 4,
    "roman": 5,
    "title": 5,
    "article": 6,
    "arabic": 7,
    "decimal": 8,
    "letter": 9,
    "named": 9,
    "paren": 10,
    "dash": 11,
    "plus": 12,
    "star": 13,
}
BULLETS = frozenset({"dash", "plus", "star"})

_LABEL = regex.compile(
    r"(?P<dash>-)(?:\s*(?!-)|(?=\p{L}))"
    r"|(?P<plus>\+)\s*"
    r"|(?P<star>[*•o])\s+(?=\S)"
    r"|(?P<roman>[IVX]{1,6})(?:\s?[.)/](?!\d|\p{Lu}\.|[Vv]\b)\s*-?\s*|\s?-\s?(?=\p{Lu})|:\s|\s(?=\p{Lu}{2})|$)"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,4})(?:[.)/](?!\d)\s*|\s?-\s(?=\p{Lu})|\s(?=[\p{Lu}“\"]))"
    r"|(?P<arabic>\d{1,3})(?:\s?[.)/](?!\d)\s*|\s?-\s?(?=\p{Lu}\p{L})|:\s(?=\p{Lu}))"
    r"|(?P<letter>\p{Ll}\d?)(?:\s?\)\s*|/\.?\s?(?=\p{Lu})|\.\s?(?=[\p{Lu}\d“\"(]))"
    r"|(?P<capital>[A-HĐ])(?:[.)/](?:\s*(?=\p{Lu})(?!\p{Lu}\.)|$)|\s?-\s(?=\p{Lu}))"
    r"|\((?P<paren>\d{1,2}|[ivx]{1,5}|[a-zđ])\)\s*"
    r"|(?P<part>P(?:hần|HẦN)\s+(?:(?:thứ|THỨ)\s+\p{L}{2,5}|[IVX]{1,5}|\d{1,2}|[A-H]))\b\s*[.:\-]?\s*"
    r"|(?P<chapter>C(?:hương|HƯƠNG)\s*(?:[IVX]{1,5}|\d{1,2}))\b\s*[.:\-]?\s*"
    r"|(?P<muc>M(?:ục|ỤC)\s*(?:[IVX]{1,5}|\d{1,2}))\s*[.:\-]?\s*(?=\p{Lu}|$)"
    r"|(?P<article>Đ(?:iều|IỀU)\s+\d{1,3}[a-zđ]?)(?:\s*[.:]\s*|$)"
    r"|(?P<named>(?:Nhiệm vụ|Mục tiêu|Chỉ tiêu|Nội dung|Bước|Giải pháp|Hoạt động|Dự án|Tiểu dự án|Hợp phần|Nhóm|Đợt"
    r"|Giai đoạn|NHIỆM VỤ|MỤC TIÊU|CHỈ TIÊU|NỘI DUNG|GIẢI PHÁP|DỰ ÁN|GIAI ĐOẠN)\s+(?:\d{1,2}|[IVX]{1,4}))"
    r"(?:\s*[.:]\s*|\s-\s|$)"
    r"|(?P<appendix>P(?:hụ lục|HỤ LỤC)(?:\s(?:số\s|SỐ\s)?(?:[IVX]{1,5}|\d{1,2}[a-zA-Z]?|[A-H]))?)"
    r"(?:\s*[.:\-]\s*|$|\s(?=\p{Lu}{2}))"
    r"|(?P<form>(?:Biểu|BIỂU|Mẫu|MẪU)\s(?:mẫu\s)?(?:số|SỐ)\s?\d{1,2}[a-z]?)(?:\s*[.:\-]\s*|$|\s(?=\p{Lu}{2}))"
)
_BEFORE_LETTERS = frozenset("-+(IVXPCMĐNBGHDT")  # with these begin the labels that go on with a letter
_GLUED = regex.compile(r"(?<=^(?:Chương|CHƯƠNG|Mục|MỤC))(?=[\dIVX])")  # `Mục2`
_PARTS = frozenset({"part", "chapter", "muc", "appendix"})
_LETTERS = "abcdđeghiklmnopqrstuưvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_ORDINAL_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8}


@dataclass(slots=True)
class Draft:
    """A line while its place is being worked out."""

    start: int
    end: int
    text: str
    kind: LineKind = "paragraph"
    scheme: str = ""  # empty: no label
    style: str = ""
    label: str | None = None
    ordinal: int = 0
    rank: float = 0.0
    body: int = 0  # offset into the document's text
    node: int = -1
    role: Role = "other"
    past: bool = False

    @property
    def words(self) -> str:
        """The line without its label."""
        return self.text[self.body - self.start :]


def roman(numeral: str) -> int:
    """The value of a Roman numeral made of I, V, X; 0 where it is none.

    >>> roman("XIV"), roman("IIX")
    (14, 0)
    """
    total = highest = 0
    for letter in reversed(numeral.upper()):
        value = _ROMAN[letter]
        total += value if value >= highest else -value
        highest = max(highest, value)
    digits = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return total if 0 < total < 40 and "X" * (total // 10) + digits[total % 10] == numeral.upper() else 0


def _ordinal(scheme: str, label: str) -> int:
    if scheme == "roman":
        return roman(label)
    if scheme in ("arabic", "decimal"):
        return int(label.rsplit(".", 1)[-1])
    if scheme == "letter":
        return _LETTERS.find(label[0]) + 1
    if scheme == "capital":
        return "ABCDEFGH".find(label) + 1
    tail = label.rsplit(maxsplit=1)[-1]
    if tail.isdigit():
        return int(tail)
    if tail.lower() in _ORDINAL_WORDS:
        return _ORDINAL_WORDS[tail.lower()]
    if tail and not tail.strip("IVXivx"):
        return roman(tail)
    return _LETTERS.find(tail) + 1 if len(tail) == 1 else 0


def scan(text: str) -> list[Draft]:
    r"""The lines of a text, each with its label read.

    >>> [(d.scheme, d.label, d.words) for d in scan("II. MỤC TIÊU\n1.2. Rà soát\nđ) Báo cáo\n- Sở Y tế")]
    [('roman', 'II', 'MỤC TIÊU'), ('decimal', '1.2', 'Rà soát'), ('letter', 'đ', 'Báo cáo'), ('dash', '-', 'Sở Y tế')]
    """
    drafts = []
    start = 0
    match_label = _LABEL.match
    for line in text.split("\n"):
        draft = Draft(start, start + len(line), line, body=start)
        drafts.append(draft)
        start += len(line) + 1
        if line == "|":
            draft.kind = "pipe"
            continue
        if line[1:2].isalpha() and line[0] not in _BEFORE_LETTERS:
            continue
        match = match_label(line)
        if match is not None and match.lastgroup is not None:
            _read_label(draft, match.lastgroup, match)
    return drafts


def _read_label(draft: Draft, scheme: str, match: regex.Match[str]) -> None:
    if scheme in _PARTS and Provisions.load().is_cited(draft.text):
        return
    label = _GLUED.sub(" ", match.group(scheme)) if scheme in _PARTS else match.group(scheme)
    draft.body = draft.start + match.end()
    if scheme in BULLETS:
        if draft.body == draft.end:  # a rule, not a bullet
            draft.body = draft.start
            return
        draft.scheme = draft.style = scheme
        draft.label = label
        draft.rank = RANK[scheme]
        return
    if scheme == "form":
        scheme = "appendix"
    ordinal = _ordinal(scheme, label)
    if scheme == "roman" and not ordinal:
        draft.body = draft.start
        return
    tail = draft.text[match.end(match.lastindex or 0) : match.end()].strip()[:1]
    draft.scheme, draft.label, draft.ordinal = scheme, label, ordinal
    draft.style = scheme
    draft.rank = RANK[scheme]
    if scheme == "decimal":
        draft.style = f"decimal{label.count('.') + 1}"
    elif scheme == "paren":
        draft.style = "paren" + ("1" if label.isdigit() else "i")
    elif scheme == "named":
        draft.style = "named " + label.rsplit(" ", 1)[0].lower()
    elif scheme in ("arabic", "letter"):
        draft.style = scheme + (tail if tail in (")", "/") else ".")
