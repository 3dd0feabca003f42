"""Scoring: bootstrap intervals for many ratios at once, and random streams that nothing disturbs."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Counts = NDArray[np.intp]

LEVEL = 0.95
CONTRIBUTIONS = 5
"""Units that must count something, and units that must count less than all, for an interval. See `ratio_intervals`."""

CONTRIBUTIONS_TO_DIFFER = 2
"""The same for either side of a difference between articles, whose sides together hold `UNITS_TO_TEST` of both.

A bar for each side leaves those samples alone in which both happen to hold much: their differences lie close together,
and of 45 and 45 sentences with a share of 0.1, 99.6 % of the intervals hold the truth. A bar for the sum favours none.
"""

UNITS_TO_TEST = 10
"""Units of both outlets that must count something for a test: what is rarer hardly ever tells two outlets apart, and
there is much of it: most sources are named once or twice."""

SENTENCES = 18
"""Sentences that must hold something to count for an interval where sentences are resampled, one article's."""

# A ratio whose denominator is empty in more resamples than this has no interval: the rest would be a chosen few.
EMPTY_SHARE = 0.05
_COLUMNS_AT_ONCE = 256


class Interval(NamedTuple):
    """The two ends of an interval, low first, or why there is none."""

    low: float | None
    high: float | None
    refusal: str | None


class Support(NamedTuple):
    """How many units each of some ratios rests on; one number a ratio.

    `counting` units have a numerator other than 0, `lacking` units one other than their denominator; `units` have a
    denominator, in `strata` strata. What belongs to no unit is not among them. `total` is the sum of all denominators;
    `squares` and `cubes` are the sums over the units of (numerator - ratio * denominator) to the power of 2 and 3.
    """

    counting: Counts
    lacking: Counts
    units: Counts
    strata: Counts
    total: Matrix
    squares: Matrix
    cubes: Matrix


class Tails(NamedTuple):
    """The shares of resamples that lie outside an interval, below and above it; one number a ratio."""

    below: Matrix
    above: Matrix


def stream(seed: int, *names: str) -> np.random.Generator:
    """Return the random numbers that belong to a seed and some names, whatever was drawn before.

    The names are hashed with SHA-256, so that the order of outlets and measures, the process and Python's own
    randomised hash change nothing. Raises `ValueError` for a negative seed.
    """
    digest = hashlib.sha256("\0".join(names).encode()).digest()
    words = [int.from_bytes(digest[i : i + 8], "big") for i in range(0, len(digest), 8)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


def draw_weights(sizes: Sequence[int], resamples: int, random: np.random.Generator) -> Matrix:
    """Return how often each unit was drawn: one row a resample, one column a unit, and a last column of ones.

    Units are drawn with replacement within strata of the given sizes, as many as the stratum holds. The last column
    is for what belongs to no unit: it is there in every resample. A stratum of no units has no column.
    """
    parts = []
    for size in sizes:
        if size:
            drawn = random.integers(0, size, (resamples, size))
            drawn += np.arange(resamples)[:, None] * size
            parts.append(np.bincount(drawn.ravel(), minlength=resamples * size).reshape(resamples, size))
    weights = np.ones((resamples, sum(sizes) + 1))
    if parts:
        np.concatenate(parts, axis=1, out=weights[:, :-1])
    return weights


def resample_ratios(weights: Matrix, numerators: Matrix, denominators: Matrix, which: Counts) -> Matrix:
    """Return each ratio in each resample, (resamples, ratios); NaN where a resample holds nothing to count.

    `weights` is (resamples, units), `numerators` (units, ratios), `denominators` (units, groups), and `which` names
    the group of each ratio.
    """
    above, under = weights @ numerators, (weights @ denominators)[:, which]
    return np.divide(above, under, out=np.full_like(above, np.nan), where=under != 0)


def ratio_intervals(
    weights: Matrix,
    sizes: Sequence[int],
    numerators: Matrix,
    denominators: Matrix,
    which: Counts,
    unit: str = "articles",
) -> list[Interval]:
    """Return a 95 % interval for each column of `numerators` over its column of `denominators`.

    `weights` come from `draw_weights` for strata of the given `sizes`; for the other shapes see `resample_ratios`.
    `unit` is "articles" or "sentences": what is resampled. No ratios give an empty list.

    The interval is the expanded percentile interval (Hesterberg 2015, section 4.3.2): the quantiles of the resampled
    ratios are taken further out than 2.5 and 97.5 %, see `tail_probabilities`; of articles further still at the end to
    which the ratio is skewed, see `skew`.

    An interval is refused, with the reason, where simulation shows that it would not hold what it promises
    (benchmarks/uncertainty.py): where fewer than `CONTRIBUTIONS` units count something, or fewer than that count less
    than all of their denominator; where fewer than `SENTENCES` sentences hold anything to count; where all resamples
    agree, which would pass for certainty; and where more than `EMPTY_SHARE` of the resamples hold nothing to count
    (fewer are left out).
    """
    support = count_support(sizes, numerators, denominators, which)
    found = [refuse_support(support, k, unit) for k in range(numerators.shape[1])]
    enough = np.array([k for k, refusal in enumerate(found) if refusal is None], dtype=np.intp)
    intervals = [Interval(None, None, refusal) for refusal in found]
    tails = tail_probabilities(support.units[enough], support.strata[enough], skew([(support, unit)], enough))
    for start in range(0, len(enough), _COLUMNS_AT_ONCE):
        columns = slice(start, start + _COLUMNS_AT_ONCE)
        held = enough[columns]
        ratios = resample_ratios(weights, numerators[:, held], denominators, which[held])
        some = Tails(tails.below[columns], tails.above[columns])
        for k, interval in zip(held, quantile_intervals(ratios, some), strict=True):
            intervals[k] = interval
    return intervals


def difference_intervals(
    resampled: Sequence[Matrix], supports: Sequence[Support], units: Sequence[str], ratios: Counts
) -> list[Interval]:
    """Return a 95 % interval for each ratio of one outlet less the same ratio of another.

    `resampled` are either outlet's resampled ratios, (resamples, len(`ratios`)), drawn apart; `supports` and `units`
    say what they rest on, `ratios` which of the supports' ratios they are. As `ratio_intervals`, with Welch's degrees
    of freedom; equal to the interval of one ratio where the other is fixed.
    """
    tails = difference_tails([_variances(values) for values in resampled], supports, units, ratios)
    return quantile_intervals(resampled[0] - resampled[1], tails)


def difference_tails(
    variances: Sequence[Matrix], supports: Sequence[Support], units: Sequence[str], ratios: Counts
) -> Tails:
    """Return the tails of the intervals of differences, from the variances of either outlet's resampled ratios.

    One variance a ratio; for the rest see `difference_intervals`. Loads SciPy.
    """
    from scipy.special import stdtrit

    plain, widened, pieces = (np.zeros(len(ratios)) for _ in range(3))
    for variance, support in zip(variances, supports, strict=True):
        number = support.units[ratios].astype(np.float64)
        free = np.maximum(number - support.strata[ratios], 1.0)
        plain += variance
        widened += variance * number / free
        pieces += (variance * number / free) ** 2 / free
    known = plain > 0
    freedom = np.divide(widened**2, pieces, out=np.ones(len(ratios)), where=known)
    factor = np.sqrt(np.divide(widened, plain, out=np.ones(len(ratios)), where=known))
    acceleration = skew(list(zip(supports, units, strict=True)), ratios)
    return _skewed_tails(factor * stdtrit(freedom, (1 + LEVEL) / 2), acceleration)


def _variances(values: Matrix) -> Matrix:
    """The variance of each column, of its values other than NaN; 0 where there are none."""
    variances: Matrix = np.var(values, axis=0)
    for k in np.flatnonzero(np.isnan(variances)):
        held = values[~np.isnan(values[:, k]), k]
        variances[k] = np.var(held) if len(held) else 0.0
    return variances


def count_support(sizes: Sequence[int], numerators: Matrix, denominators: Matrix, which: Counts) -> Support:
    """Return how many units each ratio rests on; shapes as for `resample_ratios`, the last row is no unit."""
    above, below = numerators[:-1], denominators[:-1]
    there = below != 0
    ends = np.cumsum([0, *sizes])
    by_stratum = [there[a:b].any(axis=0) for a, b in pairwise(ends) if b > a]
    strata = np.zeros(below.shape[1], dtype=np.intp)
    for held in by_stratum:
        strata += held
    counted, total = numerators.sum(axis=0), denominators.sum(axis=0)[which]
    # A row a ratio: sums along rows are as exact as those of each ratio by itself.
    one, whole = np.ascontiguousarray(above.T), below.T[which]
    ratio = np.divide(counted, total, out=np.zeros(len(which)), where=total != 0)
    gap = one - ratio[:, None] * whole
    gap[total == 0] = 0
    square = gap * gap
    return Support(
        np.count_nonzero(above, axis=0).astype(np.intp),
        np.count_nonzero(one != whole, axis=1).astype(np.intp),
        np.count_nonzero(there, axis=0).astype(np.intp)[which],
        strata[which],
        total,
        square.sum(axis=1),
        (square * gap).sum(axis=1),
    )


def refuse_difference(sides: Sequence[tuple[Support, str, str]], ratio: int) -> str | None:
    """Return why the difference of a ratio rests on too few units for an interval, or None.

    `sides` are the support, the unit that was resampled, and the name of either outlet.
    """
    between_articles = all(unit == "sentences" for _, unit, _ in sides)
    least = CONTRIBUTIONS_TO_DIFFER if between_articles else CONTRIBUTIONS
    for support, unit, name in sides:
        if refusal := refuse_support(support, ratio, unit, least):
            return f"{refusal} ({name})"
    lacking = sum(int(support.lacking[ratio]) for support, _, _ in sides)
    if between_articles and lacking < UNITS_TO_TEST:
        return f"no interval: all was counted but in {lacking} sentences of both, at least {UNITS_TO_TEST} needed"
    return None


def refuse_support(support: Support, ratio: int, unit: str, least: int = CONTRIBUTIONS) -> str | None:
    """Return why a ratio rests on too few units for an interval, or None; `least` must count, and not count all."""
    if refusal := refuse_rare(int(support.counting[ratio]), unit, least):
        return refusal
    lacking, units, strata = (
        int(support.lacking[ratio]),
        int(support.units[ratio]),
        int(support.strata[ratio]),
    )
    if not lacking:
        return "no interval: everything was counted"
    if lacking < least:
        return f"no interval: all was counted but in {_number(lacking, unit)}, at least {least} needed"
    needed = SENTENCES if unit == "sentences" else CONTRIBUTIONS
    if units - strata < needed - 1:
        of_articles = f" of {strata} articles" if strata > 1 else ""
        return f"no interval: {_number(units, unit)}{of_articles}, at least {needed + strata - 1} needed"
    return None


def refuse_rare(counting: int, unit: str, least: int = CONTRIBUTIONS) -> str | None:
    """Return why something that so many units count is too rare for an interval, or None."""
    if not counting:
        return "no interval: nothing was counted"
    if counting < least:
        return f"no interval: counted in {_number(counting, unit)}, at least {least} needed"
    return None


def _number(number: int, unit: str) -> str:
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def tail_probabilities(units: Counts, strata: Counts, acceleration: Matrix | float = 0.0) -> Tails:
    """Return the shares of resamples to leave out at either end, for ratios that rest on so many units.

    Resampling n units understates the variance by the factor (n - 1)/n, in s strata by (n - s)/n, and the normal
    distribution ignores that it was estimated: Hesterberg's Phi(-sqrt(n/(n - s)) t), with n - s degrees of freedom.
    0 where there are none. For `acceleration` see `skew`. Loads SciPy.
    """
    from scipy.special import stdtrit

    free = np.maximum(units - strata, 0).astype(np.float64)
    known = free > 0
    expansion = np.sqrt(np.divide(units, free, out=np.full(len(free), np.inf), where=known))
    return _skewed_tails(expansion * stdtrit(np.where(known, free, 1.0), (1 + LEVEL) / 2), acceleration)


def skew(sides: Sequence[tuple[Support, str]], ratios: Counts) -> Matrix:
    """Return the acceleration of some ratios, or of the first side's ratios less the second's: 0 for symmetrical ones.

    A sixth of the skewness of the estimate, by the infinitesimal jackknife (Efron 1987, Better bootstrap confidence
    intervals, equation 7.4). What is rare is told in a few articles at length and not at all in the rest, and a sample
    in which it is rarer than in truth also seems to vary less: percentile intervals end too low. Sides whose sentences
    were resampled count as symmetrical: what is rare within an article is refused anyway (`CONTRIBUTIONS`).
    """
    square, cube = np.zeros(len(ratios)), np.zeros(len(ratios))
    for sign, (support, unit) in zip((1.0, -1.0), sides, strict=False):
        total = np.where(support.total[ratios] != 0, support.total[ratios], 1.0)
        square += support.squares[ratios] / total**2
        if unit == "articles":
            cube += sign * support.cubes[ratios] / total**3
    return np.divide(cube, 6 * square**1.5, out=np.zeros(len(ratios)), where=square > 0)


def _skewed_tails(z: Matrix, acceleration: Matrix | float) -> Tails:
    """The tails of plain intervals, at the end to which an estimate is skewed those of Efron's BCa, if they go further.

    For ratios of sums the bias correction equals the acceleration (Efron 1987, section 5), which is known better than
    the share of resamples that lie below the estimate.
    """
    from scipy.special import ndtr

    plain = ndtr(-z)
    below, above = (
        ndtr(-(a + (a + z) / (1 - a * (a + z))))
        for a in (-np.asarray(acceleration), np.asarray(acceleration))
    )
    return Tails(np.minimum(plain, below), np.minimum(plain, above))


def quantile_intervals(resampled: Matrix, tails: Tails) -> list[Interval]:
    """Return the interval that leaves out `tails` of each column of resampled values.

    NaN marks a resample that holds no value. See `ratio_intervals` for what is refused.
    """
    resamples = len(resampled)
    # NaN is sorted last.
    ordered = np.sort(resampled, axis=0)
    valid = resamples - np.isnan(resampled).sum(axis=0)
    columns = np.arange(resampled.shape[1])
    last = np.maximum(valid - 1, 0)
    lows, highs = (
        _quantile(ordered, columns, position) for position in (tails.below * last, (1 - tails.above) * last)
    )
    found = []
    for low, high, empty in zip(lows.tolist(), highs.tolist(), (1 - valid / resamples).tolist(), strict=True):
        if empty > EMPTY_SHARE:
            refusal = f"no interval: {empty:.0%} of the resamples hold nothing to count"
            found.append(Interval(None, None, refusal))
        elif high - low <= 1e-12 * max(1.0, abs(low)):
            refusal = f"no interval: nearly all of {resamples} resamples agree, which proves nothing"
            found.append(Interval(None, None, refusal))
        else:
            found.append(Interval(low, high, None))
    return found


def _quantile(ordered: Matrix, columns: Counts, position: Matrix) -> Matrix:
    """Read sorted columns at positions between rows (Hyndman and Fan's type 7, NumPy's default)."""
    below = np.floor(position).astype(np.intp)
    above = np.minimum(below + 1, len(ordered) - 1)
    share = position - below
    lower, upper = ordered[below, columns], ordered[above, columns]
    return np.where(share > 0, lower + share * (upper - lower), lower)
