"""Records from JSON Lines (room: reading), of any size: little more than a line at a time is in memory."""

import codecs
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO, NamedTuple, cast

import msgspec

from framing.errors import ReadingError
from framing.reading.decode import decode, find_wide_encoding
from framing.reading.forms.rows import Columns, choose_columns, record_of
from framing.reading.options import ReadingOptions
from framing.reading.records import Record

_LONGEST_LINE = 64_000_000
_FIELDS = '{"text": "..."} on a line of its own'
# By these fields annotations are told from articles.
_ANNOTATED = frozenset({"article", "attributions", "utterances", "signature"})
# The names of the fields are learnt from the first lines.
_LINES_LOOKED_AT = 50
_BYTES_THAT_TELL = 4096
_BYTES_LOOKED_AT = 4_000_000


class _Line(NamedTuple):
    """A line and its number; its bytes are None where it is too long."""

    number: int
    content: bytes | None


def read_records(
    stream: BinaryIO, name: str, options: ReadingOptions, start: int = 0, stop: int | None = None
) -> Iterator[Record | ReadingError]:
    """Yield the records of a file in order; a line that is none is an error among them, and the next ones follow.

    Blank lines are passed over; a file without any record gives one error. Raises `ReadingError` where it cannot be
    told which field holds the text.
    """
    lines = _filled_lines(_as_utf8(stream))
    first = _first_lines(lines)
    if not first:
        yield ReadingError(name, "is empty", _FIELDS, "remove it or give it records")
        return
    columns = _columns(first, name, options)
    decoder = _decoder_for(columns)
    for line in islice(chain(first, lines), start, stop):
        where = f"{name}, line {line.number}"
        if line.content is None:
            yield ReadingError(where, "is longer than 64 MB", _FIELDS, "split the file into lines")
        else:
            yield _record(line.content, line.number, where, decoder, columns)


def count_records(stream: BinaryIO, name: str, options: ReadingOptions) -> int:
    """Return how many lines are not blank; raises what `read_records` raises."""
    lines = _filled_lines(_as_utf8(stream))
    first = _first_lines(lines)
    _columns(first, name, options)
    return len(first) + sum(1 for _ in lines)


def _columns(first: list[_Line], name: str, options: ReadingOptions) -> Columns:
    """Return which fields are read, by the names that stand in the first lines."""
    names: dict[str, None] = {}
    for line in first:
        try:
            names.update(dict.fromkeys(msgspec.json.decode(line.content or b"", type=dict[str, msgspec.Raw])))
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            continue  # told when its turn comes
    if names.keys() >= _ANNOTATED:
        raise ReadingError(
            name,
            "is a file that framing annotate has written",
            "articles",
            "give the articles that it was made of, or from Python framing.read_annotations and framing.compare; "
            "for a report without annotating again, make a folder by framing annotate ARTICLES -o store",
        )
    if not names:
        names = {"text": None}  # no line is an object: each is told by itself
    return choose_columns(list(names), name, options, plain_text_wins=True)


def _decoder_for(columns: Columns) -> "msgspec.json.Decoder[msgspec.Struct]":
    """Return a decoder of the fields that are read; all others of a line are passed over undecoded."""
    names = dict(zip((f"field_{n}" for n in range(len(columns.of))), columns.of.values(), strict=True))
    row = msgspec.defstruct("Row", [(key, Any, None) for key in names], rename=names)
    return msgspec.json.Decoder(row)


def _as_utf8(stream: BinaryIO) -> "BinaryIO | codecs.StreamRecoder":
    """Return the stream; UTF-16 (as PowerShell writes it) and UTF-32 become UTF-8."""
    start = cast("io.BufferedReader", stream).peek(_BYTES_THAT_TELL)[:_BYTES_THAT_TELL]
    wide = find_wide_encoding(start)
    return codecs.EncodedFile(stream, "utf-8", wide) if wide else stream


def _filled_lines(stream: "BinaryIO | codecs.StreamRecoder") -> Iterator[_Line]:
    """Yield the lines that are not blank, with their numbers."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield _Line(number, None)
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _Line(number, line.removeprefix(codecs.BOM_UTF8))


def _first_lines(lines: Iterator[_Line]) -> list[_Line]:
    first: list[_Line] = []
    size = 0
    for line in lines:
        first.append(line)
        size += len(line.content or b"")
        if len(first) == _LINES_LOOKED_AT or size > _BYTES_LOOKED_AT:
            break
    return first


def _record(
    line: bytes, number: int, where: str, decoder: "msgspec.json.Decoder[msgspec.Struct]", columns: Columns
) -> Record | ReadingError:
    encoding, notes = "utf-8", []
    try:
        row = decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            decoded = decode(line, where)
            row = decoder.decode(decoded.text)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            return ReadingError(where, f"is no JSON object: {error}", _FIELDS, "correct the line")
        except ReadingError as error:
            return error
        encoding, notes = decoded.encoding, decoded.notes
    values = dict(zip(columns.of.values(), msgspec.structs.astuple(row), strict=True))
    return record_of(
        values,
        columns,
        where=where,
        part=str(number),
        place=f"line {number}",
        encoding=encoding,
        notes=notes,
    )
