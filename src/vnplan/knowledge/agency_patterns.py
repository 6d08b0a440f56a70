"""Regular expressions of which the patterns of names are composed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from vnplan.knowledge.agency_rows import HeadRow, NounRow
from vnplan.knowledge.load import read_toml

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"  # `re` has no \p{Lu}
_CAP = rf"[{UPPER}]\w*"
END = r"(?!\w)"
HIGHLAND = r"(?:['’‘ʼ][^\W\d]\w*)?"  # the rest of a word in the names of the highlands: `Cư M'gar`
_CONNECTOR = r"(?: ?[-,&/] ?(?:và )?| và | )"
_ABBREVIATION_JOIN = r"(?: ?[-,&.] ?| (?:và )?)?"
_KEY_NOISE = re.compile(r" và (?=\S)|[\s,&\-./]+")
_SPLIT = re.compile(r"( và |(?:, | - |[-&./,]| ))")


@lru_cache(maxsize=8192)
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
            options.append("")
        return options[0] if len(options) == 1 else "(?:" + "|".join(options) + ")"

    return expression(root) + END


def one_of(words: Iterable[str]) -> str:
    """One expression for many phrases, word by word, longest first."""
    return _one_of(frozenset(words))


def _escaped(letter: str) -> str:
    return letter if letter == " " or letter.isalnum() else re.escape(letter)


@cache
def _one_of(words: frozenset[str]) -> str:
    return trie(tuple(map(_escaped, phrase)) for phrase in words)


def spelling(name: str) -> tuple[str, ...]:
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


def capitalised(words: Iterable[str]) -> list[str]:
    """The words with their first letter a capital."""
    return [word[0].upper() + word[1:] for word in words]


def any_initial(words: Iterable[str]) -> str:
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


def open_name(heads: tuple[tuple[str, HeadRow], ...], offices: Iterable[str]) -> str:
    """Names that are in no list: a head, then words until one that cannot belong to a name."""
    table = read_toml("agency_grammar.toml")
    stop = one_of(stop_words())
    soft = one_of(table["stop"]["soft"])
    types = (
        r"(?:[Tt]ỉnh|[Tt]hành phố|TP|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã(?! hội)|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu"
        r"|khu vực)(?!\w)"
    )
    word = rf"(?!{types})[^\W\d{UPPER}]\w*"
    compounds = table["compounds"]["words"]
    compound = one_of(compounds)
    # "phát triển công nghiệp tỉnh" is inside a name, "phát triển công nghiệp theo …" is not
    ends = one_of(table["stop"]["words"])
    softly = rf"(?!{soft}(?= (?!{ends}|{compound}|{soft}){word})(?!(?: (?!{ends}){word}){{1,5}} (?:{types}|[{UPPER}])))"
    small = rf"(?!{stop}){softly}{word}"
    late = rf"{one_of(table['in_names']['before_territory'])}(?= {types})"
    capital = (
        rf"(?:{one_of(capitalised(compounds))}|(?!{types})[{UPPER}][\w/.]*(?<![./])(?:-\d{{1,2}}(?!\w))?{HIGHLAND})"
    )
    body = one_of(sorted({head for head, row in heads if not row.inner} | set(table["others"]["words"]) | set(offices)))
    topic = one_of(table["topics"]["words"])
    listed = rf"(?=[^,;:.()\n]{{1,40}}(?:,[^,;:.()\n]{{1,40}}){{0,2}} (?:và|&|-) [{UPPER}])"
    goes_on = one_of(table["continuations"]["words"])
    numbered = one_of(table["numbered"]["words"])
    piece = (
        rf"(?: {numbered} \d{{1,4}}(?![\w./])"
        rf"|(?: |(?:, {listed}| - |-| & |&| và )(?:(?={topic})|(?!{body}(?!,? (?:chống|ngừa|chữa))))(?=[{UPPER}]))"
        rf"(?:{compound}|{late}|{small}|{capital})"
        rf"| - (?={word} {word}){small}|(?:, | và ){goes_on}| (?:trong|ngoài) nước(?!\w)"
        rf"|(?<=Đề án) \d{{1,3}}(?!\w)| số \d{{1,3}}(?!\w))"
    )
    task = one_of(table["task_words"]["words"])
    acts = one_of(table["task_words"]["acts"])
    lower_after = one_of(words for _, row in dict.fromkeys(heads) for words in row.lower_after)
    tasked = any_initial(table["task_words"]["heads"])
    national = "(?: (?:[Qq]uốc gia|[Tt]rung ương))"
    any_case = any_initial(head for head, row in heads if row.lower)
    upper = any_initial(head for head, row in heads if not row.lower)
    bare = any_initial(word for _, row in dict.fromkeys(heads) for word in row.bare)
    return (
        rf"(?:{numbered}{national}? \d{{1,4}}(?![\w./%])"
        rf"|(?:{lower_after}|{tasked}(?:{national}(?= về ))? (?!{acts}){task}(?: {soft})?(?= \w)|{any_case}(?= )|{bare}"
        rf"|{upper}(?= (?:[{UPPER}]|số \d)))"
        rf"{piece}{{0,14}})"
    )


def open_topic() -> str:
    """What a body is about, in a list that shares the first word: capital first, then words that may be in a name."""
    stop = read_toml("agency_grammar.toml")["stop"]
    last = r"(?= [^\W\d]+(?: [^\W\d]+)?[,;:.\n])"  # `Chính sách phát triển rừng,`; not `Pháp chế xây dựng đề án`
    word = rf"(?!{one_of(stop['words'])})(?!{one_of(stop['soft'])}(?!{last}))[^\W\d]\w*"
    return rf"[{UPPER}]\w*(?: (?:- )?{word}){{0,6}}(?: (?:trong|ngoài) nước(?!\w))?"


def group_patterns(nouns: tuple[NounRow, ...]) -> tuple[str, str, str]:
    """Quantifier and nouns of a group; one noun; what shows that a group has ended."""
    table = read_toml("collectives.toml")
    strict = table["strict"]
    stop = one_of({*stop_words(), *read_toml("agency_grammar.toml")["stop"]["soft"], *strict["before"]})
    ends = rf"(?=[,;:.)(\n/\"”\]|]|$| {stop}| [-–(])"
    words = [word.lower() for row in nouns for word in row.words]
    short = one_of(word for word in words if word in strict["nouns"])
    marked = one_of(strict["marked"])
    long = one_of(word for word in words if word not in (*strict["nouns"], *strict["marked"]))
    never = one_of(strict["not_before"])
    duty = one_of(table["trades"]["duties"])
    noun = rf"(?!{never})(?:{marked}(?=[,;:.)(\n/]|$| {duty})|{long}|{short}(?:{ends}|(?=-)))"
    # `sở` begins a group: "các doanh nghiệp, Sở, ban, ngành" are two; what the Party's centre has under it is one;
    # a committee in a list is one with a name of its own
    joint = r"(?:, và |, | và | - |/|-|,)(?!(?:sở|ủy ban|ub)(?!\w)|đảng ủy trực thuộc(?! trung ương))"
    quantifier = one_of(table["quantifiers"]["words"])
    number = r"(?:[1-9]\d{0,2} (?=(?:xã|phường|thôn|ấp|khu phố|khóm|bản|tổ dân phố|buôn|huyện|sở)(?!\w)))"
    # the first noun follows a blank or begins the group: no joint can match there
    first = one_of(strict["not_first"])
    group = rf"(?P<quantifier>{quantifier} |{number})?(?!{first})(?P<nouns>(?:(?:{joint})?{noun}){{1,10}})"
    return group, noun, ends


def trade_patterns(ends: str) -> tuple[str, str]:
    """What describes the bodies of a group: a few small words; what they do (`cấp nước`, `quản lý hồ chứa` + duty)."""
    table, trades = read_toml("agency_grammar.toml"), read_toml("collectives.toml")["trades"]
    stop, short = one_of(stop_words()), one_of(table["stop"]["words"])
    trade, acts, duty = one_of(trades["words"]), one_of(trades["acts"]), one_of(trades["duties"])
    bars, compound = one_of(trades["bars"] + trades["duties"]), one_of(table["compounds"]["words"])
    words = r"[^\W\d]+(?: [^\W\d]+){0,3}"
    soft = one_of(table["stop"]["soft"])  # `các công ty xây dựng` build; `các công ty xây dựng kế hoạch` have a task
    first = rf"(?: {trade}| {compound}| (?!{stop}|{soft} (?!{stop}))[^\W\d]+)"
    described = rf"{first}(?: {compound}| (?!{stop})[^\W\d]+){{0,3}}{ends}"
    doing = (
        rf" (?:{trade}(?: (?!{short})[^\W\d]+){{0,4}}(?:, {words}){{0,2}}{ends}"
        rf"|{acts}(?:,? (?!{bars})[^\W\d]+){{1,16}}?(?= {duty}))"
    )
    return described, doing


def stop_words() -> set[str]:
    """Words after which no name goes on: those of the row, and the verbs of tasks that are no topic of a name."""
    table = read_toml("agency_grammar.toml")
    verbs = {word for row in read_toml("roles.toml")["subjects"] for word in row["words"] if " " in word}
    return {*table["stop"]["words"], *(verbs - {*table["stop"]["soft"], *table["in_names"]["words"]})}


@dataclass(frozen=True, slots=True)
class Edges:
    """What a name does not begin in, or ends with otherwise.

    `qualified`: words that make another body of a known one, with the name that follows; `person`: the beginning of a
    person's name, up to where something may begin; `wants_object`: the last words of a name that want an object;
    `goes_on`: small words that continue a known name (`Ban Quản lý Khu kinh tế và các khu công nghiệp`); `sets`: what
    is no ministry though `Bộ` stands before it (`Bộ Tiêu chí`); `lower_after`: names that go on with a small letter;
    `followed`: what makes of the name of a central body a thing or a foreign body; `word_ends`: (small) ends of words.
    """

    qualified: re.Pattern[str]
    person: re.Pattern[str]
    wants_object: re.Pattern[str]
    goes_on: re.Pattern[str]
    sets: re.Pattern[str]
    lower_after: re.Pattern[str]
    followed: re.Pattern[str]
    word_ends: re.Pattern[str]


def name_edges(table: Mapping[str, Mapping[str, list[str]]], heads: Iterable[HeadRow]) -> Edges:
    """The patterns of a table of the grammar."""
    tasks = table["task_words"]
    ends = [word.split(" ") for word in table["word_ends"]["words"]]
    return Edges(
        re.compile(rf" {one_of(table['qualified']['words'])}(?: {_CAP}){{0,5}}"),
        re.compile(rf"(?i:(?<!\w){one_of(table['surnames']['words'])})(?: {_CAP}){{0,2}} $"),
        re.compile(rf"(?:{any_initial(tasks['heads'])}).*?(?P<rest> {one_of(tasks['never_last'])})+$"),
        re.compile(rf"(?:, và |, | và ){one_of(table['continuations']['words'])}"),
        re.compile(rf"(?i:bộ (?:luật|{one_of(table['sets']['words'])}))"),  # `Bộ LuậtLao động`: blanks get lost
        re.compile(one_of(words for row in heads for words in row.lower_after)),
        re.compile(rf" (?:{one_of(table['followed']['by'])}|số(?! ?\d)(?!\w))"),
        re.compile("|".join(rf"(?<=(?<!\w){start} ){end}(?!\w)" for start, end in ends)),
    )


# committees whose town follows without its type (`Huyện ủy Can Lộc`)
DISTRICT_COMMITTEES = ("Huyện ủy", "Quận ủy", "Thị ủy", "Huyện đoàn", "Quận đoàn", "Thị đoàn", "Thành ủy", "Thành đoàn")


class AfterName(NamedTuple):
    """What may follow a name: units below the commune, a group of bodies, territories, a town, a number."""

    units: bool
    bodies: bool
    territories: bool
    town: bool
    number: bool


def behind(words: Iterable[str], gap: str = "") -> str:
    """An expression for a place right behind one of some whole words and a gap: to look back costs no search."""
    by_length: dict[int, list[str]] = {}
    for word in sorted(words):
        by_length.setdefault(len(word), []).append(re.escape(word))
    return "|".join(rf"(?<=(?<!\w)(?:{'|'.join(group)}){gap})" for group in by_length.values())


def before_actor(words: list[str]) -> str:
    """Where a common word is an actor: behind these words."""
    return rf"{behind(words)}|{behind(words, ' ')}"


def before_noun(words: list[str]) -> str:
    """Where a short small noun is a word by itself: behind marks and these words."""
    mark = r"[\n,;:.(“\"/+*|-]"
    return rf"\A|(?<={mark})|(?<={mark} )|{behind(words, ' ')}"


def first_words(nouns: tuple[NounRow, ...]) -> str:
    """What begins a group or a person, never the next part of a name (`Trung tâm Y tế, nhân viên y tế xã`)."""
    return one_of(
        {word.lower() for row in nouns for word in row.words} | set(read_toml("collectives.toml")["people"]["words"])
    )


def residents() -> str:
    """The units below the commune that a head or a board is named after: ` các thôn, tổ dân phố`, ` của 13 ấp`."""
    unit = one_of(read_toml("agency_grammar.toml")["residents"]["words"])
    proper = rf"[{UPPER}]\w*(?: [{UPPER}]\w*){{0,3}}"
    name = rf"(?: (?:số )?\d{{1,3}}(?:[,-] ?\d{{1,3}}){{0,30}}(?! (?:{unit}|%))| {proper})?"
    units = rf" {unit}{name}(?:(?:, | và |/)(?:các )?{unit}{name}){{0,4}}"
    return rf"(?: của)?(?: (?:các|tất cả các|\d{{1,3}}))?{units}(?!\w)"


def duties() -> str:
    """What an office is in charge of, said instead of its body: ` phụ trách lĩnh vực`."""
    words = one_of(read_toml("agency_grammar.toml")["duties"]["words"])
    return rf" {words}(?: (?!(?:chung|chỉ đạo|các|những)(?!\w))[^\W\d]+){{1,4}}?"


# Nouns that are mostly something else: a verb, the end of `cơ sở dữ liệu`. Their third word tells.
_VERBS_TOO = ("tổ chức ", "cơ sở ")


def _start(phrase: str) -> set[tuple[str, ...]]:
    """The first two words of a name, as they are, with small later words, and in capitals."""
    if phrase.startswith(_VERBS_TOO):
        return {tuple(re.escape(word).replace("\\ ", " ") for word in re.split("( )", phrase)[:5])}
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


def anchor_pattern(names: set[str], short: set[str], quantifiers: set[str], nouns: set[str]) -> re.Pattern[str]:
    """The blank before a name, by the first two words of the name. Everything else is looked at only there.

    Behind a quantifier stands a noun of a group, or a name. The engine finds a fixed first letter, the blank, ten
    times as fast as a word boundary.
    """
    starts: set[tuple[str, ...]] = set()
    for name in names:
        starts |= _start(name)
    quantified = rf"(?= (?:[{UPPER} ,/-]|{one_of(noun.split(' ', 1)[0] for noun in nouns)}))"
    for quantifier in quantifiers:
        starts |= {(quantifier, quantified), (capitalised([quantifier])[0], quantified), (quantifier.upper(),)}
    small = {start for start in starts if start[0][0].islower()}
    shorts = {(word, _AFTER_SHORT) for word in short}
    capital = starts - small
    number = r"[1-9]\d{0,2} (?:xã|phường|thôn|ấp|khu phố|khóm|bản|tổ dân phố|buôn)(?!\w)"
    # most words begin with a letter that no name begins with: one set of letters rules them out
    small_letters = "".join(sorted({start[0][0] for start in small | shorts}))
    capitals = "".join(sorted({start[0][0] for start in capital}))
    return re.compile(rf" (?=(?:(?=[{small_letters}]){trie(small | shorts)}|(?=[{capitals}]){trie(capital)}|{number}))")
