"""Events: which articles of many tell the same one (room: api)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from framing.api.paths import AnyPath, check_output, input_list, lexicons_for, nothing_to_read, stream
from framing.errors import UsageError
from framing.reading import ReadingOptions

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
    file. Raises `UsageError` for paths that do not exist, for a store that is unfinished or stands beside other paths,
    where not one article could be read, and for a `file` that does not end in .jsonl, is one of those to be read, is an
    address, or cannot be written.
    """
    from framing.api.stored import find_store, stored_articles
    from framing.corpus.event_file import events_to_file

    if not str(file).lower().endswith(_LINES):
        raise UsageError(file, "is no name for JSON Lines", "a file that ends in .jsonl")
    store = find_store(paths)
    if store is not None:
        target, articles = check_output(file, ()), stored_articles(store)
    else:
        inputs = input_list(paths)
        target = check_output(file, inputs)
        articles = stream(paths, reading, lexicons_for(inputs, lexicons))
    summary = events_to_file(articles, target, min_outlets, progress)
    if not summary.articles:
        raise nothing_to_read(paths, summary.rejects)
    return summary
