"""`Kế hoạch này`, `Nghị quyết nêu trên`, and bare names of types after their definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

import regex

from vnplan.core.document import Document
from vnplan.extract.citations import own, same_body
from vnplan.extract.citations.heads import FAR, Head, Lexicon, Match, Pattern, Word, lexicon, row_of
from vnplan.knowledge.instruments import Instruments

SEVERAL = r"các|những|hai|ba|bốn|mỗi|từng|một số|nhiều"
_PLURAL = regex.compile(rf"(?i)(?<!\p{{L}})(?:{SEVERAL}) $")
_NOT_BEFORE = regex.compile(
    r"(?i)(?:sở|bộ|phòng|ban|các|những|mọi|một số|từng|- kế hoạch|tài chính -|dự thảo|mỗi|nhiều|loại) $"
    r"|[-/] ?$|[“\"]$"
)
_BY_PROVISION = regex.compile(
    r"(?:Điều|điều|[Kk]hoản|[Đđ]iểm|Chương|[Mm]ục) [\da-zđIVX]{1,5}(?:(?:, | và | đến )[\da-zđIVX]{1,5}){0,9}"
    r" (?:của |tại )?$"
)
_BEGINS = regex.compile(r"(?:^|[.;:!?|] ?|\n[-+*•\w.)]{0,8} ?|[-+*•] )$")
_LABELLED = regex.compile(r"(?:^|\n[-+*.\d ]{0,10}|[|:] {0,9})$")
_STANDS_ALONE = regex.compile(r" *(?:[.;|\n]|$)")
_DECLARES = regex.compile(r"(?:là|:) ?[“\"]?$")
_YEAR = regex.compile(r" (?:năm )?(?P<year>(?:19|20)\d\d)(?![\d/\-])")
_LONGEST_LIST = 80
_MOST = 50  # instruments whose issuers are compared
_SIGNS = regex.compile(r"[^\p{L}\d]")
_NOT_AFTER = regex.compile(r" (?:và|-) (?:Đầu tư|Tài chính|Kiến trúc)|, \p{Lu}| ?[/]")


@cache
def _bare(words: Lexicon) -> Pattern:
    return regex.compile(rf" ?[,;.:)”\"]| ?$| ?\n| (?:{words.any_of('follows_bare')[3:-1]})(?!\p{{L}})")


@cache
def _deixis(words: Lexicon) -> Pattern:
    """The words that point, with the body that may stand before them."""
    above = words.any_of("pointing")
    return regex.compile(
        rf" (?P<this>này|NÀY)(?!\p{{L}})"
        rf"|(?: của (?P<body>\p{{Lu}}[^,;.:()\n\d]{{1,50}}?))? {above}(?!\p{{L}})"
        rf"| (?:đó|ấy)(?!\p{{L}}| là)"
        rf"| trên(?= ?[,;.:)\n]|$| (?:và|của|đã|được|đến|để|với|cho|theo|là|(?:hết|có) hiệu lực)(?!\p{{L}}))"
    )


@cache
def _made(words: Lexicon) -> Pattern:
    """What is still to be made is none that was named: `trình HĐND tỉnh ban hành Nghị quyết quy định …`."""
    return regex.compile(rf"(?i)(?<!\p{{L}})(?:{words.any_of('making')}|{words.any_of('deciding')}) $")


@cache
def _before_law(words: Lexicon) -> Pattern:
    return regex.compile(rf"(?i)(?<!\p{{L}}){words.any_of('before_bare_law')} $")


@cache
def _law_does(words: Lexicon) -> Pattern:
    return regex.compile(rf" {words.any_of('law_does')}(?!\p{{L}})")


@cache
def _declared(words: Lexicon) -> Pattern:
    return regex.compile(rf" {words.any_of('follows_declared')}(?!\p{{L}})")


@cache
def _another(words: Lexicon) -> Pattern:
    """What is told of a paper that was not named before: its number, day or subject."""
    told = r"về|số|ngày|năm|khóa|lần thứ|nhiệm kỳ|kỳ họp|tại|trong|giai đoạn"
    return regex.compile(rf" (?:{words.any_of('title_verbs')}|{told})(?!\p{{L}})")


@cache
def _kinds(words: Lexicon) -> Pattern:
    """Kinds of instruments told of in general, before the last of them: `các Chỉ thị, Nghị quyết của Đảng`."""
    kinds = "|".join(regex.escape(row.name, literal_spaces=True) for row in words.instruments.rows)
    return regex.compile(rf"(?i)(?:các|những|mọi) (?:(?:{kinds}|chủ trương|chính sách|chỉ đạo)(?:, ?| và ))+$")


def quoted_since(text: str, at: int) -> int:
    """Where the quotation opens that a place stands in; -1 where it stands in none.

    A mark that nobody closed opens none: the next mark then opens another quotation. Straight marks count by lines.
    """
    opened = text.rfind("“", max(0, at - FAR), at)
    if opened > text.rfind("”", max(0, at - FAR), at):
        closed = text.find("”", at, at + FAR)
        if closed >= 0 and text.find("“", at, closed) < 0:
            return opened
    start = text.rfind("\n", max(0, at - FAR), at) + 1
    end = text.find("\n", at, at + FAR)
    straight = text.count('"', start, at) % 2 and text.find('"', at, end if end >= 0 else at + FAR) >= 0
    return text.rfind('"', start, at) if straight else -1


def own_types(doc: Document, instruments: Instruments, words: Sequence[Word]) -> set[str]:
    """The types that mean the document itself; where its head says none, that of a line of capitals."""
    header = doc.header
    if not (header.document_type or header.attached_type):
        for word in words[:40]:
            line = doc.line_at(word.start())
            if line and line.span == word.span() and word.group().isupper():
                header = replace(header, document_type=row_of(instruments, word.group()).name)
                break
    return set(own.own_types(header, instruments))


@dataclass(slots=True)
class Known:
    """The instruments of one type that were named so far: each by its key, with the years that are given with it."""

    years: dict[str, set[str]] = field(default_factory=dict)
    of_year: dict[str, set[str]] = field(default_factory=dict)
    issuers: dict[str, str] = field(default_factory=dict)
    in_title: set[str] = field(default_factory=set)  # of the document
    count: int = 0
    last: int = -1  # where the last of them was named
    told: int = -1  # where what is said of it ends

    def add(self, text: str, title: str, head: Head) -> None:
        """Note a full citation."""
        name = head.title.casefold() if head.is_law and head.title else key_of(head.designation or head.title or "")
        before = max(1, len(self.years[name])) if name in self.years else 0
        years = self.years.setdefault(name, set())
        if head.is_law:
            year = str(
                (head.symbol and head.symbol.year) or (head.issued_on or "")[:4] or text[head.end - 4 : head.end]
            )
            if year.isdigit():
                years.add(year)
                self.of_year.setdefault(year, set()).add(name)
            if name in title:
                self.in_title.add(name)
        self.count += max(1, len(years)) - before
        if head.issuer:
            self.issuers.setdefault(name, head.issuer)
        self.last, self.told = head.start, head.tail


@lru_cache(4096)
def key_of(designation: str) -> str:
    """What is the same in the spellings of one number: `57-NQ/TW`, `57/NQ-TW`."""
    return _SIGNS.sub("", designation).lstrip("0").casefold()


@dataclass(slots=True)
class Context:
    """What the words before a place have told: types of the document itself, declared names, instruments by type."""

    text: str
    instruments: Instruments
    own: set[str]
    declared: dict[str, int]
    title: str  # of the document
    issuer: str | None  # of the document
    body_at: Callable[[int], tuple[str, int] | None]  # the body named at a place, in standard form, and its end
    known: dict[str, Known] = field(default_factory=dict)
    issued: dict[str, Known] = field(default_factory=dict)  # by what a title says that its instrument issues

    def note(self, head: Head) -> None:
        """Note a full citation."""
        if head.type and head.form == "full":
            self.known.setdefault(head.type, Known()).add(self.text, self.title, head)
            proposes = head.type in lexicon(self.instruments).lists["proposals"]
            row = None if proposes else own.issued_type(self.instruments, head.title)
            if row is not None:
                self.issued.setdefault(row.name, Known()).add(self.text, self.title, head)


def find(context: Context, words: Sequence[Word], heads: Sequence[Head]) -> Iterator[Head]:
    """The words that mean an instrument named elsewhere."""
    starts = {head.start for head in heads}
    deictic = _deixis(lexicon(context.instruments))
    at = 0
    inside = -1
    for word in words:
        while at < len(heads) and heads[at].start < word.start():
            context.note(heads[at])
            inside = max(inside, heads[at].end)
            at += 1
        if word.start() in starts or word.start() < inside:
            continue
        if deixis := deictic.match(context.text, word.end()):
            found = _pointing(context, word, deixis)
        elif word["capital"] and not word.group().isupper():
            found = _bare_name(context, word) or _by_issuer(context, word) or _by_year(context, word)
        else:
            found = None
        if found:
            yield found


def _pointing(context: Context, word: Word, deixis: Match) -> Head | None:
    start, end = word.start(), deixis.end()
    row = row_of(context.instruments, word.group())
    wider = next((r.name for r in context.instruments.rows if r.id == row.parent), None)
    itself = row.name in context.own or (wider in context.own and row.name not in context.known)
    plural = _PLURAL.search(context.text, max(0, start - 8), start) is not None
    quoted = itself and quoted_since(context.text, start) >= 0  # `“Kế hoạch này”`: another's words
    if (
        deixis["this"]
        and not plural
        and not quoted
        and (itself or (row.kind == "generic" and "Công văn" in context.own))
    ):
        name = "Công văn" if row.kind == "generic" else row.name
        return Head(start, end, "citations.self", form="self", row=row, type=name)
    if row.kind == "generic" or not (word["capital"] or _is_named_near(context, word)):
        return None
    return Head(start, end, "citations.pointing", form="anaphoric", row=row, type=row.name, between=deixis["body"])


def _is_named_near(context: Context, word: Word) -> bool:
    """Whether a type with a small letter can mean an instrument: one was named, of what is also a common noun near."""
    name = row_of(context.instruments, word.group()).name
    named = [known.last for known in (context.known.get(name), context.issued.get(name)) if known is not None]
    if not named:
        return False
    if name not in lexicon(context.instruments).lists["common_nouns"]:
        return True
    return max(named) > context.text.rfind("\n", max(0, word.start() - FAR), word.start())


def _bare_name(context: Context, word: Word) -> Head | None:
    """A bare `Đề án`: only where it was declared, or where one instrument alone can be meant."""
    text, words = context.text, lexicon(context.instruments)
    row = row_of(context.instruments, word.group())
    start, end = word.span()
    declared_at = context.declared.get(word.group().casefold())
    is_declared = declared_at is not None and declared_at <= start
    if not is_declared and not _alone(context, word):
        return None
    follow = _bare(words).match(text, end) or (_declared(words).match(text, end) if is_declared else None)
    # `Kế hoạch, Tài chính` are fields; behind a law another subject begins: `theo quy định của Luật, Nhà nước …`
    is_field = _NOT_AFTER.match(text, end) and not (row.kind == "law" and _is_said_of(context, word))
    if follow is None or is_field or _in_general(context, start):
        return None
    if not is_declared and (
        follow.group().strip() in ("của", "về", "ngày", "khóa") or _made(words).search(text, max(0, start - 30), start)
    ):
        return None
    if not is_declared and _is_all_said(text, start, end):
        return None
    rule = "citations.declared" if is_declared else "citations.bare"
    return Head(start, end, rule, form="anaphoric", row=row, type=row.name)


def _is_all_said(text: str, start: int, end: int) -> bool:
    """Whether a name is all that a heading, a cell or the label of a product says."""
    return _LABELLED.search(text, max(0, start - 12), start) is not None and _STANDS_ALONE.match(text, end) is not None


def _in_general(context: Context, start: int) -> bool:
    """Whether the words before a type tell of any paper of its kind, or make it a part of another name."""
    text, kinds = context.text, _kinds(lexicon(context.instruments))
    listed = kinds.search(text, max(0, start - _LONGEST_LIST), start)
    return listed is not None or _NOT_BEFORE.search(text, max(0, start - 14), start) is not None


def _alone(context: Context, word: Word) -> bool:
    """Whether a bare type can mean an instrument: the only one of its type, or one whose article is told."""
    row = row_of(context.instruments, word.group())
    if row.name in context.own or row.kind == "generic":
        return False
    known, issued = context.known.get(row.name), context.issued.get(row.name)
    if known is None and issued is None:
        return False
    pinned = _BY_PROVISION.search(context.text, max(0, word.start() - 40), word.start()) is not None
    if known is not None and row.kind == "law":  # `cử nhân Luật`: the law is named where something is said of it
        one = known.count == 1 or len(known.in_title) == 1
        return pinned or (one and _is_said_of(context, word))
    if pinned or (known.count if known else 0) + (issued.count if issued else 0) != 1:
        return pinned and known is not None
    near = max(0, word.start() - 12)
    begins = _BEGINS.search(context.text, near, word.start()) is not None
    if known is not None:
        return not (begins and row.name in lexicon(context.instruments).lists["also_verbs"])
    # at the head of a sentence every word has a capital: there it may be any programme
    declares = _DECLARES.search(context.text, near, word.start()) is not None
    return issued is not None and word.start() >= issued.told and not begins and not declares


def _is_said_of(context: Context, word: Word) -> bool:
    """Whether the words around `Luật` say something of a law."""
    text, words = context.text, lexicon(context.instruments)
    near = max(0, word.start() - 14)
    if _before_law(words).search(text, near, word.start()):
        return True
    return _BEGINS.search(text, near, word.start()) is not None and _law_does(words).match(text, word.end()) is not None


def _by_issuer(context: Context, word: Word) -> Head | None:
    """A type with its issuer alone, `Nghị quyết của Tỉnh ủy`: where one instrument alone can be meant."""
    text, start = context.text, word.start()
    row = row_of(context.instruments, word.group())
    known = context.known.get(row.name)
    words = lexicon(context.instruments)
    if known is None or row.name not in words.lists["named_by_issuer"] or not text.startswith(" của ", word.end()):
        return None
    if _in_general(context, start) or _made(words).search(text, max(0, start - 30), start):
        return None
    named = context.body_at(word.end() + len(" của "))
    if named and row.name in context.own and same_body.agree(context.instruments, named[0], context.issuer):
        return None  # `Kế hoạch của UBND tỉnh` in a plan of that body
    if named is None or same_body.kind(context.instruments, named[0]) is None or _another(words).match(text, named[1]):
        return None
    if _is_all_said(text, start, named[1]):
        return None
    if len(known.issuers) < len(known.years) or len(known.issuers) > _MOST:
        return None
    its = [name for name, issuer in known.issuers.items() if same_body.agree(context.instruments, named[0], issuer)]
    if len(its) != 1:
        return None
    head = Head(start, named[1], "citations.by_issuer", form="anaphoric", row=row, type=row.name)
    head.between = text[word.end() + len(" của ") : named[1]]
    return head


def _by_year(context: Context, word: Word) -> Head | None:
    """`Luật năm 2024`, `Luật 2024`: the law of that year among those named."""
    row = row_of(context.instruments, word.group())
    known = context.known.get(row.name)
    year = _YEAR.match(context.text, word.end()) if row.kind == "law" and known is not None else None
    if year is None or known is None or len(known.of_year.get(year["year"], ())) != 1:
        return None
    head = Head(word.start(), year.end(), "citations.by_year", form="short", row=row, type=row.name)
    head.issued_on = year["year"]
    return head
