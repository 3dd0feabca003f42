"""Scoring: how far two outlets differ in a measure, with a bootstrap interval and a permutation test."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, combinations
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from framing.measures import MEASURES, MeasureDefinition
from framing.schema import Difference
from framing.scoring.association import benjamini_hochberg
from framing.scoring.bootstrap import (
    UNITS_TO_TEST,
    Counts,
    Interval,
    Matrix,
    Support,
    count_support,
    difference_tails,
    quantile_intervals,
    refuse_difference,
    stream,
)
from framing.scoring.rows import FAMILIES
from framing.scoring.tally import (
    LABELS,
    Draws,
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

# What a processor's cache holds of exchanges.
_NUMBERS_AT_ONCE = 100_000
# One unit in so many from which on the units of an outlet are few among those of a pair.
_FEW = 10
# Thousands of sources are compared: their resamples, several numbers a ratio and outlet, are not all held at once.
_RATIOS_AT_ONCE = 64

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
    draws, pairs = Draws(tallies, resamples, seed), Pairs(tallies, resamples, seed)
    return [difference for measure in FAMILIES for difference in pairs.differences(measure, draws)]


class Pairs:
    """The pairs of outlets, all of them tested at once; then described measure by measure. See `find_differences`."""

    def __init__(self, tallies: Mapping[str, Tally], resamples: int, seed: int) -> None:
        self._tallies = tallies
        pairs = _pairs(list(tallies)) if resamples else []
        keys = {m: held for m in FAMILIES if pairs and (held := _keys_to_test(tallies, m))}
        self._tables = _Tables(tallies, keys)
        self._tests = [
            _test(_Exchange(pair, tallies, resamples, seed), self._tables) for pair in pairs if keys
        ]

    def differences(self, measure: str, draws: Draws) -> list[Difference]:
        """Return the differences in one measure, key by key within a pair, pair by pair."""
        if measure not in self._tables.ratios:
            return []
        ratios = self._tables.ratios[measure]
        described: list[list[Difference]] = [[] for _ in self._tests]
        for start in range(ratios.start, ratios.stop, _RATIOS_AT_ONCE):
            some = range(start, min(start + _RATIOS_AT_ONCE, ratios.stop))
            chosen = [k for k in some if any(k in test.p for test in self._tests)]
            sides = _Sides({name: self._sample(name, measure, chosen, draws) for name in self._tallies})
            for test, found in zip(self._tests, described, strict=True):
                found += _describe(test, sides.of(test.exchange), some, chosen, self._tables)
        return _adjust(list(chain.from_iterable(described)))

    def _sample(self, outlet: str, measure: str, chosen: Sequence[int], draws: Draws) -> "_Sample":
        """Return some ratios of one measure in each resample of an outlet."""
        tally, weights = self._tallies[outlet], draws.of(outlet, measure)
        table = self._tables.of(outlet, tally.unit)
        groups, which = np.unique(table.which[chosen], return_inverse=True)
        above, under = table.numerators[:, chosen], table.denominators[:, groups]
        # Added up row by row, as for the outlet's own figures: in another order the last bits are others.
        by_row = np.ascontiguousarray(above), np.ascontiguousarray(under)
        support = count_support(tally.sizes(tally.unit), *by_row, which)
        return _Sample(weights @ above, weights @ under, which, support, tally.unit)


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

    def deal(self, amounts: NDArray[np.float32]) -> Iterator[Matrix]:
        """Yield what falls to the first outlet, (exchanges, columns), some exchanges at a time.

        `amounts` are those of both outlets' units, (units, columns), the first outlet's before the second's. Whole
        numbers of up to 16 million are exact in 32 bits, and the product takes half the time.
        """
        from scipy.sparse import csr_array

        random = stream(self._seed, "exchange", *self.names)
        step = max(1, _NUMBERS_AT_ONCE // max(1, *amounts.shape))
        for start in range(0, self._resamples, step):
            # Numbers of 8 bytes are shuffled in half the time of shorter ones, into the same order.
            labels = np.zeros((min(step, self._resamples - start), self._units), dtype=np.int64)
            labels[:, : self._first] = 1
            dealt = random.permuted(labels, axis=1)
            if self._first * _FEW < self._units:
                # Few of many units: adding up those alone is less work than a product with all.
                rows, units = np.nonzero(dealt)
                ones = np.ones(len(units), dtype=np.float32)
                yield (csr_array((ones, (rows, units)), shape=dealt.shape) @ amounts).astype(np.float64)
            else:
                yield (dealt.astype(np.float32) @ amounts).astype(np.float64)


class _Tables:
    """The counts of outlets, made once for all pairs, with the ratios of all measures side by side.

    `keys` are the measure and key of each ratio, `ratios` the numbers of each measure's ratios.
    """

    def __init__(self, tallies: Mapping[str, Tally], keys: Mapping[str, Sequence[Key]]) -> None:
        self._tallies, self._keys = tallies, keys
        self._held: dict[tuple[str, UnitKind], Table] = {}
        self._totals: dict[tuple[str, UnitKind], _Totals] = {}
        self.keys = [(measure, key) for measure, held in keys.items() for key in held]
        stops = list(accumulate(map(len, keys.values())))
        self.ratios = {
            measure: range(stop - len(held), stop)
            for (measure, held), stop in zip(keys.items(), stops, strict=True)
        }

    def of(self, outlet: str, unit: UnitKind) -> Table:
        """Return an outlet's counts of all measures by unit."""
        at = (outlet, unit)
        if at not in self._held:
            tally = self._tallies[outlet]
            self._held[at] = _join(
                [tabulate(tally, measure, held, unit) for measure, held in self._keys.items()]
            )
        return self._held[at]

    def units_of(
        self, outlets: Sequence[str], unit: UnitKind, ratios: Sequence[int], groups: Counts
    ) -> NDArray[np.float32]:
        """Return what the units of some outlets count, one outlet after the other: some ratios, then denominators."""
        tables = [self.of(outlet, unit) for outlet in outlets]
        sizes = [len(table.numerators) - 1 for table in tables]
        stops = list(accumulate(sizes))
        amounts = np.empty((stops[-1], len(ratios) + len(groups)), dtype=np.float32)
        for table, size, stop in zip(tables, sizes, stops, strict=True):
            amounts[stop - size : stop, : len(ratios)] = table.numerators[:-1, ratios]
            amounts[stop - size : stop, len(ratios) :] = table.denominators[:-1, groups]
        return amounts

    def totals(self, outlets: Sequence[str], unit: UnitKind) -> "_Totals":
        """Return what some outlets count together."""
        return _Totals._make(map(_add_up, zip(*(self._totals_of(one, unit) for one in outlets), strict=True)))

    def _totals_of(self, outlet: str, unit: UnitKind) -> "_Totals":
        at = (outlet, unit)
        if at not in self._totals:
            above, under, _ = self.of(outlet, unit)
            self._totals[at] = _Totals(
                np.count_nonzero(above[:-1], axis=0),
                above.sum(axis=0),
                under.sum(axis=0),
                above[-1],
                under[-1],
            )
        return self._totals[at]


class _Totals(NamedTuple):
    """What an outlet, or several, count in all, and what of it belongs to no unit; `counting` units count something.

    Numerators have one number a ratio, denominators one a group of ratios.
    """

    counting: NDArray[Any]
    above: Matrix
    under: Matrix
    above_of_none: Matrix
    under_of_none: Matrix

    def columns(self, ratios: Sequence[int], groups: Counts) -> Matrix:
        """Return all that some ratios and denominators count, in one row."""
        return np.concatenate([self.above[ratios], self.under[groups]])[None, :]

    def of_none(self, ratios: Sequence[int], groups: Counts) -> Matrix:
        """Return what of `columns` belongs to no unit."""
        return np.concatenate([self.above_of_none[ratios], self.under_of_none[groups]])[None, :]


def _join(tables: Sequence[Table]) -> Table:
    """Put the ratios of several tables side by side."""
    firsts = accumulate((table.denominators.shape[1] for table in tables), initial=0)
    return Table(
        np.hstack([table.numerators for table in tables]),
        np.hstack([table.denominators for table in tables]),
        np.concatenate([table.which + first for table, first in zip(tables, firsts, strict=False)]),
    )


def _members(name: str, pair: Pair, tallies: Mapping[str, Tally]) -> list[str]:
    if name == THE_OTHERS and name not in tallies:
        return sorted(outlet for outlet in tallies if outlet != pair[0])
    return [name]


class _Test(NamedTuple):
    """What the ratios of a pair are, outlet by outlet, which cannot be tested and why, and the p-values of the others.

    Where the pair has no test the p-values are None.
    """

    exchange: _Exchange
    values: dict[int, tuple[float, float]]
    refusals: dict[int, str]
    p: Mapping[int, float | None]


def _test(exchange: _Exchange, tables: _Tables) -> _Test:
    sides = [tables.totals(members, exchange.unit) for members in exchange.members]
    which = tables.of(exchange.members[0][0], exchange.unit).which
    # Where something first stands is a matter of whole articles.
    apt = [exchange.unit == "articles" or not FAMILIES[measure].sparse for measure, _ in tables.keys]
    ratios = np.flatnonzero((sides[0].counting + sides[1].counting >= UNITS_TO_TEST) & apt)
    above = np.array([side.above[ratios] for side in sides])
    under = np.array([side.under[which[ratios]] for side in sides])
    values = np.divide(above, under, out=np.zeros_like(above), where=under != 0)
    refusals = {
        k: refusal
        for k, *totals in zip(ratios.tolist(), *under.tolist(), strict=True)
        if (refusal := _too_little(MEASURES[tables.keys[k][0]], exchange.names, totals))
    }
    enough = [k for k in ratios.tolist() if k not in refusals]
    p = [None] * len(enough) if exchange.refusal else _p_values(exchange, tables, enough, which)
    return _Test(
        exchange,
        dict(zip(ratios.tolist(), zip(*values.tolist(), strict=True), strict=True)),
        refusals,
        dict(zip(enough, p, strict=True)),
    )


def _p_values(exchange: _Exchange, tables: _Tables, ratios: Sequence[int], groups_of: Counts) -> list[float]:
    """Return the p-value of each ratio; an exchange that leaves nothing to count speaks for chance.

    All measures at once: one large product of matrices is several times faster than many small ones. What belongs to no
    unit stays where it is.
    """
    groups, which = np.unique(groups_of[ratios], return_inverse=True)
    sides = [tables.totals(members, exchange.unit) for members in exchange.members]
    observed = [side.columns(ratios, groups) for side in sides]
    stays = sides[0].of_none(ratios, groups)
    gap = np.abs(_gap(observed, which))
    # Not closer than what was observed, but for the last bits of sums in another order.
    least = gap * (1 - 1e-5) - 1e-12
    exchanges, closer = 0, np.zeros(len(which), dtype=np.intp)
    members = list(chain.from_iterable(exchange.members))
    for dealt in exchange.deal(tables.units_of(members, exchange.unit, ratios, groups)):
        first = dealt + stays
        gaps = np.abs(_gap([first, observed[0] + observed[1] - first], which))
        exchanges += len(gaps)
        closer += np.count_nonzero(gaps < least, axis=0)
    return [float(p) for p in (exchanges - closer + 1) / (exchanges + 1)]


def _gap(sides: Sequence[Matrix], which: Counts) -> Matrix:
    """Return the differences of ratios from columns of numerators and of the denominators behind them."""
    tested = len(which)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (side[:, :tested] / np.take(side[:, tested:], which, axis=1) for side in sides)
    gap: Matrix = first - second
    return gap


@dataclass(frozen=True)
class _Sample:
    """Some ratios of an outlet, or of several, in each resample, and what they rest on.

    Numerators are (resamples, ratios), denominators (resamples, groups), and `which` is the group of each ratio.
    """

    above: Matrix
    under: Matrix
    which: Counts
    support: Support
    unit: UnitKind

    @cached_property
    def ratios(self) -> Matrix:
        """Numerators over denominators, NaN where a resample holds nothing; column by column, as they are read."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asfortranarray(self.above / np.take(self.under, self.which, axis=1))

    @cached_property
    def variances(self) -> Matrix:
        """The variance of each ratio over the resamples that hold something."""
        variances: Matrix = np.var(self.ratios, axis=0)
        for k in np.flatnonzero(np.isnan(variances)):
            held = self.ratios[~np.isnan(self.ratios[:, k]), k]
            variances[k] = np.var(held) if len(held) else 0.0
        return variances


class _Sides:
    """The samples of outlets, and of all but one of them together: resamples of each are drawn apart, and add up."""

    def __init__(self, samples: Mapping[str, _Sample]) -> None:
        self._samples = samples

    def of(self, exchange: _Exchange) -> list[_Sample]:
        """Return the sample of either side of a pair."""
        return [
            self._samples[members[0]] if len(members) == 1 else self._without(exchange.pair[0], members)
            for members in exchange.members
        ]

    @cached_property
    def _together(self) -> tuple[Matrix, Matrix, list[NDArray[Any]]]:
        """Numerators, denominators and support of all outlets, in an order that the articles do not decide."""
        ordered = [self._samples[name] for name in sorted(self._samples)]
        return (
            _add_up([one.above for one in ordered]),
            _add_up([one.under for one in ordered]),
            [_add_up(numbers) for numbers in zip(*(one.support for one in ordered), strict=True)],
        )

    def _without(self, outlet: str, others: Sequence[str]) -> _Sample:
        # Not added up anew for each outlet: of forty that would be twenty times the work. Denominators are whole
        # numbers, so that nothing remains of them where the others have none.
        above, under, support = self._together
        own = self._samples[outlet]
        return _Sample(
            above - own.above,
            under - own.under,
            own.which,
            Support._make(all_ - one for all_, one in zip(support, own.support, strict=True)),
            "articles" if all(self._samples[name].unit == "articles" for name in others) else "sentences",
        )


def _add_up(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return the sum of arrays of one shape, without laying them all side by side first."""
    total = arrays[0].copy()
    for array in arrays[1:]:
        total += array
    return total


def _describe(
    test: _Test, sides: Sequence[_Sample], ratios: Sequence[int], chosen: Sequence[int], tables: _Tables
) -> Iterator[Difference]:
    """Yield the differences of one pair in some ratios of one measure; the samples of its sides hold the `chosen`."""
    exchange = test.exchange
    columns = {k: column for column, k in enumerate(chosen)}
    scale = MEASURES[tables.keys[ratios[0]][0]].scale * (1.0 if exchange.pair == exchange.names else -1.0)
    refusals = {
        k: _no_interval(sides, exchange.names, column) for k, column in columns.items() if k in test.p
    }
    enough = [k for k, refusal in refusals.items() if refusal is None]
    found = _difference_intervals(sides, [columns[k] for k in enough])
    intervals = dict(zip(enough, found, strict=True))
    weakest: UnitKind = "articles" if all(side.unit == "articles" for side in sides) else "sentences"
    for k in ratios:
        measure, (key, voice) = tables.keys[k]
        if k in test.refusals:
            yield Difference(
                measure=measure, key=key, voice=voice, outlets=exchange.pair, refusal=test.refusals[k]
            )
        elif k in test.p:
            interval = _scaled(intervals.get(k) or Interval(None, None, refusals[k]), scale)
            first, second = test.values[k]
            yield Difference(
                measure=measure,
                key=key,
                voice=voice,
                outlets=exchange.pair,
                value=scale * (first - second),
                low=interval.low,
                high=interval.high,
                p=test.p[k],
                resampled=LABELS[weakest],
                refusal="; ".join(filter(None, (interval.refusal, exchange.refusal))) or None,
            )


def _too_little(definition: MeasureDefinition, outlets: Sequence[str], totals: Sequence[float]) -> str | None:
    for outlet, total in zip(outlets, totals, strict=True):
        if refusal := refusal_of(definition, float(total)):
            return f"{outlet}: {refusal}"
    return None


def _no_interval(sides: Sequence[_Sample], outlets: Sequence[str], ratio: int) -> str | None:
    return refuse_difference(
        [(side.support, side.unit, outlet) for side, outlet in zip(sides, outlets, strict=True)], ratio
    )


def _difference_intervals(sides: Sequence[_Sample], columns: Sequence[int]) -> list[Interval]:
    first, second = (side.ratios[:, columns] for side in sides)
    variances = [side.variances[columns] for side in sides]
    supports, units = [side.support for side in sides], [side.unit for side in sides]
    tails = difference_tails(variances, supports, units, np.array(columns, dtype=np.intp))
    return quantile_intervals(first - second, tails)


def _scaled(interval: Interval, scale: float) -> Interval:
    if interval.low is None or interval.high is None:
        return interval
    low, high = sorted((scale * interval.low, scale * interval.high))
    return Interval(low, high, None)


def _adjust(differences: Sequence[Difference]) -> list[Difference]:
    tested = [one for one in differences if one.p is not None]
    q = iter(benjamini_hochberg([one.p for one in tested if one.p is not None]).tolist())
    return [one if one.p is None else msgspec.structs.replace(one, q=next(q)) for one in differences]
