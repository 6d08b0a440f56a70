"""What short and pointing citations mean, traps first: a wrong meaning is worse than none, and none has its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import vnplan

CASES = tomllib.loads((Path(__file__).parent / "cases" / "resolution.toml").read_text(encoding="utf-8"))["case"]
STATE = (
    "ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\nSố: {number}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Hà Nam, ngày 06 tháng 5 năm 2025\n\n"
)
HEADS = {
    "plan": STATE.format(number="31/KH-UBND") + "KẾ HOẠCH\nQuản lý bến đò năm 2025\n\n",
    "decision": STATE.format(number="345/QĐ-UBND") + "QUYẾT ĐỊNH\nVề quản lý bến đò\n\n",
    "approval": STATE.format(number="345/QĐ-UBND") + "QUYẾT ĐỊNH\nPhê duyệt Đề án nuôi cá lồng\n\n",
    "attached": STATE.format(number="345/QĐ-UBND")
    + "QUYẾT ĐỊNH\nBan hành Kế hoạch quản lý bến đò\n\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch "
    "quản lý bến đò.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn An\n\nKẾ HOẠCH\nQuản lý bến đò năm 2025\n"
    "(Ban hành kèm theo Quyết định số 345/QĐ-UBND ngày 06/5/2025 của UBND tỉnh)\n\n",
    "party": "ĐẢNG BỘ TỈNH HÀ NAM\nBAN CHẤP HÀNH\n*\nSố 12-CTr/TU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n"
    "Hà Nam, ngày 06 tháng 5 năm 2025\n\nCHƯƠNG TRÌNH HÀNH ĐỘNG\nvề quản lý bến đò\n-----\n\n",
}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_meant(case: dict[str, str]) -> None:
    """Each citation that is not full, with its meaning, or the reason why it is left open."""
    head = HEADS[case.get("head", "plan")]
    plan = vnplan.parse(head + case["text"].strip("\n"))
    named = {citation.id: citation.instrument.designation or citation.instrument.title for citation in plan.citations}
    reasons = {d.span.start: d.message for d in plan.diagnostics if d.code == "unresolved-reference" and d.span}
    found = []
    for citation in plan.citations:
        if citation.form == "full" or citation.span.start < len(head) - 1:
            continue
        target = citation.resolves_to
        meaning = named.get(target, target) if target else reasons.get(citation.span.start, "no reason")
        _, is_open, meaning = meaning.rpartition(" is left open: ")
        found.append(f"{citation.text} | {'open: ' if is_open else ''}{meaning}")
    assert found == case["expect"]
