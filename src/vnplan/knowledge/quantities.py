"""Comparators, units and the words around a number that say whether a plan commits to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from vnplan.core.mentions import Comparator
from vnplan.knowledge.instruments import trie
from vnplan.knowledge.load import Row, rows_from_csv, rows_from_toml

UnitKind = Literal[
    "percent", "point", "money", "measure", "ratio", "place", "person", "thing", "event", "never", "unknown"
]
VerbKind = Literal["increase", "decrease", "level", "reach", "aim", "have", "noun"]


class ComparatorRow(Row):
    """Phrases that mean one comparator; `firm` ones show a commitment by themselves."""

    comparator: Comparator
    position: Literal["before", "after"] = "before"
    words: tuple[str, ...]
    approximate: bool = False
    firm: bool = False


class UnitRow(Row):
    """A counted noun or measure, with the compounds that count as one unit with it."""

    noun: str
    kind: UnitKind
    compounds: tuple[str, ...] = ()


class VerbRow(Row):
    """Verbs that stand straight before a number."""

    kind: VerbKind
    words: tuple[str, ...]


class CueRow(Row):
    """Words that say what a number near them is; `unless` they are part of these: `bị` but not `trang bị`."""

    kind: str = "commit"
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tails:
    """Phrases found at the end of a text, the longest first.

    >>> Tails.of([("ít nhất", 1), ("nhất", 2)]).find("Xây dựng ít nhất")
    ('ít nhất', 1)
    """

    by_last_word: Mapping[str, tuple[tuple[str, object], ...]]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, object]]) -> Tails:
        """The table of some phrases with what they mean."""
        table: dict[str, list[tuple[str, object]]] = defaultdict(list)
        for phrase, meaning in phrases:
            table[phrase.rsplit(" ", 1)[-1]].append((phrase, meaning))
        return cls({word: tuple(sorted(group, key=lambda item: -len(item[0]))) for word, group in table.items()})

    def find(self, text: str) -> tuple[str, object] | None:
        """The longest phrase with which a text (in small letters) ends, at a word's beginning."""
        group = self.by_last_word.get(text[text.rfind(" ") + 1 :].lstrip('(“"['))
        if group is None:
            return None
        for phrase, meaning in group:
            if text.endswith(phrase):
                before = len(text) - len(phrase) - 1
                if before < 0 or not text[before].isalnum():
                    return None if meaning is None else (phrase, meaning)
        return None


def by_first_word(phrases: Iterable[str]) -> dict[str, frozenset[str]]:
    """The phrases that begin with each word."""
    found: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        found[phrase.split(" ", 1)[0]].add(phrase)
    return {word: frozenset(group) for word, group in found.items()}


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def whole_words(words: Iterable[str], unless: Iterable[str] = ()) -> re.Pattern[str]:
    """An expression whose group 1 is one of the phrases as whole words, but not as part of what it is `unless`.

    >>> [m[1] for m in whole_words(["bị"], ["trang bị"]).finditer("trang bị 5 máy, 3 máy bị hỏng")]
    [None, 'bị']
    """
    skipped = tuple(unless)
    skip = rf"{trie(skipped)}(?!\w)|" if skipped else ""
    return re.compile(rf"(?<!\w)(?:{skip}({trie(words)})(?!\w))")


_SEARCHED = (
    "past",
    "result",
    "opening",
    "aim",
    "condition",
    "distance",
    "funding",
    "revenue",
    "rhythm",
    "commit",
    "partner",
    "occasion",
    "allows",
    "to_be_done",
    "inside",
    "index",
)


@dataclass(frozen=True, eq=False)
class Quantities:
    """All rows about numbers, compiled for the reader of targets."""

    comparators: tuple[ComparatorRow, ...]
    unit_rows: tuple[UnitRow, ...]
    verb_rows: tuple[VerbRow, ...]
    cue_rows: tuple[CueRow, ...]
    units: Mapping[str, UnitRow]
    heads: Tails
    after: Mapping[str, ComparatorRow]
    tails: Mapping[str, Tails]
    words: Mapping[str, frozenset[str]]
    verbs: Mapping[str, Mapping[str, frozenset[str]]]  # those of a clause about a population, by their first words
    cues: Mapping[str, re.Pattern[str]]  # those that are searched for anywhere in a sentence
    measures: tuple[str, ...]  # beginnings of the names of measures
    whole_and_more: re.Pattern[str]  # "kế hoạch trở lên" after a share

    @classmethod
    def load(cls) -> Quantities:
        """Read the rows."""
        comparators = rows_from_toml("comparators.toml", "comparator", ComparatorRow)
        unit_rows = rows_from_csv("units.csv", UnitRow)
        verbs = rows_from_toml("target_cues.toml", "verb", VerbRow)
        cues = (
            *rows_from_toml("target_cues.toml", "commit", CueRow),
            *rows_from_toml("target_cues.toml", "cue", CueRow),
            *rows_from_toml("target_cues.toml", "predicate", CueRow),
        )
        units = {form.lower(): row for row in unit_rows for form in (row.noun, *row.compounds)}
        heads: list[tuple[str, object]] = [
            (word, row) for row in comparators if row.position == "before" for word in row.words
        ]
        heads += [(word, row) for row in verbs for word in row.words]
        after = {word: row for row in comparators if row.position == "after" for word in row.words}
        by_kind: dict[str, list[tuple[str, object]]] = defaultdict(list)
        unless: dict[str, list[tuple[str, object]]] = defaultdict(list)
        for row in cues:
            by_kind[row.kind] += [(word, row) for word in row.words]
            unless[row.kind] += [(word, None) for word in row.unless]
        return cls(
            comparators,
            unit_rows,
            verbs,
            cues,
            units,
            Tails.of(heads),
            after,
            {kind: Tails.of([*group, *unless[kind]]) for kind, group in by_kind.items()},
            {kind: frozenset(word for word, _ in group) for kind, group in by_kind.items()},
            {kind: by_first_word(word for word, _ in by_kind[kind]) for kind in ("strong", "plain")},
            {
                kind: whole_words((word for word, _ in by_kind[kind]), (word for word, _ in unless[kind]))
                for kind in _SEARCHED
            },
            tuple(f"{word} " for word, _ in by_kind["measure"]),
            re.compile(
                rf" (?:{_either(word for word, _ in by_kind['whole'])})"
                r"(?: [^\W\d_]+){0,2} (?P<words>trở lên|trở xuống)(?!\w)"
            ),
        )
