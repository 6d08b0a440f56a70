"""Agencies, offices and groups of agencies: rows, and the names that they are known by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from vnplan.core.document import Header
from vnplan.core.mentions import AgencyKind, AgencyLevel
from vnplan.knowledge.abbreviations import written_out
from vnplan.knowledge.agency_grammar import Grammar
from vnplan.knowledge.agency_patterns import folded_name
from vnplan.knowledge.agency_rows import AgencyRow
from vnplan.knowledge.load import rows_from_csv
from vnplan.knowledge.territories import Territories, folded

_TYPES = (
    *("tỉnh", "Tỉnh", "TỈNH", "thành phố", "Thành phố", "THÀNH PHỐ"),
    *("huyện", "quận", "thị xã", "xã", "phường", "đặc khu"),
)
_AND_REGIONS = " và các khu vực"
_BARE_TYPE = regex.compile(rf"(?<= )({'|'.join(_TYPES)})(?=$|{_AND_REGIONS}$)")
_PARTY_COMMITTEE = regex.compile(r"(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy$|(?:Tỉnh|Thành|Huyện|Quận|Thị) đoàn$")
_OWN = regex.compile(r"(?:^| )(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) (\p{Lu}.*)$")
_CITY = regex.compile(r"(?i)thành phố|\bTP")
_COMMUNE = regex.compile(r"(?<= )(?:phường|thị trấn|đặc khu)(?!\w)", regex.IGNORECASE)
_WORD_OF_TWO = regex.compile(r"(?<!\w)\p{Lu}\p{Ll}* \p{Ll}+(?!\w)")
_PEOPLES = regex.compile(r"(?<=(?:Ủy ban|Hội đồng|Tòa án|[Kk]iểm sát) )Nhân dân(?!\w)")
# `thành phố Tam Kỳ`, `thành phố Tam Kỳ, tỉnh Quảng Nam`
_TOWN = regex.compile(r"(?:[Tt]hành phố|TP\.?) (\p{Lu}[\p{L}’']*(?:[ -]\p{Lu}[\p{L}’']*){0,3})(?=$|,? tỉnh )")
# a province with its type, not one of several
_TYPED_PROVINCE = r"(?<!các )(?i:tỉnh|thành phố|TP\.?) ?({})(?!(?:, | và | - )\p{{Lu}})"
_UNIT = regex.compile(r" ?(?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|tỉnh|thành phố) ")
_DEPARTMENT = regex.compile(r"^(?:Sở|Bộ|Cục|Chi cục|Ban|Văn phòng|Ủy ban nhân dân)(?!\w)")


def _of_capitals(tail: str) -> str:
    """The territory of a heading in capitals as it is written in a sentence.

    >>> _of_capitals(" XÃ PHÚ TÂN"), _of_capitals(" CẤP XÃ")
    (' xã Phú Tân', ' cấp xã')
    """
    small = tail.lower()
    kind = _UNIT.match(small)
    return kind.group() + " ".join(word.capitalize() for word in small[kind.end() :].split(" ")) if kind else small


def _bare_type(name: str) -> regex.Match[str] | None:
    """The type of a territory that a name ends with, without the territory's own name."""
    return _BARE_TYPE.search(name) if name.endswith((*_TYPES, _AND_REGIONS)) else None


def _own_type(name: str, words: str) -> str:
    """`Công an tỉnh` is `Công an thành phố` in a city, `Công an xã` is that of a ward where it says so."""
    if name.endswith(" tỉnh") and _CITY.search(words):
        return f"{name[:-4]}thành phố"
    if name.endswith(" xã") and (commune := _COMMUNE.search(words)):
        return f"{name[:-2]}{commune.group().lower()}"
    return name


@lru_cache(maxsize=4096)
def _in_full(words: str) -> str:
    """A name with its short forms written out: plans say the same few names again and again."""
    words = " ".join(words.split())
    if words.isupper() and " " in words:
        words = words[0] + words[1:].lower()
    return _PEOPLES.sub("nhân dân", written_out(words)).replace("thuộc trung ương", "thuộc Trung ương")


@dataclass(frozen=True)
class Agencies:
    """The agencies and the grammar of their names.

    >>> know = Agencies.load(Territories.load())
    >>> know.row_of("Sở NN&PTNT").name, know.row_of("Sở NN&PTNT").successor
    ('Sở Nông nghiệp và Phát triển nông thôn', 'Sở Nông nghiệp và Môi trường')
    >>> know.canonical("Sở KH&CN", Header(province="Cần Thơ"))
    'Sở Khoa học và Công nghệ thành phố Cần Thơ'
    """

    rows: tuple[AgencyRow, ...]
    by_key: dict[str, AgencyRow]
    territories: Territories

    @classmethod
    def load(cls, territories: Territories) -> Agencies:
        """Read the rows."""
        rows = rows_from_csv("agencies.csv", AgencyRow)
        by_key: dict[str, AgencyRow] = {}
        for row in rows:
            by_key[folded_name(row.name)] = row
        for row in rows:
            for name in row.spellings:
                by_key.setdefault(folded_name(name), row)
        return cls(rows, by_key, territories)

    @cached_property
    def grammar(self) -> Grammar:
        """The compiled patterns."""
        return Grammar.of(self.rows, self.territories)

    @cached_property
    def topic_words(self) -> frozenset[str]:
        """Two syllables that are one word in the names known (`kinh tế`, `thủy sản`), in small letters."""
        names = (name for row in self.rows for name in (row.name, *row.variants))
        return frozenset(match.group().lower() for name in names for match in _WORD_OF_TWO.finditer(name))

    @cached_property
    def by_name(self) -> dict[str, AgencyRow]:
        """The rows by canonical name."""
        return {row.name: row for row in self.rows}

    def row_of(self, words: str) -> AgencyRow | None:
        """The row of a name without its territory, in any spelling."""
        return self.by_key.get(folded_name(words))

    def canonical(self, words: str, header: Header, row: AgencyRow | None = None, tail: str | None = None) -> str:
        """The full name of a body in a document: short forms written out, the territory made explicit.

        `row` and `tail` (what follows the row's own name) are given where they are known already.
        """
        if row is None:
            row = self.row_of(words)
            tail = "" if row else words
        if tail and tail.isupper() and not tail.endswith(("TP", "TW")):
            province = self.territories.canonical(tail, header.issued_on) or self.territories.canonical(tail)
            named = row is not None and row.name.endswith((" ủy", " đoàn"))  # `TỈNH ỦY LẠNG SƠN` has its type already
            full = province if named or not province else self.territories.full_name(province, header.issued_on)
            tail = f" {full}" if full else _of_capitals(tail)
        name = _in_full(f"{_own_type(row.name, words)}{tail}" if row else words)
        name = self._with_territory(name, header)
        if row is None or tail or row.level not in ("province", "district"):
            return name
        return self._of_issuer(name, row, header)

    def issuing_body(self, header: Header) -> str | None:
        """The body that issues the document, also where the person who leads it does: `Bộ trưởng Bộ X` -> `Bộ X`."""
        issuer = header.issuer
        office = self.grammar.office.match(issuer) if issuer else None
        body = issuer[office.end() :].removeprefix(" ") if issuer and office else ""
        return body if _DEPARTMENT.match(body) else issuer

    def own_territory(self, header: Header) -> str | None:
        """The territory of the document with its type: `tỉnh Tây Ninh`, `huyện Khoái Châu`."""
        match = _OWN.search(header.issuer or "")
        if match:
            return f"{match[1]} {match[2]}"
        return self.territories.full_name(header.province, header.issued_on) if header.province else None

    def _with_territory(self, name: str, header: Header) -> str:
        """A bare `tỉnh`, `huyện`, `Tỉnh ủy` is the document's own."""
        match = _bare_type(name)
        if match:
            of_type = match[1].lower()
            own = self.own_territory(header)
            if own and own.startswith(of_type + " "):
                return f"{name[: match.start()]}{own}{name[match.end() :]}"
            if header.province and of_type in ("tỉnh", "thành phố"):
                full = self.territories.full_name(header.province, header.issued_on)
                if full.startswith(of_type + " "):
                    return f"{name[: match.start()]}{full}{name[match.end() :]}"
            return name
        if name.endswith((" Sở", " Bộ", " Ban", " Cục")):
            issuer = self.issuing_body(header) or ""
            if issuer.startswith(f"{name.rpartition(' ')[2]} "):
                return f"{name.rpartition(' ')[0]} {issuer}"
        if (
            header.province
            and name.endswith((" ủy", " đoàn"))
            and _PARTY_COMMITTEE.search(name)
            and name.split()[-2].lower() in ("tỉnh", "thành")
        ):
            return f"{name} {header.province}"
        return name

    def _of_issuer(self, name: str, row: AgencyRow, header: Header) -> str:
        """A body named without a territory belongs to that of the document."""
        if (
            not header.province
            or header.province in name
            or row.kind in ("party", "media", "person_in_office")
            or _bare_type(name)
        ):
            return name
        if row.level == "district":
            own = self.own_territory(header)
            return f"{name} {own}" if own and own.startswith(("huyện", "quận", "thị xã")) else name
        if row.name.startswith(("Mặt trận", "Phòng ", "Chi cục Hải quan", "Trung tâm Y tế")) or row.name.endswith(
            "khu vực"
        ):
            return name
        return f"{name} {self.territories.full_name(header.province, header.issued_on)}"

    def successor(self, row: AgencyRow | None, province: str | None) -> str | None:
        """Into what an agency went over: its row's successor, or the same agency of the province's successor."""
        later = self.territories.successor(province) if province else None
        base = row.successor if row else None
        if base is None and (later is None or row is None or row.level != "province"):
            return None
        if row is None or row.level != "province" or province is None:
            return base
        unit = later or province
        return (
            f"{base or row.name} {unit}"
            if _PARTY_COMMITTEE.search(base or row.name)
            else self._placed(base or row.name, unit)
        )

    def _placed(self, name: str, province: str) -> str:
        match = _bare_type(name)
        full = self.territories.full_name(province)
        return f"{name[: match.start()]}{full}" if match else f"{name} {full}"

    def scoped(self, name: str, header: Header) -> str:
        """A short name inside a department (`Văn phòng`, `Thanh tra`) belongs to the issuer.

        >>> Agencies.load(Territories.load()).scoped("Thanh tra", Header(issuer="Sở Y tế tỉnh Hà Tĩnh"))
        'Thanh tra Sở Y tế tỉnh Hà Tĩnh'
        """
        issuer = self.issuing_body(header)
        if name == "Thanh tra" and issuer and issuer.startswith("Ủy ban nhân dân"):
            return f"{name} {self.own_territory(header)}"
        return f"{name} {issuer}" if issuer and _DEPARTMENT.match(issuer) else name

    @cached_property
    def _typed_province(self) -> regex.Pattern[str]:
        return regex.compile(_TYPED_PROVINCE.format(self.territories.fragment))

    @cached_property
    def in_list(self) -> regex.Pattern[str]:
        """A province with its type, as a member of a list."""
        return regex.compile(rf"(?:tỉnh|thành phố) (?:{self.territories.fragment})(?!\w)")

    def province_in(self, name: str) -> str | None:
        """The province that the full name of a body says with its type: `Sở Y tế tỉnh Bạc Liêu`.

        >>> know = Agencies.load(Territories.load())
        >>> know.province_in("Ủy ban nhân dân huyện Hòa Bình, tỉnh Bạc Liêu"), know.province_in("Công an xã Hòa Bình")
        ('Bạc Liêu', None)
        """
        found = self._typed_province.search(name)
        return self.territories.canonical(found[1]) if found else None

    def level_of(self, words: str) -> AgencyLevel | None:
        """The level that the words of a name show."""
        level = self.grammar.level_of(words)
        town = _TOWN.search(words) if level == "province" else None
        return "district" if town and not self._is_province(town[1]) else level

    def _is_province(self, city: str) -> bool:
        """Whether the central government runs a city, now or before; the others belong to a province."""
        syllables = city.split(" ")
        names = (" ".join(syllables[:count]) for count in range(len(syllables), 0, -1))
        found = next((rows for name in names if (rows := self.territories.by_key.get(folded(name)))), ())
        if found:
            return any(row.type == "thành phố" for row in found)
        cities = (row.name for row in self.territories.rows if row.type == "thành phố")
        return any(folded(name).startswith(folded(city)) for name in cities)  # a name cut off

    def kind_of(self, words: str) -> AgencyKind:
        """The kind of the body that words begin with, with its territory or without.

        >>> Agencies.load(Territories.load()).kind_of("Hội Nông dân tỉnh Hà Tĩnh")
        'front_or_union'
        """
        syllables = words.split(" ")
        names = (" ".join(syllables[:count]) for count in range(len(syllables), 0, -1))
        row = next((row for name in names if (row := self.row_of(name))), None)
        return row.kind if row else self.kind_of_head(words)

    def kind_of_head(self, words: str) -> AgencyKind:
        """The kind of a body by the first words of its name."""
        return self.grammar.kind_of(words)
