"""Blanks that do not stand where words end: split words, letter-spaced headings, words run together.

A blank is only moved where the Vietnamese syllable leaves one reading.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from vnplan.read.pages.evidence import syllables
from vnplan.read.pages.page import Word

_LONGEST_SYLLABLE = 7  # letters: `nghiêng`
_LEAST_GLUED = 6
LEAST_SPACED = 4
"""Letters that stand alone one after the other."""

_MOST_PARTS = 4
_LEFT_OVER = 4  # a part of a word that stays alone costs more than any number of joins that avoid it
_CORE = regex.compile(r"^([(\[“\"'‘]*)([\p{L}\p{M}]+)([)\],.;:!?”\"'’…]*)$")
_ONE_LETTER_WORDS = frozenset("aàạáýỷởờợừuyiôơêeo")
_ONSETS = frozenset("b c ch d g gh h k kh l m n ng ngh nh p ph q qu r s t th tr v x".split())
_SHORT_FORMS = frozenset("CH KH PH TH QU".split())  # onsets that are short forms too
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
# A blank of a common text face is a quarter to a third of the type's height; half of it and wider can part columns.
_NARROW, _WIDEST = 0.15, 0.5


def layer_lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words in order, as lines: a word that begins left of the one before it, or on another height, begins a line."""
    lines: list[list[Word]] = []
    line: list[Word] = []
    left, top, bottom = math.inf, 0.0, 0.0  # of the last word
    for word in words:
        same_height = word.top == top or top - 1 <= (word.top + word.bottom) / 2 <= bottom + 1
        if same_height and word.x0 >= left:
            line.append(word)
        else:
            line = [word]
            lines.append(line)
        left, top, bottom = word.x0, word.top, word.bottom
    return lines


def _gap(word: Word, following: Word) -> float:
    """The blank between two words in heights of the type; a usual one where places are not known."""
    if word.x1 <= word.x0 or word.size <= 0:
        return _NARROW + 0.1
    return (following.x0 - word.x1) / word.size


class _Parts(NamedTuple):
    """A word as spacing sees it: letters between punctuation; no letters where it has others inside."""

    before: str
    letters: str
    after: str
    stands: bool  # a word of its own


_NO_PARTS = _Parts("", "", "", stands=True)


@lru_cache(maxsize=32768)
def _parts(text: str) -> _Parts:
    match = _CORE.match(unicodedata.normalize("NFC", text))
    if match is None:
        return _NO_PARTS
    letters = match[2]
    stands = syllables().standing(letters) == "common" and (len(letters) > 1 or letters.lower() in _ONE_LETTER_WORDS)
    return _Parts(match[1], letters, match[3], stands)


@lru_cache(maxsize=32768)
def is_loose(text: str) -> bool:
    """Whether a word may be a part of one, or several: its letters are no word by themselves."""
    part = _parts(text)
    return bool(part.letters) and not part.stands


def is_spaced(texts: Sequence[str]) -> bool:
    """Whether a line holds letters enough that stand alone to be letter-spaced words."""
    short = [text for text in texts if len(text) <= 3]
    return len(short) >= LEAST_SPACED and sum(map(_is_letter, short)) >= LEAST_SPACED


def may_be_misspaced(texts: Sequence[str], loose: Collection[str]) -> bool:
    """Whether words of a line can be parts of one, or one of them several, wherever they stand.

    `loose`: those words that `is_loose`.
    """
    return any(_is_glued(text) or _may_be_part(texts, n) for n, text in enumerate(texts) if text in loose)


@lru_cache(maxsize=32768)
def _is_glued(text: str) -> bool:
    return _glued_parts(_parts(text).letters) is not None


@lru_cache(maxsize=32768)
def _may_belong(text: str, following: str) -> bool:
    """Whether two words can be parts of one, others with them or not."""
    before, after = _parts(text).letters, _parts(following).letters
    return bool(before and after) and len(before + after) <= _LONGEST_SYLLABLE and _same_case(before + after)


def _may_be_part(texts: Sequence[str], n: int) -> bool:
    """Whether word `n` and some of its neighbours can be one syllable."""
    if not (
        (n > 0 and _may_belong(texts[n - 1], texts[n])) or (n + 1 < len(texts) and _may_belong(texts[n], texts[n + 1]))
    ):
        return False
    first = max(0, n - _MOST_PARTS + 1)
    parts = [_parts(text) for text in texts[first : n + _MOST_PARTS]]
    n -= first
    return any(
        _is_syllable(parts[at:end])
        for at in range(n + 1)
        for end in range(max(at + 2, n + 1), min(at + _MOST_PARTS, len(parts)) + 1)
    )


def _is_syllable(parts: Sequence[_Parts]) -> bool:
    """Whether the letters of parts are one syllable that needs them all."""
    whole = "".join([part.letters for part in parts])
    if len(whole) > _LONGEST_SYLLABLE or whole.isascii() or not _same_case(whole):
        return False
    return any(not part.stands for part in parts) and syllables().standing(whole) == "common"


def _same_case(letters: str) -> bool:
    return letters.islower() or letters.isupper() or letters[1:].islower()


def _one_syllable(window: Sequence[Word], parts: Sequence[_Parts]) -> bool:
    """Whether split parts can only be one syllable."""
    loose = [part.letters for part in parts if not part.stands]
    if not _is_syllable(parts):
        return False
    widest = max(_gap(word, following) for word, following in pairwise(window))
    # at a usual blank a single letter may be a label (`điểm b`)
    return widest < _NARROW or (widest <= _WIDEST and (len(loose) > 1 or len(loose[0]) > 1))


def _windows(line: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """From where to where words of a line can be one syllable."""
    parts = [_parts(word.text) for word in line]
    loose = [n for n, part in enumerate(parts) if part.letters and not part.stands]
    near = {at for n in loose for at in range(max(0, n - _MOST_PARTS + 1), n + 1)}
    for at in sorted(near - {len(line) - 1}):
        if not parts[at].letters or (at and _is_torn(line[at - 1], line[at])):
            continue
        for end in range(at + 2, min(at + _MOST_PARTS, len(line)) + 1):
            if parts[end - 2].after or parts[end - 1].before or not parts[end - 1].letters:
                break
            if (end == len(line) or not _is_torn(line[end - 1], line[end])) and _one_syllable(
                line[at:end], parts[at:end]
            ):
                yield at, end


def _join(window: Sequence[Word]) -> Word:
    whole = window[0]
    for word in window[1:]:
        whole = whole.joined(word)
    return whole


def _is_torn(word: Word, following: Word) -> bool:
    """Whether the gap between two parts is too narrow for the end of a word."""
    return _gap(word, following) < _NARROW and not _parts(word.text).after


class _Way(NamedTuple):
    """The cheapest readings of a part of a line: what they cost, and how many there are."""

    cost: int
    ways: int


def _ways(size: int, steps: Mapping[int, Sequence[tuple[int, int]]]) -> list[_Way]:
    """The cheapest readings up to each word, by steps from word to word (the next word, the cost)."""
    best = [_Way(0, 1), *[_Way(0, 0)] * size]
    for at in range(size):
        for to, cost in steps[at]:
            new = best[at].cost + cost
            if not best[to].ways or new < best[to].cost:
                best[to] = _Way(new, best[at].ways)
            elif new == best[to].cost:
                best[to] = _Way(new, best[to].ways + best[at].ways)
    return best


def _certain_windows(line: Sequence[Word]) -> list[tuple[int, int]]:
    """Which words of a line are one syllable in every reading that leaves the fewest left-over parts."""
    windows = list(_windows(line))
    if not windows:
        return []
    size = len(line)
    steps = {n: [(n + 1, 1 if _parts(word.text).stands else _LEFT_OVER)] for n, word in enumerate(line)}
    for at, end in windows:
        steps[at].append((end, 1))
    before = _ways(size, steps)
    back: dict[int, list[tuple[int, int]]] = {n: [] for n in range(size)}
    for at, reached in steps.items():
        for to, cost in reached:
            back[size - to].append((size - at, cost))
    after = _ways(size, back)
    whole = before[size]
    return [
        (at, to)
        for at, reached in steps.items()
        for to, cost in reached
        if to > at + 1
        and before[at].cost + cost + after[size - to].cost == whole.cost
        and before[at].ways * after[size - to].ways == whole.ways
    ]


def _joined_line(line: Sequence[Word]) -> list[Word]:
    windows = dict(_certain_windows(line))
    words: list[Word] = []
    at = 0
    while at < len(line):
        end = windows.get(at, at + 1)
        words.append(_join(line[at:end]))
        at = end
    return words


@lru_cache(maxsize=32768)
def _is_whole(text: str) -> bool:
    """No left-over part of a word: what is no syllable in a line that was mended was not split but lost letters."""
    letters = _parts(text).letters
    if letters.lower() in _ONSETS and (letters.islower() or letters not in _SHORT_FORMS):
        return False
    return letters.isascii() or syllables().standing(letters) == "common" or syllables().is_name(letters)


def join_split(lines: Sequence[Sequence[Word]]) -> tuple[list[list[Word]], int]:
    """Lines with split words joined, and how many words were joined.

    A line that has left-over parts stays as it is: there letters are missing, not blanks too many.
    """
    joined: list[list[Word]] = []
    count = 0
    for line in lines:
        if all(_parts(word.text).stands for word in line):
            joined.append(list(line))
            continue
        whole = _joined_line(line)
        if len(whole) < len(line) and all(_is_whole(word.text) for word in whole):
            kept = set(map(id, line))
            count += sum(id(word) not in kept for word in whole)
            joined.append(whole)
        else:
            joined.append(list(line))
    return joined, count


def _cuts(letters: str) -> list[str] | None:
    """The only way to read letters as syllables in use, the fewest of them; None where there are several or none."""
    best: list[tuple[int, int, int]] = [(0, 1, 0)]  # syllables up to here, ways to have so few, where the last begins
    for end in range(1, len(letters) + 1):
        options: list[tuple[int, int, int]] = []
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            number, ways, _ = best[start]
            if ways and syllables().standing(letters[start:end]) == "common":
                options.append((number + 1, ways, start))
        fewest = min((number for number, _, _ in options), default=0)
        of_fewest = [option for option in options if option[0] == fewest]
        ways = sum(ways for _, ways, _ in of_fewest)
        best.append((fewest, ways, of_fewest[0][2]) if of_fewest else (0, 0, 0))
    if best[-1][1] != 1:
        return None
    parts: list[str] = []
    end = len(letters)
    while end:
        start = best[end][2]
        parts.append(letters[start:end])
        end = start
    return parts[::-1]


def split_word(word: Word, parts: Sequence[str]) -> list[Word]:
    """A word as several; each takes the places of its characters."""
    edges = word.character_edges()
    found: list[Word] = []
    at = 0
    for part in parts:
        own = tuple(edges[at : at + len(part) + 1])
        found.append(replace(word, text=part, x0=own[0], x1=own[-1], edges=own))
        at += len(part)
    return found


@lru_cache(maxsize=4096)
def _is_letter(text: str) -> bool:
    return len(text) <= 3 and len(unicodedata.normalize("NFC", text)) == 1 and text[0].isalpha()


def _spaced_run(run: Sequence[Word]) -> list[Word] | None:
    """The words of a run of single letters: cut at the wider gaps, or where the syllables leave one reading."""
    gaps = [following.x0 - word.x1 for word, following in pairwise(run)]
    narrow, wide = min(gaps), max(gaps)
    groups: list[list[Word]] = [[run[0]]]
    if run[0].x1 > run[0].x0 and wide > 0 and wide >= 1.5 * max(narrow, 0.01):
        limit = (max(narrow, 0) + wide) / 2
        for gap, word in zip(gaps, run[1:], strict=True):
            if gap > limit:
                groups.append([word])
            else:
                groups[-1].append(word)
        found = [_join(group) for group in groups]
        if all(syllables().standing(word.text) == "common" for word in found):
            return found
    whole = _join(run)
    whole = whole.with_text(unicodedata.normalize("NFC", whole.text))
    parts = None if whole.text.isascii() else _cuts(whole.text)
    return split_word(whole, parts) if parts and all(len(part) > 1 for part in parts) else None


def _is_apart(around: Sequence[Word], run: Sequence[Word]) -> bool:
    """Whether a run of single letters has none of its own letters among its neighbours."""
    ids = set(map(id, run))
    others = [word for word in around if id(word) not in ids]
    torn = any(_is_torn(a, b) for a, b in pairwise(around) if id(a) not in ids or id(b) not in ids)
    return not torn and all(_parts(word.text).stands or not _parts(word.text).letters for word in others)


def join_spaced(lines: Sequence[Sequence[Word]]) -> tuple[list[list[Word]], int]:
    """Lines with letter-spaced words closed up, and how many words came of it."""
    joined: list[list[Word]] = []
    count = 0
    for line in lines:
        if not is_spaced([word.text for word in line]):
            joined.append(list(line))
            continue
        words: list[Word] = []
        run: list[Word] = []
        for word in [*line, None]:
            if word is not None and _is_letter(word.text):
                run.append(word)
                continue
            around = [*words[-1:], *run, *([word] if word else [])]
            found = _spaced_run(run) if len(run) >= LEAST_SPACED and _is_apart(around, run) else None
            words += found or run
            count += len(found) if found else 0
            run = []
            if word is not None:
                words.append(word)
        joined.append(words)
    return joined, count


def _glued_parts(letters: str) -> list[str] | None:
    if len(letters) < _LEAST_GLUED or letters.isascii() or syllables().standing(letters) != "none":
        return None
    marks = [mark for mark in unicodedata.normalize("NFD", letters) if mark in _TONE_MARKS]
    if len(marks) < 2 and len(letters) <= _LONGEST_SYLLABLE:
        return None
    parts = _cuts(letters)
    if not parts or len(parts) < 2 or any(len(part) < 2 for part in parts):
        return None
    # a loan word can be two short syllables: `lôtô`, `kitô`
    return parts if len(parts) > 2 or min(map(len, parts)) > 2 else None


def split_glued(lines: Sequence[Sequence[Word]]) -> tuple[list[list[Word]], int]:
    """Lines with words parted that were run together, and how many of those there were."""
    found: list[list[Word]] = []
    count = 0
    for line in lines:
        words: list[Word] = []
        for word in line:
            around = _parts(word.text) if len(word.text) >= _LEAST_GLUED else _NO_PARTS
            parts = None if around.stands else _glued_parts(around.letters)
            if parts:
                parts = [around.before + parts[0], *parts[1:-1], parts[-1] + around.after]
                words += split_word(word.with_text("".join(parts)), parts)
                count += 1
            else:
                words.append(word)
        found.append(words)
    return found, count
