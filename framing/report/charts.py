"""Room report: the charts in one visual language, drawn by matplotlib, the same bytes on every run."""

import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap
from typing import Any, cast

from framing.report.plots import WIDTH, Plan, plan_charts
from framing.report.style import CHART_STYLE, INK, LINE, MUTED, PAPER, VOICE_COLOURS
from framing.report.view import View

_HEAD = 0.62
_FOOT = 0.7
_DOTS_PER_INCH = 144
_TITLE_LETTERS = 70


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawn chart: the files' bytes, the form for the page, and its words."""

    name: str
    title: str
    caption: str
    alternative: str
    svg: bytes
    png: bytes
    inline: str


def draw_charts(view: View) -> dict[str, Chart]:
    """Return the charts by name: voices, source-types, reliance, cue-classes, naming.

    A chart for which the comparison has no figures is left out.
    """
    # Imported here because the import alone takes longer than all the rest of a report.
    import matplotlib

    plans = plan_charts(view)
    # From matplotlib's defaults and not the user's own settings, so that every machine draws the same.
    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key != "backend"}
    with matplotlib.rc_context(cast(Any, defaults | CHART_STYLE)), warnings.catch_warnings():
        # A letter that the typeface lacks is a box in the PNG; the page shows it in the reader's own.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        return {plan.name: _draw(plan) for plan in plans}


def _draw(plan: Plan) -> Chart:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = _HEAD + plan.height + _FOOT
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)
    # A long title is set smaller rather than cut.
    size = min(13.0, 13.0 * _TITLE_LETTERS / max(1, len(plan.title)))
    figure.text(
        0.15 / WIDTH, 1 - 0.32 / height, plan.title, size=size, weight="bold", va="center", gid="head"
    )
    caption = "\n".join(wrap(plan.caption, 125)[:3])
    figure.text(0.15 / WIDTH, 0.3 / height, caption, size=8.5, color=MUTED, va="center", gid="foot")
    plan.draw(figure, (0.15 / WIDTH, _FOOT / height, 1 - 0.3 / WIDTH, plan.height / height))
    svg, png = BytesIO(), BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(svg, format="svg", metadata=nothing)
    figure.savefig(png, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
    written = svg.getvalue().decode("utf-8")
    return Chart(
        name=plan.name,
        title=plan.title,
        caption=plan.caption,
        alternative=plan.alternative,
        svg=written.encode("utf-8"),
        png=png.getvalue(),
        inline=_make_inline(written, plan, height),
    )


def _make_inline(svg: str, plan: Plan, height: float) -> str:
    """Return an SVG in the page's colours, without head and foot: the page writes these itself."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>", "", body, flags=re.DOTALL)
    body = re.sub(r'<g id="(?:head|foot)">.*?</g>', "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{plan.name}-', body)
    body = re.sub(r'(url\(#|href="#)', rf"\g<1>{plan.name}-", body)
    top, inside = round(72 * _HEAD, 2), round(72 * plan.height, 2)
    opening = _svg_tag(plan, top, inside)
    body = re.sub(r"<svg [^>]*>", lambda _: opening, body, count=1, flags=re.DOTALL)
    colours = {PAPER: "--paper", INK: "--ink", MUTED: "--muted", LINE: "--line"}
    colours |= {colour: f"--{voice}" for voice, colour in VOICE_COLOURS.items()}
    for voice, colour in VOICE_COLOURS.items():
        # Letters need more contrast than surfaces.
        body = re.sub(rf"(<text [^>]*fill: ){colour}", rf"\g<1>var(--{voice}-ink)", body)
    for colour, variable in colours.items():
        body = body.replace(colour, f"var({variable})")
    return re.sub(r">\s+<", "><", body).strip()


def _svg_tag(plan: Plan, top: float, height: float) -> str:
    label = _escape(plan.alternative)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'aria-label="{label}" viewBox="0 {top} {72 * WIDTH:g} {height}">'
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
