"""The sentences of a plan that count: without head, foot, headings and the formulas of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from vnplan.comparison.plans import Plan
from vnplan.core.span import Span
from vnplan.core.text import Text
from vnplan.knowledge.comparisons import Comparisons
from vnplan.normalise import normalise

LEAST = 6  # syllables of a sentence that can be told from others
_LONGEST = 60  # syllables of a piece: a sentence that goes on is cut
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_END = regex.compile(r"[.;:!?…](?=\s|$)")
_NOT_TEXT = ("legal_basis", "signature", "recipients", "boilerplate")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Some syllables in a row: their places among the syllables of the plan."""

    start: int
    end: int


class Words:
    """Numbers for syllables, the same in all plans of a comparison."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        """The number of a syllable."""
        return self.numbers.setdefault(word, len(self.numbers) + 1)


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of a plan as its syllables: numbers, places in the text as read, and sentences."""

    text: Text
    tokens: Sequence[int]
    places: Sequence[tuple[int, int]]  # in the folded view
    sentences: Sequence[Sentence]

    def span(self, start: int, end: int) -> Span:
        """Where some syllables stand in the text as read."""
        return self.text.raw_span(Span(self.places[start][0], self.places[end - 1][1]))


def wording(plan: Plan, words: Words, know: Comparisons) -> Wording:
    """The wording of a plan."""
    text = normalise(plan.record.text)
    skipped = sorted(_form(plan))
    begins = _begin(plan)
    tokens: list[int] = []
    places: list[tuple[int, int]] = []
    sentences: list[Sentence] = []
    number = words.number
    offset = 0
    for line in text.clean.split("\n"):
        start, offset = offset, offset + len(line) + 1
        if not line.strip() or know.is_formula(line):
            continue
        raw = text.raw_span(Span(start, start + len(line)))
        if raw.start < begins or any(raw.start >= one.start and raw.end <= one.end for one in skipped):
            continue
        for piece in _pieces(line):
            first = len(tokens)
            for match in _TOKEN.finditer(line, piece.start, piece.end):
                begin, end = match.span()
                tokens.append(number(match.group().lower()))
                places.append((start + begin, start + end))
            sentences += _cut(first, len(tokens))
    return Wording(text, tokens, places, sentences)


def _begin(plan: Plan) -> int:
    """Where the text proper begins: after the head, which every plan has."""
    return min((section.span.start for section in plan.record.sections), default=0)


def _form(plan: Plan) -> Iterator[Span]:
    """What every plan has by its form: bases, signature, recipients, headings in capitals."""
    for section in plan.record.sections:
        if section.role in _NOT_TEXT:
            yield Span(section.span.start, section.span.end)
        elif section.heading.isupper():
            yield Span(section.span.start, section.span.start + len(section.heading) + 12)


def _pieces(line: str) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(line):
        yield Span(start, match.end())
        start = match.end()
    yield Span(start, len(line))


def _cut(start: int, end: int) -> Iterator[Sentence]:
    while end - start > _LONGEST:
        yield Sentence(start, start + _LONGEST // 2)
        start += _LONGEST // 2
    if end - start >= LEAST:
        yield Sentence(start, end)
