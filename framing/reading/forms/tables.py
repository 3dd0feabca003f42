"""Records from CSV, TSV and their kin (room: reading): one row at a time is in memory, a cell may have several MB.

The csv module of the standard library reads the rows. How the file is written is found by reading its beginning in
every way: what a table needs here, a header that names its columns, is also the best sign.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice, product
from typing import Any, BinaryIO, NamedTuple, cast

from framing.errors import ReadingError
from framing.reading.decode import decode, find_wide_encoding
from framing.reading.forms.rows import DELIMITERS, Columns, choose_columns, count_known, record_of
from framing.reading.options import ReadingOptions
from framing.reading.records import Record

# Signs of two ways of writing that are not the usual: cells in single quotation marks, and quotation marks within
# cells with a backslash before them, as databases write them.
_SINGLE_QUOTES = re.compile(r"(?:^|[,;|\t])'", re.MULTILINE)
_ESCAPED_QUOTE = re.compile(r"""[^\\]\\["']""")
_LARGEST_CELL = 64_000_000
_LARGEST_ROW = 64_000_000
_MOST_READ_AGAIN = 256_000_000
_SAMPLE_BYTES = 65_536
# Excel begins some files with a line that names the delimiter.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?\Z", re.IGNORECASE)
_BYTE_THAT_IS_NO_UTF8 = re.compile("[\udc80-\udcff]")
_QUOTING = "cells with delimiters, quotation marks or line breaks in quotation marks, and those doubled"


class _Way(NamedTuple):
    """How a table is written."""

    delimiter: str
    quote: str
    escape: str | None

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Return a reader of rows that refuses what is not well written rather than guess."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            doublequote=self.escape is None,
            strict=True,
        )


def read_records(
    stream: BinaryIO, name: str, options: ReadingOptions, start: int = 0, stop: int | None = None
) -> Iterator[Record | ReadingError]:
    """Yield the records of a table with a header; a row that is none is an error among them, and the next ones follow.

    Rows are counted as a spreadsheet counts them: the header is the first, blank ones count. Raises `ReadingError` for
    an empty table and where it cannot be told which column holds the text.
    """
    with _table(stream, name, options) as table:
        if table is None:
            yield ReadingError(name, "is empty", "a table with a header", "remove it or give it rows")
            return
        count = 0
        for row in islice(table.rows, start, stop):
            count += 1
            where = f"{name}, row {row.number}"
            if isinstance(row.cells, _Broken):
                yield _unreadable(where, row.cells)
            else:
                yield _record(row.cells, table.header, table.columns, row.number, where, table.encoding)
        if not count and not start:
            yield ReadingError(
                name, "has a header and no rows", "a row for each article", "remove it or give it rows"
            )


def count_records(stream: BinaryIO, name: str, options: ReadingOptions) -> int:
    """Return how many rows hold something; raises what `read_records` raises."""
    with _table(stream, name, options) as table:
        return sum(1 for _ in table.rows) if table else 0


class _Row(NamedTuple):
    """A row that holds something, or one that cannot be read; its number is as a spreadsheet counts."""

    number: int
    cells: "list[str] | _Broken"


class _Table(NamedTuple):
    """A table that is open, behind its header."""

    header: list[str]
    columns: Columns
    rows: Iterator[_Row]
    encoding: str


@contextmanager
def _table(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[_Table | None]:
    """Give a table whose header was read; None where there is not one line."""
    sample = cast("io.BufferedReader", stream).peek(_SAMPLE_BYTES)[:_SAMPLE_BYTES]
    encoding = find_wide_encoding(sample) or "utf-8-sig"
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    lines = _Lines(text, name)
    with _large_cells():
        yield _open_table(lines, sample.decode(encoding, "replace"), name, options, encoding)


def _open_table(
    lines: "_Lines", sample: str, name: str, options: ReadingOptions, encoding: str
) -> _Table | None:
    first = lines.first_filled()
    if not first:
        return None
    separator = _SEPARATOR_LINE.match(first)
    if separator:
        lines.take()
        first = lines.first_filled()
    begins, ends = sample.find(first), sample.rfind("\n") + 1
    way = _find_way(
        sample[begins : max(begins + len(first), ends)], separator[1] if separator else None, options
    )
    try:
        header = [cell.strip() for cell in next(way.reader(lines))]
    except csv.Error as error:
        raise ReadingError(
            name, f"has a header that cannot be read: {error}", _QUOTING, "save it again"
        ) from error
    return _Table(header, choose_columns(header, name, options), _rows(lines, way, len(header)), encoding)


def _rows(lines: "_Lines", way: "_Way", width: int) -> Iterator[_Row]:
    number = 1
    for row in _parse(lines, way, width):
        number += 1
        if isinstance(row, _Broken):
            yield _Row(number, row)
            number += row.rows - 1
        elif any(row):
            yield _Row(number, row)


class _Broken(NamedTuple):
    """A row that cannot be read: its lines, up to the next row that can, and how many rows these most likely are."""

    error: csv.Error
    first: int
    last: int
    rows: int
    at_end: bool


def _parse(lines: "_Lines", way: _Way, width: int) -> Iterator[list[str] | _Broken]:
    """Yield the rows after the header.

    A quotation mark that does not close takes in the rows below it. So after a row that is broken, reading goes on at
    its second line, and the next row is the first that has as many cells as the header and begins as the rows before.
    """
    reader = way.reader(lines)
    broken: tuple[csv.Error, int] | None = None
    one_line_each = True
    begins_quoted: bool | None = None

    def end_broken(error: csv.Error, first: int, last: int, at_end: bool) -> _Broken:
        return _Broken(error, first, last, last - first + 1 if one_line_each else 1, at_end)

    while True:
        lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            broken = broken or (error, lines.row_number)
            lines.read_again_after_first()
            reader = way.reader(lines)
            continue
        quoted = lines.row[0].startswith(way.quote)
        if broken:
            if len(cells) != width or begins_quoted not in (None, quoted):
                lines.read_again_after_first()
                reader = way.reader(lines)
                continue
            yield end_broken(*broken, lines.row_number - 1, at_end=False)
            broken = None
        if cells:
            begins_quoted = quoted
        one_line_each = one_line_each and len(lines.row) == 1
        yield cells
    if broken:
        yield end_broken(*broken, lines.number, at_end=True)


def _record(
    cells: list[str], header: list[str], columns: Columns, number: int, where: str, encoding: str
) -> Record | ReadingError:
    if any(cells[len(header) :]):
        return ReadingError(
            where, f"has {len(cells)} cells, and the header {len(header)}", _QUOTING, "correct the row"
        )
    notes: list[str] = []
    row: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        if not cell.isascii() and _BYTE_THAT_IS_NO_UTF8.search(cell):
            decoded = decode(cell.encode("utf-8", "surrogateescape"), where)
            cell, encoding = decoded.text, decoded.encoding
            notes = decoded.notes
        # Of columns with one name, the first that is filled counts.
        row[name] = row.get(name) or cell
    if encoding == "utf-8-sig":
        encoding = "utf-8"
    return record_of(
        row, columns, where=where, part=str(number), place=f"row {number}", encoding=encoding, notes=notes
    )


def _find_way(sample: str, separator: str | None, options: ReadingOptions) -> _Way:
    """Return the way of writing under which the header names most fields, and most rows have as many cells as it."""
    asked = set(options.columns.values())

    def worth(way: _Way) -> tuple[int, bool, int, int]:
        reader = way.reader(io.StringIO(sample, newline=""))
        try:
            header = [cell.strip() for cell in next(reader)]
        except (csv.Error, StopIteration):
            return (-1, False, 0, 0)
        known = count_known(header) + len(asked.intersection(header))
        fitting = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error:
                fitting -= 1
            else:
                fitting += (1 if len(cells) == len(header) else -1) if any(cells) else 0
        return (known, len(header) > 1, fitting, len(header))

    # Of equals the first is taken, so what is usual where nothing tells.
    delimiters = (separator,) if separator else DELIMITERS
    quotes = ('"', "'") if _SINGLE_QUOTES.search(sample) else ('"',)
    escapes = (None, "\\") if _ESCAPED_QUOTE.search(sample) else (None,)
    ways = product(delimiters, quotes, escapes)
    return max((_Way(*way) for way in ways), key=worth)


class _Lines:
    """The lines of a table, with their ends, for a reader of rows; blank ones at the top can be looked past.

    `row` holds the lines taken since `begin_row`, so that those after its first can be read again; `number` counts all
    lines taken. A row of more than 64 million characters ends as the file would.
    """

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._text, self._name = text, name
        self._again: deque[str] = deque()
        self._left_to_read_again = _MOST_READ_AGAIN
        self._size = 0
        self.row: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.take():
            yield line

    @property
    def row_number(self) -> int:
        """The number of the line with which the row begins."""
        return self.number - len(self.row) + 1

    def begin_row(self) -> None:
        self.row, self._size = [], 0

    def read_again_after_first(self) -> None:
        """Let the lines of the row be taken again, but for its first; not without end, where every line is broken."""
        self._left_to_read_again -= self._size
        if self._left_to_read_again > 0:
            self._again.extendleft(reversed(self.row[1:]))
            self.number -= len(self.row) - 1

    def take(self) -> str:
        if self._size > _LARGEST_ROW:
            return ""
        line = self._again.popleft() if self._again else self._text.readline(_LARGEST_CELL)
        if len(line) == _LARGEST_CELL:
            raise ReadingError(self._name, "has a line of more than 64 MB", "rows", "save it again")
        if line:
            self.row.append(line)
            self.number += 1
            self._size += len(line)
        return line

    def first_filled(self) -> str:
        """Return the first line that is not blank, which remains the next one; empty at the end."""
        while (line := self.take()) and not line.strip("\ufeff \t\r\n"):
            pass
        if line:
            self._again.append(line)
            self.number -= 1
        self.begin_row()
        return line


@contextmanager
def _large_cells() -> Iterator[None]:
    """Let the csv module, whose limit is one for the whole process, take large cells for a while."""
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _unreadable(where: str, broken: _Broken) -> ReadingError:
    lines = f"; lines {broken.first} to {broken.last} are left out" if broken.last > broken.first else ""
    if "unexpected end" not in str(broken.error):
        return ReadingError(where, f"cannot be read: {broken.error}{lines}", _QUOTING, "correct the row")
    if broken.at_end:
        found, remedy = "breaks off within quotation marks", "copy or save the table again"
        return ReadingError(where, found + lines, "the whole row", remedy)
    return ReadingError(
        where, f"has a quotation mark that does not close{lines}", _QUOTING, "correct the row"
    )
