"""From what a citation says to the key and the URN of the instrument; what is missing is told, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

import regex

from vnplan.core.slugs import number_slug, slug
from vnplan.identity.key import Key
from vnplan.identity.urn import Urn
from vnplan.knowledge import Knowledge
from vnplan.knowledge.instruments import IssuerRow, Symbol
from vnplan.registry import Entry

Missing = Literal["type", "number", "symbol", "date", "territory"]

MERGER = date(2025, 7, 1)
"""The day on which 63 provinces became 34 (Nghị quyết 202/2025/QH15): a name may mean another unit before it."""

_JOINT = regex.compile(r"liên tịch|liên ngành|phối hợp", regex.IGNORECASE)
_UNIT = regex.compile(
    r"(?<!\w)(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu) (?P<name>\p{Lu}[\p{L}']*(?: \p{Lu}[\p{L}']*)*)"
)
_UNNAMED = regex.compile(r"(?<!\w)(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)$")
_DEPARTMENT = regex.compile(r"(?:(?:Phó )?Giám đốc )?(?P<name>Sở \p{Lu}.*?)(?: (?:tỉnh|thành phố) \p{Lu}.*)?")
_NEXT_DEPARTMENT = regex.compile(r", (?=(?:Giám đốc )?Sở )")
_BOARD = regex.compile(r"(?:Trưởng )?[Bb]an (?:[Tt]ổ chức|[Cc]hỉ đạo|[Qq]uản lý)(?! Trung ương)")
_LAWS = {"Bộ luật": "Luật"}  # codes and laws are numbered in one series
_ANYWHERE = ("central", "party_central")
_DAY = regex.compile(r"\d{4}-\d\d-\d\d")


class Home(NamedTuple):
    """Whose document cites: its province, and its district or commune where it is from one."""

    province: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """What an instrument is known by: `key` and `urn` are None where something is `missing` for them."""

    identity: Key | None
    urn: str | None
    missing: tuple[Missing, ...] = ()

    @property
    def key(self) -> str | None:
        """The key as a string."""
        return str(self.identity) if self.identity else None


def identify(
    type: str | None,
    designation: str | None,
    issued_on: str | None = None,
    issuer: str | None = None,
    *,
    home: Home | None = None,
    know: Knowledge | None = None,
) -> Identified:
    """The identity of an instrument from its type, number and symbol, date (ISO 8601, also a year) and issuer.

    `home` gives the territory where the citation says only `UBND tỉnh`. One instrument has one key whether its issuer
    or date is said or follows from the symbol; without what the symbol cannot tell there is no key.

    >>> identify("Nghị quyết", "25-NQ/TW", "2013-06-03", "Ban Chấp hành Trung ương").key
    'vn/trung.uong/nghi.quyet/khoa.xi/25-nq-tw'
    >>> identify("Kế hoạch", "177/KH-UBND", "2022-09-20", home=Home("Tuyên Quang")).urn
    'urn:lex:vn;tuyen.quang:uy.ban.nhan.dan:ke.hoach:2022-09-20;177-kh-ubnd'
    >>> identify("Quyết định", "749/QĐ-TTg").missing
    ('date',)
    """
    know = know or Knowledge.default()
    if not designation:
        return Identified(None, None, ("number",))
    symbol = know.instruments.symbol(designation)
    if symbol is None:
        return Identified(None, None, ("symbol",))
    return _Naming(know, symbol, type, issued_on, issuer, home=home or Home()).identified()


def key_of(entry: Entry, know: Knowledge | None = None) -> str | None:
    """The key of an entry of a registry."""
    return identify(entry.type or None, entry.designation, entry.issued_on or None, entry.issuer or None, know=know).key


def _is_congress(code: str) -> bool:
    """Whether a code is that of the National Assembly or its Standing Committee, with the term: `QH15`."""
    return code.upper().startswith(("QH", "UBTVQH"))


class _Naming:
    """The parts of the names of one instrument."""

    def __init__(
        self,
        know: Knowledge,
        symbol: Symbol,
        type: str | None,
        issued_on: str | None,
        issuer: str | None,
        *,
        home: Home,
    ) -> None:
        self.know, self.symbol, self.stated, self.issuer, self.home = know, symbol, type, issuer, home
        self.issued_on = issued_on
        self.day = date.fromisoformat(issued_on) if issued_on and _DAY.fullmatch(issued_on) else None
        self.year = symbol.year or (int(issued_on[:4]) if issued_on else None)
        self.is_party = bool(symbol.organ) and know.instruments.grammar.is_party(symbol.organ or "")
        self.codes = self._codes()
        self.of_ministries = self._are_ministries()
        self.departments = self._departments()

    def identified(self) -> Identified:
        missing: list[Missing] = []
        measure = self.measure()
        if measure is None:
            missing.append("type")
        units = self.units()
        if units is None:
            missing.append("territory")
        time = self.time()
        if time is None:
            missing.append("date")
        if measure is None or units is None:
            return Identified(None, None, tuple(missing))
        issuers = tuple(self.issuers())
        if time is None:  # of two provinces of one name it may be either
            urn = None if self._is_split_year() else self.urn(measure, units, issuers)
            return Identified(None, urn, tuple(missing))
        urn = self.urn(measure, units, issuers)
        key = Key(units, issuers, slug(_LAWS.get(measure, measure)), time, number_slug(self.symbol.designation))
        return Identified(key, urn)

    def measure(self) -> str | None:
        """The type that the symbol names; laws and resolutions of the National Assembly share their symbol."""
        if self.symbol.type_code:
            return self._type_of_code(self.symbol.type_code)
        if _is_congress(self.symbol.organ or ""):
            return self.stated
        return "Công văn"  # a number with the code of a body and no type (Nghị định 30/2020/NĐ-CP, Phụ lục I)

    def _type_of_code(self, code: str) -> str | None:
        """One type for each symbol, whatever the text calls it: `Quy định số 22-QĐ/TW` is numbered as a decision."""
        rows = [row for row in self.know.instruments.rows_of_code(code) if code in row.codes]
        own = [row for row in rows if row.system != ("state" if self.is_party else "party")]
        row = next((row for row in own if row.codes[0] == code and row.parent is None), None)
        row = row or self.know.instruments.type_of_code(code)
        return row.name if row else None

    def time(self) -> str | None:
        """What the numbering restarts with."""
        if self.is_party:
            row = self._row(self.symbol.organ or "")
            if row is not None and row.level == "party_central":
                return self._term()
            return self.issued_on if self.day else None
        if self._is_split_year() and self.day is None:
            return None  # two provinces of one name numbered their instruments in that year
        return str(self.year) if self.year else None

    def _term(self) -> str | None:
        """The term of the Congress; a year with a congress in it needs the day."""
        terms = self.know.instruments.terms
        if self.day is None and self.year is None:
            return None
        first = self.day or date(self.year or 0, 1, 1)
        last = self.day or date(self.year or 0, 12, 31)
        found = {terms.of(first), terms.of(last)}
        only = found.pop() if len(found) == 1 else None
        return f"khoa.{only.lower()}" if only else None

    def _is_split_year(self) -> bool:
        return self.year == MERGER.year and self.province is not None and self._is_new(self.province)

    def _is_new(self, province: str) -> bool:
        """Whether the province of July 2025 is another than that of its name before."""
        return len(self.know.territories.predecessors(province)) > 1

    def _row(self, code: str) -> IssuerRow | None:
        on = self.day or (date(self.year, 7, 1) if self.year else None)
        return self.know.instruments.issuer_of_code(code, on)

    def _codes(self) -> tuple[str, ...]:
        """The codes of the issuers: of all in a joint instrument, else of the first."""
        organs = self.symbol.organs
        row = self.know.instruments.type_of_code(self.symbol.type_code or "")
        joint = row is not None and _JOINT.search(row.name) is not None
        return organs if joint and len(organs) > 1 else organs[:1]

    def _are_ministries(self) -> bool:
        """Whether the codes are those of ministries, as far as the symbol tells."""
        rows = [self._row(code) for code in self.codes]
        return bool(rows) and all(row is not None and row.name.startswith("Bộ ") for row in rows)

    def _departments(self) -> tuple[str, ...]:
        """The departments that issued it where the symbol names only the field: `695/TM-QLTM` of Sở Thương mại."""
        if not self.of_ministries or "Sở " not in (self.issuer or ""):
            return ()
        found = [_DEPARTMENT.fullmatch(name) for name in _NEXT_DEPARTMENT.split(self.issuer or "")]
        return tuple(name["name"] for name in found if name) if all(found) else ()

    def issuers(self) -> Iterator[str]:
        if self.departments:
            yield from map(slug, self.departments)
            return
        if not self.codes and self.issuer:
            yield slug(self.issuer)
        for code in self.codes:
            row = self._row(code.rstrip("0123456789") if _is_congress(code) else code)
            yield slug(row.name if row else code)

    @cached_property
    def province(self) -> str | None:
        """The province of the issuer: as stated, else that of the document."""
        stated = next((found.name for found in self.know.territories.find(self.issuer or "")), None)
        return stated or self.home.province

    def units(self) -> tuple[str, ...] | None:
        """The territories below Vietnam; None where the issuer has one that nobody says."""
        if self.of_ministries and _BOARD.match(self.issuer or ""):
            return None  # `884/QĐ-BTC` of a Ban Tổ chức: whose board it is, the name does not say
        if any(map(_is_congress, self.codes)):
            return ()
        if self.codes and not self.departments and all(map(self._is_central, self.codes)):
            return ()
        province = self.province
        if province is None:
            return None
        local = self._local(province)
        if local is None:
            return None
        name = slug(province)
        if self._is_new(province) and self._after_merger():
            name += f".{MERGER.year}"
        return (name, local) if local else (name,)

    def _is_central(self, code: str) -> bool:
        row = self._row(code)
        return row is not None and row.level in _ANYWHERE

    def _after_merger(self) -> bool:
        if self.day:
            return self.day >= MERGER
        return self.year is not None and self.year > MERGER.year

    def _local(self, province: str) -> str | None:
        """The district or commune of the issuer, empty for a provincial body; None where that is not said."""
        row = self._row(self.codes[0]) if self.codes else None
        if self.departments or (row is not None and row.level in ("province", "party_province")):
            return ""
        stated = self.issuer or ""
        for match in _UNIT.finditer(stated):
            if self.know.territories.canonical(match["name"]) is None:
                return slug(match["name"])
        if _UNNAMED.search(stated) and not (stated.endswith("thành phố") and self._is_city(province)):
            return None  # `Ủy ban nhân dân huyện` of a text that does not say which
        if province in stated or "tỉnh" in stated or not self.home.unit:
            return "" if row is None or row.level != "party_district" else None
        return None

    def _is_city(self, province: str) -> bool:
        return self.know.territories.full_name(province).startswith("thành phố")

    def urn(self, measure: str, units: tuple[str, ...], issuers: tuple[str, ...]) -> str | None:
        """The URN, where the day or at least the year is known."""
        moment = self.issued_on or (str(self.year) if self.year else None)
        if moment is None or not issuers:
            return None
        authority: tuple[tuple[str, ...], ...] = tuple((issuer,) for issuer in issuers)
        if self.is_party and not units:
            body = slug(self.issuer) if self.issuer else "trung.uong"
            authority = (("dang.cong.san.viet.nam", body),)
        # the number as it is printed: URN:LEX is no key
        number = number_slug(self.symbol.designation)
        lost = len(self.symbol.designation) - len(self.symbol.designation.lstrip("0"))
        return str(Urn(authority, (slug(measure),), moment, ("0" * lost + number,), units))
