"""Characters that differ without meaning: composed and decomposed, tone placement, look-alikes, marks."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

import regex

from vnplan.core.text import Edit, Text

# A letter with marks that stand beside it (NFD, or half composed as code page 1258 writes it).
_CLUSTER = regex.compile(r"\p{L}\p{M}+")

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v\f\u2028\u2029\x85"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00\x01\x03-\x08\x0e-\x1f\x7f"
# U+0002 and U+FFFE are what PDFium makes of a hyphen that ends a line
_HYPHENS = "\u2010-\u2015\u2043\u2212\u02d7\uf02d\ufe58\ufe63\uff0d\u0002\ufffe"
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

_LETTER = r"[^\W\d_]"


def _any_of(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{signs}]")


def _run_of(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{signs}][{signs}]*")  # of `[…]+` the engine does not know the first signs, and is slower


# Kinds of noise, each with the signs it begins with. Each is sought by itself, and only where one of its signs is in
# the text at all: with the standard library's engine that is eight times faster than one alternation of them all.
# Where a sign is rare and what stands before it common, the sign comes first.
_KINDS: dict[str, tuple[re.Pattern[str], str]] = {
    "space": (_run_of(_SPACES), _SPACES),
    "newline": (re.compile(r"\r\n?"), r"\r"),
    "invisible": (_run_of(_INVISIBLE), _INVISIBLE),
    "hyphen": (_any_of(_HYPHENS), _HYPHENS),
    "eth": (_any_of("ÐðƉɖ"), "ÐðƉɖ"),
    "bullet": (re.compile(f"[{_BULLETS}](?=\\s)"), _BULLETS),
    "emphasis": (re.compile(r"\*(?:\*+|(?<=[^\s*]\*)|(?=[^\s*])|(?<=\S[ ]\*))"), "*"),
    "rule": (re.compile(r"___+(?=\s*\n)"), "_"),
    "heading": (re.compile(r"^\#{1,6}[ ]+", re.MULTILINE), "#"),
    "escape": (re.compile(r"\\(?=[-*_.#()\[\]+|])"), r"\\"),
    # line ends as a program writes them: four characters
    "written newline": (re.compile(r"\\r\\n"), r"\\"),
    # the mark of a footnote after a word: `25-NQ/TW[1]`
    "note": (re.compile(r"\[(?<=[^\s\[(|]\[)\d{1,3}\]"), r"\["),
    "entity": (re.compile(r"&(?:nbsp|amp|lt|gt|quot|\#\d{2,5}|\#x[0-9A-Fa-f]{2,4});"), "&"),
}
_SIGNS = _any_of("".join(signs for _, signs in _KINDS.values()))
_SIGNS_OF = {kind: _any_of(signs) for kind, (_, signs) in _KINDS.items()}
# the letter first, then what stands before it: the engine looks for a set of letters five times as fast
_TONE = re.compile(
    rf"[oOuU](?<![qQ].)(?:(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])[ỳýỷỹỵỲÝỶỸỴ])(?!{_LETTER})", re.DOTALL
)
_QU = re.compile(rf"[qQ][ùúủũụ]y(?!{_LETTER})")
# a large first letter that a web page kept apart, and lost: `n cứ Luật`; no word of Vietnamese is `n`
_LOST_INITIALS = re.compile(r"^n cứ(?= )", re.MULTILINE)
_SPACED = regex.compile(
    r"(?<![^\s|*])(?:[\p{Lu}][ ]){3,}[\p{Lu}](?!\p{L})(?:[ ]{2,}(?:[\p{Lu}][ ])*[\p{Lu}](?!\p{L}))*"
)
_MAYBE_SPACED = re.compile(r" (?<=[A-ZÀ-Ỹ] )[A-ZÀ-Ỹ] [A-ZÀ-Ỹ] ")


def _letter_spaced(run: str) -> str:
    return regex.sub(r"(?<=\S) (?=\S)", "", run)


_READ_AS: dict[str, Callable[[str], str]] = {
    # the width stays: a wide gap may part two columns
    "space": lambda run: " " * (len(run) + 7 * run.count("\t")),
    "newline": lambda _: "\n",
    "invisible": lambda _: "",
    "hyphen": lambda _: "-",
    "eth": lambda letter: _ETH[letter],
    "bullet": lambda _: "-",
    "emphasis": lambda _: "",
    "rule": lambda _: "",
    "heading": lambda _: "",
    "escape": lambda _: "",
    "written newline": lambda _: "\n",
    "note": lambda _: "",
    "entity": lambda entity: html.unescape(entity).replace("\u00a0", " "),
}


def _compositions(text: str) -> Iterator[Edit]:
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            yield Edit(match.start(), match.end(), composed)


def _noise(text: str) -> list[Edit]:
    edits: list[Edit] = []
    signs = "".join(set(_SIGNS.findall(text)))
    for kind, (pattern, _) in _KINDS.items():
        if _SIGNS_OF[kind].search(signs):
            read_as = _READ_AS[kind]
            edits += [Edit(m.start(), m.end(), read_as(m.group())) for m in pattern.finditer(text)]
    edits += [Edit(m.start(), m.end(), _FOLDED_TONE.get(m.group(), m.group())) for m in _TONE.finditer(text)]
    edits += [Edit(m.start(), m.end(), _QU_SLIP[m.group()]) for m in _QU.finditer(text)]
    edits += [Edit(m.start(), m.end(), "Căn cứ") for m in _LOST_INITIALS.finditer(text)]
    if _MAYBE_SPACED.search(text):
        edits += [Edit(m.start(), m.end(), _letter_spaced(m.group())) for m in _SPACED.finditer(text)]
    return _without_overlap(sorted(edits))


def _without_overlap(edits: list[Edit]) -> list[Edit]:
    """The edits, of two that overlap the first (a tab is noise by itself and within letter-spaced words)."""
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def fold_characters(text: Text) -> Text:
    r"""Fold what differs without meaning; line breaks stay.

    >>> fold_characters(Text.of("Uỷ\u00a0ban **hoà**")).clean
    'Ủy ban hòa'
    """
    if not unicodedata.is_normalized("NFC", text.clean):
        text = text.edit(_compositions(text.clean))
    return text.edit(_noise(text.clean))
