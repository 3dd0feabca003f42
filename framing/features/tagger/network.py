"""The network: a convolution over all tokens that finds cues, then one over the neighbourhood of each cue.

Written once for numpy, which runs it, and for jax, which trains it: `xp` is the one or the other. Weights are a plain
mapping of names to arrays. Dilated convolutions with residuals: Strubell et al. 2017, "Fast and accurate entity
recognition with iterated dilated convolutions"; hashed embeddings: Serrà and Karatzoglou 2017. (Room: features.)
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Array = Any  # numpy's or jax's
Weights = Mapping[str, Array]

# How far each layer looks to either side; all layers together see REACH tokens.
TOKEN_DILATIONS = (1, 2, 4, 8)
REACH = sum(TOKEN_DILATIONS)
WINDOW_DILATIONS = (1, 2, 4, 8)

# Labels of a token in the text: outside, first or further token of a cue, of a content, of a source.
TOKEN_ROLES, TOKEN_LABELS = 3, 3
# Labels of a token for one cue.
OUTSIDE, CONTENT_FIRST, CONTENT, SOURCE_FIRST, SOURCE = range(5)
WINDOW_LABELS = 5

# Tokens before and behind a cue's first token, distances by half powers of two, and steps over sentences and
# paragraphs, to either side.
LEFT, RIGHT = 64, 80
DISTANCES, MOST_SENTENCES, MOST_PARAGRAPHS = 16, 3, 1
SIGNS = ("cue", "content by rule", "source by rule", "found by rule", "another cue", "outside")
# Of the probabilities that `label_tokens` gives, those that a neighbour shows.
SHOWN = (1, 4, 5, 7, 8)
SHARES = len(SHOWN)


class Windows(NamedTuple):
    """The neighbourhoods of cues, (cues, places) each.

    `token` is the token at each place, `inside` whether it can belong to the cue, `sentences` and `paragraphs` how many
    lie between it and the cue, `signs` (cues, places, 4 or more) the first four of `SIGNS` and, with a parser, its own.
    `first` and `last` (cues,) are the cues' own tokens; `place` counts from the first of them, from `-LEFT` to
    `RIGHT - 1` or part of that.
    """

    place: Array
    first: Array
    last: Array
    token: Array
    inside: Array
    sentences: Array
    paragraphs: Array
    signs: Array


def unchanged(x: Array) -> Array:
    """Return an array as it is; in training, dropout stands in its place."""
    return x


def encode(
    xp: Any, weights: Weights, rows: Array, marks: Array, inside: Array | None = None,
    drop: Callable[[Array], Array] = unchanged,
) -> Array:  # fmt: skip
    """Return a vector for each token (tokens, width) from what `inputs` gives.

    `inside` (tokens, 1) is 0 at places that hold no token, where several texts are laid side by side in training.
    """
    keep = 1.0 if inside is None else inside
    x = weights["words"][rows].sum(-2) + marks @ weights["marks"]
    x = drop(_normalised(xp, x, weights["token gain"])) * keep
    for layer, dilation in enumerate(TOKEN_DILATIONS):
        x = _layer(xp, weights, f"token {layer}", x, dilation, drop) * keep
    return x


def label_tokens(weights: Weights, vectors: Array) -> Array:
    """Return scores (tokens, `TOKEN_ROLES`, `TOKEN_LABELS`)."""
    scores = vectors @ weights["role weights"] + weights["role bias"]
    return scores.reshape(-1, TOKEN_ROLES, TOKEN_LABELS)


def see_near_cue(weights: Weights, vectors: Array) -> Array:
    """Return what each token (tokens, width of windows) is as a neighbour of whatever cue."""
    return vectors @ weights["near cue"]


def label_windows(
    xp: Any, weights: Weights, vectors: Array, neighbours: Array, shares: Array, windows: Windows,
    drop: Callable[[Array], Array] = unchanged,
) -> Array:  # fmt: skip
    """Return scores (cues, places, `WINDOW_LABELS`): what each token near a cue is to it.

    `neighbours` are from `see_near_cue`, `shares` (tokens, `SHARES`) from `label_tokens`: the probabilities that the
    token begins a cue, begins or continues a content, begins or continues a source, of whatever cue.
    """
    keep = windows.inside[..., None].astype(vectors.dtype)
    cue = vectors[windows.first] @ weights["first of cue"] + vectors[windows.last] @ weights["last of cue"]
    is_cue = windows.signs[..., :1]
    near = shares[windows.token]
    signs = xp.concatenate([windows.signs, near[..., :1] * (1 - is_cue), 1 - keep, near[..., 1:]], -1)
    x = (
        neighbours[windows.token]
        + cue[:, None, :]
        + weights["distance"][_distance(xp, windows.place)]
        + weights["sentences"][xp.clip(windows.sentences, -MOST_SENTENCES, MOST_SENTENCES) + MOST_SENTENCES]
        + weights["paragraphs"][
            xp.clip(windows.paragraphs, -MOST_PARAGRAPHS, MOST_PARAGRAPHS) + MOST_PARAGRAPHS
        ]
        + signs @ weights["signs"]
    )
    x = drop(_normalised(xp, x, weights["window gain"])) * keep
    for layer, dilation in enumerate(WINDOW_DILATIONS):
        x = _layer(xp, weights, f"window {layer}", x, dilation, drop) * keep
    return x @ weights["label weights"] + weights["label bias"]


def probabilities(xp: Any, scores: Array) -> Array:
    """Return the softmax of scores over their last axis."""
    powers = xp.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def _distance(xp: Any, place: Array) -> Array:
    """Return the row of the table of distances for each place of a window."""
    step = xp.floor(2 * xp.log2(xp.maximum(xp.abs(place), 1))).astype(int) + (place != 0)
    return xp.minimum(step, DISTANCES - 1) + xp.where(place < 0, DISTANCES, 0)


def _layer(
    xp: Any, weights: Weights, name: str, x: Array, dilation: int, drop: Callable[[Array], Array]
) -> Array:
    """A residual layer: each token sees itself and one token at `dilation` steps to either side."""
    edge = xp.zeros_like(x[..., :dilation, :])
    before = xp.concatenate([edge, x[..., :-dilation, :]], -2)
    behind = xp.concatenate([x[..., dilation:, :], edge], -2)
    seen = xp.concatenate([before, x, behind], -1)
    change = xp.maximum(seen @ weights[f"{name} weights"] + weights[f"{name} bias"], 0)
    return _normalised(xp, x + drop(change), weights[f"{name} gain"])


def _normalised(xp: Any, x: Array, gain: Array) -> Array:
    """Return vectors of mean 0 and variance 1; a product with ones adds up faster than a sum."""
    width = x.shape[-1]
    centred = x - (x @ xp.full(width, 1 / width, x.dtype))[..., None]
    spread = xp.sqrt(xp.einsum("...i,...i->...", centred, centred) / width + 1e-5)
    return centred * (1 / spread)[..., None] * gain
