"""Words and numbers as identifiers write them: ASCII, lower case."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_NOT_WORD = regex.compile(r"[^a-z0-9]+")
_NOT_NUMBER = regex.compile(r"[^a-z0-9.]+")
_ZEROS = regex.compile(r"^0+(?=\d)")


def _ascii(words: str) -> str:
    decomposed = unicodedata.normalize("NFD", words.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


@lru_cache(maxsize=8192)
def slug(words: str) -> str:
    """Words joined by dots.

    >>> slug("Thủ tướng Chính phủ")
    'thu.tuong.chinh.phu'
    """
    return _NOT_WORD.sub(".", _ascii(words)).strip(".")


@lru_cache(maxsize=65536)
def number_slug(designation: str) -> str:
    """A number with its symbol. RFC 9676 lets no `/` and no `&` stand in a number.

    >>> number_slug("30/2020/NĐ-CP"), number_slug("04/KH-SNN&MT"), number_slug("66.25/2026/NQ-CP")
    ('30-2020-nd-cp', '4-kh-snn.mt', '66.25-2026-nq-cp')
    """
    return _NOT_NUMBER.sub("-", _ZEROS.sub("", _ascii(designation).replace("&", "."))).strip("-.")
