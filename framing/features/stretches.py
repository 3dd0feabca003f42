"""Look up by offset what stands in a text (room: features): matches and quotations in order, what spans cover."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from framing.schema import Span


class HasSpan(Protocol):
    """Anything at ``[start, end)``."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """Character behind the last."""


Item = TypeVar("Item", bound=HasSpan)


class Stretches(Generic[Item]):
    """Items in the order of the text, none of which overlaps another."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = list(items)
        self._starts = [item.start for item in self._items]

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def inside(self, start: int, end: int) -> list[Item]:
        """Return the items that lie wholly in ``[start, end)``."""
        found = self._items[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        if found and found[-1].end > end:  # of items that do not overlap, the last alone can reach beyond
            found.pop()
        return found

    def touching(self, start: int, end: int) -> list[Item]:
        """Return the items that share a character with ``[start, end)``."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self._items[first].end <= start:
            first += 1
        return self._items[first : bisect_left(self._starts, end)]

    def at(self, offset: int) -> Item | None:
        """Return the item that holds an offset, or None."""
        number = bisect_right(self._starts, offset) - 1
        return self._items[number] if number >= 0 and offset < self._items[number].end else None

    def backwards_from(self, offset: int) -> Iterator[Item]:
        """Yield the items that end before an offset, the nearest first."""
        for number in range(bisect_left(self._starts, offset) - 1, -1, -1):
            if self._items[number].end <= offset:
                yield self._items[number]


class Covered:
    """What some spans cover, which may overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        spans = sorted(spans)
        self._starts = [start for start, _ in spans]
        # How far the spans up to each of them reach.
        self._reached = list(accumulate([end for _, end in spans], max))

    def touches(self, start: int, end: int) -> bool:
        """Whether a span shares a character with ``[start, end)``."""
        last = bisect_left(self._starts, end) - 1
        return last >= 0 and start < self._reached[last]
