"""What the network sees of a document: a row of numbers for each token (room: features).

Words enter by hash alone, so that the weights hold no word list. Marks say what the lexicons, the quotation marks and
the rules know of a token: rules are certain where they speak, and the network learns how far to trust them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

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
from framing.lexicon.entries import CueEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.schema import Span
from framing.text import Document, Token

Numbers = NDArray[np.int64]
Marks = NDArray[np.float32]
Stretch = tuple[int, int]

# Rows of the table of embeddings: the word by two hashes (together they tell most words apart), its beginning, its
# ending and its shape.
_WORDS, _PARTS = 8192, 1024
_SHAPES = ("lower", "capitalised", "upper", "mixed", "digits", "digits and letters", "mark")
_STARTS = (0, _WORDS, 2 * _WORDS, 2 * _WORDS + _PARTS, 2 * _WORDS + 2 * _PARTS)
EMBEDDINGS = _STARTS[-1] + len(_SHAPES)
# The rows that tell a word itself; the others tell its ending and shape.
IDENTITY = (True, True, True, False, False)

_CLASSES = (
    "title", "determiner", "possessive", "he", "she", "it", "they", "first person", "subject pronoun", "auxiliary",
    "do", "be", "modal", "contraction", "negation", "refusal", "preposition", "coordinator", "subordinator",
    "question word", "relative", "adverb", "time word", "adjunct opener", "addressee", "anaphoric source", "pronoun",
    "plain speech", "people", "contrast", "numeral", "clause opener", "circumstance opener", "irregular past",
)  # fmt: skip
_ROLES = ("person", "group", "body", "document", "media")
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
MARKS = (*_CLASSES, *_ROLES, *_CUES, *_PLACES, *RULES)
_COLUMN = {name: column for column, name in enumerate(MARKS)}
_WORD_MARKS = frozenset((*_CLASSES, *_ROLES))
# With a parser, a token also has what the lexicons know of its subject and of the word that it hangs on.
_OF_SUBJECT = (*_ROLES, "people", "he", "she", "it", "they", "first person")
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

    `embeddings` (tokens, 5) are rows of the table of embeddings, `marks` (tokens, `MARKS`, with a tree
    `MARKS_WITH_TREE`) are 0 or 1, `sentence` and `paragraph` (tokens,) are numbers, `starts` and `ends` (tokens,) are
    characters. `ruled` is in the order of cues.
    """

    tokens: list[Token]
    embeddings: Numbers
    marks: Marks
    sentence: Numbers
    paragraph: Numbers
    starts: Numbers
    ends: Numbers
    ruled: list[Ruled]
    tree: Tree | None = None

    def stretch(self, start: int, end: int) -> Stretch | None:
        """Return the tokens ``[first, stop)`` that a stretch of characters touches, or None."""
        first = int(np.searchsorted(self.ends, start, "right"))
        stop = int(np.searchsorted(self.starts, end, "left"))
        return (first, stop) if first < stop else None

    def quoted(self) -> NDArray[np.bool_]:
        """Return which tokens stand in quotation marks, the marks included."""
        names = ("quoted", "opens quotation", "closes quotation")
        return np.asarray(self.marks[:, [_COLUMN[name] for name in names]].any(1))


def read_inputs(
    document: Document, language: Language, cues: Iterable[Match[CueEntry]], found: Sequence[Found],
    parser: Parser | None = None,
) -> Inputs:  # fmt: skip
    """Return what the network sees of a document, of its matches of the cue lexicon and of what the rules found.

    A document without words has no tokens. With a parser, the network sees its trees too.
    """
    by_sentence = [document.tokens(start, end) for start, end in document.sentences]
    tokens = [token for inside in by_sentence for token in inside]
    sentence = np.repeat(np.arange(len(by_sentence)), [len(inside) for inside in by_sentence])
    inputs = Inputs(
        tokens=tokens,
        embeddings=np.array([_embeddings(token.text, token.folded) for token in tokens], np.int64).reshape(
            -1, len(_STARTS)
        ),
        marks=np.zeros((len(tokens), len(MARKS)), np.float32),
        sentence=sentence,
        paragraph=np.asarray(document.paragraph_of, np.int64)[sentence],
        starts=np.array([token.start for token in tokens], np.int64),
        ends=np.array([token.end for token in tokens], np.int64),
        ruled=[],
    )
    if tokens:
        inputs.ruled.extend(_ruled(inputs, found))
        _mark_words(inputs, language)
        _mark_cues(inputs, cues)
        _mark_places(inputs, document)
        _mark_rules(inputs, found)
    return _with_tree(inputs, document, parser) if parser and tokens else inputs


def read_windows(inputs: Inputs, cues: Sequence[Stretch]) -> Windows:
    """Return the neighbourhoods of cues, each given as tokens ``[first, stop)``; there must be one at least.

    Of the paragraphs before and behind, only what stands in quotation marks can belong to the cue.
    """
    first = np.array([cue[0] for cue in cues])
    last = np.array([cue[1] - 1 for cue in cues])
    place = np.repeat(np.arange(-LEFT, RIGHT)[None], len(cues), 0)
    token = first[:, None] + place
    in_text = (token >= 0) & (token < len(inputs.tokens))
    token = np.clip(token, 0, len(inputs.tokens) - 1)
    paragraphs = inputs.paragraph[token] - inputs.paragraph[first][:, None]
    inside = in_text & ((paragraphs == 0) | (inputs.quoted()[token] & (abs(paragraphs) == 1)))
    signs = np.zeros((*token.shape, 4), np.float32)
    signs[..., 0] = (token >= first[:, None]) & (token <= last[:, None]) & inside
    for k, cue in enumerate(cues):
        if ruled := _ruled_at(inputs, cue):
            signs[k, :, 3] = 1
            for start, stop in ruled.content:
                signs[k, :, 1] += (token[k] >= start) & (token[k] < stop) & inside[k]
            if ruled.source:
                signs[k, :, 2] = (token[k] >= ruled.source[0]) & (token[k] < ruled.source[1]) & inside[k]
    sentences = inputs.sentence[token] - inputs.sentence[first][:, None]
    return Windows(place, first, last, token, inside, sentences, paragraphs, signs)


def with_tree(inputs: Inputs, cues: Sequence[Stretch], windows: Windows) -> Windows:
    """Return neighbourhoods of cues with the parser's signs, where there is a parser; they take much memory."""
    if inputs.tree is None:
        return windows
    of_tree = parse_signs(inputs.tree, cues, windows.token) * windows.inside[..., None]
    return windows._replace(signs=np.concatenate([windows.signs, of_tree], axis=-1))


def _ruled_at(inputs: Inputs, cue: Stretch) -> Ruled | None:
    """Return the first attribution of the rules whose cue begins within these tokens, or None."""
    k = bisect_left(inputs.ruled, cue[0], key=lambda one: one.cue[0])
    return inputs.ruled[k] if k < len(inputs.ruled) and inputs.ruled[k].cue[0] < cue[1] else None


@lru_cache(maxsize=100_000)
def _embeddings(text: str, folded: str) -> tuple[int, ...]:
    """Return the rows of the table of embeddings that a word adds up."""
    word = folded.encode("utf-8", "surrogatepass")
    return (
        crc32(word) % _WORDS,
        _STARTS[1] + crc32(word, 1) % _WORDS,
        _STARTS[2] + crc32(folded[:4].encode("utf-8", "surrogatepass"), 2) % _PARTS,
        _STARTS[3] + crc32(folded[-3:].encode("utf-8", "surrogatepass"), 3) % _PARTS,
        _STARTS[4] + _SHAPES.index(_shape(text)),
    )


def _shape(text: str) -> str:
    if not text[0].isalnum():
        return "mark"
    if text.isdigit():
        return "digits"
    if any(character.isdigit() for character in text):
        return "digits and letters"
    if text.islower():
        return "lower"
    if text.isupper() and len(text) > 1:
        return "upper"
    return "capitalised" if text[0].isupper() and not text[1:].strip("'’s-.").isupper() else "mixed"


def _mark_words(inputs: Inputs, language: Language) -> None:
    rows: list[int] = []
    columns: list[int] = []
    for row, token in enumerate(inputs.tokens):
        for known in (language.classes_of.get(token.folded), language.roles_of.get(token.folded)):
            if known:
                of_word = _columns_of_names(known)
                columns += of_word
                rows += [row] * len(of_word)
    inputs.marks[rows, columns] = 1


@lru_cache(maxsize=10_000)
def _columns_of_names(names: frozenset[str]) -> list[int]:
    return sorted(_COLUMN[name] for name in names & _WORD_MARKS)


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
    at = {int(start): number for number, start in enumerate(inputs.starts)}
    for match in cues:
        first, entry = at.get(match.start), match.payload
        if first is None:
            continue
        columns = _columns(
            entry.pos, entry.class_, entry.process, entry.act, tuple(entry.takes), entry.addressee
        )
        inputs.marks[first, columns] = 1
        last = first + 1
        while last < len(inputs.tokens) and inputs.tokens[last].start < match.end:
            inputs.marks[last, _COLUMN["cue goes on"]] = 1
            last += 1


def _mark_places(inputs: Inputs, document: Document) -> None:
    marks, starts = inputs.marks, inputs.starts
    for quotation in document.quotations:
        first, stop = np.searchsorted(starts, (quotation.inner_start, quotation.inner_end))
        marks[first:stop, _COLUMN["quoted"]] = 1
        if quotation.continues:
            marks[first:stop, _COLUMN["quotation without end"]] = 1
        if not quotation.goes_on and first > 0:
            marks[first - 1, _COLUMN["opens quotation"]] = 1
        if stop < len(starts) and starts[stop] == quotation.inner_end:
            marks[stop, _COLUMN["closes quotation"]] = 1
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
    marks = inputs.marks
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


def _with_tree(inputs: Inputs, document: Document, parser: Parser) -> Inputs:
    tree = parse_tokens(parser, document, inputs.tokens, inputs.sentence)
    is_cue = inputs.marks[:, [_COLUMN[name] for name in _CUES if name.startswith("pos ")]].max(axis=1) > 0
    of_subject = np.zeros((len(inputs.tokens), len(_OF_SUBJECT)), np.float32)
    subjects = tree.subjects()
    of_subject[tree.heads[subjects]] = inputs.marks[subjects][:, [_COLUMN[name] for name in _OF_SUBJECT]]
    of_head = inputs.marks[tree.heads][:, [_COLUMN[name] for name in _OF_HEAD]]
    of_head[tree.heads == np.arange(len(tree.heads))] = 0
    marks = np.concatenate([inputs.marks, parse_marks(tree, is_cue), of_subject, of_head], axis=1)
    return inputs._replace(marks=marks, tree=tree)
