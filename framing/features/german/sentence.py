"""A German sentence: its clauses, its noun phrases, and which of its words are verbs of reporting (room: features)."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from framing.features.stretches import Stretches
from framing.features.tokens import Cue, TokenisedSentence
from framing.lexicon.entries import CueEntry, SourceEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.text import Document

Roles = Stretches[Match[SourceEntry]]

_MOST_MODIFIERS = 4
_LONGEST_NAME_IN_QUOTES = 6
_LONGEST_BRACKET = 6
_BOUNDARIES = (",", ";", ":")
_HAVE = ("hat", "haben", "hatte", "hatten")
_PASSIVE = ("wird", "werden", "wurde", "wurden", "worden")
_GENITIVE = ("des", "der", "eines", "einer", "von", "vom", "für", "aus")
# What an outlet can own, while a person speaks to it.
_OWNED = ("document", "media", "body")


class Phrase(NamedTuple):
    """Tokens ``[first, last]`` of a sentence."""

    first: int
    last: int


class Report(NamedTuple):
    """A verb of reporting: its entry, its token, the finite verb's token, and its particle's where that stands apart.

    `final` says that it closes a subordinate clause ("wie er sagte").
    """

    entry: CueEntry
    at: int
    finite: int
    particle: int | None
    final: bool


class GermanSentence(TokenisedSentence):
    """A sentence with questions about its clauses; what stands in quotation marks belongs to the clause around it."""

    def __init__(
        self, document: Document, number: int, language: Language, cues: list[Match[CueEntry]], roles: Roles
    ) -> None:
        super().__init__(document, number, language, cues)
        inside = roles.inside(self.start, self.end)
        self.role_starts = frozenset(match.start for match in inside)
        self.owned_starts = frozenset(match.start for match in inside if match.payload.role in _OWNED)

    def token_at(self, offset: int) -> int | None:
        """Return the token that begins at an offset, or None."""
        return next((i for i, token in enumerate(self.tokens) if token.start == offset), None)

    def is_inside(self, i: int) -> bool:
        """Whether token i stands in quotation marks, or is one."""
        return 0 <= i < len(self) and (self.quoted[i] or self.is_quote_mark(i))

    @cached_property
    def boundaries(self) -> list[int]:
        """Return the tokens outside quotations that part clauses; the sentence's edges are -1 and its last stop."""
        found = [
            i
            for i in range(len(self))
            if not self.is_inside(i) and (self.tokens[i].text in _BOUNDARIES or self.is_dash(i))
        ]
        return [-1, *found, self.last_stop]

    @cached_property
    def last_stop(self) -> int:
        """Return the token that closes the sentence, or the number of tokens."""
        last = len(self) - 1
        closes = last >= 0 and self.tokens[last].text in (".", "!", "?", "…") and not self.quoted[last]
        return last if closes else len(self)

    def clause_of(self, i: int) -> Phrase:
        """Return the tokens of the clause that holds token i, its boundaries left out."""
        before = max(boundary for boundary in self.boundaries if boundary < i or boundary == -1)
        behind = min((boundary for boundary in self.boundaries if boundary > i), default=len(self))
        return Phrase(before + 1, behind - 1)

    def clauses_from(self, i: int) -> Iterator[Phrase]:
        """Yield the clauses that begin at or behind token i."""
        for before, behind in zip(self.boundaries, self.boundaries[1:], strict=False):
            if before + 1 >= i and behind > before + 1:
                yield Phrase(before + 1, behind - 1)

    # --- noun phrases ----------------------------------------------------------------------------------------

    def noun_phrase(self, i: int) -> Phrase | None:
        """Return the noun phrase that begins at token i, with its genitives, its name and its brackets, or None."""
        if self.is_pronoun(i):
            return Phrase(i, i)
        last = self._core(i)
        if last is None:
            return None
        while (more := self._continued(i, last)) is not None:
            last = more
        return Phrase(i, last)

    def is_pronoun(self, i: int) -> bool:
        """Whether token i is a pronoun that stands for a speaker by itself."""
        if self.is_inside(i) or not self.is_in(i, "subject pronoun"):
            return False
        opens_phrase = self.is_in(i, "determiner", "possessive") and self._core(i) is not None
        return not opens_phrase

    def adjunct_end(self, i: int) -> int | None:
        """Return the last token of what a preposition at token i governs, without what belongs to it further."""
        return self._core(i + 1)

    def _core(self, i: int) -> int | None:
        """Return the last token of the shortest noun phrase at i: articles, adjectives, capitalised words."""
        j, determined = i, False
        while self.is_in(j, "determiner", "possessive") and not self._is_head(j):
            j, determined = j + 1, True
        modifiers = 0
        while self._is_modifier(j, determined) and modifiers < _MOST_MODIFIERS:
            j, modifiers = j + 1, modifiers + 1
        if not self._is_head(j):
            return None
        while self._is_head(j + 1) and not self.is_in(j + 1, "time word"):
            j += 1
        return self._with_quoted_name(j)

    def _is_modifier(self, i: int, determined: bool) -> bool:
        if not 0 <= i < len(self) or self.is_inside(i) or not self.tokens[i].is_word:
            return False
        word = self.tokens[i].folded
        if self.is_capitalised(i) and not self._opens_as_adjective(i):
            return False
        if self.is_in(i, "preposition"):
            return False
        if self.is_in(i, "auxiliary", "modal", "subordinator", "coordinator", "subject pronoun"):
            return False
        if determined:
            return True
        return self._is_adjective(word) and not self.is_in(i, "preposition", "adverb", "subjunctive")

    def _is_adjective(self, word: str) -> bool:
        return len(word) > 4 and word.endswith(("e", "er", "en", "es", "em"))

    def _is_head(self, i: int) -> bool:
        """Whether token i is a noun or a name: it has a capital, and is not one that only opens the sentence."""
        if not 0 <= i < len(self) or self.is_inside(i) or not self.tokens[i].is_word:
            return False
        text = self.tokens[i].text
        if not text[0].isupper():
            return text.islower() and text in ("dpa", "epd", "taz", "sda")
        if i == 0 and self.is_in(
            i, "determiner", "possessive", "preposition", "adverb", "subordinator", "subject pronoun"
        ):
            return False
        return not self._opens_as_adjective(i)

    def _opens_as_adjective(self, i: int) -> bool:
        """Whether token i has its capital only because it opens the sentence ("Westliche Diplomaten")."""
        adjective = i == 0 and self._is_adjective(self.tokens[i].folded)
        return adjective and len(self) > 1 and self.tokens[1].start in self.role_starts

    def _with_quoted_name(self, last: int) -> int:
        """Return the end of a name in marks that follows ("der Zeitung „Neue Presse“"), else the last token."""
        if not self.opens_quotation(last + 1):
            return last
        for j in range(last + 2, min(len(self), last + 3 + _LONGEST_NAME_IN_QUOTES)):
            if self.closes_quotation(j):
                capital = self.tokens[last + 2].text[0].isupper()
                return j if capital else last
        return last

    def _continued(self, first: int, last: int) -> int | None:
        """Return where a noun phrase goes on to: a genitive, "von", brackets, or a second one behind "und"."""
        behind = last + 1
        if self.text_is(behind, "("):
            for j in range(behind + 1, min(len(self), behind + 2 + _LONGEST_BRACKET)):
                if self.text_is(j, ")"):
                    return j
            return None
        if self.text_is(behind, *_GENITIVE) and not self.is_addressed(first, last, behind):
            if self.text_is(behind, "von", "vom", "für", "aus"):
                return None if self.is_in(behind + 1, "time word") else self._core(behind + 1)
            return self._core(behind)
        if self.text_is(behind, "und") and not self.is_pronoun(behind + 1):
            return self._core(behind + 1)
        return None

    def is_addressed(self, first: int, last: int, i: int) -> bool:
        """Whether the words at i are those to whom somebody speaks ("sagte er der Nachrichtenagentur dpa")."""
        if not self.is_in(i, "object marker"):
            return False
        core = self._core(i)
        if core is None or not any(self.is_in(k, "addressee") for k in range(i, core + 1)):
            return False
        # "Der Bericht der Zeitung" speaks to nobody; a document or a body has its owner in the genitive.
        return not self.is_owned(first, last)

    def is_owned(self, first: int, last: int) -> bool:
        """Whether a phrase can have an outlet as its owner."""
        return any(self.tokens[k].start in self.owned_starts for k in range(first, last + 1))

    def addressee_from(self, i: int) -> Phrase | None:
        """Return whom the words at i address, or None."""
        if self.is_in(i, "object marker") and self.is_addressed(i, i - 1, i):
            core = self._core(i)
            assert core is not None
            while (more := self._continued(i, core)) is not None:
                core = more
            return Phrase(i, core)
        if self.is_in(i, "object marker") and self.opens_quotation(i + 1) and self.is_capitalised(i + 2):
            name_ends = self._with_quoted_name(i)
            return Phrase(i, name_ends) if name_ends > i else None
        behind_preposition = self.is_in(i - 1, "preposition")
        bare = self.is_in(i, "addressee") and self.is_capitalised(i) and not behind_preposition
        return Phrase(i, i) if bare else None

    def with_apposition(self, phrase: Phrase) -> Phrase:
        """Return a phrase with what stands behind it between commas ("Ida Holm, die Chefin des Verbands,")."""
        comma = phrase.last + 1
        if not self.text_is(comma, ",") or self.is_pronoun(phrase.first):
            return phrase
        behind = self.noun_phrase(comma + 1)
        if behind is None or self.is_pronoun(comma + 1):
            return phrase
        stop = behind.last + 1
        ends = stop >= self.last_stop or self.text_is(stop, ",", ":")
        return Phrase(phrase.first, behind.last) if ends else phrase

    # --- verbs -----------------------------------------------------------------------------------------------

    def has_verb(self, first: int, last: int) -> bool:
        """Whether tokens ``[first, last]`` hold a word that is surely a finite verb."""
        return any(
            not self.is_inside(i)
            and not self.is_capitalised(i)
            and self.is_in(
                i, "auxiliary", "modal", "subjunctive", "subjunctive in the past", "irregular past"
            )
            for i in range(max(first, 0), min(last + 1, len(self)))
        ) or any(report.at in range(first, last + 1) for report in self.reports)

    def subjunctive(self, first: int, last: int, *, past: bool = False) -> int | None:
        """Return the first verb in the subjunctive of reported speech among tokens ``[first, last]``, or None.

        With `past`, that of the past counts too: it stands in for forms that look like the indicative.
        """
        classes = ("subjunctive", "subjunctive in the past") if past else ("subjunctive",)
        for i in range(max(first, 0), min(last + 1, len(self))):
            if self.is_inside(i) or self.is_capitalised(i) or not self.is_in(i, *classes):
                continue
            beside = {self.tokens[k].folded for k in (i - 1, i + 1) if 0 <= k < len(self)}
            first_person = "ich" in beside or "wir" in beside
            fixed = (self.text_is(i, "sei") and beside & {"denn", "dank"}) or (
                self.text_is(i, "sei") and self.text_is(i + 1, "es")
            )
            if not first_person and not fixed:
                return i
        return None

    @cached_property
    def reports(self) -> list[Report]:
        """Return the verbs of reporting outside quotations, in order."""
        found = []
        for cue in self.cues:
            if not self.is_inside(cue.first) and (report := self._report(cue)):
                found.append(report)
        return found

    def _report(self, cue: Cue) -> Report | None:
        at = cue.first
        if cue.last != at or (self.is_capitalised(at) and at > 0):
            return None
        entries = [entry for entry in cue.entries if entry.pos == "verb"]
        text = self.tokens[at].folded
        clause = self.clause_of(at)
        joined = any(self.is_in(i, "coordinator") for i in range(at, clause.last))
        if clause.last > at and not joined and self.is_in(clause.last, "particle"):
            # "findet das Konzert statt" finds nothing: with another particle it is another verb.
            last = self.tokens[clause.last].folded
            entries = [entry for entry in entries if entry.particle == last]
        for entry in sorted(entries, key=lambda entry: not entry.particle):
            particle: int | None = None
            if entry.particle and not text.startswith(entry.particle):
                particle = self._particle_of(at, entry.particle)
                if particle is None:
                    continue
            finite = self._finite_of(at, clause, entry, text)
            if finite is None:
                continue
            closes = at == clause.last or (at + 1 == clause.last and self.is_in(clause.last, "auxiliary"))
            opens = self.is_in(clause.first, "subordinator")
            return Report(entry, at, finite, particle, closes and opens and at > clause.first)
        return None

    def _particle_of(self, at: int, particle: str) -> int | None:
        """Return where a verb's particle closes its clause, maybe behind another ("teilte X, der ..., mit")."""
        for i in range(at + 1, len(self)):
            if self.is_inside(i):
                continue
            if self.text_is(i, particle):
                behind = i + 1
                closes = behind >= self.last_stop or self.is_stop(behind) or self.is_quote_mark(behind)
                if closes or self.is_in(behind, "coordinator"):
                    return i
        return None

    def _finite_of(self, at: int, clause: Phrase, entry: CueEntry, text: str) -> int | None:
        """Return the finite verb to which a form belongs: itself, or "hat"; None for a passive or after a modal."""
        if self.text_is(at - 1, "zu") or (entry.particle and f"{entry.particle}zu" in text):
            return None
        around = [i for i in range(clause.first, clause.last + 1) if not self.is_inside(i) and i != at]
        participle = _is_participle(text, entry)
        ambiguous = text.endswith("t") and at == clause.last
        if at != clause.first and (participle or ambiguous or text == entry.lemma):
            for i in around:
                if i < at and self.text_is(i, *_HAVE) and text != entry.lemma:
                    return i
            if any(self.text_is(i, *_PASSIVE) or self.is_in(i, "be", "modal") for i in around if i < at):
                return None
        if participle:
            return None
        if text == entry.lemma and any(self.is_in(i, "modal") for i in around):
            return None
        return at


def _is_participle(text: str, entry: CueEntry) -> bool:
    """Whether a form is the participle that "ge" makes ("gesagt", "mitgeteilt"); verbs in "ge" show it by nothing."""
    if entry.lemma.startswith("ge"):
        return False
    return text.startswith(f"{entry.particle}ge") and not text.endswith(("te", "ten"))
