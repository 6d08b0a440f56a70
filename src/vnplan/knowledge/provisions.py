"""Whether `Chương II` or `Điều 11` at the head of a line opens a section or goes on with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from vnplan.knowledge.load import Row, rows_from_toml

_FILE = "provisions.toml"


class ProvisionRow(Row):
    """Words around the number of a part of an instrument."""

    pattern: str


@dataclass(frozen=True)
class Provisions:
    """The rows, compiled."""

    rows: tuple[ProvisionRow, ...]
    part: regex.Pattern[str]
    cited: regex.Pattern[str]
    unfinished: regex.Pattern[str]

    @classmethod
    @cache
    def load(cls) -> Provisions:
        """Read the rows."""
        part, before, after = (rows_from_toml(_FILE, table, ProvisionRow) for table in ("part", "open", "after"))
        name, begins, follows = ("|".join(row.pattern for row in rows) for rows in (part, before, after))
        return cls(
            (*part, *before, *after),
            regex.compile(rf"(?:{name})(?!\p{{L}})"),
            regex.compile(rf"(?:{name})(?:{follows})"),
            regex.compile(rf"(?:^|\s)(?:{begins})$"),
        )

    def is_cited(self, line: str) -> bool:
        """Whether a line begins with a part of an instrument that it refers to, and with no heading.

        >>> know = Provisions.load()
        >>> know.is_cited("Chương II của Nghị định này"), know.is_cited("Chương II. QUY ĐỊNH CHUNG")
        (True, False)
        """
        return self.cited.match(line) is not None

    def goes_on(self, before: str, line: str) -> bool:
        """Whether a line that begins with a part of an instrument goes on with the sentence of the line before.

        >>> know = Provisions.load()
        >>> know.goes_on("theo quy định tại", "Điều 11 của Nghị định này"), know.goes_on("Chương I", "Điều 1. Phạm vi")
        (True, False)
        """
        if self.part.match(line) is None or self.part.fullmatch(before):
            return False
        return self.unfinished.search(before) is not None or (
            self.is_cited(line) and not before.endswith((".", ";", ":", "!", "?", "|"))
        )
