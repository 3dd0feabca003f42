"""Scoring: how far people who coded the same things agree beyond chance: Krippendorff's alpha.

Krippendorff (2019), Content Analysis, 4th edition, chapter 12: units are what was coded, any number of coders may
have coded each, and a unit that fewer than two have coded tells nothing. 1 is full agreement, 0 what chance would
give, below 0 less than that.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.scoring.bootstrap import LEVEL, draw_weights, stream

Level = Literal["nominal", "ordinal", "interval"]
Table = NDArray[np.float64]

FEWEST_GROUPS = 10
"""Groups that must be there for an interval: fewer, drawn again and again, look more alike than they are."""

_EMPTY_SHARE = 0.05


class Alpha(NamedTuple):
    """Alpha with its interval, each with the reason where there is none, and what they rest on.

    `units` were coded by two or more; `groups` of them were drawn again and again for the interval.
    """

    value: float | None
    low: float | None
    high: float | None
    refusal: str | None
    interval_refusal: str | None
    units: int
    groups: int


def krippendorff_alpha(
    counts: Table,
    level: Level = "nominal",
    values: Sequence[float] | None = None,
    groups: Sequence[int] | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> Alpha:
    """Return alpha of a table with a row a unit and a column a label: how many coders gave the unit the label.

    `values` are the labels as numbers, in rising order, for ordinal and interval data. Units that hang together (the
    words of one passage) share a number in `groups` and are drawn together for the percentile interval; alone, each
    unit is its own group.
    """
    coded = counts.sum(axis=1) > 1
    table = counts[coded]
    which = np.arange(len(counts)) if groups is None else np.asarray(groups)
    numbers, group_of = np.unique(which[coded], return_inverse=True)
    refusal = _refusal(table)
    if refusal:
        return Alpha(None, None, None, refusal, refusal, len(table), len(numbers))
    pairs = np.zeros((len(numbers), table.shape[1] ** 2))
    np.add.at(pairs, group_of, _coincidences(table))
    given = np.arange(table.shape[1], dtype=float) if values is None else np.asarray(values, dtype=float)
    value = float(_alphas(pairs.sum(axis=0)[None, :], level, given)[0])
    if not resamples or len(numbers) < FEWEST_GROUPS:
        why = (
            f"fewer than {FEWEST_GROUPS} stretches or units were coded by two"
            if resamples
            else "not asked for"
        )
        return Alpha(value, None, None, None, why, len(table), len(numbers))
    weights = draw_weights([len(numbers)], resamples, stream(seed, "agreement"))[:, : len(numbers)]
    drawn = _alphas(weights @ pairs, level, given)
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < (1 - _EMPTY_SHARE) * len(drawn):
        return Alpha(value, None, None, None, "too few units differ from the rest", len(table), len(numbers))
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Alpha(value, float(low), float(high), None, None, len(table), len(numbers))


def _refusal(table: Table) -> str | None:
    if not len(table):
        return "nothing was coded by two people"
    if np.count_nonzero(table.sum(axis=0)) < 2:
        return "everybody gave the same label everywhere, so that chance and agreement cannot be told apart"
    return None


def _coincidences(table: Table) -> Table:
    """Return for each unit how often each label meets each other one, in a row of labels times labels."""
    met = table[:, :, None] * table[:, None, :]
    labels = np.arange(table.shape[1])
    met[:, labels, labels] -= table
    pairs: Table = met / (table.sum(axis=1) - 1)[:, None, None]
    return pairs.reshape(len(table), -1)


def _alphas(pairs: Table, level: Level, values: Table) -> Table:
    """Return alpha of each row of coincidences; NaN where a row holds one label alone."""
    size = len(values)
    met = pairs.reshape(-1, size, size)
    margins = met.sum(axis=2)
    distance = _distances(margins, level, values)
    observed = (met * distance).sum(axis=(1, 2))
    expected = (margins[:, :, None] * margins[:, None, :] * distance).sum(axis=(1, 2))
    total = margins.sum(axis=1)
    alphas: Table = np.full(len(pairs), np.nan)
    np.divide(observed * (total - 1), expected, out=alphas, where=expected > 0)
    return 1 - alphas


def _distances(margins: Table, level: Level, values: Table) -> Table:
    if level == "nominal":
        return np.broadcast_to(1 - np.eye(len(values)), (len(margins), len(values), len(values)))
    if level == "interval":
        squared = (values[:, None] - values[None, :]) ** 2
        return np.broadcast_to(squared, (len(margins), *squared.shape))
    # Between two ranks lie all that were given from the one to the other, half of either's own.
    below = np.cumsum(margins, axis=1) - margins / 2
    return np.asarray((below[:, :, None] - below[:, None, :]) ** 2)
