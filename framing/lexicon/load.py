"""Read a lexicon file into validated entries; a fault is named with file, entry and remedy (room: lexicon)."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import msgspec

from framing.errors import LexiconError, nearest_name
from framing.lexicon.entries import (
    ENTRY_CLASSES,
    CueEntry,
    Entry,
    FrameEntry,
    Header,
    Kind,
    LoadedEntry,
    NamingEntry,
    OrganisationEntry,
    OrganisationNames,
    SynonymEntry,
)
from framing.lexicon.inflection import inflections, synonym_forms
from framing.lexicon.match import Matcher, folded_words, pieces_in
from framing.resources import lexicon_folder

_SHORTEST_OPEN_FORM = 3
_LETTER = re.compile(r"\w")
_PAGE = "docs/lexicons.md"
# As msgspec says it: "Object contains unknown field `usedby` - at `$.variants[2]`".
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`(?: - at `\$(?P<path>[^`]*)`)?")
_ENTRY_START = re.compile(r"\s*\[\[\s*entries\s*\]\]|\s*\{\s*(?:forms|lemma|name|id)\s*=")

# What is wrong with a list of forms, or with one of them: what was found, what was expected, what to do.
_Fault = tuple[str, str, str]
_NO_FORM: _Fault = ("has no form", "at least one form", "write one, or remove the entry")

# Frames share words on purpose, and a word of a closed class may have several functions ("that", "her").
SHARING_KINDS: frozenset[Kind] = frozenset({"frames", "grammar", "furniture"})


class Lexicon(NamedTuple):
    """A validated lexicon: header, entries, and the digest of its content."""

    header: Header
    entries: tuple[Entry, ...]
    digest: str


class _File(NamedTuple):
    """A file with its text, in which lines are looked for where one is at fault, and the number of its entries."""

    path: Path
    text: str
    entries: int

    def entry(self, number: int) -> str:
        """Return where an entry stands, for messages."""
        lines = _lines_of_entries(self.text, self.entries)
        line = f", line {lines[number - 1]}" if lines else ""
        return f"{self.path}{line}, entry {number}"


def load_lexicon(path: Path) -> Lexicon:
    """Read and validate one lexicon file.

    Raises `LexiconError` for unreadable TOML, unknown or missing keys, empty forms, forms that match everything, and
    duplicates after normalisation.
    """
    try:
        return parse_lexicon(path.read_bytes(), path)
    except OSError as error:
        raise LexiconError(
            path, f"cannot be read: {error.strerror or error}", "a TOML file", "check the path"
        ) from error


_load_once = lru_cache(load_lexicon)


def parse_lexicon(data: bytes, path: Path) -> Lexicon:
    """Validate the content of a lexicon file; `path` is named where it has a fault. Raises as `load_lexicon` does."""
    try:
        # Editors of some systems put a byte order mark first; TOML knows none.
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise LexiconError(
            path,
            f"cannot be read: {error}",
            "a TOML file in UTF-8",
            f"correct it there; {_PAGE} has an example",
        ) from error
    entries = table.pop("entries", None)
    header = _read_header(path, table)
    if not isinstance(entries, list) or not entries:
        raise LexiconError(
            path,
            "has no entries",
            "at least one [[entries]] table",
            f"add one below the header, as in {_PAGE}",
        )
    entry_class = OrganisationNames if header.extends else ENTRY_CLASSES[header.kind]
    file = _File(path, text, len(entries))
    converted = tuple(_read_entries(file, entries, entry_class, header.kind))
    _check_lists(file, converted)
    _check_names(file, converted)
    _check_duplicates(file, converted, shared=header.kind in SHARING_KINDS)
    return Lexicon(header, converted, hashlib.sha256(data).hexdigest()[:12])


@lru_cache
def load_shipped(language: str, *kinds: Kind) -> dict[Kind, tuple[Lexicon, ...]]:
    """Return the shipped lexicons of a language by kind, of some kinds or all, in the order of their files' names.

    Each file is read once. It bears the name of its kind, so that of a kind that nobody asks for nothing is read.
    """
    files = sorted(lexicon_folder(language).glob("*.toml"))
    return collect([file for file in files if not kinds or file.stem in kinds], _load_once)


def collect(
    paths: Sequence[Path], load: Callable[[Path], Lexicon] = load_lexicon
) -> dict[Kind, tuple[Lexicon, ...]]:
    """Load lexicon files and group them by kind."""
    grouped: dict[Kind, tuple[Lexicon, ...]] = {}
    for path in paths:
        lexicon = load(path)
        grouped[lexicon.header.kind] = (*grouped.get(lexicon.header.kind, ()), lexicon)
    return grouped


def labelled_forms(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield each form of an entry with the name under which it must be unique in its lexicon."""
    if isinstance(entry, CueEntry):
        for form in inflections(entry):
            yield form, entry.lemma
    elif isinstance(entry, OrganisationEntry | OrganisationNames):
        for form in (entry.name, *entry.aliases, *entry.metonyms):
            yield form, entry.name
    elif isinstance(entry, NamingEntry):
        for variant in entry.variants:
            for form in variant.forms:
                yield form, f"{entry.id}: {variant.label}"
    elif isinstance(entry, FrameEntry):
        for form in entry.forms:
            yield form, entry.id
    elif isinstance(entry, SynonymEntry):
        for form in synonym_forms(entry):
            yield form, entry.name
    else:
        for form in entry.forms:
            yield form, getattr(entry, "name", entry.forms[0])


def normal_form(form: str) -> str:
    """Return a form as the matcher sees it: folded words, one space between, and its trailing ``*``."""
    return folded_words(form.rstrip("*")) + ("*" if form.endswith("*") else "")


def finds(form: str, other: str) -> bool:
    """Whether a form, wherever it is looked for, finds the other form standing there."""
    text = other.rstrip("*")
    pieces = pieces_in(text)
    return any(
        (match.start, match.end) == (pieces[0].start, pieces[-1].end)
        for match in Matcher([(form, None)]).find(text, pieces)
    )


def is_proper(form: str) -> bool:
    """Whether a form has a capital letter, which must then be one in the text."""
    return not form.islower() and any(map(str.isupper, form))


def _lines_of_entries(text: str, number: int) -> list[int]:
    """Return the line on which each entry begins, for the two ways of writing them; nothing where they are mixed."""
    lines = [at for at, line in enumerate(text.splitlines(), 1) if _ENTRY_START.match(line)]
    return lines if len(lines) == number else []


def _read_header(path: Path, table: dict[str, Any]) -> Header:
    if table.get("kind") not in get_args(Kind):
        raise LexiconError(
            f"{path}, header",
            f"the kind is {table['kind']!r}" if "kind" in table else "the key kind is missing",
            f"one of {', '.join(get_args(Kind))}",
            f'write kind = "naming", or what the list is; see {_PAGE}',
        )
    try:
        header = msgspec.convert(table, Header)
    except msgspec.ValidationError as error:
        raise _misfit(f"{path}, header", error, Header, "header") from error
    for key in ("id", "version", "language"):
        value = getattr(header, key)
        if not value or any(map(str.isspace, value)):
            raise LexiconError(
                f"{path}, header", f"{key} is {value!r}", "a short name without spaces", f"change {key}"
            )
    if header.extends and header.kind != "organisations":
        raise LexiconError(
            f"{path}, header",
            f"a lexicon of kind {header.kind!r} extends another",
            "extends in a lexicon of organisations alone",
            "remove the key extends",
        )
    return header


def _read_entries(file: _File, entries: Sequence[Any], record: type[Any], kind: Kind) -> Iterator[Entry]:
    for number, raw in enumerate(entries, 1):
        try:
            yield msgspec.convert(raw, record)
        except msgspec.ValidationError as error:
            where = f"{file.entry(number)} ({_label_of(raw)})"
            raise _misfit(where, error, record, kind) from error


def _misfit(where: str, error: msgspec.ValidationError, record: type[Any], what: str) -> LexiconError:
    """Return the error for a table that is no record of its kind, as `what` in the documentation describes it."""
    page = f"see {what} in {_PAGE}"
    unknown = _UNKNOWN_KEY.match(str(error))
    if not unknown:
        return LexiconError(where, str(error), f"the keys {', '.join(_keys_of(record))}", page)
    keys = _keys_of(_record_at(record, unknown["path"] or ""))
    place = f"in {_place_of(unknown['path'])} " if unknown["path"] else ""
    near = nearest_name(unknown["key"], keys)
    return LexiconError(
        where,
        f"{place}the key {unknown['key']!r} is not known",
        f"the keys {', '.join(keys)}",
        f"{near} {page}" if near else page,
    )


def _keys_of(record: type[Any]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(record)]


def _record_at(record: type[Any], path: str) -> type[Any]:
    """Return the kind of record that stands at a place within another: a variant at ".variants[2]"."""
    for name in re.findall(r"\.(\w+)", path):
        held = next(field.type for field in msgspec.structs.fields(record) if field.encode_name == name)
        record = next(
            part
            for part in (held, *get_args(held))
            if isinstance(part, type) and issubclass(part, msgspec.Struct)
        )
    return record


def _place_of(path: str) -> str:
    """Return a place within an entry as people count: "variants 3" for ".variants[2]"."""
    return re.sub(r"\[(\d+)\]", lambda found: f" {int(found[1]) + 1}", path.removeprefix("."))


def _label_of(raw: Any) -> str:
    if not isinstance(raw, dict):
        return "not a table"
    for key in ("lemma", "id", "name", "forms"):
        if key in raw:
            return str(raw[key])
    return "without a name"


def _check_lists(file: _File, entries: Sequence[Entry]) -> None:
    """Raise `LexiconError` for a list of forms without any, for a form that cannot be used, for a wrong weight."""
    for number, entry in enumerate(entries, 1):
        for what, forms, needed in _lists_of(entry):
            fault = _NO_FORM if needed and not forms else next(filter(None, map(_fault_of, forms)), None)
            if fault:
                raise LexiconError(f"{file.entry(number)} ({what})", *fault)
        if isinstance(entry, LoadedEntry) and not 0 <= entry.weight <= 1:
            raise LexiconError(
                f"{file.entry(number)} ({entry.forms[0]})",
                f"the weight is {entry.weight}",
                "0 (hardly) to 1 (plainly)",
                "change the weight",
            )


def _lists_of(entry: Entry) -> Iterator[tuple[str, Sequence[str], bool]]:
    """Yield each list of forms with its name, and whether it may not be empty."""
    if isinstance(entry, CueEntry):
        yield entry.lemma, inflections(entry), True
    elif isinstance(entry, OrganisationEntry | OrganisationNames):
        yield entry.name, (entry.name, *entry.aliases, *entry.metonyms, *entry.demonyms), True
    elif isinstance(entry, NamingEntry):
        yield f"{entry.id}: variants", [variant.forms[0] for variant in entry.variants if variant.forms], True
        yield f"{entry.id}: context", entry.context, False
        for variant in entry.variants:
            yield f"{entry.id}: {variant.label}", variant.forms, True
            yield f"{entry.id}: {variant.label}, near", variant.near, False
            yield f"{entry.id}: {variant.label}, unless", variant.unless, False
    elif isinstance(entry, SynonymEntry):
        yield entry.name, synonym_forms(entry), True
    else:
        name = getattr(entry, "id", None) or getattr(entry, "name", None) or ", ".join(entry.forms[:1])
        yield name, entry.forms, True


def check_form(where: str, form: str) -> None:
    """Raise `LexiconError` for a form that no lexicon may hold."""
    fault = _fault_of(form)
    if fault:
        raise LexiconError(where, *fault)


def _fault_of(form: str) -> _Fault | None:
    if form.replace(" ", "").isalpha():
        return None  # as most are: words without any sign
    if form.count("*") > form.endswith("*"):
        return f"the form {form!r} has a * inside", "* at the end only", "write it without"
    if not _LETTER.search(form):
        return f"the form {form!r} is empty or matches everything", "at least one word", "remove it"
    if form.startswith("-") or form.rstrip("*").endswith("-"):
        return f"the form {form!r} is a part of a word", "whole words", "write the words in which it stands"
    if form.endswith("*") and len(normal_form(form).rstrip("*").split()[-1]) < _SHORTEST_OPEN_FORM:
        return (
            f"the form {form!r} matches too much",
            f"at least {_SHORTEST_OPEN_FORM} letters before the *",
            "write out the words that are meant",
        )
    return None


def _check_names(file: _File, entries: Sequence[Entry]) -> None:
    """Raise `LexiconError` where two entries share what must tell them apart: an id, a demonym, a domain."""
    seen: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(entries, 1):
        for what, name in _names_of(entry):
            earlier = seen.setdefault((what, name.casefold()), number)
            if earlier != number:
                raise LexiconError(
                    f"{file.entry(number)} ({name})",
                    f"the {what} {name!r} stands in entry {earlier} too",
                    f"each {what} in one entry",
                    "join the two entries, or change one",
                )


def _names_of(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry, NamingEntry | FrameEntry):
        yield "id", entry.id
    elif isinstance(entry, OrganisationNames):
        yield "name", entry.name
    elif isinstance(entry, OrganisationEntry):
        yield from (("demonym", demonym) for demonym in entry.demonyms)
        yield from (("domain", domain) for domain in entry.domains)


class _Seen(msgspec.Struct, frozen=True, gc=False):
    """A form that the check for duplicates has passed."""

    form: str
    number: int
    label: str


def _check_duplicates(file: _File, entries: Sequence[Entry], shared: bool) -> None:
    """Raise `LexiconError` where two forms are one to the matcher.

    "US" may stand beside "us". With `shared`, entries may share a form.
    """
    seen: dict[object, list[_Seen]] = {}
    for number, entry in enumerate(entries, 1):
        scope = (_scope_of(entry), number if shared else None)
        for form, label in labelled_forms(entry):
            later = _Seen(form, number, label)
            alike = seen.setdefault((scope, normal_form(form), is_proper(form)), [])
            for earlier in alike:
                _check_pair(file, entry, later, earlier)
            alike.append(later)


def _scope_of(entry: Entry) -> object:
    """Return what two entries must share for their forms to be compared."""
    if isinstance(entry, CueEntry):
        return entry.pos, entry.particle
    return entry.id if isinstance(entry, NamingEntry) else None


def _check_pair(file: _File, entry: Entry, later: _Seen, earlier: _Seen) -> None:
    for found, other in ((later, earlier), (earlier, later)):
        # A registry's own name for an organisation stays, however its aliases are written ("TASS", "Tass").
        is_name = (
            isinstance(entry, OrganisationEntry | OrganisationNames)
            and found.form == entry.name != other.form
        )
        if finds(other.form, found.form) and not (is_name and found.number == other.number):
            twice = "stands twice" if found.form == other.form else f"is already found by {other.form!r}"
            raise LexiconError(
                f"{file.entry(later.number)} ({later.label})",
                f"the form {found.form!r} {twice}",
                "each form once",
                f"remove {found.form!r} from entry {found.number} ({found.label})",
            )
