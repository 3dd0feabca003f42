"""Records from JSON Lines (room: reading), of any size: one line at a time is in memory."""

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import msgspec

from framing.errors import ReadingError
from framing.reading.decode import decode
from framing.reading.forms.page import read_page
from framing.reading.metadata import join, metadata_from, plain
from framing.reading.options import ReadingOptions
from framing.reading.records import Record

_LONGEST_LINE = 64_000_000
_FIELDS = '{"text": "..."} on a line of its own'


class _Row(msgspec.Struct):
    """The fields that are read; all others of a line are passed over undecoded."""

    text: Any = None
    html: Any = None
    id: Any = None
    outlet: Any = None
    title: Any = None
    published: Any = None
    url: Any = None


_DECODER = msgspec.json.Decoder(_Row)


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the records of a file in order; a line that is none is an error among them, and the next ones follow.

    Blank lines are passed over; a file without any record gives one error.
    """
    count = 0
    for number, line in _numbered_lines(_as_utf8(stream)):
        where = f"{name}, line {number}"
        if line is None:
            count += 1
            yield ReadingError(where, "is longer than 64 MB", _FIELDS, "split the file into lines")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            count += 1
            yield _record(line, number, where, options)
    if not count:
        yield ReadingError(name, "is empty", _FIELDS, "remove it or give it records")


def _as_utf8(stream: BinaryIO) -> "BinaryIO | codecs.StreamRecoder":
    """Return the stream; UTF-16 with a byte order mark (as PowerShell writes it) becomes UTF-8."""
    start = cast("io.BufferedReader", stream).peek(2)[:2]
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return codecs.EncodedFile(stream, "utf-8", "utf-16")
    return stream


def _numbered_lines(stream: "BinaryIO | codecs.StreamRecoder") -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines with their numbers, None for one that is too long."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def _record(line: bytes, number: int, where: str, options: ReadingOptions) -> Record | ReadingError:
    encoding, notes = "utf-8", []
    try:
        row = _DECODER.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            decoded = decode(line, where)
            row = _DECODER.decode(decoded.text)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            return ReadingError(where, f"is no JSON object: {error}", _FIELDS, "correct the line")
        except ReadingError as error:
            return error
        encoding, notes = decoded.encoding, decoded.notes
    if not row.text and isinstance(row.html, str):
        return _page_record(row, number, where, options)
    if not isinstance(row.text, str):
        found = "has no text" if row.text is None else "has a text that is no string"
        return ReadingError(where, found, "a field text with the article", "fill the field text")
    fields = {
        "id": row.id,
        "outlet": row.outlet,
        "title": row.title,
        "published": row.published,
        "url": row.url,
    }
    return Record(row.text, str(number), f"line {number}", metadata_from(fields), encoding, notes)


def _page_record(row: _Row, number: int, where: str, options: ReadingOptions) -> Record | ReadingError:
    try:
        page = read_page(row.html, where, options, plain(row.url))
    except ReadingError as error:
        return error
    known = metadata_from(
        {"id": row.id, "outlet": row.outlet, "title": row.title, "published": row.published}
    )
    return page._replace(part=str(number), place=f"line {number}", metadata=join(known, page.metadata))
