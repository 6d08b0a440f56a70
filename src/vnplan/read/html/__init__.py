"""Web pages and documents saved as web pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from vnplan.core.issues import Issue
from vnplan.core.layout import Layout
from vnplan.read.html.chrome import left_out, remove
from vnplan.read.html.flow import flow
from vnplan.read.html.grid import cells_of, entries, head_rows, parts_of, read_lines, stray_texts
from vnplan.read.html.outline import outline_of
from vnplan.read.html.source import decode_page
from vnplan.read.html.tables import columns_of, holds_page, kind_of
from vnplan.read.html.tree import parse
from vnplan.read.txt import accept_text
from vnplan.read.writer import Entry, Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read"]

_MOST_TAGS = 4_500_000  # fill 2 GB of memory; a page of 50 MB has about one million
_DEEPEST_FRAME = 8  # tables for layout inside one another that are looked at


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    after: str = "\n\n"


@dataclass(frozen=True, slots=True)
class _Table:
    rows: list[list[Entry | None]]
    heads: int


_Block = _Paragraph | _Table


def read(data: bytes, charset: str | None = None) -> tuple[str, Layout, tuple[Issue, ...]]:
    r"""The text of the document on a page, without what stands around it.

    `charset` is what the server said. The text is empty, with an issue of severity `error`, where there is none.

    >>> page = "<nav><a href=/>Tin</a></nav><div><p>Kế hoạch số <b>12</b>/KH-UBND</p><ol><li>Trồng rừng</ol></div>"
    >>> read(page.encode())[0]
    'Kế hoạch số 12/KH-UBND\n\n1. Trồng rừng\n'
    """
    source = decode_page(data, charset)
    if not source.text:
        return "", Layout(), source.issues
    tags = source.text.count("<") - source.text.count("</")
    if tags > _MOST_TAGS:
        message = f"the page has {tags:,} elements, over the limit of {_MOST_TAGS:,}; save the document in parts"
        return "", Layout(), (*source.issues, Issue("too-large", message, "error"))
    root, deep = parse(source.text)
    if root is None:
        return "", Layout(), (*source.issues, _nothing(pictures=False))
    pictures = root.find(".//img") is not None
    issues = [*source.issues, *deep]
    gone = left_out(outline_of(root))
    issues += gone.issues()
    remove(root, gone)
    blocks, decoded = _in_unicode(_Reader().read(root))
    issues += decoded
    if not blocks:
        return "", Layout(), (*issues, _nothing(pictures=pictures))
    writer = Writer()
    for block in blocks:
        if isinstance(block, _Table):
            writer.table(block.rows, heads=block.heads)
        else:
            writer.paragraph(block.text, after=block.after)
    return *writer.finish(), tuple(issues)


def _nothing(*, pictures: bool) -> Issue:
    why = "its text may be in its pictures" if pictures else "it may be filled in by a script"
    return Issue("empty", f"the page has no text ({why}); give the document's own file (PDF, DOCX)", "error")


class _Reader:
    """Turns the elements of a page into blocks."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []

    def read(self, root: _Element) -> list[_Block]:
        """The blocks in order."""
        flow(root, lambda text: self.blocks.append(_Paragraph(text)), self._table)
        return self.blocks

    def _table(self, element: _Element) -> bool:
        """Takes a table with data, or the head or foot of a document; the cells of others are read as paragraphs."""
        above = element.iterancestors("table")
        if next(islice(above, _DEEPEST_FRAME, None), None) is not None:
            return False
        parts = parts_of(element)
        if holds_page(element, parts):
            return False
        cells = cells_of(parts)
        read_lines(cells)
        heads = head_rows(parts)
        kind = kind_of(cells, heads)
        if kind == "layout":
            return False
        self.blocks += [_Paragraph(text) for text in stray_texts(parts) if text]
        if kind == "data":
            self.blocks.append(_Table(entries(cells), heads))
            return True
        for lines in columns_of(cells):
            self.blocks += [_Paragraph(line, "\n") for line in lines[:-1]]
            self.blocks.append(_Paragraph(lines[-1]))
        return True


def _in_unicode(blocks: Sequence[_Block]) -> tuple[Sequence[_Block], tuple[Issue, ...]]:
    """Blocks whose words are shown in an encoding from before Unicode, decoded; told by all words of the page."""
    text = "\n".join(_texts(blocks))
    accepted = accept_text(text)
    if accepted.text == text:
        return blocks, accepted.issues
    lines = iter(accepted.text.split("\n"))

    def same_lines(text: str) -> str:
        return "\n".join(islice(lines, text.count("\n") + 1))

    decoded: list[_Block] = []
    for block in blocks:
        if isinstance(block, _Paragraph):
            decoded.append(replace(block, text=same_lines(block.text)))
        else:
            rows = [[e and replace(e, content=same_lines(str(e.content))) for e in row] for row in block.rows]
            decoded.append(_Table(rows, block.heads))
    return decoded, accepted.issues


def _texts(blocks: Sequence[_Block]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if isinstance(block, _Paragraph):
            found.append(block.text)
        else:
            found += [str(entry.content) for row in block.rows for entry in row if entry is not None]
    return found
