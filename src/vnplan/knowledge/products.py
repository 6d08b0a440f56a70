"""Patterns for what a task is to bring about, made of the rows of products in `roles.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from vnplan.knowledge.roles import ProductRow, Roles, alternatives


@dataclass(frozen=True, eq=False)
class Making:
    """What is made, by which verbs, and where it is made by somebody else."""

    row: ProductRow
    acts: str  # alternatives of the verbs that begin a task

    @staticmethod
    @lru_cache(maxsize=4)
    def of(roles: Roles) -> Making:
        """The patterns of some rows, made once."""
        (row,) = roles.products
        return Making(row, alternatives({*row.verbs, *(word for subject in roles.subjects for word in subject.words)}))

    @cached_property
    def product(self) -> regex.Pattern[str]:
        """A verb of making and the noun of its product."""
        verbs, nouns = alternatives(self.row.verbs), alternatives(self.row.words)
        return regex.compile(
            rf"(?<!\p{{L}})({verbs}) ((?:các |bộ |bản |những )?({nouns})(?!\p{{L}}))", regex.IGNORECASE
        )

    @cached_property
    def noun(self) -> regex.Pattern[str]:
        """The noun of a product."""
        return regex.compile(rf"(?:các |bộ |bản )?({alternatives(self.row.words)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def elsewhere(self) -> regex.Pattern[str]:
        """Words that end right before a verb of making and take it out of the task."""
        listed = rf"(?:{alternatives(self.row.nominal)}) (?:(?:{self.acts})(?:, | và | hoặc )){{0,3}}"
        return regex.compile(rf"(?<!\p{{L}})(?:(?:{alternatives(self.row.elsewhere)}) |{listed})$", regex.IGNORECASE)

    @cached_property
    def caused(self) -> regex.Pattern[str]:
        """A verb that ends right before the names of those who then make something, or before an unknown group."""
        group = r"(?:(?:các|những) [^,.;:()]{3,40}, )?"
        return regex.compile(rf"(?<!\p{{L}})(?:{alternatives(self.row.causing)})(?: cho)? {group}$", regex.IGNORECASE)

    @cached_property
    def issued(self) -> regex.Pattern[str]:
        """The noun of an instrument that ends right before the name of who issues something by it."""
        return regex.compile(rf"(?<!\p{{L}})(?:{alternatives(self.row.words)})[^;:.]{{0,30}} của $", regex.IGNORECASE)

    @cached_property
    def examined(self) -> regex.Pattern[str]:
        """A verb of looking at the drafts of others, and some words of its clause up to the end."""
        return regex.compile(rf"(?<!\p{{L}})(?:{alternatives(self.row.examining)}) [^;:.]{{0,50}}$", regex.IGNORECASE)

    @cached_property
    def end(self) -> regex.Pattern[str]:
        """Words that end the name of a product."""
        halves = alternatives({word.split(" ")[0] for word in self.row.compounds})
        seconds = alternatives({word.split(" ")[1] for word in self.row.compounds})
        half = rf"(?!(?<=(?<!\p{{L}})(?:{halves})) (?:{seconds})(?!\p{{L}}))"
        return regex.compile(rf"{half},? (?:{alternatives(self.row.ends)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def breaks(self) -> regex.Pattern[str]:
        """Words that after a comma begin something else than a part of a product's name."""
        return regex.compile(rf"(?:{alternatives(self.row.breaks)})(?!\p{{L}})", regex.IGNORECASE)

    @cached_property
    def field(self) -> regex.Pattern[str]:
        """A noun that begins with a verb."""
        return regex.compile(rf"(?:{alternatives(self.row.fields)})(?!\p{{L}})", regex.IGNORECASE)
