"""Records from CSV, TSV and their kin (room: reading): one row at a time is in memory, a cell may have several MB.

The csv module of the standard library reads the rows. How the file is written is found by reading its beginning in
every way: what a table needs here, a header that names its columns, is also the best sign.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import product
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


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the records of a table with a header; a row that is none is an error among them, and the next ones follow.

    Rows are counted as a spreadsheet counts them: the header is the first, blank ones count. Raises `ReadingError` for
    an empty table and where it cannot be told which column holds the text.
    """
    sample = cast("io.BufferedReader", stream).peek(_SAMPLE_BYTES)[:_SAMPLE_BYTES]
    encoding = find_wide_encoding(sample) or "utf-8-sig"
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    lines = _Lines(text, name)
    with _large_cells():
        yield from _rows(lines, sample.decode(encoding, "replace"), name, options, encoding)


def _rows(
    lines: "_Lines", sample: str, name: str, options: ReadingOptions, encoding: str
) -> Iterator[Record | ReadingError]:
    first = lines.first_filled()
    if not first:
        yield ReadingError(name, "is empty", "a table with a header", "remove it or give it rows")
        return
    separator = _SEPARATOR_LINE.match(first)
    if separator:
        lines.take()
        first = lines.first_filled()
    begins, ends = sample.find(first), sample.rfind("\n") + 1
    way = _find_way(
        sample[begins : max(begins + len(first), ends)], separator[1] if separator else None, options
    )
    reader = way.reader(lines)
    try:
        header = [cell.strip() for cell in next(reader)]
    except csv.Error as error:
        raise ReadingError(
            name, f"has a header that cannot be read: {error}", _QUOTING, "save it again"
        ) from error
    columns = choose_columns(header, name, options.columns)
    count = 0
    number = 1
    while True:
        number += 1
        where = f"{name}, row {number}"
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            count += 1
            yield _unreadable(where, error)
            continue
        if not any(cells):
            continue
        count += 1
        yield _record(cells, header, columns, number, where, encoding)
    if not count:
        yield ReadingError(
            name, "has a header and no rows", "a row for each article", "remove it or give it rows"
        )


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
    """The lines of a table, with their ends, for a reader of rows; blank ones at the top can be looked past."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._text, self._name = text, name
        self._next: str | None = None

    def __iter__(self) -> Iterator[str]:
        while line := self.take():
            yield line

    def take(self) -> str:
        line, self._next = self._next, None
        if line is None:
            line = self._text.readline(_LARGEST_CELL)
            if len(line) == _LARGEST_CELL:
                raise ReadingError(self._name, "has a line of more than 64 MB", "rows", "save it again")
        return line

    def first_filled(self) -> str:
        """Return the first line that is not blank, which remains the next one; empty at the end."""
        while (line := self.take()) and not line.strip("\ufeff \t\r\n"):
            pass
        self._next = line
        return line


@contextmanager
def _large_cells() -> Iterator[None]:
    """Let the csv module, whose limit is one for the whole process, take large cells for a while."""
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _unreadable(where: str, error: csv.Error) -> ReadingError:
    if "unexpected end" in str(error):
        return ReadingError(
            where, "breaks off within quotation marks", "the whole row", "copy or save the table again"
        )
    return ReadingError(where, f"cannot be read: {error}", _QUOTING, "correct the row")
