"""Words that tell whether a sentence charges a body with a task, or only says what it is, has or is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import regex

from vnplan.knowledge.load import rows_from_toml
from vnplan.knowledge.roles import WordsRow, alternatives

_FILE = "statements.toml"


class EnactingRow(WordsRow):
    """Verbs by which the issuer only issues the plan; `announcing`: those that do so before a colon."""

    announcing: tuple[str, ...]


@dataclass(frozen=True)
class Statements:
    """The rows of `statements.toml` and the patterns made of them."""

    enacting: tuple[EnactingRow, ...]
    function_words: tuple[WordsRow, ...]
    own_statements: tuple[WordsRow, ...]
    entitled_rows: tuple[WordsRow, ...]
    connectives: tuple[WordsRow, ...]
    described_rows: tuple[WordsRow, ...]
    share_rows: tuple[WordsRow, ...]
    saying: tuple[WordsRow, ...]
    formulas: tuple[WordsRow, ...]
    topics: tuple[WordsRow, ...]

    @classmethod
    def load(cls) -> Statements:
        """Read the rows."""
        return cls(
            rows_from_toml(_FILE, "enacting", EnactingRow),
            rows_from_toml(_FILE, "function_words", WordsRow),
            rows_from_toml(_FILE, "own_statements", WordsRow),
            rows_from_toml(_FILE, "entitled", WordsRow),
            rows_from_toml(_FILE, "connectives", WordsRow),
            rows_from_toml(_FILE, "described", WordsRow),
            rows_from_toml(_FILE, "shares", WordsRow),
            rows_from_toml(_FILE, "saying", WordsRow),
            rows_from_toml(_FILE, "formulas", WordsRow),
            rows_from_toml(_FILE, "topics", WordsRow),
        )

    @cached_property
    def enacts(self) -> regex.Pattern[str]:
        """What the issuer does who only issues or announces the plan."""
        (row,) = self.enacting
        words, announcing = alternatives(row.words), alternatives(row.announcing)
        end = r"(?:[^\n]{0,400}(?:như sau|sau đây|sau)[ ]?[:;.]?|[^\n]{0,80}:)[ ]?(?:\n|$)"
        return regex.compile(rf"(?:nay )?(?:(?:{words})(?!\p{{L}})|(?:{announcing})(?!\p{{L}}){end})")

    @cached_property
    def says(self) -> regex.Pattern[str]:
        """What anybody does who only says what stands below."""
        papers = alternatives(word for row in self.own_statements for word in row.words)
        opinion = alternatives(word for row in self.saying for word in row.words if word.endswith("ý kiến"))
        issues = alternatives(word for row in self.saying for word in row.words if not word.endswith("ý kiến"))
        said = rf"(?:{opinion})(?: \p{{Ll}}+){{0,6}}|(?:{issues}) (?:{papers})(?!\p{{L}})[^.;:\n]{{0,400}}"
        return regex.compile(rf"(?:đã |nay |vừa )?(?:{said}) (?:như sau|sau đây)[ ]?[:;.]?\s*$", regex.IGNORECASE)

    @cached_property
    def formula(self) -> regex.Pattern[str]:
        """The nation or its motto, with any dashes."""
        words = alternatives(word for row in self.formulas for word in row.words).replace(r"\ \-\ ", r"\s?[-–—]+\s?")
        return regex.compile(rf"(?:{words})", regex.IGNORECASE)

    @cached_property
    def topic(self) -> regex.Pattern[str]:
        """The beginning of a line that only says what others are about."""
        words = alternatives(word for row in self.topics for word in row.words)
        return regex.compile(rf"(?:{words}) \p{{Ll}}", regex.IGNORECASE)

    @cached_property
    def function_word(self) -> regex.Pattern[str]:
        """A word after a name that is no verb."""
        words = alternatives(word for row in self.function_words for word in row.words)
        return regex.compile(rf"(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def own_statement(self) -> regex.Pattern[str]:
        """The beginning of a line that tells of the document itself."""
        words = alternatives(word for row in self.own_statements for word in row.words)
        return regex.compile(rf"(?:bản )?(?:{words}) này(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def instrument(self) -> regex.Pattern[str]:
        """An instrument as the one who assigns, told of by others."""
        words = alternatives(word for row in self.own_statements for word in row.words)
        return regex.compile(rf"(?:{words})(?: này)?,? (?=giao|phân công|yêu cầu|đề nghị|cũng|đã)", regex.IGNORECASE)

    @cached_property
    def connective(self) -> regex.Pattern[str]:
        """Words before the subject of a sentence that join it to the one before."""
        words = alternatives(word for row in self.connectives for word in row.words)
        return regex.compile(rf"(?:{words}),? ", regex.IGNORECASE)

    @cached_property
    def described(self) -> regex.Pattern[str]:
        """What a body is or may do, right after its name."""
        words = alternatives(word for row in self.described_rows for word in row.words)
        return regex.compile(rf"(?:{words})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def share(self) -> regex.Pattern[str]:
        """A share of money, right after the name of who bears it."""
        words = alternatives(word for row in self.share_rows for word in row.words)
        return regex.compile(
            rf"(?:{words})(?: \p{{Ll}}{{2,6}}){{0,2}} \d[\d.,]* (?:nghìn|triệu|tỷ|tỉ|đồng)(?!\p{{L}})", regex.IGNORECASE
        )

    @cached_property
    def entitled(self) -> regex.Pattern[str]:
        """What is done for those who are served, in a clause that charges them with nothing."""
        words = alternatives(word for row in self.entitled_rows for word in row.words)
        return regex.compile(rf"(?:[^,;.\n]|[.,](?=\d)){{0,200}}?(?<!\p{{L}})(?:{words})(?!\p{{L}})", regex.IGNORECASE)
