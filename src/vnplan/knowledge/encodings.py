"""Vietnamese encodings from before Unicode, and what a written Vietnamese syllable looks like."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import regex

from vnplan.knowledge.load import Row, read_toml, rows_from_toml

# Bytes 80-9F that Windows-1252 leaves undefined stay control characters, as every lenient reader leaves them.
_WINDOWS_1252 = "".join(bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(256))
_TO_BYTES = {ord(shown): n for n, shown in enumerate(_WINDOWS_1252) if ord(shown) != n}
_FROM_BYTES = dict(enumerate(_WINDOWS_1252))
_UTF8_SEQUENCE = regex.compile("[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_CAPITAL_WORD = regex.compile(r"(?<!\w)(?=[^\W\d_]*\p{Lu}[^\W\d_]*\p{Lu})(?:[A-Z]|[^\x00-\x7f\W])++(?!\w)")


class EncodingRow(Row):
    """One encoding; exactly one of `letters`, `pairs` and `codec` says how it is decoded."""

    name: str
    decoded: tuple[str, ...]
    letters: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    codec: str | None = None
    capitals_share_codes: bool = False


@dataclass(frozen=True, slots=True)
class Encoding:
    """A way to read a text that was shown in the wrong encoding."""

    row: EncodingRow
    decode: Callable[[str], str]


def as_windows_1252(data: bytes) -> str:
    r"""Bytes as Windows-1252 shows them; never fails.

    >>> as_windows_1252(bytes([0x93, 0xAE, 0x90]))
    '“®\x90'
    """
    return data.decode("latin-1").translate(_FROM_BYTES)


def _as_bytes(shown: str) -> bytes:
    return shown.translate(_TO_BYTES).encode("latin-1", "replace")


def _utf8_decoder() -> Callable[[str], str]:
    def sequence(match: regex.Match[str]) -> str:
        return match.group().encode("latin-1").decode("utf-8", "replace")

    def decode(shown: str) -> str:
        # what is not part of a sequence goes back to what it was
        text = shown.translate(_TO_BYTES)
        parts, done = [], 0
        for match in _UTF8_SEQUENCE.finditer(text):
            parts += [shown[done : match.start()], sequence(match)]
            done = match.end()
        return "".join([*parts, shown[done:]])

    return decode


def _codec_decoder(codec: str) -> Callable[[str], str]:
    return lambda shown: _as_bytes(shown).decode(codec, "replace")


def _letter_decoder(row: EncodingRow) -> Callable[[str], str]:
    table = str.maketrans("".join(row.letters[::2]), "".join(row.letters[1::2]))
    if not row.capitals_share_codes:
        return lambda shown: shown.translate(table)

    def decode(shown: str) -> str:
        # in a word whose plain letters are capitals the others were drawn as capitals too
        return _CAPITAL_WORD.sub(lambda match: match.group().upper(), shown.translate(table))

    return decode


def _pair_decoder(row: EncodingRow) -> Callable[[str], str]:
    small = dict(pair.split("=") for pairs in row.pairs for pair in pairs.split())
    table = {**small, **{shown.upper(): letter.upper() for shown, letter in small.items()}}
    table.update({shown.capitalize(): letter.upper() for shown, letter in small.items() if len(shown) == 2})
    pattern = regex.compile("|".join(sorted(map(regex.escape, table), key=len, reverse=True)))
    return lambda shown: pattern.sub(lambda match: table[match.group()], shown)


def _decoder(row: EncodingRow) -> Callable[[str], str]:
    if row.codec == "utf-8":
        return _utf8_decoder()
    if row.codec:
        return _codec_decoder(row.codec)
    return _letter_decoder(row) if row.letters else _pair_decoder(row)


def _syllable_pattern() -> regex.Pattern[str]:
    parts = {
        name: "|".join(sorted(words.split(), key=len, reverse=True))
        for name, words in read_toml("encodings.toml")["syllable"].items()
    }
    return regex.compile(rf"(?:{parts['onsets']})?(?:{parts['nuclei']}|)(?:{parts['codas']})?")


_SYLLABLE = _syllable_pattern()
_TONES = dict.fromkeys([0x300, 0x301, 0x303, 0x309, 0x323])
_WORD = regex.compile(r"[^\W\d_]\p{M}*+(?:[^\W\d_]\p{M}*+|[\u00a1-\u00bf])*+|[\u00a1-\u00bf]++[^\W\d_]++")


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word.lower())
    plain = decomposed.translate(_TONES)
    return len(decomposed) - len(plain) <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


def syllables(text: str) -> tuple[int, int]:
    """How many different words with a letter beyond ASCII there are, and how many are Vietnamese syllables.

    Words of one character are no evidence: a quotation mark by itself is a letter in some encoding.

    >>> syllables("Quyết định số 5, Quyết toán, naïve"), syllables("QuyÕt ®Þnh")
    ((5, 4), (2, 0))
    """
    words = {word for word in _WORD.findall(text) if len(word) > 1 and not word.isascii()}
    return len(words), sum(map(_is_syllable, words))


@dataclass(frozen=True, slots=True)
class Encodings:
    """All encodings, in the order in which they are tried."""

    all: tuple[Encoding, ...]

    @classmethod
    def load(cls) -> Encodings:
        """Read the rows."""
        rows = rows_from_toml("encodings.toml", "encoding", EncodingRow)
        return cls(tuple(Encoding(row, _decoder(row)) for row in rows))
