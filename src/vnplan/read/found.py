"""What every reader gives: the text of a file, its layout, and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from vnplan.core.document import Extraction
from vnplan.core.issues import Issue
from vnplan.core.layout import Layout


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a file. An issue of severity `error` and an empty text mean that nothing could be read."""

    text: str
    layout: Layout = field(default_factory=Layout)
    issues: tuple[Issue, ...] = ()
    page_count: int | None = None
    extraction: Extraction = "text"


def nothing(code: str, message: str) -> Found:
    """A file that gives no text, and why."""
    return Found("", issues=(Issue(code, message, "error"),))
