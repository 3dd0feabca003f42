"""Scoring: the words of all articles in one table.

Everything downstream (keyness, reuse) is arithmetic on these columns; the columns follow the articles' ids.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.lexicon.words import WORD, fold
from framing.schema import VOICES, Annotations, Where
from framing.scoring.places import WHERES, WordStarts

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

SMALL, CAPITAL = 1, 2
"""How a word's first letter is written; 0 where it is neither, as in a number."""

_CASES = 3
_COLUMNS = 9
# Words and what stands between them by turns: several times faster than a match object a word.
_SPLIT = re.compile(f"({WORD.pattern})")
# A phrase does not run over these: what they part was not said in one breath.
_BREAK = re.compile(r"[,;:()\[\]{}/•|…!?—–]|\s-+\s")


@dataclass(frozen=True)
class Corpus:
    """The words of title and body of all articles, one place each, article after article in the order of their ids.

    `words` holds numbers of `vocabulary` (folded words as they stand), `article` and `voice` numbers of `annotations`
    and `VOICES`, `start` and `end` offsets in the text or, where `where` is 0, in a title that stands apart.
    Words of one `stretch` stand in one sentence and one utterance, words of one `run` moreover between two marks that
    part phrases. `case` says whether a word begins `SMALL` or with a `CAPITAL`.
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
    stretch: NDArray[np.int32]
    case: NDArray[np.int8]

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

    def text_at(self, place: int) -> str:
        """Return a word as it stands."""
        article = self.annotations[int(self.article[place])].article
        whole = article.text if self.where_of(place) == "text" else article.title or ""
        return whole[int(self.start[place]) : int(self.end[place])]


class _Numbers(dict[str, int]):
    """Numbers for words as they stand: `_CASES` times that of the folded word, which many share, and its case."""

    def __init__(self) -> None:
        self.folded: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        case = CAPITAL if word[0].isupper() else SMALL if word[0].islower() else 0
        number = self[word] = self.folded.setdefault(fold(word), len(self.folded)) * _CASES + case
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
    columns = np.concatenate(parts, axis=1) if parts else np.zeros((_COLUMNS, 0), dtype=np.int32)
    words, article, where_, start, end, voice, run, stretch, case = columns
    text = article * np.int32(len(WHERES)) + where_
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
        run=_number_runs(text, run),
        stretch=_number_runs(text, stretch),
        case=case.astype(np.int8),
    )


def _read_text(
    annotation: Annotations, number: int, where: Where, numbers: _Numbers, gaps: _Breaks
) -> NDArray[np.int32]:
    """Return nine rows: word, article, where, start, end, voice, run, stretch, case."""
    utterances = sorted(
        (u.start, u.end, VOICES.index(u.voice)) for u in annotation.utterances if u.where == where
    )
    if not utterances:
        return np.zeros((_COLUMNS, 0), dtype=np.int32)
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
    stretch = utterance + np.searchsorted(sentences, start, side="right")
    run = stretch + np.cumsum(breaks + ~inside)
    kept = np.flatnonzero(inside)
    rows = np.empty((_COLUMNS, len(kept)), dtype=np.int32)
    (rows[0], rows[8]), rows[1], rows[2] = np.divmod(words[kept], _CASES), number, WHERES.index(where)
    rows[3], rows[4], rows[5], rows[6] = start[kept], end[kept], voices[utterance[kept]], run[kept]
    rows[7] = stretch[kept]
    return rows


def _number_runs(text: NDArray[np.int32], run: NDArray[np.int32]) -> NDArray[np.int32]:
    changes = np.zeros(len(run), dtype=np.int32)
    changes[1:] = (np.diff(text) != 0) | (np.diff(run) != 0)
    return np.cumsum(changes, dtype=np.int32)
