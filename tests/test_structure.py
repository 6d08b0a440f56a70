"""Sections, tables, head and foot: tables of cases, and what must hold for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import calls_of

from vnplan import structure
from vnplan.core.document import Document, Source
from vnplan.knowledge import Knowledge
from vnplan.knowledge.instruments import InstrumentRow
from vnplan.knowledge.sections import bare
from vnplan.normalise import normalise
from vnplan.structure.drafts import roman
from vnplan.structure.period import period_of

FOLDER = Path(__file__).parent / "cases"
CASES = tomllib.loads((FOLDER / "structure.toml").read_text(encoding="utf-8"))
PERIODS = tomllib.loads((FOLDER / "periods.toml").read_text(encoding="utf-8"))["period"]
HEADERS = tomllib.loads((FOLDER / "structure_header.toml").read_text(encoding="utf-8"))["header"]
KNOW = Knowledge.default()
Case = dict[str, Any]


def analysed(raw: str) -> Document:
    return structure.analyse(Document(source=Source(uri="", sha256=""), text=normalise(raw)), KNOW)


def named(cases: list[Case]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[case["note"] for case in cases])


@named(CASES["outline"])
def test_outline(case: Case) -> None:
    doc = analysed(case["text"])
    assert [f"{node.path} {node.role}" for node in doc.nodes] == case["nodes"]
    assert [issue.code for issue in doc.issues] == case.get("issues", [])
    if "after_gap" in case:
        assert [node.path for node in doc.nodes if node.after_gap] == case["after_gap"]
    if "past" in case:
        assert [doc.quote(line.span) for line in doc.lines if line.past and line.kind == "paragraph"] == case["past"]
    if "headings" in case:
        shown = [doc.quote(node.heading) for node in doc.nodes if node.is_heading and node.scheme == "title"]
        assert shown == case["headings"]
    for name, kinds in (("loose", {"paragraph"}), ("boilerplate", {"boilerplate"})):
        if name in case:
            assert [doc.quote(ln.span) for ln in doc.lines if ln.node < 0 and ln.kind in kinds] == case[name]


@named(CASES["table"])
def test_table(case: Case) -> None:
    doc = analysed(case["text"])
    table = doc.tables[0]
    assert list(table.columns) == case["columns"]
    assert [row.kind for row in table.rows] == case["kinds"]
    cells = {str(cell.column): doc.quote(cell.span) for cell in table.rows[case["row"]].cells}
    assert {column: cells.get(column) for column in case["cells"]} == case["cells"]


@named(HEADERS)
def test_header(case: Case) -> None:
    header = analysed(case["text"]).header
    signers = [f"{s.name} | {s.position} | {s.capacity}" for s in header.signers]
    got = {"signers": signers, "recipients": list(header.recipients)}
    for name, expected in case.items():
        if name not in ("note", "text"):
            value = got.get(name, getattr(header, name))
            assert value == (None if expected is False else expected), name


@pytest.mark.parametrize("case", PERIODS, ids=[case["title"] for case in PERIODS])
def test_period(case: Case) -> None:
    assert " ".join(str(day or "-") for day in period_of(case["title"])) == case["expect"]


@pytest.mark.parametrize("row", [row for row in KNOW.instruments.rows if row.told], ids=lambda row: row.id)
def test_types_of_which_a_page_tells(row: InstrumentRow) -> None:
    """Each is found in the sentence that tells of its issue, whatever its letters, and in what a body makes itself."""
    for name in (row.name, row.name.lower(), row.name.upper()):
        told = analysed(f"Đọc sách\nUBND tỉnh Cà Mau vừa ban hành {name} về việc đọc sách.").header
        assert (told.document_type, told.title) == (row.name, "đọc sách")
    enacted = analysed(f"Để khuyến đọc, Sở Nội vụ ban hành {row.name} đọc sách như sau:\nI. MỤC TIÊU").header
    assert (enacted.document_type, enacted.title) == (row.name, "đọc sách")
    named = analysed(f"{row.name} tổ chức ngày hội đọc sách\nThời gian: mùa xuân").header
    assert named.document_type == (row.name if row.told == "subject" else None)


def test_a_section_holds_its_tables() -> None:
    """A table belongs to the section that it stands in, also where nothing follows it."""
    doc = analysed(
        "I. NHIỆM VỤ\n1. Danh sách chợ\n| TT | Chợ |\n| 1 | Chợ Mới |\n| 2 | Chợ Cũ |\n"
        "PHỤ LỤC I\nDANH MỤC\n| TT | Xã |\n| 1 | Mường La |\n"
    )
    ends = {node.path: doc.quote(node.span).rstrip(" |").rpartition(" ")[2] for node in doc.nodes}
    assert ends["I.1"] == ends["I"] == "Cũ"
    assert ends["PHỤ LỤC I"] == "La"


def test_head_and_foot_are_no_tables() -> None:
    doc = analysed(HEADERS[2]["text"])
    assert not doc.tables
    assert {line.kind for line in doc.lines if line.span.end < doc.nodes[0].span.start} <= {
        "header",
        "pipe",
        "boilerplate",
    }


def test_lines_of_the_foot() -> None:
    doc = analysed(HEADERS[0]["text"])
    shown = {doc.quote(line.span): line.role for line in doc.lines}
    assert shown["- Các sở, ngành;"] == "recipients"
    assert shown["Trần Văn An"] == "signature"


@pytest.mark.parametrize(
    ("table", "method"),
    [
        ("headings", "heading"),
        ("columns", "column"),
        ("measured", "measured_column"),
        ("closings", ""),
        ("furniture", ""),
    ],
)
def test_rows_know_their_examples(table: str, method: str) -> None:
    rows = getattr(KNOW.sections, table)
    for row in rows:
        pattern = getattr(
            KNOW.sections,
            f"{table.rstrip('s')}_pattern",
        )
        folded = bare if method else str
        for example in row.examples:
            match = pattern.match(folded(example))
            assert match is not None, example
            assert match.lastgroup == row.id, example
        for example in row.not_examples:
            match = pattern.match(folded(example))
            assert match is None or match.lastgroup != row.id, example


WORDS = st.sampled_from(
    "I.~1.~1.1.~a)~-~+~|~KẾ HOẠCH~Nơi nhận:~TM. ỦY BAN NHÂN DÂN~Điều 1.~PHỤ LỤC I~Sở Y tế~MỤC TIÊU~Số: 1/KH-UBND~"
    "Hà Nội, ngày 1 tháng 2 năm 2020~\n~2~XIV.~;~4.~Lê Văn An~KT. CHỦ TỊCH~QUYẾT ĐỊNH".split("~")
)


@given(st.lists(WORDS, max_size=60), st.booleans())
def test_any_text_has_a_shape(words: list[str], lines: bool) -> None:
    """Nothing raises; lines cover the text; sections nest; every cell lies in its table or above."""
    doc = analysed(("\n" if lines else " ").join(words))
    assert "\n".join(doc.quote(line.span) for line in doc.lines) == doc.text.clean
    assert len({node.path for node in doc.nodes}) == len(doc.nodes)
    for number, node in enumerate(doc.nodes):
        assert node.parent < number
        assert node.span.start <= node.heading.start <= node.heading.end <= node.span.end
        if node.parent >= 0:
            above = doc.nodes[node.parent]
            assert above.level == node.level - 1
            assert above.span.end >= node.span.end
    for table in doc.tables:
        for row in table.rows:
            assert all(0 <= cell.column < len(table.columns) for cell in row.cells)


@given(st.text(max_size=300))
def test_never_raises(raw: str) -> None:
    analysed(raw)


@pytest.mark.parametrize(
    "unit", ["1. Việc\n- Phần\n", "|\nô\n", "|\n", "I. A\n1. ", "- x: ", "Nơi nhận:\n", "TM. ỦY BAN\n"]
)
def test_time_is_linear(unit: str) -> None:
    """Four times the text takes not much more than four times the work."""
    docs = [
        Document(source=Source(uri="", sha256=""), text=normalise(unit * (n // len(unit)))) for n in (5_000, 20_000)
    ]
    short, long = (calls_of(lambda doc=doc: structure.analyse(doc, KNOW)) for doc in docs)  # type: ignore[misc]
    assert long < 6 * short


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("XIX", 19), ("IIX", 0), ("VV", 0), ("XXX", 30)])
def test_roman(numeral: str, value: int) -> None:
    assert roman(numeral) == value
