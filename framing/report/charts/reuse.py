"""Room report: text reuse: which articles share words, and whether an outlet says them itself or carries them."""

from collections.abc import Iterator, Sequence

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import join_heard, note_more, outlet_colours, short_name, shown_columns
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
    # A matrix of many articles is mostly empty: it is for a handful, one an outlet, in the outlets' order.
    has_matrix = len({outlets[article].position for article in kept}) == len(kept)
    rows = [held for held in whole if held.article in kept] if has_matrix else largest
    first = largest[0]
    total = sum(held.other is None for held in view.comparison.reuse_shares)
    yield Plan(
        name="reuse",
        section="reuse",
        data=("reuse_shares", "reuse"),
        title=say(
            "charts.reuse.title"
            if len(outlets[first.article].articles) == 1
            else "charts.reuse.title_of_several",
            outlet=short_name(outlets[first.article]),
            share=show_value(first.share or 0.0, "share"),
            own=show_value(first.own_share or 0.0, "share"),
        ),
        caption=say("charts.reuse.caption")
        + " "
        + (say("charts.reuse.squares") + " " if has_matrix else "")
        + say("charts.reuse.count", sharing=len(whole), n=total)
        + (" " + say("charts.reuse.cut", shown=len(rows)) if len(rows) < len(whole) else "")
        + note_more(view),
        alternative=say("charts.reuse.alternative") + " " + _describe(view, rows),
        draw=lambda sheet: _draw(sheet, view, rows, has_matrix),
    )


def _labels(view: View, rows: Sequence[ReusedShare]) -> dict[str, str]:
    """Return each article's label: its outlet, numbered where the outlet has several among them."""
    held: dict[str, str] = {}
    for column in view.columns:
        articles = [row.article for row in rows if row.article in {article.id for article in column.articles}]
        for place, article in enumerate(articles, start=1):
            numbered = say("charts.reuse.numbered", outlet=short_name(column), n=place)
            held[article] = column.name if len(articles) == 1 else numbered
    return held


def _draw(sheet: Sheet, view: View, rows: Sequence[ReusedShare], has_matrix: bool) -> float:
    """Draw a row an article: what it shares with any other as a bar and, beside it, with which."""
    labels, colours = _labels(view, rows), outlet_colours(view)
    positions = {article.id: column.position for column in view.columns for article in column.articles}
    start = 0.0 if sheet.narrow else _LABEL_WIDTH
    beside = start + (sheet.width - start) * (0.52 if sheet.narrow else 0.46)
    most = max(held.share or 0.0 for held in rows)
    pairs = _Pairs(view, rows, beside, sheet.width) if has_matrix else None
    top = _draw_key(sheet)
    sheet.text(
        start, top + 11, say("charts.reuse.any_other"), size=8.5, colour=MUTED, width=beside - start - 10
    )
    if pairs:
        for row in rows:
            left = pairs.left(row.article)
            sheet.boxes([(left, top, pairs.step - 4, 3)], colours[positions[row.article]])
            sheet.text(left, top + 11, labels[row.article], size=7.5, width=pairs.step - 4, name=True)
    top += 20
    for row in rows:
        colour = colours[positions[row.article]]
        if sheet.narrow:
            sheet.text(0, top + 7, labels[row.article], bold=True, width=sheet.width, name=True)
            top += 12
        else:
            sheet.boxes([(0, top + 4, 3, _ROW_HEIGHT - 8)], colour)
            sheet.text(
                8, top + _ROW_HEIGHT / 2, labels[row.article], bold=True, width=_LABEL_WIDTH - 20, name=True
            )
        _draw_bar(sheet, row, start, top + _ROW_HEIGHT / 2, beside - start, most)
        if pairs:
            pairs.draw(sheet, row, top)
        else:
            _name_other(sheet, view, row, beside + 8, top + _ROW_HEIGHT / 2)
        top += _ROW_HEIGHT
        sheet.lines([((0, top), (sheet.width, top))], LINE, 0.6)
    return top + 2


class _Pairs:
    """The matrix of articles: a square for each pair that shares words."""

    def __init__(self, view: View, rows: Sequence[ReusedShare], left: float, right: float) -> None:
        shown = [row.article for row in rows]
        self._shares = {
            (held.article, held.other): held
            for held in view.comparison.reuse_shares
            if held.other in shown and held.article in shown and held.share
        }
        self._places = {article: place for place, article in enumerate(shown)}
        self._most = max((held.share or 0.0 for held in self._shares.values()), default=1.0)
        self._start = left
        self.step = min(60.0, (right - left) / len(rows))

    def left(self, article: str) -> float:
        """Return where an article's column begins."""
        return self._start + self._places[article] * self.step

    def draw(self, sheet: Sheet, row: ReusedShare, top: float) -> None:
        """Draw a row's squares: the area is the share of the row's words, the outlet's own part of it filled."""
        y = top + _ROW_HEIGHT / 2
        for other in self._places:
            x = self.left(other) + (self.step - 4) / 2
            found = self._shares.get((row.article, other))
            if other == row.article:
                sheet.text(x, y, "·", colour=MUTED, align="center")
            elif found is not None:
                side = min(self.step - 6, _ROW_HEIGHT - 5) * ((found.share or 0.0) / self._most) ** 0.5
                _draw_parts(sheet, found, (x - side / 2, y - side / 2, side, side), upright=True)


def _name_other(sheet: Sheet, view: View, row: ReusedShare, left: float, middle: float) -> None:
    """Name the outlet of the article that shares most with the row's."""
    others = [held for held in view.comparison.reuse_shares if held.article == row.article and held.other]
    if others:
        most = max(others, key=lambda held: held.share or 0.0)
        names = {article.id: column.name for column in view.columns for article in column.articles}
        share = show_value(most.share or 0.0, "share")
        words = say("charts.reuse.with_other", outlet=short_name(names[str(most.other)]), share=share)
        sheet.text(left, middle, words, size=8, colour=MUTED, width=sheet.width - left)


def _draw_key(sheet: Sheet) -> float:
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
    words = say("charts.reuse.bar", share=show_value(row.share or 0.0, "share"), n=row.total_words)
    room = width - text_width(words, 8) - 16
    length = room * (row.share or 0.0) / most if most else 0.0
    _draw_parts(sheet, row, (left, middle - 5, length, 10), upright=False)
    sheet.text(left + length + 6, middle, words, size=8, colour=MUTED)


def _draw_parts(
    sheet: Sheet, held: ReusedShare, box: tuple[float, float, float, float], *, upright: bool
) -> None:
    """Draw a box of shared words, the part that the outlet says itself filled from the left or from below."""
    left, top, width, height = box
    own = held.own_words / (held.own_words + held.carried_words)
    sheet.boxes([box], RAISED, edge=INK)
    if own and upright:
        sheet.boxes([(left, top + height * (1 - own), width, height * own)], INK)
    elif own:
        sheet.boxes([(left, top, width * own, height)], INK)


def _describe(view: View, rows: Sequence[ReusedShare]) -> str:
    labels = _labels(view, rows)
    return join_heard(
        say(
            "charts.reuse.heard",
            article=labels[row.article],
            share=show_value(row.share or 0.0, "share"),
            own=show_value(row.own_share or 0.0, "share"),
        )
        for row in rows
    )
