"""Scoring: figures of all outlets together, where one outlet alone has too little: `figures_together`."""

from collections.abc import Mapping

import numpy as np

from framing.measures import MEASURES
from framing.schema import Figure
from framing.scoring.bootstrap import Interval, draw_weights, ratio_intervals, stream
from framing.scoring.rows import FAMILIES
from framing.scoring.tally import (
    ARTICLES_TO_RESAMPLE,
    LABELS,
    Cell,
    Key,
    Table,
    Tally,
    UnitKind,
    refusal_of,
    tabulate,
    total_of,
)

TOGETHER = ("cue_class_by_source_type_share",)
"""The measures that are worth counting over all outlets."""

_NO_CELL = Cell()


def figures_together(
    measure: str, tallies: Mapping[str, Tally], *, resamples: int, seed: int
) -> list[Figure]:
    """Return the figures of a measure over all outlets, whose `outlet` is empty, by key.

    Every article counts alike, whoever printed it. Articles are resampled from `ARTICLES_TO_RESAMPLE` in all, else the
    sentences within each; what is refused and why is as for the figures of one outlet. No outlets give an empty list.
    """
    # In the order of the names, so that the order of the outlets changes nothing.
    ordered = [tallies[outlet] for outlet in sorted(tallies)]
    definition, family = MEASURES[measure], FAMILIES[measure]
    keys: list[Key] = sorted({key for tally in ordered for key in tally.above[measure] if key[1] == "all"})
    cells = {key: [tally.above[measure].get(key, _NO_CELL) for tally in ordered] for key in keys}
    below = {
        key: sum(total_of(tally.below[measure], family.denominator_of(*key)) for tally in ordered)
        for key in keys
    }
    unit: UnitKind = (
        "articles" if sum(tally.articles for tally in ordered) >= ARTICLES_TO_RESAMPLE else "sentences"
    )
    intervals = dict(zip(keys, _intervals(measure, ordered, keys, unit, resamples, seed), strict=True))
    figures = []
    for key in keys:
        numerator = sum(cell.total for cell in cells[key])
        refusal = refusal_of(definition, below[key])
        low, high, no_interval = Interval(None, None, refusal) if refusal else intervals[key]
        figures.append(
            Figure(
                measure=measure,
                outlet="",
                key=key[0],
                voice=key[1],
                numerator=numerator,
                denominator=below[key],
                passages=[passage for cell in cells[key] for passage in cell.passages],
                value=None if refusal else definition.scale * numerator / below[key],
                low=None if low is None else definition.scale * low,
                high=None if high is None else definition.scale * high,
                resampled="none" if low is None else LABELS[unit],
                refusal=no_interval,
            )
        )
    return figures


def _intervals(
    measure: str, tallies: list[Tally], keys: list[Key], unit: UnitKind, resamples: int, seed: int
) -> list[Interval]:
    if not resamples:
        return [Interval(None, None, "no interval: no resamples were asked for")] * len(keys)
    if not keys:
        return []
    tables = [tabulate(tally, measure, keys, unit) for tally in tallies]
    sizes = [size for tally in tallies for size in tally.sizes(unit)]
    if unit == "articles":
        sizes = [sum(sizes)]
    weights = draw_weights(sizes, resamples, stream(seed, "", measure))
    return ratio_intervals(weights, sizes, *_stack(tables), unit=unit)


def _stack(tables: list[Table]) -> Table:
    """Put the units of several tables below one another; what belongs to no unit is added up in the last row."""
    numerators, denominators = (
        np.vstack([*(one[part][:-1] for one in tables), sum(one[part][-1:] for one in tables)])
        for part in (0, 1)
    )
    # The same keys have the same groups in every table.
    return Table(numerators, denominators, tables[0].which)
