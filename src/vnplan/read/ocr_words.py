"""Slips of OCR in fixed wording, names of bodies and provinces, and single syllables."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise, product
from typing import NamedTuple

import regex

from vnplan.knowledge.ocr_slips import Phrase
from vnplan.knowledge.syllables import without_marks
from vnplan.read.ocr_symbols import Edit, in_case_of, slips
from vnplan.read.pages.evidence import syllables

_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*+|[-–—]+")
_NUMBER_WORD = regex.compile(r"(?<!\w)(?P<word>S[oóòỏõọôồổỗộốơớ])(?P<gap>\s?)(?P<colon>:)", regex.IGNORECASE)
_SIGN = regex.compile(r"\s*(?P<short>\p{Lu}+)(?P<sign>[,;:])\s+(?P<office>\p{Lu}+)")  # `TM, ỦY BAN`
_LABEL = regex.compile(r"(?P<label>[HITLl1|]{1,3})(?P<end>[.,/]?)(?=\s\p{Lu}{2,}[,;]?\s\p{Lu}{2,})")
_MOST_WRONG_WORDS = 2
_HATS = frozenset("\u0302\u0306\u031b\u0335")  # circumflex, breve, horn, stroke: all marks but those of tones


class Token(NamedTuple):
    """A run of letters of a line; `key` is without marks, in small letters."""

    text: str
    start: int
    end: int
    key: str


def tokens(text: str) -> list[Token]:
    """The runs of letters, and dashes between them."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        letters = match.group()
        key = without_marks(letters).lower() if letters[0].isalpha() else "-"
        found.append(Token(letters, *match.span(), key))
    return found


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, however the tone is placed and whatever the case."""
    return one.lower() == other.lower() or (
        sorted(unicodedata.normalize("NFD", one.lower())) == sorted(unicodedata.normalize("NFD", other.lower()))
    )


def _one_letter_off(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _edits(phrase: Phrase, found: Sequence[Token], *, least_right: int = 1) -> list[Edit]:
    """What makes some words a phrase; nothing where they are it, or where too many words differ."""
    wrong = [
        (token, word)
        for token, word in zip(found, phrase.words, strict=True)
        if token.key != "-" and not _same_word(token.text, word)
    ]
    if len(wrong) > _MOST_WRONG_WORDS or len(found) - len(wrong) < least_right:
        return []
    return [Edit(token.start, token.end, in_case_of(word, token.text), phrase.rule) for token, word in wrong]


def formula_edits(text: str, line: Sequence[Token]) -> Iterator[Edit]:
    """Fixed wording, wherever it stands; one word may have a wrong letter, all may have wrong marks."""
    for phrase in slips().formulas:
        size = len(phrase.words)
        for at in range(len(line) - size + 1):
            found = line[at : at + size]
            off = [(token.key, key) for token, key in zip(found, phrase.key, strict=True) if token.key != key]
            if len(off) > 1 or (off and (size < 5 or not _one_letter_off(*off[0]))):
                continue
            if len({token.text.isupper() for token in found if token.key != "-"}) == 1 or not phrase.words[0].isupper():
                yield from _edits(phrase, found)
    yield from _start_edits(text, line)
    yield from _heading_edits(text, line)


def _start_edits(text: str, line: Sequence[Token]) -> Iterator[Edit]:
    """`Noi nhận:` at the start of a line; `Sô:` before a number."""
    phrase = slips().starts.get(tuple(token.key for token in line[:2]))
    if phrase and text[line[1].end :].lstrip().startswith(":") and not text[: line[0].start].strip(" -*"):
        for token, word in zip(line[:2], phrase.words, strict=True):
            if not _same_word(token.text, word):
                yield Edit(token.start, token.end, in_case_of(word, token.text), phrase.rule)
    for match in _NUMBER_WORD.finditer(text):
        rest = text[match.end() :].lstrip()
        before = text[: match.start()].strip(" -*")
        if not (rest[:1].isdecimal() or rest[:1] == "/") or (before and "/" not in rest[:20]):
            continue
        if match["word"].lower() != "số":
            yield Edit(*match.span("word"), in_case_of("số", match["word"]), "head.number")
        if match["gap"]:
            yield Edit(*match.span("gap"), "", "head.number")
    for row in slips().sign_rows if text.isupper() else ():
        sign = _SIGN.match(text)
        if sign and sign["short"] in row.words.split() and without_marks(sign["office"]) in _offices(row.follows):
            yield Edit(*sign.span("sign"), ".", row.id)


@cache
def _offices(words: str) -> frozenset[str]:
    return frozenset(map(without_marks, words.split()))


def _heading_edits(text: str, line: Sequence[Token]) -> Iterator[Edit]:
    """A type word or an office in capitals alone on a line: `KÉ HOẠCH`, `KT. GIAM ĐÓC`."""
    signs = {word for row in slips().sign_rows for word in row.words.split()}
    words = line[1:] if line and line[0].text in signs else line
    phrase = slips().headings.get(tuple(token.key for token in words)) if len(words) > 1 else None
    if phrase and text.isupper() and not any(map(str.isdecimal, text)):
        yield from _edits(phrase, words, least_right=0)


def name_edits(line: Sequence[Token]) -> Iterator[Edit]:
    """Names of bodies and provinces whose marks were misread."""
    at = 0
    while at < len(line):
        phrase = _body_at(line, at)
        if phrase:
            yield from _edits(phrase, line[at : at + len(phrase.words)])
            at += len(phrase.words)
        else:
            at += 1
    yield from _province_edits(line)


def _body_at(line: Sequence[Token], at: int) -> Phrase | None:
    if not line[at].text[:1].isupper():
        return None
    for phrase in slips().bodies.get(line[at].key, ()):
        found = line[at : at + len(phrase.words)]
        if tuple(token.key for token in found) == phrase.key:
            return phrase
    return None


def _province_edits(line: Sequence[Token]) -> Iterator[Edit]:
    for at, token in enumerate(line):
        if token.key != "tinh":
            continue
        for size in (3, 2):
            found = line[at + 1 : at + 1 + size]
            phrase = slips().provinces.get(tuple(word.key for word in found))
            if phrase is None or not all(word.text[:1].isupper() for word in found):
                continue
            before = line[at - 1] if at else None
            if not _is_province_word(token, before):
                break
            if token.text.lower() != "tỉnh":
                yield Edit(token.start, token.end, in_case_of("tỉnh", token.text), "province.type")
            yield from _edits(phrase, found)
            break


def _is_province_word(token: Token, before: Token | None) -> bool:
    """`tinh` is misread; `tĩnh` not in `Hà Tĩnh`; `tình` and `tính` only after what a province stands after."""
    read = token.text.lower()
    if read == "tỉnh":
        return True
    if before is not None and before.key == "ha":
        return False
    return read == "tinh" or before is None or before.text.lower() in slips().before_province


def compound_edits(line: Sequence[Token]) -> Iterator[Edit]:
    """Compounds of which one syllable has another mark: `tố chức`, `đoàn thế`; not `để nghị` in `để nghị quyết`."""
    for n, pair in enumerate(pairwise(line)):
        phrase = _compound(pair)
        if phrase is None or _is_right(line[n - 1 : n + 1]) or _is_right(line[n + 1 : n + 3]):
            continue
        edits = _edits(phrase, pair)
        if all(_is_slip(line[at].text, word) for at, word in zip((n, n + 1), phrase.words, strict=True)):
            yield from edits


def _compound(pair: Sequence[Token]) -> Phrase | None:
    if len(pair) != 2 or pair[1].start - pair[0].end != 1:
        return None
    return slips().compounds.get((pair[0].key, pair[1].key))


def _is_right(pair: Sequence[Token]) -> bool:
    """Whether two words are a compound as they are: neither is part of another with its neighbour."""
    phrase = _compound(pair)
    return phrase is not None and all(map(_same_word, (token.text for token in pair), phrase.words))


def _is_slip(read: str, written: str) -> bool:
    """Whether OCR can have made of one word the other: of a letter's two marks one is lost, added or misread."""
    one, other = (unicodedata.normalize("NFC", word.lower()) for word in (read, written))
    return _same_word(one, other) or (len(one) == len(other) and all(map(_share_a_mark, one, other)))


def _share_a_mark(one: str, other: str) -> bool:
    marks = [frozenset(unicodedata.normalize("NFD", letter.replace("đ", "d\u0335"))[1:]) for letter in (one, other)]
    hats = [mark & _HATS for mark in marks]
    return marks[0] <= marks[1] or marks[1] <= marks[0] or hats[0] == hats[1]


def label_edits(text: str) -> Iterator[Edit]:
    """The Roman number of a heading, at the start of a line: `HI. NỘI DUNG`."""
    match = _LABEL.match(text)
    row = slips().labels.get(match["label"]) if match is not None else None
    if match is not None and row is not None:
        end = match["end"].replace(",", ".") or "."
        yield Edit(match.start("label"), match.end("end"), f"{row.written}{end}", row.id)


def syllable_edits(line: Sequence[Token]) -> Iterator[Edit]:
    """Words that are no syllable and have one syllable in use that OCR can have misread so."""
    for token in line:
        if len(token.text) < 3 or token.text.isascii() or syllables().standing(token.text) != "none":
            continue
        if syllables().is_name(token.text) or not (token.text.islower() or token.text[1:].islower()):
            continue
        small = unicodedata.normalize("NFC", token.text.lower())
        written = _only_reading(small) or _parted(small)
        if written:
            yield Edit(token.start, token.end, in_case_of(written, token.text), "syllable")


def _parted(small: str) -> str | None:
    """Two words with a stroke between them that was read as a letter: `đợưnăm`."""
    found = {
        f"{small[:at]}{row.written}{small[at + 1 :]}"
        for row in slips().joint_rows
        for at, letter in enumerate(small)
        if letter == row.read
    }
    whole = [word for word in found if all(part in syllables().spelled for part in word.split("/"))]
    return whole[0] if len(whole) == 1 else None


def _readings(small: str) -> Iterator[str]:
    """Syllables in use that a word can have been before OCR lost one mark of it, or a mark of two letters."""
    places = [n for n, letter in enumerate(small) if letter in slips().marks]
    for size in (1, 2):
        for chosen in combinations(places, size):
            for marks in product(*(slips().marks[small[n]] for n in chosen)):
                written = list(small)
                for n, mark in zip(chosen, marks, strict=True):
                    written[n] = mark
                if "".join(written) in syllables().spelled:
                    yield "".join(written)


@lru_cache(maxsize=4096)
def _only_reading(small: str) -> str | None:
    found = set(_readings(small))
    return found.pop() if len(found) == 1 else None
