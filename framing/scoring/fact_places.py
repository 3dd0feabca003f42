"""Scoring: where the facts of the coverage matrix first stand in the articles that tell them: `fact_figures`.

A fact is known only once the articles of an event are aligned, so that its place is no count that one article gives.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from framing.schema import Annotations, Fact, Figure, Passage, Telling
from framing.scoring.bootstrap import Interval, draw_weights, ratio_intervals, stream
from framing.scoring.figures import ratio_figure
from framing.scoring.places import Places
from framing.scoring.rows import top_sentences
from framing.scoring.tally import ARTICLES_TO_RESAMPLE

POSITION, SALIENCE = "fact_first_position", "fact_salience_share"


class FactFigures(NamedTuple):
    """The figures of both measures, and the passages that they count."""

    figures: list[Figure]
    passages: list[Passage]


class _Count(NamedTuple):
    """What an article that tells a fact adds to one measure."""

    numerator: float
    denominator: float
    passage: Passage | None


def fact_figures(
    facts: Sequence[Fact], groups: Mapping[str, Sequence[Annotations]], *, resamples: int, seed: int
) -> FactFigures:
    """Return how early each fact stands, and whether at the top: by measure, by outlet, facts in their order.

    `facts` are the coverage matrix of the articles in `groups`. Only an outlet that tells a fact has a figure for it;
    the key is the fact's label, see `fact_keys`. Passages have the letters t (first telling) and h (first at the top),
    and their `entry` says "headline", "lead" or "body". Articles are resampled where an outlet has
    `ARTICLES_TO_RESAMPLE` or more; in fewer it is a place and no tendency. No facts give no figures.
    """
    found: dict[str, list[Figure]] = {POSITION: [], SALIENCE: []}
    passages: list[Passage] = []
    for outlet, annotations in groups.items() if facts else ():
        articles = sorted(annotations, key=lambda annotation: annotation.article.id)
        placed = [_read(annotation, facts) for annotation in articles]
        for measure in found:
            counts = [{n: one[measure] for n, one in told.items()} for told in placed]
            found[measure] += _figures(measure, outlet, fact_keys(facts), counts, resamples, seed)
            held = [one.passage for told in counts for one in told.values()]
            passages += [passage for passage in held if passage is not None]
    return FactFigures([figure for figures in found.values() for figure in figures], passages)


def fact_keys(facts: Sequence[Fact]) -> list[str]:
    """Return the facts' labels; one that comes again has its number behind it."""
    seen: Counter[str] = Counter()
    keys = []
    for fact in facts:
        seen[fact.label] += 1
        keys.append(fact.label if seen[fact.label] == 1 else f"{fact.label} ({seen[fact.label]})")
    return keys


def _read(annotation: Annotations, facts: Sequence[Fact]) -> dict[int, dict[str, _Count]]:
    """What an article adds to each measure, by the number of the fact."""
    id_ = annotation.article.id
    places = Places(annotation)
    top = top_sentences(places)

    def part(telling: Telling) -> str:
        sentence = places.sentence_at(telling.span[0], telling.where)
        return "body" if sentence is None else top.get(sentence, "body")

    def passage(letter: str, number: int, telling: Telling, amount: float) -> Passage:
        return Passage(
            id=f"{id_}#{letter}{number}",
            article=id_,
            spans=[telling.span],
            amount=amount,
            voice=telling.voice,
            source=places.speaker_at(telling.span[0], telling.where),
            entry=part(telling),
            where=telling.where,
        )

    found = {}
    for n, fact in enumerate(facts):
        # Whoever wrote before it happened only told of it as to come.
        told = fact.told.get(id_, ()) if id_ in fact.tellers else ()
        tellings = sorted(told, key=lambda one: (one.where == "text", one.span))
        if not tellings:
            continue
        before = float(places.words_before(tellings[0].span[0], tellings[0].where))
        high = next((one for one in tellings if part(one) != "body"), None)
        found[n] = {
            POSITION: _Count(before, float(places.words), passage("t", n, tellings[0], before)),
            SALIENCE: _Count(float(high is not None), 1.0, passage("h", n, high, 1.0) if high else None),
        }
    return found


def _figures(
    measure: str,
    outlet: str,
    keys: Sequence[str],
    counts: Sequence[Mapping[int, _Count]],
    resamples: int,
    seed: int,
) -> list[Figure]:
    """The figures of one measure and outlet; `counts` are those of its articles by the number of the fact."""
    told = sorted({n for one in counts for n in one})
    above, below = np.zeros((2, len(counts) + 1, len(told)))
    for k, one in enumerate(counts):
        for column, n in enumerate(told):
            if n in one:
                above[k, column], below[k, column] = one[n].numerator, one[n].denominator
    if not resamples:
        intervals = [Interval(None, None, "no interval: no resamples were asked for")] * len(told)
    elif len(counts) < ARTICLES_TO_RESAMPLE:
        few = f"no interval: a place in an article; a tendency needs {ARTICLES_TO_RESAMPLE} articles or more"
        intervals = [Interval(None, None, few)] * len(told)
    else:
        weights = draw_weights([len(counts)], resamples, stream(seed, outlet, measure))
        intervals = ratio_intervals(weights, [len(counts)], above, below, np.arange(len(told)))
    figures = []
    for column, (n, interval) in enumerate(zip(told, intervals, strict=True)):
        passages = [one[n].passage for one in counts if n in one]
        figures.append(
            ratio_figure(
                measure,
                outlet,
                (keys[n], "all"),
                numerator=float(above[:, column].sum()),
                denominator=float(below[:, column].sum()),
                passages=[passage.id for passage in passages if passage is not None],
                interval=interval,
                unit="articles",
            )
        )
    return figures
