"""Records from plain text and Markdown (room: reading): a file is an article, or an export of many."""

from collections.abc import Iterator
from typing import BinaryIO

from framing.errors import ReadingError
from framing.reading.article import MOST_BYTES, too_large
from framing.reading.decode import Decoded, decode
from framing.reading.forms.exports import split_export
from framing.reading.options import ReadingOptions
from framing.reading.records import Record

# An article has at most 5 MB; an export of a database may hold hundreds.
_MOST_EXPORT_BYTES = 64_000_000


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the article of a text, or those of an export. Raises `ReadingError` for binary data and for too much."""
    data = stream.read(_MOST_EXPORT_BYTES + 1)
    if len(data) > _MOST_EXPORT_BYTES:
        raise too_large(name)
    yield from records_of(decode(data, name), name)


def records_of(decoded: Decoded, name: str) -> Iterator[Record | ReadingError]:
    """Yield the records of a text, from whatever form it was taken: one article, or those of an export."""
    exported = split_export(decoded.text, name)
    if exported is None:
        if len(decoded.text) > MOST_BYTES:
            raise too_large(name)
        exported = [Record(decoded.text, encoding=decoded.encoding, notes=decoded.notes, front_matter=True)]
    yield from exported
