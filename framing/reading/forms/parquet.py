"""Records from Parquet (room: reading): a batch of rows is in memory, of the columns those that are read."""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from typing import Any, BinaryIO

from framing.errors import ReadingError
from framing.reading.decode import decode
from framing.reading.forms.rows import Columns, choose_columns, record_of
from framing.reading.options import ReadingOptions
from framing.reading.records import Record, needs_extra

_ROWS_A_BATCH = 256


def read_records(
    stream: BinaryIO, name: str, options: ReadingOptions, start: int = 0, stop: int | None = None
) -> Iterator[Record | ReadingError]:
    """Yield the records of a file, its rows counted from 1. Raises `ReadingError` for one that is damaged."""
    with _told(name):
        file = _open(stream, name)
        columns = choose_columns(file.schema_arrow.names, name, options)
        wanted = list(dict.fromkeys(columns.of.values()))
        if not file.metadata.num_rows:
            yield ReadingError(name, "holds no rows", "a row for each article", "remove it or give it rows")
        groups, number = _groups_from(file, start)
        for batch in file.iter_batches(_ROWS_A_BATCH, row_groups=groups, columns=wanted):
            for row in batch.to_pylist() if number + batch.num_rows > start else [{}] * batch.num_rows:
                number += 1
                if stop is not None and number > stop:
                    return
                if number > start:
                    yield _record(row, number, name, columns)


def count_records(stream: BinaryIO, name: str, options: ReadingOptions) -> int:
    """Return how many rows there are; raises what `read_records` raises."""
    with _told(name):
        file = _open(stream, name)
        choose_columns(file.schema_arrow.names, name, options)
        return int(file.metadata.num_rows)


def _record(row: dict[str, Any], number: int, name: str, columns: Columns) -> Record | ReadingError:
    where = f"{name}, row {number}"
    column = columns.of.get("text", "")
    text = row.get(column)
    encoding = "utf-8"
    notes: list[str] = []
    if isinstance(text, bytes):
        try:
            row[column], encoding, notes = decode(text, where)
        except ReadingError as error:
            return error
    return record_of(
        row,
        columns,
        where=where,
        part=str(number),
        place=f"row {number}",
        encoding=encoding,
        notes=notes,
    )


def _open(stream: BinaryIO, name: str) -> Any:
    try:
        from pyarrow import parquet
    except ImportError:
        raise needs_extra(name, "a Parquet file", "tables") from None
    return parquet.ParquetFile(stream)


def _groups_from(file: Any, start: int) -> tuple[list[int], int]:
    """Return the row groups from the one with a row on, and how many rows stand before it."""
    rows = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    before = list(accumulate(rows, initial=0))
    first = max(bisect_right(before, start) - 1, 0)
    return list(range(first, len(rows))), before[first]


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError) or type(error).__module__.startswith("pyarrow"):
            raise ReadingError(
                name, "cannot be read as Parquet", "a whole file", "copy it again, or write it as CSV"
            ) from error
        raise
