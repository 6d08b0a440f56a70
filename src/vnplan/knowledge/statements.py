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


class SayingRow(WordsRow):
    """Verbs of issuing what stands below, and of giving the `opinions` that do."""

    opinions: tuple[str, ...]


class MakingRow(WordsRow):
    """Verbs of making the document itself, behind its `grounds`, and of `announcing` what stands `beside` it."""

    grounds: tuple[str, ...]
    announcing: tuple[str, ...]
    beside: tuple[str, ...]


class IssuedRow(WordsRow):
    """Verbs of issuing `papers` besides those of `own_statements`."""

    papers: tuple[str, ...]


class ConnectiveRow(WordsRow):
    """Words that join a sentence to the one before; `concluding`: those that join its parts, too."""

    concluding: tuple[str, ...]


class ProvidedRow(WordsRow):
    """Things that are given out, and the verbs of tasks that are no giving out."""

    not_given: tuple[str, ...]


class DescribedRow(WordsRow):
    """What is said of a body that is given nothing.

    `passive`: what is done with it, but for what it is `given`; `alone`: adverbs that are all that follows its name.
    """

    passive: tuple[str, ...]
    given: tuple[str, ...]
    alone: tuple[str, ...]


class LetterRow(WordsRow):
    """How lines begin that belong to a letter or a page, what is `whole` such a line, what `ends` one."""

    whole: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True)
class Statements:
    """The rows of `statements.toml` and the patterns made of them."""

    enacting: tuple[EnactingRow, ...]
    function_words: tuple[WordsRow, ...]
    own_statements: tuple[WordsRow, ...]
    entitled_rows: tuple[WordsRow, ...]
    connectives: tuple[ConnectiveRow, ...]
    described_rows: tuple[DescribedRow, ...]
    provided_rows: tuple[ProvidedRow, ...]
    share_rows: tuple[WordsRow, ...]
    saying: tuple[SayingRow, ...]
    formulas: tuple[WordsRow, ...]
    topics: tuple[WordsRow, ...]
    letter_lines: tuple[LetterRow, ...]
    stating: tuple[WordsRow, ...]
    making: tuple[MakingRow, ...]
    issued_rows: tuple[IssuedRow, ...]
    informing: tuple[WordsRow, ...]

    @classmethod
    def load(cls) -> Statements:
        """Read the rows."""
        return cls(
            rows_from_toml(_FILE, "enacting", EnactingRow),
            rows_from_toml(_FILE, "function_words", WordsRow),
            rows_from_toml(_FILE, "own_statements", WordsRow),
            rows_from_toml(_FILE, "entitled", WordsRow),
            rows_from_toml(_FILE, "connectives", ConnectiveRow),
            rows_from_toml(_FILE, "described", DescribedRow),
            rows_from_toml(_FILE, "provided", ProvidedRow),
            rows_from_toml(_FILE, "shares", WordsRow),
            rows_from_toml(_FILE, "saying", SayingRow),
            rows_from_toml(_FILE, "formulas", WordsRow),
            rows_from_toml(_FILE, "topics", WordsRow),
            rows_from_toml(_FILE, "letter_lines", LetterRow),
            rows_from_toml(_FILE, "stating", WordsRow),
            rows_from_toml(_FILE, "making", MakingRow),
            rows_from_toml(_FILE, "issued", IssuedRow),
            rows_from_toml(_FILE, "informing", WordsRow),
        )

    @cached_property
    def enacts(self) -> regex.Pattern[str]:
        """What the issuer does who only issues or announces the plan."""
        (row,) = self.enacting
        words, announcing = alternatives(row.words), alternatives(row.announcing)
        end = r"(?:[^\n]{0,400}(?:như sau|sau đây|sau)[ ]?[:;.]?|[^\n]{0,80}:)[ ]?(?:\n|$)"
        return regex.compile(rf"(?:nay )?(?:(?:{words})(?!\p{{L}})|(?:{announcing})(?!\p{{L}}){end})")

    @cached_property
    def informs(self) -> regex.Pattern[str]:
        """What the issuer does who only makes the document known, with what all are to do with it."""
        words = alternatives(word for row in self.informing for word in row.words)
        return regex.compile(
            rf"(?:xin |trân trọng )?(?:{words})(?: [^.;:\n]{{1,120}})? biết(?!\p{{L}})", regex.IGNORECASE
        )

    @cached_property
    def says(self) -> regex.Pattern[str]:
        """What anybody does who only says what stands below."""
        papers = alternatives(word for row in self.own_statements for word in row.words)
        (row,) = self.saying
        opinion, issues = alternatives(row.opinions), alternatives(row.words)
        said = rf"(?:{opinion})(?: \p{{Ll}}+){{0,6}}|(?:{issues}) (?:{papers})(?!\p{{L}})[^.;:\n]{{0,400}}"
        return regex.compile(rf"(?:đã |nay |vừa )?(?:{said}) (?:như sau|sau đây)[ ]?[:;.]?\s*$", regex.IGNORECASE)

    @cached_property
    def grounded(self) -> regex.Pattern[str]:
        """The beginning of a sentence that names the ground on which the document is made."""
        return regex.compile(rf"(?:{alternatives(self.making[0].grounds)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def grounds_before(self) -> regex.Pattern[str]:
        """The ground before the subject that is named right behind it."""
        grounds = alternatives(word.capitalize() for word in self.making[0].grounds)
        return regex.compile(rf"(?<!\p{{L}})(?:{grounds}) (?:(?!\. \p{{Lu}})[^;:\n]){{8,400}}, $")

    @cached_property
    def makes(self) -> regex.Pattern[str]:
        """What anybody does who only says what stands below, behind its ground, or beside it (`beside`)."""
        (row,) = self.making
        papers = alternatives(word for own in self.own_statements for word in own.words)
        inside = r"(?:(?! (?:gồm|bao gồm) )[^.;:\n]){0,400}"
        makes = rf"(?:{alternatives(row.words)}) (?:{papers})(?!\p{{L}}){inside} (?:như sau|sau đây)[ ]?(?::|[;.]?\s*$)"
        where = rf"tại (?:{alternatives(row.beside)})(?: số \d+)? (?:gửi |đính )?kèm"
        beside = rf"(?P<beside>(?:{alternatives(row.announcing)}) [^.;:]{{0,400}} {where}(?: theo)?)[ ]?[.;]?\s*$"
        return regex.compile(rf"{makes}|{beside}", regex.IGNORECASE)

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
    def letter_line(self) -> regex.Pattern[str]:
        """A line that belongs to a letter or a page and to no task."""
        (row,) = self.letter_lines
        begins, whole, ends = alternatives(row.words), alternatives(row.whole), alternatives(row.ends)
        return regex.compile(
            rf"[>»]{{2}}|(?:{begins})(?!\p{{L}})|(?:{whole})[ ./]*$|[^.;:\n]{{0,80}}(?<!\p{{L}})(?:{ends})[ .]*$",
            regex.IGNORECASE | regex.MULTILINE,
        )

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
    def states(self) -> regex.Pattern[str]:
        """The words that tell what a document says, up to its sentence."""
        papers = alternatives(word for row in self.own_statements for word in row.words)
        words = alternatives(word for row in self.stating for word in row.words)
        return regex.compile(rf"(?:{papers})(?: này)?(?: cũng)? (?:{words})[,:] ", regex.IGNORECASE)

    @cached_property
    def announces(self) -> regex.Pattern[str]:
        """What a document sets, up to the colon before it: `Chương trình đề ra một số chỉ tiêu, gồm: `."""
        papers = alternatives(word for row in self.own_statements for word in row.words)
        (enacting,), (making,) = self.enacting, self.making
        words = alternatives((*enacting.words, *enacting.announcing, *making.words, *making.announcing))
        return regex.compile(
            rf"(?:{papers})(?: này)?(?: cũng| đã)? (?:{words})(?!\p{{L}})[^.;:\n]{{0,120}}:\s", regex.IGNORECASE
        )

    @cached_property
    def issued(self) -> regex.Pattern[str]:
        """The issue of a paper that has its number: what is told, no task."""
        (row,) = self.issued_rows
        papers = alternatives({*row.papers, *(word for own in self.own_statements for word in own.words)})
        number = r"(?: số)?:? ?\d{1,5}(?:/\d{4})?[/-]\p{L}"
        return regex.compile(
            rf"(?:{alternatives(row.words)}) (?:{papers})(?: \p{{Ll}}+){{0,2}}{number}", regex.IGNORECASE
        )

    @cached_property
    def connective(self) -> regex.Pattern[str]:
        """Words before the subject of a sentence that join it to the one before."""
        words = alternatives(word for row in self.connectives for word in row.words)
        return regex.compile(rf"(?:{words}),? ", regex.IGNORECASE)

    @cached_property
    def concluding(self) -> regex.Pattern[str]:
        """The words between a comma and a new subject; they end where its name begins."""
        words = alternatives(word for row in self.connectives for word in row.concluding)
        return regex.compile(rf"(?<=, )(?:{words}),? $", regex.IGNORECASE)

    @cached_property
    def provided(self) -> regex.Pattern[str]:
        """A sentence about things that are given out."""
        (row,) = self.provided_rows
        words, given = alternatives(row.words), alternatives(row.not_given)
        return regex.compile(rf"(?:{words})(?!\p{{L}})[^.;:\n]{{0,120}}? được (?!{given})", regex.IGNORECASE)

    @cached_property
    def described(self) -> regex.Pattern[str]:
        """What a body is or may do, right after its name."""
        (row,) = self.described_rows
        passive = rf"(?:{alternatives(row.passive)}) (?!(?:{alternatives(row.given)})(?!\p{{L}}))"
        alone = rf"(?:{alternatives(row.alone)})(?: của pháp luật| hiện hành)?(?=[.;]|$)"
        return regex.compile(rf"(?:(?:{alternatives(row.words)})(?!\p{{L}})|{passive}|{alone})", regex.IGNORECASE)

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
