"""Train the attribution tagger on articles annotated with source, cue and content: one command, the same weights.

    python training/attribution.py DATA.jsonl.gz [--out FOLDER] [--spacy PIPELINE]

DATA holds one object a line: ``{"id", "text", "attributions": [{"source": [[start, end], ...], "cue": ..., "content":
...}]}``, offsets in characters, as in PARC 3 and PolNeAR. Needs ``pip install 'framing[train]'`` (jax, optax); with one
processor core, PolNeAR's 840 articles take about a quarter of an hour. Every tenth article is held back: thresholds are
chosen there, and the figures printed at the end are measured there. docs/model-card.md tells the shipped weights.
With --spacy, the network sees the trees of a spaCy pipeline that you have installed too, and its weights are written
beside the others (docs/spacy.md).
"""

import argparse
import hashlib
import itertools
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# One thread: sums are added up in one order, so that the same data give the same weights.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import msgspec
import numpy as np
import optax

from examples import (
    HELD_BACK,
    TOKENS_A_STEP,
    Example,
    Stretch,
    make_steps,
    read_example,
    read_rows,
    stretches_of,
)
from framing.errors import FramingError
from framing.features.attribution import add_tagged
from framing.features.tagger.inputs import MARKS, RULES, Inputs
from framing.features.tagger.network import (
    BETWEEN,
    DISTANCES,
    MOST_PARAGRAPHS,
    MOST_SENTENCES,
    SHARES,
    SHOWN,
    SIGNS,
    TOKEN_LABELS,
    TOKEN_ROLES,
    WINDOW_LABELS,
    embed,
    encode,
    label_tokens,
    label_windows,
    see_near_cue,
)
from framing.features.tagger.parse import load_parser
from framing.features.tagger.weights import (
    Card,
    Model,
    Variant,
    columns,
    load_model,
    save_arrays,
    save_card,
)
from framing.features.tagger.words import EMBEDDINGS, IDENTITY
from framing.lexicon.language import Language, load_language

Weights = dict[str, Any]

LEARNING_RATE, WARM_UP, WEIGHT_DECAY, CLIP, AVERAGE = 2e-3, 200, 1e-2, 1.0, 0.995
DROPOUT, WORDS_HIDDEN, RULES_HIDDEN, DROPOUT_BLOCK = 0.15, 0.15, 0.1, 64
CUE_LOSS, ROLE_LOSS, WINDOW_LOSS = 6.0, 1.0, 0.1
WIDTH, WINDOW_WIDTH, LAYERS, WINDOW_LAYERS = 96, 64, 5, 4
# Thresholds that are tried on the articles held back, and those that hardly matter there.
CUE_SHARES, UNLISTED_SHARES, NEARLY = (0.4, 0.45, 0.5), (0.5, 0.6, 0.7), 0.01
SHARE_OF_QUOTATION, SHARE_OF_RULED = 0.01, 0.1
LEAST_OVERLAP = 0.5


# --- the model ----------------------------------------------------------------------------------------------------


def first_weights(dice: np.random.Generator, variant: Variant) -> Weights:
    """Return random weights."""
    marks, signs = columns(variant)

    def draw(*sizes: int, spread: float | None = None) -> Any:
        return (dice.standard_normal(sizes) * (spread or sizes[0] ** -0.5)).astype(np.float32)

    weights = {
        "words": draw(EMBEDDINGS, WIDTH, spread=0.3),
        "marks": draw(len(marks), WIDTH, spread=0.3),
        "role weights": draw(WIDTH, TOKEN_ROLES * TOKEN_LABELS),
        "role bias": np.zeros(TOKEN_ROLES * TOKEN_LABELS, np.float32),
        "near cue": draw(WIDTH, WINDOW_WIDTH),
        "first of cue": draw(WIDTH, WINDOW_WIDTH),
        "last of cue": draw(WIDTH, WINDOW_WIDTH),
        "distance": draw(2 * DISTANCES, WINDOW_WIDTH, spread=0.3),
        "sentences": draw(2 * MOST_SENTENCES + 1, WINDOW_WIDTH, spread=0.3),
        "paragraphs": draw(2 * MOST_PARAGRAPHS + 1, WINDOW_WIDTH, spread=0.3),
        "signs": draw(len(SIGNS) + len(signs) + SHARES - 1 + BETWEEN, WINDOW_WIDTH, spread=0.5),
        "label weights": draw(WINDOW_WIDTH, WINDOW_LABELS),
        "label bias": np.zeros(WINDOW_LABELS, np.float32),
    }
    for name, width, layers in (("token", WIDTH, LAYERS), ("window", WINDOW_WIDTH, WINDOW_LAYERS)):
        for layer in range(layers):
            weights[f"{name} {layer} weights"] = draw(width, width) * np.float32(0.7)
    return weights


def loss(weights: Weights, step: dict[str, Any], key: Any) -> Any:
    """Return how far the network is from the annotation; words, rules and channels are hidden here and there."""
    keys = iter(jax.random.split(key, 32))

    def drop(x: Any) -> Any:
        """Hide channels over a stretch of tokens, so that neighbours cannot tell them."""
        blocks = x.reshape(-1, DROPOUT_BLOCK, x.shape[-1]) if x.ndim == 2 else x
        kept = jax.random.bernoulli(next(keys), 1 - DROPOUT, (blocks.shape[0], 1, blocks.shape[2]))
        return (blocks * kept / (1 - DROPOUT)).reshape(x.shape)

    hidden = jax.random.bernoulli(next(keys), WORDS_HIDDEN, (TOKENS_A_STEP, 1)) & jnp.array(IDENTITY)
    embeddings = jnp.where(hidden, EMBEDDINGS, step["embeddings"])
    blocks = jax.random.bernoulli(next(keys), RULES_HIDDEN, (TOKENS_A_STEP // DROPOUT_BLOCK,))
    of_rules = jnp.array([name in RULES for name in MARKS] + [False] * (step["marks"].shape[1] - len(MARKS)))
    marks = jnp.where(jnp.repeat(blocks, DROPOUT_BLOCK)[:, None] & of_rules, 0, step["marks"])
    nothing = jnp.zeros((1, weights["words"].shape[1]))
    with_nothing = {**weights, "words": jnp.concatenate([weights["words"], nothing])}
    inside = step["inside"]
    vectors = encode(jnp, weights, embed(with_nothing, embeddings, marks), inside, drop)
    scores = label_tokens(weights, vectors)
    by_role = (optax.softmax_cross_entropy_with_integer_labels(scores, step["token labels"]) * inside).sum(
        0
    ) / inside.sum()
    roles = jax.lax.stop_gradient(jax.nn.softmax(scores)).reshape(TOKENS_A_STEP, -1)
    windows = step["windows"]
    labels = label_windows(
        jnp, weights, vectors, see_near_cue(weights, vectors), roles[:, jnp.array(SHOWN)], windows, drop
    )
    by_place = optax.softmax_cross_entropy_with_integer_labels(labels, step["window labels"])
    by_window = (by_place * windows.inside).sum(-1) * step["cues"]
    return (
        CUE_LOSS * by_role[0]
        + ROLE_LOSS * (by_role[1] + by_role[2])
        + WINDOW_LOSS * by_window.sum() / step["cues"].sum()
    )


def train(examples: Sequence[Example], epochs: int, seed: int, variant: Variant = "") -> Weights:
    """Return weights: the running average of those that AdamW walks through, with a cosine schedule."""
    dice = np.random.default_rng(seed)
    weights = {name: jnp.asarray(part) for name, part in first_weights(dice, variant).items()}
    steps = epochs * sum(1 for _ in make_steps(examples, np.random.default_rng(seed)))
    schedule = optax.warmup_cosine_decay_schedule(
        0, LEARNING_RATE, min(WARM_UP, steps // 4), steps, LEARNING_RATE / 100
    )
    optimiser = optax.chain(
        optax.clip_by_global_norm(CLIP), optax.adamw(schedule, b2=0.99, weight_decay=WEIGHT_DECAY)
    )

    @jax.jit
    def advance(weights: Weights, average: Weights, state: Any, step: dict[str, Any], key: Any) -> Any:
        lost, slope = jax.value_and_grad(loss)(weights, step, key)
        change, state = optimiser.update(slope, state, weights)
        weights = optax.apply_updates(weights, change)
        average = jax.tree.map(lambda old, new: AVERAGE * old + (1 - AVERAGE) * new, average, weights)
        return weights, average, state, lost

    average, state, key = weights, optimiser.init(weights), jax.random.PRNGKey(seed)
    begin = time.monotonic()
    for epoch in range(epochs):
        losses = []
        for step in make_steps(examples, dice):
            key, now = jax.random.split(key)
            weights, average, state, lost = advance(weights, average, state, step, now)
            losses.append(float(lost))
        print(
            f"epoch {epoch + 1:2}  loss {np.mean(losses):.4f}  {time.monotonic() - begin:5.0f} s", flush=True
        )
    return {name: np.asarray(part) for name, part in average.items()}


# --- thresholds and figures ---------------------------------------------------------------------------------------


def choose_thresholds(held_back: Sequence[Example], language: Language, model: Model) -> Model:
    """Return the model with its thresholds: with the rules, the most precise of those that do nearly best.

    They do nearly best whose soft and exact F1 add up to no more than `NEARLY` less than the best sum: other news is
    less like the articles than these are like one another, so that what is found there should be surer.
    """
    tried = []
    for least, unlisted in itertools.product(CUE_SHARES, UNLISTED_SHARES):
        card = msgspec.structs.replace(model.card, least_cue_share=least, least_cue_share_unlisted=unlisted)
        figures = score(held_back, language, model._replace(card=card))
        told = "  ".join(f"{name} {100 * value:.1f}" for name, value in figures.items())
        print(f"cue {least:.2f}  unlisted cue {unlisted:.2f}  {told}", flush=True)
        rounded = {name: round(value, 4) for name, value in figures.items()}
        tried.append(msgspec.structs.replace(card, held_back=rounded))
    best = max(map(_sum_of_f1, tried))
    near = [card for card in tried if _sum_of_f1(card) >= best - NEARLY]
    return model._replace(card=max(near, key=lambda card: card.held_back["soft precision"]))


def _sum_of_f1(card: Card) -> float:
    return card.held_back["soft f1"] + card.held_back["exact f1"]


def score(examples: Sequence[Example], language: Language, model: Model) -> dict[str, float]:
    """Return precision, recall and F1 (0 to 1) of contents that overlap by half, and the F1 of those that agree."""
    paired = exact = predicted = annotated = 0
    for example in examples:
        found = add_tagged(example.document, language, example.matches, example.found, model)
        mine = [_words(example.inputs, stretches_of(example.inputs, one.content)) for one in found]
        theirs = [_words(example.inputs, one.content) for one in example.attributions]
        pairs = sorted(
            (
                (len(a & b) / len(a | b), i, j)
                for i, a in enumerate(mine)
                for j, b in enumerate(theirs)
                if a & b
            ),
            reverse=True,
        )
        used_mine: set[int] = set()
        used_theirs: set[int] = set()
        for overlap, i, j in pairs:
            if overlap >= LEAST_OVERLAP and i not in used_mine and j not in used_theirs:
                used_mine.add(i)
                used_theirs.add(j)
                exact += overlap == 1
        paired += len(used_mine)
        predicted += len(mine)
        annotated += len(theirs)
    return {
        "soft precision": paired / max(1, predicted),
        "soft recall": paired / max(1, annotated),
        "soft f1": 2 * paired / max(1, predicted + annotated),
        "exact f1": 2 * exact / max(1, predicted + annotated),
    }


def _words(inputs: Inputs, stretches: Sequence[Stretch]) -> frozenset[int]:
    return frozenset(n for first, stop in stretches for n in range(first, stop) if inputs.tokens[n].is_word)


def main() -> int:
    """Train, choose thresholds on the articles held back, write the weights and their card, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="annotated articles as JSON Lines")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("framing/features/tagger"),
        help="where the weights go (framing/features/tagger, in place of the shipped ones)",
    )
    parser.add_argument("--language", default="en", help="the language of the articles (en)")
    parser.add_argument("--epochs", type=int, default=24, help="how often each article is read (24)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--spacy", metavar="PIPELINE", help="a spaCy pipeline whose trees the network sees too"
    )
    arguments = parser.parse_args()
    language = load_language(arguments.language)
    trees = load_parser(arguments.spacy) if arguments.spacy else None
    variant: Variant = "spacy" if trees else ""
    marks, signs = columns(variant)
    examples = [read_example(row, language, trees) for row in read_rows(arguments.data)]
    held_back = examples[::HELD_BACK]
    used = [example for number, example in enumerate(examples) if number % HELD_BACK]
    if not used:
        raise SystemExit(f"{arguments.data}: holds {len(examples)} articles; expected at least two")
    print(f"{len(used)} articles to train on, {len(held_back)} held back", flush=True)
    weights = train(used, arguments.epochs, arguments.seed, variant)
    arguments.out.mkdir(parents=True, exist_ok=True)
    card = Card(
        language=arguments.language,
        variant=variant,
        pipeline=f"{trees.name} {trees.version}" if trees else None,
        marks=list(marks),
        signs=list(signs),
        least_cue_share=CUE_SHARES[0],
        least_cue_share_unlisted=UNLISTED_SHARES[0],
        least_cue_share_of_quotation=SHARE_OF_QUOTATION,
        least_share_of_ruled=SHARE_OF_RULED,
        digest=save_arrays(weights, arguments.language, arguments.out, variant=variant),
        data=arguments.data.name,
        data_digest=hashlib.sha256(arguments.data.read_bytes()).hexdigest()[:12],
        articles=len(used),
        attributions=sum(len(example.attributions) for example in used),
        seed=arguments.seed,
        epochs=arguments.epochs,
        held_back={},
    )
    save_card(card, arguments.out)
    # As they are read again, in half precision.
    model = load_model(arguments.language, arguments.out, variant=variant)
    assert model is not None
    save_card(choose_thresholds(held_back, language, model._replace(parser=trees)).card, arguments.out)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, FramingError) as error:
        sys.exit(f"error: {error}")
