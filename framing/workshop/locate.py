"""Where words that somebody wrote down by hand stand in an article (room: workshop)."""

import re
from typing import NamedTuple

from framing.errors import UsageError
from framing.schema import Article, Span, Where
from framing.workshop.correction_entries import PlaceEntry


class Place(NamedTuple):
    """A passage: its offsets, in the text or in a title that stands apart."""

    span: Span
    where: Where


# What a hand writes and what a press prints differ in these.
_ALIKE = ("'‘’ʼ", '"“”„«»', "-‐‑–—")


def locate(article: Article, entry: PlaceEntry, where: str) -> Place:
    """Return where the words of an entry stand, whatever their line ends and the shape of their quotation marks.

    `where` is how a message names the entry. Raises `UsageError` for words that stand nowhere, or at several places
    without a word on which is meant, and for offsets outside the text.
    """
    wheres: list[Where] = ["title", "text"] if article.title_stands_apart else ["text"]
    if entry.span is not None:
        return _check_span(article, entry.span, entry.where or "text", where)
    pattern = _pattern(entry.text or "")
    found = [
        Place(match.span(), place)
        for place in wheres
        if entry.where in (None, place)
        for match in pattern.finditer(text_of(article, place))
    ]
    if not found:
        raise UsageError(
            where,
            f"{_short(entry.text or '')!r} stands nowhere in {article.id}",
            "the words as they stand there, with their capital letters",
            "copy them from the report or the article",
        )
    if entry.occurrence is None and len(found) > 1:
        raise UsageError(
            where,
            f"{_short(entry.text or '')!r} stands {len(found)} times in {article.id}",
            f"occurrence = 1 to {len(found)}",
            "say which one you mean, or give more words around it",
        )
    if (entry.occurrence or 1) > len(found):
        raise UsageError(
            where,
            f"occurrence is {entry.occurrence}, but the words stand {len(found)} "
            f"{'time' if len(found) == 1 else 'times'} in {article.id}",
            f"1 to {len(found)}" if len(found) > 1 else "no occurrence",
        )
    return found[(entry.occurrence or 1) - 1]


def _check_span(article: Article, span: Span, place: Where, where: str) -> Place:
    length = len(text_of(article, place))
    if not 0 <= span[0] < span[1] <= length:
        raise UsageError(
            where,
            f"span is {list(span)}",
            f"two offsets in order, from 0 to {length}, the length of the {place} of {article.id}",
        )
    return Place(span, place)


def text_of(article: Article, place: Where) -> str:
    """Return the article's text, or its title that stands apart."""
    return article.text if place == "text" else article.title or ""


def _pattern(text: str) -> re.Pattern[str]:
    parts = []
    for word in text.split():
        letters = (next((f"[{re.escape(row)}]" for row in _ALIKE if c in row), re.escape(c)) for c in word)
        parts.append("".join(letters))
    return re.compile(r"\s+".join(parts))


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
