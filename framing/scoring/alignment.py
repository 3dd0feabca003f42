"""Scoring: which parts of sentences tell the same fact, from the terms that they share.

Two questions are kept apart. Whether two parts are linked at all is a matter of chance: the terms they share must be
rarer together than what any two parts of two articles would share by accident (`_links`). Which linked parts go
together is a matter of likeness: clusters grow by average cosine similarity, only along links (`cluster`).
"""

import heapq
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.scoring.bootstrap import Matrix

TERMS_SHARED_AT_LEAST = 2
"""Parts that share one term have a topic or a name in common, not a fact."""

PASSAGES_OF_AN_ARTICLE = 3
"""An article tells a fact at most so often: in the headline, in the lead and once more where it is told in full."""

CHANCE_PARTNERS = 0.2
"""Parts are linked where an article would by chance hold fewer parts than this that share as much.

Under 1, because words of one topic stand together, which chance does not know of.
"""

ALIKE_AT_LEAST = 0.2
"""The halves of a fact have at least this average cosine: less, and only their edges touch."""

# A term that only one article has may be its word for what the others say otherwise: it counts half against likeness.
_WEIGHT_OF_LONE_TERM = 0.5

# Rarities are summed in steps of this many nats; parts share no more than so many steps, or as good as chance allows.
_STEP = 0.1
_STEPS = 1000


class Alignment(NamedTuple):
    """Parts as points: their similarities (n, n), 0 to 1, and for each point the points it is linked to."""

    similarities: Matrix
    links: list[set[int]]


def align(
    terms: Sequence[frozenset[str]],
    articles: Sequence[frozenset[str]],
    denied: Sequence[bool] = (),
    matter: Sequence[frozenset[str]] = (),
) -> Alignment:
    """Compare distinct parts by their terms; `articles` are the articles that hold each part.

    Terms are weighed by ln((n + 1) / df) over the n parts, so that what the whole event speaks of weighs little.
    `matter` are the terms of each part beside who speaks and the verb of speech (all, where it is not given): no link
    joins parts that share nothing of it, for two that deny, tweet or reject something tell two things.
    `denied` says which parts tell what somebody denies: a claim and its denial share their words and are two facts,
    so that no link joins them.
    """
    from scipy.sparse import csr_matrix

    vocabulary = {term: i for i, term in enumerate(sorted(frozenset().union(*terms)))}
    n = len(terms)
    numbers = [[vocabulary[term] for term in sorted(one)] for one in terms]
    columns = [term for one in numbers for term in one]
    starts = np.cumsum([0, *(len(one) for one in numbers)])
    holds = csr_matrix((np.ones(len(columns)), columns, starts), shape=(n, len(vocabulary)))
    parts_with = np.asarray(holds.sum(axis=0)).ravel()
    rarity = np.log((n + 1) / parts_with)
    lone = np.ones(len(vocabulary))
    for term, held in _articles_of(terms, articles).items():
        if len(held) == 1:
            lone[vocabulary[term]] = _WEIGHT_OF_LONE_TERM
    weighed = holds.multiply(rarity * lone).tocsr()
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    norms[norms == 0] = 1.0
    weighed = weighed.multiply(1.0 / norms[:, None]).tocsr()
    similarities: Matrix = np.clip((weighed @ weighed.T).toarray(), 0.0, 1.0)
    copies = sum(len(held) for held in articles)
    parts_an_article = copies / max(1, len(frozenset().union(*articles)))
    links = _links(holds, numbers, parts_with / n, parts_an_article)
    if matter:
        links = [{j for j in held if matter[i] & matter[j]} for i, held in enumerate(links)]
    if any(denied):
        links = [{j for j in held if denied[j] == denied[i]} for i, held in enumerate(links)]
    return Alignment(similarities, links)


def _articles_of(
    terms: Sequence[frozenset[str]], articles: Sequence[frozenset[str]]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, held in zip(terms, articles, strict=True):
        for term in one:
            found.setdefault(term, set()).update(held)
    return {term: frozenset(held) for term, held in found.items()}


def _links(
    holds: Any, terms: Sequence[Sequence[int]], shares: NDArray[np.float64], parts_an_article: float
) -> list[set[int]]:
    """Link parts that share more than another article's parts would share by chance.

    `shares` are the terms' shares df/n of all parts. Were terms strewn over the parts at random, another part would
    share each term of a part with that probability; `_tail` says how probable it is that what they share is as rare
    together, or rarer, as what these two share. A longer part has more chances, in proportion to its length for each
    term. Where so many parts as an article has would not be expected to bring one such, the two are linked. The two
    directions are averaged in logarithms.
    """
    rarity = -np.log(shares)
    shared_terms = (holds @ holds.T).tocoo()
    shared_rarity = (holds.multiply(rarity).tocsr() @ holds.T).tocsr()
    lengths = np.array([len(one) for one in terms], dtype=float)
    chosen = (shared_terms.row < shared_terms.col) & (shared_terms.data >= TERMS_SHARED_AT_LEAST)
    rows, columns, shared = shared_terms.row[chosen], shared_terms.col[chosen], shared_terms.data[chosen]
    links: list[set[int]] = [set() for _ in terms]
    if not len(rows):
        return links
    tails = np.array([_tail(rarity[list(one)], shares[list(one)]) for one in terms])
    steps = np.floor(np.asarray(shared_rarity[rows, columns]).ravel() / _STEP + 1e-6).astype(int)
    steps = np.minimum(steps, tails.shape[1] - 1)
    longer = shared * (np.log(lengths[rows] * lengths[columns]) / 2 - math.log(lengths.mean()))
    by_chance = (np.log(tails[rows, steps]) + np.log(tails[columns, steps])) / 2
    expected = by_chance + longer + math.log(max(1.0, parts_an_article) / CHANCE_PARTNERS)
    for i, j in zip(rows[expected < -1e-9].tolist(), columns[expected < -1e-9].tolist(), strict=True):
        links[i].add(j)
        links[j].add(i)
    return links


def _tail(rarity: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities that the terms that another part shares sum up to each step of rarity or more."""
    chances = np.zeros(_STEPS)
    chances[0] = 1.0
    for one, share in zip(np.floor(rarity / _STEP + 1e-6).astype(int).tolist(), shares.tolist(), strict=True):
        moved = np.zeros(_STEPS)
        moved[one:] = chances[: _STEPS - one]
        moved[-1] += chances[_STEPS - one :].sum()
        chances = chances * (1.0 - share) + moved * share
    tail: NDArray[np.float64] = np.maximum(np.cumsum(chances[::-1])[::-1], np.finfo(float).tiny)
    return tail


def cluster(alignment: Alignment, held: Sequence[Counter[str]]) -> list[list[int]]:
    """Group points into facts by average linkage along links, and return the groups in the order of their points.

    `held` counts for each point how often each article tells it; a group holds at most `PASSAGES_OF_AN_ARTICLE`
    of an article, and two groups join while their average similarity is `ALIKE_AT_LEAST` or more. Of equal
    similarities the earlier points join first.
    """
    sums = alignment.similarities.copy()
    near = [set(links) for links in alignment.links]
    groups = {i: [i] for i in range(len(held))}
    told = dict(enumerate(held))
    # Rounded, so that the last bits of a sum, which differ between machines, do not decide between equal pairs.
    waiting = [(-round(float(sums[i, j]), 9), i, j, 1, 1) for i in groups for j in near[i] if i < j]
    heapq.heapify(waiting)
    while waiting:
        likeness, i, j, size_i, size_j = heapq.heappop(waiting)
        if -likeness < ALIKE_AT_LEAST:
            break
        if i not in groups or j not in groups or (size_i, size_j) != (len(groups[i]), len(groups[j])):
            continue
        joined = told[i] + told[j]
        if any(joined[one] > PASSAGES_OF_AN_ARTICLE for one in told[i].keys() & told[j].keys()):
            continue
        sums[i] += sums[j]
        sums[:, i] += sums[:, j]
        groups[i] += groups.pop(j)
        told[i] = joined
        near[i] = (near[i] | near[j]) - {i, j}
        for k in near[j] - {i}:
            near[k].discard(j)
            near[k].add(i)
        for k in near[i]:
            size = len(groups[i]) * len(groups[k])
            first, second = min(i, k), max(i, k)
            entry = (
                -round(float(sums[i, k]) / size, 9),
                first,
                second,
                len(groups[first]),
                len(groups[second]),
            )
            heapq.heappush(waiting, entry)
    return [sorted(groups[i]) for i in sorted(groups)]
