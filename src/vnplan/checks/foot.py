"""The foot of a document: recipients, signer, and the grammar of who signs for whom."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from vnplan.checks.catalogue import CheckRow
from vnplan.checks.plan import Hit, Plan, check_of_plan, folded
from vnplan.knowledge.sections import bare
from vnplan.record.models import Signer, Span

_FORM = r"(?:T ?/ ?M|TM|K ?/ ?T|KT|T ?/ ?L|TL|T ?/ ?U ?Q|TUQ|Q|PT)"
_PART = regex.compile(rf"(?P<form>{_FORM})(?P<mark>[./]?)\s*(?P<body>[^,]+)")
_OFFICE = (
    r"(?:TỔNG )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|CHÁNH|CỤC TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG|HIỆU TRƯỞNG|CHỦ NHIỆM"
    r"|VIỆN TRƯỞNG)"
)
_HEAD = regex.compile(rf"{_OFFICE}\b")
# bodies that one person heads and answers for
_SINGLE = regex.compile(
    r"(?:SỞ|BỘ(?! CHÍNH TRỊ| CHỈ HUY| TƯ LỆNH)|CỤC|CHI CỤC|TỔNG CỤC|PHÒNG|VĂN PHÒNG|TRUNG TÂM|TRƯỜNG)\b"
)
_DEPUTY = regex.compile(r"\bPHÓ\b|\bTHỨ TRƯỞNG|\bỦY VIÊN|\bUỶ VIÊN|\bTHAM MƯU|\bCHÍNH ỦY")
_COMMITTEE = regex.compile(r"ỦY BAN NHÂN DÂN|UBND")
_ALONE = regex.compile(r"(?:^|, )T ?/? ?M\W*$")  # `TM. CHỦ TỊCH`: no body after it
_SLASHED = regex.compile(r"[TK] ?/ ?[A-Z]")


@check_of_plan("foot-recipients")
def foot_recipients(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """A signed document that names no recipients."""
    del row
    header = plan.record.header
    if header.recipients or not header.signers or plan.is_copy or not (plan.has_nation or plan.has_party):
        return
    if header.designation and "noi nhan" not in bare(folded(plan.record.text)):
        yield Hit(plan.where())


@check_of_plan("foot-signer")
def foot_signer(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """No signer, or an office without name, or a name without office."""
    if plan.is_copy:
        return
    for said in plan.record.diagnostics:
        if said.code in row.words:
            yield Hit(plan.where(said.span), {"message": said.message.partition(" in the text:")[0]})


@check_of_plan("signature-grammar")
def signature_grammar(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """`TM.` stands before a collegial body, `KT.` before an office whose deputy signs."""
    del row
    if plan.is_recognised or not plan.is_of_state:
        return
    for signer in plan.record.header.signers:
        slip = next(_slips(signer), None)
        if slip is not None:
            yield Hit(plan.where(_place(plan, signer)), {"words": _words(signer), "slip": slip[0], "right": slip[1]})


def _words(signer: Signer) -> str:
    return " / ".join(filter(None, (signer.capacity, signer.position)))


def _slips(signer: Signer) -> Iterator[tuple[str, str]]:
    """What is wrong, and what should be done."""
    position = folded(signer.position or "").upper()
    parts = [(_form(match), match["body"].strip().upper()) for match in _PART.finditer(folded(signer.capacity or ""))]
    forms = [form for form, _ in parts]
    if _ALONE.search(signer.capacity or "") and _HEAD.match(position):
        parts.append(("TM", position))
    for form, body in parts:
        if form == "TM" and _HEAD.match(body):
            yield "`TM.` stands before an office", "`TM.` is followed by the collegial body, the office stands under it"
        if form == "TM" and _SINGLE.match(body):
            yield "`TM.` stands before a body that its head represents", "write the office of the signer without `TM.`"
        if form == "KT" and _COMMITTEE.match(body):
            yield "`KT.` stands before a body", "`KT.` is followed by the office of the head: `KT. CHỦ TỊCH`"
        if form == "KT" and position and not _DEPUTY.search(position) and position == body:
            yield "`KT.` is not followed by a deputy", "write the deputy's office under `KT.`, or leave `KT.` out"
    deputy = regex.match(rf"PHÓ ({_OFFICE})", position)
    for_another = {"KT", "TL", "TUQ", "Q", "PT"} & set(forms)
    if deputy and not for_another and all(_COMMITTEE.match(body) for _, body in parts):
        yield "a deputy signs without `KT.`", f"write `KT. {deputy[1]}` above `{position}`"
    if _SLASHED.match(signer.capacity or ""):
        yield "the stroke is the Party's form", "write `TM.`, `KT.`, `TL.`"


def _form(match: regex.Match[str]) -> str:
    return regex.sub(r"[\s/]", "", match["form"])


def _place(plan: Plan, signer: Signer) -> Span | None:
    """Where the last signature with these words stands."""
    words = folded(signer.capacity or signer.position or "").replace(",", " ").split()
    if not words:
        return None
    pattern = r"[\s*|,]+".join(regex.escape(word) for word in words)
    found = list(regex.finditer(pattern, plan.record.text, regex.IGNORECASE))
    return Span(*found[-1].span()) if found else None
