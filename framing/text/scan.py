"""What a pattern finds in a text, read once and handed out for any stretch of it (room: text)."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
# What reading a stretch of a text gives: the items in order, with the offsets where each begins and stops.
Reading = tuple[list[Item], Sequence[int], Sequence[int]]


class Scan(Generic[Item]):
    """The items of a text in order; of a stretch they are those that reading it alone would give."""

    def __init__(self, length: int, read: Callable[[int, int], Reading[Item]]) -> None:
        self._read = read
        self.items, self._starts, self._stops = read(0, length)

    def within(self, start: int, end: int) -> list[Item]:
        """Return the items of ``[start, end)``; where an edge cuts an item, what is left of it."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if first and self._stops[first - 1] > start:
            return self._read(start, end)[0]
        if first < last and self._stops[last - 1] > end:
            return self.items[first : last - 1] + self._read(self._starts[last - 1], end)[0]
        return self.items[first:last]
