"""Room report: frames and stance as small multiples by outlet: how much text speaks to what, and in whose words."""

from collections.abc import Iterator, Sequence

from framing.report.charts.drawing import Plan
from framing.report.charts.grid import Grid
from framing.report.charts.phrases import (
    describe_rows,
    keys_that_differ,
    note_more,
    outlet_colours,
    say_range,
    say_sizes,
    short_name,
    shorten,
    shown_columns,
    widest_row,
)
from framing.report.charts.sheet import Sheet
from framing.report.figures import Number, show_number
from framing.report.style import LINE, MUTED, VOICE_COLOURS, VOICE_SHAPES
from framing.report.texts import say
from framing.report.view import Column, Row, View
from framing.report.wording import show_value, voice_labels
from framing.schema import VOICES, Voice

_MOST_FRAMES = 9
_MOST_CATEGORIES = 9
_LABEL_WIDTH = 138.0
_STANCE = ("stance_per_1k_words", "loaded_per_1k_words")


def plan_tone(view: View) -> Iterator[Plan]:
    """Plan frames and stance, each where any of it was counted."""
    yield from _plan_frames(view)
    yield from _plan_stance(view)


def _rows(view: View, measure: str, voice: str = "all") -> list[Row]:
    index = view.index
    rows = []
    for key in index.keys(measure):
        numbers = [
            show_number(
                index.total(measure, outlet, key)
                if voice == "all"
                else index.find(measure, outlet, key, voice)
            )
            for outlet in index.outlets
        ]
        rows.append(
            Row(
                label=key.replace("-", " ") if measure == "frame_share" else key, numbers=numbers, voice=voice
            )
        )
    return rows


def _plan_frames(view: View) -> Iterator[Plan]:
    columns = shown_columns(view)
    found = [
        row for row in _rows(view, "frame_share") if any(row.numbers[column.position] for column in columns)
    ]
    rows = found[:_MOST_FRAMES]
    if not rows:
        return
    differing = {key.replace("-", " ") for key in keys_that_differ(view, "frame_share")}
    told = widest_row(columns, [row for row in rows if row.label in differing] or rows)
    more = " " + say("charts.common.more_rows", shown=len(rows), n=len(found))
    sizes = ", ".join(
        f"{short_name(outlet.name)} {outlet.sentences:,}"
        for outlet in (view.comparison.outlets[column.position] for column in columns)
    )
    yield Plan(
        name="frames",
        section="tone",
        data=("frames",),
        title=(
            told
            and say_range(
                columns,
                told.numbers,
                "charts.frames",
                differ=told.label in differing,
                label=shorten(told.label, 40),
            )
        )
        or say("charts.frames.plain"),
        caption=say("charts.frames.caption")
        + (more if len(found) > len(rows) else "")
        + " "
        + say("charts.common.sizes", unit=say("charts.common.sentences"), sizes=sizes)
        + note_more(view),
        alternative=f"{say('charts.frames.alternative')} {describe_rows(columns, rows)}",
        draw=lambda sheet: _draw_frames(sheet, view, columns, rows),
    )


def _draw_frames(sheet: Sheet, view: View, columns: list[Column], rows: Sequence[Row]) -> float:
    return Grid(sheet, columns, outlet_colours(view), _LABEL_WIDTH).draw_figures(rows, 31.0)


def _plan_stance(view: View) -> Iterator[Plan]:
    columns = shown_columns(view)
    held: list[dict[str, Row]] = []
    for measure in _STANCE:
        by_voice = {voice: {row.label: row for row in _rows(view, measure, voice)} for voice in VOICES}
        labels = [row.label for row in _rows(view, measure, VOICES[0])]
        held += [{voice: by_voice[voice][label] for voice in VOICES} for label in labels]
    rows = [row for row in held if any(_holds(one, columns) for one in row.values())][:_MOST_CATEGORIES]
    if not rows:
        return
    # A rate without any interval rests on a handful of words: no title is made of it.
    sure = [
        row["own"] for row in rows if any(number and number.low is not None for number in row["own"].numbers)
    ]
    differing = set().union(*(keys_that_differ(view, measure) for measure in _STANCE))
    told = widest_row(columns, [row for row in sure if row.label in differing] or sure)
    counts = {voice: _count([row[voice] for row in rows], columns) for voice in VOICES}
    heard = [
        Row(label=f"{row[voice].label}, {voice_labels()[voice]}", numbers=row[voice].numbers)
        for row in rows
        for voice in VOICES
    ]
    yield Plan(
        name="stance",
        section="tone",
        data=("stance",),
        title=(
            told
            and say_range(
                columns, told.numbers, "charts.stance", differ=told.label in differing, label=told.label
            )
        )
        or say("charts.stance.plain", n=sum(counts.values()), own=counts["own"]),
        caption=say("charts.stance.caption") + " " + say_sizes(view, view.words, say("charts.common.words")),
        alternative=f"{say('charts.stance.alternative')} {describe_rows(columns, heard)}",
        draw=lambda sheet: _draw_stance(sheet, view, columns, rows),
    )


def _count(rows: Sequence[Row], columns: Sequence[Column]) -> int:
    numbers = [row.numbers[column.position] for row in rows for column in columns]
    return round(sum(number.numerator for number in numbers if number is not None))


def _holds(row: Row, columns: Sequence[Column]) -> bool:
    return any(
        number is not None and number.numerator for number in (row.numbers[c.position] for c in columns)
    )


def _draw_stance(sheet: Sheet, view: View, columns: list[Column], rows: Sequence[dict[str, Row]]) -> float:
    left = 4.0
    for voice in VOICES:
        sheet.marks([(left, 6)], VOICE_SHAPES[voice], VOICE_COLOURS[voice])
        taken = sheet.text(
            left + 8, 6, voice_labels()[voice], size=8.5, colour=VOICE_COLOURS[voice], bold=True
        )
        left += taken + 24
    grid = Grid(sheet, columns, outlet_colours(view), _LABEL_WIDTH)
    # What is frequent differs tenfold between categories, so each has a scale of its own, which its label says.
    ends = [
        max((_rate(number) for one in row.values() for number in one.numbers if number), default=0.0)
        for row in rows
    ]

    def cell(left: float, top: float, width: float, row: int, column: Column) -> None:
        sheet.lines([((left, top + 3), (left, top + 34))], LINE, 0.8)
        scale = (width - 20) / ends[row] if ends[row] else 0.0
        for place, voice in enumerate(VOICES):
            number = rows[row][voice].numbers[column.position]
            if number is not None and number.value is not None:
                _draw_rate(sheet, number, voice, left, top + 8 + 10.5 * place, scale)

    labels = [row["own"].label for row in rows]
    notes = [say("charts.stance.scale", most=show_value(end, "rate")) for end in ends]
    return grid.draw_rows(grid.draw_heads(20), labels, [38.0] * len(rows), cell, notes)


def _draw_rate(sheet: Sheet, number: Number, voice: Voice, left: float, y: float, scale: float) -> None:
    """Draw a rate as its voice's mark, with its interval or, where there is none, its value."""
    value, colour = number.value or 0.0, VOICE_COLOURS[voice]
    x = left + value * scale
    if number.low is not None and number.high is not None:
        sheet.lines([((left + number.low * scale, y), (left + number.high * scale, y))], colour, 1.4)
    elif value:
        sheet.text(x + 6, y, show_value(value, "rate"), size=7, colour=MUTED)
    sheet.marks([(x, y)], VOICE_SHAPES[voice], colour, size=6 if value else 3)


def _rate(number: Number) -> float:
    return max(number.value or 0.0, number.high or 0.0)
