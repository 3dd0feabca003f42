"""Room report: the tables as CSV files that a spreadsheet opens without running anything in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from framing.report.view import View
from framing.report.wording import show_controls
from framing.schema import VOICES, Figure
from framing.scoring.table import tidy_table

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

FIGURE_COLUMNS = (
    "outlet",
    "key",
    "voice",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "resampled",
    "refusal",
    "passages",
)
VIEWS = {
    "voices": ("voice_share",),
    "sources": (
        "source_share",
        "source_type_share",
        "source_attribution_share",
        "unnamed_source_share",
        "source_first_position",
    ),
    "cues": ("cue_class_share",),
    "stance": ("stance_per_1k_words", "loaded_per_1k_words", "sentiment_mean"),
    "frames": ("frame_share",),
}


def write_tables(view: View) -> dict[str, str]:
    """Return the CSV files by name: the tidy table, one for each view, and the articles.

    UTF-8 without a mark, comma, lines ended by CR LF as RFC 4180 asks. A view without rows keeps its header.
    """
    tidy = tidy_table(view.comparison)
    columns = list(tidy[0]) if tidy else ["measure", *FIGURE_COLUMNS]
    files = {"tidy": _to_csv(columns, ([row[column] for column in columns] for row in tidy))}
    for name, measures in VIEWS.items():
        figures = [figure for measure in measures for figure in _of(view, measure)]
        files[name] = _to_csv(("measure", *FIGURE_COLUMNS), (_figure_cells(figure) for figure in figures))
    files["naming"] = _to_csv(
        ("concept", "wording", "outlet", *VOICES, "held_at_a_distance_in"), _naming_rows(view)
    )
    files["coverage"] = _to_csv(("fact", "outlet", "told", "passages"), _coverage_rows(view))
    files["silence"] = _to_csv(("outlet", "kind", "fact", "articles"), _silence_rows(view))
    files["reuse"] = _to_csv(
        ("article", "outlet", "other", "own_words", "carried_words", "total_words", "share", "own_share"),
        _reuse_rows(view),
    )
    files["articles"] = _to_csv(
        ("article", "file", "outlet", "agency", "title", "published", "url"), _article_rows(view)
    )
    return files


def make_harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: text like one gets an apostrophe in front.

    Numbers stay numbers, so a negative number keeps its sign; None becomes an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, str):
        return value
    text = show_controls(value)
    # Spreadsheets skip white space and quotation marks before they look for a formula.
    bare = text.lstrip(" \u00a0\"'")
    return f"'{text}" if text.startswith(_STARTS_FORMULA) or bare.startswith(_STARTS_FORMULA) else text


def _to_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([make_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _of(view: View, measure: str) -> list[Figure]:
    return [figure for figure in view.comparison.figures if figure.measure == measure]


def _figure_cells(figure: Figure) -> list[Any]:
    estimates = (figure.value, figure.low, figure.high)
    rounded = [None if value is None else round(value, 6) for value in estimates]
    cells = [figure.measure, figure.outlet, figure.key, figure.voice]
    numbers = [round(figure.numerator, 6), figure.denominator, *rounded]
    return [*cells, *numbers, figure.resampled, figure.refusal, len(figure.passages)]


def _naming_rows(view: View) -> Iterable[list[Any]]:
    for concept in view.concepts:
        for variant in concept.variants:
            for column in view.columns:
                choice = concept.choice(column.position, variant)
                if choice is not None:
                    counts = [
                        choice.counts[voice].numerator if voice in choice.counts else 0 for voice in VOICES
                    ]
                    apart = " ".join(voice for voice in choice.distanced if choice.distanced[voice])
                    yield [concept.id, variant, column.name, *counts, apart]


def _coverage_rows(view: View) -> Iterable[list[Any]]:
    for row in view.coverage:
        for column, cell in zip(view.columns, row.cells, strict=True):
            yield [row.label, column.name, cell.outcome, len(cell.tellings)]


def _silence_rows(view: View) -> Iterable[list[Any]]:
    for one in view.comparison.silence:
        yield [one.outlet, one.kind, one.label, " ".join(one.articles)]


def _reuse_rows(view: View) -> Iterable[list[Any]]:
    outlets = {article: outlet.name for outlet in view.comparison.outlets for article in outlet.articles}
    for one in view.comparison.reuse_shares:
        shares = [None if share is None else round(share, 6) for share in (one.share, one.own_share)]
        words = [one.own_words, one.carried_words, one.total_words]
        yield [one.article, outlets[one.article], one.other or "any other", *words, *shares]


def _article_rows(view: View) -> Iterable[list[Any]]:
    for column in view.columns:
        for article in column.articles:
            about = [article.agency, article.title, article.published, article.url]
            yield [article.id, article.file, column.name, *about]
