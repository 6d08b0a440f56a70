"""Characters of a text layer that have one right reading: invisible ones, doubled ones, old encodings, loose marks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import regex

from vnplan.knowledge.encodings import Encoding, Encodings
from vnplan.knowledge.encodings import syllables as count_syllables
from vnplan.read.legacy import decode_legacy
from vnplan.read.pages.evidence import layers, syllables
from vnplan.read.pages.page import Word
from vnplan.read.pages.runs import Run, are_apart
from vnplan.read.pages.spacing import split_word

Repairs = Counter[str]

_INVISIBLE = regex.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BLANKS = regex.compile(r"([\s\u00a0\u2000-\u200a\u202f\u3000]+)")
_OTHER_BLANK = regex.compile(r"[^\S \n]")
_STRANGE = re.compile(
    r"[^\x20-\x7e\u1ea0-\u1ef9"
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
    "“”‘’–—…•●▪≥≤°²³×]"
)
_LEADING_MARK = regex.compile(r"^(\p{M}+)(\p{L}.*)$", regex.DOTALL)
_LOOSE_MARK = regex.compile(r"(?:^|[ \n])\p{M}")
_MARK = regex.compile(r"^\p{M}")
_CLUSTER = regex.compile(r"\X")
_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_SAME_PLACE = 0.3  # of the type's height: a glyph painted again for boldness is moved by less
_LEGACY_SHARE = 0.8  # of the decoded words must be syllables, where the font's name is evidence too


def has_strange_signs(texts: Iterable[str]) -> bool:
    """Whether texts hold what is neither ASCII nor a composed letter of Vietnamese nor a usual sign of print.

    Old encodings, faulty producers, marks apart, invisible signs and blanks inside words all leave such.
    """
    return _STRANGE.search(" ".join(texts)) is not None


def part_at_blanks(words: Sequence[Word], repairs: Repairs) -> list[Word]:
    """Words parted where a blank, such as the no-break space, stands inside them."""
    found: list[Word] = []
    for word in words:
        pieces = _BLANKS.split(word.text)
        if len(pieces) == 1:
            found.append(word)
            continue
        parts = [part for part in split_word(word, pieces) if part.text.strip()]
        repairs["parted {} words at blanks inside them"] += len(parts) > 1
        found += parts
    return found


def drop_invisible(lines: Sequence[Sequence[Word]], repairs: Repairs) -> list[list[Word]]:
    """Lines without characters that nobody sees; after decoding, for the soft hyphen is a letter of TCVN3."""
    if not _INVISIBLE.search(_text(lines)):
        return [list(line) for line in lines]
    found: list[list[Word]] = []
    for line in lines:
        seen = [_seen(word) for word in line]
        repairs["removed {} invisible characters"] += sum(len(word.text) for word in line) - sum(
            len(word.text) for word in seen
        )
        found.append([word for word in seen if word.text])
    return [line for line in found if line]


def _seen(word: Word) -> Word:
    """A word without its invisible characters."""
    if not _INVISIBLE.search(word.text):
        return word
    edges = word.character_edges()
    kept = [n for n, c in enumerate(word.text) if not _INVISIBLE.match(c)]
    return replace(word, text="".join(word.text[n] for n in kept), edges=(*(edges[n] for n in kept), edges[-1]))


_Place = tuple[float, float, float, float]  # top, left and right edge, size


def may_have_doubles(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether words can have been painted twice: lines of the layer that stand in one place, or a word said twice."""
    if _overlap((line[0].top, line[0].x0, line[-1].x1, line[0].size) for line in lines):
        return True
    return any(True in [word.text == after.text for word, after in pairwise(line)] for line in lines)


def may_be_painted_twice(runs: Sequence[Run]) -> bool:
    """Whether a word can stand where another does: words of one run, or of two at one height, that overlap."""
    if not all(map(are_apart, runs)):
        return True
    return _overlap((run.top, run.lefts[0], run.rights[-1], run.size) for run in runs)


def _overlap(unsorted: Iterable[_Place]) -> bool:
    """Whether two of some lines of print stand at one height, one upon the other."""
    places = sorted(unsorted)
    for n, (top, x0, x1, size) in enumerate(places):
        for other_top, other_x0, other_x1, _ in places[n + 1 :]:
            if other_top - top > 2 * _SAME_PLACE * size:
                break
            if other_x0 < x1 and x0 < other_x1:
                return True
    return False


def drop_doubles(words: Sequence[Word], repairs: Repairs) -> list[Word]:
    """Words without those that were painted again at the same place."""
    found: list[Word] = []
    seen: dict[str, list[Word]] = {}
    for word in words:
        before = seen.get(word.text)
        if before is None:
            seen[word.text] = [word]
        elif _was_painted(word, before):
            repairs["removed {} words painted twice"] += 1
            continue
        else:
            before.append(word)
        found.append(word)
    return found


def _was_painted(word: Word, before: Sequence[Word]) -> bool:
    limit = _SAME_PLACE * max(word.size, 1.0)
    x0, top = word.x0, word.top
    for other in before:
        if -limit < other.x0 - x0 < limit and -limit < other.top - top < limit and abs(other.x1 - word.x1) < limit:
            return word.x1 > x0  # places that are not known are no evidence
    return False


def _halved(text: str) -> str | None:
    """`KKẾẾ` is `KẾ`: every character stands twice."""
    if text[:1] != text[1:2] and not unicodedata.combining(text[1:2] or "a"):
        return None
    clusters = _CLUSTER.findall(text)
    if len(clusters) < 2 or len(clusters) % 2 or clusters[::2] != clusters[1::2]:
        return None
    return "".join(clusters[::2])


def is_doubled(text: str) -> bool:
    """Whether every character of a word stands twice, and each once makes a word of Vietnamese."""
    half = _halved(text)
    return half is not None and len(half) > 1 and syllables().standing(half) == "common"


def halves(texts: Sequence[str]) -> list[str] | None:
    """The words of a line in which every character stands twice, with each once; None where no word of Vietnamese
    shows that it is one.
    """
    if _halved(texts[0]) is None:
        return None
    found = [half for half in map(_halved, texts) if half]
    return found if len(found) == len(texts) and any(map(is_doubled, texts)) else None


def halve_doubled(lines: Sequence[Sequence[Word]], repairs: Repairs) -> list[list[Word]]:
    """Lines in which every character stands twice, with each once."""
    found: list[list[Word]] = []
    for line in lines:
        texts = halves([word.text for word in line])
        if texts is None:
            found.append(list(line))
        else:
            found.append([word.with_text(half) for word, half in zip(line, texts, strict=True)])
            repairs["halved {} words whose letters stood twice"] += len(line)
    return found


@cache
def _encodings() -> dict[str, Encoding]:
    return {encoding.row.id: encoding for encoding in Encodings.load().all}


def _by_font(text: str, fonts: Collection[str]) -> str:
    """The text decoded as its font wants it, where that makes Vietnamese of it."""
    for name in sorted(layers().encodings_of(fonts)):
        decoded = _encodings()[name].decode(text)
        words, good = count_syllables(decoded)
        if good > count_syllables(text)[1] and good >= _LEGACY_SHARE * words:
            return decoded
    return text


def _decoded(text: str, fonts: Collection[str]) -> str:
    """The text decoded from an encoding from before Unicode, or as it is."""
    if text.isascii():
        return text
    decoded, issue = decode_legacy(text)
    return _by_font(text, fonts) if issue is None and fonts else decoded


def decode_old(lines: Sequence[Sequence[Word]], fonts: Collection[str], repairs: Repairs) -> list[list[Word]]:
    """Lines in an encoding from before Unicode, decoded; the names of the fonts are evidence where words are few."""
    text = _text(lines)
    decoded = _decoded(text, fonts)
    if decoded == text:
        return [list(line) for line in lines]
    found: list[list[Word]] = []
    for line, new in zip(lines, decoded.split("\n"), strict=True):
        texts = _in_capitals([word.text for word in line], new.split(" "))
        repairs["decoded {} words of an old encoding"] += sum(
            word.text != text for word, text in zip(line, texts, strict=True)
        )
        found.append([word.with_text(text) for word, text in zip(line, texts, strict=True)])
    return found


def have_wrong_characters(lines: Sequence[str], fonts: Callable[[], Collection[str]]) -> bool:
    """Whether lines with strange signs hold some to be mended.

    Such are blanks in words, what is not seen, letters of old encodings or of faulty producers, marks without letters.
    """
    text = "\n".join(lines)
    if any(pattern.search(text) for pattern in (_OTHER_BLANK, _INVISIBLE, _wrong_letters(), _LOOSE_MARK)):
        return True
    return _decoded(text, fonts()) != text


@cache
def _wrong_letters() -> regex.Pattern[str]:
    return regex.compile(f"[{''.join(row.wrong for row in layers().letter_rows)}]")


def _in_capitals(shown: Sequence[str], decoded: Sequence[str]) -> list[str]:
    """Decoded words of a line of capitals, all as capitals: fonts such as .VnTimeH have the codes of small letters.

    `X·` by itself can be `Xã` or `XÃ`; the other words of its line tell.
    """
    capitals = sum(word.isupper() and len(word) > 2 for word in decoded)
    if capitals < 2 or any(regex.search("[a-z]", word) for word in shown):
        return list(decoded)
    return [word if word == old else word.upper() for old, word in zip(shown, decoded, strict=True)]


def replace_letters(lines: Sequence[Sequence[Word]], repairs: Repairs) -> list[list[Word]]:
    """Lines with the characters mended that a producer wrote for a Vietnamese letter."""
    if not _wrong_letters().search(_text(lines)):
        return [list(line) for line in lines]
    return [[_with_letters(word, repairs) for word in line] for line in lines]


def _with_letters(word: Word, repairs: Repairs) -> Word:
    if not _wrong_letters().search(word.text):
        return word
    text = word.text
    for name, table in layers().letters.items():
        number = sum(ord(c) in table for c in text)
        if number:
            text = text.translate(table)
            repairs[f"replaced {{}} characters ({name})"] += number
    return word.with_text(text)


def _text(lines: Sequence[Sequence[Word]]) -> str:
    return "\n".join([" ".join([word.text for word in line]) for line in lines])


def _with_mark_moved(text: str) -> str | None:
    """A mark that stands before its letter, behind it: only where that makes a syllable."""
    match = _LEADING_MARK.match(text)
    if not match:
        return None
    letters = _LETTERS.search(match[2])
    moved = unicodedata.normalize("NFC", match[2][0] + match[1] + match[2][1:])
    return moved if letters and _is_syllable(moved) else None


def _is_syllable(text: str) -> bool:
    letters = _LETTERS.search(text)
    return letters is not None and syllables().standing(letters.group()) == "common"


def attach_marks(lines: Sequence[Sequence[Word]], repairs: Repairs) -> list[list[Word]]:
    """Lines with marks that stand apart from their letter put on it, where that makes a syllable."""
    found: list[list[Word]] = []
    if not _LOOSE_MARK.search(_text(lines)):
        return [list(line) for line in lines]
    for line in lines:
        words: list[Word] = []
        for word in line:
            if not _MARK.match(word.text):
                words.append(word)
                continue
            joined = words[-1].joined(word) if words else None
            composed = unicodedata.normalize("NFC", joined.text) if joined else ""
            moved = _with_mark_moved(word.text)
            if joined and _is_syllable(composed) and not (moved and _is_syllable(words[-1].text)):
                words[-1] = joined.with_text(composed)
            elif moved:
                words.append(word.with_text(moved))
            else:
                words.append(word)
                continue
            repairs["put {} loose marks on their letters"] += 1
        found.append(words)
    return found
