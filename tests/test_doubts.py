"""What stays doubtful is said in the diagnostics, at its place."""

from __future__ import annotations

import pytest

import vnplan

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\nSố: 31/KH-UBND\nHà Nam, ngày 06 tháng 02 năm 2024\n\nKẾ HOẠCH\nThử nghiệm\n\n"


@pytest.mark.parametrize(
    ("code", "body", "words"),
    [
        ("unresolved-citation", "I. NHIỆM VỤ\nTiếp tục thực hiện Nghị quyết số 15 về chăn nuôi.", "Nghị quyết số 15"),
        ("repaired-symbol", "Căn cứ Chỉ thị số 07-CT-TU ngày 02/3/2023 của Tỉnh ủy;", "Chỉ thị số 07-CT-TU"),
        ("impossible-date", "I. NHIỆM VỤ\n- Nộp báo cáo trước ngày 31/6/2024.", "trước ngày 31/6/2024"),
    ],
)
def test_said(code: str, body: str, words: str) -> None:
    """A doubt names its place."""
    plan = vnplan.parse(HEAD + body)
    found = [plan.text[d.span.start : d.span.end] for d in plan.diagnostics if d.code == code and d.span is not None]
    assert found == [words]


@pytest.mark.parametrize("code", ["unresolved-citation", "repaired-symbol", "impossible-date", "no-lead"])
def test_silent(code: str) -> None:
    """Where nothing is doubtful nothing is said: neither of a symbol over a line end nor of a self reference."""
    body = (
        "Căn cứ Nghị quyết số 11/NQ-\nHĐND ngày 05/12/2023 của HĐND tỉnh;\n\nI. NHIỆM VỤ\n"
        "1. Sở Y tế báo cáo kết quả thực hiện Nghị quyết số 11/NQ-HĐND và Kế hoạch này trước ngày 30/6/2024."
    )
    assert code not in {d.code for d in vnplan.parse(HEAD + body).diagnostics}
