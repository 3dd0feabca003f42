"""Events: which articles of many tell the same one (room: api)."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.api.paths import AnyPath, input_list, lexicons_for, nothing_to_read, stream
from framing.errors import UsageError
from framing.reading import ReadingOptions
from framing.schema import Article, Reject

if TYPE_CHECKING:
    from framing.corpus.event_file import EventsSummary

_LINES = (".jsonl", ".ndjson")


def group_events(
    paths: AnyPath | Sequence[AnyPath],
    file: AnyPath,
    *,
    min_outlets: int = 1,
    reading: ReadingOptions | None = None,
    lexicons: Sequence[AnyPath] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> "EventsSummary":
    """Group articles into events over outlets and days, and write one line an article: docs/events.md.

    Reads what `annotate_file` reads, as a stream, or one store that `annotate_folder` has made, where `reading` and
    `lexicons` change nothing. `min_outlets` leaves out events that fewer outlets tell. The same articles give the same
    file. Raises `UsageError` for a `file` that does not end in .jsonl, for paths that do not exist, where not one
    article could be read, and where the file cannot be written.
    """
    from framing.corpus.event_file import events_to_file

    if not str(file).lower().endswith(_LINES):
        raise UsageError(file, "is no name for JSON Lines", "a file that ends in .jsonl")

    articles = _stored(paths) or stream(paths, reading, lexicons_for(input_list(paths), lexicons))
    summary = events_to_file(articles, Path(file), min_outlets, progress)
    if not summary.articles:
        raise nothing_to_read(paths, summary.rejects)
    return summary


def _stored(paths: AnyPath | Sequence[AnyPath]) -> Iterable[Article | Reject] | None:
    """Return the articles of a store; None where the paths are something else."""
    from framing.corpus.storage import Folder
    from framing.corpus.store import STORE_FILE, annotations_of, read_store

    given = [paths] if isinstance(paths, str | Path) else paths
    if (
        len(given) != 1
        or not (folder := Folder(str(given[0]))).is_local
        or not (folder.local / STORE_FILE).is_file()
    ):
        return None
    shards = [shard.name for shard in read_store(folder).shards if shard.failed is None]
    return (annotated.article for shard in shards for annotated in annotations_of(folder, shard))
