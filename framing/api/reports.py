"""Reports: from articles to a page, tables and charts (room: api)."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from framing.api.annotations import prepare
from framing.api.choice import Choice, count_chosen
from framing.api.comparisons import compare
from framing.api.paths import AnyPath, name_of, writing
from framing.errors import UsageError
from framing.features import DEFAULT_PIPELINE, Method
from framing.lexicon.language import load_language
from framing.reading import ReadingOptions
from framing.schema import Annotations, Comparison

if TYPE_CHECKING:
    from framing.report import Format


_OWN_FILE = "scores.json"


class ReportSummary(NamedTuple):
    """The comparison behind a report, and the files that were written, the page first.

    What is `told` is to be known of the articles that were chosen from a store.
    """

    comparison: Comparison
    files: list[Path]
    told: Sequence[str] = ()


def write_report(
    comparison: Comparison,
    annotations: Sequence[Annotations],
    folder: AnyPath,
    *,
    formats: "Sequence[Format] | None" = None,
    language: str = "en",
    excerpts: bool = False,
) -> list[Path]:
    """Write the report of a comparison into a folder and return its files, the page first.

    `formats` are any of "html", "markdown", "csv", "json", "parquet" and "pdf", the first four if not given;
    scores.json is always written. `language` is that of the report's own words. With `excerpts` the report shows
    passages of a few words in place of whole articles. Files of an earlier report are replaced. Raises `UsageError`
    where the folder holds other files and no report, where it cannot be written, for an unknown format or language, and
    where what a format needs is not installed.
    """
    from framing.report import DEFAULT_FORMATS
    from framing.report import write_report as write

    _check_free(Path(folder))
    with writing(folder):
        return write(
            comparison,
            annotations,
            Path(folder),
            reliance=comparison.event.reliance,
            formats=DEFAULT_FORMATS if formats is None else formats,
            language=language,
            excerpts=excerpts,
        )


def _check_free(folder: Path) -> None:
    """Nobody's own files are overwritten: a folder is empty, new, or that of an earlier report."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _OWN_FILE).is_file():
        raise UsageError(
            folder, "holds files that are no report", "a new or empty folder, or that of an earlier report"
        )


def make_report(
    paths: AnyPath | Sequence[AnyPath],
    folder: AnyPath | None = None,
    *,
    lexicons: Sequence[AnyPath] = (),
    event: str | None = None,
    events: AnyPath | None = None,
    where: str | None = None,
    reliance: str | None = None,
    resamples: int = 1000,
    seed: int = 0,
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: AnyPath | None = None,
    formats: "Sequence[Format] | None" = None,
    language: str = "en",
    excerpts: bool = False,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> ReportSummary:
    """Do the main job: read articles, annotate and compare them, write the report.

    `paths` may be a store of annotations, the folder that ``framing annotate`` makes; its articles are not annotated
    again, and may be chosen: those of an `event`, as the file `events` tells it (if not given, ``events.jsonl`` in the
    store), and those that a condition keeps, such as ``where="outlet in ('dpa', 'Yonhap')"``.

    `folder` is ``reports/<name of the first path>`` if not given, followed by the event or the condition of a choice;
    `attribution`, `pipeline` and `weights` are as in `annotate`, `reading` as in `read`, `formats`, `language` and
    `excerpts` as in `write_report`. A ``corrections.toml`` in a folder of articles, given or below it, or beside a file
    that is given, is followed as by `correct`. `workers` processes annotate; None
    chooses one for few articles and one a processor for many. Raises `UsageError` for paths that do not exist or hold
    no article; articles that cannot be read stand in the comparison's rejects.
    """
    from framing.report import DEFAULT_FORMATS, check_forms

    choice = Choice(event, None if events is None else str(events), where)
    name = "-".join(filter(None, (name_of(paths), choice.file_name)))
    target = Path(folder) if folder else Path("reports") / name
    _check_free(target)
    check_forms(DEFAULT_FORMATS if formats is None else formats, language)
    prepared = prepare(
        paths,
        lexicons=lexicons,
        event=event,
        events=events,
        where=where,
        attribution=attribution,
        pipeline=pipeline,
        weights=weights,
        reading=reading,
        workers=workers,
        progress=progress,
    )
    held, told = prepared.annotations, prepared.event
    if reliance:
        told = msgspec.structs.replace(told, reliance=_find_source(reliance, held, prepared.lexicons))
    comparison = compare(
        held,
        told,
        rejects=prepared.rejects,
        corrections=prepared.corrections,
        lexicons=prepared.lexicons,
        resamples=resamples,
        seed=seed,
    )
    comparison = msgspec.structs.replace(comparison, notes=[*prepared.notes, *comparison.notes])
    files = write_report(comparison, held, target, formats=formats, language=language, excerpts=excerpts)
    return ReportSummary(comparison, files, [count_chosen(held), *prepared.told] if choice.is_made else [])


def _find_source(wanted: str, annotations: Sequence[Annotations], lexicons: tuple[Path, ...]) -> str:
    """Return the canonical name of a source that articles carry or the registry knows, whatever the case.

    Raises `UsageError` for any other name: a share of 0 % for a misspelt name would be a false finding.
    """
    carried = {
        source.canonical or source.type
        for annotation in annotations
        for attribution in annotation.attributions
        for source in (attribution.source, attribution.via)
        if source is not None
    }
    # A user's lexicon is for one language, so that those of the articles' alone can be asked.
    languages = sorted({annotation.article.language for annotation in annotations})
    registry = [entry for code in languages for entry in load_language(code, lexicons).organisation_entries]
    names = {name.casefold(): name for name in sorted(carried | {entry.name for entry in registry})}
    names.update({alias.casefold(): entry.name for entry in registry for alias in entry.aliases})
    if wanted.casefold() in names:
        return names[wanted.casefold()]
    near = get_close_matches(wanted, sorted(carried), n=3, cutoff=0.5) or sorted(carried)[:5]
    raise UsageError(
        f"reliance {wanted!r}",
        "no article names this source, nor does the registry",
        f"for instance {', '.join(near)}",
    )
