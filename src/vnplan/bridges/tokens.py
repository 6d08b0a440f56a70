"""A text as tokens that are pieces of it: whatever a segmenter rewrites, every token has its place."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from vnplan.store.parquet import need

Place = tuple[int, int]
Tokens = Literal["words", "syllables"]
Segmenter = Callable[[str], Sequence[str]]

# what str.splitlines takes for the end of a line: no word goes over it
_LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_LONGEST = 2_000  # characters given to a segmenter at a time: the lines of a damaged file may have millions
_PIECE = re.compile(rf"\S(?:.{{0,{_LONGEST}}}(?=\s)|.{{0,{_LONGEST}}})", re.DOTALL)
# a letter or digit with its marks, joined inside by what stands in numbers, dates, symbols; or one other character
_SYLLABLE = re.compile(r"\w[\w\u0300-\u036f]*(?:[.,/:-]\w[\w\u0300-\u036f]*)*|[^\w\s][\u0300-\u036f]*|\S")
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)


def places(text: str, tokens: Tokens = "words") -> list[Place]:
    """Where the tokens of a text stand: in order, apart, and between them nothing but white space.

    `words` are Vietnamese words of one or more syllables (underthesea), `syllables` what white space and punctuation
    part. No token goes over the end of a line.

    >>> text = "Sở Y tế báo cáo trước 30/6/2026."
    >>> [text[start:end] for start, end in places(text, "syllables")]
    ['Sở', 'Y', 'tế', 'báo', 'cáo', 'trước', '30/6/2026', '.']
    """
    segment = _segmenter() if tokens == "words" else None
    return [place for start, end in _pieces(text) for place in _of_piece(text, start, end, segment)]


def cut(tokens: Iterable[Place], edges: Iterable[int]) -> list[Place]:
    """The tokens, cut where an edge falls inside one.

    >>> cut([(0, 4), (5, 9)], [5, 7])
    [(0, 4), (5, 7), (7, 9)]
    """
    wanted = sorted(set(edges))
    found: list[Place] = []
    for start, end in tokens:
        inside = wanted[bisect_right(wanted, start) : bisect_left(wanted, end)]
        found += zip([start, *inside], [*inside, end], strict=True)
    return found


def pieces_and_spaces(text: str, tokens: Iterable[Place]) -> tuple[list[str], list[bool]]:
    """The text as spaCy holds it: words, and whether one blank follows; other white space is words of its own."""
    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for start, end in (*tokens, (len(text), len(text))):
        gap = text[position:start]
        if words and gap.startswith(" "):
            spaces[-1], gap = True, gap[1:]
        for piece in filter(None, (gap, text[start:end])):
            words.append(piece)
            spaces.append(False)
        position = end
    return words, spaces


def _pieces(text: str) -> Iterator[Place]:
    """Lines, and parts of very long ones."""
    for line in _LINE.finditer(text):
        for piece in _PIECE.finditer(text, line.start(), line.end()):
            yield piece.span()


def _of_piece(text: str, start: int, end: int, segment: Segmenter | None) -> list[Place]:
    piece = text[start:end]
    found = _located(piece, segment) if segment is not None else None
    if found is None:
        found = [match.span() for match in _SYLLABLE.finditer(piece)]
    return [(start + first, start + last) for first, last in found]


def _located(piece: str, segment: Segmenter) -> list[Place] | None:
    """The segmenter's words in the text as it stands; none where one of them cannot be found in it."""
    composed, origin = _composed(piece)
    found = []
    position = 0
    for word in segment(composed):
        start = end = _past_space(composed, position)
        for part in word.split():
            end = _past_space(composed, end)
            if not composed.startswith(part, end):
                return None
            end += len(part)
        if end == start:
            return None
        found.append((origin[start], origin[end]))
        position = end
    return found if _past_space(composed, position) == len(composed) else None


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _composed(piece: str) -> tuple[str, Sequence[int]]:
    """The text in the form that segmenters know, and for each place in it the place in the text.

    What underthesea rewrites before it looks at a text is done here: composed letters, and eth for `đ`.
    """
    if unicodedata.is_normalized("NFC", piece):
        return _as_read(piece), range(len(piece) + 1)
    parts: list[str] = []
    origin: list[int] = []
    for match in _CLUSTER.finditer(piece):
        part = unicodedata.normalize("NFC", match.group())
        parts.append(part)
        origin += [match.start()] * len(part)
    return _as_read("".join(parts)), [*origin, len(piece)]


def _as_read(text: str) -> str:
    return text.replace("ð", "đ").replace("Ð", "Đ")


def _segmenter() -> Segmenter:
    need("underthesea", extra="spacy")
    from underthesea import word_tokenize  # noqa: PLC0415

    def segment(piece: str) -> Sequence[str]:
        words: Sequence[str] = word_tokenize(piece, use_token_normalize=False)
        return words

    return segment
