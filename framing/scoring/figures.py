"""Scoring: one figure, from what was counted, what it is a share of, and the interval of the two: `ratio_figure`."""

from framing.measures import MEASURES
from framing.schema import Figure
from framing.scoring.bootstrap import Interval
from framing.scoring.tally import LABELS, Key, UnitKind, refusal_of


def ratio_figure(
    measure: str,
    outlet: str,
    key: Key,
    *,
    numerator: float,
    denominator: float,
    passages: list[str],
    interval: Interval | None,
    unit: UnitKind,
) -> Figure:
    """Return a figure; where the denominator is too small to speak of, it has the reason and no value.

    `interval` is that of numerator over denominator, before the measure's scale, and is not needed where there is no
    value; `unit` is what was resampled for it.
    """
    definition = MEASURES[measure]
    refusal, scale = refusal_of(definition, denominator), definition.scale
    if refusal or interval is None:
        interval = Interval(None, None, refusal)
    low, high, no_interval = interval
    return Figure(
        measure=measure,
        outlet=outlet,
        key=key[0],
        voice=key[1],
        numerator=numerator,
        denominator=denominator,
        passages=passages,
        value=None if refusal else scale * numerator / denominator,
        low=None if low is None else scale * low,
        high=None if high is None else scale * high,
        resampled="none" if low is None else LABELS[unit],
        refusal=no_interval,
    )
