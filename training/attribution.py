"""Train the attribution tagger on articles annotated with source, cue and content: one command, the same weights.

    python training/attribution.py DATA.jsonl.gz [--out FOLDER] [--spacy PIPELINE]

DATA holds one object a line: ``{"id", "text", "attributions": [{"source": [[start, end], ...], "cue": ..., "content":
...}]}``, offsets in characters, as in PARC 3 and PolNeAR. Needs ``pip install 'framing[train]'`` (jax, optax); with one
processor core, PolNeAR's 840 articles take about twenty-five minutes. Every tenth article is held back: thresholds are
chosen there, and the figures printed at the end are measured there. docs/model-card.md tells the shipped weights.
With --spacy, the network sees the trees of a spaCy pipeline that you have installed too, and its weights are written
beside the others (docs/spacy.md).
"""

import argparse
import gzip
import hashlib
import itertools
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

# One thread: sums are added up in one order, so that the same data give the same weights.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import msgspec
import numpy as np
import optax

from framing.errors import FramingError
from framing.features.attribution import add_tagged, find_by_rules
from framing.features.rules import Found
from framing.features.tagger.inputs import (
    EMBEDDINGS,
    IDENTITY,
    MARKS,
    RULES,
    Inputs,
    read_inputs,
    read_windows,
    with_tree,
)
from framing.features.tagger.network import (
    CONTENT,
    CONTENT_FIRST,
    DISTANCES,
    LEFT,
    MOST_PARAGRAPHS,
    MOST_SENTENCES,
    RIGHT,
    SHARES,
    SHOWN,
    SIGNS,
    SOURCE,
    SOURCE_FIRST,
    TOKEN_DILATIONS,
    TOKEN_LABELS,
    TOKEN_ROLES,
    WINDOW_DILATIONS,
    WINDOW_LABELS,
    Windows,
    encode,
    label_tokens,
    label_windows,
    see_near_cue,
)
from framing.features.tagger.parse import Parser, load_parser
from framing.features.tagger.weights import (
    Card,
    Model,
    Variant,
    columns,
    load_model,
    save_arrays,
    save_card,
)
from framing.lexicon.entries import CueEntry
from framing.lexicon.language import Language, load_language
from framing.lexicon.match import Match
from framing.text import Document, parse_text

Stretch = tuple[int, int]
Weights = dict[str, Any]

# Every so many articles are held back.
HELD_BACK = 10
WIDTH, WINDOW_WIDTH = 96, 64
# Articles are cut at paragraphs here and there: not every text begins with a headline and is as long as these.
CUT = 0.15
# A step reads so many tokens and cues of some articles side by side, parted by empty places.
TOKENS_A_STEP, CUES_A_STEP, GAP, DROPOUT_BLOCK = 4096, 144, 16, 64
LEARNING_RATE, WARM_UP, WEIGHT_DECAY, CLIP, AVERAGE = 2e-3, 200, 1e-2, 1.0, 0.995
DROPOUT, WORDS_HIDDEN, RULES_HIDDEN = 0.2, 0.15, 0.1
CUE_LOSS, ROLE_LOSS, WINDOW_LOSS = 6.0, 1.0, 0.1
ROLES = ("cue", "content", "source")
# Thresholds that are tried on the articles held back, and those that hardly matter there.
CUE_SHARES, UNLISTED_SHARES, NEARLY = (0.4, 0.45, 0.5), (0.5, 0.6, 0.7), 0.01
SHARE_OF_QUOTATION, SHARE_OF_RULED = 0.1, 0.1
LEAST_OVERLAP = 0.5


class Attribution(NamedTuple):
    """An annotated attribution in tokens ``[first, stop)``."""

    cue: Stretch
    content: tuple[Stretch, ...]
    source: tuple[Stretch, ...]


class Example(NamedTuple):
    """An article for the network, its annotated attributions, and the labels of its tokens and of its cues' windows.

    `cues` are those of the annotation, and those of the rules that no annotation has: their windows are empty.
    """

    document: Document
    matches: list[Match[CueEntry]]
    found: list[Found]
    inputs: Inputs
    attributions: list[Attribution]
    cues: list[Stretch]
    token_labels: Any
    window_labels: Any


# --- the data -----------------------------------------------------------------------------------------------------


class AnnotatedAttribution(msgspec.Struct):
    """An attribution as characters ``[start, end)``."""

    cue: list[tuple[int, int]]
    content: list[tuple[int, int]]
    source: list[tuple[int, int]] | None = None


class Row(msgspec.Struct):
    """A line of the data; other fields are passed over."""

    text: str
    attributions: list[AnnotatedAttribution]


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the articles of a JSON Lines file, packed or not; raises `SystemExit` for a line that is none."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield msgspec.json.decode(line, type=Row)
            except msgspec.DecodeError as error:
                raise SystemExit(f"{path}, line {number}: is no annotated article: {error}") from None


def read_example(row: Row, language: Language, parser: Parser | None = None) -> Example:
    """Return an annotated article for training; an annotation without cue or content is left aside."""
    document = parse_text(row.text, language)
    matches, found = find_by_rules(document, language)
    inputs = read_inputs(document, language, matches, found, parser)
    attributions = []
    for one in row.attributions:
        cue, content, source = (_stretches(inputs, getattr(one, role)) for role in ROLES)
        if cue and content:
            attributions.append(Attribution((cue[0][0], cue[-1][1]), content, source))
    attributions = list({one.cue[0]: one for one in reversed(attributions)}.values())
    attributions.sort(key=lambda one: one.cue)
    taken = {token for one in attributions for token in range(*one.cue)}
    spurious = [one.cue for one in inputs.ruled if not taken & set(range(*one.cue))]
    cues_of_windows = [one.cue for one in attributions] + spurious
    return Example(
        document,
        matches,
        found,
        inputs,
        attributions,
        cues_of_windows,
        _token_labels(len(inputs.tokens), attributions),
        _window_labels(cues_of_windows, attributions),
    )


def _stretches(inputs: Inputs, spans: Sequence[tuple[int, int]] | None) -> tuple[Stretch, ...]:
    return tuple(sorted(stretch for start, end in spans or () if (stretch := inputs.stretch(start, end))))


def _token_labels(count: int, attributions: Sequence[Attribution]) -> Any:
    labels = np.zeros((count, TOKEN_ROLES), np.int32)
    for one in attributions:
        for role, stretches in enumerate(((one.cue,), one.content, one.source)):
            for first, stop in stretches:
                labels[first, role] = 1
                labels[first + 1 : stop, role] = 2
    return labels


def _window_labels(cues: Sequence[Stretch], attributions: Sequence[Attribution]) -> Any:
    labels = np.zeros((len(cues), LEFT + RIGHT), np.int32)
    for row, one in zip(labels, attributions, strict=False):
        shift = LEFT - one.cue[0]
        for stretches, begins, goes_on in (
            (one.content, CONTENT_FIRST, CONTENT),
            (one.source, SOURCE_FIRST, SOURCE),
        ):
            for first, stop in stretches:
                row[max(0, first + shift) : max(0, stop + shift)] = goes_on
                if 0 <= first + shift < len(row):
                    row[first + shift] = begins
    return labels


# --- steps --------------------------------------------------------------------------------------------------------


def make_steps(examples: Sequence[Example], dice: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Yield all articles in a new order, as many side by side as a step holds.

    What is too long, or holds no cue, is left out.
    """
    some: list[tuple[Example, Any]] = []
    tokens = cues = 0
    for number in dice.permutation(len(examples)):
        example = examples[number]
        if not example.cues:
            continue
        pieces = _cut(example.inputs, dice)
        length = len(pieces) + GAP * (int(pieces[-1]) + 1)
        if length > TOKENS_A_STEP or len(example.cues) > CUES_A_STEP:
            continue
        if tokens + length > TOKENS_A_STEP or cues + len(example.cues) > CUES_A_STEP:
            yield _side_by_side(some)
            some, tokens, cues = [], 0, 0
        some.append((example, pieces))
        tokens += length
        cues += len(example.cues)
    if some:
        yield _side_by_side(some)


def _cut(inputs: Inputs, dice: np.random.Generator) -> Any:
    """Return for each token the number of its piece: an article is cut before some of its paragraphs."""
    opens = np.diff(inputs.paragraph, prepend=inputs.paragraph[:1]) != 0
    return np.cumsum(opens & (dice.random(len(opens)) < CUT))


def _side_by_side(examples: Sequence[tuple[Example, Any]]) -> dict[str, Any]:
    step: dict[str, Any] = {
        "embeddings": np.zeros((TOKENS_A_STEP, len(IDENTITY)), np.int32),
        "marks": np.zeros((TOKENS_A_STEP, examples[0][0].inputs.marks.shape[1]), np.float32),
        "inside": np.zeros((TOKENS_A_STEP, 1), np.float32),
        "token labels": np.zeros((TOKENS_A_STEP, TOKEN_ROLES), np.int32),
        "window labels": np.zeros((CUES_A_STEP, LEFT + RIGHT), np.int32),
        "cues": np.zeros(CUES_A_STEP, np.float32),
    }
    windows = []
    begin = cue = 0
    for example, pieces in examples:
        place = begin + np.arange(len(pieces)) + GAP * pieces
        step["embeddings"][place] = example.inputs.embeddings
        step["marks"][place] = example.inputs.marks
        step["inside"][place] = 1
        step["token labels"][place] = example.token_labels
        step["window labels"][cue : cue + len(example.cues)] = example.window_labels
        window = read_windows(example.inputs, example.cues)
        window = with_tree(example.inputs, example.cues, window)
        same_piece = pieces[window.token] == pieces[window.first][:, None]
        windows.append(
            window._replace(
                first=place[window.first],
                last=place[window.last],
                token=place[window.token],
                inside=window.inside & same_piece,
            )
        )
        begin = int(place[-1]) + 1 + GAP
        cue += len(example.cues)
    step["cues"][:cue] = 1
    step["windows"] = Windows(*(_padded(np.concatenate(part)) for part in zip(*windows, strict=True)))
    return step


def _padded(part: Any) -> Any:
    whole = np.zeros((CUES_A_STEP, *part.shape[1:]), np.float32 if part.dtype == np.float32 else np.int32)
    whole[: len(part)] = part
    return whole


# --- the model ----------------------------------------------------------------------------------------------------


def first_weights(dice: np.random.Generator, variant: Variant) -> Weights:
    """Return random weights."""
    marks, signs = columns(variant)

    def draw(*shape: int, spread: float | None = None) -> Any:
        return (dice.standard_normal(shape) * (spread or shape[0] ** -0.5)).astype(np.float32)

    weights = {
        "words": draw(EMBEDDINGS, WIDTH, spread=0.3),
        "marks": draw(len(marks), WIDTH, spread=0.3),
        "token gain": np.ones(WIDTH, np.float32),
        "role weights": draw(WIDTH, TOKEN_ROLES * TOKEN_LABELS),
        "role bias": np.zeros(TOKEN_ROLES * TOKEN_LABELS, np.float32),
        "near cue": draw(WIDTH, WINDOW_WIDTH),
        "first of cue": draw(WIDTH, WINDOW_WIDTH),
        "last of cue": draw(WIDTH, WINDOW_WIDTH),
        "distance": draw(2 * DISTANCES, WINDOW_WIDTH, spread=0.3),
        "sentences": draw(2 * MOST_SENTENCES + 1, WINDOW_WIDTH, spread=0.3),
        "paragraphs": draw(2 * MOST_PARAGRAPHS + 1, WINDOW_WIDTH, spread=0.3),
        "signs": draw(len(SIGNS) + len(signs) + SHARES - 1, WINDOW_WIDTH, spread=0.5),
        "window gain": np.ones(WINDOW_WIDTH, np.float32),
        "label weights": draw(WINDOW_WIDTH, WINDOW_LABELS),
        "label bias": np.zeros(WINDOW_LABELS, np.float32),
    }
    for name, width, dilations in (
        ("token", WIDTH, TOKEN_DILATIONS),
        ("window", WINDOW_WIDTH, WINDOW_DILATIONS),
    ):
        for layer in range(len(dilations)):
            weights[f"{name} {layer} weights"] = draw(3 * width, width) * np.float32(1.4)
            weights[f"{name} {layer} bias"] = np.zeros(width, np.float32)
            weights[f"{name} {layer} gain"] = np.ones(width, np.float32)
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
    with_nothing = {**weights, "words": jnp.concatenate([weights["words"], jnp.zeros((1, WIDTH))])}
    inside = step["inside"]
    vectors = encode(jnp, with_nothing, embeddings, marks, inside, drop)
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
        mine = [_words(example.inputs, _stretches(example.inputs, one.content)) for one in found]
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
        "--out", type=Path, default=Path("framing/features/tagger"), help="where the weights go"
    )
    parser.add_argument("--language", default="en", help="the language of the articles (en)")
    parser.add_argument("--epochs", type=int, default=18, help="how often each article is read (18)")
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
