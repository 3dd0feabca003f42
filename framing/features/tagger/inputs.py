"""What the network sees of a document: a row of numbers for each token (room: features).

Marks say what the lexicons, the quotation marks and the rules know of a token: rules are certain where they speak, and
the network learns how far to trust them. What a word tells by itself is in `words`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.features.rules import Found
from framing.features.tagger.network import LEFT, RIGHT, Windows
from framing.features.tagger.parse import (
    PARSE_MARKS,
    Parser,
    Tree,
    parse_marks,
    parse_signs,
    parse_tokens,
)
from framing.features.tagger.words import ROLES, WORD_MARKS, embeddings_of, word_marks_of
from framing.lexicon.entries import CueEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.schema import Span
from framing.text import Document, Token

Numbers = NDArray[np.int64]
Marks = NDArray[np.float32]
Stretch = tuple[int, int]

_CUES = (
    "pos verb", "pos noun", "pos preposition", "pos adverb", "pos adjective",
    "class neutral", "class emphatic", "class distancing", "class factive", "class negating", "class evaluative",
    "class mental", "process speech", "process mental", "process evidence",
    "act assertive", "act directive", "act commissive", "act expressive", "act declarative", "act none",
    "takes that", "takes quote", "takes np", "takes to", "takes as", "takes for", "takes ing",
    "addressee of cue", "cue goes on",
)  # fmt: skip
_PLACES = (
    "quoted", "opens quotation", "closes quotation", "quotation without end", "first of sentence",
    "last of sentence", "first of paragraph",
)  # fmt: skip
RULES = (
    "rule: cue", "rule: cue goes on", "rule: content", "rule: content begins", "rule: source",
    "rule: source begins", "rule: channel", "rule: content within content",
)  # fmt: skip
# Marks of a token in its place; those of its word stand before them.
CONTEXT_MARKS = (*_CUES, *_PLACES, *RULES)
MARKS = (*WORD_MARKS, *CONTEXT_MARKS)
_COLUMN = {name: column for column, name in enumerate(CONTEXT_MARKS)}
# The marks of a token with which an entry of the cue lexicon begins.
LISTED = slice(0, sum(name.startswith("pos ") for name in _CUES))
# With a parser, a token also has what the lexicons know of its subject and of the word that it hangs on.
_OF_SUBJECT = (*ROLES, "people", "he", "she", "it", "they", "first person")
_OF_HEAD = _CUES
MARKS_WITH_TREE = (
    *MARKS, *PARSE_MARKS, *(f"subject: {name}" for name in _OF_SUBJECT), *(f"head: {name}" for name in _OF_HEAD)
)  # fmt: skip


class Ruled(NamedTuple):
    """An attribution of the rules in tokens ``[first, stop)``, and its number among the rules' findings."""

    number: int
    cue: Stretch
    content: tuple[Stretch, ...]
    source: Stretch | None


class Inputs(NamedTuple):
    """A document for the network.

    `context` (tokens, `CONTEXT_MARKS`) is 0 or 1, `sentence` and `paragraph` (tokens,) are numbers, `starts` and `ends`
    are characters, `bounds` the first token of each paragraph and the number of tokens. `quoted` are the tokens in
    quotation marks, the marks included. `ruled` is in the order of cues.
    """

    tokens: list[Token]
    context: Marks
    sentence: Numbers
    paragraph: Numbers
    starts: list[int]
    ends: list[int]
    bounds: list[int]
    quoted: NDArray[np.bool_]
    ruled: list[Ruled]
    tree: Tree | None = None

    def stretch(self, start: int, end: int) -> Stretch | None:
        """Return the tokens ``[first, stop)`` that a stretch of characters touches, or None."""
        first, stop = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return (first, stop) if first < stop else None


def read_inputs(
    document: Document, cues: Iterable[Match[CueEntry]], found: Sequence[Found], parser: Parser | None = None
) -> Inputs:
    """Return what the network sees of a document, of its matches of the cue lexicon and of what the rules found.

    A document without words has no tokens. With a parser, the network sees its trees too.
    """
    by_sentence = document.tokens_of_sentences
    tokens = [token for inside in by_sentence for token in inside]
    lengths = [len(inside) for inside in by_sentence]
    sentence = np.repeat(np.arange(len(by_sentence)), lengths)
    in_paragraph = np.bincount(document.paragraph_of, lengths, len(document.paragraphs))
    inputs = Inputs(
        tokens=tokens,
        context=np.zeros((len(tokens), len(CONTEXT_MARKS)), np.float32),
        sentence=sentence,
        paragraph=np.asarray(document.paragraph_of, np.int64)[sentence],
        starts=[token.start for token in tokens],
        ends=[token.end for token in tokens],
        bounds=[0, *accumulate(map(int, in_paragraph))],
        quoted=np.zeros(len(tokens), bool),
        ruled=[],
    )
    if tokens:
        inputs.ruled.extend(_ruled(inputs, found))
        _mark_cues(inputs, cues)
        _mark_places(inputs, document)
        _mark_rules(inputs, found)
    return (
        inputs._replace(tree=parse_tokens(parser, document, tokens, sentence))
        if parser and tokens
        else inputs
    )


def read_words(inputs: Inputs, language: Language) -> tuple[Numbers, Marks]:
    """Return what `words` knows of each token, and all its marks (tokens, `MARKS`, with a tree `MARKS_WITH_TREE`)."""
    embeddings = np.array([embeddings_of(token.text) for token in inputs.tokens], np.int64)
    of_words = np.zeros((len(inputs.tokens), len(WORD_MARKS)), np.float32)
    for row, token in enumerate(inputs.tokens):
        of_words[row, word_marks_of(language, token.folded)] = 1
    marks = np.concatenate([of_words, inputs.context], axis=1)
    return embeddings, _with_tree(inputs.tree, marks) if inputs.tree else marks


def read_windows(inputs: Inputs, cues: Sequence[Stretch], gap: int) -> Windows:
    """Return the neighbourhoods of cues, each given as tokens ``[first, stop)``; there must be one at least.

    They stand in a row, with `gap` empty places behind each. Of the paragraphs before and behind, only what stands in
    quotation marks can belong to the cue.
    """
    quoted = np.flatnonzero(inputs.quoted).tolist()
    spans = [_neighbourhood(inputs, quoted, first) for first, _ in cues]
    ruled_cues = [one.cue[0] for one in inputs.ruled]
    lengths = np.array([stop - start for start, stop in spans])
    number = np.repeat(np.arange(len(cues)), lengths + gap)
    begins = np.cumsum(lengths + gap) - (lengths + gap)
    first = np.array([cue[0] for cue in cues])
    shift = np.array([start for start, _ in spans]) - begins
    token = np.arange(len(number)) + shift[number]
    behind = token >= (begins + lengths + shift)[number]
    token[behind] = first[number[behind]]
    paragraphs = inputs.paragraph[token] - inputs.paragraph[first][number]
    inside = ~behind & ((paragraphs == 0) | inputs.quoted[token])
    signs = np.zeros((len(token), 4), np.float32)
    for cue, (start, stop), begin in zip(cues, spans, begins.tolist(), strict=True):

        def places(stretch: Stretch, start: int = start, stop: int = stop, begin: int = begin) -> slice:
            return slice(
                begin + max(stretch[0], start) - start, begin + max(start, min(stretch[1], stop)) - start
            )

        signs[places(cue), 0] = 1
        k = bisect_left(ruled_cues, cue[0])
        # The first attribution of the rules whose cue begins within these tokens.
        if k < len(ruled_cues) and ruled_cues[k] < cue[1]:
            ruled = inputs.ruled[k]
            signs[begin : begin + stop - start, 3] = 1
            for stretch in ruled.content:
                signs[places(stretch), 1] = 1
            if ruled.source:
                signs[places(ruled.source), 2] = 1
    signs[:, :3] *= inside[:, None]
    return Windows(
        first=first,
        last=np.array([cue[1] - 1 for cue in cues]),
        cue=number,
        place=token - first[number],
        token=token,
        inside=inside,
        sentences=inputs.sentence[token] - inputs.sentence[first][number],
        paragraphs=paragraphs,
        signs=_with_tree_signs(inputs.tree, cues, number, token, inside, signs) if inputs.tree else signs,
    )


def _with_tree_signs(
    tree: Tree,
    cues: Sequence[Stretch],
    number: Numbers,
    token: Numbers,
    inside: NDArray[np.bool_],
    signs: Marks,
) -> Marks:
    of_tree = parse_signs(tree, cues, number, token) * inside[:, None]
    return np.concatenate([signs, of_tree], axis=-1)


def _neighbourhood(inputs: Inputs, quoted: Sequence[int], first: int) -> Stretch:
    """Return the tokens ``[start, stop)`` that hold all that can belong to a cue which begins at a token.

    That is its paragraph, and what is `quoted` in the ones before and behind, as far as a window reaches.
    """
    number = bisect_right(inputs.bounds, first) - 1
    start, stop = inputs.bounds[number], inputs.bounds[number + 1]
    leftmost, rightmost = max(0, first - LEFT), min(len(inputs.tokens), first + RIGHT)
    if leftmost < start and number:
        k = bisect_left(quoted, max(leftmost, inputs.bounds[number - 1]))
        start = min(start, quoted[k]) if k < len(quoted) else start
    if stop < rightmost:
        k = bisect_left(quoted, min(rightmost, inputs.bounds[number + 2])) - 1
        stop = max(stop, quoted[k] + 1) if k >= 0 else stop
    return max(start, leftmost), min(stop, rightmost)


@lru_cache(maxsize=100_000)
def _columns(
    pos: str, class_: str, process: str, act: str, takes: tuple[str, ...], addressee: bool
) -> tuple[int, ...]:
    names = [
        f"pos {pos}",
        f"class {class_}",
        f"process {process}",
        f"act {act}",
        *(f"takes {one}" for one in takes),
    ]
    return tuple(_COLUMN[name] for name in (*names, *(["addressee of cue"] if addressee else [])))


def _mark_cues(inputs: Inputs, cues: Iterable[Match[CueEntry]]) -> None:
    rows: list[int] = []
    columns: list[int] = []
    starts = inputs.starts
    for match in cues:
        first, entry = bisect_left(starts, match.start), match.payload
        if first >= len(starts) or starts[first] != match.start:
            continue
        of_entry = _columns(
            entry.pos, entry.class_, entry.process, entry.act, tuple(entry.takes), entry.addressee
        )
        columns += of_entry
        rows += [first] * len(of_entry)
        last = first + 1
        while last < len(starts) and starts[last] < match.end:
            rows.append(last)
            columns.append(_COLUMN["cue goes on"])
            last += 1
    inputs.context[rows, columns] = 1


def _mark_places(inputs: Inputs, document: Document) -> None:
    marks, starts = inputs.context, inputs.starts
    for quotation in document.quotations:
        first, stop = (bisect_left(starts, edge) for edge in (quotation.inner_start, quotation.inner_end))
        marks[first:stop, _COLUMN["quoted"]] = 1
        inputs.quoted[first:stop] = True
        if quotation.continues:
            marks[first:stop, _COLUMN["quotation without end"]] = 1
        if not quotation.goes_on and first > 0:
            marks[first - 1, _COLUMN["opens quotation"]] = 1
            inputs.quoted[first - 1] = True
        if stop < len(starts) and starts[stop] == quotation.inner_end:
            marks[stop, _COLUMN["closes quotation"]] = 1
            inputs.quoted[stop] = True
    opens = np.diff(inputs.sentence, prepend=-1) != 0
    marks[opens, _COLUMN["first of sentence"]] = 1
    marks[np.append(opens[1:], True), _COLUMN["last of sentence"]] = 1
    marks[np.diff(inputs.paragraph, prepend=-1) != 0, _COLUMN["first of paragraph"]] = 1


def _ruled(inputs: Inputs, found: Sequence[Found]) -> list[Ruled]:
    ruled = []
    for number, one in enumerate(found):
        cue = inputs.stretch(one.cue[0][0], one.cue[-1][1])
        content = tuple(stretch for span in one.content if (stretch := inputs.stretch(*span)))
        if cue and content:
            ruled.append(Ruled(number, cue, content, inputs.stretch(*one.source) if one.source else None))
    return sorted(ruled, key=lambda one: one.cue)


def _mark_rules(inputs: Inputs, found: Sequence[Found]) -> None:
    marks = inputs.context
    for one in inputs.ruled:
        first, stop = one.cue
        marks[first, _COLUMN["rule: cue"]] = 1
        marks[first + 1 : stop, _COLUMN["rule: cue goes on"]] = 1
        for first, stop in one.content:
            content = marks[first:stop, _COLUMN["rule: content"]]
            marks[first:stop, _COLUMN["rule: content within content"]] = content
            content[:] = 1
            marks[first, _COLUMN["rule: content begins"]] = 1
        if one.source:
            marks[slice(*one.source), _COLUMN["rule: source"]] = 1
            marks[one.source[0], _COLUMN["rule: source begins"]] = 1
    for each in found:
        via: Span | None = each.via
        if via and (stretch := inputs.stretch(*via)):
            marks[slice(*stretch), _COLUMN["rule: channel"]] = 1


def _with_tree(tree: Tree, marks: Marks) -> Marks:
    column = {name: number for number, name in enumerate(MARKS)}
    is_cue = marks[:, [column[name] for name in _CUES if name.startswith("pos ")]].max(axis=1) > 0
    of_subject = np.zeros((len(marks), len(_OF_SUBJECT)), np.float32)
    subjects = tree.subjects()
    of_subject[tree.heads[subjects]] = marks[subjects][:, [column[name] for name in _OF_SUBJECT]]
    of_head = marks[tree.heads][:, [column[name] for name in _OF_HEAD]]
    of_head[tree.heads == np.arange(len(tree.heads))] = 0
    return np.concatenate([marks, parse_marks(tree, is_cue), of_subject, of_head], axis=1)
