"""Where the data files are: one resolver for a wheel, an editable install and a checkout; and the user's own."""

import os
from pathlib import Path

from framing.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent


def lexicon_folder(language: str) -> Path:
    """Return the folder of the shipped lexicons for a language code such as ``"en"``.

    A wheel carries the lexicons inside the package; an editable install and a checkout read the
    repository's own folder. Raises `UsageError` where the language has no lexicons.
    """
    for root in (_PACKAGE / "lexicons", _PACKAGE.parent / "lexicons"):
        if (root / language).is_dir():
            return root / language
    raise UsageError(
        f"language {language!r}",
        "no lexicons are shipped for it",
        f"one of {', '.join(shipped_languages()) or 'none'}",
        "add a folder lexicons/<language>/ or choose another language",
    )


def user_folder() -> Path:
    """Return the folder of the user's own configuration, which need not exist.

    It is where the system keeps such folders; the environment variable FRAMING_CONFIG_DIR names another one.
    """
    named = os.environ.get("FRAMING_CONFIG_DIR")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("framing", appauthor=False)


def shipped_languages() -> list[str]:
    """Return the codes of all languages with shipped lexicons, sorted; empty where none are found."""
    for root in (_PACKAGE / "lexicons", _PACKAGE.parent / "lexicons"):
        if root.is_dir():
            return sorted(folder.name for folder in root.iterdir() if folder.is_dir())
    return []
