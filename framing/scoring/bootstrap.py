"""Scoring: percentile bootstrap intervals for many ratios at once, and random streams that nothing disturbs."""

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

LEVEL = 0.95
# A ratio whose denominator is empty in more resamples than this has no interval: the rest would be a chosen few.
EMPTY_SHARE = 0.05
_COLUMNS_AT_ONCE = 256


class Interval(NamedTuple):
    """The two ends of an interval, low first, or why there is none."""

    low: float | None
    high: float | None
    refusal: str | None


def stream(seed: int, *names: str) -> np.random.Generator:
    """Return the random numbers that belong to a seed and some names, whatever was drawn before.

    The names are hashed with SHA-256, so that the order of outlets and measures, the process and Python's own
    randomised hash change nothing. Raises `ValueError` for a negative seed.
    """
    digest = hashlib.sha256("\0".join(names).encode()).digest()
    words = [int.from_bytes(digest[i : i + 8], "big") for i in range(0, len(digest), 8)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


def draw_weights(sizes: list[int], resamples: int, random: np.random.Generator) -> Matrix:
    """Return how often each unit was drawn: one row a resample, one column a unit, and a last column of ones.

    Units are drawn with replacement within strata of the given sizes, as many as the stratum holds. The last column
    is for what belongs to no unit: it is there in every resample. A stratum of no units has no column.
    """
    parts = []
    for size in sizes:
        if size:
            drawn = random.integers(0, size, (resamples, size)) + np.arange(resamples)[:, None] * size
            parts.append(np.bincount(drawn.ravel(), minlength=resamples * size).reshape(resamples, size))
    return np.hstack([*parts, np.ones((resamples, 1))]).astype(np.float64)


def ratio_intervals(
    weights: Matrix, numerators: Matrix, denominators: Matrix, which: NDArray[np.intp]
) -> list[Interval]:
    """Return a 95 % percentile interval for each column of `numerators` over its column of `denominators`.

    `weights` is (resamples, units), `numerators` (units, ratios), `denominators` (units, groups), and `which` names
    the group of each ratio. No ratios give an empty list.

    Where all resamples agree (nothing was counted, or everything, or there is a single unit) an interval of zero
    width would pass for certainty; there is none, and `refusal` says so. Ratios with an empty denominator in some
    resamples use the others, up to `EMPTY_SHARE`. Reference: Efron and Tibshirani 1993, chapter 13.
    """
    below = weights @ denominators
    found: list[Interval] = []
    for start in range(0, numerators.shape[1], _COLUMNS_AT_ONCE):
        columns = slice(start, start + _COLUMNS_AT_ONCE)
        above = weights @ numerators[:, columns]
        under = below[:, which[columns]]
        empty = under == 0
        ratios = np.divide(above, under, out=np.zeros_like(above), where=~empty)
        ends = np.quantile(ratios, _TAILS, axis=0)
        for k in range(ratios.shape[1]):
            if empty[:, k].any():
                found.append(_interval_of_the_rest(ratios[:, k], empty[:, k]))
            else:
                found.append(_interval(float(ends[0, k]), float(ends[1, k]), len(ratios)))
    return found


_TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def _interval(low: float, high: float, resamples: int) -> Interval:
    if high - low <= 1e-12 * max(1.0, abs(low)):
        return Interval(
            None, None, f"no interval: nearly all of {resamples} resamples agree, which proves nothing"
        )
    return Interval(low, high, None)


def _interval_of_the_rest(ratios: NDArray[np.float64], empty: NDArray[np.bool_]) -> Interval:
    if empty.mean() > EMPTY_SHARE:
        return Interval(None, None, f"no interval: {empty.mean():.0%} of the resamples hold nothing to count")
    low, high = np.quantile(ratios[~empty], _TAILS)
    return _interval(float(low), float(high), len(ratios))
