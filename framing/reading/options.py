"""How to read (room: reading): what the callers of reading choose, the same for every form of input."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from framing.errors import UsageError, nearest_name
from framing.reading.metadata import Metadata
from framing.reading.vocabulary import Vocabulary

# What a column of a table can hold.
FIELDS = ("text", "html", *Metadata._fields)


@dataclass(frozen=True)
class ReadingOptions:
    """How to read.

    `vocabulary` is the shipped English one with the organisations of `lexicons`, a user's own, if not given.
    `columns` says which column of a table holds a field, one of `FIELDS` to the column's name; the others are found by
    their names, and so are all in a table that lacks the column. `outlet_folders` takes every subfolder for an outlet's
    name, not only those that the registry knows.
    Raises `UsageError` for a field that there is not.
    """

    vocabulary: Vocabulary | None = None
    detect_languages: bool = True
    lexicons: tuple[Path, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    outlet_folders: bool = False
    # Which of the columns that were asked for a table had, in one run of reading; false for those that none had so far.
    columns_found: dict[str, bool] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in FIELDS:
                raise UsageError(
                    "columns",
                    f"{name!r} is no field of an article",
                    f"one of {', '.join(FIELDS)}",
                    nearest_name(name, FIELDS),
                )
