"""What is there already (room: corpus): whether a run may write into a folder, and which shards it need not make."""

import os
from collections.abc import Sequence
from pathlib import Path

from framing.corpus.shards import Shard
from framing.corpus.storage import Folder, modified
from framing.corpus.store import (
    FORMAT,
    STORE_FILE,
    Store,
    annotations_file,
    counts_file,
    read_head,
    read_store,
    rejects_file,
)
from framing.corpus.work import Job
from framing.errors import UsageError
from framing.reading.files import as_text
from framing.reading.listings import Listing, RemoteFile, is_address, named
from framing.scoring.signature import signature_difference

_MOST_NAMED = 3
_OTHER = "choose another folder, or remove this one"


def check_own(folder: Folder) -> bool:
    """Return whether a store is there; raises `UsageError` where somebody's other files are."""
    names = [name for name in folder.names() if not name.startswith(".")]
    if names and STORE_FILE not in names:
        raise UsageError(
            folder.address,
            f"holds files and is no store: {_listed(names)}",
            "a new or empty folder, or a store to go on with",
            "choose another folder",
        )
    return bool(names)


def check_outside(folder: Folder, paths: Sequence[Path | Listing], given: Sequence[str]) -> None:
    """Raise `UsageError` where a store would stand in a folder of its own articles, or in their place."""
    if folder.is_local:
        place = folder.local.resolve()
        within = any(isinstance(path, Path) and place.is_relative_to(path.resolve()) for path in paths)
    else:
        within = any(is_address(one) and _is_below(folder.address, one) for one in given)
    if within:
        raise UsageError(
            folder.address,
            "lies within the articles that are given",
            "a folder beside them",
            "choose another folder",
        )


def _is_below(address: str, other: str) -> bool:
    return f"{address.rstrip('/')}/".startswith(f"{other.rstrip('/')}/")


def check_folder(job: Job, resume: bool) -> Store | None:
    """Return the store that is there, None in an empty folder and where a run found no article to annotate.

    Raises `UsageError` where this run may not write: for other files, a store without `resume`, one made otherwise.
    """
    folder = job.folder
    if not check_own(folder):
        return None
    store = read_store(folder)
    if store.complete and not store.articles:
        return None
    if not resume:
        raise UsageError(
            folder.address,
            "holds a store already",
            "a new or empty folder",
            "go on with it by --resume, or choose another folder",
        )
    for language, signature in job.signatures.items():
        was = store.signatures.get(language, "")
        if was != signature:
            raise UsageError(
                folder.address,
                f"was made with {signature_difference(was, signature)}, "
                f"and now there is {signature_difference(signature, was)}",
                "one version, one way of finding attributions and the same lexicons in a store",
                _OTHER,
            )
    if store.reading != job.reading:
        raise UsageError(
            folder.address,
            f"was read with {store.reading or 'no such options'}, and now with {job.reading or 'none'}",
            "the same --columns and --outlet-folders in a store",
            _OTHER,
        )
    return store


def check_inputs(folder: Folder, before: Store | None, given: Sequence[str], shards: Sequence[Shard]) -> None:
    """Raise `UsageError` where inputs are missing of which the store was made, or files of them.

    What took a night is not thrown away because a word is missing on the command line, or another stands there: the
    files of two folders may have the same names.
    """
    if before and (missing := _missing(before.given, given)):
        raise UsageError(
            folder.address,
            f"was made of {_listed(missing)}, which is not given now",
            f"what was given then, or more: {_listed(before.given)}",
            _OTHER,
        )
    now = {part.found.name for shard in shards for part in shard.parts}
    stored = before.shards if before else []
    gone = list(dict.fromkeys(one.file for shard in stored for one in shard.inputs if one.file not in now))
    if before and gone:
        raise UsageError(
            folder.address,
            f"was made of files that are not given now: {_listed(gone)}",
            f"what was given then, or more: {_listed(before.given)}",
            _OTHER,
        )


def _missing(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """Return what is not given any more, in whatever way a path is written."""
    places = {_place(as_text(one)) for one in now}
    return [one for one in before if _place(one) not in places]


def _place(given: str) -> str:
    return named(given).rstrip("/") if is_address(given) else os.path.normpath(given)


def find_done(job: Job, shards: Sequence[Shard]) -> set[str]:
    """Return the names of the shards that are there: whole, of the same signature, and made of what is there now.

    A shard's name tells the content of its inputs on this machine; those at an address must not be newer than it.
    """
    folder = job.folder
    there = {f"{kind}/{name}" for kind in ("annotations", "counts", "rejects") for name in folder.names(kind)}
    return {shard.name for shard in shards if _is_done(job, shard, there)}


def _is_done(job: Job, shard: Shard, there: set[str]) -> bool:
    made = annotations_file(shard.name)
    if not there.issuperset((made, counts_file(shard.name))):
        return False
    head = read_head(job.folder, shard.name)
    if head is None or head.format != FORMAT or head.signature != job.signature:
        return False
    if head.rejects and rejects_file(shard.name) not in there:
        return False
    remote = [part.found.path.address for part in shard.parts if isinstance(part.found.path, RemoteFile)]
    since = job.folder.modified(made) if remote else None
    return since is None or all((one := modified(address)) is None or one <= since for address in remote)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
