"""Room report: a figure as a PNG in the few colours that charts have: a third of the size, and quickly written."""

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from framing.report.style import PAPER, css_variables

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL import Image

DOTS_PER_INCH = 144
_STEPS = 8


def to_png(figure: "Figure") -> bytes:
    """Return a PNG of 144 dots an inch, the same bytes for the same figure."""
    from PIL import Image

    pixels, png = BytesIO(), BytesIO()
    figure.savefig(pixels, format="rgba", dpi=DOTS_PER_INCH)
    width = round(figure.get_figwidth() * DOTS_PER_INCH)
    size = (width, len(pixels.getvalue()) // (4 * width))
    image = Image.frombytes("RGBA", size, pixels.getvalue()).convert("RGB")
    few = image.quantize(palette=_palette(), dither=Image.Dither.NONE)
    few.save(png, format="PNG", compress_level=6, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return png.getvalue()


@cache
def _palette() -> "Image.Image":
    """Return the palette: every colour of the style, and its steps towards the paper, which edges of letters have."""
    from PIL import Image

    paper = _split(PAPER)
    colours = [_split(colour) for colour in css_variables().values()]
    steps = [
        tuple(
            round(ground + (part - ground) * step / _STEPS)
            for ground, part in zip(paper, colour, strict=True)
        )
        for step in range(_STEPS, 0, -1)
        for colour in colours
    ]
    kept = list(dict.fromkeys([paper, *steps]))[:256]
    image = Image.new("P", (1, 1))
    image.putpalette([part for colour in kept for part in colour])
    return image


def _split(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
