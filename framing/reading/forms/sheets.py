"""Records from Excel workbooks (room: reading): one row at a time is in memory, beside the workbook's strings.

openpyxl reads them, in its read-only way. python-calamine is four times as fast and no way out: a workbook of five
kilobytes with one stray cell in its last corner makes it ask for 500 GB and ends the whole process.
"""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, BinaryIO

from framing.errors import ReadingError
from framing.reading.forms.rows import choose_columns, record_of
from framing.reading.options import ReadingOptions
from framing.reading.records import Record, needs_extra

_LONGEST_CELL = 32_767
_CUT = "the text fills a cell of Excel to its last of 32,767 characters, so it is most likely cut off there"


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the records of every sheet whose first filled row names a column of text.

    Sheets without one are passed over where another sheet has one. Rows are counted as Excel shows them. Raises
    `ReadingError` for a workbook that is damaged, and where no sheet holds articles.
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
    faults: list[ReadingError] = []
    read = 0
    for sheet in sheets:
        # The size that a workbook gives is often wrong, and openpyxl would believe it.
        sheet.reset_dimensions()
        where = f"{name}, sheet {sheet.title!r}" if len(sheets) > 1 else name
        prefix = f"{sheet.title}-" if len(sheets) > 1 else ""
        try:
            for record in _rows(sheet.iter_rows(values_only=True), where, prefix, options):
                read += 1
                yield record
        except ReadingError as error:
            faults.append(error)
    if not read:
        yield (
            faults[0]
            if faults
            else ReadingError(
                name, "holds no rows", "a header and a row for each article", "remove it or give it rows"
            )
        )


def _rows(
    rows: Iterator[Sequence[Any]], where: str, prefix: str, options: ReadingOptions
) -> Iterator[Record | ReadingError]:
    numbered = (
        (number, row) for number, row in zip(count(1), rows, strict=False) if any(map(_is_filled, row))
    )
    header = next(numbered, None)
    if header is None:
        return
    names = ["" if cell is None else str(cell).strip() for cell in header[1]]
    columns = choose_columns([name for name in names if name], where, options.columns)
    sheet = where.partition(", ")[2]
    for number, cells in numbered:
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
