"""Room report: small multiples, a row for each thing and a column for each outlet, all on one scale."""

from collections.abc import Callable, Sequence

from framing.report.charts.sheet import Sheet, fit_name, text_width, wrap
from framing.report.figures import Number
from framing.report.style import INK, LINE, MUTED
from framing.report.view import Column, Row

_GAP = 10.0
_HEAD_LINES = 4


class Grid:
    """Columns of equal width beside room for labels; on a narrow sheet a label stands above its row."""

    def __init__(
        self, sheet: Sheet, columns: Sequence[Column], colours: Sequence[str], label_width: float
    ) -> None:
        self.sheet = sheet
        self.columns = columns
        self.colours = colours
        self.label_width = 0.0 if sheet.narrow else label_width
        self.pitch = (sheet.width - self.label_width) / max(1, len(columns))
        # Where there are few outlets a column need not take all the room.
        self.pitch = min(self.pitch, 220.0)
        self.cell_width = self.pitch - _GAP

    def left(self, place: int) -> float:
        """Return where a column begins."""
        return self.label_width + place * self.pitch

    def draw_heads(self, top: float) -> float:
        """Write the outlets' names with their colours; return where rows may begin."""
        size = 9.0
        widest = max(
            (
                max(text_width(word, size, True) for word in column.name.split() or [""])
                for column in self.columns
            ),
            default=0,
        )
        # A name may take most of the gap behind its column before it is set smaller or cut.
        room = self.pitch - 3
        size = max(6.5, min(size, 0.99 * size * room / max(1.0, widest)))
        # There is room above, and a whole name on four lines says more than a cut one on two.
        names = [fit_name(column.name, room, size, bold=True, most=_HEAD_LINES) for column in self.columns]
        lines = max((len(name) for name in names), default=0)
        for place, (column, name) in enumerate(zip(self.columns, names, strict=True)):
            left = self.left(place)
            self.sheet.boxes([(left, top, self.cell_width, 3)], self.colours[column.position])
            for line, words in enumerate(name):
                self.sheet.text(left, top + 11 + line * 11, words, size=size, bold=True)
        return top + 11 * lines + 10

    def draw_label(self, top: float, height: float, label: str, note: str = "") -> float:
        """Write a row's label, beside it or above; return where the row's cells begin."""
        if self.sheet.narrow:
            taken = self.sheet.text(0, top + 7, label, width=self.sheet.width - 90)
            self.sheet.text(taken + 8, top + 7, note, size=8, colour=MUTED)
            return top + 14
        lines = wrap(label, self.label_width - 12, 9.0, most=2 if height > 24 else 1)
        middle = top + height / 2 - (6.0 if note else 0) - 5.5 * (len(lines) - 1)
        for place, line in enumerate(lines):
            self.sheet.text(0, middle + 11 * place, line)
        if note:
            self.sheet.text(
                0, middle + 11 * len(lines), note, size=8, colour=MUTED, width=self.label_width - 12
            )
        return top

    def draw_rows(
        self,
        top: float,
        labels: Sequence[str],
        heights: Sequence[float],
        cell: Callable[[float, float, float, int, Column], None],
        notes: Sequence[str] = (),
    ) -> float:
        """Draw rows, calling `cell` with left, top, width, the row's number and the column; return where they end."""
        rules = []
        for row, (label, height) in enumerate(zip(labels, heights, strict=True)):
            inside = self.draw_label(top, height, label, notes[row] if notes else "")
            for place, column in enumerate(self.columns):
                cell(self.left(place), inside, self.cell_width, row, column)
            top = inside + height
            rules.append(top)
        # Lines between rows lead the eye from the label; none stands after the last.
        right = self.left(len(self.columns) - 1) + self.cell_width if self.columns else 0.0
        self.sheet.lines((((0, y), (right, y)) for y in rules[:-1]), LINE, 0.6)
        return top

    def draw_figures(self, rows: Sequence[Row], height: float) -> float:
        """Draw rows of figures under the heads, each a bar with its interval and its text; return where they end."""
        numbers = [number for row in rows for number in row.numbers if number]
        most = max(map(_reach, numbers), default=1.0) or 1.0

        def cell(left: float, top: float, width: float, row: int, column: Column) -> None:
            number = rows[row].numbers[column.position]
            if number is None:
                return
            if number.numerator:
                draw_interval(self.sheet, left, top + 22, width, number, most, self.colours[column.position])
            shown = number.text.split(" [")[0] if number.numerator else "–"
            self.sheet.text(left, top + 10, shown, size=8.5, colour=MUTED, width=width)

        labels = [row.label for row in rows]
        return self.draw_rows(self.draw_heads(0), labels, [height] * len(rows), cell)


def _reach(number: Number) -> float:
    return max(number.value if number.value is not None else number.share, number.high or 0.0)


def draw_interval(
    sheet: Sheet, left: float, middle: float, width: float, number: Number, most: float, colour: str
) -> None:
    """Draw a share or rate as a bar from `left` with its interval; `most` is the value that fills `width`."""
    value = number.value if number.value is not None else number.share
    scale = width / most if most else 0.0
    bar = (left, middle - 5, max(0.8, min(value, most) * scale), 7.0)
    sheet.boxes([bar], colour if number.value is not None else LINE)
    if number.low is not None and number.high is not None:
        # Below the bar and not on it, so that both ends are seen on any colour.
        low, high, level = left + number.low * scale, left + min(number.high, most) * scale, middle + 5.5
        ends = [((x, level - 2), (x, level + 2)) for x in (low, high)]
        sheet.lines([((low, level), (high, level)), *ends], INK, 1.0)
