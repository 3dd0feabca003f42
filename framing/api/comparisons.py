"""Comparisons, and what can be asked of them (room: api)."""

import warnings
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from framing.api.paths import AnyPath, path_list
from framing.errors import UsageError, nearest_name
from framing.lexicon.language import load_language
from framing.reading.event import unknown_concepts
from framing.schema import UNIDENTIFIED, Annotations, Comparison, Correction, Event, Reject, Voice

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

    from framing.scoring.frame import OpenComparison, OpenedPassage

_MOST_SHOWN = 60


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
    that a mapping gives to article ids. `corrections` is what `correct` has changed, for the report to list. Raises
    `UsageError` for what are no annotations.
    """
    _check_records(annotations)
    from framing.scoring import compare as score

    languages = sorted({annotation.article.language for annotation in annotations})
    concepts = {
        id_: label
        for code in languages
        for id_, label in load_language(code, path_list(lexicons), ("naming",)).concepts.items()
    }
    comparison = score(
        annotations,
        event=Event(title=event) if isinstance(event, str) else event,
        rejects=rejects,
        concepts=concepts,
        resamples=resamples,
        seed=seed,
        by=by,
        lexicons=path_list(lexicons),
    )
    notes = [*comparison.notes, *unknown_concepts(comparison.event, concepts)]
    return msgspec.structs.replace(comparison, corrections=list(corrections), notes=notes)


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


def collocates(
    annotations: Sequence[Annotations],
    term: str,
    outlet: str | None = None,
    *,
    voice: Voice | Literal["all"] = "all",
    window: int = 5,
    measure: str = "log-likelihood",
    minimum_count: int = 2,
    function_words: bool = False,
) -> "pandas.DataFrame":
    """Return the words that stand near a term more often than chance would have it, as a pandas DataFrame.

    One row a word, with the columns of `framing.scoring.collocations.Collocate`; see `find_collocates` there for what
    counts, the measures, and what is raised. Where there is none, a warning tells what was asked for. Also raises
    `UsageError` for what are no annotations and where pandas is not installed.
    """
    _check_annotations(annotations)
    from framing.scoring.collocations import Collocate, find_collocates
    from framing.scoring.frame import frame_of

    found = find_collocates(
        annotations,
        term,
        outlet,
        voice=voice,
        window=window,
        measure=measure,
        minimum_count=minimum_count,
        function_words=function_words,
    )
    if not found:
        fewer = "; minimum_count=1 lists rarer ones" if minimum_count > 1 else ""
        warnings.warn(
            f"no word stands within {window} words of {term!r} {minimum_count} times or more, "
            f"and more often than chance would have it{fewer}",
            stacklevel=2,
        )
    return frame_of(found, Collocate._fields)


def concordance(
    annotations: Sequence[Annotations],
    term: str,
    outlet: str | None = None,
    *,
    voice: Voice | Literal["all"] = "all",
    words: int = 10,
) -> "pandas.DataFrame":
    """Return every place of a term with the words around it, whose words they are and where, as a pandas DataFrame.

    One row a place, with the columns of `framing.scoring.collocations.InContext`; see `find_in_context` there. Also
    raises `UsageError` for what are no annotations and where pandas is not installed.
    """
    _check_annotations(annotations)
    from framing.scoring.collocations import InContext, find_in_context
    from framing.scoring.frame import frame_of

    return frame_of(find_in_context(annotations, term, outlet, voice=voice, words=words), InContext._fields)


def attributions(annotations: Sequence[Annotations]) -> "pandas.DataFrame":
    """Return who says what as a pandas DataFrame, one row an attribution; no attributions give one without rows.

    The columns are those of ``attributions.csv`` in a report, and its codebook describes them. Sources have the names
    by which a comparison of these articles would count them. Raises `UsageError` for what are no annotations and where
    pandas is not installed.
    """
    _check_annotations(annotations)
    from framing.scoring.attributions import TABLE, attribution_view
    from framing.scoring.frame import typed_frame

    outlets = {one.article.id: one.article.outlet or UNIDENTIFIED for one in annotations}
    return typed_frame(TABLE, attribution_view(annotations, outlets))


def _check_annotations(annotations: Sequence[Annotations]) -> None:
    _check_records(annotations)
    if not len(annotations):
        raise UsageError("annotations", "there are none", "those of one article or more")


def _check_records(annotations: Sequence[Annotations]) -> None:
    """A path, or articles, are easily given in their place."""
    if not isinstance(annotations, Sequence) or not all(isinstance(one, Annotations) for one in annotations):
        raise UsageError(
            "annotations",
            f"are {shorten(repr(annotations), _MOST_SHOWN, placeholder=' …')}",
            "a list of what framing.annotate or framing.read_annotations gives",
        )


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


def summarise(comparison: Comparison) -> tuple[list[str], list[list[str]]]:
    """Return the short table of a comparison, header and rows: words, attributions, one source's share, one concept.

    Source and concept are the event's, else those that the articles hold most of.
    """
    from framing.report import summarise as summarise_comparison

    return summarise_comparison(comparison)


def schema(name: Literal["scores", "annotations"] = "scores") -> dict[str, Any]:
    """Return the JSON Schema of scores.json or of a line of annotations.jsonl; raises `UsageError` for another name."""
    from framing.schema import json_schema
    from framing.scoring.scored import scores_schema

    if name == "scores":
        return scores_schema()
    if name == "annotations":
        return json_schema(Annotations)
    raise UsageError("schema", f"{name!r} is not known", "'scores' or 'annotations'")
