"""The tables of a comparison: every column with its type and meaning. `docs/compare-schema.md` is made from them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vnplan.store.schema import Column, Kind

COMPARISON_VERSION = "1"


def _string(name: str, about: str, needed: bool = False) -> Column:
    return Column(name, "string", about, needed)


def _strings(name: str, about: str) -> Column:
    return Column(name, "strings", about, True)


def _int(name: str, about: str, needed: bool = False) -> Column:
    return Column(name, "int", about, needed)


def _share(name: str, about: str, needed: bool = False) -> Column:
    return Column(name, "float", about + ", 0 to 1", needed)


def _date(name: str, about: str) -> Column:
    return Column(name, "date", about)


def _flag(name: str, about: str, needed: bool = True) -> Column:
    return Column(name, "bool", about, needed)


_PLAN = _string("plan", "the plan, as `plans.plan` has it", True)
_PROVINCE = _string("province", "its province, as it is called today")


def _origin(prefix: str = "", of: str = "the record", needed: bool = True) -> tuple[Column, ...]:
    """Where the values of a row stand: `records[document].text[span_start:span_end] == text`."""
    return (
        _string(f"{prefix}document", f"document of {of}: SHA-256 of its bytes, as in the store", needed),
        _string(f"{prefix}record", f"id of {of} in that document", needed),
        _int(f"{prefix}span_start", f"first code point of {of} in the document's `text`", needed),
        _int(f"{prefix}span_end", "code point after its last", needed),
        _int(f"{prefix}page", "1-based page, on paged sources"),
        _string(f"{prefix}text", f"the words of {of} as they stand in the text", needed),
    )


_ALIGNED = (
    _string("how", "how it came into its group: `row` (a row of knowledge), `similar` (its words), `alone`", True),
    _string("row", "id of the row of `indicators.toml`, where one names the indicator"),
    _share("score", "likeness to the record that it was aligned with; null where `how` is `row` or `alone`"),
    _strings("shared_words", "the words of both that made the score, the weightiest first"),
    _string("anchor_document", "document of the record that it was aligned with; null for the anchor itself"),
    _string("anchor_record", "id of that record"),
)

TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "plans": (
            _string("plan", "a short name, one a document: the province, with the number where it has several", True),
            _string("document", "SHA-256 of its bytes, as in the store", True),
            _string("uri", "where it came from", True),
            _string("document_type", "type word of the head"),
            _string("designation", "number and symbol"),
            _string("key", "the document's own key"),
            _string("issuer", "who issued it"),
            _string("title", "the subject, without the type word"),
            _string("province", "the province as it is called today: a former one counts as what it became part of"),
            _string("province_stated", "the province as the plan has it"),
            _date("issued_on", "day of issue"),
            _int("year", "its year"),
            _flag("central", "whether the others are measured against it"),
            _string("superseded_by", "the later version of the same plan among these, by its name in `plan`"),
            _int("instruments", "cited instruments with a key", True),
            _int("targets", "targets", True),
            _int("assignments", "assignments", True),
            _int("deadlines", "deadlines", True),
            _strings("core_missing", "instruments of the shared core (`instruments.standing`) that it does not cite"),
            _strings("only_here", "instruments that no other plan cites"),
            _share("overlap", "mean share of cited instruments in common with each other plan (Jaccard)"),
        ),
        "instruments": (
            _string("instrument", "key of the instrument, the same for every spelling", True),
            _string("label", "type and number, or name", True),
            _string("type", "type, as most plans have it"),
            _string("designation", "number and symbol"),
            _string("title", "subject or name"),
            _string("issuer", "issuing body"),
            _date("issued_on", "its day: of the central plan's own head, else as most plans give it"),
            _flag("central", "whether a body of the centre issued it"),
            _flag("carried_out", "whether it is the central plan, or most plans that cite it carry it out"),
            _int("plans", "plans that cite it", True),
            _share("share", "of all plans but the central one and superseded versions", True),
            _string(
                "standing", "`core` (two thirds of the plans or more), `common`, `single` (one of three or more)", True
            ),
        ),
        "cited": (
            _string("instrument", "key, as in `instruments`", True),
            _PLAN,
            _PROVINCE,
            _int("mentions", "citations of it in the plan", True),
            _strings("relations", "how the plan uses it"),
            *_origin(of="its first citation"),
            _strings("records", "ids of all its citations"),
        ),
        "lags": (
            _string("instrument", "key of an instrument of the centre that the plan carries out or rests on", True),
            _string("label", "type and number, or name", True),
            _date("instrument_on", "its day"),
            _PLAN,
            _PROVINCE,
            _date("plan_on", "the plan's day"),
            _int("days", "from the one to the other; null where a day is missing or the plan is the earlier"),
            _flag("carried_out", "as in `instruments`: those by which provinces are compared"),
            _string("doubt", "why there are no days"),
            *_origin(of="the citation"),
        ),
        "indicators": (
            _string("group", "id of the group of aligned targets", True),
            _string("label", "the indicator: the row's name, else the words of its anchor", True),
            _string("row", "id of the row of `indicators.toml`"),
            _string("unit", "the unit"),
            _string("mode", "level, increase, decrease, rank", True),
            _int("plans", "plans with such a target", True),
            Column("central_value", "float", "value of the central plan, where it has one"),
            Column("lowest", "float", "lowest value of the others"),
            Column("median", "float", "their median"),
            Column("highest", "float", "highest"),
            _strings("missing", "plans without it (of those that are not central or superseded)"),
        ),
        "targets": (
            _string("group", "id, as in `indicators`", True),
            _PLAN,
            _PROVINCE,
            _flag("central", "whether it is the central plan's"),
            _string("indicator", "what is measured, as stated"),
            _string("subject", "the population, as stated"),
            _string("comparator", "eq, ge, gt, le, lt, between", True),
            Column("value", "float", "the number", True),
            Column("value_max", "float", "its upper bound, of `between`"),
            _string("unit", "the unit, as stated"),
            _string("per", "in which time or for each of what"),
            _string("mode", "level, increase, decrease, rank", True),
            _int("year", "year at whose end it is due"),
            _string("central_record", "id of the central plan's target for the same year, else without a year"),
            Column("central_value", "float", "its value"),
            Column("difference", "float", "value less central value; null where they are not comparable"),
            _string("versus_central", "`above`, `below`, `equal`: the values; null where they are not comparable"),
            _string("ambition", "`higher`, `lower`, `equal`: whether more is asked for than by the central plan"),
            *_ALIGNED,
            *_origin(of="the target"),
        ),
        "tasks": (
            _string("group", "id of the group of aligned assignments", True),
            _string("label", "words of its anchor", True),
            _int("plans", "plans with the task", True),
            _flag("central", "whether the central plan has it"),
            _strings("leads", "who leads it in any plan, the commonest first (as `comparable`)"),
            _share("agreement", "share of the plans with a lead that give it to the commonest"),
            _strings("missing", "plans without it (of those that are not central or superseded)"),
        ),
        "assignments": (
            _string("group", "id, as in `tasks`", True),
            _PLAN,
            _PROVINCE,
            _flag("central", "whether it is the central plan's"),
            _string("task", "the task without its actors", True),
            _strings("lead", "who leads, as stated (`actors` has each place)"),
            _strings("coordinate", "who takes part, as stated"),
            _strings("comparable_lead", "the same, comparable: see `actors.comparable`"),
            _strings("comparable_coordinate", "the same, comparable"),
            _string("lead_differs", "the commonest lead of the group, where this plan's is another"),
            _strings("coordinate_missing", "who takes part in most plans of the group and not in this one"),
            _strings("coordinate_added", "who takes part in this plan and in no other of the group"),
            _date("due", "the last day in time of its latest deadline"),
            _string("modality", "assign, request", True),
            *_ALIGNED,
            *_origin(of="the assignment"),
        ),
        "actors": (
            _string("group", "id of the task, as in `tasks`", True),
            _PLAN,
            _PROVINCE,
            _string("agency", "canonical name, as stated", True),
            _string("comparable", "what is compared: the body of today without its province (`Sở Tài chính`)", True),
            _strings("became", "the steps of its succession, `name (day)`, where the name is another today"),
            _string("role", "lead, coordinate, advise, recipient, supervise", True),
            *_origin(of="the assignment")[:2],
            *_origin(of="the name")[2:],
        ),
        "workload": (
            _PLAN,
            _PROVINCE,
            _string("agency", "as `actors.comparable`", True),
            _int("lead", "tasks that it leads", True),
            _int("coordinate", "tasks in which it takes part", True),
            _int("other", "tasks in which it advises, receives or supervises", True),
            _share("share", "of the plan's tasks with a lead that it leads", True),
            _string("document", "the document", True),
            _strings("records", "ids of the assignments"),
        ),
        "deadlines": (
            _PLAN,
            _PROVINCE,
            _string("kind", "date, period, recurring, duration, open", True),
            _string("relation", "before, by, on, within, from"),
            _date("start", "first day"),
            _date("end", "last day"),
            _date("due", "the last day in time (`before` a day: the day before it)"),
            _string("rrule", "RFC 5545 rule"),
            _string("assignment", "id of the assignment that it dates"),
            _string("group", "the assignment's group, as in `tasks`"),
            _string("task", "its task"),
            _strings("lead", "who leads it (as `comparable`)"),
            *_origin(of="the deadline"),
        ),
        "gaps": (
            _string("kind", "target or assignment", True),
            _string("group", "the group", True),
            _string("label", "what is missing", True),
            _PLAN,
            _PROVINCE,
            _string(
                "gap",
                "`missing`: the plan lacks what the row's record asks for; `only here`: no other plan has it",
                True,
            ),
            _string("of", "the plan that has the record: the central one, else that of the anchor", True),
            *_origin(of="the record without counterpart"),
        ),
        "passages": (
            _string(
                "earlier",
                "the plan in which the passage stood first; of plans of one day or without, the first name",
                True,
            ),
            _string("later", "the plan that has it too", True),
            _string("direction", "`dated` (by the days of issue), `undated`: which was first is not known", True),
            _string("kind", "`copy`, `central` (out of the central plan), `version` (of one plan)", True),
            _int("words", "syllables in common", True),
            _share("likeness", "share of the longer passage's syllables that the other has in the same order", True),
            *_origin("earlier_", "the passage in the earlier plan")[:1],
            *_origin("earlier_", "the passage in the earlier plan")[2:],
            *_origin("later_", "the passage in the later plan")[:1],
            *_origin("later_", "the passage in the later plan")[2:],
        ),
        "reuse": (
            _string("plan", "the plan whose text is counted", True),
            _string("other", "the plan that has the same", True),
            _string("kind", "as in `passages`", True),
            _int("words", "syllables of the plan that stand in the other too", True),
            _share("share", "of the plan's syllables that count", True),
            _string("first", "`this`, `other`: which of them was earlier; null where it is not known"),
        ),
        "originality": (
            _PLAN,
            _PROVINCE,
            _string("document", "the document", True),
            _int("words", "syllables that count: without the formulas that every plan has by its form", True),
            _share("own", "share that stands in no other plan"),
            _share("new", "share that stands in no earlier plan"),
            _share("from_central", "share that stands in the central plan; null of itself"),
            _string("source", "the earlier plan that shares most with it"),
            _share("source_share", "how much"),
        ),
        "versions": (
            _string("old", "the earlier version", True),
            _string("new", "the later", True),
            _string(
                "why",
                "`asked`, `title` (same body and subject), `number` (the number too), `replaces` (it says so)",
                True,
            ),
            _int("same", "records that did not change", True),
            _int("added", "records added", True),
            _int("dropped", "records dropped", True),
            _int("changed", "records changed", True),
        ),
        "changes": (
            _string("old", "the earlier version", True),
            _string("new", "the later", True),
            _string("kind", "header, citation, target, assignment, deadline", True),
            _string("change", "added, dropped, changed", True),
            _strings("fields", "fields that changed"),
            _strings("before", "their values in the old version; empty: null"),
            _strings("after", "their values in the new"),
            _share("score", "likeness of the two records, where changed"),
            *_origin("old_", "the record in the old version", False),
            *_origin("new_", "the record in the new version", False),
        ),
    }
)

ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "plans": "One row a plan.",
        "instruments": "One row a cited instrument: who has it, shared core and outliers.",
        "cited": "One row a plan and instrument: the cells of the matrix of provinces and instruments.",
        "lags": "One row a plan and instrument of the centre: how long the plan took.",
        "indicators": "One row a group of targets that measure the same.",
        "targets": "One row a target, in its group.",
        "tasks": "One row a group of assignments of the same task.",
        "assignments": "One row an assignment, in its group.",
        "actors": "One row a body in an assignment.",
        "workload": "One row a plan and body.",
        "deadlines": "One row a deadline and assignment, in the order of time.",
        "gaps": "One row a target or task without counterpart.",
        "passages": "One row a passage that two plans share.",
        "reuse": "One row a plan and another with which it shares text: the cells of the heat map.",
        "originality": "One row a plan: how much of its text is its own.",
        "versions": "One row a pair of versions of one plan.",
        "changes": "One row a record that was added, dropped or changed from one version to the next.",
    }
)

DTYPES: Mapping[Kind, str] = MappingProxyType(
    {
        "string": "string",
        "strings": "object",
        "int": "Int64",
        "float": "Float64",
        "bool": "boolean",
        "date": "datetime64[s]",
    }
)


def schema_page() -> str:
    """The page that describes the tables."""
    types = "`string`, `Int64`, `Float64`, `boolean`, `datetime64[s]`; lists are Python lists, never null"
    parts = [
        "# Tables of a comparison\n",
        "Generated by `make docs`. What they mean: [concepts/compare.md](concepts/compare.md).\n",
        f"Version {COMPARISON_VERSION}. In pandas: {types}. *needed*: never null.\n",
    ]
    for table, columns in TABLES.items():
        parts.append(f"## `{table}`\n\n{ABOUT[table]}\n\n| column | type | meaning |\n|---|---|---|")
        for column in columns:
            needed = ", needed" if column.needed else ""
            parts.append(f"| `{column.name}` | {column.kind}{needed} | {column.about} |")
        parts.append("")
    return "\n".join(parts)
