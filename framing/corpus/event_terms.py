"""What articles are compared by when they are grouped into events: weighted terms, kept on disk (room: corpus).

A term is a word cut to its first letters, a name (a word with a capital within a sentence, and two such in a row) or a
number as it is written. Terms are hashed, with the article's language, to one of about a million numbers, so that no
vocabulary grows in memory and articles of two languages have nothing in common.
"""

import re
import tempfile
from array import array
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from framing.schema import PROSE, Article

_DIMENSIONS = 1 << 20
# Most inflection, in English and in German, comes after the seventh letter.
_STEM_LETTERS = 7
_LEAD_LETTERS = 800
_TITLE_WEIGHT, _LEAD_WEIGHT, _OWN_WEIGHT = 2, 1, 1
_MOST_TERMS = 200
# A word that stands in more articles than this share tells nothing; among a few articles none can be told.
_COMMON_SHARE, _FEWEST_COMMON = 0.2, 1000
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_POSSESSIVE = ("'s", "’s")
_BEFORE_SENTENCE = frozenset("\n\"“„»(«‘'*•")
_ENDS_SENTENCE = frozenset(".!?:")
_MANY_TERMS = 1 << 18

Integers = NDArray[np.int32]


class Terms(NamedTuple):
    """The terms of an article, ascending, and how often each stands in it (1 to 255), title and lead counting more."""

    numbers: Integers
    counts: NDArray[np.uint8]


def read_terms(article: Article) -> Terms:
    """Return the terms of title and body; none of an article without a word."""
    prose = "\n".join(article.text[one.start : one.end] for one in article.regions if one.kind in PROSE)
    title = article.title or ""
    text = f"{title}\n{prose}" if article.title_stands_apart else prose
    spoken, code = _WORD.findall(text), article.language
    counted = Counter(_words(spoken, code))
    for words, weight in (
        (_WORD.findall(text[:_LEAD_LETTERS]), _LEAD_WEIGHT),
        (_WORD.findall(title), _TITLE_WEIGHT),
    ):
        for word in _words(words, code):
            counted[word] += weight
    for name in _names(text):
        counted[_number("#", name, code)] += _OWN_WEIGHT
    for figure in _NUMBER.findall(text):
        counted[_number("%", figure, code)] += _OWN_WEIGHT
    numbers = np.fromiter(counted.keys(), dtype=np.int32, count=len(counted))
    counts = np.fromiter(counted.values(), dtype=np.int64, count=len(counted))
    order = np.argsort(numbers)
    return Terms(numbers[order], np.minimum(counts[order], 255).astype(np.uint8))


def split_words(text: str) -> list[str]:
    """Return the words of a text in small letters, without the ending of a possessive."""
    return [_fold(word) for word in _WORD.findall(text)]


def word_number(word: str, language: str) -> int:
    """Return the number of a word as a term."""
    return _number("", _stem(word), language)


def _words(words: Sequence[str], language: str) -> list[int]:
    return [_number("", _stem(word), language) for word in words]


@lru_cache(_MANY_TERMS)
def _number(kind: str, term: str, language: str) -> int:
    return crc32(f"{language} {kind}{term}".encode("utf-8", "replace")) % _DIMENSIONS


@lru_cache(_MANY_TERMS)
def _stem(word: str) -> str:
    return _fold(word)[:_STEM_LETTERS]


@lru_cache(_MANY_TERMS)
def _fold(word: str) -> str:
    folded = word.lower()
    return folded[:-2] if folded.endswith(_POSSESSIVE) else folded


def _names(text: str) -> list[str]:
    """Return words with a capital that do not begin a sentence, and pairs of such with only a space between."""
    found: list[str] = []
    before, end = "", -1
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if not word[0].isupper():
            continue
        follows = bool(before) and start == end + 1 and text[end] == " "
        name = _fold(word)
        if follows:
            found.append(f"{before} {name}")
        if follows or not _begins_sentence(text, start):
            found.append(name)
        before, end = name, match.end()
    return found


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    return not before or before[-1] in _BEFORE_SENTENCE or before[0] in _ENDS_SENTENCE


class TermStore:
    """The terms of many articles, on disk in the order in which they came; in memory some bytes an article.

    `close` gives the disk back. Articles are rows, numbered from 0.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as this object)
        self._starts = array("q", [0])
        self._articles_with = np.zeros(_DIMENSIONS, dtype=np.int32)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, terms: Terms) -> None:
        """Keep the terms of the next article."""
        self._file.write(terms.numbers.tobytes() + terms.counts.tobytes())
        self._starts.append(self._starts[-1] + len(terms.numbers))
        self._articles_with[terms.numbers] += 1

    def rarity(self) -> NDArray[np.float32]:
        """Return the weight of each term: the logarithm of one over its share of all articles; 0 for a common one."""
        total, found = len(self), self._articles_with
        weights = np.log((1 + total) / (found + 0.5))
        weights[found > max(_COMMON_SHARE * total, _FEWEST_COMMON)] = 0
        return np.maximum(weights, 0).astype(np.float32)

    def vectors(self, rows: Sequence[int] | NDArray[Any], rarity: NDArray[np.float32]) -> Any:
        """Return a sparse matrix, an article a row of length 1 (0 without terms), of TF-IDF with logarithmic counts.

        Of a long article only the heaviest terms are kept.
        """
        from scipy.sparse import csr_array

        ends = array("q", [0])
        indices, values = [], []
        for row in rows:
            numbers, counts = self._read(int(row))
            weights = np.log1p(counts.astype(np.float32)) * rarity[numbers]
            kept = np.flatnonzero(weights)
            if len(kept) > _MOST_TERMS:
                kept = np.sort(kept[np.argsort(-weights[kept], kind="stable")[:_MOST_TERMS]])
            weights = weights[kept]
            indices.append(numbers[kept])
            values.append(weights / np.sqrt((weights**2).sum()) if len(kept) else weights)
            ends.append(ends[-1] + len(kept))
        data = np.concatenate(values) if values else np.zeros(0, dtype=np.float32)
        columns = np.concatenate(indices) if indices else np.zeros(0, dtype=np.int32)
        return csr_array((data, columns, np.array(ends)), shape=(len(ends) - 1, _DIMENSIONS))

    def _read(self, row: int) -> Terms:
        start, count = self._starts[row], self._starts[row + 1] - self._starts[row]
        size = np.dtype(np.int32).itemsize + np.dtype(np.uint8).itemsize
        self._file.seek(start * size)
        read = self._file.read(count * size)
        return Terms(
            np.frombuffer(read, dtype=np.int32, count=count),
            np.frombuffer(read, dtype=np.uint8, offset=count * np.dtype(np.int32).itemsize),
        )

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()
