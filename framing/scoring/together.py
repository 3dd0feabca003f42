"""Scoring: figures of all outlets together, where one outlet alone has too little: `figures_together`."""

from collections.abc import Mapping

import numpy as np

from framing.schema import Figure
from framing.scoring.bootstrap import Interval, draw_weights, ratio_intervals, stream
from framing.scoring.figures import ratio_figure
from framing.scoring.rows import FAMILIES
from framing.scoring.tally import (
    ARTICLES_TO_RESAMPLE,
    Cell,
    Key,
    Table,
    Tally,
    UnitKind,
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
    family = FAMILIES[measure]
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
    return [
        ratio_figure(
            measure,
            "",
            key,
            numerator=sum(cell.total for cell in cells[key]),
            denominator=below[key],
            passages=[passage for cell in cells[key] for passage in cell.passages],
            interval=intervals[key],
            unit=unit,
        )
        for key in keys
    ]


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
