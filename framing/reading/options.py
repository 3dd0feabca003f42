"""How to read (room: reading): what the callers of reading choose, the same for every form of input."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from framing.reading.vocabulary import Vocabulary


@dataclass(frozen=True)
class ReadingOptions:
    """How to read.

    `vocabulary` is the shipped English one if not given. `columns` says which column of a table holds what: a field of
    `framing.reading.forms.rows.FIELDS` to the column's name. `outlet_folders` takes every subfolder for an outlet's
    name, not only those that the registry knows.
    """

    vocabulary: Vocabulary | None = None
    detect_languages: bool = True
    columns: Mapping[str, str] = field(default_factory=dict)
    outlet_folders: bool = False
