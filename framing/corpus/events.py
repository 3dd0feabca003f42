"""Group a stream of articles into events over outlets and days (room: corpus).

Articles are read once; what they are compared by goes to a temporary file. Then they pass in the order of their days:
each is compared with those of the last days only, and joins the events that are still open. Articles without a day
come last and are compared with all. Memory holds the days of the window and some bytes for every article.
"""

from collections import Counter, deque
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.corpus.event_groups import Groups
from framing.corpus.event_links import (
    Numbers,
    Pairs,
    find_neighbours,
    find_scales,
    keep_nearest,
    likeness,
    pair_once,
)
from framing.corpus.event_terms import TermStore

# Days apart at which two articles can still tell one event, and what each day takes from how alike they are.
_WINDOW_DAYS = 3
_KEPT_A_DAY = 0.7
# Chosen on the training part of SEESAW (docs/events.md).
_LEAST_LIKENESS = 0.9
# From here on an article is another's copy and goes where that one goes.
_COPY_COSINE = 0.8
_UNDATED = np.iinfo(np.int32).min
_ROWS_A_BLOCK = 5000
_LAST_DAY = date.max.toordinal() + 1


class Grouping(NamedTuple):
    """The event of each article, a number from 0 in the order of the events' first articles, and that first article.

    `first[event]` is the row of the earliest article of an event; of the same day, the one that came first.
    """

    events: Numbers
    first: Numbers


def day_number(published: str | None) -> int:
    """Return the number of a day (YYYY-MM-DD and what follows), and that of no day for anything else."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return _UNDATED


def has_day(published: str) -> bool:
    """Return whether what an article says of its day is one."""
    return day_number(published) != _UNDATED


def group_articles(store: TermStore, days: NDArray[np.int32]) -> Grouping:
    """Group articles whose terms are in a store; `days` holds the day of each (`day_number`).

    Deterministic; the order of the articles counts only among those of one day. No articles give no events.
    """
    grouper = _Grouper(store, days)
    order = np.argsort(days, kind="stable")
    dated = order[days[order] != _UNDATED]
    for day, rows in groupby(dated.tolist(), key=lambda row: int(days[row])):
        grouper.add_day(day, np.array(list(rows)))
    grouper.add_undated(order[days[order] == _UNDATED], dated)
    return _number_events(grouper.events(), np.concatenate([dated, order[days[order] == _UNDATED]]))


def _number_events(groups: Numbers, order: Numbers) -> Grouping:
    _, first, event = np.unique(groups[order], return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    events = np.empty(len(groups), dtype=np.int64)
    events[order] = rank[event]
    return Grouping(events, order[np.sort(first)])


class _Day(NamedTuple):
    day: int
    rows: Numbers
    vectors: Any


class _Grouper:
    """The articles that may still gain neighbours, and the events that may still grow.

    Of copies only the first takes part; the others are where it is.
    """

    def __init__(self, store: TermStore, days: NDArray[np.int32]) -> None:
        self._store, self._days, self._rarity = store, days, store.rarity()
        self._groups = Groups(len(days), _LEAST_LIKENESS)
        self._copied = np.arange(len(days))
        self._scales = np.zeros(len(days))
        self._window: deque[_Day] = deque()

    def events(self) -> Numbers:
        """Return for each article a number that it shares with those of its event."""
        return np.array([self._groups.find(row) for row in self._copied.tolist()], dtype=np.int64)

    def add_day(self, day: int, rows: Numbers) -> None:
        """Take in the articles of the next day; rows ascend."""
        from scipy.sparse import vstack

        while self._window and self._window[0].day < day - _WINDOW_DAYS:
            self._window.popleft()
        self._groups.close_before(day - _WINDOW_DAYS)
        vectors = self._store.vectors(rows, self._rarity)
        held = [*self._window, _Day(day, rows, vectors)]
        others = np.concatenate([one.rows for one in held])
        found = find_neighbours(vectors, vstack([one.vectors for one in held], format="csr"))
        apart = day - self._days[others[found.second]]
        pairs = Pairs(rows[found.first], others[found.second], found.cosine * _KEPT_A_DAY**apart)
        kept = self._take_in(rows, keep_nearest([pairs]), day)
        self._window.append(_Day(day, rows[kept], vectors[kept]))

    def add_undated(self, rows: Numbers, dated: Numbers) -> None:
        """Take in the articles without a day; they may join an event of articles with one, but never join two such."""
        if not len(rows):
            return
        vectors = self._store.vectors(rows, self._rarity)
        pairs = _name_rows(find_neighbours(vectors, vectors), rows, rows)
        originals = dated[self._copied[dated] == dated]
        for start in range(0, len(originals), _ROWS_A_BLOCK):
            block = originals[start : start + _ROWS_A_BLOCK]
            found = find_neighbours(vectors, self._store.vectors(block, self._rarity))
            pairs = keep_nearest([pairs, _name_rows(found, rows, block)])
        self._reopen(originals)
        self._take_in(rows, pairs, _LAST_DAY)

    def _reopen(self, originals: Numbers) -> None:
        self._groups.close_before(_LAST_DAY)
        sizes = Counter(map(self._groups.find, originals.tolist()))
        for group, size in sizes.items():
            self._groups.add(group, _LAST_DAY, size, apart=True)

    def _take_in(self, rows: Numbers, pairs: Pairs, day: int) -> NDArray[np.bool_]:
        """Add articles to the events by their pairs with earlier ones and each other; return which are no copies."""
        self._find_copies(pairs)
        kept = np.asarray(self._copied[rows] == rows)
        pairs = pairs.where((self._copied[pairs.first] == pairs.first) & (pairs.first != pairs.second))
        pairs = pairs.where(self._copied[pairs.second] == pairs.second)
        places = np.searchsorted(rows, pairs.first)
        self._scales[rows] = find_scales(pairs._replace(first=places), len(rows))
        for row in rows[kept].tolist():
            self._groups.add(row, day)
        values = likeness(pairs, self._scales[pairs.first], self._scales[pairs.second])
        self._groups.link(pair_once(pairs.first, pairs.second, values))
        return kept

    def _find_copies(self, pairs: Pairs) -> None:
        """Send each copy to the nearest earlier article that it is a copy of, and on to where that one was sent."""
        earlier = (self._days[pairs.second] != self._days[pairs.first]) | (pairs.second < pairs.first)
        near = pairs.where(earlier & (pairs.cosine >= _COPY_COSINE))
        for row, other in zip(near.first.tolist(), near.second.tolist(), strict=True):
            if self._copied[row] == row:
                self._copied[row] = self._copied[other]


def _name_rows(pairs: Pairs, first: Numbers, second: Numbers) -> Pairs:
    return pairs._replace(first=first[pairs.first], second=second[pairs.second])
