"""Records from Word documents (room: reading): the text as its writer sees it, one paragraph a line.

Changes that are tracked count as accepted. Text boxes stand where they are anchored, a table's row is a line.
Left out: footnotes, endnotes, comments, headers, footers, and the properties, whose title is seldom the article's.
"""

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.errors import ReadingError
from framing.reading.forms.exports import articles_in
from framing.reading.forms.markup import lines_of
from framing.reading.metadata import Metadata
from framing.reading.options import ReadingOptions
from framing.reading.records import Record, needs_extra

_CALLED = "a Word document"
_MOST_BYTES = 100_000_000  # of XML, unpacked: many hundred articles
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='title'] => h1:fresh"


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the article of a document, or those of an export. Raises `ReadingError` for one that cannot be read."""
    try:
        import mammoth
    except ImportError:
        raise needs_extra(name, _CALLED, "documents") from None
    _check_size(stream, name)
    try:
        page = mammoth.convert_to_html(
            stream, style_map=_STYLES, convert_image=mammoth.images.img_element(_no_image)
        ).value
    except Exception as error:  # whatever the library stumbles over, the file is not what Word writes
        raise _damaged(name) from error
    marked = lines_of(page)
    yield from articles_in(Record("\n\n".join(marked.lines), metadata=Metadata(title=marked.title)), name)


def _check_size(stream: BinaryIO, name: str) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            size = sum(member.file_size for member in archive.infolist() if member.filename.endswith(".xml"))
    except Exception as error:  # a damaged archive fails in many ways
        raise _damaged(name) from error
    if size > _MOST_BYTES:
        raise ReadingError(name, "holds more than 100 MB of text", _CALLED, "split it into several documents")
    stream.seek(0)


def _damaged(name: str) -> ReadingError:
    return ReadingError(
        name, "cannot be read: it is damaged", _CALLED, "copy it again, or save it again in a word processor"
    )


def _no_image(image: Any) -> dict[str, str]:
    return {}
