"""The geometry of a sentence without a parser: verb groups, subjects, phrases, by position and closed classes."""

from collections.abc import Iterator

import msgspec

from framing.features.tokens import STOPS, Cue, TokenisedSentence
from framing.lexicon.entries import CueEntry
from framing.lexicon.inflection import inflections
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.text import Document

__all__ = ["OPENING_ADJUNCTS", "Cue", "Phrase", "Sentence", "VerbGroup"]

_LONGEST_PHRASE = 28
_TOKENS_OF_AN_ASIDE = 5  # commas and up to three words
_DIGITS_OF_A_YEAR = 4
_VERBAL = frozenset({"auxiliary", "modal", "contraction", "clitic verb"})
_NEVER_IN_PHRASES = _VERBAL | {"subordinator"}
_CONJUNCTIONS = frozenset({"coordinator", "subordinator"})
_NEVER_ALONE = ("particle", "connective", "auxiliary", "modal", "contraction")
OPENING_ADJUNCTS = frozenset({"adjunct opener", "preposition", "time word"})
_BEFORE_NOUNS = frozenset({"determiner", "possessive", "preposition"})


def past_forms(entry: CueEntry) -> list[str]:
    """Return the past forms of a reporting verb."""
    return inflections(entry)[2:]


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """Tokens ``[first, last]`` of a sentence."""

    first: int
    last: int


class VerbGroup(msgspec.Struct, frozen=True, gc=False):
    """A cue verb with the auxiliaries and adverbs before it: tokens ``[first, verb]`` and up to `last`."""

    first: int
    verb: int
    last: int
    passive: bool
    negated: bool
    infinitive: bool
    participle: bool


class Sentence(TokenisedSentence):
    """A sentence, and questions about its clauses. What several rules ask of a verb is worked out once."""

    def __init__(
        self, document: Document, number: int, language: Language, cues: list[Match[CueEntry]]
    ) -> None:
        super().__init__(document, number, language, cues)
        self._groups: dict[int, VerbGroup] = {}
        self._subjects: dict[int, Phrase | None] = {}
        # The tokens at which a cue verb stands that cannot be a noun or adjective there.
        self.verb_positions = frozenset([cue.first for cue in self.cues if self._is_verb(cue)])

    def is_verbal(self, i: int) -> bool:
        """Whether token i is surely part of a verb: auxiliary, modal, contraction, or a cue that is no noun."""
        if i in self.verb_positions:
            return True
        return 0 <= i < self._count and not _VERBAL.isdisjoint(self.classes[i])

    def _is_verb(self, cue: Cue) -> bool:
        entry = cue.entry("verb")
        if entry is None or self.follows_determiner(cue.first):
            return False
        if cue.first > 0 and self.is_capitalised(cue.first) and not self.is_headline():
            return False
        before = cue.first - 1
        text = self.folded[cue.first]
        if text.endswith("ing"):
            return (
                self.is_stop(before)
                or self.is_quote_mark(before)
                or self.is_adverb(before)
                or self.is_in(before, "be", "preposition", "coordinator", "subordinator")
            )
        if text not in (entry.lemma, entry.lemma + "s"):
            return True
        counted = self.folded[before].isdigit() or self.is_in(before, "numeral")
        counted = counted or (self.folded[before].endswith("ed") and not self.is_capitalised(before))
        if counted and before >= 0 and text != entry.lemma:
            return False  # "the 26 states", "required states"
        if self._ends_verb(before):
            return False  # "consider states", "made claims"
        # "They have plans": what follows an auxiliary in its plain form is a noun.
        behind_auxiliary = self.is_in(before, "auxiliary") and not self.is_in(before, "do")
        return not behind_auxiliary or text in past_forms(entry) or self.is_in(cue.first, "irregular past")

    def _ends_verb(self, i: int) -> bool:
        """Whether a cue that can only be a verb ends at token i."""
        return any(cue.last == i and cue.entry("verb") and not cue.entry("noun") for cue in self.cues)

    def follows_determiner(self, i: int) -> bool:
        """Whether token i must be a noun or adjective: after a determiner, possessive or preposition."""
        before = i - 1
        while self.is_adverb(before):
            before -= 1
        if before < 0 or _BEFORE_NOUNS.isdisjoint(self.classes[before]):
            return False
        if (
            self.folded[before] in ("that", "to", "like")
            or self.is_stop(before)
            or self.is_quote_mark(before)
        ):
            return False
        # "Several said" has a subject.
        speaks = self.is_in(i, "plain speech")
        return not (speaks and self.is_in(before, "subject pronoun", "numeral", "pronoun"))

    def main_subject(self, before: int) -> Phrase | None:
        """Return the noun phrase before the first verb that can be told as one, or None.

        Of verbs from token `before` on, only where none stands before it ("Saying so, the mayor left").
        """
        begun = False
        for i, token in enumerate(self.tokens):
            if begun and i >= before:
                return None
            past = (
                token.folded.endswith("ed") and not self.is_capitalised(i) and not self.follows_determiner(i)
            )
            if i and (self.is_verbal(i) or past or self.is_in(i, "irregular past")):
                first = i
                while self.is_adverb(first - 1):
                    first -= 1
                phrase = None
                if self.text_is(first - 1, ","):
                    phrase = self._with_apposition(first - 1)
                elif not self.is_stop(first - 1):
                    phrase = self._phrase_ending(first - 1)
                if phrase:
                    return phrase
                begun = True
        return None

    def verb_group(self, cue: Cue) -> VerbGroup:
        """Return the verb group around a cue verb."""
        if cue.first not in self._groups:
            self._groups[cue.first] = self._verb_group(cue)
        return self._groups[cue.first]

    def _verb_group(self, cue: Cue) -> VerbGroup:
        first, negated, passive, infinitive = cue.first, False, False, False
        verb_text = self.folded[cue.first]
        participle = verb_text.endswith("ing")
        i = cue.first - 1
        while i >= 0:
            classes = self.classes[i]
            is_be = "be" in classes
            if "negation" in classes or "contraction" in classes:
                negated = True
            elif is_be and not participle:
                passive = passive or not self.is_in(first, "be") or first == cue.first
            elif "auxiliary" in classes or "modal" in classes:
                participle = participle and not is_be
            elif self.folded[i] == "to":
                infinitive = True
            elif not self.is_adverb(i):
                break
            if is_be and verb_text.endswith("ing"):
                participle = False
            first = i
            i -= 1
        while first < cue.first and self.is_adverb(first) and self.is_stop(first - 1):
            first += 1
        return VerbGroup(first, cue.first, cue.last, passive, negated, infinitive, participle)

    def subject_before(self, first: int) -> Phrase | None:
        """Return the noun phrase that ends right before token `first`, with its apposition, or None."""
        if first not in self._subjects:
            self._subjects[first] = self._subject_before(first)
        return self._subjects[first]

    def _subject_before(self, first: int) -> Phrase | None:
        last = self._comma_before_adverbs(first - 1)
        while last > 1 and self.is_in(last, "time word") and self.is_in(last - 1, "preposition"):
            last -= 2  # "Bo Lind on Thursday said"
        if last < 0:
            return None
        word, classes = self.folded[last], self.classes[last]
        if "coordinator" in classes:
            return None
        if word == ",":
            return self._with_apposition(last)
        if word == "that" and last > 1:
            return self._phrase_ending(last - 1)  # "those that say"
        if "subordinator" in classes and classes.isdisjoint(("relative", "question word")):
            return None  # "when asked"
        if "relative" in classes and word not in ("that", "whom"):
            antecedent = last - 2 if self.text_is(last - 1, ",") else last - 1
            return self._phrase_ending(antecedent)
        phrase = self._phrase_ending(last)
        return self._with_antecedent(phrase) if phrase else None

    def _comma_before_adverbs(self, last: int) -> int:
        """Return the comma before adverbs that end at a token ("Bo Lind, the mayor, also | said"), else the token."""
        comma = last
        while self.is_adverb(comma):
            comma -= 1
        return comma if self.text_is(comma, ",") else last

    def _with_antecedent(self, phrase: Phrase) -> Phrase | None:
        """Return what a relative clause belongs to, where the phrase is such a clause ("the firm that runs Cork")."""
        first, verb = phrase.first, phrase.first
        while self.is_in(verb - 1, "auxiliary"):
            verb -= 1
        noun = verb - 2
        if noun < 0 or self.folded[verb - 1] not in ("that", "which", "who") or self.is_stop(noun):
            return phrase
        if verb == first and not self._begins_with_verb(phrase):
            return phrase
        if self.is_verbal(noun) or any(cue.last == noun for cue in self.cues):
            return phrase  # "the claim that reports The Gull prints are false"
        before = self._phrase_ending(noun)
        return Phrase(before.first, phrase.last) if before else phrase

    def _begins_with_verb(self, phrase: Phrase) -> bool:
        """Whether a phrase looks like a verb and its object ("runs the port")."""
        word, behind = self.folded[phrase.first], phrase.first + 1
        verb = self.is_in(phrase.first, "irregular past") or word.endswith(("s", "ed"))
        object_ = self.is_in(behind, "determiner", "possessive") or self.is_capitalised(behind)
        plain = not word.endswith("ss") and not self.is_capitalised(phrase.first)
        return verb and plain and object_ and behind <= phrase.last

    def _with_apposition(self, comma: int) -> Phrase | None:
        for opening in range(comma - 1, max(-1, comma - _LONGEST_PHRASE), -1):
            word = self.folded[opening]
            if word in (";", ":", ".") or opening in self.quote_marks:
                return None
            if word == ",":
                if opening == comma - 2 and self.is_adverb(opening + 1):
                    return self._phrase_ending(opening - 1)  # "Critics, however, say"
                if comma - opening < _TOKENS_OF_AN_ASIDE and self.is_in(opening + 1, "preposition"):
                    return self._phrase_ending(opening - 1)  # "Critics, in turn, say"
                if self.text_is(opening + 1, "citing", "quoting"):
                    return self._phrase_ending(opening - 1)  # "Reuters, citing two officials, reported"
                inside = range(opening + 1, comma)
                relative = self.is_in(opening + 1, "relative")
                who = next((i for i in inside if self.text_is(i, "who", "which")), comma)
                if not relative and any(self.is_verbal(i) for i in range(opening + 1, who)):
                    continue
                noun = self._phrase_ending(opening - 1)
                if noun is None or self.is_in(noun.first, "adjunct opener"):
                    return None
                return Phrase(noun.first, opening - 1 if relative else comma - 1)
        return None

    def _phrase_ending(self, last: int) -> Phrase | None:
        last = self._before_brackets(last)
        first = last + 1
        for i in range(last, max(-1, last - _LONGEST_PHRASE - 1), -1):
            if self.folded[i] in STOPS or i in self.quote_marks or self.quoted[i] != self.quoted[last]:
                break
            classes = self.classes[i]
            if i < last and (i in self.verb_positions or not classes.isdisjoint(_NEVER_IN_PHRASES)):
                break
            if "coordinator" in classes and not self._joins_phrases(i):
                break
            first = i
        first = self._with_list(first, last)
        return self._without_adjunct(first, last)

    def _before_brackets(self, last: int) -> int:
        """Return the token before brackets that end at `last` ("Senator Bo Lind (R-Ohio) said")."""
        if not self.text_is(last, ")"):
            return last
        opening = next((i for i in range(last - 1, max(-1, last - 8), -1) if self.text_is(i, "(")), 0)
        return opening - 1 if opening else last

    def _with_list(self, first: int, last: int) -> int:
        """Return where a list begins that ends in this phrase ("Germany, France and Italy said")."""
        if not self.text_is(first - 1, ","):
            return first
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
            word = self.folded[i]
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
        while first < last and self._is_verb_rest(first):
            first += 1
        while first <= last and (
            not self.classes[first].isdisjoint(_CONJUNCTIONS) or (first < last and self.is_adverb(first))
        ):
            first += 1
        time = self._behind_time(first, last)
        if time is not None:
            first = time
        elif first <= last and not self.classes[first].isdisjoint(OPENING_ADJUNCTS):
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
        if first > last or not any(token.is_word for token in self.tokens[first : last + 1]):
            return None
        if first == last and (self.is_adverb(first) or self.is_in(first, *_NEVER_ALONE)):
            return None  # "are drawing up plans", "is also known as"
        return Phrase(first, last)

    def _behind_time(self, first: int, last: int) -> int | None:
        """Return where a phrase goes on behind a date that opens a clause ("On 5 May officials said"), or None."""
        # "since", which joins clauses too, is left out of phrases.
        opening = first if self.is_in(first, "preposition") else first - 1
        opens = self.is_in(opening, "preposition", "subordinator")
        if not opens or not (self.is_stop(opening - 1) or self.is_in(opening - 1, "coordinator")):
            return None
        i = opening + 1
        while i <= last and (self.is_in(i, "time word") or self.folded[i].isdigit()):
            i += 1
        dates = range(opening + 1, i)
        dated = any(self.is_in(k, "time word") for k in dates) or (
            len(dates) == 1
            and self.text_is(opening, "in")
            and len(self.folded[opening + 1]) == _DIGITS_OF_A_YEAR
        )
        goes_on = self.is_in(i, "preposition", "coordinator") or self.is_adverb(i)
        return i if dated and i <= last and not goes_on else None

    def _is_verb_rest(self, i: int) -> bool:
        """Whether token i is the participle of a verb whose auxiliary stands before it ("are pushing a bill")."""
        participle = self.folded[i].endswith(("ing", "ed")) and not self.is_capitalised(i)
        return participle and self.is_in(i - 1, "auxiliary")

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
            and not self.folded[i].endswith(("ing", "ed", "ly"))
        )

    def _continues_names(self, conjunction: int) -> bool:
        return self.is_capitalised(conjunction - 1) and self.is_capitalised(conjunction + 1)

    def agrees(self, subject: Phrase, cue: Cue, entry: CueEntry) -> bool:
        """Whether a verb in its plain form has a plural subject; every other form agrees with anything."""
        if self.folded[cue.first] != entry.lemma.partition(" ")[0]:
            return True
        before = cue.first - 1
        while self.is_adverb(before) or self.is_in(before, "negation"):
            before -= 1
        if self.is_in(before, "modal", "auxiliary", "contraction"):
            return True
        head = self._head_of(subject)
        last = self.folded[head]
        return (
            (last.endswith("s") and not last.endswith("ss"))
            or self.is_in(head, "plural subject", "numeral")
            or self.tokens[subject.last].text.isdigit()
            or any(self.is_in(i, "coordinator") for i in range(subject.first, subject.last))
            or entry.lemma in past_forms(entry)
        )

    def _head_of(self, subject: Phrase) -> int:
        """Return the last token of a noun phrase before what only modifies it ("officials in the capital")."""
        for i in range(subject.first + 1, subject.last + 1):
            modifies = self.is_in(i, "preposition", "relative") or self.is_stop(i)
            if modifies or (self.folded[i].endswith("ing") and not self.is_capitalised(i)):
                return i - 1
        return subject.last

    def words(self, first: int, last: int) -> Iterator[int]:
        """Yield the tokens ``[first, last]`` that are words."""
        return (i for i in range(max(first, 0), min(last, len(self) - 1) + 1) if self.tokens[i].is_word)

    def span(self, phrase: Phrase) -> tuple[int, int]:
        """Return the character offsets of a phrase."""
        return self.tokens[phrase.first].start, self.tokens[phrase.last].end
