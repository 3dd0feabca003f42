"""Look up by offset what stands in a text in order and without overlap (room: features): matches, quotations."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

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

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._starts = [item.start for item in items]

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def inside(self, start: int, end: int) -> list[Item]:
        """Return the items that lie wholly in ``[start, end)``."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [item for item in self._items[first:last] if item.end <= end]

    def touching(self, start: int, end: int) -> list[Item]:
        """Return the items that share a character with ``[start, end)``."""
        first, last = max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)
        return [item for item in self._items[first:last] if start < item.end]

    def at(self, offset: int) -> Item | None:
        """Return the item that holds an offset, or None."""
        number = bisect_right(self._starts, offset) - 1
        return self._items[number] if number >= 0 and offset < self._items[number].end else None

    def backwards_from(self, offset: int) -> Iterator[Item]:
        """Yield the items that end before an offset, the nearest first."""
        for number in range(bisect_left(self._starts, offset) - 1, -1, -1):
            if self._items[number].end <= offset:
                yield self._items[number]


class Stretch(NamedTuple):
    """A stretch of text at ``[start, end)``."""

    start: int
    end: int


def merged(spans: Iterable[Span]) -> list[Stretch]:
    """Return what some spans cover, as stretches in order, none of which touches another."""
    found: list[Stretch] = []
    for start, end in sorted(spans):
        if found and start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Stretch(start, end))
    return found
