"""One registry of organisations for all languages (room: lexicon): a language adds its names to it, and no copies.

A lexicon of organisations whose header says ``extends = "en"`` holds no organisations of its own: each entry names one
of the registry that it adds to and gives it the names of its language. Canonical names, kinds, types, domains and
outlets' own names stay what they are, so that sources compare across languages.
"""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from framing.errors import LexiconError
from framing.lexicon.entries import Kind, OrganisationEntry, OrganisationNames
from framing.lexicon.load import Lexicon, load_lexicon, load_shipped
from framing.resources import lexicon_folder


@lru_cache
def shipped_lexicons(code: str, *kinds: Kind) -> tuple[Lexicon, ...]:
    """Return the shipped lexicons of a language, of some kinds or all, those that they extend first."""
    own = [one for group in load_shipped(code, *kinds).values() for one in group]
    extended = [
        load_lexicon(lexicon_folder(one.header.extends) / f"{one.header.kind}.toml")
        for one in own
        if one.header.extends
    ]
    return (*extended, *own)


def organisations_in(lexicon: Lexicon, beside: Sequence[Lexicon]) -> list[OrganisationEntry]:
    """Return the organisations of a lexicon; where one beside it adds names, without the words of its own language.

    Capitals that speak for a government and adjectives of peoples are such words.
    """
    entries = [entry for entry in lexicon.entries if isinstance(entry, OrganisationEntry)]
    if not any(one.header.extends == lexicon.header.language for one in beside):
        return entries
    return [msgspec.structs.replace(entry, metonyms=[], demonyms=[]) for entry in entries]


def with_names(entries: Sequence[OrganisationEntry], lexicons: Sequence[Lexicon]) -> list[OrganisationEntry]:
    """Return organisations with the names that some lexicons add to them.

    Raises `LexiconError` for names of an organisation that is not there.
    """
    for lexicon in lexicons:
        if lexicon.header.extends:
            entries = _with_names_of(entries, lexicon)
    return list(entries)


def _with_names_of(entries: Sequence[OrganisationEntry], lexicon: Lexicon) -> list[OrganisationEntry]:
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
