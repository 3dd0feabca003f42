"""Records from RTF documents (room: reading), as word processors and the older exports of databases write them."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from framing.errors import ReadingError
from framing.reading.forms.exports import articles_in
from framing.reading.options import ReadingOptions
from framing.reading.records import Record, needs_extra

_CALLED = "an RTF document"
_MOST_BYTES = 200_000_000
# Pictures are long runs of figures and no text; without them the rest is read in a moment.
_PICTURE = re.compile(rb"(?:[0-9a-fA-F]{64,}\s*)+")
_OPENS, _CLOSES = re.compile(rb"(?<!\\)\{"), re.compile(rb"(?<!\\)\}")
# Text that was struck while changes were tracked: as in Word documents, changes count as accepted.
_STRUCK = re.compile(r"\{(?:[^{}\\]|\\[^d]|\\d(?!eleted))*\\deleted(?!0)[^{}]*\}")
# Cells of a table end in tabs, so that a bar in the text stays a bar.
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z])")


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the article of a document, or those of an export. Raises `ReadingError` for one that cannot be read."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise needs_extra(name, _CALLED, "documents") from None
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ReadingError(name, "is larger than 200 MB", _CALLED, "split it into several documents")
    if len(_OPENS.findall(data)) > len(_CLOSES.findall(data)) and not data.rstrip(b"\0\r\n\t ").endswith(
        b"}"
    ):
        raise _damaged(name)
    source = _PICTURE.sub(b"", data).decode("latin-1")
    source = _CELL.sub(r"\\tab ", _STRUCK.sub("", source) if r"\deleted" in source else source)
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            source, encoding="cp1252", errors="replace"
        )
    except Exception as error:  # whatever the library stumbles over, the file is no RTF that programs write
        raise _damaged(name) from error
    lines = (line.strip() for line in text.splitlines())
    yield from articles_in(Record("\n".join(lines).strip()), name)


def _damaged(name: str) -> ReadingError:
    return ReadingError(
        name, "cannot be read: it is damaged", _CALLED, "copy it again, or save it again in a word processor"
    )
