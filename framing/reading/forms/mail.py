"""Records from e-mail and from pages saved as one file (room: reading): .eml, .mhtml and .mht, which are all MIME.

A mail's subject is its article's title and its date that of publication. A page that a browser saved as MIME says more
of itself than its envelope, whose date is that of saving.
"""

import email.policy
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from framing.errors import ReadingError
from framing.reading.forms.page import read_page, read_whole
from framing.reading.metadata import Metadata, join
from framing.reading.options import ReadingOptions
from framing.reading.records import Record
from framing.reading.vocabulary import load_vocabulary

_WRAPPED_AT = 50
_LONGEST_WRAPPED = 80
# What mail programs put before the subject of a mail that is answered or passed on.
_PASSED_ON = re.compile(
    r"(?:\s*(?:fwd?|re|aw|wg|antw|doorst|rv|res|enc|tr|sv|vs)(?:\[\d+\])?\s*:)+\s*(?=\S)", re.IGNORECASE
)
_ITEM = re.compile(r"\s|[-*•>]\s|\d+[.)]\s")


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the article of a mail, or of a page saved as one file.

    Raises `ReadingError` for what is no mail, for one without text, and as `read_page` does.
    """
    message = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(read_whole(stream, name))
    if not message.keys():
        raise ReadingError(
            name, "is no e-mail", "headers and a text", "save the mail again, or give its text as .txt"
        )
    part = message.get_body(("html",))
    text = message.get_body(("plain",))
    location = _header(part, "Content-Location") or _header(message, "Snapshot-Content-Location")
    if location and not _header(message, "Received"):
        yield _read_html(part, name, options, location)
        return
    try:
        record = _read_html(part, name, options, None)
    except ReadingError:
        if text is None:
            raise
        record = Record(unwrap(_text_of(text)))
    yield record._replace(metadata=join(_envelope(message, options), record.metadata))


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
    return Metadata(
        outlet=known.name if known else None,
        title=_PASSED_ON.sub("", subject, count=1) if _PASSED_ON.match(subject) else subject or None,
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
