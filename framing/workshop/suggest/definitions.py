"""Where an article itself says that two wordings stand for one thing (room: workshop).

"X, also known as Y", "DPRK stands for ...", "using the Kremlin's wording to refer to the war", "called the
lawsuit a sham".
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from framing.lexicon.language import Language
from framing.schema import Annotations, passage_text
from framing.workshop.suggest.mentions import Mention

_REACH = 60
_FEWEST_LETTERS = 2


class Definition(NamedTuple):
    """Two mentions, by their numbers, that an article says are one thing."""

    first: int
    second: int


def find_definitions(
    mentions: Sequence[Mention], annotations: Sequence[Annotations], language: Language
) -> list[Definition]:
    """Return the places where an article says that two of its mentions are one thing, in the order of the mentions."""
    markers = sorted(
        language.grammar.get("same thing", frozenset()) | language.grammar["naming verb"],
        key=lambda form: (-len(form), form),
    )
    found = []
    for first, last in _sentences(mentions):
        held = sorted(range(first, last), key=lambda k: (mentions[k].span, mentions[k].words))
        article = annotations[mentions[first].article].article
        for k, number in enumerate(held):
            one = mentions[number]
            for other in held[k + 1 :]:
                two = mentions[other]
                if two.span[0] < one.span[1]:
                    continue
                if two.span[0] - one.span[1] > _REACH:
                    break
                between = (
                    passage_text(article, (one.span[1], two.span[0]), one.where).casefold().replace("’", "'")
                )
                before = passage_text(
                    article, (max(0, one.span[0] - _REACH), one.span[0]), one.where
                ).casefold()
                if _are_one(before, between, one, two, markers, language.grammar):
                    found.append(Definition(number, other))
    return found


def _sentences(mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    first = 0
    for k in range(1, len(mentions) + 1):
        if k == len(mentions) or mentions[k].sentence != mentions[first].sentence:
            yield first, k
            first = k


def _are_one(
    before: str,
    between: str,
    one: Mention,
    two: Mention,
    markers: Sequence[str],
    grammar: Mapping[str, frozenset[str]],
) -> bool:
    """Whether an article says that two mentions are one thing, by what stands between and before them."""
    words = between.replace(",", " ").replace('"', " ").replace("“", " ").replace("(", " ").split()
    plain = f" {' '.join(words)} "
    marker = next((form for form in markers if f" {form} " in plain), None)
    if marker is not None:
        lead, _, after = plain.partition(f" {marker} ")
        # "The campaign called the lawsuit ..." is no name of the campaign; "the rule, called “The ...”" is one.
        names = not two.definite or "“" in between or '"' in between
        passive = marker in grammar["same thing"] or (names and _is_passive(between, lead, grammar))
        if _is_filler(after.split(), grammar) and (
            one.distanced or (passive and _is_filler(lead.split(), grammar))
        ):
            return True
    return between.strip(' "“‘') in ("a", "an", "as a", "as an") and _ends_in_naming(before, grammar)


def _is_passive(between: str, lead: str, grammar: Mapping[str, frozenset[str]]) -> bool:
    """Whether a verb of naming says what the mention before it is called: ", dubbed", "is called", "(called"."""
    return between.lstrip(' "”')[:1] in (",", "(") or any(word in grammar["be"] for word in lead.split())


def _ends_in_naming(before: str, grammar: Mapping[str, frozenset[str]]) -> bool:
    """Whether text ends in a verb of naming and a determiner at most ("has called the ")."""
    words = before.split()
    while words and any(words[-1] in grammar[name] for name in ("determiner", "possessive")):
        words = words[:-1]
    return bool(words) and words[-1] in grammar["naming verb"]


def _is_filler(words: Sequence[str], grammar: Mapping[str, frozenset[str]]) -> bool:
    """Whether words say nothing of their own ("which is also", "the")."""
    classes = ("determiner", "adverb", "auxiliary", "be", "relative", "possessive")
    return all(
        any(word in grammar[name] for name in classes) or word.endswith("ly") or not word[0].isalnum()
        for word in words
    )


def is_abbreviation(short: str, long: str) -> bool:
    """Whether a name in capitals is made of the initials of another or of its end: "DNC", "U.S.", "DOJ", "HHS"."""
    letters = "".join(c for c in short if c.isalpha())
    if len(letters) < _FEWEST_LETTERS or not letters.isupper() or " " in short.strip():
        return False
    words = [word for word in long.replace("-", " ").split() if word[:1].isalpha()]
    capitals = "".join(word[0] for word in words if word[0].isupper())
    every = "".join(word[0] for word in words).upper()
    whole = letters in (capitals, capitals + "A", every)
    return len(words) > 1 and (whole or (len(letters) > _FEWEST_LETTERS and capitals.endswith(letters)))
