"""Annotate a stream of articles, in order, in bounded memory; an article that fails becomes a reject."""

import gzip
import os
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import msgspec
from threadpoolctl import ThreadpoolController

from framing.collector import rare_collection
from framing.corpus.storage import write_whole
from framing.errors import UsageError
from framing.features import DEFAULT_PIPELINE, Method, annotate_article
from framing.lexicon.language import load_language
from framing.schema import Annotations, Article, Reject, decode_annotations, encode

# A process takes as long to start and to read the lexicons as some hundred articles take.
_MANY_ARTICLES = 200


class Settings(NamedTuple):
    """How to annotate: lexicons that add to the shipped ones, who finds attributions, and by which spaCy pipeline.

    `weights` is a folder with weights of the tagger that take the place of the shipped ones.
    """

    lexicons: tuple[Path, ...] = ()
    attribution: Method = "hybrid"
    pipeline: str = DEFAULT_PIPELINE
    weights: Path | None = None

    @property
    def finding(self) -> tuple[Method, str, Path | None]:
        """Who finds attributions and by what, in the order in which `annotate_article` takes it."""
        return self.attribution, self.pipeline, self.weights


DEFAULT = Settings()


class AnnotateSummary(NamedTuple):
    """How many articles were annotated, and those that were set aside."""

    articles: int
    rejects: list[Reject]


def annotate_stream(
    articles: Iterable[Article | Reject], settings: Settings = DEFAULT, workers: int | None = 1
) -> Iterator[Annotations | Reject]:
    """Yield the annotations of articles in their order; rejects pass through, and a failing article becomes one.

    `workers` processes share the work; one worker is this process itself, and None chooses: this process for few
    articles, one for each processor for many. Memory is bounded by a few batches a worker.
    """
    if workers is None:
        workers, articles = _choose_workers(iter(articles))
    if workers < 1:
        raise UsageError("workers", str(workers), "one or more")
    if workers == 1:
        for article in articles:
            yield annotate_or_reject(article, settings)
        return
    # What starts processes takes a while to load.
    from framing.corpus.batches import annotate_in_batches

    yield from annotate_in_batches(articles, settings, workers)


def _choose_workers(articles: Iterator[Article | Reject]) -> tuple[int, Iterator[Article | Reject]]:
    """Return how many processes pay, and the articles, of which some were read to know."""
    first = list(islice(articles, _MANY_ARTICLES))
    return count_processors() if len(first) == _MANY_ARTICLES else 1, chain(first, articles)


def count_processors() -> int:
    """Return how many processors this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def annotate_to_file(
    articles: Iterable[Article | Reject],
    file: Path,
    settings: Settings = DEFAULT,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> AnnotateSummary:
    """Write annotations as JSON Lines, one article a line, whole or not at all.

    The lines go to a temporary file beside `file`, which takes its name at the end, if there is any article.
    `progress` is told how many articles are done. Raises `UsageError` where the file cannot be written.
    """
    rejects: list[Reject] = []
    annotated = _set_aside(annotate_stream(articles, settings, workers), rejects)
    done = 0
    with rare_collection(), one_thread(), closing(annotated):
        first = next(annotated, None)
        if first is not None:
            with write_whole(file) as lines:
                for done, one in enumerate(chain([first], annotated), start=1):
                    lines.write(encode(one) + b"\n")
                    progress(done)
    return AnnotateSummary(done, rejects)


def read_annotated(file: Path) -> Iterator[Annotations]:
    """Yield the annotations of a file that `annotate_to_file` wrote, packed as ``.gz`` or not, a line at a time.

    Blank lines are passed over. Raises `UsageError`, with file and line, for what is no line of annotations, and for
    a file that cannot be read.
    """
    try:
        with gzip.open(file) if file.suffix.lower() == ".gz" else file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.isspace():
                    yield _decode(line, f"{file}, line {number}")
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(file, f"cannot be read: {error}", "what framing annotate wrote") from error


def _decode(line: bytes, where: str) -> Annotations:
    try:
        return decode_annotations(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UsageError(
            where,
            f"holds no annotations: {error}",
            "a line that framing annotate wrote",
            "of articles, make them by framing annotate ARTICLES -o annotations.jsonl",
        ) from error


def _set_aside(
    found: Iterable[Annotations | Reject], rejects: list[Reject]
) -> Generator[Annotations, None, None]:
    for one in found:
        if isinstance(one, Reject):
            rejects.append(one)
        else:
            yield one


def one_thread() -> AbstractContextManager[object]:
    """Let linear algebra work in one thread: for an article's small matrices that is faster than several.

    Where it does so already nothing is set, which takes a fortieth of the time.
    """
    libraries = _libraries()
    if all(one.num_threads == 1 for one in libraries.lib_controllers):
        return nullcontext()
    limited: AbstractContextManager[object] = libraries.limit(limits=1)
    return limited


@cache
def _libraries() -> ThreadpoolController:
    """Return the libraries of linear algebra."""
    return ThreadpoolController().select(user_api="blas")


def annotate_or_reject(article: Article | Reject, settings: Settings) -> Annotations | Reject:
    """Return an article's annotations, or the reject that it becomes where annotating it fails."""
    if isinstance(article, Reject):
        return article
    language = load_language(article.language, settings.lexicons)
    try:
        with one_thread():
            return annotate_article(article, language, *settings.finding)
    except UsageError:
        raise  # what is wrong with the settings is wrong for every article
    except Exception as error:  # one bad article must not stop a batch, whatever is wrong with it
        return Reject(
            file=article.file,
            reason=f"annotating it failed: {type(error).__name__}: {error}",
            remedy="please report this, with the article if you may share it",
        )
