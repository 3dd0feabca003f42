"""Scoring: a comparison's views as plain rows: the one list behind pandas tables, the report's and their codebook."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from framing.measures import MEASURES
from framing.schema import Article, Comparison, Span, Where, passage_text
from framing.scoring.table import COLUMNS, rows_of_figures, tidy_rows

Kind = Literal["text", "whole number", "number", "yes or no"]
Row = tuple[Any, ...]

VIEWS: dict[str, tuple[str, ...]] = {
    "voices": ("voice_share",),
    "sources": (
        "source_share",
        "source_type_share",
        "source_attribution_share",
        "channel_share",
        "channel_attribution_share",
        "unnamed_source_share",
        "unnamed_source_share_by_position",
        "chain_share",
        "effective_sources",
    ),
    "cues": ("cue_class_share", "cue_class_by_source_type_share"),
    "naming": ("naming_share",),
    "divergence": ("naming_divergence",),
    "stance": ("stance_per_1k_words",),
    "loaded": ("loaded_per_1k_words", "loaded_weight_per_1k_words"),
    "sentiment": ("sentiment_mean", "actor_sentiment_mean"),
    "frames": ("frame_share", "frame_first_position"),
    "agency": ("agency_share", "agentless_passive_share"),
    "salience": (
        "source_salience_share",
        "naming_salience_share",
        "source_first_position",
        "naming_first_position",
        "frame_first_position",
        "fact_first_position",
        "fact_salience_share",
    ),
}
"""The measures of each view by name; "figures" is all of them, and a measure's id is a view of its own."""

_SPLIT_KEYS = {"naming_share": ("concept", "wording"), "naming_salience_share": ("concept", "wording")}


class View(NamedTuple):
    """Columns in order, and one tuple a row that has them all; what is undefined is None."""

    columns: list[str]
    rows: list[Row]


def view_names() -> list[str]:
    """Return the names of all views but those of single measures: figures and their parts, then records."""
    return ["figures", *VIEWS, *RECORDS]


def view_of(comparison: Comparison, name: str) -> View:
    """Return a view by its name, one of `view_names` or a measure's id; rows stand in the comparison's order.

    Figures have the columns of `tidy_table`; for a view of one measure whose key has two parts, these are two columns.
    Several values in a cell are joined by "; ". Raises `KeyError` for another name.
    """
    if name in RECORDS:
        columns, read = RECORDS[name]
        return View(list(columns), list(read(comparison)))
    wanted = set(MEASURES) if name == "figures" else set(VIEWS.get(name) or (MEASURES[name].id,))
    return _split_keys(wanted, list(tidy_rows(comparison, wanted)))


def parts_of_figures(name: str) -> frozenset[str] | None:
    """Return the measures whose rows of "figures" are the rows of a view, or None where its rows are others."""
    wanted = frozenset(MEASURES if name == "figures" else VIEWS.get(name, ()))
    return wanted if wanted and (len(wanted) > 1 or not wanted & _SPLIT_KEYS.keys()) else None


def kind_of(view: str, column: str) -> Kind:
    """Return what kind of values a column holds."""
    return _KINDS.get(f"{view}.{column}") or _KINDS.get(column, "text")


def _split_keys(wanted: set[str], rows: list[Row]) -> View:
    names = _SPLIT_KEYS.get(next(iter(wanted))) if len(wanted) == 1 else None
    if names is None:
        return View(list(COLUMNS), rows)
    columns = list(COLUMNS)
    place = columns.index("key")
    columns[place : place + 1] = names
    return View(columns, [(*row[:place], *row[place].partition("/")[::2], *row[place + 1 :]) for row in rows])


Cells = Iterator[Row]


def _coverage(comparison: Comparison) -> Cells:
    outlets = comparison.outlet_by_article
    for fact in comparison.coverage:
        for article, cell in fact.cells.items():
            # As every form of report says it: a fact that was not found may still be told, in quite other words.
            shown = "not found" if cell == "absent" else cell
            yield fact.label, outlets.get(article), article, shown, len(fact.told.get(article, []))


def _silence(comparison: Comparison) -> Cells:
    articles = {article.id: article for article in comparison.articles}
    for one in comparison.silence:
        near: tuple[Any, ...] = (None, None, None, None)
        if one.nearest:
            first = one.nearest[0]
            words = words_of(articles[first.article], [first.telling.span], first.telling.where)
            near = (words, first.article, first.telling.voice, first.similarity)
        yield one.outlet, one.kind, one.fact, one.label, "; ".join(one.articles) or None, *near


def _keyness(comparison: Comparison) -> Cells:
    for one in comparison.keyness:
        yield (
            *(one.outlet, one.term, one.voice, one.count, one.total, one.other_count, one.other_total),
            *(
                one.articles,
                one.log_odds,
                one.low,
                one.high,
                one.z,
                one.g2,
                one.log_ratio,
                one.q,
                one.dispersion,
            ),
            len(one.passages),
        )


def _differences(comparison: Comparison) -> Cells:
    for one in comparison.differences:
        yield (
            *(one.measure, one.key, one.voice, *one.outlets),
            *(one.value, one.low, one.high, one.p, one.q, one.q_overall, one.resampled, one.refusal),
        )


def _reuse(comparison: Comparison) -> Cells:
    articles = {article.id: article for article in comparison.articles}
    for one in comparison.reuse:
        first, second = zip(one.articles, one.where, one.spans, strict=True)
        words = words_of(articles[first[0]], [first[2]], first[1])
        yield *first[:2], *first[2], *second[:2], *second[2], one.words, words


def _reuse_shares(comparison: Comparison) -> Cells:
    for one in comparison.reuse_shares:
        words = (one.own_words, one.carried_words, one.total_words)
        yield one.article, one.other, *words, one.share, one.own_share


def _reuse_by_outlet(comparison: Comparison) -> Cells:
    for one in comparison.reuse_by_outlet:
        yield (
            *(one.outlet, one.voice, one.articles, one.words, one.total_words),
            *(one.value, one.low, one.high, one.resampled, one.refusal),
        )


def _together(comparison: Comparison) -> Cells:
    yield from rows_of_figures(comparison.together)


def _maps(comparison: Comparison) -> Cells:
    for one in comparison.maps:
        if one.distances is None:
            yield one.profile, None, None, one.words, None, None, one.refusal
            continue
        for i, outlet in enumerate(one.outlets):
            for j in range(i + 1, len(one.outlets)):
                p = one.p[i][j] if one.p else None
                yield one.profile, outlet, one.outlets[j], one.words, one.distances[i][j], p, one.refusal


def _map_places(comparison: Comparison) -> Cells:
    for one in comparison.maps:
        if one.coordinates is None:
            continue
        order = one.order or []
        for i, outlet in enumerate(one.outlets):
            place = order.index(outlet) + 1 if outlet in order else None
            yield one.profile, outlet, *one.coordinates[i], place, one.stability[i] if one.stability else None


def _articles(comparison: Comparison) -> Cells:
    outlets = comparison.outlet_by_article
    for one in comparison.articles:
        yield (
            *(one.id, one.file, outlets.get(one.id), one.agency),
            *(one.title, one.published, one.url, one.language),
        )


def _outlet_sizes(comparison: Comparison) -> Cells:
    for one in comparison.outlets:
        yield one.name, len(one.articles), one.words, one.sentences, one.attributions


def _passages(comparison: Comparison) -> Cells:
    articles = {article.id: article for article in comparison.articles}
    outlets = comparison.outlet_by_article
    for id_, one in comparison.passages_by_id.items():
        spans = sorted(one.spans)
        words = words_of(articles[one.article], spans, one.where)
        yield (
            *(id_, one.article, outlets.get(one.article), one.where),
            " ".join([f"{start}-{end}" for start, end in spans]),
            *(one.voice, one.source, one.entry, one.amount, one.distanced, words),
        )


def _corrections(comparison: Comparison) -> Cells:
    for one in comparison.corrections:
        yield one.kind, one.article, one.where, *(one.span or (None, None)), one.before, one.after, one.reason


def _rejects(comparison: Comparison) -> Cells:
    for one in comparison.rejects:
        yield one.file, one.reason, one.remedy


def words_of(article: Article, spans: Sequence[Span], where: Where) -> str:
    """Return the words of a passage on one line; parts that stand apart are joined by " … "."""
    if len(spans) == 1:  # as nearly all: of hundreds of thousands
        return " ".join(passage_text(article, spans[0], where).split())
    return " … ".join(" ".join(passage_text(article, span, where).split()) for span in spans)


RECORDS: dict[str, tuple[tuple[str, ...], Callable[[Comparison], Cells]]] = {
    "coverage": (("fact", "outlet", "article", "cell", "passages"), _coverage),
    "silence": (
        (
            *("outlet", "kind", "fact", "label", "articles"),
            *("nearest", "nearest_article", "nearest_voice", "nearest_similarity"),
        ),
        _silence,
    ),
    "keyness": (
        (
            *("outlet", "term", "voice", "count", "total", "other_count", "other_total", "articles"),
            *("log_odds", "low", "high", "z", "g2", "log_ratio", "q", "dispersion", "passages"),
        ),
        _keyness,
    ),
    "differences": (
        (
            *("measure", "key", "voice", "outlet", "other_outlet"),
            *("value", "low", "high", "p", "q", "q_overall", "resampled", "refusal"),
        ),
        _differences,
    ),
    "reuse": (
        (
            *("article", "where", "start", "end"),
            *("other_article", "other_where", "other_start", "other_end", "words", "text"),
        ),
        _reuse,
    ),
    "reuse_shares": (
        ("article", "other", "own_words", "carried_words", "total_words", "share", "own_share"),
        _reuse_shares,
    ),
    "reuse_by_outlet": (
        (
            *("outlet", "voice", "articles", "words", "total_words"),
            *("value", "low", "high", "resampled", "refusal"),
        ),
        _reuse_by_outlet,
    ),
    "together": (COLUMNS, _together),
    "maps": (("profile", "outlet", "other_outlet", "words", "distance", "p", "refusal"), _maps),
    "map_places": (("profile", "outlet", "x", "y", "place", "stability"), _map_places),
    "passages": (
        (
            *("passage", "article", "outlet", "where", "spans", "voice"),
            *("source", "entry", "amount", "distanced", "text"),
        ),
        _passages,
    ),
    "articles": (
        ("article", "file", "outlet", "agency", "title", "published", "url", "language"),
        _articles,
    ),
    "outlets": (("outlet", "articles", "words", "sentences", "attributions"), _outlet_sizes),
    "corrections": (
        ("kind", "article", "where", "start", "end", "before", "after", "reason"),
        _corrections,
    ),
    "rejects": (("file", "reason", "remedy"), _rejects),
}
"""Views that are no figures: their columns, and the function that reads their rows."""

_WHOLE = (
    *("passages", "start", "end", "other_start", "other_end", "words", "place", "sentences", "attributions"),
    *("own_words", "carried_words", "total_words", "count", "total", "other_count", "other_total"),
    *("silence.fact", "keyness.articles", "outlets.articles", "reuse_by_outlet.articles"),
)
_NUMBERS = (
    *(
        "numerator",
        "denominator",
        "scale",
        "value",
        "low",
        "high",
        "p",
        "q",
        "q_overall",
        "dispersion",
        "share",
    ),
    *("own_share", "log_odds", "z", "g2", "log_ratio", "distance", "x", "y", "stability", "amount"),
    "nearest_similarity",
)
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_WHOLE, "whole number"),
    **dict.fromkeys(_NUMBERS, "number"),
    "distanced": "yes or no",
    "speech": "yes or no",
}
