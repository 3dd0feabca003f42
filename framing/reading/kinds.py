"""What a file is (room: reading): found by its first bytes, and by its ending where those are plain text.

A kind's name is the name of its module in `framing.reading.forms`; the module is imported when a file needs it.
"""

import codecs
import importlib
import re
from collections.abc import Collection
from types import ModuleType
from typing import NamedTuple

from framing.errors import ReadingError
from framing.reading.decode import find_wide_encoding
from framing.reading.forms.rows import begins_like_table

HEAD_BYTES = 32_768
EVERYTHING = (
    "text, Markdown, JSON Lines, CSV, Excel, Parquet, saved pages, mail, Word, PDF; .zip and .gz of these"
)


class Kind(NamedTuple):
    """A form of input.

    `starts` matches the first bytes of such a file, and where `signed` is true there is none without them. `members`
    are files that a zip archive of this kind holds. `seeks` is true where the form is read from several places of the
    file; its stream can then seek. `splits` is true where a part of its records can be read alone.
    `remedy` is what to do where the form is not read.
    """

    name: str
    called: str
    endings: tuple[str, ...]
    starts: re.Pattern[bytes] | None = None
    signed: bool = False
    members: tuple[str, ...] = ()
    seeks: bool = False
    splits: bool = False
    remedy: str = ""


def _starts(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


_AS_TEXT = "save it as plain text (.txt)"
_UNPACK = "unpack it and give the folder"
# A header that only machines write, within the lines of headers at the top.
_MAIL = rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}?(?:mime-version|received|return-path|message-id|delivered-to):"
# A comment is taken whole or not at all: to try where else it might end takes time without end.
_COMMENT = rb"(?><!--(?:(?!-->).){0,2000}-->\s*)"
_PAGE = rb"\s*(?:<\?xml[^>]*>\s*)?" + _COMMENT + rb"{0,9}(?:<!doctype\s+html|<html|<head[\s>]|<body[\s>])"

TEXT = Kind("text", "plain text", (".txt", ".text", ".md", ".markdown"))
TABLES = Kind("tables", "a table", (".csv", ".tsv", ".tab"), splits=True)
GZIP = Kind("gzip", "a .gz file", (".gz",), _starts(rb"\x1f\x8b"), signed=True)
ZIP = Kind("zip", "a .zip archive", (".zip",), _starts(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)"), signed=True)

# The first whose bytes fit is taken, so what is most exact stands first.
KINDS = (
    TEXT,
    TABLES,
    GZIP,
    ZIP,
    Kind(
        "word",
        "a Word document",
        (".docx",),
        signed=True,
        members=("word/document.xml",),
        seeks=True,
    ),
    Kind("odt", "an OpenDocument file", (".odt", ".ods"), signed=True, members=("content.xml",), seeks=True),
    Kind(
        "sheets",
        "an Excel workbook",
        (".xlsx", ".xlsm"),
        signed=True,
        members=("xl/workbook.xml",),
        seeks=True,
    ),
    Kind("parquet", "a Parquet file", (".parquet",), _starts(rb"PAR1"), signed=True, seeks=True, splits=True),
    Kind("pdf", "a PDF", (".pdf",), _starts(rb"\s{0,9}%PDF-"), signed=True, seeks=True),
    Kind("rtf", "an RTF document", (".rtf",), _starts(rb"\{\\rtf"), signed=True),
    Kind("warc", "a web archive", (".warc",), _starts(rb"WARC/\d"), signed=True, remedy=_AS_TEXT),
    Kind("page", "a saved page", (".html", ".htm", ".xhtml"), _starts(_PAGE), remedy=_AS_TEXT),
    Kind("mail", "an e-mail", (".eml", ".mhtml", ".mht"), _starts(_MAIL), remedy=_AS_TEXT),
    Kind("jsonl", "JSON Lines", (".jsonl", ".ndjson"), _starts(rb'\s*\{[ \t]*"'), splits=True),
    Kind("json", "JSON", (".json",), _starts(rb'\s*\[?\s*\{\s*"')),
    # Known, so that what to do can be told, and not read.
    Kind(
        "old-office",
        "an old Office document, or one locked with a password",
        (".doc", ".xls", ".msg"),
        _starts(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        signed=True,
        remedy="open it and save it without a password as .docx, .xlsx or plain text",
    ),
    Kind("epub", "an e-book", (".epub",), signed=True, members=("META-INF/container.xml",), remedy=_AS_TEXT),
    Kind("rar", "a .rar archive", (".rar",), _starts(rb"Rar!\x1a\x07"), signed=True, remedy=_UNPACK),
    Kind("7z", "a .7z archive", (".7z",), _starts(rb"7z\xbc\xaf\x27\x1c"), signed=True, remedy=_UNPACK),
    Kind("xz", "an .xz file", (".xz",), _starts(rb"\xfd7zXZ\0"), signed=True, remedy=_UNPACK),
    Kind("bzip2", "a .bz2 file", (".bz2",), _starts(rb"BZh[1-9]1AY&SY"), signed=True, remedy=_UNPACK),
    Kind("zstd", "a .zst file", (".zst",), _starts(rb"\x28\xb5\x2f\xfd"), signed=True, remedy=_UNPACK),
    Kind("tar", "a .tar archive", (".tar", ".tgz"), _starts(rb".{257}ustar"), signed=True, remedy=_UNPACK),
    Kind(
        "picture",
        "a picture",
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"),
        _starts(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*"),
        signed=True,
        remedy="put its text, typed or read by text recognition, into a .txt",
    ),
)
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
_ENDING = re.compile(r"(?<=[^/])\.[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*\Z")


def find_kind(head: bytes, name: str) -> Kind:
    """Return what a file is, by its first bytes (some thousands, or all) and its name.

    Raises `ReadingError` for an ending that is none of ours, and for one that promises what the bytes are not.
    """
    plain = _as_utf8(head)
    for kind in KINDS:
        if kind.starts and kind.starts.match(plain):
            return kind
    kind = _by_ending(name, head)
    # Spreadsheets save tables as text with tabs, under the ending .txt.
    return TABLES if kind == TEXT and begins_like_table(plain) else kind


def find_zip_kind(members: Collection[str]) -> Kind:
    """Return what a zip archive is, by the names of the files in it: a document of some kind, or a plain archive."""
    return next((kind for kind in KINDS if not set(kind.members).isdisjoint(members)), ZIP)


def load_form(kind: Kind, name: str) -> ModuleType:
    """Return the module that reads a kind. Raises `ReadingError` where there is none."""
    module = f"framing.reading.forms.{kind.name}"
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise ReadingError(name, f"is {kind.called}, which is not read", "", kind.remedy) from None


def without_ending(name: str) -> str:
    """Return a name without the ending of its form and that of its packing: ``a.csv.gz`` is ``a``."""
    for packing in GZIP.endings:
        if name.lower().endswith(packing):
            name = name[: -len(packing)]
    found = _ENDING.search(name)
    return name[: found.start()] if found else name


def _by_ending(name: str, head: bytes) -> Kind:
    ending = _ending(name)
    if not ending:
        return TEXT
    kind = _BY_ENDING.get(ending)
    if kind is None:
        raise ReadingError(
            name,
            f"files of the kind {ending!r} are not read",
            EVERYTHING,
            "where it holds the text of an article, give its name the ending .txt",
        )
    if kind.signed and not head:
        raise ReadingError(name, "is empty", kind.called, "remove it, or save or copy it again")
    if kind.signed:
        raise ReadingError(
            name,
            f"is named {ending}, but is not {kind.called} or is damaged",
            kind.called,
            "save or copy it again, or give it the ending of what it is",
        )
    return kind


def _ending(name: str) -> str:
    found = _ENDING.search(name)
    return found.group().lower() if found else ""


def _as_utf8(head: bytes) -> bytes:
    """Return the first bytes as they would stand in UTF-8 without a byte order mark."""
    wide = find_wide_encoding(head)
    if wide:
        return head.decode(wide, "ignore").encode("utf-8", "ignore")
    return head.removeprefix(codecs.BOM_UTF8)
