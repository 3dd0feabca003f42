"""A sentence's tokens and what can be said of each alone: its class, its quotation, its kind (room: features)."""

import re
from bisect import bisect_left
from itertools import compress, repeat

import msgspec

from framing.lexicon.entries import CueEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.text import Document, Token
from framing.text.quotations import Quotation

_DASHES = frozenset({"--", "---", "—", "–"})
STOPS = frozenset({",", ";", ":", ".", "!", "?", "(", ")", "[", "]", "…"}) | _DASHES
_PARTING = frozenset({",", "?", "!"}) | _DASHES
_HEADLINE_SHARE = 0.8
_COMMA_OF_A_NUMBER = re.compile(r",(?<=\d,)\d{3}")
_NO_CLASS: frozenset[str] = frozenset()
_ADVERBS = frozenset({"adverb", "connective"})
# Classes of words behind which a capitalised "May" is the month.
_BEFORE_MONTHS = ("preposition", "adjunct opener", "determiner", "numeral")


def _without_inner_stops(text: str, tokens: list[Token]) -> list[Token]:
    """Leave out full stops that words follow, which belong to abbreviations ("Mr. Bush"), and the commas of numbers."""
    if not tokens:
        return tokens
    start, end = tokens[0].start, tokens[-1].start
    if text.find(".", start, end) >= 0:
        last_word = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].is_word), -1)
        tokens = [token for i, token in enumerate(tokens) if token.text != "." or i > last_word]
    if _COMMA_OF_A_NUMBER.search(text, start, end):
        tokens = [one for one in tokens if not _COMMA_OF_A_NUMBER.match(text, one.start)]
    return tokens


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


def _placed(matches: list[Match[CueEntry]], starts: list[int], tokens: list[Token]) -> list[Cue]:
    """Return the matches that are whole tokens, as "say" is none in "say-so"; of those that overlap, the first."""
    grouped: dict[tuple[int, int], list[CueEntry]] = {}
    reached = -1
    for match in matches:
        first = bisect_left(starts, match.start)
        last = bisect_left(starts, match.end, first) - 1
        if last < first or starts[first] != match.start or tokens[last].end != match.end:
            continue
        if (first, last) in grouped:
            grouped[first, last].append(match.payload)
        elif first > reached:
            grouped[first, last] = [match.payload]
            reached = last
    return [Cue(first, last, tuple(entries)) for (first, last), entries in grouped.items()]


class TokenisedSentence:
    """A sentence's tokens, where its quotations and cues are, and questions about single tokens."""

    def __init__(
        self, document: Document, number: int, language: Language, cues: list[Match[CueEntry]]
    ) -> None:
        self.document = document
        self.number = number
        self.start, self.end = document.sentences[number]
        self.grammar = language.grammar
        self.tokens = tokens = _without_inner_stops(document.text, document.tokens_of_sentences[number])
        self.folded = folded = [token.folded for token in tokens]
        self.classes = list(map(language.classes_of.get, folded, repeat(_NO_CLASS)))
        self._count = len(tokens)
        if not self.grammar["modal"].isdisjoint(folded):
            self._part_names_from_modals()
        self.starts = starts = [token.start for token in tokens]
        self.quoted = [False] * self._count
        self._openings: set[int] = set()
        self._closings: set[int] = set()
        for quotation in document.quotations_in(self.start, self.end):
            self._place_quotation(quotation, starts)
        self.quote_marks = self._openings | self._closings
        # The first token that can part content from what follows, or the number of tokens.
        parting = compress(range(self._count), map(_PARTING.__contains__, folded))
        self.first_parting = min(next(parting, self._count), self._count, *self.quote_marks)
        self.cues = _placed(cues, starts, tokens)

    def _part_names_from_modals(self) -> None:
        """Let a capital tell a name from a modal verb, and from a month ("Mrs May said", "George Will wrote")."""
        if self.is_headline():
            return
        for i, classes in enumerate(self.classes):
            if "modal" not in classes or not self.tokens[i].text[0].isupper():
                continue
            opens = i == 0 or not (self.tokens[i - 1].is_word or self.text_is(i - 1, ",", "(", *_DASHES))
            if self._is_name(i, opens):
                self.classes[i] = _NO_CLASS
            elif not opens:
                self.classes[i] = classes - {"modal"}

    def _is_name(self, i: int, opens: bool) -> bool:
        """Whether a capitalised word that is a modal verb too is a name, by the words beside it."""
        speaks = self.is_in(i + 1, "plain speech")
        if opens:  # "May said no", "Will Young said no"; but "Will Young say no?"
            speaks = speaks or (self.is_capitalised(i + 1) and self.is_in(i + 2, "plain speech"))
            return speaks and self.folded[-1] != "?"
        if not self.is_in(i, "time word"):
            return True
        if self.is_in(i - 1, *_BEFORE_MONTHS) or any(self._is_number(k) for k in (i - 1, i + 1)):
            return False
        before = self.classes[i - 1]
        return speaks or (self.is_capitalised(i - 1) and (not before or "title" in before))

    def _is_number(self, i: int) -> bool:
        return i < self._count and self.tokens[i].text[0].isdigit()

    def _place_quotation(self, quotation: Quotation, starts: list[int]) -> None:
        start, end, inner_start, inner_end, _ = quotation
        first, stop = bisect_left(starts, inner_start), bisect_left(starts, inner_end)
        self.quoted[first:stop] = [True] * (stop - first)
        opening = bisect_left(starts, start)
        if opening < len(starts) and starts[opening] == start < inner_start:
            self._openings.add(opening)
        if stop < len(starts) and starts[stop] == inner_end < end:
            self._closings.add(stop)

    def __len__(self) -> int:
        return self._count

    def is_headline(self) -> bool:
        """Whether nearly all longer words begin with a capital, which then tells no name."""
        words = [token for token in self.tokens if token.is_word and len(token.text) > 3]
        return bool(words) and sum(token.text[0].isupper() for token in words) > _HEADLINE_SHARE * len(words)

    def is_in(self, i: int, *classes: str) -> bool:
        """Whether token i belongs to one of the grammar's closed classes; False outside the sentence."""
        return 0 <= i < self._count and not self.classes[i].isdisjoint(classes)

    def is_stop(self, i: int) -> bool:
        """Whether token i is punctuation that parts clauses, or lies outside the sentence."""
        return not 0 <= i < self._count or self.folded[i] in STOPS

    def is_quote_mark(self, i: int) -> bool:
        """Whether token i opens or closes a quotation."""
        return i in self.quote_marks

    def opens_quotation(self, i: int) -> bool:
        """Whether token i is an opening quotation mark."""
        return i in self._openings

    def closes_quotation(self, i: int) -> bool:
        """Whether token i is a closing quotation mark."""
        return i in self._closings

    def is_dash(self, i: int) -> bool:
        """Whether token i is a dash."""
        return 0 <= i < self._count and self.folded[i] in _DASHES

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
        folded, classes = self.folded[i], self.classes[i]
        ending = folded[-2:] == "ly" and len(folded) > 4 and "not an adverb" not in classes
        return (ending or not _ADVERBS.isdisjoint(classes)) and not self.is_capitalised(i)
