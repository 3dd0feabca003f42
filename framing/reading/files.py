"""Find the files to read (room: reading): files and folders in, one found file after the other out, in fixed order."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from framing.reading.folders import FolderNames
from framing.reading.kinds import EVERYTHING, without_ending
from framing.reading.listings import Listing, RemoteFile
from framing.schema import Reject

STANDARD_INPUT = Path("-")
# What `framing annotate` makes of many articles, a store, is told by these two.
STORE_FILE = "store.json"
_IN_STORES = "annotations"
_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})


# What browsers call the folder of pictures and scripts that they save beside a page.
_COMPANIONS = (
    *(
        "_files",
        ".files",
        "-dateien",
        "_fichiers",
        "_archivos",
        "_arquivos",
        "_ficheiros",
        "_bestanden",
        "_file",
    ),
    *(
        "-filer",
        "_tiedostot",
        "_soubory",
        "_pliki",
        "_fitxers",
        "_dosyalar",
        "_datoteke",
        "_elemei",
        "_bylos",
    ),
)
_PAGES = (".html", ".htm", ".xhtml")


class FoundFile(NamedTuple):
    """A file to read, or one in an archive at `path`.

    `name` is how it is shown, `id` what it gives an article, `outlet` what its folder is named after.
    """

    path: Path | RemoteFile
    name: str
    id: str
    outlet: str | None = None


def find_files(
    paths: Sequence[Path | Listing], folder_names: FolderNames | None = None
) -> Iterator[FoundFile | Reject]:
    """Yield the files of paths in the order given, those of a folder sorted, and a reject for each that is no input.

    Names are relative to the folder given, so that they are the same on every machine; where several paths are given,
    a folder's own name stands before them. Hidden files, README files, TOML files and stores of annotations are passed
    over; links to folders are not followed. ``-`` is standard input. `folder_names` tells which folders are outlets, of
    several that are given or of those in one. What a pattern or an address names is as a folder of these files.
    """
    given: Mapping[str, str] = {}
    folders = [path for path in paths if isinstance(path, Path) and path.is_dir()]
    if folder_names and len(folders) == len(paths) > 1:
        given = folder_names.outlets([path.resolve().name for path in folders], top=True)
    for path in paths:
        if isinstance(path, Listing):
            yield from _in_listing(path, f"{as_text(path.name)}/" if len(paths) > 1 else "", folder_names)
        elif path == STANDARD_INPUT:
            yield FoundFile(path, "standard input", "stdin")
        elif path.is_dir():
            name = path.resolve().name
            prefix = f"{name}/" if len(paths) > 1 else ""
            yield from _in_folder(path, prefix, folder_names, given.get(name))
        elif path.exists():
            yield _sort_out(path, path.name)
        else:
            yield Reject(file=path.name, reason="no such file or folder", remedy="check the path")


def _in_folder(
    folder: Path, prefix: str, folder_names: FolderNames | None, outlet: str | None
) -> Iterator[FoundFile | Reject]:
    count = 0
    outlets = {folder: outlet}
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
        here = Path(root)
        beside = {name.lower() for name in names}
        folders[:] = sorted(
            name
            for name in folders
            if not (name.startswith(".") or beside.intersection(saved_beside(name)) or is_store(here / name))
        )
        named = folder_names.outlets(folders, top=here == folder and not prefix) if folder_names else {}
        outlets.update({here / name: named.get(name, outlets[here]) for name in folders})
        yield from faults
        faults.clear()
        inputs = sorted(name for name in names if not is_ignored(name))
        stems = Counter(map(without_ending, inputs))
        # An archive's articles have ids that begin as those of a folder of its name do.
        stems.update(name for name in folders if f"{name}.zip" in inputs)
        for name in inputs:
            count += 1
            relative = prefix + (here / name).relative_to(folder).as_posix()
            found = _sort_out(here / name, relative, keep_ending=stems[without_ending(name)] > 1)
            yield found._replace(outlet=outlets[here]) if isinstance(found, FoundFile) else found
    yield from faults
    if not count and not faults:
        yield Reject(
            file=folder.resolve().name or str(folder),
            reason="the folder holds no articles",
            remedy=f"give {EVERYTHING}",
        )


def _in_listing(
    listing: Listing, prefix: str, folder_names: FolderNames | None
) -> Iterator[FoundFile | Reject]:
    passed = _stores_in(listing)
    files = [
        (file, as_text(name))
        for file, name in listing.files
        if not is_ignored(name.rpartition("/")[2]) and passed.isdisjoint(_folders_above(name))
    ]
    names = [name for _, name in files]
    outlets = folder_names.outlets_below(names) if folder_names else {}
    stems = Counter(map(without_ending, names))
    for file, name in files:
        stem = without_ending(name)
        id_ = prefix + (name if stems[stem] > 1 else stem)
        yield FoundFile(file, prefix + name, id_, outlets.get(name.rpartition("/")[0]))


def is_store(path: Path | Listing) -> bool:
    """Return whether a folder, or what is listed, is a store of annotations."""
    if isinstance(path, Path):
        return (path / STORE_FILE).is_file() and (path / _IN_STORES).is_dir()
    return "" in _stores_in(path)


def _stores_in(listing: Listing) -> frozenset[str]:
    """Return the folders of a listing that are stores, whether or not it names the files by which they are known."""
    names = frozenset(name for _, name in listing.files)
    folders = {folder for name in names for folder in _folders_above(name)}
    if listing.root is not None:
        root = listing.root
        return frozenset(folder for folder in folders if is_store(root / folder))
    return frozenset(
        folder
        for folder in folders
        if (f"{folder}/{STORE_FILE}" if folder else STORE_FILE) in names
        and (f"{folder}/{_IN_STORES}" if folder else _IN_STORES) in folders
    )


def _folders_above(name: str) -> list[str]:
    """Return the folders in which a file of a listing stands, from the listing's own, "", on."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]


def saved_beside(folder: str) -> list[str]:
    """Return the pages, in small letters, beside which a browser saves a folder of this name; none for most names."""
    lower = folder.lower()
    stems = [lower.removesuffix(ending) for ending in _COMPANIONS if lower.endswith(ending)]
    return [stem + ending for stem in stems for ending in _PAGES]


def _shown(folder: Path, path: Path) -> str:
    shown = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return folder.resolve().name if shown == "." else shown


def is_ignored(name: str) -> bool:
    """Return whether a file of this name is passed over: a hidden one, or one that is about the articles."""
    lower = name.lower()
    # A TOML file is never an article: it is the event's, its corrections, its outlets or a lexicon.
    # A class keeps what it has marked beside the articles, in files of these names.
    return (
        lower.startswith((".", "readme", "class.sqlite"))
        or lower.endswith(".toml")
        or lower in _IGNORED_NAMES
    )


def _sort_out(path: Path, name: str, keep_ending: bool = False) -> FoundFile | Reject:
    """Return a file as input, its id the name without the ending, or with it where two files would share the id."""
    shown = as_text(name)
    if not path.is_file():
        return Reject(file=shown, reason="is no file that can be read", remedy="leave it out")
    return FoundFile(path, shown, shown if keep_ending else without_ending(shown))


def as_text(name: str) -> str:
    """Return a name as text: it may hold bytes that are none."""
    return os.fsencode(name).decode("utf-8", "replace")
