"""Room report: the tables as CSV files that a spreadsheet opens without running anything in them, or as Parquet."""

import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from framing.collector import without_collection
from framing.errors import UsageError
from framing.report.codebook import codebook_page, codebook_rows, measure_rows
from framing.report.wording import show_controls
from framing.schema import Annotations, Comparison
from framing.scoring.attributions import TABLE as ATTRIBUTIONS
from framing.scoring.attributions import attribution_view
from framing.scoring.table import round_numbers
from framing.scoring.views import View, kind_of, parts_of_figures, view_names, view_of

# RFC 4180, section 2.
_TO_QUOTE = re.compile('[",\r\n]')
_ROWS_AT_ONCE = 10_000

_SKIPPED = " \u00a0\u3000\"'\uff02\uff07"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table_names() -> list[str]:
    """Return the names of all tables that a report may hold, whatever is compared."""
    return [*view_names(), ATTRIBUTIONS, "measures", "codebook"]


@without_collection()
def write_tables(comparison: Comparison, annotations: Sequence[Annotations]) -> dict[str, bytes]:
    """Return CSV files by name: each view of a comparison, who says what, measures, the codebook as table and page.

    UTF-8 without a mark, comma, lines ended by CR LF as RFC 4180 asks. A view without rows keeps its header.
    """
    files, columns = {}, {}
    figures = view_of(comparison, "figures")
    measures, written = [row[0] for row in figures.rows], _write_rows(figures)
    for name in view_names():
        wanted = parts_of_figures(name)
        if wanted is None:
            # One view at a time: in large comparisons each has hundreds of thousands of rows.
            view = view_of(comparison, name)
            columns[name], lines = view.columns, _write_rows(view)
        else:
            columns[name] = figures.columns
            lines = [line for measure, line in zip(measures, written, strict=True) if measure in wanted]
        files[f"{name}.csv"] = _to_csv(columns[name], lines)
    told = attribution_view(annotations, comparison.outlet_by_article)
    columns[ATTRIBUTIONS] = told.columns
    for name, view in (
        (ATTRIBUTIONS, told),
        ("measures", measure_rows()),
        ("codebook", codebook_rows(columns)),
    ):
        files[f"{name}.csv"] = _to_csv(view.columns, _write_rows(view))
    return files | {"README.md": codebook_page(columns).encode("utf-8")}


def write_parquet(comparison: Comparison, annotations: Sequence[Annotations]) -> dict[str, bytes]:
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
    for name in [*view_names(), ATTRIBUTIONS]:
        if name == ATTRIBUTIONS:
            view = attribution_view(annotations, comparison.outlet_by_article)
        else:
            view = view_of(comparison, name)
        schema = pyarrow.schema([(column, kinds[kind_of(name, column)]) for column in view.columns])
        rows = [dict(zip(view.columns, map(_round, row), strict=True)) for row in view.rows]
        written = io.BytesIO()
        parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), written)
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
    # Spreadsheets skip white space and quotation marks before they look for a formula, and some of them, in East
    # Asia, take a sign of full width for the plain one.
    first = unicodedata.normalize("NFKC", text.lstrip(_SKIPPED)[:1])
    return f"'{text}" if first.startswith(_STARTS_FORMULA) else text


def _round(cell: Any) -> Any:
    """Return a cell as it stands in scores.json."""
    return round_numbers(cell) if isinstance(cell, float) else cell


def _show_plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


class _Written(dict[Any, str]):
    """The cells of one column as they are written, each made once: in most columns a few stand again and again."""

    def __missing__(self, cell: Any) -> str:
        written = self[cell] = _write_cell(cell)
        return written

    def writer(self, rows: int) -> Callable[[Any], str]:
        """Return what writes a cell, after so many rows: where hardly two were alike, none is kept any more."""
        return self.__getitem__ if 2 * len(self) < rows or not rows else _write_cell


def _write_cell(cell: Any) -> str:
    if type(cell) is str and cell[:1].isalnum() and cell.isprintable():
        # Harmless, and on one line: most cells.
        return _quote(cell) if '"' in cell or "," in cell else cell
    text = str(make_harmless(_round(cell)))
    return _quote(text) if _TO_QUOTE.search(text) else text


def _write_rows(view: View) -> list[str]:
    # Column by column, since what is equal is not written alike in all of them: 1 and yes. The standard library's
    # writer looks at every character of every cell again, and takes three times as long.
    known = [_Written() for _ in view.columns]
    lines: list[str] = []
    for start in range(0, len(view.rows), _ROWS_AT_ONCE):
        columns = zip(*view.rows[start : start + _ROWS_AT_ONCE], strict=True)
        written = [map(held.writer(start), column) for held, column in zip(known, columns, strict=True)]
        lines += map(",".join, zip(*written, strict=True))
    return lines


def _to_csv(columns: Sequence[str], lines: Sequence[str]) -> bytes:
    return "\r\n".join([",".join(columns), *lines, ""]).encode("utf-8")


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
