"""Scoring: the words and phrases that stand in a corpus often enough to count."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.language import load_grammar
from framing.scoring.capitals import tell_names
from framing.scoring.words import Corpus, Flags, Integers

LONGEST_PHRASE = 3

_CLOSED_CLASSES = (
    "determiner",
    "possessive",
    "he",
    "she",
    "it",
    "they",
    "first person",
    "object pronoun",
    "auxiliary",
    "modal",
    "contraction",
    "negation",
    "preposition",
    "coordinator",
    "subordinator",
)
# Further words that no house style writes with a capital.
_SMALL_CLASSES = ("adverb", "irregular past", "irregular participle", "time word")
# "The Times" or "the Times", "I", and whom German addresses ("Sie"): their capital tells nothing.
_WRITTEN_EITHER_WAY = ("article", "first person singular", "she", "they", "possessive")


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
    return _words_of(language, _CLOSED_CLASSES)


@lru_cache
def small_words(language: str = "en") -> frozenset[str]:
    """Return the words that have a capital amid a sentence as names alone ("Mrs May"), from the same lexicon.

    No nouns and adjectives: "the Government" and "the government" differ in house style. Raises as
    `closed_class_words`.
    """
    return _words_of(language, (*_CLOSED_CLASSES, *_SMALL_CLASSES)) - _words_of(language, _WRITTEN_EITHER_WAY)


def _words_of(language: str, classes: Iterable[str]) -> frozenset[str]:
    grammar = load_grammar(language)
    return frozenset().union(*(grammar.get(name, frozenset()) for name in classes))


def find_terms(
    corpus: Corpus, kept: Flags, minimum: int, closed_class: Collection[str], small: Collection[str] = ()
) -> Terms:
    """Return the words and the phrases of two and three words that stand at `minimum` or more of the `kept` places.

    A phrase keeps within one sentence, one utterance and between commas, brackets and the like. A possessive ending
    is no part of a word ("Orlov's" counts as "orlov"), and a name is another word than the one of `small` that it is
    spelled like: "May", and "may" (`mark_names`). Left out: phrases of closed-class words alone, and what only
    ever stands within one longer term, whose numbers are the same. An empty corpus has no terms.
    """
    plain, vocabulary = _without_possessive(corpus)
    closed = np.array([word in closed_class for word in vocabulary], dtype=bool)
    words = plain[corpus.words] if len(corpus) else np.zeros(0, dtype=np.int64)
    words, vocabulary = tell_names(
        corpus, words, vocabulary, np.array([word in small for word in vocabulary], dtype=bool)
    )
    closed = np.append(closed, np.zeros(len(vocabulary) - len(closed), dtype=bool))
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
