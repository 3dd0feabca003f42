"""Room report: keyness: the words that one outlet uses more, or less, than the other outlets together."""

from collections.abc import Iterator, Sequence
from math import log

from framing.lexicon.words import fold
from framing.report.between import print_term
from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import join_heard, outlet_colours, short_name, shorten, shown_columns
from framing.report.charts.sheet import Sheet
from framing.report.findings.terms import list_titles
from framing.report.style import DIVERGING, LINE, MUTED
from framing.report.texts import say
from framing.report.view import Column, View
from framing.schema import KeyTerm

_MOST_TERMS = 12
_NAMED = 3
_ROW_HEIGHT = 16.5
_LABEL_WIDTH = 150.0
_COUNT_WIDTH = 150.0
_BASES = (2.0, 4.0, 8.0, 16.0, 32.0)
_FINE_BASES = (1.25, 1.5)


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


def _plan(view: View, column: Column, terms: list[KeyTerm]) -> Plan:
    name = short_name(column)
    voice = say(f"charts.keyness.voice_{terms[0].voice}")
    return Plan(
        name=f"keyness-{column.position + 1}",
        section="keyness",
        data=("keyness",),
        title=_title(view, column, terms),
        caption=say(
            "charts.keyness.caption",
            voice=voice,
            outlet=name,
            total=f"{terms[0].total:,}",
            other=f"{terms[0].other_total:,}",
        ),
        alternative=say("charts.keyness.alternative", outlet=name) + " " + _describe(view, terms),
        draw=lambda sheet: _draw(view, sheet, terms, outlet_colours(view)[column.position]),
    )


def _title(view: View, column: Column, terms: Sequence[KeyTerm]) -> str:
    """Say what is used most beyond others, or else least; of a single article the outlet's habits cannot be known."""
    titles = list_titles(view)
    # Whether an outlet writes "Mr" is its house style, and told only where there is nothing else.
    telling = [term for term in terms if fold(term.term) not in titles] or terms
    strong = sorted(telling, key=lambda term: (-abs(term.z), term.term))
    more, less = ([term for term in strong if (term.log_odds > 0) == is_more] for is_more in (True, False))
    words = ", ".join(f"“{shorten(print_term(view.comparison, term))}”" for term in (more or less)[:_NAMED])
    kind = ("article_" if len(column.articles) == 1 else "") + ("more" if more else "less")
    return say(f"charts.keyness.title.{kind}", outlet=short_name(column), words=words)


def _draw(view: View, sheet: Sheet, terms: list[KeyTerm], colour: str) -> float:
    start, counts = (86.0, 80.0) if sheet.narrow else (_LABEL_WIDTH, _COUNT_WIDTH)
    bounds = [bound for term in terms for bound in (term.low, term.high)]
    low, high = min(0.0, *bounds), max(0.0, *bounds)
    scale = (sheet.width - start - counts) / (high - low)
    zero, right = start - low * scale, sheet.width - counts + 14
    sheet.boxes([(0, 0, sheet.width, 3)], colour)
    _draw_heads(sheet, terms, zero, right)
    top = 22.0
    for row, term in enumerate(terms):
        middle, side = top + _ROW_HEIGHT * (row + 0.5), DIVERGING["above" if term.log_odds > 0 else "below"]
        first, last = (zero + bound * scale for bound in (term.low, term.high))
        sheet.text(0, middle, print_term(view.comparison, term), width=start - 10)
        sheet.lines([((first, middle), (last, middle))], side, 1.4)
        sheet.marks([(zero + term.log_odds * scale, middle)], "o", side)
        sheet.text(right, middle, f"{term.count:,} : {term.other_count:,}", size=8.5, colour=MUTED)
    bottom = top + _ROW_HEIGHT * len(terms)
    sheet.lines([((zero, top), (zero, bottom))], MUTED, 0.8)
    _draw_scale(sheet, low, high, zero, scale, bottom)
    return bottom + 14


def _draw_heads(sheet: Sheet, terms: list[KeyTerm], zero: float, right: float) -> None:
    """Say what the two sides are, and what the counts."""
    size = 7.0 if sheet.narrow else 8.5
    if terms[0].log_odds > 0:
        words, room = say("charts.keyness.more"), right - zero - 14
        sheet.text(zero + 8, 12, words, size=size, colour=DIVERGING["above"], bold=True, width=room)
    if terms[-1].log_odds < 0:
        words, room = say("charts.keyness.less"), zero - 8
        sheet.text(
            zero - 8, 12, words, size=size, colour=DIVERGING["below"], bold=True, align="right", width=room
        )
    sheet.text(right, 12, say("charts.keyness.counts"), size=size, colour=MUTED, width=sheet.width - right)


def _draw_scale(sheet: Sheet, low: float, high: float, zero: float, scale: float, bottom: float) -> None:
    """Write what the distance means, log-odds as times: 2, 4, 8, in steps that leave room for the words."""
    bases = (*_FINE_BASES, *_BASES) if max(high, -low) < log(2) else _BASES
    base = next((base for base in bases if log(base) * scale > 32), bases[-1])
    for power in range(-8, 9):
        x = zero + power * log(base) * scale
        if low <= power * log(base) <= high:
            words = f"{base**power:.3g}" if power >= 0 else f"1/{base**-power:.3g}"
            sheet.lines([((x, bottom), (x, bottom + 3))], LINE, 0.8)
            sheet.text(x, bottom + 9, words, size=7.5, colour=MUTED, align="center")


def _describe(view: View, terms: Sequence[KeyTerm]) -> str:
    strong = sorted(terms, key=lambda term: (-abs(term.z), term.term))
    return join_heard(
        say("charts.keyness.heard_more" if term.log_odds > 0 else "charts.keyness.heard_less",
            term=shorten(print_term(view.comparison, term)), count=term.count, other=term.other_count)
        for term in strong
    )  # fmt: skip
