"""Corrections that stand beside the articles that were read (room: workshop)."""

from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path, PurePosixPath

from framing.reading.files import STANDARD_INPUT, FoundFile, find_files
from framing.schema import Annotations, Correction
from framing.workshop.correction_entries import CORRECTIONS_FILE, CorrectionsFile, read_corrections
from framing.workshop.corrections import Corrected, apply_corrections


def correct_beside(
    annotations: Sequence[Annotations], paths: Sequence[Path], lexicons: tuple[Path, ...] = ()
) -> Corrected:
    """Return annotations as the corrections beside their articles want them, folder by folder in the order of reading.

    Looked at are the folders that were given, those below them that hold articles, and those of files that were given.
    Raises `UsageError` as `read_corrections` and `apply_corrections` do.
    """
    found = find_corrections(paths)
    return correct_by(annotations, ((file, _names_beside(file)) for file in found), lexicons)


def correct_by(
    annotations: Sequence[Annotations],
    files: Iterable[tuple[CorrectionsFile, Set[str]]],
    lexicons: tuple[Path, ...] = (),
) -> Corrected:
    """Return annotations as files of corrections want them, each with the names of all articles it may speak of.

    What a file says of an article that is there, and not among the annotations, is passed over. Raises `UsageError` as
    `apply_corrections` does.
    """
    corrected = Corrected(list(annotations), [])
    corrections: list[Correction] = []
    for file, there in files:
        of_articles = _without_unread(file, corrected.annotations, there)
        corrected = apply_corrections(corrected.annotations, of_articles, lexicons)
        corrections += corrected.corrections
    return Corrected(corrected.annotations, corrections)


def find_corrections(paths: Sequence[Path]) -> Iterator[CorrectionsFile]:
    """Yield the files of corrections, each once, with what the ids of the articles beside them begin with."""
    prefixes: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            # Of several folders, the articles' ids begin with the folder's name.
            prefixes.setdefault(path, f"{path.resolve().name}/" if len(paths) > 1 else "")
    for found in find_files(paths):
        if isinstance(found, FoundFile) and isinstance(found.path, Path) and found.path != STANDARD_INPUT:
            inside = PurePosixPath(found.name).parent.as_posix()
            prefixes.setdefault(found.path.parent, "" if inside == "." else f"{inside}/")
    seen: set[Path] = set()
    for folder, prefix in prefixes.items():
        file = folder / CORRECTIONS_FILE
        if file.is_file() and file.resolve() not in seen:
            seen.add(file.resolve())
            yield read_corrections(file, prefix)


def names_told(file: CorrectionsFile) -> list[str]:
    """Return the names of which a file of corrections speaks and that stand in its folder, read or not."""
    spoken = {name for numbered in file.entries for name in _holders(numbered.entry.article)}
    return sorted(spoken & _names_beside(file))


def _names_beside(file: CorrectionsFile) -> set[str]:
    """Return the names by which the articles in the folder of a file of corrections may be called."""
    found = [one for one in find_files([file.file.parent]) if isinstance(one, FoundFile)]
    return {name for one in found for name in (one.id, one.name)}


def _without_unread(
    file: CorrectionsFile, annotations: Sequence[Annotations], there: Set[str]
) -> CorrectionsFile:
    """Return the corrections without those of articles that are there and were not read this time."""
    read = {name for one in annotations for name in (one.article.id, one.article.file)}
    entries = []
    for numbered in file.entries:
        name = numbered.entry.article
        if {name, file.prefix + name} & read or not _holders(name) & there:
            entries.append(numbered)
    return file._replace(entries=entries)


def _holders(name: str) -> set[str]:
    """Return an article's name, and those of the files that may hold it.

    An article of a table is called by the table and its line, "articles#3", and one of an archive by the archive and
    its path there, "articles/reuters/1".
    """
    return {name, name.rpartition("#")[0], name.partition("/")[0]}
