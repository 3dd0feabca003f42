"""Stores: many articles annotated into a folder of Parquet files, and read from it (room: api)."""

import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from framing.api.paths import (
    AnyPath,
    event_of,
    input_list,
    lexicons_for,
    nothing_to_read,
    roots_of,
    settings_for,
)
from framing.corpus import read_annotated
from framing.errors import UsageError
from framing.features import DEFAULT_PIPELINE, Method
from framing.reading import ReadingOptions
from framing.reading.event import has_event_file
from framing.schema import Annotations

if TYPE_CHECKING:
    from framing.corpus.annotate_folder import Progress, StoreSummary


def annotate_folder(
    paths: AnyPath | Sequence[AnyPath],
    folder: AnyPath,
    *,
    lexicons: Sequence[AnyPath] = (),
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: AnyPath | None = None,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    resume: bool = False,
    scheduler: str | None = None,
    progress: "Callable[[Progress], None]" = lambda at: None,
) -> "StoreSummary":
    """Annotate many articles into a folder of Parquet files, a store: `docs/annotating-many.md` says what is in it.

    `paths` are files, folders, patterns ("news/*.jsonl.gz") and fsspec addresses, and so may `folder` be an address.
    `resume` goes on with a store and `workers` are as in `corpus.annotate_folder.annotate_to_folder`, and so is what is
    raised; also for inputs that do not exist, and where not one article could be read. In a script, call it under
    ``if __name__ == "__main__":``, as all that starts processes. With the address of a Dask `scheduler` all its
    workers do the work, see `corpus.cluster.connect`; they must reach inputs and folder by the same names.
    """
    from framing.corpus.annotate_folder import annotate_to_folder
    from framing.corpus.beside import keep_beside
    from framing.corpus.cluster import connect
    from framing.corpus.storage import Folder
    from framing.corpus.work import Job, signatures_for
    from framing.workshop import find_corrections

    inputs = input_list(paths)
    settings = settings_for(lexicons_for(inputs, lexicons), attribution, pipeline, weights)
    how = reading or ReadingOptions()
    job = Job(
        Folder(str(folder)),
        settings,
        signatures_for(settings),
        dict(how.columns),
        how.outlet_folders,
    )
    given = [str(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    roots = roots_of(inputs)
    event = event_of(roots, settings.lexicons)

    def keep(folder: Folder) -> None:
        keep_beside(folder, event, has_event_file(roots), list(find_corrections(roots)))

    annotate = partial(
        annotate_to_folder, inputs, job, given=given, resume=resume, keep=keep, progress=progress
    )
    if scheduler is None:
        summary = annotate(workers=workers)
    else:
        with connect(scheduler, settings) as cluster:
            summary = annotate(workers=cluster.places, engine=cluster.open, lost=cluster.lost)
    if not summary.store.articles:
        raise nothing_to_read(given, summary.rejects)
    return summary


def read_annotations(
    store: AnyPath,
    *,
    event: str | None = None,
    events: AnyPath | None = None,
    where: str | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Annotations]:
    """Return the annotations of a store's articles, or of those that are chosen, corrections and all, in their order.

    `store` may be a file of JSON Lines as well, as ``framing annotate`` and a report write it, packed as ``.gz`` or
    not: its annotations are as they stand there, all of them, and nothing corrects them. `event`, `events` and `where`
    choose among the articles of a store as in `make_report`; what may be wrong with the choice, such as an outlet that
    no article has, is a warning. All that is chosen is held in memory, some 20 kB an article. Raises `UsageError` for a
    path that is neither, for a line that holds no annotations, and as `framing.api.stored.open_stored` does.
    """
    from framing.api.choice import Choice, no_store
    from framing.api.stored import find_store, open_stored

    choice = Choice(event, None if events is None else str(events), where)
    folder = find_store(store)
    if folder is None and Path(store).is_file():
        if choice.is_made:
            raise no_store(choice, "ARTICLES")
        held = []
        for annotated in read_annotated(Path(store)):
            held.append(annotated)
            progress(len(held))
        return held
    if folder is None:
        raise UsageError(
            store,
            "is no store and no file of annotations",
            "a folder, or a file that ends in .jsonl, that framing annotate has made",
            f"framing annotate IN -o {store}",
        )
    found = open_stored(folder, choice, attribution="hybrid", progress=progress)
    for told in found.told:
        warnings.warn(told, stacklevel=2)
    return found.annotations
