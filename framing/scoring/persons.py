"""Scoring: one name for one person across articles: "Trump", "President Trump" and "Donald J. Trump".

Within one article the features know whom a surname means; another article of the event may never give the full name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from framing.lexicon.language import Language, load_language
from framing.lexicon.match import pieces_in
from framing.lexicon.words import fold
from framing.schema import Annotations
from framing.scoring.languages import languages_of

_LONGEST_TITLE = 4
_NO_TYPE = "other"
_INITIAL = re.compile(r"\w\.?")
_LONGEST_PARTICLE = 3
# Classes of words that have other uses in which they are names ("Long", "May", "Bill"); words of all others are none.
_MAY_BE_SURNAMES = frozenset(
    {
        "adverb",
        "irregular past",
        "irregular participle",
        "light noun",
        "modal",
        "not an adverb",
        "plain adjective",
        "time word",
        "verb with object",
    }
)


class Mention(NamedTuple):
    """One use of a name: as the rules have it, in which words the text has it, of which type, in which article."""

    name: str
    text: str
    type: str
    article: int


class _Name(NamedTuple):
    """A person's name as it was found, without its title, and the words without title and middle initials."""

    found: str
    untitled: str
    words: tuple[str, ...]

    @property
    def plain(self) -> str:
        return " ".join(self.words)

    @property
    def surname(self) -> str:
        return fold(self.words[-1])


def join_persons(annotations: Sequence[Annotations], mentions: Sequence[Mention]) -> dict[str, str]:
    """Return for each name that is another's shorter or longer form the name that it is joined to.

    Full names are one without their titles and middle initials, unless two have different initials there. A surname
    alone, or behind a title, is joined to the one full name that ends in it; where several do, to the only one of its
    type, and else to none. Organisations, places and words that the articles write small are no surnames. Whoever is
    named once and for all has no entry; no mentions give an empty mapping.
    """
    names = _read_names({mention.name for mention in mentions}, languages_of(annotations))
    counts = Counter(mention.name for mention in mentions)
    joined = _join_full([name for name in names if len(name.words) > 1], counts)
    full = {joined.get(name.found, name.found) for name in names if len(name.words) > 1}
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(full):
        bearers[fold(one.split()[-1])].append(one)
    single = [name for name in names if len(name.words) == 1 and name.surname in bearers]
    used: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions if single else ():
        used[joined.get(mention.name, mention.name)].append(mention)
    pronouns = _pronouns(languages_of(annotations)) if single else frozenset()
    for name in single:
        person = _only_bearer(used[name.found], {one: used[one] for one in bearers[name.surname]})
        if person and (
            name.untitled != name.found
            or _is_spoken_of(chain(used[name.found], used[person]), pronouns)
            or not _is_written_small(name.surname, annotations, [*used[name.found], *used[person]])
        ):
            joined[name.found] = person
    return {name: person for name, person in joined.items() if name != person}


def _join_full(names: Sequence[_Name], counts: Mapping[str, int]) -> dict[str, str]:
    """Join full names to the person's commonest, without its title: titles and middle initials do not count."""
    persons: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in names:
        persons[fold(name.plain)].append(name)
    joined: dict[str, str] = {}
    for held in persons.values():
        initials = {
            tuple(word[0] for word in name.untitled.split() if _INITIAL.fullmatch(word)) for name in held
        }
        if len(initials - {()}) < 2:
            forms: Counter[str] = Counter()
            for name in held:
                forms[name.untitled] += counts[name.found]
            best = min(forms, key=lambda form: (-forms[form], form))
            joined |= {name.found: best for name in held}
    return joined


def _only_bearer(used: Sequence[Mention], bearers: Mapping[str, Sequence[Mention]]) -> str | None:
    if len(bearers) == 1:
        return next(iter(bearers))
    types = {mention.type for mention in used} - {_NO_TYPE}
    alike = [name for name, held in bearers.items() if types & {mention.type for mention in held}]
    return alike[0] if len(alike) == 1 else None


def _is_spoken_of(mentions: Iterable[Mention], pronouns: frozenset[str]) -> bool:
    """Whether an article says "he" or "she" of whoever it is."""
    return any(fold(mention.text) in pronouns for mention in mentions)


def _pronouns(codes: Sequence[str]) -> frozenset[str]:
    grammars = [language.grammar for language in _languages(codes)]
    return frozenset().union(*(held.get(name, frozenset()) for held in grammars for name in ("he", "she")))


def _is_written_small(word: str, annotations: Sequence[Annotations], used: Sequence[Mention]) -> bool:
    """Whether an article that uses a word as a name has it in small letters too ("Workers there", "the workers")."""
    small = re.compile(rf"\b{re.escape(word)}\b")
    texts = (annotations[number].article.text for number in sorted({mention.article for mention in used}))
    return any(small.search(text) for text in texts)


def _read_names(names: Iterable[str], codes: Sequence[str]) -> list[_Name]:
    """Return what may be persons' names and ends as another does, in the order of the alphabet."""
    languages = _languages(codes)
    by_end: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        by_end[fold(name.split()[-1])].append(name)
    shared = sorted(name for held in by_end.values() if len(held) > 1 for name in held)
    return [name for name in (_read_name(one, languages) for one in shared) if name is not None]


def _languages(codes: Iterable[str]) -> list[Language]:
    return [load_language(code, kinds=("grammar", "organisations", "sources")) for code in codes]


def _read_name(name: str, languages: Sequence[Language]) -> _Name | None:
    words = name.split()
    first = _title_length(words, languages)
    core = words[first:]
    untitled = " ".join(core)
    plain = tuple(
        word for n, word in enumerate(core) if n in (0, len(core) - 1) or not _INITIAL.fullmatch(word)
    )
    if not (plain and _is_written_as_name(plain[0]) and _is_written_as_name(plain[-1])):
        return None
    if "," in name or any(word.islower() and len(word) > _LONGEST_PARTICLE for word in plain):
        return None
    for language in languages:
        surname = fold(plain[-1])
        if language.classes_of.get(surname, frozenset()) - _MAY_BE_SURNAMES or surname in language.demonyms:
            return None
        if first == 0 and language.organisations.find(untitled, pieces_in(untitled)):
            return None
    return _Name(name, untitled, plain)


def _title_length(words: Sequence[str], languages: Sequence[Language]) -> int:
    """Return how many words at the head of a name are titles or roles ("Prime Minister", "Mr")."""
    first = 0
    while first < len(words) - 1:
        for length in range(min(_LONGEST_TITLE, len(words) - 1 - first), 0, -1):
            head = fold(" ".join(words[first : first + length])).replace(".", "")
            if any(_is_title(head, one) for one in languages):
                first += length
                break
        else:
            break
    return first


def _is_title(head: str, language: Language) -> bool:
    """Whether words are a title or a person's role, alone or before a hyphen ("president-elect")."""
    roles = (head, head.partition("-")[0])
    return head in language.grammar["title"] or any(
        "person" in language.roles_of.get(one, ()) for one in roles
    )


def _is_written_as_name(word: str) -> bool:
    """Whether a word is written as a person's name is: a capital, small letters, no digits ("AP" is none)."""
    return word[:1].isupper() and not word.isupper() and not any(letter.isdigit() for letter in word)


def mentions_of(annotations: Sequence[Annotations]) -> Iterator[Mention]:
    """Yield the names of all speakers, channels and actors; of joint speakers each."""
    for number, annotation in enumerate(annotations):
        for attribution in annotation.attributions:
            for source in filter(None, (attribution.source, attribution.via)):
                for part in (source.canonical or "").split(" and "):
                    if part.strip():
                        yield Mention(part, source.text, source.type, number)
        for agency in annotation.agency:
            if agency.actor and agency.actor.strip():
                yield Mention(agency.actor, agency.actor, agency.type or _NO_TYPE, number)
