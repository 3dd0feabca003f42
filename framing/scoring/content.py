"""Scoring: the terms by which parts of sentences are compared: words, numbers, names and concepts of one event.

A term is a number, the Snowball stem of a content word or the group of synonyms that holds it ("supply" and "provide"
are one), an organisation or country of the registry, which makes "Moscow", "Russian" and "the Russian Federation" one,
or a concept of the naming lexicons, which is one in whatever wording. Words of closed classes, plain verbs of reporting
and the media that carry words tell nothing of the event and are left out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from framing.lexicon.language import Language
from framing.lexicon.match import pieces_in
from framing.lexicon.words import Word, fold, words_in
from framing.schema import Annotations, Where
from framing.scoring.tellings import Frames, Part, parts_of

_CLOSED_CLASSES = (
    "adverb",
    "auxiliary",
    "contraction",
    "coordinator",
    "determiner",
    "first person",
    "he",
    "it",
    "modal",
    "negation",
    "participle preposition",
    "plain report",
    "possessive",
    "preposition",
    "question word",
    "relative",
    "she",
    "subject pronoun",
    "subordinator",
    "they",
)
DENIED = "not"
"""The term of a part that tells what somebody denies."""

STEMMERS = {"en": "english", "de": "german"}
"""The Snowball stemmer of each language."""

_ENTITY = "@"
_CONCEPT = "^"
_GROUP = "~"

Name = tuple[str, str]


class Terms(NamedTuple):
    """The terms of a part, and those of them that say more than who speaks, by what verb, and that they deny it."""

    all: frozenset[str]
    matter: frozenset[str]


def _stop_words(code: str) -> frozenset[str]:
    """Return stop words beyond a language's closed classes, where somebody keeps a list; else none."""
    if code != "en":
        return frozenset()
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(map(str, ENGLISH_STOP_WORDS))


class Content:
    """Reads articles of one language into parts and their terms; one and the same word is stemmed once."""

    def __init__(self, language: Language) -> None:
        from nltk.stem.snowball import SnowballStemmer

        self._language = language
        stemmer = SnowballStemmer(STEMMERS[language.code])
        self._stem: Callable[[str], str] = lru_cache(maxsize=None)(stemmer.stem)
        self._groups = {_plain(form): _GROUP + name for form, name in language.synonyms.items()}
        closed = (language.grammar[name] for name in _CLOSED_CLASSES)
        self._left_out = _stop_words(language.code).union(*closed)
        # "Nine months ago" tells more than "months ago"; "the two leaders" tell no more than "the leaders".
        in_pairs = {word for pair in language.grammar["pair"] for word in pair.split()}
        self._left_out -= language.grammar["numeral"] - in_pairs
        names = {entry.name for entry in language.organisation_entries}
        self._same = {id_: _ENTITY + label for id_, label in language.concepts.items() if label in names}

    def is_content(self, folded: str) -> bool:
        """Whether a folded word can tell facts apart."""
        plain = folded.removesuffix("'s")
        return plain not in self._left_out and (len(plain) > 1 or plain.isdigit())

    def stem(self, folded: str) -> str:
        """Return the stem of a folded word; hyphens within it do not count ("co-operation")."""
        return self._stem(_plain(folded))

    def parts(self, annotations: Annotations) -> list[Part]:
        """Return the parts of an article's sentences."""
        return parts_of(annotations, self._language.grammar, self.is_content)

    def terms(self, annotations: Annotations, parts: Sequence[Part]) -> list[Terms]:
        """Return the terms of each part of an article; a part of function words alone has none."""
        article = annotations.article
        texts: dict[Where, str] = {"title": article.title or "", "text": article.text}
        found: dict[int, Terms] = {}
        for where in texts:
            frames = Frames(annotations.attributions, where)
            names = self._names([part for part in parts if part.where == where])
            entities = self._entities(texts[where])
            # A concept that is an organisation or a country is a term already.
            named = [
                name
                for name in annotations.names
                if name.where == where and not any(start in entities for start in range(*name.span))
            ]
            concepts = [
                (name.span, _CONCEPT + name.concept) for name in named if name.concept not in self._same
            ]
            # "The North" is the country and nothing beside it.
            for name in named:
                if name.concept in self._same:
                    entities |= dict.fromkeys(range(*name.span), self._same[name.concept])
            denied = [
                (span, DENIED)
                for attribution in annotations.attributions
                if attribution.where == where and attribution.polarity == "denied"
                for span in attribution.content
            ]
            for number, part in enumerate(parts):
                if part.where == where:
                    words = self._words_of(part, frames, entities)
                    terms = {
                        word: entities.get(word.start)
                        or self._term(fold(word.text), is_name=word.start in names)
                        for word in words
                    }
                    matter = (terms[word] for word in words if not frames.says(word.start))
                    more = [
                        [term for (start, end), term in held if start < part.span[1] and end > part.span[0]]
                        for held in (concepts, denied)
                        if words
                    ]
                    found[number] = Terms(
                        frozenset(terms.values()).union(*more), frozenset(matter).union(*more[:1])
                    )
        return [found[number] for number in range(len(parts))]

    def _words_of(self, part: Part, frames: Frames, entities: dict[int, str]) -> list[Word]:
        """Return the words of a part that can tell facts apart, without the media that carry it."""
        return [
            word
            for word in part.words
            if not frames.carries(word.start) and (word.start in entities or self.is_content(fold(word.text)))
        ]

    def _term(self, folded: str, is_name: bool) -> str:
        group = None if is_name else self._groups.get(_plain(folded))
        return group or self.stem(folded)

    def _names(self, parts: Iterable[Part]) -> set[int]:
        """Return where the words of names start, in which no word means what it else does ("the White House").

        A capital amid a sentence makes a name. The first word of a sentence is one before another capital ("Strike
        King Lures was sold"), or where the article gives the word a capital more often than not amid its sentences
        ("House leaders met"). Where all words have a capital, as in a headline, the capital says nothing.
        """
        sentences: dict[int, list[Word]] = {}
        for part in parts:
            sentences.setdefault(part.sentence, []).extend(part.words)
        in_words = [words for words in sentences.values() if not self._is_headline(words)]
        amid = [word for words in in_words for word in words[1:]]
        names = {word.start for word in amid if word.text[0].isupper()}
        capitals = Counter(fold(word.text) for word in amid if word.start in names)
        small = Counter(word.text for word in amid if word.text[0].islower())
        for first, *rest in in_words:
            folded = fold(first.text)
            before_capital = rest and rest[0].text[0].isupper() and rest[0].start - first.end <= 1
            if first.text[0].isupper() and (before_capital or capitals[folded] > small[folded]):
                names.add(first.start)
        return names

    def _is_headline(self, words: Sequence[Word]) -> bool:
        return not any(word.text[0].islower() and self.is_content(fold(word.text)) for word in words)

    def _entities(self, text: str) -> dict[int, str]:
        """The organisation or country at the start of each word that names it; media are left to the stems."""
        pieces = pieces_in(text)
        demonyms = self._language.demonyms
        pairs = (
            (one.start, two.end, one.text, f"{one.folded} {two.folded}") for one, two in pairwise(pieces)
        )
        single = ((one.start, one.end, one.text, one.folded) for one in pieces)
        found = [(one.start, one.end, one.payload) for one in self._language.organisations.find(text, pieces)]
        found += [
            (start, end, demonyms[folded])
            for start, end, text, folded in (*single, *pairs)
            if folded in demonyms and text[0].isupper()
        ]
        named: dict[int, str] = {}
        reached = -1
        for start, end, entry in sorted(found, key=lambda one: (one[0], -one[1], one[2].name)):
            if start >= reached:
                named.update((word.start, _ENTITY + entry.name) for word in words_in(text, start, end))
                reached = end
        return named


def _plain(folded: str) -> str:
    return folded.removesuffix("'s").replace("-", "")


def _names_in(parts: Iterable[Part], stem: Callable[[str], str]) -> Iterable[tuple[list[str], list[Name]]]:
    """Yield for each part the stems of its words, and those pairs of neighbours that are capitalised."""
    for part in parts:
        stems = [stem(fold(word.text)) for word in part.words]
        pairs = [
            (stems[i], stems[i + 1])
            for i, (word, after) in enumerate(pairwise(part.words))
            if word.text[0].isupper() and after.text[0].isupper() and after.start - word.end <= 1
        ]
        yield stems, pairs


def bound_names(parts: Iterable[Part], stem: Callable[[str], str]) -> frozenset[str]:
    """Return the stems that the event never has without one and the same neighbour in a name.

    "Alison" that always stands before "Grimes" says no more than "Grimes": two articles that share the name share one
    thing, not two. Of two words that never stand apart the last is kept.
    """
    alone: Counter[str] = Counter()
    together: Counter[Name] = Counter()
    for stems, pairs in _names_in(parts, stem):
        alone.update(set(stems))
        together.update(set(pairs))
    bound = set()
    for (before, after), times in together.items():
        if before == after:
            continue
        if times == alone[before]:
            bound.add(before)
        elif times == alone[after]:
            bound.add(after)
    return frozenset(bound)
