"""Records from JSON that is no JSON Lines (room: reading): one list of objects, or one object, in the whole file.

The file is read as a whole, so it has a limit; JSON Lines have none.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from framing.errors import ReadingError
from framing.reading.decode import decode
from framing.reading.forms.rows import choose_columns, record_of
from framing.reading.options import ReadingOptions
from framing.reading.records import Record

_MOST_BYTES = 64_000_000
_EXPECTED = "a list of objects, or an object a line (.jsonl)"


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the records of a list of objects, counted from 1, or the one of an object.

    An object that holds one list of objects (``{"articles": [...]}``) counts as that list. What is no object among them
    is an error. Raises `ReadingError` for what is no JSON, for a file of more than 64 MB, and where it cannot be told
    which field holds the text.
    """
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ReadingError(
            name, "is JSON of more than 64 MB", "JSON Lines", "write one object a line (.jsonl)"
        )
    decoded = decode(data, name)
    try:
        value = msgspec.json.decode(decoded.text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ReadingError(name, f"is no whole JSON: {error}", _EXPECTED, "save or copy it again") from error
    items, alone = _items(value)
    objects = [item for item in items if isinstance(item, dict)]
    if not objects:
        raise ReadingError(name, "holds no objects", _EXPECTED, "remove it or give it articles")
    names = dict.fromkeys(key for item in objects for key in item)
    columns = choose_columns(list(names), name, options, plain_text_wins=True)
    for number, item in enumerate(items, 1):
        where = name if alone else f"{name}, item {number}"
        if not isinstance(item, dict):
            yield ReadingError(where, "is no object", '{"text": "..."}', "correct or remove it")
            continue
        yield record_of(
            item,
            columns,
            where=where,
            part="" if alone else str(number),
            place="" if alone else f"item {number}",
            encoding=decoded.encoding,
            notes=decoded.notes,
        )


def _items(value: Any) -> tuple[list[Any], bool]:
    """Return the items of a value, and whether it is one alone."""
    if isinstance(value, list):
        return value, False
    lists = [
        one
        for one in value.values()
        if isinstance(one, list) and one and all(isinstance(x, dict) for x in one)
    ]
    return (lists[0], False) if len(lists) == 1 and "text" not in value else ([value], True)
