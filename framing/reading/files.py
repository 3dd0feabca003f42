"""Find the files to read (room: reading): files and folders in, one found file after the other out, in fixed order."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from framing.reading.kinds import EVERYTHING, without_ending
from framing.schema import Reject

STANDARD_INPUT = Path("-")
_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})


class FoundFile(NamedTuple):
    """A file to read: where it is, the name under which it is shown, and the id that it gives an article."""

    path: Path
    name: str
    id: str


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile | Reject]:
    """Yield the files of paths in the order given, those of a folder sorted, and a reject for each that is no input.

    Names are relative to the folder given, so that they are the same on every machine; where several paths are given,
    a folder's own name stands before them. Hidden files, README files and TOML files are passed over; links to folders
    are not followed. ``-`` is standard input.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield FoundFile(path, "standard input", "stdin")
        elif path.is_dir():
            yield from _in_folder(path, f"{path.resolve().name}/" if len(paths) > 1 else "")
        elif path.exists():
            yield _sort_out(path, path.name)
        else:
            yield Reject(file=path.name, reason="no such file or folder", remedy="check the path")


def _in_folder(folder: Path, prefix: str) -> Iterator[FoundFile | Reject]:
    count = 0
    faults: list[Reject] = []

    def note_fault(error: OSError) -> None:
        faults.append(
            Reject(
                file=prefix + _shown(folder, Path(error.filename or folder)),
                reason=f"folder cannot be read: {error.strerror or 'unknown error'}",
                remedy="check its permissions",
            )
        )

    for root, folders, names in os.walk(folder, onerror=note_fault):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from faults
        faults.clear()
        inputs = sorted(name for name in names if not is_ignored(name))
        # An archive's articles have ids that begin as those of a folder of its name would.
        stems = Counter([*folders, *map(without_ending, inputs)])
        for name in inputs:
            count += 1
            relative = prefix + (Path(root) / name).relative_to(folder).as_posix()
            yield _sort_out(Path(root) / name, relative, keep_ending=stems[without_ending(name)] > 1)
    yield from faults
    if not count and not faults:
        yield Reject(
            file=folder.resolve().name or str(folder),
            reason="the folder holds no articles",
            remedy=f"give {EVERYTHING}",
        )


def _shown(folder: Path, path: Path) -> str:
    shown = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return folder.resolve().name if shown == "." else shown


def is_ignored(name: str) -> bool:
    """Return whether a file of this name is passed over: a hidden one, or one that is about the articles."""
    lower = name.lower()
    # A TOML file is never an article: it is the event's, its corrections, its outlets or a lexicon.
    return lower.startswith((".", "readme")) or lower.endswith(".toml") or lower in _IGNORED_NAMES


def _sort_out(path: Path, name: str, keep_ending: bool = False) -> FoundFile | Reject:
    """Return a file as input, its id the name without the ending, or with it where two files would share the id."""
    shown = os.fsencode(name).decode("utf-8", "replace")  # a name may hold bytes that are no text
    if not path.is_file():
        return Reject(file=shown, reason="is no file that can be read", remedy="leave it out")
    return FoundFile(path, shown, shown if keep_ending else without_ending(shown))
