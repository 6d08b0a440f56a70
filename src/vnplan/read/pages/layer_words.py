"""The sound words of a damaged text layer, put over those of OCR: a layer that lost letters has most words right.

A font loses letters, or says others, by itself: each is judged by its own words. What a sound font says in Vietnamese,
numbers or signs is better than what OCR sees. A word of a font that lost letters has all of them where OCR sees as many
at the same place. Where the layer is damaged or blank, the word is OCR's.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from vnplan.read.pages.evidence import LETTERS_MISSING, count_words, fault, is_known, is_sound, torn_headings
from vnplan.read.pages.mending import drop_doubles, replace_letters
from vnplan.read.pages.page import Word
from vnplan.read.pages.spacing import layer_lines

_LEAST_SOUND = 0.5  # of the layer's words: a layer with fewer is of no use as a whole
_SAME_EDGE = 0.6  # of the type's height, that a layer and OCR may draw the edge of a word apart
_SHARED = 0.3  # of the narrower of two words, that stand in the same place
_BESIDE = 1.5  # of the type's height: OCR's word so near to a damaged one may be a part of it
_SURE = 0.8  # the certainty of a word of OCR where the layer has nothing; less is the debris of a stamp or a picture
_DEEP = 0.25  # of the type's height: how far the base line is above the lower edge, nearly


Fault = Literal["lost", "false"]
"""A font lost letters and those that it has are right, or it says others than it shows."""


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of a text layer with the names of its fonts; `unmapped`: its font does not say what a character is."""

    word: Word
    fonts: frozenset[str]
    unmapped: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """Words of a page by layer and OCR: how many are of the layer and how many of OCR."""

    words: Sequence[Word]
    layer: int
    ocr: int


def mended(layer: Sequence[LayerWord]) -> list[LayerWord]:
    """The words with letters mended that have one right reading, each once."""
    kept = {id(word) for word in drop_doubles([one.word for one in layer], Counter())}
    layer = [one for one in layer if id(one.word) in kept]
    (words,) = replace_letters([[one.word for one in layer]], Counter())
    return [replace(one, word=word) for one, word in zip(layer, words, strict=True)]


def faults_of_fonts(layer: Sequence[LayerWord]) -> dict[str, Fault]:
    """The fonts whose words, by themselves, are not to be trusted."""
    by_font: dict[str, list[Word]] = defaultdict(list)
    for one in layer:
        for font in one.fonts:
            by_font[font].append(one.word)
    found: dict[str, Fault] = {}
    for font, words in by_font.items():
        lines = [" ".join([word.text for word in line]) for line in layer_lines(words)]
        reason = fault(count_words(word.text for word in words), torn_headings(lines), suspect=True)
        if reason:
            found[font] = "lost" if LETTERS_MISSING in reason else "false"
    return found


def merged(ocr: Sequence[Word], layer: Sequence[LayerWord], faults: Mapping[str, Fault]) -> Merged | None:
    """The words of a page; None where too little of the layer is sound. `faults`: of fonts of the document."""
    standings = {id(one.word): _standing(one, faults) for one in layer}
    sound = [word for word, standing in standings.items() if standing == "sound"]
    if not layer or len(sound) < _LEAST_SOUND * len(layer):
        return None
    damaged = [one.word for one in layer if standings[id(one.word)] != "sound"]
    places = _places([one.word for one in layer], ocr)
    sizes = [read[0].size / words[0].size for words, read in places if words and read]
    size = median(sizes) if sizes else 1.0
    found: list[Word] = []
    count = 0
    for words, read in places:
        if not words:
            found += [word for word in read if _is_print(word, damaged)]
        elif _is_better(words, read, {standings[id(word)] for word in words}):
            taken = _in_line(words, read, size)
            found += taken
            count += len(taken)
        else:
            found += read
    return Merged(found, count, len(found) - count)


def _standing(one: LayerWord, faults: Mapping[str, Fault]) -> Literal["sound", "lost", "false"]:
    kinds = {faults[font] for font in one.fonts if font in faults}
    if one.unmapped or "false" in kinds or not is_sound(one.word.text):
        return "false"
    return "lost" if kinds else "sound"


def _is_better(layer: Sequence[Word], read: Sequence[Word], standings: Collection[str]) -> bool:
    """Whether words of the layer are to stand for those of OCR at their place."""
    if "false" in standings:
        return False
    if not read:  # lines of underscores are rules
        return any(letter.isalnum() for word in layer for letter in word.text)
    size = max(word.size for word in read)
    if abs(min(word.x0 for word in layer) - min(word.x0 for word in read)) > _SAME_EDGE * size:
        return False
    if abs(max(word.x1 for word in layer) - max(word.x1 for word in read)) > _SAME_EDGE * size:
        return False
    texts = ["".join(word.text for word in words) for words in (layer, read)]
    if len(layer) > len(read) and texts[0] == texts[1]:
        return False  # a word that was painted in parts
    if "lost" in standings and _length(texts[0]) != _length(texts[1]):
        return False
    return all(is_known(word.text) for word in layer) or not all(is_known(word.text) for word in read)


def _length(text: str) -> int:
    """How many letters and signs, marks aside."""
    return sum(not unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", text))


def _in_line(layer: Sequence[Word], read: Sequence[Word], size: float) -> list[Word]:
    """Words of the layer on the line on which OCR read them; `size`: of OCR's type beside the layer's."""
    if not read or any(word.raised for word in layer):
        return [replace(word, top=word.bottom - size * word.size, size=size * word.size) for word in layer]
    top, bottom, height = (median(values) for values in zip(*((w.top, w.bottom, w.size) for w in read), strict=True))
    return [replace(word, top=top, bottom=bottom, size=height) for word in layer]


def _is_print(word: Word, damaged: Iterable[Word]) -> bool:
    """Whether OCR's word, where the layer has none, is part of the text: beside a damaged word, or surely read."""
    near = any(
        abs(other.bottom - word.bottom) < 0.4 * word.size
        and max(other.x0 - word.x1, word.x0 - other.x1) < _BESIDE * word.size
        for other in damaged
    )
    is_word = any(map(str.isalnum, word.text)) and is_sound(word.text) and is_known(word.text)
    return near or (word.confidence >= _SURE and is_word)


def _places(layer: Sequence[Word], read: Sequence[Word]) -> list[tuple[list[Word], list[Word]]]:
    """Words of both that stand in the same places, in OCR's order; what only the layer has is last."""
    rows: dict[int, list[int]] = defaultdict(list)
    for n, word in enumerate(layer):
        rows[round(_base(word) / 10)].append(n)
    groups: list[tuple[set[int], list[int]]] = []  # numbers of words of the layer, of OCR
    holder: dict[int, int] = {}  # the group of a word of the layer
    for k, word in enumerate(read):
        near = round(_base(word) / 10)
        here = {n for row in (near - 1, near, near + 1) for n in rows[row] if _overlap(layer[n], word)}
        joined = sorted({holder[n] for n in here if n in holder})
        if joined:
            target = joined[0]
            for other in joined[1:]:
                groups[target][0].update(groups[other][0])
                groups[target][1].extend(groups[other][1])
                groups[other] = (set(), [])
            groups[target][0].update(here)
            groups[target][1].append(k)
        else:
            target = len(groups)
            groups.append((here, [k]))
        holder.update(dict.fromkeys(groups[target][0], target))
    alone: list[tuple[list[Word], list[Word]]] = [([word], []) for n, word in enumerate(layer) if n not in holder]
    places = [([layer[n] for n in sorted(ns)], [read[k] for k in ks]) for ns, ks in groups if ks]
    return [*places, *alone]


def _base(word: Word) -> float:
    return word.bottom - _DEEP * word.size


def _overlap(one: Word, other: Word) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    narrower = min(one.x1 - one.x0, other.x1 - other.x0)
    return shared > _SHARED * narrower and abs(_base(one) - _base(other)) < 0.4 * max(one.size, other.size)
