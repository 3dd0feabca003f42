"""The classroom: exercises, and how far those who mark articles agree. (room: api)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.api.annotations import annotate_all
from framing.api.articles import read
from framing.api.comparisons import compare
from framing.api.paths import AnyPath, all_lexicons, event_of, path_list
from framing.api.reports import ReportSummary
from framing.errors import UsageError
from framing.features import DEFAULT_PIPELINE, Method
from framing.reading import ReadingOptions as ReadingOptions

if TYPE_CHECKING:
    from framing.classroom.agreement import AgreementReport as AgreementReport
    from framing.lexicon.registry import ListedOutlet as ListedOutlet
    from framing.scoring.agreement import Level
    from framing.workshop import ArticleCheck as ArticleCheck
    from framing.workshop import CheckedArticle as CheckedArticle
    from framing.workshop import LexiconReport as LexiconReport
    from framing.workshop import ShownLexicon as ShownLexicon
    from framing.workshop import Suggestions as Suggestions


def write_classroom(
    paths: AnyPath | Sequence[AnyPath],
    folder: AnyPath,
    *,
    lexicons: Sequence[AnyPath] = (),
    seed: int = 0,
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> ReportSummary:
    """Write a worksheet and its key on the articles into a folder, and return them with the comparison behind them.

    `seed` decides the order of the passages. Raises `UsageError` as `make_report` does, and where the articles hold too
    little for any exercise.
    """
    from framing.classroom import write_pack
    from framing.workshop import correct_beside

    lexicons = all_lexicons(paths, lexicons)
    held, rejects = annotate_all(
        paths,
        lexicons=lexicons,
        attribution=attribution,
        pipeline=pipeline,
        reading=reading,
        workers=workers,
        progress=progress,
    )
    held, corrections = correct_beside(held, path_list(paths), lexicons)
    event = event_of(paths, lexicons)
    comparison = compare(
        held, event, rejects=rejects, corrections=corrections, lexicons=lexicons, resamples=0
    )
    try:
        return ReportSummary(comparison, write_pack(comparison, Path(folder), seed=seed))
    except OSError as error:
        raise UsageError(
            folder, f"cannot be written: {error.strerror or error}", remedy="choose another folder"
        ) from error


def measure_agreement(
    paths: AnyPath | Sequence[AnyPath],
    articles: AnyPath | Sequence[AnyPath] = (),
    *,
    level: "Level" = "nominal",
    resamples: int = 1000,
    seed: int = 0,
) -> "AgreementReport":
    """Say how far coders agree in what they marked; see `framing.classroom.agreement` for files and errors.

    `articles` are those that were marked, for tables that hold no texts.
    """
    from framing.classroom.agreement import measure_agreement as measure

    texts = {one.id: one.text for one in read(articles)[0]} if path_list(articles) else {}
    return measure(path_list(paths), texts, level=level, resamples=resamples, seed=seed)
