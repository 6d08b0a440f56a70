"""`Kế hoạch này`, `Nghị quyết nêu trên`, and bare names of types after their definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from vnplan.core.document import Document
from vnplan.extract.citations.heads import Head, Lexicon, Match, Pattern, lexicon, row_of
from vnplan.knowledge.instruments import InstrumentRow, Instruments

_DEIXIS = regex.compile(
    r" (?P<this>này|NÀY)(?!\p{L})| (?P<above>nêu trên|nói trên|kể trên|trên đây|đã nêu)(?!\p{L})"
    r"| (?P<over>trên)(?= ?[,;.:)\n]|$| (?:và|của|đã|được|đến|để|với|cho|theo|là)(?!\p{L}))"
)
_NOT_BEFORE = regex.compile(r"(?i)(?:sở|bộ|phòng|ban|các|những|mọi|một số|từng|- kế hoạch|tài chính -|dự thảo|mỗi|nhiều|loại) $|[-/] ?$|[“\"]$")
_NOT_AFTER = regex.compile(r" (?:và|-) (?:Đầu tư|Tài chính|Kiến trúc)|, \p{Lu}| ?[/]")
ALIAS = regex.compile(
    r"\((?:sau đây|dưới đây|từ đây)? ?(?:được )?(?:gọi|viết)(?: (?:tắt|chung|gọn))? (?:là|:) ?:? ?[“\"]?(?P<alias>[^()“”\"\n]{2,60}?)[”\"]? ?\)"
)


@cache
def _bare(words: Lexicon) -> Pattern:
    return regex.compile(rf" ?[,;.:)”\"]| ?$| ?\n| (?:{words.any_of('follows_bare')[3:-1]})(?!\p{{L}})")


def aliases(text: str) -> dict[str, int]:
    """Names that the text declares (`sau đây gọi tắt là Đề án`), and where the declaration ends."""
    return {found["alias"].strip().casefold(): found.end() for found in ALIAS.finditer(text)}


def own_types(doc: Document, instruments: Instruments, words: Sequence[Match]) -> set[str]:
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


def find(
    text: str, words: Sequence[Match], heads: Sequence[Head], own: set[str], declared: dict[str, int], instruments: Instruments
) -> Iterator[Head]:
    """The words that mean an instrument named elsewhere."""
    lex = lexicon(instruments)
    starts = {head.start for head in heads}
    designations: dict[str, set[str]] = {}
    at = 0
    inside = -1
    for word in words:
        while at < len(heads) and heads[at].start < word.start():
            if heads[at].type and heads[at].form == "full":
                designations.setdefault(heads[at].type or "", set()).add(heads[at].designation or heads[at].title or "")
            inside = max(inside, heads[at].end)
            at += 1
        if word.start() in starts or word.start() < inside:
            continue
        row = row_of(instruments, word.group())
        if deixis := _DEIXIS.match(text, word.end()):
            head = _pointing(text, word, deixis, row, own, designations)
        elif word["capital"] and not word.group().isupper():
            head = _bare_name(text, word, row, own, designations, declared, lex)
        else:
            head = None
        if head:
            yield head


def _pointing(
    text: str, word: Match, deixis: Match, row: InstrumentRow, own: set[str], known: dict[str, set[str]]
) -> Head | None:
    start, end = word.start(), deixis.end()
    plural = regex.search(r"(?i)(?:các|những) $", text[max(0, start - 6) : start]) is not None
    if deixis["this"] and not plural and (row.name in own or (row.kind == "generic" and "Công văn" in own)):
        name = "Công văn" if row.kind == "generic" else row.name
        return Head(start, end, "citations.self", form="self", row=row, type=name)
    if row.kind == "generic" or (deixis["over"] and not word["capital"] and row.name not in known):
        return None
    if row.name not in known and word["small"]:
        return None
    return Head(start, end, "citations.pointing", form="anaphoric", row=row, type=row.name)


def _bare_name(
    text: str, word: Match, row: InstrumentRow, own: set[str], known: dict[str, set[str]], declared: dict[str, int], lex: Lexicon
) -> Head | None:
    """A bare `Đề án`: only where it was declared, or where one instrument alone can be meant."""
    start, end = word.span()
    declared_at = declared.get(word.group().casefold())
    is_declared = declared_at is not None and declared_at <= start
    if not is_declared and (row.name in own or row.kind != "numbered" or len(known.get(row.name, ())) != 1):
        return None
    follow = _bare(lex).match(text, end)
    if follow is None or _NOT_AFTER.match(text, end) or _NOT_BEFORE.search(text, max(0, start - 14), start):
        return None
    if follow.group().strip() in ("của", "về", "ngày", "khóa") and not is_declared:
        return None
    line = text.rfind("\n", max(0, start - 200), start) + 1
    if not is_declared and not text[line:start].strip(" -+*.0123456789") and text[end : end + 1] in ("\n", ""):
        return None
    return Head(start, end, "citations.declared" if is_declared else "citations.bare", form="anaphoric", row=row, type=row.name)
