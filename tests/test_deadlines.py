"""Deadlines: every class of phrasing, what only looks like one, and the places kept for times."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work import calls_of

from vnplan import structure
from vnplan.api import parse
from vnplan.core.document import Cell, Document, Header, Line, Row, Source, Table
from vnplan.core.mentions import Citation, Deadline, Target
from vnplan.core.span import Span
from vnplan.extract import deadlines
from vnplan.extract.deadlines.calendar import Clock, Partial
from vnplan.knowledge import Knowledge
from vnplan.knowledge.times import INNER, Phrase
from vnplan.link import due
from vnplan.normalise import normalise

KNOW = Knowledge.default()
CASES = Path(__file__).parent / "cases"
ISSUED, YEARS = "2024-02-01", [2024, 2024]


def cases(name: str) -> list[Any]:
    rows = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["id"]) for row in rows]


def varied(name: str) -> list[Any]:
    table = tomllib.loads((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(row, table["default"], id=row["id"]) for row in table["case"]]


def document(text: str, issued_on: str = ISSUED, years: list[int] | None = None) -> Document:
    """A document whose lines are plain paragraphs: what is tested here needs no structure."""
    folded = normalise(text)
    lines, start = [], 0
    for line in folded.clean.split("\n"):
        span = Span(start, start + len(line))
        lines.append(Line(span=span, body=span, kind="paragraph"))
        start += len(line) + 1
    years = YEARS if years is None else years
    header = Header(
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
        period_start=date(years[0], 1, 1) if years else None,
        period_end=date(years[1], 12, 31) if years else None,
    )
    return Document(source=Source(uri="x", sha256="x"), text=folded, header=header).with_lines(lines)


def shown(deadline: Any, quote: str | None = None) -> str:
    """What a case says of a deadline: its quote, kind, relation and value."""
    start, end = deadline.start or "", deadline.end or ""
    value = deadline.rrule or deadline.duration or (f"{start}..{end}" if start != end else f"{start}")
    words = [" ".join((quote or deadline.text).split()), "|", deadline.kind, deadline.relation or "-", value]
    return " ".join(word for word in [*words, "business" if deadline.business_days else ""] if word)


@pytest.mark.parametrize(
    "case", [row for name in ("", "_more", "_years", "_limits") for row in cases(f"deadlines{name}.toml")]
)
def test_case(case: dict[str, Any]) -> None:
    doc = document(case["text"], case.get("issued_on", ISSUED), case.get("years"))
    found = list(deadlines.find(doc, KNOW))
    assert [shown(deadline, doc.quote(deadline.span)) for deadline in found] == case["expect"]
    for deadline in found if "inferred" in case else ():
        assert list(deadline.inferred) == case["inferred"]


def as_read(case: dict[str, Any], default: dict[str, Any]) -> list[str]:
    """The deadlines of a case, as plain paragraphs or (`full`) read as a whole document."""
    if case.get("full"):
        return [shown(record) for record in parse(case["text"]).deadlines]
    doc = document(case["text"], case.get("issued_on", default["issued_on"]), case.get("years", default["years"]))
    return [shown(deadline, doc.quote(deadline.span)) for deadline in deadlines.find(doc, KNOW)]


@pytest.mark.parametrize(
    ("case", "default"),
    [row for name in ("variety", "communes", "bodies") for row in varied(f"deadlines_{name}.toml")],
)
def test_variety(case: dict[str, Any], default: dict[str, Any]) -> None:
    """What must be found is found with its value, and nothing else but what may be."""
    found = as_read(case, default)
    needed = [text for text in found if text in case["expect"] or text.split(" | ")[0] not in case.get("may", ())]
    assert needed == case["expect"]


@pytest.mark.parametrize("row", KNOW.times.phrases(), ids=lambda row: row.id)
def test_row_finds_its_examples_only(row: Phrase) -> None:
    assert row.examples
    assert row.not_examples
    for example in row.examples:
        assert row.finds(example), example
        if row.anchors:
            assert any(anchor in example.lower() for anchor in row.anchors), example
    for example in row.not_examples:
        assert not row.finds(example), example


def test_rows_have_unique_ids() -> None:
    ids = [row.id for row in KNOW.times.phrases()]
    assert len(ids) == len(set(ids))


def test_what_lies_inside_a_citation_is_no_deadline() -> None:
    text = "Thực hiện Quyết định số 45/QĐ-UBND về lộ trình cấp nước đến năm 2031; phấn đấu đến năm 2029 đạt 90%."
    doc = document(text)
    extent = Span(10, text.index(";"))
    citation = Citation(span=Span(10, 34), extent=extent, rule="test", form="full")
    found = list(deadlines.find(doc.put(Citation, [citation]), KNOW))
    assert [doc.quote(deadline.span) for deadline in found] == ["đến năm 2029"]


def table_document() -> Document:
    words = "TT,Nhiệm vụ,Thời gian,1,Trồng 15 ha rừng,2027,2,Tuần tra,Thường xuyên,3,Sơ kết 2028,IV/2028".split(",")
    text = "|\n" + "\n|\n".join(words) + "\n|"
    doc = document(text)

    def cell(words: str, column: int) -> Cell:
        start = text.index(words)
        return Cell(span=Span(start, start + len(words)), column=column)

    rows = [
        Row(span=Span(2, 31), kind="header", cells=(cell("TT", 0), cell("Nhiệm vụ", 1), cell("Thời gian", 2))),
        Row(span=Span(32, text.index("2\n|\nTuần")), kind="body", cells=(cell("Trồng 15 ha rừng", 1), cell("2027", 2))),
        Row(
            span=Span(text.index("2\n|\nTuần"), text.index("3\n|\nSơ")),
            kind="body",
            cells=(cell("Tuần tra", 1), cell("Thường xuyên", 2)),
        ),
    ]
    table = Table(
        span=Span(0, len(text)),
        rows=tuple(rows),
        columns=("index", "task", "time"),
        titles=("TT", "Nhiệm vụ", "Thời gian"),
    )
    return Document(source=doc.source, text=doc.text, lines=doc.lines, tables=(table,), header=doc.header)


def test_cells_of_a_time_column() -> None:
    doc = table_document()
    found = list(deadlines.find(doc, KNOW))
    assert [(doc.quote(d.span), d.kind, d.applies_to) for d in found] == [
        ("2027", "period", "Trồng 15 ha rừng"),
        ("Thường xuyên", "open", "Tuần tra"),
    ]


def dues(text: str, *numbers: str, analysed: bool = False) -> list[tuple[str, str, bool]]:
    doc = structure.analyse(document(text), KNOW) if analysed else document(text)
    targets = [
        Target(span=Span(start, start + len(number)), rule="test", comparator="eq", value=1)  # type: ignore[arg-type]
        for number in numbers
        if (start := doc.text.clean.index(number)) >= 0
    ]
    doc = doc.put(Deadline, deadlines.find(doc, KNOW)).put(Target, targets)
    return [(doc.quote(d.target.span), doc.quote(d.deadline.span), d.inferred) for d in due.find(doc, KNOW)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đạt 91% vào năm 2025 và 95% vào năm 2030.", [("91%", "vào năm 2025", False), ("95%", "vào năm 2030", False)]),
        (
            "Đến năm 2025 đạt 91%, đến năm 2030 đạt 95%.",
            [("91%", "Đến năm 2025", False), ("95%", "đến năm 2030", False)],
        ),
        (
            "Phấn đấu đến năm 2026 đạt 91%; trên 95% trẻ đi học.",
            [("91%", "đến năm 2026", False), ("95%", "đến năm 2026", False)],
        ),
        (
            "Đến năm 2026:\n91% xã có chợ.\n95% xã có trạm y tế.",
            [("91%", "Đến năm 2026", True), ("95%", "Đến năm 2026", True)],
        ),
        ("Có 91% hộ dùng nước sạch.\nĐến năm 2026, 95% xã có chợ.", [("95%", "Đến năm 2026", False)]),
    ],
)
def test_when_targets_are_due(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert dues(text, "91%", "95%") == expected


CLOSED_BY_TIME = """II. NHIỆM VỤ
1. Dạy nghề
- Mở 40 lớp tại các xã.
- Dạy 900 người.
Thời gian thực hiện: Quý III/2027.
2. Xây 6 nhà mới.
"""


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        (CLOSED_BY_TIME, "40", [("40", "Quý III/2027", True)]),
        (CLOSED_BY_TIME, "900", [("900", "Quý III/2027", True)]),
        (CLOSED_BY_TIME, "6 nhà", []),
        (CLOSED_BY_TIME.replace("Thời gian thực hiện", "Kinh phí"), "40", []),
    ],
)
def test_line_of_time_dates_the_targets_above_it(text: str, number: str, expected: list[tuple[str, str, bool]]) -> None:
    assert dues(text, number, analysed=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a limit at the head of the sentence holds for all of it, one that dates a task only up to the semicolon
        ("Trong năm 2026 mở chợ; đạt 91% xã có chợ.", [("91%", "Trong năm 2026", False)]),
        ("Hoàn thành hồ sơ đất của khu tái định cư mới trước ngày 30/6/2026; đạt 91% xã có chợ.", []),
    ],
)
def test_limit_of_another_task_ends_at_the_semicolon(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert dues(text, "91%") == expected


def test_target_of_a_row_is_due_by_its_time_cell() -> None:
    doc = table_document()
    start = doc.text.clean.index("15 ha")
    target = Target(span=Span(start, start + 5), rule="test", comparator="eq", value=15)  # type: ignore[arg-type]
    doc = doc.put(Deadline, deadlines.find(doc, KNOW)).put(Target, [target])
    (found,) = due.find(doc, KNOW)
    assert (doc.quote(found.deadline.span), found.inferred) == ("2027", False)


@given(
    st.dates(date(2024, 3, 1), date(2049, 12, 31)),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0.day:02} tháng {0.month} năm {0.year}"]),
)
def test_a_planted_day_is_found_at_its_place(day: date, form: str) -> None:
    phrase = "trước ngày " + form.format(day)
    doc = document(f"Các đơn vị rà soát danh mục, hoàn thành {phrase} theo phân công.")
    (found,) = deadlines.find(doc, KNOW)
    assert doc.quote(found.span) == phrase
    assert (found.start, found.end, found.relation) == (day, day, "before")


_WORDS = st.sampled_from(
    "ngày|tháng|năm|quý|trước|đến|từ|hằng|định kỳ|6|05/6|2025|2024-2026|IV|31/02/2025|giai đoạn"
    "|(|)|,|;|.|:|\n|đột xuất|và|15"
    "|thứ|lần/tháng|chậm nhất|trong thời hạn|kể từ ngày|thời gian:|sau khi|cuối|hết".split("|")
)


@settings(max_examples=200)
@given(st.lists(_WORDS, max_size=40).map(" ".join) | st.text(max_size=80))
def test_never_raises_and_keeps_order(text: str) -> None:
    doc = document(text)
    spans = [deadline.span for deadline in deadlines.find(doc, KNOW)]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(doc.text.clean) for span in spans)


@pytest.mark.parametrize(
    "unit",
    [
        "đến năm 2030, ",
        "hằng năm ",
        "trong thời hạn 5 ngày kể từ ngày nhận ",
        "1",
        "Chương trình giai đoạn 2021 - 2025 ",
        "trước ",
    ],
)
def test_long_lines_take_linear_time(unit: str) -> None:
    docs = [document(unit * (size // len(unit))) for size in (10_000, 40_000)]
    short, long = (calls_of(lambda doc=doc: list(deadlines.find(doc, KNOW))) for doc in docs)  # type: ignore[misc]
    assert long < 6 * short


def test_a_partial_date_without_such_a_day_means_none() -> None:
    assert Partial(2023, 2, 30).first() is None
    assert Clock(date(2025, 11, 20)).year_of(Partial(None, 3, 1), in_plan=True) == 2025


def test_terms_of_a_text_are_found_at_once_as_one_by_one() -> None:
    """All terms as one pattern give what each by itself gives, also beside one another."""
    times = Knowledge.default().times
    examples = [example.lower() for term in times.terms for example in term.examples]
    assert examples
    for one in examples:
        for other in examples:
            text = read = f"{one}, {other}"
            for term in times.terms:
                read = term.regex.sub(lambda match: match.group().replace(",", INNER), read)
            assert times.read(text) == read


def test_anchors_stand_in_what_their_rows_change() -> None:
    """A spelling is sought only in texts that have one of its anchors: no example may be without."""
    for spelling in Knowledge.default().times.spellings:
        for example in spelling.examples:
            assert not spelling.anchors or any(anchor in example.lower() for anchor in spelling.anchors), spelling.id
