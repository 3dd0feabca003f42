"""Front matter (room: reading): a block of YAML between ``---`` or of TOML between ``+++`` at the top of a text."""

import re
import tomllib
from difflib import get_close_matches
from typing import Any, NamedTuple

from framing.reading.metadata import Metadata, metadata_from

_FENCES = {"---": "YAML", "+++": "TOML"}
_LONGEST = 20_000
_KEY = re.compile(r"[\w-]+\s*[:=]")
_PLAIN_LINE = re.compile(r"(?P<key>[\w-]+)[ \t]*:[ \t]+(?P<value>[^\s\[{|>&*!].*)")


class FrontMatter(NamedTuple):
    """Where the front matter ends (0: there is none), its fields, and a note where it is malformed."""

    end: int
    metadata: Metadata
    note: str | None


_NONE = FrontMatter(0, Metadata(), None)


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter of a text. Never raises: malformed front matter is a note, and no metadata."""
    fence = text[:3]
    if fence not in _FENCES:
        return _NONE
    head = text[:_LONGEST]
    found = re.compile(
        rf"{re.escape(fence)}[ \t]*\r?\n(?P<block>.*?)(?:^{re.escape(fence)}|^\.\.\.)[ \t]*(?:\r?\n|\Z)",
        re.S | re.M,
    ).match(head)
    kind = _FENCES[fence]
    if not found:
        first = head[3:].lstrip()
        note = f"front matter is not closed by {fence} and was read as text" if _KEY.match(first) else None
        return FrontMatter(0, Metadata(), note)
    block = found["block"]
    if block.strip() and not _KEY.search(block):
        return _NONE  # two rules with text between them
    fields, fault = _parse(block, kind)
    if fields is None and (plain := _plain_fields(block)):
        note = "front matter was read line by line: a value that holds a colon belongs in quotation marks"
        return FrontMatter(found.end(), metadata_from(plain), note)
    if fields is None:
        note = f"front matter is no valid {kind} and was ignored: {fault}"
        return FrontMatter(found.end(), Metadata(), note)
    return FrontMatter(found.end(), metadata_from(fields), _doubt(fields))


def _doubt(fields: dict[str, Any]) -> str | None:
    """Return a note on a key that is one of ours but for a slip ("outlett"), or None."""
    for key in fields:
        near = get_close_matches(key, Metadata._fields, n=1, cutoff=0.75)
        if near and key not in Metadata._fields:
            return f"front matter has {key!r}, which is not read; is {near[0]!r} meant?"
    return None


def _parse(block: str, kind: str) -> tuple[dict[str, Any] | None, str]:
    try:
        table = tomllib.loads(block.replace("\r\n", "\n")) if kind == "TOML" else _load_yaml(block)
    except Exception as error:
        return None, " ".join(str(error).split())[:120]
    if table is None:
        return {}, ""
    if not isinstance(table, dict):
        return None, "it is no table of fields"
    return {str(key).lower(): value for key, value in table.items()}, ""


def _plain_fields(block: str) -> dict[str, Any]:
    """Return what each line says after its first colon, where a value holds another one ("title: Leaders meet: why?").

    Empty for any other block.
    """
    lines = [_PLAIN_LINE.fullmatch(line.strip()) for line in block.splitlines() if line.strip()]
    fields = {line["key"].lower(): line["value"].strip("'\"") for line in lines if line}
    return fields if all(lines) and any(": " in value for value in fields.values()) else {}


def _load_yaml(block: str) -> Any:
    import yaml  # only texts with front matter pay for it

    return yaml.safe_load(block)
