"""Room report: the charts of whose words: shares by type of source, and of the sources carried most."""

from collections.abc import Iterator

from framing.report.charts.drawing import Plan
from framing.report.charts.grid import Grid
from framing.report.charts.phrases import (
    describe_rows,
    keys_that_differ,
    outlet_colours,
    say_range,
    say_sizes,
    shorten,
    shown_columns,
    widest_row,
)
from framing.report.charts.sheet import Sheet
from framing.report.figures import NAMELESS
from framing.report.style import family_of
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
    more = " " + say("charts.common.more_rows", shown=len(rows), n=len(table.rows))
    yield Plan(
        name=name,
        section="words",
        data=("sources",),
        title=_title_sources(view, columns, rows) if name == "sources" else _title_types(view, columns, rows),
        caption=say(f"{text}.caption")
        + (more if len(table.rows) > len(rows) else "")
        + " "
        + say_sizes(view, view.words, say("charts.common.words")),
        alternative=f"{say(f'{text}.alternative')} {describe_rows(columns, rows)}",
        draw=lambda sheet: _draw(sheet, view, columns, rows),
    )


def _title_types(view: View, columns: list[Column], rows: list[Row]) -> str:
    """Tell the type in which outlets lie furthest apart, first of those that differ beyond chance.

    Of the rest, those come first that say something of a source.
    """
    differing = keys_that_differ(view, "source_type_share")
    telling = [row for row in rows if family_of(row.label) != "unnamed"]
    told = widest_row(columns, [row for row in rows if row.label in differing] or telling or rows)
    said = (
        say_range(
            columns,
            told.numbers,
            "charts.source-types",
            differ=told.label in differing,
            label=shorten(told.label, 40),
        )
        if told
        else ""
    )
    return said or say("charts.source-types.plain")


def _title_sources(view: View, columns: list[Column], rows: list[Row]) -> str:
    """Tell the source that comes first in most outlets or, where each has another, how much is asked for by name."""
    named = [row for row in rows if not row.label.startswith(NAMELESS)]
    first: dict[str, int] = {}
    for column in columns:
        held = [(number.numerator, row.label) for row in named if (number := row.numbers[column.position])]
        most = max((words for words, _ in held), default=0.0)
        labels = [label for words, label in held if words == most]
        # Of two that are used alike, neither is the most used.
        if most and len(labels) == 1:
            first[labels[0]] = first.get(labels[0], 0) + 1
    label = max(first, key=lambda name: first[name], default="")
    if first.get(label, 0) > 1:
        return say("charts.sources.first", label=shorten(label, 40), n=first[label], outlets=len(columns))
    told = next((row for row in rows if row.label == view.reliance), rows[0])
    differ = told.label in keys_that_differ(view, "source_share")
    said = say_range(columns, told.numbers, "charts.sources", differ=differ, label=shorten(told.label, 40))
    return said or say("charts.sources.plain")


def _draw(sheet: Sheet, view: View, columns: list[Column], rows: list[Row]) -> float:
    return Grid(sheet, columns, outlet_colours(view), _LABEL_WIDTH).draw_figures(rows, _ROW_HEIGHT)
