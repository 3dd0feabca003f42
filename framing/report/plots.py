"""Room report: what each chart shows, in which words, and how its inside is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.report.figures import Number
from framing.report.style import (
    INK,
    LINE,
    MUTED,
    PAPER,
    VOICE_COLOURS,
    VOICE_SHAPES,
    VOICE_SIGNS,
    outlet_colour,
)
from framing.report.view import Column, Row, Table, View
from framing.report.wording import VOICE_LABELS, show_on_one_line
from framing.schema import VOICES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 9.0
_MOST_COLUMNS = 8
# Types that say little of a source: no finding is told of them while there is another.
_VAGUE = frozenset({"other", "unnamed source", "no source given"})
_MOST_ROWS = 10
_MOST_CONCEPTS = 6
_MOST_WORDINGS = 8


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a chart says and how its inside is drawn; `height` is the inside's, in inches."""

    name: str
    title: str
    caption: str
    alternative: str
    height: float
    draw: "Callable[[Figure, tuple[float, float, float, float]], None]"


def plan_charts(view: View) -> list[Plan]:
    """Return the plans of all charts for which the comparison has figures."""
    plans = (
        _plan_voices(view),
        _plan_bars(view, view.source_types, "source-types", "Source type “KEY”: {} of words"),
        _plan_reliance(view),
        _plan_bars(view, view.cues, "cue-classes", "Cue class “KEY”: {} of attributions"),
        _plan_naming(view),
    )
    return [plan for plan in plans if plan is not None]


def _short(text: str, limit: int) -> str:
    line = show_on_one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _shown(view: View) -> list[Column]:
    return view.columns[:_MOST_COLUMNS]


def _note_more(view: View) -> str:
    more = len(view.columns) - _MOST_COLUMNS
    return f" First {_MOST_COLUMNS} of {len(view.columns)} outlets; the tables hold all." if more > 0 else ""


def _range_title(columns: Sequence[Column], row: Row, finding: str) -> str:
    """Return a row's lowest and highest share in words; nothing where fewer than two can be given."""
    held = [
        (number.value, _short(column.name, 18))
        for column in columns
        if (number := row.numbers[column.position]) is not None and number.value is not None
    ]
    if len(held) < 2:
        return ""
    (low, lowest), (high, highest) = min(held), max(held)
    return finding.replace("{}", f"{100 * low:.0f} % ({lowest}) to {100 * high:.0f} % ({highest})", 1)


def _naming_title(view: View) -> str:
    concept = view.concepts[0]
    many = len(concept.variants)
    wordings = "one wording" if many == 1 else f"{many} wordings"
    return f"Who chooses which: {wordings} for {_short(concept.label, 58)}"


def _describe(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """Return the rows as sentences, for readers who hear the chart."""
    parts = []
    for row in rows:
        values = [
            f"{show_on_one_line(column.name)} {number.text}"
            for column in columns
            if (number := row.numbers[column.position]) is not None
        ]
        if values:
            parts.append(f"{show_on_one_line(row.label)}: {', '.join(values)}")
    return ". ".join(parts) + "."


def _axes(figure: "Figure", box: tuple[float, float, float, float]) -> "Axes":
    axes = figure.add_axes(box)
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def _plan_voices(view: View) -> Plan | None:
    rows = view.voices.rows
    columns = [column for column in _shown(view) if any(row.numbers[column.position] for row in rows)]
    if not columns:
        return None

    def draw(figure: "Figure", box: tuple[float, float, float, float]) -> None:
        axes = _axes(figure, box)
        axes.set_xlim(0, WIDTH - 0.3)
        axes.set_ylim(len(columns) - 0.35, -1)
        start, width = 1.6, WIDTH - 0.3 - 1.6 - 0.1
        for place, row in enumerate(view.voices.rows):
            axes.text(
                start + place * 1.6, -0.72, f"{VOICE_SIGNS[row.voice]} {row.label}",
                color=VOICE_COLOURS[row.voice], weight="bold", va="center",
            )  # fmt: skip
        for line, column in enumerate(columns):
            axes.text(0, line, _short(column.name, 16), va="center", weight="bold", color=INK)
            left = start
            if any(number and number.refused for number in _numbers_of(view.voices.rows, column)):
                axes.text(start, line, "too little text for a share", va="center", color=MUTED)
                continue
            for row in view.voices.rows:
                number = row.numbers[column.position]
                if number is None:
                    continue
                size = number.share * width
                axes.barh(line, size, left=left, height=0.62, color=VOICE_COLOURS[row.voice], edgecolor=PAPER)
                if number.share >= 0.06:
                    axes.text(
                        left + size / 2, line, f"{100 * number.share:.0f} %",
                        color="#ffffff", ha="center", va="center", weight="bold",
                    )  # fmt: skip
                left += size

    return Plan(
        name="voices",
        title=_range_title(columns, view.voices.rows[0], "{} of words are the outlet's own")
        or "Words by voice",
        caption=f"Share of words of title and body, by voice. {_list_sizes(view, view.words, 'words')}",
        alternative=f"Stacked bars of words by voice. {_describe(columns, view.voices.rows)}",
        height=0.42 * (len(columns) + 1.1),
        draw=draw,
    )


def _plan_bars(view: View, table: Table, name: str, finding: str) -> Plan | None:
    """Plan small multiples: a row for each key, a column for each outlet, a bar with its interval."""
    columns, rows = _shown(view), table.rows[:_MOST_ROWS]
    if not rows:
        return None
    told = next((row for row in rows if row.label not in _VAGUE), rows[0])

    def draw(figure: "Figure", box: tuple[float, float, float, float]) -> None:
        axes = _axes(figure, box)
        label_width = 2.1
        column_width = (WIDTH - 0.3 - label_width) / len(columns)
        bar = column_width - 0.12
        axes.set_xlim(0, WIDTH - 0.3)
        axes.set_ylim(len(rows) - 0.3, -1)
        most = max((_reach(number) for row in rows for number in row.numbers if number), default=1.0) or 1.0
        for column in columns:
            left = label_width + column.position * column_width
            axes.text(
                left, -0.68, _short(column.name, int(column_width * 12)), size=9, weight="bold", va="center"
            )
            axes.plot([left, left], [-0.4, len(rows) - 0.4], color=LINE, linewidth=0.8)
        for line, row in enumerate(rows):
            axes.text(label_width - 0.15, line, _short(row.label, 26), ha="right", va="center", color=INK)
            for column in columns:
                number = row.numbers[column.position]
                if number is not None and number.numerator:
                    left = label_width + column.position * column_width
                    _draw_bar(axes, number, left, line, bar / most, outlet_colour(column.position))

    denominator = view.words if table.measure.id != "cue_class_share" else view.attributions
    more = f" The {_MOST_ROWS} largest of {len(table.rows)}." if len(table.rows) > _MOST_ROWS else ""
    unit = table.measure.unit
    return Plan(
        name=name,
        title=_range_title(columns, told, finding.replace("KEY", _short(told.label, 24)))
        or table.measure.name,
        caption=f"Share of all {unit}, with 95 % interval.{more} {_list_sizes(view, denominator, unit)}",
        alternative=f"Bars by outlet. {_describe(columns, rows)}",
        height=0.44 * (len(rows) + 0.9),
        draw=draw,
    )


def _numbers_of(rows: Sequence[Row], column: Column) -> list[Number | None]:
    return [row.numbers[column.position] for row in rows]


def _reach(number: Number) -> float:
    return max(number.share, number.high or 0.0)


def _draw_bar(axes: "Axes", number: Number, left: float, line: int, scale: float, colour: str) -> None:
    alpha = 0.45 if number.refused else 1.0
    axes.barh(line + 0.12, number.share * scale, left=left, height=0.3, color=colour, alpha=alpha)
    if number.low is not None and number.high is not None:
        ends = [left + number.low * scale, left + number.high * scale]
        axes.plot(ends, [line + 0.12] * 2, color=INK, linewidth=1)
    text = number.text.split(" [")[0]
    axes.text(left + 0.04, line - 0.24, text, size=8.5, color=MUTED, va="center")


def _plan_reliance(view: View) -> Plan | None:
    row = view.reliance_row
    columns = [column for column in _shown(view) if row.numbers[column.position] is not None]
    if not columns:
        return None
    source = _short(view.reliance, 40)

    def draw(figure: "Figure", box: tuple[float, float, float, float]) -> None:
        axes = _axes(figure, box)
        start, width = 1.6, WIDTH - 0.3 - 1.6 - 1.5
        most = max((_reach(number) for number in row.numbers if number), default=1.0) or 1.0
        axes.set_xlim(0, WIDTH - 0.3)
        axes.set_ylim(len(columns) - 0.4, -0.6)
        for line, column in enumerate(columns):
            number = row.numbers[column.position]
            if number is None:
                continue
            colour = outlet_colour(column.position)
            axes.text(0, line, _short(column.name, 20), va="center", weight="bold", color=INK)
            axes.plot([start, start + width], [line, line], color=LINE, linewidth=0.8)
            if number.low is not None and number.high is not None:
                ends = [start + width * number.low / most, start + width * number.high / most]
                axes.plot(ends, [line, line], color=colour, linewidth=5, alpha=0.4, solid_capstyle="butt")
            place = start + width * number.share / most
            face = "none" if number.refused else colour
            axes.plot([place], [line], marker="o", markersize=9, color=colour, markerfacecolor=face)
            axes.text(start + width + 0.2, line, number.text, va="center", color=INK)

    return Plan(
        name="reliance",
        title=_range_title(columns, row, "{} of words come from " + source) or f"Words from {source}",
        caption=f"Share of words spoken by or carried from {source}; the band is the 95 % interval."
        f" {_list_sizes(view, view.words, 'words')}",
        alternative=f"Dots with intervals. {_describe(columns, [row])}",
        height=0.4 * (len(columns) + 0.3),
        draw=draw,
    )


def _plan_naming(view: View) -> Plan | None:
    lines: list[tuple[str, str]] = []
    concepts = view.concepts[:_MOST_CONCEPTS]
    for concept in concepts:
        lines.append((concept.label, ""))
        lines.extend((concept.id, variant) for variant in concept.variants[:_MOST_WORDINGS])
    if not lines:
        return None
    by_id = {concept.id: concept for concept in concepts}
    columns = _shown(view)

    def draw(figure: "Figure", box: tuple[float, float, float, float]) -> None:
        axes = _axes(figure, box)
        label_width = 3.5
        column_width = (WIDTH - 0.3 - label_width) / len(columns)
        axes.set_xlim(0, WIDTH - 0.3)
        axes.set_ylim(len(lines) - 0.3, -2)
        for place, voice in enumerate(VOICES):
            axes.text(0.15 + place * 1.5, -1.7, f"{VOICE_SIGNS[voice]} {VOICE_LABELS[voice]}",
                      color=VOICE_COLOURS[voice], weight="bold", va="center")  # fmt: skip
        axes.text(4.4, -1.7, "hollow: held at a distance", color=MUTED, va="center", size=9)
        for column in columns:
            left = label_width + column.position * column_width
            axes.text(
                left, -0.85, _short(column.name, int(column_width * 12)), size=9, weight="bold", va="center"
            )
        for line, (head, variant) in enumerate(lines):
            if not variant:
                axes.text(0, line, _short(head, 60), weight="bold", va="center", color=INK)
                continue
            axes.text(0.15, line, _short(variant, 46), size=9, va="center", color=INK)
            axes.plot([0.15, WIDTH - 0.3], [line + 0.5] * 2, color=LINE, linewidth=0.5)
            for column in columns:
                choice = by_id[head].choice(column.position, variant)
                if choice is not None:
                    left = label_width + column.position * column_width + 0.06
                    for voice, number in choice.counts.items():
                        hollow = bool(choice.distanced[voice])
                        left = _draw_mentions(axes, left, line, voice, number, hollow, column_width)

    return Plan(
        name="naming",
        title=_naming_title(view),
        caption="One mark is one mention, in title or body; a number beside a mark counts many."
        + _note_cut(view)
        + _note_more(view),
        alternative=f"Marks for each mention. {_describe_naming(view)}",
        height=0.27 * (len(lines) + 2),
        draw=draw,
    )


def _note_cut(view: View) -> str:
    """Return that the chart holds not all, where it does not."""
    cut = len(view.concepts) > _MOST_CONCEPTS or any(
        len(concept.variants) > _MOST_WORDINGS for concept in view.concepts
    )
    most = f"{_MOST_CONCEPTS} things and {_MOST_WORDINGS} wordings of each"
    return f" At most {most}; the tables hold all." if cut else ""


def _draw_mentions(
    axes: "Axes", left: float, line: int, voice: str, number: Number, hollow: bool, width: float
) -> float:
    """Draw a mark a mention, or a mark and a count where there are many; return where the next may start."""
    count, colour = int(number.numerator), VOICE_COLOURS[voice]
    few = count <= max(2, int(width / 0.13 / 2))
    places = [left + 0.13 * place for place in range(count if few else 1)]
    axes.plot(places, [line] * len(places), linestyle="none", marker=VOICE_SHAPES[voice], markersize=6,
              color=colour, markerfacecolor="none" if hollow else colour)  # fmt: skip
    if few:
        return places[-1] + 0.17
    axes.text(left + 0.1, line, f"{count}", size=8.5, va="center", color=colour)
    return left + 0.45


def _describe_naming(view: View) -> str:
    parts = []
    for concept in view.concepts[:_MOST_CONCEPTS]:
        for column in _shown(view):
            said = [
                f"“{show_on_one_line(choice.variant)}” {number.text} {VOICE_LABELS[voice]}"
                for choice in concept.cells[column.position]
                for voice, number in choice.counts.items()
            ]
            if said:
                parts.append(f"{concept.label}, {show_on_one_line(column.name)}: {', '.join(said)}")
    return ". ".join(parts) + "."


def _list_sizes(view: View, numbers: Sequence[Number | None], unit: str) -> str:
    """Return how much text stands behind each outlet, as captions want it."""
    sizes = [
        f"{_short(column.name, 18)} {number.text}"
        for column in _shown(view)
        if (number := numbers[column.position]) is not None
    ]
    return f"n ({unit}): {', '.join(sizes)}.{_note_more(view)}"
