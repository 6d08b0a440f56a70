"""Characters that differ without meaning: composed and decomposed, tone placement, look-alikes, marks."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterator

import regex

from vnplan.core.text import Edit, Text

# A letter with marks that stand beside it (NFD, or half composed as code page 1258 writes it).
_CLUSTER = regex.compile(r"\p{L}\p{M}+")

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v\f\u2028\u2029\x85"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\x00-\x08\x0e-\x1f\x7f"
_HYPHENS = "\u2010-\u2015\u2043\u2212\u02d7\uf02d\ufe58\ufe63\uff0d"
_ETH = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
_BULLETS = "\uf0b7\uf0a7\uf0d8\uf076\uf0fc\u25cf\u25aa\u25a0\u2022\u00b7"

# "hoà" and "hòa" are one word: the tone mark goes on the first vowel of a syllable that ends in oa, oe, uy;
# after q the u belongs to the consonant ("quý", and "qúy" is a slip).
_TONE_NEW = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_TONE_OLD = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_FOLDED_TONE: dict[str, str] = {}
for _new, _old in zip(_TONE_NEW, _TONE_OLD, strict=True):
    for _case in (str, str.upper, str.capitalize):
        _FOLDED_TONE[_case(_new)] = _case(_old)
    _FOLDED_TONE[_new[0] + _new[1].upper()] = _old[0] + _old[1].upper()
_QU_SLIP = {
    f"{q}{slip}": f"{q}{right}" for q in "qQ" for slip, right in zip(_TONE_OLD[10:], _TONE_NEW[10:], strict=True)
}

_NOISE = regex.compile(
    r"(?P<space>[" + _SPACES + r"]+)"
    r"|(?P<newline>\r\n?)"
    r"|(?P<invisible>[" + _INVISIBLE + r"]+)"
    r"|(?P<hyphen>[" + _HYPHENS + r"])"
    r"|(?P<eth>[ÐðƉɖ])"
    r"|(?P<bullet>[" + _BULLETS + r"](?=\s))"
    r"|(?P<emphasis>\*\*+|(?<!^[ \t]*)\*|\*(?=[^\s*])|_{3,}(?=\s*\n))"
    r"|(?P<markdown>^\#{1,6}[ ]+|\\(?=[-*_.#()\[\]+|]))"
    r"|(?P<entity>&(?:nbsp|amp|lt|gt|quot|\#\d{2,5}|\#x[0-9A-Fa-f]{2,4});)"
    r"|(?P<tone>(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\p{L}))"
    r"|(?P<qu>[qQ][ùúủũụ]y(?!\p{L}))"
    r"|(?P<spaced>(?<![^\s|*])(?:[\p{Lu}][ ]){3,}[\p{Lu}](?!\p{L})(?:[ ]{2,}(?:[\p{Lu}][ ])*[\p{Lu}](?!\p{L}))*)",
    regex.MULTILINE,
)


def _letter_spaced(match: regex.Match[str]) -> str:
    return regex.sub(r"(?<=\S) (?=\S)", "", match.group())


_READ_AS: dict[str, Callable[[regex.Match[str]], str]] = {
    # the width stays: a wide gap may part two columns
    "space": lambda match: " " * (len(match.group()) + 7 * match.group().count("\t")),
    "newline": lambda _: "\n",
    "invisible": lambda _: "",
    "hyphen": lambda _: "-",
    "eth": lambda match: _ETH[match.group()],
    "bullet": lambda _: "-",
    "emphasis": lambda _: "",
    "markdown": lambda _: "",
    "entity": lambda match: html.unescape(match.group()).replace("\u00a0", " "),
    "tone": lambda match: _FOLDED_TONE.get(match.group(), match.group()),
    "qu": lambda match: _QU_SLIP[match.group()],
    "spaced": _letter_spaced,
}


def _compositions(text: str) -> Iterator[Edit]:
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            yield Edit(match.start(), match.end(), composed)


def _noise(text: str) -> Iterator[Edit]:
    for match in _NOISE.finditer(text):
        assert match.lastgroup is not None
        replacement = _READ_AS[match.lastgroup](match)
        if replacement != match.group():
            yield Edit(match.start(), match.end(), replacement)


def fold_characters(text: Text) -> Text:
    r"""Fold what differs without meaning; line breaks stay.

    >>> fold_characters(Text.of("Uỷ\u00a0ban **hoà**")).clean
    'Ủy ban hòa'
    """
    if not unicodedata.is_normalized("NFC", text.clean):
        text = text.edit(_compositions(text.clean))
    return text.edit(_noise(text.clean))
