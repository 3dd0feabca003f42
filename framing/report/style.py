"""Room report: the visual language of charts and page, as data: colours in light and dark, shapes and signs.

A colour is named once, by a CSS variable. Charts are drawn in the light one; the form for the page says the variable,
so the page's reader chooses. Every colour that carries letters, or is one, has a contrast of at least 4.5 to 1 with
the paper, in light and in dark; outlets' colours, which carry none, of at least 3 to 1. Within a palette colours stay
apart for readers who see no red, green or blue (Machado, Oliveira and Fernandes 2009).
"""

from collections.abc import Sequence
from pathlib import Path

STYLE_FILE = Path(__file__).parent / "framing.mplstyle"

PAPER = "#fdfdfc"
INK = "#1d2126"
MUTED = "#5b6470"
LINE = "#d9dde2"
RAISED = "#f3f4f6"

VOICE_COLOURS = {"own": "#6b747f", "attributed": "#0072b2", "quoted": "#c25100"}
VOICE_SHAPES = {"own": "o", "attributed": "^", "quoted": "s"}
VOICE_SIGNS = {"own": "●", "attributed": "▲", "quoted": "■"}

OUTLET_COLOURS = ("#10427b", "#d364db", "#29a288", "#5b3b00", "#853dc2", "#929300", "#9a5328", "#157079")

# Types of source in families, as nobody tells twenty colours apart; a type that is not listed belongs to the last.
TYPE_COLOURS = {
    "state-media": "#b0183f",
    "media": "#5d0878",
    "government": "#484dd2",
    "institutions": "#006154",
    "parties": "#b35713",
    "society": "#2e3f06",
    "unnamed": "#66707c",
}
_FAMILIES = {
    "state media": "state-media",
    "media": "media",
    "government": "government",
    "legislature": "institutions",
    "judiciary": "institutions",
    "police": "institutions",
    "military": "institutions",
    "international organisation": "institutions",
    "party": "parties",
    "armed group": "parties",
    "civil society": "society",
    "expert": "society",
    "citizen": "society",
    "business": "society",
    "health": "society",
}

# Two ways to differ from what lies between, the ends of ColorBrewer's BrBG (Brewer 2013).
DIVERGING = {"below": "#8c510a", "above": "#01665e"}

_DARK = {
    "paper": "#14171a",
    "ink": "#e8eaed",
    "muted": "#a5adb8",
    "line": "#363c44",
    "raised": "#1e2328",
    "own": "#9aa4b0",
    "attributed": "#56b4e9",
    "quoted": "#ff9a4d",
    "below": "#dfc27d",
    "above": "#80cdc1",
    "type-state-media": "#ed4954",
    "type-media": "#aa75b6",
    "type-government": "#4699fe",
    "type-institutions": "#80f6e7",
    "type-parties": "#f99603",
    "type-society": "#dbec1a",
    "type-unnamed": "#a3adb8",
    "outlet-1": "#25baf2",
    "outlet-2": "#bd3da8",
    "outlet-3": "#008622",
    "outlet-4": "#fadb86",
    "outlet-5": "#8472fe",
    "outlet-6": "#9eb919",
    "outlet-7": "#c4848d",
    "outlet-8": "#7af4fb",
}


def css_variables(dark: bool = False) -> dict[str, str]:
    """Return the colours by the names of their CSS variables, without the two hyphens, in light or in dark."""
    light = {"paper": PAPER, "ink": INK, "muted": MUTED, "line": LINE, "raised": RAISED}
    light |= VOICE_COLOURS | DIVERGING
    light |= {f"type-{family}": colour for family, colour in TYPE_COLOURS.items()}
    light |= {f"outlet-{place}": colour for place, colour in enumerate(OUTLET_COLOURS, start=1)}
    return {name: _DARK[name] for name in light} if dark else light


def family_of(source_type: str) -> str:
    """Return the family of a type of source, a key of `TYPE_COLOURS`; "unnamed" for all that say little of it."""
    return _FAMILIES.get(source_type, "unnamed")


def outlet_places(words: Sequence[float]) -> list[int]:
    """Return the positions of the outlets that are drawn, in their order: all, or the ones with most words."""
    most = len(OUTLET_COLOURS)
    largest = sorted(range(len(words)), key=lambda position: (-words[position], position))[:most]
    return sorted(largest)


def outlet_variables(words: Sequence[float]) -> list[str]:
    """Return the CSS variable of each outlet's colour: its own for those that are drawn, "muted" for the others."""
    slots = {position: f"outlet-{slot}" for slot, position in enumerate(outlet_places(words), start=1)}
    return [slots.get(position, "muted") for position in range(len(words))]
