"""Which articles of a store are asked for, and what to tell of those that came of it (room: api)."""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from textwrap import shorten
from typing import NamedTuple

import msgspec

from framing.errors import UsageError, nearest_name
from framing.lexicon.organisations import Organisations
from framing.schema import UNIDENTIFIED, Annotations, Event

_LONGEST_TITLE = 80
_LONGEST_NAME = 60
_MOST_NAMED = 5


class Choice(NamedTuple):
    """Which articles of a store: those of an event in a file of ``framing events``, and those that a condition keeps.

    Both given, an article must be in both. `events` is the store's own ``events.jsonl`` if not given.
    """

    event: str | None = None
    events: str | None = None
    where: str | None = None

    @property
    def is_made(self) -> bool:
        """Whether anything is asked for."""
        return (self.event, self.events, self.where) != (None, None, None)

    @property
    def file_name(self) -> str:
        """A name that no other choice has, for a report's folder: event, condition's words and digest; or nothing."""
        words = [] if self.event is None else [self.event]
        if self.where is not None:
            words += [self.where[:_LONGEST_NAME], sha256(self.where.encode()).hexdigest()[:6]]
        return "-".join(word for one in words if (word := re.sub(r"[^\w.]+", "-", one).strip("-.")))

    def __str__(self) -> str:
        told = (("--event", self.event), ("--events", self.events), ("--where", self.where))
        return " and ".join(f"{option} {value!r}" for option, value in told if value is not None)


EVERYTHING = Choice()


def no_store(choice: Choice, path: object) -> UsageError:
    """Return the error for a choice among what is no store; `path` is what a store can be made of."""
    return UsageError(
        str(choice),
        "chooses among the articles of a store, and this is none",
        "a folder made by framing annotate",
        f"framing annotate {path} -o store/",
    )


def title_of(choice: Choice, title: str) -> str:
    """Return the title of a report of what is chosen, where nobody has given one; `title` is that of the whole."""
    told = title if choice.event is None else f"Event {choice.event}"
    return (
        told if choice.where is None else shorten(f"{told}: {choice.where}", _LONGEST_TITLE, placeholder=" …")
    )


def describe(choice: Choice, chosen: int, of: int) -> str:
    """Return which articles were chosen, in a sentence for the report."""
    which = [
        *([] if choice.event is None else [f"those of the event {choice.event}"]),
        *([] if choice.where is None else [f"those that meet the condition: {choice.where}"]),
    ]
    were = "was" if chosen == 1 else "were"
    return f"{chosen:,} of the {of:,} articles of a store {were} chosen, {' and '.join(which)}"


def count_chosen(annotations: Sequence[Annotations]) -> str:
    """Return which outlets the chosen articles are from, and from which day to which."""
    from framing.corpus.events import has_day

    outlets = Counter(one.article.outlet or UNIDENTIFIED for one in annotations)
    ordered = sorted(outlets, key=lambda name: (-outlets[name], name))
    told = ", ".join(f"{name} ({outlets[name]:,})" for name in ordered)
    days = sorted({day[:10] for one in annotations if (day := one.article.published) and has_day(day)})
    when = "without a day" if not days else days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    return f"chosen: {told}; {when}"


def describe_unknown(names: Sequence[str], outlets: Sequence[str], registry: Organisations) -> list[str]:
    """Return a note for each name that is compared with `outlet` and that no article of the store has.

    Outlets have the registry's names, so that an alias leads to the name; else the nearest is told.
    """
    return [
        f"no article of the store is from the outlet {name!r}: {_nearest(name, outlets, registry)}"
        for name in names
        if name not in outlets
    ]


def _nearest(name: str, outlets: Sequence[str], registry: Organisations) -> str:
    canonical = registry.canonical(name)
    if canonical in outlets:
        return f"did you mean {canonical!r}?"
    some = f"it holds {', '.join(outlets[:_MOST_NAMED])}{' …' if len(outlets) > _MOST_NAMED else ''}"
    return nearest_name(name, outlets) or some


def describe_stale(missing: int, listed: int, held: int, remedy: str) -> list[str]:
    """Return notes where a file of events is not of the store's articles as they are now.

    `missing` articles of the event are not in the store, which holds so many; the file lists so many.
    """
    if missing:
        told = "1 article" if missing == 1 else f"{missing:,} articles"
        return [f"the file of events names {told} of this event that the store does not hold: {remedy}"]
    if listed < held:
        return [
            f"the file of events lists {listed:,} of the store's {held:,} articles: the others are left out by "
            f"--min-outlets, or came later; in the second case {remedy}"
        ]
    if listed > held:
        return [f"the file of events lists {listed:,} articles, the store holds {held:,}: {remedy}"]
    return []


def titled_by(event: Event, choice: Choice) -> Event:
    """Return the event of a choice that nobody has given a title."""
    return msgspec.structs.replace(event, title=title_of(choice, event.title)) if choice.is_made else event
