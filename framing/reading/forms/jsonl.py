"""Records from JSON Lines (room: reading), packed or not, of any size: one line at a time is in memory."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import msgspec

from framing.errors import ReadingError
from framing.reading.decode import decode
from framing.reading.files import unreadable
from framing.reading.forms.page import read_page
from framing.reading.metadata import Metadata, metadata_from
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


def read_records(path: Path, name: str) -> Iterator[Record | ReadingError]:
    """Yield the records of a file in order; a line that is none is an error among them, and the next ones follow.

    A file that breaks off or cannot be read ends with an error. Blank lines are passed over; a file without any record
    gives one error.
    """
    count = 0
    try:
        with _open(path) as stream:
            for number, line in _numbered_lines(stream):
                where = f"{name}, line {number}"
                if line is None:
                    count += 1
                    yield ReadingError(where, "is longer than 64 MB", _FIELDS, "split the file into lines")
                elif line.strip(b"\xef\xbb\xbf \t\r\n"):
                    count += 1
                    yield _record(line, number, where)
    except OSError as error:
        yield _broken(name, error)
        return
    except UnicodeError as error:
        yield ReadingError(
            name, f"cannot be decoded: {error}", "UTF-8 or UTF-16", "save the file again as UTF-8"
        )
        return
    except (EOFError, zlib.error):
        yield ReadingError(name, "is packed and damaged", "a whole .gz file", "copy or pack it again")
        return
    if not count:
        yield ReadingError(name, "is empty", _FIELDS, "remove it or give it records")


def _open(path: Path) -> "IO[bytes] | codecs.StreamRecoder":
    """Open a file, packed or not; UTF-16 with a byte order mark (as PowerShell writes it) becomes UTF-8."""
    packed = path.name.lower().endswith(".gz")
    stream = cast("BinaryIO", gzip.open(path, "rb") if packed else path.open("rb"))  # noqa: SIM115 - closed by the caller
    start = cast("io.BufferedReader", stream).peek(2)[:2]
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return codecs.EncodedFile(stream, "utf-8", "utf-16")
    return stream


def _numbered_lines(stream: "IO[bytes] | codecs.StreamRecoder") -> Iterator[tuple[int, bytes | None]]:
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


def _record(line: bytes, number: int, where: str) -> Record | ReadingError:
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
        return _page_record(row, number, where)
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


def _page_record(row: _Row, number: int, where: str) -> Record | ReadingError:
    try:
        page = read_page(row.html, where, row.url)
    except ReadingError as error:
        return error
    known = metadata_from({"id": row.id, "outlet": row.outlet, "title": row.title, "published": row.published})
    metadata = Metadata(*(mine or other for mine, other in zip(known, page.metadata, strict=True)))
    return page._replace(part=str(number), place=f"line {number}", metadata=metadata)


def _broken(name: str, error: OSError) -> ReadingError:
    if isinstance(error, gzip.BadGzipFile):
        return ReadingError(name, "is no .gz file or is damaged", "a whole .gz file", "copy or pack it again")
    return unreadable(name, error)
