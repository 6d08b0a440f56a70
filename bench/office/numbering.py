"""Labels that Word counts by itself: a label is left to it only where it would show the same one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from office.blocks import label_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True, slots=True)
class _Scheme:
    """A kind of labels: how a label is told, how Word writes it, what number it is."""

    name: str
    pattern: re.Pattern[str]
    format: str
    shown: str

    def number(self, label: str) -> int:
        """The place of a label in its sequence, from 1; 0 for bullets."""
        bare = label.rstrip(".)/")
        match self.format:
            case "bullet":
                return 0
            case "decimal":
                return int(bare)
            case "upperRoman":
                return _ROMAN.index(bare) + 1 if bare in _ROMAN else -1
            case _:
                return ord(bare) - ord("a") + 1


_SCHEMES = (
    _Scheme("-", re.compile("-"), "bullet", "-"),
    _Scheme("+", re.compile(r"\+"), "bullet", "+"),
    _Scheme("1.", re.compile(r"[1-9][0-9]?\."), "decimal", "%1."),
    _Scheme("a)", re.compile(r"[a-z]\)"), "lowerLetter", "%1)"),
    _Scheme("I.", re.compile(r"[IVX]{1,4}\."), "upperRoman", "%1."),
)


class Numbering:
    """The lists of one document."""

    def __init__(self, file: Document, automatic: frozenset[str]) -> None:
        self.root: Any = file.part.numbering_part.element
        self.automatic = automatic
        self.abstract: dict[str, int] = {}
        self.lists: dict[str, int] = {}
        self.counts: dict[str, int] = {}

    def label(self, text: str) -> tuple[str, int | None]:
        """What is to be typed, and the list that shows the label; the whole text where it must be typed."""
        label = label_of(text)
        scheme = next((one for one in _SCHEMES if one.name in self.automatic and one.pattern.fullmatch(label)), None)
        if scheme is None:
            return text, None
        number = scheme.number(label)
        if number == 1 or scheme.name not in self.lists:
            if number > 1 or number < 0:
                return text, None
            self.lists[scheme.name] = self._new_list(scheme)
        elif number != 0 and number != self.counts[scheme.name] + 1:
            return text, None
        self.counts[scheme.name] = number
        return text[len(label) + 1 :], self.lists[scheme.name]

    def _new_list(self, scheme: _Scheme) -> int:
        """A list that begins with its first label."""
        if scheme.name not in self.abstract:
            self.abstract[scheme.name] = self._new_kind(scheme)
        number = 1 + max((int(num.get(qn("w:numId"))) for num in self.root.findall(qn("w:num"))), default=0)
        num = OxmlElement("w:num")
        num.set(qn("w:numId"), str(number))
        self._child(num, "w:abstractNumId", self.abstract[scheme.name])
        override = OxmlElement("w:lvlOverride")
        override.set(qn("w:ilvl"), "0")
        self._child(override, "w:startOverride", 1)
        num.append(override)
        self.root.append(num)
        return number

    def _new_kind(self, scheme: _Scheme) -> int:
        kinds = self.root.findall(qn("w:abstractNum"))
        number = 1 + max((int(kind.get(qn("w:abstractNumId"))) for kind in kinds), default=0)
        kind = OxmlElement("w:abstractNum")
        kind.set(qn("w:abstractNumId"), str(number))
        self._child(kind, "w:multiLevelType", "singleLevel")
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        for name, value in (("start", 1), ("numFmt", scheme.format), ("suff", "space"), ("lvlText", scheme.shown)):
            self._child(level, f"w:{name}", value)
        kind.append(level)
        kinds[-1].addnext(kind) if kinds else self.root.insert(0, kind)
        return number

    @staticmethod
    def _child(parent: Any, tag: str, value: object) -> None:
        child = OxmlElement(tag)
        child.set(qn("w:val"), str(value))
        parent.append(child)

    def attach(self, paragraph: Paragraph, number: int) -> None:
        """Let a list show the label of a paragraph."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  python-docx has no lists
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number
