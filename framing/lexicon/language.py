"""All lexicons of a language, compiled once: what the rooms that read text ask for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from framing.errors import LexiconError
from framing.lexicon.entries import (
    EVERY_LANGUAGE,
    CueEntry,
    FrameEntry,
    GrammarEntry,
    Kind,
    LoadedEntry,
    NamingEntry,
    OrganisationEntry,
    SourceEntry,
    StanceEntry,
    SynonymEntry,
    Variant,
)
from framing.lexicon.inflection import forms_in_text, inflections, name_forms, synonym_forms
from framing.lexicon.load import Lexicon, collect
from framing.lexicon.match import Matcher, search_together
from framing.lexicon.organisations import join_registries
from framing.lexicon.translated import shipped_lexicons
from framing.lexicon.words import fold
from framing.resources import shipped_languages

E = TypeVar("E")


class _HasForms(Protocol):
    @property
    def forms(self) -> list[str]: ...


class Wording(NamedTuple):
    """A concept and one of its variants: what a form of a naming lexicon stands for."""

    concept: NamingEntry
    variant: Variant


class Language(NamedTuple):
    """The compiled lexicons of one language.

    `contexts` are the words that wordings need in a text, each with all of which one must stand there. `grammar` holds
    closed classes by name, as folded words; `classes_of` holds the names of a word's classes, `roles_of` the roles of
    speakers that a word may stand for, `synonyms` the group of a folded form. `digests` are the lexicons' ids and
    digests in one line, for signatures.
    """

    code: str
    lexicons: tuple[Lexicon, ...]
    cues: Matcher[CueEntry]
    sources: Matcher[SourceEntry]
    organisations: Matcher[OrganisationEntry]
    demonyms: dict[str, OrganisationEntry]
    stance: Matcher[StanceEntry]
    loaded: Matcher[LoadedEntry]
    frames: Matcher[FrameEntry]
    naming: Matcher[Wording]
    contexts: Matcher[tuple[str, ...]]
    grammar: dict[str, frozenset[str]]
    classes_of: dict[str, frozenset[str]]
    roles_of: dict[str, frozenset[str]]
    abbreviations: frozenset[str]
    synonyms: dict[str, str]
    digests: str

    def is_in(self, word: str, *classes: str) -> bool:
        """Whether a folded word is in one of some closed classes."""
        known = self.classes_of.get(word)
        return known is not None and not known.isdisjoint(classes)

    @property
    def organisation_entries(self) -> list[OrganisationEntry]:
        """Return the registry of organisations, a user's own first."""
        return join_registries(self.lexicons)

    @property
    def concepts(self) -> dict[str, str]:
        """Return the labels of all concepts of the naming lexicons by id."""
        return {entry.id: entry.label for entry in _entries(self.lexicons, "naming", NamingEntry)}


@lru_cache
def load_language(code: str = "en", extra: tuple[Path, ...] = (), kinds: tuple[Kind, ...] = ()) -> Language:
    """Compile the shipped lexicons of a language, and a user's own that add to them.

    With `kinds`, those of some kinds alone, and what rests on others is empty: who needs few need not wait for all.
    A user's lexicon with the id of a shipped one replaces it; one for another language that is shipped is passed over,
    so that articles of two languages can be read with lexicons for both. Raises `LexiconError` for a lexicon that
    cannot be trusted, or is for a language that nobody reads, and `UsageError` for a language without lexicons.
    """
    lexicons = {one.header.id: one for one in shipped_lexicons(code, *kinds)}
    for kind, group in collect(extra).items():
        for one in group:
            if one.header.language in (code, EVERY_LANGUAGE):
                if not kinds or kind in kinds:
                    lexicons[one.header.id] = one
            elif one.header.language not in shipped_languages():
                raise LexiconError(
                    one.header.id,
                    f"is for language {one.header.language!r}",
                    f"one of {', '.join(shipped_languages())}, or {EVERY_LANGUAGE} for all of them",
                    "change its language, or leave it out",
                )
    return compile_language(code, tuple(lexicons.values()))


@lru_cache
def load_grammar(code: str = "en") -> dict[str, frozenset[str]]:
    """Return the closed classes of a language from its shipped grammar lexicon alone, without reading the others.

    Raises `LexiconError` and `UsageError` as `load_language` does.
    """
    return _classes(_entries(shipped_lexicons(code, "grammar"), "grammar", GrammarEntry))


def compile_language(code: str, lexicons: tuple[Lexicon, ...]) -> Language:
    """Compile lexicons that are already loaded and validated."""
    organisations = join_registries(lexicons)
    grammar = _entries(lexicons, "grammar", GrammarEntry)
    naming = _entries(lexicons, "naming", NamingEntry)
    classes = _classes(grammar)

    def listed(entry: _HasForms) -> Iterable[str]:
        return forms_in_text(entry.forms, code)

    language = Language(
        code=code,
        lexicons=lexicons,
        cues=_matcher(_entries(lexicons, "cues", CueEntry), inflections),
        sources=_matcher(
            _entries(lexicons, "sources", SourceEntry), lambda entry: name_forms(entry.forms, code)
        ),
        organisations=_matcher(
            organisations, lambda entry: name_forms([entry.name, *entry.aliases, *entry.metonyms], code)
        ),
        demonyms={fold(form): entry for entry in organisations for form in name_forms(entry.demonyms, code)},
        stance=_matcher(_entries(lexicons, "stance", StanceEntry), listed),
        loaded=_matcher(_entries(lexicons, "loaded", LoadedEntry), listed),
        frames=_matcher(_entries(lexicons, "frames", FrameEntry), listed),
        naming=Matcher(
            (form, Wording(entry, variant))
            for entry in naming
            for variant in entry.variants
            for form in forms_in_text(variant.forms, code)
        ),
        contexts=match_contexts(naming),
        grammar=classes,
        classes_of=_by_word(classes),
        roles_of=_roles(_entries(lexicons, "sources", SourceEntry)),
        abbreviations=frozenset(
            fold(form) for entry in grammar if entry.name == "abbreviation" for form in entry.forms
        ),
        synonyms={
            fold(form): entry.name
            for entry in _entries(lexicons, "synonyms", SynonymEntry)
            for form in synonym_forms(entry)
        },
        digests="+".join(
            f"{one.header.id}@{one.digest}" for one in sorted(lexicons, key=lambda one: one.header.id)
        ),
    )
    search_together(one for one in language if isinstance(one, Matcher))
    return language


def match_contexts(entries: Iterable[NamingEntry]) -> Matcher[tuple[str, ...]]:
    """Return a matcher of the words that concepts need in a text; what it finds holds all of such words together."""
    contexts = dict.fromkeys(tuple(entry.context) for entry in entries)
    return Matcher((form, context) for context in contexts for form in context)


def _entries(lexicons: Sequence[Lexicon], kind: Kind, entry_class: type[E]) -> list[E]:
    return [
        entry
        for lexicon in lexicons
        if lexicon.header.kind == kind
        for entry in lexicon.entries
        if isinstance(entry, entry_class)
    ]


def _classes(entries: Iterable[GrammarEntry]) -> dict[str, frozenset[str]]:
    """Return closed classes by name; a class of a user's lexicon adds to the shipped one of its name."""
    classes: dict[str, frozenset[str]] = {}
    for entry in entries:
        classes[entry.name] = classes.get(entry.name, frozenset()) | frozenset(map(fold, entry.forms))
    return classes


def _roles(entries: Iterable[SourceEntry]) -> dict[str, frozenset[str]]:
    roles: dict[str, set[str]] = {}
    for entry in entries:
        for form in entry.forms:
            roles.setdefault(entry.role, set()).add(fold(form))
    return _by_word({role: frozenset(words) for role, words in roles.items()})


def _by_word(classes: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for name, words in classes.items():
        for word in words:
            names[word].add(name)
    return {word: frozenset(found) for word, found in names.items()}


def _matcher(entries: Iterable[E], forms: Callable[[E], Iterable[str]]) -> Matcher[E]:
    return Matcher((form, entry) for entry in entries for form in forms(entry))
