"""Placeholder."""

from __future__ import annotations

from collections.abc import Iterator

from vnplan.core.document import Document
from vnplan.core.mentions import Citation
from vnplan.knowledge import Knowledge


def find(doc: Document, know: Knowledge) -> Iterator[Citation]:
    """Placeholder."""
    yield from ()
