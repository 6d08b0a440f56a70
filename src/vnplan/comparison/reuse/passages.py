"""Passages that two plans share: near-equal sentences in a row, aligned syllable by syllable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vnplan.comparison.reuse.near import Tokens, near_sentences
from vnplan.comparison.reuse.sentences import Wording

LEAST = 20  # syllables of a passage: shorter ones are turns of the office that any two plans have
LIKE = 0.6  # share of the longer passage that is equal, in order
_GAP = 2  # sentences that may stand between two of one passage
_HOLDERS = 16  # plans with a sentence up to which each is compared with each other
_FIRST = 3  # above: with so many of the earliest
_REACH = 12  # syllables by which a passage may go on beyond its sentences, equal ones only


class Seed(NamedTuple):
    """A sentence of one plan and its like in another, by their numbers in the plans."""

    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in two plans: places among their syllables, and the syllables that are equal, in order."""

    one: range
    other: range
    equal_one: frozenset[int]
    equal_other: frozenset[int]

    @property
    def words(self) -> int:
        """Syllables in common."""
        return len(self.equal_one)

    @property
    def likeness(self) -> float:
        """Share of the longer passage."""
        return round(self.words / max(len(self.one), len(self.other)), 6)


def seeds(wordings: Sequence[Wording]) -> dict[tuple[int, int], list[Seed]]:
    """The like sentences of each pair of plans (the earlier first) that has any."""
    number_of: dict[Tokens, int] = {}
    holders: list[list[tuple[int, int]]] = []  # of each different sentence: plan and sentence
    for plan, wording in enumerate(wordings):
        for at, sentence in enumerate(wording.sentences):
            tokens = tuple(wording.tokens[sentence.start : sentence.end])
            number = number_of.setdefault(tokens, len(number_of))
            if number == len(holders):
                holders.append([])
            holders[number].append((plan, at))
    near = near_sentences(list(number_of))
    found: dict[tuple[int, int], set[Seed]] = defaultdict(set)
    for number, own in enumerate(holders):
        every = sorted({*own, *(place for other in near.get(number, ()) for place in holders[other])})
        if len(every) < 2:
            continue
        firsts = every if len({plan for plan, _ in every}) <= _HOLDERS else _earliest(every)
        for plan, at in own:
            for other, there in firsts:
                if other < plan:
                    found[other, plan].add(Seed(there, at))
                elif other > plan:
                    found[plan, other].add(Seed(at, there))
    return {pair: sorted(found[pair]) for pair in sorted(found)}


def _earliest(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    plans = sorted({plan for plan, _ in places})[:_FIRST]
    return [place for place in places if place[0] in plans]


def passages(one: Wording, other: Wording, found: Sequence[Seed]) -> Iterator[Passage]:
    """The passages of two plans, in the order of the first; none lies in another."""
    used_one: set[int] = set()
    used_other: set[int] = set()
    for chain in sorted(_chains(found), key=lambda chain: (-len(chain), chain)):
        passage = _aligned(one, other, chain)
        fresh = [place for place in passage.equal_one if place not in used_one]
        if (
            passage.words >= LEAST
            and passage.likeness >= LIKE
            and len(fresh) * 2 >= passage.words
            and not passage.equal_other <= used_other
        ):
            used_one |= passage.equal_one
            used_other |= passage.equal_other
            yield passage


def _chains(found: Sequence[Seed]) -> Iterator[list[Seed]]:
    """Seeds that go on in both plans."""
    open_chains: list[list[Seed]] = []
    for seed in found:
        for chain in open_chains:
            last = chain[-1]
            if 0 < seed.one - last.one <= _GAP + 1 and 0 < seed.other - last.other <= _GAP + 1:
                chain.append(seed)
                break
        else:
            open_chains.append([seed])
    yield from open_chains


def _aligned(one: Wording, other: Wording, chain: Sequence[Seed]) -> Passage:
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415

    first, last = chain[0], chain[-1]
    start, end = one.sentences[first.one].start, one.sentences[last.one].end
    begin, stop = other.sentences[first.other].start, other.sentences[last.other].end
    for _ in range(_REACH):  # equal syllables before and after belong to it
        if start and begin and one.tokens[start - 1] == other.tokens[begin - 1]:
            start, begin = start - 1, begin - 1
    for _ in range(_REACH):
        if end < len(one.tokens) and stop < len(other.tokens) and one.tokens[end] == other.tokens[stop]:
            end, stop = end + 1, stop + 1
    equal_one: set[int] = set()
    equal_other: set[int] = set()
    for code in LCSseq.opcodes(one.tokens[start:end], other.tokens[begin:stop]):
        if code.tag == "equal":
            equal_one.update(range(start + code.src_start, start + code.src_end))
            equal_other.update(range(begin + code.dest_start, begin + code.dest_end))
    return Passage(range(start, end), range(begin, stop), frozenset(equal_one), frozenset(equal_other))
