"""What the network knows of a word wherever it stands: rows of embeddings, and what the lexicons say (room: features).

Words enter by hash alone, so that the weights hold no word list. A word's vector is added up once, when it first comes.
"""

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from framing.features.tagger.network import Weights
from framing.lexicon.language import Language
from framing.lexicon.words import MOST_WORDS, ByWord, fold

# Rows of the table of embeddings: the word by two hashes (of words as long as one another, equal in both or in neither:
# half of all words share their rows with others), its beginning, its ending and its shape.
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
        self._marked = language.classes_of.keys() | language.roles_of.keys()
        self._numbers: dict[str, int] = {}
        self._vectors = self._room_for(0)
        # Of two threads that add words, each would write over the other's rows, to stay.
        self._lock = Lock()

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (words, width) of some words."""
        with self._lock:
            return self._of(words)

    def _of(self, words: Sequence[str]) -> NDArray[np.float32]:
        different = set(words)
        # The dictionary, not its keys: a difference with those would go through all words that are known.
        new = different.difference(self._numbers)
        if len(self._numbers) + len(new) > len(self._vectors):
            # A corpus of millions of articles has more words than are worth remembering.
            self._numbers, new = {}, different
            self._vectors = self._room_for(max(len(different), MOST_WORDS))
        if new:
            self._add(list(new))
        return self._vectors.take(list(map(self._numbers.__getitem__, words)), 0)

    def _room_for(self, words: int) -> NDArray[np.float32]:
        """Return rows for the vectors of some words; they take memory when they are written."""
        return np.empty((words, self._marks.shape[1]), np.float32)

    def _add(self, words: list[str]) -> None:
        known = len(self._numbers)
        vectors = self._vectors[known : known + len(words)]
        rows = np.array(list(map(_embeddings, words)))
        self._embeddings.take(rows.T, 0).sum(0, out=vectors)
        for number, word in enumerate(map(fold, words)):
            if word in self._marked:
                for column in word_marks_of(self._language, word):
                    vectors[number] += self._marks[column]
        self._numbers.update(zip(words, range(known, known + len(words)), strict=True))


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
