"""How far a text found is from the truth, and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Levenshtein

from office.blocks import Master, TableBlock, folded, truth

_BARS = re.compile(r"(?<!\S)\|(?!\S)")  # readers set the cells of a table apart by them
_CONTEXT = 24
_SHOWN = 80


def comparable(text: str) -> str:
    """The text in NFC, white space folded, without the bars between cells."""
    return " ".join(_BARS.sub(" ", unicodedata.normalize("NFC", text)).split())


def character_error_rate(expected: str, found: str) -> float:
    """Insertions, deletions and substitutions for each expected character; white space folded.

    >>> character_error_rate("Kế hoạch  năm 2026", "Kế hoach năm 2026")
    0.058823529411764705
    """
    expected = comparable(expected)
    return Levenshtein.distance(expected, comparable(found)) / max(1, len(expected))


def error_rate(master: Master, found: str) -> float:
    """The rate of a text read from a plan; the head's columns and its rows are both right orders."""
    return min(character_error_rate(truth(master, order), found) for order in ("column", "row"))


Rows = list[list[str]]


def body_rows(master: Master) -> Rows:
    """The rows of all tables under their titles; a merged cell's text in each of its places."""
    blocks = (block for block in master.blocks if isinstance(block, TableBlock))
    return [[folded(text) for text in row] for block in blocks for row in block.grid()[block.heads :]]


def found_rows(record: Mapping[str, Any]) -> Rows:
    """The same of a published record."""
    rows = (row for table in record["tables"] for row in table["rows"] if row["kind"] != "header")
    return [[folded(cell["text"]) for cell in row["cells"] for _ in range(cell["columns"])] for row in rows]


@dataclass(frozen=True, slots=True)
class Difference:
    """What was lost and what came instead, with what stands before it."""

    before: str
    lost: str
    added: str

    def __str__(self) -> str:
        lost, added = (text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…" for text in (self.lost, self.added))
        return f"…{self.before}[{lost} → {added}]"


def lost_and_added(expected: str, found: str) -> list[Difference]:
    """Every place where a text found differs.

    >>> [str(one) for one in lost_and_added("Kế hoạch năm 2026", "Kế hoạch năm 2O26")]
    ['…Kế hoạch năm 2[0 → O]']
    """
    one, other = comparable(expected), comparable(found)
    differences: list[Difference] = []
    last = -1
    for step in Levenshtein.opcodes(one, other):
        if step.tag == "equal":
            continue
        lost, added = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        if step.src_start == last:  # a replacement and an insertion at one place are one difference
            before = differences.pop()
            lost, added = before.lost + lost, before.added + added
            differences.append(Difference(before.before, lost, added))
        else:
            differences.append(Difference(one[max(0, step.src_start - _CONTEXT) : step.src_start], lost, added))
        last = step.src_end
    return differences
