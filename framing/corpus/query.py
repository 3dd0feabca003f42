"""Choose articles of a store (room: corpus): DuckDB finds them in the Parquet files, nothing is annotated again.

What a user writes after --where is an expression over the columns and nothing else: DuckDB parses it as one, and may
open no file but those of the store, write none and load no extension.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from framing.errors import UsageError, nearest_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

# What --where may ask about; the annotations themselves are a column of JSON beside these.
COLUMNS = (
    *("id", "outlet", "agency", "published", "published_text"),
    *("language", "title", "url", "file", "words", "text"),
)
EXAMPLE = "outlet in ('dpa', 'Yonhap') and published between '2024-06-01' and '2024-06-30'"
# A date may carry a time, or be none at all: the day counts, and "yesterday" has none.
_SHOWN = {
    "published": "try_cast(left(published, 10) AS DATE) AS published",
    "published_text": "published AS published_text",
}
_PLACE = ("file_index", "file_row_number")
_ROWS_A_BATCH = 64
_EQUALITIES = ("COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_IN", "COMPARE_NOT_IN")
_UNKNOWN_COLUMN = re.compile(r'Referenced column "([^"]+)" not found')


def find_rows(
    files: Sequence[str],
    columns: Sequence[str],
    *,
    where: str | None = None,
    ids: Sequence[str] | None = None,
    filesystem: Any = None,
) -> Iterator[tuple[Any, ...]]:
    """Yield `columns` of the articles that `where` and `ids` choose, in the order of the files and of their rows.

    Neither given, all are chosen. Of the Parquet files only the columns that are asked for are read, and only the row
    groups that may hold an article that is chosen. `filesystem` is the fsspec file system of `files`; without it they
    are paths on this machine. No files give nothing. Raises `UsageError` for an expression that cannot be used, and
    where DuckDB is not installed.
    """
    if not files:
        return
    with _connect(files, filesystem) as connection:
        articles = connection.table("articles")
        if ids is not None:
            connection.execute("CREATE TEMP TABLE wanted AS SELECT unnest($1::VARCHAR[]) AS id", [list(ids)])
            articles = articles.join(connection.table("wanted"), "id", how="semi")
        if where is not None:
            articles = _filter(articles, where)
        yield from _fetch(connection, articles, columns, where)


def find_outlets(files: Sequence[str], filesystem: Any = None) -> list[str]:
    """Return the outlets of all articles, in the order of their names; `files` are as in `find_rows`."""
    if not files:
        return []
    with _connect(files, filesystem) as connection:
        found = connection.execute(
            "SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY outlet"
        )
        return [name for (name,) in found.fetchall()]


def outlets_named(where: str) -> list[str]:
    """Return the texts that a condition compares with `outlet`, each once; the condition is parsed and not run."""
    duckdb = _load_duckdb()
    with duckdb.connect() as connection:
        question = f"SELECT * FROM articles WHERE {where}"
        found = connection.execute("SELECT json_serialize_sql($1)", [question]).fetchone()
    return list(dict.fromkeys(_texts_beside_outlet(msgspec.json.decode(found[0]))))


def _texts_beside_outlet(tree: Any) -> Iterator[str]:
    below = list(tree.values()) if isinstance(tree, dict) else tree if isinstance(tree, list) else []
    if isinstance(tree, dict) and tree.get("type") in _EQUALITIES:
        sides = [*tree.get("children", ()), *(tree[side] for side in ("left", "right") if side in tree)]
        if any(side.get("column_names", [""])[-1].casefold() == "outlet" for side in sides):
            literals = (side["literal"] for side in sides if side.get("class") == "CONSTANT")
            yield from (one["text"] for one in literals if one.get("kind") == "STRING")
    for one in below:
        yield from _texts_beside_outlet(one)


class FoundEvent(NamedTuple):
    """The ids of an event's articles, and how many articles of all events are listed."""

    ids: list[str]
    listed: int


def find_event(lines: Iterable[bytes], event: str, file: str) -> FoundEvent:
    """Return the ids of an event's articles, from the lines that ``framing events`` writes; none for one not there.

    Raises `UsageError` for a line that is none of these.
    """
    ids, listed = [], 0
    for told in _read_told(lines, file):
        listed += 1
        if told.event == event:
            ids.append(told.id)
    return FoundEvent(ids, listed)


def unknown_event(lines: Iterable[bytes], event: str, file: str) -> UsageError:
    """Return the error for an event that is not there, with the nearest that is."""
    known = sorted({told.event for told in _read_told(lines, file)})
    near = nearest_name(event, known) or f"for instance {', '.join(known[:3])}"
    return UsageError(
        f"--event {event!r}", f"is none of the {len(known):,} events", f"an event of {file}", near
    )


def _read_told(lines: Iterable[bytes], file: str) -> "Iterator[_Told]":
    for number, line in enumerate(lines, 1):
        try:
            yield _decode_told(line)
        except msgspec.DecodeError as error:
            raise UsageError(
                f"{file}, line {number}",
                f"is no article of an event: {error}",
                'a line such as {"id": "…", "event": "…"}',
                "make the file with framing events",
            ) from error


class _Told(msgspec.Struct):
    """What counts here of a line of ``framing events``: an article and the event that it tells."""

    id: str
    event: str


_decode_told = msgspec.json.Decoder(_Told).decode


def _connect(files: Sequence[str], filesystem: Any) -> "DuckDBPyConnection":
    """Return a connection that can read the store's files and do nothing else outside its own memory."""
    connection: DuckDBPyConnection = _load_duckdb().connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    if filesystem is not None:
        connection.register_filesystem(filesystem)
    listed = ", ".join(map(_quote, files))
    connection.execute(f"SET allowed_paths = [{listed}]")
    connection.execute("SET python_enable_replacements = false")  # no variable of this program is a table
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    shown = ", ".join(_SHOWN.get(name, name) for name in (*COLUMNS, "record", *_PLACE))
    connection.execute(f"CREATE TEMP VIEW articles AS SELECT {shown} FROM read_parquet([{listed}])")
    return connection


def _load_duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise UsageError(
            "a store of annotations",
            "is read by DuckDB, which is not installed",
            "",
            "pip install 'framing[scale]'",
        ) from None
    return duckdb


def _filter(articles: "DuckDBPyRelation", where: str) -> "DuckDBPyRelation":
    import duckdb

    if not where.strip():
        raise _unusable(where, "is empty")
    try:
        condition = duckdb.SQLExpression(where)
        (kind,) = articles.project(condition).types
        # DuckDB would take a number or a text for a condition, and choose everything.
        if kind != "BOOLEAN":
            raise _unusable(where, f"is no condition but a value ({str(kind).lower()})")
        return articles.filter(condition)
    except duckdb.Error as error:
        raise _unusable(where, str(error)) from error


def _fetch(
    connection: "DuckDBPyConnection",
    articles: "DuckDBPyRelation",
    columns: Sequence[str],
    where: str | None,
) -> Iterator[tuple[Any, ...]]:
    import duckdb

    # Some expressions fail only on an article: where a text is no number that is compared with one.
    try:
        found = connection.execute(articles.order(", ".join(_PLACE)).project(", ".join(columns)).sql_query())
        while rows := found.fetchmany(_ROWS_A_BATCH):
            yield from rows
    except duckdb.Error as error:
        if where is None:
            raise
        raise _unusable(where, str(error)) from error


def _unusable(where: str, told: str) -> UsageError:
    """Return the error for an expression, with DuckDB's reason in a line, the columns there are and an example."""
    reason = told.partition("\n")[0]
    reason = (reason.partition("Error: ")[2] or reason).rstrip("!. ")
    unknown = _UNKNOWN_COLUMN.search(reason)
    remedy = f"for instance {EXAMPLE}"
    if unknown:
        name = unknown[1]
        reason = f"there is no column {name!r}"
        near = nearest_name(name, COLUMNS) or f"a text stands between single quotes: '{name}'"
        remedy = f"{near}; {remedy}"
    return UsageError(f"--where {where!r}", reason, f"a condition on {', '.join(COLUMNS)}", remedy)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
