"""Records from Excel workbooks (room: reading): one row at a time is in memory, beside the workbook's strings.

openpyxl reads them, in its read-only way. python-calamine is four times as fast and no way out: a workbook of five
kilobytes with one stray cell in its last corner makes it ask for 500 GB and ends the whole process.
"""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from framing.errors import ReadingError
from framing.reading.forms.rows import choose_columns, count_known, record_of
from framing.reading.options import ReadingOptions
from framing.reading.records import Record, needs_extra

_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_CUT = "the text fills a cell of Excel to its last of 32,767 characters, so it is most likely cut off there"


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the records of every sheet whose first filled row names a column of text.

    A sheet none of whose columns is known for a field is passed over where another sheet has one; what is wrong with
    any other sheet is an error. Rows are counted as Excel shows them. Raises `ReadingError` for a damaged workbook.
    """
    try:
        import openpyxl
    except ImportError:
        raise needs_extra(name, "an Excel workbook", "tables") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and rules that are left out, which hold no article
        try:
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield from _sheets(workbook.worksheets, name, options)
        except (ReadingError, zipfile.BadZipFile):
            raise
        except Exception as error:  # openpyxl lets errors of many kinds through
            raise ReadingError(
                name,
                f"cannot be read as a workbook ({type(error).__name__})",
                "a whole .xlsx file",
                "open it and save it again, or save it as CSV",
            ) from error


def _sheets(sheets: Sequence[Any], name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    passed_over: list[ReadingError] = []
    is_told = False
    asked = set(options.columns.values())
    for sheet in sheets:
        # The size that a workbook gives is often wrong, and openpyxl would believe it.
        sheet.reset_dimensions()
        where = f"{name}, sheet {sheet.title!r}" if len(sheets) > 1 else name
        prefix = f"{sheet.title}-" if len(sheets) > 1 else ""
        rows = _numbered(sheet.iter_rows(values_only=True), where)
        header = next(rows, None)
        if header is None or isinstance(header, ReadingError):
            continue
        names = ["" if cell is None else str(cell).strip() for cell in header[1]]
        try:
            for record in _rows(rows, names, where, prefix, options):
                is_told = True
                yield record
        except ReadingError as error:
            if count_known(names) or asked.intersection(names):
                is_told = True
                yield error
            else:
                passed_over.append(error)
    if not is_told:
        yield (
            passed_over[0]
            if passed_over
            else ReadingError(
                name, "holds no rows", "a header and a row for each article", "remove it or give it rows"
            )
        )


def _numbered(
    rows: Iterator[Sequence[Any]], where: str
) -> Iterator[tuple[int, Sequence[Any]] | ReadingError]:
    """Yield the filled rows with their numbers; where the numbers go beyond all sheets, an error ends them."""
    for number, row in enumerate(rows, 1):
        if number > _MOST_ROWS:
            yield ReadingError(
                where,
                "has a row whose number no sheet of Excel can have, and is read up to there",
                f"at most {_MOST_ROWS:,} rows",
                "open it and save it again, or save it as CSV",
            )
            return
        if any(map(_is_filled, row)):
            yield number, row


def _rows(
    rows: Iterator[tuple[int, Sequence[Any]] | ReadingError],
    names: Sequence[str],
    where: str,
    prefix: str,
    options: ReadingOptions,
) -> Iterator[Record | ReadingError]:
    columns = choose_columns([name for name in names if name], where, options)
    sheet = where.partition(", ")[2]
    for numbered in rows:
        if isinstance(numbered, ReadingError):
            yield numbered
            continue
        number, cells = numbered
        row: dict[str, Any] = {}
        for name, cell in zip(names, cells, strict=False):
            row[name] = cell if row.get(name) is None else row[name]
        text = row.get(columns.of.get("text", ""))
        yield record_of(
            row,
            columns,
            where=f"{where}, row {number}",
            part=f"{prefix}{number}",
            place=f"{sheet}, row {number}" if prefix else f"row {number}",
            notes=[_CUT] if isinstance(text, str) and len(text) == _LONGEST_CELL else [],
        )


def _is_filled(cell: Any) -> bool:
    return cell is not None and cell != ""
