"""Placeholder."""

from __future__ import annotations

from collections.abc import Iterator

from vnplan.core.document import Document
from vnplan.core.mentions import Due
from vnplan.knowledge import Knowledge


def find(doc: Document, know: Knowledge) -> Iterator[Due]:
    """Placeholder."""
    yield from ()
