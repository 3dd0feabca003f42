"""Room report: text reuse: which articles share words, and whether an outlet says them itself or carries them."""

from collections.abc import Iterator, Sequence

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import join_heard, note_more, outlet_colours, shorten, shown_columns
from framing.report.charts.sheet import Sheet, text_width
from framing.report.style import INK, LINE, MUTED, RAISED
from framing.report.texts import say
from framing.report.view import View
from framing.report.wording import show_value
from framing.schema import ReusedShare

_MOST_ARTICLES = 10
_LABEL_WIDTH = 130.0
_ROW_HEIGHT = 30.0


def plan_reuse(view: View) -> Iterator[Plan]:
    """Plan reuse; nothing where no two articles share a passage."""
    outlets = {article.id: column for column in shown_columns(view) for article in column.articles}
    whole = [
        held
        for held in view.comparison.reuse_shares
        if held.other is None and held.article in outlets and held.share
    ]
    if not whole:
        return
    largest = sorted(whole, key=lambda held: (-(held.share or 0.0), held.article))[:_MOST_ARTICLES]
    kept = {held.article for held in largest}
    rows = [held for held in whole if held.article in kept]
    first = largest[0]
    total = sum(held.other is None for held in view.comparison.reuse_shares)
    yield Plan(
        name="reuse",
        section="reuse",
        data=("reuse",),
        title=say(
            "charts.reuse.title",
            outlet=shorten(outlets[first.article].name),
            share=show_value(first.share or 0.0, "share"),
            own=show_value(first.own_share or 0.0, "share"),
        ),
        caption=say("charts.reuse.caption")
        + " "
        + say("charts.reuse.count", sharing=len(whole), n=total)
        + (" " + say("charts.reuse.cut", shown=len(rows)) if len(rows) < len(whole) else "")
        + note_more(view),
        alternative=say("charts.reuse.alternative") + " " + _describe(view, rows),
        draw=lambda sheet: _draw(sheet, view, rows),
    )


def _labels(view: View, rows: Sequence[ReusedShare]) -> dict[str, str]:
    """Return each article's label: its outlet, numbered where the outlet has several among them."""
    held: dict[str, str] = {}
    for column in view.columns:
        articles = [row.article for row in rows if row.article in {article.id for article in column.articles}]
        for place, article in enumerate(articles, start=1):
            held[article] = column.name if len(articles) == 1 else f"{column.name} {place}"
    return held


def _draw(sheet: Sheet, view: View, rows: Sequence[ReusedShare]) -> float:
    """Draw a row an article: what it shares with any other as a bar, with each other as squares."""
    labels, colours = _labels(view, rows), outlet_colours(view)
    positions = {article.id: column.position for column in view.columns for article in column.articles}
    pairs = {(held.article, held.other): held for held in view.comparison.reuse_shares}
    start = 0.0 if sheet.narrow else _LABEL_WIDTH
    bar_width = (sheet.width - start) * (0.34 if not sheet.narrow else 0.4)
    grid = start + bar_width + 40
    step = min(44.0, (sheet.width - grid) / len(rows))
    most = max(held.share or 0.0 for held in rows)
    widest = max(
        (
            one.share or 0.0
            for (article, other), one in pairs.items()
            if other is not None and article in labels
        ),
        default=most,
    )
    top = _draw_key(sheet, most)
    heads = [labels[row.article] for row in rows]
    for place, (row, head) in enumerate(zip(rows, heads, strict=True)):
        left = grid + place * step
        sheet.boxes([(left, top, step - 4, 3)], colours[positions[row.article]])
        sheet.text(left, top + 11, head, size=7.5, width=step - 4)
    sheet.text(start, top + 11, say("charts.reuse.any_other"), size=8.5, colour=MUTED, width=bar_width)
    top += 20
    for row in rows:
        height = _ROW_HEIGHT
        if sheet.narrow:
            sheet.text(0, top + 7, labels[row.article], bold=True, width=sheet.width)
            top += 12
        else:
            sheet.boxes([(0, top + 4, 3, height - 8)], colours[positions[row.article]])
            sheet.text(8, top + height / 2, labels[row.article], bold=True, width=_LABEL_WIDTH - 20)
        _draw_bar(sheet, row, start, top + height / 2, bar_width, most)
        for place, other in enumerate(rows):
            middle = (grid + place * step + (step - 4) / 2, top + height / 2)
            if other.article == row.article:
                sheet.text(*middle, "·", colour=MUTED, align="center")
            elif (found := pairs.get((row.article, other.article))) is not None and found.share:
                _draw_square(sheet, found, middle, widest, min(step - 6, height - 4))
        top += height
        sheet.lines([((0, top), (sheet.width, top))], LINE, 0.6)
    return top + 2


def _draw_key(sheet: Sheet, most: float) -> float:
    sheet.boxes([(0, 2, 9, 9)], INK)
    taken = sheet.text(14, 6.5, say("charts.reuse.own"), size=8.5)
    left = 14 + taken + 18
    if left + 20 + text_width(say("charts.reuse.carried"), 8.5) > sheet.width:
        left, top = 0.0, 16.0
    else:
        top = 0.0
    sheet.boxes([(left + 0.6, top + 2.6, 8, 8)], RAISED, edge=INK)
    sheet.text(left + 14, top + 6.5, say("charts.reuse.carried"), size=8.5)
    return top + 24


def _draw_bar(sheet: Sheet, row: ReusedShare, left: float, middle: float, width: float, most: float) -> None:
    scale = (width - 60) / most if most else 0.0
    own, share = (row.own_share or 0.0) * scale, (row.share or 0.0) * scale
    sheet.boxes([(left, middle - 5, share, 10)], RAISED, edge=INK)
    if own:
        sheet.boxes([(left, middle - 5, own, 10)], INK)
    words = say(
        "charts.reuse.bar", share=show_value(row.share or 0.0, "share"), n=row.own_words + row.carried_words
    )
    sheet.text(left + share + 6, middle, words, size=8, colour=MUTED)


def _draw_square(
    sheet: Sheet, found: ReusedShare, middle: tuple[float, float], most: float, room: float
) -> None:
    """Draw a square whose area is the share of the row's words, the outlet's own part of it filled."""
    side = room * ((found.share or 0.0) / most) ** 0.5 if most else 0.0
    left, top = middle[0] - side / 2, middle[1] - side / 2
    own = found.own_words / (found.own_words + found.carried_words)
    sheet.boxes([(left, top, side, side)], RAISED, edge=INK)
    if own:
        sheet.boxes([(left, top + side * (1 - own), side, side * own)], INK)


def _describe(view: View, rows: Sequence[ReusedShare]) -> str:
    labels = _labels(view, rows)
    return join_heard(
        say(
            "charts.reuse.heard",
            article=shorten(labels[row.article]),
            share=show_value(row.share or 0.0, "share"),
            own=show_value(row.own_share or 0.0, "share"),
        )
        for row in rows
    )
