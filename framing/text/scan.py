"""What a pattern finds in a text, read once and handed out for any stretch of it (room: text)."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")


class Reading(NamedTuple, Generic[Item]):
    """The items of a stretch in order, and the offsets at which each begins and stops."""

    items: list[Item]
    starts: Sequence[int]
    stops: Sequence[int]


class Scan(Generic[Item]):
    """The items of a text in order; those of a stretch are what `read` would give for the stretch alone."""

    def __init__(self, text: str, read: Callable[[str, int, int], Reading[Item]]) -> None:
        self._text = text
        self._read = read
        self.items, self._starts, self._stops = read(text, 0, len(text))

    def within(self, start: int, end: int) -> list[Item]:
        """Return the items of ``[start, end)``; where an edge cuts an item, what is left of it."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if first and self._stops[first - 1] > start:
            return self._read(self._text, start, end).items
        if first < last and self._stops[last - 1] > end:
            rest = self._read(self._text, self._starts[last - 1], end)
            return self.items[first : last - 1] + rest.items
        return self.items[first:last]
