"""A folder for an event's articles (room: workshop): its `event.toml` with every key explained, and what to do next."""

import json
import tomllib
from datetime import date
from pathlib import Path

from framing.errors import UsageError
from framing.reading.event import EVENT_FILE

_README = "README.md"

_EVENT = """\
# What the articles in this folder tell of. Every line may be left out.
# Lines that begin with # are asleep: take the sign away to use them.

title = {title}
{date}
{place}

# The source whose share of each article the report names: a person, a body or an agency.
# reliance = "Reuters"

# The naming disputes that matter most here, by the ids of their lexicons; without them, those that the articles
# hold most of.
# concepts = ["ukraine-war"]

# The order in which tables and charts show the outlets; those that are not named follow.
# outlets = ["Reuters", "The Guardian"]

# Lexicons of your own, from this folder on: `framing lexicon` helps to write them.
# lexicons = ["names.toml"]
"""

_NEXT = """\
# {title}

Reading passes over this file.

1. Put the articles into this folder, at least two outlets: text files, saved pages, tables; one event, the same days.
2. `framing check {folder}` shows what was read: which outlet each article is of and how that is known, what was set
   aside, which articles are nearly the same. It says what to put right.
3. `framing report {folder}` compares them and writes the report.

`event.toml` says what the event is. An outlet that `framing check` does not know gets its name with
`framing outlets add --event {folder}`; what the report gets wrong is put right in a `corrections.toml` here.
"""


def new_event(folder: Path, title: str = "", day: str = "", place: str = "") -> list[Path]:
    """Make a folder for an event, with an ``event.toml`` and a README, and return the files that were written.

    A folder that is there keeps all that it holds; `title` is the folder's name if not given, `day` a date such as
    2024-06-19. Raises `UsageError` where there is an ``event.toml`` already, for a day that is none, and where the
    folder cannot be written.
    """
    if day:
        _check_day(day)
    if (folder / EVENT_FILE).exists():
        raise UsageError(
            folder / EVENT_FILE,
            "is there already",
            "a folder without one",
            "change that file, or choose another folder",
        )
    name = folder.resolve().name
    shown = title.strip() or name.replace("-", " ").replace("_", " ").strip().capitalize() or "Articles"
    event = _EVENT.format(
        title=_quoted(shown),
        date=f"date = {day.strip()}" if day else "# date = 2024-06-19",
        place=f"place = {_quoted(place.strip())}" if place.strip() else '# place = "Geneva, Switzerland"',
    )
    tomllib.loads(event)
    texts = {
        folder / EVENT_FILE: event,
        folder / _README: _NEXT.format(title=shown, folder=_shell_name(folder)),
    }
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            if not file.exists():
                file.write_text(text, encoding="utf-8")
                written.append(file)
    except OSError as error:
        raise UsageError(
            folder, f"cannot be written: {error.strerror or error}", remedy="choose another folder"
        ) from error
    return written


def _check_day(day: str) -> None:
    try:
        date.fromisoformat(day.strip())
    except ValueError as error:
        raise UsageError("date", f"is {day!r}", "a day such as 2024-06-19") from error
    if len(day.strip()) != len("2024-06-19"):
        raise UsageError("date", f"is {day!r}", "a day such as 2024-06-19")


def _quoted(words: str) -> str:
    return json.dumps(" ".join(words.split()), ensure_ascii=False).replace("\x7f", "\\u007f")


def _shell_name(folder: Path) -> str:
    name = folder.as_posix()
    return f'"{name}"' if " " in name else name
