"""From the network's scores to attributions in tokens: cues first, then content and source of each (room: features)."""

from typing import NamedTuple

import numpy as np

from framing.features.tagger.inputs import Inputs, Marks, Numbers, Stretch, read_windows, with_tree
from framing.features.tagger.network import (
    CONTENT,
    CONTENT_FIRST,
    OUTSIDE,
    REACH,
    SHOWN,
    SOURCE,
    SOURCE_FIRST,
    TOKEN_LABELS,
    TOKEN_ROLES,
    WINDOW_LABELS,
    Weights,
    Windows,
    encode,
    label_tokens,
    label_windows,
    probabilities,
    see_near_cue,
)

# Long texts go through the network in blocks, so that memory is bounded; blocks overlap by what a token sees.
_TOKENS_A_BLOCK, _CUES_AT_ONCE, _CUES_A_BLOCK = 4096, 384, 12
_NEVER = -1e6
_LEAST = 1e-9


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


def read_tokens(weights: Weights, inputs: Inputs) -> Read:
    """Return the network's view of each token; there must be one at least."""
    count = len(inputs.tokens)
    vectors = []
    for start in range(0, count, _TOKENS_A_BLOCK):
        stop = min(count, start + _TOKENS_A_BLOCK)
        first, last = max(0, start - REACH), min(count, stop + REACH)
        block = encode(np, weights, inputs.embeddings[first:last], inputs.marks[first:last])
        vectors.append(block[start - first : stop - first])
    joined = np.concatenate(vectors)
    roles = probabilities(np, label_tokens(weights, joined))
    shares = roles.reshape(-1, TOKEN_ROLES * TOKEN_LABELS)[:, SHOWN]
    return Read(joined, see_near_cue(weights, joined), roles, shares)


def find_cues(roles: Marks, least_share: float) -> list[Stretch]:
    """Return the stretches that begin with a token whose probability to begin a cue is at least `least_share`."""
    begins, goes_on = roles[:, 0, 1], roles[:, 0].argmax(-1) == 2
    cues: list[Stretch] = []
    for first in np.flatnonzero(begins >= least_share).tolist():
        if cues and first < cues[-1][1]:
            continue
        stop = first + 1
        while stop < len(begins) and goes_on[stop]:
            stop += 1
        cues.append((first, stop))
    return cues


def tag(weights: Weights, inputs: Inputs, read: Read, cues: list[Stretch]) -> list[Tagged]:
    """Return the attributions of cues in their order; a cue to which no content is found has none."""
    starts = range(0, len(cues), _CUES_AT_ONCE)
    return [
        one
        for start in starts
        for one in _tag_some(weights, inputs, read, cues[start : start + _CUES_AT_ONCE])
    ]


def _tag_some(weights: Weights, inputs: Inputs, read: Read, cues: list[Stretch]) -> list[Tagged]:
    windows = read_windows(inputs, cues)
    found: dict[int, Tagged] = {}
    # Neighbourhoods of like length go together, so that little time is spent on places that hold nothing.
    order = np.argsort(windows.inside.sum(1), kind="stable")
    for start in range(0, len(cues), _CUES_A_BLOCK):
        some = order[start : start + _CUES_A_BLOCK]
        cropped = with_tree(inputs, [cues[row] for row in some], _cropped(windows, some))
        likely = probabilities(
            np, label_windows(np, weights, read.vectors, read.neighbours, read.shares, cropped)
        )
        scores = np.log(likely + _LEAST)
        scores[~cropped.inside | (cropped.signs[..., 0] > 0), OUTSIDE + 1 :] = _NEVER
        labels = best_labels(scores)
        is_content = (labels == CONTENT_FIRST) | (labels == CONTENT)
        is_source = (labels == SOURCE_FIRST) | (labels == SOURCE)
        for k in np.flatnonzero(is_content.any(1)):
            cue = cues[some[k]]
            found[int(some[k])] = Tagged(
                cue,
                _stretches(cropped.token[k][is_content[k]]),
                _stretches(cropped.token[k][is_source[k]]),
                float(read.roles[cue[0], 0, 1]),
            )
    return [found[number] for number in sorted(found)]


def _cropped(windows: Windows, rows: Numbers) -> Windows:
    """Return some rows of windows, each from the first place that can belong to its cue, as long as the longest."""
    inside = windows.inside[rows]
    first = inside.argmax(1)
    stop = inside.shape[1] - inside[:, ::-1].argmax(1)
    places = first[:, None] + np.arange((stop - first).max())
    beyond = places >= inside.shape[1]
    places = np.minimum(places, inside.shape[1] - 1)
    cropped = [part[rows[:, None], places] for part in (windows.place, *windows[3:])]
    cropped[2][beyond] = False
    return Windows(cropped[0], windows.first[rows], windows.last[rows], *cropped[1:])


def best_labels(scores: Marks) -> Numbers:
    """Return the best labels (rows, tokens) of scores (rows, tokens, labels) of which no stretch lacks its first token.

    The Viterbi algorithm: a label that continues a stretch follows only one of its kind.
    """
    rows, count, _ = scores.shape
    best = scores[:, 0] + _ENTRY
    came_from = np.zeros((count, rows, WINDOW_LABELS), np.int8)
    for place in range(1, count):
        reached = best[:, :, None] + _STEPS
        came_from[place] = reached.argmax(1)
        best = reached.max(1) + scores[:, place]
    labels = np.zeros((rows, count), np.int64)
    label = best.argmax(1)
    everyone = np.arange(rows)
    for place in range(count - 1, -1, -1):
        labels[:, place] = label
        label = came_from[place, everyone, label]
    return labels


def _steps() -> Marks:
    steps = np.zeros((WINDOW_LABELS, WINDOW_LABELS), np.float32)
    for goes_on, begins in ((CONTENT, CONTENT_FIRST), (SOURCE, SOURCE_FIRST)):
        steps[[label for label in range(WINDOW_LABELS) if label not in (begins, goes_on)], goes_on] = _NEVER
    return steps


_STEPS = _steps()
_ENTRY = _STEPS[OUTSIDE]


def _stretches(tokens: Numbers) -> tuple[Stretch, ...]:
    """Return rising tokens as stretches; two that touch are one."""
    found: list[Stretch] = []
    for token in tokens.tolist():
        if found and found[-1][1] == token:
            found[-1] = (found[-1][0], token + 1)
        else:
            found.append((token, token + 1))
    return tuple(found)
