"""Scoring: whether a part of a sentence tells something as happened or as to come, and on which day of the week.

The first finite verb decides, by closed classes of the grammar lexicon; verbs of speech are passed over. What the
classes do not know is undecided: most present tenses are.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from framing.lexicon.words import fold
from framing.scoring.tellings import Part

DAYS_APART_AT_MOST = 3
"""Weekdays alone are put in order where they lie so near that the other direction is longer."""

_WEEK = 7
_DIGITS_OF_YEAR = 4
_WORDS_FROM_REPORT_TO_DAY = 3
_WORDS_TO_INFINITIVE = 2

Grammar = Mapping[str, frozenset[str]]


class Outlook(NamedTuple):
    """How a part tells what it tells; `verb` is the stem of the verb to come, or of the one that has happened."""

    to_come: bool
    verb: str


class Days(NamedTuple):
    """The weekdays (0 is Monday) that a part names: of what it tells, and of the report that it cites."""

    told: frozenset[int]
    reported: frozenset[int]


def outlook_of(
    part: Part,
    grammar: Grammar,
    stem: Callable[[str], str],
    headline: bool,
    speaks: Callable[[int], bool] = lambda start: False,
) -> Outlook | None:
    """Return whether the first finite verb tells of something to come or that has happened, None if neither is sure.

    Verbs of reporting ("said") are passed over. So are words that `speaks`, by where they start, takes for introducing
    what somebody says ("announced"), unless no other verb is sure: to promise is a deed as well. `headline` allows an
    infinitive as the verb ("Leaders to sign pact").
    """
    reading = _read(part, grammar, speaks)
    words = reading.words
    spoken = None
    for i in range(len(words)):
        if i in reading.speech and reading.is_past(i) and spoken is None:
            spoken = Outlook(False, stem(words[i]))
        if (verb := reading.coming_verb(i, headline)) is not None:
            return Outlook(True, stem(words[verb]))
        if (verb := reading.past_verb(i)) is not None:
            return Outlook(False, stem(words[verb]))
        if reading.is_finite(i):
            break
    return spoken


def is_foreseen(part: Part, grammar: Grammar) -> bool:
    """Whether a part tells only what something else comes before: "before arriving", "ahead of her arrival"."""
    return bool(part.words) and fold(part.words[0].text) in grammar["before"]


def gerunds(part: Part, grammar: Grammar, stem: Callable[[str], str]) -> frozenset[str]:
    """Return the stems of a part's words in "-ing" that are no prepositions."""
    words = {fold(word.text) for word in part.words if word.text[0].islower()}
    left_out = grammar["preposition"] | grammar["participle preposition"]
    return frozenset(stem(word) for word in words - left_out if word.endswith("ing") and len(word) > 5)


def past_verbs(
    part: Part,
    grammar: Grammar,
    stem: Callable[[str], str],
    speaks: Callable[[int], bool] = lambda start: False,
) -> frozenset[str]:
    """Return the stems of all verbs of a part that tell something as happened."""
    reading = _read(part, grammar, speaks)
    found = {verb for i in range(len(reading.words)) if (verb := reading.past_verb(i)) is not None}
    return frozenset(stem(reading.words[verb]) for verb in found)


def coming_verbs(
    part: Part,
    grammar: Grammar,
    stem: Callable[[str], str],
    headline: bool,
    speaks: Callable[[int], bool] = lambda start: False,
) -> frozenset[str]:
    """Return the stems of all verbs of a part that tell something as to come."""
    reading = _read(part, grammar, speaks)
    found = {
        verb for i in range(len(reading.words)) if (verb := reading.coming_verb(i, headline)) is not None
    }
    return frozenset(stem(reading.words[verb]) for verb in found)


def days_of(part: Part, grammar: Grammar, speaks: Callable[[int], bool] = lambda start: False) -> Days:
    """Return the weekdays that a part names; one right after a verb of speech is the day of the report."""
    told: set[int] = set()
    reported: set[int] = set()
    reading = _read(part, grammar, speaks)
    for i, word in enumerate(reading.words):
        day = _weekday(word, grammar)
        if day is None:
            continue
        near = range(max(0, i - _WORDS_FROM_REPORT_TO_DAY), i)
        (reported if any(reading.speaks(n) for n in near) else told).add(day)
    return Days(frozenset(told), frozenset(reported))


def names_other_time(part: Part, grammar: Grammar) -> bool:
    """Whether a part names a time that is no weekday: a month, a year, "nine months ago"."""
    words = {fold(word.text) for word in part.words}
    return any(
        word in grammar["other time"] or (word.isdigit() and len(word) == _DIGITS_OF_YEAR) for word in words
    )


def latest(days: frozenset[int]) -> int | None:
    """Return the weekday that all the others precede by at most `DAYS_APART_AT_MOST`, or None."""
    found = [day for day in days if all((day - other) % _WEEK <= DAYS_APART_AT_MOST for other in days)]
    return found[0] if len(found) == 1 else None


def read_day(published: str | None) -> date | None:
    """Return the day of a date of publication that begins with YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _weekday(word: str, grammar: Grammar) -> int | None:
    plain = word.removesuffix("'s")
    return next((n for n in range(_WEEK) if plain in grammar[f"weekday {n + 1}"]), None)


def _read(part: Part, grammar: Grammar, speaks: Callable[[int], bool]) -> "_Reading":
    return _Reading([fold(word.text) for word in part.words], part, grammar, speaks)


class _Reading:
    """Questions about the verbs of a part, by position."""

    def __init__(
        self, words: Sequence[str], part: Part, grammar: Grammar, speaks: Callable[[int], bool]
    ) -> None:
        self.words = words
        self.capital = [word.text[0].isupper() for word in part.words]
        self.grammar = grammar
        self.speech = {i for i, word in enumerate(part.words) if speaks(word.start)}

    def speaks(self, i: int) -> bool:
        """Whether word i introduces what somebody says."""
        return self._is(i, "plain report") or i in self.speech

    def coming_verb(self, i: int, headline: bool) -> int | None:
        """Return the verb that word i says is to come: "will sign", "due to sign", "is to sign"."""
        if self._is(i, "yet to come"):
            verb = self._skip(i + 1, "adverb")
            # "Would have signed" is no prospect, nor does "will not sign" look forward to what others tell as done.
            is_prospect = self.words[verb : verb + 1] != ["have"] and not self._is(verb, "negation")
            return self._main_verb(verb) if is_prospect else None
        expectation = self._skip(i, "auxiliary", "adverb", "negation")
        if expectation > i:
            # "Has a plan to sign".
            expectation = self._skip(expectation, "determiner")
        if self._is(expectation, "expectation"):
            for to in range(expectation + 1, expectation + 1 + _WORDS_TO_INFINITIVE):
                if self._is_infinitive(to):
                    return self._main_verb(to + 1)
        if self._is(i, "be") or (headline and not any(self._is_verb(n) for n in range(i))):
            return self._main_verb(i + 2) if self._is_infinitive(i + 1) else None
        return None

    def past_verb(self, i: int) -> int | None:
        """Return the verb by which word i tells something as happened: "signed", "was signed", "has signed"."""
        if self.speaks(i):
            return None
        if self._is(i, "auxiliary") and self.words[i] in self.grammar["past or perfect"]:
            verb = self._skip(i + 1, "adverb", "negation", "be")
            if self._is(verb, "expectation") or self._is_infinitive(i + 1):
                return None
            if self.is_past(verb):
                return None if self.speaks(verb) else verb
            return i if self._is(i, "be") else None
        if not self.is_past(i) or self._is(i, "auxiliary"):
            return None
        before = i - 1
        while self._is(before, "adverb"):
            before -= 1
        # "Are viewed", "a treaty prepared by": a participle is no past tense.
        is_participle = self._is(before, "be", "determiner", "possessive", "preposition") or (
            self.words[i + 1 : i + 2] == ["by"]
        )
        # "In an article published on Tuesday": what a preposition governs is no subject.
        is_participle |= self._is(before - 1, "determiner", "possessive") and self._is(
            before - 2, "preposition"
        )
        return None if is_participle else i

    def is_finite(self, i: int) -> bool:
        """Whether word i is a finite verb that settles the tense, though not for past or future ("is", "can")."""
        if not self._is(i, "auxiliary", "modal") or self._is(i, "do"):
            return False
        return not self.speaks(i) and not self.speaks(self._skip(i + 1, "adverb", "negation", "be"))

    def is_past(self, i: int) -> bool:
        """Whether word i has the form of a past tense."""
        return self._is(i, "irregular past") or (
            0 <= i < len(self.words)
            and self.words[i].endswith("ed")
            and len(self.words[i]) > 4
            and "-" not in self.words[i]
            and not self.capital[i]
        )

    def _is_verb(self, i: int) -> bool:
        return self._is(i, "auxiliary", "modal") or self.is_past(i)

    def _is_infinitive(self, i: int) -> bool:
        return (
            self.words[i : i + 1] == ["to"]
            and i + 1 < len(self.words)
            and not self.capital[i + 1]
            and not self._is(i + 1, "determiner", "possessive", "preposition", "they", "it", "he", "she")
        )

    def _main_verb(self, i: int) -> int | None:
        verb = self._skip(i, "adverb", "be", "negation")
        return verb if verb < len(self.words) else None

    def _skip(self, i: int, *names: str) -> int:
        while self._is(i, *names):
            i += 1
        return i

    def _is(self, i: int, *names: str) -> bool:
        return 0 <= i < len(self.words) and any(self.words[i] in self.grammar[name] for name in names)
