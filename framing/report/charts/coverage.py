"""Room report: the coverage matrix: which outlet tells which fact, in whose words, ordered so that gaps show."""

from collections.abc import Iterator, Sequence

from framing.report.charts.drawing import Plan
from framing.report.charts.grid import Grid
from framing.report.charts.phrases import (
    join_heard,
    note_more,
    outlet_colours,
    short_name,
    shorten,
    shown_columns,
)
from framing.report.charts.sheet import Sheet, text_width, wrap
from framing.report.style import LINE, MUTED, PAPER, RAISED, VOICE_COLOURS, VOICE_SHAPES
from framing.report.texts import say, say_all
from framing.report.view import Column, CoverageRow, View
from framing.schema import VOICES

_MOST_FACTS = 24
_LABEL_WIDTH = 288.0
_BOX = 14.0


def plan_coverage(view: View) -> Iterator[Plan]:
    """Plan coverage; nothing where no facts were aligned."""
    columns = shown_columns(view)
    told = [row for row in view.coverage if any(_tells(row, column) for column in view.columns)]
    if not told or len(columns) < 2:
        return
    # Counted as the cells show it: what was told before it happened stands there as not yet happened.
    found = [sum(cell.outcome in VOICES for cell in row.cells) for row in told]
    everywhere, alone = found.count(len(view.columns)), len(view.single_facts)
    single = alone + len(view.doubtful_facts)
    columns, rows = order_matrix(columns, told, _MOST_FACTS)
    cut = " " + say("charts.coverage.cut", shown=len(rows), n=len(view.coverage))
    yield Plan(
        name="coverage",
        section="coverage",
        data=("coverage", "silence"),
        title=say("charts.coverage.title", n=len(told), everywhere=everywhere, single=single, alone=alone),
        caption=say("charts.coverage.caption")
        + (cut if len(rows) < len(view.coverage) else "")
        + note_more(view),
        alternative=f"{say('charts.coverage.alternative')} {_describe(rows, columns)}",
        draw=lambda sheet: _draw(sheet, view, rows, columns),
    )


def order_matrix(
    columns: Sequence[Column], rows: Sequence[CoverageRow], most: int
) -> tuple[list[Column], list[CoverageRow]]:
    """Return columns and at most so many rows in an order in which gaps stand together.

    First the outlet that tells most and the fact that most tell; facts told by as many stand by who tells them.
    """
    counts = {column.position: sum(_tells(row, column) for row in rows) for column in columns}
    ordered = sorted(columns, key=lambda column: (-counts[column.position], column.position))

    def rank(row: CoverageRow) -> tuple[int, list[bool]]:
        tells = [_tells(row, column) for column in ordered]
        return -sum(tells), [not one for one in tells]

    return ordered, sorted(rows, key=rank)[:most]


def _tells(row: CoverageRow, column: Column) -> bool:
    # What was told before it happened was told.
    return bool(row.cells[column.position].tellings)


def _draw(sheet: Sheet, view: View, rows: Sequence[CoverageRow], columns: list[Column]) -> float:
    top = _draw_key(sheet)
    grid = Grid(sheet, columns, outlet_colours(view), _LABEL_WIDTH)
    top = grid.draw_heads(top)
    short = say_all("charts.coverage.short")
    for row in rows:
        size = 8.5
        lines = wrap(row.label, sheet.width if sheet.narrow else _LABEL_WIDTH - 14, size, most=2)
        if sheet.narrow:
            for place, line in enumerate(lines):
                sheet.text(0, top + 6 + 11 * place, line, size=size)
            top += 11 * len(lines) + 3
            height = _BOX
        else:
            height = max(_BOX, 11.0 * len(lines)) + 3
            for place, line in enumerate(lines):
                sheet.text(0, top + height / 2 + 11 * (place - (len(lines) - 1) / 2), line, size=size)
        for place, column in enumerate(columns):
            outcome = row.cells[column.position].outcome
            middle = top + height / 2
            _draw_cell(sheet, outcome, short, grid.left(place), middle, grid.cell_width)
        top += height + (8 if sheet.narrow else 3)
    return top


def _draw_cell(
    sheet: Sheet, outcome: str, short: dict[str, str], left: float, middle: float, width: float
) -> None:
    box = (left, middle - _BOX / 2, width, _BOX)
    if outcome in VOICE_COLOURS:
        sheet.boxes([box], VOICE_COLOURS[outcome])
        sheet.marks([(left + width / 2, middle)], VOICE_SHAPES[outcome], PAPER, size=5)
    elif outcome == "absent":
        sheet.lines([((left + width / 2 - 4, middle), (left + width / 2 + 4, middle))], LINE, 1.0)
    else:
        sheet.boxes([box], RAISED, edge=LINE)
        size = 7.5 if text_width(short[outcome], 7.5) <= width else 6.0
        sheet.text(
            left + width / 2, middle, short[outcome], size=size, colour=MUTED, align="center", width=width
        )


def _draw_key(sheet: Sheet) -> float:
    """Draw what a cell's colour, mark and word mean; return where the matrix may begin."""
    labels, short = say_all("charts.coverage.key"), say_all("charts.coverage.short")
    left, top, box = 0.0, 0.0, 32.0
    for outcome, words in labels.items():
        needed = box + 6 + text_width(words, 8.5) + 14
        if left and left + needed > sheet.width:
            left, top = 0.0, top + 19
        _draw_cell(sheet, outcome, short, left, top + 8, box)
        sheet.text(left + box + 6, top + 8, words, size=8.5)
        left += needed
    return top + 24


def _describe(rows: Sequence[CoverageRow], columns: Sequence[Column]) -> str:
    parts = []
    for row in rows:
        tellers = [
            f"{short_name(column)} {row.cells[column.position].outcome}"
            for column in columns
            if _tells(row, column)
        ]
        parts.append(f"“{shorten(row.label, 90)}”: {', '.join(tellers)}")
    return join_heard(parts)
