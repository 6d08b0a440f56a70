"""The name of an agency taken apart: the row of its own name, and the territory that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import regex

from vnplan.core.mentions import AgencyLevel
from vnplan.knowledge import Knowledge
from vnplan.knowledge.abbreviations import written_out
from vnplan.knowledge.agency_patterns import folded_name
from vnplan.knowledge.agency_rows import AgencyRow
from vnplan.normalise import normalise

_TYPES: dict[str, AgencyLevel] = {
    "tỉnh": "province",
    "thành phố": "province",  # of a province: `Names._local` tells it by the name
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
_TYPE = "(?i:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)"
_WORD = r"\p{Lu}[\p{Ll}'’]*(?!\p{L})"  # not in capitals throughout: `ĐBQH` is no town
_PROPER = rf"(?:{_WORD}(?:(?: - |-| ){_WORD}){{0,4}}|\d{{1,2}})"
_ONE = rf"(?:(?P<type>{_TYPE})(?: (?P<name>{_PROPER}))?|(?P<bare>{_PROPER}))"
_BETWEEN = rf"(?:,? (?:huyện|quận|thị xã|thành phố) {_PROPER}(?=,? (?:tỉnh|thành phố) ))?"
_WITHIN = rf"{_BETWEEN}(?:,? (?:tỉnh|thành phố) (?P<outer>{_PROPER}))?"
_TAIL = regex.compile(_ONE + _WITHIN)
# `Liên minh Hợp tác xã` is of no commune
ENDS_IN_TYPE = regex.compile(rf"(?P<base>.* )(?P<type>(?<!(?i:hợp tác) ){_TYPE})")
_OF_COMMITTEE = regex.compile(r"(?:.* )?(?P<first>[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Qq]uận|[Tt]hị) (?:ủy|[Đđ]oàn)")
_COMMITTEE_TYPES = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "quận": "quận", "thị": "thị xã"}
_LONGEST = 300  # characters of a name; longer words are text, and not cut at each of their blanks
_REGION = regex.compile(rf"(?i:[ivx]+|\d{{1,2}})(?: - {_PROPER})?|{_PROPER}")
_GROUP = regex.compile(
    r"(?i)(?:các|những|mọi|toàn thể|tất cả)(?!\w)|.* (?:các|cấp (?:tỉnh|thành phố|huyện|xã|cơ sở|trên|dưới)) "
)


@dataclass(frozen=True, slots=True)
class Local:
    """A territory as named: its type (empty where the name does not say it), its own name, its level."""

    type: str
    name: str
    level: AgencyLevel

    def __str__(self) -> str:
        return f"{self.type} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The rows that a name may mean, and its territory; `type` is that of the province, where the name says it."""

    rows: tuple[AgencyRow, ...]
    province: str | None
    local: Local | None = None
    type: str = ""


def tidy(words: str) -> str:
    """A name in the spelling of the tables: composed letters, tone marks the old way, single blanks.

    >>> tidy("Uỷ ban  nhân dân")
    'Ủy ban nhân dân'
    """
    return " ".join(normalise(words).clean.split())


class Names:
    """Takes names apart by the rows of the tables."""

    def __init__(self, know: Knowledge) -> None:
        self.territories = know.territories
        self.rows: tuple[AgencyRow, ...] = (*know.agencies.rows, *know.successions.past)
        self.by_key: dict[str, list[AgencyRow]] = defaultdict(list)
        for row in self.rows:
            self.by_key[folded_name(row.name)].append(row)
        for row in self.rows:
            # what ends in `tỉnh` ends in `thành phố` in a city
            twin = f"{row.name[:-4]}thành phố" if row.name.endswith(" tỉnh") else row.name
            for name in (twin, *row.variants):
                known = self.by_key[folded_name(name)]
                if row not in known and not any(row.level == other.level for other in known):
                    known.append(row)

    def is_group(self, words: str) -> bool:
        """Whether the words mean several bodies: `các sở`, `UBND các huyện`, `UBND cấp xã`."""
        return bool(_GROUP.match(f"{words} "))

    def parse(self, words: str, province: str | None, on: date | None) -> Parsed | None:
        """The rows and the territory of a name; `None` where no row has it. The longest own name wins."""
        words = tidy(words)
        if len(words) > _LONGEST:
            return None
        long = words if self.by_key.get(folded_name(words)) else written_out(words)
        pieces = long.split(" ")
        for length in range(len(pieces), 0, -1):
            base, tail = " ".join(pieces[:length]).rstrip(","), " ".join(pieces[length:])
            rows = self.by_key.get(folded_name(base))
            if rows:
                parsed = self._placed(tuple(rows), base, tail, province, on)
                if parsed is not None:
                    return parsed
        return None

    def _placed(
        self, rows: tuple[AgencyRow, ...], base: str, tail: str, province: str | None, on: date | None
    ) -> Parsed | None:
        given = self.territories.canonical(province) if province else None
        if not tail:
            return self._untailed(rows, base, given, on)
        if rows[0].name.lower().endswith("khu vực") and _REGION.fullmatch(tail):
            return Parsed(rows, None, Local("khu vực", tail, "province"))
        match = _TAIL.fullmatch(tail)
        if match is None or (match["bare"] and match["bare"].isdigit() and not self._type_at_end(base)):
            return None
        outer = self.territories.canonical(match["outer"]) if match["outer"] else None
        if match["bare"]:
            type_, name = self._type_at_end(base), match["bare"]
        else:
            type_, name = match["type"].lower(), match["name"] or ""
        if not name:
            return self._untyped(rows, type_, given)
        return self._with_name(rows, type_, name, outer or given, on)

    def _with_name(
        self, rows: tuple[AgencyRow, ...], type_: str, name: str, within: str | None, on: date | None
    ) -> Parsed | None:
        own = self.territories.canonical(name)
        if type_ == "tỉnh" or (own is not None and self._is_province(own, type_, within, on)):
            placed = self._at(self._counterparts(rows, "province"), "province")
            return Parsed(placed, own or name, type=type_) if placed else None
        if not type_ and all(row.level is None for row in rows):
            return None  # `Văn phòng Sao Mai` is no body of a town
        level: AgencyLevel = "district" if type_ == "thành phố" else _TYPES.get(type_) or self._own_level(rows)
        placed = self._at(self._counterparts(rows, level), level)
        return Parsed(placed, within, Local(type_, name, level)) if placed else None

    def _is_province(self, own: str, type_: str, within: str | None, on: date | None) -> bool:
        """`thành phố Hải Dương` was a town, `thành phố Huế` too until it became a province's equal."""
        if type_ != "thành phố":
            return not type_
        named = [row for row in self.territories.rows if row.name == own]
        cities = [row for row in named if row.type == "thành phố"]
        if on is None or not cities:
            return bool(cities) and within in (None, own)
        if any(row.existed(on) for row in named):
            return any(row.existed(on) for row in cities)
        return any(row.valid_to is not None and row.valid_to < on for row in cities)

    def _was_city(self, own: str) -> bool:
        return any(row.name == own and row.type == "thành phố" for row in self.territories.rows)

    def _type_at_end(self, base: str) -> str:
        """The type in the name itself: `Công an huyện`, `Thành ủy`."""
        match = ENDS_IN_TYPE.fullmatch(base)
        if match:
            return match["type"].lower()
        committee = _OF_COMMITTEE.fullmatch(base)
        return _COMMITTEE_TYPES[committee["first"].lower()] if committee else ""

    def _untailed(self, rows: tuple[AgencyRow, ...], base: str, given: str | None, on: date | None) -> Parsed:
        """A name alone: of the centre where there is such a body, else of the province that is given."""
        type_ = self._type_at_end(base)
        if given and type_ == "thành phố" and self.territories.type_of(given, on) != "thành phố":
            town = self._counterparts(rows, "district")
            if self._at(town, "district"):
                return Parsed(self._at(town, "district"), given)
        central = tuple(row for row in rows if row.level == "central")
        others = tuple(row for row in rows if row.level != "central")
        if given and others:
            return Parsed(self._first_level(others), given)
        return Parsed(central or self._first_level(others), None)

    def _untyped(self, rows: tuple[AgencyRow, ...], type_: str, given: str | None) -> Parsed | None:
        """A type with no name after it: `UBND tỉnh`, `UBND huyện`."""
        level = _TYPES[type_]
        if type_ == "thành phố" and given and not self._was_city(given):
            level = "district"
        placed = self._at(self._counterparts(rows, level), level)
        return Parsed(placed, given, Local(type_, "", level) if level != "province" else None) if placed else None

    def _first_level(self, rows: tuple[AgencyRow, ...]) -> tuple[AgencyRow, ...]:
        """Those of the province; of lower levels all: the day tells them apart."""
        return tuple(row for row in rows if row.level == "province") or rows

    def _own_level(self, rows: tuple[AgencyRow, ...]) -> AgencyLevel:
        """The level of a body of a town or village named with no type: a province has its own names."""
        for level in ("district", "commune"):
            if any(row.level == level for row in rows):
                return level
        return "district"

    def _at(self, rows: tuple[AgencyRow, ...], level: AgencyLevel) -> tuple[AgencyRow, ...]:
        """The rows of a level; a body of provinces may also stand in a district, one of no level anywhere."""
        own = tuple(row for row in rows if row.level == level)
        if own or level == "central":
            return own
        below = ("province", None) if level != "province" else (None,)
        return tuple(row for row in rows if row.level in below)

    def _counterparts(self, rows: tuple[AgencyRow, ...], level: AgencyLevel) -> tuple[AgencyRow, ...]:
        """`Công an tỉnh` of a district is `Công an huyện`."""
        word = {"province": "tỉnh", "district": "huyện", "commune": "xã"}.get(level)
        return (*rows, *(other for row in rows for other in self._renamed(row, word)))

    def _renamed(self, row: AgencyRow, word: str | None) -> Iterator[AgencyRow]:
        match = ENDS_IN_TYPE.fullmatch(row.name)
        if match and word and match["type"] != word:
            yield from self.by_key.get(folded_name(match["base"] + word), ())
