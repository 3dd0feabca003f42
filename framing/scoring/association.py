"""Scoring: how much more one side uses a term than another, by the formulas of the papers, for many terms at once.

All functions take arrays that broadcast: `count` of `total` words here, `other_count` of `other_total` there.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

ZERO = 0.5
"""What a count of nought is taken for in a log ratio (Hardie 2014), so that the ratio stays finite."""

EXACT_BELOW = 0.1
"""The p-value of G-squared from which on it is checked against the exact test: larger ones decide nothing."""


def log_odds(
    count: ArrayLike,
    total: ArrayLike,
    other_count: ArrayLike,
    other_total: ArrayLike,
    prior: ArrayLike,
    prior_total: ArrayLike,
) -> tuple[Values, Values]:
    """Return delta, the difference of log odds with an informative Dirichlet prior, and z, delta over its deviation.

    `prior` is the term's pseudo-count and `prior_total` that of all terms; the same prior stands on both sides, so that
    swapping the sides swaps the signs. delta = log((y + a) / (n + A - y - a)) less the same of the other side; its
    variance is 1 / (y + a) + 1 / (y' + a). Positive: used more here. Every prior must be above 0.
    Reference: Monroe, Colaresi and Quinn 2008, Fightin' Words, Political Analysis 16(4).
    """
    here, there = np.asarray(count) + np.asarray(prior), np.asarray(other_count) + np.asarray(prior)
    rest_here = np.asarray(total) + np.asarray(prior_total) - here
    rest_there = np.asarray(other_total) + np.asarray(prior_total) - there
    delta: Values = np.log(here / rest_here) - np.log(there / rest_there)
    z: Values = delta / np.sqrt(1 / here + 1 / there)
    return delta, z


def g_squared(count: ArrayLike, total: ArrayLike, other_count: ArrayLike, other_total: ArrayLike) -> Values:
    """Return the log-likelihood ratio statistic of the two-by-two table, all four cells (0 or more).

    2 times the sum of O log(O / E); an empty cell adds nothing. Under chance it follows chi-squared with one degree of
    freedom, as far as words fall independently. Totals must be above 0.
    Reference: Dunning 1993, Accurate Methods for the Statistics of Surprise and Coincidence.
    """
    a, n, b, m = (np.asarray(value, dtype=np.float64) for value in (count, total, other_count, other_total))
    share = (a + b) / (n + m)
    cells = ((a, n * share), (b, m * share), (n - a, n * (1 - share)), (m - b, m * (1 - share)))
    parts = [_times_log_ratio(observed, expected) for observed, expected in cells]
    statistic: Values = np.maximum(2 * (parts[0] + parts[1] + parts[2] + parts[3]), 0.0)
    return statistic


def _times_log_ratio(observed: Values, expected: Values) -> Values:
    ratio = np.divide(
        observed, expected, out=np.ones(np.broadcast(observed, expected).shape), where=observed > 0
    )
    product: Values = observed * np.log(ratio)
    return product


def difference_p(
    count: ArrayLike, total: ArrayLike, other_count: ArrayLike, other_total: ArrayLike
) -> Values:
    """Return the two-sided p-value of `g_squared`, or where it is larger and matters that of the exact binomial test.

    G-squared's tail is too light where counts are small: all of six occurrences on one of five equal sides have a
    chance of 1 in 15,625, not of 1 in 88,000. The exact test, twice the tail of a binomial of the pooled count, is
    looked at where G-squared's p is `EXACT_BELOW` or less. Counts need not be whole; totals must be above 0. Loads
    SciPy.
    """
    from scipy.special import betainc, erfc

    a, n, b, m = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (count, total, other_count, other_total))
    )
    # The tail of chi-squared with one degree of freedom, in a tenth of the time of the general one.
    p: Values = np.atleast_1d(erfc(np.sqrt(g_squared(a, n, b, m) / 2)))
    small = np.nonzero(p <= EXACT_BELOW)
    a, n, b, m = (np.atleast_1d(value)[small] for value in (a, n, b, m))
    # The side that holds more than its share, and how likely it holds so much or more.
    here = a * m > b * n
    held, rest, size = np.where(here, a, b), np.where(here, b, a), np.where(here, n, m)
    tail = betainc(held, rest + 1, size / (n + m))
    p[small] = np.maximum(p[small], np.minimum(2 * tail, 1.0))
    return p.reshape(np.broadcast_shapes(*(np.shape(v) for v in (count, total, other_count, other_total))))


def log_ratio(count: ArrayLike, total: ArrayLike, other_count: ArrayLike, other_total: ArrayLike) -> Values:
    """Return the binary logarithm of the ratio of the shares: 1 is twice as often here; a count of 0 counts as `ZERO`.

    Reference: Hardie 2014, Log Ratio: an informal introduction.
    """
    here, there = (np.where(np.asarray(c) == 0, ZERO, c) for c in (count, other_count))
    ratio: Values = np.log2(here / np.asarray(total)) - np.log2(there / np.asarray(other_total))
    return ratio


def deviation_of_proportions(counts: ArrayLike, sizes: ArrayLike) -> float | None:
    """Return Gries's DP: half the sum of the differences between a term's and the text's shares over the parts.

    0 where the term is spread as the text is; at most 1 less the smallest part's share, where it stands in that part
    alone. None where the term or the text does not occur, or there are fewer than two parts with text.
    Reference: Gries 2008, Dispersions and adjusted frequencies in corpora.
    """
    held, text = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if np.count_nonzero(text) < 2 or not held.sum():
        return None
    return float(np.abs(held / held.sum() - text / text.sum()).sum() / 2)


def design_effect(
    count: ArrayLike,
    total: ArrayLike,
    squares: ArrayLike,
    products: ArrayLike,
    total_squares: ArrayLike,
    articles: ArrayLike,
) -> Values:
    """Return how many times wider a term's share varies from article to article than if words fell independently.

    `squares` sums the squared counts of the articles, `products` their counts times their words, `total_squares` their
    squared words; `articles` are those with words. At least 1, and 1 where it cannot be known: a term that does not
    occur, fewer than two articles. A count and its total, both divided by it, may be tested as if words were
    independent: a word that fills three articles then weighs as three articles do, not as all of its occurrences.
    Reference: Rao and Scott 1992, A Simple Method for the Analysis of Clustered Binary Data, Biometrics 48(2).
    """
    y, n, yy, yn, nn, m = (
        np.asarray(value, dtype=np.float64)
        for value in (count, total, squares, products, total_squares, articles)
    )
    share = np.divide(y, n, out=np.zeros(np.broadcast(y, n).shape), where=n > 0)
    residuals = yy - 2 * share * yn + share**2 * nn
    chance = y * (1 - share) * (m - 1)
    shape = np.broadcast(residuals, chance).shape
    effect: Values = np.divide(m * residuals, chance, out=np.ones(shape), where=chance > 0)
    return np.maximum(effect, 1.0)


def benjamini_hochberg(p: ArrayLike) -> Values:
    """Return the false discovery rates at which each p-value would just count, in the shape in which they came.

    An empty array gives one. By hand: to import SciPy's statistics for their `false_discovery_control`, which nothing
    else here asks for, takes as long as comparing 100 articles. The tests hold these rates against SciPy's.
    Reference: Benjamini and Hochberg 1995, Controlling the False Discovery Rate.
    """
    held = np.asarray(p, dtype=np.float64)
    order = np.argsort(held, axis=None)[::-1]
    ranks = np.arange(held.size, 0, -1)
    q = np.empty(held.size)
    q[order] = np.minimum(1.0, np.minimum.accumulate(held.ravel()[order] * held.size / ranks))
    return q.reshape(held.shape)
