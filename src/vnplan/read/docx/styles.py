"""What styles say of text: hidden, in capitals, in which font, numbered how. Each style is worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vnplan.read.docx.xml import Element, W, number, switch, value

_DEEPEST = 50  # styles based on one another; Word makes ten at most


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of characters; None: not said here."""

    hidden: bool | None = None
    capitals: bool | None = None
    font: str | None = None
    raised: bool | None = None

    def over(self, below: Look) -> Look:
        """The same, and what it does not say from another."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.capitals if self.capitals is None else self.capitals,
            self.font or below.font,
            below.raised if self.raised is None else self.raised,
        )


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The list and level of a paragraph; `styles`: those through which it came to be in the list, nearest first."""

    list_id: str | None = None
    level: int | None = None
    styles: tuple[str, ...] = ()


def look(properties: Element | None) -> Look:
    """What the `w:rPr` of a run or style says."""
    if properties is None:
        return Look()
    fonts = properties.find(W + "rFonts")
    font = (fonts.get(W + "hAnsi") or fonts.get(W + "ascii")) if fonts is not None else None
    place = value(properties, "vertAlign")
    raised = place == "superscript" if place else None
    return Look(switch(properties, "vanish"), switch(properties, "caps"), font, raised)


def list_place(properties: Element | None) -> ListPlace:
    """What the `w:pPr` of a paragraph or style says of its list."""
    place = properties.find(W + "numPr") if properties is not None else None
    return ListPlace(value(place, "numId"), number(value(place, "ilvl")))


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element | None) -> None:
        self.by_id: dict[str, Element] = {}
        self.default: dict[str, str] = {}  # kind of style: id
        self.base = Look()
        for style in root.iterchildren(W + "style") if root is not None else ():
            name, kind = style.get(W + "styleId") or "", style.get(W + "type") or "paragraph"
            self.by_id.setdefault(name, style)
            if style.get(W + "default") in ("1", "true", "on"):
                self.default[kind] = name
        if root is not None:
            self.base = look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self.look_of = lru_cache(maxsize=4096)(self._look_of)
        self.list_of = lru_cache(maxsize=4096)(self._list_of)
        self.own_look = lru_cache(maxsize=4096)(self._own_look)

    def chain(self, style: str | None, kind: str) -> Iterator[tuple[str, Element]]:
        """A style and those it is based on, nearest first; without a style the default one."""
        name = style if style in self.by_id else self.default.get(kind)
        seen: set[str] = set()
        while name is not None and name in self.by_id and name not in seen and len(seen) < _DEEPEST:
            seen.add(name)
            yield name, self.by_id[name]
            name = value(self.by_id[name], "basedOn")

    def _own_look(self, style: str | None, kind: str) -> Look:
        found = Look()
        for _, element in self.chain(style, kind):
            found = found.over(look(element.find(W + "rPr")))
        return found

    def _look_of(self, paragraph: str | None, character: str | None) -> Look:
        """How characters look by the style of their paragraph and their own.

        Hidden and capitals switch: said by both styles, they are off (ISO/IEC 29500-1, 17.7.3).
        """
        below = self.own_look(paragraph, "paragraph")
        above = self.own_look(character, "character") if character else Look()
        both = Look(
            bool(below.hidden) != bool(above.hidden) if above.hidden is not None else below.hidden,
            bool(below.capitals) != bool(above.capitals) if above.capitals is not None else below.capitals,
            above.font or below.font,
            above.raised if above.raised is not None else below.raised,
        )
        return both.over(self.base)

    def _list_of(self, style: str | None) -> ListPlace:
        list_id: str | None = None
        level: int | None = None
        through: list[str] = []
        for name, element in self.chain(style, "paragraph"):
            place = list_place(element.find(W + "pPr"))
            through.append(name)
            level = place.level if level is None else level
            if place.list_id is not None:
                list_id = place.list_id
                break
        return ListPlace(list_id, level, tuple(through)) if list_id is not None else ListPlace()

    def borders(self, table_style: str | None) -> Element | None:
        """The borders that a table style gives."""
        for _, element in self.chain(table_style, "table"):
            borders = element.find(f"{W}tblPr/{W}tblBorders")
            if borders is not None:
                return borders
        return None

    def named(self, kind: str, prefix: str) -> frozenset[str]:
        """The ids of the styles of a kind whose name begins so (`toc `)."""
        return frozenset(
            style
            for style, element in self.by_id.items()
            if (element.get(W + "type") or "paragraph") == kind
            and (value(element, "name") or "").lower().startswith(prefix)
        )
