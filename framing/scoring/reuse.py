"""Scoring: passages that articles share word for word, so that text which two papers print is not two voices.

Words are compared folded, without what stands between them. Cost grows with the length of the articles and of what
they share: shingles (runs of `SHINGLE_WORDS` words) are sorted, not compared pair by pair.
"""

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np

from framing.schema import VOICES, Outlet, OutletReuse, Reuse, ReusedShare
from framing.scoring.bootstrap import Interval, draw_weights, ratio_intervals, stream
from framing.scoring.places import WHERES
from framing.scoring.shingles import Shingles, find_matches
from framing.scoring.tally import ARTICLES_TO_RESAMPLE
from framing.scoring.words import Corpus, Flags, Integers

COPY_SHARE = 0.8
"""From this share of an article's words on, in passages that another one holds too, the two are nearly the same."""

_MOST_TOLD = 3
_OWN = VOICES.index("own")
# Passages whose words are laid side by side at once: memory stays the same however many there are.
_BLOCK = 10_000


def measure_reuse(corpus: Corpus, shingles: Shingles) -> tuple[list[Reuse], list[ReusedShare]]:
    """Return the longest passages that two articles share, as pairs of spans, and how much of each article is shared.

    `shingles` are those of the corpus; a passage holds at least one of them. Each pair stands once, the article whose
    id comes first at the left; a passage may run over sentences. A passage that begins and ends where the articles part
    is told in full; where all its shingles stand at more than `PLACES_AT_MOST` places, it is paired with the first
    place alone. Offsets are those of the text, or of the title where `where` says so.

    Each article has a row for what it shares with any other, then one for each that shares some, in the order of the
    ids; words that several passages cover count once. Fewer than two articles share nothing, and no articles have no
    rows.
    Reference: Broder 1997, On the resemblance and containment of documents (shingles).
    """
    passages = _find_passages(corpus, shingles)
    return _records(corpus, passages), _shares(corpus, *passages)


def share_by_outlet(
    shares: Sequence[ReusedShare], outlets: Sequence[Outlet], *, resamples: int, seed: int
) -> list[OutletReuse]:
    """Return for each outlet what share of its words other articles hold too, all of them and those it says itself.

    `shares` are those of `measure_reuse`. Of one article, and of a few, that is a count of these texts; of an outlet
    with `ARTICLES_TO_RESAMPLE` or more it is an estimate of how it works, and articles are resampled.
    """
    held = {one.article: one for one in shares if one.other is None}
    return [
        found
        for outlet in outlets
        for found in _outlet_shares(outlet, [held[article] for article in outlet.articles], resamples, seed)
    ]


def _outlet_shares(
    outlet: Outlet, shares: Sequence[ReusedShare], resamples: int, seed: int
) -> list[OutletReuse]:
    words = np.array([(one.own_words + one.carried_words, one.own_words) for one in shares]).reshape(-1, 2)
    totals = np.array([one.total_words for one in shares])
    found = []
    for which, interval in enumerate(_intervals_of_shares(outlet, words, totals, resamples, seed)):
        count, total = int(words[:, which].sum()), int(totals.sum())
        found.append(
            OutletReuse(
                outlet=outlet.name,
                voice="own" if which else "all",
                articles=len(shares),
                words=count,
                total_words=total,
                value=count / total if total else None,
                low=interval.low,
                high=interval.high,
                resampled="none" if interval.low is None else "articles",
                refusal=interval.refusal,
            )
        )
    return found


def _intervals_of_shares(
    outlet: Outlet, words: Integers, totals: Integers, resamples: int, seed: int
) -> list[Interval]:
    refusal = None
    if not resamples:
        refusal = "no interval: no resamples were asked for"
    elif len(totals) < ARTICLES_TO_RESAMPLE:
        refusal = (
            f"no interval: a count in these texts; a tendency needs {ARTICLES_TO_RESAMPLE} articles or more"
        )
    if refusal:
        return [Interval(None, None, refusal)] * 2
    sizes = [len(totals)]
    weights = draw_weights(sizes, resamples, stream(seed, outlet.name, "reuse"))
    # A last row for what belongs to no article: there is nothing of the kind.
    above, below = (
        np.vstack([part, np.zeros((1, part.shape[1]))]) for part in (words, totals.reshape(-1, 1))
    )
    return ratio_intervals(weights, sizes, above, below, np.zeros(2, dtype=np.intp))


def describe_copies(shares: Sequence[ReusedShare]) -> list[str]:
    """Return a note on the articles that are nearly the same, which all count: a later version, or a second copy."""
    pairs: dict[tuple[str, str], float] = {}
    for one in shares:
        if one.other is not None and (share := one.share or 0.0) >= COPY_SHARE:
            first, second = sorted((one.article, one.other))
            pairs[first, second] = max(share, pairs.get((first, second), 0.0))
    if not pairs:
        return []
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    told = ", ".join(f"{first} and {second} ({share:.0%})" for (first, second), share in ranked[:_MOST_TOLD])
    more = f" and {len(ranked) - _MOST_TOLD:,} more such pairs" if len(ranked) > _MOST_TOLD else ""
    return [
        f"Nearly the same, and each counts: {told}{more}. Where one is a later version or a second copy, keep one; "
        "where two outlets print one agency's copy, keep both."
    ]


def _find_passages(corpus: Corpus, shingles: Shingles) -> tuple[Integers, Integers, Integers]:
    """Return left place, right place and number of words of each passage, article by article and pair by pair."""
    left, right, lengths = find_matches(corpus, shingles)
    order = np.lexsort((right, left, corpus.article[right], corpus.article[left]))
    return left[order], right[order], lengths[order]


def _records(corpus: Corpus, passages: tuple[Integers, Integers, Integers]) -> list[Reuse]:
    left, right, lengths = passages
    ids = [annotation.article.id for annotation in corpus.annotations]
    columns = (
        corpus.article[left],
        corpus.article[right],
        corpus.start[left],
        corpus.end[left + lengths - 1],
        corpus.start[right],
        corpus.end[right + lengths - 1],
        lengths,
        corpus.where[left] * len(WHERES) + corpus.where[right],
    )
    # One number for all passages that begin or end there, one pair of places: there may be many thousands.
    at = list(range(int(corpus.end.max(initial=0)) + 1)).__getitem__
    wheres = list(product(WHERES, WHERES))
    return [
        Reuse(
            articles=(ids[a], ids[b]),
            spans=((at(c), at(d)), (at(e), at(f))),
            words=words,
            where=wheres[g],
        )
        for a, b, c, d, e, f, words, g in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _shares(table: Corpus, left: Integers, right: Integers, lengths: Integers) -> list[ReusedShare]:
    """Return the shares of `measure_reuse`, of passages that stand pair by pair."""
    ids = [annotation.article.id for annotation in table.annotations]
    shared, own = np.zeros((2, len(table)), dtype=bool)
    pairs = [np.zeros((4, 0), dtype=np.int64)]
    for block in _blocks(table, left, right):
        place, other, carried = _aligned_words(table, left[block], right[block], lengths[block])
        shared[place] = True
        own[place[~carried]] = True
        pairs.append(_count_pairs(table, place, other, carried))
    totals, shares, owns = (
        np.bincount(table.article[which], minlength=len(ids)).tolist() for which in (slice(None), shared, own)
    )
    counted = np.concatenate(pairs, axis=1)
    counted = counted[:, np.lexsort(counted[1::-1])]
    edges = np.searchsorted(counted[0], np.arange(len(ids) + 1)).tolist()
    _, *columns = counted.tolist()
    rows = []
    for n, id_ in enumerate(ids):
        with_each = zip(*(column[edges[n] : edges[n + 1]] for column in columns), strict=True)
        rows.append(
            ReusedShare(
                article=id_,
                other=None,
                own_words=owns[n],
                carried_words=shares[n] - owns[n],
                total_words=totals[n],
            )
        )
        rows += [
            ReusedShare(article=id_, other=ids[m], own_words=mine, carried_words=both, total_words=totals[n])
            for m, mine, both in with_each
        ]
    return rows


def _blocks(corpus: Corpus, left: Integers, right: Integers) -> list[slice]:
    """Cut passages that are sorted by their articles into blocks of bounded size, no pair of articles cut in two."""
    pairs = corpus.article[left] * np.int64(len(corpus.annotations)) + corpus.article[right]
    changes = np.flatnonzero(np.diff(pairs)) + 1
    cuts = changes[np.diff(changes // _BLOCK, prepend=0) > 0]
    return [slice(int(a), int(b)) for a, b in pairwise([0, *cuts, len(left)]) if a < b]


def _aligned_words(
    corpus: Corpus, left: Integers, right: Integers, lengths: Integers
) -> tuple[Integers, Integers, Flags]:
    """Return one entry a shared word and side: its place, the other article, whether this side carries it."""
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    left, right = np.repeat(left, lengths) + within, np.repeat(right, lengths) + within
    places = np.concatenate([left, right])
    others = np.concatenate([corpus.article[right], corpus.article[left]]).astype(np.int64)
    return places, others, corpus.voice[places] != _OWN


def _count_pairs(corpus: Corpus, places: Integers, others: Integers, carried: Flags) -> Integers:
    """Return four rows, article, other article, own words and carried words, a column for each pair and direction.

    A place counts once for a pair.
    """
    # Numbers are sorted in a tenth of the time that `np.unique` takes to order them. The entries of a place in a pair
    # then stand together, own ones first, and the places of a pair stand together too.
    keys = (others * len(corpus) + places) * 2 + carried
    keys.sort()
    firsts = keys[np.flatnonzero(np.diff(keys // 2, prepend=-1))]
    other, place = np.divmod(firsts // 2, len(corpus))
    article = corpus.article[place]
    begin = np.flatnonzero(np.diff(other, prepend=-1) | np.diff(article, prepend=-1))
    owned = np.add.reduceat(firsts % 2 == 0, begin, dtype=np.int64)
    every = np.diff(begin, append=len(other))
    return np.array([article[begin], other[begin], owned, every - owned])
