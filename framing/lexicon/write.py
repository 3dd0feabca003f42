"""A lexicon as the text of a file (room: lexicon): what `load_lexicon` reads, laid out for people to edit."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.errors import UsageError


def lexicon_text(header: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], comment: str = "") -> str:
    """Return TOML with the keys of a header, then one ``[[entries]]`` table an entry; `comment` stands above them.

    Lists of tables within an entry (the variants of a name) become tables of their own.
    """
    import tomlkit  # a sixth of a second, which only who writes a lexicon pays for

    document = tomlkit.document()
    for line in comment.splitlines():
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    if comment:
        document.add(tomlkit.nl())
    for key, value in header.items():
        document.add(key, tomlkit.item(value))
    tables = tomlkit.aot()
    for entry in entries:
        table = tomlkit.table()
        for key, value in entry.items():
            table.add(key, _item(value))
        tables.append(table)
    document.add("entries", tables)
    return tomlkit.dumps(document)


def write_new(file: Path, text: str) -> Path:
    """Write a file that does not exist yet, and return it.

    Raises `UsageError` where it exists, so that nobody's work is lost, and where it cannot be written.
    """
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(file, "exists already", "a new file", "choose another name, or remove it") from error
    except OSError as error:
        raise UsageError(
            file,
            f"cannot be written: {error.strerror or error}",
            "a file in a folder of yours",
            "choose another",
        ) from error
    return file


def _item(value: Any) -> Any:
    import tomlkit

    item = tomlkit.item(value)
    if isinstance(item, tomlkit.items.Array) and len(str(item.as_string())) > 100:
        item.multiline(True)
    return item
