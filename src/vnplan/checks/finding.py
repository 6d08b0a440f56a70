"""What a check found: where, what, what to do, and by which law."""

from __future__ import annotations

from dataclasses import dataclass

from vnplan.core.issues import Severity
from vnplan.record.models import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place of one plan. `span`, `text`, `line` and `column` (from 1, in `PlanRecord.text`) are None for what is
    missing; `record` is the id of the citation, deadline, target or assignment meant.
    """

    check: str
    severity: Severity
    message: str
    remedy: str
    law: str
    uri: str
    span: Span | None = None
    text: str | None = None
    line: int | None = None
    column: int | None = None
    record: str | None = None
