"""The words of the interface in Vietnamese and English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@cache
def words() -> dict[str, tuple[str, str]]:
    """Each key of `words.toml` with its Vietnamese and English.

    >>> words()["plans"]
    ('Văn bản', 'Plans')
    """
    parts = tomllib.loads(files("vnplan.report").joinpath("words.toml").read_text(encoding="utf-8"))
    return {key: (told[0], told[1]) for part in parts.values() for key, told in part.items()}


def said(key: str, language: Language) -> str:
    """The words of a key."""
    return words()[key][LANGUAGES.index(language)]
