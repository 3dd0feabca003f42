"""Scoring: which articles were written before a fact, by their dates, the weekdays they name, and tense.

An article that tells a fact as happened was not written before it; nor was one of a later day than an article that
does. Of the others, these were:

- those whose own day is earlier than the day that another names for what it tells as done;
- those that tell as to come ("are to sign") what another tells as done with the same verb ("signed");
- those that tell the fact only as to come, in whatever verb ("may produce a treaty"), where another names their own
  day or a later one for what it tells as done, or where one of the rules above shows that it came about.

A part that looks forward itself does not tell as done: where all expect it, nobody wrote before it. An article that
tells it, and not only as to come, has told it, whatever the days say.

What happens in a row is dated once: "landed on Wednesday. ... They shook hands." An article that was written before one
fact was written before those that others tell in the sentences after a later day (`narrated_after`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from framing.schema import Annotations
from framing.scoring.tellings import Frames, Part
from framing.scoring.tense import (
    DAYS_APART_AT_MOST,
    Grammar,
    Outlook,
    coming_verbs,
    days_of,
    gerunds,
    is_foreseen,
    latest,
    names_other_time,
    outlook_of,
    past_verbs,
    read_day,
)

_WEEK = 7


class Told(NamedTuple):
    """How a part tells what it tells: as to come or as happened, its verbs of either kind, and the weekdays of it.

    `foreseen` says of a part that it only names what something else comes before; `narrated` are the days of the last
    dated part before it, or its own, where it goes on with what happened then.
    """

    outlook: Outlook | None
    past: frozenset[str]
    coming: frozenset[str]
    days: frozenset[int]
    foreseen: bool
    narrated: frozenset[int] = frozenset()


SENTENCES_OF_A_DAY = 4
"""What is told after a day is of that day for so many sentences, where no other time is named."""

TENSES_KNOWN = ("en",)
"""Languages whose tenses are told apart; of any other an article's own date alone is known."""

_UNDECIDED = Told(None, frozenset(), frozenset(), frozenset(), foreseen=False)


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
    frames = {where: Frames(annotations.attributions, where) for where in ("title", "text")}
    day = read_day(annotations.article.published)
    if annotations.article.language not in TENSES_KNOWN:
        return Timing(day, day.weekday() if day else None, [_UNDECIDED] * len(parts))
    told: list[Told] = []
    weekdays: set[int] = set()
    narrated, since = frozenset[int](), 0
    for n, part in enumerate(parts):
        headline = part.where == "title" or any(one.start <= part.span[0] < one.end for one in titles)
        speaks = frames[part.where].says
        outlook = outlook_of(part, grammar, stem, headline, speaks)
        days = days_of(part, grammar, speaks)
        foreseen = is_foreseen(part, grammar)
        coming = coming_verbs(part, grammar, stem, headline, speaks)
        is_later_part = n > 0 and parts[n - 1].sentence == part.sentence
        if foreseen and is_later_part and told[-1].outlook and told[-1].outlook.to_come:
            # "Was to visit Marden before arriving in Tarn": both are to come.
            coming |= gerunds(part, grammar, stem)
        if (outlook and outlook.to_come) or names_other_time(part, grammar):
            narrated = frozenset()
        elif days.told or days.reported:
            narrated, since = days.told or days.reported, part.sentence
        elif part.sentence - since > SENTENCES_OF_A_DAY:
            narrated = frozenset()
        past = past_verbs(part, grammar, stem, speaks)
        told.append(Told(outlook, past, coming, days.told, foreseen, narrated))
        weekdays |= days.reported
        if outlook and not outlook.to_come:
            weekdays |= days.told
    return Timing(day, day.weekday() if day else latest(frozenset(weekdays)), told)


def not_yet_happened(tellings: Mapping[str, Sequence[Told]], timings: Mapping[str, Timing]) -> frozenset[str]:
    """Return the articles that were written before a fact; `tellings` are the parts of each article that tell it."""
    done = {
        article: [one for one in held if one.outlook and not one.outlook.to_come]
        for article, held in tellings.items()
    }
    before: set[str] = set()
    expecting: set[str] = set()
    for article, timing in timings.items():
        if done.get(article) or any(held and _is_earlier(timings[one], timing) for one, held in done.items()):
            continue
        own = tellings.get(article, [])
        coming = frozenset[str]().union(*(one.coming for one in own))
        others = [
            (timings[one], told)
            for one, held in done.items()
            for told in held
            if one != article and not told.coming
        ]
        is_to_come = bool(own) and all((one.outlook and one.outlook.to_come) or one.foreseen for one in own)
        if own and not is_to_come:
            continue
        if any(
            _is_after(told.days, teller, timing, or_same=is_to_come) or (is_to_come and coming & told.past)
            for teller, told in others
        ):
            before.add(article)
        elif is_to_come and coming and others:
            expecting.add(article)
    if any(tellings.get(article) for article in before):
        before |= expecting
    return frozenset(before)


def narrated_after(
    tellings: Mapping[str, Sequence[Told]], timings: Mapping[str, Timing], early: Collection[str]
) -> frozenset[str]:
    """Return which of the `early` articles were written before a fact that they do not tell, by its place elsewhere.

    More than half of the articles that tell it as done do so in the sentences after a day later than theirs. `early`
    are the articles that were written before another fact of the event.
    """
    tellers = {
        article: [one for one in held if one.outlook and not one.outlook.to_come and not one.coming]
        for article, held in tellings.items()
    }
    tellers = {article: held for article, held in tellers.items() if held}
    return frozenset(
        article
        for article in early
        if not tellings.get(article)
        and 2
        * sum(
            any(_is_after(told.narrated, timings[one], timings[article]) for told in held)
            for one, held in tellers.items()
        )
        > len(tellers)
    )


def _is_after(days: frozenset[int], teller: Timing, writer: Timing, *, or_same: bool = False) -> bool:
    """Whether the weekday that one article names for what happened is later than the day another was written.

    What happened on Friday, an article of Monday tells of three days ago: one of Tuesday was not written before it.
    """
    happened, ahead = latest(days), _days_from(writer, teller)
    if happened is None or teller.weekday is None or ahead is None:
        return False
    ago = (teller.weekday - happened) % _WEEK
    return ahead > ago or (or_same and ahead == ago)


def _days_from(first: Timing, second: Timing) -> int | None:
    """Return how many days after one article another was written; by weekdays alone they are no more than three."""
    if first.day and second.day:
        return (second.day - first.day).days
    if first.weekday is None or second.weekday is None:
        return None
    return (second.weekday - first.weekday + DAYS_APART_AT_MOST) % _WEEK - DAYS_APART_AT_MOST


def _is_earlier(teller: Timing, writer: Timing) -> bool:
    apart = _days_from(teller, writer)
    return apart is not None and apart > 0
