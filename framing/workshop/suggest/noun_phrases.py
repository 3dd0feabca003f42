"""Noun phrases of a document, by closed classes and by how the articles themselves use a word (room: workshop).

No parser and no tagger: a phrase is a run of words between words of closed classes and verbs. Whether a word such as
"call" or "plan" is a noun is decided by the articles: how often it stands behind "the", and how often behind "to".
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from framing.lexicon.entries import CueEntry, SynonymEntry
from framing.lexicon.inflection import inflections, regular_verb_forms
from framing.lexicon.language import Language
from framing.lexicon.words import fold
from framing.text import Document, Token

LONGEST_PHRASE = 6

_PARTING = frozenset(
    {
        "adverb",
        "auxiliary",
        "be",
        "clitic verb",
        "contraction",
        "coordinator",
        "determiner",
        "first person",
        "he",
        "it",
        "modal",
        "negation",
        "numeral",
        "participle preposition",
        "possessive",
        "preposition",
        "pronoun",
        "question word",
        "relative",
        "she",
        "subject pronoun",
        "subordinator",
        "they",
        "time word",
    }
)
_OPENS_NOUN = frozenset({"determiner", "possessive"})
_OPENS_VERB = frozenset({"modal", "negation", "contraction", "do"})
_PREPOSITION = frozenset({"preposition"})
_SUBJECTS = frozenset({"he", "she", "they", "first person"})
_POSSESSIVES = ("'s", "s'")
_ADJECTIVES = ("ous", "ful", "less", "able", "ible", "ish", "ary", "ent", "ant", "ive", "al", "ic")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# The list of stop words has these, which news uses as nouns or before them.
_NOUNS_AFTER_ALL = _words(
    "amount back bill bottom call computer cry detail fire front full interest mill move name part serious show side "
    "system top"
)
_NOT_A_PAST = _words("bed breed creed deed embed feed greed hundred indeed need proceed red seed shed speed")
_EDGES = _words("early earlier last late later next due subject such well")


class NounPhrase(NamedTuple):
    """Tokens ``[first, last]`` of a sentence: a noun with what stands before it, without its determiner.

    `opener` is the determiner or possessive before it, folded, or "". `owner` says that the phrase itself is a
    possessive ("Russia's").
    """

    first: int
    last: int
    opener: str
    owner: bool


class Usage:
    """How some articles use words: as nouns, behind "the", or as verbs, behind "to" and "will"."""

    def __init__(self, language: Language, documents: Iterable[Document]) -> None:
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        self._classes_of = language.classes_of
        self._verbs = _verb_forms(language)
        self._past = language.grammar["irregular past"] | language.grammar.get(
            "irregular participle", frozenset()
        )
        self._distancing = language.grammar["distancing before"]
        self._not_adverbs = language.grammar["not an adverb"]
        self._nouns: Counter[str] = Counter()
        self._as_verbs: Counter[str] = Counter()
        self._small: set[str] = set()
        self._stop_words = (
            ENGLISH_STOP_WORDS - _NOUNS_AFTER_ALL if language.code == "en" else frozenset[str]()
        )
        for document in documents:
            for start, end in document.sentences:
                self._count(document.tokens(start, end))

    def _count(self, tokens: Sequence[Token]) -> None:
        for i, token in enumerate(tokens):
            if not token.is_word:
                continue
            if token.text[0].islower():
                self._small.add(token.folded)
            if not i:
                continue
            before = tokens[i - 1]
            if self.is_in(before, _OPENS_NOUN) or before.folded.endswith(_POSSESSIVES):
                behind = tokens[i + 1] if i + 1 < len(tokens) else None
                if behind is None or not behind.is_word or self.is_in(behind, _PARTING):
                    self._nouns[token.folded] += 1
            elif before.folded == "to" or self._opens_verb(before) or self.is_in(before, _SUBJECTS):
                self._as_verbs[token.folded] += 1
            elif self.is_in(before, _PREPOSITION) and not token.folded.endswith("ing"):
                self._nouns[token.folded] += 1

    def _opens_verb(self, token: Token) -> bool:
        return token.folded != "no" and self.is_in(token, _OPENS_VERB)

    def is_in(self, token: Token, classes: frozenset[str]) -> bool:
        """Whether a token belongs to any of some closed classes."""
        known = self._classes_of.get(token.folded)
        return known is not None and not known.isdisjoint(classes)

    def parts(self, token: Token) -> bool:
        """Whether no noun phrase holds a token."""
        if not token.is_word or not (token.text[0].isalpha()):
            return True
        if token.text.isupper() and len(token.text) > 1 and self.is_in(token, _PARTING):
            return False  # "US", "IT"
        if self.is_in(token, _PARTING) or token.folded in self._stop_words:
            return True
        adverb = token.folded.endswith("ly") and token.text[0].islower() and len(token.folded) > 4
        return adverb and token.folded not in self._not_adverbs

    def is_verb(self, tokens: Sequence[Token], i: int, behind_noun: bool) -> bool:
        """Whether token i is a verb here; `behind_noun` says that words of a noun phrase stand right before it."""
        token = tokens[i]
        if not token.text[0].islower():
            return False
        word = token.folded
        before = tokens[i - 1] if i else None
        opened = before is not None and (
            self.is_in(before, _OPENS_NOUN) or before.folded.endswith(_POSSESSIVES)
        )
        past = word.endswith("ed") and len(word) > 3 and "-" not in word and word not in _NOT_A_PAST
        if past or word in self._past:
            return not (opened and self._goes_on(tokens, i))
        if opened:
            return False
        if before is not None and (self._opens_verb(before) or before.folded in ("to", "let", "help")):
            return self._as_verbs[word] >= self._nouns[word] or word in self._verbs
        if word.endswith("ing") and len(word) > 4 and "-" not in word:
            return not self._nouns[word]
        noun = self._nouns[word] or self._nouns[lemma(word)]
        if word in self._verbs:
            return not noun or (behind_noun and self._has_object(tokens, i))
        if behind_noun and word.endswith("s") and not noun and self._has_object(tokens, i):
            return True
        verb = self._as_verbs[word] or (word.endswith("s") and self._as_verbs[word[:-1]])
        return bool(verb) and not noun

    def _has_object(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether an object seems to begin behind token i."""
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        return behind is not None and (
            self.is_in(behind, _OPENS_NOUN)
            or self.is_in(behind, _SUBJECTS)
            or behind.text[0].isdigit()
            or (behind.is_word and behind.text[0].isupper())
        )

    def _goes_on(self, tokens: Sequence[Token], i: int) -> bool:
        return i + 1 < len(tokens) and not self.parts(tokens[i + 1])

    @property
    def small(self) -> frozenset[str]:
        """Return the folded words that the articles write with a small letter somewhere."""
        return frozenset(self._small)

    def is_small(self, word: str) -> bool:
        """Whether the articles write a folded word with a small letter somewhere."""
        return word in self._small

    def noun_phrases(self, document: Document, tokens: Sequence[Token]) -> Iterator[NounPhrase]:
        """Yield the noun phrases of a sentence in order."""
        first: int | None = None
        for i in range(len(tokens) + 1):
            outside = i == len(tokens) or self.parts(tokens[i])
            apart = first is not None and not outside and not _are_tied(document.text, tokens, i)
            verb = not outside and self.is_verb(tokens, i, first is not None and not apart)
            if first is not None and (outside or apart or verb or i - first >= LONGEST_PHRASE):
                yield from self._phrase(tokens, first, i - 1)
                first = None
            if outside or verb:
                continue
            if first is None:
                first = i
            if tokens[i].folded.endswith(_POSSESSIVES) and tokens[i].text[-1] != "S":
                yield from self._phrase(tokens, first, i)
                first = None

    def _phrase(self, tokens: Sequence[Token], first: int, last: int) -> Iterator[NounPhrase]:
        while last > first and tokens[last].folded in _EDGES:
            last -= 1
        # "The so-called accident" is called an accident, at a distance.
        while first < last and tokens[first].folded in self._distancing:
            first += 1
        opener = ""
        before = self._before(tokens, first)
        if before is not None and (
            self.is_in(before, _OPENS_NOUN) or before.folded.endswith(_POSSESSIVES) or before.text == "'"
        ):
            opener = before.folded
        head = tokens[last].folded
        if not opener and first == last and tokens[first].text[0].islower() and head.endswith(_ADJECTIVES):
            return  # "is important"
        if len(head) < 2 or head in _EDGES:
            return
        yield NounPhrase(first, last, opener, tokens[last].folded.endswith(_POSSESSIVES))

    def _before(self, tokens: Sequence[Token], first: int) -> Token | None:
        """Return the token before a phrase and before what marks it as somebody else's word."""
        while first and tokens[first - 1].folded in self._distancing:
            first -= 1
        return tokens[first - 1] if first else None


def _are_tied(text: str, tokens: Sequence[Token], i: int) -> bool:
    gap = text[tokens[i - 1].end : tokens[i].start]
    return gap == " " or gap == "\u00a0" or not gap


@lru_cache
def lemma(word: str) -> str:
    """Return a folded noun without possessive ending and plural."""
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics", "news")):
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
            return word[:-2]
        return word[:-1]
    return word


def _verb_forms(language: Language) -> frozenset[str]:
    """Return the forms of verbs that the shipped lexicons of reporting verbs and of synonyms hold."""
    cues = (
        form
        for lexicon in language.lexicons
        for entry in lexicon.entries
        if isinstance(entry, CueEntry) and entry.pos == "verb"
        for form in inflections(entry)
    )
    synonyms = (
        form
        for lexicon in language.lexicons
        for entry in lexicon.entries
        if isinstance(entry, SynonymEntry)
        for verb in entry.verbs
        for form in regular_verb_forms(verb)
    )
    return frozenset(fold(form) for form in (*cues, *synonyms) if " " not in form)
