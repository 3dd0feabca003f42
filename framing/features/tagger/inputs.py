"""What the network sees of a document: a row of numbers for each token (room: features).

Marks say what the lexicons, the quotation marks and the rules know of a token: rules are certain where they speak, and
the network learns how far to trust them. What a word tells by itself is in `words`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.features.rules import Found
from framing.features.tagger.network import GAP, LEFT, RIGHT, Windows
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
    are characters, `bounds` the first token of each paragraph and the number of tokens. `quoted` has a byte for each
    token, 1 in quotation marks, the marks included. `ruled` is in the order of cues.
    """

    tokens: list[Token]
    context: Marks
    sentence: Numbers
    paragraph: Numbers
    starts: list[int]
    ends: list[int]
    bounds: list[int]
    quoted: bytes
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
    tokens = list(chain.from_iterable(by_sentence))
    lengths = list(map(len, by_sentence))
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
        quoted=b"",
        ruled=[],
    )
    if not tokens:
        return inputs
    marks = [bytearray(len(tokens)) for _ in CONTEXT_MARKS]
    inputs.ruled.extend(_ruled(inputs, found))
    _mark_cues(marks, inputs, cues)
    quoted = _mark_places(marks, inputs, document)
    _mark_rules(marks, inputs, found)
    return inputs._replace(
        context=as_rows(marks).astype(np.float32).T,
        quoted=quoted,
        tree=parse_tokens(parser, document, tokens, sentence) if parser else None,
    )


def as_rows(marks: Sequence[bytearray]) -> NDArray[np.uint8]:
    """Return marks (marks, tokens) of which each is given as the bytes 0 and 1 of all tokens."""
    return np.frombuffer(bytearray().join(marks), np.uint8).reshape(len(marks), -1)


def mark(marks: bytearray, first: int, stop: int) -> None:
    """Set the bytes ``[first, stop)`` to 1."""
    if first < stop:
        marks[first:stop] = b"\1" * (stop - first)


def read_words(inputs: Inputs, language: Language) -> tuple[Numbers, Marks]:
    """Return what `words` knows of each token, and all its marks (tokens, `MARKS`, with a tree `MARKS_WITH_TREE`)."""
    embeddings = np.array([embeddings_of(token.text) for token in inputs.tokens], np.int64)
    of_words = np.zeros((len(inputs.tokens), len(WORD_MARKS)), np.float32)
    for row, token in enumerate(inputs.tokens):
        of_words[row, word_marks_of(language, token.folded)] = 1
    marks = np.concatenate([of_words, inputs.context], axis=1)
    return embeddings, _with_tree(inputs.tree, marks) if inputs.tree else marks


def read_windows(inputs: Inputs, cues: Sequence[Stretch]) -> Windows:
    """Return the neighbourhoods of cues, each given as tokens ``[first, stop)``; there must be one at least.

    Of the paragraphs before and behind, only what stands in quotation marks can belong to the cue.
    """
    spans = [_neighbourhood(inputs, first) for first, _ in cues]
    lengths = [stop - start for start, stop in spans]
    *begins, places = [0, *accumulate(lengths)]
    # What is the same at all places of a cue: its number, its first token, and how far tokens are ahead of places.
    of_cues = [
        (number, first, start - begin)
        for number, ((first, _), (start, _), begin) in enumerate(zip(cues, spans, begins, strict=True))
    ]
    number, first, ahead = np.array(of_cues).T.repeat(lengths, 1)
    token = np.arange(places) + ahead
    paragraphs = inputs.paragraph[token] - inputs.paragraph[first]
    inside = np.flatnonzero((paragraphs == 0) | np.frombuffer(inputs.quoted, bool)[token])
    row = inside + GAP * (number[inside] + 1)
    # What stands at the empty place behind them does not matter.
    held = np.append(inside, 0)
    number, first, token, paragraphs = number[held], first[held], token[held], paragraphs[held]
    signs = _signs(inputs, cues, spans, begins, places).take(held, 1).astype(np.float32).T
    return Windows(
        first=np.array([first for first, _ in cues]),
        last=np.array([stop - 1 for _, stop in cues]),
        cue=number,
        place=token - first,
        token=token,
        inside=np.arange(len(held)) < len(inside),
        row=np.append(row, row[-1] + GAP),
        sentences=inputs.sentence[token] - inputs.sentence[first],
        paragraphs=paragraphs,
        signs=_with_tree_signs(inputs.tree, cues, number, token, signs) if inputs.tree else signs,
    )


def _signs(
    inputs: Inputs, cues: Sequence[Stretch], spans: Sequence[Stretch], begins: Sequence[int], places: int
) -> NDArray[np.uint8]:
    """Return which places (4, places) are the cue, content and source by a rule, and near a cue of the rules."""
    of_cue, of_content, of_source, of_ruled = signs = [bytearray(places) for _ in range(4)]
    ruled_cues = [one.cue[0] for one in inputs.ruled]
    for cue, (start, stop), begin in zip(cues, spans, begins, strict=True):
        shift = begin - start
        mark(of_cue, max(cue[0], start) + shift, min(cue[1], stop) + shift)
        k = bisect_left(ruled_cues, cue[0])
        # The first attribution of the rules whose cue begins within these tokens.
        if k < len(ruled_cues) and ruled_cues[k] < cue[1]:
            ruled = inputs.ruled[k]
            mark(of_ruled, begin, stop + shift)
            for first, last in ruled.content:
                mark(of_content, max(first, start) + shift, min(last, stop) + shift)
            if ruled.source:
                first, last = ruled.source
                mark(of_source, max(first, start) + shift, min(last, stop) + shift)
    return as_rows(signs)


def _with_tree_signs(
    tree: Tree, cues: Sequence[Stretch], number: Numbers, token: Numbers, signs: Marks
) -> Marks:
    return np.concatenate([signs, parse_signs(tree, cues, number, token)], axis=-1)


def _neighbourhood(inputs: Inputs, first: int) -> Stretch:
    """Return the tokens ``[start, stop)`` that hold all that can belong to a cue which begins at a token.

    That is its paragraph, and what is quoted in the ones before and behind, as far as a window reaches.
    """
    bounds = inputs.bounds
    number = bisect_right(bounds, first) - 1
    start, stop = bounds[number], bounds[number + 1]
    leftmost, rightmost = max(0, first - LEFT), min(len(inputs.tokens), first + RIGHT)
    if leftmost < start:
        quoted = inputs.quoted.find(1, max(leftmost, bounds[number - 1]), start)
        start = quoted if quoted >= 0 else start
    if stop < rightmost:
        quoted = inputs.quoted.rfind(1, stop, min(rightmost, bounds[number + 2]))
        stop = quoted + 1 if quoted >= 0 else stop
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


def _mark_cues(marks: Sequence[bytearray], inputs: Inputs, cues: Iterable[Match[CueEntry]]) -> None:
    goes_on = marks[_COLUMN["cue goes on"]]
    starts = inputs.starts
    count = len(starts)
    for match in cues:
        first, entry = bisect_left(starts, match.start), match.payload
        if first >= count or starts[first] != match.start:
            continue
        for column in _columns(
            entry.pos, entry.class_, entry.process, entry.act, tuple(entry.takes), entry.addressee
        ):
            marks[column][first] = 1
        last = first + 1
        while last < count and starts[last] < match.end:
            goes_on[last] = 1
            last += 1


def _mark_places(marks: Sequence[bytearray], inputs: Inputs, document: Document) -> bytes:
    """Mark the places of tokens, and return for each as a byte whether it is quoted or a mark of a quotation."""
    starts, count = inputs.starts, len(inputs.tokens)
    quoted, opens, closes, without_end, first_of_sentence, last_of_sentence, first_of_paragraph = (
        marks[_COLUMN[name]] for name in _PLACES
    )
    with_marks = bytearray(count)
    for quotation in document.quotations:
        first, stop = bisect_left(starts, quotation.inner_start), bisect_left(starts, quotation.inner_end)
        mark(quoted, first, stop)
        if quotation.continues:
            mark(without_end, first, stop)
        mark(with_marks, first, stop)
        if not quotation.goes_on and first > 0:
            opens[first - 1] = with_marks[first - 1] = 1
        if stop < count and starts[stop] == quotation.inner_end:
            closes[stop] = with_marks[stop] = 1
    first = 0
    for inside in document.tokens_of_sentences:
        if inside:
            first_of_sentence[first] = 1
            first += len(inside)
            last_of_sentence[first - 1] = 1
    for bound in inputs.bounds:
        if bound < count:
            first_of_paragraph[bound] = 1
    return bytes(with_marks)


def _ruled(inputs: Inputs, found: Sequence[Found]) -> list[Ruled]:
    ruled = []
    for number, one in enumerate(found):
        cue = inputs.stretch(one.cue[0][0], one.cue[-1][1])
        content = tuple([stretch for span in one.content if (stretch := inputs.stretch(*span))])
        if cue and content:
            ruled.append(Ruled(number, cue, content, inputs.stretch(*one.source) if one.source else None))
    return sorted(ruled, key=lambda one: one.cue)


def _mark_rules(marks: Sequence[bytearray], inputs: Inputs, found: Sequence[Found]) -> None:
    cue, cue_goes_on, content, content_begins, source, source_begins, channel, within = (
        marks[_COLUMN[name]] for name in RULES
    )
    for one in inputs.ruled:
        first, stop = one.cue
        cue[first] = 1
        mark(cue_goes_on, first + 1, stop)
        for first, stop in one.content:
            within[first:stop] = content[first:stop]
            mark(content, first, stop)
            content_begins[first] = 1
        if one.source:
            mark(source, *one.source)
            source_begins[one.source[0]] = 1
    for each in found:
        via: Span | None = each.via
        if via and (stretch := inputs.stretch(*via)):
            mark(channel, *stretch)


def _with_tree(tree: Tree, marks: Marks) -> Marks:
    column = {name: number for number, name in enumerate(MARKS)}
    is_cue = marks[:, [column[name] for name in _CUES if name.startswith("pos ")]].max(axis=1) > 0
    of_subject = np.zeros((len(marks), len(_OF_SUBJECT)), np.float32)
    subjects = tree.subjects()
    of_subject[tree.heads[subjects]] = marks[subjects][:, [column[name] for name in _OF_SUBJECT]]
    of_head = marks[tree.heads][:, [column[name] for name in _OF_HEAD]]
    of_head[tree.heads == np.arange(len(tree.heads))] = 0
    return np.concatenate([marks, parse_marks(tree, is_cue), of_subject, of_head], axis=1)
