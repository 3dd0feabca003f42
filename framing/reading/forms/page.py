"""Records from saved web pages (room: reading): one page, one article, or the reason why the page holds none."""

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO

from framing.errors import ReadingError
from framing.reading.article import MOST_BYTES
from framing.reading.decode import Decoded, decode
from framing.reading.forms.exports import split_page
from framing.reading.lines import lines_in, words_of
from framing.reading.metadata import Metadata
from framing.reading.options import ReadingOptions
from framing.reading.records import Record
from framing.reading.vocabulary import Furniture, load_furniture
from framing.reading.webpage import Page, extract_page
from framing.resources import shipped_languages

# A page that carries its pictures and fonts within is far longer than what it says.
MOST_PAGE_BYTES = 16 * MOST_BYTES
PAGE_TYPES = ("text/html", "application/xhtml+xml")
_HEAD_BYTES = 4096
# Browsers read these as Windows-1252, and pages are written so.
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_BROKEN = "\ufffd"
_MOST_BROKEN_SHARE = 0.001
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_SHORT_WORDS = 100
_DOUBTFUL_WORDS = 250
_LINK_SHARE = 0.5
_FEWEST_LINKS = 5

# Faults of a page by the class of their words in the lexicon of furniture: what was found, and the way out.
_FAULTS = {
    "cookie-notice": (
        "shows a notice about cookies in place of an article",
        "answer the notice in the browser, then save the page again",
    ),
    "robot-check": (
        "shows a check for robots in place of an article",
        "open the page in a browser, and save it from there",
    ),
    "page-missing": (
        "is the site's page for an address that leads to no article",
        "look for the article's new address, or leave the page out",
    ),
    "paywall": (
        "shows only the beginning of an article that one must pay or sign in to read",
        "sign in to the site in the browser and save the page again, or give the article's text",
    ),
    "script-needed": (
        "holds no article until a browser runs its scripts",
        "open it in a browser, wait for the article, and save it from there as a single file (.mhtml) or as text",
    ),
}
_LINKS = ("is a list of links to articles", "open the articles and save the page of each")
_NOTHING = ("holds no article", "check that the article's own page was saved, and all of it")


def read_records(stream: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Record | ReadingError]:
    """Yield the article of a saved page, or those of an export that was saved as one. Raises as `read_page` does."""
    decoded = decode_page(read_whole(stream, name), name, None)
    exported = split_page(decoded.text, name)
    yield from [read_page(decoded, name, options)] if exported is None else exported


def read_whole(stream: BinaryIO, name: str) -> bytes:
    """Return all bytes of a page or mail. Raises `ReadingError` where there are more than 80 MB."""
    data = stream.read(MOST_PAGE_BYTES + 1)
    if len(data) > MOST_PAGE_BYTES:
        raise ReadingError(name, "is larger than 80 MB", "one article", "give the article's text")
    return data


def read_page(
    html: bytes | str | Decoded,
    where: str,
    options: ReadingOptions,
    url: str | None = None,
    charset: str | None = None,
) -> Record:
    """Return the article of a page as a record; `url` and `charset` are what came with the page, not in it.

    Raises `ReadingError` for what is no HTML, and for a page without an article: a notice about cookies, the first
    sentences before a paywall, an error, a page that its scripts would have to fill, a list of links.
    """
    if isinstance(html, bytes):
        html = decode_page(html, where, charset)
    decoded = Decoded(html, "utf-8", []) if isinstance(html, str) else html
    page = extract_page(decoded.text, url)
    if page is None:
        raise ReadingError(
            where, "is empty, broken or no web page", "HTML", "save the page again, or give its text as .txt"
        )
    words = sum(len(line.split()) for line in page.lines)
    # What keeps an article from a reader is said in any language, and tells none where no article is.
    known = [options.vocabulary.furniture] if options.vocabulary else []
    holds = partial(_holds, [*known, *map(load_furniture, shipped_languages())])
    fault = _fault_of(page, words, holds)
    if fault is not None:
        found, remedy = fault
        raise ReadingError(where, found, "a page with an article", remedy)
    notes = [*decoded.notes]
    if words < _DOUBTFUL_WORDS and (not page.is_free or holds("paywall", page.seen)):
        notes.append("the page asks readers to pay or sign in: the article may go on behind that")
    metadata = Metadata(
        title=page.title, published=page.published, url=page.url, site=page.site, byline=page.byline
    )
    return Record("\n\n".join(page.lines), metadata=metadata, encoding=decoded.encoding, notes=notes)


def _holds(each: Sequence[Furniture], name: str, text: str) -> bool:
    """Return whether a text holds a phrase of a class in any language."""
    return any(furniture.place(name, text) for furniture in each)


def _fault_of(page: Page, words: int, holds: Callable[[str, str], bool]) -> tuple[str, str] | None:
    """Return what a page holds in place of an article and the way out, or None for a page with an article."""
    if _is_list_of_links(page):
        return _LINKS
    if words >= _SHORT_WORDS:
        return None
    text = "\n".join(page.lines)
    if holds("page-missing", page.title or ""):
        return _FAULTS["page-missing"]
    for name in ("cookie-notice", "robot-check", "script-needed"):
        if holds(name, text):
            return _FAULTS[name]
    if not page.is_free or holds("paywall", page.seen):
        return _FAULTS["paywall"]
    if any(line.is_prose for line in lines_in(text)):
        return None
    for name, fault in _FAULTS.items():
        if holds(name, page.seen):
            return fault
    return _FAULTS["script-needed"] if page.has_scripts and not page.seen else _NOTHING


def _is_list_of_links(page: Page) -> bool:
    """Return whether most of what was found stands in links, as on the front page of a site."""
    keys = [(" ".join(words_of(line)), len(line.split())) for line in page.lines]
    linked = [count for key, count in keys if key in page.links]
    return len(linked) >= _FEWEST_LINKS and sum(linked) > _LINK_SHARE * sum(count for _, count in keys)


def charset_of(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type names, or None."""
    for parameter in (content_type or "").split(";")[1:]:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            return value.strip(" \"'") or None
    return None


def decode_page(data: bytes, where: str, charset: str | None) -> Decoded:
    """Decode a page: by a byte order mark, else as it came (`charset`), else as it says itself, else as UTF-8.

    As in a browser, a few bytes that break the encoding become marks; where they are many, the next guess is tried.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, where)
    said = _CHARSET.search(data[:_HEAD_BYTES])
    for name in (charset, said and said[1].decode("ascii"), "utf-8"):
        try:
            codec = codecs.lookup(name or "").name
            text = data.decode(_AS_BROWSERS_DO.get(codec, codec), "replace").replace("\0", "")
        except (LookupError, UnicodeError):
            continue
        if text.count(_BROKEN) <= _MOST_BROKEN_SHARE * len(text):
            return Decoded(text, _AS_BROWSERS_DO.get(codec, codec), [])
    return decode(data, where)
