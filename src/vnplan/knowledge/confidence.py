"""How often the records of each rule were right, measured on the annotated corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from vnplan.knowledge.load import Row, rows_from_csv

_PRIOR = 4.0  # how many records of a rule weigh as much as the rate of its family


class MeasuredRow(Row):
    """Records of one rule in the annotated corpus: how many were found, how many of them were right.

    `id` is the kind of record and the rule (`target:units.percent`), the rule's family (`target:units`) or
    the kind alone.
    """

    found: int
    right: int


@dataclass(frozen=True)
class Confidence:
    """The rows of `confidence.csv`, written by `scripts/measure_confidence.py`."""

    rows: Mapping[str, MeasuredRow]

    @classmethod
    def load(cls) -> Confidence:
        """Read the rows."""
        return cls({row.id: row for row in rows_from_csv("confidence.csv", MeasuredRow)})

    def of(self, kind: str, rule: str) -> float:
        """The precision expected of a rule's record: its own rate, drawn to that of its family where it is rare.

        >>> 0.5 < Confidence.load().of("citation", "citations.decree") <= 1
        True
        """
        known = self._measured.get((kind, rule))
        if known is None:
            known = self._measured[kind, rule] = self._of(kind, rule)
        return known

    @cached_property
    def _measured(self) -> dict[tuple[str, str], float]:
        return {}

    def _of(self, kind: str, rule: str) -> float:
        overall = self.rows.get(kind)
        # Laplace's rule of succession for the kind as a whole; a kind never measured is as likely wrong as right
        rate = (overall.right + 1) / (overall.found + 2) if overall else 0.5
        for name in (f"{kind}:{rule.split('.', 1)[0]}", f"{kind}:{rule}"):
            row = self.rows.get(name)
            if row is not None:
                rate = (row.right + _PRIOR * rate) / (row.found + _PRIOR)
        return round(rate, 3)
