"""Find the files to read (room: reading): files and folders in, one found file after the other out, in fixed order."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from framing.errors import ReadingError
from framing.reading.article import MOST_BYTES, too_large
from framing.schema import Reject

TEXT_ENDINGS = (".txt", ".text", ".md", ".markdown", "")
TABLE_ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
_REMEDIES = {
    ".pdf": "save its text as .txt",
    ".docx": "save it as plain text (.txt)",
    ".doc": "save it as plain text (.txt)",
    ".rtf": "save it as plain text (.txt)",
    ".odt": "save it as plain text (.txt)",
    ".html": "save the article's text as .txt",
    ".htm": "save the article's text as .txt",
    ".csv": "turn each row into a line of JSON with the field text (.jsonl)",
    ".tsv": "turn each row into a line of JSON with the field text (.jsonl)",
    ".xlsx": "turn each row into a line of JSON with the field text (.jsonl)",
    ".json": "write one object a line and name the file .jsonl",
    ".zip": "unpack it and give the folder",
    ".gz": "unpack it; only .jsonl.gz is read packed",
}
_REMEDY = "give plain text (.txt, .md) or JSON Lines (.jsonl, .jsonl.gz)"


class FoundFile(NamedTuple):
    """A file to read: where it is, the name under which it is shown, its kind, and the id that it gives an article."""

    path: Path
    name: str
    kind: Literal["text", "table"]
    id: str


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile | Reject]:
    """Yield the files of paths in the order given, those of a folder sorted, and a reject for each that is no input.

    Names are relative to the folder given, so that they are the same on every machine; where several paths are given,
    a folder's own name stands before them. Hidden files, README files and TOML files are passed over; links to folders
    are not followed.
    """
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path, f"{path.resolve().name}/" if len(paths) > 1 else "")
        elif path.exists():
            yield _sort_out(path, path.name)
        else:
            yield Reject(file=path.name, reason="no such file or folder", remedy="check the path")


def read_bytes(path: Path, name: str) -> bytes:
    """Return the content of a text file. Raises `ReadingError` where it cannot be read or has more than 5 MB."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large(name)
        return path.read_bytes()
    except OSError as error:
        raise unreadable(name, error) from error


def unreadable(name: str, error: OSError) -> ReadingError:
    """Return the error for a file that the system does not let us read."""
    return ReadingError(
        name,
        f"cannot be read: {error.strerror or type(error).__name__}",
        "",
        "check the file and its permissions",
    )


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
        inputs = sorted(name for name in names if not _is_ignored(name))
        stems = Counter(_without_ending(name) for name in inputs)
        for name in inputs:
            count += 1
            relative = prefix + (Path(root) / name).relative_to(folder).as_posix()
            yield _sort_out(Path(root) / name, relative, keep_ending=stems[_without_ending(name)] > 1)
    yield from faults
    if not count and not faults:
        yield Reject(
            file=folder.resolve().name or str(folder), reason="the folder holds no articles", remedy=_REMEDY
        )


def _shown(folder: Path, path: Path) -> str:
    shown = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return folder.resolve().name if shown == "." else shown


def _is_ignored(name: str) -> bool:
    lower = name.lower()
    # A TOML file is never an article: it is the event's, its corrections, its outlets or a lexicon.
    return lower.startswith((".", "readme")) or lower.endswith(".toml") or lower in _IGNORED_NAMES


def _without_ending(name: str) -> str:
    lower = name.lower()
    table = next((ending for ending in TABLE_ENDINGS if lower.endswith(ending)), None)
    return name[: -len(table)] if table else str(PurePosixPath(name).with_suffix(""))


def _sort_out(path: Path, name: str, keep_ending: bool = False) -> FoundFile | Reject:
    """Return a file as input, its id the name without the ending, or with it where two files would share the id."""
    shown = os.fsencode(name).decode("utf-8", "replace")  # a name may hold bytes that are no text
    if not path.is_file():
        return Reject(file=shown, reason="is no file that can be read", remedy="leave it out")
    id_ = shown if keep_ending else _without_ending(shown)
    ending = path.suffix.lower()
    if path.name.lower().endswith(TABLE_ENDINGS):
        return FoundFile(path, shown, "table", id_)
    if ending in TEXT_ENDINGS:
        return FoundFile(path, shown, "text", id_)
    return Reject(
        file=shown, reason=f"files of the kind {ending!r} are not read", remedy=_REMEDIES.get(ending, _REMEDY)
    )
