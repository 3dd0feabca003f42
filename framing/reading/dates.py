"""The day on which an article was published (room: reading): by its byline, lines of date, or what is given with it."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from framing.reading.vocabulary import Furniture
from framing.schema import Region

_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|\.)? ([^\W\d_]{3,9})\.?,? ((?:19|20)\d\d)\b")
_FIGURES = re.compile(r"\b(\d{1,2})(?:[/-]|\. ?)(\d{1,2})(?:[/-]|\. ?)((?:19|20)\d\d)\b")
_DOTTED = re.compile(r"\d{1,2}\. ?\d{1,2}\.")
_DOTTED_DATES = "dotted-date"
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SECONDS = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d*)?")
_MONTHS = 12


class PublishedDay(NamedTuple):
    """The day that was given beside an article, as YYYY-MM-DD; where it cannot be read, its words and a note why."""

    day: str | None
    note: str | None = None


def find_date(text: str, regions: Sequence[Region], furniture: Furniture) -> str | None:
    """Return the first day that a byline or line of date names in full, as YYYY-MM-DD, or None.

    A date of figures alone whose order is in doubt ("04/05/2024") is not read; "31/05/2024" can only be one day.
    """
    for region in regions:
        if region.kind in ("byline", "dateline") and (
            day := read_date(text[region.start : region.end], furniture)
        ):
            return day
    return None


def day_given(words: str | None, vocabularies: Sequence[Furniture]) -> PublishedDay:
    """Return the day of a column, of front matter or of a page, in whatever way it is written.

    A date that begins with YYYY-MM-DD keeps its time of day; seconds or milliseconds since 1970 are taken in UTC. The
    months are those of the first vocabulary that knows them. No words give None. The notes quote nothing, so that those
    of a table's thousand rows are one.
    """
    if not words:
        return PublishedDay(None)
    if (found := _ISO.match(words)) and _iso(*map(int, found.groups())) == words[:10]:
        return PublishedDay(words)
    day = _day_of_digits(words)
    day = day or next((read for one in vocabularies if (read := read_date(words, one))), None)
    if day:
        return PublishedDay(day)
    found = _FIGURES.search(words)
    in_doubt = found is not None and len(_days_of_figures(found)) > 1
    reason = "may be of two days" if in_doubt else "names no day that can be read"
    remedy = "write it as 2024-06-19, year, month and day, so that what had happened by then is known"
    return PublishedDay(words, f"the date of publication {reason}: {remedy}")


def _day_of_digits(words: str) -> str | None:
    """Return the day of a date without signs, as 20240619 or in seconds or milliseconds since 1970, or None."""
    if found := _COMPACT.fullmatch(words):
        return _iso(*map(int, found.groups()))
    if found := _SECONDS.fullmatch(words):
        return datetime.fromtimestamp(int(found[1]), UTC).date().isoformat()
    return None


def read_date(words: str, furniture: Furniture) -> str | None:
    """Return the first full date in some words as YYYY-MM-DD, or None where there is none or its order is in doubt."""
    if found := _ISO.search(words):
        return _iso(*map(int, found.groups()))
    if found := _MONTH_FIRST.search(words):
        return _iso(int(found[3]), _month(found[1], furniture), int(found[2]))
    if found := _DAY_FIRST.search(words):
        return _iso(int(found[3]), _month(found[2], furniture), int(found[1]))
    if found := _FIGURES.search(words):
        days = _days_of_figures(found)
        # "05.06.2024": the lexicon says whether its language puts the day first and a full stop behind it.
        first = bool(furniture.words(_DOTTED_DATES)) and _DOTTED.match(found.group())
        return days[0] if len(days) == 1 or (days and first) else None
    return None


def _days_of_figures(found: re.Match[str]) -> list[str]:
    """Return the days that figures alone may mean, the one with the day first before the one with the month first."""
    first, second, year = map(int, found.groups())
    days = (_iso(year, second, first), _iso(year, first, second))
    return list(dict.fromkeys(day for day in days if day))


def _month(name: str, furniture: Furniture) -> int:
    # The lexicon lists the twelve names in order; three letters tell them apart.
    starts = [month[:3] for month in furniture.months[:_MONTHS]]
    short = name.lower()[:3]
    known = name.lower() in furniture.months
    return starts.index(short) + 1 if known and short in starts else 0


def _iso(year: int, month: int, day: int) -> str | None:
    """Return a day as YYYY-MM-DD, or None where the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
