"""Patterns of names, composed from the rows: where a name begins, how it goes on, where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vnplan.core.mentions import AgencyKind, AgencyLevel
from vnplan.knowledge.agency_rows import AgencyRow, HeadRow, NounRow, OfficeRow, PhraseRow
from vnplan.knowledge.load import read_toml, rows_from_toml
from vnplan.knowledge.territories import Territories

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"  # `re` has no \p{Lu}
_CAP = rf"[{UPPER}]\w*"
_END = r"(?!\w)"
_CONNECTOR = r"(?: ?[-,&/] ?(?:và )?| và | )"
_ABBREVIATION_JOIN = r"(?: ?[-,&.] ?| (?:và )?)?"
_KEY_NOISE = re.compile(r" và (?=\S)|[\s,&\-./]+")
_SPLIT = re.compile(r"( và |(?:, | - |[-&./,]| ))")


def folded_name(words: str) -> str:
    """The key of a name: case, blanks, connectors do not count.

    >>> folded_name("Sở VHTT&DL") == folded_name("Sở VH, TT và DL")
    True
    """
    return _KEY_NOISE.sub("", f"{words} ".lower())


def trie(words: Iterable[tuple[str, ...]]) -> str:
    """One expression for many sequences of fragments, longest first.

    Plain fragments are split into letters: of a branch on letters the engine tries one arm only.
    """
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for sequence in words:
        node = root
        for fragment in sequence:
            letters = fragment if fragment.replace(" ", "").isalnum() else (fragment,)
            for letter in letters:
                node = node.setdefault(letter, {})
        node[""] = {}

    def expression(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
        options = [fragment + expression(child) for fragment, child in sorted(node.items(), reverse=True) if fragment]
        if "" in node:
            options.append(_END)
        return options[0] if len(options) == 1 else "(?:" + "|".join(options) + ")"

    return expression(root)


def one_of(words: Iterable[str]) -> str:
    """One expression for many phrases, word by word, longest first."""
    return trie(tuple(map(re.escape, phrase)) for phrase in words)


def _spelling(name: str) -> tuple[str, ...]:
    """The fragments of a name in small letters, with what may stand between its words."""
    pieces = _SPLIT.split(name)
    fragments = [re.escape(pieces[0].lower())]
    for before, joint, word in zip(pieces[::2], pieces[1::2], pieces[2::2], strict=False):
        if not word:
            continue
        if before.isupper() and word.isupper() and len(before) + len(word) > 2:
            between = _ABBREVIATION_JOIN
        else:
            between = " " if joint == " " else _CONNECTOR
        fragments.append(between + re.escape(word.lower()))
    return tuple(fragments)


def _capitalised(words: Iterable[str]) -> list[str]:
    return [word[0].upper() + word[1:] for word in words]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled patterns. Those marked (small) run over the text in small letters, the others over the text itself."""

    anchor: re.Pattern[str]
    names: dict[str, re.Pattern[str]]  # (small) known names, by their first word
    topics: dict[str, re.Pattern[str]]  # (small) what may follow `Sở`, `Bộ`, `Phòng`
    open_name: re.Pattern[str]
    bare: re.Pattern[str]
    territory: re.Pattern[str]
    territories: re.Pattern[str]
    town: re.Pattern[str]
    office: re.Pattern[str]
    office_bare: re.Pattern[str]
    group: re.Pattern[str]  # (small)
    noun: re.Pattern[str]  # (small)
    scope: re.Pattern[str]  # (small)
    phrase: re.Pattern[str]  # (small)
    open_words: re.Pattern[str]  # (small)
    ends: re.Pattern[str]  # (small)
    before: re.Pattern[str]  # (small)
    after: re.Pattern[str]  # (small)
    links: re.Pattern[str]  # (small)
    of_territories: re.Pattern[str]
    extensible: re.Pattern[str]
    common: frozenset[str]
    small: tuple[str, ...]
    vague: frozenset[str]
    alone: frozenset[str]
    split: frozenset[str]
    nouns: dict[str, NounRow]
    heads: tuple[tuple[str, HeadRow], ...]
    office_rule: str

    @classmethod
    def of(cls, rows: tuple[AgencyRow, ...], provinces: Territories) -> Grammar:
        """Compose the patterns from the rows."""
        return _compose(rows, provinces)

    def kind_of(self, words: str) -> AgencyKind:
        """The kind of a body by the first words of its name."""
        head = self.head_of(words)
        return head[1].kind if head else "other"

    def head_of(self, words: str) -> tuple[str, HeadRow] | None:
        """The head that a name begins with, and its row."""
        small = words.lower()
        return next((item for item in self.heads if small.startswith(item[0].lower())), None)

    def level_of(self, words: str) -> AgencyLevel | None:
        """The level that the words of a name show."""
        for level, pattern in _LEVELS:
            if pattern.search(words):
                return level
        return None


_LEVELS: tuple[tuple[AgencyLevel, re.Pattern[str]], ...] = (
    ("commune", re.compile(r"(?<!\w)(?:cấp xã|xã(?! hội)|phường|thị trấn|đặc khu|thôn|khu phố|ấp)(?!\w)", re.I)),
    ("district", re.compile(r"(?<!\w)(?:cấp huyện|huyện|quận|thị xã)(?!\w)", re.I)),
    ("province", re.compile(r"(?<!\w)(?:cấp tỉnh|tỉnh|thành phố|cấp thành phố|TP)(?!\w)", re.I)),
    ("central", re.compile(r"(?<!\w)(?:Trung ương|Việt Nam|Quốc gia|Chính phủ|quốc gia|trung ương|Bộ)(?!\w)")),
)


def _territory(provinces: Territories) -> tuple[str, str, str]:
    """What follows a name as its territory: of one body, of a people's committee (which may be many)."""
    # a verb at the start of a sentence is no town; of one syllable it may be (`Cần Giờ`)
    stop = one_of(_capitalised(word for word in read_toml("agency_grammar.toml")["stop"]["words"] if " " in word))
    heads = r"(?:Sở|Bộ|Ban|Ủy|UBND|HĐND|Hội|Công an|Phòng|Trung tâm|Mặt trận|Đoàn|Chủ tịch|Giám đốc|Các)(?!\w)"
    word = rf"[{UPPER}](?:[^\W\d{UPPER}]\w*)?(?!\w)"
    proper = rf"(?!{stop}|{heads}){word}(?:(?: | - |-)(?!{heads}){word}){{0,3}}"
    province = provinces.fragment + _END
    committee = r"(?! ủy| đoàn| Đoàn)(?!\w)"
    small = (
        r"(?:[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã(?! hội)|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|[Tt]hôn|HUYỆN|QUẬN|XÃ|PHƯỜNG)"
        + committee
    )
    city = r"(?:(?:[Tt]hành phố|THÀNH PHỐ)(?!\w)|T\.?[Pp]\.|(?:T[Pp]|Thủ đô)(?!\w))"
    tinh = r"(?:[Tt]ỉnh|TỈNH)" + committee
    level = r"(?:tỉnh|thành phố|huyện|xã|cơ sở)(?!\w)(?! hội)"
    within = rf"(?:,? {tinh} {province})?"
    one = (
        rf"(?: {tinh}(?: {province})?"
        rf"| {city}(?: ?{province}| {proper})?(?: và(?: các)? khu vực(?!\w)(?! {proper}))?{within}"
        rf"| {small}(?: {proper}{within}| \d{{1,2}}(?![\w./]))?"
        rf"| [Kk]hu vực(?: (?:[IVX]+|\d{{1,2}})(?![\w./])| {proper}|(?! \w))"
        rf"| cấp {level}(?:(?:, | và )(?:cấp )?{level}){{0,3}}"
        rf"| (?:các|hai|2|02) cấp(?!\w)| cùng cấp(?!\w)"
        rf"| (?:Trung ương|trung ương|TW|Quốc gia|quốc gia|Việt Nam)(?!\w)"
        rf"| (?:- )?{province})"
    )
    item = rf"(?:cấp )?(?:{tinh}|{city}|{small})"
    joint = r"(?:, và |, | và |; |/|-| - )"
    end = r"(?=[,;.:)\n]|$"
    verbs = r"(?:chủ trì|phối hợp|có trách nhiệm|và|tổ chức|thực hiện)(?!\w)"
    no_feature = r"(?! (?:trách nhiệm|nhiệm vụ|thể|kế hoạch|văn bản|giải pháp|ý kiến|biện pháp|báo cáo)(?!\w))"
    restriction = (
        r"(?: (?:trực thuộc [Tt]rung ương|thuộc (?:tỉnh|thành phố)(?! \w)|trong (?:toàn )?(?:tỉnh|thành phố)"
        r"|trên địa bàn(?: (?:toàn )?(?:tỉnh|thành phố|huyện)(?!\w))?|(?:có )?liên quan"
        rf"|nơi có(?: [^\W\d]+){{1,4}}{end})"
        rf"|(?:có|vùng|ven|biên giới){no_feature}(?: (?!{verbs}|có )[^\W\d]+){{0,3}}{end}| {verbs})))?"
    )
    named = rf"(?::? {proper}(?:, (?!{heads}){proper}){{0,60}}(?: và {proper})?)?"
    many = (
        rf"(?: (?:của )?các {item}{named}(?:{joint}(?:các )?{item}{named}){{0,40}}{restriction}"
        rf"| {item}(?:{joint}(?:các )?{item}){{1,40}}(?! {proper}){restriction}"
        rf"| các (?:địa phương|đơn vị hành chính cấp xã)(?!\w))"
    )
    return one, many, rf" {proper}"


def _any_initial(words: Iterable[str]) -> str:
    """One expression for phrases whose later words may begin with a small or a capital letter."""

    def fragment(word: str) -> str:
        first = word[0]
        return (
            re.escape(word)
            if first.lower() == first.upper()
            else f"[{first.lower()}{first.upper()}]{re.escape(word[1:])}"
        )

    return trie(
        tuple(
            part
            for n, word in enumerate(phrase.split(" "))
            for part in ((re.escape(word),) if n == 0 else (" ", fragment(word)))
        )
        for phrase in words
    )


def _open_name(heads: tuple[tuple[str, HeadRow], ...], offices: Iterable[str]) -> str:
    """Names that are in no list: a head, then words until one that cannot belong to a name."""
    table = read_toml("agency_grammar.toml")
    stop = one_of(table["stop"]["words"])
    soft = one_of(table["stop"]["soft"])
    types = (
        r"(?:[Tt]ỉnh|[Tt]hành phố|TP|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã(?! hội)|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu"
        r"|khu vực)(?!\w)"
    )
    word = rf"(?!{types})[^\W\d{UPPER}]\w*"
    compounds = table["compounds"]["words"]
    compound = one_of(compounds)
    # "phát triển công nghiệp tỉnh" is inside a name, "phát triển công nghiệp theo …" is not
    softly = rf"(?!{soft}(?= (?!{stop}|{compound}|{soft}){word})(?!(?: (?!{stop}){word}){{1,5}} (?:{types}|[{UPPER}])))"
    small = rf"(?!{stop}){softly}{word}"
    capital = rf"(?:{one_of(_capitalised(compounds))}|(?!{types})[{UPPER}][\w/.]*(?<![./]))"
    body = one_of(sorted({head for head, _ in heads} | set(table["others"]["words"]) | set(offices)))
    listed = rf"(?=[^,;:.()\n]{{1,40}}(?:,[^,;:.()\n]{{1,40}}){{0,2}} (?:và|&) [{UPPER}])"
    goes_on = one_of(table["continuations"]["words"])
    piece = (
        rf"(?:(?: |(?:, {listed}| - |-| & |&| và )(?!{body})(?=[{UPPER}]))(?:{compound}|{small}|{capital})"
        rf"|(?:, | và ){goes_on}|(?<=Đề án) \d{{1,3}}(?!\w)| số \d{{1,3}}(?!\w))"
    )
    task = one_of(table["task_words"]["words"])
    lower_after = one_of(words for _, row in dict.fromkeys(heads) for words in row.lower_after)
    tasked = _any_initial(table["task_words"]["heads"])
    any_case = _any_initial(head for head, row in heads if row.lower)
    upper = _any_initial(head for head, row in heads if not row.lower)
    bare = _any_initial(word for _, row in dict.fromkeys(heads) for word in row.bare)
    return (
        rf"(?:{one_of(table['numbered']['words'])} \d{{1,4}}(?![\w./])"
        rf"|(?:{lower_after}|{tasked} {task}(?: {soft})?(?= \w)|{any_case}(?= )|{bare}|{upper}(?= (?:[{UPPER}]|số \d)))"
        rf"{piece}{{0,14}})"
    )


def _groups(nouns: tuple[NounRow, ...]) -> tuple[str, str, str]:
    """Quantifier and nouns of a group; one noun; what shows that a group has ended."""
    table = read_toml("collectives.toml")
    strict = table["strict"]
    stop = one_of(sorted({*read_toml("agency_grammar.toml")["stop"]["words"], *strict["before"]}))
    ends = rf"(?=[,;:.)(\n/\"”\]|]|$| {stop}| - | [-–])"
    words = [word.lower() for row in nouns for word in row.words]
    short = one_of(word for word in words if word in strict["nouns"])
    long = one_of(word for word in words if word not in strict["nouns"])
    never = one_of(strict["not_before"])
    noun = rf"(?!{never})(?:{long}|{short}(?:{ends}|(?=-)))"
    # `sở` begins a group: "các doanh nghiệp, Sở, ban, ngành" are two
    joint = r"(?:, và |, | và | - |/|-|,)(?!sở(?!\w))"
    quantifier = one_of(table["quantifiers"]["words"])
    group = rf"(?P<quantifier>{quantifier} )?(?P<nouns>{noun}(?:{joint}{noun}){{0,9}})"
    return group, noun, ends


def _start(phrase: str) -> set[tuple[str, ...]]:
    """The first two words of a name, as they are, with small later words, and in capitals."""
    words = re.split(r"[ ]", phrase)[:2]
    second = re.escape(words[1]) if len(words) > 1 else ""
    initial = (
        f"[{words[1][0].lower()}{words[1][0].upper()}]{re.escape(words[1][1:])}"
        if second and words[1][0].isalpha()
        else second
    )
    spellings = (
        {(re.escape(words[0]), " ", initial), (re.escape(words[0].upper()), " ", second.upper())}
        if second
        else {(re.escape(words[0]),), (re.escape(words[0].upper()),)}
    )
    return {tuple(f.replace("\\ ", " ") for f in spelling) for spelling in spellings}


# A short small word is a noun of a group only before another or before a scope; `sở Y tế` is a name.
_AFTER_SHORT = rf"(?=[,/]| (?:và |có liên|liên quan|cấp |thuộc|trực thuộc|trên địa|ở |quản lý ngành|[{UPPER}]))"


def _anchor(names: Iterable[str], short: Iterable[str]) -> re.Pattern[str]:
    """The blank before a name, by the first two words of the name. Everything else is looked at only there.

    The engine finds a fixed first letter, the blank, ten times as fast as a word boundary.
    """
    starts: set[tuple[str, ...]] = set()
    for name in names:
        starts |= _start(name)
    # most words begin with a small letter: they are spared the many names that begin with a capital
    small = {start for start in starts if start[0][0].islower()}
    return re.compile(
        rf" (?=(?:(?=[^\W\d{UPPER}])(?:{trie(small)}|{one_of(short)}{_AFTER_SHORT})|{trie(starts - small)}))"
    )


def _anchor_words(
    rows: tuple[AgencyRow, ...],
    heads: Iterable[str],
    offices: tuple[OfficeRow, ...],
    nouns: tuple[NounRow, ...],
    phrases: Iterable[str],
) -> tuple[set[str], set[str]]:
    table = read_toml("collectives.toml")
    alone = {*table["alone"]["words"], *phrases, *table["quantifiers"]["words"]}
    listed = {word for row in nouns if row.need == "list" for word in row.words}
    names = (
        {name for row in rows for name in (row.name, *row.variants)}
        | set(heads)
        | {"ủy ban nhân dân", "hội đồng nhân dân"}
    )
    names |= {word for row in offices for word in (*row.words, *row.bare, *row.lower)}
    names |= {word for word in alone | listed if " " in word} | set(
        _capitalised(alone | listed | {word for row in nouns for word in row.words})
    )
    names |= set(table["quantifiers"]["words"])
    return names, {word for word in alone | listed if " " not in word} - set(table["quantifiers"]["words"])


def _compose(rows: tuple[AgencyRow, ...], provinces: Territories) -> Grammar:
    table = read_toml("agency_grammar.toml")
    head_rows = rows_from_toml("agency_grammar.toml", "head", HeadRow)
    heads = tuple(sorted(((word, row) for row in head_rows for word in row.words), key=lambda item: -len(item[0])))
    offices = rows_from_toml("agency_grammar.toml", "office", OfficeRow)
    nouns = rows_from_toml("collectives.toml", "noun", NounRow)
    phrases = [word.lower() for row in rows_from_toml("collectives.toml", "phrase", PhraseRow) for word in row.words]
    spellings: dict[str, set[tuple[str, ...]]] = {}
    topics: dict[str, set[tuple[str, ...]]] = {}
    for row in rows:
        for name in (row.name, *row.variants):
            fragments = _spelling(name)
            spellings.setdefault(re.split(r"[ \-&.]", name.lower())[0], set()).add(fragments)
            head, _, topic = name.partition(" ")
            if head in ("Sở", "Bộ", "Phòng", "Ban", "Hội") and topic:
                topics.setdefault(head.lower(), set()).add(_spelling(topic))
    one, many, town = _territory(provinces)
    group, noun, ends = _groups(nouns)
    office_words = [word for row in offices for word in (*row.words, *row.bare, *row.lower)]
    anchors = _anchor_words(rows, [head for head, _ in heads], offices, nouns, phrases)
    return Grammar(
        anchor=_anchor(*anchors),
        names={first: re.compile(trie(found)) for first, found in spellings.items()},
        topics={head: re.compile(trie(found)) for head, found in topics.items()},
        open_name=re.compile(_open_name(heads, office_words)),
        bare=re.compile(_any_initial(word for row in head_rows for word in row.bare)),
        territory=re.compile(one),
        territories=re.compile(many),
        town=re.compile(town),
        office=re.compile(_any_initial(office_words)),
        office_bare=re.compile(one_of(word for row in offices for word in row.bare)),
        group=re.compile(group),
        noun=re.compile(noun),
        scope=re.compile(" (?:" + "|".join(read_toml("collectives.toml")["scopes"]["patterns"]) + ")" + _END),
        phrase=re.compile(one_of(phrases)),
        open_words=re.compile(rf"(?: (?!{one_of(table['stop']['words'])})[^\W\d]+){{1,4}}{ends}"),
        ends=re.compile(ends),
        before=re.compile("(?:" + "|".join(re.escape(w) for w in table["context"]["before"]) + ") ?$"),
        after=re.compile("(?: " + one_of(table["context"]["after"]) + r"|[,;:.)(\n/|]|$| - )"),
        links=re.compile(rf"(?:^|[\n,;:.(“\"/+*|-] ?|(?<!\w){one_of(table['links']['before'])} )$"),
        of_territories=re.compile("|".join(table["of_territories"]["starts"])),
        extensible=re.compile("|".join(table["extensible"]["starts"])),
        common=frozenset(table["common"]["words"]),
        small=tuple(table["small"]["starts"]),
        vague=frozenset(read_toml("collectives.toml")["vague"]["words"]),
        alone=frozenset(read_toml("collectives.toml")["alone"]["words"]),
        split=frozenset(read_toml("collectives.toml")["alone"]["split"]),
        nouns={word.lower(): row for row in nouns for word in row.words},
        heads=heads,
        office_rule=offices[0].id,
    )
