"""Room classroom: facts that articles plainly tell or plainly do not, told apart by the weight of shared words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

from framing.classroom.reports import without_speaker
from framing.classroom.sentences import Excerpt, Sentence
from framing.lexicon.language import load_language
from framing.lexicon.match import pieces_in
from framing.lexicon.words import fold, words_in
from framing.schema import VOICES, Comparison, Fact, Passage, Span, Telling

# Shares of a label's weight that a passage holds: what is plainly the same, and what is plainly not.
SAME, OTHER = 0.5, 0.34
SHORTEST, LONGEST = 6, 32
LOADED = "loaded_per_1k_words"
_STEM = 4
_QUOTED = re.compile("[\"“”„«»‘]|(?<!\\w)'")
# The groups of the language's grammar whose words only tie others together.
_TYING = (
    "determiner",
    "possessive",
    "preposition",
    "coordinator",
    "subordinator",
    "auxiliary",
    "be",
    "do",
    "modal",
    "relative",
    "subject pronoun",
    "plain report",
)


class Likeness:
    """How much of one passage another holds: words weigh more, the fewer sentences of all articles hold them.

    Words of one group of synonyms are one ("treaty", "agreement"), and so are the names of an organisation or a country
    ("Moscow", "Russian"). Words that only tie others together weigh nothing, nor does who told it: plain verbs of
    reporting, unnamed sources, and the media that carry words.
    """

    def __init__(self, sentences: Sequence[Sentence], language: str) -> None:
        self._language = load_language(language)
        grammar = self._language.grammar
        self._passed_over = frozenset(word for group in _TYING for word in grammar.get(group, ()))
        self._read: dict[str, frozenset[str]] = {}
        self._held = Counter(term for sentence in sentences for term in self._terms(sentence.text))
        self._sentences = len(sentences)

    def of(self, label: str, passage: str) -> float:
        """Return the share (0 to 1) of the label's weight that the passage holds; 0 for a label without words."""
        wanted = self._terms(label)
        whole = self._weigh(wanted)
        return self._weigh(wanted & self._terms(passage)) / whole if whole else 0.0

    def between(self, label: str, passage: str) -> float:
        """Return how near two passages come to each other (0 to 1): a long one is not near for holding a lot else."""
        one, other = self._terms(label), self._terms(passage)
        whole = sqrt(self._weigh(one) * self._weigh(other))
        return self._weigh(one & other) / whole if whole else 0.0

    def lacking(self, label: str, passage: str) -> list[str]:
        """Return the words of a label that the passage does not hold, in order, those side by side as one."""
        held, stretches = self._terms(passage), list[Span]()
        for start, end in sorted(place for term, place in self._list_terms(label) if term not in held):
            if stretches and label[stretches[-1][1] : start].isspace():
                start = stretches.pop()[0]
            stretches.append((start, end))
        return [label[start:end] for start, end in stretches]

    def _weigh(self, terms: Iterable[str]) -> float:
        # In one order, for sums of fractions depend on it.
        return sum(log((self._sentences + 1) / (self._held[term] + 0.5)) for term in sorted(terms))

    def _terms(self, text: str) -> frozenset[str]:
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = frozenset(term for term, _ in self._list_terms(text))
        return found

    def _list_terms(self, text: str) -> Iterator[tuple[str, Span]]:
        """Give the terms of a text with their places, first those of names."""
        pieces = pieces_in(text)
        named = self._language.organisations.find_longest(text, pieces)
        roles = self._language.sources.find_longest(text, pieces)
        # "Officials" only say who told it; "treaty" is a kind of source too, and what is told.
        said_by = [one for one in roles if (one.payload.unnamed or "").startswith("unnamed")]
        for one in named:
            name = one.payload.name
            if not one.payload.outlet:
                # A name of one word is as the words made of it: "Russia", "Russian".
                yield f"@{name}" if " " in name else fold(name)[:_STEM], (one.start, one.end)
        spans = [(one.start, one.end) for one in named] + [(one.start, one.end) for one in said_by]
        for word in words_in(text):
            folded = fold(word.text).removesuffix("'s")
            if folded in self._passed_over or any(start <= word.start < end for start, end in spans):
                continue
            group = self._language.synonyms.get(folded)
            yield f"~{group}" if group else folded[:_STEM], (word.start, word.end)


@dataclass(frozen=True, kw_only=True)
class PlainFact:
    """A fact and the articles on which nobody needs to be in doubt.

    `told` has the first sentence that plainly tells it, `nearest` the most like it of those that were not found to.
    """

    fact: Fact
    label: str
    told: dict[str, Sentence]
    nearest: dict[str, Sentence]
    doubtful: frozenset[str]


def list_facts(comparison: Comparison, sentences: Sequence[Sentence], likeness: Likeness) -> list[PlainFact]:
    """Return the facts that a whole sentence tells, in the order of the coverage matrix; labels name no speaker."""
    by_article: dict[str, list[Sentence]] = {article.id: [] for article in comparison.articles}
    for sentence in sentences:
        by_article[sentence.article.id].append(sentence)
    return [
        _judge(fact, label, by_article, likeness)
        for fact in comparison.coverage
        if (label := _label(fact, by_article, likeness)) is not None
    ]


def _label(fact: Fact, by_article: dict[str, list[Sentence]], likeness: Likeness) -> str | None:
    """Return the sentence that tells a fact most as its label does, of those that can be understood alone."""
    tellers = [
        sentence
        for article, sentences in by_article.items()
        for sentence in sentences
        if _tells(sentence, [one for one in fact.told.get(article, ()) if one.where == "text"])
        and SHORTEST <= sentence.length <= LONGEST
        and sentence.stands_alone
    ]
    best = max(tellers, key=lambda one: likeness.of(fact.label, one.text), default=None)
    if best is None or likeness.of(fact.label, best.text) < SAME:
        return None
    # Who said it is told otherwise elsewhere, or in the sentence before.
    return without_speaker(best)


def _judge(fact: Fact, label: str, by_article: dict[str, list[Sentence]], likeness: Likeness) -> PlainFact:
    told: dict[str, Sentence] = {}
    nearest: dict[str, Sentence] = {}
    doubtful = set()
    for article, sentences in by_article.items():
        scored = [(likeness.of(label, sentence.text), sentence) for sentence in sentences]
        tellings = [one for one in fact.told.get(article, ()) if one.where == "text"]
        first = next((s for score, s in scored if score >= SAME and _tells(s, tellings)), None)
        # A pupil who reads from the top must not come upon something nearly like it before.
        earlier = [s for score, s in scored if score > OTHER and (first is None or s.start < first.start)]
        cell = fact.cells.get(article)
        if cell in ("own", "attributed", "quoted") and first is not None and not earlier:
            told[article] = first
        elif cell == "absent" and not tellings and not earlier:
            # By shared words alone a long sentence would come nearest to everything.
            best = max(
                sentences, key=lambda one: (likeness.between(label, one.text), -one.start), default=None
            )
            if best is not None:
                nearest[article] = best
        else:
            doubtful.add(article)
    return PlainFact(fact=fact, label=label, told=told, nearest=nearest, doubtful=frozenset(doubtful))


def _tells(sentence: Excerpt, tellings: Sequence[Telling]) -> bool:
    return any(one.span[0] < sentence.end and one.span[1] > sentence.start for one in tellings)


def find_later_event(fact: PlainFact, article: str, events: Iterable[Fact]) -> Fact | None:
    """Return the first event before which an article was written that could not tell a fact; None where it could.

    Of the articles that tell the fact some tell this event, and none was written before it.
    """
    for event in events:
        cells = [event.cells.get(teller) for teller in fact.told]
        if event.cells.get(article) == "not yet happened" not in cells and any(
            one in VOICES for one in cells
        ):
            return event
    return None


def list_headline_events(comparison: Comparison) -> list[Fact]:
    """Return the facts of headlines before which some article was written, in the order of the coverage matrix."""
    headlines = {article.title for article in comparison.articles if article.title}
    return [
        fact
        for fact in comparison.coverage
        if fact.label in headlines and "not yet happened" in fact.cells.values()
    ]


def list_judgements(comparison: Comparison) -> list[Passage]:
    """Return the passages of all loaded words in the texts, in the order of their ids."""
    ids = {id_ for figure in comparison.figures if figure.measure == LOADED for id_ in figure.passages}
    held = (comparison.passages_by_id[id_] for id_ in sorted(ids))
    return [passage for passage in held if passage.where == "text"]


def is_matter_of_fact(fact: PlainFact, judgements: Iterable[Passage]) -> bool:
    """Return whether a class can look for a fact elsewhere: its line quotes nobody, and is no judgement of one article.

    What is quoted is seldom said again in the same words, and in others a reader may find it told. A judgement is no
    fact, and another article may tell the fact without it; what several articles tell is more than a judgement.
    """
    if _QUOTED.search(fact.label):
        return False
    return len(fact.told) > 1 or not any(
        one.article == article and sentence.holds(one.spans[0])
        for one in judgements
        for article, sentence in fact.told.items()
    )
