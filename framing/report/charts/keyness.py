"""Room report: keyness: the words that one outlet uses more, or less, than the other outlets together."""

from collections.abc import Iterator, Sequence
from math import inf, log

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import join_heard, outlet_colours, short_name, shorten, shown_columns
from framing.report.charts.sheet import Sheet
from framing.report.style import DIVERGING, LINE, MUTED
from framing.report.texts import say
from framing.report.view import Column, View
from framing.schema import KeyTerm

_MOST_TERMS = 12
_ROW_HEIGHT = 16.5
_NORMAL_95 = 1.96
_LABEL_WIDTH = 150.0
_COUNT_WIDTH = 150.0
_HALVES = [(1 / times, f"1/{times}") for times in (64, 32, 16, 8, 4, 2)]
_ODDS = [
    *_HALVES,
    (1.0, "1"),
    (1.5, "1.5"),
    *((float(times), str(times)) for times in (2, 3, 4, 8, 16, 32, 64)),
]


def plan_keyness(view: View) -> Iterator[Plan]:
    """Plan keyness-1 and further, by an outlet's place; nothing for an outlet without key terms."""
    for column in shown_columns(view):
        terms = choose_terms(view.comparison.keyness, column.name)
        if terms:
            yield _plan(view, column, terms)


def choose_terms(terms: Sequence[KeyTerm], outlet: str) -> list[KeyTerm]:
    """Return an outlet's terms in its own voice or, where it has none there, in all voices.

    The ones with the largest z each way, first what is used more, by log-odds from high to low.
    """
    held = [term for term in terms if term.outlet == outlet and term.z]
    voiced = [term for term in held if term.voice == "own"] or [term for term in held if term.voice == "all"]
    strong = sorted(voiced, key=lambda term: (-abs(term.z), term.term))
    more = [term for term in strong if term.log_odds > 0][:_MOST_TERMS]
    less = [term for term in strong if term.log_odds < 0][:_MOST_TERMS]
    return sorted([*more, *less], key=lambda term: (-term.log_odds, term.term))


def interval(term: KeyTerm) -> tuple[float, float]:
    """Return the 95 % interval of a term's log-odds: z is the log-odds over its standard error."""
    half = _NORMAL_95 * abs(term.log_odds / term.z)
    return term.log_odds - half, term.log_odds + half


def _plan(view: View, column: Column, terms: list[KeyTerm]) -> Plan:
    name = short_name(column)
    most = sorted((term for term in terms if term.log_odds > 0), key=lambda term: (-term.z, term.term))[:3]
    words = ", ".join(f"“{shorten(term.term)}”" for term in most)
    voice = say(f"charts.keyness.voice_{terms[0].voice}")
    return Plan(
        name=f"keyness-{column.position + 1}",
        section="keyness",
        data=("keyness",),
        title=say("charts.keyness.title", outlet=name, words=words)
        if words
        else say("charts.keyness.title_less", outlet=name),
        caption=say(
            "charts.keyness.caption",
            voice=voice,
            outlet=name,
            total=f"{terms[0].total:,}",
            other=f"{terms[0].other_total:,}",
        ),
        alternative=say("charts.keyness.alternative", outlet=name) + " " + _describe(terms),
        draw=lambda sheet: _draw(sheet, terms, name, outlet_colours(view)[column.position]),
    )


def _draw(sheet: Sheet, terms: list[KeyTerm], outlet: str, colour: str) -> float:
    start = 90.0 if sheet.narrow else _LABEL_WIDTH
    counts = 70.0 if sheet.narrow else _COUNT_WIDTH
    width = sheet.width - start - counts
    bounds = [bound for term in terms for bound in interval(term)]
    low, high = min(0.0, *bounds), max(0.0, *bounds)
    scale = width / (high - low)
    zero = start - low * scale
    right = sheet.width - counts + 14
    sheet.boxes([(0, 0, sheet.width, 3)], colour)
    top = 22.0
    sheet.text(zero + 8, 12, say("charts.keyness.more"), size=8.5, colour=DIVERGING["above"], bold=True,
               width=max(20.0, right - zero - 20))  # fmt: skip
    if low * scale < -30:
        sheet.text(zero - 8, 12, say("charts.keyness.less"), size=8.5, colour=DIVERGING["below"], bold=True,
                   align="right", width=zero - 8)  # fmt: skip
    sheet.text(right, 12, say("charts.keyness.counts"), size=8.5, colour=MUTED, width=counts - 14)
    bottom = top + _ROW_HEIGHT * len(terms)
    sheet.lines([((zero, top), (zero, bottom))], MUTED, 0.8)
    for above, side in ((True, "above"), (False, "below")):
        held = [(row, term) for row, term in enumerate(terms) if (term.log_odds > 0) == above]
        points = [(zero + term.log_odds * scale, top + _ROW_HEIGHT * (row + 0.5)) for row, term in held]
        ends = [
            tuple((zero + bound * scale, y) for bound in interval(term))
            for (_, term), (_, y) in zip(held, points, strict=True)
        ]
        sheet.lines([(first, last) for first, last in ends], DIVERGING[side], 1.4)
        sheet.marks(points, "o", DIVERGING[side], size=6)
    for row, term in enumerate(terms):
        middle = top + _ROW_HEIGHT * (row + 0.5)
        sheet.text(0, middle, term.term, width=start - 10)
        sheet.text(
            right, middle, f"{term.count:,} : {term.other_count:,}", size=8.5, colour=MUTED, width=counts - 14
        )
    _draw_scale(sheet, low, high, zero, scale, bottom)
    return bottom + 14


def _draw_scale(sheet: Sheet, low: float, high: float, zero: float, scale: float, bottom: float) -> None:
    """Write what the distance means: log-odds as odds, twice, four times."""
    last = -inf
    for odds, words in _ODDS:
        x = zero + log(odds) * scale
        if low <= log(odds) <= high and x - last > 26:
            last = x
            sheet.lines([((x, bottom), (x, bottom + 3))], LINE, 0.8)
            sheet.text(x, bottom + 9, words, size=7.5, colour=MUTED, align="center")


def _describe(terms: Sequence[KeyTerm]) -> str:
    strong = sorted(terms, key=lambda term: (-abs(term.z), term.term))
    return join_heard(
        say("charts.keyness.heard_more" if term.log_odds > 0 else "charts.keyness.heard_less",
            term=shorten(term.term), count=term.count, other=term.other_count)
        for term in strong
    )  # fmt: skip
