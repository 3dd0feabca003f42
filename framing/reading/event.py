"""What a folder says of its event (room: reading): `event.toml` beside the articles, or the folder's name."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from framing.errors import UsageError
from framing.reading.files import STANDARD_INPUT
from framing.schema import Event

EVENT_FILE = "event.toml"
_TEXTS = ("title", "date", "place", "reliance")


def read_event(paths: Sequence[Path]) -> Event:
    """Return the event of the first path with an ``event.toml`` in it, or beside it where it is a file.

    Else it is one named after the first path.

    Raises `UsageError` for a file that is no TOML, for unknown keys and for values of the wrong kind.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            continue  # it stands beside nothing
        file = (path if path.is_dir() else path.parent) / EVENT_FILE
        if file.is_file():
            return _event_of(file, title=_title_of(path))
    return Event(title=_title_of(paths[0]) if paths else "Articles")


def event_name(paths: Sequence[Path]) -> str:
    """Return the name of the folder for an event's report: that of the first path, without its ending."""
    if paths[0] == STANDARD_INPUT:
        return "articles"
    first = paths[0].resolve()
    name = first.name if first.is_dir() else first.name.partition(".")[0]
    return name or "articles"


def _title_of(path: Path) -> str:
    return event_name([path]).replace("-", " ").replace("_", " ").strip().capitalize() or "Articles"


def _event_of(file: Path, title: str) -> Event:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            file, f"cannot be read: {error}", "a TOML file in UTF-8", "mend or remove it"
        ) from error
    unknown = sorted(set(table) - {*_TEXTS, "concepts"})
    if unknown:
        raise UsageError(
            file,
            f"has the unknown key {unknown[0]!r}",
            f"{', '.join(_TEXTS)} or concepts",
            "check its spelling",
        )
    given = {key: _text(file, key, table[key]) for key in _TEXTS if key in table}
    return Event(**{"title": title, **given}, concepts=_concepts(file, table.get("concepts", [])))


def _text(file: Path, key: str, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise UsageError(file, f"{key} is {value!r}", "a text" if key != "date" else "a date such as 2024-06-19")


def _concepts(file: Path, value: Any) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(value)
    raise UsageError(file, f"concepts is {value!r}", "a list of ids of naming lexicons")
