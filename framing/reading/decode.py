"""Bytes to text (room: reading): UTF-8, UTF-16 with and without a byte order mark, else Windows-1252 or Latin-1."""

import codecs
from typing import NamedTuple

from framing.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_NO_CONTROLS = bytes(range(256)).translate(None, _CONTROLS)
_MOST_CONTROL_SHARE = 0.01
_SAMPLE_BYTES = 4096
_FEWEST_NULS_SHARE = 0.6
_REMEDY = "give plain text, or a file whose name ends in what it is: .pdf, .docx, .html"


class Decoded(NamedTuple):
    """Text, the encoding it had, and what a reader should know of the decoding."""

    text: str
    encoding: str
    notes: list[str]


def decode(data: bytes, where: str) -> Decoded:
    """Decode the bytes of a text file; empty bytes give an empty text.

    Raises `ReadingError` for binary data.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, where, f"decoded from {encoding.upper()} by its byte order mark")
    wide = _wide_encoding(data)
    if wide:
        return _decoded(data, wide, where, f"decoded from {wide.upper()}, which has no byte order mark")
    if b"\0" in data[:_SAMPLE_BYTES]:
        raise ReadingError(where, "is binary data", "text", _REMEDY)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_western(data, where)
    check_controls(text, where)
    return Decoded(text, "utf-8", [])


def find_wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 that the first bytes of a text show, or None where a letter has one byte."""
    for mark, encoding in _MARKS:
        if data.startswith(mark) and encoding != "utf-8-sig":
            return encoding
    return _wide_encoding(data)


def check_controls(text: str, where: str) -> None:
    """Raise `ReadingError` for a text with NUL or with more than one control character in a hundred."""
    # What is left of a text without all else: counted in a fifth of the time that a pattern takes.
    controls = len(text.encode("latin-1", "ignore").translate(None, _NO_CONTROLS))
    if "\0" in text or controls > _MOST_CONTROL_SHARE * len(text):
        raise ReadingError(where, "is binary data", "text", _REMEDY)


def _decoded(data: bytes, encoding: str, where: str, note: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(
            where, f"cannot be decoded as {encoding}: {error.reason}", "text", "save it as UTF-8"
        ) from error
    check_controls(text, where)
    return Decoded(text, encoding, [] if encoding == "utf-8-sig" else [note])


def _decode_western(data: bytes, where: str) -> Decoded:
    for encoding in ("cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        check_controls(text, where)
        note = f"decoded as {encoding} because it is not valid UTF-8; check its accents and quotation marks"
        return Decoded(text, encoding, [note])
    raise AssertionError("latin-1 decodes all bytes")


def _wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 of text that is mostly Latin: there every second byte is NUL and the others are not."""
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[0::2], sample[1::2]
    if len(data) % 2 or not odd:
        return None
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if high.count(0) >= _FEWEST_NULS_SHARE * len(high) and low.count(0) == 0:
            return encoding
    return None
