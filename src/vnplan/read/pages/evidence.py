"""Whether the words of a page are what is printed on it: counted by kinds, judged by rates.

A text layer is worth having as long as it is better than what OCR would give. On clean prints about two words in a
hundred come out of OCR wrong, so a layer with more wrong words than that is read again. Good Vietnamese text stays far
below: of the pages of the corpus none has more than 0.4 in a hundred words that are no syllables, names or short forms.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

import regex

from vnplan.knowledge.syllables import Syllables
from vnplan.knowledge.text_layer import TextLayers

LETTERS_MISSING = "letters are missing"
"""How the reason begins where a font lost letters."""

# A word that is no syllable is seen; for each there is about one that became another word and is not seen. So half of
# what OCR would get wrong is enough, where the words differ: a loan word may stand on a page ten times.
_WRONG_SHARE = 0.01
_LEAST_WRONG = 3
_RARE_SHARE = 0.02  # with legal syllables that nobody uses, which good text has too: 0.1 in a hundred words
_LEAST_RARE = 6
_LOST_SHARE = 0.005  # a character without a letter is no slip: it is lost wherever the font has it
_ODD_SHARE = 0.15  # codes and chemical names cannot be pronounced either, but pages of them are no prose
_ENOUGH = 15  # fewer words do not show whether marks are missing
_BARE_SHARE = 0.06  # every sixth word of Vietnamese that lost its marks; English has 4 in a hundred such
_FEW_MARKS = 0.25  # of good words three in four have a mark or a letter that is not plain; in tables of codes 0.38
_MOST = 0.5

_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}]*+")
_TONED = regex.compile(
    r"[\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea"
    r"\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u0128\u0129\u0168\u0169\u1ea0-\u1ef9]"
)
_VOWEL = regex.compile(r"[aeiouy]", regex.IGNORECASE)
_FIVE_CONSONANTS = regex.compile(r"[bcdfghjklmnpqrstvwxz]{5}", regex.IGNORECASE)
# Private use, controls, the replacement character: a word has none of them. Letters of two scripts in one word neither;
# the micro sign and single Greek letters (`µg`, `αT`) are no evidence.
_UNREADABLE = regex.compile(r"[\p{Co}\p{Cn}\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_OTHER_SCRIPT = regex.compile(r"(?![\p{Latin}\u00b5])\p{L}")
_LATIN = regex.compile(r"\p{Latin}")
_NOISE = regex.compile(r"(?<=\p{L})[~^|\\<>{}\[\]$%*=+!?\"#¢£¥§©®°±¶·¿¡‚„†‡•‰‹›€™¬¦]+\(?(?=\p{L})|\(>")
_ADDRESS = regex.compile(r"@|://|www\.|\.(?:vn|com|org|net|gov)\b|[?&]\w+=", regex.IGNORECASE)
_ONSET = frozenset("B C CH D Đ G GH GI H K KH L M N NG NGH NH P PH Q QU R S T TH TR V X".split())


@cache
def syllables() -> Syllables:
    """The syllables, shared."""
    return Syllables.load()


@cache
def layers() -> TextLayers:
    """What is known of text layers, shared."""
    return TextLayers.load()


@dataclass(slots=True)
class Count:
    """What stands on a page, by kinds. Kinds that are evidence keep the different words."""

    words: int = 0  # all that hold a letter
    judged: int = 0  # runs of at least two letters
    accented: int = 0
    skeletons: int = 0  # plain letters that can be a Vietnamese syllable
    foreign: int = 0  # the commonest words of another language
    abbreviations: int = 0
    unreadable: int = 0
    noisy: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    rare: Counter[str] = field(default_factory=Counter)  # syllables that are legal and not in use
    bare: Counter[str] = field(default_factory=Counter)  # plain letters that are a syllable only with marks: `viec`
    odd: Counter[str] = field(default_factory=Counter)  # plain letters that nobody can pronounce


def _is_unreadable(word: str) -> bool:
    if len(word) < 2:
        return False
    if _UNREADABLE.search(word):
        return True
    return len(word) > 2 and bool(_OTHER_SCRIPT.search(word)) and bool(_LATIN.search(word))


def _is_abbreviation(letters: str) -> bool:
    """`UBND`, `HĐND`, `TTr`, `VNeID`: at least two capitals, and no tone."""
    return sum(map(str.isupper, letters)) >= 2 and not _TONED.search(letters)


def _kinds(letters: str) -> Iterator[tuple[str, str]]:
    """What one run of letters counts as, with its small letters where it is evidence."""
    yield "judged", ""
    standing = syllables().standing(letters)
    if not letters.isascii():
        if standing != "none":
            yield "accented", ""
        if standing == "legal":
            yield "rare", letters.lower()
        elif standing == "none" and not (_is_abbreviation(letters) or syllables().is_name(letters)):
            yield "wrong", letters.lower()
        return
    if letters.lower() in layers().foreign:
        yield "foreign", ""
    if standing != "none":
        yield "skeletons", ""
    elif _is_abbreviation(letters):
        yield "abbreviations", ""
    elif syllables().is_bare(letters):
        yield "skeletons", ""
        yield "bare", letters.lower()
    elif len(letters) > 2 and (not _VOWEL.search(letters) or _FIVE_CONSONANTS.search(letters)):
        yield "odd", letters.lower()


@lru_cache(maxsize=32768)  # plans say the same few words again and again
def _of_word(text: str) -> tuple[tuple[str, str], ...]:
    """All that one word counts as."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    if _is_unreadable(composed):
        return (("words", ""), ("unreadable", ""))
    runs = _LETTERS.findall(composed)
    if not runs or _ADDRESS.search(composed):
        return ()
    noise = (("noisy", ""),) if _NOISE.search(composed) else ()
    return (("words", ""), *noise, *(kind for run in runs if len(run) > 1 for kind in _kinds(run)))


_AGAINST = frozenset({"noisy", "wrong", "rare", "bare", "odd"})
_FOR = frozenset({"accented", "skeletons", "abbreviations", "foreign"})
_READABLE = frozenset({"words", "judged", *_FOR})
_LONE = frozenset("IVXLCDM")  # numbers of chapters


def is_evidence(text: str) -> bool:
    """Whether a word is of a kind that speaks against its layer; a page without any such word has no fault.

    >>> is_evidence("viec"), is_evidence("việc"), is_evidence("UBND")
    (True, False, False)
    """
    return any(kind not in _READABLE for kind, _ in _of_word(text))


def is_sound(text: str) -> bool:
    """Whether nothing speaks against a word: syllables in use, short forms, numbers, signs, words of other languages.

    >>> [text for text in ("tháng", "11", "15/NQ-CP;", "Internet", "viec", "NG", "h", "a)", "II") if is_sound(text)]
    ['tháng', '11', '15/NQ-CP;', 'Internet', 'NG', 'a)', 'II']
    """
    composed = unicodedata.normalize("NFC", text)
    if _UNREADABLE.search(composed) or _OTHER_SCRIPT.search(composed):
        return False
    if len(composed) == 1 and composed.isalpha() and not _begins_with_vowel(composed) and composed not in _LONE:
        return False
    return all(kind not in _AGAINST for kind, _ in _of_word(text))


def is_known(text: str) -> bool:
    """Whether every run of letters of a sound word is one that Vietnamese texts have.

    >>> is_known("15/NQ-CP"), is_known("tháng"), is_known("Intermet"), is_known("11")
    (True, True, False, True)
    """
    runs = [run for run in _LETTERS.findall(unicodedata.normalize("NFC", text)) if len(run) > 1]
    return all(_FOR.intersection(kind for kind, _ in _kinds(run)) for run in runs)


@lru_cache(maxsize=32768)
def _signature(text: str) -> str:
    """All that one word counts as, in one string: a page has hundreds of words but few such strings."""
    return " ".join([f"{kind}:{letters}" for kind, letters in _of_word(text)])


def count_words(texts: Iterable[str]) -> Count:
    """The words of a page by kinds."""
    numbers: Counter[str] = Counter()
    count = Count()
    evidence = {"wrong": count.wrong, "rare": count.rare, "odd": count.odd, "bare": count.bare}
    for signature, times in Counter(map(_signature, texts)).items():
        for one in signature.split():
            kind, _, letters = one.partition(":")
            if letters:
                evidence[kind][letters] += times
            else:
                numbers[kind] += times
    for kind, number in numbers.items():
        setattr(count, kind, number)
    return count


@dataclass(frozen=True, slots=True)
class Torn:
    """Headings that lost letters: pairs such as `C Ủ` and rests such as `ỘI`.

    `sure`: in one of the pairs the second part is no word by itself.
    """

    parts: tuple[str, ...] = ()
    sure: bool = False


_NOT_TORN = Torn()


def torn_headings(lines: Iterable[str]) -> Torn:
    """What is left of words in lines of capitals with Vietnamese letters where letters were lost.

    A single letter after a single letter are labels (`A, B`), not a pair.
    """
    found: dict[str, bool] = {}
    for line in lines:
        if not line.isupper():
            continue
        runs = _LETTERS.findall(unicodedata.normalize("NFC", line))
        if len(runs) < 2 or not any(map(_TONED.search, runs)):
            continue
        for first, second in pairwise(["", *runs]):
            toned = _TONED.search(second) is not None
            is_word = syllables().standing(second) == "common" or syllables().is_name(second)
            if first in _ONSET and _begins_with_vowel(second) and (toned or len(second) > 1):
                found[f"{first} {second}"] = len(second) == 1 or not is_word
            elif toned and len(second) > 1 and not is_word:
                found[second] = False
    return Torn(tuple(found), any(found.values()))


def _begins_with_vowel(letters: str) -> bool:
    return _VOWEL.match(unicodedata.normalize("NFD", letters)) is not None


def _share(counted: Counter[str], of: int) -> float:
    return sum(counted.values()) / of if of else 0.0


def _examples(counted: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in list(counted)[:3])


def fault(count: Count, torn: Torn = _NOT_TORN, *, suspect: bool = False) -> str | None:
    """Why the layer is not to be trusted, in words; None where nothing speaks against it.

    `suspect`: it has ƣ for ư, the mark of a producer whose fonts lose letters too, or its document lost some elsewhere.
    """
    if count.unreadable >= _LEAST_WRONG and count.unreadable >= _LOST_SHARE * count.words:
        return f"{count.unreadable} of {count.words} words hold characters that no font shows"
    if count.words < 10 and count.unreadable > _MOST * count.words:
        return f"{count.unreadable} of {count.words} words hold characters that no font shows"
    if torn.sure or len(torn.parts) > 1 or (suspect and torn.parts):
        return f"{LETTERS_MISSING}: {_examples(torn.parts)}"
    if count.noisy >= _LEAST_WRONG and count.noisy >= _WRONG_SHARE * count.words:
        return f"signs stand inside {count.noisy} of {count.words} words"
    return _marks_missing(count) or _wrong_words(count)


def _marks_missing(count: Count) -> str | None:
    """`viec`, `cap`: syllables that do not exist without a mark, and are no words of another language."""
    named = count.judged - count.abbreviations
    # of English words one is such a syllable (`it`, `up`) for two or more of its commonest
    bare = sum(count.bare.values()) - count.foreign // 2
    if named < _ENOUGH or min(bare, len(count.bare)) < _LEAST_WRONG or _is_foreign(count):
        return None
    marked = count.accented + sum(count.wrong.values())
    if marked >= _FEW_MARKS * named:
        lost = bare >= _WRONG_SHARE * named
    else:
        lost = bare >= _BARE_SHARE * named and count.skeletons > _MOST * (named - marked)
    return f"marks are missing in {bare} of {named} words: {_examples(count.bare)}" if lost else None


def _wrong_words(count: Count) -> str | None:
    wrong, rare = count.wrong, count.rare
    if len(wrong) >= _LEAST_WRONG and _share(wrong, count.judged) >= _WRONG_SHARE:
        return f"{sum(wrong.values())} of {count.judged} words are no syllables: {_examples(wrong)}"
    both = wrong + rare
    if len(both) >= _LEAST_RARE and _share(both, count.judged) >= _RARE_SHARE:
        return f"{sum(both.values())} of {count.judged} words are no syllables in use: {_examples(both)}"
    if len(count.odd) >= _LEAST_RARE and _share(count.odd, count.judged) >= _ODD_SHARE:
        return f"{sum(count.odd.values())} of {count.judged} words cannot be pronounced: {_examples(count.odd)}"
    if count.judged < 10 and len(wrong) > 1 and sum(wrong.values()) > _MOST * count.judged:
        return f"most of {count.judged} words are no syllables: {_examples(wrong)}"
    return None


def _is_foreign(count: Count) -> bool:
    """A page in another language: its commonest words are every tenth word or more."""
    return count.foreign >= 0.08 * count.judged
