"""Libraries that not every installation has (room: reading): imported when a file needs one, or the extra is named."""

import importlib
from typing import Any

from framing.errors import ReadingError


def load_extra(library: str, extra: str, name: str, called: str) -> Any:
    """Return a library that an extra brings.

    Raises `ReadingError` with the command that installs it, where it is missing.
    """
    try:
        return importlib.import_module(library)
    except ImportError as error:
        raise ReadingError(
            name,
            f"is {called}, and what reads it is not installed",
            f"the package {library}",
            f"pip install 'framing[{extra}]'",
        ) from error
