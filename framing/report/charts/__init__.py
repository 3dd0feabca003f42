"""Room report: the charts in one visual language, drawn by matplotlib, the same bytes on every run.

A chart is a plan (`drawing.Plan`: its words, and a function that draws its inside); one module plans each chart, or
a family of them.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from framing.report.charts import (
    barcode,
    coverage,
    cues,
    keyness,
    naming,
    outlet_map,
    reuse,
    shares,
    tone,
    voices,
)
from framing.report.charts.drawing import Chart, Plan, lay_out, render, style
from framing.report.view import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Chart", "chart_names", "draw_charts", "is_chart_name", "make_figure"]

_NAME = re.compile(
    r"barcode|voices|source-types|sources|cue-classes|naming|coverage|keyness-[1-9]\d*|frames|stance|map|reuse"
)


def draw_charts(view: View) -> dict[str, Chart]:
    """Return the charts by name, in the page's order.

    barcode, voices, source-types, sources, cue-classes, naming, coverage, keyness-1 and further (one an outlet, by its
    place), frames, stance, map, reuse. A chart for which the comparison has no figures is left out.
    """
    with style():
        return {plan.name: render(plan) for plan in _plan(view)}


def chart_names(view: View) -> list[str]:
    """Return the names of the charts that a comparison has, in the page's order."""
    return [plan.name for plan in _plan(view)]


def is_chart_name(name: str) -> bool:
    """Return whether any comparison has a chart of this name."""
    return _NAME.fullmatch(name) is not None


def make_figure(view: View, name: str) -> "Figure":
    """Return a chart as a matplotlib figure to restyle; raises `KeyError` for a chart that the comparison has not.

    Its texts, patches and lines lie on the figure itself, measured in points, so there is nothing to lay out again. It
    belongs to no window of pyplot; in a notebook it shows itself.
    """
    for plan in _plan(view):
        if plan.name == name:
            with style():
                return lay_out(plan)
    raise KeyError(name)


def _plan(view: View) -> Iterator[Plan]:
    if not view.columns:
        return
    yield from barcode.plan_barcode(view)
    yield from voices.plan_voices(view)
    yield from shares.plan_shares(view)
    yield from cues.plan_cues(view)
    yield from naming.plan_naming(view)
    yield from coverage.plan_coverage(view)
    yield from keyness.plan_keyness(view)
    yield from tone.plan_tone(view)
    yield from outlet_map.plan_map(view)
    yield from reuse.plan_reuse(view)
