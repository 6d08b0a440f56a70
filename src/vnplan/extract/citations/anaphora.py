"""`Kế hoạch này`, `Nghị quyết nêu trên`, and bare names of types after their definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from vnplan.core.document import Document
from vnplan.extract.citations.heads import FAR, Head, Lexicon, Match, Pattern, Word, lexicon, row_of
from vnplan.knowledge.instruments import Instruments

_DEIXIS = regex.compile(
    r" (?P<this>này|NÀY)(?!\p{L})|(?: của (?P<body>\p{Lu}[^,;.:()\n\d]{1,50}?))?"
    r" (?P<above>nêu trên|nói trên|kể trên|trên đây|đã nêu)(?!\p{L})"
    r"| (?P<over>trên)(?= ?[,;.:)\n]|$| (?:và|của|đã|được|đến|để|với|cho|theo|là|(?:hết|có) hiệu lực)(?!\p{L}))"
)
_PLURAL = regex.compile(r"(?i)(?:các|những) $")
_NOT_BEFORE = regex.compile(
    r"(?i)(?:sở|bộ|phòng|ban|các|những|mọi|một số|từng|- kế hoạch|tài chính -|dự thảo|mỗi|nhiều|loại) $"
    r"|[-/] ?$|[“\"]$"
)
_OF_LAW = regex.compile(r"(?i)(?<!\p{L})(?:của|theo|tại|trong|về|thi hành|thực hiện|hướng dẫn|phổ biến) $")
_LONGEST_LIST = 80
_MARKS = regex.compile("[“”]")
_NOT_AFTER = regex.compile(r" (?:và|-) (?:Đầu tư|Tài chính|Kiến trúc)|, \p{Lu}| ?[/]")
ALIAS = regex.compile(
    r"\((?:sau đây|dưới đây|từ đây)? ?(?:được )?(?:gọi|viết)(?: (?:tắt|chung|gọn))? (?:là"
    r"|:) ?:? ?[“\"]?(?P<alias>[^()“”\"\n]{2,60}?)[”\"]? ?\)"
)


@cache
def _bare(words: Lexicon) -> Pattern:
    return regex.compile(rf" ?[,;.:)”\"]| ?$| ?\n| (?:{words.any_of('follows_bare')[3:-1]})(?!\p{{L}})")


@cache
def _kinds(words: Lexicon) -> Pattern:
    """Kinds of instruments told of in general, before the last of them: `các Chỉ thị, Nghị quyết của Đảng`."""
    kinds = "|".join(regex.escape(row.name, literal_spaces=True) for row in words.instruments.rows)
    return regex.compile(rf"(?i)(?:các|những|mọi) (?:(?:{kinds}|chủ trương|chính sách|chỉ đạo)(?:, ?| và ))+$")


def aliases(text: str) -> dict[str, int]:
    """Names that the text declares (`sau đây gọi tắt là Đề án`), and where the declaration ends."""
    found: dict[str, int] = {}
    for alias in ALIAS.finditer(text):  # a name declared again was known before
        found.setdefault(alias["alias"].strip().casefold(), alias.end())
    return found


def quoted_since(text: str, at: int) -> int:
    """Where the quotation opens that a place stands in; -1 where it stands in none.

    A mark that nobody closed opens none: the next mark then opens another quotation. Straight marks count by lines.
    """
    before = _MARKS.findall(text, max(0, at - FAR), at)
    after = _MARKS.search(text, at, at + FAR)
    if before[-1:] == ["“"] and after and after.group() == "”":
        return text.rfind("“", 0, at)
    start = text.rfind("\n", max(0, at - FAR), at) + 1
    end = text.find("\n", at, at + FAR)
    straight = text.count('"', start, at) % 2 and text.find('"', at, end if end >= 0 else at + FAR) >= 0
    return text.rfind('"', start, at) if straight else -1


def own_types(doc: Document, instruments: Instruments, words: Sequence[Word]) -> set[str]:
    """The types that mean the document itself: its own, that of a plan attached, and the wider ones."""
    header = doc.header
    names = {name for name in (header.document_type, header.attached_type) if name}
    if not names:
        for word in words[:40]:
            line = doc.line_at(word.start())
            if line and line.span == word.span() and word.group().isupper():
                names.add(row_of(instruments, word.group()).name)
                break
    found = set()
    for name in names:
        row = instruments.type_of_word(name)
        while row is not None:
            found.add(row.name)
            parent = row.parent
            row = next((r for r in instruments.rows if r.id == parent), None) if parent else None
    return found


@dataclass(slots=True)
class Context:
    """What the words before a place have told: types of the document itself, declared names, instruments by type."""

    text: str
    instruments: Instruments
    own: set[str]
    declared: dict[str, int]
    known: dict[str, set[str]] = field(default_factory=dict)


def find(context: Context, words: Sequence[Word], heads: Sequence[Head]) -> Iterator[Head]:
    """The words that mean an instrument named elsewhere."""
    starts = {head.start for head in heads}
    at = 0
    inside = -1
    for word in words:
        while at < len(heads) and heads[at].start < word.start():
            head = heads[at]
            if head.type and head.form == "full":
                context.known.setdefault(head.type, set()).add(head.designation or head.title or "")
            inside = max(inside, head.end)
            at += 1
        if word.start() in starts or word.start() < inside:
            continue
        if deixis := _DEIXIS.match(context.text, word.end()):
            found = _pointing(context, word, deixis)
        elif word["capital"] and not word.group().isupper():
            found = _bare_name(context, word)
        else:
            found = None
        if found:
            yield found


def _pointing(context: Context, word: Word, deixis: Match) -> Head | None:
    start, end = word.start(), deixis.end()
    row = row_of(context.instruments, word.group())
    wider = next((r.name for r in context.instruments.rows if r.id == row.parent), None)
    own = row.name in context.own or (wider in context.own and row.name not in context.known)
    plural = _PLURAL.search(context.text, max(0, start - 6), start) is not None
    quoted = own and quoted_since(context.text, start) >= 0  # `“Kế hoạch này …”` are the words of another
    if deixis["this"] and not plural and not quoted and (own or (row.kind == "generic" and "Công văn" in context.own)):
        name = "Công văn" if row.kind == "generic" else row.name
        return Head(start, end, "citations.self", form="self", row=row, type=name)
    if row.kind == "generic" or (row.name not in context.known and not word["capital"]):
        return None
    return Head(start, end, "citations.pointing", form="anaphoric", row=row, type=row.name, between=deixis["body"])


def _bare_name(context: Context, word: Word) -> Head | None:
    """A bare `Đề án`: only where it was declared, or where one instrument alone can be meant."""
    text = context.text
    row = row_of(context.instruments, word.group())
    start, end = word.span()
    declared_at = context.declared.get(word.group().casefold())
    is_declared = declared_at is not None and declared_at <= start
    alone = row.name not in context.own and row.kind != "generic" and len(context.known.get(row.name, ())) == 1
    if row.kind == "law":  # `cử nhân Luật`, `Luật gia`: the law is named where something is said of it
        alone = alone and _OF_LAW.search(text, max(0, start - 12), start) is not None
    if not is_declared and not alone:
        return None
    words = lexicon(context.instruments)
    follow = _bare(words).match(text, end)
    if follow is None or _NOT_AFTER.match(text, end) or _NOT_BEFORE.search(text, max(0, start - 14), start):
        return None
    if _kinds(words).search(text, max(0, start - _LONGEST_LIST), start):
        return None
    if follow.group().strip() in ("của", "về", "ngày", "khóa") and not is_declared:
        return None
    line = text.rfind("\n", max(0, start - 200), start) + 1
    if not is_declared and not text[line:start].strip(" -+*.0123456789") and text[end : end + 1] in ("\n", ""):
        return None  # a heading or cell by itself
    rule = "citations.declared" if is_declared else "citations.bare"
    return Head(start, end, rule, form="anaphoric", row=row, type=row.name)
