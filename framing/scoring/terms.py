"""Scoring: the words of all articles in one table, and the words and phrases that stand in it often enough to count.

Everything downstream (keyness, reuse) is arithmetic on these columns; the columns follow the articles' ids.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.language import load_grammar
from framing.lexicon.words import WORD, fold
from framing.schema import VOICES, Annotations, Where
from framing.scoring.places import WHERES, WordStarts

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

LONGEST_PHRASE = 3

# Words and what stands between them by turns: several times faster than a match object a word.
_SPLIT = re.compile(f"({WORD.pattern})")
# A phrase does not run over these: what they part was not said in one breath.
_BREAK = re.compile(r"[,;:()\[\]{}/•|…!?—–]|\s-+\s")

_CLOSED_CLASSES = (
    "determiner",
    "possessive",
    "he",
    "she",
    "it",
    "they",
    "first person",
    "auxiliary",
    "modal",
    "contraction",
    "negation",
    "preposition",
    "coordinator",
    "subordinator",
)


@dataclass(frozen=True)
class Corpus:
    """The words of title and body of all articles, one place each, article after article in the order of their ids.

    `words` holds numbers of `vocabulary` (folded words as they stand), `article` and `voice` numbers of `annotations`
    and `VOICES`, `start` and `end` offsets in the text or, where `where` is 0, in a title that stands apart.
    Words of one `run` stand in one sentence, one utterance and between two marks that part phrases.
    """

    annotations: list[Annotations]
    vocabulary: list[str]
    words: NDArray[np.int32]
    article: NDArray[np.int32]
    where: NDArray[np.int8]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    voice: NDArray[np.int8]
    run: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def text_of(self) -> Integers:
        """The text that each word stands in, as one number for article and title or text."""
        return self.article.astype(np.int64) * len(WHERES) + self.where

    def find_starts(self) -> Callable[[str], WordStarts]:
        """Return a function that gives an article's words by its id, for others who ask where words are.

        It holds no more of the corpus than it needs.
        """
        edges = np.searchsorted(self.text_of, np.arange(len(WHERES) * len(self.annotations) + 1)).tolist()
        firsts = {one.article.id: len(WHERES) * n for n, one in enumerate(self.annotations)}
        start = self.start.copy()

        def starts_of(id_: str) -> WordStarts:
            return {
                where: start[edges[n] : edges[n + 1]].tolist() for n, where in enumerate(WHERES, firsts[id_])
            }

        return starts_of

    def where_of(self, place: int) -> Where:
        """Return whether a word stands in the text or in a title apart."""
        return WHERES[int(self.where[place])]


class _Numbers(dict[str, int]):
    """Numbers for words as they stand; words that are equal when folded share one."""

    def __init__(self) -> None:
        self.folded: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        number = self[word] = self.folded.setdefault(fold(word), len(self.folded))
        return number


class _Breaks(dict[str, bool]):
    """Whether what stands between two words parts phrases; there are few different gaps."""

    def __missing__(self, gap: str) -> bool:
        parts = self[gap] = bool(_BREAK.search(gap))
        return parts


def read_corpus(annotations: Sequence[Annotations]) -> Corpus:
    """Return the words of the articles as one table; no articles, or articles without words, give an empty one.

    Only words that start in an utterance count: utterances cover title and body, the rest is set aside.
    """
    ordered = sorted(annotations, key=lambda annotation: annotation.article.id)
    numbers, gaps = _Numbers(), _Breaks()
    parts = [
        _read_text(annotation, number, where, numbers, gaps)
        for number, annotation in enumerate(ordered)
        for where in WHERES
    ]
    columns = np.concatenate(parts, axis=1) if parts else np.zeros((7, 0), dtype=np.int32)
    words, article, where_, start, end, voice, run = columns
    return Corpus(
        annotations=ordered,
        vocabulary=list(numbers.folded),
        words=words,
        article=article,
        where=where_.astype(np.int8),
        start=start,
        end=end,
        voice=voice.astype(np.int8),
        # Runs are numbered within each text; their sum with the change of texts numbers them in all.
        run=_number_runs(article * np.int32(len(WHERES)) + where_, run),
    )


def _read_text(
    annotation: Annotations, number: int, where: Where, numbers: _Numbers, gaps: _Breaks
) -> NDArray[np.int32]:
    """Return seven rows: word, article, where, start, end, voice, run."""
    utterances = sorted(
        (u.start, u.end, VOICES.index(u.voice)) for u in annotation.utterances if u.where == where
    )
    if not utterances:
        return np.zeros((7, 0), dtype=np.int32)
    text = annotation.article.text if where == "text" else annotation.article.title or ""
    pieces = _SPLIT.split(text)
    ends = np.cumsum(np.fromiter(map(len, pieces), dtype=np.int32, count=len(pieces)), dtype=np.int32)
    start, end = ends[:-1:2], ends[1::2]
    words = np.fromiter(map(numbers.__getitem__, pieces[1::2]), dtype=np.int32, count=len(start))
    breaks = np.fromiter(map(gaps.__getitem__, pieces[:-1:2]), dtype=np.int32, count=len(start))
    starts, stops, voices = np.array(utterances, dtype=np.int32).T
    utterance = np.searchsorted(starts, start, side="right") - 1
    inside = (utterance >= 0) & (start < stops[utterance])
    sentences = np.array(sorted(s.start for s in annotation.sentences if s.where == where), dtype=np.int32)
    # Each of these only grows along the text, so the sum changes wherever one of them does.
    run = utterance + np.searchsorted(sentences, start, side="right") + np.cumsum(breaks + ~inside)
    kept = np.flatnonzero(inside)
    rows = np.empty((7, len(kept)), dtype=np.int32)
    rows[0], rows[1], rows[2] = words[kept], number, WHERES.index(where)
    rows[3], rows[4], rows[5], rows[6] = start[kept], end[kept], voices[utterance[kept]], run[kept]
    return rows


def _number_runs(text: NDArray[np.int32], run: NDArray[np.int32]) -> NDArray[np.int32]:
    changes = np.zeros(len(run), dtype=np.int32)
    changes[1:] = (np.diff(text) != 0) | (np.diff(run) != 0)
    return np.cumsum(changes, dtype=np.int32)


@dataclass(frozen=True)
class Terms:
    """Words and phrases, and where each begins: occurrence `i` is term `term[i]` at place `place[i]` of the corpus.

    `lengths` says how many words each term has. A term's occurrences stand in the order of the corpus.
    """

    texts: list[str]
    lengths: Integers
    term: Integers
    place: Integers


@lru_cache
def closed_class_words(language: str = "en") -> frozenset[str]:
    """Return determiners, pronouns, auxiliaries, prepositions and conjunctions, from the shipped grammar lexicon.

    Raises `UsageError` for a language without lexicons.
    """
    grammar = load_grammar(language)
    return frozenset().union(*(grammar.get(name, frozenset()) for name in _CLOSED_CLASSES))


def find_terms(corpus: Corpus, kept: Flags, minimum: int, closed_class: Collection[str]) -> Terms:
    """Return the words and the phrases of two and three words that stand at `minimum` or more of the `kept` places.

    A phrase keeps within one sentence, one utterance and between commas, brackets and the like. A possessive ending
    is no part of a word ("Orlov's" counts as "orlov"). Left out: phrases of closed-class words alone, and what only
    ever stands within one longer term, whose numbers are the same. An empty corpus has no terms.
    """
    plain, vocabulary = _without_possessive(corpus)
    closed = np.array([word in closed_class for word in vocabulary], dtype=bool)
    words = plain[corpus.words] if len(corpus) else np.zeros(0, dtype=np.int64)
    level = _number(np.where(kept, words, -1), minimum)
    levels = [level]
    singles = level
    while len(levels) < LONGEST_PHRASE:
        levels.append(_lengthen(levels[-1], singles, corpus.run, len(levels), minimum))
    return _collect(levels, words, closed, vocabulary)


def _without_possessive(corpus: Corpus) -> tuple[Integers, list[str]]:
    """Return for each word of the vocabulary the number of its plain form, and the vocabulary of plain forms."""
    numbers: dict[str, int] = {}
    plain = [numbers.setdefault(word.removesuffix("'s") or word, len(numbers)) for word in corpus.vocabulary]
    return np.array(plain, dtype=np.int64), list(numbers)


def _number(keys: Integers, minimum: int) -> Integers:
    """Number the keys that stand at `minimum` or more places from 0; all others, and negative ones, are -1."""
    found = np.full(len(keys), -1, dtype=np.int64)
    held = np.flatnonzero(keys >= 0)
    inverse = keys[held]
    if inverse.max(initial=0) < len(keys):
        # Few different keys are their own numbers: nothing need be sorted.
        counts = np.bincount(inverse)
    else:
        _, inverse, counts = np.unique(inverse, return_inverse=True, return_counts=True)
    often = counts >= minimum
    renumbered = np.where(often, np.cumsum(often) - 1, -1)
    found[held] = renumbered[inverse]
    return found


def _lengthen(
    shorter: Integers, singles: Integers, run: NDArray[np.int32], length: int, minimum: int
) -> Integers:
    """Number the terms one word longer: a shorter term, and the word that follows it in its run."""
    keys = np.full(len(shorter), -1, dtype=np.int64)
    n = len(shorter) - length
    if n > 0:
        head, tail = shorter[:n], singles[length:]
        joined = (head >= 0) & (tail >= 0) & (run[:n] == run[length:])
        keys[:n][joined] = head[joined] * (int(singles.max()) + 1) + tail[joined]
    return _number(keys, minimum)


def _collect(levels: Sequence[Integers], words: Integers, closed: Flags, vocabulary: Sequence[str]) -> Terms:
    texts: list[str] = []
    lengths, terms, places = [], [], []
    wanted = [_open_terms(level, words, closed, n + 1) for n, level in enumerate(levels)]
    for n, level in enumerate(levels):
        if n + 1 < len(levels):
            wanted[n] &= ~_always_within(level, levels[n + 1], wanted[n + 1])
        renumbered = np.where(wanted[n], np.cumsum(wanted[n]) - 1, -1)
        place = np.flatnonzero(level >= 0)
        place = place[wanted[n][level[place]]]
        term = renumbered[level[place]]
        # Every term stands somewhere; of its places, written from the last to the first, the first remains.
        first = np.zeros(int(term.max(initial=-1)) + 1, dtype=np.int64)
        first[term[::-1]] = np.arange(len(term))[::-1]
        terms.append(term + len(texts))
        texts += [" ".join(vocabulary[w] for w in words[p : p + n + 1]) for p in place[first]]
        places.append(place)
        lengths.append(np.full(len(first), n + 1, dtype=np.int64))
    return Terms(texts, np.concatenate(lengths), np.concatenate(terms), np.concatenate(places))


def _open_terms(level: Integers, words: Integers, closed: Flags, length: int) -> Flags:
    """Which terms of a length are tested: all single words, and phrases with a word that is not of a closed class."""
    wanted = np.ones(int(level.max(initial=-1)) + 1, dtype=bool)
    if length > 1 and len(wanted):
        place = np.flatnonzero(level >= 0)
        only_closed = np.all([closed[words[place + k]] for k in range(length)], axis=0)
        wanted[level[place[only_closed]]] = False
    return wanted


def _always_within(shorter: Integers, longer: Integers, listed: Flags) -> Flags:
    """Which shorter terms stand nowhere but at the head, or nowhere but at the tail, of one listed longer term."""
    counts = np.bincount(shorter[shorter >= 0], minlength=int(shorter.max(initial=-1)) + 1)
    within = np.zeros(len(counts), dtype=bool)
    place = np.flatnonzero(longer >= 0)
    place = place[listed[longer[place]]]
    times = np.bincount(longer[place], minlength=len(listed))
    for part in (shorter[place], shorter[place + 1]):
        same = times[longer[place]] == counts[part]
        within[part[same]] = True
    return within
