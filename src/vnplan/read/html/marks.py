"""The visible marks of list items, and raised characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from vnplan.read.html.style import list_style

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS = {  # of the attribute `type` and of `list-style-type`
    "1": "1",
    "a": "a",
    "A": "A",
    "i": "i",
    "I": "I",
    "decimal": "1",
    "decimal-leading-zero": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "none": "",
}
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_ROMAN_ONES = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_BULLETS = r"[-–—−+*•·▪●○■□◦‣➢✓❖\uf0b7\uf0a7\uf0d8\uf0fc](?=\s|\p{L})"
_BULLET = regex.compile(_BULLETS)
_NUMBER = regex.compile(r"(?:\(?(?:\d{1,3}|[a-zđ]|[ivxIVX]{1,6}|\p{Lu})[.)/]|(?:\d{1,3}\.){1,4}\d{0,3}|Điều \d)")
_MOST = 1_000_000  # a larger number is no item's number


@dataclass(slots=True)
class List:
    """A list that is open: the kind of its marks, and the number of its next item."""

    kind: str
    following: int = 1
    step: int = 1

    def mark(self, item: _Element) -> str:
        """The mark of the next item."""
        if self.kind in ("", "-"):
            return self.kind and "- "
        number = _integer(item.get("value"), self.following)
        self.following = number + self.step
        return f"{_written(number, self.kind)}. "


def open_list(element: _Element) -> List:
    """The list that an element begins."""
    kind = _KINDS.get(list_style(element) or element.get("type") or "")
    if element.tag != "ol":
        return List("" if kind == "" else kind or "-")
    count, step = 1, 1
    if element.get("reversed") is not None:
        count, step = sum(1 for _ in element.iterchildren("li")), -1
    return List("1" if kind is None else kind, _integer(element.get("start"), count), step)


def marked(mark: str, text: str) -> str:
    """An item with its mark, unless it brings its own."""
    own = _BULLET if mark == "- " else _NUMBER
    if mark == "- " and _NUMBER.match(text):
        return text
    return text if own.match(text) else mark + text


def _integer(value: str | None, default: int) -> int:
    try:
        number = int(value) if value is not None else default
    except ValueError:
        return default
    return number if abs(number) < _MOST else default


def _written(number: int, kind: str) -> str:
    if kind in "aA" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return letters
    if kind in "iI" and 0 < number < 4000:
        roman = ""
        for value, letters in (*_ROMAN, *_ROMAN_ONES):
            count, number = divmod(number, value)
            roman += letters * count
        return roman if kind == "I" else roman.lower()
    return str(number)


_RAISED = str.maketrans("0123456789+-−o", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻°")
_POWER = regex.compile(r"[-−+]?\d{1,3}|o")
_FOOTNOTE = regex.compile(r"\d{1,3}")
# After a unit of length or a number a raised number is a power.
_BASE = regex.compile(r"(?:(?<!\p{L})[kdchm]?m|\d|[\])])$")
_LONGEST = 12


def raised(text: str, before: str) -> str | None:
    """How a raised text is written; None where it is an ordinary text.

    >>> raised("2", "25 m"), raised("1", "Sở Y tế"), raised("[3]", "Sở Y tế")
    ('²', '[1]', '[3]')
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if _POWER.fullmatch(text) and _BASE.search(before):
        return text.translate(_RAISED)
    return f"[{text}]" if _FOOTNOTE.fullmatch(text) else text
