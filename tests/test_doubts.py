"""What stays doubtful is said in the diagnostics, at its place."""

from __future__ import annotations

import pytest

import vnplan
from vnplan.core.document import Source
from vnplan.core.layout import Doubt, Layout
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.pipeline import annotate

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\nSố: 31/KH-UBND\nHà Nam, ngày 06 tháng 02 năm 2024\n\nKẾ HOẠCH\nThử nghiệm\n\n"


@pytest.mark.parametrize(
    ("code", "body", "words"),
    [
        ("unresolved-reference", "I. NHIỆM VỤ\nTiếp tục thực hiện Nghị quyết số 15 về chăn nuôi.", "Nghị quyết số 15"),
        ("repaired-symbol", "Căn cứ Chỉ thị số 07-CT-TU ngày 02/3/2023 của Tỉnh ủy;", "Chỉ thị số 07-CT-TU"),
        ("impossible-date", "I. NHIỆM VỤ\n- Nộp báo cáo trước ngày 31/6/2024.", "trước ngày 31/6/2024"),
        ("impossible-date", "Căn cứ Nghị quyết số 11/NQ-HĐND ngày 31/4/2023 của HĐND tỉnh;", "ngày 31/4/2023"),
        ("impossible-date", "I. NHIỆM VỤ\n- Sở Y tế họp (ngày 45 tháng 11 năm 2024).", "ngày 45 tháng 11 năm 2024"),
    ],
)
def test_said(code: str, body: str, words: str) -> None:
    """A doubt names its place."""
    plan = vnplan.parse(HEAD + body)
    found = [plan.text[d.span.start : d.span.end] for d in plan.diagnostics if d.code == code and d.span is not None]
    assert found == [words]


def test_a_year_that_nothing_tells() -> None:
    """A day without a year is no impossible one where no head dates the text."""
    plan = vnplan.parse("Các xã nộp báo cáo trước ngày 30/10.")
    assert [(d.code, d.severity) for d in plan.diagnostics if d.code in ("no-year", "impossible-date")] == [
        ("no-year", "info")
    ]


@pytest.mark.parametrize("code", ["unresolved-reference", "repaired-symbol", "impossible-date", "no-lead"])
def test_silent(code: str) -> None:
    """Where nothing is doubtful nothing is said: neither of a symbol over a line end nor of a self reference."""
    body = (
        "Căn cứ Nghị quyết số 11/NQ-\nHĐND ngày 05/12/2023 của HĐND tỉnh;\n\nI. NHIỆM VỤ\n"
        "1. Sở Y tế báo cáo kết quả thực hiện Nghị quyết số 11/NQ-HĐND và Kế hoạch này trước ngày 30/6/2024."
    )
    assert code not in {d.code for d in vnplan.parse(HEAD + body).diagnostics}


def test_record_on_doubtful_words_is_named() -> None:
    """A citation that rests on words of low confidence gets a diagnostic with its place; others get none."""
    text = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020;\n\nCăn cứ Nghị định số 45/2020/NĐ-CP ngày 08/4/2020;\n"
    at = text.index("45/2020")
    layout = Layout(doubts=(Doubt(span=Span(at, at + len("45/2020/NĐ-CP")), confidence=0.4),))
    doc = annotate(text, Source(uri="", sha256=""), Knowledge.default(), layout=layout)
    (issue,) = [issue for issue in doc.issues if issue.code == "ocr-doubt"]
    assert issue.span is not None
    assert "45/2020/NĐ-CP" in doc.quote(issue.span)
    assert "40%" in issue.message


FORMAL = (
    "UBND TỈNH LÂM ĐỒNG\nSỞ Y TẾ\nSố: {number}/KH-SYT\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\nLâm Đồng, ngày {day} năm 2031\n\nKẾ HOẠCH\nKiểm tra chợ\n\n"
    "I. MỤC TIÊU\n1. Kiểm tra 12 chợ.\n\nNơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n\n{sign}\n"
)


@pytest.mark.parametrize(
    ("number", "day", "sign", "codes"),
    [
        ("31", "05 tháng 02", "GIÁM ĐỐC\n\nTrần Văn An", []),
        ("##", "05 tháng 02", "GIÁM ĐỐC\n\nTrần Văn An", ["header-designation-missing"]),
        ("2^4 3%", "05 tháng 02", "GIÁM ĐỐC\n\nTrần Văn An", ["header-designation-missing"]),
        ("    ", "05 tháng 02", "GIÁM ĐỐC\n\nTrần Văn An", []),
        ("…", "… tháng …", "GIÁM ĐỐC\n\nTrần Văn An", []),
        ("31", "    tháng    ", "GIÁM ĐỐC\n\nTrần Văn An", []),
        ("31", "#2 tháng 3", "GIÁM ĐỐC\n\nTrần Văn An", ["header-issued-on-missing"]),
        ("31", "14 tháng II", "GIÁM ĐỐC\n\nTrần Văn An", ["header-issued-on-missing"]),
        ("31", "45 tháng 11", "GIÁM ĐỐC\n\nTrần Văn An", ["header-issued-on-missing"]),
        ("31", "    tháng 11", "GIÁM ĐỐC\n\nTrần Văn An", []),
        ("31", "05 tháng 02", "", ["header-signers-missing"]),
        ("31", "05 tháng 02", "GIÁM ĐỐC", ["header-signer-name-missing"]),
        ("31", "05 tháng 02", "Trần Văn An", ["header-signer-position-missing"]),
        ("31", "05 tháng 02", "GIÁM ĐỐC\n\n'GIÁM ĐỐC\n\nTrần Văn An", ["header-signer-position-doubtful"]),
    ],
)
def test_what_the_head_and_foot_should_say(number: str, day: str, sign: str, codes: list[str]) -> None:
    """A number, a date or a signer that is not found is told once, unless the plan leaves the place blank."""
    plan = vnplan.parse(FORMAL.format(number=number, day=day, sign=sign))
    assert [d.code for d in plan.diagnostics if d.code.startswith("header-")] == codes


def test_text_without_a_head_misses_nothing() -> None:
    """A part of a plan need not say who signed it."""
    plan = vnplan.parse("I. MỤC TIÊU\n1. Kiểm tra 12 chợ.")
    assert not [d for d in plan.diagnostics if d.code.startswith("header-")]


def test_a_lost_heading_takes_no_lead_that_is_told() -> None:
    """After a gap in the numbering the body of a heading is not known; one told behind the task itself is."""
    told = "Rà soát ao đầm do Sở Xây dựng chủ trì; Sở Tài chính cùng phối hợp thực hiện"
    plan = vnplan.parse(
        f"{HEAD}I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Khám bệnh lưu động.\n- {told}.\n3. Sở Công Thương\n- Bình ổn giá.\n"
    )
    assert "missing-heading" in {issue.code for issue in plan.diagnostics}
    (found,) = [one for one in plan.assignments if one.text == told]
    assert [(actor.role, actor.text) for actor in found.actors] == [
        ("lead", "Sở Xây dựng"),
        ("coordinate", "Sở Tài chính"),
    ]
