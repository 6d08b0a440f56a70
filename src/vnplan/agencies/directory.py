"""The agencies of one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from vnplan.agencies.history import History, Node
from vnplan.agencies.models import Agency, Code, Lookup, Province
from vnplan.knowledge.agency_rows import AgencyRow
from vnplan.knowledge.successions import MemberRow
from vnplan.knowledge.territories import ProvinceRow


class Directory:
    """What existed on a day. `vnplan.agencies.at` makes it."""

    def __init__(self, history: History, on: date) -> None:
        self.history = history
        self.on = on

    def __repr__(self) -> str:
        return f"<agencies on {self.on}>"

    @property
    def has_districts(self) -> bool:
        """Whether there was a level of districts (huyện, quận, thị xã, thành phố thuộc tỉnh)."""
        return any(
            row.level == "district"
            and (row.valid_from is None or row.valid_from <= self.on)
            and (row.valid_to is None or self.on <= row.valid_to)
            for row in self.history.successions.types
        )

    @cached_property
    def _province_rows(self) -> tuple[ProvinceRow, ...]:
        return tuple(row for row in self.history.territories.rows if row.existed(self.on))

    def provinces(self) -> tuple[Province, ...]:
        """The provinces and centrally-run cities, by code; the tables begin with the 61 of 2002."""
        if self.on < self.history.begins:
            return ()
        rows = sorted(self._province_rows, key=lambda row: row.code)
        return tuple(
            Province(
                name=row.name,
                type=row.type,
                code=row.code,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                source=row.source,
            )
            for row in rows
        )

    def find(self, name: str, province: str | None = None) -> Agency | None:
        """The agency of a name on this day; `None` where there was none, or where the tables do not know it."""
        return self.check(name, province).agency

    def check(self, name: str, province: str | None = None) -> Lookup:
        """The same, with the reason where there is none."""
        if self.on < self.history.begins:
            begins = self.history.begins.isoformat()
            return Lookup(agency=None, code="before_tables", reason=f"the tables begin on {begins}")
        nodes = self.history.nodes(name, province, self.on)
        if not nodes:
            if self.history.names.is_group(name):
                return Lookup(agency=None, code="group", reason=f"{name!r} names a group of bodies: see `expand`")
            return self._unknown(name, province)
        alive = [node for node in nodes if self.history.existed(node, self.on)]
        if alive:
            return Lookup(agency=self.history.agency(self._best(alive)))
        return self._at_other_times(nodes)

    def _best(self, nodes: list[Node]) -> Node:
        """Of several: the one placed most exactly."""
        return max(nodes, key=lambda node: (node.province is not None, node.level is not None))

    def _unknown(self, name: str, province: str | None) -> Lookup:
        parsed = self.history.names.parse(name, province, self.on)
        if parsed is None:
            return Lookup(agency=None, code="unknown_name", reason=f"no row of the tables has the name {name!r}")
        place = parsed.province or province
        rows = self.history.province_rows(place) if place else ()
        if rows and parsed.type:
            types = " and ".join(dict.fromkeys(row.type for row in rows))
            reason = f"{place} is {types}, not {parsed.type}"
            return Lookup(agency=None, code="no_such_territory", reason=reason)
        return Lookup(agency=None, code="unknown_territory", reason=f"{place!r} is no province of the tables")

    def _at_other_times(self, nodes: tuple[Node, ...]) -> Lookup:
        """The agency existed before or after: the nearest in time, and what ended or had not begun."""

        def distance(node: Node) -> int:
            start, end = self.history.days(node)
            gaps = [abs((day - self.on).days) for day in (start, end) if day]
            return min(gaps, default=0)

        node = min(nodes, key=distance)
        start, end = self.history.days(node)
        other = self.history.agency(node)
        code: Code = "not_yet" if start is not None and self.on < start else "ended"
        day = start if code == "not_yet" else end
        verb = "was set up on" if code == "not_yet" else "ended on"
        after = self._after(node) if code == "ended" else ""
        return Lookup(
            agency=None, code=code, reason=f"{other.name} {verb} {day}{self._why(node, day)}{after}", other_days=other
        )

    def _why(self, node: Node, day: date | None) -> str:
        place = node.province
        if place is not None and day is not None:
            if day == place.valid_to and day != node.row.valid_to:
                return f", as {place.type} {place.name} did"
            if day == place.valid_from and day != node.row.valid_from:
                return f", as {place.type} {place.name} was"
        if node.level == "district" and day != node.row.valid_to:
            return ", as all districts did"
        return ""

    def _after(self, node: Node) -> str:
        heirs = [step.successor.name for step, _ in self.history.steps_from(node) if step.kind == "main"]
        return f"; {heirs[0]} took over" if heirs else ""

    # Lists

    def ministries(self) -> tuple[Agency, ...]:
        """The ministries and the agencies of ministerial rank (bộ, cơ quan ngang bộ)."""
        return (*self.members("ministries"), *self.members("ministerial_agencies"))

    def departments(self, province: str | None = None, *, possible: bool = False) -> tuple[Agency, ...]:
        """The departments that the decrees set up in every province (`sở`, inspectorate, office of the committee).

        With `possible` those that only some provinces have as well: which of them has, the tables do not say. Before
        March 2008 the departments differed from province to province, and there is no list.
        """
        return self.members("departments", province, certain=not possible)

    def members(self, group: str, province: str | None = None, *, certain: bool = True) -> tuple[Agency, ...]:
        """The members of a group of collective_members.csv on this day; those not everywhere only on request."""
        place = self.province(province) if province else None
        if (province and place is None) or self.on < self.history.begins:
            return ()
        found = [
            self._member(row, place)
            for row in self.history.successions.members
            if row.group == group and self._counts(row, place, certain=certain)
        ]
        return tuple(sorted((agency for agency in found if agency), key=lambda agency: agency.name))

    def _counts(self, row: MemberRow, place: ProvinceRow | None, *, certain: bool) -> bool:
        if (row.valid_from and self.on < row.valid_from) or (row.valid_to and row.valid_to < self.on):
            return False
        if row.provinces and place is not None and place.name not in row.provinces:
            return False
        sure = row.certainty == "all" and (place is None or place.name not in row.unsure_in)
        return sure or not certain

    def _member(self, row: MemberRow, place: ProvinceRow | None) -> Agency | None:
        for found in self._of_place(self.history.rows_of(row.name, row.level), place):
            node = Node(found, row.level, place if row.level == "province" else None)
            if self.history.existed(node, self.on):
                return self.history.agency(node)
        return None

    def _of_place(self, rows: Iterable[AgencyRow], place: ProvinceRow | None) -> Iterable[AgencyRow]:
        """`Ban Tổ chức Tỉnh ủy` of a city is `Ban Tổ chức Thành ủy`."""
        for row in rows:
            yield self.history.fitting(row, place) if place is not None else row

    def province(self, name: str) -> ProvinceRow | None:
        """The province of a name on this day."""
        standard = self.history.territories.canonical(name, self.on)
        return next((row for row in self._province_rows if row.name == standard), None) if standard else None
