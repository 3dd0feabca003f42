"""The registry of outlets as its user sees it (room: lexicon): to search it, and to add to it in a file of one's own.

The file is a lexicon of organisations like the shipped one, called ``outlets.toml``.
"""

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from framing.errors import LexiconError, UsageError, nearest_name
from framing.lexicon.entries import EVERY_LANGUAGE, FurnitureEntry, OrganisationEntry
from framing.lexicon.load import load_lexicon, load_shipped
from framing.lexicon.match import pieces_in
from framing.lexicon.organisations import Organisations, host_of, key_of_name, load_organisations
from framing.lexicon.words import fold
from framing.resources import shipped_languages

OUTLETS_FILE = "outlets.toml"
OutletKind = Literal["newspaper", "news agency", "broadcaster", "online media", "magazine"]
OutletType = Literal["media", "state media"]

_LONGEST_WAIT_SECONDS = 10.0
_DAYS_AND_MONTHS = ("weekday", "month")
# Of these, lines of credit are made that name nobody.
_WORDS_OF_CREDITS = (
    *_DAYS_AND_MONTHS,
    *("byline-start", "byline-word", "credit-word", "photo-credit", "photo-sign", "contribution"),
    *("rights", "company-form", "holder-end", "name-joint", "date-word", "date-sign", "prose-word"),
)
_HEADER = """\
# Outlets of your own: `framing outlets add` writes this file, and you may edit it.
# `framing report`, `annotate`, `check` and `classroom` use it where it stands beside the articles or in
# your configuration folder. `framing lexicon check` says what is wrong with it.

id = {id}
version = "1"
kind = "organisations"
title = {title}
language = "{language}"
licence = "not published"
references = []
notes = ""
"""


class ListedOutlet(NamedTuple):
    """An outlet of the registry, and whether it is of a user's own file."""

    entry: OrganisationEntry
    own: bool


class AddedOutlet(NamedTuple):
    """An outlet that was added, the file that holds it, and what its user may want to put right there."""

    entry: OrganisationEntry
    file: Path
    notes: Sequence[str] = ()


class NewOutlet(msgspec.Struct, frozen=True, kw_only=True):
    """What a user says of an outlet that is added; without a kind it is online media, without a type "media"."""

    name: str
    domains: Sequence[str] = ()
    credits: Sequence[str] = ()
    aliases: Sequence[str] = ()
    kind: OutletKind | None = None
    type: OutletType | None = None
    country: str | None = None


def list_outlets(
    words: str = "", *, country: str = "", kind: str = "", lexicons: tuple[Path, ...] = ()
) -> list[ListedOutlet]:
    """Return the outlets in whose name, alias, domain or form of credit some words stand, sorted by name.

    `country` and `kind` narrow the list, whatever the capitals; empty words stand everywhere. `lexicons` are a user's
    own. Nothing found gives an empty list. Raises `UsageError`, with the nearest, for a country or kind of no outlet.
    """
    registry = load_organisations("en", lexicons)
    shipped = set(map(id, load_organisations("en").entries))
    outlets = sorted(registry.outlets, key=lambda entry: (fold(entry.name.removeprefix("The ")), entry.name))
    for what, given in (("country", country), ("kind", kind)):
        known = {str(getattr(entry, what)) for entry in outlets}
        if given and fold(given) not in map(fold, known):
            expected = ", ".join(sorted(known)) if what == "kind" else "a country as the list writes it"
            raise UsageError(
                f"{what} {given!r}", "no outlet is of it", expected, nearest_name(given, sorted(known))
            )
    return [
        ListedOutlet(entry, id(entry) not in shipped)
        for entry in outlets
        if _holds(entry, words)
        and fold(country) in ("", fold(entry.country or ""))
        and fold(kind) in ("", fold(entry.kind))
    ]


def add_outlet(
    file: Path, outlet: NewOutlet, *, extend: bool = False, lexicons: tuple[Path, ...] = ()
) -> AddedOutlet:
    """Write an outlet into a registry of one's own, which is made where it is not there.

    Nothing is overwritten: an outlet whose name, alias or domain is taken is refused; with `extend`, one whose name the
    shipped registry has gets what is new besides what it has. `lexicons` are a user's other registries. What cannot be
    used is refused before anything is written. Raises `UsageError` and `LexiconError`, with the remedy.
    """
    entry = _entry_of(outlet)
    notes: list[str] = []
    with _alone(file):
        others = tuple(one for one in lexicons if one != file)
        own = Organisations(
            one
            for one in (load_lexicon(file).entries if file.is_file() else ())
            if isinstance(one, OrganisationEntry)
        )
        taken = own.find(entry.name)
        if taken is not None:
            raise UsageError(
                file,
                f"has {taken.name!r} already",
                "another name",
                f"change the entry of {taken.name!r} in the file",
            )
        registry = load_organisations("en", others)
        if entry.country:
            country, notes = _country(entry.country, registry)
            entry = msgspec.structs.replace(entry, country=country)
        known = registry.find(entry.name)
        if known is not None:
            if not extend:
                raise UsageError(
                    f"outlet {entry.name!r}",
                    f"is in the registry already: {_describe(known)}",
                    "another name, such as one with its country in brackets",
                    "or --extend, to add what is new to the outlet that is there",
                )
            entry = _extended(known, outlet, entry)
        for place in (own, registry):
            _refuse_taken(entry, place)
        _refuse_common(outlet.credits)
        _write(file, entry)
        return AddedOutlet(entry, file, notes)


def _country(given: str, registry: Organisations) -> tuple[str, list[str]]:
    """Return a country under the registry's name for it ("UK"), and a note where there is none of that name."""
    found = registry.find(given)
    if found is not None and found.kind == "country":
        return found.name, []
    known = {entry.country for entry in registry.entries if entry.country}
    known |= {entry.name for entry in registry.entries if entry.kind == "country"}
    if given in known:
        return given, []
    near = nearest_name(given, sorted(known), likeness=0.6)
    return given, [f"no country is known by the name {given!r}{'; ' + near if near else ''}"]


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold a file's lock, a file beside it, so that of two commands at once neither loses what the other adds."""
    lock = file.with_name(f".{file.name}.lock")
    tried_until = time.monotonic() + _LONGEST_WAIT_SECONDS
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                break
            except FileExistsError as error:
                if time.monotonic() > tried_until:
                    raise UsageError(
                        file,
                        "is being written by another command",
                        "one at a time",
                        f"wait, or remove {lock} if none runs",
                    ) from error
                time.sleep(0.02)
    except OSError as error:
        raise _cannot_be_written(file, error) from error
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _holds(entry: OrganisationEntry, words: str) -> bool:
    wanted = fold(words.strip())
    return any(wanted in fold(form) for form in (entry.name, *entry.aliases, *entry.domains, *entry.credits))


def _entry_of(outlet: NewOutlet) -> OrganisationEntry:
    name = _tidy(outlet.name)
    if not key_of_name(name):
        raise UsageError("outlet", f"the name is {outlet.name!r}", "at least one word")
    for given in (outlet.name, *outlet.aliases):
        if _is_made_of(key_of_name(given), _DAYS_AND_MONTHS):
            raise UsageError(
                f"name {given!r}",
                "is that of a day or month, which stands in many datelines",
                "a name of its own",
                "write it with its country in brackets",
            )
    return OrganisationEntry(
        name=name,
        aliases=_each_once(map(_tidy, outlet.aliases)),
        kind=outlet.kind or "online media",
        type=outlet.type or "media",
        country=_tidy(outlet.country or "") or None,
        outlet=True,
        domains=_each_once(map(_domain, outlet.domains)),
        credits=_each_once(map(_credit, outlet.credits)),
    )


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _each_once(words: "Sequence[str] | map[str]") -> list[str]:
    return list(dict.fromkeys(filter(None, words)))


def _domain(given: str) -> str:
    host = host_of(_tidy(given))
    if given.strip() and ("." not in host or " " in host):
        raise UsageError(
            f"domain {given!r}", "is no domain", "one such as gazette.example or a page's address"
        )
    if _is_public_suffix(host):
        raise UsageError(
            f"domain {given!r}", "is shared by many outlets", "its own, such as gazette.com.au under com.au"
        )
    return host


def _credit(given: str) -> str:
    if given.strip() and not pieces_in(given):
        raise UsageError(
            f"credit {given!r}", "holds no word", "a form such as '(Gazette)' or '© Gazette Media'"
        )
    return _tidy(given)


def _extended(known: OrganisationEntry, outlet: NewOutlet, entry: OrganisationEntry) -> OrganisationEntry:
    """Return a known outlet with what is new: the rest of it stays as the registry has it."""
    if not known.outlet:
        raise UsageError(f"outlet {outlet.name!r}", f"is in the registry, but is no outlet: {known.kind}")
    return msgspec.structs.replace(
        known,
        kind=outlet.kind or known.kind,
        type=outlet.type or known.type,
        country=entry.country or known.country,
        aliases=_each_once([*known.aliases, *(one for one in entry.aliases if one != known.name)]),
        domains=_each_once([*known.domains, *entry.domains]),
        credits=_each_once([*known.credits, *entry.credits]),
    )


def _is_made_of(words: str, classes: tuple[str, ...]) -> bool:
    """Return whether words are nothing but words of some classes of furniture, in any language shipped."""
    known = _words_of(classes)
    pieces = pieces_in(words)
    return bool(pieces) and all(piece.folded in known or piece.folded.isdecimal() for piece in pieces)


@lru_cache
def _words_of(classes: tuple[str, ...]) -> frozenset[str]:
    entries = (
        entry
        for code in shipped_languages()
        for lexicon in load_shipped(code).get("furniture", ())
        for entry in lexicon.entries
    )
    return frozenset(
        piece.folded
        for entry in entries
        if isinstance(entry, FurnitureEntry) and entry.name in classes
        for form in entry.forms
        for piece in pieces_in(form)
    )


def _is_public_suffix(host: str) -> bool:
    """Return whether anybody may own a domain under a host, as under "com.au" (the Public Suffix List)."""
    from tld import is_tld  # the list takes a while to load, and only who adds a domain needs it

    return bool(host) and is_tld(host)


def _refuse_taken(entry: OrganisationEntry, registry: Organisations) -> None:
    """Raise `UsageError` where another organisation has a name, an alias, a domain or a form of credit of an entry.

    A form of credit and a name are alike where they have the same words: "(AP)" and "AP".
    """
    signed = {key_of_name(form): one for one in registry.outlets for form in one.credits}
    for what, form, others in (
        ("name", entry.name, (signed.get(key_of_name(entry.name)),)),
        *(
            ("alias", alias, (registry.find(alias), signed.get(key_of_name(alias))))
            for alias in entry.aliases
        ),
        *(("domain", domain, (registry.owner_by_domain(domain),)) for domain in entry.domains),
        *(
            ("credit", credit, (registry.find(_bare(credit)), signed.get(key_of_name(credit))))
            for credit in entry.credits
        ),
    ):
        for other in others:
            if other is not None and key_of_name(other.name) != key_of_name(entry.name):
                raise UsageError(
                    f"{what} {form!r}",
                    f"is that of {_describe(other)}",
                    "one that is free",
                    "choose another name" if what == "name" else f"leave the {what} out",
                )


def _refuse_common(credits_: Sequence[str]) -> None:
    """Raise `UsageError` for a form of credit that names nobody."""
    for given in credits_:
        if _is_made_of(given, _WORDS_OF_CREDITS):
            raise UsageError(
                f"credit {given!r}",
                "is made of words that stand in anybody's line of credit",
                "a form that names the outlet, such as '(Gazette)'",
            )


def _bare(credit: str) -> str:
    """Return the words of a form of credit without the signs around them."""
    pieces = pieces_in(credit)
    return credit[pieces[0].start : pieces[-1].end]


def _describe(entry: OrganisationEntry) -> str:
    place = f", {entry.country}" if entry.country else ""
    return f"{entry.name} ({entry.kind}{place})"


def _write(file: Path, entry: OrganisationEntry) -> None:
    """Append an entry to a file, or begin one; the file is replaced only by one that the loader takes."""
    try:
        before = file.read_text(encoding="utf-8-sig") if file.is_file() else _begin(file)
        draft = file.with_name(f".{file.name}.{os.getpid()}.partial")
        try:
            draft.write_text(f"{before.rstrip()}\n\n{_render(entry)}", encoding="utf-8")
            load_lexicon(draft)
            draft.replace(file)
        finally:
            with suppress(OSError):
                draft.unlink()
    except OSError as error:
        raise _cannot_be_written(file, error) from error
    except LexiconError as error:
        raise LexiconError(
            str(error.where).replace(str(draft), str(file)),
            f"with {entry.name!r} added, {error.found}",
            error.expected,
            error.remedy,
        ) from error


def _cannot_be_written(file: Path, error: OSError) -> UsageError:
    return UsageError(file, f"cannot be written: {error.strerror or error}", remedy="choose another place")


def _begin(file: Path) -> str:
    place = file.resolve().parent.name
    slug = "-".join(piece.folded for piece in pieces_in(place)) or "own"
    return _HEADER.format(
        id=_quoted(f"outlets-{slug}"), title=_quoted(f"Outlets of {place}"), language=EVERY_LANGUAGE
    )


def _render(entry: OrganisationEntry) -> str:
    lines = ["[[entries]]"]
    for key, value in msgspec.structs.asdict(entry).items():
        if key == "ownership":
            if value:
                parts = ", ".join(
                    f"{part} = {_quoted(held)}" for part, held in msgspec.structs.asdict(value).items()
                )
                lines.append(f"{key} = {{ {parts} }}")
        elif isinstance(value, bool):
            lines += [f"{key} = true"] if value else []
        elif isinstance(value, list):
            lines += [f"{key} = [{', '.join(map(_quoted, value))}]"] if value else []
        elif value is not None:
            lines.append(f"{key} = {_quoted(value)}")
    return "\n".join(lines) + "\n"


def _quoted(value: str | int) -> str:
    """Return a value as TOML writes it: its strings are those of JSON, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
