"""Scoring: passages that articles share word for word, so that text which two papers print is not two voices.

Words are compared folded, without what stands between them. Cost grows with the length of the articles and of what
they share: shingles (runs of `SHINGLE_WORDS` words) are sorted, not compared pair by pair.
"""

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np

from framing.errors import ScoringError
from framing.schema import VOICES, Annotations, Reuse, ReusedShare, Span, Where
from framing.scoring.places import WHERES
from framing.scoring.shingles import SHINGLE_WORDS, Shingles, find_matches, mark_copies
from framing.scoring.terms import Corpus, Flags, Integers, read_corpus

_OWN = VOICES.index("own")
# Passages whose words are laid side by side at once: memory stays the same however many there are.
_BLOCK = 10_000


def find_reuse(
    annotations: Sequence[Annotations], *, shingle_words: int = SHINGLE_WORDS, corpus: Corpus | None = None
) -> list[Reuse]:
    """Return the longest passages of `shingle_words` words or more that two articles share, as pairs of spans.

    Each pair stands once, the article whose id comes first at the left; a passage may run over sentences. A passage
    that begins and ends where the articles part is told in full; where all its shingles stand at more than
    `PLACES_AT_MOST` places, it is paired with the first place alone. Offsets are those of the text, or of the
    title where `where` says so. Fewer than two articles share nothing. `corpus` may
    give what `read_corpus` made of the annotations. Raises `ScoringError` where `shingle_words` is below 2.
    Reference: Broder 1997, On the resemblance and containment of documents (shingles).
    """
    table = corpus or read_corpus(annotations)
    return _records(table, _find_passages(table, shingle_words))


def measure_reuse(corpus: Corpus, shingles: Shingles) -> tuple[list[Reuse], list[ReusedShare]]:
    """Return what `find_reuse` and `reused_share` return, from one search; `shingles` are those of the corpus."""
    passages = _find_passages(corpus, SHINGLE_WORDS, shingles)
    return _records(corpus, passages), _shares(corpus, *passages)


def _find_passages(
    corpus: Corpus, shingle_words: int, shingles: Shingles | None = None
) -> tuple[Integers, Integers, Integers]:
    """Return left place, right place and number of words of each passage, article by article and pair by pair."""
    left, right, lengths = find_matches(corpus, shingle_words, shingles)
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


def reused_share(
    annotations: Sequence[Annotations], reuse: Sequence[Reuse], *, corpus: Corpus | None = None
) -> list[ReusedShare]:
    """Return for each article how many of its words are shared with any other, then with each that shares some.

    `reuse` is what `find_reuse` found in the same annotations; words that several passages cover count once. Articles
    stand in the order of their ids. No articles give an empty list. Raises `ScoringError` for reuse of an article that
    is not there, or of a place where no word stands.
    """
    table = corpus or read_corpus(annotations)
    ids = [annotation.article.id for annotation in table.annotations]
    numbers = {id_: number for number, id_ in enumerate(ids)}
    ordered = sorted(reuse, key=lambda one: one.articles)
    left, right = (_places(table, ordered, side, numbers) for side in (0, 1))
    lengths = np.array([one.words for one in ordered], dtype=np.int64)
    return _shares(table, left, right, lengths)


def _shares(table: Corpus, left: Integers, right: Integers, lengths: Integers) -> list[ReusedShare]:
    """Return the rows of `reused_share` for passages that stand pair by pair."""
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


def copied_spans(corpus: Corpus, shingle_words: int = SHINGLE_WORDS) -> dict[str, list[tuple[Where, Span]]]:
    """Return the stretches of each article that are copies in the sense of `mark_copies`; others are left out."""
    copies = mark_copies(corpus, shingle_words)
    # A stretch ends with its text too: two articles' copies may be neighbours in the table.
    run = np.cumsum(np.diff(corpus.text_of, prepend=-1) != 0) * copies
    edges = np.flatnonzero(np.diff(run, prepend=0, append=0))
    found: dict[str, list[tuple[Where, Span]]] = {}
    for begin, stop in pairwise(edges):
        if copies[begin]:
            id_ = corpus.annotations[int(corpus.article[begin])].article.id
            span = (int(corpus.start[begin]), int(corpus.end[stop - 1]))
            found.setdefault(id_, []).append((corpus.where_of(int(begin)), span))
    return found


def _blocks(corpus: Corpus, left: Integers, right: Integers) -> list[slice]:
    """Cut passages that are sorted by their articles into blocks of bounded size, no pair of articles cut in two."""
    pairs = corpus.article[left] * np.int64(len(corpus.annotations)) + corpus.article[right]
    changes = np.flatnonzero(np.diff(pairs)) + 1
    cuts = changes[np.diff(changes // _BLOCK, prepend=0) > 0]
    return [slice(int(a), int(b)) for a, b in pairwise([0, *cuts, len(left)]) if a < b]


def _aligned_words(
    corpus: Corpus, left: Integers, right: Integers, lengths: Integers
) -> tuple[Integers, Integers, Flags]:
    """Return one entry a shared word and side: its place, the other article, whether both sides carry it."""
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    left, right = np.repeat(left, lengths) + within, np.repeat(right, lengths) + within
    carried = (corpus.voice[left] != _OWN) & (corpus.voice[right] != _OWN)
    others = np.concatenate([corpus.article[right], corpus.article[left]]).astype(np.int64)
    return np.concatenate([left, right]), others, np.concatenate([carried, carried])


def _places(corpus: Corpus, reuse: Sequence[Reuse], side: int, numbers: dict[str, int]) -> Integers:
    """Return the places of the words at which one side's passages begin."""
    width = np.int64(1) << np.int64(32)
    for one in reuse:
        if (id_ := one.articles[side]) not in numbers:
            raise ScoringError("reuse", f"article {id_!r} is not among the annotations", "the same articles")
    articles = np.array([numbers[one.articles[side]] for one in reuse], dtype=np.int64)
    wheres = np.array([WHERES.index(one.where[side]) for one in reuse], dtype=np.int64)
    starts = np.array([one.spans[side][0] for one in reuse], dtype=np.int64)
    wanted = (articles * len(WHERES) + wheres) * width + starts
    held = corpus.text_of * width + corpus.start
    places = np.searchsorted(held, wanted)
    for n in np.flatnonzero(np.append(held, -1)[places] != wanted):
        id_, start = reuse[int(n)].articles[side], int(starts[n])
        raise ScoringError("reuse", f"no word of {id_!r} begins at {start}", "reuse found in these articles")
    return places.astype(np.int64)


def _count_pairs(corpus: Corpus, places: Integers, others: Integers, carried: Flags) -> Integers:
    """Return four rows, article, other article, own words and carried words, a column for each pair and direction.

    A place counts once for a pair, as own where any entry is not carried.
    """
    keys, inverse = np.unique(others * len(corpus) + places, return_inverse=True)
    own = np.bincount(inverse, weights=~carried) > 0
    other, place = keys // len(corpus), keys % len(corpus)
    pairs, pair = np.unique(
        corpus.article[place] * np.int64(len(corpus.annotations)) + other, return_inverse=True
    )
    owned, every = np.bincount(pair, weights=own).astype(np.int64), np.bincount(pair)
    article, partner = pairs // len(corpus.annotations), pairs % len(corpus.annotations)
    return np.array([article, partner, owned, every - owned])
