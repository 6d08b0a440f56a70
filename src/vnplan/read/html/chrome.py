"""Which parts of a page are not the document: menus, lists of links, comments, forms, what stands around.

First go parts that say themselves what they are, and lists of links; then the block of the document is sought from
the outside in. A part that holds most of the text, or the head or foot of a document, is never left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnplan.core.issues import Issue
from vnplan.read.html.outline import CHROME, CONTAINERS, FOOT, HEAD, HIDDEN, Outline, Sums, sums
from vnplan.read.html.style import CELLS

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST = 0.5  # of the text of the page: nothing that has more is left out
_DENSE, _DENSE_LINKS = 0.6, 3  # share of a list's text in links, and their number
_CRUMBS = 200  # characters of a line of links, where two are enough
_CORE = 0.5  # of the prose of an element: the one inside it that has more leads to the document
_LARGE = 0.1  # of the document's prose: a neighbour that has more stays
_PROSE = 80  # characters of a neighbour that stays where the document has no head (the lead of an article) or no foot
_PARAGRAPHS = 3  # so many paragraphs in an element make it the document's block
_TABLE_PARTS, _CELL_LINKS = frozenset(("tbody", "tr", "td")), 5
_FLOW = frozenset("p h1 h2 h3 h4 h5 h6 ol ul pre blockquote li dl".split())
_TITLES = frozenset(("h1", "h2"))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The elements (by number, in order) that are left out with everything in them, and the characters in each."""

    elements: Sequence[int]
    sizes: Sequence[int]

    def issues(self) -> tuple[Issue, ...]:
        """What was left out, in words."""
        sizes = [size for size in self.sizes if size]
        if not sizes:
            return ()
        message = (
            f"{len(sizes)} blocks with {sum(sizes):,} characters around the document were left out (menus, lists of "
            "links, hidden parts); save the document alone if something is missing"
        )
        return (Issue("boilerplate", message, "info"),)


def left_out(outline: Outline) -> LeftOut:
    """What on a page is not the document."""
    whole = sums(outline, set())
    places = _Places(outline)
    hidden = _flagged(outline, whole, HIDDEN, places)
    gone = hidden | _flagged(outline, whole, CHROME, places)
    gone |= _lists_of_links(outline, sums(outline, gone) if gone else whole, gone)
    if len(gone) > len(hidden):  # a page without menus is a document saved as a page
        gone |= _around(outline, sums(outline, gone), gone)
    elements = _outermost(outline, gone)
    return LeftOut(elements, [whole.text[n] for n in elements])


def remove(root: _Element, gone: LeftOut) -> None:
    """Empties what is left out; what follows it stays."""
    todo = iter(gone.elements)
    wanted = next(todo, None)
    found = []
    for n, element in enumerate(root.iter("*")):
        if n == wanted:
            found.append(element)
            wanted = next(todo, None)
            if wanted is None:
                break
    for element in found:
        element.clear(keep_tail=True)


def _outermost(outline: Outline, found: set[int]) -> list[int]:
    kept: list[int] = []
    for n in sorted(found):
        if not kept or n > outline.last[kept[-1]]:
            kept.append(n)
    return kept


class _Places:
    """Where lines of a document's head and foot stand."""

    def __init__(self, outline: Outline) -> None:
        self.places = [[n for n, mark in enumerate(outline.marks) if mark & part] for part in (HEAD, FOOT)]

    def only_in(self, first: int, last: int) -> bool:
        """Whether the page has its head, or its foot, nowhere but inside these elements."""
        for places in self.places:
            inside = bisect_right(places, last) - bisect_left(places, first)
            if inside and inside == len(places):
                return True
        return False


def _flagged(outline: Outline, whole: Sums, flag: int, places: _Places) -> set[int]:
    """The outermost elements with a flag that may be left out."""
    found: set[int] = set()
    n = 0
    while n < len(outline.tags):
        last = outline.last[n]
        if outline.flags[n] & flag and whole.text[n] <= _MOST * whole.text[0] and not places.only_in(n, last):
            found.add(n)
            n = last + 1
        else:
            n += 1
    return found


def _lists_of_links(outline: Outline, total: Sums, gone: set[int]) -> set[int]:
    found: set[int] = set()
    n = 0
    while n < len(outline.tags):
        if n in gone:
            n = outline.last[n] + 1
        elif outline.tags[n] in CONTAINERS and _is_list_of_links(total, n) and _may_be_menu(outline, total, n):
            found.add(n)
            n = outline.last[n] + 1
        else:
            n += 1
    return found


def _is_list_of_links(total: Sums, n: int) -> bool:
    text, links = total.text[n], total.links[n]
    if not links or total.linked[n] < _DENSE * text or total.marks[n] or text > _MOST * total.text[0]:
        return False
    return links >= _DENSE_LINKS or (links >= 2 and text <= _CRUMBS)


def _may_be_menu(outline: Outline, total: Sums, n: int) -> bool:
    """Rows and cells are menus only in a table that lays out the page, never in one with data."""
    if outline.tags[n] not in _TABLE_PARTS:
        return True
    table = n
    while table > 0 and outline.tags[table] != "table":
        table = outline.parent[table]
    return total.links[n] >= _CELL_LINKS and total.text[table] > _MOST * total.text[0]


def _around(outline: Outline, total: Sums, gone: set[int]) -> set[int]:
    """What stands beside the way from the page to the block of its document."""
    found: set[int] = set()
    n = 0
    while True:
        inside = [child for child in outline.children(n) if child not in gone and total.text[child]]
        best = max((child for child in inside if outline.tags[child] in CONTAINERS), key=total.prose, default=None)
        if best is None or total.prose(best) < max(1, _CORE * total.prose(n)):
            return found
        beside = [child for child in inside if child != best]
        if _is_block(outline, total, beside) or (outline.tags[best] == "table" and not _is_page(outline, total, best)):
            return found
        found.update(child for child in beside if not _stays(outline, total, child, best))
        n = best


def _is_block(outline: Outline, total: Sums, beside: list[int]) -> bool:
    """Whether an element is the document's block: its head or foot, or paragraphs, stand beside its largest part."""
    if any(total.marks[child] & (HEAD | FOOT) for child in beside):
        return True
    return sum(outline.tags[child] in _FLOW and total.prose(child) > 0 for child in beside) >= _PARAGRAPHS


def _is_page(outline: Outline, total: Sums, table: int) -> bool:
    """Whether the largest cell of a table holds a document or other tables."""
    cell = table
    while outline.tags[cell] not in CELLS:
        largest = max(outline.children(cell), key=total.prose, default=None)
        if largest is None:
            return False
        cell = largest
    return bool(total.marks[cell] & HEAD) or "table" in outline.tags[cell + 1 : outline.last[cell] + 1]


def _stays(outline: Outline, total: Sums, n: int, best: int) -> bool:
    """Whether a neighbour of the document's block is kept: it may hold what the block lacks, its head or its end."""
    prose = total.prose(n)
    if total.marks[n] or prose >= _LARGE * total.prose(best):
        return True
    if total.marks[best] & (HEAD if n < best else FOOT):
        return False
    if outline.tags[n] not in CONTAINERS:
        return prose > 0
    return prose >= _PROSE or (n < best and _has_title(outline, n))


def _has_title(outline: Outline, n: int) -> bool:
    return any(outline.tags[inside] in _TITLES for inside in range(n, min(outline.last[n], n + 50) + 1))
