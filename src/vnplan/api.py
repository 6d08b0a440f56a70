"""The functions that users call."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from vnplan.core.document import Source
from vnplan.core.issues import UsageError
from vnplan.knowledge import Knowledge
from vnplan.pipeline import annotate
from vnplan.record import PlanRecord, build

if TYPE_CHECKING:
    from vnplan.core.document import Document


def parse(text: str, *, uri: str = "text", knowledge: Knowledge | None = None) -> PlanRecord:
    """The record of a plan given as text."""
    if not isinstance(text, str):
        raise UsageError(f"parse() takes text (str), not {type(text).__name__}; for a file use vnplan.parse_file(path)")
    return build(annotate(text, _text_source(text, uri), knowledge or Knowledge.default()))


def _text_source(text: str, uri: str) -> Source:
    return Source(uri=uri, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def document(text: str, *, uri: str = "text", knowledge: Knowledge | None = None) -> Document:
    """The annotated document itself, for tools that need more than the record (sections, lines, rules)."""
    return annotate(text, _text_source(text, uri), knowledge or Knowledge.default())
