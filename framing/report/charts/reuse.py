"""Room report: text reuse: how much outlets share with others, and whether they say it themselves or carry it.

Of one article an outlet it is a matrix, of more a bar an outlet: a share of one article's words is a count of this
text, one over many articles an estimate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import join_heard, note_more, outlet_colours, short_name, shown_columns
from framing.report.charts.sheet import Sheet, text_width
from framing.report.style import INK, LINE, MUTED, RAISED
from framing.report.texts import say
from framing.report.view import Column, View
from framing.report.wording import show_value

_LABEL_WIDTH = 130.0
_ROW_HEIGHT = 30.0


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row: what share of an outlet's words, or of its only article's, other articles hold too."""

    column: Column
    share: float
    own: float
    size: str
    article: str = ""
    low: float | None = None
    high: float | None = None


def plan_reuse(view: View) -> Iterator[Plan]:
    """Plan reuse; nothing where no two articles share a passage."""
    columns = shown_columns(view)
    has_matrix = all(len(column.articles) <= 1 for column in columns)
    rows = _article_rows(view, columns) if has_matrix else _outlet_rows(view, columns)
    if not rows:
        return
    first = max(rows, key=lambda row: row.share)
    whole = [held for held in view.comparison.reuse_shares if held.other is None]
    captions = (
        [say("charts.reuse.caption"), say("charts.reuse.squares")]
        if has_matrix
        else [say("charts.reuse.caption_of_outlets")]
    )
    count = say("charts.reuse.count", sharing=sum(bool(held.share) for held in whole), n=len(whole))
    yield Plan(
        name="reuse",
        section="reuse",
        data=("reuse_shares" if has_matrix else "reuse_by_outlet", "reuse"),
        title=say(
            "charts.reuse.title",
            outlet=short_name(first.column),
            share=show_value(first.share, "share"),
            own=show_value(first.own, "share"),
        ),
        caption=" ".join([*captions, count]) + note_more(view),
        alternative=say("charts.reuse.alternative") + " " + _describe(rows),
        draw=lambda sheet: _draw(sheet, view, rows, has_matrix),
    )


def _article_rows(view: View, columns: Sequence[Column]) -> list[_Row]:
    """Return a row for each outlet whose only article shares words, in the outlets' order."""
    held = {one.article: one for one in view.comparison.reuse_shares if one.other is None}
    found = [(column, held.get(article.id)) for column in columns for article in column.articles]
    return [
        _Row(
            column=column,
            share=one.share,
            own=one.own_share or 0.0,
            size=say("charts.reuse.bar", share=show_value(one.share, "share"), n=one.total_words),
            article=one.article,
        )
        for column, one in found
        if one is not None and one.share
    ]


def _outlet_rows(view: View, columns: Sequence[Column]) -> list[_Row]:
    """Return a row for each outlet that shares words, in the outlets' order."""
    held = {one.outlet: one for one in view.shared_by_outlet}
    return [
        _Row(
            column=column,
            share=one.all.value or 0.0,
            own=one.own.value or 0.0,
            size=say(
                "charts.reuse.bar_of_outlet",
                share=show_value(one.all.value or 0.0, "share"),
                n=one.all.total_words,
                articles=one.all.articles,
            ),
            low=one.all.low,
            high=one.all.high,
        )
        for column in columns
        if (one := held.get(column.name)) is not None
    ]


def _draw(sheet: Sheet, view: View, rows: Sequence[_Row], has_matrix: bool) -> float:
    """Draw a row an outlet: what it shares with any other article as a bar and, of one article, with which."""
    colours = outlet_colours(view)
    start = 0.0 if sheet.narrow else _LABEL_WIDTH
    beside = start + (sheet.width - start) * (0.52 if sheet.narrow else 0.46)
    end = beside if has_matrix else sheet.width
    # One scale for all, which leaves room for what is written behind the bars.
    room = end - start - 16 - max(text_width(row.size, 8) for row in rows)
    scale = room / max(row.high or row.share for row in rows)
    pairs = _Pairs(view, rows, beside, sheet.width) if has_matrix else None
    top = _draw_key(sheet)
    sheet.text(start, top + 11, say("charts.reuse.any_other"), size=8.5, colour=MUTED, width=end - start - 10)
    if pairs:
        for row in rows:
            left = pairs.left(row.article)
            sheet.boxes([(left, top, pairs.step - 4, 3)], colours[row.column.position])
            sheet.text(left, top + 11, row.column.name, size=7.5, width=pairs.step - 4, name=True)
    top += 20
    for row in rows:
        if sheet.narrow:
            sheet.text(0, top + 7, row.column.name, bold=True, width=sheet.width, name=True)
            top += 12
        else:
            sheet.boxes([(0, top + 4, 3, _ROW_HEIGHT - 8)], colours[row.column.position])
            sheet.text(
                8, top + _ROW_HEIGHT / 2, row.column.name, bold=True, width=_LABEL_WIDTH - 20, name=True
            )
        _draw_bar(sheet, row, start, top + _ROW_HEIGHT / 2, scale)
        if pairs:
            pairs.draw(sheet, row, top)
        top += _ROW_HEIGHT
        sheet.lines([((0, top), (sheet.width, top))], LINE, 0.6)
    return top + 2


class _Pairs:
    """The matrix of articles: a square for each pair that shares words."""

    def __init__(self, view: View, rows: Sequence[_Row], left: float, right: float) -> None:
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

    def draw(self, sheet: Sheet, row: _Row, top: float) -> None:
        """Draw a row's squares: the area is the share of the row's words, the outlet's own part of it filled."""
        y = top + _ROW_HEIGHT / 2
        for other in self._places:
            x = self.left(other) + (self.step - 4) / 2
            found = self._shares.get((row.article, other))
            if other == row.article:
                sheet.text(x, y, "·", colour=MUTED, align="center")
            elif found is not None:
                side = min(self.step - 6, _ROW_HEIGHT - 5) * ((found.share or 0.0) / self._most) ** 0.5
                own = found.own_words / (found.own_words + found.carried_words)
                _draw_parts(sheet, own, (x - side / 2, y - side / 2, side, side), upright=True)


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


def _draw_bar(sheet: Sheet, row: _Row, left: float, middle: float, scale: float) -> None:
    length = row.share * scale
    _draw_parts(sheet, row.own / row.share, (left, middle - 5, length, 10), upright=False)
    sheet.text(left + max(length, (row.high or 0.0) * scale) + 6, middle, row.size, size=8, colour=MUTED)
    if row.low is not None and row.high is not None:
        ends, y = [left + bound * scale for bound in (row.low, row.high)], middle + 8.5
        ticks = [((x, y - 2), (x, y + 2)) for x in ends]
        sheet.lines([((ends[0], y), (ends[1], y)), *ticks], INK, 1.0)


def _draw_parts(sheet: Sheet, own: float, box: tuple[float, float, float, float], *, upright: bool) -> None:
    """Draw a box of shared words, the part `own` that the outlet says itself filled from the left or from below."""
    left, top, width, height = box
    sheet.boxes([box], RAISED, edge=INK)
    if own and upright:
        sheet.boxes([(left, top + height * (1 - own), width, height * own)], INK)
    elif own:
        sheet.boxes([(left, top, width * own, height)], INK)


def _describe(rows: Sequence[_Row]) -> str:
    return join_heard(
        say(
            "charts.reuse.heard",
            outlet=short_name(row.column),
            share=show_value(row.share, "share"),
            own=show_value(row.own, "share"),
        )
        for row in rows
    )
