"""Numeric targets: a table of cases, and what must hold for any text."""

from __future__ import annotations

import doctest
import importlib
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work import calls_of

import vnplan
from vnplan import structure
from vnplan.core.document import Document, Header, Line, Source
from vnplan.core.mentions import Deadline, Target
from vnplan.core.span import Span
from vnplan.extract import targets
from vnplan.extract.targets.numbers import _SPELT, WORDS, numbers, spelt_places
from vnplan.extract.targets.quantity import Quantity, read
from vnplan.extract.targets.units import unit_at
from vnplan.knowledge import Knowledge
from vnplan.knowledge.quantities import ComparatorRow, CueRow, UnitRow, VerbRow
from vnplan.link import due
from vnplan.normalise import normalise


def cases(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / "cases" / name
    loaded: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return loaded


CASES = [*cases("targets.toml"), *cases("targets_more.toml"), *cases("targets_real.toml")]
VARIETY = cases("targets_variety.toml")
KNOW = Knowledge.default()
LABEL = re.compile(r"(?:[-+]|[a-zđ]\)|\d{1,2}\.)\s+")


def document(raw: str, *, role: str = "target", past: bool = False, year: int | None = None) -> Document:
    """A document of which every line has one role."""
    text = normalise(raw)
    lines, start = [], 0
    for line in text.clean.split("\n"):
        label = LABEL.match(line)
        body = start + (label.end() if label else 0)
        end = start + len(line)
        lines.append(
            Line(span=Span(start, end), body=Span(body, end), kind="paragraph", role=role, past=past)  # type: ignore[arg-type]
        )
        start = end + 1
    header = Header(period_start=date(year, 1, 1), period_end=date(year, 12, 31)) if year else Header()
    return Document(source=Source(uri="", sha256=""), text=text, header=header).with_lines(lines)


def found(doc: Document) -> list[Target]:
    return list(targets.find(doc, KNOW))


def shown(target: Target) -> str:
    """The value of a target as the case file writes it."""
    value = f"{round(target.value, 6).normalize():f}"
    if target.value_max is not None:
        value += f"..{round(target.value_max, 6).normalize():f}"
    unit = (target.unit or "") + (f"/{target.per}" if target.per else "")
    parts = [
        target.comparator,
        value,
        unit,
        target.mode if target.mode != "level" else "",
        "~" if target.approximate else "",
    ]
    return " ".join(part for part in parts if part)


def read_case(case: dict[str, Any]) -> tuple[Document, list[Target], list[list[str]]]:
    """The targets found in a case, checked for quote and value, and the rows that it expects."""
    doc = document(case["text"], role=case.get("role", "target"), past=bool(case.get("past")), year=case.get("year"))
    got = found(doc)
    wanted = [[part.strip() for part in line.split("|")] for line in case["expect"]]
    assert [(doc.quote(t.span), shown(t)) for t in got] == [(row[0], row[1]) for row in wanted]
    return doc, got, wanted


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    _, got, wanted = read_case(case)
    for target, row in zip(got, wanted, strict=True):
        if len(row) > 2:
            assert target.indicator == row[2]
        if len(row) > 3:
            assert target.subject == row[3]


@pytest.mark.parametrize("case", VARIETY, ids=[case["id"] for case in VARIETY])
def test_variety(case: dict[str, Any]) -> None:
    """Sentences of many topics and bodies; indicator and subject may be worded a little longer or shorter."""
    _, got, wanted = read_case(case)
    for target, row in zip(got, wanted, strict=True):
        if len(row) > 2:
            assert words_shared(target.indicator, row[2]) >= 0.6, target.indicator
        if len(row) > 3:
            assert words_shared(target.subject, row[3]) >= 0.6, target.subject


def words_shared(one: str | None, other: str) -> float:
    """F1 of the words of two phrases."""
    a, b = (Counter(re.findall(r"\w+", (text or "").lower())) for text in (one, other))
    common = (a & b).total()
    return 2 * common / (a.total() + b.total()) if common else 0.0


@pytest.mark.parametrize("case", cases("targets_due.toml"), ids=lambda case: case["id"])
def test_due(case: dict[str, Any]) -> None:
    got = [
        " | ".join(
            (
                t.text,
                *(day.isoformat() if day else "" for day in (t.start, t.end)),
                " ".join(t.inferred),
                *([t.rrule] if t.rrule else []),
            )
        )
        for t in vnplan.parse(case["text"].strip()).targets
    ]
    assert got == case["expect"]


def test_cases_have_unique_ids() -> None:
    ids = [case["id"] for case in (*CASES, *VARIETY)]
    assert len(ids) == len(set(ids)) >= 350


COMPARATORS = [(row, text) for row in KNOW.quantities.comparators for text in row.examples]
NOT_COMPARATORS = [(row, text) for row in KNOW.quantities.comparators for text in row.not_examples]


def quantity_of(text: str) -> Quantity | None:
    """The first number of a text with what stands around it."""
    number = next(numbers(text), None)
    return None if number is None else read(text, text.lower(), number, 0, KNOW.quantities)


@pytest.mark.parametrize(("row", "text"), COMPARATORS, ids=[f"{row.id}: {text}" for row, text in COMPARATORS])
def test_comparator_is_read(row: ComparatorRow, text: str) -> None:
    quantity = quantity_of(text)
    assert quantity is not None
    assert (quantity.comparator, quantity.approximate) == (row.comparator, row.approximate)
    assert quantity.compared
    assert (quantity.start, quantity.end) == (0, len(text))


@pytest.mark.parametrize(("row", "text"), NOT_COMPARATORS, ids=[f"{row.id}: {text}" for row, text in NOT_COMPARATORS])
def test_comparator_is_not_read(row: ComparatorRow, text: str) -> None:
    quantity = quantity_of(text)
    assert quantity is None or quantity.rule != f"comparators.{row.id}"


VERBS = [(row, text) for row in KNOW.quantities.verb_rows if row.kind != "noun" for text in row.examples]
NOUNS = [text for row in KNOW.quantities.verb_rows if row.kind == "noun" for text in row.examples]


@pytest.mark.parametrize(("row", "text"), VERBS, ids=[f"{row.id}: {text}" for row, text in VERBS])
def test_verb_is_read(row: VerbRow, text: str) -> None:
    quantity = quantity_of(text)
    assert quantity is not None
    assert row.kind in quantity.verbs
    assert quantity.mode == (row.kind if row.kind in ("increase", "decrease") else "level")


@pytest.mark.parametrize("text", NOUNS)
def test_noun_that_ends_like_a_verb_is_no_change(text: str) -> None:
    quantity = quantity_of(text)
    assert quantity is not None
    assert quantity.verbs == ()
    assert quantity.mode == "level"


@pytest.mark.parametrize("row", KNOW.quantities.verb_rows, ids=lambda row: row.id)
def test_verb_is_not_read(row: VerbRow) -> None:
    for text in row.not_examples:
        quantity = quantity_of(text)
        assert quantity is None or quantity.rule != f"target_cues.{row.id}", text
        assert quantity is None or quantity.mode != row.kind, text


@pytest.mark.parametrize("row", KNOW.quantities.cue_rows, ids=lambda row: row.id)
def test_cue_examples_hold_a_word_of_their_row(row: CueRow) -> None:
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, row.words)) + r")(?!\w)", re.IGNORECASE)
    assert row.examples
    assert row.not_examples
    assert all(pattern.search(text) for text in row.examples)
    assert not any(pattern.search(text) for text in row.not_examples)


def test_rows_of_cues_have_unique_ids() -> None:
    rows = [*KNOW.quantities.verb_rows, *KNOW.quantities.cue_rows]
    assert len({row.id for row in rows}) == len(rows)


@pytest.mark.parametrize("row", KNOW.quantities.unit_rows, ids=lambda row: row.noun)
def test_unit_is_read(row: UnitRow) -> None:
    """Every noun and compound is the whole unit of a number before it."""
    for form in (row.noun, *row.compounds):
        unit = unit_at(f"5 {form}", 1, KNOW.quantities)
        assert unit is not None, form
        assert (unit.text, unit.end, unit.kind) == ("%" if form == "phần trăm" else form, len(form) + 2, row.kind)


def test_no_unit_stands_in_two_rows() -> None:
    forms = Counter(form.lower() for row in KNOW.quantities.unit_rows for form in (row.noun, *row.compounds))
    assert [form for form, count in forms.items() if count > 1] == []


FILLER = st.text(alphabet="abcđ ,.;:()%0123456789/-–“”\n", max_size=60)
PLANTED = [
    ("ít nhất 85%", "ge 85 %"),
    ("tối thiểu 12 mô hình", "ge 12 mô hình"),
    ("giảm từ 5% đến 10%", "between 5..10 % decrease"),
    ("không dưới 1.250 ha", "ge 1250 ha"),
]


@given(st.sampled_from(PLANTED), st.integers(0, 5), st.integers(0, 5))
def test_planted_target_is_found_at_its_place(planted: tuple[str, str], before: int, after: int) -> None:
    words, value = planted
    text = (
        "Nhân dân các địa phương thi đua lao động. " * before
        + f"Phấn đấu {words} hộ dân được hỗ trợ."
        + " Hết." * after
    )
    doc = document(text)
    assert [(doc.quote(t.span), shown(t), t.span.start) for t in found(doc)] == [(words, value, text.find(words))]


@given(FILLER, st.sampled_from(["target", "task", "other", "funding"]))
@settings(max_examples=150)
def test_any_text_gives_targets_inside_it(text: str, role: str) -> None:
    doc = document(text, role=role)
    for target in found(doc):
        quote = doc.quote(target.span)
        assert quote == quote.strip() != ""
        assert target.value_max is None or target.value_max > target.value


@pytest.mark.parametrize(
    "piece",
    ["tăng 5% và ", "1.000 ", "100% xã có (", "ít nhất 5 mô hình, ", "từ 5 đến ", "“5 mô hình ", "đã có 5 xã; "],
)
def test_time_is_linear_in_one_line(piece: str) -> None:
    """A line four times as long takes about four times the work, not sixteen times."""
    docs = [document(piece * count) for count in (200, 800)]
    short, long = (calls_of(lambda doc=doc: found(doc)) for doc in docs)  # type: ignore[misc]
    assert long < 6 * short


def test_numbers_in_citations_and_deadlines_are_none() -> None:
    doc = document("Phấn đấu 95% hộ dân, 12 xã đạt chuẩn.")
    words = "95% hộ dân"
    start = doc.text.clean.find(words)
    deadline = Deadline(span=Span(start, start + len(words)), rule="test", kind="open")
    assert [shown(t) for t in found(doc.put(Deadline, [deadline]))] == ["eq 12 xã"]


TABLE = """I. MỤC TIÊU
| TT | Chỉ tiêu | Đơn vị tính | Thực hiện năm 2025 | Kế hoạch năm 2026 |
|---|---|---|---|---|
| 1 | Tốc độ tăng trưởng | % | 7,8 | ≥ 8,5 |
| 2 | Thu ngân sách | Tỷ đồng | 5.200 | 6.100 |
| 3 | Tỷ lệ hộ nghèo | % | 3,1 | dưới 2,5 |
| 4 | Số xã đạt chuẩn | | 12 | 15 |
"""


def test_target_table() -> None:
    """The plan's column gives targets, the column of results does not."""
    doc = structure.analyse(Document(source=Source(uri="", sha256=""), text=normalise(TABLE)), KNOW)
    assert [(doc.quote(t.span), shown(t), t.indicator) for t in found(doc)] == [
        ("≥ 8,5", "ge 8.5 %", "Tốc độ tăng trưởng"),
        ("6.100", "eq 6100 Tỷ đồng", "Thu ngân sách"),
        ("dưới 2,5", "lt 2.5 %", "Tỷ lệ hộ nghèo"),
        ("15", "eq 15 xã", "Số xã đạt chuẩn"),
    ]


SHORT_TITLES = """I. MỤC TIÊU
TT | Chỉ tiêu | ĐVT | Ước TH 2023 | KH 2024 | Mục tiêu đến năm 2030 | Ghi chú
1 | Tổng đàn trâu | con | 90.000 | 92.500 | 99.000 | Cả trâu sữa
2 | Tỷ lệ tiêm phòng | % | 78 | trên 80 | ≥ 95 |
"""


def test_years_of_column_titles_date_the_targets_below() -> None:
    doc = structure.analyse(Document(source=Source(uri="", sha256=""), text=normalise(SHORT_TITLES)), KNOW)
    doc = doc.put(Target, found(doc))
    assert [
        (doc.quote(d.target.span), shown(d.target), d.deadline.start, d.deadline.end, d.inferred)
        for d in due.find(doc, KNOW)
    ] == [
        ("92.500", "eq 92500 con", date(2024, 1, 1), date(2024, 12, 31), True),
        ("99.000", "eq 99000 con", None, date(2030, 12, 31), True),
        ("trên 80", "gt 80 %", date(2024, 1, 1), date(2024, 12, 31), True),
        ("≥ 95", "ge 95 %", None, date(2030, 12, 31), True),
    ]


TASKS_WITH_TARGETS = """II. NHIỆM VỤ
| TT | Nhiệm vụ | Chỉ tiêu | Đơn vị chủ trì |
|---|---|---|---|
| 1 | Tập huấn kỹ thuật | 05 lớp | Sở Y tế |
| 2 | Khám sàng lọc | ≥ 80% | Bệnh viện tỉnh |
"""


def test_targets_beside_tasks() -> None:
    doc = structure.analyse(Document(source=Source(uri="", sha256=""), text=normalise(TASKS_WITH_TARGETS)), KNOW)
    assert [(shown(t), t.indicator) for t in found(doc)] == [
        ("eq 5 lớp", "Tập huấn kỹ thuật"),
        ("ge 80 %", "Khám sàng lọc"),
    ]


INDICATORS = """I. MỤC TIÊU
| TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì |
|---|---|---|---|---|
| 1 | Xếp hạng cảng biển | Thứ bậc | ≤ 5 cả nước; ≤ 40 châu Á | Sở Xây dựng |
| 2 | Quy mô kinh tế biển | % GRDP | >= 30 | Sở Tài chính |
| 3 | Chi cho bến cá | % tổng chi ngân sách | ≥ 2% và tăng dần | Sở Tài chính |
| 4 | Sản lượng nuôi lồng tăng trung bình | %/năm | 6 - 8 | Sở Công Thương |
| 5 | Mật độ trạm cứu nạn | Số trạm/1000 tàu | 3 | Sở Xây dựng |
| 6 | Phát triển đội tàu duy trì | Chỉ số an toàn hàng hải | > 0,7 | Sở Xây dựng |
| 7 | Tỷ lệ tàu có hầm lạnh. | % | 20% - 50% | Sở Công Thương |
| 8 | Đèn biển | Trạm đèn biển | Giữ nguyên | Sở Xây dựng |
"""


def test_targets_of_indicators() -> None:
    """Units of all kinds in a column of their own: ranks, shares of something, rates, indices."""
    doc = structure.analyse(Document(source=Source(uri="", sha256=""), text=normalise(INDICATORS)), KNOW)
    assert [(doc.quote(t.span), shown(t), t.indicator, t.subject) for t in found(doc)] == [
        ("≤ 5", "le 5 rank", "Xếp hạng cảng biển cả nước", None),
        ("≤ 40", "le 40 rank", "Xếp hạng cảng biển châu Á", None),
        (">= 30", "ge 30 %", "Quy mô kinh tế biển", "GRDP"),
        ("≥ 2%", "ge 2 %", "Chi cho bến cá", "tổng chi ngân sách"),
        ("6 - 8", "between 6..8 %/năm increase", "Sản lượng nuôi lồng tăng trung bình", None),
        ("3", "eq 3 trạm/1000 tàu", "Mật độ trạm cứu nạn", None),
        ("> 0,7", "gt 0.7", "Phát triển đội tàu duy trì Chỉ số an toàn hàng hải", None),
        ("20% - 50%", "between 20..50 %", "Tỷ lệ tàu có hầm lạnh", None),
    ]


PROJECTS = """II. NHIỆM VỤ
| STT | {title} | Kế hoạch vốn năm 2026 |
|---|---|---|
| 1 | Trạm y tế Đông Hải: Xây dựng 03 phòng khám, 02 phòng trực | 1.200 |
| 2 | Chợ cá Tân Thành: Lắp đặt 40 quầy hàng | 900 |
"""


@pytest.mark.parametrize(("title", "count"), [("Danh mục dự án", 0), ("Nhiệm vụ", 3)])
def test_what_a_project_comprises_is_a_part_of_its_name(title: str, count: int) -> None:
    words = normalise(PROJECTS.format(title=title))
    doc = structure.analyse(Document(source=Source(uri="", sha256=""), text=words), KNOW)
    assert len(found(doc)) == count


@pytest.mark.parametrize("module", ["numbers", "clauses", "population", "trim"])
def test_doctests(module: str) -> None:
    results = doctest.testmod(importlib.import_module(f"vnplan.extract.targets.{module}"))
    assert results.failed == 0
    assert results.attempted > 0


PIECES = (*WORDS, "phần", "ít nhất", "Ít nhất", "tối thiểu", "Tối đa", "không quá", "gấp", "đến", "-", "tổng số", "lần")


@given(st.lists(st.sampled_from([*PIECES, "lớp", "mô hình", "hộ", "một phần", "bảo"]), max_size=9))
def test_numbers_in_words_are_sought_where_they_begin(pieces: list[str]) -> None:
    """The quick look for where one can begin passes over none."""
    text = " ".join(pieces)
    assert [match.span() for match in spelt_places(text)] == [match.span() for match in _SPELT.finditer(text)]
