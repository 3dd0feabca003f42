"""Scoring: what a language cannot be measured in, and what articles in two languages cannot be compared by.

Words are counted by lists and rules of one language. Naming choices stand under the same concepts in every language
and are compared; all else that rests on a language's own words is not, and says so.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from framing.measures import is_measured
from framing.schema import Annotations, Difference, Figure, OutletMap
from framing.scoring.differences import THE_OTHERS

LANGUAGE_NAMES = {"en": "English", "de": "German"}
"""Shipped languages by what readers call them; any other is named by its code."""

_ACROSS = frozenset({"naming_share", "naming_first_position", "naming_salience_share"})
_TWO_LANGUAGES = "not compared: the articles are in different languages"


def languages_of(annotations: Sequence[Annotations]) -> list[str]:
    """Return the codes of the languages of some articles, sorted."""
    return sorted({annotation.article.language for annotation in annotations})


def refuse_unmeasured(figures: Sequence[Figure], groups: Mapping[str, Sequence[Annotations]]) -> list[Figure]:
    """Return figures without the values of measures that an outlet's language has no rules for, with that reason."""
    missing = {outlet: _unmeasured(held) for outlet, held in groups.items()}
    if not any(missing.values()):
        return list(figures)
    return [
        msgspec.structs.replace(
            one,
            value=None,
            low=None,
            high=None,
            resampled="none",
            refusal=f"not measured in {_names(missing[one.outlet])}",
        )
        if any(not is_measured(one.measure, code) for code in missing[one.outlet])
        else one
        for one in figures
    ]


def refuse_across(
    differences: Sequence[Difference], groups: Mapping[str, Sequence[Annotations]]
) -> list[Difference]:
    """Return differences of outlets; between two languages only those in naming choices keep their values.

    An outlet that stands against `THE_OTHERS` is compared with the languages of all of them together.
    """
    languages = {outlet: languages_of(held) for outlet, held in groups.items()}
    if len({code for held in languages.values() for code in held}) < 2:
        return list(differences)

    def languages_beside(outlet: str, name: str) -> list[str]:
        if name == THE_OTHERS and name not in languages:
            return sorted({code for other, held in languages.items() if other != outlet for code in held})
        return languages[name]

    @cache
    def is_across(first: str, second: str) -> bool:
        return languages[first] != languages_beside(first, second)

    return [
        one
        if one.measure in _ACROSS or not is_across(*one.outlets)
        else msgspec.structs.replace(
            one,
            value=None,
            low=None,
            high=None,
            p=None,
            q=None,
            q_overall=None,
            resampled="none",
            refusal=_TWO_LANGUAGES,
        )
        for one in differences
    ]


def refuse_maps(maps: Sequence[OutletMap]) -> list[OutletMap]:
    """Return maps of outlets in several languages: none has distances, each says why."""
    return [OutletMap(profile=one.profile, outlets=one.outlets, refusal=_TWO_LANGUAGES) for one in maps]


def describe_languages(codes: Sequence[str]) -> list[str]:
    """Return what a reader must know of the languages of a comparison, in sentences; none for English alone."""
    others = [code for code in codes if code != "en"]
    notes = []
    if others:
        notes.append(
            f"The articles in {_names(others)}: who says what is found by rules alone, by a first set of word lists; "
            "sentiment and who acts are not measured, and what an article expects is not told from what has happened."
        )
    if len(codes) > 1:
        notes.append(
            f"The articles are in {_names(codes)}. Naming choices are compared, under the same concepts; shares of "
            "sources and voices stand side by side, but were counted by different rules; key terms, facts and "
            "differences of all else are left out, for words of two languages cannot be set against each other."
        )
    return notes


def _unmeasured(held: Sequence[Annotations]) -> list[str]:
    return [code for code in languages_of(held) if not is_measured("sentiment_mean", code)]


def _names(codes: Sequence[str]) -> str:
    return " and ".join(LANGUAGE_NAMES.get(code, code) for code in codes)
