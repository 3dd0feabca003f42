"""Records from Parquet (room: reading): a batch of rows is in memory, of the columns those that are read."""

from collections.abc import Iterator
from typing import BinaryIO

from framing.errors import ReadingError
from framing.reading.decode import decode
from framing.reading.forms.rows import choose_columns, record_of
from framing.reading.options import ReadingOptions
from framing.reading.records import Record, needs_extra

_ROWS_A_BATCH = 256


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the records of a file, its rows counted from 1. Raises `ReadingError` for one that is damaged."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise needs_extra(name, "a Parquet file", "tables") from None
    number = 0
    try:
        file = parquet.ParquetFile(stream)
        columns = choose_columns(file.schema_arrow.names, name, options)
        wanted = list(dict.fromkeys(columns.of.values()))
        for batch in file.iter_batches(_ROWS_A_BATCH, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                where = f"{name}, row {number}"
                column = columns.of.get("text", "")
                text = row.get(column)
                encoding = "utf-8"
                notes: list[str] = []
                if isinstance(text, bytes):
                    try:
                        row[column], encoding, notes = decode(text, where)
                    except ReadingError as error:
                        yield error
                        continue
                yield record_of(
                    row,
                    columns,
                    where=where,
                    part=str(number),
                    place=f"row {number}",
                    encoding=encoding,
                    notes=notes,
                )
    except (pyarrow.ArrowException, OSError) as error:
        raise ReadingError(
            name, "cannot be read as Parquet", "a whole file", "copy it again, or write it as CSV"
        ) from error
    if not number:
        yield ReadingError(name, "holds no rows", "a row for each article", "remove it or give it rows")
