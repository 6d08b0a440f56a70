"""Names that a text gives to instruments, `(sau đây gọi tắt là Đề án 06)`, `(Chương trình OCOP)`, and their use."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

from vnplan.extract.citations.heads import Head, Pattern, Scan, alternatives, lexicon
from vnplan.extract.citations.own import issued_type, type_at_start
from vnplan.knowledge.instruments import InstrumentRow, Instruments

_CALLED = r"(?:được )?(?:gọi|viết)"
_NAME = r" ?:? ?[“\"]?(?P<{}>[^()“”\"\n{}]{{2,60}}?)[”\"]? ?"
_MARKED = regex.compile(
    rf"\((?:(?i:sau đây|dưới đây|từ đây|sau này) )?(?i:{_CALLED})(?: (?:tắt|(?P<common>chung)|gọn))?"
    rf"(?: là| ?:|(?<=tắt|gọn)){_NAME.format('inside', '')}\)"
    rf"|, (?:(?:(?:sau|dưới|từ) đây|sau này) {_CALLED}(?: (?:tắt|chung|gọn))?|(?:được )?(?:gọi|viết) (?:tắt|gọn))"
    rf"(?: là| ?:){_NAME.format('open', ',;.:')}(?=[,;.:)\n]|$| và )"
)
_VERBS = ("gọi", "viết", "Gọi", "Viết")
_LEAD = len("(sau đây được ")
_BRACKET = regex.compile(r" ?\((?P<name>\p{Lu}[\p{L}\d /]{2,50})\)")
_NUMBER = regex.compile(r"(?:số ?:? ?)?0*(?P<n>\d{1,5}(?:\.\d+)?[a-zđ]?)(?:/CP)?")
_ANY_NUMBER = regex.compile(r"(?<![\p{L}\d])0*(?P<n>\d+(?:\.\d+)?[a-zđ]?)(?![\p{L}\d])")
_ACRONYM = regex.compile(r"\p{Lu}[\p{Lu}\d]+")
_THEN_CITED = regex.compile(
    r" ?,? ?(?:(?:đã )?(?:được )?(?:[^;.:()\n\d]{0,40} )?(?:ban hành|phê duyệt),? )?"
    r"(?:kèm )?(?:theo|tại|bởi|bằng) (?:các )?"
)
_FAR = 3000  # no paragraph before a declaration is looked through further
_GAP = 40  # characters between an instrument and its declaration that belong to neither
_LONGEST_NAME = 70
_LONGEST_CITATION = 1500  # with its title
_MOST = 50  # names each looked for in the whole text


def past(text: str, at: int) -> int:
    """The end of a declaration in brackets that begins just after a place; the place where none does."""
    bracket = at + text.startswith(" ", at)
    mark = _MARKED.match(text, bracket) if text.startswith("(", bracket) else None
    return mark.end() if mark else at


class Cited(NamedTuple):
    """A full citation as far as it can be given a name: its place, the end of what is said of it, and what that is."""

    start: int
    end: int
    tail: int
    type: str | None
    designation: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Alias:
    """A declared name, and what it means: the place of a citation among those given, or the document itself."""

    name: str
    start: int
    end: int
    meant: int | None = None  # None: nothing that is cited
    own: bool = False
    several: bool = False  # a name for more than one: `gọi chung là`


def key(instruments: Instruments, words: str) -> str:
    """What is the same in the spellings of a name: `Chỉ thị số 5`, `Chỉ thị 05`."""
    row = type_at_start(instruments, words)
    name = _after_type(row, words) if row else words
    number = _NUMBER.fullmatch(name)
    return f"{row.name} {number['n']}".casefold() if row and number else " ".join(words.split()).casefold()


def _after_type(row: InstrumentRow, words: str) -> str:
    """A name without its type word."""
    low = words.casefold()
    kinds = [w for w in (row.name, *row.variants, *row.abbreviations) if low.startswith(w.casefold())]
    return words[max(map(len, kinds), default=0) :].strip()


def _type_and_name(instruments: Instruments, words: str) -> tuple[InstrumentRow | None, str]:
    """The type that a name begins with, and the rest of it: in `Chương trình MTQG` the acronym is of the name."""
    row = type_at_start(instruments, words)
    rest = _after_type(row, words) if row else ""
    wider = next((r for r in instruments.rows if row and r.id == row.parent), None)
    if wider and not rest and _ACRONYM.fullmatch(name := _after_type(wider, words)):
        return wider, name
    return row, rest


def is_name(instruments: Instruments, words: str) -> bool:
    """Whether a declared name says more than a type: `Luật PCTT`, `Nghị quyết 57`, and not `Đề án`."""
    return bool(_type_and_name(instruments, words)[1])


def declared(text: str, instruments: Instruments, cited: Sequence[Cited], own: Container[str]) -> list[Alias]:
    """The names that a text declares, in reading order, with what each means."""
    found = [*_in_brackets(text, instruments, cited), *_before_brackets(text, instruments, cited)]
    at = 0
    for mark in _marks(text):
        while at < len(cited) and cited[at].end <= mark.start():
            at += 1
        name = (mark["inside"] or mark["open"]).strip()
        declaration = _Declaration(text, instruments, cited, own, name, *mark.span())
        several = bool(mark["common"]) and declaration.names_several(at)
        meant = None if several else declaration.meaning(at)
        found.append(Alias(name, *mark.span(), meant if isinstance(meant, int) else None, meant == "own", several))
    return sorted(found, key=lambda alias: (alias.start, alias.end))


def _marks(text: str) -> Iterator[regex.Match[str]]:
    """The declarations that say so, `(sau đây gọi tắt là …)`: sought by their verb, which few texts have often."""
    places: list[int] = []
    for verb in _VERBS:  # `find` is several times as fast as a pattern
        at = text.find(verb)
        while at >= 0:
            places.append(at)
            at = text.find(verb, at + 1)
    end = 0
    for at in sorted(places):
        near = max(end, at - _LEAD)
        start = max(text.rfind("(", near, at), text.rfind(", ", near, at))
        if start >= 0 and (mark := _MARKED.match(text, start)):
            end = mark.end()
            yield mark


def _in_brackets(text: str, instruments: Instruments, cited: Sequence[Cited]) -> Iterator[Alias]:
    """Names in brackets just behind an instrument, with no word that says so: its number, or words of its title."""
    for n, one in enumerate(cited):
        if not (one.designation and text.startswith("(", one.tail + text.startswith(" ", one.tail))):
            continue
        found = _BRACKET.match(text, one.tail, one.tail + _LONGEST_NAME)
        row = type_at_start(instruments, found["name"]) if found else None
        if found is None or row is None:
            continue
        rest = _after_type(row, found["name"])
        issued = issued_type(instruments, one.title)
        alike = row.name == one.type or (issued is not None and row.id in (issued.id, issued.parent))
        known = _ACRONYM.fullmatch(rest) or set(rest.casefold().split()) <= set((one.title or "").casefold().split())
        number = _NUMBER.fullmatch(rest)
        if (number and number["n"] == _number_of(one)) or (alike and known and (rest or row.name != one.type)):
            yield Alias(found["name"], found.start() + found.group().index("("), found.end(), n)


def _before_brackets(text: str, instruments: Instruments, cited: Sequence[Cited]) -> Iterator[Alias]:
    """Numbers whose instrument follows in brackets: `Đề án 25 (Quyết định số 25/QĐ-UBND …)`."""
    for n, one in enumerate(cited):
        if one.designation and text[one.start - 1 : one.start] == "(":
            found = _numbered(instruments).search(text, max(0, one.start - _GAP), one.start - 1)
            if found and found["n"] == _number_of(one):
                yield Alias(found["name"], *found.span("name"), n)


def _number_of(one: Cited) -> str | None:
    """The number of an instrument, without its symbol."""
    found = _ANY_NUMBER.match(one.designation or "")
    return found["n"] if found else None


@dataclass(frozen=True, slots=True)
class _Declaration:
    """One declared name with its surroundings."""

    text: str
    instruments: Instruments
    cited: Sequence[Cited]
    own: Container[str]
    name: str
    start: int
    end: int

    def meaning(self, at: int) -> int | str | None:
        """The citation that is named, `own` for the document, None for what is not cited; `at`: the next citation."""
        near = self._ending_here(at)
        row = type_at_start(self.instruments, self.name)
        if row is None:
            return None
        number = _ANY_NUMBER.search(self.name)
        after = self._following(at)
        for n in (*near, *after):
            if number and number["n"] == _number_of(self.cited[n]):
                return n
        if row.name in self.own and self._issues(row, near):
            return "own"
        called = [n for n in near if self._is_called(n, row)]
        carried = [n for n in after if _carries(self.instruments, self.cited[n].type, row)]
        if called or carried:
            return (called or carried)[0]
        if row.name in self.own:
            return "own"
        titled = [n for n in self._in_line(at) if self._issues_it(n, row)]
        carriers = [n for n in near if _carries(self.instruments, self.cited[n].type, row) and self._touches(n)]
        return next(iter((*titled, *carriers)), None)

    def _issues_it(self, n: int, row: InstrumentRow) -> bool:
        """Whether the title of an instrument says that it issues what the name names."""
        issued = issued_type(self.instruments, self.cited[n].title)
        return issued == row and _after_type(row, self.name).casefold() in (self.cited[n].title or "").casefold()

    def _in_line(self, at: int) -> list[int]:
        """The last citations before, in the same line."""
        line = self.text.rfind("\n", max(0, self.start - _FAR), self.start)
        return [n for n in range(max(0, at - 6), at) if self.cited[n].start > line]

    def names_several(self, at: int) -> bool:
        """Whether a common name stands behind more than one instrument of its type."""
        row = type_at_start(self.instruments, self.name)
        some = [self.cited[n] for n in self._in_line(at)]
        return len({one.designation or one.title for one in some if row and one.type == row.name}) > 1

    def _ending_here(self, at: int) -> list[int]:
        """The instruments whose words end where the declaration begins, in order."""
        some = self._in_line(at)
        near = [n for n in some if self.cited[n].tail >= self.start - 2]
        return near or [n for n in some[-1:] if self.start - self.cited[n].tail < _GAP]

    def _following(self, at: int) -> list[int]:
        """The instrument by which the thing named was issued: `Chương trình … (gọi tắt là …) theo Quyết định số …`."""
        while at < len(self.cited) and self.cited[at].start < self.end:
            at += 1
        if at == len(self.cited) or self.cited[at].start - self.end > _LONGEST_NAME:
            return []
        return [at] if _THEN_CITED.fullmatch(self.text, self.end, self.cited[at].start) else []

    def _touches(self, n: int) -> bool:
        return self.cited[n].tail >= self.start - 2

    def _issues(self, row: InstrumentRow, near: Sequence[int]) -> bool:
        """Whether the words before say that the document issues what is named: `UBND tỉnh ban hành Kế hoạch … (…)`."""
        line = self.text.rfind("\n", max(0, self.start - _FAR), self.start) + 1
        first = min((self.cited[n].start for n in near), default=self.start)
        return _issuing(row.name).search(self.text, line, first) is not None

    def _is_called(self, n: int, row: InstrumentRow) -> bool:
        """Whether an instrument is of a type, or issues what the words between it and the declaration call so."""
        cited = self.instruments.type_of_word(self.cited[n].type or "")
        if cited is not None and (cited.id in (row.id, row.parent) or cited.parent == row.id):
            return True
        between = self.text[self.cited[n].end : self.start]
        return _carries(self.instruments, self.cited[n].type, row) and row.name.casefold() in between.casefold()


@cache
def _numbered(instruments: Instruments) -> Pattern:
    return regex.compile(rf"(?P<name>{lexicon(instruments).type_word} (?:số )?0*(?P<n>\d{{1,5}}[a-zđ]?)) ?$")


@cache
def _issuing(name: str) -> Pattern:
    word = regex.escape(name, literal_spaces=True)
    return regex.compile(rf"(?<!được |đã )(?:ban hành|xây dựng|lập) (?i:{word})(?!\p{{L}})")


def _carries(instruments: Instruments, carrier: str | None, row: InstrumentRow) -> bool:
    """Whether instruments of a type issue or approve those of another."""
    lists = lexicon(instruments).lists
    return carrier in lists["carriers"] and row.name in lists["carried"]


def named(scan: Scan, heads: list[Head], aliases: Sequence[Alias]) -> list[Head]:
    """The heads with those cited by a declared name: to `Luật PCTT` what looked like another law gives way."""
    names: dict[str, tuple[InstrumentRow, str]] = {}
    for alias in aliases:
        row, rest = _type_and_name(scan.instruments, alias.name)
        if row and rest and alias.meant is not None and not _NUMBER.fullmatch(rest) and len(names) < _MOST:
            names.setdefault(alias.name, (row, rest))
    if not names:
        return heads
    begin = scan.words[0].start() if scan.words else 0
    found = []
    for name, (row, rest) in names.items():
        for place in _place(name).finditer(scan.text, begin):
            head = Head(place.start(), place.end(), f"citations.{row.id}.named", form="short", row=row, type=row.name)
            head.title = rest
            found.append(head)
    return _merged(scan, heads, found)


@cache
def _place(name: str) -> Pattern:
    return regex.compile(rf"(?<!\p{{L}}){alternatives((name,))}(?!\p{{L}})")


def _merged(scan: Scan, heads: list[Head], found: list[Head]) -> list[Head]:
    """Both, each place once: a name inside another citation, or in its title, is none of its own."""
    kept: list[Head] = []
    gone: set[int] = set()
    starts = [head.start for head in heads]
    for one in sorted(found, key=lambda head: (head.start, -head.end)):
        far = bisect_left(starts, one.start - _LONGEST_CITATION)
        near = [head for head in heads[far : bisect_left(starts, one.end)] if head.start not in gone]
        over = [head for head in near if head.end > one.start]
        titled = any(head.end <= one.start < head.tail for head in near)
        if titled or (kept and one.start < kept[-1].end) or not all(_gives_way(scan, head, one) for head in over):
            continue
        kept.append(one)
        gone.update(head.start for head in over)
    return sorted([*(h for h in heads if h.start not in gone), *kept], key=lambda head: (head.start, -head.end))


def _gives_way(scan: Scan, head: Head, alias: Head) -> bool:
    """Whether a head is nothing but the beginning of a declared name that no law has."""
    if not head.is_law or head.symbol is not None or head.start != alias.start or head.end > alias.end:
        return False
    law = scan.instruments.law_names.get(head.type or "", {})
    name = (alias.title or "").casefold()
    return name not in law.get(name.split(" ", 1)[0].rstrip(","), ())
