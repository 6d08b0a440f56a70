"""The members of a group: `các sở, ban, ngành` of a province on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from vnplan.agencies.directory import Directory
from vnplan.agencies.history import History
from vnplan.agencies.models import Agency, Expansion, Left
from vnplan.agencies.names import tidy
from vnplan.core.mentions import AgencyLevel
from vnplan.knowledge.load import read_toml
from vnplan.knowledge.successions import GroupNounRow, HolderRow, ScopeRow
from vnplan.knowledge.territories import folded

_SEPARATOR = regex.compile(r"(?:\s|[,;/&-]|và(?!\w))+")
_WORD = regex.compile(r"[^\s,;/&]+")
_UNIT = regex.compile(r"(?i)^(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the words: a noun, a body that units have, a scope, or words that no row has."""

    words: str
    row: GroupNounRow | HolderRow | ScopeRow | None


class Expander:
    """Expands groups by the rows of collective_groups.toml."""

    def __init__(self, history: History) -> None:
        self.history = history
        know = history.successions
        known: tuple[GroupNounRow | HolderRow | ScopeRow, ...] = (*know.nouns, *know.holders, *know.scopes)
        rows = [(word, row) for row in known for word in row.words]
        self.rows = sorted(rows, key=lambda item: -len(item[0]))
        quantifiers = read_toml("collectives.toml")["quantifiers"]["words"]
        self.quantifier = regex.compile(
            "(?:" + "|".join(regex.escape(word) for word in sorted(quantifiers, key=len, reverse=True)) + r")(?!\w)"
        )

    def expand(
        self,
        words: str,
        province: str | None,
        on: date,
        districts: Sequence[str] | None,
        communes: Sequence[str] | None,
    ) -> Expansion:
        """The members of a group on a day; see `vnplan.agencies.expand`."""
        words = tidy(words)
        directory = Directory(self.history, on)
        place = directory.province(province) if province else None
        parts = list(self.parts(words, place.name if place else province))
        call = _Call(directory, province, {"district": districts, "commune": communes}, parts)
        members: list[Agency] = []
        possible: list[Agency] = []
        left: list[Left] = []
        told: set[tuple[str, HolderRow | None]] = set()
        for part, holder in call.held():
            if (part.words.lower(), holder) in told:
                continue
            told.add((part.words.lower(), holder))
            found, maybe, reason = call.of(part, holder)
            members += found
            possible += maybe
            if reason:
                left.append(Left(words=part.words, reason=reason))
        sure = dict.fromkeys(members)
        return Expansion(
            words=words,
            on=on,
            province=place.name if place else None,
            members=tuple(sure),
            possible=tuple(agency for agency in dict.fromkeys(possible) if agency not in sure),
            left=tuple(left),
            narrowed=any(isinstance(part.row, ScopeRow) and part.row.narrows for part in parts),
        )

    def parts(self, words: str, province: str | None) -> Iterator[_Part]:
        """The words cut into pieces that rows have, from left to right, longest first."""
        small, place = words.lower(), 0
        own = f"{province.lower()}" if province else None
        while place < len(small):
            gap = _SEPARATOR.match(small, place) or self.quantifier.match(small, place)
            if gap:
                place = gap.end()
                continue
            if own and small.startswith(own, place):
                place += len(own)  # `các sở của tỉnh Ninh Bình`
                continue
            match = next(
                (
                    (word, row)
                    for word, row in self.rows
                    if small.startswith(word, place) and self._ends(small, place, word)
                ),
                None,
            )
            if match:
                yield _Part(words[place : place + len(match[0])], match[1])
                place += len(match[0])
                continue
            word = _WORD.match(small, place)
            end = word.end() if word else place + 1
            yield _Part(words[place:end], None)
            place = end

    def _ends(self, small: str, place: int, word: str) -> bool:
        end = place + len(word)
        return end == len(small) or not small[end].isalnum()


class _Call:
    """One expansion."""

    def __init__(
        self,
        directory: Directory,
        province: str | None,
        units: dict[str, Sequence[str] | None],
        parts: list[_Part],
    ) -> None:
        self.directory = directory
        self.province = province
        self.units = units
        self.parts = parts
        self.level = self._level()

    def _level(self) -> AgencyLevel:
        """At what level the nouns are read: as a scope says, else of the centre beside `bộ`, else of the province."""
        for part in self.parts:
            if isinstance(part.row, ScopeRow) and part.row.level:
                return part.row.level
        central = any(isinstance(part.row, GroupNounRow) and part.row.level == "central" for part in self.parts)
        provincial = any(part.words.lower() == "sở" for part in self.parts)
        if central and not provincial:
            return "central"
        return "province" if self.province or provincial else "central"

    def held(self) -> Iterator[tuple[_Part, HolderRow | None]]:
        """The pieces that stand for bodies, with the body that a list of units belongs to; unknown words joined."""
        holder: HolderRow | None = None
        unknown: list[str] = []
        for part in self.parts:
            if part.row is None:
                unknown.append(part.words)
                continue
            if unknown:
                yield _Part(" ".join(unknown), None), None
                unknown = []
            if isinstance(part.row, HolderRow):
                holder = part.row
            elif isinstance(part.row, GroupNounRow):
                if not part.row.units:
                    holder = None
                yield part, holder
        if unknown:
            yield _Part(" ".join(unknown), None), None

    def of(self, part: _Part, holder: HolderRow | None) -> tuple[list[Agency], list[Agency], str | None]:
        """The members that a piece stands for, the possible ones, or why there are none."""
        row = part.row
        if not isinstance(row, GroupNounRow):
            return [], [], "no row of the tables has these words"
        if row.open:
            return [], [], row.open
        if row.units:
            return self._units(part, row.units, holder)
        central = self.level == "central" or row.level == "central"
        groups = row.members_central if central and row.members_central is not None else row.members
        if central or not groups:
            return self._members(groups, None)
        if self.province is None:
            return [], [], "of which province? name it"
        if self.directory.province(self.province) is None:
            return [], [], f"{self.province} was no province on {self.directory.on}"
        return self._members(groups, self.province)

    def _members(self, groups: Iterable[str], province: str | None) -> tuple[list[Agency], list[Agency], str | None]:
        sure = [agency for group in groups for agency in self.directory.members(group, province)]
        every = [agency for group in groups for agency in self.directory.members(group, province, certain=False)]
        possible = [agency for agency in every if agency not in sure]
        if "departments" in groups and len(sure) < 5:  # before the decree of 2008 each province had its own
            return [], [], f"the departments of {self.directory.on} differed from province to province"
        return sure, possible, None

    def _units(
        self, part: _Part, level: AgencyLevel, holder: HolderRow | None
    ) -> tuple[list[Agency], list[Agency], str | None]:
        if level == "district" and part.words.lower() == "thành phố" and self._of_provinces():
            return [], [], None  # `các tỉnh, thành phố` are told with the provinces
        if level == "province":
            return self._held(holder, (row.full_name for row in self.directory.provinces()), None)
        if level == "district" and not self.directory.has_districts:
            return [], [], f"there were no districts on {self.directory.on} (Luật 72/2025/QH15: ended 2025-06-30)"
        given = self.units[level]
        if given is None:
            return [], [], f"the tables carry no list of units of this level: give `{level}s`"
        wanted = [name for name in given if self._is_of(name, part.words)]
        return self._held(holder, wanted, self.province)

    def _of_provinces(self) -> bool:
        return any(isinstance(part.row, GroupNounRow) and part.row.units == "province" for part in self.parts)

    def _is_of(self, name: str, words: str) -> bool:
        type_ = _UNIT.match(name)
        return type_ is None or words.lower().startswith(("cấp", "đơn vị")) or type_[0].lower() == words.lower()

    def _held(
        self, holder: HolderRow | None, names: Iterable[str], province: str | None
    ) -> tuple[list[Agency], list[Agency], str | None]:
        body = holder.name if holder else "Ủy ban nhân dân"  # `các huyện` as an actor are their committees
        found: list[Agency] = []
        bad: list[str] = []
        for name in dict.fromkeys(names):
            agency = self.directory.find(f"{body} {tidy(name)}", province)
            if agency is None:
                bad.append(name)
            elif folded(agency.name) not in {folded(other.name) for other in found}:
                found.append(agency)
        return found, [], f"not units of {self.directory.on}: {', '.join(bad)}" if bad else None
