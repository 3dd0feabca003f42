"""How alike articles are that may tell the same event: neighbours, and what is near for each of them (room: corpus).

Nothing is compared with everything. Candidates come from a sparse product over the terms that few of the articles
share, the nearest of them are compared by all terms, and how alike two articles are is then measured against how alike
each is to its usual nearest (local scaling: Zelnik-Manor and Perona 2004, "Self-tuning spectral clustering", NIPS).
So articles on a subject of which much is told must be more alike than others to tell one event.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# A term that more articles share leads to no candidate: this bounds the work for an article, however many there are.
_MOST_SHARING = 1000
_NEIGHBOURS = 100
_LEAST_COSINE = 0.04
_CELLS_A_BLOCK = 4_000_000
_PAIRS_A_BLOCK = 100_000
# How many of the nearest say what is usual for an article, and the bounds for it: without the upper one an event that
# many tell would split, without the lower one two lonely articles would be near by a single word.
_NEAREST = 6
_LEAST_SCALE, _MOST_SCALE = 0.06, 0.25
# Copies are no better evidence for one event than two good tellings.
_MOST_LIKENESS = 1.5

Numbers = NDArray[np.int64]


class Pairs(NamedTuple):
    """Pairs of rows of two matrices and the cosine of each, by row of the first, nearest first."""

    first: Numbers
    second: Numbers
    cosine: NDArray[np.float64]

    def where(self, kept: NDArray[np.bool_]) -> "Pairs":
        """Return some of the pairs, in their order."""
        return Pairs(self.first[kept], self.second[kept], self.cosine[kept])


def find_neighbours(articles: Any, others: Any) -> Pairs:
    """Return for each row of `articles` the nearest rows of `others`, at most a hundred; an article finds itself too.

    Both are sparse matrices of rows of length 1. Which are nearest is seen by the rarer terms, the cosine is exact.
    """
    sharing = np.bincount(others.indices, minlength=others.shape[1])
    rare = sharing <= _MOST_SHARING
    every_term = bool(rare[articles.indices].all())
    searched = _only(others, rare).T.tocsr()
    blocks = []
    size = max(1, _CELLS_A_BLOCK // max(1, others.shape[0]))
    for start in range(0, articles.shape[0], size):
        block = articles[start : start + size]
        found = _nearest(_only(block, rare) @ searched)
        if not every_term:
            found = found._replace(cosine=_cosines(block, others, found))
        blocks.append(found._replace(first=found.first + start))
    return keep_nearest(blocks)


def keep_nearest(found: Sequence[Pairs]) -> Pairs:
    """Return of all pairs the nearest of each article, in order."""
    if not found:
        return Pairs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
    ordered = _in_order(Pairs(*(np.concatenate(parts) for parts in zip(*found, strict=True))))
    return ordered.where(_places(ordered.first) <= _NEIGHBOURS)  # one more, for each finds itself


def _only(matrix: Any, terms: NDArray[np.bool_]) -> Any:
    """Return a sparse matrix without what lies outside of some terms."""
    kept = terms[matrix.indices]
    before = np.concatenate([[0], np.cumsum(kept)])
    return type(matrix)((matrix.data[kept], matrix.indices[kept], before[matrix.indptr]), shape=matrix.shape)


def _nearest(product: Any) -> Pairs:
    rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    found = Pairs(rows, product.indices.astype(np.int64), product.data.astype(np.float64))
    return keep_nearest([found.where(found.cosine >= _LEAST_COSINE)])


def _in_order(pairs: Pairs) -> Pairs:
    # Rounded, so that the order of equals hangs on their numbers and not on the last digit of a sum.
    order = np.lexsort((pairs.second, -np.round(pairs.cosine, 6), pairs.first))
    return Pairs(pairs.first[order], pairs.second[order], pairs.cosine[order])


def _places(first: Numbers) -> Numbers:
    """Return the place of each pair among those of its article, from 0; the articles ascend."""
    return np.arange(len(first)) - np.searchsorted(first, first)


def _cosines(articles: Any, others: Any, pairs: Pairs) -> NDArray[np.float64]:
    found = [
        np.asarray(
            articles[pairs.first[start : start + _PAIRS_A_BLOCK]]
            .multiply(others[pairs.second[start : start + _PAIRS_A_BLOCK]])
            .sum(axis=1)
        ).ravel()
        for start in range(0, len(pairs.first), _PAIRS_A_BLOCK)
    ]
    return np.concatenate(found) if found else pairs.cosine


def find_scales(pairs: Pairs, count: int) -> NDArray[np.float64]:
    """Return for each of `count` articles how alike it is to its usual nearest: 0.06 to 0.25, the mean over six.

    Where it has fewer neighbours, those that lack count as 0. `pairs` are in order and hold no article with itself.
    """
    near = pairs.where(_places(pairs.first) < _NEAREST)
    sums = np.bincount(near.first, weights=near.cosine, minlength=count)
    return np.clip(sums / _NEAREST, _LEAST_SCALE, _MOST_SCALE)


def likeness(pairs: Pairs, first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how alike two articles are, 0 to 1.5; at 1 they are as alike as each is to its usual nearest.

    `first` and `second` are the scales of the two rows of every pair.
    """
    return np.minimum(pairs.cosine / np.sqrt(first * second), _MOST_LIKENESS)


def pair_once(
    first: Numbers, second: Numbers, values: NDArray[np.float64]
) -> Iterator[tuple[int, int, float]]:
    """Yield every pair of two different articles once, the smaller number first, in ascending order."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    order = np.lexsort((high, low))
    low, high, values = low[order], high[order], values[order]
    kept = low != high
    kept[1:] &= (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    yield from zip(low[kept].tolist(), high[kept].tolist(), values[kept].tolist(), strict=True)
