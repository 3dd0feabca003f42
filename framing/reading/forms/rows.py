"""From a row to a record (room: reading): which column holds what, for JSON Lines and for every kind of table.

The columns that `ReadingOptions.columns` names are taken; the others are found by the names in `HEADERS`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from framing.errors import ReadingError
from framing.reading.metadata import join, metadata_from
from framing.reading.options import FIELDS, ReadingOptions
from framing.reading.records import Record

# What columns are called that hold a field, small letters and digits alone; the likelier name stands first.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text",
        "fulltext",
        "articletext",
        "articlebody",
        "bodytext",
        "body",
        "maintext",
        "content",
        "article",
        "story",
        "volltext",
        "artikeltext",
        "inhalt",
    ),
    "html": ("html", "pagehtml", "rawhtml", "htmlsource", "sourcehtml", "pagesource"),
    "title": ("title", "headline", "articletitle", "heading", "titel", "überschrift", "schlagzeile"),
    "published": (
        "published",
        "publishedat",
        "publisheddate",
        "publicationdate",
        "publishdate",
        "datepublished",
        "pubdate",
        "date",
        "datum",
        "erscheinungsdatum",
    ),
    "outlet": (
        "outlet",
        "outletname",
        "newsoutlet",
        "medianame",
        "newspaper",
        "publication",
        "publicationtitle",
        "publisher",
        "sourcename",
        "source",
        "medium",
        "zeitung",
        "quelle",
    ),
    "url": ("url", "articleurl", "weburl", "sourceurl", "link", "permalink"),
    "id": ("id", "articleid", "documentid", "docid", "uid", "guid"),
}
DELIMITERS = (",", ";", "\t", "|")
_TEXTS = frozenset({"text", "html"})  # one of them there must be
_LONGEST_HEADER, _LONGEST_NAME = 4_000, 60
_MOST_SHOWN = 12
_HOW = "name them by --columns text=NAME,title=NAME"


class Columns(NamedTuple):
    """Which column holds which field, and a note that says so where it was not plain."""

    of: Mapping[str, str]
    note: str | None


def choose_columns(
    names: Sequence[str], where: str, options: ReadingOptions, plain_text_wins: bool = False
) -> Columns:
    """Return the columns of a table whose columns have these names: those that the options name, where it has them.

    With `plain_text_wins` a column with the very name of the field text is it, whatever else there is. Raises
    `ReadingError` where no column, or more than one, may be the text. `options.columns_found` is told which were found.
    """
    missing = {field: name for field, name in options.columns.items() if name not in names}
    try:
        columns = _choose(names, where, options.columns, missing, plain_text_wins)
    except ReadingError:
        for field in sorted(_TEXTS & missing.keys()):
            raise ReadingError(
                where,
                f"has no column {missing[field]!r}, which is asked for as {field}",
                f"one of the columns there are: {_listed(names)}",
                "correct --columns",
            ) from None
        raise
    for name in options.columns.values():
        options.columns_found[name] = name in names or options.columns_found.get(name, False)
    return columns


def missing_columns(options: ReadingOptions) -> Iterator[ReadingError]:
    """Yield an error for each column that was asked for and that no table had which was read."""
    for field, name in options.columns.items():
        if not options.columns_found.get(name, True):
            yield ReadingError(
                "--columns",
                f"no table has a column {name!r}, which is asked for as {field}",
                "",
                "correct --columns",
            )


def _choose(
    names: Sequence[str],
    where: str,
    asked: Mapping[str, str],
    missing: Mapping[str, str],
    plain_text_wins: bool,
) -> Columns:
    of = {field: name for field, name in asked.items() if field not in missing}
    for field in FIELDS:
        if field in of:
            continue
        fitting = _fitting(field, [name for name in names if name not in of.values()])
        if field == "text" and len(fitting) > 1 and not (plain_text_wins and "text" in fitting):
            raise ReadingError(
                where,
                f"has {len(fitting)} columns that may hold the articles' text: {_listed(fitting)}",
                "one",
                f"say which by --columns text={fitting[0]}"
                if len(set(fitting)) == len(fitting)
                else "rename or remove all but one of them",
            )
        if fitting:
            of[field] = field if field in fitting else fitting[0]
    if not _TEXTS & of.keys():
        raise ReadingError(
            where,
            f"has no column that is known to hold the articles' text, but {_listed(names) or 'none at all'}",
            "a column called text",
            _HOW,
        )
    guessed = [f'{field} from "{of[field]}"' for field in FIELDS if of.get(field, field).casefold() != field]
    guessed += [f'no "{name}" for {field}' for field, name in missing.items()]
    note = f"columns: {', '.join(guessed)}; --columns chooses others" if guessed else None
    return Columns(of, note)


def count_known(names: Sequence[str]) -> int:
    """Return how many fields the names of columns tell of; a first line that is no header tells of none."""
    return sum(bool(_fitting(field, names)) for field in FIELDS)


def begins_like_table(text: bytes) -> bool:
    """Return whether a text begins with the header of a table, and goes on as one where it goes on.

    The header has short cells, one that names the text and one another field; the line below it, which is not blank,
    has the same delimiter or begins with a quotation mark.
    """
    lines = text[:_LONGEST_HEADER].decode("utf-8", "replace").splitlines()[:2]
    header, below = [*lines, "", ""][:2]
    for delimiter in DELIMITERS:
        names = [cell.strip().strip("\"'") for cell in header.split(delimiter)]
        if len(names) > 1 and any(_fitting(field, names) for field in _TEXTS) and count_known(names) > 1:
            goes_on = len(lines) < 2 or delimiter in below or below.startswith(("'", '"'))
            return goes_on and max(map(len, names)) <= _LONGEST_NAME
    return False


def record_of(
    row: Mapping[str, Any],
    columns: Columns,
    *,
    where: str,
    part: str,
    place: str,
    encoding: str = "utf-8",
    notes: Sequence[str] = (),
) -> Record | ReadingError:
    """Return the record of a row, a column's name to its value, or the error that it has no text.

    A row without text may hold a page (html); what the row says besides goes before what the page says, except for
    the site, of which a page knows the name.
    """
    text, html = (row.get(columns.of[field]) if field in columns.of else None for field in ("text", "html"))
    fields = {field: _single(row.get(name)) for field, name in columns.of.items() if field not in _TEXTS}
    told = [*([columns.note] if columns.note else []), *notes]
    if isinstance(html, str | bytes) and html and not text:
        # Few rows hold pages, and what reads them takes a while to load.
        from framing.reading.forms.page import read_page

        known = metadata_from(fields)._replace(site=None)
        try:
            page = read_page(html, where, ReadingOptions(), known.url)
        except ReadingError as error:
            return error
        return page._replace(
            part=part, place=place, metadata=join(known, page.metadata), notes=[*told, *page.notes]
        )
    if not isinstance(text, str) or not text:
        found = "has no text" if text is None or text == "" else "has a text that is no string"
        called = columns.of.get("text") or columns.of["html"]
        return ReadingError(where, found, f"a field {called} with the article", f"fill the field {called}")
    return Record(text, part, place, metadata_from(fields), encoding, told)


def _single(value: Any) -> Any:
    """Return a value as it is meant where tables and programs write it in a way of their own."""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()  # spreadsheets know days as midnights
    if isinstance(value, float) and value.is_integer():
        return int(value)  # and all numbers as fractions
    if isinstance(value, dict):
        return value.get("name")  # schema.org and news interfaces: "publisher": {"name": "..."}
    return value


def _fitting(field: str, names: Sequence[str]) -> list[str]:
    """Return the columns whose names say that they hold a field, the likeliest first."""
    known = HEADERS.get(field, (field,))
    keys = {name: _key(name) for name in names}
    return sorted((name for name in names if keys[name] in known), key=lambda name: known.index(keys[name]))


def _key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_SHOWN])
    return f"{shown} and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else shown
