"""What the network knows of a word wherever it stands: rows of embeddings, and what the lexicons say (room: features).

Words enter by hash alone, so that the weights hold no word list. A word's vector is added up once, when it first comes.
"""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from framing.features.tagger.network import Weights
from framing.lexicon.language import Language
from framing.lexicon.words import ByWord, fold

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
ROLES = ("person", "group", "body", "document", "media")
WORD_MARKS = (*_CLASSES, *ROLES)
_COLUMN = {name: column for column, name in enumerate(WORD_MARKS)}
_MOST_WORDS = 1 << 15


def _embeddings(text: str) -> tuple[int, ...]:
    folded = fold(text)
    word = folded.encode("utf-8", "surrogatepass")
    return (
        crc32(word) % _WORDS,
        _STARTS[1] + crc32(word, 1) % _WORDS,
        _STARTS[2] + crc32(folded[:4].encode("utf-8", "surrogatepass"), 2) % _PARTS,
        _STARTS[3] + crc32(folded[-3:].encode("utf-8", "surrogatepass"), 3) % _PARTS,
        _STARTS[4] + _SHAPES.index(_shape(text)),
    )


_EMBEDDINGS = ByWord(_embeddings)


def embeddings_of(text: str) -> tuple[int, ...]:
    """Return the rows of the table of embeddings that a word adds up."""
    return _EMBEDDINGS[text]


def word_marks_of(language: Language, folded: str) -> list[int]:
    """Return the columns of `WORD_MARKS` that a folded word has."""
    classes, roles = language.classes_of.get(folded), language.roles_of.get(folded)
    return [*(_columns(classes) if classes else ()), *(_columns(roles) if roles else ())]


@lru_cache(maxsize=10_000)
def _columns(names: frozenset[str]) -> list[int]:
    return sorted(_COLUMN[name] for name in names & _COLUMN.keys())


class WordVectors:
    """The vectors of words, of their embeddings and marks, by given weights and lexicons."""

    def __init__(self, weights: Weights, language: Language) -> None:
        self._embeddings = weights["words"]
        self._marks = weights["marks"][: len(WORD_MARKS)]
        self._language = language
        self._numbers: dict[str, int] = {}
        self._vectors = np.empty((0, self._marks.shape[1]), np.float32)

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (words, width) of some words."""
        try:
            numbers = list(map(self._numbers.__getitem__, words))
        except KeyError:
            self._add_new(words)
            numbers = list(map(self._numbers.__getitem__, words))
        return self._vectors.take(numbers, 0)

    def _add_new(self, words: Sequence[str]) -> None:
        different = dict.fromkeys(words)
        # Not a difference of sets, which would go through all words that are known.
        new = [word for word in different if word not in self._numbers]
        if len(self._numbers) + len(new) > _MOST_WORDS:
            # A corpus of millions of articles has more words than are worth remembering.
            self._numbers, new = {}, list(different)
        self._add(new)

    def _add(self, words: list[str]) -> None:
        rows = [embeddings_of(word) for word in words]
        vectors = self._embeddings[np.array(rows)].sum(1)
        for number, word in enumerate(words):
            for column in word_marks_of(self._language, fold(word)):
                vectors[number] += self._marks[column]
        known = len(self._numbers)
        if known + len(words) > len(self._vectors):
            room = np.empty((max(1024, len(words), known), self._vectors.shape[1]), np.float32)
            self._vectors = np.concatenate([self._vectors[:known], room])
        self._vectors[known : known + len(words)] = vectors
        self._numbers.update((word, known + number) for number, word in enumerate(words))


def _shape(text: str) -> str:
    if not text[0].isalnum():
        return "mark"
    if text.isdigit():
        return "digits"
    if not text.isalpha() and any(character.isdigit() for character in text):
        return "digits and letters"
    if text.islower():
        return "lower"
    if text.isupper() and len(text) > 1:
        return "upper"
    return "capitalised" if text[0].isupper() and not text[1:].strip("'’s-.").isupper() else "mixed"
