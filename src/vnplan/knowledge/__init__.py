"""What vnplan knows of Vietnamese administration: rows in `data/`, read once, validated and compiled."""

from __future__ import annotations

from functools import cache, cached_property

from vnplan.knowledge.agencies import Agencies
from vnplan.knowledge.comparisons import Comparisons
from vnplan.knowledge.confidence import Confidence
from vnplan.knowledge.giving import Giving
from vnplan.knowledge.instruments import Instruments
from vnplan.knowledge.quantities import Quantities
from vnplan.knowledge.roles import Roles
from vnplan.knowledge.sections import Sections
from vnplan.knowledge.statements import Statements
from vnplan.knowledge.successions import Successions
from vnplan.knowledge.telling import Telling
from vnplan.knowledge.territories import Territories
from vnplan.knowledge.times import Times
from vnplan.registry import Registry

__all__ = ["Knowledge"]


class Knowledge:
    """All tables; each is compiled when first used. `Knowledge.default()` is shared.

    `registry` is a registry of your own instruments, in place of the one that ships with the package.

    >>> Knowledge().registry.find("Luật", None, title="Đất đai năm 2024").entry.designation
    '31/2024/QH15'
    """

    def __init__(self, *, registry: Registry | None = None) -> None:
        self._registry = registry

    @staticmethod
    @cache
    def default() -> Knowledge:
        """The knowledge that ships with the package."""
        return Knowledge()

    @cached_property
    def instruments(self) -> Instruments:
        """Instrument types, symbols, issuers' codes, laws by name."""
        return Instruments.load()

    @property
    def registry(self) -> Registry:
        """Known instruments."""
        return self._registry or Registry.default()

    @cached_property
    def territories(self) -> Territories:
        """Provinces before and after 1 July 2025."""
        return Territories.load()

    @cached_property
    def agencies(self) -> Agencies:
        """Agencies, offices and collectives."""
        return Agencies.load(self.territories)

    @cached_property
    def successions(self) -> Successions:
        """What became of agencies, and who belongs to a group."""
        return Successions.load()

    @cached_property
    def times(self) -> Times:
        """Phrasings of deadlines and rhythms."""
        return Times.load()

    @cached_property
    def quantities(self) -> Quantities:
        """Comparators, units and cues of targets."""
        return Quantities.load()

    @cached_property
    def sections(self) -> Sections:
        """Headings with their roles, numbering schemes, page furniture."""
        return Sections.load()

    @cached_property
    def confidence(self) -> Confidence:
        """How often the records of each rule were right."""
        return Confidence.load()

    @cached_property
    def roles(self) -> Roles:
        """Words that give an agency its role in a task."""
        return Roles.load()

    @cached_property
    def giving(self) -> Giving:
        """Words by which somebody gives others a task."""
        return Giving.load(self.roles)

    @cached_property
    def statements(self) -> Statements:
        """Words that tell whether a sentence charges a body with a task."""
        return Statements.load()

    @cached_property
    def telling(self) -> Telling:
        """Words that tell, behind a task, who does it."""
        return Telling.load()

    @cached_property
    def comparisons(self) -> Comparisons:
        """Indicators of law, words and formulas that make no likeness."""
        return Comparisons.load()
