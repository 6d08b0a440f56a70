"""One section of the tree while it grows, and whether its first line is a heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vnplan.core.document import Role
from vnplan.core.span import Span
from vnplan.structure.drafts import BULLETS, Draft

ENDS = (".", ";", ",", "!", "?", "…")
LONGEST_HEADING = 200


@dataclass(slots=True)
class Section:
    """A node while the tree grows."""

    parent: int
    level: int
    scheme: str
    style: str
    label: str | None
    ordinal: int
    rank: float
    path: str
    heading: Span
    role: Role = "other"
    past: bool = False
    after_gap: bool = False
    heads: bool | None = None  # whether it is a heading, once known
    end: int = 0
    cells: int = 0  # where the last table inside it ends
    lines: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)


def heads(section: Section, drafts: Sequence[Draft]) -> bool:
    """Whether a section's first line is a heading: short, with something under it."""
    words = drafts[section.lines[0]].words.strip()
    if not words and len(section.lines) > 1:
        return True
    own = len(section.lines) > 1 and not drafts[section.lines[1]].text[:1].islower()
    if not (section.children or own):
        return section.scheme in ("roman", "part", "chapter", "capital", "appendix") and words.isupper()
    if section.scheme in BULLETS or section.scheme == "paren":
        return words.endswith(":") and len(words) <= 160
    if words.endswith(":"):
        return len(words) <= 260
    if words.isupper():
        return True
    if words.endswith(ENDS):
        return words.endswith(".") and len(words) <= 40 and ". " not in words
    return len(words) <= LONGEST_HEADING * 1.5
