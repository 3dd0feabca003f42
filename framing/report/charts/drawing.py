"""Room report: how a plan becomes a figure, and a figure the files and the forms for the page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from framing.report.charts.inline import make_inline
from framing.report.charts.picture import to_png
from framing.report.charts.sheet import NARROW, WIDE, Sheet, wrap
from framing.report.style import MUTED, STYLE_FILE
from framing.report.wording import show_on_one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MARGIN = 10.0
_TITLE_SIZE = 13.0
_CAPTION_SIZE = 8.5
_LINE = 1.35


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a chart says, and `draw`, which draws its inside on a sheet and returns the height it took, in points."""

    name: str
    section: str
    data: tuple[str, ...]
    title: str
    caption: str
    alternative: str
    draw: Callable[[Sheet], float]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawn chart: the files' bytes, the forms for the page, and its words.

    `section` is the part of the page where it belongs, `data` the tables that hold its numbers. `inline` is an SVG in
    the page's CSS variables without title and caption, `inline_narrow` the same laid out for a phone.
    """

    name: str
    section: str
    data: tuple[str, ...]
    title: str
    caption: str
    alternative: str
    svg: bytes
    png: bytes
    inline: str
    inline_narrow: str


@contextmanager
def style() -> Iterator[None]:
    """Draw in the style file on matplotlib's defaults, and not on the user's own, as long as this lasts."""
    # Imported here because the import alone takes longer than all the rest of a report.
    import warnings

    import matplotlib

    given = matplotlib.rc_params_from_file(STYLE_FILE, use_default_template=True)
    settings = {key: value for key, value in given.items() if key != "backend"}
    with matplotlib.rc_context(cast(Any, settings)), warnings.catch_warnings():
        # A letter that the typeface lacks is a box in the PNG; the page shows it in the reader's own.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """A figure, and where its inside begins and how high it is, in points."""

    figure: "Figure"
    head: float
    inside: float


def lay_out(plan: Plan, width: float = WIDE) -> "Figure":
    """Return a plan as a figure with title, inside and caption; to be called within `style`."""
    return _lay_out(plan, width).figure


def _lay_out(plan: Plan, width: float) -> _Layout:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / 72, 1))
    FigureCanvasAgg(figure)
    figure.set_label(plan.name)
    figure.patch.set_gid("paper")
    sheet = Sheet(figure, width - 2 * _MARGIN)
    inside = plan.draw(sheet)
    title = wrap(plan.title, sheet.width, _TITLE_SIZE, bold=True, most=4)
    caption = wrap(plan.caption, sheet.width, _CAPTION_SIZE, most=8)
    head = _LINE * _TITLE_SIZE * len(title) + 18
    foot = _LINE * _CAPTION_SIZE * len(caption) + 22
    for place, line in enumerate(title):
        y = 12 - head + _LINE * _TITLE_SIZE * (place + 0.5)
        sheet.text(0, y, line, size=_TITLE_SIZE, bold=True, group=f"head-{place}")
    for place, line in enumerate(caption):
        y = inside + 12 + _LINE * _CAPTION_SIZE * (place + 0.5)
        sheet.text(0, y, line, size=_CAPTION_SIZE, colour=MUTED, group=f"foot-{place}")
    sheet.finish(_MARGIN, head, head + inside + foot)
    return _Layout(figure=figure, head=head, inside=inside)


def render(plan: Plan) -> Chart:
    """Return a plan drawn in all its forms; to be called within `style`."""
    layout = _lay_out(plan, WIDE)
    figure = layout.figure
    svg = _to_svg(figure)
    return Chart(
        name=plan.name,
        section=plan.section,
        data=plan.data,
        title=plan.title,
        caption=plan.caption,
        alternative=plan.alternative,
        svg=svg,
        png=to_png(figure),
        inline=_to_inline(plan, layout, WIDE, svg),
        inline_narrow=_draw_narrow(plan),
    )


def _draw_narrow(plan: Plan) -> str:
    layout = _lay_out(plan, NARROW)
    return _to_inline(plan, layout, NARROW, _to_svg(layout.figure))


def _to_svg(figure: "Figure") -> bytes:
    svg = BytesIO()
    figure.savefig(svg, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return svg.getvalue()


def _to_inline(plan: Plan, layout: _Layout, width: float, svg: bytes) -> str:
    """Return the inside alone: the page writes title and caption itself."""
    # The edge of what lies at the margin needs a point of room.
    box = (_MARGIN - 1, layout.head - 1, width - 2 * _MARGIN + 2, layout.inside + 2)
    prefix = plan.name if width == WIDE else f"{plan.name}-narrow"
    return make_inline(svg.decode("utf-8"), prefix, show_on_one_line(plan.alternative), box)
