"""The text of an element as a browser shows it: blocks with their lines; tables are told to whoever wants them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import regex

from vnplan.read.html.marks import List, marked, open_list, raised
from vnplan.read.html.style import BLOCKS, CELLS, LISTS, is_upper, keeps_blanks, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# A page cannot hold these two characters: the parser replaces them.
_BREAK, _BLANK = "\0", "\1"  # a line break, a blank that is kept
_BLANKS = regex.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = regex.compile(r"[ \xa0]*\0[ \xa0]*")
_EMPTY_LINES = regex.compile(r"\n{3,}")
_LONG = 40  # characters that are no raised text
_KEPT = str.maketrans({" ": _BLANK, "\n": _BREAK, "\r": None})

Paragraphs = Callable[[str], None]
Tables = Callable[["_Element"], bool]


def flow(element: _Element, paragraph: Paragraphs, table: Tables | None = None) -> None:
    """Tells the paragraphs of an element in order; lines inside one are parted by a line break.

    `table` is asked at each table and says whether it has taken it; without it, or where it has not, the cells are told
    as paragraphs (without `table`, the cells of a row in one line).
    """
    from lxml import etree  # noqa: PLC0415  heavy

    state = _Flow(paragraph, in_cell=table is None)
    walk = etree.iterwalk(element, events=("start", "end"))
    taken: set[_Element] = set()
    for event, node in walk:
        tag = tag_of(node)
        if event == "start":
            if (tag == "table" and table is not None and state.ends_before(table, node)) or (
                tag == "sup" and state.raise_text(node)
            ):
                taken.add(node)
                walk.skip_subtree()
            else:
                state.start(node, tag)
        elif node in taken:
            taken.discard(node)
            state.text(node.tail)
        else:
            state.end(node, tag, of_all=node is element)
    state.flush()


def lines_of(element: _Element) -> list[str]:
    """The lines of an element, tables inside it row by row."""
    found: list[str] = []
    flow(element, lambda text: found.extend(line for line in text.split("\n") if line))
    return found


class _Flow:
    def __init__(self, paragraph: Paragraphs, *, in_cell: bool) -> None:
        self.paragraph = paragraph
        self.in_cell = in_cell
        self.parts: list[str] = []
        self.lists: list[List] = []
        self.mark = ""
        self.kept = 0  # open elements that keep blanks
        self.upper = 0  # open elements in capitals

    def start(self, node: _Element, tag: str) -> None:
        """An element begins."""
        if tag == "br":
            self.parts.append(_BREAK)
        elif tag in CELLS and self.in_cell:
            self.parts.append(" ")
        elif tag in BLOCKS:
            self.flush()
            if tag in LISTS:
                self.lists.append(open_list(node))
            elif tag == "li":
                outer = self.mark if self.mark != "- " else ""
                self.mark = outer + (self.lists[-1].mark(node) if self.lists else "- ")
        elif tag == "q":
            self.parts.append("“")
        if node.attrib or tag == "pre":
            self.kept += keeps_blanks(node)
            self.upper += is_upper(node)
        self.text(node.text)

    def end(self, node: _Element, tag: str, *, of_all: bool) -> None:
        """An element ends; the text after it follows, unless it is the element whose text was asked for."""
        if node.attrib or tag == "pre":
            self.kept -= keeps_blanks(node)
            self.upper -= is_upper(node)
        if tag in CELLS and self.in_cell:
            self.parts.append(" ")
        elif tag in BLOCKS:
            self.flush()
            if tag in LISTS:
                self.lists.pop()
            if tag == "li":
                self.mark = ""
        elif tag == "q":
            self.parts.append("”")
        if not of_all:
            self.text(node.tail)

    def text(self, text: str | None) -> None:
        """Characters of the page."""
        if text:
            if self.upper:
                text = text.upper()
            self.parts.append(text.translate(_KEPT) if self.kept else text)

    def raise_text(self, node: _Element) -> bool:
        """Writes a raised text; False where it is none that needs care."""
        text = ""
        for part in node.itertext():
            text += part
            if len(text) > _LONG:  # an unclosed tag: everything after it is inside
                return False
        written = raised(text, "".join(self.parts[-3:])[-8:])
        if written is None:
            return False
        self.parts.append(written)
        return True

    def ends_before(self, table: Tables, node: _Element) -> bool:
        """Whether a table was taken by the caller, to whom everything before it is told first."""
        self.flush()
        return table(node)

    def flush(self) -> None:
        """Ends the paragraph."""
        if not self.parts:
            return
        text = _BLANKS.sub(" ", "".join(self.parts))
        self.parts.clear()
        if _BREAK in text:
            text = _EMPTY_LINES.sub("\n\n", _AROUND_BREAK.sub("\n", text))
        text = text.replace(_BLANK, " ").strip("\n").strip(" \xa0")
        if text:
            mark, self.mark = self.mark, ""
            self.paragraph(marked(mark, text) if mark else text)
