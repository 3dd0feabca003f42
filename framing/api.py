"""The public interface: everything that the commands do, as plain functions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

import msgspec

from framing.corpus import AnnotateSummary, Settings, annotate_to_file
from framing.corpus import annotate_stream as _annotate_stream
from framing.errors import UsageError, nearest_name
from framing.features import DEFAULT_PIPELINE, Method, annotate_article, load_parser
from framing.lexicon.language import load_language
from framing.lexicon.organisations import load_organisations
from framing.reading import ReadingOptions as ReadingOptions
from framing.reading import read as _read_stream
from framing.reading.event import event_name, find_lexicons, find_registry, has_event_file, read_event
from framing.reading.files import STANDARD_INPUT
from framing.reading.kinds import EVERYTHING
from framing.schema import Annotations, Article, Comparison, Correction, Event, Reject, Voice

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

    from framing.classroom.agreement import AgreementReport as AgreementReport
    from framing.classroom.live.export import What
    from framing.classroom.live.serve import Started as Started
    from framing.classroom.live.text import Lesson
    from framing.lexicon.entries import Kind
    from framing.lexicon.registry import AddedOutlet
    from framing.lexicon.registry import ListedOutlet as ListedOutlet
    from framing.report import Format
    from framing.scoring.agreement import Level
    from framing.scoring.frame import OpenComparison, OpenedPassage
    from framing.workshop import ArticleCheck as ArticleCheck
    from framing.workshop import CheckedArticle as CheckedArticle
    from framing.workshop import Corrected, Exported, ExportFormat, Imported, ImportKind, LexiconSummary
    from framing.workshop import LexiconReport as LexiconReport
    from framing.workshop import ShownLexicon as ShownLexicon
    from framing.workshop import Suggestions as Suggestions

AnyPath = str | Path

_MOST_TOLD = 3
_OWN_FILE = "scores.json"


class ReportSummary(NamedTuple):
    """The comparison behind a report, and the files that were written, the page first."""

    comparison: Comparison
    files: list[Path]


def read(
    paths: AnyPath | Sequence[AnyPath],
    reading: ReadingOptions | None = None,
    lexicons: Sequence[AnyPath] = (),
) -> tuple[list[Article], list[Reject]]:
    """Read files and folders; return the articles in a fixed order, and what was set aside with the reasons.

    ``-`` is standard input. `reading` says which columns of a table hold what, and whether folders are outlets.
    Outlets of your own, in an ``outlets.toml`` beside the articles or in your configuration folder, are known, and
    those of `lexicons`, other files of organisations. Raises `UsageError` for a path that does not exist.
    """
    articles: list[Article] = []
    rejects: list[Reject] = []
    for found in _stream(paths, reading, _all_lexicons(paths, lexicons)):
        if isinstance(found, Reject):
            rejects.append(found)
        else:
            articles.append(found)
    return articles, rejects


def check(
    paths: AnyPath | Sequence[AnyPath],
    reading: ReadingOptions | None = None,
    lexicons: Sequence[AnyPath] = (),
) -> "ArticleCheck":
    """Read files and folders and say what was read, and what to put right before a report; nothing is annotated.

    `reading` and `lexicons` are as in `read`. Raises `UsageError` for a path that does not exist.
    """
    from framing.workshop import check_articles

    found = _all_lexicons(paths, lexicons)
    articles, rejects = read(paths, reading, found)
    event = _event_of(paths, found)
    return check_articles(
        articles, rejects, event, [str(file) for file in found], has_event_file(_paths(paths))
    )


def outlets(
    words: str = "", *, country: str = "", kind: str = "", event: AnyPath | None = None
) -> "list[ListedOutlet]":
    """Return the outlets that some words name, your own and those of an `event`'s folder among them: `list_outlets`."""
    from framing.lexicon.registry import list_outlets

    return list_outlets(words, country=country, kind=kind, lexicons=find_lexicons(_paths(event or ())))


def add_outlet(
    name: str, event: AnyPath | None = None, *, extend: bool = False, **details: Any
) -> "AddedOutlet":
    """Add an outlet to the registry of an `event`'s folder, or to the one of all your events: `registry.add_outlet`.

    `details` are domains, credits, aliases, kind, type and country, see `registry.NewOutlet`.
    """
    from framing.lexicon.registry import NewOutlet
    from framing.lexicon.registry import add_outlet as add

    own = find_lexicons(_paths(event or ()))
    file = find_registry(Path(event) if event else None)
    return add(file, NewOutlet(name=name, **details), extend=extend, lexicons=own)


def new_event(folder: AnyPath, title: str = "", date: str = "", place: str = "") -> list[Path]:
    """Make a folder for an event's articles and return the files that were written: `workshop.new_event`."""
    from framing.workshop import new_event as make

    return make(Path(folder), title, date, place)


def annotate(
    article: Article,
    lexicons: Sequence[AnyPath] = (),
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
) -> Annotations:
    """Return all that is found in an article; `lexicons` are files that add to the shipped ones.

    `attribution` says who finds the attributions: "hybrid", rules and a small learned tagger; "rules" alone, which find
    fewer, and nothing that no rule can explain; or "spacy", rules and a tagger that sees the parse of a spaCy
    `pipeline` that you have installed. Raises `UsageError` for any other word, and where the pipeline is missing.
    """
    settings = _settings(lexicons, attribution, pipeline)
    return annotate_article(
        article,
        load_language(article.language, settings.lexicons),
        settings.attribution,
        settings.pipeline,
    )


def correct(
    annotations: Sequence[Annotations], file: AnyPath, lexicons: Sequence[AnyPath] = ()
) -> "Corrected":
    """Return annotations as a file of corrections wants them, and the list of what was changed.

    `docs/corrections.md` describes the file; a report reads it by itself where it stands beside the articles. The
    signature of every article names the file's digest. Raises `UsageError`, with file, entry and remedy, for what the
    file cannot mean and for words that the articles do not hold.
    """
    from framing.workshop import apply_corrections, read_corrections

    return apply_corrections(annotations, read_corrections(Path(file)), _paths(lexicons))


def compare(
    annotations: Sequence[Annotations],
    event: Event | str = "Articles",
    *,
    rejects: Sequence[Reject] = (),
    corrections: Sequence[Correction] = (),
    lexicons: Sequence[AnyPath] = (),
    resamples: int = 1000,
    seed: int = 0,
    by: Literal["outlet", "agency", "article"] | Mapping[str, str] = "outlet",
) -> "OpenComparison":
    """Compare how outlets tell an event; see `framing.scoring.compare` for intervals, refusals and errors.

    `by` says whose articles are compared as one's: the outlet's, the agency's, each article's, or those of the groups
    that a mapping gives to article ids. `corrections` is what `correct` has changed, for the report to list.
    """
    from framing.scoring import compare as score

    languages = sorted({annotation.article.language for annotation in annotations})
    concepts = {
        id_: label
        for code in languages
        for id_, label in load_language(code, _paths(lexicons)).concepts.items()
    }
    comparison = score(
        annotations,
        event=Event(title=event) if isinstance(event, str) else event,
        rejects=rejects,
        concepts=concepts,
        resamples=resamples,
        seed=seed,
        by=by,
        lexicons=_paths(lexicons),
    )
    return msgspec.structs.replace(comparison, corrections=list(corrections)) if corrections else comparison


def table(comparison: Comparison, view: str = "figures") -> "pandas.DataFrame":
    """Return a part of a comparison as a pandas DataFrame; see `framing.scoring.frame.table` for the views."""
    from framing.scoring.frame import table as tabulate

    return tabulate(comparison, view)


def passages(
    comparison: Comparison,
    measure: str,
    outlet: str,
    key: str | None = None,
    voice: Voice | Literal["all"] | None = None,
) -> "list[OpenedPassage]":
    """Return the passages behind figures, with their texts; see `framing.scoring.frame.passages_of`."""
    from framing.scoring.frame import passages_of

    return passages_of(comparison, measure, outlet, key=key, voice=voice)


def figure(comparison: Comparison, annotations: Sequence[Annotations], name: str) -> "Figure":
    """Return a chart of the report as a matplotlib figure, to restyle and to save.

    `name` is that of its file in a report's charts/ ("barcode", "voices", "naming"). Raises `UsageError`, with the
    nearest name, for a chart that does not exist or that this comparison holds nothing for.
    """
    from framing.report.charts import chart_names, make_figure
    from framing.report.view import build_view

    view = build_view(comparison, annotations, comparison.event.reliance)
    names = chart_names(view)
    if name not in names:
        raise UsageError(
            "figure",
            f"{name!r} is no chart of this comparison",
            "one of " + ", ".join(names) if names else "a comparison that holds something to draw",
            nearest_name(name, names),
        )
    return make_figure(view, name)


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
    try:
        return write(
            comparison,
            annotations,
            Path(folder),
            reliance=comparison.event.reliance,
            formats=DEFAULT_FORMATS if formats is None else formats,
            language=language,
            excerpts=excerpts,
        )
    except OSError as error:
        raise UsageError(
            folder, f"cannot be written: {error.strerror or error}", remedy="choose another folder"
        ) from error


def _check_free(folder: Path) -> None:
    """Nobody's own files are overwritten: a folder is empty, new, or that of an earlier report."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _OWN_FILE).is_file():
        raise UsageError(
            folder, "holds files that are no report", "a new or empty folder, or that of an earlier report"
        )


def schema(name: Literal["scores", "annotations"] = "scores") -> dict[str, Any]:
    """Return the JSON Schema of scores.json or of a line of annotations.jsonl; raises `UsageError` for another name."""
    from framing.schema import json_schema
    from framing.scoring.scored import scores_schema

    if name == "scores":
        return scores_schema()
    if name == "annotations":
        return json_schema(Annotations)
    raise UsageError("schema", f"{name!r} is not known", "'scores' or 'annotations'")


def make_report(
    paths: AnyPath | Sequence[AnyPath],
    folder: AnyPath | None = None,
    *,
    lexicons: Sequence[AnyPath] = (),
    reliance: str | None = None,
    resamples: int = 1000,
    seed: int = 0,
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    formats: "Sequence[Format] | None" = None,
    language: str = "en",
    excerpts: bool = False,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> ReportSummary:
    """Do the main job: read articles, annotate and compare them, write the report.

    `folder` is ``reports/<name of the first path>`` if not given; `attribution` is as in `annotate`, `reading` as in
    `read`, `formats`, `language` and `excerpts` as in `write_report`. A ``corrections.toml`` in a folder of articles,
    given or below it, or beside a file that is given, is followed as by `correct`. `workers` processes annotate; None
    chooses one for few articles and one a processor for many. Raises `UsageError` for paths that do not exist or hold
    no article; articles that cannot be read stand in the comparison's rejects.
    """
    from framing.report import DEFAULT_FORMATS, check_forms
    from framing.workshop import correct_beside

    lexicons = _all_lexicons(paths, lexicons)
    event = _event_of(paths, lexicons)
    target = Path(folder) if folder else Path("reports") / event_name(_paths(paths))
    _check_free(target)
    check_forms(DEFAULT_FORMATS if formats is None else formats, language)
    held, rejects = annotate_all(
        paths,
        lexicons=lexicons,
        attribution=attribution,
        pipeline=pipeline,
        reading=reading,
        workers=workers,
        progress=progress,
    )
    held, corrections = correct_beside(held, _paths(paths), lexicons)
    if reliance:
        event = msgspec.structs.replace(event, reliance=_find_source(reliance, held, lexicons))
    comparison = compare(
        held,
        event,
        rejects=rejects,
        corrections=corrections,
        lexicons=lexicons,
        resamples=resamples,
        seed=seed,
    )
    files = write_report(comparison, held, target, formats=formats, language=language, excerpts=excerpts)
    return ReportSummary(comparison, files)


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

    lexicons = _all_lexicons(paths, lexicons)
    held, rejects = annotate_all(
        paths,
        lexicons=lexicons,
        attribution=attribution,
        pipeline=pipeline,
        reading=reading,
        workers=workers,
        progress=progress,
    )
    held, corrections = correct_beside(held, _paths(paths), lexicons)
    event = _event_of(paths, lexicons)
    comparison = compare(
        held, event, rejects=rejects, corrections=corrections, lexicons=lexicons, resamples=0
    )
    try:
        return ReportSummary(comparison, write_pack(comparison, Path(folder), seed=seed))
    except OSError as error:
        raise UsageError(
            folder, f"cannot be written: {error.strerror or error}", remedy="choose another folder"
        ) from error


class ClassLesson(NamedTuple):
    """What a class reads, the file beside the articles that keeps what it marks, and what could not be read."""

    lesson: "Lesson"
    data: Path
    rejects: list[Reject]


def prepare_class(
    paths: AnyPath | Sequence[AnyPath], *, lexicons: Sequence[AnyPath] = (), **options: Any
) -> ClassLesson:
    """Read and annotate articles for a live session; `options` are as in `annotate_all`.

    Raises `UsageError` as `make_report` does, and for more articles than a class can read.
    """
    from framing.classroom.live.text import make_lesson
    from framing.workshop import correct_beside

    lexicons = _all_lexicons(paths, lexicons)
    held, rejects = annotate_all(paths, lexicons=lexicons, **options)
    held, _ = correct_beside(held, _paths(paths), lexicons)
    comparison = compare(held, _event_of(paths, lexicons), lexicons=lexicons, resamples=0)
    first = _paths(paths)[0]
    beside = first if first.is_dir() else first.parent
    return ClassLesson(make_lesson(comparison, held), beside / "class.sqlite", rejects)


def serve_class(
    prepared: ClassLesson,
    data: AnyPath | None = None,
    *,
    tell: "Callable[[Started], None]",
    network: bool = False,
    address: str | None = None,
    port: int = 8000,
) -> None:
    """Serve a live session until it is interrupted: `framing.classroom.live.serve.serve_class`.

    `data` is the session's file, that beside the articles if not given.
    """
    from framing.classroom.live.serve import serve_class as serve

    file = Path(data) if data else prepared.data
    serve(prepared.lesson, file, tell, network=network, address=address, port=port)


def export_class(file: AnyPath, what: "What" = "all") -> str:
    """Return what a class has marked as CSV; see `framing.classroom.live.export.export_marks`."""
    from framing.classroom.live.export import export_marks

    return export_marks(Path(file), what)


def delete_class(file: AnyPath) -> list[Path]:
    """Delete the file of a live session and what SQLite keeps beside it, and return what was deleted."""
    from framing.classroom.live.store import delete_file

    return delete_file(Path(file))


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
    registry = {entry.name: entry for entry in load_language("en", lexicons).organisation_entries}
    names = {name.casefold(): name for name in sorted(carried | set(registry))}
    names.update({alias.casefold(): name for name, entry in registry.items() for alias in entry.aliases})
    if wanted.casefold() in names:
        return names[wanted.casefold()]
    near = get_close_matches(wanted, sorted(carried), n=3, cutoff=0.5) or sorted(carried)[:5]
    raise UsageError(
        f"reliance {wanted!r}",
        "no article names this source, nor does the registry",
        f"for instance {', '.join(near)}",
    )


def annotate_all(
    paths: AnyPath | Sequence[AnyPath],
    *,
    lexicons: Sequence[AnyPath] = (),
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[list[Annotations], list[Reject]]:
    """Read and annotate; raises `UsageError` where not one article could be read."""
    held: list[Annotations] = []
    rejects: list[Reject] = []
    found = _all_lexicons(paths, lexicons)
    for annotated in _annotate_stream(
        _stream(paths, reading, found), _settings(found, attribution, pipeline), workers
    ):
        if isinstance(annotated, Reject):
            rejects.append(annotated)
            continue
        held.append(annotated)
        progress(len(held))
    if not held:
        raise _nothing_to_read(paths, rejects)
    return held, rejects


def annotate_file(
    paths: AnyPath | Sequence[AnyPath],
    file: AnyPath,
    *,
    lexicons: Sequence[AnyPath] = (),
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> AnnotateSummary:
    """Write the annotations of articles as JSON Lines, one article a line, streaming.

    Raises `UsageError` for paths that do not exist and where not one article could be read.
    """
    found = _all_lexicons(paths, lexicons)
    summary = annotate_to_file(
        _stream(paths, reading, found),
        Path(file),
        _settings(found, attribution, pipeline),
        workers,
        progress,
    )
    if not summary.articles:
        raise _nothing_to_read(paths, summary.rejects)
    return summary


def check_lexicon(file: AnyPath, paths: AnyPath | Sequence[AnyPath] = ()) -> "LexiconReport":
    """Check a lexicon: what it holds, what overlaps with shipped ones, how often its entries match in articles.

    Articles that cannot be read stand in the report's rejects. Raises `LexiconError` for a lexicon with a fault and
    `UsageError` for a path that does not exist.
    """
    from framing.workshop import check_lexicon as check

    articles, rejects = read(paths) if _paths(paths) else ([], [])
    return check(Path(file), articles, rejects)


def list_lexicons(language: str | None = None) -> "list[LexiconSummary]":
    """Return header, digest and size of the shipped lexicons of a language, or of all languages.

    Raises `UsageError` for a language without lexicons.
    """
    from framing.workshop import list_lexicons as list_shipped

    return list_shipped(language)


def show_lexicon(name: AnyPath, words: Sequence[str] = ()) -> "ShownLexicon":
    """Return a lexicon, by its file or by the id of a shipped one, with the entries that hold one of the words, or all.

    Raises `UsageError` for an unknown id and `LexiconError` for a file with a fault.
    """
    from framing.workshop import show_lexicon as show

    return show(name, words)


def new_lexicon(file: AnyPath, kind: "Kind" = "naming", language: str = "en") -> Path:
    """Write a lexicon with one example entry, to overwrite by hand; see `framing.workshop.new_lexicons`."""
    from framing.workshop import new_lexicon as new

    return new(Path(file), kind, language)


def import_dictionary(
    file: AnyPath,
    target: AnyPath,
    kind: "ImportKind" = "frames",
    *,
    category: str | None = None,
    language: str = "en",
    licence: str = "not stated",
) -> "Imported":
    """Write a LIWC, quanteda or CSV dictionary as a lexicon; see `framing.workshop.new_lexicons.import_dictionary`."""
    from framing.workshop import import_dictionary as take_over

    return take_over(Path(file), Path(target), kind, category=category, language=language, licence=licence)


def export_lexicon(name: AnyPath, form: "ExportFormat" = "csv", target: AnyPath | None = None) -> "Exported":
    """Return a lexicon as the text of a CSV or of a quanteda dictionary, with what is lost on the way.

    A `target` is a new file to write it to. Raises as `show_lexicon` does, and `UsageError` for a target that exists.
    """
    from framing.lexicon.write import write_new
    from framing.workshop import export_lexicon as export
    from framing.workshop import open_lexicon

    exported = export(open_lexicon(name), form)
    if target is not None:
        write_new(Path(target), exported.text)
    return exported


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

    texts = {one.id: one.text for one in read(articles)[0]} if _paths(articles) else {}
    return measure(_paths(paths), texts, level=level, resamples=resamples, seed=seed)


def suggest_names(
    articles: "AnyPath | Sequence[AnyPath] | Sequence[Annotations]",
    *,
    limit: int = 20,
    lexicons: Sequence[AnyPath] = (),
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> "Suggestions":
    """Propose naming disputes from articles, files and folders or annotations; see `framing.workshop.suggest_names`.

    Raises `UsageError` for paths that do not exist or hold no article.
    """
    from framing.workshop import suggest_names as suggest

    if not isinstance(articles, str | Path) and articles and isinstance(articles[0], Annotations):
        held, rejects = [one for one in articles if isinstance(one, Annotations)], list[Reject]()
    else:
        held, rejects = annotate_all(
            cast("AnyPath | Sequence[AnyPath]", articles),
            lexicons=lexicons,
            workers=workers,
            progress=progress,
        )
    return suggest(held, limit=limit, lexicons=_paths(lexicons), rejects=rejects)


def draft_lexicon(suggestions: "Suggestions", lexicon_id: str = "my-names") -> str:
    """Return proposals as the text of a naming lexicon to edit; see `framing.workshop.draft_lexicon`."""
    from framing.workshop import draft_lexicon as draft

    return draft(suggestions, lexicon_id)


def as_json(suggestions: "Suggestions") -> str:
    """Return proposals with all their places as JSON, one key a line."""
    return msgspec.json.format(msgspec.json.encode(suggestions), indent=1).decode()


def _nothing_to_read(paths: AnyPath | Sequence[AnyPath], rejects: Sequence[Reject]) -> UsageError:
    where = ", ".join(map(str, _paths(paths)))
    if not rejects:
        return UsageError(
            where,
            "no article could be read: there is none",
            EVERYTHING,
            "check the path, or put the articles there",
        )
    told = [
        f"{one.file}: {one.reason}{f' ({one.remedy})' if one.remedy else ''}" for one in rejects[:_MOST_TOLD]
    ]
    more = [f"and {len(rejects) - _MOST_TOLD} more"] if len(rejects) > _MOST_TOLD else []
    return UsageError(where, f"no article could be read: {'; '.join([*told, *more])}")


def _all_lexicons(paths: AnyPath | Sequence[AnyPath], lexicons: Sequence[AnyPath]) -> tuple[Path, ...]:
    """Return the lexicons that are given, behind those that are found beside the articles and for the user."""
    return tuple(dict.fromkeys((*find_lexicons(_paths(paths)), *_paths(lexicons))))


def _event_of(paths: AnyPath | Sequence[AnyPath], lexicons: tuple[Path, ...]) -> Event:
    """Return the event of paths, its outlets under the names that the registry has for them."""
    event = read_event(_paths(paths))
    if not event.outlets:
        return event
    names = [load_organisations("en", lexicons).canonical(name) for name in event.outlets]
    return msgspec.structs.replace(event, outlets=names)


def _stream(
    paths: AnyPath | Sequence[AnyPath], reading: ReadingOptions | None, lexicons: tuple[Path, ...]
) -> Iterator[Article | Reject]:
    listed = _paths(paths)
    if not listed:
        raise UsageError("paths", "none were given", "a folder or file of articles")
    for path in listed:
        if path != STANDARD_INPUT and not path.exists():
            raise UsageError(path, "does not exist", "a folder or file of articles", "check the path")
    return _read_stream(listed, replace(reading or ReadingOptions(), lexicons=lexicons))


def _settings(lexicons: Sequence[AnyPath], attribution: Method, pipeline: str) -> Settings:
    methods = get_args(Method)
    if attribution not in methods:
        raise UsageError("attribution", f"is {attribution!r}", " or ".join(map(repr, methods)))
    if attribution != "spacy" and pipeline != DEFAULT_PIPELINE:
        raise UsageError(
            "pipeline", f"is {pipeline!r}, but no parser is asked for", "attribution 'spacy' beside it"
        )
    if attribution == "spacy":
        load_parser(pipeline)  # what is missing is missing for every article: better told once
    return Settings(_paths(lexicons), attribution, pipeline)


def _paths(paths: AnyPath | Sequence[AnyPath]) -> tuple[Path, ...]:
    return (Path(paths),) if isinstance(paths, str | Path) else tuple(Path(path) for path in paths)


def summarise(comparison: Comparison) -> tuple[list[str], list[list[str]]]:
    """Return the short table of a comparison, header and rows: words, attributions, one source's share, one concept.

    Source and concept are the event's, else those that the articles hold most of.
    """
    from framing.report import summarise as summarise_comparison

    return summarise_comparison(comparison)
