"""Room report: what several charts say or choose in the same way: which outlets, which range, how much text."""

from collections.abc import Iterable, Sequence

from framing.report.charts.sheet import cut_middle
from framing.report.figures import Number
from framing.report.findings.shares import hold_up
from framing.report.style import OUTLET_COLOURS, outlet_places, outlet_variables
from framing.report.style import css_variables as _css_variables
from framing.report.texts import say
from framing.report.view import Column, Row, View
from framing.report.wording import show_on_one_line, show_value

_NAME_LETTERS = 28
_HEARD_LETTERS = 900


def shown_columns(view: View) -> list[Column]:
    """Return the outlets that are drawn: all, or the eight with most words, in the comparison's order."""
    return [view.columns[position] for position in outlet_places(_words(view))]


def outlet_colours(view: View) -> list[str]:
    """Return each outlet's colour, by its position."""
    colours = _css_variables()
    return [colours[variable] for variable in outlet_variables(_words(view))]


def _words(view: View) -> list[float]:
    return [outlet.words for outlet in view.comparison.outlets]


def note_more(view: View) -> str:
    """Return that some outlets are left out, where they are; else nothing."""
    count, most = len(view.whole.outlets), len(OUTLET_COLOURS)
    return " " + say("charts.common.more_outlets", shown=most, n=count) if count > most else ""


def shorten(text: str, letters: int = 24) -> str:
    """Return text on one line, cut to a number of letters."""
    line = show_on_one_line(text)
    return line if len(line) <= letters else line[: letters - 1].rstrip() + "…"


def short_name(column: Column | str) -> str:
    """Return an outlet's name on one line, short enough for a sentence; a long one loses its middle."""
    return cut_middle(show_on_one_line(column if isinstance(column, str) else column.name), _NAME_LETTERS)


def keys_that_differ(view: View, measure: str) -> set[str]:
    """Return the keys of a measure in which some outlets differ beyond chance, as the story has it."""
    held = hold_up(view.comparison.differences).held
    return {one.key for one in held if one.measure == measure}


def say_range(
    columns: Iterable[Column],
    numbers: Sequence[Number | None],
    text: str,
    *,
    differ: bool,
    **values: str,
) -> str:
    """Say a measure's lowest and highest value; nothing where no outlet has a value.

    `text` names four texts: "range" of lowest and highest with their outlets, where they `differ` beyond chance; else
    "spread", which ranks nobody; "same" where outlets have the same value, "one" of one outlet alone.
    """
    held = [
        (number.value, column)
        for column in columns
        if (number := numbers[column.position]) is not None and number.value is not None
    ]
    if not held:
        return ""
    low, high = min(held, key=lambda one: one[0]), max(held, key=lambda one: one[0])
    kind = numbers[low[1].position].kind  # type: ignore[union-attr]
    said = {
        "low": show_value(low[0], kind),
        "lowest": short_name(low[1]),
        "high": show_value(high[0], kind),
        "highest": short_name(high[1]),
    }
    if said["low"] == said["high"]:
        return say(f"{text}.same" if len(held) > 1 else f"{text}.one", **said, **values)
    return say(f"{text}.range" if differ else f"{text}.spread", **said, **values)


def widest_row(columns: Sequence[Column], rows: Iterable[Row]) -> Row | None:
    """Return the row whose values lie furthest apart, the first of equals; None where no row has a value."""
    best: tuple[float, Row] | None = None
    for row in rows:
        held = [
            number.value
            for column in columns
            if (number := row.numbers[column.position]) is not None and number.value is not None
        ]
        if held and (best is None or max(held) - min(held) > best[0]):
            best = max(held) - min(held), row
    return best[1] if best else None


def say_sizes(view: View, numbers: Sequence[Number | None], unit: str) -> str:
    """Say how much text stands behind each outlet, and that outlets are left out, as captions want it."""
    sizes = [
        f"{short_name(column)} {number.text}"
        for column in shown_columns(view)
        if (number := numbers[column.position]) is not None
    ]
    return say("charts.common.sizes", unit=unit, sizes=", ".join(sizes)) + note_more(view)


def describe_rows(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """Return rows as sentences, for readers who hear the chart."""
    parts = []
    for row in rows:
        values = [
            f"{short_name(column)} {number.text}"
            for column in columns
            if (number := row.numbers[column.position]) is not None
        ]
        if values:
            parts.append(f"{shorten(row.label, 60)}: {', '.join(values)}")
    return join_heard(parts)


def join_heard(parts: Iterable[str]) -> str:
    """Join sentences to what one can bear to hear; the tables hold the rest, and that is said."""
    heard = ""
    for part in parts:
        if len(heard) + len(part) > _HEARD_LETTERS:
            return heard + say("charts.common.heard_rest")
        heard += part.rstrip(".") + ". "
    return heard.strip()
