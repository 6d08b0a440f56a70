"""Words that give an agency its role in a task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex

from vnplan.core.mentions import ActorRole, Modality
from vnplan.knowledge.load import Row, rows_from_toml

Holds = Literal["lead", "coordinate", "supervise", "recipient", "time", "output", "content"]
_FILE = "roles.toml"


class WordsRow(Row):
    """Alternatives that mean one thing."""

    words: tuple[str, ...]


class AssignerRow(WordsRow):
    """A verb by which somebody gives a task to the body named after it."""

    modality: Modality


class CueRow(WordsRow):
    """Words that give a role to the body named right after them."""

    role: ActorRole


class AddressedRow(WordsRow):
    """A preposition that names an addressee, where one of `after` stands before it in the sentence."""

    after: tuple[str, ...]


class AttributeRow(WordsRow):
    """The label of a line that says one thing of the task above it (`Cơ quan chủ trì: …`)."""

    holds: Holds


class ChargedRow(WordsRow):
    """Nouns that begin the name of a body, after a quantifier or not."""

    quantifiers: tuple[str, ...]


class ProductRow(WordsRow):
    """Nouns for what a task brings about, and the verbs that make them."""

    verbs: tuple[str, ...]


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(regex.escape(word) for word in sorted(set(words), key=len, reverse=True))


@dataclass(frozen=True)
class Roles:
    """The rows of `roles.toml` and the patterns made of them."""

    assigners: tuple[AssignerRow, ...]
    cues: tuple[CueRow, ...]
    addressed: tuple[AddressedRow, ...]
    attributes: tuple[AttributeRow, ...]
    subjects: tuple[WordsRow, ...]
    closings: tuple[WordsRow, ...]
    heading_prefixes: tuple[WordsRow, ...]
    products: tuple[ProductRow, ...]
    charged_nouns: tuple[ChargedRow, ...]
    uncharged_headings: tuple[WordsRow, ...]
    beside: tuple[CueRow, ...]

    @classmethod
    def load(cls) -> Roles:
        """Read the rows."""
        return cls(
            rows_from_toml(_FILE, "assigners", AssignerRow),
            rows_from_toml(_FILE, "cues", CueRow),
            rows_from_toml(_FILE, "addressed", AddressedRow),
            rows_from_toml(_FILE, "attributes", AttributeRow),
            rows_from_toml(_FILE, "subjects", WordsRow),
            rows_from_toml(_FILE, "closings", WordsRow),
            rows_from_toml(_FILE, "heading_prefixes", WordsRow),
            rows_from_toml(_FILE, "products", ProductRow),
            rows_from_toml(_FILE, "charged_nouns", ChargedRow),
            rows_from_toml(_FILE, "uncharged_headings", WordsRow),
            rows_from_toml(_FILE, "beside", CueRow),
        )

    @cached_property
    def modality_of(self) -> Mapping[str, Modality]:
        """Verb of assigning -> modality."""
        return {word: row.modality for row in self.assigners for word in row.words}

    @cached_property
    def role_of(self) -> Mapping[str, CueRow]:
        """Cue -> its row."""
        return {word: row for row in self.cues for word in row.words}

    @cached_property
    def holds_of(self) -> Mapping[str, AttributeRow]:
        """Label of an attribute line -> its row."""
        return {word: row for row in self.attributes for word in row.words}

    @cached_property
    def assigner(self) -> regex.Pattern[str]:
        """A verb of assigning."""
        return regex.compile(rf"(?:{alternatives(self.modality_of)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def cue_before(self) -> regex.Pattern[str]:
        """A cue that ends where the body begins; searched in the few words before it."""
        return regex.compile(rf"(?<!\p{{L}})({alternatives(self.role_of)})[ :]*+[(]?$", regex.IGNORECASE)

    @cached_property
    def addressed_before(self) -> regex.Pattern[str]:
        """A sending word, some words of the same sentence, and a preposition that ends where the body begins."""
        row = self.addressed[0]
        sent, to = alternatives(row.after), alternatives(row.words)
        return regex.compile(
            rf"(?<!\p{{L}})(?:{sent})(?!\p{{L}})[^.;]{{0,120}}?(?<!\p{{L}})(?:{to}) $", regex.IGNORECASE
        )

    @cached_property
    def attribute(self) -> regex.Pattern[str]:
        """The label of an attribute line, up to its colon."""
        return regex.compile(rf"({alternatives(self.holds_of)})[ ]?(?:\([^()\n]{{1,40}}\)[ ]?)?:[ ]*", regex.IGNORECASE)

    @cached_property
    def inline_attribute(self) -> regex.Pattern[str]:
        """The label of an attribute inside a paragraph: after a bracket or an end mark, with its colon."""
        words = alternatives(word for word, row in self.holds_of.items() if row.holds != "content")
        return regex.compile(rf"(?<=[(.;,–-][ ]?)({words})[ ]?:[ ]*", regex.IGNORECASE)

    @cached_property
    def predicate(self) -> regex.Pattern[str]:
        """What follows the subject of a task."""
        words = alternatives(word for row in self.subjects for word in row.words)
        return regex.compile(rf"(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def act(self) -> regex.Pattern[str]:
        """A verb that begins a task."""
        words = alternatives(w for row in self.subjects if row.id != "roles.manner" for w in row.words if len(w) > 3)
        return regex.compile(rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def implied(self) -> regex.Pattern[str]:
        """A verb of work right after a comma: its subject is not named between."""
        words = alternatives(w for row in self.subjects if row.id == "roles.act" for w in row.words if " " in w)
        return regex.compile(rf"[,;] (?:{words}|chủ trì|tham mưu|phối hợp|xây dựng)(?!\p{{L}})")

    @cached_property
    def charged(self) -> regex.Pattern[str]:
        """The noun that begins the name of somebody who can be charged."""
        (row,) = self.charged_nouns
        return regex.compile(
            rf"(?:(?:{alternatives(row.quantifiers)}) )?(?:{alternatives(row.words)})(?!\p{{L}})", regex.IGNORECASE
        )

    @cached_property
    def uncharged(self) -> regex.Pattern[str]:
        """A heading under which no body is charged."""
        words = alternatives(word for row in self.uncharged_headings for word in row.words)
        return regex.compile(rf"(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def duty(self) -> regex.Pattern[str]:
        """The words that charge the subject before them, after a name of some words."""
        return regex.compile(r"([^.;:\n]{4,160}?) (?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)(?!\p{L})")

    @cached_property
    def beside_role(self) -> Mapping[str, ActorRole]:
        """What a further subject does -> its role."""
        return {word: row.role for row in self.beside for word in row.words}

    @cached_property
    def beside_act(self) -> regex.Pattern[str]:
        """What a further subject of a unit does beside the one that leads it."""
        return regex.compile(rf"(?:{alternatives(self.beside_role)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def closing(self) -> regex.Pattern[str]:
        """The beginning of a closing formula."""
        return regex.compile(rf"(?:{alternatives(w for row in self.closings for w in row.words)})", regex.IGNORECASE)

    @cached_property
    def heading_prefix(self) -> regex.Pattern[str]:
        """What may stand before the body in a heading."""
        words = alternatives(word for row in self.heading_prefixes for word in row.words)
        return regex.compile(rf"(?:{words}) ", regex.IGNORECASE)

    @cached_property
    def product(self) -> regex.Pattern[str]:
        """A verb of making and the product named after it."""
        row = self.products[0]
        verbs, nouns = alternatives(row.verbs), alternatives(row.words)
        return regex.compile(
            rf"(?<!\p{{L}})(?:{verbs}) ((?:các |bộ |bản )?(?:{nouns})(?!\p{{L}})[^,;.:()]{{0,90}})", regex.IGNORECASE
        )
