"""What a web page says (room: reading): the lines of its article, and what its metadata tell of it.

trafilatura finds the article in the page; what is taken from it here is text as it stands there, a paragraph a line.
Metadata come from the page's own JSON-LD (schema.org), from its meta elements, and from what a browser noted in saving.
"""

import html as markup
import json
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from framing.reading.lines import words_of

_ENOUGH_WORDS = 60
_MOST_ELEMENTS = 50_000  # news pages have some thousands, and the time may grow with the square
_SAME_HEADLINE_SHARE = 0.5
_FEWEST_HEADLINE_WORDS, _MOST_HEADLINE_WORDS = 2, 40
_LAST_DAY = "2199-12-31"  # trafilatura's default is today, and a page must not read differently tomorrow
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_SITE_AT_END = re.compile(
    r"\s*(?:[|\u2022\u00b7\u00bb\u203a]|\s[-\u2013\u2014])\s+([^|\u2022\u00b7\u00bb\u203a]+)\Z"
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
# What a browser packs into a page when it saves it as one file (pictures, fonts) is no part of the text.
_PACKED_FILE = re.compile(r"data:[\w/+.-]+(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=%]{64,}")
# Posts of others that a page embeds are no words of the article, and its text would not say whose they are.
_POST = (
    "//blockquote[contains(@class, 'tweet') or contains(@class, 'instagram') or contains(@class, 'embed')]"
)
_ARTICLE_TYPES = ("article", "blogposting", "report")
_SEEN = "//body//text()[not(parent::script or parent::style or parent::template)]"


class Page(NamedTuple):
    """An article as a page shows it: its lines in order, and what the page says of it, each None where it does not.

    `published` is a day (YYYY-MM-DD), `site` the name that the site gives itself, `byline` who signs, parted by
    semicolons. `links` are the texts of the page's links, folded, `seen` all that a reader can see of the page and of
    its notes to those without scripts, `has_scripts` whether it has programs of its own.
    `is_free` is False where the page says that one must pay to read on.
    """

    lines: list[str]
    title: str | None
    published: str | None
    site: str | None
    url: str | None
    byline: str | None
    links: frozenset[str]
    seen: str
    has_scripts: bool
    is_free: bool


def extract_page(html: str, url: str | None = None) -> Page | None:
    """Return the article of a page and what the page says of it; None for what is no HTML, or more than a page.

    `url` is the page's address where it is known otherwise; it wins over what the page says.
    """
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # faults are told in rejects
    saved_from = _SAVED_FROM.search(html[:5000])
    html = _PACKED_FILE.sub("data:,", html)
    tree = load_html(html)
    if tree is None or not len(tree) or tree.xpath("count(//*)") > _MOST_ELEMENTS:
        return None
    dates = {"original_date": True, "extensive_search": False, "max_date": _LAST_DAY}
    known = extract_metadata(tree, None, dates, True)
    stated = _article_data(tree)
    address = _web_address(url) or _web_address(saved_from and saved_from[1]) or _web_address(known.url)
    publisher = next(iter(_names_of(stated.get("publisher"))), None)
    site = _meta(tree, "og:site_name") or publisher or _meta(tree, "application-name")
    day = _DAY.match(str(stated.get("datePublished") or ""))
    return Page(
        lines=_article_lines(tree, address),
        title=_headline(tree, _text(stated.get("headline")) or known.title, site),
        published=day.group() if day else known.date,
        site=site,
        url=address,
        byline="; ".join(_names_of(stated.get("author"))) or known.author,
        links=frozenset(" ".join(words_of(link.text_content())) for link in tree.iter("a")) - {""},
        seen=_seen_text(tree),
        has_scripts=next(tree.iter("script", "noscript"), None) is not None,
        is_free=str(stated.get("isAccessibleForFree", True)).lower() != "false",
    )


def _article_lines(tree: Any, url: str | None) -> list[str]:
    """Return the lines of the article, by the strictest settings that find one.

    Tables are set aside as figures; only where no article is found outside them are they taken for the layout of the
    page, as in mail and on old sites.
    """
    best = _extract(tree, url, strict=True)
    if _count(best) < _ENOUGH_WORDS:
        tree = deepcopy(tree)
        for element in tree.iter("table", "thead", "tbody", "tr", "td", "th"):
            element.tag = "div"
        for strict in (True, False):
            lines = _extract(tree, url, strict)
            if _count(lines) >= _ENOUGH_WORDS:
                return lines
            best = best or lines
    return best


def _extract(tree: Any, url: str | None, strict: bool) -> list[str]:
    from trafilatura import bare_extraction

    found = bare_extraction(
        tree,
        url=url,
        include_comments=False,
        include_tables=False,
        favor_precision=strict,
        prune_xpath=_POST,
    )
    text = getattr(found, "text", None) or ""
    return [line for raw in text.splitlines() if (line := " ".join(raw.split()))]


def _count(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)


# --- what the page says of itself ---------------------------------------------------------------------------


def _article_data(tree: Any) -> dict[str, Any]:
    """Return the first article among the page's JSON-LD, or an empty table."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                parsed = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            for node in _nodes(parsed):
                types = node.get("@type")
                names = types if isinstance(types, list) else [types]
                if any(str(name).lower().endswith(_ARTICLE_TYPES) for name in names):
                    return node
    return {}


def _nodes(parsed: Any) -> Iterator[dict[str, Any]]:
    for node in parsed if isinstance(parsed, list) else [parsed]:
        if isinstance(node, dict):
            yield node
            yield from _nodes(node.get("@graph") or [])


def _names_of(value: Any) -> list[str]:
    """Return the names of people or organisations in JSON-LD, which writes one or several, as words or as tables."""
    each = value if isinstance(value, list) else [value]
    return [name for one in each if (name := _text(one.get("name")) if isinstance(one, dict) else _text(one))]


def _text(value: Any) -> str | None:
    return " ".join(markup.unescape(value).split()) or None if isinstance(value, str) else None


def _meta(tree: Any, name: str) -> str | None:
    for element in tree.iter("meta"):
        if (element.get("property") or element.get("name") or "").lower() == name:
            return _text(element.get("content"))
    return None


def _web_address(words: str | None) -> str | None:
    try:
        parts = urlsplit(words or "")
    except ValueError:
        return None
    return words if parts.scheme in ("http", "https") and parts.hostname else None


def _headline(tree: Any, title: str | None, site: str | None) -> str | None:
    """Return the headline as the page prints it, else its title without the site's name.

    Pages are titled once for readers and once for search engines and for sharing; a heading of the first rank that
    has half of the title's words, or the title half of the heading's, is the one for readers.
    """
    plain = _without_site(title, site) if title else None
    wanted = set(words_of(plain or ""))
    for heading in tree.iter("h1"):
        printed = _text(" ".join(heading.itertext())) or ""
        words = set(words_of(printed))
        both = len(wanted & words)
        fits = _FEWEST_HEADLINE_WORDS <= len(words) <= _MOST_HEADLINE_WORDS
        if fits and both >= _SAME_HEADLINE_SHARE * min(len(wanted), len(words)):
            return printed
    return plain


def _without_site(title: str, site: str | None) -> str:
    """Return a title without the name of the site, and of its sections, that ends it after a bar or a dash."""
    names = "".join(words_of(site or ""))
    while found := _SITE_AT_END.search(title):
        end = "".join(words_of(found[1]))
        bar = not found.group().lstrip().startswith(("-", "\u2013", "\u2014"))
        if not bar and not (end and names and (end in names or names in end)):
            break
        title = title[: found.start()]
    return title


def _seen_text(tree: Any) -> str:
    """Return the text that a reader of the page sees, and the notes to readers whose browser runs no scripts."""
    return " ".join(" ".join(tree.xpath(_SEEN)).split())
