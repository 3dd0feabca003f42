"""Scoring: measures that are no ratio of sums, computed from the counts behind the same passages: `derived_figures`."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from framing.measures import DERIVED
from framing.schema import Annotations, Figure, Voice
from framing.scoring.bootstrap import Matrix, draw_weights, stream, tail_probabilities
from framing.scoring.places import Stretches, speaker_key
from framing.scoring.rows import AnyVoice
from framing.scoring.tally import ARTICLES_TO_RESAMPLE, LABELS, refusal_of

SHUFFLES = 199
ATTRIBUTIONS_FOR_AN_INTERVAL = 400
"""From here on the intervals of the effective number hold the true one in 92 to 98 of 100 simulated outlets whose
sources are cited unevenly, and more often where all are cited alike; with half as many in as few as 83."""
LARGEST_SHARE_OF_SINGLES = 0.05
"""Where more attributions go to sources cited once, too much is still unseen (Good 1953) for an interval to hold."""

_LEAST = float(np.finfo(np.float64).tiny)


def derived_figures(
    groups: Mapping[str, Sequence[Annotations]], *, resamples: int, seed: int
) -> list[Figure]:
    """Return the figures of the measures in `DERIVED`, in their order, for each outlet in the order of `groups`.

    `groups` are the articles of each outlet; articles are resampled in an outlet that has `ARTICLES_TO_RESAMPLE` or
    more, else the sentences within each. A figure's passages are those of the attributions or names that it rests on,
    and add up to its numerator; its value is no ratio. No outlets give an empty list.
    """
    held = {
        outlet: sorted(annotations, key=lambda annotation: annotation.article.id)
        for outlet, annotations in groups.items()
    }
    return [
        *(_effective_sources(outlet, articles, resamples, seed) for outlet, articles in held.items()),
        *_divergences(held, resamples, seed),
    ]


# --- effective number of sources ----------------------------------------------------------------------------------


def effective_number(counts: Matrix) -> Matrix:
    """Return the exponential of the Shannon entropy of counts along the last axis: 1 for one kind, k for k alike.

    Counts are 0 or more; a row of zeros gives 1. Reference: Jost 2006, Entropy and diversity, Oikos 113(2).
    """
    result: Matrix = np.exp(entropy(np.asarray(counts, dtype=np.float64)))
    return result


def entropy(counts: Matrix) -> Matrix:
    """Return the Shannon entropy of counts or shares in nats, along the last axis; 0 where all are zero."""
    total = counts.sum(axis=-1, keepdims=True)
    return entropy_of_shares(np.divide(counts, total, out=np.zeros_like(counts), where=total > 0))


def entropy_of_shares(shares: Matrix) -> Matrix:
    """Return the Shannon entropy in nats of shares that add up to 1 along the last axis; NaN where they are NaN."""
    # A share of nothing times the logarithm of the least number is 0, as it should be; SciPy's xlogy asks each number
    # whether it is 0, and takes eight times as long.
    logarithms = np.log(np.maximum(shares, _LEAST))
    return np.asarray(np.maximum(-np.einsum("...i,...i->...", shares, logarithms), 0.0))


def _effective_sources(outlet: str, articles: Sequence[Annotations], resamples: int, seed: int) -> Figure:
    definition = DERIVED["effective_sources"]
    by_article = len(articles) >= ARTICLES_TO_RESAMPLE
    units = _Units(articles, by_article)
    by_unit: defaultdict[int, Counter[str]] = defaultdict(Counter)
    passages = []
    for k, annotation in enumerate(articles):
        for attribution in annotation.attributions:
            key = speaker_key(attribution)
            if key is not None:
                spans = attribution.cue.spans or attribution.content
                start = min((start for start, _ in spans), default=-1)
                by_unit[units.of(k, start, attribution.where)][key] += 1
                passages.append(f"{annotation.article.id}#{attribution.id}")
    value, low, high = None, None, None
    refusal = refusal_of(definition, len(passages))
    if refusal is None:
        counts = _table(by_unit, units.number)
        value = float(effective_number(counts.sum(axis=0)))
        refusal = _why_no_interval(counts.sum(axis=0), resamples)
        if refusal is None:
            weights = draw_weights(units.sizes, resamples, stream(seed, outlet, definition.id))
            low, high = _interval_of_number(counts, weights, units.sizes)
            if not low <= value <= high:
                low, high, refusal = None, None, "no interval: too many sources are still unseen"
    return Figure(
        measure=definition.id,
        outlet=outlet,
        key="",
        voice="all",
        numerator=float(len(passages)),
        denominator=float(sum(len(annotation.attributions) for annotation in articles)),
        passages=passages,
        value=value,
        low=low,
        high=high,
        resampled="none" if low is None else LABELS["articles" if by_article else "sentences"],
        refusal=refusal,
    )


def _why_no_interval(counts: Matrix, resamples: int) -> str | None:
    if not resamples:
        return "no interval: no resamples were asked for"
    number, singles = int(counts.sum()), int((counts == 1).sum())
    if number < ATTRIBUTIONS_FOR_AN_INTERVAL:
        needed = f"at least {ATTRIBUTIONS_FOR_AN_INTERVAL} needed for an interval"
        return f"no interval: {number} attributions, {needed}; the true number may be larger"
    if singles > LARGEST_SHARE_OF_SINGLES * number:
        return f"no interval: {singles} of {number} attributions are to sources cited once; others are still unseen"
    if (counts > 0).sum() == 1:
        return "no interval: all attributions are to one source"
    return None


def _interval_of_number(counts: Matrix, weights: Matrix, sizes: Sequence[int]) -> tuple[float, float]:
    """The resampled entropies' deviations around the entropy, corrected for its bias (Miller 1955, Madow 1948).

    Resampling adds the bias once more, so that the plain quantiles would lie too low.
    """
    totals = counts.sum(axis=0)
    resampled = entropy(weights @ counts)
    there = counts[:-1].sum(axis=1) > 0
    ends = np.cumsum([0, *sizes])
    strata = sum(bool(there[a:b].any()) for a, b in pairwise(ends))
    tail = float(tail_probabilities(np.array([there.sum()]), np.array([strata])).below[0])
    low, high = np.quantile(resampled - resampled.mean(), [tail, 1 - tail])
    centre = entropy(totals) + (np.count_nonzero(totals) - 1) / (2 * totals.sum())
    return float(np.exp(max(centre + low, 0.0))), float(np.exp(centre + high))


# --- divergence of naming -----------------------------------------------------------------------------------------


def jensen_shannon(counts: Matrix, other_counts: Matrix) -> Matrix:
    """Return the Jensen-Shannon divergence in bits (0 alike, 1 nothing shared) of counts along the last axis.

    Neither side may be all zeros. Reference: Lin 1991, Divergence measures based on the Shannon entropy.
    """
    one, other = (
        np.asarray(side, dtype=np.float64) / np.sum(side, axis=-1, keepdims=True)
        for side in (counts, other_counts)
    )
    own = (entropy_of_shares(one) + entropy_of_shares(other)) / 2
    divergence: Matrix = (entropy_of_shares((one + other) / 2) - own) / np.log(2)
    return np.clip(divergence, 0.0, 1.0)


class _Mentions:
    """An outlet's mentions of one concept: counts by unit and wording, and passages, in own voice and in all."""

    def __init__(self) -> None:
        self.counts: dict[AnyVoice, dict[int, Counter[str]]] = {"own": {}, "all": {}}
        self.passages: dict[AnyVoice, list[str]] = {"own": [], "all": []}

    def add(self, voice: Voice, unit: int, wording: str, passage: str) -> None:
        for kept in _DIVERGENCE_VOICES[:2] if voice == "own" else _DIVERGENCE_VOICES[1:]:
            self.counts[kept].setdefault(unit, Counter())[wording] += 1
            self.passages[kept].append(passage)

    def table(self, voice: AnyVoice, wordings: Sequence[str]) -> Matrix:
        """Return the counts of the units that hold any, (units, wordings)."""
        rows = [[held[wording] for wording in wordings] for held in self.counts[voice].values()]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(wordings))


_DIVERGENCE_VOICES: tuple[AnyVoice, ...] = ("own", "all")


def _divergences(groups: Mapping[str, Sequence[Annotations]], resamples: int, seed: int) -> list[Figure]:
    by_concept = _read_mentions(groups)
    found: dict[str, list[Figure]] = {outlet: [] for outlet in groups}
    for concept, held in sorted(by_concept.items()):
        wordings = sorted(
            {name for one in held.values() for unit in one.counts["all"].values() for name in unit}
        )
        for voice in _DIVERGENCE_VOICES:
            # In the order of the names, so that the order of the outlets changes nothing.
            tables = {outlet: held[outlet].table(voice, wordings) for outlet in sorted(groups)}
            for outlet in groups:
                others = np.vstack(
                    [table for other, table in tables.items() if other != outlet] or [tables[outlet][:0]]
                )
                random = stream(seed, outlet, "naming_divergence", concept, voice)
                value, refusal = _divergence(tables[outlet], others, resamples, random)
                found[outlet].append(_divergence_figure(outlet, concept, voice, held[outlet], value, refusal))
    return [figure for figures in found.values() for figure in figures]


def _read_mentions(groups: Mapping[str, Sequence[Annotations]]) -> dict[str, dict[str, _Mentions]]:
    """Every outlet has an entry for every concept that some outlet mentions."""
    # Whole articles are shuffled only where every outlet has enough of them.
    by_article = all(len(articles) >= ARTICLES_TO_RESAMPLE for articles in groups.values())
    found: defaultdict[str, dict[str, _Mentions]] = defaultdict(lambda: {one: _Mentions() for one in groups})
    for outlet, articles in groups.items():
        units = _Units(articles, by_article)
        for k, annotation in enumerate(articles):
            for name in annotation.names:
                unit = units.of(k, name.span[0], name.where)
                passage = f"{annotation.article.id}#{name.id}"
                found[name.concept][outlet].add(name.voice, unit, name.variant, passage)
    return found


def _divergence_figure(
    outlet: str, concept: str, voice: AnyVoice, mentions: _Mentions, value: float | None, refusal: str
) -> Figure:
    passages = mentions.passages[voice]
    return Figure(
        measure="naming_divergence",
        outlet=outlet,
        key=concept,
        voice=voice,
        numerator=float(len(passages)),
        denominator=float(len(passages)),
        passages=passages,
        value=value,
        refusal=refusal,
    )


def _divergence(
    here: Matrix, there: Matrix, resamples: int, random: np.random.Generator
) -> tuple[float | None, str]:
    """The divergence, and how often random splits of the same units differ as much: there is no interval near zero."""
    definition = DERIVED["naming_divergence"]
    refusal, other_refusal = (refusal_of(definition, float(side.sum())) for side in (here, there))
    if refusal or other_refusal:
        return None, refusal or f"in the other outlets {other_refusal}"
    value = float(jensen_shannon(here.sum(axis=0), there.sum(axis=0)))
    if not resamples:
        return value, "no interval: no resamples were asked for"
    together = np.vstack([here, there])
    order = random.random((SHUFFLES, len(together)), dtype=np.float32)
    cut = np.partition(order, len(here) - 1, axis=1)[:, [len(here) - 1]]
    split = (order <= cut).astype(np.float64) @ together
    rest = together.sum(axis=0) - split
    kept = (split.sum(axis=1) > 0) & (rest.sum(axis=1) > 0)
    as_far = int((jensen_shannon(split[kept], rest[kept]) >= value - 1e-12).sum())
    share = (as_far + 1) / (int(kept.sum()) + 1)
    return value, (
        f"no interval: a divergence of small counts lies too high; {share:.1%} of random splits of the same "
        "passages differ as much"
    )


# --- what both share ----------------------------------------------------------------------------------------------


class _Units:
    """The units of resampling of an outlet: its articles, or the sentences within each; a last one for the rest."""

    def __init__(self, articles: Sequence[Annotations], by_article: bool) -> None:
        self._by_article = by_article
        sentences = [len(annotation.sentences) for annotation in articles]
        self.sizes = [len(articles)] if by_article else sentences
        self.number = sum(self.sizes)
        self._first = [sum(sentences[:k]) for k in range(len(sentences))] if not by_article else []
        self._places = (
            []
            if by_article
            else [
                {
                    where: Stretches(
                        [(s.start, s.end, n) for n, s in enumerate(annotation.sentences) if s.where == where]
                    )
                    for where in ("title", "text")
                }
                for annotation in articles
            ]
        )

    def of(self, article: int, offset: int, where: str) -> int:
        """Return the number of the unit that holds an offset of an article, given by its number."""
        if self._by_article:
            return article
        found = self._places[article][where].at(offset)
        return self.number if found is None else self._first[article] + found[2]


def _table(counts: Mapping[int, Counter[str]], units: int) -> Matrix:
    """Counts by unit and key; the last row is for what belongs to no unit."""
    columns = {key: n for n, key in enumerate(sorted({key for held in counts.values() for key in held}))}
    table = np.zeros((units + 1, len(columns)))
    for unit, held in counts.items():
        table[unit, [columns[key] for key in held]] = list(held.values())
    return table
