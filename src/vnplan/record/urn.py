"""Canonical identifiers of instruments, after the grammar of URN:LEX (RFC 9676, section 4)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_NOT_WORD = regex.compile(r"[^a-z0-9]+")
_NOT_NUMBER = regex.compile(r"[^a-z0-9.\-]+")


def _ascii(words: str) -> str:
    decomposed = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


@lru_cache(maxsize=4096)
def slug(words: str) -> str:
    """Words as URN:LEX writes them: ASCII, lower case, joined by dots.

    >>> slug("Thủ tướng Chính phủ")
    'thu.tuong.chinh.phu'
    """
    return _NOT_WORD.sub(".", _ascii(words)).strip(".")


def urn(type: str | None, designation: str | None, issued_on: str | None, issuer: str | None) -> str | None:
    """The URN of an instrument; None where type, issuer or number is not known.

    RFC 9676 lets no `/` stand in a number, so `30/2020/NĐ-CP` becomes `30-2020-nd-cp`; a year or `nd` (no date)
    stands where no day is known.

    >>> urn("Nghị định", "145/2020/NĐ-CP", "2020-12-14", "Chính phủ")
    'urn:lex:vn:chinh.phu:nghi.dinh:2020-12-14;145-2020-nd-cp'
    """
    if not (type and designation and issuer):
        return None
    number = _NOT_NUMBER.sub("-", _ascii(designation).replace("&", ".")).strip("-")
    return f"urn:lex:vn:{slug(issuer)}:{slug(type)}:{issued_on or 'nd'};{number}"
