"""Agencies and territories in time: who existed on a day, who took over from whom, who belongs to a group.

>>> from datetime import date
>>> from vnplan import agencies
>>> agencies.at(date(2023, 5, 1)).find("Sở TT&TT", "Bình Định").name
'Sở Thông tin và Truyền thông tỉnh Bình Định'
>>> [step.successor.name for step in agencies.successors("Sở TT&TT", "Bình Định") if step.kind == "main"]
['Sở Khoa học và Công nghệ tỉnh Bình Định', 'Sở Khoa học và Công nghệ tỉnh Gia Lai']
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from vnplan.agencies.directory import Directory
from vnplan.agencies.expansion import Expander
from vnplan.agencies.history import History, Node
from vnplan.agencies.models import Agency, Expansion, Left, Lookup, Province, Resolution, Step
from vnplan.agencies.resolution import resolve as _resolve
from vnplan.core.issues import VnplanError
from vnplan.knowledge import Knowledge

if TYPE_CHECKING:  # a name is looked up without the models of records
    from vnplan.record.models import PlanRecord

__all__ = [
    "Agency",
    "Directory",
    "Expansion",
    "Left",
    "Lookup",
    "Province",
    "Resolution",
    "Step",
    "at",
    "chains",
    "expand",
    "known_province",
    "predecessors",
    "resolve",
    "successors",
]


@cache
def _history() -> History:
    return History(Knowledge.default())


@cache
def _expander() -> Expander:
    return Expander(_history())


def _day(on: date | str) -> date:
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise VnplanError(f"{on!r} is no day; write it like 2023-05-01") from error


@lru_cache(maxsize=64)
def _at(on: date) -> Directory:
    return Directory(_history(), on)


def at(on: date | str) -> Directory:
    """The agencies and provinces of one day.

    >>> at("2025-06-30").find("Sở Tài chính", "Bình Định").valid_to
    datetime.date(2025, 6, 30)
    >>> at("2025-07-01").find("Sở Tài chính", "Bình Định") is None
    True
    """
    return _at(_day(on))


def _node(name: str, province: str | None, on: date | str | None, *, last: bool) -> Node:
    day = _day(on) if on is not None else None
    history = _history()
    nodes = history.nodes(name, province, day)
    if day is not None:
        nodes = tuple(node for node in nodes if history.existed(node, day))
    if not nodes:
        when = f" on {day}" if day else ""
        place = f" of {province}" if province else ""
        raise VnplanError(f"no agency {name!r}{place}{when} in the tables; check the name, the province and the day")
    return nodes[-1] if last else nodes[0]


def successors(name: str, province: str | None = None, *, on: date | str | None = None) -> tuple[Step, ...]:
    """What became of an agency, step by step in the order of time.

    Where several agencies had the name one after the other, `on` says which is meant; without it the oldest is. Of
    steps of the kind `part` only the main line is followed on.
    """
    return _history().chain(_node(name, province, on, last=False))


def predecessors(name: str, province: str | None = None, *, on: date | str | None = None) -> tuple[Step, ...]:
    """What an agency was made of, the latest step first; without `on` of the newest agency of the name.

    >>> [step.predecessor.name for step in predecessors("Bộ Xây dựng")]
    ['Bộ Giao thông vận tải']
    """
    return _history().chain(_node(name, province, on, last=True), back=True)


def chains(agency: Agency) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The successors and the predecessors of an agency that a directory gave."""
    node = _history().node_of(agency)
    return _history().chain(node), _history().chain(node, back=True)


def known_province(name: str) -> bool:
    """Whether a name is that of a province, on any day."""
    return _history().territories.canonical(name) is not None


def resolve(record: PlanRecord) -> tuple[Resolution, ...]:
    """Each agency mention of a record, resolved on the day of the document; the record stays as it is.

    A document without a date is not resolved; a body that did not exist on the day is told as an `anachronism`.
    """
    return tuple(_resolve(_history(), record))


def expand(
    words: str,
    province: str | None = None,
    on: date | str | None = None,
    *,
    districts: Sequence[str] | None = None,
    communes: Sequence[str] | None = None,
) -> Expansion:
    """The members of a group (`các sở, ban, ngành`) of a province on a day.

    The tables carry the provinces; the districts and communes of a province are the caller's to give, by their names
    with their types (`huyện Tây Sơn`), else the words are left with the reason.

    >>> [agency.name for agency in expand("các bộ, ngành", on="2025-03-01").members][:2]
    ['Bộ Công Thương', 'Bộ Công an']
    """
    if on is None:
        raise VnplanError("who belongs to a group depends on the day: give `on`, like on='2023-05-01'")
    return _expander().expand(words, province, _day(on), districts, communes)
