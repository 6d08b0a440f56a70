"""What short and pointing citations mean, traps first: a wrong meaning is worse than none, and none has its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

import vnplan
from vnplan.record.models import Citation

CASES = [
    case
    for name in ("resolution.toml", "resolution_forms.toml")
    for case in tomllib.loads((Path(__file__).parent / "cases" / name).read_text(encoding="utf-8"))["case"]
]
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
HEADS |= {
    "directive": STATE.format(number="09/CT-UBND") + "CHỈ THỊ\nVề quản lý bến đò\n\n",
    "law_plan": STATE.format(number="31/KH-UBND") + "KẾ HOẠCH\nTriển khai thi hành Luật Lưu trữ\n\n",
    "department": STATE.format(number="31/KH-SNV").replace(
        "ỦY BAN NHÂN DÂN\nTỈNH HÀ NAM", "UBND TỈNH HÀ NAM\nSỞ NỘI VỤ"
    )
    + "KẾ HOẠCH\nCải cách hành chính năm 2025\n\n",
    "letter": STATE.format(number="814/UBND-KT\nV/v quản lý bến đò")
    + "Kính gửi: Ủy ban nhân dân các huyện, thành phố\n\n",
    "rules": HEADS["attached"]
    .replace("Kế hoạch quản lý", "Quy chế quản lý")
    .replace("KẾ HOẠCH\nQuản lý bến đò năm 2025", "QUY CHẾ\nQuản lý bến đò"),
    "attached_declares": HEADS["attached"].replace(
        "QUYẾT ĐỊNH:\n",
        "Căn cứ Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ (sau đây gọi tắt là Đề án 06);\n"
        "Thực hiện Nghị quyết số 15-NQ/TU ngày 02/3/2022 của Tỉnh ủy (sau đây gọi tắt là Nghị quyết);\n\n"
        "QUYẾT ĐỊNH:\n",
    ),
}


def called(citation: Citation, citations: Sequence[Citation]) -> str:
    """The number of what is cited, with its day where the text gives that number to papers of several days."""
    number, day = citation.instrument.designation, citation.instrument.issued_on
    same = [c.instrument for c in citations if c.form == "full" and c.instrument.designation == number]
    days = {instrument.issued_on for instrument in same if instrument.issued_on}
    return f"{number} ({day})" if number and len(days) > 1 else number or citation.text


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_meant(case: dict[str, str]) -> None:
    """Each citation that is not full, with its meaning, or the reason why it is left open."""
    head = HEADS[case.get("head", "plan")]
    plan = vnplan.parse(head + case["text"].strip("\n"))
    named = {citation.id: called(citation, plan.citations) for citation in plan.citations}
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
