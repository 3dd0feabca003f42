"""Annotations: what is found in articles, one by one or in a stream, and corrected by hand (room: api)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.api.paths import (
    AnyPath,
    check_output,
    event_of,
    input_list,
    lexicons_for,
    nothing_to_read,
    path_list,
    roots_of,
    settings_for,
    stream,
)
from framing.corpus import AnnotateSummary, annotate_to_file
from framing.corpus import annotate_stream as _annotate_stream
from framing.errors import UsageError
from framing.features import DEFAULT_PIPELINE, Method, annotate_article
from framing.lexicon.language import load_language
from framing.reading import ReadingOptions
from framing.schema import Annotations, Article, Correction, Event, Reject

if TYPE_CHECKING:
    from framing.workshop import Corrected


_MOST_SHOWN = 60


class Prepared(NamedTuple):
    """Articles as a comparison wants them: annotated and corrected, with their event and the lexicons that count.

    `notes` are for the report; what is `told` is for whoever has chosen the articles.
    """

    annotations: list[Annotations]
    rejects: list[Reject]
    corrections: list[Correction]
    event: Event
    lexicons: tuple[Path, ...]
    notes: Sequence[str] = ()
    told: Sequence[str] = ()


def annotate(
    article: Article,
    lexicons: Sequence[AnyPath] = (),
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: AnyPath | None = None,
) -> Annotations:
    """Return all that is found in an article; `lexicons` are files that add to the shipped ones.

    `attribution` says who finds the attributions: "hybrid", rules and a small learned tagger; "rules" alone, which find
    fewer, and nothing that no rule can explain; or "spacy", rules and a tagger that sees the parse of a spaCy
    `pipeline` that you have installed. `weights` is a folder of weights that you have trained (docs/model-card.md), in
    place of the shipped ones. Raises `UsageError` for any other word, where pipeline or weights are missing, and for
    what is no article.
    """
    if not isinstance(article, Article):
        raise UsageError(
            "article",
            f"is {shorten(repr(article), _MOST_SHOWN, placeholder=' …')}",
            "one Article",
            "read it: articles, rejects = framing.read(PATH)",
        )
    settings = settings_for(lexicons, attribution, pipeline, weights)
    return annotate_article(
        article,
        load_language(article.language, settings.lexicons),
        *settings.finding,
    )


def annotate_all(
    paths: AnyPath | Sequence[AnyPath],
    *,
    lexicons: Sequence[AnyPath] = (),
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: AnyPath | None = None,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[list[Annotations], list[Reject]]:
    """Read and annotate; raises `UsageError` where not one article could be read."""
    held: list[Annotations] = []
    rejects: list[Reject] = []
    found = lexicons_for(input_list(paths), lexicons)
    for annotated in _annotate_stream(
        stream(paths, reading, found), settings_for(found, attribution, pipeline, weights), workers
    ):
        if isinstance(annotated, Reject):
            rejects.append(annotated)
            continue
        held.append(annotated)
        progress(len(held))
    if not held:
        raise nothing_to_read(paths, rejects)
    return held, rejects


def prepare(
    paths: AnyPath | Sequence[AnyPath],
    *,
    lexicons: Sequence[AnyPath] = (),
    event: str | None = None,
    events: AnyPath | None = None,
    where: str | None = None,
    **how: Any,
) -> Prepared:
    """Read, annotate and correct articles for a comparison; `how` is as in `annotate_all`, and so is what it raises.

    Of a store of annotations nothing is annotated again, and `event`, `events` and `where` choose its articles: see
    `framing.api.stored.open_stored`. They raise `UsageError` for anything else.
    """
    from framing.api.choice import Choice, no_store
    from framing.api.stored import find_store, open_stored
    from framing.workshop import correct_beside

    choice = Choice(event, None if events is None else str(events), where)
    store = find_store(paths)
    if store is not None:
        if how.get("weights") is not None:
            raise UsageError(
                store.address,
                "is a store, which is not annotated again",
                "no weights beside it",
                "leave them out",
            )
        asked = {name: how[name] for name in ("attribution", "progress") if name in how}
        return open_stored(store, choice, lexicons=path_list(lexicons), **asked)
    if choice.is_made:
        raise no_store(choice, path_list(paths)[0])
    inputs = input_list(paths)
    found, roots = lexicons_for(inputs, lexicons), roots_of(inputs)
    told = event_of(roots, found)
    held, rejects = annotate_all(paths, lexicons=found, **how)
    corrected = correct_beside(held, roots, found)
    return Prepared(corrected.annotations, rejects, corrected.corrections, told, found)


def annotate_file(
    paths: AnyPath | Sequence[AnyPath],
    file: AnyPath,
    *,
    lexicons: Sequence[AnyPath] = (),
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: AnyPath | None = None,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> AnnotateSummary:
    """Write the annotations of articles as JSON Lines, one article a line, streaming.

    `paths` may be patterns and addresses too, as in `annotate_folder`.

    Raises `UsageError` for paths that do not exist, where not one article could be read, and for a `file` that is one
    of those to be read, or an address.
    """
    inputs = input_list(paths)
    target = check_output(file, inputs)
    found = lexicons_for(inputs, lexicons)
    summary = annotate_to_file(
        stream(paths, reading, found),
        target,
        settings_for(found, attribution, pipeline, weights),
        workers,
        progress,
    )
    if not summary.articles:
        raise nothing_to_read(paths, summary.rejects)
    return summary


def correct(
    annotations: Sequence[Annotations], file: AnyPath, lexicons: Sequence[AnyPath] = ()
) -> "Corrected":
    """Return annotations as a file of corrections wants them, and the list of what was changed.

    `docs/corrections.md` describes the file; a report reads it by itself where it stands beside the articles. The
    signature of every article names the file's digest. Raises `UsageError`, with file, entry and remedy, for what the
    file cannot mean and for words that the articles do not hold.
    """
    from framing.workshop import apply_corrections, read_corrections

    return apply_corrections(annotations, read_corrections(Path(file)), path_list(lexicons))
