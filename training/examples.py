"""The data of the training: annotated articles as the network sees them, and steps of some articles side by side."""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from framing.features.attribution import find_by_rules
from framing.features.rules import Found
from framing.features.tagger.inputs import Inputs, read_inputs, read_windows, read_words
from framing.features.tagger.network import (
    CONTENT,
    CONTENT_FIRST,
    LEFT,
    RIGHT,
    SOURCE,
    SOURCE_FIRST,
    TOKEN_ROLES,
    Windows,
)
from framing.features.tagger.parse import Parser
from framing.features.tagger.words import IDENTITY
from framing.lexicon.entries import CueEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.text import Document, parse_text

Stretch = tuple[int, int]

# Every so many articles are held back.
HELD_BACK = 10

# Articles are cut at paragraphs here and there: not every text begins with a headline and is as long as these.
CUT = 0.15
# A step reads so many tokens and cues of some articles side by side, parted by empty places.
TOKENS_A_STEP, CUES_A_STEP, GAP = 4096, 144, 16
ROLES = ("cue", "content", "source")


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
    embeddings: Any
    marks: Any
    attributions: list[Attribution]
    cues: list[Stretch]
    token_labels: Any
    window_labels: Any


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
    """Yield the articles of a JSON Lines file, packed or not.

    Raises `SystemExit`, with file and line, for a line that is none and for offsets that are not in its text.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = msgspec.json.decode(line, type=Row)
            except msgspec.DecodeError as error:
                raise SystemExit(f"{path}, line {number}: is no annotated article: {error}") from None
            _check_offsets(row, f"{path}, line {number}")
            yield row


def _check_offsets(row: Row, where: str) -> None:
    """Raise `SystemExit` for offsets outside the text: the network would learn, and be scored on, what is left."""
    for number, one in enumerate(row.attributions, 1):
        for role in ROLES:
            for start, end in getattr(one, role) or ():
                if not 0 <= start < end <= len(row.text):
                    raise SystemExit(
                        f"{where}: attribution {number} has the {role} [{start}, {end}], and the text has "
                        f"{len(row.text):,} characters; expected start and end, 0 <= start < end, in characters "
                        "of this very text; count them in it anew, not in bytes, and not in another text"
                    )


def read_example(row: Row, language: Language, parser: Parser | None = None) -> Example:
    """Return an annotated article for training; an annotation without cue or content is left aside."""
    document = parse_text(row.text, language)
    matches, found = find_by_rules(document, language)
    inputs = read_inputs(document, matches, found, parser)
    embeddings, marks = read_words(inputs, language)
    attributions = []
    for one in row.attributions:
        cue, content, source = (stretches_of(inputs, getattr(one, role)) for role in ROLES)
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
        embeddings,
        marks,
        attributions,
        cues_of_windows,
        _token_labels(len(inputs.tokens), attributions),
        _window_labels(cues_of_windows, attributions),
    )


def stretches_of(inputs: Inputs, spans: Sequence[tuple[int, int]] | None) -> tuple[Stretch, ...]:
    """Return the tokens that some stretches of characters touch."""
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
        "marks": np.zeros((TOKENS_A_STEP, examples[0][0].marks.shape[1]), np.float32),
        "inside": np.zeros((TOKENS_A_STEP, 1), np.float32),
        "token labels": np.zeros((TOKENS_A_STEP, TOKEN_ROLES), np.int32),
        "window labels": np.zeros((CUES_A_STEP, LEFT + RIGHT), np.int32),
        "cues": np.zeros(CUES_A_STEP, np.float32),
    }
    windows = []
    begin = cue = 0
    for example, pieces in examples:
        place = begin + np.arange(len(pieces)) + GAP * pieces
        step["embeddings"][place] = example.embeddings
        step["marks"][place] = example.marks
        step["inside"][place] = 1
        step["token labels"][place] = example.token_labels
        step["window labels"][cue : cue + len(example.cues)] = example.window_labels
        windows.append(_placed(_in_windows(example), place, pieces, cue))
        begin = int(place[-1]) + 1 + GAP
        cue += len(example.cues)
    step["cues"][:cue] = 1
    step["windows"] = Windows(*(_padded(np.concatenate(part)) for part in zip(*windows, strict=True)))
    return step


def _placed(windows: Windows, place: Any, pieces: Any, cues_before: int) -> Windows:
    """Return the neighbourhoods of an article's cues in a step, where the article has its own place."""
    same_piece = pieces[windows.token] == pieces[windows.first][:, None]
    return windows._replace(
        first=place[windows.first],
        last=place[windows.last],
        cue=cues_before + np.arange(len(windows.first))[:, None],
        place=np.repeat(np.arange(-LEFT, RIGHT)[None], len(windows.first), 0),
        token=place[windows.token],
        inside=windows.inside & same_piece,
    )


def _in_windows(example: Example) -> Windows:
    """Return the neighbourhoods of an article's cues, (cues, places) each, the first of a cue's tokens at `LEFT`."""
    flat = read_windows(example.inputs, example.cues)
    row, column = flat.cue[flat.inside], flat.place[flat.inside] + LEFT

    def spread(part: Any) -> Any:
        whole = np.zeros((len(example.cues), LEFT + RIGHT, *part.shape[1:]), part.dtype)
        whole[row, column] = part[flat.inside]
        return whole

    return Windows(flat.first, flat.last, *map(spread, flat[2:]))


def _padded(part: Any) -> Any:
    whole = np.zeros((CUES_A_STEP, *part.shape[1:]), np.int32 if part.dtype == np.int64 else part.dtype)
    whole[: len(part)] = part
    return whole
