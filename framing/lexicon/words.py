"""What counts as a word, and how words are made comparable. Lexicons and texts must agree on both."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

Known = TypeVar("Known")

# Possessive (*+): nothing follows for which to give a part back, and a third of the time is saved.
WORD = re.compile(r"\w+(?:[-'’.]\w+)*+")
# Of how many words something is remembered: those of some thousand articles, in sixty MB altogether.
MOST_WORDS = 1 << 16
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


def holds_any(words: Iterable[str], text: str, start: int, end: int) -> bool:
    """Whether the letters of a folded word stand in a stretch of text, which seldom is so for words that are rare.

    To look for letters takes a fraction of the time of parting a text into words.
    """
    stretch = fold(text[start:end])
    return any(word in stretch for word in words)


class ByWord(dict[str, Known]):
    """What is known of words: worked out when a word first comes, since texts are made of few words that come again.

    When there are too many, as in a corpus of millions of articles, all are forgotten. A dictionary answers in half
    of the time that `functools.lru_cache` needs to keep its order of use.
    """

    def __init__(self, work_out: Callable[[str], Known]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> Known:
        if len(self) >= MOST_WORDS:
            self.clear()
        known = self[word] = self._work_out(word)
        return known


FOLDED = ByWord(fold)
