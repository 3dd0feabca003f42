"""Room report: the tables as CSV files that a spreadsheet opens without running anything in them, or as Parquet."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from framing.errors import UsageError
from framing.report.codebook import codebook_page, codebook_rows, measure_rows
from framing.report.wording import show_controls
from framing.schema import Comparison
from framing.scoring.table import round_numbers
from framing.scoring.views import RECORDS, View, kind_of, view_names, view_of

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table_names() -> list[str]:
    """Return the names of all tables that a report may hold, whatever is compared."""
    return [*view_names(), "measures", "codebook"]


def write_tables(comparison: Comparison) -> dict[str, bytes]:
    """Return CSV files by name: one for each view of a comparison, measures, and the codebook as table and page.

    UTF-8 without a mark, comma, lines ended by CR LF as RFC 4180 asks. A view without rows keeps its header.
    """
    views = {name: _read(comparison, name) for name in view_names()}
    columns = {name: view.columns for name, view in views.items()}
    views |= {"measures": measure_rows(), "codebook": codebook_rows(columns)}
    files = {f"{name}.csv": _to_csv(view).encode("utf-8") for name, view in views.items()}
    return files | {"README.md": codebook_page(columns).encode("utf-8")}


def write_parquet(comparison: Comparison) -> dict[str, bytes]:
    """Return Parquet files by name, the views of `write_tables` with typed columns; cells are as they were counted.

    Raises `UsageError` where pyarrow is not installed.
    """
    pyarrow, parquet = load_pyarrow()
    kinds = {
        "text": pyarrow.string(),
        "whole number": pyarrow.int64(),
        "number": pyarrow.float64(),
        "yes or no": pyarrow.bool_(),
    }
    files = {}
    for name in view_names():
        view = _read(comparison, name)
        schema = pyarrow.schema([(column, kinds[kind_of(name, column)]) for column in view.columns])
        written = io.BytesIO()
        parquet.write_table(pyarrow.Table.from_pylist(view.rows, schema=schema), written)
        files[f"{name}.parquet"] = written.getvalue()
    return files


def make_harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: text like one gets an apostrophe in front.

    Numbers stay numbers, so a negative number keeps its sign; None becomes an empty cell.
    """
    if not isinstance(value, str):
        return _show_plain(value)
    if value[:1].isalnum() and value.isprintable():
        return value  # most cells: in large comparisons there are millions
    text = show_controls(value)
    # Spreadsheets skip white space and quotation marks before they look for a formula.
    bare = text.lstrip(" \u00a0\"'")
    return f"'{text}" if text.startswith(_STARTS_FORMULA) or bare.startswith(_STARTS_FORMULA) else text


def _read(comparison: Comparison, name: str) -> View:
    """Return a view with numbers rounded as in scores.json; those of figures are."""
    columns, rows = view_of(comparison, name)
    if name in RECORDS:
        rows = [
            {column: round_numbers(cell) if isinstance(cell, float) else cell for column, cell in row.items()}
            for row in rows
        ]
    return View(columns, rows)


def _show_plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _to_csv(view: View) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(view.columns)
    writer.writerows(_cells(view))
    return written.getvalue()


def _cells(view: View) -> Iterable[list[Any]]:
    for row in view.rows:
        yield [make_harmless(row[column]) for column in view.columns]


def load_pyarrow() -> tuple[Any, Any]:
    """Return pyarrow and its room for Parquet; raises `UsageError` where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(
            "format parquet",
            "pyarrow is not installed",
            "pyarrow 15 or later",
            "pip install 'framing[parquet]'",
        ) from error
    return pyarrow, pyarrow.parquet
