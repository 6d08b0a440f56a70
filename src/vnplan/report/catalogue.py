"""What the page knows of every plan before it opens one: for the list, the filters and the charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from vnplan.collection import edges
from vnplan.collection.graph import node_of
from vnplan.record import PlanRecord
from vnplan.record.models import Citation
from vnplan.report.document import KINDS
from vnplan.store.rows import due

_WORDS = 160  # characters of a task on the time line


class Names:
    """Names by number, in the order of their first use."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The number of a name."""
        return self.numbers.setdefault(name, len(self.numbers))

    def __iter__(self) -> Any:
        return iter(self.numbers)


def catalogue(records: Sequence[PlanRecord]) -> dict[str, Any]:
    """The plans with what they are listed and filtered by; agencies and instruments as numbers of names."""
    agencies, instruments = Names(), Names()
    return {
        "plans": [_entry(record, agencies, instruments) for record in records],
        "agencies": list(agencies),
        "instruments": list(instruments),
    }


def _entry(record: PlanRecord, agencies: Names, instruments: Names) -> dict[str, Any]:
    header = record.header
    name = PurePath(record.source.uri).name or record.source.uri
    entry = {
        "title": header.title or header.designation or name,
        "type": header.document_type,
        "number": header.designation,
        "issuer": header.issuer,
        "province": header.province,
        "date": header.issued_on.isoformat() if header.issued_on else None,
        "year": header.issued_on.year if header.issued_on else None,
        "name": name,
        "status": record.status,
        "counts": [len(getattr(record, kind)) for kind in KINDS],
        "severity": Counter(each.severity for each in record.diagnostics),
        "agencies": sorted({agencies.number(each.name) for each in record.agencies}),
        "instruments": sorted({instruments.number(label(each)) for each in record.citations if each.form == "full"}),
    }
    return {key: value for key, value in entry.items() if value is not None}


def label(citation: Citation) -> str:
    """How an instrument is called in lists: type and number, or type and name."""
    said = citation.instrument
    return " ".join(filter(None, (said.type, said.designation or said.title))) or " ".join(citation.text.split())


def time_line(records: Sequence[PlanRecord]) -> list[list[Any]]:
    """Deadlines with a day: number of the plan, id, last day in time, kind, what it dates, who leads."""
    found: list[list[Any]] = []
    for number, record in enumerate(records):
        tasks = {name: each for each in reversed(record.assignments) for name in each.deadlines}
        aims = {each.deadline: each for each in reversed(record.targets) if each.deadline}
        for deadline in record.deadlines:
            day = due(deadline)
            if day is None:
                continue
            task, aim = tasks.get(deadline.id), aims.get(deadline.id)
            words = task.task if task else " ".join(filter(None, (aim.indicator, aim.text))) if aim else deadline.text
            leads = [actor.agency for actor in task.actors if actor.role == "lead"] if task else []
            dates = "assignment" if task else "target" if aim else "other"
            found.append([number, deadline.id, day.isoformat(), dates, _short(words), leads])
    return sorted(found, key=lambda row: (row[2], row[0]))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WORDS else line[: _WORDS - 2] + " …"


def citations(records: Sequence[PlanRecord]) -> dict[str, list[list[Any]]]:
    """The graph of citations: nodes (label, day, band, number of the plan or null), edges (from, to, relation, plan,
    citation).
    """
    by_uri = {record.source.uri: number for number, record in enumerate(records)}
    nodes = Names()
    told: dict[str, list[Any]] = {}
    for number, record in enumerate(records):
        header = record.header
        words = " ".join(filter(None, (header.document_type, header.designation))) or record.source.uri
        day = header.issued_on.isoformat() if header.issued_on else None
        told[node_of(record)] = [words, day, "plan", number]
    for citation in _with_key(records):
        key = str(citation.instrument.key)
        day = citation.instrument.issued_on
        if key not in told:
            told[key] = [label(citation), day, band(key), None]
        elif told[key][1] is None:
            told[key][1] = day
    lines = [
        [
            nodes.number(edge.source),
            nodes.number(edge.target),
            edge.relation,
            by_uri.get(edge.document or ""),
            edge.citation,
        ]
        for edge in edges(records)
        if edge.source != edge.target
    ]
    return {"nodes": [told.get(name, [name, None, band(name), None]) for name in nodes], "edges": lines}


def _with_key(records: Iterable[PlanRecord]) -> Iterable[Citation]:
    return (each for record in records for each in record.citations if each.instrument.key and each.form != "self")


_BANDS = {
    "trung.uong": "party",
    "quoc.hoi": "assembly",
    "uy.ban.thuong.vu.quoc.hoi": "assembly",
    "chu.tich.nuoc": "assembly",
    "chinh.phu": "government",
    "thu.tuong.chinh.phu": "government",
}


def band(key: str) -> str:
    """From how high an instrument comes, by its key.

    >>> band("vn/chinh.phu/nghi.dinh/2020/30-2020-nd-cp"), band("vn;hue/uy.ban.nhan.dan/ke.hoach/2022/1-kh-ubnd")
    ('government', 'local')
    """
    head, _, rest = key.partition("/")
    if ";" in head:
        return "local"
    return _BANDS.get(rest.split("/", 1)[0].split("+", 1)[0], "ministry")
