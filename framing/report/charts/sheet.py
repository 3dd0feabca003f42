"""Room report: a sheet to draw a chart on, measured in points from its top left corner, and text that fits."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import combining

from framing.report.style import INK, LINE, PAPER, RAISED
from framing.report.wording import show_on_one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

WIDE = 648.0
NARROW = 302.0

# A letter that the typeface lacks is a box in the files; in the page it is the reader's own, and no wider.
_MISSING = 1.15
# No line begins with a lone per cent sign.
_SPACE = re.compile(r" (?!%)")
_LONGEST_NAME = 120
_FEWEST_LETTERS = 3
_GROUNDS = (PAPER, RAISED, LINE)

Point = tuple[float, float]
Line = tuple[Point, Point]
Box = tuple[float, float, float, float]


class Sheet:
    """A figure as a sheet whose unit is a point, y downwards, so that what is drawn lies where it was put.

    Boxes, lines and marks of one look are gathered and become one artist each in `finish`: a drawing of few artists is
    quick to make and short as SVG. Boxes lie below lines, lines below marks, marks below text.
    """

    def __init__(self, figure: "Figure", width: float) -> None:
        from matplotlib.transforms import Affine2D

        self.figure = figure
        self.width = width
        self._place = Affine2D()
        self._to_figure = self._place + figure.dpi_scale_trans
        self._boxes: dict[tuple[str, str | None], list[Box]] = {}
        self._lines: dict[tuple[str, float], list[Line]] = {}
        self._marks: dict[tuple[str, str, float, bool], list[Point]] = {}

    @property
    def narrow(self) -> bool:
        """Whether the sheet is for a phone: labels stand above what they name, not beside it."""
        return self.width < 400

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 9.0,
        colour: str = INK,
        bold: bool = False,
        align: str = "left",
        width: float | None = None,
        name: bool = False,
        group: str | None = None,
    ) -> float:
        """Write one line with its middle at `y`, cut where it is wider than `width`; return how wide it is.

        A `name` is cut in its middle, anything else at its end.
        """
        if width is None:
            shown = show_on_one_line(words)
        else:
            shown = fit_name(words, width, size, bold)[0] if name else fit(words, width, size, bold)
        self.figure.text(
            x,
            y + 0.36 * size,
            shown,
            size=size,
            color=colour,
            weight="bold" if bold else "normal",
            ha=align,
            gid=group,
            transform=self._to_figure,
        )
        return text_width(shown, size, bold)

    def boxes(self, boxes: Iterable[Box], colour: str, *, edge: str | None = None) -> None:
        """Draw boxes (left, top, width, height) in one colour; with `edge`, outlined in it."""
        self._boxes.setdefault((colour, edge), []).extend(boxes)

    def lines(self, ends: Iterable[Line], colour: str = LINE, width: float = 0.8) -> None:
        """Draw straight lines in one colour."""
        self._lines.setdefault((colour, width), []).extend(ends)

    def marks(
        self, points: Iterable[Point], shape: str, colour: str, *, size: float = 6.0, hollow: bool = False
    ) -> None:
        """Draw marks of one shape; `size` is their width in points."""
        self._marks.setdefault((shape, colour, size, hollow), []).extend(points)

    def finish(self, left: float, top: float, height: float) -> None:
        """Give the figure its height, put the sheet's corner at (left, top) in it and draw what was gathered."""
        self._place.clear().scale(1 / 72, -1 / 72).translate(left / 72, (height - top) / 72)
        self.figure.set_size_inches(self.figure.get_figwidth(), height / 72)
        # What is paper-like lies below all else, however late it came.
        for (colour, edge), boxes in sorted(self._boxes.items(), key=lambda one: one[0][0] not in _GROUNDS):
            self._draw_boxes(boxes, colour, edge)
        for (colour, width), lines in self._lines.items():
            self._draw_lines(lines, colour, width)
        for (shape, colour, size, hollow), points in self._marks.items():
            self._draw_marks(points, shape, colour, size, hollow)

    def _draw_boxes(self, boxes: Sequence[Box], colour: str, edge: str | None) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        corners = [
            corner
            for left, top, width, height in boxes
            for corner in (
                (left, top),
                (left + width, top),
                (left + width, top + height),
                (left, top + height),
                (left, top),
            )
        ]
        steps = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(boxes)
        if boxes:
            patch = PathPatch(
                Path(corners, steps),
                facecolor=colour,
                edgecolor=edge or "none",
                linewidth=1.2 if edge else 0,
                transform=self._to_figure,
            )
            self.figure.add_artist(patch)

    def _draw_lines(self, lines: Sequence[Line], colour: str, width: float) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        if lines:
            patch = PathPatch(
                Path([end for ends in lines for end in ends], [Path.MOVETO, Path.LINETO] * len(lines)),
                fill=False,
                edgecolor=colour,
                linewidth=width,
                capstyle="butt",
                transform=self._to_figure,
                zorder=1.5,
            )
            self.figure.add_artist(patch)

    def _draw_marks(
        self, points: Sequence[Point], shape: str, colour: str, size: float, hollow: bool
    ) -> None:
        from matplotlib.lines import Line2D

        if points:
            marks = Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                linestyle="none",
                marker=shape,
                markersize=size,
                color=colour,
                markerfacecolor=PAPER if hollow else colour,
                markeredgewidth=1.2 if hollow else 0,
                transform=self._to_figure,
            )
            self.figure.add_artist(marks)


def text_width(words: str, size: float, bold: bool = False) -> float:
    """Return how wide a line is in DejaVu Sans, in points; other typefaces are hardly ever wider."""
    return size * sum(_letter_width(letter, bold) for letter in words)


def fit(words: str, width: float, size: float, bold: bool = False) -> str:
    """Return words on one line, cut with an ellipsis where they are wider than `width` points."""
    line = show_on_one_line(words)
    if text_width(line, size, bold) <= width:
        return line
    room = width - text_width("…", size, bold)
    kept = 0
    for letter in line:
        room -= size * _letter_width(letter, bold)
        if room < 0:
            break
        kept += 1
    # A letter and the marks that stand on it are cut together.
    while 0 < kept < len(line) and combining(line[kept]):
        kept -= 1
    return line[:kept].rstrip() + "…"


def wrap(words: str, width: float, size: float, bold: bool = False, most: int = 99) -> list[str]:
    """Return words as lines no wider than `width` points, the last of at most `most` cut with an ellipsis."""
    lines: list[str] = []
    waiting = _SPACE.split(show_on_one_line(words))
    while waiting and len(lines) < most - 1:
        count = 1
        while count < len(waiting) and text_width(" ".join(waiting[: count + 1]), size, bold) <= width:
            count += 1
        lines.append(fit(" ".join(waiting[:count]), width, size, bold))
        waiting = waiting[count:]
    if waiting:
        lines.append(fit(" ".join(waiting), width, size, bold))
    return lines


def fit_name(name: str, width: float, size: float, bold: bool = False, most: int = 1) -> list[str]:
    """Return an outlet's name on at most so many lines: whole if it can be, with words broken if need be.

    One that is too long for that loses its middle: names of outlets are often told apart by their ends ("… of Region
    12").
    """
    line = show_on_one_line(name)
    for whole in (line, _break_words(line, width, size, bold) if most > 1 else line):
        if _fits(whole, width, size, bold, most):
            return wrap(whole, width, size, bold, most)
    # Of what is cut, fewer letters take no more room, so the most that fit are found by halving.
    fitting, too_many = 3, min(len(line), _LONGEST_NAME)
    while too_many - fitting > 1:
        letters = (fitting + too_many) // 2
        if _fits(cut_middle(line, letters), width, size, bold, most):
            fitting = letters
        else:
            too_many = letters
    return wrap(cut_middle(line, fitting), width, size, bold, most)


def _fits(line: str, width: float, size: float, bold: bool, most: int) -> bool:
    # What is far too long need not be measured letter by letter.
    if len(line) > _LONGEST_NAME:
        return False
    lines = wrap(line, width, size, bold)
    return len(lines) <= most and all(words in line for words in lines)


def _break_words(line: str, width: float, size: float, bold: bool) -> str:
    """Return a line whose words that are wider than `width` are broken by hyphens into parts of like length."""
    return " ".join(_break_word(word, width, size, bold) for word in line[:_LONGEST_NAME].split(" "))


def _break_word(word: str, width: float, size: float, bold: bool) -> str:
    if text_width(word, size, bold) <= width:
        return word
    for parts in range(2, max(2, len(word) // _FEWEST_LETTERS) + 1):
        step = -(-len(word) // parts)
        broken = [word[start : start + step] for start in range(0, len(word), step)]
        if all(text_width(f"{part}-", size, bold) <= width for part in broken):
            break
    return "- ".join(broken)


def cut_middle(line: str, letters: int) -> str:
    """Return a line of at most so many letters, with an ellipsis for its middle where it was longer."""
    if len(line) <= letters:
        return line
    end = (letters - 1) // 2
    return line[: letters - 1 - end].rstrip() + "…" + line[len(line) - end :].lstrip()


@cache
def _letter_width(letter: str, bold: bool) -> float:
    """Return a letter's width as a share of the size of type."""
    font = _font(bold)
    place = font.get_char_index(ord(letter))
    if not place:
        return _MISSING
    return float(font.load_glyph(place).linearHoriAdvance) / 65536 / 100


@cache
def _font(bold: bool) -> "FT2Font":
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    font = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf")
    font.set_size(100, 72)
    return font
