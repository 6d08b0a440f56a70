"""The shape of a document: header, section tree, tables, foot, page furniture."""

from __future__ import annotations

from vnplan.core.document import Document, Line
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge

__all__ = ["analyse"]


def analyse(doc: Document, know: Knowledge) -> Document:
    """The document with lines, nodes, tables and header."""
    lines, start = [], 0
    for line in doc.text.clean.split("\n"):
        span = Span(start, start + len(line))
        lines.append(Line(span=span, body=span, kind="paragraph"))
        start += len(line) + 1
    return doc.with_lines(lines)
