"""How like short texts are: TF-IDF over segmented words, pairs found by sparse products and not one by one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_BLOCK = 2_000  # rows of a sparse product held at once
_NEIGHBOURS, _FEWER = 24, 8  # likest others that are looked at: groups join through them
_MANY = 4_000  # texts above which fewer are, and the commonest words find none (they still count in the score)
_COMMON = 0.05  # of all texts
_SHOWN = 6  # words told of a score
_DIGITS = 6  # a score is the same whatever the order of the plans

LEAD = "lead: "  # before the name of a body that counts as a word

Pair = tuple[int, int, float]


class Likeness:
    """The likeness of some texts, each a list of words."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

        self.vectors: Any = None
        self.names: Sequence[str] = ()
        if any(texts):
            vectorizer = TfidfVectorizer(analyzer=_with_parts, sublinear_tf=True)
            self.vectors = vectorizer.fit_transform(texts).tocsr()
            self.names = vectorizer.get_feature_names_out()

    def near(self, groups: Sequence[Sequence[int]], blocks: Sequence[int], least: float) -> list[Pair]:
        """The pairs of groups of texts whose mean likeness is enough, the likest first; only within a block.

        Each group is looked at with its likest neighbours only.
        """
        import numpy as np  # noqa: PLC0415

        if self.vectors is None:
            return []
        means = self._means(groups)
        block_of = np.asarray(blocks)
        found: list[Pair] = []
        for block in np.unique(block_of):
            rows = np.flatnonzero(block_of == block)
            if len(rows) > 1:
                found += _near(means[rows], rows, least)
        return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))

    def _means(self, groups: Sequence[Sequence[int]]) -> Any:
        """The mean vectors of groups: the product of two is the mean likeness of their texts."""
        import numpy as np  # noqa: PLC0415
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        sizes = [len(group) for group in groups]
        rows = np.repeat(np.arange(len(groups)), sizes)
        texts = np.asarray([text for group in groups for text in group])
        share = 1 / np.repeat(sizes, sizes)
        return csr_matrix((share, (rows, texts)), shape=(len(groups), self.vectors.shape[0])) @ self.vectors

    def vector(self, text: int) -> dict[int, float]:
        """The weights of a text, by the numbers of its words."""
        if self.vectors is None:
            return {}
        start, end = self.vectors.indptr[text], self.vectors.indptr[text + 1]
        return dict(zip(self.vectors.indices[start:end].tolist(), self.vectors.data[start:end].tolist(), strict=True))

    def score(self, one: dict[int, float], other: dict[int, float]) -> tuple[float, list[str]]:
        """How like two vectors are, and the words of both that made it, the weightiest first."""
        both = [(weight * other[word], word) for word, weight in one.items() if word in other]
        both.sort(key=lambda item: (-round(item[0], 9), item[1]))
        shown = [str(self.names[word]) for _, word in both]
        whole = [word for word in shown if not word.startswith("~")] or [word[1:] for word in shown]
        return round(min(math.fsum(weight for weight, _ in both), 1.0), _DIGITS), whole[:_SHOWN]


def _near(full: Any, rows: np.ndarray[Any, Any], least: float) -> Iterator[Pair]:
    """The pairs of some rows, by their numbers in the whole."""
    import numpy as np  # noqa: PLC0415

    many = len(rows) > _MANY
    finding = full
    if many:
        share = np.asarray((full > 0).sum(axis=0)).ravel() / len(rows)
        finding = full[:, np.flatnonzero(share <= _COMMON)]
    turned = finding.T.tocsr()
    pairs = [
        _likest((finding[start : start + _BLOCK] @ turned).tocsr(), start, _FEWER if many else _NEIGHBOURS)
        for start in range(0, len(rows), _BLOCK)
    ]
    places = np.unique(np.concatenate(pairs), axis=0)
    for at in range(0, len(places), 50_000):
        part = places[at : at + 50_000]
        scores = np.asarray(full[part[:, 0]].multiply(full[part[:, 1]]).sum(axis=1)).ravel().round(_DIGITS)
        enough = scores >= least
        ones, others = rows[part[enough, 0]].tolist(), rows[part[enough, 1]].tolist()
        yield from zip(ones, others, scores[enough].tolist(), strict=True)


def _likest(near: Any, start: int, most: int) -> np.ndarray[Any, Any]:
    """The nearest of each row, as pairs with the smaller place first."""
    import numpy as np  # noqa: PLC0415

    found = [np.empty((0, 2), dtype=np.int64)]
    for row in range(near.shape[0]):
        begin, end = near.indptr[row], near.indptr[row + 1]
        columns, scores = near.indices[begin:end], near.data[begin:end]
        keep = columns != row + start
        columns, scores = columns[keep], scores[keep].round(_DIGITS)
        if len(columns) > most:
            # of equal scores those of the first texts, whatever the order in memory
            floor = np.partition(scores, -most)[-most]
            columns, scores = columns[scores >= floor], scores[scores >= floor]
            columns = columns[np.lexsort((columns, -scores))[:most]]
        own = np.full(len(columns), row + start)
        found.append(np.column_stack((np.minimum(own, columns), np.maximum(own, columns))))
    return np.concatenate(found)


def _with_parts(words: Sequence[str]) -> list[str]:
    """The words, and of compounds their syllables: where one text says `rà soát` and another `soát xét`."""
    return [*words, *(f"~{part}" for word in words if not word.startswith(LEAD) for part in word.split())]
