"""Room report: the codebook of the tables, as rows and as a page: what each column means, what an empty cell says."""

from collections.abc import Mapping, Sequence
from math import isinf
from typing import Any, cast

from framing.measures import MEASURES
from framing.report.texts import say, say_all
from framing.report.wording import definition_of
from framing.scoring.views import Row, View, kind_of

_COLUMNS = ["table", "column", "kind", "unit", "range", "meaning", "empty"]
_MEASURE_COLUMNS = [
    *("measure", "name", "counts", "key", "denominator", "unit", "scale"),
    *("lowest", "highest", "minimum", "higher_means", "reference", "weaknesses"),
]


def codebook_rows(tables: Mapping[str, Sequence[str]]) -> View:
    """Return one row a table and column; `tables` gives the columns of each table by its name.

    Raises `KeyError` for a table or column that the texts do not describe.
    """
    rows: list[Row] = []
    for table, columns in tables.items():
        for column in columns:
            about = _describe(table, column)
            kind = say(f"tables.kinds.{kind_of(table, column)}")
            described = (about.get("unit"), about.get("range"), about["meaning"], about.get("empty"))
            rows.append((table, column, kind, *described))
    return View(_COLUMNS, rows)


def codebook_page(tables: Mapping[str, Sequence[str]]) -> str:
    """Return the codebook as Markdown, one section a table; tables with the columns of another do not repeat them."""
    head = [say(f"tables.head.{name}") for name in ("column", "kind", "unit", "meaning", "empty")]
    parts = [f"# {say('tables.title')}", say("tables.introduction").strip()]
    seen: set[tuple[str, ...]] = set()
    for table, columns in tables.items():
        parts += [f"## {table}", say(f"tables.about.{table}")]
        if tuple(columns) in seen:
            continue
        seen.add(tuple(columns))
        rows = [_row(row) for row in codebook_rows({table: columns}).rows]
        parts.append(_table(head, rows))
    parts += [f"## {say('tables.measures_title')}", say("tables.measures_introduction")]
    parts += [
        "\n".join(
            f"- `{one.id}`: {definition_of(one.id).name}. {_sentence(one.counts)}"
            for one in MEASURES.values()
        )
    ]
    return "\n\n".join(parts) + "\n"


def measure_rows() -> View:
    """Return the registry of measures, one row a measure."""
    rows = [
        {name: getattr(one, name) for name in _MEASURE_COLUMNS if hasattr(one, name)}
        | {"measure": one.id, "lowest": _bound(one.range[0]), "highest": _bound(one.range[1])}
        for one in MEASURES.values()
    ]
    return View(_MEASURE_COLUMNS, [tuple(row[name] for name in _MEASURE_COLUMNS) for row in rows])


def _describe(table: str, column: str) -> dict[str, str]:
    special = cast(dict[str, dict[str, Any]], say_all("tables.special")).get(table, {})
    return special.get(column) or say_all(f"tables.columns.{column}")


def _row(row: Row) -> list[str]:
    _, column, kind, unit, range_, meaning, empty = row
    return [f"`{column}`", kind, ", ".join(filter(None, (unit, range_))), meaning, empty or ""]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], f"|{' --- |' * len(head)}", *lines[1:]])


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _bound(value: float) -> float | None:
    return None if isinf(value) else value
