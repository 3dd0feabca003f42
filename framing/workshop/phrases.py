"""Phrases that stand out in the outlets' own words: material for a new lexicon (room: workshop)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from framing.lexicon.language import load_language
from framing.lexicon.words import Word, fold, words_in
from framing.schema import UNIDENTIFIED, Annotations, Span, Where
from framing.workshop.records import Phrase

_SHORTEST_WORD = 2
_LENGTHS = (2, 3)

Words = tuple[str, ...]


class _Run(NamedTuple):
    """Words of one outlet in its own voice that follow each other with nothing but a space between."""

    article: str
    outlet: str
    where: Where
    words: list[Word]


def propose_phrases(
    annotations: Sequence[Annotations], *, at_least: int = 3, limit: int = 50
) -> list[Phrase]:
    """Return the phrases of two and three words that stand out in the outlets' own words, the firmest first.

    Only text in the outlets' own voice counts: nothing quoted or attributed. A phrase stands `at_least` times (2 and
    above) in all the articles together, neither begins nor ends with a function word or a number, and is left out where
    it is always part of a longer one. `limit` is the most that are returned. No annotations give no phrases.

    Reference: Dunning 1993, Accurate Methods for the Statistics of Surprise and Coincidence (log-likelihood ratio), as
    NLTK's collocation finders compute it.
    """
    runs = [run for annotated in annotations for run in own_runs(annotated)]
    ends = function_words({annotated.article.language for annotated in annotations})
    scores: dict[Words, float] = {}
    for length in _LENGTHS:
        scores.update(_scores(runs, length, max(2, at_least), ends))
    places = _places(runs, scores)
    kept = [words for words in scores if not _is_part(words, places)]
    kept.sort(key=lambda words: (-scores[words], words))
    return [_phrase(scores[words], places[words]) for words in kept[:limit]]


def own_runs(annotated: Annotations) -> Iterator[_Run]:
    """Yield the unbroken runs of words of an article's own voice, each within one sentence."""
    article = annotated.article
    for sentence in annotated.sentences:
        text = (article.title or "") if sentence.where == "title" else article.text
        for utterance in annotated.utterances:
            if utterance.voice != "own" or utterance.where != sentence.where:
                continue
            start, end = max(sentence.start, utterance.start), min(sentence.end, utterance.end)
            for words in _unbroken(text, words_in(text, start, end) if start < end else []):
                yield _Run(article.id, article.outlet or UNIDENTIFIED, sentence.where, words)


def function_words(languages: set[str]) -> frozenset[str]:
    """Return the single words of the closed classes of the languages given, folded."""
    return frozenset(
        word
        for code in languages
        for name, words in load_language(code).grammar.items()
        if name in _CLOSED_CLASSES
        for word in words
    )


_CLOSED_CLASSES = frozenset(
    {
        "adverb",
        "auxiliary",
        "be",
        "contraction",
        "coordinator",
        "determiner",
        "do",
        "first person",
        "he",
        "it",
        "modal",
        "negation",
        "possessive",
        "preposition",
        "question word",
        "relative",
        "she",
        "subject pronoun",
        "subordinator",
        "they",
        "time word",
        "title",
    }
)


def _unbroken(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    run: list[Word] = list(words[:1])
    for before, word in pairwise(words):
        if not text[before.end : word.start].isspace():
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _scores(runs: Sequence[_Run], length: int, at_least: int, ends: frozenset[str]) -> dict[Words, float]:
    """Return the log-likelihood ratio of every phrase of a length that may stand alone."""
    finder, measure = _collocations(length, [[fold(word.text) for word in run.words] for run in runs])
    finder.apply_freq_filter(at_least)
    finder.apply_ngram_filter(lambda *words: not (_may_end(words[0], ends) and _may_end(words[-1], ends)))
    return {tuple(words): float(score) for words, score in finder.score_ngrams(measure)}


def _collocations(length: int, runs: list[list[str]]) -> tuple[Any, Any]:
    # NLTK takes over a second to import, and only who asks for phrases should wait for it.
    from nltk.collocations import BigramCollocationFinder, TrigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures, TrigramAssocMeasures

    if length == 2:
        return BigramCollocationFinder.from_documents(runs), BigramAssocMeasures.likelihood_ratio
    return TrigramCollocationFinder.from_documents(runs), TrigramAssocMeasures.likelihood_ratio


def _may_end(word: str, ends: frozenset[str]) -> bool:
    return len(word) >= _SHORTEST_WORD and word[0].isalpha() and word not in ends


def _places(runs: Sequence[_Run], wanted: dict[Words, float]) -> dict[Words, list[tuple[_Run, int, int]]]:
    """Return where each phrase stands: the run, and the numbers of its first word and of the word behind it."""
    places: dict[Words, list[tuple[_Run, int, int]]] = {words: [] for words in wanted}
    for run in runs:
        folded = [fold(word.text) for word in run.words]
        for length in _LENGTHS:
            for first in range(len(folded) - length + 1):
                words = tuple(folded[first : first + length])
                if words in places:
                    places[words].append((run, first, first + length))
    return places


def _is_part(words: Words, places: dict[Words, list[tuple[_Run, int, int]]]) -> bool:
    """Whether a phrase stands as often in one longer phrase as it stands at all."""
    return any(
        len(longer) > len(words)
        and words in (longer[:-1], longer[1:])
        and len(places[longer]) >= len(places[words])
        for longer in places
    )


def _phrase(score: float, places: list[tuple[_Run, int, int]]) -> Phrase:
    spans: list[tuple[str, Span, Where]] = [
        (run.article, (run.words[first].start, run.words[end - 1].end), run.where)
        for run, first, end in places
    ]
    spellings = Counter(" ".join(word.text for word in run.words[first:end]) for run, first, end in places)
    outlets = Counter(run.outlet for run, _, _ in places)
    return Phrase(
        phrase=min(spellings, key=lambda spelling: (-spellings[spelling], spelling)),
        counts=dict(sorted(outlets.items())),
        score=round(score, 3),
        places=spans,
    )
