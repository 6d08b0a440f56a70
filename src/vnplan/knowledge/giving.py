"""Words by which somebody gives others a task, where more than a verb stands between the two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import regex

from vnplan.knowledge.load import rows_from_toml
from vnplan.knowledge.roles import Roles, WordsRow, alternatives

_FILE = "giving.toml"


class AskedRow(WordsRow):
    """Verbs of giving that ask with a quantifier or number behind them, and those that ask with any noun."""

    asking: tuple[str, ...]


class PaperRow(WordsRow):
    """Papers by which something is assigned, and verbs of issuing them; `announcing`: what is written in a letter.

    `past`: words that tell that it is done; `confirming`: those of somebody quoted who tells of it.
    """

    past: tuple[str, ...]
    issuing: tuple[str, ...]
    announcing: tuple[str, ...]
    confirming: tuple[str, ...]


class MembersRow(WordsRow):
    """Members, what joins them to the board that they are of, and small nouns for `boards`."""

    joining: tuple[str, ...]
    boards: tuple[str, ...]


class CommandingRow(WordsRow):
    """Verbs of leading, and how the names of those begin who give orders by them."""

    authorities: tuple[str, ...]


class OwnNameRow(WordsRow):
    """Nouns by which an issuer calls itself; `acting`: what it does then, besides assigning something."""

    acting: tuple[str, ...]


@dataclass(frozen=True)
class Giving:
    """The rows of `giving.toml` and the patterns made of them and of the verbs of assigning."""

    roles: Roles
    persons: tuple[WordsRow, ...]
    adverbs: tuple[WordsRow, ...]
    papers: tuple[PaperRow, ...]
    asked: tuple[AskedRow, ...]
    addressed_rows: tuple[WordsRow, ...]
    leading_rows: tuple[WordsRow, ...]
    commanding: tuple[CommandingRow, ...]
    members_rows: tuple[MembersRow, ...]
    own_names: tuple[OwnNameRow, ...]

    @classmethod
    def load(cls, roles: Roles) -> Giving:
        """Read the rows."""
        return cls(
            roles,
            rows_from_toml(_FILE, "persons", WordsRow),
            rows_from_toml(_FILE, "adverbs", WordsRow),
            rows_from_toml(_FILE, "papers", PaperRow),
            rows_from_toml(_FILE, "asked", AskedRow),
            rows_from_toml(_FILE, "addressed", WordsRow),
            rows_from_toml(_FILE, "leading", WordsRow),
            rows_from_toml(_FILE, "commanding", CommandingRow),
            rows_from_toml(_FILE, "members", MembersRow),
            rows_from_toml(_FILE, "own_names", OwnNameRow),
        )

    @cached_property
    def person(self) -> regex.Pattern[str]:
        """A person without an office, before the verb by which they assign something."""
        titles = alternatives(word for row in self.roles.persons for word in row.titles)
        words = alternatives(word for row in self.persons for word in row.words)
        name = r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){0,4}"
        return regex.compile(rf"(?:(?i:{titles})\.? {name}|(?i:{words}))(?=[ ,])")

    @cached_property
    def adverb(self) -> regex.Pattern[str]:
        """What may stand between the one who assigns and the verb."""
        return regex.compile(rf"(?:(?:{self._adverbs}) ){{1,3}}", regex.IGNORECASE)

    @cached_property
    def paper(self) -> regex.Pattern[str]:
        """Behind a name, up to a verb of assigning: the paper that was issued to assign something.

        Of what is to be issued nothing is said: to ask others in writing is a task itself.
        """
        return self._paper(told=False)

    @cached_property
    def told_paper(self) -> regex.Pattern[str]:
        """The same in a text that only reports: what it tells of is done, though no word says so."""
        return self._paper(told=True)

    def _paper(self, *, told: bool) -> regex.Pattern[str]:
        (row,) = self.papers
        issuing, papers = alternatives(row.issuing), alternatives(row.words)
        past = rf"(?:{alternatives(row.past)}) "
        quoted = rf"(?:(?:{alternatives(row.confirming)}) (?:rằng )?(?:\p{{L}}+ )?)?"
        issued = rf"(?:{past}){'?' if told else ''}(?:{issuing}) (?:{papers})(?!\p{{L}})"
        numbered = rf"(?:{issuing}) (?:{papers}) (?=số[ :]+\d)"
        subject = r"(?: về [^;.:\n]{4,200}?,)?"
        rest = rf"(?:(?! (?:về|của|kèm|thay|đã) )[^,;.:\n]){{0,60}}?{subject},? "
        return regex.compile(rf"(?:{quoted}{issued}|{numbered}){rest}(?={self._gives})", regex.IGNORECASE)

    @cached_property
    def announced(self) -> regex.Pattern[str]:
        """Behind the name of the one who writes, up to a verb of assigning: what the letter announces."""
        (row,) = self.papers
        told = rf"(?:{alternatives(row.announcing)}) [^;.:\n]{{4,240}}?, "
        return regex.compile(rf"(?:(?:{self._adverbs}) ){{0,3}}{told}(?={self._gives})", regex.IGNORECASE)

    @cached_property
    def asks(self) -> regex.Pattern[str]:
        """A verb by which somebody asks others for something, whoever those are."""
        (row,) = self.roles.charged_nouns
        some = rf"(?:\d{{1,3}} |(?:{alternatives(row.quantifiers)}) )"
        noun = rf"(?!(?:{alternatives(row.not_names)})(?!\p{{L}}))(?:{alternatives(row.words)})(?!\p{{L}})"
        verbs = self.roles.assigners
        always = alternatives(word for found in verbs for word in found.asking)
        requests = alternatives(word for found in self.asked for word in found.asking)
        gives = alternatives(word for found in self.asked for word in found.words)
        return regex.compile(
            rf"(?:{always})(?!\p{{L}})|(?:{requests}) {some}?{noun}|(?:{gives}) {some}{noun}", regex.IGNORECASE
        )

    @cached_property
    def before_name(self) -> regex.Pattern[str]:
        """What may stand before the names of those who are given a task: their number, the noun for their members."""
        (row,) = self.roles.charged_nouns
        nouns = rf"(?:(?:{alternatives(row.quantifiers)}) )?(?:{alternatives(row.words)}) "
        return regex.compile(rf"(?:\d{{1,3}} )?(?:{nouns})?", regex.IGNORECASE)

    @cached_property
    def office_before(self) -> regex.Pattern[str]:
        """An office without its place, right before another office of the same place."""
        offices = alternatives(word for row in self.roles.persons for word in row.words)
        return regex.compile(rf"(?<!\p{{L}})(?:{offices})(?:,| và) $", regex.IGNORECASE)

    @cached_property
    def addressed(self) -> regex.Pattern[str]:
        """How a letter calls those to whom it is written."""
        words = alternatives(word for row in self.addressed_rows for word in row.words)
        return regex.compile(rf"(?<!\p{{L}})(?:{words})(?!\p{{L}}| đầu)", regex.IGNORECASE)

    @cached_property
    def members(self) -> regex.Pattern[str]:
        """Members of a board: up to its name, or with the small noun for it."""
        (row,) = self.members_rows
        words, joining, boards = alternatives(row.words), alternatives(row.joining), alternatives(row.boards)
        return regex.compile(
            rf"(?<!\p{{L}})(?i:{words}) (?:(?:{joining}) )?(?:(?=\p{{Lu}})|(?P<board>{boards})(?!\p{{L}}))"
        )

    @cached_property
    def own_nouns(self) -> tuple[str, ...]:
        """How the names of issuers begin that call themselves by a noun, in small letters."""
        return tuple(f"{word} " for row in self.own_names for word in row.words)

    @cached_property
    def own_name(self) -> regex.Pattern[str]:
        """The noun by which an issuer calls itself at the head of a sentence or clause, before what it does."""
        (row,) = self.own_names
        noun = "|".join(word.capitalize() for word in row.words)
        verbs = rf"(?:(?:{self._adverbs}) ){{0,2}}(?:{self._gives}|(?:{alternatives(row.acting)})(?!\p{{L}}))"
        return regex.compile(rf"(?:^|(?<=[.,;:\d] ))(?:{noun})(?= (?i:{verbs}))", regex.MULTILINE)

    @cached_property
    def leading(self) -> regex.Pattern[str]:
        """Those who lead each body of the group that is named right after them."""
        words = alternatives(word for row in self.leading_rows for word in row.words)
        return regex.compile(rf"(?<!\p{{L}})(?:{words}) $", regex.IGNORECASE)

    @cached_property
    def commands(self) -> regex.Pattern[str]:
        """A verb of leading before those who are led."""
        words = alternatives(word for row in self.commanding for word in row.words)
        return regex.compile(rf"(?:{words}):? (?=\p{{Lu}}|các |những |toàn |cấp )")

    @cached_property
    def led_group(self) -> regex.Pattern[str]:
        """A group that is led, up to the colon before its members (`chỉ đạo các tổng công ty: `)."""
        words = alternatives(word for row in self.commanding for word in row.words)
        return regex.compile(rf"(?<!\p{{L}})(?:{words}) (?:các|những) \p{{Ll}}[^.;:()]{{1,60}}$")

    @cached_property
    def authorities(self) -> tuple[str, ...]:
        """How the names of those begin who give orders to all bodies of a territory, in small letters."""
        return tuple(word for row in self.commanding for word in row.authorities)

    @cached_property
    def _gives(self) -> str:
        words = alternatives([*self.roles.modality_of, *(word for row in self.commanding for word in row.words)])
        return rf"(?:{words})(?!\p{{L}})"

    @cached_property
    def _adverbs(self) -> str:
        return alternatives(word for row in self.adverbs for word in row.words)
