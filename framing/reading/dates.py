"""The day on which an article says it was published (room: reading), from its byline and lines of date."""

import re
from collections.abc import Sequence

from framing.reading.vocabulary import Furniture
from framing.schema import Region

_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|\.)? ([^\W\d_]{3,9})\.?,? ((?:19|20)\d\d)\b")
_DOTTED = re.compile(r"\b(\d{1,2})\. ?(\d{1,2})\. ?((?:19|20)\d\d)\b")
_DOTTED_DATES = "dotted-date"
_MONTHS = 12
_DAYS = 31


def find_date(text: str, regions: Sequence[Region], furniture: Furniture) -> str | None:
    """Return the first day that a byline or line of date names in full, as YYYY-MM-DD, or None.

    A date of figures alone whose order is in doubt ("04/05/2024") is not read.
    """
    for region in regions:
        if region.kind in ("byline", "dateline") and (
            day := read_date(text[region.start : region.end], furniture)
        ):
            return day
    return None


def read_date(words: str, furniture: Furniture) -> str | None:
    """Return the first full date in some words as YYYY-MM-DD, or None."""
    if found := _ISO.search(words):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_FIRST.search(words):
        return _iso(int(found[3]), _month(found[1], furniture), int(found[2]))
    if found := _DAY_FIRST.search(words):
        return _iso(int(found[3]), _month(found[2], furniture), int(found[1]))
    # "19.06.2024": only where the lexicon says that its language puts the day first and a full stop behind it.
    if furniture.words(_DOTTED_DATES) and (found := _DOTTED.search(words)):
        return _iso(int(found[3]), int(found[2]), int(found[1]))
    return None


def _month(name: str, furniture: Furniture) -> int:
    # The lexicon lists the twelve names in order; three letters tell them apart.
    starts = [month[:3] for month in furniture.months[:_MONTHS]]
    short = name.lower()[:3]
    known = name.lower() in furniture.months
    return starts.index(short) + 1 if known and short in starts else 0


def _iso(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= _MONTHS and 1 <= day <= _DAYS):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
