"""From the network's scores to attributions in tokens: cues first, then content and source of each (room: features)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framing.features.tagger.inputs import Inputs, Marks, Numbers, Stretch, read_windows, read_words
from framing.features.tagger.network import (
    CONTENT,
    CONTENT_FIRST,
    OUTSIDE,
    SHOWN,
    SOURCE,
    SOURCE_FIRST,
    TOKEN_LABELS,
    TOKEN_ROLES,
    WINDOW_LABELS,
    Weights,
    embed,
    encode,
    label_tokens,
    label_windows,
    probabilities,
    reach,
    see_near_cue,
)
from framing.features.tagger.words import WORD_MARKS, WordVectors
from framing.lexicon.language import Language

# Long texts go through the network in blocks, so that memory is bounded; blocks overlap by what a token sees.
_TOKENS_A_BLOCK, _CUES_A_BLOCK = 4096, 64
_NEVER = -1e6
_ALWAYS_OUTSIDE = np.where(np.arange(WINDOW_LABELS) == OUTSIDE, 0, _NEVER).astype(np.float32)


class Tagged(NamedTuple):
    """An attribution in tokens ``[first, stop)``; content has one stretch or more, source may have none.

    `cue_share` is the probability (0 to 1) that the cue is one.
    """

    cue: Stretch
    content: tuple[Stretch, ...]
    source: tuple[Stretch, ...]
    cue_share: float


class Read(NamedTuple):
    """What the network sees in the tokens of a text.

    A vector for each, as itself and as a neighbour of a cue; probabilities of roles and labels, all of them and those
    that a neighbour shows.
    """

    vectors: Marks
    neighbours: Marks
    roles: Marks
    shares: Marks


def read_tokens(weights: Weights, inputs: Inputs, words: WordVectors, language: Language) -> Read:
    """Return the network's view of each token; there must be one at least."""
    count, edge = len(inputs.tokens), reach(weights)
    first_vectors = _first_vectors(weights, inputs, words, language)
    vectors = []
    for start in range(0, count, _TOKENS_A_BLOCK):
        stop = min(count, start + _TOKENS_A_BLOCK)
        first, last = max(0, start - edge), min(count, stop + edge)
        block = encode(np, weights, first_vectors[first:last].copy())
        vectors.append(block[start - first : stop - first])
    joined = np.concatenate(vectors) if len(vectors) > 1 else vectors[0]
    roles = probabilities(np, label_tokens(weights, joined))
    # One row for each share in memory, as `label_windows` goes through them.
    shares = roles.reshape(-1, TOKEN_ROLES * TOKEN_LABELS).T[list(SHOWN)].T
    return Read(joined, see_near_cue(weights, joined), roles, shares)


def _first_vectors(weights: Weights, inputs: Inputs, words: WordVectors, language: Language) -> Marks:
    if inputs.tree is not None:
        return np.asarray(embed(weights, *read_words(inputs, language)))
    vectors = words.of([token.text for token in inputs.tokens])
    vectors += inputs.context @ weights["marks"][len(WORD_MARKS) :]
    return vectors


def find_cues(roles: Marks, least_share: float) -> list[Stretch]:
    """Return the stretches that begin with a token whose probability to begin a cue is at least `least_share`."""
    outside, begins, further = roles[:, 0].T
    goes_on = set(np.flatnonzero((further > outside) & (further > begins)).tolist())
    cues: list[Stretch] = []
    for first in np.flatnonzero(roles[:, 0, 1] >= least_share).tolist():
        if cues and first < cues[-1][1]:
            continue
        stop = first + 1
        while stop in goes_on:
            stop += 1
        cues.append((first, stop))
    return cues


def tag(weights: Weights, inputs: Inputs, read: Read, cues: Sequence[Stretch]) -> list[Tagged]:
    """Return the attributions of cues in their order; a cue to which no content is found has none."""
    starts = range(0, len(cues), _CUES_A_BLOCK)
    return [
        one
        for start in starts
        for one in _tag_some(weights, inputs, read, cues[start : start + _CUES_A_BLOCK])
    ]


def _tag_some(weights: Weights, inputs: Inputs, read: Read, cues: Sequence[Stretch]) -> list[Tagged]:
    windows = read_windows(inputs, cues)
    scores = label_windows(np, weights, read.vectors, read.neighbours, read.shares, windows)
    scores[~windows.inside | (windows.signs[:, 0] > 0)] = _ALWAYS_OUTSIDE
    # Labels follow one another in the row, where nothing goes on over what is left out or to the next cue.
    in_row = np.full((windows.row[-1] + 1, WINDOW_LABELS), _ALWAYS_OUTSIDE)
    in_row[windows.row] = scores
    labels = best_labels(in_row)[windows.row]
    content, source = _stretches(labels, windows.cue, windows.token, len(cues))
    shares = read.roles[windows.first, 0, 1].tolist()
    return [
        Tagged(cue, tuple(content[k]), tuple(source[k]), shares[k])
        for k, cue in enumerate(cues)
        if content[k]
    ]


def best_labels(scores: Marks) -> Numbers:
    """Return the best labels (places,) of scores (places, labels) of which no stretch lacks its first token.

    A label that continues a stretch follows only one of its kind. Nearly everywhere the labels that are best alone obey
    that; where they do not, the Viterbi algorithm runs over the places that can change.
    """
    labels: Numbers = scores.argmax(-1)
    before = np.concatenate([[OUTSIDE], labels[:-1]])
    goes_on = (labels == CONTENT) | (labels == SOURCE)
    torn = np.flatnonzero(goes_on & (before != labels) & (before != labels - 1)).tolist()
    doubtful: list[Stretch] = []
    for place in torn:
        if doubtful and place < doubtful[-1][1]:
            continue
        start, stop = _first_in_doubt(scores, labels, torn, place), place + 1
        while stop < len(labels) and goes_on[stop]:
            stop += 1
        while doubtful and start < doubtful[-1][1]:
            start = min(start, doubtful.pop()[0])
        doubtful.append((start, stop))
    for start, stop in doubtful:
        first = int(labels[start - 1]) if start else OUTSIDE
        labels[start:stop] = _viterbi(scores[start:stop].tolist(), first)
    return labels


def _first_in_doubt(scores: Marks, labels: Numbers, torn: Sequence[int], place: int) -> int:
    """Return the first place whose label may change for a stretch that goes on at a place without having begun.

    To begin the stretch there has a price. To begin it farther to the left costs something at each place in between,
    and more than that price from some place on, even if nothing had to be paid there for other torn stretches.
    """
    label = int(labels[place])
    row = scores[place].tolist()
    price = row[label] - row[label - 1]
    while place and price >= 0:
        place -= 1
        row = scores[place].tolist()
        price -= max(row) - max(row[label - 1], row[label])
        if place in torn:
            price += max(row) - row[int(labels[place]) - 1]
    return place


def _viterbi(scores: list[list[float]], before: int) -> list[int]:
    """Return the best labels of places whose scores are given, behind a place that has the label `before`."""
    begins = (OUTSIDE, CONTENT_FIRST, SOURCE_FIRST)
    # Before the first place there is one state alone.
    within = (before + 1) // 2
    states = tuple(0.0 if state == within else 2 * _NEVER for state in range(3))
    steps: list[tuple[int, bool, bool]] = []
    for outside, content_first, content, source_first, source in scores:
        best = max(states)
        content_begins, content_goes_on = best + content_first, states[1] + content
        source_begins, source_goes_on = best + source_first, states[2] + source
        steps.append((states.index(best), content_goes_on > content_begins, source_goes_on > source_begins))
        states = (
            best + outside, max(content_begins, content_goes_on), max(source_begins, source_goes_on)
        )  # fmt: skip
    state = states.index(max(states))
    labels = [OUTSIDE] * len(scores)
    for place in range(len(scores) - 1, -1, -1):
        before, content_goes_on, source_goes_on = steps[place]
        if state == 1 and content_goes_on:
            labels[place] = CONTENT
        elif state == 2 and source_goes_on:
            labels[place] = SOURCE
        else:
            labels[place] = begins[state]
            state = before
    return labels


def _stretches(labels: Numbers, cue: Numbers, token: Numbers, cues: int) -> list[list[list[Stretch]]]:
    """Return the contents of each of some cues, and the sources, from the labels, cues and tokens of places.

    Two stretches that touch are one.
    """
    kind = (labels + 1) // 2  # outside, content, source
    edges = np.flatnonzero((kind[1:] != kind[:-1]) | (token[1:] != token[:-1] + 1) | (cue[1:] != cue[:-1]))
    opens, closes = np.concatenate([[0], edges + 1]), np.append(edges, len(kind) - 1)
    found: list[list[list[Stretch]]] = [[[] for _ in range(cues)] for _ in range(3)]
    stretches = (part.tolist() for part in (kind[opens], cue[opens], token[opens], token[closes]))
    for what, number, first, last in zip(*stretches, strict=True):
        found[what][number].append((first, last + 1))
    return found[1:]
