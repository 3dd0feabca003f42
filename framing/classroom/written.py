"""Room classroom: when an event was and an article was written, in words that name no outlet."""

import re

from framing.classroom.anonymous import Anonymity
from framing.classroom.facts import list_headline_events
from framing.classroom.texts import texts
from framing.report.wording import show_on_one_line
from framing.schema import Article, Comparison, Fact

_ISO_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(\d{2})")


def say_when(comparison: Comparison) -> str:
    """Return when and where the event was; empty where neither is known."""
    event = comparison.event
    return " · ".join(part for part in (event.date and _day(event.date), event.place) if part)


def say_when_written(comparison: Comparison, article: Article, anonymity: Anonymity) -> str:
    """Return when an article was written, as far as it says so or its words show it."""
    words, published = texts("pages")["articles"], article.published
    told = [words["dated"].format(date=_day(published)) if published else words["undated"]]
    later = [words["fact"].format(label=fact.label) for fact in _not_yet(comparison, article.id)]
    if later:
        told.append(words["before"].format(facts="; ".join(later)))
    return anonymity.cover(" ".join(told))


def _not_yet(comparison: Comparison, article: str) -> list[Fact]:
    """Return up to two facts before which an article was written, of those in headlines: the plainest first."""
    held = [
        fact for fact in list_headline_events(comparison) if fact.cells.get(article) == "not yet happened"
    ]
    return sorted(held, key=lambda fact: -sum(cell == "own" for cell in fact.cells.values()))[:2]


def _day(published: str) -> str:
    """Return a day as "19 June 2024"; as it stands where it is no date."""
    words, found = texts("pages"), _ISO_DAY.match(published)
    if found is None:
        return show_on_one_line(published)
    year, month, day = found.groups()
    return str(words["date"].format(day=int(day), month=words["months"][int(month) - 1], year=year))
