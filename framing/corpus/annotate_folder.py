"""Annotate many articles into a store (room: corpus): shard by shard, gone on with after an interruption."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

import msgspec

from framing.corpus.annotate import count_processors
from framing.corpus.engine import LOST, Engine, Lost, here, processes, run_shards
from framing.corpus.finish import drop_repeated, in_order
from framing.corpus.resume import check_folder, check_inputs, check_outside, check_own, find_done
from framing.corpus.shards import Shard, check_readable, plan_shards
from framing.corpus.storage import Folder, is_partial, locked
from framing.corpus.store import (
    LEXICONS_FOLDER,
    REJECTS_FILE,
    SHARD_FOLDERS,
    PlacedReject,
    Store,
    StoredShard,
    annotations_file,
    load_parquet,
    read_head,
    read_rejects,
    write_store,
)
from framing.corpus.tally import Tally
from framing.corpus.work import Job, ShardSummary, annotate_shard
from framing.errors import UsageError
from framing.reading.files import as_text
from framing.reading.listings import Listing, named
from framing.reading.read import rejects_of_columns
from framing.schema import Reject, encode

# The processes of a run that was killed let go of the folder within moments.
_SECONDS_TO_WAIT = 3.0
_SECONDS_BETWEEN = 0.2


class Progress(NamedTuple):
    """How far a run is: the shards and bytes of input that are done, and the articles that this run has made.

    Within a shard bytes go by the articles that are done: as many each as in the shards before, and until there is one,
    as in the files whose records were counted.
    """

    articles: int
    shards: int
    all_shards: int
    bytes: int
    all_bytes: int


class StoreSummary(NamedTuple):
    """What a store holds after a run, what was set aside, and how many of its shards were done before."""

    store: Store
    rejects: list[Reject]
    done_before: int


def annotate_to_folder(
    paths: Sequence[Path | Listing],
    job: Job,
    *,
    given: Sequence[str] = (),
    resume: bool = False,
    workers: int | None = 1,
    engine: Engine | None = None,
    lost: tuple[type[BaseException], ...] = LOST,
    keep: Callable[[Folder], None] = lambda folder: None,
    progress: Callable[[Progress], None] = lambda at: None,
) -> StoreSummary:
    """Annotate files into a store; with `resume` only the shards that are not done with the same signature.

    `engine` opens the executor that works on the shards, in `workers` places at a time, and `lost` are its errors for a
    worker that died. None is this process for one worker and as many processes for more; None workers are one for each
    processor, and no more than there are shards. The store is the same
    byte for byte, whatever engine, workers and interruptions made it. `given` is what its user called the inputs, and
    `keep` writes into the store what stands beside them.
    Raises `UsageError` for a folder that holds anything else, a store without `resume`, or one that was made otherwise;
    while another run writes into it; and where it cannot be written: what is done by then stays.
    """
    load_parquet()
    if workers is not None and workers < 1:
        raise UsageError("workers", str(workers), "one or more")
    # What is refused at once leaves no trace, not even a lock.
    check_outside(job.folder, paths, given)
    check_own(job.folder)
    check_readable(paths)
    with _alone(job.folder):
        before = check_folder(job, resume)
        shards = plan_shards(paths, job.options())
        check_inputs(job.folder, before, given, shards)
        _remove(job.folder, is_partial)
        store = _begin(job, given, shards)
        keep(job.folder)
        done = find_done(job, shards)
        left = [shard for shard in shards if shard.name not in done]
        places = workers or min(count_processors(), max(len(left), 1))
        opened = engine or (here if places == 1 else processes)
        run = partial(run_shards, opened, places=places, lost=lost)
        told = _Teller(progress, shards, left)
        failed = {}
        try:
            for shard, result in _annotate(run, job, left, opened, told):
                if isinstance(result, Lost):
                    failed[shard.name] = str(result)
                told.add(shard, 0 if isinstance(result, Lost) else result.articles)
            made = [shard for shard in shards if shard.name not in failed]
            repeated = drop_repeated(run, job, made)
        finally:
            _remove(job.folder, is_partial)
        finished = _finish(job, store, shards, failed, repeated)
        kept = {shard.name for shard in made}
        _remove(job.folder, lambda name: name.rpartition(".")[0] not in kept)
        return finished._replace(done_before=len(done))


def _annotate(
    run: Callable[..., Iterator[tuple[Shard, ShardSummary | Lost]]],
    job: Job,
    shards: Sequence[Shard],
    engine: Engine,
    told: "_Teller",
) -> Iterator[tuple[Shard, ShardSummary | Lost]]:
    """Yield the shards as they are done, and tell of their articles meanwhile, where that is known."""
    if engine is here:
        yield from run(partial(annotate_shard, job, count=told.count), shards)
    elif engine is processes:
        with NamedTemporaryFile(prefix="framing-") as file:
            tally = Tally(file.name)
            look = partial(told.look, tally)
            yield from run(partial(annotate_shard, job, count=tally.add), shards, look=look)
    else:  # the workers may be on other machines
        yield from run(partial(annotate_shard, job), shards)


@contextmanager
def _alone(folder: Folder) -> Iterator[None]:
    with ExitStack() as held:
        until = time.monotonic() + _SECONDS_TO_WAIT
        while True:
            try:
                held.enter_context(locked(folder))
                break
            except UsageError:
                if time.monotonic() > until:
                    raise
                time.sleep(_SECONDS_BETWEEN)
        yield


def _remove(folder: Folder, which: Callable[[str], bool]) -> None:
    """Remove files of shards: what was not finished, or what belongs to no shard any more."""
    for kind in SHARD_FOLDERS:
        for name in folder.names(kind):
            if which(name):
                folder.remove(f"{kind}/{name}")


def _begin(job: Job, given: Sequence[str], shards: Sequence[Shard]) -> Store:
    """Say in the folder what is to be made there; then the user's lexicons are copied into it.

    In this order: a folder without `store.json` is taken for somebody else's.
    """
    contents = {
        f"{LEXICONS_FOLDER}/{number}-{file.name}": file.read_bytes()
        for number, file in enumerate(job.settings.lexicons, start=1)
    }
    store = Store(
        complete=False,
        articles=0,
        rejects=0,
        signatures=dict(sorted(job.signatures.items())),
        reading=job.reading,
        lexicons=list(contents),
        given=[named(as_text(one)) for one in given],
        shards=[_stored(shard) for shard in shards],
    )
    write_store(job.folder, store)
    for name, content in contents.items():
        with job.folder.write(name) as stream:
            stream.write(content)
    job.folder.keep_only(contents, LEXICONS_FOLDER)
    return store


class _Teller:
    """Tells how far a run is."""

    def __init__(
        self, progress: Callable[[Progress], None], shards: Sequence[Shard], left: Sequence[Shard]
    ) -> None:
        whole, to_do = sum(shard.bytes for shard in shards), sum(shard.bytes for shard in left)
        self._progress = progress
        # What stands by the ends of shards; articles within them are counted apart.
        self._at = Progress(0, len(shards) - len(left), len(shards), whole - to_do, whole)
        self._before = self._at.bytes
        counted = [part for shard in left for part in shard.parts if part.records]
        self._counted = sum(part.bytes for part in counted), sum(part.records or 0 for part in counted)
        self._articles = 0
        self._tell()

    def count(self) -> None:
        """Tell of one article more."""
        self._articles += 1
        self._tell()

    def look(self, tally: Tally) -> None:
        """Tell of the articles that workers have counted."""
        self._articles = tally.count()
        self._tell()

    def add(self, shard: Shard, articles: int) -> None:
        """Tell of a shard that is done."""
        at = self._at
        self._at = at._replace(
            articles=at.articles + articles, shards=at.shards + 1, bytes=at.bytes + shard.bytes
        )
        self._tell()

    def _tell(self) -> None:
        at, more = self._at, max(self._articles - self._at.articles, 0)
        size, articles = (at.bytes - self._before, at.articles) if at.articles else self._counted
        guessed = more * size // articles if articles else 0
        self._progress(at._replace(articles=at.articles + more, bytes=min(at.bytes + guessed, at.all_bytes)))


def _finish(
    job: Job,
    store: Store,
    shards: Sequence[Shard],
    failed: Mapping[str, str],
    repeated: Mapping[str, Sequence[PlacedReject]],
) -> StoreSummary:
    """Write what was set aside, and what the store holds."""
    stored: list[StoredShard] = []
    rejects: list[Reject] = []
    options = job.options()
    for shard in shards:
        if shard.name in failed:
            aside = _aside(shard, failed[shard.name])
            stored.append(_stored(shard, rejects=len(aside), failed=failed[shard.name]))
        else:
            head = read_head(job.folder, shard.name)
            if head is None:
                raise UsageError(
                    job.folder.address_of(annotations_file(shard.name)),
                    "was taken away or changed while framing was at work",
                    "nobody else at work in this folder",
                    "run it again with --resume",
                )
            for name, found in head.columns_found.items():
                options.columns_found[name] = found or options.columns_found.get(name, False)
            aside = in_order(read_rejects(job.folder, shard.name), repeated.get(shard.name, ()))
            stored.append(_stored(shard, head.articles, len(aside)))
        rejects += aside
    rejects += rejects_of_columns(options)
    with job.folder.write(REJECTS_FILE) as stream:
        stream.writelines(encode(one) + b"\n" for one in rejects)
    articles = sum(one.articles for one in stored)
    store = msgspec.structs.replace(
        store, complete=True, articles=articles, rejects=len(rejects), shards=stored
    )
    write_store(job.folder, store)
    return StoreSummary(store, rejects, 0)


def _stored(shard: Shard, articles: int = 0, rejects: int = 0, failed: str | None = None) -> StoredShard:
    inputs = [part.stored for part in shard.parts]
    return StoredShard(name=shard.name, articles=articles, rejects=rejects, inputs=inputs, failed=failed)


def _aside(shard: Shard, reason: str) -> list[Reject]:
    """Return the rejects of a shard that was lost: one for each of its files."""
    aside = []
    for item in shard.items:
        if isinstance(item, Reject):
            aside.append(item)
            continue
        part = f", records {item.start + 1:,} to {item.stop:,}" if item.stop else ""
        part = part or (f", records from {item.start + 1:,} on" if item.start else "")
        aside.append(
            Reject(
                file=item.found.name + part,
                reason=reason,
                remedy="give it more memory and run again with --resume; if it comes again, please report this",
            )
        )
    return aside
