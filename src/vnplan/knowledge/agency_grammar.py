"""Patterns of names, composed from the rows: where a name begins, how it goes on, where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from vnplan.core.mentions import AgencyKind, AgencyLevel
from vnplan.knowledge.agency_patterns import (
    DISTRICT_COMMITTEES,
    END,
    UPPER,
    AfterName,
    Edges,
    anchor_pattern,
    any_initial,
    before_actor,
    before_noun,
    capitalised,
    duties,
    first_words,
    group_patterns,
    name_edges,
    one_of,
    open_name,
    open_topic,
    residents,
    spelling,
    trade_patterns,
    trie,
)
from vnplan.knowledge.agency_places import region, territory_patterns
from vnplan.knowledge.agency_rows import AgencyRow, HeadRow, NounRow, OfficeRow, PhraseRow
from vnplan.knowledge.load import read_toml, rows_from_toml
from vnplan.knowledge.territories import Territories


@dataclass(frozen=True, slots=True)
class Usage:
    """Words that are names or not by where they stand, in small letters."""

    common: frozenset[str]
    small: tuple[str, ...]
    vague: frozenset[str]
    alone: frozenset[str]
    split: frozenset[str]
    persons: frozenset[str]  # nouns of groups that alone mean no bodies
    attributes: frozenset[str]  # nouns of groups that tell of another noun (`ngân sách địa phương`)
    attributive: tuple[str, ...]  # behind these a body's name tells of a thing
    vertical: tuple[str, ...]  # how the names of bodies begin that have units at every level
    of_ministries: tuple[str, ...]  # words in the names of bodies that are a ministry's own
    leading: tuple[str, ...]
    before_topic: frozenset[str]
    to_others: tuple[str, ...]
    boards: tuple[str, ...]  # how the names of boards begin that another body sets up
    owned: tuple[str, ...]  # how the names of bodies begin that are said to be of another one

    @classmethod
    def of(cls, table: Mapping[str, Mapping[str, list[str]]], groups: Mapping[str, Mapping[str, list[str]]]) -> Usage:
        """The rows of agency_grammar.toml and collectives.toml."""
        return cls(
            common=frozenset(table["common"]["words"]),
            small=tuple(table["small"]["starts"]),
            vague=frozenset(groups["vague"]["words"]),
            alone=frozenset(word.lower() for word in groups["alone"]["words"]),
            split=frozenset(groups["alone"]["split"]),
            persons=frozenset(groups["persons"]["words"]),
            attributes=frozenset(groups["attributes"]["words"]),
            attributive=tuple(f"{word} " for word in table["attributive"]["before"]),
            vertical=tuple(table["vertical"]["starts"]),
            of_ministries=tuple(f" {word} " for word in table["vertical"]["of_ministries"]),
            leading=tuple(table["leading"]["words"]),
            before_topic=frozenset(table["before_topic"]["words"]),
            to_others=tuple(table["context"]["to_others"]),
            boards=tuple(f"{head} " for head in table["task_words"]["heads"]),
            owned=tuple(table["owned"]["starts"]),
        )


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled patterns. Those marked (small) run over the text in small letters, the others over the text itself."""

    anchor: re.Pattern[str]
    names: dict[str, re.Pattern[str]]  # (small) known names, by their first word
    topics: dict[str, re.Pattern[str]]  # (small) what may follow `Sở`, `Bộ`, `Phòng`
    open_name: re.Pattern[str]
    bare: re.Pattern[str]
    open_topic: re.Pattern[str]  # what a body is about that no table has
    territory: re.Pattern[str]
    territories: re.Pattern[str]
    town: re.Pattern[str]
    several_territories: re.Pattern[str]
    verb: re.Pattern[str]  # (small) of a task
    office: re.Pattern[str]
    office_bare: re.Pattern[str]
    group: re.Pattern[str]  # (small)
    noun: re.Pattern[str]  # (small)
    scope: re.Pattern[str]  # (small)
    legal_form: re.Pattern[str]  # (small)
    phrase: re.Pattern[str]  # (small)
    open_words: re.Pattern[str]  # (small)
    trades: re.Pattern[str]  # (small) what bodies do, said after the noun of a group
    trade_nouns: tuple[str, ...]
    residents: re.Pattern[str]  # (small)
    duties: re.Pattern[str]  # (small)
    nested: re.Pattern[str]
    boards: tuple[str, ...]
    weak_offices: frozenset[str]
    parts: re.Pattern[str]  # the rest of a list of topics, before a territory
    no_part: re.Pattern[str]  # (small) what no such part holds, or begins with
    ends: re.Pattern[str]  # (small)
    before: re.Pattern[str]  # (small) matches behind what it tells of
    after: re.Pattern[str]  # (small)
    links: re.Pattern[str]  # (small) matches behind them
    of_territories: re.Pattern[str]
    extensible: frozenset[str]  # names of rows
    nouns: dict[str, NounRow]
    heads: dict[str, tuple[tuple[str, HeadRow], ...]]  # (small) by their first letters, longest first
    office_rule: str
    edges: Edges
    usage: Usage

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
        heads = self.heads.get(small[:_HEAD_START], ())
        return next((item for item in heads if small.startswith(item[0])), None)

    def after_name(self, name: str) -> AfterName:
        """What may follow a name."""
        return AfterName(
            units=name.startswith(self.boards),
            bodies=name.startswith(self.usage.leading),
            territories=self.of_territories.match(name) is not None,
            town=name.endswith(DISTRICT_COMMITTEES),
            number=name.lower().endswith(("khu vực", "cơ sở")),
        )

    def level_of(self, words: str) -> AgencyLevel | None:
        """The level that the words of a name show."""
        return _level_of(words)


_HEAD_START = 2  # letters: no head has fewer

_LEVELS: tuple[tuple[AgencyLevel, re.Pattern[str]], ...] = (
    (
        "commune",
        re.compile(r"(?<!\w)(?:cấp xã|(?<!thị )xã(?! hội)|phường|thị trấn|đặc khu|thôn|khu phố|ấp)(?!\w)", re.I),
    ),
    ("district", re.compile(r"(?<!\w)(?:cấp huyện|huyện|quận|thị xã)(?!\w)", re.I)),
    ("province", re.compile(r"(?<!\w)(?:(?-i:Sở)|cấp tỉnh|tỉnh|thành phố|cấp thành phố|TP)(?!\w)", re.I)),
    (
        "central",
        re.compile(
            r"(?<!\w)(?:Vụ|Vụ trưởng|Tổng cục|Trung ương|Việt Nam|Quốc gia|Chính phủ|quốc gia|trung ương|Bộ"
            r"|ngang bộ|(?<!đại biểu )Quốc hội)(?!\w)"
        ),
    ),
)


@lru_cache(maxsize=4096)
def _level_of(words: str) -> AgencyLevel | None:
    body = words.partition(" có ")[0]  # `UBND các huyện có xã miền núi`
    for level, pattern in _LEVELS:
        if pattern.search(body):
            return level
    return None


_SMALL = rf"[^\W\d{UPPER}]\w*(?: [^\W\d{UPPER}]\w*){{0,4}}?"
_PARTS = (
    rf"(?:, {_SMALL}){{0,4}}(?:,? và {_SMALL}|, {_SMALL})"
    r"(?= (?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|quốc gia|Trung ương|trung ương)(?!\w)(?! hội))"
)


def _anchor_words(
    rows: tuple[AgencyRow, ...],
    heads: Iterable[str],
    offices: tuple[OfficeRow, ...],
    nouns: tuple[NounRow, ...],
    phrases: Iterable[str],
) -> tuple[set[str], set[str], set[str], set[str]]:
    """Names, short small nouns, quantifiers of one word, and nouns that stand behind a quantifier."""
    table = read_toml("collectives.toml")
    quantifiers = {word for word in table["quantifiers"]["words"] if " " not in word}
    alone = {*table["alone"]["words"], *phrases, *table["quantifiers"]["words"]} - quantifiers
    listed = {word for row in nouns if row.need == "list" for word in row.words}
    names = (
        {name for row in rows for name in row.spellings}
        | set(heads)
        | {"ủy ban nhân dân", "hội đồng nhân dân"}
        | {word for part in ("nested", "numbered") for word in read_toml("agency_grammar.toml")[part]["words"]}
    )
    names |= {word for row in offices for word in (*row.words, *row.bare, *row.lower)}
    names |= {word for word in alone | listed if " " in word} | set(
        capitalised(alone | listed | {word for row in nouns for word in row.words})
    )
    names.discard("tổ chức")
    short = {word for word in alone | listed if " " not in word or word == "tổ chức"}
    behind_quantifier = {word.lower() for row in nouns for word in row.words} | {
        w for row in offices for w in row.lower
    }
    return names, short, quantifiers, behind_quantifier


def _heads() -> tuple[tuple[str, HeadRow], ...]:
    """The heads of names with their rows, longest first."""
    rows = rows_from_toml("agency_grammar.toml", "head", HeadRow)
    return tuple(sorted(((word, row) for row in rows for word in row.words), key=lambda item: -len(item[0])))


def _by_start(heads: tuple[tuple[str, HeadRow], ...]) -> dict[str, tuple[tuple[str, HeadRow], ...]]:
    """The heads in small letters by their first letters: few begin as a name does."""
    found: dict[str, list[tuple[str, HeadRow]]] = {}
    for head, row in heads:
        small = head.lower()
        found.setdefault(small[:_HEAD_START], []).append((small, row))
    return {start: tuple(items) for start, items in found.items()}


def _task_verbs() -> set[str]:
    """What a body does, as the table of roles has it; `có` and `đạt` say what it is."""
    return {word for row in read_toml("roles.toml")["subjects"] for word in row["words"]} - {"có", "đạt"}


def _known_names(
    rows: tuple[AgencyRow, ...],
) -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    """Expressions for the names of the rows by their first word, for the topics by the head before them."""
    names: dict[str, set[tuple[str, ...]]] = {}
    topics: dict[str, set[tuple[str, ...]]] = {}
    for row in rows:
        for name in row.spellings:
            names.setdefault(re.split(r"[ \-&.]", name.lower())[0], set()).add(spelling(name))
            head, _, topic = name.partition(" ")
            if head in ("Sở", "Bộ", "Phòng", "Ban", "Hội") and topic:
                topics.setdefault(head.lower(), set()).add(spelling(topic))
    return (
        {first: re.compile(trie(found)) for first, found in names.items()},
        {head: re.compile(trie(found)) for head, found in topics.items()},
    )


def _extensible(rows: tuple[AgencyRow, ...], starts: list[str]) -> frozenset[str]:
    """The names of bodies that may go on after it, by how they begin."""
    pattern = re.compile("|".join(starts))
    return frozenset(row.name for row in rows if pattern.match(row.name))


def _compose(rows: tuple[AgencyRow, ...], provinces: Territories) -> Grammar:
    table, groups = read_toml("agency_grammar.toml"), read_toml("collectives.toml")
    heads = _heads()
    offices = rows_from_toml("agency_grammar.toml", "office", OfficeRow)
    nouns = rows_from_toml("collectives.toml", "noun", NounRow)
    phrases = [word.lower() for row in rows_from_toml("collectives.toml", "phrase", PhraseRow) for word in row.words]
    names, topics = _known_names(rows)
    one, many, several, town = territory_patterns(provinces)
    group, noun, ends = group_patterns(nouns)
    open_words, trades = trade_patterns(ends)
    verbs = _task_verbs()
    office_words = [word for row in offices for word in (*row.words, *row.bare, *row.lower)]
    return Grammar(
        anchor=anchor_pattern(*_anchor_words(rows, [head for head, _ in heads], offices, nouns, phrases)),
        names=names,
        topics=topics,
        open_name=re.compile(open_name(heads, office_words)),
        bare=re.compile(any_initial(word for row in dict(heads).values() for word in row.bare)),
        open_topic=re.compile(open_topic()),
        territory=re.compile(one),
        territories=re.compile(many),
        town=re.compile(town),
        several_territories=re.compile(several),
        verb=re.compile(rf" {one_of(word for word in verbs if ' ' in word)}"),
        office=re.compile(any_initial(office_words)),
        office_bare=re.compile(one_of(word for row in offices for word in row.bare)),
        group=re.compile(group),
        noun=re.compile(noun),
        scope=re.compile(" (?:" + "|".join([*groups["scopes"]["patterns"], region()]) + ")" + END),
        legal_form=re.compile(f" {one_of(groups['legal_forms']['words'])}"),
        phrase=re.compile(one_of(phrases)),
        open_words=re.compile(open_words),
        trades=re.compile(trades),
        trade_nouns=tuple(groups["trades"]["nouns"]),
        residents=re.compile(residents()),
        duties=re.compile(duties() + ends),
        boards=tuple(table["residents"]["boards"]),
        weak_offices=frozenset(word for row in offices for word in row.weak),
        nested=re.compile(
            rf"(?:{any_initial(table['nested']['words'])}) (?=[{UPPER}])"
            rf"|(?P<several>{any_initial(table['leading']['words'])}) (?=các )"
        ),
        parts=re.compile(_PARTS),
        no_part=re.compile(
            rf"(?:(?<=, )|(?<= và )){first_words(nouns)}|(?<= )(?!và(?!\w)){one_of(table['stop']['words'])}"
        ),
        ends=re.compile(ends),
        before=re.compile(before_actor(table["context"]["before"])),
        after=re.compile(f"(?: {one_of({*table['context']['after'], *verbs})}" + r"|[,;:.)(\n/|]|$| - )"),
        links=re.compile(before_noun(table["links"]["before"])),
        of_territories=re.compile("|".join(table["of_territories"]["starts"])),
        extensible=_extensible(rows, table["extensible"]["starts"]),
        nouns={word.lower(): row for row in nouns for word in row.words},
        heads=_by_start(heads),
        office_rule=offices[0].id,
        usage=Usage.of(table, groups),
        edges=name_edges(table, dict.fromkeys(row for _, row in heads)),
    )
