"""Records from OpenDocument texts (room: reading), the form of LibreOffice: a zip archive with one XML file of text.

As in Word documents, tracked changes count as accepted, a table's row is a line, and notes and comments are left out.
"""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

from framing.errors import ReadingError
from framing.reading.forms.exports import articles_in
from framing.reading.metadata import Metadata
from framing.reading.options import ReadingOptions
from framing.reading.records import Record

_CALLED = "an OpenDocument text"
_MOST_BYTES = 100_000_000
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LEFT_OUT = frozenset(
    {f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}table-of-content"}
)
_TITLE_PLACES = 6
_MOST_SPACES = 100


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the article of a document, or those of an export. Raises `ReadingError` for one that cannot be read."""
    try:
        with zipfile.ZipFile(stream) as archive:
            if archive.getinfo("content.xml").file_size > _MOST_BYTES:
                raise ReadingError(
                    name, "holds more than 100 MB of text", _CALLED, "split it into several documents"
                )
            root = ElementTree.fromstring(archive.read("content.xml"))
    except ReadingError:
        raise
    except Exception as error:  # a damaged archive fails in many ways
        raise ReadingError(
            name,
            "cannot be read: it is damaged, or protected by a password",
            _CALLED,
            "open it in a word processor and save it again, without a password",
        ) from error
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ReadingError(
            name, "is an OpenDocument file without a text document", _CALLED, "save a table as .xlsx or CSV"
        )
    blocks = list(_blocks(body))
    title = next((text for text, top in blocks[:_TITLE_PLACES] if top), None)
    text = "\n\n".join(text for text, _ in blocks)
    yield from articles_in(Record(text, metadata=Metadata(title=title)), name)


def _blocks(element: ElementTree.Element) -> Iterator[tuple[str, bool]]:
    """Yield the paragraphs under an element, and whether each is a heading of the first level or a title."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            text = _text(child).strip()
            top = child.get(f"{_TEXT}outline-level") == "1" or child.get(f"{_TEXT}style-name") == "Title"
            if text:
                yield text, top
        elif child.tag == f"{_TABLE}table-row":
            cells = ["\n".join(text for text, _ in _blocks(cell)) for cell in child]
            if any(cells):
                yield "\t".join(cells).strip(), False
        else:
            yield from _blocks(child)


def _text(element: ElementTree.Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * _count_of_spaces(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag not in _LEFT_OUT:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _count_of_spaces(words: str) -> int:
    """Return how many spaces an element stands for; a page has no room for more than a hundred in a row."""
    return min(int(words[:9]), _MOST_SPACES) if words.isdecimal() else 1
