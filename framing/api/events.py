"""Events: which articles of many tell the same one (room: api)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.api.paths import AnyPath, all_lexicons, nothing_to_read, stream
from framing.reading import ReadingOptions

if TYPE_CHECKING:
    from framing.corpus.event_file import EventsSummary


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

    Reads what `annotate_file` reads, as a stream. `min_outlets` leaves out events that fewer outlets tell. The same
    articles give the same file. Raises `UsageError` for paths that do not exist, where not one article could be read,
    and where the file cannot be written.
    """
    from framing.corpus.event_file import events_to_file

    articles = stream(paths, reading, all_lexicons(paths, lexicons))
    summary = events_to_file(articles, Path(file), min_outlets, progress)
    if not summary.articles:
        raise nothing_to_read(paths, summary.rejects)
    return summary
