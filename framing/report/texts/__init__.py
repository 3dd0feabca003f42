"""Room report: every sentence that a report shows, kept as data so that it can be translated.

A language is a folder of TOML files here; a text is named by file, table and key ("charts.barcode.title"). In a text,
`{name}` is filled in; a text that depends on a number `n` is a table with the keys `one` and `other`.

Two kinds of words come in English from other rooms: names of measures from the registry, and reasons why a number is
refused from scoring. A language may say them otherwise in a file measures.toml, which English does without:

    [name]
    voice_share = "Wörter nach Stimme"
    [refusal]  # each # stands for a number
    "counted in # sentences, at least # needed" = "in # Sätzen gezählt, mindestens # nötig"
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from framing.errors import UsageError

_FOLDER = Path(__file__).parent
_language: ContextVar[str] = ContextVar("language", default="en")


def languages() -> list[str]:
    """Return the codes of the languages in which a report can be written, sorted."""
    return sorted(folder.name for folder in _FOLDER.iterdir() if any(folder.glob("*.toml")))


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Say everything in a language for as long as this lasts; raises `UsageError` for one that has no texts."""
    if code not in languages():
        raise UsageError(f"language {code!r}", "the report has no texts in it", " or ".join(languages()))
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def say(name: str, **values: Any) -> str:
    """Return a text with its values filled in; raises `KeyError` for a name that the language does not hold."""
    return _find(name, values).format_map(values)


def say_markup(name: str, **values: Any) -> Markup:
    """Return a text that may hold HTML of its own; the values are escaped."""
    return Markup(_find(name, values)).format_map(values)


def say_all(name: str) -> dict[str, str]:
    """Return a table of texts without values, such as what each class of cue means, in the order of the file."""
    found = _walk(name)
    if not isinstance(found, dict):
        raise KeyError(f"{name} is one text, not a table")
    return dict(found)


def say_instead(name: str, key: str, otherwise: str) -> str:
    """Return what a table of the language has for a key, `otherwise` where it has no such table or key."""
    found: Any = _load(_language.get())
    for part in name.split("."):
        found = found.get(part, {})
    return str(found.get(key, otherwise))


def _find(name: str, values: dict[str, Any]) -> str:
    found = _walk(name)
    if isinstance(found, dict):
        found = found["one" if values["n"] == 1 else "other"]
    return str(found)


def _walk(name: str) -> Any:
    found: Any = _load(_language.get())
    for part in name.split("."):
        if part not in found:
            raise KeyError(f"no text is named {name} in {_language.get()}")
        found = found[part]
    return found


@cache
def _load(language: str) -> dict[str, Any]:
    return {
        file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
        for file in sorted((_FOLDER / language).glob("*.toml"))
    }
