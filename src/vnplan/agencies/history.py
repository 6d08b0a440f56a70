"""Agencies in time: what a row is in a territory, what went before and what came after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import regex

from vnplan.agencies.models import Agency, Step
from vnplan.agencies.names import ENDS_IN_TYPE, Local, Names
from vnplan.core.mentions import AgencyLevel
from vnplan.knowledge import Knowledge
from vnplan.knowledge.agency_rows import AgencyRow
from vnplan.knowledge.successions import SuccessionRow
from vnplan.knowledge.territories import ProvinceRow

_DAY = timedelta(days=1)
_COMMITTEE = regex.compile(r"(?P<before>.*)(?P<first>Tỉnh|Thành) (?P<last>ủy|đoàn)")
_LOCAL_COMMITTEE = regex.compile(r".*(?:Thành|Huyện|Quận|Thị) (?:ủy|đoàn)|(?:.* )?Đảng ủy")
# Units of a territory end with it; hospitals, schools and stations of an ended district may keep its name.
_ENDS_WITH_LEVEL = ("state", "party", "front_or_union", "court_procuracy", "person_in_office")


@dataclass(frozen=True, slots=True)
class Node:
    """A row of the agencies at a level, in a province as it was for a time, in a town or village of it."""

    row: AgencyRow
    level: AgencyLevel | None
    province: ProvinceRow | None = None
    local: Local | None = None


class History:
    """All agencies in time, from the tables."""

    def __init__(self, know: Knowledge) -> None:
        self.know = know
        self.territories = know.territories
        self.successions = know.successions
        self.names = Names(know)
        self._nodes: dict[str, Node] = {}  # of the agencies given out, by their ids
        self._named: dict[str, list[AgencyRow]] = {}
        self._of_name: dict[tuple[str, AgencyLevel | None], list[AgencyRow]] = {}
        for row in self.names.rows:
            self._of_name.setdefault((row.name, row.level), []).append(row)
            self._named.setdefault(row.name, []).append(row)

    def rows_of(self, name: str, level: AgencyLevel | None) -> tuple[AgencyRow, ...]:
        """The rows of a canonical name at a level, each with its days."""
        return tuple(self._of_name.get((name, level), ()))

    # What a node is

    def days(self, node: Node) -> tuple[date | None, date | None]:
        """The first and the last day of an agency: its own, its province's, its type of territory's."""
        spans = [(node.row.valid_from, node.row.valid_to)]
        if node.province:
            spans.append((node.province.valid_from, node.province.valid_to))
        if node.level in ("district", "commune") and node.row.kind in _ENDS_WITH_LEVEL:
            spans.append(self._days_of_type(node))
        starts = [start for start, _ in spans if start]
        ends = [end for _, end in spans if end]
        return max(starts, default=None), min(ends, default=None)

    def _days_of_type(self, node: Node) -> tuple[date | None, date | None]:
        kind = node.local.type if node.local else ""
        rows = [row for row in self.successions.types if row.level == node.level]
        named = [row for row in rows if row.type == kind]
        if named:
            return named[0].valid_from, named[0].valid_to
        ends = [row.valid_to for row in rows]
        return None, None if None in ends else max(end for end in ends if end)

    def existed(self, node: Node, on: date) -> bool:
        """Whether an agency existed on a day."""
        start, end = self.days(node)
        return (start is None or start <= on) and (end is None or on <= end)

    def agency(self, node: Node) -> Agency:
        """A node as it is published."""
        start, end = self.days(node)
        place = f"@{node.province.id}" if node.province else ""
        level = f":{node.level}" if node.level != node.row.level else ""
        local = f"/{node.local}" if node.local else ""
        full = f"{node.province.type} {node.province.name}" if node.province else None
        own_id = f"{node.row.id}{level}{place}{local}"
        self._nodes[own_id] = node
        return Agency(
            id=own_id,
            name=self._full_name(node),
            base=node.row.name,
            kind=node.row.kind,
            level=node.level,
            province=node.province.name if node.province else None,
            territory=str(node.local) if node.local else full if node.level == "province" else None,
            valid_from=start,
            valid_to=end,
            source=node.row.source,
        )

    def _full_name(self, node: Node) -> str:
        name = node.row.name
        if node.local:
            if not node.local.name:
                match = ENDS_IN_TYPE.fullmatch(name)
                return f"{match['base']}{node.local}" if match else f"{name} {node.local}"
            if _LOCAL_COMMITTEE.fullmatch(name) and node.level == "district":
                return f"{name} {node.local.name}"
            if node.level == "province":
                return f"{name} {node.local.name}"  # the number of a region
            match = ENDS_IN_TYPE.fullmatch(name)
            return f"{match['base']}{node.local}" if match and node.local.type else f"{name} {node.local}"
        if node.level in ("district", "commune") and len({row.level for row in self._named.get(name, ())}) > 1:
            return f"{name} cấp {'huyện' if node.level == 'district' else 'xã'}"
        if node.province is None or node.level != "province" or node.province.name in name:
            return name
        if name.endswith("khu vực"):
            return name  # a region is no province
        committee = _COMMITTEE.fullmatch(name)
        if committee:
            first = "Thành" if node.province.type == "thành phố" else "Tỉnh"
            return f"{committee['before']}{first} {committee['last']} {node.province.name}"
        full = f"{node.province.type} {node.province.name}"
        match = ENDS_IN_TYPE.fullmatch(name)
        return f"{match['base']}{full}" if match else f"{name} {full}"

    # From names to nodes

    def nodes(self, words: str, province: str | None = None, on: date | None = None) -> tuple[Node, ...]:
        """What a name may mean, at any time; of provinces with that name and type, the oldest first."""
        parsed = self.names.parse(words, province, on)
        if parsed is None:
            return ()
        provinces: Iterable[ProvinceRow | None] = (None,)
        if parsed.province:
            provinces = self.province_rows(parsed.province, parsed.type)
        nodes = []
        for row in parsed.rows:
            level = parsed.local.level if parsed.local else row.level
            level = "province" if level is None and parsed.province else level
            for place in provinces:
                fitting = self.fitting(row, place) if place and not parsed.type else row
                if self.fits(fitting, place):
                    nodes.append(Node(fitting, level, place, parsed.local))
        lived = [node for node in dict.fromkeys(nodes) if self._lived(node)]
        return tuple(sorted(lived, key=lambda node: self.days(node)[0] or date.min))

    def _lived(self, node: Node) -> bool:
        """Not what ended before its province began."""
        start, end = self.days(node)
        return start is None or end is None or start <= end

    def fits(self, row: AgencyRow, place: ProvinceRow | None) -> bool:
        """Only a city has a `Thành ủy`, only a province a `Tỉnh ủy`."""
        committee = _COMMITTEE.fullmatch(row.name)
        if committee is None or place is None or row.level != "province":
            return True
        return (committee["first"] == "Thành") == (place.type == "thành phố")

    def province_rows(self, name: str, type_: str = "") -> tuple[ProvinceRow, ...]:
        """The rows of a province in the order of time; of that type only, where one has it."""
        rows = [row for row in self.territories.rows if row.name == name]
        of_type = [row for row in rows if row.type == type_]
        return tuple(sorted(of_type if type_ else rows, key=lambda row: row.valid_from or date.min))

    def node_of(self, agency: Agency) -> Node:
        """The node that an agency was made of."""
        return self._nodes[agency.id]

    # One step on, one step back

    def after(self, node: Node) -> Iterator[tuple[SuccessionRow | None, Node, date, tuple[str, ...]]]:
        """What took over from an agency: by its own succession, or because its province did."""
        start, end = self.days(node)
        own_end = node.row.valid_to == end or (end is not None and self._ends_with_type(node, end))
        for rule in self._rules(node):
            if start is not None and rule.on <= start:
                continue
            if end is not None and rule.on > end + _DAY:
                continue
            if rule.kind == "main" and not (end is not None and rule.on == end + _DAY):
                continue
            yield from self._step(node, rule)
        if end is None or own_end or node.province is None:
            return
        later = self._later_province(node.province, end + _DAY)
        if later is not None:
            row = self.fitting(node.row, later)
            source = self._province_source(node.province, later)
            yield None, Node(row, node.level, later, node.local), end + _DAY, (source,)

    def _ends_with_type(self, node: Node, end: date) -> bool:
        return (
            node.level in ("district", "commune")
            and node.row.kind in _ENDS_WITH_LEVEL
            and (self._days_of_type(node)[1] == end)
        )

    def _rules(self, node: Node) -> tuple[SuccessionRow, ...]:
        """The successions that hold for an agency: those of its province in place of the general ones."""
        if node.level is None:
            return ()
        rows = self.successions.of(node.row.name, node.level)
        own = [row for row in rows if row.province and node.province and row.province == node.province.name]
        replaced = {(row.on, row.kind, row.duties) for row in own}
        general = [row for row in rows if row.province is None and (row.on, row.kind, row.duties) not in replaced]
        return (*own, *general)

    def _step(self, node: Node, rule: SuccessionRow) -> Iterator[tuple[SuccessionRow, Node, date, tuple[str, ...]]]:
        place, sources = node.province, [rule.source]
        if place is not None and place.valid_to is not None and place.valid_to < rule.on:
            later = self._later_province(place, rule.on)
            if later is not None:
                sources.append(self._province_source(place, later))
            place = later
        local = node.local if rule.to_level == node.level and node.level != "province" else None
        for row in self.rows_of(rule.successor, rule.to_level):
            target = Node(row, rule.to_level, place if rule.to_level != "central" else None, local)
            if self.existed(target, rule.on):
                if place is not None:
                    target = Node(self.fitting(row, place), target.level, place, local)
                yield rule, target, rule.on, tuple(sources)

    def _later_province(self, place: ProvinceRow | None, on: date) -> ProvinceRow | None:
        if place is None or place.successor is None:
            return None
        return next((row for row in self.territories.rows if row.name == place.successor and row.existed(on)), None)

    def _province_source(self, before: ProvinceRow, after: ProvinceRow) -> str:
        """The act by which a province went over: that of the new one, or of the former where the new one is older."""
        founded = before.valid_to is not None and after.valid_from == before.valid_to + _DAY
        return after.source if founded else before.source

    def fitting(self, row: AgencyRow, place: ProvinceRow) -> AgencyRow:
        """`Tỉnh ủy` of what became a city is `Thành ủy`."""
        committee = _COMMITTEE.fullmatch(row.name)
        if committee is None or self.fits(row, place):
            return row
        other = "Thành" if committee["first"] == "Tỉnh" else "Tỉnh"
        rows = self.rows_of(f"{committee['before']}{other} {committee['last']}", row.level)
        return next((found for found in rows if (found.valid_to is None) == (row.valid_to is None)), row)

    def steps_from(self, node: Node) -> tuple[tuple[Step, Node], ...]:
        """The direct successions of an agency, the main line first."""
        found = [
            (
                Step(
                    predecessor=self.agency(node),
                    successor=self.agency(target),
                    kind=rule.kind if rule else "main",
                    on=on,
                    sources=sources,
                    duties=rule.duties if rule else None,
                ),
                target,
            )
            for rule, target, on, sources in self.after(node)
        ]
        return tuple(sorted(found, key=lambda item: (item[0].on, item[0].kind != "main")))

    def steps_into(self, node: Node) -> tuple[tuple[Step, Node], ...]:
        """The direct predecessors of an agency: those whose successions lead to it."""
        wanted = self.agency(node).id
        found = []
        for candidate in self._candidates(node):
            found += [
                (step, candidate) for step, target in self.steps_from(candidate) if self.agency(target).id == wanted
            ]
        return tuple(sorted(found, key=lambda item: (item[0].on, item[0].kind != "main", item[0].predecessor.id)))

    def _candidates(self, node: Node) -> Iterator[Node]:
        """Agencies that may have gone over into one: by the rows, and the same one of the former provinces."""
        if node.level is None:
            return
        names = {(row.name, row.level) for row in self._into(node)} | {(node.row.name, node.level)}
        committee = _COMMITTEE.fullmatch(node.row.name)
        if committee:
            other = "Thành" if committee["first"] == "Tỉnh" else "Tỉnh"
            twin = f"{committee['before']}{other} {committee['last']}"
            names |= {(row.name, row.level) for row in self.successions.into(twin, node.level)} | {(twin, node.level)}
        places: list[ProvinceRow | None] = [None]
        if node.province is not None:
            places = [
                row for row in self.territories.rows if row is node.province or row.successor == node.province.name
            ]
        for name, level in sorted(names, key=str):
            for row in self.rows_of(name, level):
                for place in places:
                    same = level == node.level
                    candidate = Node(row, level, None if level == "central" else place, node.local if same else None)
                    if candidate != node and self.fits(row, place):
                        yield candidate

    def _into(self, node: Node) -> tuple[SuccessionRow, ...]:
        return self.successions.into(node.row.name, node.level) if node.level else ()

    # Whole chains

    def chain(self, node: Node, *, back: bool = False) -> tuple[Step, ...]:
        """Every step on (or back): the main line with its parts, of each part its main line only.

        Which of the duties that went over as a part went on again, the tables do not know: a step behind a part is told
        as that part of the agency asked about.
        """
        found: dict[tuple[str, str, date], Step] = {}
        seen = {self.agency(node).id}
        main: list[tuple[Node, Step | None, date]] = [(node, None, date.max if back else date.min)]
        parts: list[tuple[Node, Step | None, date]] = []
        while main or parts:
            here, part, day = (main or parts).pop(0)  # the main line to its end before its parts
            for step, other in self.steps_into(here) if back else self.steps_from(here):
                # what an agency had given away before it took over, is not of this line
                passed = step.on < day if back else step.on > day
                if not passed or (step.kind == "part" and part is not None):
                    continue
                told = replace(step, kind="part", duties=part.duties) if part else step
                found.setdefault((step.predecessor.id, step.successor.id, step.on), told)
                if told.kind == "part":
                    parts.append((other, told, step.on))
                elif self.agency(other).id not in seen:
                    seen.add(self.agency(other).id)
                    main.append((other, None, step.on))
        sign = -1 if back else 1
        return tuple(sorted(found.values(), key=lambda step: (sign * step.on.toordinal(), step.kind != "main")))

    @cached_property
    def begins(self) -> date:
        """The first day that the tables cover: the Government of the eleventh National Assembly."""
        return date(2002, 8, 5)
