"""How Vietnamese plans say when: prepositions, rhythms, events, and what only looks like a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from vnplan.core.mentions import DeadlineRelation
from vnplan.knowledge.load import Row, rows_from_toml

_FILE = "times.toml"
INNER = "\N{SINGLE LOW-9 QUOTATION MARK}"
"""Stands for a comma that ends no phrase."""

CueKind = Literal[
    "name",
    "aim",
    "describes",
    "past",
    "told",
    "effect",
    "event",
    "report",
    "meeting",
    "act",
    "heading",
    "commits",
    "series",
    "periodic",
    "daily",
    "living",
    "counted",
    "empty",
    "leads",
    "held",
    "back",
    "said",
    "weighed",
    "obliges",
    "finishes",
    "title",
    "bracket",
    "case",
    "note",
    "rests",
    "leave",
]


class Phrase(Row):
    """A phrasing: `pattern` is matched against the folded text in lower case.

    `anchors` are the words that a match begins with, where a text is searched for them.
    """

    pattern: str
    anchors: tuple[str, ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern on word boundaries."""
        return re.compile(rf"(?<!\w)(?:{self.pattern})(?!\w)")

    def finds(self, text: str) -> bool:
        """Whether the phrasing stands somewhere in a text."""
        return self.regex.search(text.lower()) is not None


class Preposition(Phrase):
    """A word before a date or period, and the relation that it gives."""

    relation: DeadlineRelation


class Rhythm(Phrase):
    """A frequency word that stands for itself; `rrule` is its rule (RFC 5545)."""

    rrule: str


class Event(Phrase):
    """A time tied to an event or to another's schedule.

    `where` it counts: only in a place kept for times (`slot`), or anywhere (`text`).
    """

    where: Literal["slot", "text"] = "slot"


class Cue(Phrase):
    """A word in the neighbourhood that tells whether a time is a deadline."""

    kind: CueKind


class Spelling(Phrase):
    """Another spelling of a word: what matches is read as `standard`, which has as many letters."""

    standard: str


class Term(Phrase):
    """Words that law and offices say in one breath, with a comma inside that ends nothing: `thanh tra, kiểm tra`.

    `before_comma`: what may stand right before its first comma.
    """

    before_comma: tuple[str, ...]


class Unit(Row):
    """A unit of time: its letter in an ISO 8601 duration and its RFC 5545 frequency."""

    word: str
    duration: str
    frequency: str | None = None
    interval: int = 1


class Label(Phrase):
    """Words before a colon that announce a time."""


@dataclass(frozen=True, eq=False)  # known by identity: what is made of the tables is cached by them
class Times:
    """The tables of `times.toml`."""

    prepositions: tuple[Preposition, ...]
    rhythms: tuple[Rhythm, ...]
    events: tuple[Event, ...]
    cues: tuple[Cue, ...]
    units: tuple[Unit, ...]
    labels: tuple[Label, ...]
    spellings: tuple[Spelling, ...]
    terms: tuple[Term, ...]

    @classmethod
    def load(cls) -> Times:
        """Read the rows."""
        return cls(
            prepositions=rows_from_toml(_FILE, "preposition", Preposition),
            rhythms=rows_from_toml(_FILE, "rhythm", Rhythm),
            events=rows_from_toml(_FILE, "event", Event),
            cues=rows_from_toml(_FILE, "cue", Cue),
            units=rows_from_toml(_FILE, "unit", Unit),
            labels=rows_from_toml(_FILE, "label", Label),
            spellings=rows_from_toml(_FILE, "spelling", Spelling),
            terms=rows_from_toml(_FILE, "term", Term),
        )

    def phrases(self) -> Iterable[Phrase]:
        """All rows that carry a pattern."""
        return (
            *self.prepositions,
            *self.rhythms,
            *self.events,
            *self.cues,
            *self.labels,
            *self.spellings,
            *self.terms,
        )

    def read(self, lower: str) -> str:
        """A text in lower case as the patterns expect it, letter for letter in its place.

        Words are in their standard spelling, and a comma inside a term is the mark INNER, at which nothing ends.
        """
        for spelling in self.spellings:
            if not spelling.anchors or any(anchor in lower for anchor in spelling.anchors):
                lower = spelling.regex.sub(spelling.standard, lower)
        pieces: list[str] = []
        done = 0
        for term in self._terms_in(lower):
            pieces += lower[done : term.start()], term.group().replace(",", INNER)
            done = term.end()
        return "".join((*pieces, lower[done:])) if pieces else lower

    def _terms_in(self, lower: str) -> Iterator[re.Match[str]]:
        """The terms of a text, looked for before its commas: most stand behind a word that ends no head of a term."""
        head, comma, reach = self._term_heads
        done = 0
        for mark in comma.finditer(lower):
            at = mark.start()
            if at > done and (begin := head.search(lower, max(done, at - reach), at)):
                term = self._term.match(lower, begin.start())
                if term is not None:
                    yield term
                    done = term.end()

    @cached_property
    def _term_heads(self) -> tuple[re.Pattern[str], re.Pattern[str], int]:
        """What stands before the first comma of a term, a comma behind the last letters of it, its length at most."""
        heads = sorted({head for row in self.terms for head in row.before_comma}, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:các )?(?:{'|'.join(map(re.escape, heads))})\Z")
        comma = re.compile(rf",(?= )(?<=(?:{'|'.join(sorted({re.escape(head[-2:]) for head in heads}))}),)")
        return pattern, comma, max(map(len, heads), default=0) + len("các ")

    @cached_property
    def _term(self) -> re.Pattern[str]:
        """All terms: no two of them begin with the same words, and a text is searched once."""
        return re.compile(rf"(?<!\w){union(self.terms)}(?!\w)")

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """The units by their words."""
        return {row.word: row for row in self.units}

    @cached_property
    def preposition(self) -> dict[str, Preposition]:
        """The prepositions by row id (also the group names of `union`)."""
        return {row.id: row for row in self.prepositions}

    def cue(self, *kinds: CueKind) -> str:
        """One pattern for the cues of some kinds."""
        return union(row for row in self.cues if row.kind in kinds)


def union(rows: Iterable[Phrase], *, named: bool = False) -> str:
    """The patterns of some rows as one alternation; `named` gives each its row id as group name."""
    parts = [f"(?P<{row.id}>{row.pattern})" if named else row.pattern for row in rows]
    return "(?:" + "|".join(parts) + ")" if parts else r"(?!)"
