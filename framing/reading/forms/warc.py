"""Records from web archives (room: reading): each page that a crawler was given, as WARC keeps it (ISO 28500)."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.errors import ReadingError
from framing.reading.forms.page import MOST_PAGE_BYTES, PAGE_TYPES, charset_of, read_page
from framing.reading.options import ReadingOptions
from framing.reading.records import Record, needs_extra


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the pages of a web archive in order; a page without an article is an error among them.

    Requests, redirects, errors and all that is no HTML are passed over. An archive that breaks off ends with an error,
    and so does one without any page. Raises `ReadingError` where the extra `web` is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise needs_extra(name, "a web archive", "web") from None

    count = 0
    try:
        for record in ArchiveIterator(stream):
            if not _is_page(record):
                continue
            count += 1
            yield _read(record, count, name, options)
    except ArchiveLoadFailed as error:
        yield ReadingError(
            name,
            f"breaks off or is damaged after {count} page{'' if count == 1 else 's'}: {_short(error)}",
            "a whole web archive",
            "copy or save it again; the pages before that were read",
        )
        return
    if not count:
        yield ReadingError(name, "holds no web page", "pages (HTML, status 200)", "check what was archived")


def _is_page(record: Any) -> bool:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    if record.rec_type not in ("response", "resource") or headers is None:
        return False
    if record.rec_type == "response" and headers.get_statuscode() != "200":
        return False
    return str(headers.get_header("Content-Type") or "").split(";")[0].strip().lower() in PAGE_TYPES


def _read(record: Any, number: int, name: str, options: ReadingOptions) -> Record | ReadingError:
    url = record.rec_headers.get_header("WARC-Target-URI")
    place = f"page {number}"
    where = f"{name}, {place} ({url})"
    headers = record.http_headers or record.rec_headers
    try:
        html = record.content_stream().read(MOST_PAGE_BYTES + 1)
        if len(html) > MOST_PAGE_BYTES:
            return ReadingError(where, "is larger than 80 MB", "one article", "leave it out")
        record.raw_stream.read()
        if record.raw_stream.limit:  # fewer bytes came than the record announces
            return ReadingError(where, "breaks off", "a whole page", "copy or save the archive again")
        page = read_page(html, where, options, url, charset_of(headers.get_header("Content-Type")))
    except ReadingError as error:
        return error
    except Exception as error:  # whatever is wrong with one page, the next ones are read
        return ReadingError(where, f"cannot be read: {_short(error)}", "", "save this page again")
    return page._replace(part=str(number), place=place)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
