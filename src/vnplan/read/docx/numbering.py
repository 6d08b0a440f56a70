"""Automatic numbers: what Word shows before a paragraph of a list, which stands nowhere in its text."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from vnplan.knowledge.fonts import Fonts
from vnplan.read.docx.styles import ListPlace, Styles, list_place, look
from vnplan.read.docx.xml import MC, Element, W, number, switch, value

_LEVELS = 9
_PLACEHOLDER = regex.compile(r"%([1-9])")
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_KEPT = {"+", "*", *_HYPHENS}
_BY_DEPTH = ("-", "+", "*")  # what stands for a glyph: plans mark items -, items under them +, then *
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_ONES = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LONGEST = 32_767  # Word counts no further


def roman(n: int) -> str:
    """A Roman numeral.

    >>> roman(4), roman(49)
    ('IV', 'XLIX')
    """
    numeral = ""
    for worth, letters in (*_ROMAN, *_ROMAN_ONES):
        times, n = divmod(n, worth)
        numeral += letters * times
    return numeral


def letters(n: int) -> str:
    """The English letters with which Word counts: z is followed by aa, bb.

    >>> letters(4), letters(26), letters(28)
    ('d', 'z', 'bb')
    """
    times, place = divmod(n - 1, 26)
    return chr(ord("a") + place) * (times + 1) if n > 0 else "0"


def _ordinal(n: int) -> str:
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def written(n: int, style: str) -> str:
    """A number in one of Word's number formats; plain figures in those that no Vietnamese text uses.

    >>> [written(4, style) for style in ("decimal", "lowerLetter", "upperRoman", "decimalZero", "none")]
    ['4', 'd', 'IV', '04', '']
    """
    n = max(0, min(n, _LONGEST))
    match style:
        case "upperRoman":
            return roman(n)
        case "lowerRoman":
            return roman(n).lower()
        case "upperLetter":
            return letters(n).upper()
        case "lowerLetter":
            return letters(n)
        case "decimalZero":
            return f"{n:02d}"
        case "decimalEnclosedParen":
            return f"({n})"
        case "numberInDash":
            return f"- {n} -"
        case "ordinal":
            return _ordinal(n)
        case "none" | "bullet":
            return ""
        case _:
            return str(n)


@dataclass(slots=True)
class Level:
    """One level of a list. `restart`: the level (from 1) whose items begin it anew, 0 none, None all above."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    plain: bool = False  # isLgl: all numbers in figures
    paragraph_style: str | None = None
    font: str | None = None
    capitals: bool = False

    def is_bullet(self) -> bool:
        """Whether it shows a sign instead of a number."""
        return self.style == "bullet"


@dataclass(slots=True)
class List:
    """A list of the document: its levels, where it counts, and from which numbers it begins."""

    counter: str  # lists made from one another count on in common
    levels: dict[int, Level] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)


def _level(element: Element) -> Level:
    style = element.find(W + "numFmt")
    if style is None:  # Word 2010 and later: a format of its own, with one that older programs know
        style = element.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    restart = value(element, "lvlRestart")
    characters = look(element.find(W + "rPr"))
    start = number(value(element, "start"))
    return Level(
        start=1 if start is None else start,
        style=(style.get(W + "val") or "decimal") if style is not None else "decimal",
        text=value(element, "lvlText") or "",
        restart=number(restart),
        plain=switch(element, "isLgl") or False,
        paragraph_style=value(element, "pStyle"),
        font=characters.font,
        capitals=characters.capitals or False,
    )


def _levels(element: Element) -> dict[int, Level]:
    found = ((number(level.get(W + "ilvl")), level) for level in element.iterchildren(W + "lvl"))
    return {n: _level(level) for n, level in found if n is not None and 0 <= n < _LEVELS}


class Numbering:
    """Counts the lists of a document; `label` is to be asked for every paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.styles = styles
        self.lists: dict[str, List] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        abstract = {a.get(W + "abstractNumId") or "": a for a in root.iterchildren(W + "abstractNum")}
        owner: dict[str, str] = {}  # list styles: the definition that has their levels
        for name, element in abstract.items():
            linked = value(element, "styleLink")
            if linked:
                owner[linked] = name
        read: dict[str, dict[int, Level]] = {}
        for element in root.iterchildren(W + "num"):
            name = value(element, "abstractNumId") or ""
            link = value(abstract.get(name), "numStyleLink")
            name = owner.get(link, name) if link else name
            if name not in read:
                read[name] = _levels(abstract[name]) if name in abstract else {}
            own = List(name, dict(read[name]))
            for override in element.iterchildren(W + "lvlOverride"):
                n = number(override.get(W + "ilvl"))
                if n is not None and 0 <= n < _LEVELS:
                    replaced = _levels(override).get(n)
                    if replaced is not None:
                        own.levels[n] = replaced
                    start = number(value(override, "startOverride"))
                    if start is not None:
                        own.restarts[n] = start
            self.lists[element.get(W + "numId") or ""] = own

    def place(self, properties: Element | None, style: str | None) -> tuple[str, int] | None:
        """The list and level of a paragraph; None where it is in no list."""
        direct, by_style = list_place(properties), self.styles.list_of(style)
        list_id = direct.list_id or by_style.list_id
        if list_id is None or list_id not in self.lists:  # 0 switches the list of the style off
            return None
        level = direct.level
        if level is None:
            level = self._style_level(self.lists[list_id], by_style)
        return list_id, min(max(level, 0), _LEVELS - 1)

    def _style_level(self, own: List, by_style: ListPlace) -> int:
        """The level that a paragraph's style has in a list: the level names the style."""
        for style in by_style.styles:
            for n, level in own.levels.items():
                if level.paragraph_style == style:
                    return n
        return by_style.level or 0

    def label(self, list_id: str, level: int) -> str:
        """Count one item; what Word shows before it."""
        own = self.lists[list_id]
        counts = self.counts.setdefault(own.counter, {})
        this = own.levels.get(level, Level(style="none"))
        for n in range(level + 1):
            if n in own.restarts and (list_id, n) not in self.begun:
                self.begun.add((list_id, n))
                counts[n] = own.restarts[n] - 1
                if n < level:  # a level above that no item shows counts as begun
                    counts[n] += 1
        counts[level] = counts[level] + 1 if level in counts else this.start
        for deeper in [n for n in counts if n > level]:
            restart = own.levels[deeper].restart if deeper in own.levels else None
            if restart is None or restart > level:
                del counts[deeper]
        return self._shown(own, counts, level)

    def _shown(self, own: List, counts: dict[int, int], level: int) -> str:
        this = own.levels.get(level, Level(style="none"))
        if this.is_bullet():
            return self._bullet(own, level)

        def count(match: regex.Match[str]) -> str:
            n = int(match[1]) - 1
            at = own.levels.get(n, Level())
            if n > level:
                return ""
            style = "decimal" if this.plain and at.style not in ("none", "bullet") else at.style
            return written(counts.get(n, at.start), style)

        shown = _PLACEHOLDER.sub(count, this.text).strip()
        return shown.upper() if this.capitals else shown

    def _bullet(self, own: List, level: int) -> str:
        this = own.levels[level]
        sign = this.text.strip()
        if sign in _KEPT:
            return "-" if sign in _HYPHENS else sign
        if len(sign) > 1 and not Fonts.load().is_symbol(this.font):
            return sign  # words before each item
        depth = sum(n in own.levels and own.levels[n].is_bullet() for n in range(level))
        return _BY_DEPTH[min(depth, len(_BY_DEPTH) - 1)]
