"""Room report: the forms in which a report is written, and which file holds what a page or report.md leaves out."""

from collections.abc import Collection
from typing import Literal

Format = Literal["html", "markdown", "csv", "json", "parquet", "pdf"]
DEFAULT_FORMATS: tuple[Format, ...] = ("html", "markdown", "csv", "json")


def file_of(table: str, formats: Collection[Format]) -> str:
    """Return the file that holds a table: the table itself where it is written, else scores.json, which always is."""
    written = [ending for ending in ("csv", "parquet") if ending in formats]
    return f"tables/{table}.{written[0]}" if written else "scores.json"
