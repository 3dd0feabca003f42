"""Room report: the chart of voices: how much of each outlet's text is its own, attributed and quoted."""

from collections.abc import Iterator

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import describe_rows, keys_that_differ, say_range, say_sizes, shown_columns
from framing.report.charts.sheet import Sheet, text_width
from framing.report.figures import Number
from framing.report.style import MUTED, PAPER, VOICE_COLOURS, VOICE_SIGNS
from framing.report.texts import say
from framing.report.view import Column, View

_LABEL_WIDTH = 120.0
_BAR = 19.0


def plan_voices(view: View) -> Iterator[Plan]:
    """Plan voices: a bar an outlet, own words from the left, quoted words to the right."""
    rows = view.voices.rows
    columns = [column for column in shown_columns(view) if any(row.numbers[column.position] for row in rows)]
    if columns:
        yield Plan(
            name="voices",
            section="words",
            data=("voices",),
            title=say_range(
                columns, rows[0].numbers, "charts.voices", differ=bool(keys_that_differ(view, "voice_share"))
            )
            or say("charts.voices.plain"),
            caption=say("charts.voices.caption")
            + " "
            + say_sizes(view, view.words, say("charts.common.words")),
            alternative=f"{say('charts.voices.alternative')} {describe_rows(columns, rows)}",
            draw=lambda sheet: _draw(sheet, view, columns),
        )


def _draw(sheet: Sheet, view: View, columns: list[Column]) -> float:
    start = 0.0 if sheet.narrow else _LABEL_WIDTH
    width = sheet.width - start
    left = start
    for row in view.voices.rows:
        words = f"{VOICE_SIGNS[row.voice]} {row.label}"
        left += sheet.text(left, 6, words, colour=VOICE_COLOURS[row.voice], bold=True, size=9.5) + 16
    top = 22.0
    for column in columns:
        if sheet.narrow:
            sheet.text(0, top + 4, column.name, bold=True, width=sheet.width, name=True)
            top += 13
        else:
            sheet.text(0, top + _BAR / 2, column.name, bold=True, width=_LABEL_WIDTH - 12, name=True)
        numbers = {row.voice: row.numbers[column.position] for row in view.voices.rows}
        _draw_bar(sheet, numbers, start, top, width)
        top += _BAR + 17
    return top - 6


def _draw_bar(
    sheet: Sheet, numbers: dict[str, Number | None], start: float, top: float, width: float
) -> None:
    if any(number is not None and number.refused for number in numbers.values()):
        sheet.text(start, top + _BAR / 2, say("charts.voices.too_little"), colour=MUTED)
        return
    left = start
    for voice, number in numbers.items():
        if number is None or not number.numerator:
            continue
        size = number.share * width
        sheet.boxes([(left, top, max(0.5, size - 1), _BAR)], VOICE_COLOURS[voice])
        label = number.text.split(" [")[0]
        if text_width(label, 9, bold=True) + 6 < size:
            sheet.text(left + size / 2, top + _BAR / 2, label, colour=PAPER, bold=True, align="center")
        left += size
    # Own words are read from the left edge, quoted ones from the right: so both intervals lie at an end of the bar.
    for voice, place, level in (("own", start, top + _BAR + 4), ("quoted", start + width, top + _BAR + 8.5)):
        number = numbers.get(voice)
        if number is not None and number.low is not None and number.high is not None:
            sign = 1 if voice == "own" else -1
            ends = [place + sign * width * bound for bound in (number.low, number.high)]
            ticks = [((x, level - 2), (x, level + 2)) for x in ends]
            sheet.lines([((ends[0], level), (ends[1], level)), *ticks], VOICE_COLOURS[voice], 1.3)
