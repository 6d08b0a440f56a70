"""The written Vietnamese syllable: what is legal, what is in use, what it looks like without its marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

import regex

from vnplan.knowledge.load import Row, rows_from_toml

_TONES = dict.fromkeys([0x300, 0x301, 0x303, 0x309, 0x323])
_STOP_TONES = ("\u0301", "\u0323")  # sắc and nặng
_FRONT = tuple("eêiy")
_NAME = regex.compile(r"\p{Lu}\p{Ll}+")

Standing = Literal["common", "legal", "none"]


class OnsetRow(Row):
    """Onsets; `front`: only before (not before) e, ê, i, y; `glide`: ends in a vowel letter that the rhyme shares."""

    words: str
    front: bool | None = None
    glide: bool = False


class RhymeRow(Row):
    """Rhymes; `stopped`: only with sắc or nặng; `initial`: only where no onset stands before."""

    words: str
    stopped: bool = False
    initial: bool = False


class CommonRow(Row):
    """Syllables that are in use."""

    words: str


class NameRow(Row):
    """What names from other languages of Viet Nam may have beyond the Vietnamese syllable."""

    onsets: str
    codas: str
    words: str  # so well known that they need not begin with a capital


class _Parted(NamedTuple):
    base: str  # without tone, composed
    tone: str  # the combining mark, or ""


@lru_cache(maxsize=65536)
def _parted(word: str) -> _Parted | None:
    """A word in small letters and its tone, wherever the mark stands; None for a word with two tones."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    base = decomposed.translate(_TONES)
    if len(decomposed) - len(base) > 1:
        return None
    tone = next((mark for mark in decomposed if ord(mark) in _TONES), "")
    return _Parted(unicodedata.normalize("NFC", base), tone)


@lru_cache(maxsize=65536)
def without_marks(word: str) -> str:
    """Vietnamese letters as plain ones; case stays.

    >>> without_marks("Điều"), without_marks("ỦY")
    ('Dieu', 'UY')
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f")
    return plain.replace("đ", "d").replace("Đ", "D")


@dataclass(frozen=True)
class Syllables:
    """The legal syllables by grammar, those in use by list.

    >>> know = Syllables.load()
    >>> know.standing("Hoà"), know.standing("quyết"), know.standing("ạnh"), know.standing("viêc")
    ('common', 'common', 'legal', 'none')
    >>> know.is_bare("viec"), know.is_bare("server")
    (True, False)
    """

    onset_rows: tuple[OnsetRow, ...]
    rhyme_rows: tuple[RhymeRow, ...]
    common_rows: tuple[CommonRow, ...]
    name_rows: tuple[NameRow, ...]

    @classmethod
    def load(cls) -> Syllables:
        """Read the rows."""
        name = "syllables.toml"
        return cls(
            rows_from_toml(name, "onsets", OnsetRow),
            rows_from_toml(name, "rhymes", RhymeRow),
            rows_from_toml(name, "common", CommonRow),
            rows_from_toml(name, "names", NameRow),
        )

    def _shapes(self) -> Iterator[tuple[str, bool]]:
        """Every legal syllable without its tone, and whether it is stopped."""
        for rhymes in self.rhyme_rows:
            for rhyme in rhymes.words.split():
                yield rhyme, rhymes.stopped
                if rhymes.initial:
                    continue
                for onsets in self.onset_rows:
                    for onset in onsets.words.split():
                        yield from ((shape, rhymes.stopped) for shape in _written(onset, rhyme, onsets))

    @cached_property
    def _stopped(self) -> dict[str, bool]:
        return dict(self._shapes())

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The syllables in use as the rows spell them: small letters, the tone mark in one place only."""
        return frozenset(word for row in self.common_rows for word in row.words.split())

    @cached_property
    def _common(self) -> frozenset[_Parted | None]:
        return frozenset(map(_parted, self.spelled))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(word for row in self.name_rows for word in row.words.split())

    @cached_property
    def _skeletons(self) -> frozenset[str]:
        return frozenset(without_marks(shape) for shape in self._stopped)

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return {}

    def standing(self, word: str) -> Standing:
        """Whether a word (any case, any placement of the tone mark) is in use, legal, or no syllable."""
        known = self._standings.get(word)
        if known is None:
            if len(self._standings) > 100_000:  # a long run over strange texts must not fill the memory
                self._standings.clear()
            known = self._standings[word] = self._judged(word)
        return known

    def _judged(self, word: str) -> Standing:
        parted = _parted(word)
        if parted is None or parted.base not in self._stopped:
            return "none"
        if self._stopped[parted.base] and parted.tone not in _STOP_TONES:
            return "none"
        return "common" if parted in self._common else "legal"

    def is_bare(self, word: str) -> bool:
        """Whether plain letters are a Vietnamese syllable that lost its marks, or has none."""
        return word.lower() in self._skeletons

    @cached_property
    def _name(self) -> regex.Pattern[str]:
        more = " ".join(row.onsets for row in self.name_rows).split()
        codas = "".join(row.codas for row in self.name_rows).replace(" ", "")
        onsets = sorted({*more, *(o for row in self.onset_rows for o in row.words.split())}, key=len, reverse=True)
        syllable = rf"(?:{'|'.join(onsets)})?[aăâeêioôơuưy]{{1,3}}(?:ng|nh|ch|[cmnpt{codas}])?"
        return regex.compile(rf"(?:{syllable}){{1,3}}")

    def is_name(self, word: str) -> bool:
        """Whether a capitalised word can be a name from another language of Viet Nam: `Krông`, `Srêpốk`."""
        if unicodedata.normalize("NFC", word.lower()) in self._names:
            return True
        if len(word) > 20 or not _NAME.fullmatch(word):
            return False
        base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
        return self._name.fullmatch(base) is not None


def _written(onset: str, rhyme: str, row: OnsetRow) -> Iterator[str]:
    """How an onset and a rhyme are written together; nothing where they do not go together."""
    if row.glide and rhyme.startswith(onset[-1]) and rhyme != "i":
        yield onset + rhyme[1:]  # `gi` + `iêng` is `giêng`, `qu` + `uy` is `quy`
    elif row.glide and rhyme == onset[-1]:
        yield onset  # `gì`
    elif row.glide or row.front is None or row.front == rhyme.startswith(_FRONT) or (onset, rhyme[0]) == ("g", "i"):
        yield onset + rhyme
