"""Laws, codes, ordinances and the Constitution, cited by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from vnplan.extract.citations.heads import NUMBER_WORD, Head, Lexicon, Match, Pattern, Scan, Word, lexicon, row_of
from vnplan.extract.citations.initials import is_initials, stands_for
from vnplan.knowledge.instruments import Instruments
from vnplan.knowledge.symbols import Symbol

_LONGEST_NAME = 100
_ABOUT = regex.compile(r" về (?=\p{L})")  # `Pháp lệnh về Dân quân tự vệ`
_BEFORE = 16  # characters: what tells that a word is no law
_AMENDING = regex.compile(
    r"(?i) (sửa đổi,? ?(?:và )?bổ sung(?: một số điều)?(?: của)?"
    r"|sửa đổi(?:, bổ sung)?(?: (?:một số điều|Điều \d+))?(?: của)?"
    r"|bổ sung một số điều của)(?= (?:các )?(?:Bộ luật|Luật|Pháp lệnh|\d+ luật))"
)
_YEAR = regex.compile(
    r" (?:[Nn]ăm|NĂM) ((?:19|20)\d\d)(?!\d)| \(?((?:19|20)\d\d)(?![\d/\-])\)?| \([Nn]ăm ((?:19|20)\d\d)\)"
)
_REVISED = regex.compile(r" \((?:sửa đổi|sửa đổi, bổ sung)(?: năm \d{4})?\)")
_NUMBERED = regex.compile(
    rf" ?(?:\( ?)?(?:(?:Bộ luật|Luật|luật) )?{NUMBER_WORD} ?:? ?(?=\d)| ?\( ?(?=\d)| (?=\d{{1,3}}/(?:19|20)\d\d/)"
)
_NEXT_NAME = regex.compile(r", \p{Lu}")
_NAME_WORD = regex.compile(r"[\p{L}&]+")
_WITH_INITIALS = regex.compile(r"\p{Ll}+(?:,? \p{Ll}+){0,3} \p{Lu}{2,8}(?!\p{L})(?:,? \p{L}+){0,9}")
_SEPARATOR = regex.compile(r" ?, (?:và )?| và | ?; (?:và )?")
_CONSTITUTION = regex.compile(
    r"(?i)(?: nước(?: Cộng hòa xã hội chủ nghĩa)? Việt Nam| nước Cộng hòa xã hội chủ nghĩa Việt Nam)"
)


_NAMED = regex.compile(r" ?(?:các )?(Bộ luật|Luật|Pháp lệnh) ")
_NEXT_AMENDED = regex.compile(r"(?:các )?(?:Bộ luật|Luật|Pháp lệnh) (?!sửa đổi)")
_MANY_LAWS = regex.compile(
    r" (?:\d+ )?(?:các )?[Ll]uật (?:có )?liên quan"
    r"(?: (?:đến|tới) [\p{Ll}, ]{3,90}?(?= (?:ngày|năm|số) )|(?: (?:đến|tới) [\p{L} ]{3,60}?)?"
    r"(?= (?:ngày|năm|số) |[,;.)\n]|$))"
)


@dataclass(frozen=True, eq=False)
class LawGrammar:
    """The names of laws and what bounds those that no row knows."""

    instruments: Instruments
    stop: Pattern
    pair: Pattern  # a comma that the name goes on behind
    no_law: Pattern  # what stands before the word where it means none

    @classmethod
    def of(cls, words: Lexicon) -> LawGrammar:
        """The patterns for some knowledge."""
        return cls(
            words.instruments,
            regex.compile(words.any_of("law_name_ends") + r"(?!\p{L})"),
            regex.compile(rf", (?={words.any_of('law_name_pairs')}(?!\p{{L}}))"),
            regex.compile(rf"(?i)(?<!\p{{L}}){words.any_of('before_no_law')} $"),
        )

    def known(self, kind: str, text: str, at: int) -> int:
        """Where the name of a known law ends that begins at a place; -1 where none begins.

        Behind a comma a capital begins the next name, where both are laws: `các Luật: Khiếu nại, Tố cáo`.
        """
        low = text[at : at + _LONGEST_NAME].lower()
        if len(low) != min(_LONGEST_NAME, len(text) - at):
            return -1  # lower case of another length: no Vietnamese
        first = low.split(" ", 1)[0].rstrip(",.;:)\n").split("\n", 1)[0]
        whole = -1
        for name in self.instruments.law_names.get(kind, {}).get(first, ()):
            if low.startswith(name) and not low[len(name) : len(name) + 1].isalpha():
                end = at + len(name)
                if whole >= 0 and not _NEXT_NAME.match(text, end):
                    continue
                if not _NEXT_NAME.search(text, at, end):
                    return end
                whole = max(whole, end)
        return whole

    def _shortens(self, word: str) -> bool:
        """Whether capitals stand for words of a name (`Hỗ trợ DNNVV`), and for no body."""
        return is_initials(word) and self.instruments.issuer_of_code(word) is None

    def name_end(self, kind: str, text: str, at: int) -> int:
        """Where a law's name ends: that of a row, else words up to one that no name has."""
        end = self.known(kind, text, at)
        if end >= 0:
            return end
        if not text[at : at + 1].isupper():
            return self._initialled(kind, text, at)
        capitals = text[at : at + 4].isupper()
        end, count = at, 0
        while count < 14 and (word := _NAME_WORD.match(text, end + (count > 0))):
            low = text[word.start() : word.start() + 24].lower() if capitals else ""
            ends = self.stop.match(low) if capitals else self.stop.match(text, word.start())
            if count and (ends or (word.group()[0].isupper() and not capitals and not self._shortens(word.group()))):
                break
            end, count = word.end(), count + 1
            if pair := self.pair.match(text, end):
                end = pair.end() - 1
            elif text[end : end + 1] != " ":
                break
        return end if count >= 1 and end - at >= 3 else -1

    def _initialled(self, kind: str, text: str, at: int) -> int:
        """Where a known name ends in which words stand by their initials: `Pháp lệnh ưu đãi NCC với cách mạng`."""
        found = _WITH_INITIALS.match(text, at, at + _LONGEST_NAME)
        if found is None:
            return -1
        words = [word.end() for word in _NAME_WORD.finditer(text, at, found.end())]
        names = self.instruments.law_names.get(kind, {}).get(text[at : words[0]].lower(), ())
        ends = (end for end in reversed(words) if any(stands_for(text[at:end], name) for name in names))
        return next(ends, -1)


def find(scan: Scan, word: Word, plural: bool = False) -> Iterator[Head]:
    """The law that begins at a type word, with the laws named inside an amending one."""
    text = scan.text
    row = row_of(scan.instruments, word.group())
    start, at = word.span()
    law = grammar(scan.instruments)
    if law.no_law.search(text, max(0, start - _BEFORE), start):
        return
    if row.name == "Hiến pháp":
        yield _constitution(scan, word)
        return
    direct = _NUMBERED.match(text, at)
    symbol = scan.symbols.get(direct.end()) if direct and "(" not in direct.group() else None
    if symbol:
        head = Head(start, symbol.end, "citations.law_number", row=row, type=row.name)
        head.symbol, head.designation = symbol, symbol.designation
        yield head
        return
    if amending := _AMENDING.match(text, at):
        yield from _amending(scan, start, amending, row.name)
        return
    if text[at : at + 1] != " ":
        if not plural or text[at : at + 2] != ": ":
            return
        at += 1
    about = _ABOUT.match(text, at)
    name = about.end() if about else at + 1
    # with a small letter, or behind `về`, only what is known to be a law is one: `luật Tố tụng hành chính`
    end = law.known(row.name, text, name) if word["law"] or about else law.name_end(row.name, text, name)
    if end < 0 or (not word["capital"] and not text[name].isupper()):
        return
    head = _finished(scan, start, (name, end), row.name)
    yield head
    if plural:
        yield from _more(scan, head, row.name)


def _more(scan: Scan, head: Head, kind: str) -> Iterator[Head]:
    """The further names after `các luật`: `các Luật: Đất đai, Nhà ở và Xây dựng`."""
    text = scan.text
    law = grammar(scan.instruments)
    end = head.end
    while gap := _SEPARATOR.match(text, end):
        at = gap.end()
        if not text[at : at + 1].isupper() or (stop := law.known(kind, text, at)) < 0:
            return
        further = _finished(scan, at, (at, stop), kind)
        yield further
        end = further.end


def _finished(scan: Scan, start: int, name: tuple[int, int], kind: str) -> Head:
    """The head of a law whose name is found, with year and number."""
    row = row_of(scan.instruments, kind)
    head = Head(start, name[1], "citations.law_name", row=row, type=row.name, title=scan.text[slice(*name)])
    _year_and_number(scan, head)
    return head


def _year_and_number(scan: Scan, head: Head) -> None:
    text, at = scan.text, head.end
    if revised := _REVISED.match(text, at):
        at = revised.end()
    if year := _YEAR.match(text, at):
        head.end = at = year.end()
    if symbol := _number_at(scan, at):
        head.end, head.symbol, head.designation = symbol.end, symbol, symbol.designation
        head.rule = "citations.law_name_and_number"
    head.tail = max(head.end, at)


def _amending(scan: Scan, start: int, found: Match, kind: str) -> Iterator[Head]:
    """An amending law and the laws that its name names."""
    text = scan.text
    inner = list(_amended(scan, found.end()))
    if inner:
        end = inner[-1].end
    elif many := _MANY_LAWS.match(text, found.end()):
        end = many.end()
    else:
        return
    row = row_of(scan.instruments, kind)
    head = Head(start, end, "citations.amending_law", row=row, type=row.name, title=text[found.start(1) : end])
    _year_and_number(scan, head)
    yield head
    yield from inner


def _amended(scan: Scan, at: int) -> Iterator[Head]:
    """The laws in a list of amended ones."""
    text = scan.text
    own_numbers = False
    while named := _NAMED.match(text, at):
        stop = grammar(scan.instruments).name_end(named[1], text, named.end())
        if stop < 0:
            return
        head = Head(named.start(1), stop, "citations.law_name", row=row_of(scan.instruments, named[1]), type=named[1])
        head.title, head.relation, head.tail = text[named.end() : stop], "amends", stop
        # numbers of the amended laws, where each has its own; one at the end alone is that of the amending law
        symbol = _number_at(scan, stop)
        if symbol and (own_numbers or _another_numbered(scan, symbol.end)):
            own_numbers = True
            head.symbol, head.designation = symbol, symbol.designation
            head.end = head.tail = stop = symbol.end
        yield head
        gap = _SEPARATOR.match(text, stop)
        if gap is None or ";" in gap.group() or not _NEXT_AMENDED.match(text, gap.end()):
            return
        at = gap.end()


def _number_at(scan: Scan, at: int) -> Symbol | None:
    """The number of a law just after its name."""
    numbered = _NUMBERED.match(scan.text, at)
    symbol = scan.symbols.get(numbered.end()) if numbered else None
    return symbol if symbol and symbol.type_code in (None, "PL") and symbol.organ and "QH" in symbol.organ else None


def _another_numbered(scan: Scan, at: int) -> bool:
    """Whether the list goes on with a law that has its number too."""
    gap = _SEPARATOR.match(scan.text, at)
    named = _NAMED.match(scan.text, gap.end()) if gap and ";" not in gap.group() else None
    if named is None:
        return False
    stop = grammar(scan.instruments).name_end(named[1], scan.text, named.end())
    return stop >= 0 and _number_at(scan, stop) is not None


def _constitution(scan: Scan, word: Word) -> Head:
    row = row_of(scan.instruments, word.group())
    head = Head(*word.span(), "citations.constitution", row=row, type=row.name)
    if long := _CONSTITUTION.match(scan.text, head.end):
        head.end = long.end()
    _year_and_number(scan, head)
    return head


@cache
def grammar(instruments: Instruments) -> LawGrammar:
    """The grammar of some knowledge, made once."""
    return LawGrammar.of(lexicon(instruments))
