"""What each element of a page holds, in arrays by the element's number: a large page has millions of them.

Elements are numbered in document order. The elements inside number n are n + 1 to `last[n]`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnplan.knowledge.web import is_chrome_name, mark_of, roles
from vnplan.read.html.style import BLOCKS, is_hidden, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# Elements that may hold a part of a page: only these are left out by name or as a list of links.
CONTAINERS = frozenset(
    "address article aside body center details div dl fieldset figure footer form frameset header html main menu nav "
    "ol section table tbody td tr ul".split()
)
_NAMED = CONTAINERS - {"body", "html", "article", "main", "tr", "tbody"}
_CHROME_TAGS = frozenset(("nav", "aside", "footer"))
_MOST_LINES = 200_000  # the lines of a document's head, body and foot are told among so many
_LINE_START = 120

HIDDEN, CHROME = 1, 2  # flags of an element itself
HEAD, FOOT, BODY = 1, 2, 4  # marks of a document, in an element's own text
_PARTS = {"head": HEAD, "foot": FOOT, "body": BODY}


@dataclass(slots=True)
class Outline:
    """The numbers. `text`, `linked`, `links`: characters, characters in links, links of an element's own text."""

    tags: list[str] = field(default_factory=list)
    parent: array[int] = field(default_factory=lambda: array("i"))
    last: array[int] = field(default_factory=lambda: array("I"))
    text: array[int] = field(default_factory=lambda: array("I"))
    linked: array[int] = field(default_factory=lambda: array("I"))
    links: array[int] = field(default_factory=lambda: array("I"))
    flags: bytearray = field(default_factory=bytearray)
    marks: bytearray = field(default_factory=bytearray)

    def add(self, tag: str, parent: int, flags: int) -> int:
        """The number of a new element."""
        self.tags.append(tag)
        self.parent.append(parent)
        self.flags.append(flags)
        self.marks.append(0)
        for numbers in (self.last, self.text, self.linked, self.links):
            numbers.append(0)
        return len(self.tags) - 1

    def children(self, n: int) -> Iterator[int]:
        """The elements directly inside one."""
        child, last = n + 1, self.last[n]
        while child <= last:
            yield child
            child = self.last[child] + 1


@dataclass(frozen=True, slots=True)
class Sums:
    """The same numbers with everything inside an element; elements that are left out count nothing."""

    text: array[int]
    linked: array[int]
    links: array[int]
    marks: bytearray

    def prose(self, n: int) -> int:
        """Characters that are in no link."""
        return self.text[n] - self.linked[n]


def sums(outline: Outline, left_out: set[int]) -> Sums:
    """Adds up, from the last element to the first."""
    text, linked, links = array("I", outline.text), array("I", outline.linked), array("I", outline.links)
    marks, parent = bytearray(outline.marks), outline.parent
    for n in range(len(parent) - 1, 0, -1):
        if n in left_out:
            continue
        above = parent[n]
        if above >= 0:
            text[above] += text[n]
            linked[above] += linked[n]
            links[above] += links[n]
            marks[above] |= marks[n]
    return Sums(text, linked, links, marks)


class _Lines:
    """The starts of the lines of text, each with the block that holds it."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.parts: list[str] = []
        self.length = 0
        self.count = 0

    def add(self, text: str) -> None:
        if self.length < _LINE_START:
            self.parts.append(text[:400])
            self.length += len(text)

    def end(self, block: int) -> None:
        """The line ends; it belongs to a block."""
        if self.parts and self.count < _MOST_LINES:
            self.count += 1
            mark = mark_of(" ".join("".join(self.parts).split())[:_LINE_START])
            if mark:
                self.outline.marks[block] |= _PARTS[mark.part]
        self.parts.clear()
        self.length = 0


def outline_of(root: _Element) -> Outline:
    """The outline of a page; the root has number 0."""
    from lxml import etree  # noqa: PLC0415  heavy

    outline = Outline()
    lines = _Lines(outline)
    stack: list[int] = []  # numbers of the open elements
    blocks: list[int] = []  # those of them that are blocks
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = tag_of(element)
        if event == "start":
            if tag in BLOCKS or tag == "br":
                lines.end(blocks[-1] if blocks else 0)
            n = outline.add(tag, stack[-1] if stack else -1, _flags(element, tag))
            stack.append(n)
            if tag in BLOCKS:
                blocks.append(n)
            if tag == "a" and _leads_away(element):
                links += 1
                outline.links[n] += 1
            _count(outline, lines, n, element.text, links > 0)
        else:
            n = stack.pop()
            outline.last[n] = len(outline.tags) - 1
            if tag in BLOCKS:
                lines.end(n)
                blocks.pop()
            if outline.links[n] and tag == "a":
                links -= 1
            if stack:
                _count(outline, lines, stack[-1], element.tail, links > 0)
    return outline


def _count(outline: Outline, lines: _Lines, n: int, text: str | None, linked: bool) -> None:
    if text and (length := len(text.strip())):
        outline.text[n] += length
        if linked:
            outline.linked[n] += length
        lines.add(text)


def _leads_away(element: _Element) -> bool:
    """Whether a link leaves the document: a jump inside it (`#muc-1`) does not."""
    target = element.get("href")
    return target is not None and (not target.startswith("#") or len(target) == 1)


def _flags(element: _Element, tag: str) -> int:
    if not element.attrib:
        return CHROME if tag in _CHROME_TAGS else HIDDEN if tag == "del" else 0
    flags = HIDDEN if is_hidden(element) else 0
    if tag in _CHROME_TAGS or element.get("role") in roles():
        flags |= CHROME
    elif tag in _NAMED:
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if names != " " and is_chrome_name(names):
            flags |= CHROME
    return flags
