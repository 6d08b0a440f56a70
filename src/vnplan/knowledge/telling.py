"""Words that tell, behind a task or below it, who does it (`Nạo vét cống do Sở Xây dựng chủ trì`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import regex

from vnplan.knowledge.load import rows_from_toml
from vnplan.knowledge.roles import WordsRow, alternatives

_FILE = "telling.toml"
_QUANTIFIER = r"(?<!\p{L})(?:các|những|mọi|mỗi|từng|một số|toàn bộ|tất cả)"


class BehindRow(WordsRow):
    """Words between a task and the body that does it.

    `verb`: a word of taking must follow the name; `relative`: behind a noun with a quantifier they tell of that noun.
    """

    verb: bool
    relative: bool


class TakingRow(WordsRow):
    """What a body told behind a task does with it, the words that may stand `before` and `after`, or `alone`."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    alone: tuple[str, ...]


class EndsRow(WordsRow):
    """What may stand right after who is told behind a task; `alone`: after a name alone, too, at the end of a line."""

    alone: bool


class BesidesRow(WordsRow):
    """What a clause that tells who does a task may say besides: `dated` before a time, `last` at the end of a part."""

    dated: tuple[str, ...]
    last: tuple[str, ...]


class LookingRow(WordsRow):
    """Verbs of looking at what others do, or taking `part` in it; after those of `doubtful` only `nouns` are theirs."""

    part: tuple[str, ...]
    doubtful: tuple[str, ...]
    nouns: tuple[str, ...]


class NoBareRow(WordsRow):
    """The last words of what a name alone does not tell the doer of; `verbs`: short verbs that begin a task."""

    verbs: tuple[str, ...]


class NoTaskRow(WordsRow):
    """How a clause begins that names no task; `not_names`: compounds that begin like one and do."""

    not_names: tuple[str, ...]


class AboveRow(WordsRow):
    """The words of a sentence about the items above it: `Các` + noun + words (or `tại` + place + `này`) + given."""

    nouns: tuple[str, ...]
    places: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """The rows of `telling.toml` and the patterns made of them."""

    behind: tuple[BehindRow, ...]
    taking_rows: tuple[TakingRow, ...]
    ends: tuple[EndsRow, ...]
    besides: tuple[BesidesRow, ...]
    looking: tuple[LookingRow, ...]
    no_tasks: tuple[NoTaskRow, ...]
    above: tuple[AboveRow, ...]
    not_given_rows: tuple[WordsRow, ...]
    no_bare_rows: tuple[NoBareRow, ...]
    joining: tuple[WordsRow, ...]

    @classmethod
    def load(cls) -> Telling:
        """Read the rows."""
        return cls(
            rows_from_toml(_FILE, "told_behind", BehindRow),
            rows_from_toml(_FILE, "taking", TakingRow),
            rows_from_toml(_FILE, "told_ends", EndsRow),
            rows_from_toml(_FILE, "besides", BesidesRow),
            rows_from_toml(_FILE, "looking", LookingRow),
            rows_from_toml(_FILE, "no_tasks", NoTaskRow),
            rows_from_toml(_FILE, "tasks_above", AboveRow),
            rows_from_toml(_FILE, "not_given", WordsRow),
            rows_from_toml(_FILE, "no_bare", NoBareRow),
            rows_from_toml(_FILE, "joining", WordsRow),
        )

    @cached_property
    def row_of(self) -> Mapping[str, BehindRow]:
        """Words before the name -> their row."""
        return {word: row for row in self.behind for word in row.words}

    @cached_property
    def before_name(self) -> regex.Pattern[str]:
        """The words between a task and a name, up to the name."""
        return regex.compile(rf"(?<!\p{{L}})({alternatives(self.row_of)})[ :]*+$", regex.IGNORECASE)

    @cached_property
    def _takes(self) -> str:
        (row,) = self.taking_rows
        before, after = alternatives(row.before), alternatives(row.after)
        return (
            rf"(?:(?:(?:{before}) )?(?:{alternatives(row.words)})(?:,? (?:{after}))?(?!\p{{L}})"
            rf"|(?:{alternatives(row.alone)})(?!\p{{L}}))"
        )

    @cached_property
    def taken(self) -> regex.Pattern[str]:
        """What follows the name of one who is told behind a task, and what may stand after it."""
        return regex.compile(rf" ({self._takes})(?:{self._told_end})", regex.IGNORECASE)

    @cached_property
    def takes(self) -> regex.Pattern[str]:
        """A word of taking a task, right after a name."""
        return regex.compile(rf" {self._takes}", regex.IGNORECASE)

    @cached_property
    def joins(self) -> regex.Pattern[str]:
        """What follows the name of one who only takes part (`Sở Y tế phối hợp thực hiện;`)."""
        (row,) = self.taking_rows
        joins = rf" (?:{self._joining})(?:,? (?:{alternatives(row.after)}))?(?!\p{{L}})(?! (?:với|cùng)(?!\p{{L}}))"
        return regex.compile(rf"{joins}(?:{self._told_end})", regex.IGNORECASE)

    @cached_property
    def _joining(self) -> str:
        return alternatives(word for row in self.joining for word in row.words)

    @cached_property
    def said_besides(self) -> regex.Pattern[str]:
        """Partners, those who look on, and times: no task of its own for who is told behind a task."""
        (row,), (taking,) = self.besides, self.taking_rows
        last = rf"(?:{self._joining}|{alternatives(row.last)})(?:,? (?:{alternatives(taking.after)}))?"
        dated = rf"(?:{alternatives(row.dated)})(?= (?:{self._ends_alone})(?!\p{{L}}))"
        words = alternatives(row.words)
        return regex.compile(
            rf"(?<!\p{{L}})(?:{last}(?=[ ]?[,;.)]|$)|{dated}|(?:{words})(?!\p{{L}}))", regex.IGNORECASE
        )

    @cached_property
    def together(self) -> regex.Pattern[str]:
        """What follows the names of several who do a task together (`Sở A và Sở B phối hợp thực hiện`)."""
        (row,) = self.taking_rows
        return regex.compile(
            rf" (?:cùng )?phối hợp (?:{alternatives(row.after)})(?!\p{{L}})(?:{self._told_end})", regex.IGNORECASE
        )

    @cached_property
    def _told_end(self) -> str:
        words = alternatives(word for row in self.ends for word in row.words)
        return rf"(?=[ ]?[,;.)–]|[ ]-|[ ]?$|\n|,? (?:{words})(?!\p{{L}}))"

    @cached_property
    def _ends_alone(self) -> str:
        return alternatives(word for row in self.ends if row.alone for word in row.words)

    @cached_property
    def ends_told(self) -> regex.Pattern[str]:
        """What may stand right after the name of one who is told behind a task."""
        return regex.compile(self._told_end, regex.IGNORECASE)

    @cached_property
    def not_given(self) -> regex.Pattern[str]:
        """Words at the end that make of a following `giao` another verb, or one of the past."""
        words = alternatives(word for row in self.not_given_rows for word in row.words)
        return regex.compile(rf"(?<!\p{{L}})(?:{words}) $", regex.IGNORECASE)

    @cached_property
    def no_bare(self) -> regex.Pattern[str]:
        """The last words of what a name alone does not tell the doer of."""
        words = alternatives(word for row in self.no_bare_rows for word in row.words)
        return regex.compile(rf"(?<!\p{{L}})(?:{words})$", regex.IGNORECASE)

    @cached_property
    def short_verb(self) -> regex.Pattern[str]:
        """A short verb that begins a task."""
        words = alternatives(word for row in self.no_bare_rows for word in row.verbs)
        return regex.compile(rf"(?:{words}) ", regex.IGNORECASE)

    @cached_property
    def closes(self) -> regex.Pattern[str]:
        """The end of a line after a name alone: nothing, or a time."""
        return regex.compile(
            rf"\)?[ .;]*$|\)?(?: [-–]|[,;:])? (?:(?:{self._ends_alone})(?!\p{{L}})|\d{{1,2}}/\d)[^;:]{{0,60}}$",
            regex.IGNORECASE,
        )

    @cached_property
    def no_task(self) -> regex.Pattern[str]:
        """How a clause begins that names no task."""
        (row,) = self.no_tasks
        return regex.compile(
            rf"(?!(?:{alternatives(row.not_names)})(?!\p{{L}}))(?:{alternatives(row.words)})(?!\p{{L}})",
            regex.IGNORECASE,
        )

    @cached_property
    def looks(self) -> regex.Pattern[str]:
        """A clause that begins with a verb of looking at what others do."""
        (row,) = self.looking
        return regex.compile(rf"(?:{alternatives((*row.words, *row.part))})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def takes_part(self) -> regex.Pattern[str]:
        """A clause that begins with a verb of taking part in what others do."""
        return regex.compile(rf"(?:{alternatives(self.looking[0].part)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def looks_perhaps(self) -> regex.Pattern[str]:
        """A clause that begins with a verb that may be one of looking at what others do."""
        (row,) = self.looking
        return regex.compile(rf"(?:{alternatives(row.doubtful)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def quantified(self) -> regex.Pattern[str]:
        """A noun of some words with a quantifier, at the end."""
        return regex.compile(rf"{_QUANTIFIER}(?: [^\s,;.()]+){{1,5}} $", regex.IGNORECASE)

    @cached_property
    def led_by_others(self) -> regex.Pattern[str]:
        """A noun with a quantifier for what somebody leads, at the end."""
        nouns = alternatives(self.looking[0].nouns)
        return regex.compile(rf"{_QUANTIFIER} (?:{nouns})(?!\p{{L}})(?: [^\s,;.()]+){{0,5}} $", regex.IGNORECASE)

    @cached_property
    def lead_in(self) -> regex.Pattern[str]:
        """How a line begins that only tells who does what stands above it, up to the names."""
        given = alternatives(word for row in self.above for word in row.given if not word.startswith("được"))
        return regex.compile(rf"(?:[(→]|=>|->)[ ]?(?:(?:{given}) )?|(?:{given}) ", regex.IGNORECASE)

    @cached_property
    def tasks_above(self) -> regex.Pattern[str]:
        """The beginning of a sentence that tells who does what the items above it say, up to the names."""
        (row,) = self.above
        place = (
            rf"(?:nêu |quy định )?(?:tại|thuộc|trong|ở) (?:{alternatives(row.places)})(?: (?:\d{{1,2}}|[IVX]{{1,4}}))?"
        )
        return regex.compile(
            rf"(?:các|những|toàn bộ(?: các)?|tất cả các) (?:{alternatives(row.nouns)})"
            rf" (?:{place} (?:này|trên|nêu trên)|{alternatives(row.words)}),? (?:{alternatives(row.given)})[ :]{{1,2}}",
            regex.IGNORECASE,
        )
