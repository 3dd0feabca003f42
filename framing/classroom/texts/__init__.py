"""Room classroom: all that pupils and teachers read, kept as data: a folder of TOML files a language."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def texts(name: str, language: str = "en") -> dict[str, Any]:
    """Return the tables of a file of texts, such as "exercises"; raises `FileNotFoundError` where there is none."""
    return tomllib.loads((_FOLDER / language / f"{name}.toml").read_text(encoding="utf-8"))


def for_level(words: Any, level: str) -> Any:
    """Return what is read at a level: a table that has an "other" holds words for some levels and for all others."""
    return words.get(level, words["other"]) if isinstance(words, dict) and "other" in words else words
