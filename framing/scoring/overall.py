"""Scoring: differences corrected over all measures, for whoever picks the largest of them all."""

from collections.abc import Sequence
from statistics import NormalDist

import msgspec

from framing.schema import Difference
from framing.scoring.association import benjamini_hochberg


def correct_overall(differences: Sequence[Difference]) -> list[Difference]:
    """Return the differences with `q_overall`, their false discovery rates over all measures, keys and voices.

    `q` is corrected within a measure and a voice, and a test of 1,000 exchanges cannot tell how far beyond chance a
    difference lies. So this is made from the intervals: the two-sided tail beyond 0 of a normal distribution that has
    the interval's end nearer to 0, after Benjamini and Hochberg (1995). None without both a test and an interval.
    """
    tested = [one.q is not None and one.low is not None and one.high is not None for one in differences]
    rates = iter(
        benjamini_hochberg([_tail(one) for one, held in zip(differences, tested, strict=True) if held])
    )
    return [
        msgspec.structs.replace(one, q_overall=float(next(rates))) if held else one
        for one, held in zip(differences, tested, strict=True)
    ]


def _tail(difference: Difference) -> float:
    value, low, high = difference.value or 0.0, difference.low or 0.0, difference.high or 0.0
    reach = value - low if value > 0 else high - value
    if reach <= 0:
        return 1.0
    normal = NormalDist()
    return 2 * normal.cdf(-abs(value) / reach * normal.inv_cdf(0.975))
