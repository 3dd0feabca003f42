"""What is there already (room: corpus): whether a run may write into a folder, and which shards it need not make."""

from collections.abc import Sequence

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
from framing.reading.listings import RemoteFile
from framing.scoring.signature import signature_difference

_MOST_NAMED = 3
_OTHER = "choose another folder, or remove this one"


def check_folder(job: Job, resume: bool) -> Store | None:
    """Return the store that is there, None in an empty folder.

    Raises `UsageError` where this run may not write: for other files, a store without `resume`, one made otherwise.
    """
    folder = job.folder
    names = [name for name in folder.names() if not name.startswith(".")]
    if STORE_FILE not in names:
        if names:
            raise UsageError(
                folder.address,
                f"holds files and is no store: {_listed(names)}",
                "a new or empty folder, or a store to go on with",
                "choose another folder",
            )
        return None
    if not resume:
        raise UsageError(
            folder.address,
            "holds a store already",
            "a new or empty folder",
            "go on with it by --resume, or choose another folder",
        )
    store = read_store(folder)
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


def check_inputs(folder: Folder, before: Store | None, shards: Sequence[Shard]) -> None:
    """Raise `UsageError` where files are missing of which the store was made.

    What took a night is not thrown away because a word is missing on the command line.
    """
    now = {part.found.name for shard in shards for part in shard.parts}
    stored = before.shards if before else []
    gone = list(dict.fromkeys(one.file for shard in stored for one in shard.inputs if one.file not in now))
    if before and gone:
        raise UsageError(
            folder.address,
            f"was made of files that are not given now: {_listed(gone)}",
            f"what was given then, or more: {' '.join(before.given)}",
            _OTHER,
        )


def find_done(job: Job, shards: Sequence[Shard]) -> set[str]:
    """Return the names of the shards that are there: whole, of the same signature, and no older than their inputs."""
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
    since = job.folder.modified(made)
    inputs = [modified(_address(part.found.path)) for part in shard.parts]
    return since is None or all(one is None or one <= since for one in inputs)


def _address(path: object) -> str:
    return path.address if isinstance(path, RemoteFile) else str(path)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
