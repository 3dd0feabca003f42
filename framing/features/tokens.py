"""A sentence's tokens and what can be said of each alone: its class, its quotation, whether it is a verb.

(Room: features.)
"""

from bisect import bisect_left
from functools import cached_property
from itertools import repeat

import msgspec

from framing.lexicon.entries import CueEntry
from framing.lexicon.inflection import inflections
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.text import Document, Token

_DASHES = frozenset({"--", "---", "—", "–"})
_STOPS = frozenset({",", ";", ":", ".", "!", "?", "(", ")", "[", "]", "…"}) | _DASHES
_PARTING = frozenset({",", "?", "!"}) | _DASHES
_HEADLINE_SHARE = 0.8
_VERBAL = ("auxiliary", "modal", "contraction", "clitic verb")
_NO_CLASS: frozenset[str] = frozenset()


def _without_inner_stops(text: str, tokens: list[Token]) -> list[Token]:
    """Leave out full stops that words follow: inside a sentence they belong to abbreviations ("Mr. Bush")."""
    if not tokens or text.find(".", tokens[0].start, tokens[-1].start) < 0:
        return tokens
    last_word = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].is_word), -1)
    return [token for i, token in enumerate(tokens) if token.text != "." or i > last_word]


def past_forms(entry: CueEntry) -> list[str]:
    """Return the past forms of a reporting verb."""
    return inflections(entry)[2:]


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A form of the cue lexicon in a sentence, as tokens ``[first, last]``, with the entries it may stand for."""

    first: int
    last: int
    entries: tuple[CueEntry, ...]

    def entry(self, pos: str) -> CueEntry | None:
        """Return the entry of a part of speech, or None."""
        for entry in self.entries:  # a third of the time that a generator takes
            if entry.pos == pos:
                return entry
        return None


class TokenisedSentence:
    """A sentence's tokens, where its quotations and cues are, and questions about single tokens."""

    def __init__(
        self, document: Document, number: int, language: Language, cues: list[Match[CueEntry]]
    ) -> None:
        self.document = document
        self.number = number
        self.start, self.end = document.sentences[number]
        self.grammar = language.grammar
        self.tokens = _without_inner_stops(document.text, document.tokens_of_sentences[number])
        self.folded = [token.folded for token in self.tokens]
        self.classes = list(map(language.classes_of.get, self.folded, repeat(_NO_CLASS)))
        self._count = len(self.tokens)
        self._starts = [token.start for token in self.tokens]
        self._find_quotations()
        self.cues = self._place(cues)

    def _find_quotations(self) -> None:
        count, starts = self._count, self._starts
        self.quoted = [False] * count
        self._openings: set[int] = set()
        self._closings: set[int] = set()
        for quotation in self.document.quotations_in(self.start, self.end):
            first, stop = (bisect_left(starts, edge) for edge in (quotation.inner_start, quotation.inner_end))
            self.quoted[first:stop] = [True] * (stop - first)
            opening = bisect_left(starts, quotation.start)
            if opening < count and starts[opening] == quotation.start and not quotation.goes_on:
                self._openings.add(opening)
            if stop < count and quotation.inner_end < quotation.end and starts[stop] == quotation.inner_end:
                self._closings.add(stop)

    def _place(self, matches: list[Match[CueEntry]]) -> list[Cue]:
        grouped: dict[tuple[int, int], list[CueEntry]] = {}
        reached = -1
        for match in matches:
            first, last = bisect_left(self._starts, match.start), bisect_left(self._starts, match.end) - 1
            if not self._begins_and_ends(first, last, match):
                continue
            if (first, last) in grouped:
                grouped[first, last].append(match.payload)
            elif first > reached:
                grouped[first, last] = [match.payload]
                reached = last
        return [Cue(first, last, tuple(entries)) for (first, last), entries in grouped.items()]

    def _begins_and_ends(self, first: int, last: int, match: Match[CueEntry]) -> bool:
        """Whether a form is whole tokens: "say" is none in "say-so"."""
        inside = 0 <= first < len(self.tokens) and last >= 0
        return inside and self._starts[first] == match.start and self.tokens[last].end == match.end

    def __len__(self) -> int:
        return self._count

    def is_in(self, i: int, *classes: str) -> bool:
        """Whether token i belongs to one of the grammar's closed classes; False outside the sentence."""
        return 0 <= i < self._count and not self.classes[i].isdisjoint(classes)

    def is_stop(self, i: int) -> bool:
        """Whether token i is punctuation that parts clauses, or lies outside the sentence."""
        return not 0 <= i < self._count or self.tokens[i].text in _STOPS

    def is_quote_mark(self, i: int) -> bool:
        """Whether token i opens or closes a quotation."""
        return i in self._openings or i in self._closings

    def opens_quotation(self, i: int) -> bool:
        """Whether token i is an opening quotation mark."""
        return i in self._openings

    def closes_quotation(self, i: int) -> bool:
        """Whether token i is a closing quotation mark."""
        return i in self._closings

    def is_dash(self, i: int) -> bool:
        """Whether token i is a dash."""
        return 0 <= i < self._count and self.tokens[i].text in _DASHES

    @cached_property
    def first_parting(self) -> int:
        """Return the first token that can part content from what follows, or the number of tokens.

        That is a comma, a dash, a question or exclamation mark or a quotation mark.
        """
        marks = (i for i, token in enumerate(self.tokens) if token.text in _PARTING)
        return min(next(marks, self._count), *self._openings, *self._closings, self._count)

    def text_is(self, i: int, *texts: str) -> bool:
        """Whether token i is one of these words or marks, in small letters."""
        return 0 <= i < self._count and self.folded[i] in texts

    def is_capitalised(self, i: int) -> bool:
        """Whether token i begins with a capital letter or a digit."""
        if not 0 <= i < self._count:
            return False
        first = self.tokens[i].text[0]
        return first.isupper() or first.isdigit()

    def is_adverb(self, i: int) -> bool:
        """Whether token i is an adverb by list or ending."""
        if not 0 <= i < self._count:
            return False
        folded, classes = self.tokens[i].folded, self.classes[i]
        ending = folded[-2:] == "ly" and len(folded) > 4 and "not an adverb" not in classes
        return (ending or "adverb" in classes) and not self.is_capitalised(i)

    def is_verbal(self, i: int) -> bool:
        """Whether token i is surely part of a verb: auxiliary, modal, contraction, or a cue that is no noun."""
        return i in self.verb_positions or self.is_in(i, *_VERBAL)

    @cached_property
    def verb_positions(self) -> frozenset[int]:
        """Return the tokens at which a cue verb stands that cannot be a noun or adjective there."""
        return frozenset(cue.first for cue in self.cues if self._is_verb(cue))

    def _is_verb(self, cue: Cue) -> bool:
        entry = cue.entry("verb")
        if entry is None or self.follows_determiner(cue.first):
            return False
        if cue.first > 0 and self.is_capitalised(cue.first) and not self._is_headline:
            return False
        before = cue.first - 1
        text = self.tokens[cue.first].folded
        if text.endswith("ing"):
            return (
                self.is_stop(before)
                or self.is_quote_mark(before)
                or self.is_adverb(before)
                or self.is_in(before, "be", "preposition", "coordinator", "subordinator")
            )
        counted = self.tokens[before].folded.isdigit() or self.is_in(before, "numeral")
        counted = counted or (self.tokens[before].folded.endswith("ed") and not self.is_capitalised(before))
        if counted and before >= 0 and text == entry.lemma + "s":
            return False  # "the 26 states", "required states"
        if text in (entry.lemma, entry.lemma + "s") and self._ends_verb(before):
            return False  # "consider states", "made claims"
        # "They have plans": what follows an auxiliary in its plain form is a noun.
        behind_auxiliary = self.is_in(before, "auxiliary") and not self.is_in(before, "do")
        plain = behind_auxiliary and text in (entry.lemma, entry.lemma + "s")
        return not (plain and text not in past_forms(entry))

    def _ends_verb(self, i: int) -> bool:
        """Whether a cue that can only be a verb ends at token i."""
        return any(cue.last == i and cue.entry("verb") and not cue.entry("noun") for cue in self.cues)

    @cached_property
    def _is_headline(self) -> bool:
        words = [token for token in self.tokens if token.is_word and len(token.text) > 3]
        return bool(words) and sum(token.text[0].isupper() for token in words) > _HEADLINE_SHARE * len(words)

    def follows_determiner(self, i: int) -> bool:
        """Whether token i must be a noun or adjective: after a determiner, possessive or preposition."""
        before = i - 1
        while self.is_adverb(before):
            before -= 1
        if self.is_stop(before) or self.is_quote_mark(before):
            return False
        word = self.tokens[before].folded
        if word == "that":
            return False
        if self.is_in(i, "plain speech") and self.is_in(before, "subject pronoun", "numeral", "pronoun"):
            return False  # "several said"
        return self.is_in(before, "determiner", "possessive", "preposition") and word not in ("to", "like")
