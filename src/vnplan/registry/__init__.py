"""Instruments that are known, and which of them a citation means.

>>> from vnplan.registry import Registry
>>> found = Registry.default().find("Nghị định", "30/2020/NĐ-CP")
>>> found.entry.issued_on, found.how
('2020-03-05', 'exact')
"""

from vnplan.registry.entry import Entry
from vnplan.registry.match import Match, Unmatched
from vnplan.registry.registry import Registry
from vnplan.registry.table import COLUMNS

__all__ = ["COLUMNS", "Entry", "Match", "Registry", "Unmatched"]
