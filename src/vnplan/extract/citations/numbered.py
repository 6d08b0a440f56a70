"""Instruments cited by number: with symbol, without, in lists that share a type word or a symbol."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from vnplan.extract.citations.heads import NUMBER_WORD, Head, Lexicon, Match, Pattern, lexicon, row_of
from vnplan.knowledge.instruments import InstrumentRow, Instruments
from vnplan.knowledge.symbols import Symbol

DIRECT = regex.compile(rf" ?:? ?\(?(?:{NUMBER_WORD}(?: ?:)? ?){{0,2}}$")
_BETWEEN = regex.compile(
    rf" (?P<words>(?:của )?\p{{L}}(?:[^ \n;,.:()\d“”\"]| (?!(?:tại|theo|kèm|và|hoặc|cùng|ban hành|trong|được) )){{2,70}}) {NUMBER_WORD} ?:? ?$"
)
SHARED = regex.compile(rf" ?(?:,|;|và|hoặc|, ?và|; ?và|-) ?(?:các )?(?:{NUMBER_WORD} ?:? ?)?$")
_OWN_NUMBER = regex.compile(r"(?i)(?:^|\n|\| ?)(?:số(?: ký)?(?: hiệu)?|số/ký hiệu) ?:? ?$")
_PLURAL = regex.compile(r"(?i)(?<!\p{L})(?:các|những|hai|ba|02|03) $")
_MORE = regex.compile(rf"(?:(?: ?, ?| và )(?:{NUMBER_WORD} )?\d{{1,4}}[a-zđ]?(?![\w/%.\-]))*(?: ?, ?| và )(?:{NUMBER_WORD} )?(?=\d)")
_NEXT_NUMBER = regex.compile(rf"(?: ?, ?| và )(?:{NUMBER_WORD} )?(?P<n>\d{{1,4}}[a-zđ]?)(?![\w/%\-]|[.,]\d| ?[-/] ?\p{{Lu}})")
_BLANK = regex.compile(rf" ?:? ?{NUMBER_WORD} ?:? ?[.…_ ]{{0,30}}(?P<mark>[-/]) ?(?=\p{{Lu}})")


@cache
def _short(words: Lexicon) -> Pattern:
    """A number without symbol after a type word."""
    return regex.compile(
        rf" ?:? ?(?P<so>(?:{NUMBER_WORD} ?:? ?){{1,2}})?(?P<n>\d{{1,5}}(?:\.\d{{1,2}})?[a-zđ]?(?:/(?:19|20)\d\d)?)"
        rf"(?![\w%/]|[.,]\d| ?%| ?- ?\d|-\p{{L}})(?! (?:{words.any_of('counted')[3:-1]})(?!\p{{L}})(?! (?:19|20)\d\d))"
    )


@cache
def _bare_follow(words: Lexicon) -> Pattern:
    return regex.compile(rf" ?[,;.:)(”\"\n\-]|$| ?\n| (?:{words.any_of('follows_bare')[3:-1]}|năm \d{{4}}|thực hiện|triển khai)(?!\p{{L}})")


def find(text: str, words: list[Match], symbols: list[Symbol], instruments: Instruments) -> Iterator[Head]:
    """The instruments cited by number, in reading order."""
    lex = lexicon(instruments)
    heads: list[Head] = []
    used: set[int] = set()
    at = 0
    last: Head | None = None
    for symbol in symbols:
        while at < len(words) and words[at].end() <= symbol.start:
            at += 1
        near = words[max(0, at - 2) : at]
        head = _typed(text, near, symbol, instruments, used) or _shared(text, last, symbol, instruments)
        head = head or _untyped(text, symbol, instruments)
        if head:
            heads.append(head)
            last = head
    taken = {head.start for head in heads}
    by_start = {head.symbol.start: head for head in heads if head.symbol}
    for word in words:
        if word.start() not in taken:
            heads.extend(_without_symbol(text, word, by_start, instruments, lex))
    heads.sort(key=lambda head: head.start)
    yield from heads


def _make(start: int, symbol: Symbol, row: InstrumentRow | None, rule: str, instruments: Instruments, inferred: bool = False) -> Head:
    head = Head(start, symbol.end, rule, row=row, symbol=symbol, designation=symbol.designation)
    if row is not None and row.kind == "generic":
        row = instruments.type_of_code(symbol.type_code) if symbol.type_code else instruments.type_of_word("Công văn")
        inferred = True
    head.row, head.type = row, row.name if row else None
    if inferred:
        head.inferred.append("type")
    return head


def _typed(text: str, near: list[Match], symbol: Symbol, instruments: Instruments, used: set[int]) -> Head | None:
    """A symbol with its type word before it, the issuer perhaps between."""
    for word in reversed(near):
        if symbol.start - word.end() > 90 or word.start() in used:
            return None
        gap = text[word.end() : symbol.start]
        if "\n" in gap:
            return None
        row = row_of(instruments, word.group())
        if DIRECT.match(gap):
            if row.kind == "law" and row.name != "Pháp lệnh":
                return None
            used.add(word.start())
            return _make(word.start(), symbol, row, f"citations.{row.id}", instruments)
        if row.kind == "numbered" and (between := _BETWEEN.match(gap)) and symbol.type_code in row.codes:
            used.add(word.start())
            head = _make(word.start(), symbol, row, f"citations.{row.id}", instruments)
            head.between = between["words"]
            return head
    return None


def _shared(text: str, last: Head | None, symbol: Symbol, instruments: Instruments) -> Head | None:
    """A symbol in a list whose first item has the type word."""
    if last is None or last.row is None or symbol.start - last.end > 500 or last.symbol is None:
        return None
    gap = text[last.end : symbol.start]
    if "\n" in gap or not SHARED.search(gap) or ". " in gap:
        return None
    if last.symbol.type_code != symbol.type_code:
        return None
    return _make(symbol.start, symbol, last.row, f"citations.{last.row.id}.shared", instruments)


def _untyped(text: str, symbol: Symbol, instruments: Instruments) -> Head | None:
    """A symbol alone: its own code gives the type. The number of the document itself is none."""
    line = text.rfind("\n", 0, symbol.start) + 1
    left = text[max(line - 1, symbol.start - 24) : symbol.start]
    if _OWN_NUMBER.search(left) or symbol.type_code is None or not symbol.organs:
        return None
    row = instruments.type_of_code(symbol.type_code)
    if row is None or instruments.issuer_of_code(symbol.organs[0]) is None and not regex.fullmatch(r"(?:UBTV)?QH\d\d", symbol.organs[0]):
        return None
    return _make(symbol.start, symbol, row, f"citations.{row.id}.by_symbol", instruments, inferred=True)


def _without_symbol(text: str, word: Match, symbols: dict[int, Head], instruments: Instruments, lex: Lexicon) -> Iterator[Head]:
    """Numbers without symbol after a type word; in a list they may share the symbol of the last."""
    row = row_of(instruments, word.group())
    if row.kind == "law":
        return
    found = _short(lex).match(text, word.end())
    if found is None:
        if row.kind == "numbered" and (blank := _BLANK.match(text, word.end())):
            yield _blank(text, word, blank, row, instruments)
        return
    if row.kind == "generic" or row.ordinal or (word["small"] and not found["so"]):
        return
    if not found["so"] and not _bare_follow(lex).match(text, found.end()) and row.name not in ("Đề án", "Nghị quyết"):
        return
    yield from _numbers(text, word, found, row, symbols, instruments)


def _numbers(
    text: str, word: Match, found: Match, row: InstrumentRow, symbols: dict[int, Head], instruments: Instruments
) -> Iterator[Head]:
    places = [(word.start(), found.start("n"), found.end("n"))]
    end = found.end()
    while further := _NEXT_NUMBER.match(text, end):
        if not found["so"]:
            break
        places.append((further.start("n"), further.start("n"), further.end("n")))
        end = further.end()
    more = _MORE.match(text, end)
    giver = symbols.get(more.end()) if more else None
    symbol = giver.symbol if giver else None
    if symbol and symbol.type_code and symbol.type_code in row.codes and giver:
        giver.row, giver.type = row, row.name
        giver.inferred = [name for name in giver.inferred if name != "type"]
        for start, first, last in places:
            read = instruments.grammar.match(text[first:last] + text[symbol.start + len(symbol.number) : symbol.end], 0)
            if read:
                head = Head(start, last, f"citations.{row.id}.shared_symbol", row=row, type=row.name, symbol=read, designation=read.designation)
                yield head
        return
    for start, first, last in places:
        yield Head(start, last, f"citations.{row.id}.short", form="short", row=row, type=row.name, designation=text[first:last])


def _blank(text: str, word: Match, blank: Match, row: InstrumentRow, instruments: Instruments) -> Head:
    """An instrument whose number was left blank: `Công văn số …/UBND-KT`."""
    read = instruments.grammar.match("0" + text[blank.start("mark") : blank.end() + 40], 0)
    end = blank.start("mark") - 1 + read.end if read else word.end()
    return Head(word.start(), end, f"citations.{row.id}.blank", row=row, type=row.name)
