"""Sentences that are nearly equal, by MinHash and locality-sensitive hashing; each different sentence once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

Tokens = tuple[int, ...]

_PERMUTATIONS = 48
_JACCARD = 0.4  # of the pairs of syllables: what is looked at; the exact alignment decides
LIKE = 0.7  # share of the syllables of both that stand in both in the same order
_MOST = 60  # nearest others of a sentence


def near_sentences(sentences: Sequence[Tokens]) -> dict[int, list[int]]:
    """For each of some different sentences the others that are like it; the relation is symmetric."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    lsh = MinHashLSH(threshold=_JACCARD, num_perm=_PERMUTATIONS)
    empty = MinHash(num_perm=_PERMUTATIONS, hashfunc=_same)
    hashes = []
    for number, tokens in enumerate(sentences):
        own = empty.copy()
        own.update_batch(_shingles(tokens))
        hashes.append(own)
        lsh.insert(number, own, check_duplication=False)
    found: dict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(hashes):
        tokens = sentences[number]
        others = sorted(other for other in lsh.query(own) if other > number)
        for other in others[:_MOST]:
            if Indel.normalized_similarity(tokens, sentences[other], score_cutoff=LIKE) >= LIKE:
                found[number].append(other)
                found[other].append(number)
    return {number: sorted(others) for number, others in found.items()}


def _same(value: Any) -> Any:
    return value


def _shingles(tokens: Tokens) -> list[int]:
    """Pairs of neighbouring syllables as numbers: Fibonacci hashing spreads them over 32 bits."""
    return list({((one * 1_000_003 + other) * 2_654_435_761) & 0xFFFFFFFF for one, other in pairwise(tokens)})
