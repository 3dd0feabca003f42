"""Records from e-mail and from pages saved as one file (room: reading): .eml, .mhtml and .mht, which are all MIME.

A mail's subject is its article's title and its date that of publication. A page that a browser saved as MIME says more
of itself than its envelope, whose date is that of saving.
"""

import email.policy
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, BinaryIO

from framing.errors import ReadingError
from framing.reading.forms.page import read_page, read_whole
from framing.reading.kinds import HEAD_BYTES, ZIP, Kind, find_kind, find_zip_kind, load_form
from framing.reading.metadata import Metadata, join
from framing.reading.options import ReadingOptions
from framing.reading.records import Record
from framing.reading.unpacking import DAMAGE, DEEPEST, damaged
from framing.reading.vocabulary import load_vocabulary

# The forms of what is attached that may be an article.
_ATTACHED = ("page", "text", "word", "odt", "rtf", "pdf")
_COVER_WORDS = 100
_WRAPPED_AT = 50
_LONGEST_WRAPPED = 80
# What mail programs put before the subject of a mail that is answered or passed on.
_PASSED_ON = re.compile(
    r"(?:\s*(?:fwd?|re|aw|wg|antw|doorst|rv|res|enc|tr|sv|vs)(?:\[\d+\])?\s*:)+\s*(?=\S)", re.IGNORECASE
)
_ITEM = re.compile(r"\s|[-*•>]\s|\d+[.)]\s")


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the article of a mail and those that are attached to it, or that of a page saved as one file.

    A few words before attached articles are a covering note and no article; what is attached and cannot be read is told
    in a note. Raises `ReadingError` for what is no mail, for one without text, and as `read_page` does.
    """
    message = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(read_whole(stream, name))
    if not message.keys():
        raise ReadingError(
            name, "is no e-mail", "headers and a text", "save the mail again, or give its text as .txt"
        )
    yield from _records_of(message, name, options, 0)


def _records_of(
    message: EmailMessage, name: str, options: ReadingOptions, depth: int
) -> Iterator[Record | ReadingError]:
    part = message.get_body(("html",))
    location = _header(part, "Content-Location") or _header(message, "Snapshot-Content-Location")
    if location and not _header(message, "Received"):
        yield _read_html(part, name, options, location)
        return
    attached: list[Record | ReadingError] = []
    left_out: list[str] = []
    for number, file in enumerate(_attachments(message), 1):
        called = file.get_filename() or file.get_content_type()
        found = _read_attached(file, f"{name}, attachment {number} ({called})", options, depth)
        if found is None:
            left_out.append(called)
            continue
        for one in found:
            inner = f"{number}-{one.part}" if isinstance(one, Record) and one.part else str(number)
            place = f"attachment {number} ({called})"
            attached.append(one._replace(part=inner, place=place) if isinstance(one, Record) else one)
    has_article = any(isinstance(one, Record) for one in attached)
    notes = (
        [f"attached and not read: {', '.join(left_out)}; save it as a file of its own"] if left_out else []
    )
    try:
        own = _own_text(message, part, name, options)
    except ReadingError:
        if not attached:
            raise
    else:
        words = len(own.text.split())
        if not (has_article and words < _COVER_WORDS):
            yield own._replace(
                metadata=join(_envelope(message, options), own.metadata), notes=[*own.notes, *notes]
            )
            notes = []
        else:
            notes.insert(0, f"attached to a mail, whose own {words} words are left out")
    for one in attached:
        yield one._replace(notes=[*one.notes, *notes]) if isinstance(one, Record) else one


def _own_text(message: EmailMessage, part: MIMEPart | None, name: str, options: ReadingOptions) -> Record:
    """Return what stands in the mail itself: its HTML, else its plain text."""
    text = message.get_body(("plain",))
    try:
        return _read_html(part, name, options, None)
    except ReadingError:
        if text is None:
            raise
        return Record(unwrap(_text_of(text)))


def _attachments(part: Any) -> Iterator[Any]:
    """Yield what is attached to a mail: files, and mails that were passed on whole; no pictures and no sounds."""
    if part.get_content_type() == "message/rfc822" or part.is_attachment():
        if part.get_content_maintype() not in ("image", "audio", "video"):
            yield part
    elif part.is_multipart():
        for one in part.iter_parts():
            yield from _attachments(one)


def _read_attached(
    part: Any, where: str, options: ReadingOptions, depth: int
) -> list[Record | ReadingError] | None:
    """Return the articles of an attached file, or None for a file of a form that holds no article."""
    if depth >= DEEPEST:
        return [ReadingError(where, "is attached too many times over", f"at most {DEEPEST} times", "save it")]
    try:
        if part.get_content_type() == "message/rfc822":
            return list(_records_of(part.get_payload(0), where, options, depth + 1))
        data = part.get_payload(decode=True) or b""
        kind = _kind_of(data, part.get_filename() or "")
        if kind is None:
            return None
        return list(load_form(kind, where).read_records(io.BufferedReader(io.BytesIO(data)), where, options))
    except ReadingError as error:
        return [error]
    except DAMAGE as error:
        return [damaged(where, error)]


def _kind_of(data: bytes, name: str) -> Kind | None:
    """Return which form of document a file is, or None for all else."""
    try:
        kind = find_kind(data[:HEAD_BYTES], name)
    except ReadingError:
        return None
    if kind == ZIP:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = find_zip_kind(archive.namelist())
    return kind if kind.name in _ATTACHED else None


def _read_html(part: MIMEPart | None, name: str, options: ReadingOptions, url: str | None) -> Record:
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes):
        raise ReadingError(
            name, "holds no text", "a mail with a text or a page", "save it again, or give its text as .txt"
        )
    return read_page(data, name, options, url, part.get_content_charset())


def _text_of(part: MIMEPart) -> str:
    try:
        return str(part.get_content(errors="replace"))
    except LookupError:  # a charset that nobody knows
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _envelope(message: EmailMessage, options: ReadingOptions) -> Metadata:
    """Return what the headers of a mail say; its sender is the outlet only where the registry knows the domain."""
    domain = parseaddr(_header(message, "From") or "")[1].rpartition("@")[2]
    organisations = (options.vocabulary or load_vocabulary("en", options.lexicons)).organisations
    known = organisations.find_domain(domain) if domain else None
    subject = _header(message, "Subject") or ""
    passed_on = _PASSED_ON.match(subject)
    return Metadata(
        outlet=known.name if known else None,
        title=subject[passed_on.end() :] if passed_on else subject or None,
        published=_day(_header(message, "Date")),
    )


def _day(words: str | None) -> str | None:
    try:
        found: datetime | None = parsedate_to_datetime(words) if words else None
    except ValueError:
        return None
    return found.date().isoformat() if found else None


def _header(message: MIMEPart | None, name: str) -> str | None:
    try:
        value = message[name] if message is not None else None
    except Exception:  # a header that breaks the rules is one that says nothing
        return None
    return " ".join(str(value).split()) or None if value is not None else None


def unwrap(text: str) -> str:
    """Return a text with the lines joined that a mail program broke at some width, a paragraph a line."""
    lines = text.splitlines()
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line.strip() and not _ITEM.match(line):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
        goes_on = _WRAPPED_AT <= len(line) <= _LONGEST_WRAPPED
    return "\n".join(joined)
