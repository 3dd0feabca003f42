"""Room report: the chart of verbs of attribution, diverging around the neutral ones, by outlet and type of source.

To the left stand the classes that hold what is said at a distance, to the right those that add to it. The order
follows Thompson and Ye (1991) on what the writer's verb says of the content (non-factive and counter-factive against
factive) and Caldas-Coulthard (1994); docs/lexicons.md tells how verbs were put into classes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import (
    describe_rows,
    keys_that_differ,
    outlet_colours,
    say_range,
    say_sizes,
    shown_columns,
)
from framing.report.charts.sheet import Sheet, text_width
from framing.report.figures import Number
from framing.report.style import DIVERGING, INK, LINE, MUTED, VOICE_COLOURS
from framing.report.texts import say, say_all
from framing.report.view import View

LEFT = ("negating", "distancing")
RIGHT = ("factive", "emphatic", "evaluative")
_AFTER = ("mental", "unlisted")
"""Classes that do neither, told apart at the right."""
_MOST_TYPES = 6
_LABEL_WIDTH = 120.0
_ROW_HEIGHT = 31.0
_GAP = 8.0


@dataclass(frozen=True)
class _Share:
    """A share as it is drawn: its text, its size, and its interval where there is one."""

    text: str
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class _Line:
    """A row: an outlet or a type of source, how many attributions stand behind it, and its shares by class."""

    label: str
    count: int
    shares: dict[str, _Share]
    colour: str = ""


def plan_cues(view: View) -> Iterator[Plan]:
    """Plan cue-classes; nothing where nothing is attributed."""
    rows = view.cues.rows
    columns = shown_columns(view)
    if not any(view.attributions):
        return
    neutral = next((row for row in rows if row.label == "neutral"), None)
    title = (
        say_range(
            columns,
            neutral.numbers,
            "charts.cue-classes",
            differ="neutral" in keys_that_differ(view, "cue_class_share"),
        )
        if neutral
        else ""
    )
    yield Plan(
        name="cue-classes",
        section="cues",
        data=("cues", "together"),
        title=title or say("charts.cue-classes.plain"),
        caption=say("charts.cue-classes.caption")
        + " "
        + say_sizes(view, view.attributions, say("charts.common.attributions")),
        alternative=f"{say('charts.cue-classes.alternative')} {describe_rows(columns, rows)}",
        draw=lambda sheet: _draw(sheet, view),
    )


def _draw(sheet: Sheet, view: View) -> float:
    outlets, types = _outlet_lines(view), _type_lines(view)
    lines = [*outlets, *types]
    after = [name for name in _AFTER if any(name in line.shares for line in lines)]
    classes = [*LEFT, "neutral", *RIGHT, *after]
    start = 0.0 if sheet.narrow else _LABEL_WIDTH
    # The neutral column is wider: most attributions are neutral.
    unit = (sheet.width - start) / (len(classes) + 0.8)
    places: dict[str, tuple[float, float]] = {}
    left = start
    for name in classes:
        width = unit * (1.8 if name == "neutral" else 1.0)
        places[name] = (left, width - _GAP)
        left += width
    sides = [name for name in classes if name != "neutral"]
    most = max(
        (_reach(line.shares[name]) for line in lines for name in sides if name in line.shares), default=0
    )
    top = _draw_heads(sheet, places)
    for block, held in (("by_outlet", outlets), ("by_type", types)):
        if not held:
            continue
        sheet.text(0, top + 6, say(f"charts.cue-classes.{block}"), size=8.5, colour=MUTED, width=sheet.width)
        top += 16
        for line in held:
            top = _draw_line(sheet, line, places, top, max(most, 0.1))
        top += 8
    return top - 8


def _reach(share: _Share) -> float:
    return max(share.share, share.high or 0.0)


def _draw_heads(sheet: Sheet, places: dict[str, tuple[float, float]]) -> float:
    labels = say_all("charts.cue-classes.classes")
    neutral, width = places["neutral"]
    words = say("charts.cue-classes.left")
    if sheet.narrow:
        sheet.text(0, 5, words, size=8.5, colour=DIVERGING["below"], width=neutral + width)
    else:
        sheet.text(neutral - _GAP, 5, words, size=8.5, colour=DIVERGING["below"], align="right")
    right = neutral + width + _GAP
    after = min((left for name, (left, _) in places.items() if name in _AFTER), default=sheet.width)
    sheet.text(
        right, 5, say("charts.cue-classes.right"), size=8.5, colour=DIVERGING["above"], width=after - right
    )
    if after < sheet.width:
        sheet.text(
            after, 5, say("charts.cue-classes.neither"), size=8.5, colour=MUTED, width=sheet.width - after
        )
    # Where columns are narrow their names stand on two levels in turn.
    levels = 2 if sheet.narrow else 1
    size = 8.0 if sheet.narrow else 8.5
    for place, (name, (left, room)) in enumerate(places.items()):
        y = 19.0 + 10.5 * (place % levels)
        if name in LEFT:
            edge = max(left + room, text_width(labels[name], size, bold=True))
            sheet.text(edge, y, labels[name], size=size, bold=True, align="right")
        else:
            edge = min(left, sheet.width - text_width(labels[name], size, bold=True))
            sheet.text(edge, y, labels[name], size=size, bold=True)
    return 21.5 + 10.5 * levels


def _draw_line(
    sheet: Sheet, line: _Line, places: dict[str, tuple[float, float]], top: float, most: float
) -> float:
    note = f"n = {line.count:,}"
    if line.colour:
        sheet.boxes([(0, top + 3, 3, 11 if sheet.narrow else 24)], line.colour)
    indent = 8.0 if line.colour else 0.0
    if sheet.narrow:
        taken = sheet.text(
            indent, top + 8, line.label, bold=bool(line.colour), width=sheet.width - 70, name=True
        )
        sheet.text(indent + taken + 8, top + 8, note, size=8, colour=MUTED)
        top += 15
    else:
        room = _LABEL_WIDTH - 16 - indent
        sheet.text(indent, top + 9, line.label, bold=bool(line.colour), width=room, name=True)
        sheet.text(indent, top + 21, note, size=8, colour=MUTED)
    for name, (left, width) in places.items():
        share = line.shares.get(name)
        grows_left = name in LEFT
        foot = left + width if grows_left else left
        sheet.lines([((foot, top + 3), (foot, top + 28))], LINE, 0.8)
        if share is None or not share.share:
            continue
        colour = (
            DIVERGING["below"]
            if grows_left
            else DIVERGING["above"]
            if name in RIGHT
            else VOICE_COLOURS["own"]
        )
        scale = width / (1.0 if name == "neutral" else most) * (-1 if grows_left else 1)
        size = max(0.8, abs(share.share * scale))
        sheet.boxes([(foot - size if grows_left else foot, top + 15, size, 7)], colour)
        inset = -3 if grows_left else 3
        sheet.text(foot + inset, top + 8, share.text, size=8, colour=MUTED, align="right" if grows_left else "left",
                   width=width)  # fmt: skip
        if share.low is not None and share.high is not None:
            ends = [foot + bound * scale for bound in (share.low, share.high)]
            ticks = [((x, top + 23.5), (x, top + 27.5)) for x in ends]
            sheet.lines([((ends[0], top + 25.5), (ends[1], top + 25.5)), *ticks], INK, 1.0)
    return top + _ROW_HEIGHT


def _outlet_lines(view: View) -> list[_Line]:
    colours = outlet_colours(view)
    lines = []
    for column in shown_columns(view):
        number = view.attributions[column.position]
        if number is not None:
            held = {row.label: row.numbers[column.position] for row in view.cues.rows}
            lines.append(_Line(column.name, int(number.numerator), _shares(held), colours[column.position]))
    return lines


def _type_lines(view: View) -> list[_Line]:
    """Return types of source with enough attributions, over all outlets, the most frequent first."""
    table = view.cues_together
    enough = [
        _Line(row.label, count, _shares(dict(zip(table.classes, row.numbers, strict=True))))
        for row, count in zip(table.rows, table.counts, strict=True)
        if not any(number and number.refused for number in row.numbers)
    ]
    return enough[:_MOST_TYPES]


def _shares(numbers: Mapping[str, Number | None]) -> dict[str, _Share]:
    return {
        name: _Share(number.text.split(" [")[0], number.share, number.low, number.high)
        for name, number in numbers.items()
        if number is not None and number.numerator
    }
