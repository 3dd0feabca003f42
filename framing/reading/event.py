"""What a folder says of its event (room: reading): `event.toml` beside the articles, or the folder's name.

A folder may also hold lexicons: those that its `event.toml` names, and its own registry of outlets.
"""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from framing.errors import UsageError, nearest_name
from framing.lexicon.registry import OUTLETS_FILE
from framing.reading.files import STANDARD_INPUT, as_text
from framing.resources import user_folder
from framing.schema import Event

EVENT_FILE = "event.toml"
_DAY = "a day such as 2024-06-19, year, month and day"
_TEXTS = {"title": "a text", "date": _DAY, "place": "a text", "reliance": "a text"}
_LISTS = {
    "concepts": "a list of ids of naming lexicons",
    "outlets": "a list of outlets' names",
    "lexicons": "a list of files, from the event's folder on",
}


def read_event(paths: Sequence[Path], title: str = "") -> Event:
    """Return the event of the first path with an ``event.toml`` in it, or beside it where it is a file.

    Else it is one named after the first path, or by `title` where one is given; so is one whose file gives no title.

    Raises `UsageError` for a file that is no TOML, for unknown keys and for values of the wrong kind.
    """
    for path in _with_folders(paths):
        file = _folder_of(path) / EVENT_FILE
        if file.is_file():
            given = {key: value for key, value in _read(file).items() if key != "lexicons"}
            return Event(**{"title": title or _title_of(path), **given})
    return Event(title=title or (_title_of(paths[0]) if paths else "Articles"))


def has_event_file(paths: Sequence[Path]) -> bool:
    """Return whether an ``event.toml`` stands in a folder that is given, or beside a file."""
    return any((_folder_of(path) / EVENT_FILE).is_file() for path in _with_folders(paths))


def unknown_concepts(event: Event, known: Iterable[str]) -> list[str]:
    """Return a note, with the nearest id, for each naming dispute of an event that no lexicon in use holds."""
    ids = sorted(known)
    return [
        f"{EVENT_FILE}: concepts names {one!r}, which is the id of no naming dispute: "
        + (nearest_name(one, ids) or "framing lexicon show naming lists them")
        for one in event.concepts
        if one not in ids
    ]


def find_lexicons(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the lexicons that are used without being told: of two that disagree, the later one counts.

    They are the registry of outlets in the user's configuration folder, then the one in each folder of articles, then
    what the event's file names. Raises `UsageError` as `read_event` does, and for a lexicon that is not there.
    """
    folders = list(dict.fromkeys(_folder_of(path) for path in _with_folders(paths)))
    found = [folder / OUTLETS_FILE for folder in (user_folder(), *folders)]
    found = [file for file in found if file.is_file()]
    event = next((file for folder in folders if (file := folder / EVENT_FILE).is_file()), None)
    if event is not None:
        found += [_beside(event, name) for name in _read(event).get("lexicons", ())]
    return tuple(dict.fromkeys(found))


def find_registry(event: Path | None) -> Path:
    """Return the file of outlets of one's own: that of an event's folder, else the one for all events.

    It need not exist. Raises `UsageError` where the event is no folder.
    """
    if event is not None and not event.is_dir():
        raise UsageError(event, "is no folder", "the folder of an event", "make it with framing new")
    return (user_folder() if event is None else event) / OUTLETS_FILE


def _beside(event: Path, name: str) -> Path:
    file = event.parent / name
    if not file.is_file():
        near = nearest_name(name, sorted(one.name for one in event.parent.glob("*.toml") if one != event))
        raise UsageError(event, f"lexicons names {name!r}, which is not there", "a file", near)
    return file


def _with_folders(paths: Sequence[Path]) -> list[Path]:
    """Return the paths beside which something may stand: beside standard input stands nothing."""
    return [path for path in paths if path != STANDARD_INPUT]


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def event_name(paths: Sequence[Path]) -> str:
    """Return the name of the folder for an event's report: that of the first path, without its ending."""
    if paths[0] == STANDARD_INPUT:
        return "articles"
    first = paths[0].resolve()
    name = first.name if first.is_dir() else first.name.partition(".")[0]
    return as_text(name) or "articles"


def _title_of(path: Path) -> str:
    return event_name([path]).replace("-", " ").replace("_", " ").strip().capitalize() or "Articles"


def _read(file: Path) -> dict[str, Any]:
    """Return what an event's file says, checked, its texts without space around them."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            file, f"cannot be read: {error}", "a TOML file in UTF-8", "mend or remove it"
        ) from error
    known = {**_TEXTS, **_LISTS}
    for key in table:
        if key not in known:
            remedy = nearest_name(key, known) or "check its spelling"
            raise UsageError(file, f"has the unknown key {key!r}", f"one of {', '.join(known)}", remedy)
    return {
        key: _text(file, key, value) if key in _TEXTS else _list(file, key, value)
        for key, value in table.items()
    }


def _text(file: Path, key: str, value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else value
    if isinstance(text, str) and text.strip() and (key != "date" or _is_day(text.strip())):
        return text.strip()
    raise UsageError(file, f"{key} is {text!r}", _TEXTS[key])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _list(file: Path, key: str, value: Any) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
        return [item.strip() for item in value]
    raise UsageError(file, f"{key} is {value!r}", _LISTS[key])
