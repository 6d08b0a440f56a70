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

    `past`: words that tell that it is done.
    """

    past: tuple[str, ...]
    issuing: tuple[str, ...]
    announcing: tuple[str, ...]


@dataclass(frozen=True)
class Giving:
    """The rows of `giving.toml` and the patterns made of them and of the verbs of assigning."""

    roles: Roles
    persons: tuple[WordsRow, ...]
    adverbs: tuple[WordsRow, ...]
    papers: tuple[PaperRow, ...]
    asked: tuple[AskedRow, ...]

    @classmethod
    def load(cls, roles: Roles) -> Giving:
        """Read the rows."""
        return cls(
            roles,
            rows_from_toml(_FILE, "persons", WordsRow),
            rows_from_toml(_FILE, "adverbs", WordsRow),
            rows_from_toml(_FILE, "papers", PaperRow),
            rows_from_toml(_FILE, "asked", AskedRow),
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
        (row,) = self.papers
        issued = (
            rf"(?:{alternatives(row.past)}) (?:{alternatives(row.issuing)}) (?:{alternatives(row.words)})(?!\p{{L}})"
            r"(?:(?! (?:về|của|kèm|thay|đã) )[^,;.:\n]){0,60}? "
        )
        return regex.compile(rf"{issued}(?={self._gives})", regex.IGNORECASE)

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
    def _gives(self) -> str:
        return rf"(?:{alternatives(self.roles.modality_of)})(?!\p{{L}})"

    @cached_property
    def _adverbs(self) -> str:
        return alternatives(word for row in self.adverbs for word in row.words)
