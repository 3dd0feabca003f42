"""Scoring: the company that a word keeps: its collocates with NLTK's measures, and every place in its context.

NLTK finds the places and scores the counts; what may count is ours, since it hangs on whose words stand where.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from framing.errors import ScoringError, nearest_name
from framing.lexicon.words import fold, words_in
from framing.schema import UNIDENTIFIED, VOICES, Annotations, Voice, Where
from framing.scoring.occurrences import Speakers
from framing.scoring.shingles import mark_copies
from framing.scoring.table import check_name
from framing.scoring.terms import closed_class_words
from framing.scoring.words import Corpus, Flags, Integers, read_corpus

HeardVoice = Voice | Literal["all"]

MEASURES_OF_ASSOCIATION = {
    "log-likelihood": "likelihood_ratio",
    "mutual information": "pmi",
    "t-score": "student_t",
    "chi-squared": "chi_sq",
    "dice": "dice",
}
"""What to score collocates by, with the function of NLTK's `BigramAssocMeasures` that does it."""

_LIKENESS = 0.7


class Collocate(NamedTuple):
    """A word that stands near a term more often than chance would have it.

    It stands `near` times within the window, in `articles` articles, where its share of all words would give
    `expected`; `total` times in all. `score` is the measure's that was asked for: higher is a stronger tie.
    """

    word: str
    near: int
    expected: float
    total: int
    articles: int
    score: float


class InContext(NamedTuple):
    """One place of a term: whose words it is, its offsets ``[start, end)``, and the words around it."""

    outlet: str
    article: str
    where: Where
    start: int
    end: int
    voice: Voice
    source: str | None
    left: str
    term: str
    right: str


def find_collocates(
    annotations: Sequence[Annotations],
    term: str,
    outlet: str | None = None,
    *,
    voice: HeardVoice = "all",
    window: int = 5,
    measure: str = "log-likelihood",
    minimum_count: int = 2,
    function_words: bool = False,
) -> list[Collocate]:
    """Return the words that stand near a term more often than chance would have it, those tied to it most first.

    `term` is a word or a phrase, in any case; a word that ends in ``*`` stands for all that begin so. Near is
    within `window` words to either side in the same sentence. With a `voice`, only words in that voice count, the
    term's and the others'; `outlet` takes one outlet's articles alone. Text that an article with an earlier id prints
    too counts once. Listed are words that stand near `minimum_count` times or more; determiners, pronouns,
    prepositions and the like only with `function_words`.

    Each word is tested by the two-by-two table of near or not, this word or another, over all words that count but the
    term itself (surface co-occurrence); a place near two terms is near once. `measure` is one of
    `MEASURES_OF_ASSOCIATION`. A term that stands only in other outlets or voices has no collocates. Raises
    `ScoringError`, with the nearest name, for a term that no article holds, an outlet, voice or measure that there is
    not, and for a window or a minimum below 1. Loads NLTK.
    References: Dunning 1993 on the log-likelihood; Evert 2008, Corpora and collocations.
    """
    check_name("measure", measure, MEASURES_OF_ASSOCIATION)
    for name, number in (("window", window), ("minimum_count", minimum_count)):
        if number < 1:
            raise ScoringError(name, str(number), "1 or more")
    found = _find(annotations, term, outlet, voice)
    if not len(found.first):
        return []
    from nltk.metrics.association import BigramAssocMeasures

    score = getattr(BigramAssocMeasures, MEASURES_OF_ASSOCIATION[measure])
    node = _cover(found.first, found.length, len(found.corpus))
    counts = found.heard & ~node & ~mark_copies(found.corpus)
    near = counts & _within(found, window)
    totals = Counter(found.words[place] for place in np.flatnonzero(counts))
    places = np.flatnonzero(near)
    counted = Counter(found.words[place] for place in places)
    articles = Counter(
        word for word, _ in {(found.words[place], int(found.corpus.article[place])) for place in places}
    )
    left_out = frozenset() if function_words else _closed_classes(annotations)
    here, everywhere = len(places), int(counts.sum())
    collocates = [
        Collocate(
            word=word,
            near=count,
            expected=here * totals[word] / everywhere,
            total=totals[word],
            articles=articles[word],
            score=float(score(count, (here, totals[word]), everywhere)),
        )
        for word, count in counted.items()
        if count >= minimum_count and count * everywhere > here * totals[word] and word not in left_out
    ]
    return sorted(collocates, key=lambda one: (-one.score, one.word))


def find_in_context(
    annotations: Sequence[Annotations],
    term: str,
    outlet: str | None = None,
    *,
    voice: HeardVoice = "all",
    words: int = 10,
) -> list[InContext]:
    """Return every place of a term with up to `words` words of its text to either side, article by article by id.

    For `term`, `outlet` and `voice`, and for what is raised, see `find_collocates`; copies stand here as they are
    printed. The context keeps its signs, and runs over sentences, with one space between words. Loads NLTK.
    """
    if words < 0:
        raise ScoringError("words", str(words), "0 or more")
    found = _find(annotations, term, outlet, voice)
    speakers = Speakers(found.corpus)
    return [_in_context(found.corpus, speakers, *place, words) for place in found]


@dataclass(frozen=True)
class _Found:
    """Where a term begins, and how many words it has there; the words as they are compared, and which are heard."""

    corpus: Corpus
    words: list[str]
    heard: Flags
    sentence: Integers
    first: Integers
    length: Integers

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(zip(self.first.tolist(), self.length.tolist(), strict=True))


def _find(annotations: Sequence[Annotations], term: str, outlet: str | None, voice: HeardVoice) -> _Found:
    check_name("voice", voice, (*VOICES, "all"))
    outlets = [annotation.article.outlet or UNIDENTIFIED for annotation in annotations]
    if outlet is not None:
        check_name("outlet", outlet, sorted(set(outlets)))
    held = [one for one, name in zip(annotations, outlets, strict=True) if outlet in (None, name)]
    found = _find_in(held, term, voice)
    # What others hold is no slip of the pen: here, or in this voice, it does not stand.
    if not len(found.first):
        anywhere = _find_in(annotations, term, "all")
        if not len(anywhere.first):
            raise ScoringError(
                "term",
                f"{term!r} stands in none of the articles",
                "a word or a phrase of theirs",
                nearest_name(term, sorted(set(anywhere.words)), _LIKENESS),
            )
    return found


def _find_in(annotations: Sequence[Annotations], term: str, voice: HeardVoice) -> _Found:
    from nltk.text import ConcordanceIndex

    corpus = read_corpus(annotations)
    words = [corpus.vocabulary[number].removesuffix("'s") for number in corpus.words.tolist()]
    sentence = _number_sentences(corpus)
    heard = np.ones(len(corpus), dtype=bool) if voice == "all" else corpus.voice == VOICES.index(voice)
    index = ConcordanceIndex(words)
    places = [
        (line.offset, len(phrase))
        for phrase in _phrases(term, words)
        for line in index.find_concordance(phrase)
    ]
    first, length = np.array(sorted(places), dtype=np.int64).reshape(-1, 2).T
    last = first + length - 1
    kept = (sentence[first] == sentence[last]) & heard[first] & heard[last]
    return _Found(corpus, words, heard, sentence, first[kept], length[kept])


def _phrases(term: str, words: Sequence[str]) -> list[list[str]]:
    """The phrases that a term stands for: one, or with a ``*`` at the end one for each word that begins so."""
    phrase = [fold(word.text).removesuffix("'s") for word in words_in(term)]
    if not phrase:
        return []
    if not term.rstrip().endswith("*"):
        return [phrase]
    return [[*phrase[:-1], word] for word in sorted(set(words)) if word.startswith(phrase[-1])]


def _number_sentences(corpus: Corpus) -> Integers:
    """Return for each word a number that its sentence alone has."""
    numbers = np.zeros(len(corpus), dtype=np.int64)
    edges = np.searchsorted(corpus.article, np.arange(len(corpus.annotations) + 1))
    for number, annotation in enumerate(corpus.annotations):
        place = slice(edges[number], edges[number + 1])
        for where in (0, 1):
            starts = sorted(one.start for one in annotation.sentences if (one.where == "text") == bool(where))
            held = np.searchsorted(starts, corpus.start[place], side="right")
            numbers[place] = np.where(corpus.where[place] == where, held, numbers[place])
    changes = (np.diff(corpus.text_of, prepend=-1) != 0) | (np.diff(numbers, prepend=-1) != 0)
    return np.cumsum(changes)


def _cover(first: Integers, length: Integers, words: int) -> Flags:
    """Which of all words stand from some places on."""
    edges = np.zeros(words + 1, dtype=np.int64)
    np.add.at(edges, first, 1)
    np.add.at(edges, first + length, -1)
    return np.cumsum(edges[:-1]) > 0


def _within(found: _Found, window: int) -> Flags:
    """Which words stand in the window of some place of the term."""
    near = np.zeros(len(found.corpus), dtype=bool)
    for first, length in found:
        places = np.arange(max(first - window, 0), min(first + length + window, len(near)))
        near[places[found.sentence[places] == found.sentence[first]]] = True
    return near


def _closed_classes(annotations: Sequence[Annotations]) -> frozenset[str]:
    codes = {annotation.article.language for annotation in annotations}
    return frozenset().union(*(closed_class_words(code) for code in sorted(codes)))


def _in_context(corpus: Corpus, speakers: Speakers, first: int, length: int, words: int) -> InContext:
    annotation = corpus.annotations[int(corpus.article[first])]
    article, where, last = annotation.article, corpus.where_of(first), first + length - 1
    text = article.text if where == "text" else article.title or ""
    same = np.flatnonzero(
        corpus.text_of[max(first - words, 0) : last + words + 1] == corpus.text_of[first]
    ) + max(first - words, 0)
    start, end = int(corpus.start[first]), int(corpus.end[last])
    return InContext(
        outlet=article.outlet or UNIDENTIFIED,
        article=article.id,
        where=where,
        start=start,
        end=end,
        voice=VOICES[corpus.voice[first]],
        source=speakers.at(first),
        left=_on_one_line(text[int(corpus.start[same[0]]) : start]),
        term=_on_one_line(text[start:end]),
        right=_on_one_line(text[end : int(corpus.end[same[-1]])]),
    )


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
