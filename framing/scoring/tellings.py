"""Scoring: the parts of sentences that tell one thing each, which the coverage matrix aligns.

A sentence may tell two facts: "Rebels took the town on Friday, officials said, while the army pulled back." It is cut
where a second telling is sure to begin, by position and closed classes of the grammar lexicon, without a parser: the
edges of reported content; semicolons, colons and dashes; clauses and circumstances with an opener of their own;
coordinated clauses and verbs; participles after a comma. A cut that would leave a part with little to go by is not
made, so that frames ("the agency said") stay with what they frame.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from framing.lexicon.words import Word, fold, words_in
from framing.schema import Annotations, Attribution, Sentence, Span, Where

TERMS_AT_LEAST = 3
"""A part with fewer different content words is not cut off: too few to tell a fact, or to know it again."""

_WORDS_TO_VERB = 6
_STOPS = frozenset(",;:.!?()[]")
_HARD_STOPS = frozenset(";:—")
_CARRIERS = frozenset({"media", "state media"})

Grammar = Mapping[str, frozenset[str]]


class Part(NamedTuple):
    """A part of a sentence that tells something: where it is, its words, and the number of its sentence."""

    span: Span
    where: Where
    sentence: int
    words: tuple[Word, ...]


class Frames:
    """Where an article's attributions stand: the edges of content, and the words that only carry it."""

    def __init__(self, attributions: Sequence[Attribution], where: Where) -> None:
        self.edges: set[int] = set()
        self._carriers: list[Span] = []
        self._speech: list[Span] = []
        self._openings: list[Span] = []
        for attribution in attributions:
            if attribution.where != where:
                continue
            # A quotation that its frame interrupts goes on with something new after the frame.
            self.edges.update(start for start, _ in attribution.content[1:])
            self._speech += attribution.cue.spans
            self._speech += attribution.source.spans if attribution.source else []
            if attribution.source and attribution.cue.spans and attribution.content:
                opening = (attribution.cue.spans[0][0], attribution.content[0][0])
                if all(opening[0] < start < opening[1] for start, _ in attribution.source.spans):
                    self._openings.append(opening)
            for source in (attribution.source, attribution.via):
                if source and (source is attribution.via or source.type in _CARRIERS):
                    self._carriers += source.spans
                    # A carrier tells nothing of the event, nor does the verb with which it carries.
                    self._carriers += attribution.cue.spans
        self._carriers.sort()
        self._speech.sort()
        self._openings.sort()

    def carries(self, start: int) -> bool:
        """Whether the word that starts here belongs to a medium that carries words, or to its reporting verb."""
        return _holds(self._carriers, start)

    def opens(self, start: int) -> bool:
        """Whether the word that starts here only opens what somebody says ("according to a directive")."""
        return _holds(self._openings, start)

    def says(self, start: int) -> bool:
        """Whether the word that starts here names who speaks, or is the verb of speech: it is not what is told."""
        return _holds(self._speech, start)


def _holds(spans: Sequence[Span], start: int) -> bool:
    last = bisect_left(spans, (start + 1, 0))
    return any(a <= start < b for a, b in spans[max(0, last - 4) : last])


def parts_of(annotations: Annotations, grammar: Grammar, is_content: Callable[[str], bool]) -> list[Part]:
    """Return the parts of an article's sentences in order, the title that stands apart first.

    The parts of a sentence do not overlap and leave out only the marks between them. `is_content` says of a folded
    word whether it can tell facts apart. Sentences without words have no part.
    """
    article = annotations.article
    texts: dict[Where, str] = {"title": article.title or "", "text": article.text}
    frames: dict[Where, Frames] = {
        where: Frames(annotations.attributions, where) for where in ("title", "text")
    }
    ordered = sorted(annotations.sentences, key=lambda one: (one.where == "text", one.start))
    return [
        part
        for number, sentence in enumerate(ordered)
        for part in _cut(
            _Reading(texts[sentence.where], sentence, frames[sentence.where], grammar), number, is_content
        )
    ]


def _cut(reading: "_Reading", number: int, is_content: Callable[[str], bool]) -> Iterator[Part]:
    words = reading.words
    if not words:
        return
    content = [
        reading.folded[i]
        if not (reading.frames.carries(words[i].start) or reading.frames.opens(words[i].start))
        and is_content(reading.folded[i])
        else ""
        for i in range(len(words))
    ]
    first = 0
    for i in range(1, len(words)):
        if reading.opens(first, i) and _is_enough(content[first:i]) and _is_enough(content[i:]):
            yield reading.part(first, i, number)
            first = i
    yield reading.part(first, len(words), number)


def _is_enough(content: Sequence[str]) -> bool:
    return len({word for word in content if word}) >= TERMS_AT_LEAST


class _Reading:
    """A sentence's words with what stands between them, and the question where a telling begins."""

    def __init__(self, text: str, sentence: Sentence, frames: Frames, grammar: Grammar) -> None:
        self.text = text
        self.sentence = sentence
        self.frames = frames
        self.grammar = grammar
        self.words = words_in(text, sentence.start, sentence.end)
        self.folded = [fold(word.text) for word in self.words]
        self._edges = sorted(edge for edge in frames.edges if sentence.start < edge < sentence.end)

    def part(self, first: int, end: int, number: int) -> Part:
        """Return words ``[first, end)`` as a part, from mark to mark, without the spaces and commas at its ends."""
        begin = self.words[first].start
        while begin > self.sentence.start and not self.text[begin - 1].isspace():
            begin -= 1
        begin = max(begin, self.words[first - 1].end if first else begin)
        stop = self.sentence.end
        if end < len(self.words):
            stop = self.words[end].start
            while stop > self.words[end - 1].end and not self.text[stop - 1].isspace():
                stop -= 1
        begin += len(self.text[begin:stop]) - len(self.text[begin:stop].lstrip(" \n\t,;:—–-"))
        stop = begin + len(self.text[begin:stop].rstrip(" \n\t,;:—–-"))
        return Part((begin, stop), self.sentence.where, number, tuple(self.words[first:end]))

    def opens(self, first: int, i: int) -> bool:
        """Whether a telling of its own may begin with word i, where the one before began with word `first`."""
        gap = self._gap(i)
        after_comma = "," in gap
        if any(mark in gap for mark in _HARD_STOPS) or "--" in gap or " – " in gap or " - " in gap:
            return True
        if self._is_edge(i) or self._is(i, "circumstance opener"):
            return not self._text_is(i, "ahead") or self._text_is(i + 1, "of")
        if after_comma and self._is_participle(i):
            return True
        if after_comma and self._is(first, "circumstance opener", "clause opener") and self._opens_clause(i):
            return True
        if not any(self._is_verbal(n) for n in range(first, i)):
            return False
        if self._is(i, "coordinator"):
            return self._opens_coordinate(i + 1, after_comma)
        if self._is(i, "clause opener") or (after_comma and self._text_is(i, "with")):
            return self._verb_follows(i + 1)
        return False

    def _opens_coordinate(self, i: int, after_comma: bool) -> bool:
        """Whether a clause, or a verb of its own, begins with word i after a coordinator."""
        while self._is(i, "adverb"):
            i += 1
        if i >= len(self.words):
            return False
        # Without a comma, "said Kim and Putin may sign" joins two names, not two clauses.
        return self._is_verbal(i) or (after_comma and (self._is_participle(i) or self._opens_clause(i)))

    def _opens_clause(self, i: int) -> bool:
        """Whether a subject with its verb seems to begin with word i."""
        opens = self._is(i, "determiner", "possessive", "subject pronoun") or self.words[i].text[0].isupper()
        return opens and self._verb_follows(i + 1)

    def _verb_follows(self, first: int) -> bool:
        """Whether a finite verb comes soon, before any mark that parts clauses."""
        for i in range(first, min(first + _WORDS_TO_VERB, len(self.words))):
            if i > first and any(mark in _STOPS for mark in self._gap(i)):
                return False
            if self._is_verbal(i):
                return True
        return False

    def _is_verbal(self, i: int) -> bool:
        if self._is(i, "auxiliary", "modal", "contraction", "irregular past"):
            return True
        return (
            self.folded[i].endswith("ed")
            and len(self.folded[i]) > 4
            and "-" not in self.folded[i]
            and self.words[i].text[0].islower()
            and not self._is(i - 1, "determiner", "possessive", "preposition")
        )

    def _is_participle(self, i: int) -> bool:
        word = self.folded[i]
        return (
            word.endswith("ing")
            and len(word) > 5
            and self.words[i].text[0].islower()
            and not self._is(i, "preposition", "participle preposition")
        )

    def _is_edge(self, i: int) -> bool:
        """Whether reported content begins or ends between word i and the word before."""
        at = bisect_left(self._edges, self.words[i - 1].end)
        return at < len(self._edges) and self._edges[at] <= self.words[i].start

    def _gap(self, i: int) -> str:
        return self.text[self.words[i - 1].end : self.words[i].start] if i else ""

    def _is(self, i: int, *names: str) -> bool:
        return 0 <= i < len(self.words) and any(self.folded[i] in self.grammar[name] for name in names)

    def _text_is(self, i: int, text: str) -> bool:
        return 0 <= i < len(self.words) and self.folded[i] == text
