"""One registry of organisations for all languages (room: lexicon): a language adds its names to it, and no copies.

A lexicon of organisations whose header says ``extends = "en"`` holds no organisations of its own: each entry names one
of the registry that it adds to and gives it the names of its language. Canonical names, kinds, types, domains and
outlets' own names stay what they are, so that sources compare across languages.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from framing.errors import LexiconError
from framing.lexicon.entries import OrganisationEntry, OrganisationNames
from framing.lexicon.load import Lexicon, load_lexicon, load_shipped
from framing.resources import lexicon_folder


@lru_cache
def shipped_lexicons(code: str) -> tuple[Lexicon, ...]:
    """Return the shipped lexicons of a language, those that they extend included."""
    own = [one for group in load_shipped(code).values() for one in group]
    extended = [
        load_lexicon(lexicon_folder(one.header.extends) / f"{one.header.kind}.toml")
        for one in own
        if one.header.extends
    ]
    return (*own, *extended)


def organisations_of(lexicons: Iterable[Lexicon]) -> list[OrganisationEntry]:
    """Return the organisations of some lexicons, with the names that lexicons of a language add to them.

    Capitals that speak for a government and adjectives of peoples belong to a language: where names are added, those of
    the registry's own language are left out. Raises `LexiconError` for names of an organisation that is not there.
    """
    held = [one for one in lexicons if one.header.kind == "organisations"]
    adding = [one for one in held if one.header.extends]
    entries: list[OrganisationEntry] = []
    for lexicon in held:
        own = [entry for entry in lexicon.entries if isinstance(entry, OrganisationEntry)]
        translated = any(lexicon.header.language == one.header.extends for one in adding)
        entries += [_without_words_of_language(entry) for entry in own] if translated else own
    for lexicon in adding:
        entries = _with_names(entries, lexicon)
    return entries


def _without_words_of_language(entry: OrganisationEntry) -> OrganisationEntry:
    return msgspec.structs.replace(entry, metonyms=[], demonyms=[])


def _with_names(entries: Sequence[OrganisationEntry], lexicon: Lexicon) -> list[OrganisationEntry]:
    added = {entry.name: entry for entry in lexicon.entries if isinstance(entry, OrganisationNames)}
    unknown = sorted(set(added) - {entry.name for entry in entries})
    if unknown:
        raise LexiconError(
            lexicon.header.id,
            f"adds names to {unknown[0]!r}, which the registry does not hold",
            f"a name of lexicons/{lexicon.header.extends}/organisations.toml",
            "correct the name, or add the organisation there",
        )
    return [_joined(entry, added[entry.name]) if entry.name in added else entry for entry in entries]


def _joined(entry: OrganisationEntry, names: OrganisationNames) -> OrganisationEntry:
    known = {entry.name, *entry.aliases}
    return msgspec.structs.replace(
        entry,
        aliases=[*entry.aliases, *(alias for alias in names.aliases if alias not in known)],
        metonyms=names.metonyms,
        demonyms=names.demonyms,
        credits=[*entry.credits, *(one for one in names.credits if one not in entry.credits)],
    )
