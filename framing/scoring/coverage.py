"""Scoring: which article tells which fact, by aligning the sentences of one event's articles.

A fact is a cluster of sentences that share their rarer words, names and numbers. The clustering knows words, not
meanings: two facts in one sentence stay one, and the same fact in other words may stand twice.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from framing.lexicon.words import fold, words_in
from framing.schema import VOICES, Annotations, Cell, Fact, Sentence, Span, Telling, Voice, Where
from framing.scoring.bootstrap import Matrix

WORDS_TO_LEAVE_OUT_A_FACT = 150
"""An article with fewer words may lack a fact for want of room: its empty cells say "too short"."""

SENTENCES_AT_MOST = 3000
"""Distinct sentences that are aligned at most: memory grows with their square (72 MB for 3,000)."""

# Average cosine similarity of 0.2 or more: in newswire, sentences of one event share its actors' names, which
# weigh little after idf; one shared rare word or two less rare ones of some ten lift a pair above it.
_DISTANCE = 0.8


class _Place(NamedTuple):
    """A sentence of an article, and the terms by which it is compared."""

    article: str
    span: Span
    where: Where
    voice: Voice
    terms: tuple[str, ...]
    label: str


def coverage(annotations: Sequence[Annotations]) -> tuple[list[Fact], list[str]]:
    """Return the facts of an event with the articles that tell them, and notes on what could not be done.

    Facts of two or more articles come first, those that most articles tell at the top. A cell is the best voice in
    which an article tells the fact (own before attributed before quoted), "absent", or "too short" where the article
    has fewer than `WORDS_TO_LEAVE_OUT_A_FACT` words. Fewer than two articles cannot be compared and give no facts;
    nor do more than `SENTENCES_AT_MOST` distinct sentences, which the notes then say. The order of the articles
    changes nothing. Loads scikit-learn and NLTK when called with two articles or more.
    """
    if len(annotations) < 2:
        return [], []
    ordered = sorted(annotations, key=lambda annotation: annotation.article.id)
    terms = _Terms()
    places = [place for annotation in ordered for place in _places(annotation, terms)]
    # Copies of one sentence (an agency's, printed by many papers) are one point: cost follows what differs.
    distinct = list(dict.fromkeys(place.terms for place in places))
    if len(distinct) > SENTENCES_AT_MOST:
        return [], [
            f"The coverage matrix was left out: {len(distinct):,} different sentences, at most "
            f"{SENTENCES_AT_MOST:,} are aligned. Compare the articles of one event at a time."
        ]
    if len(distinct) < 2:
        clusters = [0] * len(distinct)
        similarities = np.ones((len(distinct), len(distinct)))
    else:
        similarities = _similarities(distinct)
        clusters = _cluster(similarities)
    number = {one: n for n, one in enumerate(distinct)}
    members: dict[int, list[_Place]] = {}
    for place in places:
        members.setdefault(clusters[number[place.terms]], []).append(place)
    words = {annotation.article.id: _count_words(annotation) for annotation in ordered}
    facts = [_fact(held, number, similarities, words) for held in members.values()]
    return sorted(facts, key=lambda fact: -len(fact.told)), []


def _places(annotations: Annotations, terms: "_Terms") -> list[_Place]:
    """The sentences of an article that hold a term; one of function words alone tells nothing to compare."""
    article = annotations.article
    found = []
    for sentence in sorted(
        annotations.sentences, key=lambda sentence: (sentence.where == "text", sentence.start)
    ):
        text = (article.title or "") if sentence.where == "title" else article.text
        words = text[sentence.start : sentence.end]
        if read := terms.of(words):
            span, label = (sentence.start, sentence.end), " ".join(words.split())
            found.append(_Place(article.id, span, sentence.where, _main_voice(sentence), read, label))
    return found


def _main_voice(sentence: Sentence) -> Voice:
    """The voice with most words; of equal ones the more outspoken."""
    return max(VOICES, key=lambda voice: (sentence.words.get(voice, 0), -VOICES.index(voice)))


class _Terms:
    """Turns sentences into terms; one and the same word is stemmed once, one and the same sentence read once.

    Terms are the stems of content words, and once more what a fact hangs on: numbers, and names (capitals beyond the
    first word).
    """

    def __init__(self) -> None:
        from nltk.stem.snowball import EnglishStemmer
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        self._stem: Callable[[str], str] = lru_cache(maxsize=None)(EnglishStemmer().stem)
        self._left_out: frozenset[str] = ENGLISH_STOP_WORDS
        self.of = lru_cache(maxsize=None)(self._read)

    def _read(self, sentence: str) -> tuple[str, ...]:
        terms = []
        for n, word in enumerate(words_in(sentence)):
            folded = fold(word.text).removesuffix("'s")
            if folded in self._left_out or (len(folded) < 2 and not folded.isdigit()):
                continue
            stem = self._stem(folded)
            terms.append(stem)
            if any(letter.isdigit() for letter in folded) or (n and word.text[0].isupper()):
                terms.append(f"={stem}")
        return tuple(terms)


def _similarities(sentences: Sequence[tuple[str, ...]]) -> Matrix:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer=tuple, sublinear_tf=True).fit_transform(sentences)
    similarities: Matrix = np.clip((vectors @ vectors.T).toarray(), 0.0, 1.0)
    return similarities


def _cluster(similarities: Matrix) -> list[int]:
    from sklearn.cluster import AgglomerativeClustering

    # Rounded, so that the last bits of a sum, which differ between machines, do not decide between equal pairs.
    distances = np.round(1.0 - similarities, 9)
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=_DISTANCE
    )
    return [int(label) for label in model.fit_predict(distances)]


def _fact(
    held: Sequence[_Place], number: dict[tuple[str, ...], int], similarities: Matrix, words: dict[str, int]
) -> Fact:
    rows = np.array([number[place.terms] for place in held])
    centrality = np.round(similarities[np.ix_(rows, rows)].sum(axis=1), 9)
    told: dict[str, list[Telling]] = {}
    for place in held:
        telling = Telling(span=place.span, voice=place.voice, where=place.where)
        told.setdefault(place.article, []).append(telling)
    return Fact(
        label=held[int(np.argmax(centrality))].label,
        told=told,
        cells={article: _cell(told.get(article, []), count) for article, count in words.items()},
    )


def _cell(tellings: Sequence[Telling], words: int) -> Cell:
    if tellings:
        return min((telling.voice for telling in tellings), key=VOICES.index)
    return "too short" if words < WORDS_TO_LEAVE_OUT_A_FACT else "absent"


def _count_words(annotations: Annotations) -> int:
    return sum(sum(sentence.words.values()) for sentence in annotations.sentences)
