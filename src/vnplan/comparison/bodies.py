"""Agencies made comparable: the body of today, without its province."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import NamedTuple

import regex

from vnplan import agencies
from vnplan.agencies import Step
from vnplan.comparison.plans import Plan
from vnplan.core.issues import VnplanError
from vnplan.knowledge import Knowledge

_COMMITTEE = "ủy ban nhân dân"
_LEVELS: dict[str, str] = {"province": "tỉnh", "district": "huyện", "commune": "xã"}
"""What a level is called by: that of its most common unit."""


class Body(NamedTuple):
    """What an agency is compared as, and how it came to be called so."""

    name: str
    became: tuple[str, ...] = ()


class Bodies:
    """The comparable names of the actors of plans; each is looked up once."""

    def __init__(self, know: Knowledge) -> None:
        self.know = know
        self.office = know.agencies.grammar.office
        self._known: dict[tuple[str, str | None, int], Body] = {}
        self._changes = _changes(know)
        self._units = _local_units(know)
        self._committee = regex.compile(
            rf"^(?:{_COMMITTEE}|ubnd)\s+(?:cấp\s+)?(?:các\s+)?(?P<unit>{'|'.join(self._units)})\b"
        )

    def of(self, name: str, plan: Plan) -> Body:
        """What an actor of a plan is compared as."""
        province = plan.record.header.province
        # between two changes of the tables a name means the same
        key = (name, province, bisect_right(self._changes, plan.day) if plan.day else -1)
        if key not in self._known:
            self._known[key] = self._body(name, province, plan)
        return self._known[key]

    def _body(self, name: str, province: str | None, plan: Plan) -> Body:
        plain = self.know.territories.pattern.sub("", name) if province else name
        group = self._committees(name) or self._committees(plain)
        if group:
            return Body(group)
        office = self.office.match(name)
        bodies = (name, name[office.end() :].strip()) if office else (name,)
        for words in bodies:
            found = self._looked_up(words, province, plan)
            if found is not None:
                return found
        return Body(self._plain(plain))

    def _looked_up(self, words: str, province: str | None, plan: Plan) -> Body | None:
        if not words:
            return None
        try:
            steps = agencies.successors(words, province, on=plan.day)
        except VnplanError:
            try:
                steps = agencies.successors(words, province)
            except VnplanError:
                return None
        main = [step for step in steps if step.kind == "main"]
        if main:
            return Body(
                _base(main[-1].successor), tuple(f"{step.successor.base} ({step.on})" for step in _renamed(main))
            )
        found = agencies.at(plan.day).find(words, province) if plan.day else None
        return Body(_base(found)) if found else Body(self._plain(self.know.territories.pattern.sub("", words)))

    def _committees(self, name: str) -> str | None:
        """`UBND các xã, phường` and `UBND xã Tân An` are committees of communes."""
        match = self._committee.match(" ".join(name.lower().split()))
        return f"Ủy ban nhân dân cấp {self._units[match['unit']]}" if match else None

    def _plain(self, name: str) -> str:
        """A name without what says only how many or where."""
        know = self.know.comparisons.body
        words = " ".join(name.replace("()", "").split()).strip(" ,")
        small = words.lower()
        quantifier = know["quantifier"].match(small)
        if quantifier or know["group"].match(small):
            small = small[quantifier.end() :] if quantifier else small
            while end := know["around"].search(small) or know["place"].search(small):
                small = small[: end.start()]
            return f"các {small}"
        place = know["place"].search(small)
        if place and small[: place.start()] == _COMMITTEE:
            return f"{words[: place.start()]} cấp {_LEVELS['province']}"
        return (words[: place.start()] if place else words) or words


def _local_units(know: Knowledge) -> dict[str, str]:
    """The units below the province and what their level is called by; `thành phố` alone is a province."""
    types = know.successions.types
    provincial = {row.type for row in types if row.level == "province"}
    return {row.type: _LEVELS[row.level] for row in types if row.type not in provincial}


def _changes(know: Knowledge) -> list[date]:
    """The days on which an agency or a province began or ended."""
    time = know.successions
    lives = [(row.valid_from, row.valid_to) for row in know.territories.rows]
    lives += [(row.valid_from, row.valid_to) for row in time.types]
    lives += [(row.valid_from, row.valid_to) for row in (*time.past, *know.agencies.rows)]
    starts = {start for start, _ in lives if start}
    ends = {end + timedelta(days=1) for _, end in lives if end}
    return sorted(starts | ends | {row.on for row in time.rows})


def _renamed(steps: list[Step]) -> list[Step]:
    """The steps by which the body got another name; that its province did is told of the province."""
    return [step for step in steps if step.successor.base != step.predecessor.base]


def _base(agency: agencies.Agency) -> str:
    if agency.base == "Ủy ban nhân dân":
        level = _LEVELS.get(agency.level or "")
        return f"{agency.base} cấp {level}" if level else agency.base
    if agency.level == "province":
        return agency.base.replace("Thành ủy", "Tỉnh ủy").replace("Thành đoàn", "Tỉnh đoàn")
    return agency.base
