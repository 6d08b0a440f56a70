"""Instrument types, the bodies that issue them, laws by name, and the grammar of numbers and symbols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

import regex

from vnplan.knowledge.load import Row, rows_from_csv, rows_from_toml
from vnplan.knowledge.symbols import Codes, Symbol, SymbolGrammar, body_of

__all__ = ["InstrumentRow", "Instruments", "IssuerRow", "LawRow", "Symbol", "trie"]

_COUNCIL, _COMMITTEE = "hội đồng nhân dân", "ủy ban nhân dân"
_JOINT = regex.compile(", | và ")
_SPACED = regex.compile(r"^(\d{1,5}[a-zđ]?) (?=\p{Lu}{2})")  # `12 QĐ/UB`

Level = Literal[
    "central",
    "territory",
    "province",
    "union",
    "any",
    "party_central",
    "party_province",
    "party_district",
    "party",
]


class InstrumentRow(Row):
    """A type of instrument. The first of `codes` is the standard symbol."""

    name: str
    codes: tuple[str, ...] = ()
    system: Literal["state", "party", "both"] = "both"
    kind: Literal["numbered", "law", "generic"] = "numbered"
    ordinal: bool = False  # a number alone counts such things (`Dự án 1`) and is no number of an instrument
    articles: Literal["all", "state"] = "all"  # `state`: those of the Party are not divided into articles
    joint: bool = False  # several bodies issue it together: all that the symbol names
    told: Literal["issue", "subject"] | None = None  # how a page may speak of one without its number
    parent: str | None = None
    abbreviations: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    hyphened: tuple[str, ...] = ()  # bodies that wrote the year behind a hyphen too: `19-2016/NQ-CP`


class IssuerRow(Row):
    """A body as symbols name it. `codes` are other codes for it, `aliases` other names."""

    code: str
    name: str
    level: Level
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    # how its code stands without that of a type before it: alone (`36-CP`, `15/2024/QH15`), or, until 1997, first
    # (`1141-TC/QĐ/CĐKT`); neither says then what type it is
    bare: Literal["alone", "first"] | None = None

    @property
    def is_party(self) -> bool:
        """Whether it is a body of the Party."""
        return self.level.startswith("party")


class LawRow(Row):
    """A law, code or ordinance by its name (without the type word). `aliases` are other names that texts give it."""

    kind: Literal["Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh"]
    name: str = ""
    aliases: tuple[str, ...] = ()
    number: str | None = None
    issued_on: date | None = None


class TermRow(Row):
    """A term of the Party's Central Committee: numbering of its instruments starts anew."""

    name: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class Terms:
    """The terms, in order."""

    rows: tuple[TermRow, ...]

    def of(self, day: date) -> str | None:
        """The term of a day: `XIII`."""
        rows = (row for row in self.rows if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to))
        return next((row.name for row in rows), None)


def trie(words: Iterable[str]) -> str:
    """A pattern that matches the longest of some words, without trying them one by one.

    >>> trie(["Nghị định", "Nghị quyết"])
    'Nghị (?:quyết|định)'
    """
    tree: dict[str, tuple[bool, list[str]]] = {}
    for word in sorted(set(words)):
        ends, rests = tree.setdefault(word[:1], (False, []))
        if len(word) > 1:
            rests.append(word[1:])
        else:
            tree[word[:1]] = (True, rests)
    branches = []
    for first, (ends, rests) in tree.items():
        tail = trie(rests) if rests else ""
        if tail and ends:
            tail = f"(?:{tail})?"
        branches.append(regex.escape(first, literal_spaces=True) + tail)
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


@dataclass(frozen=True, eq=False)
class Instruments:
    """All that is known of instruments.

    >>> know = Instruments.load()
    >>> know.symbol("22/CT-TW").designation, know.type_of_word("KẾ HOẠCH").name
    ('22-CT/TW', 'Kế hoạch')
    """

    rows: tuple[InstrumentRow, ...]
    issuers: tuple[IssuerRow, ...]
    laws: tuple[LawRow, ...]

    @classmethod
    def load(cls) -> Instruments:
        """Read the rows."""
        return cls(
            rows_from_toml("instruments.toml", "instrument", InstrumentRow),
            rows_from_csv("issuers.csv", IssuerRow),
            rows_from_csv("laws.csv", LawRow),
        )

    @cached_property
    def _by_word(self) -> Mapping[str, InstrumentRow]:
        found: dict[str, InstrumentRow] = {}
        for row in self.rows:
            for word in (row.name, *row.variants, *row.abbreviations):
                found.setdefault(word.casefold(), row)
        return found

    @cached_property
    def _by_code(self) -> Mapping[str, InstrumentRow]:
        found: dict[str, InstrumentRow] = {}
        # the standard symbol of a wide type wins over that of its narrower kinds: KH is Kế hoạch
        for row in sorted(self.rows, key=lambda row: row.parent is not None):
            for code in row.codes[:1]:
                found.setdefault(code.upper(), row)
        for row in self.rows:
            for code in row.codes:
                found.setdefault(code.upper(), row)
        return found

    @cached_property
    def _rows_of_code(self) -> Mapping[str, tuple[InstrumentRow, ...]]:
        found: dict[str, dict[str, InstrumentRow]] = {}
        for row in self.rows:
            for code in row.codes:
                found.setdefault(code.upper(), {})[row.id] = row
        return {code: tuple(rows.values()) for code, rows in found.items()}

    @cached_property
    def _issuer_by_code(self) -> Mapping[str, tuple[IssuerRow, ...]]:
        found: dict[str, tuple[IssuerRow, ...]] = {}
        for row in self.issuers:
            for code in (row.code, *row.codes):
                found[code.upper()] = (*found.get(code.upper(), ()), row)
        return found

    @cached_property
    def grammar(self) -> SymbolGrammar:
        """The grammar of numbers and symbols."""
        types: dict[str, str] = {}
        organs: dict[str, str] = {}
        party: set[str] = set()
        state: set[str] = set()
        for code in (code for row in self.rows for code in row.codes):
            types.setdefault(code.upper(), code)
        for row in self.issuers:
            for code in (row.code, *row.codes):
                organs.setdefault(code.upper(), code)
                if row.is_party:
                    party.add(code.upper())
                elif row.level in ("central", "territory", "province"):
                    state.add(code.upper())
        shared = {code for row in self.rows if row.system != "state" for code in row.codes}
        return SymbolGrammar.of(
            Codes(
                types=types,
                organs=organs,
                party=frozenset(party),
                state=frozenset(state),
                of_state_only=frozenset(types.values()) - shared,
                first=frozenset(row.code for row in self.issuers if row.bare == "first"),
                hyphened=frozenset((code, organ) for row in self.rows for code in row.codes for organ in row.hyphened),
                common=frozenset(r.code for r in self.issuers if r.level == "territory" or r.code == "TTg"),
            )
        )

    @cached_property
    def terms(self) -> Terms:
        """The terms of the Party's Central Committee."""
        return Terms(rows_from_csv("party_terms.csv", TermRow))

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The types of which a page may tell without a number, the longest names first."""
        return tuple(sorted((row.name for row in self.rows if row.told), key=len, reverse=True))

    @cached_property
    def named_by_subject(self) -> tuple[str, ...]:
        """Those of them that a page may name by their subject alone: `Kế hoạch trồng rừng`."""
        kept = {row.name for row in self.rows if row.told == "subject"}
        return tuple(name for name in self.told if name in kept)

    def type_of_word(self, word: str) -> InstrumentRow | None:
        """The type that a word or abbreviation names, in any case."""
        return self._by_word.get(word.casefold())

    def type_of_code(self, code: str) -> InstrumentRow | None:
        """The type that a symbol names: `NĐ`, `CTR`."""
        return self._by_code.get(code.upper())

    def rows_of_code(self, code: str) -> tuple[InstrumentRow, ...]:
        """All types that have a symbol, in any case, in the order of the rows."""
        return self._rows_of_code.get(code.upper(), ())

    def heading_type(self, line: str) -> str | None:
        """The type of a document whose heading is this line: `KẾ HOẠCH`, `CHƯƠNG TRÌNH HÀNH ĐỘNG`."""
        row = self.type_of_word(" ".join(line.split()).strip(" :"))
        return row.name if row and row.kind == "numbered" else None

    def symbol(self, text: str) -> Symbol | None:
        """The number and symbol that a text is (or begins with)."""
        return self.grammar.match(_SPACED.sub(r"\1/", text) if " " in text else text, 0)

    def issuer_of_code(self, code: str, on: date | None = None) -> IssuerRow | None:
        """The body that a code names, on a day where one code had several bearers."""
        rows = self._bearers(code.upper())
        if on is not None and len(rows) > 1:
            rows = (
                tuple(
                    r for r in rows if (not r.valid_from or r.valid_from <= on) and (not r.valid_to or on <= r.valid_to)
                )
                or rows
            )
        return rows[0] if rows else None

    def type_of_symbol(self, symbol: Symbol) -> InstrumentRow | None:
        """The type that a number and symbol name by themselves; None where they do not say.

        A symbol of a body alone is that of a Công văn (NĐ 30/2020/NĐ-CP); laws and resolutions of the National
        Assembly share one form, and so did, before 1997, all that Government and ministries issued.
        """
        if symbol.type_code is None:
            return None if self._is_mute(symbol) else self.type_of_word("Công văn")
        rows = self.rows_of_code(symbol.type_code)
        party = symbol.organ is not None and self.grammar.is_party(symbol.organ)
        fitting = [row for row in rows if row.system != ("state" if party else "party")]
        issued = [row for row in fitting if symbol.organ and body_of(symbol.organ).upper() in row.issuers]
        fitting = issued or fitting
        standard = self.type_of_code(symbol.type_code)
        return standard if standard in fitting or not fitting else fitting[0]

    def _is_mute(self, symbol: Symbol) -> bool:
        """Whether a symbol without type is none of a Công văn: that has a stroke, no year, and a body or its unit."""
        if symbol.year is not None or symbol.organ is None or symbol.designation[len(symbol.number)] == "-":
            return True
        issuer = self.issuer_of_code(symbol.organ)
        if issuer is None:  # a body that no row knows, with one of its units
            second = symbol.organs[1] if len(symbol.organs) > 1 else ""
            return len(second) < 2 or (len(second) > 2 and second.upper() in self._issuer_by_code)
        return issuer.is_party or (issuer.bare is not None and len(symbol.organs) == 1)

    def issuers_of_symbol(self, symbol: Symbol, on: date | None = None) -> tuple[IssuerRow | None, ...]:
        """The bodies that a symbol names: one, or all where the type is one that bodies issue together."""
        row = self.type_of_symbol(symbol)
        organs = symbol.organs if row and row.joint else symbol.organs[:1]
        return tuple(self.issuer_of_code(organ, on) for organ in organs)

    def _bearers(self, code: str) -> tuple[IssuerRow, ...]:
        """The bodies of a code, with its term, with a unit joined by a point, or without the `B` of a ministry."""
        found = self._issuer_by_code
        # with `&` it is that of a department or office of any level: `GD&ĐT`
        return found.get(code) or found.get(body_of(code)) or found.get("" if "&" in code else "B" + code) or ()

    @cached_property
    def issuer_names(self) -> Mapping[str, str]:
        """Folded names and aliases of bodies, to their standard names."""
        return {word.casefold(): row.name for row in self.issuers for word in (row.name, *row.aliases)}

    @cached_property
    def _laws_by_name(self) -> Mapping[str, tuple[LawRow, ...]]:
        """The laws of a name, of any kind, as texts write it in small letters."""
        found: dict[str, list[LawRow]] = {}
        for row in self.laws:
            for name in _written(row):
                found.setdefault(name, []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def law_names(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Names of laws in lower case, by type word and first syllable, longest first."""
        found: dict[str, dict[str, set[str]]] = {}
        for name, rows in self._laws_by_name.items():
            for row in rows:
                found.setdefault(row.kind, {}).setdefault(name.split(" ", 1)[0].rstrip(","), set()).add(name)
        return {
            kind: {first: tuple(sorted(names, key=len, reverse=True)) for first, names in table.items()}
            for kind, table in found.items()
        }

    def _laws(self, kind: str, name: str) -> list[LawRow]:
        return [row for row in self._laws_by_name.get(name.lower(), ()) if row.kind == kind]

    def law_title(self, kind: str, words: str) -> str:
        """The name of a law as its row writes it: `Tổ chức HĐND và UBND` written out; others as they are."""
        rows = self._laws(kind, words)
        own = next((row for row in rows if words.lower() in _spellings(row.name)), None)  # before a law's other names
        return (own or rows[0]).name if rows else words

    def kind_of_law(self, kind: str, name: str) -> str:
        """The kind of a law by its name: what texts call `Luật Lao động` is a code."""
        if kind != "Luật":
            return kind
        kinds = {row.kind for row in self._laws_by_name.get(name.lower(), ())}
        return "Bộ luật" if kinds == {"Bộ luật"} else kind

    def law_years(self, kind: str, name: str) -> set[int]:
        """The years in which laws of a name were passed; empty where none is known."""
        return {row.issued_on.year for row in self._laws(kind, name) if row.issued_on}

    def law(self, kind: str, name: str, year: int | None = None) -> LawRow | None:
        """The law of a name; of several, that of the year; None where the year decides and is not given."""
        rows = self._laws(kind, name)
        if year is not None:
            rows = [row for row in rows if row.issued_on and row.issued_on.year == year]
        return rows[0] if len(rows) == 1 else None


def _written(law: LawRow) -> tuple[str, ...]:
    """How texts write all names of a law."""
    return tuple(dict.fromkeys(name for each in (law.name, *law.aliases) for name in _spellings(each)))


@cache
def _spellings(law: str) -> tuple[str, ...]:
    """How texts write the name of a law, in small letters; the councils and committees in it shortened too.

    What it joins by a comma stands also with `và`, and the other way round.

    >>> _spellings("Thi đua, khen thưởng")
    ('thi đua, khen thưởng', 'thi đua và khen thưởng', 'thi đua khen thưởng')
    """
    name = law.lower()
    names = [name] if name else []
    if _COUNCIL in name:
        names += [name.replace(_COUNCIL, "hđnd").replace(_COMMITTEE, "ubnd")]
        names += [each.replace(", ubnd", " và ubnd").replace(f", {_COMMITTEE}", f" và {_COMMITTEE}") for each in names]
        names += [each.replace("hđnd và ubnd", "hđnd - ubnd") for each in names if "hđnd và ubnd" in each]
    else:
        joints = list(_JOINT.finditer(name))
        names += [
            name[: joint.start()] + (" và " if joint.group() == ", " else ", ") + name[joint.end() :]
            for joint in joints
        ]
    return tuple(dict.fromkeys([*names, *(each.replace(",", "") for each in names)]))
