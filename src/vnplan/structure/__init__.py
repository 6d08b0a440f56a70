"""The shape of a document: header, section tree, tables, foot, page furniture."""

from __future__ import annotations

from vnplan.core.document import Document
from vnplan.knowledge import Knowledge
from vnplan.structure.outline import outline

__all__ = ["analyse"]


def analyse(doc: Document, know: Knowledge) -> Document:
    r"""The document with lines, nodes, tables and header.

    >>> from vnplan.core.document import Source
    >>> from vnplan.core.text import Text
    >>> text = Text.of("KẾ HOẠCH\nTrồng rừng\nI. MỤC TIÊU\n1. Trồng 20 ha rừng.")
    >>> found = analyse(Document(source=Source(uri="", sha256=""), text=text), Knowledge.default())
    >>> [(node.path, node.role) for node in found.nodes], found.header.title
    ([('I', 'target'), ('I.1', 'target')], 'Trồng rừng')
    """
    return outline(doc, know)
