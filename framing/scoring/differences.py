"""Scoring: how far two outlets differ in a measure, with a bootstrap interval and a permutation test."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import msgspec
import numpy as np

from framing.measures import MEASURES, MeasureDefinition
from framing.schema import Difference
from framing.scoring.association import benjamini_hochberg
from framing.scoring.bootstrap import (
    CONTRIBUTIONS,
    LEVEL,
    Counts,
    Interval,
    Matrix,
    Support,
    count_support,
    draw_weights,
    quantile_intervals,
    refuse_support,
    stream,
)
from framing.scoring.rows import FAMILIES
from framing.scoring.tally import (
    LABELS,
    Key,
    Table,
    Tally,
    UnitKind,
    refusal_of,
    tabulate,
    unit_to_exchange,
)

OUTLETS_IN_PAIRS = 12
"""Outlets up to which every pair is tested; of more, each is tested against all others together."""

THE_OTHERS = "all other outlets"

# What is rarer hardly ever tells two outlets apart, and there is much of it: most sources are named once or twice.
UNITS_TO_TEST = 2 * CONTRIBUTIONS
_LABELS_AT_ONCE = 2_000_000

Pair = tuple[str, str]


def find_differences(
    tallies: Mapping[str, Tally], *, resamples: int = 1000, seed: int = 0
) -> list[Difference]:
    """Return the differences between outlets, measure by measure, key by key, pair by pair.

    `tallies` are the outlets' counts. Every pair of outlets is compared, in their order; of more than
    `OUTLETS_IN_PAIRS` outlets each is compared with `THE_OTHERS`. `value` is the first outlet's figure minus the
    second's, in the measure's unit. Fewer than two outlets, or no resamples, give an empty list.

    What fewer than `UNITS_TO_TEST` units of a pair together count is hardly ever told from chance: it is not tested and
    has no record. Where an outlet's denominator is under the registry's minimum, or its own figure would have no
    interval, `refusal` says so.

    The interval comes from independent resamples of both outlets, each by its own unit as in its figures, with the
    tails of Hesterberg's expanded percentile interval and Welch's degrees of freedom; `resampled` names the unit. `p`
    is two-sided: units are exchanged between the outlets (see `unit_to_exchange`), and p is (b + 1)/(m + 1) for b of
    m exchanges at least as far apart (Phipson and Smyth 2010). Between one article and another it says whether these
    two differ, and nothing of what else the outlets print; a few articles a side cannot be tested. `q` is p after
    Benjamini and Hochberg (1995) over all that is tested within the measure.

    Resamples come from (seed, outlet, measure), exchanges from (seed, pair): one set serves all measures of a pair.
    The order of outlets changes the sign and nothing else.
    """
    if len(tallies) < 2 or not resamples:
        return []
    keys = {measure: held for measure in FAMILIES if (held := _keys_to_test(tallies, measure))}
    pairs = _pairs(list(tallies))
    tables = _Tables(tallies, keys)
    tested = [_test_pair(_Exchange(pair, tallies, resamples, seed), tables, list(keys)) for pair in pairs]
    found: list[Difference] = []
    for measure, held in keys.items():
        samples = {
            name: _sample(name, tally, measure, held, resamples, seed) for name, tally in tallies.items()
        }
        per_pair = [
            _describe_pair(*tests[measure], samples, measure, held) for tests in tested if measure in tests
        ]
        found += _adjust([difference for one in per_pair for difference in one])
    return found


def _pairs(outlets: Sequence[str]) -> list[Pair]:
    if len(outlets) > OUTLETS_IN_PAIRS:
        return [(outlet, THE_OTHERS) for outlet in outlets]
    return list(combinations(outlets, 2))


def _keys_to_test(tallies: Mapping[str, Tally], measure: str) -> list[Key]:
    """The keys of which some pair could hold enough, in an order that the articles do not decide."""
    counted: dict[Key, list[int]] = {}
    for tally in tallies.values():
        for key, cell in tally.above[measure].items():
            counted.setdefault(key, []).append(len(cell.amounts))
    # All others together hold what all but one hold.
    outlets = 2 if len(tallies) <= OUTLETS_IN_PAIRS else len(tallies)
    return sorted(key for key, amounts in counted.items() if sum(sorted(amounts)[-outlets:]) >= UNITS_TO_TEST)


class _Exchange:
    """Two outlets, or one and all others, and which of their units belong to the first when all are dealt out anew.

    `names` stand in the order of the alphabet: whichever outlet stands first in `pair`, units are dealt alike.
    """

    def __init__(self, pair: Pair, tallies: Mapping[str, Tally], resamples: int, seed: int) -> None:
        self.pair = pair
        self.names = pair if pair[1] == THE_OTHERS else (min(pair), max(pair))
        self.members = [_members(name, pair, tallies) for name in self.names]
        sides = [[tallies[member] for member in members] for members in self.members]
        articles = [sum(tally.articles for tally in side) for side in sides]
        unit = unit_to_exchange(*articles)
        self.unit: UnitKind = unit or "sentences"
        self.refusal = (
            None if unit else f"no test: {articles[0]} and {articles[1]} articles are too few to exchange"
        )
        self._first, second = (sum(sum(tally.sizes(self.unit)) for tally in side) for side in sides)
        self._units = self._first + second
        self._resamples, self._seed = resamples, seed

    def deal(self, columns: Sequence[Matrix]) -> list[Matrix]:
        """Return what falls to either outlet, (exchanges, columns); what belongs to no unit stays where it is."""
        units = np.vstack([matrix[:-1] for matrix in columns])
        # Whole numbers of up to 16 million are exact in 32 bits, and the product takes half the time.
        exact = units.astype(np.float32)
        random = stream(self._seed, "exchange", *self.names)
        step = max(1, _LABELS_AT_ONCE // max(1, self._units))
        parts = []
        for start in range(0, self._resamples, step):
            labels = np.zeros((min(step, self._resamples - start), self._units), dtype=np.float32)
            labels[:, : self._first] = 1
            parts.append(random.permuted(labels, axis=1) @ exact)
        first: Matrix = np.vstack(parts).astype(np.float64)
        return [first + columns[0][-1], units.sum(axis=0) - first + columns[1][-1]]


class _Test(NamedTuple):
    """What a pair's figures of one measure are, outlet by outlet, and which are tested or refused.

    `columns` are the outlets' counts by unit: the numerators of the tested `enough`, then their denominators, to
    which `which` points.
    """

    exchange: "_Exchange"
    ratios: Counts
    values: list[tuple[float, float]]
    refusals: dict[int, str]
    enough: Counts
    columns: list[Matrix]
    which: Counts


class _Tables:
    """The tables of outlets, made once for all pairs."""

    def __init__(self, tallies: Mapping[str, Tally], keys: Mapping[str, Sequence[Key]]) -> None:
        self._tallies, self._keys = tallies, keys
        self._held: dict[tuple[str, str, UnitKind], Table] = {}

    def of(self, outlet: str, measure: str, unit: UnitKind) -> Table:
        """Return an outlet's counts of a measure by unit."""
        at = (outlet, measure, unit)
        if at not in self._held:
            self._held[at] = tabulate(self._tallies[outlet], measure, self._keys[measure], unit)
        return self._held[at]


def _members(name: str, pair: Pair, tallies: Mapping[str, Tally]) -> list[str]:
    if name == THE_OTHERS and name not in tallies:
        return sorted(outlet for outlet in tallies if outlet != pair[0])
    return [name]


def _test_pair(
    exchange: _Exchange, tables: _Tables, measures: Sequence[str]
) -> dict[str, tuple[_Test, list[float]]]:
    """Return the tests of one pair by measure, with the p-values of what is tested."""
    # Where something first stands is a matter of whole articles.
    apt = [measure for measure in measures if exchange.unit == "articles" or not FAMILIES[measure].sparse]
    tests = {measure: _prepare(exchange, tables, measure) for measure in apt}
    # All measures at once: one large product of matrices is several times faster than many small ones.
    if exchange.refusal:
        return {measure: (test._replace(columns=[]), []) for measure, test in tests.items()}
    whole = [np.hstack(columns) for columns in zip(*(test.columns for test in tests.values()), strict=True)]
    dealt = exchange.deal(whole) if whole else []
    found, start = {}, 0
    for measure, test in tests.items():
        stop = start + test.columns[0].shape[1]
        p = _p_values(test, [matrix[:, start:stop] for matrix in dealt])
        found[measure] = (test._replace(columns=[]), p)
        start = stop
    return found


def _prepare(exchange: _Exchange, tables: _Tables, measure: str) -> _Test:
    sides = [
        _stack([tables.of(member, measure, exchange.unit) for member in members])
        for members in exchange.members
    ]
    counting = sum(np.count_nonzero(side.numerators[:-1], axis=0) for side in sides)
    ratios = np.flatnonzero(np.asarray(counting) >= UNITS_TO_TEST)
    above = np.array([side.numerators[:, ratios].sum(axis=0) for side in sides])
    under = np.array([side.denominators.sum(axis=0)[side.which[ratios]] for side in sides])
    refusals = {
        int(k): refusal
        for k, *totals in zip(ratios, *under, strict=True)
        if (refusal := _too_little(MEASURES[measure], exchange.names, totals))
    }
    enough = np.array([k for k in ratios if int(k) not in refusals], dtype=np.intp)
    groups, which = np.unique(sides[0].which[enough], return_inverse=True)
    values = np.divide(above, under, out=np.zeros_like(above), where=under != 0)
    return _Test(
        exchange,
        ratios,
        [(float(first), float(second)) for first, second in values.T],
        refusals,
        enough,
        [np.hstack([side.numerators[:, enough], side.denominators[:, groups]]) for side in sides],
        which,
    )


def _p_values(test: _Test, dealt: Sequence[Matrix]) -> list[float]:
    """Return the p-value of each tested ratio; an exchange that leaves nothing to count speaks for chance."""
    observed = _gap([matrix.sum(axis=0, keepdims=True) for matrix in test.columns], test.which)
    gaps = _gap(dealt, test.which)
    # Not closer than what was observed, but for the last bits of sums in another order.
    closer = np.abs(gaps) < np.abs(observed) * (1 - 1e-5) - 1e-12
    return [float(p) for p in (len(gaps) - closer.sum(axis=0) + 1) / (len(gaps) + 1)]


def _gap(sides: Sequence[Matrix], which: Counts) -> Matrix:
    """Return the differences of ratios from columns of numerators and of the denominators behind them."""
    tested = len(which)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (side[:, :tested] / side[:, tested:][:, which] for side in sides)
    gap: Matrix = first - second
    return gap


def _stack(tables: Sequence[Table]) -> Table:
    """Put the units of several tables into one, with one last row for what belongs to none."""
    if len(tables) == 1:
        return tables[0]
    above, under = (
        np.vstack([*(matrix[:-1] for matrix in held), np.sum([matrix[-1] for matrix in held], axis=0)])
        for held in ([table.numerators for table in tables], [table.denominators for table in tables])
    )
    return Table(above, under, tables[0].which)


class _Sample(NamedTuple):
    """An outlet's, or several outlets', numerators and denominators in each resample, and what they rest on."""

    above: Matrix
    under: Matrix
    which: Counts
    support: Support
    unit: UnitKind


def _sample(
    outlet: str, tally: Tally, measure: str, keys: Sequence[Key], resamples: int, seed: int
) -> _Sample:
    table, sizes = tabulate(tally, measure, keys, tally.unit), tally.sizes(tally.unit)
    weights = draw_weights(sizes, resamples, stream(seed, outlet, measure))
    support = count_support(sizes, *table)
    return _Sample(weights @ table.numerators, weights @ table.denominators, table.which, support, tally.unit)


def _pool(samples: Sequence[_Sample]) -> _Sample:
    """Put outlets together: resamples of each are drawn apart, so that they add up one by one."""
    if len(samples) == 1:
        return samples[0]
    return _Sample(
        np.sum([sample.above for sample in samples], axis=0),
        np.sum([sample.under for sample in samples], axis=0),
        samples[0].which,
        Support(*(np.sum(numbers, axis=0) for numbers in zip(*(s.support for s in samples), strict=True))),
        "articles" if all(sample.unit == "articles" for sample in samples) else "sentences",
    )


def _describe_pair(
    test: _Test, p_values: Sequence[float], samples: Mapping[str, _Sample], measure: str, keys: Sequence[Key]
) -> list[Difference]:
    sides = [_pool([samples[member] for member in members]) for members in test.exchange.members]
    p = dict(zip(test.enough.tolist(), p_values, strict=bool(p_values)))
    refusals = {k: _no_interval(sides, test.exchange.names, k) for k in test.enough.tolist()}
    enough = np.array([k for k, refusal in refusals.items() if refusal is None], dtype=np.intp)
    intervals = dict(zip(enough.tolist(), _difference_intervals(sides, enough), strict=True))
    scale = MEASURES[measure].scale * (1.0 if test.exchange.pair == test.exchange.names else -1.0)
    weakest: UnitKind = "articles" if all(side.unit == "articles" for side in sides) else "sentences"
    found = []
    for k, (first, second) in zip(test.ratios.tolist(), test.values, strict=True):
        key, voice = keys[k]
        if k in test.refusals:
            refused = Difference(
                measure=measure, key=key, voice=voice, outlets=test.exchange.pair, refusal=test.refusals[k]
            )
            found.append(refused)
            continue
        interval = _scaled(intervals.get(k) or Interval(None, None, refusals[k]), scale)
        found.append(
            Difference(
                measure=measure,
                key=key,
                voice=voice,
                outlets=test.exchange.pair,
                value=scale * (first - second),
                low=interval.low,
                high=interval.high,
                p=p.get(k),
                resampled=LABELS[weakest],
                refusal="; ".join(filter(None, (interval.refusal, test.exchange.refusal))) or None,
            )
        )
    return found


def _too_little(definition: MeasureDefinition, outlets: Sequence[str], totals: Sequence[float]) -> str | None:
    for outlet, total in zip(outlets, totals, strict=True):
        if refusal := refusal_of(definition, float(total)):
            return f"{outlet}: {refusal}"
    return None


def _no_interval(sides: Sequence[_Sample], outlets: Sequence[str], ratio: int) -> str | None:
    for outlet, side in zip(outlets, sides, strict=True):
        if refusal := refuse_support(side.support, ratio, side.unit):
            return f"{refusal} ({outlet})"
    return None


def _difference_intervals(sides: Sequence[_Sample], ratios: Counts) -> list[Interval]:
    with np.errstate(divide="ignore", invalid="ignore"):
        resampled = [side.above[:, ratios] / side.under[:, side.which[ratios]] for side in sides]
    tails = _welch_tails(resampled, [side.support for side in sides], ratios)
    return quantile_intervals(resampled[0] - resampled[1], tails)


def _welch_tails(resampled: Sequence[Matrix], supports: Sequence[Support], ratios: Counts) -> Matrix:
    """The tails of the expanded percentile interval for a difference; equal to one ratio's where the other is fixed."""
    from scipy.special import ndtr, stdtrit

    plain, widened, pieces = (np.zeros(len(ratios)) for _ in range(3))
    for values, support in zip(resampled, supports, strict=True):
        variance = np.var(values, axis=0)
        for k in np.flatnonzero(np.isnan(variance)):
            held = values[~np.isnan(values[:, k]), k]
            variance[k] = np.var(held) if len(held) else 0.0
        units = support.units[ratios].astype(np.float64)
        free = np.maximum(units - support.strata[ratios], 1.0)
        plain += variance
        widened += variance * units / free
        pieces += (variance * units / free) ** 2 / free
    known = plain > 0
    freedom = np.divide(widened**2, pieces, out=np.ones(len(ratios)), where=known)
    factor = np.sqrt(np.divide(widened, plain, out=np.ones(len(ratios)), where=known))
    tails: Matrix = ndtr(-factor * stdtrit(freedom, (1 + LEVEL) / 2))
    return tails


def _scaled(interval: Interval, scale: float) -> Interval:
    if interval.low is None or interval.high is None:
        return interval
    low, high = sorted((scale * interval.low, scale * interval.high))
    return Interval(low, high, None)


def _adjust(differences: Sequence[Difference]) -> list[Difference]:
    tested = [one for one in differences if one.p is not None]
    q = iter(benjamini_hochberg([one.p for one in tested if one.p is not None]).tolist())
    return [one if one.p is None else msgspec.structs.replace(one, q=next(q)) for one in differences]
