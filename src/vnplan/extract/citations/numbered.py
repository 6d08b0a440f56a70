"""Instruments cited by number: with symbol, without, in lists that share a type word or a symbol."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

import regex

from vnplan.extract.citations.heads import NUMBER_WORD, Head, Lexicon, Match, Pattern, Scan, Word, lexicon, row_of
from vnplan.knowledge.instruments import InstrumentRow
from vnplan.knowledge.symbols import Symbol

DIRECT = regex.compile(rf" ?:? ?\(?(?:{NUMBER_WORD}(?: ?:)? ?){{0,2}}$")
_BETWEEN = regex.compile(
    rf" (?P<words>(?:của )?\p{{L}}(?:[^ \n;,.:()\d“”\"]| (?!(?:tại|theo|kèm|và|hoặc|cùng|ban hành|trong"
    rf"|được) )){{2,70}}) {NUMBER_WORD} ?:? ?$"
)
SHARED = regex.compile(rf" ?(?:,|;|và|hoặc|, ?và|; ?và|-) ?(?:các )?(?:{NUMBER_WORD} ?:? ?)?$")
# `Số: 12/KH-UBND`; where the number was written by hand, what OCR made of it may stand before: `Số:)12 /KH-UBND`
_OWN_NUMBER = regex.compile(
    r"(?i)(?:^|\n|\| ?)(?:s[ốồổộỗôóòỏ](?: ký)?(?: hiệu)?|số/ký hiệu) ?"
    r"(?::[^\p{L}\d\n]{0,6}|: ?\d{1,2}[^\p{L}\d\n]{1,3})?$"
)
_MORE = regex.compile(
    rf"(?:(?: ?, ?| và )(?:{NUMBER_WORD} )?\d{{1,4}}[a-zđ]?(?![\w/%.\-]))*(?: ?, ?| và )(?:{NUMBER_WORD} )?(?=\d)"
)
_NEXT_NUMBER = regex.compile(
    rf"(?: ?, ?| và )(?:{NUMBER_WORD} )?(?P<n>\d{{1,4}}[a-zđ]?)(?![\w/%\-]|[.,]\d| ?[-/] ?\p{{Lu}})"
)
_BLANK = regex.compile(rf" ?:? ?{NUMBER_WORD} ?:? ?[.…_ ]{{0,30}}(?P<mark>[-/]) ?(?=\p{{Lu}})")


_LETTER = "Công văn"
_A_YEAR = regex.compile(r"(?:19|20)\d\d")
_LONGEST_GAP = 90

Numbered = tuple[str | None, str]
"""A type and a number of it without zeros before and without symbol."""


@cache
def _short(words: Lexicon) -> Pattern:
    """A number without symbol after a type word."""
    return regex.compile(
        rf" ?:? ?(?P<so>(?:{NUMBER_WORD} ?:? ?){{1,2}})?(?P<n>\d{{1,5}}(?:\.\d{{1,2}})?[a-zđ]?(?:/(?:19|20)\d\d)?)"
        rf"(?![\w%/]|[.,]\d| ?%| ?- ?\d|-\p{{L}})(?! (?:{words.any_of('counted')[3:-1]})(?!\p{{L}})"
        rf"(?! (?:19|20)\d\d(?! ?[-–] ?\d)))(?! ngày(?: (?!tháng)\p{{L}}|[,;.)]|\n|$))"
    )


@cache
def _form(words: Lexicon) -> Pattern:
    """What stands before the number of a form, `mẫu TT 07`."""
    return regex.compile(rf"(?i)(?<!\p{{L}}){words.any_of('forms')}(?: số)? $")


@cache
def _bare_follow(words: Lexicon) -> Pattern:
    return regex.compile(
        rf" ?[,;.:)(”\"\n\-]|$| ?\n| (?:{words.any_of('follows_bare')[3:-1]}|năm \d{{4}}|thực hiện"
        rf"|triển khai)(?!\p{{L}})"
    )


def find(scan: Scan, own: Collection[Numbered] = ()) -> Iterator[Head]:
    """The instruments cited by number, in reading order; `own`: types and number of the document itself."""
    words = scan.words
    heads: list[Head] = []
    used: set[int] = set()
    at = 0
    last: Head | None = None
    for symbol in scan.symbols.values():
        while at < len(words) and words[at].end() <= symbol.start:
            at += 1
        near = [word for word in words[max(0, at - 2) : at] if word.start() not in used]
        head = _typed(scan, near, symbol) or _shared(scan, last, symbol) or _untyped(scan, symbol)
        if head:
            used.add(head.start)
            heads.append(head)
            last = head
    by_start = {head.symbol.start: head for head in heads if head.symbol}
    known = {number_of(head) for head in heads if head.symbol}
    known.update(own)
    for word in words:
        if word.start() not in used:
            heads.extend(_without_symbol(scan, word, by_start, known))
    heads.sort(key=lambda head: head.start)
    yield from heads


def number_of(head: Head) -> Numbered:
    """The type and number of a citation."""
    return head.type, (head.symbol.number if head.symbol else head.designation or "").lstrip("0")


def _make(scan: Scan, start: int, symbol: Symbol, row: InstrumentRow, suffix: str = "") -> Head:
    head = Head(start, symbol.end, f"citations.{row.id}{suffix}", symbol=symbol, designation=symbol.designation)
    given: InstrumentRow | None = row
    if row.kind == "generic":
        instruments = scan.instruments
        given = instruments.type_of_symbol(symbol) if symbol.type_code else instruments.type_of_word("Công văn")
    if given is not row or suffix == ".by_symbol":
        head.inferred.append("type")
    head.row, head.type = given, given.name if given else None
    return head


def _typed(scan: Scan, near: list[Word], symbol: Symbol) -> Head | None:
    """A symbol with its type word before it, the issuer perhaps between."""
    for word in reversed(near):
        gap = scan.text[word.end() : symbol.start] if symbol.start - word.end() <= _LONGEST_GAP else "\n"
        if "\n" in gap:
            return None
        row = row_of(scan.instruments, word.group())
        if DIRECT.match(gap):
            return None if row.kind == "law" and row.name != "Pháp lệnh" else _make(scan, word.start(), symbol, row)
        if row.kind == "numbered" and (between := _BETWEEN.match(gap)) and symbol.type_code in row.codes:
            head = _make(scan, word.start(), symbol, row)
            head.between = between["words"]
            return head
    return None


def _shared(scan: Scan, last: Head | None, symbol: Symbol) -> Head | None:
    """A symbol in a list whose first item has the type word."""
    if last is None or last.row is None or symbol.start - last.end > 500 or last.symbol is None:
        return None
    gap = scan.text[last.end : symbol.start]
    if "\n" in gap or ". " in gap or not SHARED.search(gap) or last.symbol.type_code != symbol.type_code:
        return None
    return _make(scan, symbol.start, symbol, last.row, ".shared")


def _untyped(scan: Scan, symbol: Symbol) -> Head | None:
    """A symbol alone: its own code gives the type. The number of the document itself is none."""
    left = scan.text[max(0, symbol.start - 24) : symbol.start]
    if _OWN_NUMBER.search(left) or symbol.type_code is None or not symbol.organs:
        return None
    row = scan.instruments.type_of_symbol(symbol)
    if row is None or scan.instruments.issuer_of_code(symbol.organs[0]) is None:
        return None
    return _make(scan, symbol.start, symbol, row, ".by_symbol")


def _without_symbol(scan: Scan, word: Word, symbols: dict[int, Head], known: set[Numbered]) -> Iterator[Head]:
    """Numbers without symbol after a type word; in a list they may share the symbol of the last.

    `known`: the instruments cited with their symbols, whose numbers alone then mean them.
    """
    text = scan.text
    lex = lexicon(scan.instruments)
    row = row_of(scan.instruments, word.group())
    if row.kind == "law":
        return
    found = _short(lex).match(text, word.end())
    if found is None:
        if row.kind == "numbered" and (blank := _BLANK.match(text, word.end())):
            yield _blank(scan, word, blank, row)
        return
    named = _is_named(scan, row, found["n"].lstrip("0"), known)
    if ((row.ordinal or row.kind == "generic") and not named) or (word["small"] and not found["so"]):
        return
    if not (named or found["so"]) and (_A_YEAR.fullmatch(found["n"]) or found.group()[0].isdigit()):
        return  # `Kế hoạch 2026`; `CT01`: the number of a form
    if word["short"] and not named:
        doubtful = word.group() in lex.lists["doubtful_abbreviations"]
        if doubtful or _form(lex).search(text, max(0, word.start() - 14), word.start()):
            return  # `mẫu TT 07`
    certain = found["so"] or row.name in ("Đề án", "Nghị quyết") or named
    if not certain and not _bare_follow(lex).match(text, found.end()):
        return
    places = [(word.start(), found.start("n"), found.end("n"))]
    end = found.end()
    while (further := _NEXT_NUMBER.match(text, end)) and (
        found["so"] or (named and (row.name, further["n"].lstrip("0")) in known)
    ):
        places.append((further.start("n"), further.start("n"), further.end("n")))
        end = further.end()
    more = _MORE.match(text, end)
    giver = symbols.get(more.end()) if more else None
    if giver and giver.symbol and giver.symbol.type_code in row.codes:
        yield from _symbol_of(scan, giver, places, row)
        return
    for start, first, last in places:
        head = Head(start, last, f"citations.{row.id}.short", form="short", row=row, type=row.name)
        head.designation = text[first:last]
        if row.kind == "generic":
            head.type, head.inferred = _LETTER, ["type"]
        yield head


def _is_named(scan: Scan, row: InstrumentRow, n: str, known: set[Numbered]) -> bool:
    """Whether the text gives a number elsewhere with its symbol, by its type, one of its kinds, or for any paper."""
    if row.kind == "generic":  # `Văn bản số 814` is Công văn số 814/UBND-KT
        return (_LETTER, n) in known
    # `Chương trình 23` is Chương trình hành động số 23-CTr/TU
    kinds = (kind.name for kind in scan.instruments.rows if kind.parent == row.id)
    return (row.name, n) in known or any((kind, n) in known for kind in kinds)


def _symbol_of(scan: Scan, giver: Head, places: list[tuple[int, int, int]], row: InstrumentRow) -> Iterator[Head]:
    """Numbers that share the symbol of the last of their list: `Nghị quyết số 18, 19-NQ/TW`."""
    symbol = giver.symbol
    if symbol is None:
        return
    giver.row, giver.type = row, row.name
    giver.inferred = [name for name in giver.inferred if name != "type"]
    rest = scan.text[symbol.start + len(symbol.number) : symbol.end]
    for start, first, last in places:
        if read := scan.instruments.grammar.match(scan.text[first:last] + rest, 0):
            head = Head(start, last, f"citations.{row.id}.shared_symbol", row=row, type=row.name)
            head.symbol, head.designation = read, read.designation
            yield head


def _blank(scan: Scan, word: Word, blank: Match, row: InstrumentRow) -> Head:
    """An instrument whose number was left blank: `Công văn số …/UBND-KT`."""
    mark = blank.start("mark")
    read = scan.instruments.grammar.match("0" + scan.text[mark : blank.end() + 40], 0)
    return Head(
        word.start(), mark - 1 + read.end if read else word.end(), f"citations.{row.id}.blank", row=row, type=row.name
    )
