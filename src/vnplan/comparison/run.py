"""The comparison as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from vnplan.comparison.bodies import Bodies
from vnplan.comparison.gaps import gaps
from vnplan.comparison.instruments import Instruments
from vnplan.comparison.plans import Plan, plans_of, supersede
from vnplan.comparison.result import Comparison, frame
from vnplan.comparison.reuse import Reuse
from vnplan.comparison.targets import Targets
from vnplan.comparison.tasks import Tasks
from vnplan.comparison.versions import changes, versions_of
from vnplan.comparison.words import Segmenter
from vnplan.knowledge import Knowledge
from vnplan.record import PlanRecord
from vnplan.store.parquet import need
from vnplan.store.rows import Row
from vnplan.store.source import Records, records_from


def compare(
    records: Records,
    *,
    central: PlanRecord | str | None = None,
    versions: bool | None = None,
    reuse: bool = True,
    knowledge: Knowledge | None = None,
) -> Comparison:
    """Compare plans: records, or a folder or `.jsonl` file that `vnplan extract` wrote.

    `central`: the central plan or programme that they carry out, as a record (it may be among them) or by its number
    (`2623/QĐ-TTg`) or key among them; without it, it is the plan among them of a central body that most others cite.
    `versions`: whether plans are versions of one another, in the order of their days: `None` finds those of one body
    with the same subject, `True` says that all are, `False` that none is. `reuse=False` leaves out shared text. Of
    documents with the same bytes one is taken; what could not be read is left out. Raises UsageError where the extra
    `compare` is not installed.
    """
    need("datasketch", "pandas", "rapidfuzz", "sklearn", "underthesea", extra="compare")
    know = knowledge or Knowledge.default()
    plans = plans_of(records_from(records), central, know)
    pairs = versions_of(plans, versions)
    plans = supersede(plans, {pair.old.number: pair.new.name for pair in pairs})
    segmenter = Segmenter(know)
    instruments = Instruments(plans)
    targets = Targets(plans, know, segmenter)
    tasks = Tasks(plans, Bodies(know), segmenter)
    shared = Reuse(plans, {frozenset((pair.old.number, pair.new.number)) for pair in pairs}, know) if reuse else None
    of_versions = [changes(pair) for pair in pairs]
    return Comparison(
        plans=frame("plans", _plans(plans, instruments)),
        instruments=frame("instruments", instruments.rows()),
        cited=frame("cited", instruments.cells()),
        lags=frame("lags", instruments.lags()),
        indicators=frame("indicators", targets.indicators()),
        targets=frame("targets", targets.rows()),
        tasks=frame("tasks", tasks.groups_rows()),
        assignments=frame("assignments", tasks.rows()),
        actors=frame("actors", tasks.actors()),
        workload=frame("workload", tasks.workload()),
        deadlines=frame("deadlines", tasks.deadlines()),
        gaps=frame("gaps", gaps(plans, targets, tasks)),
        passages=frame("passages", shared.passages() if shared else ()),
        reuse=frame("reuse", shared.cells() if shared else ()),
        originality=frame("originality", shared.originality() if shared else ()),
        versions=frame("versions", (row for row, _ in of_versions)),
        changes=frame("changes", (row for _, rows in of_versions for row in rows)),
    )


def _plans(plans: Sequence[Plan], instruments: Instruments) -> list[Row]:
    """One row a plan."""
    overlaps = instruments.overlaps()
    return [
        {
            **plan.head(),
            "uri": plan.record.source.uri,
            **{name: getattr(plan.record.header, name) for name in _HEADER},
            "province_stated": plan.record.header.province,
            "year": plan.day.year if plan.day else None,
            "central": plan.central,
            "superseded_by": plan.superseded_by,
            **instruments.of_plan(plan),
            **{name: len(getattr(plan.record, name)) for name in ("targets", "assignments", "deadlines")},
            "overlap": overlaps.get(plan.number),
        }
        for plan in plans
    ]


_HEADER = ("document_type", "designation", "key", "issuer", "title", "issued_on")
