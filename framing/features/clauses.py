"""The geometry of a sentence without a parser: verb groups, subjects, phrases, by position and closed classes."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from framing.lexicon.entries import CueEntry
from framing.lexicon.inflection import inflections
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.text import Document, Token

_DASHES = frozenset({"--", "---", "—", "–"})
_STOPS = frozenset({",", ";", ":", ".", "!", "?", "(", ")", "[", "]", "…"}) | _DASHES
_LONGEST_PHRASE = 28
_HEADLINE_SHARE = 0.8


def _without_inner_stops(tokens: list[Token]) -> list[Token]:
    """Leave out full stops that words follow: inside a sentence they belong to abbreviations ("Mr. Bush")."""
    last_word = max((i for i, token in enumerate(tokens) if token.is_word), default=-1)
    return [token for i, token in enumerate(tokens) if token.text != "." or i > last_word]


def _past_forms(entry: CueEntry) -> list[str]:
    return inflections(entry)[2:]


class Phrase(NamedTuple):
    """Tokens ``[first, last]`` of a sentence."""

    first: int
    last: int


class VerbGroup(NamedTuple):
    """A cue verb with the auxiliaries and adverbs before it: tokens ``[first, verb]`` and up to `last`."""

    first: int
    verb: int
    last: int
    passive: bool
    negated: bool
    infinitive: bool
    participle: bool


class Cue(NamedTuple):
    """A form of the cue lexicon in a sentence, as tokens ``[first, last]``, with the entries it may stand for."""

    first: int
    last: int
    entries: tuple[CueEntry, ...]

    def entry(self, pos: str) -> CueEntry | None:
        """Return the entry of a part of speech, or None."""
        return next((entry for entry in self.entries if entry.pos == pos), None)


class Sentence:
    """A sentence's tokens, where its quotations and cues are, and questions about its clauses."""

    def __init__(
        self, document: Document, number: int, language: Language, cues: list[Match[CueEntry]]
    ) -> None:
        self.document = document
        self.number = number
        self.start, self.end = document.sentences[number]
        self.grammar = language.grammar
        self.tokens = _without_inner_stops(document.tokens(self.start, self.end))
        self.quoted = [self._is_quoted(token) for token in self.tokens]
        self.cues = self._place(cues)

    def _is_quoted(self, token: Token) -> bool:
        quotation = self.document.quotation_at(token.start)
        return quotation is not None and quotation.inner_start <= token.start < quotation.inner_end

    def _place(self, matches: list[Match[CueEntry]]) -> list[Cue]:
        starts = {token.start: i for i, token in enumerate(self.tokens)}
        ends = {token.end: i for i, token in enumerate(self.tokens)}
        grouped: dict[tuple[int, int], list[CueEntry]] = {}
        reached = -1
        for match in matches:
            first, last = starts.get(match.start), ends.get(match.end)
            if first is None or last is None:
                continue
            if (first, last) in grouped:
                grouped[first, last].append(match.payload)
            elif first > reached:
                grouped[first, last] = [match.payload]
                reached = last
        return [Cue(first, last, tuple(entries)) for (first, last), entries in grouped.items()]

    def __len__(self) -> int:
        return len(self.tokens)

    def is_in(self, i: int, *classes: str) -> bool:
        """Whether token i belongs to one of the grammar's closed classes; False outside the sentence."""
        return 0 <= i < len(self) and any(self.tokens[i].folded in self.grammar[name] for name in classes)

    def is_stop(self, i: int) -> bool:
        """Whether token i is punctuation that parts clauses, or lies outside the sentence."""
        return not 0 <= i < len(self) or self.tokens[i].text in _STOPS

    def is_quote_mark(self, i: int) -> bool:
        """Whether token i opens or closes a quotation."""
        return self.opens_quotation(i) or self.closes_quotation(i)

    def opens_quotation(self, i: int) -> bool:
        """Whether token i is an opening quotation mark."""
        if not 0 <= i < len(self) or self.tokens[i].is_word:
            return False
        quotation = self.document.quotation_at(self.tokens[i].start)
        return quotation is not None and self.tokens[i].start == quotation.start

    def closes_quotation(self, i: int) -> bool:
        """Whether token i is a closing quotation mark."""
        if not 0 <= i < len(self) or self.tokens[i].is_word:
            return False
        quotation = self.document.quotation_at(self.tokens[i].start)
        return quotation is not None and self.tokens[i].start == quotation.inner_end

    def is_dash(self, i: int) -> bool:
        """Whether token i is a dash."""
        return 0 <= i < len(self) and self.tokens[i].text in _DASHES

    def text_is(self, i: int, *texts: str) -> bool:
        """Whether token i is one of these words or marks, in small letters."""
        return 0 <= i < len(self) and self.tokens[i].folded in texts

    def is_capitalised(self, i: int) -> bool:
        """Whether token i begins with a capital letter or a digit."""
        return 0 <= i < len(self) and (self.tokens[i].text[0].isupper() or self.tokens[i].text[0].isdigit())

    def is_adverb(self, i: int) -> bool:
        """Whether token i is an adverb by list or ending."""
        if not 0 <= i < len(self) or self.is_capitalised(i):
            return False
        folded = self.tokens[i].folded
        return folded in self.grammar["adverb"] or (
            folded.endswith("ly") and len(folded) > 4 and folded not in self.grammar["not an adverb"]
        )

    def is_verbal(self, i: int) -> bool:
        """Whether token i is surely part of a verb: auxiliary, modal, contraction, or a cue that is no noun."""
        return self.is_in(i, "auxiliary", "modal", "contraction") or i in self.verb_positions

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
        # "They have plans": what follows an auxiliary in its plain form is a noun.
        plain = text in (entry.lemma, entry.lemma + "s") and text not in _past_forms(entry)
        return not (plain and self.is_in(before, "auxiliary") and not self.is_in(before, "do"))

    @cached_property
    def _is_headline(self) -> bool:
        words = [token for token in self.tokens if token.is_word and len(token.text) > 3]
        return bool(words) and sum(token.text[0].isupper() for token in words) > _HEADLINE_SHARE * len(words)

    def main_subject(self) -> Phrase | None:
        """Return the noun phrase before the sentence's first verb that can be told as one, or None."""
        for i, token in enumerate(self.tokens):
            past = (
                token.folded.endswith("ed") and not self.is_capitalised(i) and not self.follows_determiner(i)
            )
            if i and (self.is_verbal(i) or past):
                first = i
                while self.is_adverb(first - 1):
                    first -= 1
                phrase = self._phrase_ending(first - 1) if not self.is_stop(first - 1) else None
                if phrase:
                    return phrase
        return None

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
        return self.is_in(before, "determiner", "possessive", "preposition") and word not in ("to", "like")

    def verb_group(self, cue: Cue) -> VerbGroup:
        """Return the verb group around a cue verb."""
        first, negated, passive, infinitive = cue.first, False, False, False
        verb_text = self.tokens[cue.first].folded
        participle = verb_text.endswith("ing")
        i = cue.first - 1
        while i >= 0:
            if self.is_in(i, "negation") or self.is_in(i, "contraction"):
                negated = True
            elif self.is_in(i, "be") and not participle:
                passive = passive or not self.is_in(first, "be") or first == cue.first
            elif self.is_in(i, "auxiliary", "modal"):
                participle = participle and not self.is_in(i, "be")
            elif self.text_is(i, "to"):
                infinitive = True
            elif not self.is_adverb(i):
                break
            if self.is_in(i, "be") and verb_text.endswith("ing"):
                participle = False
            first = i
            i -= 1
        while first < cue.first and self.is_adverb(first) and self.is_stop(first - 1):
            first += 1
        return VerbGroup(first, cue.first, cue.last, passive, negated, infinitive, participle)

    def subject_before(self, first: int) -> Phrase | None:
        """Return the noun phrase that ends right before token `first`, with its apposition, or None."""
        last = first - 1
        if last < 0 or self.is_in(last, "coordinator"):
            return None
        if self.text_is(last, ","):
            return self._with_apposition(last)
        if self.is_in(last, "relative") and not self.text_is(last, "that", "whom"):
            antecedent = last - 2 if self.text_is(last - 1, ",") else last - 1
            return self._phrase_ending(antecedent)
        return self._phrase_ending(last)

    def _with_apposition(self, comma: int) -> Phrase | None:
        for opening in range(comma - 1, max(-1, comma - _LONGEST_PHRASE), -1):
            if self.is_quote_mark(opening) or self.text_is(opening, ";", ":", "."):
                return None
            if self.text_is(opening, ","):
                inside = range(opening + 1, comma)
                relative = self.is_in(opening + 1, "relative")
                if not relative and any(self.is_verbal(i) for i in inside):
                    continue
                noun = self._phrase_ending(opening - 1)
                if noun is None or self.is_in(noun.first, "adjunct opener"):
                    return None
                return Phrase(noun.first, opening - 1 if relative else comma - 1)
        return None

    def _phrase_ending(self, last: int) -> Phrase | None:
        first = last + 1
        while first > 0 and last - first < _LONGEST_PHRASE:
            i = first - 1
            if self.is_stop(i) or self.is_quote_mark(i) or self.quoted[i] != self.quoted[last]:
                break
            if i < last and (self.is_in(i, "auxiliary", "modal", "contraction") or i in self.verb_positions):
                break
            if self.is_in(i, "subordinator") and i < last:
                break
            if self.is_in(i, "coordinator") and not self._joins_phrases(i):
                break
            first = i
        first = self._with_list(first, last)
        return self._without_adjunct(first, last)

    def _with_list(self, first: int, last: int) -> int:
        """Return where a list begins that ends in this phrase ("Germany, France and Italy said")."""
        if not any(self.is_in(i, "coordinator") for i in range(first, last)):
            return first
        while self.text_is(first - 1, ","):
            item = first - 1
            while item > 0 and not self.is_stop(item - 1) and not self.is_quote_mark(item - 1):
                item -= 1
            inside = range(item, first - 1)
            if not inside or self.is_in(item, "adjunct opener", "subordinator", "coordinator"):
                break
            if not self.is_capitalised(first - 2) or any(self.is_verbal(i) for i in inside):
                break
            first = item
        return first

    def _joins_phrases(self, conjunction: int) -> bool:
        """Whether the words before a conjunction are a noun phrase of the same clause ("Kim and Putin said")."""
        i = conjunction - 1
        if self.is_stop(i) or self.is_quote_mark(i) or self.text_is(conjunction, "but", "yet"):
            return False
        while i >= 0 and not self.is_stop(i) and not self.is_quote_mark(i):
            word = self.tokens[i].folded
            if self.is_in(i, "subordinator"):
                break
            if self.is_verbal(i):
                return False
            if (
                word.endswith(("ed", "ing"))
                and not self.is_capitalised(i)
                and not self.is_in(i - 1, "determiner")
            ):
                return False
            i -= 1
        return self.is_in(i + 1, "determiner", "possessive") or self.is_capitalised(i + 1)

    def _without_adjunct(self, first: int, last: int) -> Phrase | None:
        while first <= last and (
            self.is_in(first, "coordinator", "subordinator") or (self.is_adverb(first) and first < last)
        ):
            first += 1
        if first <= last and self.is_in(first, "adjunct opener", "preposition", "time word"):
            for i in range(last, first, -1):
                opens = self.is_in(i, "determiner", "possessive", "subject pronoun") or (
                    self.is_capitalised(i) and not self.is_capitalised(i - 1)
                )
                if opens and not self.is_in(
                    i - 1, "preposition", "determiner", "possessive", "adjunct opener"
                ):
                    first = i
                    break
            else:
                return None
        if first > last or not any(self.tokens[i].is_word for i in range(first, last + 1)):
            return None
        return Phrase(first, last)

    def phrase_after(self, first: int) -> Phrase | None:
        """Return the noun phrase that begins at token `first`, with an apposition behind a comma, or None."""
        last = first - 1
        for i in range(first, min(len(self), first + _LONGEST_PHRASE)):
            if self.is_stop(i) or self.is_quote_mark(i) or self.is_verbal(i):
                break
            if self.is_in(i, "subordinator") or (
                self.is_in(i, "coordinator") and not self._continues_names(i)
            ):
                break
            if i > first and self.is_in(i, "preposition") and not self.text_is(i, "of", "for", "with", "at"):
                break
            if i > first and self.is_in(i, "time word") and not self.text_is(i - 1, "of"):
                break
            if i > first and self.is_adverb(i):
                break
            last = i
        while last > first and self.is_in(last, "preposition", "determiner"):
            last -= 1
        return Phrase(first, last) if last >= first else None

    def noun_phrase_from(self, first: int) -> Phrase | None:
        """Return the shortest noun phrase that begins at token `first`, with "of" but no other preposition."""
        last = first - 1
        for i in range(first, len(self)):
            if self.is_stop(i) or (self.is_quote_mark(i) and i > first and not self.opens_quotation(i)):
                break
            if self.is_verbal(i) or self.is_in(i, "subordinator", "coordinator"):
                break
            if self.is_in(i, "preposition") and not self.text_is(i, "of"):
                break
            last = i
        return Phrase(first, last) if last >= first else None

    def apposition_after(self, phrase: Phrase) -> Phrase:
        """Return the phrase with the apposition that follows it (", a spokesman for the ministry"), if any."""
        comma = phrase.last + 1
        if not self.text_is(comma, ",") or not (
            self.is_in(comma + 1, "determiner", "possessive") or self._lower_noun(comma + 1)
        ):
            return phrase
        for i in range(comma + 1, len(self)):
            if self.is_verbal(i) or self.is_quote_mark(i) or self.is_in(i, "subordinator"):
                return phrase
            if self.is_stop(i) and not self.text_is(i, "(", ")"):
                return Phrase(phrase.first, i - 1)
        return Phrase(phrase.first, len(self) - 1)

    def _lower_noun(self, i: int) -> bool:
        return (
            0 <= i < len(self)
            and self.tokens[i].is_word
            and not self.is_capitalised(i)
            and not self.is_in(i, "preposition", "subordinator", "coordinator", "adverb", "auxiliary")
            and not self.tokens[i].folded.endswith(("ing", "ed", "ly"))
        )

    def _continues_names(self, conjunction: int) -> bool:
        return self.is_capitalised(conjunction - 1) and self.is_capitalised(conjunction + 1)

    def agrees(self, subject: Phrase, cue: Cue, entry: CueEntry) -> bool:
        """Whether a verb in its plain form has a plural subject; every other form agrees with anything."""
        if self.tokens[cue.first].folded != entry.lemma.partition(" ")[0] or entry.lemma in _past_forms(
            entry
        ):
            return True
        before = cue.first - 1
        while self.is_adverb(before) or self.is_in(before, "negation"):
            before -= 1
        if self.is_in(before, "modal", "auxiliary", "contraction"):
            return True
        last = self.tokens[subject.last].folded
        return (
            last.endswith("s")
            or self.is_in(subject.last, "plural subject")
            or any(self.is_in(i, "coordinator") for i in range(subject.first, subject.last))
        )

    def words(self, first: int, last: int) -> Iterator[int]:
        """Yield the tokens ``[first, last]`` that are words."""
        return (i for i in range(max(first, 0), min(last, len(self) - 1) + 1) if self.tokens[i].is_word)

    def span(self, phrase: Phrase) -> tuple[int, int]:
        """Return the character offsets of a phrase."""
        return self.tokens[phrase.first].start, self.tokens[phrase.last].end
