"""Citations: every way to write one, what only looks like one, and what the short ones mean."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work import calls_of

from vnplan.api import parse
from vnplan.core.document import Document, Header, Line, Source
from vnplan.core.mentions import Citation
from vnplan.core.span import Span
from vnplan.extract import citations
from vnplan.knowledge import Knowledge
from vnplan.link import backrefs
from vnplan.normalise import normalise

KNOW = Knowledge.default()
CASES = Path(__file__).parent / "cases"
HEADER = Header(
    document_type="Kế hoạch",
    designation="177/KH-UBND",
    issuer="Ủy ban nhân dân tỉnh Hà Giang",
    province="Hà Giang",
    issued_on=date(2024, 9, 20),
    title="thực hiện Nghị quyết số 15-NQ/TU về phát triển nông thôn",
)


def cases(name: str) -> list[Any]:
    rows = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(row["text"], row["expect"], id=row["id"]) for row in rows]


def document(text: str, header: Header = HEADER) -> Document:
    """A document whose lines are plain paragraphs: what is tested here needs no structure."""
    folded = normalise(text)
    lines, start = [], 0
    for line in folded.clean.split("\n"):
        span = Span(start, start + len(line))
        lines.append(Line(span=span, body=span, kind="paragraph"))
        start += len(line) + 1
    return Document(source=Source(uri="x", sha256="x"), text=folded, header=header).with_lines(lines)


def shown(doc: Document, c: Citation) -> str:
    values = (doc.quote(c.span), c.form, c.type, c.designation, c.issued_on, c.issuer, c.title)
    return " | ".join(value or "-" for value in values)


@pytest.mark.parametrize(("text", "expect"), cases("citations.toml") + cases("citations_tails.toml"))
def test_written(text: str, expect: list[str]) -> None:
    """Place, form, type, number, date, issuer and title, in reading order; nothing else is found."""
    doc = document(text)
    assert [shown(doc, found) for found in citations.find(doc, KNOW)] == expect


@pytest.mark.parametrize(("text", "expect"), cases("citations_links.toml"))
def test_meant(text: str, expect: list[str]) -> None:
    """What is not full means an earlier instrument, the document, or stays open."""
    doc = document(text)
    doc = doc.put(Citation, citations.find(doc, KNOW))
    meant = {id(link.citation): link for link in backrefs.find(doc, KNOW)}
    found = []
    for citation in doc.get(Citation):
        if citation.form != "full":
            link = meant.get(id(citation))
            target = "-" if link is None else link.target.designation if link.target else "document"
            found.append(f"{doc.quote(citation.span)} | {target}")
    assert found == expect


@pytest.mark.parametrize(
    ("text", "provision", "relation"),
    [
        ("Căn cứ:\n- Điều lệ Hội;\n- Chỉ thị số 45-CT/TW ngày 22/7/2010;", None, "legal_basis"),
        ("Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 16/TTr-SYT ngày 15/9/2016,", None, "mentions"),
        ("Theo Báo cáo số 527/BC-UBND ngày 01/7/2025, các xã đã trồng rừng.", None, "mentions"),
        (
            "Thực hiện chương trình công tác hè, căn cứ Kế hoạch số 18/KH-UBND ngày 28/02/2024, Đoàn ra quân.",
            None,
            "legal_basis",
        ),
        ("theo điểm a khoản 2 Điều 5 Nghị định số 34/2016/NĐ-CP", "điểm a khoản 2 Điều 5", "implements"),
        ("tại mục C điểm 1 phần III Nghị quyết số 30/2008/NQ-CP", "mục C điểm 1 phần III", "mentions"),
        ("theo khoản 1, 2 Điều 10 của Luật Trẻ em", "khoản 1, 2 Điều 10", "implements"),
        ("Căn cứ Điều 7 Luật Lưu trữ ngày 21/6/2024;", "Điều 7", "legal_basis"),
        ("Căn cứ Luật Lưu trữ ngày 21/6/2024;", None, "legal_basis"),
        ("bãi bỏ Quyết định số 5/QĐ-UBND", None, "repeals"),
        ("thay thế cho Kế hoạch số 9/KH-UBND", None, "replaces"),
        ("(thay thế Quy chế bến bãi ban hành kèm theo Quyết định số 9/QĐ-UBND)", None, "replaces"),
        ("Quy chế ban hành kèm theo Quyết định số 268-QĐ/TU", None, "issued_with"),
        ("theo khung giá bán nước ban hành theo Quyết định số 9/QĐ-UBND", None, "issued_with"),
        ("hướng dẫn về kế toán, đào tạo cán bộ theo quy định của Luật Hợp tác xã", None, "implements"),
        ("quy định chi tiết một số điều của Luật Đất đai", None, "guides"),
        ("(được sửa đổi, bổ sung bởi Nghị định số 9/2024/NĐ-CP)", None, "amended_by"),
        ("sửa đổi, bổ sung một số điều của Thông tư số 8/2021/TT-BTC", None, "amends"),
        ("triển khai Nghị quyết số 57-NQ/TW", None, "implements"),
        ("các nội dung tại phụ lục của Nghị quyết số 57-NQ/TW", None, "mentions"),
    ],
)
def test_provision_and_relation(text: str, provision: str | None, relation: str) -> None:
    """What stands before says which part is cited and what for."""
    (found,) = citations.find(document(text), KNOW)
    assert (found.provision, found.relation) == (provision, relation)


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (
            "Thực hiện Nghị quyết số 12/NQ-CP của Chính phủ (gọi tắt là Nghị quyết 12), Quyết định số 45/QĐ-TTg,",
            ["implements", "mentions", "implements"],
        ),
        (
            "I. CĂN CỨ LẬP KẾ HOẠCH\n- Nghị quyết số 12-NQ/TW.\n- Chỉ thị số 4/CT-TTg.\nII. HỌP\n- Luật Nhà ở.",
            ["legal_basis", "legal_basis", "mentions"],
        ),
        ("Căn cứ:\n- Nghị quyết số 12-NQ/TW;\n- Quyết định số 45/QĐ-TTg.", ["legal_basis", "legal_basis"]),
        (
            (
                "Thực hiện Luật Nhà ở và các văn bản hướng dẫn thi hành; Quyết định số 342/QĐ-TTg về thiên tai;"
                " Các thông tư của Bộ Lao động - Thương binh và Xã hội: Số 43/2016/TT-BLĐTBXH về dạy nghề;"
                " số 32/2018/TT-BLĐTBXH."
            ),
            ["implements"] * 4,
        ),
        ("Thực hiện Chỉ thị số 4/CT-TTg, UBND tỉnh ban hành Kế hoạch số 9/KH-UBND.", ["implements", "mentions"]),
        ("sửa đổi một số nghị định quy định chi tiết thi hành Luật Nhà ở", ["guides"]),
        ("Căn cứ để so sánh là năm 2020.\n- Nghị quyết số 12-NQ/TW nêu rõ.", ["mentions"]),
    ],
)
def test_relations_in_lists(text: str, relations: list[str]) -> None:
    """A name that is declared uses nothing, and does not end the list; a heading speaks for all below it."""
    assert [found.relation for found in citations.find(document(text), KNOW)] == relations


@pytest.mark.parametrize("row", KNOW.instruments.rows, ids=lambda row: row.id)
def test_rows_recognise_their_examples(row: Any) -> None:
    """Each example is one citation of the row's type; a counter-example is none."""
    generic = row.kind == "generic"
    for example in row.examples:
        (found,) = citations.find(document(example), KNOW)
        assert found.span == Span(0, len(example))
        assert generic or found.type == row.name
    for example in row.not_examples:
        assert not list(citations.find(document(example), KNOW))


@pytest.mark.parametrize(
    ("header", "text", "issuer"),
    [
        (Header(issuer="Ủy ban nhân dân thành phố Cần Thơ", province="Cần Thơ"), "12-NQ/TU", "Thành ủy Cần Thơ"),
        (Header(issuer="Sở Y tế tỉnh Cà Mau", province="Cà Mau"), "12/QĐ-UBND", "Ủy ban nhân dân tỉnh Cà Mau"),
        (
            Header(issuer="Ủy ban nhân dân huyện Yên Minh", province="Hà Giang"),
            "12/QĐ-UBND ngày 01/02/2020 của UBND huyện",
            "Ủy ban nhân dân huyện Yên Minh",
        ),
        (
            Header(issuer="Ủy ban nhân dân huyện Yên Minh", province="Hà Giang"),
            "12/QĐ-UBND ngày 01/02/2020 của UBND tỉnh",
            "Ủy ban nhân dân tỉnh Hà Giang",
        ),
        (Header(), "12/QĐ-UBND ngày 01/02/2020 của UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        (Header(), "12/QĐ-UBND ngày 01/02/2020 của UBND tỉnh Gia Lai", "Ủy ban nhân dân tỉnh Gia Lai"),
    ],
)
def test_territory_of_the_issuer(header: Header, text: str, issuer: str) -> None:
    """What the text leaves to the document comes from its header, and only from there."""
    (found,) = citations.find(
        document(f"Nghị quyết số {text}" if "TU" in text else f"Quyết định số {text}", header), KNOW
    )
    assert found.issuer == issuer


def test_the_letterhead_cites_nothing() -> None:
    """The body that issues may be named by the decision that set it up; what the title names is cited."""
    text = (
        "SỞ XÂY DỰNG\nĐOÀN THANH TRA THEO\nQUYẾT ĐỊNH SỐ 77/QĐ-SXD\nSố: 5/KH-ĐTT\n\n"
        "Lào Cai, ngày 02 tháng 3 năm 2031\n\n"
        "KẾ HOẠCH\nThực hiện Quyết định số 78/QĐ-SXD\n\nI. MỤC ĐÍCH\n1. Kiểm tra nhà ở."
    )
    assert [citation.text for citation in parse(text).citations] == ["Quyết định số 78/QĐ-SXD"]


@pytest.mark.parametrize("head", ["PHỤ LỤC II\nDANH MỤC NHIỆM VỤ", "DANH MỤC NHIỆM VỤ"])
def test_an_appendix_by_itself_is_not_what_it_carries_out(head: str) -> None:
    """Its title names another instrument; the line below it that with which it was issued, its number left blank."""
    text = (
        f"{head} THỰC HIỆN NGHỊ QUYẾT SỐ 29-NQ/TU\n"
        "(Kèm theo Kế hoạch hành động tại Quyết định số    /QĐ-UBND ngày    tháng 5 năm 2031 của UBND tỉnh)\n\n"
        "1. Các xã trồng rừng theo Nghị quyết số 29-NQ/TU."
    )
    plan = parse(text)
    assert (plan.header.document_type, plan.header.designation) == (None, None)
    assert [(citation.form, citation.relation) for citation in plan.citations] == [
        ("full", "implements"),
        ("self", "issued_with"),
        ("full", "implements"),
    ]


def test_the_number_in_a_head_without_a_type_is_no_citation() -> None:
    """The whole head stands on one line, and the line of its type was lost."""
    text = (
        "BỘ XÂY DỰNG ------- Số: 507/QĐ-BXD | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ----- "
        "Hà Nội, ngày 21 tháng 02 năm 2017 |\n-----\nBỘ TRƯỞNG BỘ XÂY DỰNG\nCăn cứ Luật Nhà ở;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch hành động."
    )
    assert [citation.text for citation in parse(text).citations] == ["Luật Nhà ở", "Quyết định này"]


def test_furniture_and_recipients_hold_no_citations() -> None:
    """A side bar lists instruments that the plan does not cite."""
    doc = document("Quyết định 705/QĐ-TTg năm 2013")
    line = doc.lines[0]
    skipped = Line(span=line.span, body=line.body, kind="boilerplate", role="boilerplate")
    assert not list(citations.find(doc.with_lines([skipped]), KNOW))


NUMBER = st.integers(1, 9999)
CODE = st.sampled_from(["QĐ-TTg", "QĐ-UBND", "QĐ-BYT", "QĐ-BNN-TT", "QĐ-UBND-HC"])
FILLER = st.sampled_from(["Các đơn vị rà soát kết quả.", "Sở Y tế chủ trì, phối hợp.", "Đạt 98% hộ dân; 12 xã.", ""])


@given(number=NUMBER, code=CODE, before=FILLER, after=FILLER)
@settings(max_examples=60, deadline=None)
def test_a_planted_citation_is_found_where_it_is(number: int, code: str, before: str, after: str) -> None:
    """Exactly its place, and nothing else."""
    planted = f"Quyết định số {number}/{code}"
    doc = document(f"{before} Theo {planted}. {after}")
    (found,) = citations.find(doc, KNOW)
    assert doc.quote(found.span) == planted
    assert found.designation == f"{number}/{code}"


@given(st.text(alphabet="Nghị quyết số 12/-.,;()“”QĐTWUBND ngày của Luật Điều khoản\n", max_size=200))
@settings(max_examples=150, deadline=None)
def test_never_raises_and_spans_are_sound(text: str) -> None:
    """Any text: spans lie inside their extents and inside the text, in order."""
    doc = document(text)
    doc = doc.put(Citation, citations.find(doc, KNOW))
    list(backrefs.find(doc, KNOW))
    found = doc.get(Citation)
    assert [c.span.start for c in found] == sorted(c.span.start for c in found)
    for c in found:
        assert c.extent.contains(c.span)
        assert 0 <= c.span.start < c.span.end <= len(doc.text.clean)


@pytest.mark.parametrize(
    "seed",
    ["điểm a, b, c ", "khoản 1 Điều 2, ", "Luật Quản ", "1/1/1/", "(sau đây gọi tắt là ", "Quyết định của ", "“"],
)
def test_time_is_linear(seed: str) -> None:
    """A line without end costs what its length costs."""
    source = document("x").source
    docs = [Document(source=source, text=normalise(seed * (size // len(seed)))) for size in (5_000, 20_000)]
    short, long = (calls_of(lambda doc=doc: list(citations.find(doc, KNOW))) for doc in docs)  # type: ignore[misc]
    assert long < 6 * short
