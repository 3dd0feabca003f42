"""A stream of articles annotated by several processes, batch by batch (room: corpus)."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from itertools import islice

from framing.collector import collect_seldom
from framing.corpus.annotate import Settings, annotate_or_reject, one_thread
from framing.corpus.engine import processes
from framing.errors import UsageError
from framing.schema import Annotations, Article, Reject, decode_annotations, encode

_ARTICLES_A_BATCH = 16
_BATCHES_AHEAD_OF_A_WORKER = 3


def annotate_in_batches(
    articles: Iterable[Article | Reject], settings: Settings, workers: int
) -> Iterator[Annotations | Reject]:
    """Yield the annotations of articles in their order, as `framing.corpus.annotate.annotate_stream` does.

    Raises `UsageError` where a process dies.
    """
    stream = iter(articles)
    batches = iter(lambda: list(islice(stream, _ARTICLES_A_BATCH)), [])
    try:
        with processes(workers) as pool:
            waiting: deque[Future[list[bytes | Reject]]] = deque()
            for batch in batches:
                waiting.append(pool.submit(_annotate_batch, batch, settings))
                if len(waiting) >= workers * _BATCHES_AHEAD_OF_A_WORKER:
                    yield from map(_unpack, waiting.popleft().result())
            while waiting:
                yield from map(_unpack, waiting.popleft().result())
    except BrokenExecutor as error:
        raise UsageError(
            "workers",
            "one of them died: it was killed, or memory ran out",
            remedy="give fewer, or write into a folder, which loses nothing and can be gone on with "
            '(docs/annotating-many.md); in a script, start under if __name__ == "__main__":',
        ) from error


def _annotate_batch(batch: list[Article | Reject], settings: Settings) -> list[bytes | Reject]:
    collect_seldom()
    # As JSON, which is made and read in a third of the time of a pickle, and read into less memory.
    with one_thread():
        found = [annotate_or_reject(article, settings) for article in batch]
    return [one if isinstance(one, Reject) else encode(one) for one in found]


def _unpack(annotated: bytes | Reject) -> Annotations | Reject:
    return annotated if isinstance(annotated, Reject) else decode_annotations(annotated)
