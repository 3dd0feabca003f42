"""Scoring: who says what, as a table of one row an attribution."""

from collections.abc import Iterator, Mapping, Sequence

from framing.schema import Annotations, Source
from framing.scoring.spelling import unify_names
from framing.scoring.views import Row, View, words_of

TABLE = "attributions"

COLUMNS = (
    *("passage", "article", "outlet", "published", "attribution", "where"),
    *("source", "source_type", "source_words", "via", "cue", "lemma", "class", "process"),
    *("form", "speech", "polarity", "rule", "start", "end", "spans", "text"),
)


def attribution_view(annotations: Sequence[Annotations], outlets: Mapping[str, str]) -> View:
    """Return one row an attribution, articles and attributions in their order; `outlets` are by the ids of articles.

    Sources have the names by which a comparison of these articles counts them, see `unify_names`.
    """
    return View(list(COLUMNS), list(_rows(annotations, outlets)))


def _rows(annotations: Sequence[Annotations], outlets: Mapping[str, str]) -> Iterator[Row]:
    for held in unify_names(annotations):
        article = held.article
        for one in held.attributions:
            spans = sorted(one.content)
            yield (
                *(f"{article.id}#{one.id}", article.id, outlets.get(article.id), article.published),
                *(one.id, one.where),
                *((one.source.canonical, one.source.type) if one.source else (None, None)),
                _words_of_source(one.source),
                (one.via.canonical or _words_of_source(one.via)) if one.via else None,
                words_of(article, sorted(one.cue.spans), one.where) or None,
                *(one.cue.lemma or None, one.cue.class_, one.cue.process or None),
                *(one.form, one.is_speech, one.polarity, one.rule),
                *((spans[0][0], max(end for _, end in spans)) if spans else (None, None)),
                " ".join(f"{start}-{end}" for start, end in spans) or None,
                words_of(article, spans, one.where) or None,
            )


def _words_of_source(source: Source | None) -> str | None:
    return (" ".join(source.text.split()) or None) if source else None
