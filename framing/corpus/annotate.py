"""Annotate a stream of articles, in order, in bounded memory; an article that fails becomes a reject."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from framing.errors import UsageError
from framing.features import annotate_article
from framing.lexicon.language import load_language
from framing.schema import Annotations, Article, Reject, encode

_ARTICLES_A_BATCH = 16
_BATCHES_AHEAD_OF_A_WORKER = 3
# Annotating leaves no cycles behind, so that what Python finds by looking for some is time lost.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


class AnnotateSummary(NamedTuple):
    """How many articles were annotated, and those that were set aside."""

    articles: int
    rejects: list[Reject]


def annotate_stream(
    articles: Iterable[Article | Reject], lexicons: tuple[Path, ...] = (), workers: int = 1
) -> Iterator[Annotations | Reject]:
    """Yield the annotations of articles in their order; rejects pass through, and a failing article becomes one.

    `workers` processes share the work; one worker is this process itself. Memory is bounded by a few batches a worker.
    """
    if workers < 1:
        raise UsageError("workers", str(workers), "one or more")
    if workers == 1:
        for article in articles:
            yield _annotate(article, lexicons)
        return
    stream = iter(articles)
    batches = iter(lambda: list(islice(stream, _ARTICLES_A_BATCH)), [])
    with ProcessPoolExecutor(workers, None, gc.set_threshold, (_OBJECTS_BETWEEN_COLLECTIONS,)) as pool:
        waiting: deque[Future[list[Annotations | Reject]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_annotate_batch, batch, lexicons))
            if len(waiting) >= workers * _BATCHES_AHEAD_OF_A_WORKER:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def annotate_to_file(
    articles: Iterable[Article | Reject],
    file: Path,
    lexicons: tuple[Path, ...] = (),
    workers: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> AnnotateSummary:
    """Write annotations as JSON Lines, one article a line, whole or not at all.

    The lines go to a temporary file beside `file`, which takes its name at the end, if there is any article.
    `progress` is told how many articles are done. Raises `UsageError` where the file cannot be written.
    """
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    done, rejects = 0, []
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _rare_collections(), partial.open("wb") as lines:
            for annotated in annotate_stream(articles, lexicons, workers):
                if isinstance(annotated, Reject):
                    rejects.append(annotated)
                    continue
                lines.write(encode(annotated) + b"\n")
                done += 1
                progress(done)
        if done:
            partial.replace(file)
    except OSError as error:
        raise UsageError(
            file, f"cannot be written: {error.strerror or error}", remedy="choose another file"
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink()
    return AnnotateSummary(done, rejects)


@contextmanager
def _rare_collections() -> Iterator[None]:
    thresholds = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def _annotate_batch(batch: list[Article | Reject], lexicons: tuple[Path, ...]) -> list[Annotations | Reject]:
    return [_annotate(article, lexicons) for article in batch]


def _annotate(article: Article | Reject, lexicons: tuple[Path, ...]) -> Annotations | Reject:
    if isinstance(article, Reject):
        return article
    language = load_language(article.language, lexicons)
    try:
        return annotate_article(article, language)
    except Exception as error:  # one bad article must not stop a batch, whatever is wrong with it
        return Reject(
            file=article.file,
            reason=f"the rules failed on it: {type(error).__name__}: {error}",
            remedy="please report this, with the article if you may share it",
        )
