"""Room report: the naming grid: what each outlet calls each thing, a mark for each mention, by whose words it is."""

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
from framing.report.naming import Choice, Concept
from framing.report.style import MUTED, VOICE_COLOURS, VOICE_SHAPES
from framing.report.texts import say
from framing.report.view import Column, View
from framing.report.wording import voice_labels
from framing.schema import VOICES, Voice

_MOST_CONCEPTS = 5
_MOST_WORDINGS = 6
_LABEL_WIDTH = 226.0
_ROW_HEIGHT = 16.5
_MARK = 6.0
_STEP = 8.5
_LEVEL = 10.0
_COUNT_SIZE = 7.5


def plan_naming(view: View) -> Iterator[Plan]:
    """Plan naming; nothing where nothing that the lexicons follow is named."""
    columns = shown_columns(view)
    named = [held for held in view.concepts if any(held.cells[column.position] for column in columns)]
    concepts = named[:_MOST_CONCEPTS]
    if not concepts:
        return
    first = concepts[0]
    naming = sum(bool(first.cells[column.position]) for column in columns)
    title = say(
        "charts.naming.title",
        concept=shorten(first.label, 60),
        n=len(first.variants),
        outlets=naming,
        all=len(columns),
    )
    cut = len(view.concepts) > _MOST_CONCEPTS or any(len(held.variants) > _MOST_WORDINGS for held in concepts)
    yield Plan(
        name="naming",
        section="naming",
        data=("naming",),
        title=title,
        caption=say("charts.naming.caption")
        + (" " + say("charts.naming.cut", things=_MOST_CONCEPTS, wordings=_MOST_WORDINGS) if cut else "")
        + " "
        + say("charts.common.sizes", unit=say("charts.common.mentions"), sizes=_count_mentions(view, columns))
        + note_more(view),
        alternative=f"{say('charts.naming.alternative')} {_describe(concepts, columns)}",
        draw=lambda sheet: _draw(sheet, view, concepts, columns),
    )


def _draw(sheet: Sheet, view: View, concepts: Sequence[Concept], columns: list[Column]) -> float:
    top = _draw_key(sheet)
    grid = Grid(sheet, columns, outlet_colours(view), _LABEL_WIDTH)
    top = grid.draw_heads(top)
    for concept in concepts:
        for place, line in enumerate(wrap(concept.label, sheet.width, 9.0, bold=True, most=2)):
            top += 11 if place else 0
            sheet.text(0, top + 9, line, bold=True, width=sheet.width)
        top += 19
        variants = _variants(concept, columns)[:_MOST_WORDINGS]
        choices = [[concept.choice(column.position, variant) for column in columns] for variant in variants]
        heights = [
            _ROW_HEIGHT + _LEVEL * (max(_count_levels(choice, grid.cell_width) for choice in row) - 1)
            for row in choices
        ]

        def cell(left: float, above: float, width: float, row: int, column: Column) -> None:
            choice = concept.choice(column.position, variants[row])  # noqa: B023
            if choice is not None:
                _draw_choice(sheet, choice, left, above + heights[row] / 2, width)  # noqa: B023

        top = grid.draw_rows(top, [f"“{variant}”" for variant in variants], heights, cell) + 10
    return top - 10


def _count_mentions(view: View, columns: Sequence[Column]) -> str:
    """Return how many mentions of anything that is named each outlet has, those cut from the chart included."""
    sizes = []
    for column in columns:
        total = sum(choice.total for held in view.concepts for choice in held.cells[column.position])
        sizes.append(f"{short_name(column)} {total:,.0f}")
    return ", ".join(sizes)


def _variants(concept: Concept, columns: Sequence[Column]) -> list[str]:
    """Return the wordings that the outlets drawn use, the most frequent first."""
    return [
        variant
        for variant in concept.variants
        if any(concept.choice(column.position, variant) for column in columns)
    ]


def _draw_key(sheet: Sheet) -> float:
    left = 4.0
    for voice in VOICES:
        sheet.marks([(left, 6)], VOICE_SHAPES[voice], VOICE_COLOURS[voice], size=_MARK)
        taken = sheet.text(
            left + 8, 6, voice_labels()[voice], size=8.5, colour=VOICE_COLOURS[voice], bold=True
        )
        left += taken + 24
    words = say("charts.naming.distanced")
    if left + 8 + text_width(words, 8.5) > sheet.width:
        left, top = 4.0, 20.0
    else:
        top = 6.0
    sheet.marks([(left, top)], VOICE_SHAPES["own"], MUTED, size=_MARK, hollow=True)
    sheet.text(left + 8, top, words, size=8.5, colour=MUTED)
    return top + 14


def _count_levels(choice: Choice | None, width: float) -> int:
    """Return on how many levels a cell's marks stand: one, or one for each voice where they find no room beside."""
    if choice is None:
        return 1
    counts = [int(number.numerator) for number in choice.counts.values()]
    beside = sum(_STEP + text_width(str(count), _COUNT_SIZE) + 2 for count in counts)
    return 1 if min(sum(counts) * _STEP, beside) <= width else len(counts)


def _draw_choice(sheet: Sheet, choice: Choice, left: float, middle: float, width: float) -> None:
    """Draw a mark a mention, or a mark and a count for each voice where there is no room for that."""
    counts = {voice: int(number.numerator) for voice, number in choice.counts.items()}
    few = sum(counts.values()) * _STEP <= width
    levels = _count_levels(choice, width)
    x, y = left + _MARK / 2, middle - _LEVEL * (levels - 1) / 2
    for voice, count in counts.items():
        hollow = bool(choice.distanced[voice])
        places = [(x + _STEP * place, y) for place in range(count if few else 1)]
        sheet.marks(places, VOICE_SHAPES[voice], VOICE_COLOURS[voice], size=_MARK, hollow=hollow)
        x = places[-1][0] + _STEP
        if not few:
            words = sheet.text(x - 3.5, y, str(count), size=_COUNT_SIZE, colour=VOICE_COLOURS[voice])
            x += words + 2
        if levels > 1:
            x, y = left + _MARK / 2, y + _LEVEL


def _describe(concepts: Sequence[Concept], columns: Sequence[Column]) -> str:
    parts = []
    for concept in concepts:
        for column in columns:
            said = [
                _say_count(choice, voice)
                for choice in concept.cells[column.position]
                for voice in choice.counts
            ]
            if said:
                parts.append(f"{concept.label}, {short_name(column)}: {', '.join(said)}")
    return join_heard(parts)


def _say_count(choice: Choice, voice: Voice) -> str:
    return f"“{shorten(choice.variant, 60)}” {choice.counts[voice].text} {voice_labels()[voice]}"
