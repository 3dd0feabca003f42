"""What counts as a word, and how words are made comparable. Lexicons and texts must agree on both."""

import re
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_FOLD = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"})


class Word(NamedTuple):
    """A word as it stands, with its offsets ``[start, end)``."""

    text: str
    start: int
    end: int


def words_in(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of a stretch of text in order; an empty text has none."""
    stop = len(text) if end is None else end
    return [Word(m.group(), m.start(), m.end()) for m in WORD.finditer(text, start, stop)]


def count_words(text: str) -> int:
    """Return the number of words in a text."""
    return len(WORD.findall(text))


def fold(word: str) -> str:
    """Return a word in lower case, with one kind of apostrophe and hyphen."""
    # Nothing in the table is ASCII, and most words are: the look at it saves half of the time.
    return word.lower() if word.isascii() else word.translate(_FOLD).lower()


# Texts are made of few words that come again and again; longer stretches are folded without being remembered.
fold_word = lru_cache(maxsize=1 << 16)(fold)
