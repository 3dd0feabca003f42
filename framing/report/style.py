"""Room report: the visual language of charts and page, in colours that colour-blind readers tell apart."""

from typing import Any

PAPER = "#fdfdfc"
INK = "#1d2126"
MUTED = "#5b6470"
LINE = "#d9dde2"

# Voices take a grey, and the blue and vermillion of Okabe and Ito 2008 (darkened to carry white figures);
# outlets take colours that are left.
VOICE_COLOURS = {"own": "#6b747f", "attributed": "#0072b2", "quoted": "#c65300"}
VOICE_SHAPES = {"own": "o", "attributed": "^", "quoted": "s"}
VOICE_SIGNS = {"own": "●", "attributed": "▲", "quoted": "■"}

OUTLET_COLOURS = ("#009e73", "#cc79a7", "#b8860b", "#3d9bd6", "#8c6bd1", "#6b8e23", "#c0504d", "#7f8790")

CHART_STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": LINE,
    "axes.facecolor": "none",
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.spines.bottom": False,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.bottom": False,
    "ytick.left": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "framing",
    "svg.id": None,
}


def outlet_colour(position: int) -> str:
    """Return the colour of the outlet in this place; past the palette's end colours come again."""
    return OUTLET_COLOURS[position % len(OUTLET_COLOURS)]
