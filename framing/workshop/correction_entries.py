"""What a teacher writes into ``corrections.toml``: read, checked and kept as records (room: workshop).

`docs/corrections.md` describes the file. Whether the articles hold what it names is for `framing.workshop.corrections`.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from framing.errors import UsageError, nearest_name
from framing.schema import Record, Span, Voice, Where

CORRECTIONS_FILE = "corrections.toml"

MatchList = Literal["naming", "stance", "loaded", "frame"]


class OutletEntry(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[outlet]]``: who published an article."""

    article: str
    outlet: str
    reason: str = ""


class PlaceEntry(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all entries on a passage have: its words as they stand, or its offsets."""

    article: str
    text: str | None = None
    occurrence: int | None = None
    span: Span | None = None
    where: Where | None = None
    reason: str = ""


class AsideEntry(PlaceEntry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[aside]]``: a passage that is no part of the article, such as a caption or an advertisement."""


class SpeakerEntry(PlaceEntry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[speaker]]``: whose words a reported or quoted passage holds."""

    speaker: str | None = None
    type: str | None = None


class VoiceEntry(PlaceEntry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[voice]]``: whether a passage is the outlet's own, attributed or quoted, and from whom."""

    voice: Voice
    speaker: str | None = None
    type: str | None = None


class MatchEntry(PlaceEntry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[match]]``: a word that a lexicon found and should not have, or a wording wrongly held at a distance."""

    list: MatchList | None = None
    entry: str | None = None
    remove: bool = False
    distanced: bool | None = None


Entry = OutletEntry | AsideEntry | SpeakerEntry | VoiceEntry | MatchEntry

KINDS: dict[str, type[Entry]] = {
    "outlet": OutletEntry,
    "aside": AsideEntry,
    "speaker": SpeakerEntry,
    "voice": VoiceEntry,
    "match": MatchEntry,
}


class Numbered(NamedTuple):
    """An entry, and how a message names it: the file, the table and its number there."""

    entry: Entry
    where: str


class CorrectionsFile(NamedTuple):
    """All entries of a file, table by table in the order of `KINDS`.

    `digest` tells one file from another; `prefix` stands before the ids of articles where several folders were read.
    """

    file: Path
    digest: str
    entries: list[Numbered]
    prefix: str = ""


def read_corrections(file: Path, prefix: str = "") -> CorrectionsFile:
    """Read a file of corrections; an empty one corrects nothing.

    Raises `UsageError`, with file, entry and remedy, for what is no TOML in UTF-8, for unknown keys and values, and for
    entries that lack something or say two things at once.
    """
    try:
        data = file.read_bytes()
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            file,
            f"cannot be read: {error}",
            "a TOML file in UTF-8",
            "mend the line; words with a quotation mark in them stand best between three: '''so \"it\" said'''",
        ) from error
    for name in tables:
        _check_key(str(file), name, list(KINDS))
    entries = [
        Numbered(_convert(where, kind, row), where)
        for kind in KINDS
        for number, row in enumerate(_rows(file, kind, tables.get(kind, [])), 1)
        for where in [f"{file}: [[{kind}]] number {number}"]
    ]
    return CorrectionsFile(file, hashlib.sha256(data).hexdigest()[:12], entries, prefix)


def _rows(file: Path, kind: str, value: Any) -> Sequence[Mapping[str, Any]]:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    raise UsageError(file, f"{kind} is no list of entries", f"[[{kind}]], with two brackets, over each entry")


def _convert(where: str, kind: str, row: Mapping[str, Any]) -> Entry:
    record = KINDS[kind]
    fields = {field.name: field for field in msgspec.structs.fields(record)}
    for key in row:
        _check_key(where, key, list(fields))
    missing = [name for name, field in fields.items() if field.required and name not in row]
    if missing:
        raise UsageError(where, f"{missing[0]} is missing", f"{missing[0]} = …", "add it")
    try:
        entry = msgspec.convert(dict(row), record)
    except msgspec.ValidationError as error:
        key = str(error).partition("`$.")[2].partition("`")[0].partition("[")[0]
        choices = _CHOICES.get(key)
        raise UsageError(
            where,
            f"{key} is {row.get(key)!r}" if key else str(error),
            " or ".join(map(repr, choices)) if choices else _wanted(error),
            nearest_name(str(row.get(key)), choices) if choices else "",
        ) from error
    _check_entry(where, entry)
    return entry


def _wanted(error: msgspec.ValidationError) -> str:
    """What a value should have been; the message says "expected" itself."""
    return str(error).partition(" - at")[0].removeprefix("Expected ")


_CHOICES: dict[str, tuple[str, ...]] = {
    "voice": ("own", "attributed", "quoted"),
    "where": ("text", "title"),
    "list": ("naming", "stance", "loaded", "frame"),
}


def _check_key(where: str, key: str, known: Sequence[str]) -> None:
    if key not in known:
        near = nearest_name(key, known)
        raise UsageError(
            where, f"has the unknown key {key!r}", ", ".join(known), near or "check its spelling"
        )


def _check_entry(where: str, entry: Entry) -> None:
    """Refuse what each value alone allows and all of them together do not."""
    for name in ("article", "outlet", "text", "speaker", "type", "entry"):
        value = getattr(entry, name, None)
        if value is not None and not value.strip():
            raise UsageError(where, f"{name} is empty", "some words", "fill it in, or leave the line out")
    if isinstance(entry, OutletEntry):
        if not " ".join(entry.outlet.split()).isprintable():
            raise UsageError(
                where,
                f"outlet is {entry.outlet!r}, with characters that nobody can see",
                "a name in plain letters",
                "type it anew",
            )
        return
    if (entry.text is None) == (entry.span is None):
        found = "says nowhere which words it means" if entry.text is None else "has both text and span"
        raise UsageError(where, found, "text, the words as they stand, or span, their offsets", "give one")
    if entry.occurrence is not None and (entry.text is None or entry.occurrence < 1):
        raise UsageError(where, f"occurrence is {entry.occurrence}", "1 or more, beside text")
    if isinstance(entry, SpeakerEntry) and entry.speaker is None and entry.type is None:
        raise UsageError(
            where,
            "names no speaker",
            "speaker = …, or type alone where nobody is named",
            'for instance type = "unnamed official"',
        )
    if isinstance(entry, VoiceEntry) and entry.voice == "own" and (entry.speaker or entry.type):
        raise UsageError(where, "names a speaker of the outlet's own words", "no speaker beside voice 'own'")
    if isinstance(entry, MatchEntry) and entry.remove == (entry.distanced is not None):
        raise UsageError(
            where, "does not say one thing to do", "remove = true, or distanced = true or false", "give one"
        )
