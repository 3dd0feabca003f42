"""Events as a file: a line an article, with an id that a person can read, and a summary of the events (room: corpus).

An event's id is the day of its first article and three words of its titles, the rarest that most of them share:
``2024-06-19-putin-summit-kim``. A second event of the same day and words is ``…-2``.
"""

import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from framing.corpus.event_terms import TermStore, read_terms, split_words, word_number
from framing.corpus.events import Grouping, day_number, group_articles, has_day
from framing.corpus.storage import write_whole
from framing.schema import PROSE, Article, Reject
from framing.scoring.terms import closed_class_words

_WORDS_IN_ID = 3
_LETTERS_OF_TEXT = 100
_LARGEST = 10
# Titles that are looked at for an id: those of a huge event say no more.
_MOST_TITLES = 50


class Telling(msgspec.Struct, frozen=True, gc=False):
    """An article as a line of the file tells it; `opening` is what its event may be named after."""

    id: str
    outlet: str | None
    published: str | None
    title: str | None
    language: str
    opening: str


class Event(NamedTuple):
    """An event: how many articles and outlets tell it, its first and last day, and the title of its first article."""

    id: str
    articles: int
    outlets: int
    first: str | None
    last: str | None
    title: str


class EventsSummary(NamedTuple):
    """How many articles and events there are, how many events several outlets tell, and those that most tell.

    `written` is how many events the file holds; `largest` are of these.
    """

    articles: int
    events: int
    shared: int
    written: int
    largest: list[Event]
    rejects: list[Reject]


class _Tellings:
    """The tellings of many articles, on disk in the order in which they came."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as this object)
        self._starts = array("q", [0])
        self._decoder = msgspec.msgpack.Decoder(Telling)

    def add(self, telling: Telling) -> None:
        self._starts.append(self._starts[-1] + self._file.write(msgspec.msgpack.encode(telling)))

    def read(self, row: int) -> Telling:
        self._file.seek(self._starts[row])
        return self._decoder.decode(self._file.read(self._starts[row + 1] - self._starts[row]))

    def close(self) -> None:
        self._file.close()


def events_to_file(
    articles: Iterable[Article | Reject],
    file: Path,
    min_outlets: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> EventsSummary:
    """Write the event of each article as JSON Lines, in the order of the input, whole or not at all.

    A line holds id, event, outlet, published and title. Only articles of events that `min_outlets` or more tell are
    written; an article without an outlet counts for none. `progress` is told how many articles are read. Where there is
    no article, nothing is written. Raises `UsageError` where the file cannot be written.
    """
    terms, tellings, days = TermStore(), _Tellings(), array("i")
    rejects = []
    try:
        for article in articles:
            if isinstance(article, Reject):
                rejects.append(article)
                continue
            terms.add(read_terms(article))
            tellings.add(_telling(article))
            days.append(day_number(article.published))
            progress(len(days))
        grouping = group_articles(terms, np.frombuffer(days, dtype=np.int32))
        events = _describe(grouping, tellings, terms.rarity())
        if days:
            with write_whole(file) as stream:
                stream.writelines(line + b"\n" for line in _lines(grouping, events, tellings, min_outlets))
    finally:
        terms.close()
        tellings.close()
    several = [event for event in events if event.outlets > 1]
    written = [event for event in events if _is_written(event, min_outlets)]
    largest = sorted(written, key=lambda event: (-event.outlets, -event.articles))[:_LARGEST]
    return EventsSummary(len(days), len(events), len(several), len(written), largest, rejects)


def _is_written(event: Event, min_outlets: int) -> bool:
    # The outlet of an article may be unknown: of one or more, every event is meant.
    return event.outlets >= min_outlets or min_outlets == 1


def _telling(article: Article) -> Telling:
    body = next((one for one in article.regions if one.kind in PROSE), None)
    opening = article.title or (article.text[body.start : body.end][:_LETTERS_OF_TEXT] if body else "")
    return Telling(article.id, article.outlet, article.published, article.title, article.language, opening)


def _describe(grouping: Grouping, tellings: _Tellings, rarity: NDArray[np.float32]) -> list[Event]:
    """Return the events in the order of their first articles."""
    events: list[Event] = []
    taken: Counter[str] = Counter()
    ids: set[str] = set()
    order = np.argsort(grouping.events, kind="stable")
    ends = np.cumsum(np.bincount(grouping.events, minlength=len(grouping.first))).tolist()
    for first, start, end in zip(grouping.first.tolist(), [0, *ends][: len(ends)], ends, strict=True):
        members = [tellings.read(row) for row in order[start:end].tolist()]
        opener = tellings.read(first)
        days = sorted(one.published[:10] for one in members if one.published and has_day(one.published))
        day = days[0] if days else "undated"
        name = "-".join([day, *_name_words([opener, *members[:_MOST_TITLES]], rarity)])
        id_ = name
        while id_ in ids or taken[name] == 0:
            # Words of a title may be numbers too: what is counted on to may be another event's name.
            taken[name] += 1
            id_ = name if taken[name] == 1 else f"{name}-{taken[name]}"
        ids.add(id_)
        events.append(
            Event(
                id=id_,
                articles=len(members),
                outlets=len({one.outlet for one in members if one.outlet}),
                first=days[0] if days else None,
                last=days[-1] if days else None,
                title=" ".join(opener.opening.split()),
            )
        )
    return events


def _name_words(members: Sequence[Telling], rarity: NDArray[np.float32]) -> list[str]:
    """Return the words that name an event, in the order of its titles: shared by most, and rare elsewhere."""
    language = members[0].language
    closed = closed_class_words(language)
    shared = Counter(word for one in members for word in dict.fromkeys(split_words(one.opening)))
    weight = {
        word: count**2 * (1 + float(rarity[word_number(word, language)]))
        for word, count in shared.items()
        if len(word) > 2 and word.isalnum() and word not in closed
    }
    # A stable sort: of equals, the word that comes first in the titles.
    best = set(sorted(weight, key=lambda word: -round(weight[word], 6))[:_WORDS_IN_ID])
    return [word for word in weight if word in best]


def _lines(
    grouping: Grouping, events: Sequence[Event], tellings: _Tellings, min_outlets: int
) -> Iterator[bytes]:
    for row, number in enumerate(grouping.events.tolist()):
        event = events[number]
        if _is_written(event, min_outlets):
            told = tellings.read(row)
            yield msgspec.json.encode(
                {
                    "id": told.id,
                    "event": event.id,
                    "outlet": told.outlet,
                    "published": told.published,
                    "title": told.title,
                }
            )
