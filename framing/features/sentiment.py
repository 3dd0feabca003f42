"""VADER's compound score of a stretch of text, by its own lexicon and rules (room: features).

The rules are those of vaderSentiment 3.3.2, and the scores are the same to the last digit: a test compares them. What
the package works out anew for each word of each sentence (small letters, boosters, negations) is looked up once a word
here, and a sentence without a word of the lexicon is not looked at again. Reference: Hutto and Gilbert 2014.
"""

import math
import string
from functools import lru_cache
from typing import NamedTuple

import msgspec
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    C_INCR,
    N_SCALAR,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from framing.lexicon.words import ByWord

_ALPHA = 15
_DECIMALS = 4
_SHORTEST_WORD = 3
# How many words before a word, and how many from it on, any rule looks at.
_REACH = 3
_SHOUTED = float(C_INCR)
_NEGATED = float(N_SCALAR)
_STRENGTHENED = 1.25
# How much of a booster's strength is left one, two and three words before the word that it strengthens.
_BOOST_LEFT = (1.0, 0.95, 0.9)
_BEFORE_BUT, _BEHIND_BUT = 0.5, 1.5
_EXCLAMATION, _MOST_EXCLAMATIONS = 0.292, 4
_QUESTION, _MOST_QUESTIONS, _MANY_QUESTIONS = 0.18, 3, 0.96
_EMPHATIC = ("so", "this")
_BOOSTERS = {str(word): float(boost) for word, boost in BOOSTER_DICT.items()}
_IDIOMS = {str(words): float(valence) for words, valence in SPECIAL_CASES.items()}
# One word of each idiom and phrase: where none of them stands near, no idiom does.
_SIGNS_OF_IDIOMS = frozenset(max(words.split(), key=len) for words in [*_IDIOMS, *_BOOSTERS] if " " in words)
_NEGATIONS = frozenset(map(str, NEGATE))
_NOT = "n't"
# Words by which a rule below goes, besides those that end in "n't".
_STEERING = frozenset(
    {"no", "never", "without", "least", "but", *_EMPHATIC, *_SIGNS_OF_IDIOMS, *_BOOSTERS, *_NEGATIONS}
)


class _Lexicon(NamedTuple):
    """The valence of words, and the words for pictograms."""

    valences: dict[str, float]
    pictograms: dict[str, str]


class _Word(msgspec.Struct, frozen=True, gc=False):
    """What the rules ask of a word; `valence` is None where the lexicon does not hold it, `boost` 0 for most.

    `steers` says whether any rule may go by the word; where none does, words have the valence of the lexicon.
    """

    low: str
    loud: bool
    valence: float | None
    boost: float
    negates: bool
    steers: bool
    holds_pictogram: bool


def compound_score(text: str) -> float:
    """Return the sentiment of a text from -1 to 1, 0 where no word of the lexicon stands in it."""
    written = text.split()
    telling = _telling_among(written)
    if not telling:
        return 0.0
    if True in [word.holds_pictogram for word in telling.values()]:
        text = _without_pictograms(text)
        written = text.split()
        telling = _telling_among(written)
    if True in [word.steers for word in telling.values()]:
        valences = _steered(written, telling)
    else:
        valences = [word.valence or 0.0 for word in telling.values()]
    total = sum(valences)
    emphasis = _emphasis(text)
    total += emphasis if total > 0 else -emphasis if total < 0 else 0.0
    return round(total / math.sqrt(total * total + _ALPHA), _DECIMALS)


@lru_cache
def _lexicon() -> _Lexicon:
    analyzer = SentimentIntensityAnalyzer()
    return _Lexicon(analyzer.lexicon, analyzer.emojis)


def _bare(written: str) -> str:
    """Return a word without the marks around it; what would be shorter than three letters may be an emoticon."""
    stripped = written.strip(string.punctuation)
    return stripped if len(stripped) >= _SHORTEST_WORD else written


def _steers(low: str) -> bool:
    """Whether a rule goes by a word in small letters."""
    return low in _STEERING or _NOT in low


def _word(written: str) -> _Word:
    text = _bare(written)
    low, loud = text.lower(), text.isupper()
    valence = _lexicon().valences.get(low)
    return _Word(
        low=low,
        loud=loud,
        valence=valence,
        boost=_BOOSTERS.get(low, 0.0),
        negates=low in _NEGATIONS or _NOT in low,
        steers=_steers(low) or (loud and valence is not None),
        holds_pictogram=_holds_pictogram(written),
    )


_WORDS = ByWord(_word)


def _telling(written: str) -> _Word | None:
    """Return what the rules ask of a word; None for most, which have no valence, steer none and hold no pictogram."""
    low = _bare(written).lower()
    tells = low in _lexicon().valences or _steers(low) or _holds_pictogram(written)
    return _WORDS[written] if tells else None


_TELLING = ByWord(_telling)


def _telling_among(written: list[str]) -> dict[int, _Word]:
    """Return those of some words that tell anything, by their places."""
    return {i: word for i, word in enumerate(map(_TELLING.__getitem__, written)) if word}


def _holds_pictogram(written: str) -> bool:
    return not written.isascii() and not _lexicon().pictograms.keys().isdisjoint(written)


def _without_pictograms(text: str) -> str:
    """Return a text with words for its pictograms."""
    pictograms = _lexicon().pictograms
    told = ""
    for letter in text:
        after_word = told[-1:] not in ("", " ")
        told += f"{' ' if after_word else ''}{pictograms[letter]}" if letter in pictograms else letter
    return told


def _only_boosts(words: list[_Word], i: int) -> bool:
    """Whether a word only makes others stronger or weaker ("very", "kind of")."""
    kind_of = words[i].low == "kind" and i + 1 < len(words) and words[i + 1].low == "of"
    return words[i].boost != 0 or kind_of


def _steered(written: list[str], telling: dict[int, _Word]) -> list[float]:
    """Return the valences of those words that have one, where some words steer that of others."""
    shouts = True in [word.loud for word in telling.values()] and not all(map(str.isupper, written))
    near_steering = {
        place for i, word in telling.items() if word.steers for place in range(i - _REACH + 1, i + _REACH + 1)
    }
    places, valences = [], []
    for i, word in telling.items():
        if word.valence is not None:
            places.append(i)
            if i in near_steering:
                before = min(i, _REACH)
                near = [_WORDS[one] for one in written[i - before : i + _REACH]]
                valences.append(_valence(near, before, shouts))
            else:
                valences.append(word.valence)
    but = next((i for i, word in telling.items() if word.low == "but"), None)
    if but is not None:
        _weigh_around(but, places, valences)
    return valences


def _valence(words: list[_Word], i: int, shouts: bool) -> float:
    """Return the valence of a word of the lexicon among the words around it, as far as any rule looks.

    `shouts` says that some words, but not all, are in capitals.
    """
    word = words[i]
    if _only_boosts(words, i):
        return 0.0
    valence = own = word.valence or 0.0
    low = [earlier.low for earlier in words[:i]][::-1]
    if word.low == "no" and i + 1 < len(words) and words[i + 1].valence is not None:
        valence = 0.0
    if "no" in low[:2] or (low[2:] == ["no"] and low[0] in ("or", "nor")):
        valence = own * _NEGATED
    if word.loud and shouts:
        valence += _SHOUTED if valence > 0 else -_SHOUTED
    for distance in range(len(low)):
        earlier = words[i - distance - 1]
        if earlier.valence is not None:
            continue
        valence += _boost(earlier, valence, shouts) * _BOOST_LEFT[distance]
        valence *= _negation(low[: distance + 1], earlier.negates)
        if distance == len(_BOOST_LEFT) - 1:
            valence = _in_idiom(words, i, valence)
    least = bool(low) and low[0] == "least" and words[i - 1].valence is None
    return valence * _NEGATED if least and low[1:2] not in (["at"], ["very"]) else valence


def _boost(word: _Word, valence: float, shouts: bool) -> float:
    if not word.boost:
        return 0.0
    boost = -word.boost if valence < 0 else word.boost
    if word.loud and shouts:
        boost += _SHOUTED if valence > 0 else -_SHOUTED
    return boost


def _negation(low: list[str], negates: bool) -> float:
    """Return by what the last of some words, the nearest first, multiplies the valence of the word behind them."""
    far, between = low[-1], low[:-1]
    if far == "never" and between and between[-1] in _EMPHATIC:
        return _STRENGTHENED
    if len(low) == len(_BOOST_LEFT) and low[0] in _EMPHATIC:
        return _STRENGTHENED
    if far == "without" and "doubt" in between:
        return 1.0
    return _NEGATED if negates else 1.0


def _in_idiom(words: list[_Word], i: int, valence: float) -> float:
    """Return the valence of the idiom in which a word stands, if it does, with the boost of two words before it."""
    if _SIGNS_OF_IDIOMS.isdisjoint([word.low for word in words]):
        return valence
    three, two, one, zero = (word.low for word in words[i - 3 : i + 1])
    before = (f"{three} {two} {one}", f"{three} {two}", f"{two} {one}")
    around = (f"{one} {zero}", f"{two} {one} {zero}", before[2], before[0], before[1])
    valence = next((_IDIOMS[idiom] for idiom in around if idiom in _IDIOMS), valence)
    behind = [word.low for word in words[i + 1 : i + 3]]
    for last in range(1, len(behind) + 1):
        valence = _IDIOMS.get(" ".join([zero, *behind[:last]]), valence)
    for phrase in before:
        valence += _BOOSTERS.get(phrase, 0.0)
    return valence


def _weigh_around(but: int, places: list[int], valences: list[float]) -> None:
    """Let the valences of words behind the place of the first "but" count for more than those of words before it.

    Of equal valences the first is weighed each time, as in the package: a published score must be the same here.
    """
    for i in range(len(valences)):
        if valences[i]:
            first = valences.index(valences[i])
            if places[first] != but:
                valences[first] *= _BEFORE_BUT if places[first] < but else _BEHIND_BUT


def _emphasis(text: str) -> float:
    questions = text.count("?")
    asked = 0.0
    if questions > 1:
        asked = questions * _QUESTION if questions <= _MOST_QUESTIONS else _MANY_QUESTIONS
    return min(text.count("!"), _MOST_EXCLAMATIONS) * _EXCLAMATION + asked
