"""Room report: the charts of whose words: shares by type of source, and of the sources carried most."""

from collections.abc import Iterator

from framing.report.charts.drawing import Plan
from framing.report.charts.grid import Grid, draw_interval
from framing.report.charts.phrases import (
    describe_rows,
    outlet_colours,
    say_range,
    say_sizes,
    shorten,
    shown_columns,
    widest_row,
)
from framing.report.charts.sheet import Sheet
from framing.report.figures import Number
from framing.report.style import MUTED, family_of
from framing.report.texts import say
from framing.report.view import Column, Row, Table, View

_MOST_ROWS = 9
_ROW_HEIGHT = 31.0
_LABEL_WIDTH = 138.0


def plan_shares(view: View) -> Iterator[Plan]:
    """Plan source-types and sources, each where any words are attributed."""
    yield from _plan(view, view.source_types, "source-types")
    yield from _plan(view, view.sources, "sources")


def _plan(view: View, table: Table, name: str) -> Iterator[Plan]:
    columns = shown_columns(view)
    rows = [row for row in table.rows if any(row.numbers[column.position] for column in columns)][:_MOST_ROWS]
    if not rows:
        return
    text = f"charts.{name}"
    told = _row_to_tell(view, columns, rows, name)
    more = " " + say("charts.common.more_rows", shown=len(rows), n=len(table.rows))
    yield Plan(
        name=name,
        section="words",
        data=("sources",),
        title=(told and say_range(columns, told.numbers, text, label=shorten(told.label, 40)))
        or say(f"{text}.plain"),
        caption=say(f"{text}.caption")
        + (more if len(table.rows) > len(rows) else "")
        + " "
        + say_sizes(view, view.words, say("charts.common.words")),
        alternative=f"{say(f'{text}.alternative')} {describe_rows(columns, rows)}",
        draw=lambda sheet: _draw(sheet, view, columns, rows),
    )


def _row_to_tell(view: View, columns: list[Column], rows: list[Row], name: str) -> Row | None:
    """Return the row that the title tells: the source asked for, or the type in which outlets lie furthest apart."""
    if name == "sources":
        return next((row for row in rows if row.label == view.reliance), rows[0])
    telling = [row for row in rows if family_of(row.label) != "unnamed"]
    return widest_row(columns, telling or rows)


def _draw(sheet: Sheet, view: View, columns: list[Column], rows: list[Row]) -> float:
    grid = Grid(sheet, columns, outlet_colours(view), _LABEL_WIDTH)
    most = max((_reach(number) for row in rows for number in row.numbers if number), default=1.0) or 1.0

    def cell(left: float, top: float, width: float, row: int, column: Column) -> None:
        number = rows[row].numbers[column.position]
        if number is None:
            return
        if number.numerator:
            colour = grid.colours[column.position]
            draw_interval(sheet, left, top + 22, width, number, most, colour)
        shown = number.text.split(" [")[0] if number.numerator else "–"
        sheet.text(left, top + 10, shown, size=8.5, colour=MUTED, width=width)

    return grid.draw_rows(grid.draw_heads(0), [row.label for row in rows], _ROW_HEIGHT, cell)


def _reach(number: Number) -> float:
    return max(number.share, number.high or 0.0)
