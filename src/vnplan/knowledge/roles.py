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
    """A verb by which somebody gives a task to the body named after it.

    `asking`: those of its words by which any body, not the issuer alone, asks something of others.
    """

    modality: Modality
    asking: tuple[str, ...] = ()


class CueRow(WordsRow):
    """Words that give a role to the body named right after them; some only where they stand behind a mark."""

    role: ActorRole
    after_mark: bool = False


class AddressedRow(WordsRow):
    """A preposition that names an addressee, where one of `after` stands before it in the sentence."""

    after: tuple[str, ...]


class ServedRow(WordsRow):
    """Nouns of groups that things are done for; `trades`: what they live by, which tells one from another."""

    trades: tuple[str, ...]


class AttributeRow(WordsRow):
    """The label of a line that says one thing of the task above it (`Cơ quan chủ trì: …`)."""

    holds: Holds


class ChargedRow(WordsRow):
    """Nouns that begin the name of a body, after a quantifier or not.

    `not_names`: compounds that begin like one and name nobody; `liable`: whom `phải` alone charges.
    """

    quantifiers: tuple[str, ...]
    not_names: tuple[str, ...]
    liable: tuple[str, ...]


class PersonRow(WordsRow):
    """Places of persons in a team or office, and the titles before their names."""

    titles: tuple[str, ...]


class ProductRow(WordsRow):
    """Nouns for what a task brings about, and the verbs that make them.

    `elsewhere`: words right before the verb that make it a part of a name or the work of others; `nominal`: words that
    make a noun of all the acts listed after them (`quá trình lập, phê duyệt quy hoạch`); `causing`: verbs before those
    who make it then (`hướng dẫn các xã lập kế hoạch`); `examining`: those of looking at the drafts of others. `ends`:
    words that end the product's name wherever they stand, but not as a half of `compounds`; `breaks`: those that do
    after a comma or `và`; `fields`: nouns there that begin with a verb.
    """

    verbs: tuple[str, ...]
    nominal: tuple[str, ...]
    elsewhere: tuple[str, ...]
    causing: tuple[str, ...]
    examining: tuple[str, ...]
    fields: tuple[str, ...]
    ends: tuple[str, ...]
    compounds: tuple[str, ...]
    breaks: tuple[str, ...]


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(regex.escape(word) for word in sorted(set(words), key=len, reverse=True))


@dataclass(frozen=True, eq=False)  # known by identity: what is made of the rows is cached by them
class Roles:
    """The rows of `roles.toml` and the patterns made of them."""

    assigners: tuple[AssignerRow, ...]
    cues: tuple[CueRow, ...]
    addressed: tuple[AddressedRow, ...]
    served_groups: tuple[ServedRow, ...]
    attributes: tuple[AttributeRow, ...]
    subjects: tuple[WordsRow, ...]
    closings: tuple[WordsRow, ...]
    heading_prefixes: tuple[WordsRow, ...]
    products: tuple[ProductRow, ...]
    charged_nouns: tuple[ChargedRow, ...]
    uncharged_headings: tuple[WordsRow, ...]
    work_headings: tuple[WordsRow, ...]
    beside: tuple[CueRow, ...]
    inspected_headings: tuple[WordsRow, ...]
    listed_things: tuple[WordsRow, ...]
    persons: tuple[PersonRow, ...]

    @classmethod
    def load(cls) -> Roles:
        """Read the rows."""
        return cls(
            rows_from_toml(_FILE, "assigners", AssignerRow),
            rows_from_toml(_FILE, "cues", CueRow),
            rows_from_toml(_FILE, "addressed", AddressedRow),
            rows_from_toml(_FILE, "served", ServedRow),
            rows_from_toml(_FILE, "attributes", AttributeRow),
            rows_from_toml(_FILE, "subjects", WordsRow),
            rows_from_toml(_FILE, "closings", WordsRow),
            rows_from_toml(_FILE, "heading_prefixes", WordsRow),
            rows_from_toml(_FILE, "products", ProductRow),
            rows_from_toml(_FILE, "charged_nouns", ChargedRow),
            rows_from_toml(_FILE, "uncharged_headings", WordsRow),
            rows_from_toml(_FILE, "work_headings", WordsRow),
            rows_from_toml(_FILE, "beside", CueRow),
            rows_from_toml(_FILE, "inspected_headings", WordsRow),
            rows_from_toml(_FILE, "listed_things", WordsRow),
            rows_from_toml(_FILE, "persons", PersonRow),
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
    def assigner_before(self) -> regex.Pattern[str]:
        """A verb of assigning that ends where the body begins."""
        return regex.compile(rf"(?<!\p{{L}})({alternatives(self.modality_of)})[ :]*+$", regex.IGNORECASE)

    @cached_property
    def assigns_again(self) -> regex.Pattern[str]:
        """The comma before another verb of assigning, of those by which bodies ask nothing of others."""
        words = alternatives(set(self.modality_of) - set(self.required))
        return regex.compile(rf", (?=(?:đồng thời )?(?:{words})(?!\p{{L}}))", regex.IGNORECASE)

    @cached_property
    def requires(self) -> regex.Pattern[str]:
        """A verb by which one body asks others, on its own part, to do something."""
        return regex.compile(rf"(?:{alternatives(self.required)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The verbs of asking: all of requesting, and those of assigning that any body uses."""
        return tuple(
            word for row in self.assigners for word in (row.words if row.modality == "request" else row.asking)
        )

    @cached_property
    def cue_before(self) -> regex.Pattern[str]:
        """A cue that ends where the body begins; searched in the few words before it."""
        after_mark = alternatives(word for row in self.cues if row.after_mark for word in row.words)
        words = alternatives(word for row in self.cues if not row.after_mark for word in row.words)
        # `trình` in `chương trình` is no verb
        halves = alternatives({word.split(" ")[0] for word in self.products[0].compounds} - {"tờ"})
        return regex.compile(
            rf"(?<!\p{{L}})((?<!(?<!\p{{L}})(?:{halves}) )(?:{words})|(?<=[;,(.] )(?:{after_mark}))[ :]*+[(]?$",
            regex.IGNORECASE,
        )

    @cached_property
    def addressed_before(self) -> regex.Pattern[str]:
        """A sending word, some words of the same sentence, and a preposition that ends where the body begins."""
        sent = "|".join(
            rf"(?:{alternatives(row.after)})(?!\p{{L}})[^.;]{{0,120}}?(?<!\p{{L}}|đối )(?:{alternatives(row.words)})"
            for row in self.addressed
        )
        return regex.compile(rf"(?<!\p{{L}})(?:{sent}) $", regex.IGNORECASE)

    @cached_property
    def sends(self) -> regex.Pattern[str]:
        """A word of sending or reporting."""
        return regex.compile(rf"(?<!\p{{L}})(?:{alternatives(self.addressed[0].after)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def served(self) -> regex.Pattern[str]:
        """The name of a group that things are done for."""
        words = alternatives(word for row in self.served_groups for word in row.words)
        return regex.compile(rf"(?:(?:các|những|mỗi) )?(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def trade(self) -> regex.Pattern[str]:
        """What a group lives by that things are done for."""
        words = alternatives(word for row in self.served_groups for word in row.trades)
        return regex.compile(rf"(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def attribute(self) -> regex.Pattern[str]:
        """The label of an attribute line, up to its colon, or that of a body up to `là`."""
        told = alternatives(word for word in self.holds_of if word.startswith(("cơ quan", "đơn vị", "đầu mối")))
        return regex.compile(
            rf"(?|({alternatives(self.holds_of)})[ ]?(?:\([^()\n]{{1,40}}\)[ ]?)?:[ ]*|({told}) là:? )",
            regex.IGNORECASE,
        )

    @cached_property
    def attribute_heading(self) -> regex.Pattern[str]:
        """A heading of labels and nothing else (`Cơ quan chủ trì, phối hợp`)."""
        label = rf"({alternatives(self.holds_of)})"
        return regex.compile(rf"{label}(?:(?:,| và) {label})?+[ .:]*", regex.IGNORECASE)

    @cached_property
    def work_heading(self) -> regex.Pattern[str]:
        """A heading that only says that the work is listed under it."""
        work = rf"(?:{alternatives(word for row in self.work_headings for word in row.words)})"
        return regex.compile(
            rf"(?:(?:các|những) )?{work}(?:(?:,| và) {work}){{0,2}}+"
            r"(?: (?:thực hiện|triển khai|cụ thể|chủ yếu|trọng tâm))?[ .:]*$",
            regex.IGNORECASE,
        )

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
        none = alternatives(row.not_names)
        return regex.compile(
            rf"(?:(?:{alternatives(row.quantifiers)}) )?(?!(?:{none})(?!\p{{L}}))"
            rf"(?:{alternatives(row.words)})(?!\p{{L}})",
            regex.IGNORECASE,
        )

    @cached_property
    def uncharged(self) -> regex.Pattern[str]:
        """A heading under which no body is charged."""
        words = alternatives(word for row in self.uncharged_headings for word in row.words)
        return regex.compile(rf"(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def inspected(self) -> regex.Pattern[str]:
        """A heading under which bodies are named because they are looked at."""
        words = alternatives(word for row in self.inspected_headings for word in row.words)
        return regex.compile(rf"(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def person(self) -> regex.Pattern[str]:
        """A person with a title, a name in capitals and a place, up to the colon before the task."""
        (row,) = self.persons
        name = r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}"
        place = rf"(?i:{alternatives(row.words)})(?!\p{{L}})[^.;:\n]{{0,80}}"
        return regex.compile(rf"((?i:{alternatives(row.titles)})\.? {name}(?:,| [-–]) {place}?) ?:")

    @cached_property
    def duty(self) -> regex.Pattern[str]:
        """The words that charge the subject before them, after a name of some words."""
        return regex.compile(
            r"((?:(?! (?:phải|thì|nào) )[^.;:\n]){4,160}?)"
            r" (?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|có nghĩa vụ)(?!\p{L})"
        )

    @cached_property
    def obliged(self) -> regex.Pattern[str]:
        """Those whom `phải` alone charges, in a sentence that lists nothing."""
        (row,) = self.charged_nouns
        who = rf"(?:(?:{alternatives(row.quantifiers)}) )?(?!(?:{alternatives(row.not_names)})(?!\p{{L}}))"
        return regex.compile(
            rf"({who}(?:{alternatives(row.liable)})(?!\p{{L}})[^.;:\n]{{0,150}}?) phải(?!\p{{L}})"
            r"(?![^\n]{0,300}:\s*$)",
            regex.IGNORECASE | regex.MULTILINE,
        )

    @cached_property
    def lists_things(self) -> regex.Pattern[str]:
        """The end of a sentence before a list of conditions or papers, not of tasks."""
        words = alternatives(word for row in self.listed_things for word in row.words)
        return regex.compile(
            rf"(?<!\p{{L}})(?:{words})(?: [^.;:,\n]{{1,40}})??(?: (?:sau đây|sau|như sau|dưới đây))?[ ]?:\s*$",
            regex.IGNORECASE,
        )

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
