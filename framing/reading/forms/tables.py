"""Records from CSV, TSV and their kin (room: reading): one row at a time is in memory, a cell may have several MB.

The csv module of the standard library reads the rows; how the file is written is found by what its first line says
under each way of reading it, because what a table needs here, a header that names its columns, is also the best sign.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any, BinaryIO, NamedTuple, cast

from framing.errors import ReadingError
from framing.reading.decode import decode, find_wide_encoding
from framing.reading.forms.rows import DELIMITERS, Columns, choose_columns, count_known, record_of
from framing.reading.options import ReadingOptions
from framing.reading.records import Record

_QUOTES = ('"', "'")
_LARGEST_CELL = 64_000_000
_SAMPLE_BYTES = 65_536
# Excel begins some files with a line that names the delimiter.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?\Z", re.IGNORECASE)
_ESCAPED_QUOTE = re.compile(r'[^\\]\\"')
_DOUBLED_QUOTE = re.compile(r'[^,;|\t\r\n"]""|""[^,;|\t\r\n"]')
_BYTE_THAT_IS_NO_UTF8 = re.compile("[\udc80-\udcff]")
_QUOTING = "cells with delimiters, quotation marks or line breaks in quotation marks, and those doubled"


class _Way(NamedTuple):
    """How a table is written."""

    delimiter: str
    quote: str
    escape: str | None = None


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
    way = _find_way(first, sample, separator[1] if separator else None, options)
    reader = csv.reader(
        lines,
        delimiter=way.delimiter,
        quotechar=way.quote,
        escapechar=way.escape,
        doublequote=way.escape is None,
        strict=True,
    )
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


def _find_way(header: str, sample: str, separator: str | None, options: ReadingOptions) -> _Way:
    """Return the way of writing under which the header names most fields, then that with most columns."""
    delimiters = (separator,) if separator else DELIMITERS
    asked = set(options.columns.values())

    def worth(way: tuple[str, str]) -> tuple[int, int]:
        try:
            names = [cell.strip() for cell in next(csv.reader([header], delimiter=way[0], quotechar=way[1]))]
        except (csv.Error, StopIteration):
            return (-1, 0)
        return (count_known(names) + len(asked.intersection(names)), len(names))

    # Of equals the first is taken, so a comma and double quotation marks where nothing tells.
    delimiter, quote = max(product(delimiters, _QUOTES), key=worth)
    escaped = bool(_ESCAPED_QUOTE.search(sample)) and not _DOUBLED_QUOTE.search(sample)
    return _Way(delimiter, quote, "\\" if escaped else None)


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
