"""The network: a convolution over all tokens that finds cues, then one over the neighbourhood of each cue.

Written once for numpy, which runs it, and for jax, which trains it: `xp` is the one or the other. Weights are a plain
mapping of names to arrays; how many layers there are, of which kind, how wide, and whether normalised, is theirs to
say. Dilated convolutions with residuals, iterated: Strubell et al. 2017, "Fast and accurate entity recognition with
iterated dilated convolutions"; some channels of the neighbours in place of whole neighbours: Lin, Gan and Han 2019,
"TSM: Temporal shift module for efficient video understanding"; hashed embeddings: Serrà and Karatzoglou 2017.
(Room: features.)
"""

from collections.abc import Callable, Mapping
from functools import reduce
from itertools import count
from typing import Any, NamedTuple

import numpy as np

Array = Any  # numpy's or jax's
Weights = Mapping[str, Array]
Neighbours = tuple[Array, Array]  # of each token, the number of the one behind and of the one ahead

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
# Of the probabilities that `label_tokens` gives, those that a neighbour shows; of the first of these, it also shows how
# many beginnings of cues and contents lie between it and the cue, up to a few.
SHOWN = (1, 4, 5, 7, 8)
SHARES = len(SHOWN)
BETWEEN, MOST_BETWEEN = 2, 3
# The row of the table of distances for each place of a window, from `LEFT` before a cue to `RIGHT` behind it.
_PLACES = np.arange(-LEFT, RIGHT + 1)
_STEPS = np.floor(2 * np.log2(np.maximum(np.abs(_PLACES), 1))).astype(np.int64) + (_PLACES != 0)
_ROW_OF_PLACE = np.minimum(_STEPS, DISTANCES - 1) + np.where(_PLACES < 0, DISTANCES, 0)
# Layers look one, two, four, eight steps to either side, and one again.
_DILATIONS = 4
# As far as any layer looks: so many free places keep one neighbourhood from seeing the next.
GAP = 2 ** (_DILATIONS - 1)
# A layer with as many rows of weights as channels takes one channel in so many from either neighbour.
_CHANNELS_A_NEIGHBOUR_S = 4


class Windows(NamedTuple):
    """The neighbourhoods of cues, as places that hold a token each.

    `first` and `last` (cues,) are the cues' own tokens. Of each place, `cue` is the number of its cue, `place` counts
    tokens from the first of the cue, `token` is the token there, `inside` whether it can belong to the cue, `sentences`
    and `paragraphs` how many lie between it and the cue, `signs` (places, 4 or more) the first four of `SIGNS` and,
    with a parser, its own. For jax they are (cues, places) side by side. numpy has those inside alone, and one behind
    them that is empty; `row` is where each stands in a row, with `GAP` free between two cues and at both ends.
    """

    first: Array
    last: Array
    cue: Array
    place: Array
    token: Array
    inside: Array
    row: Array
    sentences: Array
    paragraphs: Array
    signs: Array


def layers(weights: Weights, name: str) -> int:
    """Return how many layers the network of tokens ("token") or of neighbourhoods ("window") has."""
    return next(layer for layer in count() if f"{name} {layer} weights" not in weights)


def dilation(layer: int) -> int:
    """Return how many steps to either side a layer looks."""
    return int(2 ** (layer % _DILATIONS))


def reach(weights: Weights) -> int:
    """Return how many tokens to either side all layers over tokens see together."""
    return sum(map(dilation, range(layers(weights, "token"))))


def unchanged(x: Array) -> Array:
    """Return an array as it is; in training, dropout stands in its place."""
    return x


def embed(weights: Weights, rows: Array, marks: Array) -> Array:
    """Return the first vector of each token (tokens, width) from what `inputs` gives."""
    return weights["words"][rows].sum(-2) + marks @ weights["marks"]


def encode(
    xp: Any, weights: Weights, x: Array, inside: Array | None = None,
    drop: Callable[[Array], Array] = unchanged,
) -> Array:  # fmt: skip
    """Return a vector for each token (tokens, width) that knows its neighbours, from those of `embed`.

    `inside` (tokens, 1) is 0 at places that hold no token, where several texts are laid side by side in training.
    """
    x = drop(_normalised(xp, x, weights.get("token gain")))
    x = x if inside is None else x * inside
    for layer in range(layers(weights, "token")):
        x = _layer(xp, weights, f"token {layer}", x, dilation(layer), drop)
        x = x if inside is None else x * inside
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
    """Return scores (places of windows, `WINDOW_LABELS`): what each token near a cue is to it.

    `neighbours` are from `see_near_cue`, `shares` (tokens, `SHARES`) from `label_tokens`: the probabilities that the
    token begins a cue, begins or continues a content, begins or continues a source, of whatever cue.
    """
    cue = vectors[windows.first] @ weights["first of cue"] + vectors[windows.last] @ weights["last of cue"]
    where = weights["whereabouts"] if "whereabouts" in weights else whereabouts(weights)
    x = neighbours.take(windows.token, 0)
    x += cue.take(windows.cue, 0)
    x += where.take(_row(xp, windows), 0)
    # Weights that were trained before `BETWEEN` know all signs but the last.
    signs = _signs(xp, shares, windows)[: len(weights["signs"])]
    x += xp.moveaxis(signs, 0, -1) @ weights["signs"]
    x = _without_outside(xp, drop(_normalised(xp, x, weights.get("window gain"))), windows)
    near = _neighbours(xp, windows)
    for layer in range(layers(weights, "window")):
        x = _layer(xp, weights, f"window {layer}", x, near(dilation(layer)), drop)
        x = _without_outside(xp, x, windows)
    return x @ weights["label weights"] + weights["label bias"]


def _neighbours(xp: Any, windows: Windows) -> Callable[[int], int | Neighbours]:
    """Return what gives the places some steps behind and ahead of each, the empty one where there is none.

    To jax, whose places stand side by side, the steps tell enough.
    """
    if xp is not np:
        return lambda steps: steps
    row, places = windows.row, len(windows.row)
    at = np.full(row[-1] + GAP + 1, places - 1)
    at[row] = np.arange(places)
    return lambda steps: (at[row - steps], at[row + steps])


def _signs(xp: Any, shares: Array, windows: Windows) -> Array:
    """Return the signs of each place, one sign behind the other: few long rows are quicker than many short ones."""
    of_windows, of_tokens = xp.moveaxis(windows.signs, -1, 0), shares.T
    near = of_tokens.take(windows.token, 1)
    another = near[:1] * (1 - of_windows[:1])
    before = xp.cumsum(of_tokens[:BETWEEN], 1)
    between = before.take(windows.token, 1) - before.take(windows.first, 1).take(windows.cue, 1)
    between = xp.minimum(xp.abs(between), MOST_BETWEEN)
    # What is outside is emptied before any layer sees it, so that this sign tells nothing.
    outside = xp.zeros_like(another)
    return xp.concatenate([of_windows, another, outside, near[1:], between])


def probabilities(xp: Any, scores: Array) -> Array:
    """Return the softmax of scores over their last axis, which is short."""
    # A library that goes through thousands of short rows is slow: here it goes through few long columns.
    columns = [scores[..., k] for k in range(scores.shape[-1])]
    powers = xp.exp(scores - reduce(xp.maximum, columns)[..., None])
    powers /= reduce(xp.add, [powers[..., k] for k in range(scores.shape[-1])])[..., None]
    return powers


def whereabouts(weights: Weights) -> Array:
    """Return the table of what distance, sentences and paragraphs from a cue tell together (rows, width of windows)."""
    sentences, paragraphs = 2 * MOST_SENTENCES + 1, 2 * MOST_PARAGRAPHS + 1
    table = weights["sentences"][:, None] + weights["paragraphs"]
    table = weights["distance"][:, None] + table.reshape(1, sentences * paragraphs, -1)
    return table.reshape(-1, table.shape[-1])


def _row(xp: Any, windows: Windows) -> Array:
    """Return the row of `whereabouts` for each place of some windows."""
    row = xp.asarray(_ROW_OF_PLACE)[windows.place + LEFT] * (2 * MOST_SENTENCES + 1)
    row += xp.minimum(xp.maximum(windows.sentences, -MOST_SENTENCES), MOST_SENTENCES) + MOST_SENTENCES
    row *= 2 * MOST_PARAGRAPHS + 1
    row += xp.minimum(xp.maximum(windows.paragraphs, -MOST_PARAGRAPHS), MOST_PARAGRAPHS) + MOST_PARAGRAPHS
    return row


def _layer(
    xp: Any, weights: Weights, name: str, x: Array, near: int | Neighbours, drop: Callable[[Array], Array]
) -> Array:
    """A residual layer: each token sees itself and one on either side, or a part of their channels.

    They are some steps off, or given by number. It is normalised where the weights hold a gain for it.
    """
    matrix = weights[f"{name} weights"]
    change = _mixed(xp, x, near) @ matrix if len(matrix) == x.shape[-1] else _convolved(xp, x, matrix, near)
    if f"{name} bias" in weights:
        change += weights[f"{name} bias"]
    change = drop(change)
    change += x
    # This is x + max(change, 0); numpy compares with an array faster than with a number.
    change = xp.maximum(change, x) if xp is not np else np.maximum(change, x, out=change)
    return _normalised(xp, change, weights[f"{name} gain"]) if f"{name} gain" in weights else change


def _mixed(xp: Any, x: Array, near: int | Neighbours) -> Array:
    """Return vectors whose first channels are of the token behind, and the next of the one ahead."""
    part = x.shape[-1] // _CHANNELS_A_NEIGHBOUR_S
    if isinstance(near, tuple):
        return _gathered(x.reshape(-1, part), near).reshape(x.shape)
    steps, mixed = near, xp.array(x)
    for channels, to, of in (
        (slice(None, part), slice(steps, None), slice(None, -steps)),
        (slice(part, 2 * part), slice(None, -steps), slice(steps, None)),
    ):
        nothing = slice(None, steps) if to.start else slice(-steps, None)
        mixed = _put(xp, mixed, (..., to, channels), x[..., of, channels])
        mixed = _put(xp, mixed, (..., nothing, channels), 0)
    return mixed


def _gathered(parts: Array, near: Neighbours) -> Array:
    """Return the equal parts of vectors, their first of the token behind each, their second of the one ahead."""
    a_vector = _CHANNELS_A_NEIGHBOUR_S
    number = np.arange(len(parts)).reshape(-1, a_vector)
    for part, tokens in enumerate(near):
        number[:, part] = tokens * a_vector + part
    return parts.take(number, 0)


def _convolved(xp: Any, x: Array, matrix: Array, near: int | Neighbours) -> Array:
    """Return the convolution of vectors with three of them: the token behind, the token itself, the one ahead."""
    # Three products, added up where they belong, spare the copy that would lay three tokens side by side.
    behind, itself, ahead = matrix.reshape(3, x.shape[-1], -1)
    change = x @ itself
    if isinstance(near, tuple):
        return change + (x @ behind)[near[0]] + (x @ ahead)[near[1]]
    change = _add(xp, change, slice(near, None), x[..., :-near, :] @ behind)
    return _add(xp, change, slice(None, -near), x[..., near:, :] @ ahead)


def _without_outside(xp: Any, x: Array, windows: Windows) -> Array:
    """Return vectors with nothing at places outside; numpy's are overwritten."""
    if xp is not np:
        return xp.where(windows.inside[..., None], x, 0)
    x[-1] = 0
    return x


def _put(xp: Any, x: Array, where: Any, values: Any) -> Array:
    """Return vectors with others in some places of them; numpy's are overwritten."""
    if xp is not np:
        return x.at[where].set(values)
    x[where] = values
    return x


def _add(xp: Any, x: Array, rows: slice, more: Array) -> Array:
    """Return vectors with others added to some rows of them; numpy's are overwritten."""
    if xp is not np:
        return x.at[..., rows, :].add(more)
    x[..., rows, :] += more
    return x


def _normalised(xp: Any, x: Array, gain: Array | None) -> Array:
    """Return vectors whose squares are 1 on average; with a gain, of mean 0, times the gain. numpy's are overwritten.

    Without a gain: Zhang and Sennrich 2019, "Root mean square layer normalization".
    """
    width = x.shape[-1]
    if gain is not None:
        # A product with ones adds up faster than a sum.
        x -= (x @ xp.full(width, 1 / width, x.dtype))[..., None]
    x *= (1 / xp.sqrt(xp.einsum("...i,...i->...", x, x) / width + 1e-5))[..., None]
    return x if gain is None else x * gain
