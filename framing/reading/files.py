"""Find the files to read (room: reading): files and folders in, one found file after the other out, in fixed order."""

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from framing.reading.kinds import EVERYTHING, without_ending
from framing.schema import Reject

STANDARD_INPUT = Path("-")
# What browsers write beside a page that they save whole, in the languages that they speak: "X.html", "X_files/".
_PAGE_PARTS = (
    *(
        "_files",
        "_file",
        "-Dateien",
        "_fichiers",
        "_archivos",
        "_arquivos",
        "_ficheiros",
        "_bestanden",
        "-filer",
    ),
    *(
        "_tiedostot",
        "_soubory",
        "_pliki",
        "_fitxers",
        "_dosyalar",
        "_datoteke",
        "_elemei",
        "_failid",
        "_bylos",
    ),
)
_IGNORED_NAMES = frozenset({"event.toml", "corrections.toml", "thumbs.db", "desktop.ini"})


class FoundFile(NamedTuple):
    """A file to read: where it is, the name under which it is shown, and the id that it gives an article."""

    path: Path
    name: str
    id: str


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile | Reject]:
    """Yield the files of paths in the order given, those of a folder sorted, and a reject for each that is no input.

    Names are relative to the folder given, so that they are the same on every machine; where several paths are given,
    a folder's own name stands before them. Hidden files, README files, ``event.toml``, ``corrections.toml`` and the
    parts of a saved page (``X_files/`` beside ``X.html``) are passed over; links to folders are not followed. ``-`` is
    standard input.
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
        pages = {without_ending(name) for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(
            name for name in folders if not (name.startswith(".") or _is_part_of(pages, name))
        )
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
    return lower.startswith((".", "readme")) or lower in _IGNORED_NAMES


def _is_part_of(pages: Collection[str], folder: str) -> bool:
    """Return whether a folder holds the pictures and frames of a page that was saved whole beside it."""
    return any(folder.endswith(end) and folder.removesuffix(end) in pages for end in _PAGE_PARTS)


def _sort_out(path: Path, name: str, keep_ending: bool = False) -> FoundFile | Reject:
    """Return a file as input, its id the name without the ending, or with it where two files would share the id."""
    shown = os.fsencode(name).decode("utf-8", "replace")  # a name may hold bytes that are no text
    if not path.is_file():
        return Reject(file=shown, reason="is no file that can be read", remedy="leave it out")
    return FoundFile(path, shown, shown if keep_ending else without_ending(shown))
