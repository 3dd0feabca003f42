"""What the functions of the API share: paths, and what stands beside the articles or is set for a user (room: api)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import get_args

import msgspec

from framing.corpus import Settings
from framing.errors import UsageError, nearest_path
from framing.features import DEFAULT_PIPELINE, Method, load_parser, require_weights
from framing.lexicon.organisations import load_organisations
from framing.reading import ReadingOptions
from framing.reading import read as _read_stream
from framing.reading.event import event_name, find_lexicons, read_event
from framing.reading.files import STANDARD_INPUT, FoundFile, find_files, is_store
from framing.reading.kinds import EVERYTHING
from framing.reading.listings import Listing, is_address, list_inputs
from framing.resources import shipped_languages
from framing.schema import Article, Event, Reject

AnyPath = str | Path

_MOST_TOLD = 3
_OUTSIDE = "choose a name outside the folder of articles"


def path_list(paths: AnyPath | Sequence[AnyPath]) -> tuple[Path, ...]:
    """Return one path or several as a tuple."""
    return (Path(paths),) if isinstance(paths, str | Path) else tuple(Path(path) for path in paths)


def event_of(paths: AnyPath | Sequence[AnyPath], lexicons: tuple[Path, ...], title: str = "") -> Event:
    """Return the event of paths, its outlets under the names that the registry has for them.

    `title` is that of an event whose file gives none, in place of the folder's name.
    """
    event = read_event(path_list(paths), title)
    if not event.outlets:
        return event
    names = [load_organisations("en", lexicons).canonical(name) for name in event.outlets]
    return msgspec.structs.replace(event, outlets=names)


def input_list(paths: AnyPath | Sequence[AnyPath]) -> tuple[Path | Listing, ...]:
    """Return what is to be read: paths as they are, and what patterns and addresses of fsspec name.

    Raises `UsageError` for none, for an empty path, for one that does not exist, for what names no file, and for a
    store.
    """
    given = [paths] if isinstance(paths, str | Path) else paths
    if "" in given:
        raise UsageError(
            "paths", "one of them is empty", "a folder or file of articles", "'.' is the folder you are in"
        )
    listed = tuple(list_inputs(one) for one in given)
    if not listed:
        raise UsageError("paths", "none were given", "a folder or file of articles")
    for path in listed:
        if isinstance(path, Path) and path != STANDARD_INPUT and not path.exists():
            remedy = nearest_path(path) or "check the path"
            raise UsageError(path, "does not exist", "a folder or file of articles", remedy)
        if is_store(path):
            raise UsageError(
                path.name if isinstance(path, Listing) else path,
                "is a store of annotations",
                "articles",
                "give the articles that it was made of, or ask it by framing report or framing events",
            )
    return listed


def lexicons_for(inputs: Sequence[Path | Listing], lexicons: Sequence[AnyPath]) -> tuple[Path, ...]:
    """Return the lexicons that are given, behind those found beside inputs on this machine and for the user."""
    return tuple(dict.fromkeys((*find_lexicons(roots_of(inputs)), *path_list(lexicons))))


def roots_of(inputs: Sequence[Path | Listing]) -> tuple[Path, ...]:
    """Return the paths on this machine beside which something may stand: of what is listed, the folder."""
    roots = (one.root if isinstance(one, Listing) else one for one in inputs)
    return tuple(root for root in roots if root is not None)


def name_of(paths: AnyPath | Sequence[AnyPath]) -> str:
    """Return the name of the folder for a report: of the first path, or of the folder of what a pattern names."""
    first = list_inputs(paths if isinstance(paths, str | Path) else paths[0])
    return (first.name or "articles") if isinstance(first, Listing) else event_name([first])


def check_output(file: AnyPath, inputs: Sequence[Path | Listing]) -> Path:
    """Return the path of a file to write.

    Raises `UsageError` for an address, for one of the files to be read, for a place in a folder that is read, where it
    would be read the next time, and for one that belongs to a store.
    """
    if is_address(str(file)):
        raise UsageError(
            file, "is an address", "a file on this machine", "write it here, and copy it there afterwards"
        )
    path = Path(file)
    _check_outside_stores(path)
    for one in find_files(inputs) if path.is_file() else ():
        if not isinstance(one, FoundFile) or not isinstance(one.path, Path) or one.path == STANDARD_INPUT:
            continue
        if one.path.samefile(path):
            raise UsageError(
                file,
                "is one of the files to be read",
                "another file to write",
                _OUTSIDE,
            )
    place = path.resolve()
    # What stands in a store, such as its events, is never read for articles.
    for folder in () if any(map(is_store, place.parents)) else inputs:
        if isinstance(folder, Path) and folder.is_dir() and place.is_relative_to(folder.resolve()):
            raise UsageError(
                file, f"lies in {folder}, and would be read as articles next time", "another place", _OUTSIDE
            )
    return path


def _check_outside_stores(file: Path) -> None:
    """Raise `UsageError` for a file of a store and for one in its folders: going on with the store may remove both."""
    place = file.resolve()
    store = next((above for above in place.parents if is_store(above)), None)
    if store is None:
        return
    # These take a tenth of a second to load, for which most files have no use.
    from framing.corpus.beside import BESIDE_FILE
    from framing.corpus.store import REJECTS_FILE, STORE_FILE

    if place.parent != store or place.name.lower() in {STORE_FILE, REJECTS_FILE, BESIDE_FILE}:
        raise UsageError(
            file,
            "belongs to a store of annotations",
            f"another file, such as {store / 'events.jsonl'}",
            "choose another name",
        )


@contextmanager
def writing(folder: AnyPath) -> Iterator[None]:
    """Raise `UsageError` where the system does not let us write into a folder."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            folder, f"cannot be written: {error.strerror or error}", remedy="choose another folder"
        ) from error


def stream(
    paths: AnyPath | Sequence[AnyPath], reading: ReadingOptions | None, lexicons: tuple[Path, ...]
) -> Iterator[Article | Reject]:
    """Read articles one after the other; raises `UsageError` as `input_list` does."""
    return _read_stream(input_list(paths), replace(reading or ReadingOptions(), lexicons=lexicons))


def settings_for(
    lexicons: Sequence[AnyPath], attribution: Method, pipeline: str, weights: AnyPath | None = None
) -> Settings:
    """Return how to annotate.

    Raises `UsageError` for an unknown method, for a pipeline that is missing, and for a folder without weights that
    this version can use.
    """
    methods = get_args(Method)
    if attribution not in methods:
        raise UsageError("attribution", f"is {attribution!r}", " or ".join(map(repr, methods)))
    if attribution != "spacy" and pipeline != DEFAULT_PIPELINE:
        raise UsageError(
            "pipeline", f"is {pipeline!r}, but no parser is asked for", "attribution 'spacy' beside it"
        )
    if attribution == "spacy":
        load_parser(pipeline)  # what is missing is missing for every article: better told once
    own = None if weights is None else Path(weights).resolve()
    if own is not None and attribution == "rules":
        raise UsageError(
            "weights", f"are {weights}, but no tagger is asked for", "attribution 'hybrid' beside them"
        )
    if own is not None:
        require_weights(own, shipped_languages(), "spacy" if attribution == "spacy" else "")
    return Settings(path_list(lexicons), attribution, pipeline, own)


def nothing_to_read(paths: AnyPath | Sequence[AnyPath], rejects: Sequence[Reject]) -> UsageError:
    """Return the error for paths that hold no article, with what was set aside."""
    where = ", ".join(map(str, [paths] if isinstance(paths, str | Path) else paths))  # an address is no path
    if not rejects:
        return UsageError(
            where,
            "no article could be read: there is none",
            EVERYTHING,
            "check the path, or put the articles there",
        )
    told = [
        f"{one.file}: {one.reason}{f' ({one.remedy})' if one.remedy else ''}" for one in rejects[:_MOST_TOLD]
    ]
    more = [f"and {len(rejects) - _MOST_TOLD} more"] if len(rejects) > _MOST_TOLD else []
    return UsageError(where, f"no article could be read: {'; '.join([*told, *more])}")
