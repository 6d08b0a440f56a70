"""Assignments: cases of who is charged with what, and properties of every assignment."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import vnplan
from vnplan.knowledge import Knowledge
from vnplan.knowledge.products import Making

CASES = [
    case
    for name in (
        "assignments.toml",
        "assignments_dated.toml",
        "assignments_more.toml",
        "assignments_variety.toml",
        "assignments_given.toml",
        "assignments_orders.toml",
        "assignments_partners.toml",
        "assignments_tables.toml",
        "assignments_headed.toml",
    )
    for case in tomllib.loads((Path(__file__).parent / "cases" / name).read_text(encoding="utf-8"))["case"]
]
HEAD = "ỦY BAN NHÂN DÂN\nTỈNH NINH BÌNH\nSố: 12/KH-UBND\nNinh Bình, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nThử nghiệm\n"


def plan_of(case: dict[str, Any]) -> vnplan.PlanRecord:
    text = case["text"].lstrip("\n")
    return vnplan.parse(text if case.get("whole") else HEAD + text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    """The assignments found are those expected: actors with roles, task, number of deadlines."""
    plan = plan_of(case)
    found = [[f"{actor.role}: {' '.join(actor.text.split())}" for actor in a.actors] for a in plan.assignments]
    assert found == [expected["actors"] for expected in case["expect"]]
    for expected, assignment in zip(case["expect"], plan.assignments, strict=True):
        assert assignment.task.startswith(expected.get("task", ""))
        assert assignment.text.startswith(expected.get("starts", ""))
        assert assignment.text.endswith(expected.get("ends", ""))
        assert assignment.modality == expected.get("modality", "assign")
        if "deadlines" in expected:
            assert len(assignment.deadlines) == expected["deadlines"]
        assert not assignment.text.endswith((".", ";", ":"))


def test_a_bare_number_is_no_product() -> None:
    rows = "| TT | Nhiệm vụ | Chủ trì | Kết quả |\n|---|---|---|---|\n"
    rows += "| 1 | Trồng bần chắn sóng | Sở Xây dựng | ≥ 40% |\n| 2 | Đo sóng cửa sông | Sở Xây dựng | 12 báo cáo |\n"
    assert [row.output for row in vnplan.parse(HEAD + rows).assignments] == [None, "12 báo cáo"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_spans(case: dict[str, Any]) -> None:
    """Every assignment and actor stands where its span says, and linked records exist."""
    plan = plan_of(case)
    known = {record.id for records in (plan.deadlines, plan.targets, plan.citations) for record in records}
    for assignment in plan.assignments:
        assert plan.text[assignment.span.start : assignment.span.end] == assignment.text
        assert {*assignment.deadlines, *assignment.targets, *assignment.citations} <= known
        for actor in assignment.actors:
            assert plan.text[actor.span.start : actor.span.end] == actor.text


ROLES = Knowledge.default().roles
MAKING = Making.of(ROLES)


@pytest.mark.parametrize("row", ROLES.attributes, ids=lambda row: row.id)
def test_attribute_rows(row: Any) -> None:
    """The examples of an attribute row are lines that it labels, and no other row."""
    for example in row.examples:
        match = ROLES.attribute.match(example)
        assert match is not None
        assert ROLES.holds_of[match.group(1).lower()] is row


@pytest.mark.parametrize("row", ROLES.subjects, ids=lambda row: row.id)
def test_subject_rows(row: Any) -> None:
    """The examples of a predicate row hold one of its words, its counter-examples none of any row."""
    for example in row.examples:
        assert any(word in example.lower() for word in row.words)
    for example in row.not_examples:
        assert ROLES.act.search(example) is None


def test_no_word_means_two_things() -> None:
    """A label of an attribute line holds one thing only."""
    words = [word for row in ROLES.attributes for word in row.words]
    assert len(words) == len(set(words))


def test_charged_nouns() -> None:
    """The examples of the nouns that can be charged begin with one, after their number; the others do not."""
    (row,) = ROLES.charged_nouns
    for example in row.examples:
        assert ROLES.charged.match(example.split(". ")[-1])
    for example in row.not_examples:
        assert not ROLES.charged.match(example)


def test_product_rows() -> None:
    """The examples of products hold a verb of making with its noun; in the others it is the work of somebody else."""
    for row in ROLES.products:
        for example in row.examples:
            assert MAKING.product.search(example)
        for example in row.not_examples:
            found = MAKING.product.search(example)
            assert found is None or MAKING.elsewhere.search(example, 0, found.start())


GIVING = Knowledge.default().giving


@pytest.mark.parametrize(
    ("rows", "pattern"),
    [
        (GIVING.persons, GIVING.person),
        (GIVING.adverbs, GIVING.adverb),
        (GIVING.papers, GIVING.paper),
        (GIVING.asked, GIVING.asks),
        (GIVING.addressed_rows, GIVING.addressed),
        (GIVING.commanding, GIVING.commands),
        (GIVING.members_rows, GIVING.members),
        (GIVING.own_names, GIVING.own_name),
    ],
    ids=lambda value: value[0].id if isinstance(value, tuple) else "",
)
def test_giving_rows(rows: Any, pattern: Any) -> None:
    """The examples begin with what the row says, the others do not."""
    for row in rows:
        assert all(pattern.match(example) for example in row.examples)
        assert not any(pattern.match(example) for example in row.not_examples)


TELLING = Knowledge.default().telling
STATEMENTS = Knowledge.default().statements


@pytest.mark.parametrize("row", TELLING.behind, ids=lambda row: row.id)
def test_told_behind_rows(row: Any) -> None:
    """The examples give a task to the body behind it; the others name a body that is given nothing."""
    for example in row.examples:
        (assignment,) = vnplan.parse(f"{HEAD}II. NHIỆM VỤ\n1. {example}.\n").assignments
        assert assignment.actors[0].role == "lead"
        assert assignment.rule == "link.told_behind"
        assert assignment.task
        assert assignment.task in example
    for example in row.not_examples:
        assert not vnplan.parse(f"{HEAD}II. NHIỆM VỤ\n1. {example}.\n").assignments


@pytest.mark.parametrize(
    ("rows", "pattern", "before"),
    [
        (TELLING.taking_rows, TELLING.taken, " "),
        (TELLING.ends, TELLING.ends_told, " "),
        (TELLING.besides, TELLING.said_besides, ""),
        (TELLING.joining, TELLING.joins, " "),
        (TELLING.looking, TELLING.looks, ""),
        (TELLING.no_tasks, TELLING.no_task, ""),
        (TELLING.above, TELLING.tasks_above, ""),
        (STATEMENTS.enacting, STATEMENTS.enacts, ""),
        (STATEMENTS.function_words, STATEMENTS.function_word, ""),
        (STATEMENTS.own_statements, STATEMENTS.own_statement, ""),
        (STATEMENTS.entitled_rows, STATEMENTS.entitled, ""),
        (STATEMENTS.described_rows, STATEMENTS.described, ""),
        (STATEMENTS.share_rows, STATEMENTS.share, ""),
        (STATEMENTS.connectives, STATEMENTS.connective, ""),
        (STATEMENTS.saying, STATEMENTS.says, ""),
        (STATEMENTS.informing, STATEMENTS.informs, ""),
        (STATEMENTS.formulas, STATEMENTS.formula, ""),
        (STATEMENTS.topics, STATEMENTS.topic, ""),
        (STATEMENTS.making, STATEMENTS.makes, ""),
        (STATEMENTS.issued_rows, STATEMENTS.issued, ""),
        (STATEMENTS.stating, STATEMENTS.states, ""),
        (STATEMENTS.letter_lines, STATEMENTS.letter_line, ""),
        (ROLES.assigners, ROLES.assigner, ""),
        (ROLES.served_groups, ROLES.served, ""),
        (ROLES.heading_prefixes, ROLES.heading_prefix, ""),
        (ROLES.uncharged_headings, ROLES.uncharged, ""),
        (ROLES.work_headings, ROLES.work_heading, ""),
        (ROLES.inspected_headings, ROLES.inspected, ""),
    ],
    ids=lambda value: value[0].id if isinstance(value, tuple) else "",
)
def test_rows_of_beginnings(rows: Any, pattern: Any, before: str) -> None:
    """The examples begin with what the row says, the others do not."""
    for row in rows:
        assert all(pattern.match(before + example) for example in row.examples)
        assert not any(pattern.match(before + example) for example in row.not_examples)


@pytest.mark.parametrize(
    ("rows", "pattern"),
    [
        (TELLING.not_given_rows, TELLING.not_given),
        (TELLING.no_bare_rows, TELLING.no_bare),
        (GIVING.leading_rows, GIVING.leading),
    ],
    ids=lambda value: value[0].id if isinstance(value, tuple) else "",
)
def test_rows_of_last_words(rows: Any, pattern: Any) -> None:
    """The examples end with what the row says, the others do not."""
    for row in rows:
        assert all(pattern.search(example) for example in row.examples)
        assert not any(pattern.search(example) for example in row.not_examples)


@pytest.mark.parametrize("row", ROLES.cues, ids=lambda row: row.id)
def test_cue_rows(row: Any) -> None:
    """The examples hold a cue of the row right before a name."""
    for example in row.examples:
        names = [n for n, letter in enumerate(example) if letter.isupper()]
        cues = [match for n in names if (match := ROLES.cue_before.search(example, 0, n)) is not None]
        assert any(ROLES.role_of[match.group(1).lower()] is row for match in cues)


@pytest.mark.parametrize("row", ROLES.addressed, ids=lambda row: row.id)
def test_addressed_rows(row: Any) -> None:
    """The examples hold, right before a name, a preposition that names an addressee; the others do not."""

    def addresses(example: str) -> bool:
        names = (n for n, letter in enumerate(example) if letter.isupper())
        return any(ROLES.addressed_before.search(example[:n]) for n in names)

    assert all(map(addresses, row.examples))
    assert not any(map(addresses, row.not_examples))
