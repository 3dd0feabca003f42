"""The inflected forms of a verb or noun of a lexicon, by its language's regular rules; the rest stands in the lexicon.

(Room: lexicon.) Verbs of more than one syllable that double their last letter ("admitted") are listed with their
forms there, since spelling does not tell where the stress lies. Cues of German list all their forms; what its rules add
is the endings of adjectives and the genitive of names.
"""

import re
from collections.abc import Callable, Iterable

from framing.lexicon.entries import CueEntry, SynonymEntry

_VOWELS = "aeiou"
_SIBILANTS = ("s", "x", "z", "ch", "sh")
# One syllable with one vowel and one consonant at the end: "plan", "quip", "shrug"; but "show", "fix", "say".
_DOUBLING = re.compile(r"(?:[^aeiou]*|[^aeiou]*qu)[aeiouy][^aeiouwxy]")


def inflections(entry: CueEntry) -> list[str]:
    """Return all forms of a cue: those that its entry lists, else the regular ones of its part of speech."""
    if entry.forms:
        return list(dict.fromkeys(entry.forms))
    if entry.pos == "verb":
        return list(dict.fromkeys(regular_verb_forms(entry.lemma)))
    if entry.pos == "noun":
        return [entry.lemma, _with_s(entry.lemma)]
    return [entry.lemma]


def synonym_forms(entry: SynonymEntry) -> list[str]:
    """Return all forms of a group of synonyms, each once: those of its verbs, of its nouns, and those it lists.

    Forms, not stems: a stem is one for "fires" and "fired", "train" and "training", "universe" and "university".
    """
    verbs = (form for verb in entry.verbs for form in regular_verb_forms(verb))
    nouns = (form for noun in entry.nouns for form in (noun, _with_s(noun)))
    return list(dict.fromkeys((*verbs, *nouns, *entry.forms)))


def regular_verb_forms(lemma: str) -> tuple[str, str, str, str]:
    """Return base, third person, past and present participle; of a phrasal verb, the first word is inflected."""
    verb, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    past, participle = _past_and_participle(verb)
    return verb + tail, _with_s(verb, after_o=True) + tail, past + tail, participle + tail


def _past_and_participle(verb: str) -> tuple[str, str]:
    if verb.endswith("ie"):
        return verb + "d", verb[:-2] + "ying"
    if verb.endswith("e"):
        return verb + "d", (verb if verb.endswith(("ee", "oe", "ye")) else verb[:-1]) + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied", verb + "ing"
    if verb.endswith("c"):
        return verb + "ked", verb + "king"
    stem = verb + verb[-1] if _DOUBLING.fullmatch(verb) else verb
    return stem + "ed", stem + "ing"


def _with_s(word: str, after_o: bool = False) -> str:
    if after_o and word.endswith("o") and word[-2:-1] not in _VOWELS:
        return word + "es"
    if word.endswith("z") and _DOUBLING.fullmatch(word):
        return word + "zes"
    if word.endswith(_SIBILANTS):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def forms_in_text(forms: Iterable[str], language: str) -> list[str]:
    """Return the forms of a lexicon as texts of a language may have them, each once and in their order.

    German writes an adjective before another word with -e ("russische Invasion"): all endings are found.
    """
    return _with_all(forms, _PHRASES.get(language))


def name_forms(names: Iterable[str], language: str) -> list[str]:
    """Return names, and adjectives that are names ("russische"), as texts of a language may have them, each once.

    German names have a genitive in -s ("Russlands").
    """
    return _with_all(names, _NAMES.get(language))


def _with_all(forms: Iterable[str], inflect: Callable[[str], Iterable[str]] | None) -> list[str]:
    if inflect is None:
        return list(forms)
    return list(dict.fromkeys(one for form in forms for one in inflect(form)))


_ADJECTIVE = re.compile(r"\b([a-zäöüß-]{3,})e(?= )")
_ENDINGS = ("e", "er", "en", "es", "em")
_NO_GENITIVE = ("s", "x", "z", "ß", "*", ".", "’", "'")


def _german_phrases(form: str) -> Iterable[str]:
    if not _ADJECTIVE.search(form):
        return (form,)
    return [_ADJECTIVE.sub(rf"\1{ending}", form) for ending in _ENDINGS]


def _german_names(name: str) -> Iterable[str]:
    if name.islower() and name.endswith("e"):
        return [name[:-1] + ending for ending in _ENDINGS]
    phrases = _german_phrases(name)
    return [*phrases, *(one + "s" for one in phrases if not one.endswith(_NO_GENITIVE) and one[-1].isalpha())]


_PHRASES: dict[str, Callable[[str], Iterable[str]]] = {"de": _german_phrases}
_NAMES: dict[str, Callable[[str], Iterable[str]]] = {"de": _german_names}
