"""Scoring: which articles were written before a fact, by their dates, the weekdays they name, and tense.

Two rules. An article all of whose passages tell as to come ("are to sign") what another tells as done with the same
verb ("signed") was written before. So was one whose own day is earlier than the day that another names for what it
tells as done, unless it tells it otherwise than as to come itself.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from framing.schema import Annotations
from framing.scoring.tellings import Part
from framing.scoring.tense import (
    Grammar,
    Outlook,
    days_of,
    is_later,
    latest,
    outlook_of,
    past_verbs,
    read_day,
)

_WEEK = 7


class Told(NamedTuple):
    """How a part tells what it tells: as to come or as happened, all verbs of the past, and the weekdays of it."""

    outlook: Outlook | None
    past: frozenset[str]
    days: frozenset[int]


class Timing(NamedTuple):
    """When an article was written: its date, its weekday, either unknown; and how each of its parts tells."""

    day: date | None
    weekday: int | None
    told: list[Told]


def article_timing(
    annotations: Annotations, parts: Sequence[Part], grammar: Grammar, stem: Callable[[str], str]
) -> Timing:
    """Return when an article was written, and for each of its parts how it tells.

    Without a date, the weekday is the latest of those on which the article says that something was said or happened.
    """
    titles = [region for region in annotations.article.regions if region.kind == "title"]
    told: list[Told] = []
    weekdays: set[int] = set()
    for part in parts:
        headline = part.where == "title" or any(one.start <= part.span[0] < one.end for one in titles)
        outlook = outlook_of(part, grammar, stem, headline)
        days = days_of(part, grammar)
        told.append(Told(outlook, past_verbs(part, grammar, stem), days.told))
        weekdays |= days.reported
        if outlook and not outlook.to_come:
            weekdays |= days.told
    day = read_day(annotations.article.published)
    return Timing(day, day.weekday() if day else latest(frozenset(weekdays)), told)


def not_yet_happened(tellings: Mapping[str, Sequence[Told]], timings: Mapping[str, Timing]) -> frozenset[str]:
    """Return the articles that were written before a fact; `tellings` are the parts of each article that tell it."""
    done = {
        article: [one for one in held if one.outlook and not one.outlook.to_come]
        for article, held in tellings.items()
    }
    before = set()
    for article, timing in timings.items():
        if done.get(article):
            continue
        others = [(timings[one], told) for one, held in done.items() if one != article for told in held]
        own = tellings.get(article, [])
        coming = {one.outlook.verb for one in own if one.outlook and one.outlook.to_come}
        # What it tells without a tense that is sure may be done as well.
        if not all(one.outlook for one in own):
            continue
        if any(coming & told.past for _, told in others) or any(
            _is_after(told.days, teller, timing) for teller, told in others
        ):
            before.add(article)
    return frozenset(before)


def _is_after(days: frozenset[int], teller: Timing, writer: Timing) -> bool:
    """Whether the weekday that one article names for what happened is later than the day another was written."""
    happened = latest(days)
    if happened is None or writer.weekday is None or teller.weekday is None:
        return False
    if teller.day and writer.day:
        ago = (teller.weekday - happened) % _WEEK
        return teller.day - timedelta(days=ago) > writer.day
    return is_later(happened, writer.weekday)
