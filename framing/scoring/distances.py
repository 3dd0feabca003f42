"""Scoring: how far outlets' profiles lie apart, on equal amounts of text, and a map and an order made from it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from math import log
from typing import NamedTuple

import numpy as np

from framing.lexicon.words import WORD, fold
from framing.schema import Annotations, OutletMap
from framing.scoring.bootstrap import Counts, Matrix, stream
from framing.scoring.derived import entropy_of_shares
from framing.scoring.grouping import By, group_annotations
from framing.scoring.places import Places
from framing.scoring.tally import ARTICLES_TO_RESAMPLE, unit_to_exchange

SUBSAMPLES = 50
BOOTSTRAPS = 100
EXCHANGES = 199
# What a processor's cache holds.
_EXCHANGES_AT_ONCE = 25
VOCABULARY = 1_000
"""Different items that are told apart, the commonest; the rest is left out."""

_ROUNDING = 1e-12

Items = Iterator[tuple[int | None, str]]


class Profile(NamedTuple):
    """What is counted for a map: the items of an article with their sentences.

    An outlet must hold `minimum` of them. Whole articles are drawn at random until there are `enough`, so that cost
    does not grow with the corpus.
    """

    name: str
    unit: str
    minimum: int
    enough: int
    read: Callable[[Annotations], Items]


def make_maps(annotations: Sequence[Annotations], *, by: By = "outlet", seed: int = 0) -> list[OutletMap]:
    """Return one map of the outlets for each of `PROFILES`; no articles give maps with a refusal.

    `by` says whose articles are one outlet's, see `group_annotations`, which also says what it raises.

    Distances are square roots of Jensen-Shannon divergences to base 2 (Lin 1991; Endres and Schindelin 2003), 0 for
    equal profiles, 1 for profiles that share nothing. Two samples of one text differ as well, the shorter the more:
    all outlets are therefore cut to the amount of the shortest (`words`: words, attributions or mentions), sentence
    by sentence, and the mean over `SUBSAMPLES` cuts is given. It is comparable within a map, never between maps.

    `p` of two outlets comes from `EXCHANGES` exchanges of units between them (see `unit_to_exchange`) on all their
    text, (b + 1)/(m + 1), and is 1 for an outlet and itself; it is null where some pair has too few articles.
    `coordinates` are classical scaling, `order` the leaves of average linkage, `stability` the share of `BOOTSTRAPS`
    resamples in which an outlet's nearest neighbour stays; null for two outlets, which have no choice.

    Outlets stand in the order of the alphabet. One that holds less than the profile's minimum is left out, and
    `refusal` says so; with fewer than two left all else is null. Loads SciPy.
    """
    groups = group_annotations(sorted(annotations, key=lambda one: one.article.id), by)
    return [_make_map(profile, {name: groups[name] for name in sorted(groups)}, seed) for profile in PROFILES]


def scale_classically(distances: Matrix) -> Matrix:
    """Return coordinates in two dimensions, (points, 2), whose distances come close to a symmetric matrix of them.

    Torgerson's classical scaling (1952). The axes are ordered by how much they show; on each, the point farthest out
    is positive, the first of equal ones. One point lies at (0, 0).
    """
    points = len(distances)
    centring = np.eye(points) - 1 / points
    values, vectors = np.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    found = np.zeros((points, 2))
    for axis, k in enumerate(np.argsort(values)[::-1][:2]):
        column = vectors[:, k] * np.sqrt(max(values[k], 0.0))
        # Rounded, so that the last bits do not decide which of two points is farther out.
        farthest = column[np.argmax(np.round(np.abs(column), 9))]
        found[:, axis] = column * (-1 if farthest < 0 else 1)
    return found


def order_by_linkage(distances: Matrix) -> list[int]:
    """Return an order in which near points stand side by side: average linkage, leaves ordered optimally.

    Of the order and its reverse, that which starts with the smaller number. Loads SciPy.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    if len(distances) < 3:
        return list(range(len(distances)))
    tree = linkage(squareform(distances, checks=False), "average", optimal_ordering=True)
    order = [int(leaf) for leaf in leaves_list(tree)]
    return order if order[0] < order[-1] else order[::-1]


class _Outlet(NamedTuple):
    """An outlet's items as numbers, sentence after sentence: how many each holds, and the number of its article."""

    items: Counts
    lengths: Counts
    articles: Counts


def _make_map(profile: Profile, groups: Mapping[str, Sequence[Annotations]], seed: int) -> OutletMap:
    read = {name: _read(profile, name, held, seed) for name, held in groups.items()}
    amounts = {name: sum(len(items) for _, items in sentences) for name, sentences in read.items()}
    names = [name for name, amount in amounts.items() if amount >= profile.minimum]
    short = [
        f"{name} ({amount} {profile.unit.removesuffix('s') if amount == 1 else profile.unit})"
        for name, amount in amounts.items()
        if amount < profile.minimum
    ]
    refusal = (
        f"at least {profile.minimum} {profile.unit} needed; left out: {', '.join(short)}" if short else None
    )
    if len(names) < 2:
        reason = "a map needs two outlets" + (f": {refusal}" if refusal else "")
        return OutletMap(profile=profile.name, outlets=names, refusal=reason)
    outlets = _number([read[name] for name in names])
    size = 1 + max(int(outlet.items.max(initial=0)) for outlet in outlets)
    words = min(len(outlet.items) for outlet in outlets)
    p = _exchange(profile, names, outlets, seed)
    no_test = None if p else "no test: some outlets have too few articles to exchange"
    distances = _mean_distances(profile, names, outlets, words, size, seed)
    return OutletMap(
        profile=profile.name,
        outlets=names,
        words=words,
        distances=distances.tolist(),
        p=p,
        coordinates=[(float(x), float(y)) for x, y in scale_classically(distances)],
        order=[names[k] for k in order_by_linkage(distances)],
        stability=_stability(profile, names, outlets, words, size, seed, distances)
        if len(names) > 2
        else None,
        refusal="; ".join(filter(None, (refusal, no_test))) or None,
    )


def _read(
    profile: Profile, outlet: str, annotations: Sequence[Annotations], seed: int
) -> list[tuple[int, list[str]]]:
    """The items of an outlet by sentence, with the article's number, of as many articles as are looked at."""
    found: list[tuple[int, list[str]]] = []
    items = 0
    for n, k in enumerate(stream(seed, "map", profile.name, outlet).permutation(len(annotations))):
        sentences: dict[int | None, list[str]] = {}
        for sentence, item in profile.read(annotations[k]):
            sentences.setdefault(sentence, []).append(item)
        found += [(n, held) for held in sentences.values()]
        items += sum(len(held) for held in sentences.values())
        if items >= profile.enough:
            break
    return found


def _number(read: Sequence[list[tuple[int, list[str]]]]) -> list[_Outlet]:
    """Give the commonest items numbers, of equally common ones the first in the alphabet; the rest is left out."""
    counted = Counter(item for sentences in read for _, items in sentences for item in items)
    commonest = sorted(counted, key=lambda item: (-counted[item], item))[:VOCABULARY]
    number = {item: n for n, item in enumerate(commonest)}
    outlets = []
    for sentences in read:
        known = [[number[item] for item in items if item in number] for _, items in sentences]
        columns = (chain.from_iterable(known), map(len, known), (article for article, _ in sentences))
        outlets.append(_Outlet(*(np.fromiter(column, np.intp) for column in columns)))
    return outlets


def _cut(outlet: _Outlet, sentences: Counts, amount: int, size: int, random: np.random.Generator) -> Matrix:
    """Count the items of sentences in random order, up to an amount."""
    order = random.permutation(sentences)
    held = outlet.lengths[order]
    last = int(np.searchsorted(np.cumsum(held), amount)) + 1
    first = np.cumsum(outlet.lengths) - outlet.lengths
    drawn = _join_ranges(first[order[:last]], held[:last])[:amount]
    return np.bincount(outlet.items[drawn], minlength=size).astype(np.float64)


def _join_ranges(first: Counts, lengths: Counts) -> Counts:
    """Return the numbers from each first one on, as many as each length says, one range after the other."""
    ends = np.cumsum(lengths)
    joined: Counts = np.repeat(first - ends + lengths, lengths) + np.arange(ends[-1])
    return joined


def _distances(counts: Matrix) -> Matrix:
    """Return the Jensen-Shannon distances (base 2) between all rows of counts, (rows, rows); 0 beside an empty row."""
    with np.errstate(invalid="ignore"):
        shares = counts / counts.sum(axis=1, keepdims=True)
    # Each row's own entropy once, and not once for each of its pairs.
    own = entropy_of_shares(shares)
    found = np.zeros((len(counts), len(counts)))
    # Row by row: what the processor's cache holds takes a third of the time of all pairs at once.
    for k in range(len(counts) - 1):
        between = entropy_of_shares((shares[k] + shares[k + 1 :]) / 2) - (own[k] + own[k + 1 :]) / 2
        found[k, k + 1 :] = _roots(between / log(2))
    return found + found.T


def _roots(divergences: Matrix) -> Matrix:
    """Return the roots, 0 to 1; what is within rounding of nothing, or undefined, is 0."""
    return np.sqrt(np.minimum(np.where(divergences > _ROUNDING, divergences, 0), 1))


def _mean_distances(
    profile: Profile, names: Sequence[str], outlets: Sequence[_Outlet], words: int, size: int, seed: int
) -> Matrix:
    streams = [stream(seed, "subsample", profile.name, name) for name in names]
    total = np.zeros((len(outlets), len(outlets)))
    for _ in range(SUBSAMPLES):
        cuts = [
            _cut(outlet, np.arange(len(outlet.lengths)), words, size, random)
            for outlet, random in zip(outlets, streams, strict=True)
        ]
        total += _distances(np.array(cuts))
    mean: Matrix = total / SUBSAMPLES
    return mean


def _stability(
    profile: Profile,
    names: Sequence[str],
    outlets: Sequence[_Outlet],
    words: int,
    size: int,
    seed: int,
    distances: Matrix,
) -> list[float]:
    streams = [stream(seed, "neighbour", profile.name, name) for name in names]
    nearest = _nearest(distances)
    kept = np.zeros(len(outlets))
    for _ in range(BOOTSTRAPS):
        cuts = [
            _cut(outlet, _resample(outlet, random), words, size, random)
            for outlet, random in zip(outlets, streams, strict=True)
        ]
        kept += _nearest(_distances(np.array(cuts))) == nearest
    return [float(share) for share in kept / BOOTSTRAPS]


def _nearest(distances: Matrix) -> Counts:
    apart = np.round(distances, 9) + 2 * np.eye(len(distances))
    nearest: Counts = np.argmin(apart, axis=1)
    return nearest


def _resample(outlet: _Outlet, random: np.random.Generator) -> Counts:
    """Draw articles with replacement where there are enough, else sentences; return the numbers of the sentences."""
    articles, sentences = int(outlet.articles[-1]) + 1, len(outlet.lengths)
    if articles < ARTICLES_TO_RESAMPLE:
        return random.integers(0, sentences, sentences)
    edges = np.searchsorted(outlet.articles, np.arange(articles + 1))
    drawn = random.integers(0, articles, articles)
    return _join_ranges(edges[drawn], np.diff(edges)[drawn])


def _exchange(
    profile: Profile, names: Sequence[str], outlets: Sequence[_Outlet], seed: int
) -> list[list[float]] | None:
    p = np.eye(len(outlets))
    for i, j in combinations(range(len(outlets)), 2):
        pair = [outlets[i], outlets[j]]
        unit = unit_to_exchange(*(int(outlet.articles[-1]) + 1 for outlet in pair))
        if unit is None:
            return None
        random = stream(seed, "exchange", profile.name, names[i], names[j])
        p[i, j] = p[j, i] = _exchange_pair(pair, unit == "articles", random)
    return [[float(value) for value in row] for row in p]


def _exchange_pair(pair: Sequence[_Outlet], by_article: bool, random: np.random.Generator) -> float:
    units = [outlet.articles if by_article else np.arange(len(outlet.lengths)) for outlet in pair]
    sizes = [int(one[-1]) + 1 for one in units]
    rows = [
        first + np.repeat(one, outlet.lengths)
        for first, one, outlet in zip((0, sizes[0]), units, pair, strict=True)
    ]
    items = np.concatenate([outlet.items for outlet in pair])
    # Items that neither holds add nothing.
    held = np.bincount(items) > 0
    items = np.cumsum(held)[items] - 1
    shape = sum(sizes), int(held.sum())
    items_by_unit = np.bincount(np.concatenate(rows) * shape[1] + items, minlength=shape[0] * shape[1])
    # Whole numbers of up to 16 million are exact in 32 bits, and the product takes half the time.
    counts = items_by_unit.reshape(shape).astype(np.float32)
    labels = np.zeros((EXCHANGES + 1, shape[0]))
    labels[:, : sizes[0]] = 1
    # The first row is what was observed.
    labels[1:] = random.permuted(labels[1:], axis=1)
    dealt = labels.astype(np.float32)
    total = counts.sum(axis=0, dtype=np.float64)
    # c log c of every count that there can be: to look one up takes half the time of making it.
    known = np.arange(total.max() + 1)
    known[1:] *= np.log(known[1:])
    gaps = np.concatenate(
        [
            _gaps((dealt[start : start + _EXCHANGES_AT_ONCE] @ counts).astype(np.float64), total, known)
            for start in range(0, len(dealt), _EXCHANGES_AT_ONCE)
        ]
    )
    return float((np.sum(gaps[1:] >= gaps[0] - 1e-9) + 1) / (EXCHANGES + 1))


def _gaps(first: Matrix, total: Matrix, known: Matrix) -> Matrix:
    """Return how far what falls to one of a pair, (exchanges, items), lies from the rest of the total.

    As `_distances` has it, from whole counts; every item of the total is there. `known` holds c log c of the counts.
    """
    own, together = np.zeros(len(first)), np.zeros_like(first)
    for side in (first, total - first):
        amount = side.sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            own += (np.log(amount) - known[side.astype(np.intp)].sum(axis=1, keepdims=True) / amount)[
                :, 0
            ] / 2
            together += side / (2 * amount)
    return _roots((entropy_of_shares(together) - own) / log(2))


def _own_words(annotations: Annotations) -> Items:
    places = Places(annotations)
    article = annotations.article
    for utterance in annotations.utterances:
        if utterance.voice != "own":
            continue
        text = (article.title or "") if utterance.where == "title" else article.text
        for word in WORD.finditer(text, utterance.start, utterance.end):
            yield places.sentence_at(word.start(), utterance.where), fold(word.group())


def _sources_and_cues(annotations: Annotations) -> Items:
    places = Places(annotations)
    for attribution in annotations.attributions:
        speaker = attribution.source or attribution.via
        spans = attribution.cue.spans or attribution.content
        sentence = places.sentence_at(spans[0][0], attribution.where) if spans else None
        yield sentence, f"{speaker.type if speaker else ''}/{attribution.cue.class_}"


def _wordings(annotations: Annotations) -> Items:
    places = Places(annotations)
    for name in annotations.names:
        if name.voice == "own":
            yield places.sentence_at(name.span[0], name.where), f"{name.concept}/{name.variant}"


PROFILES = (
    Profile("words in the outlet's own voice", "words", 150, 5_000, _own_words),
    Profile("types of source with classes of verbs", "attributions", 20, 500, _sources_and_cues),
    Profile("wordings in the outlet's own voice", "mentions", 20, 500, _wordings),
)
