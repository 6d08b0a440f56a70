"""How OCR misreads fixed forms: figures, codes of symbols, formulas, names of bodies and provinces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Literal

from vnplan.knowledge.agency_rows import AgencyRow
from vnplan.knowledge.instruments import Instruments
from vnplan.knowledge.load import Row, rows_from_csv, rows_from_toml
from vnplan.knowledge.sections import PositionRow
from vnplan.knowledge.syllables import without_marks
from vnplan.knowledge.territories import ProvinceRow

_LONGEST_CODE = 12


class DigitRow(Row):
    """Signs read for a figure."""

    read: str
    written: str


class CodeLetterRow(Row):
    """Letters of codes: what is read, then what may have been written."""

    pairs: str


class FormulaRow(Row):
    """Fixed wording, and where it stands."""

    words: tuple[str, ...]
    where: Literal["any", "start"]


class SignRow(Row):
    """What stands before the office of who signs, and first words of what follows."""

    words: str
    follows: str


class BeforeProvinceRow(Row):
    """Small words after which the word for a province stands."""

    words: str


class MarkRow(Row):
    """Vowels, and what may have been written where they are read."""

    pairs: tuple[str, ...]


class LabelRow(Row):
    """What the Roman number of a heading is read as, and what it is."""

    read: str
    written: str


class CompoundRow(Row):
    """Words of several syllables that no other word shares its letters with."""

    words: tuple[str, ...]


class SignReadRow(Row):
    """What a sign of fixed use is read as (parted by blanks), and what it is."""

    read: str
    written: str


class ProvisionRow(Row):
    """Words for parts of a law before a number, whose letters no other word before a number has."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """A name or formula: its words, and the same without marks in small letters."""

    words: tuple[str, ...]
    rule: str

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What it is found by."""
        return tuple(without_marks(word).lower() for word in self.words)


@dataclass(frozen=True)
class OcrSlips:
    """The rows with what is known of instruments, bodies and provinces.

    >>> know = OcrSlips.load()
    >>> know.organ("UBNĐ"), know.organ("HDND"), know.type_code("QD"), know.type_code("HD")
    ('UBND', 'HĐND', 'QĐ', 'HD')
    """

    digit_rows: tuple[DigitRow, ...]
    code_rows: tuple[CodeLetterRow, ...]
    formula_rows: tuple[FormulaRow, ...]
    sign_rows: tuple[SignRow, ...]
    before_province_rows: tuple[BeforeProvinceRow, ...]
    mark_rows: tuple[MarkRow, ...]
    label_rows: tuple[LabelRow, ...]
    compound_rows: tuple[CompoundRow, ...]
    item_rows: tuple[SignReadRow, ...]
    note_rows: tuple[SignReadRow, ...]
    joint_rows: tuple[SignReadRow, ...]
    quarter_rows: tuple[SignReadRow, ...]
    provision_rows: tuple[ProvisionRow, ...]
    position_rows: tuple[PositionRow, ...]
    instruments: Instruments
    agency_rows: tuple[AgencyRow, ...]
    province_rows: tuple[ProvinceRow, ...]

    @classmethod
    def load(cls) -> OcrSlips:
        """Read the rows."""
        name = "ocr_slips.toml"
        return cls(
            rows_from_toml(name, "digit", DigitRow),
            rows_from_toml(name, "code_letter", CodeLetterRow),
            rows_from_toml(name, "formula", FormulaRow),
            rows_from_toml(name, "sign", SignRow),
            rows_from_toml(name, "before_province", BeforeProvinceRow),
            rows_from_toml(name, "mark", MarkRow),
            rows_from_toml(name, "label", LabelRow),
            rows_from_toml(name, "compound", CompoundRow),
            rows_from_toml(name, "item", SignReadRow),
            rows_from_toml(name, "note", SignReadRow),
            rows_from_toml(name, "joint", SignReadRow),
            rows_from_toml(name, "quarter", SignReadRow),
            rows_from_toml(name, "provision", ProvisionRow),
            rows_from_toml("header.toml", "position", PositionRow),
            Instruments.load(),
            rows_from_csv("agencies.csv", AgencyRow),
            rows_from_csv("provinces.csv", ProvinceRow),
        )

    @cached_property
    def labels(self) -> Mapping[str, LabelRow]:
        """What Roman numbers are read as."""
        return {read: row for row in self.label_rows for read in row.read.split()}

    @cached_property
    def compounds(self) -> Mapping[tuple[str, ...], Phrase]:
        """Compounds by their letters without marks."""
        phrases = (Phrase(tuple(word.split()), row.id) for row in self.compound_rows for word in row.words)
        return {phrase.key: phrase for phrase in phrases}

    @cached_property
    def items(self) -> Mapping[str, SignReadRow]:
        """What the number of an item is read as."""
        return {read: row for row in self.item_rows for read in row.read.split()}

    @cached_property
    def quarters(self) -> Mapping[str, SignReadRow]:
        """What the number of a quarter is read as."""
        return {read: row for row in self.quarter_rows for read in row.read.split()}

    @cached_property
    def notes(self) -> Mapping[str, SignReadRow]:
        """What a note in brackets behind a recipient is read as."""
        return {read: row for row in self.note_rows for read in row.read.split()}

    @cached_property
    def provisions(self) -> Mapping[str, str]:
        """Words for parts of a law by their letters without marks."""
        return {without_marks(word).lower(): word for row in self.provision_rows for word in row.words}

    def type_names(self, code: str) -> tuple[str, ...]:
        """The names of the types that have a code."""
        return tuple(row.name for row in self.instruments.rows if code in row.codes)

    @cached_property
    def digits(self) -> Mapping[int, str]:
        """Signs to figures, for `str.translate`."""
        return {ord(sign): row.written for row in self.digit_rows for sign in row.read}

    @cached_property
    def _code_letters(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for pair in (pair for row in self.code_rows for pair in row.pairs.split()):
            found[pair[0]] = found.get(pair[0], frozenset()) | frozenset(pair[1:])
        return found

    @cached_property
    def _types(self) -> Mapping[str, str]:
        return {code.upper(): code for row in reversed(self.instruments.rows) for code in reversed(row.codes)}

    @cached_property
    def _organs(self) -> Mapping[str, str]:
        return {
            code.upper(): code for row in reversed(self.instruments.issuers) for code in (*row.codes[::-1], row.code)
        }

    def type_code(self, read: str, said: str = "", organ: str = "") -> str | None:
        """The code of a type that was read; None where no or more than one code can have been written.

        `said`: the text before the symbol, whose last type word decides between several; else the body does.
        """
        found = self._codes(read, self._types)
        if len(found) > 1:
            said = said.casefold()
            rows = [row for row in self.instruments.rows if found & set(row.codes)]
            named = [row for row in rows if row.name.casefold() in said] or [
                row for row in rows if organ in row.issuers and row.parent is None
            ]
            found &= {code for row in named for code in row.codes[:1]}
        return found.pop() if len(found) == 1 else None

    def organ(self, read: str) -> str | None:
        """The code of a body that was read."""
        found = self._codes(read, self._organs)
        return found.pop() if len(found) == 1 else None

    def _codes(self, read: str, known: Mapping[str, str]) -> set[str]:
        """The code as it is, where it is one; else all that it can be, with the fewest letters changed."""
        if read.upper() in known:
            return {read}
        if len(read) <= _LONGEST_CODE:
            for changes in (1, 2):
                found = {known[code] for code in self._variants(read.upper(), changes) if code in known}
                if found:
                    return found
        return set()

    def _variants(self, read: str, changes: int) -> Iterator[str]:
        places = [n for n, letter in enumerate(read) if letter in self._code_letters]
        for chosen in combinations(places, changes):
            for letters in product(*(self._code_letters[read[n]] for n in chosen)):
                written = list(read)
                for n, letter in zip(chosen, letters, strict=True):
                    written[n] = letter
                yield "".join(written)

    @cached_property
    def formulas(self) -> tuple[Phrase, ...]:
        """Wording that is long enough to be known wherever it stands."""
        return tuple(
            Phrase(tuple(words.split()), row.id)
            for row in self.formula_rows
            if row.where == "any"
            for words in row.words
        )

    @cached_property
    def starts(self) -> Mapping[tuple[str, ...], Phrase]:
        """Wording at the start of a line, before a colon, by key."""
        phrases = (
            Phrase(tuple(words.split()), row.id)
            for row in self.formula_rows
            if row.where == "start"
            for words in row.words
        )
        return {phrase.key: phrase for phrase in phrases}

    @cached_property
    def headings(self) -> Mapping[tuple[str, ...], Phrase]:
        """Lines in capitals by key, of at least two words: the names of instrument types, the offices of who signs."""
        phrases = [
            Phrase(tuple(row.name.upper().split()), row.id)
            for row in self.instruments.rows
            if row.kind == "numbered" and " " in row.name
        ]
        phrases += [
            Phrase((*before, *row.name.split()), row.id)
            for row in self.position_rows
            for before in ((), ("PHÓ",))
            if before or " " in row.name
        ]
        return _unambiguous(phrases)

    @cached_property
    def bodies(self) -> Mapping[str, tuple[Phrase, ...]]:
        """The names of bodies of at least three words, by the first word of their key, longest first."""
        names = {
            name: row.id
            for row in self.agency_rows
            for name in (*row.variants, row.name)
            if name.count(" ") > 1 and not any(word.isupper() and len(word) > 1 for word in name.split())
        }
        found: dict[str, list[Phrase]] = {}
        for phrase in _unambiguous([Phrase(tuple(name.split()), rule) for name, rule in names.items()]).values():
            found.setdefault(phrase.key[0], []).append(phrase)
        return {
            first: tuple(sorted(phrases, key=lambda phrase: -len(phrase.words))) for first, phrases in found.items()
        }

    @cached_property
    def provinces(self) -> Mapping[tuple[str, ...], Phrase]:
        """The names of provinces (not of cities) of at least two words, by key."""
        return _unambiguous(
            [
                Phrase(tuple(row.name.split()), row.id)
                for row in self.province_rows
                if row.type == "tỉnh" and " " in row.name and "-" not in row.name
            ]
        )

    @cached_property
    def before_province(self) -> frozenset[str]:
        """Small words after which `tình` and `tính` are misread."""
        return frozenset(word for row in self.before_province_rows for word in row.words.split())

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """What may have been written where a letter is read."""
        return {pair[0]: pair[2:] for row in self.mark_rows for pair in row.pairs}


def _unambiguous(phrases: list[Phrase]) -> dict[tuple[str, ...], Phrase]:
    """The phrases by key; those of one key that differ in more than case and the place of a tone are left out."""
    found: dict[tuple[str, ...], Phrase] = {}
    double: set[tuple[str, ...]] = set()
    for phrase in phrases:
        other = found.setdefault(phrase.key, phrase)
        if " ".join(other.words).lower() != " ".join(phrase.words).lower():
            double.add(phrase.key)
    return {key: phrase for key, phrase in found.items() if key not in double}
