"""Room classroom: whole sentences of the articles with the voice of each part, put together from passages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from framing.lexicon.language import load_language
from framing.lexicon.words import count_words, fold, words_in
from framing.schema import Article, Comparison, Passage, Span, Voice

SHORTEST, LONGEST = 8, 45

_ENDS_SENTENCE = re.compile(r"[.!?…][\"”’'»)\]]*\s|\n")
_STARTS_WELL = re.compile(r"[\"“‘'«(]?[A-Z0-9]")
_ENDS_WELL = re.compile(r"[.!?…][\"”’'»)]*\Z")
_DOUBLE_MARKS = re.compile(r"[\"“”«»]")
# A sentence that leans on the one before is hard to read alone.
_LEANS = re.compile(
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those|both|also|but|and)\b", re.IGNORECASE
)


# A quotation in single marks opens where no letter stands before the mark: an apostrophe has one.
_OPENS_SINGLE = re.compile(r"(?<!\w)['‘](?=\w)")
# Classes of words that are verbs, and of those after which a word in "-ed" is none ("the proposed visit").
_VERBS = ("auxiliary", "be", "do", "modal", "contraction", "irregular past", "clitic verb", "plain speech")
_BEFORE_NOUNS = ("determiner", "possessive", "preposition", "coordinator")
_POINTS = re.compile(r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Strip:
    """A piece of a sentence, marked or plain."""

    text: str
    marked: bool = False


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A passage of an article's text, with the spans in it that are to be marked."""

    article: Article
    start: int
    end: int
    marks: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The passage as it stands."""
        return self.article.text[self.start : self.end]

    @property
    def id(self) -> str:
        """The passage's name: article and offsets."""
        return f"{self.article.id}[{self.start}:{self.end}]"

    @property
    def folded(self) -> str:
        """The words alone, by which the same passage in two articles is known."""
        return " ".join(fold(word.text) for word in words_in(self.text))

    @property
    def length(self) -> int:
        """The number of words."""
        return count_words(self.text)

    @property
    def leans(self) -> bool:
        """Whether the passage starts by pointing back to the one before."""
        return _LEANS.match(self.text) is not None

    @property
    def stands_alone(self) -> bool:
        """Whether the passage is a whole sentence that names at least as much as it points to ("him", "it")."""
        names = sum(word.text[:1].isupper() for word in words_in(self.text)[1:])
        return (
            _STARTS_WELL.match(self.text) is not None
            and _ENDS_WELL.search(self.text) is not None
            and not self.leans
            and len(_POINTS.findall(self.text)) <= names
            and self.has_verb
        )

    @property
    def has_verb(self) -> bool:
        """Whether a verb makes the passage a sentence; a caption that is printed among the paragraphs has none.

        Only plain forms are known, so that some sentences are taken for captions and no caption for a sentence.
        """
        verbs, before_nouns = _verbs(self.article.language)
        words = [word.text for word in words_in(self.text)]
        return any(
            # "May" with a capital letter is a month or a name.
            (word[:1].islower() or place == 0)
            and (
                fold(word) in verbs
                or (place and word.endswith("ed") and fold(words[place - 1]) not in before_nouns)
            )
            for place, word in enumerate(words)
        )

    @property
    def quotes_singly(self) -> bool:
        """Whether the passage holds a quotation in single marks, which is taken for nobody's."""
        return _OPENS_SINGLE.search(self.text) is not None

    @property
    def strips(self) -> list[Strip]:
        """The passage as strips, the marked spans apart; their texts join to the passage."""
        cut = [(max(start, self.start), min(end, self.end)) for start, end in sorted(self.marks)]
        strips, position = [], self.start
        for start, end in cut:
            if position < start:
                strips.append(Strip(self.article.text[position:start]))
            if max(start, position) < end:
                strips.append(Strip(self.article.text[max(start, position) : end], marked=True))
            position = max(position, end)
        if position < self.end:
            strips.append(Strip(self.article.text[position : self.end]))
        return strips

    def mark(self, spans: Iterable[Span]) -> "Excerpt":
        """Return the passage with these spans marked and no others."""
        return Excerpt(article=self.article, start=self.start, end=self.end, marks=tuple(sorted(spans)))

    def holds(self, span: Span) -> bool:
        """Return whether a span lies in the passage."""
        return self.start <= span[0] and span[1] <= self.end

    def outside(self, spans: Sequence[Span]) -> list[Span]:
        """Return the stretches of the passage that none of the spans covers."""
        edges = [self.start, *(edge for span in sorted(spans) for edge in span), self.end]
        gaps = zip(edges[::2], edges[1::2], strict=True)
        return [(start, end) for start, end in gaps if start < end]


@dataclass(frozen=True, kw_only=True)
class Sentence(Excerpt):
    """A sentence of an article's body: its paragraph's number, and its parts by voice."""

    paragraph: int
    parts: tuple[tuple[Span, Voice], ...]

    @property
    def voices(self) -> set[Voice]:
        """The voices in which there are words."""
        return {voice for _, voice in self.parts}

    def words(self, *voices: Voice) -> int:
        """Return the number of words in these voices."""
        return sum(count_words(self.article.text[start:end]) for (start, end), v in self.parts if v in voices)


def list_sentences(comparison: Comparison) -> list[Sentence]:
    """Return the sentences of all articles' bodies in order; headlines and titles are none.

    They come from the passages of sentiment, one a sentence and voice. Empty where no article has a body.
    """
    held: dict[str, set[tuple[Span, Voice]]] = {}
    for figure in comparison.figures:
        if figure.measure == "sentiment_mean":
            for passage in _passages(comparison, figure.passages):
                if passage.where == "text":
                    spans = held.setdefault(passage.article, set())
                    spans.update((span, passage.voice) for span in passage.spans)
    return [
        sentence
        for article in comparison.articles
        for parts in _group(article, sorted(held.get(article.id, ())))
        if (sentence := _make(article, parts)) is not None
    ]


def is_good(sentence: Sentence) -> bool:
    """Return whether a sentence can stand alone on paper: whole, of 8 to 45 words, its quotation marks paired.

    One with a quotation in single marks is not good: it may be somebody's, and inside another it is twice somebody's.
    """
    text = sentence.text
    return (
        SHORTEST <= sentence.length <= LONGEST
        and _STARTS_WELL.match(text) is not None
        and _ENDS_WELL.search(text) is not None
        and len(_DOUBLE_MARKS.findall(text)) % 2 == 0
        and not sentence.quotes_singly
        and sentence.has_verb
    )


@lru_cache
def _verbs(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a language that are verbs, and those after which a word in "-ed" is none."""
    grammar = load_language(language).grammar
    verbs, before_nouns = (
        frozenset(word for group in groups for word in grammar.get(group, ()))
        for groups in (_VERBS, _BEFORE_NOUNS)
    )
    return verbs, before_nouns


def _passages(comparison: Comparison, ids: Iterable[str]) -> list[Passage]:
    return [comparison.passages_by_id[id_] for id_ in ids if id_ in comparison.passages_by_id]


def _group(article: Article, parts: Sequence[tuple[Span, Voice]]) -> list[list[tuple[Span, Voice]]]:
    """Put parts together that no end of a sentence divides."""
    groups: list[list[tuple[Span, Voice]]] = []
    if parts:
        groups.append([parts[0]])
    for (before, _), part in pairwise(parts):
        # The last marks may belong to the part itself, or stand after it where no word follows.
        between = article.text[max(before[0], before[1] - 3) : part[0][0]]
        if part[0][0] > before[1] and _ENDS_SENTENCE.search(between):
            groups.append([])
        groups[-1].append(part)
    return groups


def _make(article: Article, parts: Sequence[tuple[Span, Voice]]) -> Sentence | None:
    start, end = parts[0][0][0], max(span[1] for span, _ in parts)
    region = next((r for r in article.regions if r.kind == "body" and r.start <= start < r.end), None)
    if region is None:
        return None
    text = article.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end < region.end and not text[end].isspace() and not text[end].isalnum():
        end += 1
    while start > region.start and text[start - 1] in "\"“‘'«(":
        start -= 1
    return Sentence(
        article=article, start=start, end=end, paragraph=text.count("\n", 0, start), parts=tuple(parts)
    )
