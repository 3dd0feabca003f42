"""Scoring: runs of equal words in two articles, found through an index of shingles rather than pair by pair."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.errors import ScoringError
from framing.scoring.words import Corpus, Flags, Integers

SHINGLE_WORDS = 8
"""The shortest passage that counts as shared: titles with names and stock phrases are mostly shorter."""

PLACES_AT_MOST = 12
"""A shingle at more places is compared with the first of them alone, so that a text in every paper stays affordable."""


def mark_copies(
    corpus: Corpus, shingle_words: int = SHINGLE_WORDS, shingles: "Shingles | None" = None
) -> Flags:
    """Return for each word whether it is a copy: part of a shingle that an article with an earlier id holds too.

    With the copies left out, text that several articles print counts once, for the article whose id comes first.
    `shingles` may give what `index_shingles` made of the corpus. Raises `ScoringError` where `shingle_words` is below
    2.
    """
    index = shingles or index_shingles(corpus, shingle_words)
    firsts = index.place[index.first[index.group]]
    copies = index.place[corpus.article[index.place] != corpus.article[firsts]]
    edges = np.zeros(len(corpus) + 1, dtype=np.int64)
    np.add.at(edges, copies, 1)
    np.add.at(edges, copies + shingle_words, -1)
    return np.cumsum(edges[:-1]) > 0


class Shingles(NamedTuple):
    """The shingles that stand in two articles or more: their places, those of equal words together and in order.

    `group` numbers the equal ones, `first` says where each group begins in `place`, `size` how many it holds.
    """

    place: Integers
    group: Integers
    first: Integers
    size: Integers


def index_shingles(corpus: Corpus, length: int = SHINGLE_WORDS) -> Shingles:
    """Return where the runs of `length` words stand that two articles share; raises `ScoringError` below 2 words."""
    if length < 2:
        raise ScoringError("shingle_words", str(length), "2 or more")
    empty = np.zeros(0, dtype=np.int64)
    last = len(corpus) - length + 1
    if last < 2:
        return Shingles(empty, empty, empty, empty)
    place = np.flatnonzero(corpus.text_of[:last] == corpus.text_of[length - 1 :])
    hashes = _hash_shingles(corpus.words, length)[place]
    order = np.argsort(hashes)
    hashes = hashes[order]
    group = np.cumsum(hashes[1:] != hashes[:-1], dtype=np.int64)
    # Equal ones in the order of their places; to sort once more is several times faster than a stable sort.
    order[1:] += group * len(order)
    order.sort()
    order[1:] -= group * len(order)
    place = place[order]
    same = np.flatnonzero(hashes[1:] == hashes[:-1])
    # Equal hashes only propose; the words decide.
    for k in range(length):
        same = same[corpus.words[place[same] + k] == corpus.words[place[same + 1] + k]]
    joined = np.zeros(len(place), dtype=bool)
    joined[same + 1] = True
    begin = np.flatnonzero(~joined)
    size = np.diff(begin, append=len(place))
    shared = corpus.article[place[begin]] != corpus.article[place[begin + size - 1]]
    entries = np.repeat(shared, size)
    size = size[shared]
    return Shingles(
        place[entries], np.repeat(np.arange(len(size)), size), np.cumsum(size) - size, size.astype(np.int64)
    )


def _hash_shingles(words: NDArray[np.int32], length: int) -> NDArray[np.uint64]:
    """Return a 64-bit polynomial hash of the `length` words from each place on; arithmetic wraps around."""
    last = len(words) - length + 1
    hashes = np.zeros(last, dtype=np.uint64)
    for k in range(length):
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes += words[k : k + last].astype(np.uint64) + np.uint64(1)
        hashes ^= hashes >> np.uint64(29)
    return hashes


def find_matches(corpus: Corpus, index: Shingles) -> tuple[Integers, Integers, Integers]:
    """Return left place, right place and number of words of every maximal match, each once."""
    found = [_beginnings(corpus, index, left, right) for left, right in _pairs(index)]
    left = np.concatenate([pair[0] for pair in found]) if found else np.zeros(0, dtype=np.int64)
    right = np.concatenate([pair[1] for pair in found]) if found else left
    before = _walk(corpus, left - 1, right - 1, -1)
    left, right = left - before, right - before
    _, unique = np.unique(left * np.int64(len(corpus)) + right, return_index=True)
    left, right = left[unique], right[unique]
    return left, right, _walk(corpus, left, right, 1)


def _pairs(index: Shingles) -> list[tuple[Integers, Integers]]:
    """The pairs of equal shingles: all of a group, but of a large group those with its first alone."""
    entries = np.arange(len(index.place))
    small = index.size[index.group] <= PLACES_AT_MOST
    pairs = []
    for step in range(1, PLACES_AT_MOST):
        i = entries[:-step]
        i = i[small[i] & (index.group[i] == index.group[i + step])]
        pairs.append((index.place[i], index.place[i + step]))
    later = entries[~small & (entries != index.first[index.group])]
    pairs.append((index.place[index.first[index.group[later]]], index.place[later]))
    return pairs


def _beginnings(
    corpus: Corpus, index: Shingles, left: Integers, right: Integers
) -> tuple[Integers, Integers]:
    """The pairs between two articles whose neighbours to the left are no pair of `_pairs`: one or few a match."""
    apart = corpus.article[left] != corpus.article[right]
    left, right = left[apart], right[apart]
    paired = np.zeros(len(corpus) + 1, dtype=bool)
    paired[index.place] = index.size[index.group] <= PLACES_AT_MOST
    paired[index.place[index.first]] = True
    continues = _equal(corpus, left - 1, right - 1, left, right) & paired[left - 1]
    return left[~continues], right[~continues]


def _equal(
    corpus: Corpus, left: Integers, right: Integers, beside: Integers, beside_right: Integers
) -> Flags:
    """Whether equal words stand at two places, each in the text of the place beside it."""
    last = len(corpus) - 1
    inside = (left >= 0) & (right <= last)
    left, right = np.maximum(left, 0), np.minimum(right, last)
    text = corpus.text_of
    equal: Flags = (
        inside
        & (corpus.words[left] == corpus.words[right])
        & (text[left] == text[beside])
        & (text[right] == text[beside_right])
    )
    return equal


def _walk(corpus: Corpus, left: Integers, right: Integers, step: int) -> Integers:
    """Return how many words are equal from two places on, in steps of 1 or -1, within the texts they stand in.

    A walk to the left begins one word before the places whose texts it stays in.
    """
    home = 0 if step > 0 else 1
    lengths = np.zeros(len(left), dtype=np.int64)
    active = np.arange(len(left))
    while len(active):
        a, b = left[active] + step * lengths[active], right[active] + step * lengths[active]
        active = active[_equal(corpus, a, b, left[active] + home, right[active] + home)]
        lengths[active] += 1
    return lengths
