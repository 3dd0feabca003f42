"""Scoring: the words and phrases by which one outlet differs from all others together, with how sure one can be.

What is tested is decided by the pooled counts alone, before any outlet is looked at. Tests of word counts assume that
words fall independently, which words of one article do not: on random halves of one corpus they find differences by
the hundred. So counts are divided by their design effect before they are tested.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.errors import ScoringError
from framing.schema import UNIDENTIFIED, VOICES, Annotations, KeyTerm, Passage
from framing.scoring.association import (
    benjamini_hochberg,
    design_effect,
    deviation_of_proportions,
    difference_p,
    g_squared,
    log_odds,
    log_ratio,
)
from framing.scoring.occurrences import Occurrences, make_passages
from framing.scoring.shingles import Shingles, mark_copies
from framing.scoring.terms import Terms, closed_class_words, find_terms, small_words
from framing.scoring.words import Corpus, Flags, Integers, read_corpus

KeyVoice = Literal["own", "all"]
KEY_VOICES: tuple[KeyVoice, ...] = ("own", "all")

MINIMUM_WORDS = 100
"""Words, copies not counted, that an outlet and all others together must each hold in a voice to be compared."""

MINIMUM_COUNT = 5
"""A term that stands fewer times in all articles together is not tested: so few prove little however they fall."""

LEVEL = 0.05
"""The largest q of a term that is listed: about one in twenty of them is expected to be there by chance."""

NORMAL_95 = 1.959964
"""Deviations to each side of a normal distribution's mean that hold 95 % of it."""

TERMS_AT_MOST = 20
"""Terms listed at most for an outlet and voice: so many of those used more, and so many of those used less."""


class Keyness(NamedTuple):
    """Key terms, the passages that they count, and notes on what was tested and what could not be."""

    terms: list[KeyTerm]
    passages: list[Passage]
    notes: list[str]


def find_key_terms(
    annotations: Sequence[Annotations],
    *,
    level: float = LEVEL,
    terms_at_most: int = TERMS_AT_MOST,
    minimum_count: int = MINIMUM_COUNT,
    minimum_words: int = MINIMUM_WORDS,
    prior_words: float | None = None,
    closed_class: Collection[str] | None = None,
    small: Collection[str] | None = None,
    corpus: Corpus | None = None,
    shingles: Shingles | None = None,
) -> Keyness:
    """Return the words and phrases of one to three words that an outlet uses more, or less, than all others together.

    Each outlet is set against the rest, in its own voice and in all voices; text that an article with an earlier id
    holds too is left out (`mark_copies`). Tested are terms that stand `minimum_count` times or more in the voice, in
    outlets with `minimum_words` words or more, by `difference_p` on counts and totals divided by their design effects
    (`design_effect`; 1 for a side of one article, whose q speaks of that article alone). `q` corrects for all of these
    tests together; the `g2` that is given is the plain one, of the counts as they are.

    Listed are terms with a q up to `level`: of each outlet and voice the `terms_at_most` with the highest z, then as
    many with the lowest; outlets stand in alphabetical order. The prior gives each term its share of all outlets' text,
    of `prior_words` words in all: by default as many as the smaller of the two sides holds. `closed_class` are the
    words of which no phrase may consist alone, by default English ones of the grammar lexicon; alone, such a word is a
    term like any other. A capital makes another word of the words in `small` ("Mrs May" beside "may"), by default those
    of `small_words`.

    A passage is one occurrence, with an amount of 1 and an id ``<article id>#k<number>``; the passages of a term add up
    to its `count`. No articles, one outlet, and outlets with too little text give no terms and a note that says so.
    The order of the articles changes nothing. `corpus` may give what `read_corpus` made of the annotations, `shingles`
    what `index_shingles` made of that. Raises `ScoringError` for a level outside 0 to 1, and for minima and priors that
    are not above 0. Loads SciPy.
    References: Monroe, Colaresi and Quinn 2008; Dunning 1993; Rao and Scott 1992; Hardie 2014; Gries 2008; Benjamini
    and Hochberg 1995; Lijffijt et al. 2016 on why plain tests of word counts find too much.
    """
    _check(level, terms_at_most, minimum_count, minimum_words, prior_words)
    table = corpus or read_corpus(annotations)
    names = [annotation.article.outlet or UNIDENTIFIED for annotation in table.annotations]
    outlets = sorted(set(names))
    if len(outlets) < 2:
        return Keyness([], [], [f"Key terms need two outlets or more to compare, there is {len(outlets)}."])
    numbers = {name: number for number, name in enumerate(outlets)}
    outlet_of = np.array([numbers[name] for name in names], dtype=np.int64)
    copies = mark_copies(table, shingles=shingles)
    closed = closed_class_words() if closed_class is None else closed_class
    terms = find_terms(table, ~copies, minimum_count, closed, small_words() if small is None else small)
    sides = [_count_voice(table, terms, ~copies, outlet_of, len(outlets), voice) for voice in KEY_VOICES]
    tests = [_test(side, minimum_count, minimum_words) for side in sides]
    refusals = [note for side in sides for note in _refusals(side, outlets, minimum_words)]
    qs = _correct(tests)
    chosen = [
        one
        for outlet in range(len(outlets))
        for test, q in zip(tests, qs, strict=True)
        for one in _choose(test, q, outlet, level, terms_at_most, prior_words, terms)
    ]
    places = Occurrences(table, terms, outlet_of)
    held = [places.of(one.term, one.outlet, one.side.voice) for one in chosen]
    passages, ids = make_passages(table, terms, [one.term for one in chosen], held)
    return Keyness(
        [
            _key_term(table, terms, outlets, one, where, listed)
            for one, where, listed in zip(chosen, held, ids, strict=True)
        ],
        passages,
        [_describe(tests, copies, len(chosen), level, prior_words), *refusals],
    )


def _check(
    level: float, terms_at_most: int, minimum_count: int, minimum_words: int, prior_words: float | None
) -> None:
    if not 0 <= level <= 1:
        raise ScoringError("level", str(level), "0 to 1")
    for name, number in (
        ("terms_at_most", terms_at_most),
        ("minimum_count", minimum_count),
        ("minimum_words", minimum_words),
        ("prior_words", 1 if prior_words is None else prior_words),
    ):
        if not number > 0:
            raise ScoringError(name, str(number), "above 0")


@dataclass(frozen=True)
class _Side:
    """The counts of one voice.

    Of each term and outlet: its count, and the sums over the outlet's articles of squared counts and of counts times
    words; of each outlet: its words, the sum of its articles' squared words, its articles with words.
    """

    voice: KeyVoice
    counts: Integers
    squares: Integers
    products: Integers
    words: Integers
    word_squares: Integers
    articles: Integers
    article_words: Integers
    outlet_of: Integers

    def enough(self, minimum_words: int) -> Integers:
        """Return the outlets that hold enough words, and whose others do."""
        return np.flatnonzero(np.minimum(self.words, self.words.sum() - self.words) >= minimum_words)


def _count_voice(
    table: Corpus, terms: Terms, kept: Flags, outlet_of: Integers, outlets: int, voice: KeyVoice
) -> _Side:
    heard = kept if voice == "all" else kept & (table.voice == VOICES.index(voice))
    article_words = np.bincount(table.article[heard], minlength=len(outlet_of))
    # A phrase keeps within one utterance, so that its first word's voice is that of all of it.
    spoken = heard[terms.place]
    cells, times = np.unique(
        terms.term[spoken] * len(outlet_of) + table.article[terms.place[spoken]], return_counts=True
    )
    term, article = cells // len(outlet_of), cells % len(outlet_of)

    def add_up(amounts: Integers) -> Integers:
        held = np.bincount(
            term * outlets + outlet_of[article], weights=amounts, minlength=len(terms.texts) * outlets
        )
        return np.rint(held).astype(np.int64).reshape(-1, outlets)

    def add_articles(amounts: Integers) -> Integers:
        held = np.zeros(outlets, dtype=np.int64)
        np.add.at(held, outlet_of, amounts)
        return held

    return _Side(
        voice=voice,
        counts=add_up(times),
        squares=add_up(times * times),
        products=add_up(times * article_words[article]),
        words=add_articles(article_words),
        word_squares=add_articles(article_words * article_words),
        articles=add_articles((article_words > 0).astype(np.int64)),
        article_words=article_words,
        outlet_of=outlet_of,
    )


class _Test(NamedTuple):
    """The p-values and design effects of one voice: a row for each of `terms`, a column for each of `outlets`."""

    side: _Side
    terms: Integers
    outlets: Integers
    p: NDArray[np.float64]
    effect: NDArray[np.float64]
    other_effect: NDArray[np.float64]


def _test(side: _Side, minimum_count: int, minimum_words: int) -> _Test:
    terms = np.flatnonzero(side.counts.sum(axis=1) >= minimum_count)
    outlets = side.enough(minimum_words)
    here, there = [], []
    for parts, of_terms in (
        (side.counts, True),
        (side.words, False),
        (side.squares, True),
        (side.products, True),
        (side.word_squares, False),
        (side.articles, False),
    ):
        held = parts[terms] if of_terms else parts[None, :]
        here.append(held[:, outlets])
        there.append(held.sum(axis=1, keepdims=True) - held[:, outlets])
    effect, other_effect = design_effect(*here), design_effect(*there)
    p = difference_p(here[0] / effect, here[1] / effect, there[0] / other_effect, there[1] / other_effect)
    return _Test(side, terms, outlets, p, effect, other_effect)


def _correct(tests: Sequence[_Test]) -> list[NDArray[np.float64]]:
    """Return the p-values of all tests after Benjamini and Hochberg, in the shapes in which they came."""
    every = np.concatenate([test.p.ravel() for test in tests])
    edges = np.cumsum([test.p.size for test in tests])[:-1]
    parts = np.split(benjamini_hochberg(every), edges)
    return [part.reshape(test.p.shape) for part, test in zip(parts, tests, strict=True)]


class _Chosen(NamedTuple):
    """A term that is listed for an outlet and voice."""

    side: _Side
    outlet: int
    term: int
    q: float
    log_odds: float
    z: float
    half_interval: float


def _choose(
    test: _Test,
    q: NDArray[np.float64],
    outlet: int,
    level: float,
    terms_at_most: int,
    prior_words: float | None,
    terms: Terms,
) -> Iterator[_Chosen]:
    """Yield the terms of one outlet and voice that are listed: those used more first, the surest at the top."""
    for column in np.flatnonzero(test.outlets == outlet):
        rows = np.flatnonzero(q[:, column] <= level)
        count, total, other_count, other_total = _cells(test.side, test.terms[rows], outlet)
        prior_total = float(min(total, other_total)) if prior_words is None else prior_words
        prior = prior_total * (count + other_count) / (total + other_total)
        delta, z = log_odds(count, total, other_count, other_total, prior, prior_total)
        # The variance of z's deviation, each side's part times its design effect: words clump in articles.
        variance = test.effect[rows, column] / (count + prior) + test.other_effect[rows, column] / (
            other_count + prior
        )
        half = NORMAL_95 * np.sqrt(variance)
        order = sorted(range(len(rows)), key=lambda i: (-abs(z[i]), terms.texts[test.terms[rows[i]]]))
        more = [i for i in order if delta[i] > 0][:terms_at_most]
        less = [i for i in order if delta[i] < 0][:terms_at_most]
        for i in (*more, *less):
            term = int(test.terms[rows[i]])
            numbers = (float(q[rows[i], column]), float(delta[i]), float(z[i]), float(half[i]))
            yield _Chosen(test.side, outlet, term, *numbers)


def _cells(side: _Side, terms: Integers, outlet: int) -> tuple[Integers, int, Integers, int]:
    count, total = side.counts[terms, outlet], int(side.words[outlet])
    return count, total, side.counts[terms].sum(axis=1) - count, int(side.words.sum()) - total


def _key_term(
    table: Corpus, terms: Terms, outlets: Sequence[str], one: _Chosen, places: Integers, passages: list[str]
) -> KeyTerm:
    count, total, other_count, other_total = _cells(one.side, np.array([one.term]), one.outlet)
    articles = np.flatnonzero(one.side.outlet_of == one.outlet)
    by_article = np.bincount(table.article[places], minlength=len(one.side.outlet_of))[articles]
    return KeyTerm(
        outlet=outlets[one.outlet],
        term=terms.texts[one.term],
        voice=one.side.voice,
        count=int(count[0]),
        total=total,
        other_count=int(other_count[0]),
        other_total=other_total,
        articles=int(np.count_nonzero(by_article)),
        log_odds=one.log_odds,
        low=one.log_odds - one.half_interval,
        high=one.log_odds + one.half_interval,
        z=one.z,
        g2=float(g_squared(count, total, other_count, other_total)[0]),
        log_ratio=float(log_ratio(count, total, other_count, other_total)[0]),
        q=one.q,
        dispersion=deviation_of_proportions(by_article, one.side.article_words[articles]),
        passages=passages,
    )


def _refusals(side: _Side, outlets: Sequence[str], minimum_words: int) -> Iterator[str]:
    voice = "in its own voice" if side.voice == "own" else "in all voices"
    for number in np.setdiff1d(np.arange(len(outlets)), side.enough(minimum_words)):
        here = int(side.words[number])
        there = int(side.words.sum()) - here
        yield (
            f"Key terms of {outlets[number]} {voice} are not given: {here:,} words against {there:,} of the others, "
            f"copies not counted; at least {minimum_words:,} are needed on each side."
        )


def _describe(
    tests: Sequence[_Test], copies: Flags, listed: int, level: float, prior_words: float | None
) -> str:
    """Say how many tests there were, what counts as found, what the prior is, and how much was left out as copied."""
    number = sum(test.p.size for test in tests)
    few = max((int(np.count_nonzero(test.side.articles[test.outlets] < 2)) for test in tests), default=0)
    alone = f" For {few} of the outlets, with one article, they speak of that article alone." if few else ""
    prior = "as many as the smaller side" if prior_words is None else f"{prior_words:,g}"
    return (
        f"Key terms: {number:,} tests of a term in an outlet and voice, {listed or 'none'} listed at a false discovery "
        f"rate of {level:g}. Prior: the pooled counts of all outlets, scaled to {prior} words. "
        f"{int(copies.sum()):,} of {len(copies):,} words stand in an earlier article too and count once.{alone}"
    )
