"""Groups of articles that grow while a stream passes: average linkage over known pairs (room: corpus).

Two groups become one while the mean likeness over all pairs between them is high enough; a pair that is not known, for
instance of articles weeks apart, counts as 0. So a subject that goes on for months is never chained into one event,
as it would be if one pair were enough (single linkage).
"""

import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterable

Pair = tuple[int, int, float]


class Groups:
    """Groups of members with numbers below `members`, each known by the number of one of them.

    `least` is the mean likeness at which two groups become one. What is known of a group is forgotten when it is
    closed, who its members are is not.
    """

    def __init__(self, members: int, least: float) -> None:
        self._least = least
        self._joined = array("q", range(members))
        self._sizes: dict[int, int] = {}
        self._last: dict[int, int] = {}
        self._sums: dict[int, dict[int, float]] = {}
        self._apart: set[int] = set()
        # How often each group has changed since pairs were last made known: what was proposed before is out of date.
        self._changes: dict[int, int] = defaultdict(int)

    def add(self, group: int, day: int, size: int = 1, apart: bool = False) -> None:
        """Begin a group, of a member or of several that are known to belong together.

        Two groups that stay `apart` never become one, nor do those that hold them.
        """
        self._sizes[group], self._last[group], self._sums[group] = size, day, {}
        if apart:
            self._apart.add(group)

    def link(self, pairs: Iterable[Pair]) -> None:
        """Make known how alike members of open groups are, and join the groups that are alike enough, best first.

        Pairs name members by the group that they began; of a group that is closed they are passed over.
        """
        touched: dict[tuple[int, int], None] = {}
        for one, other, likeness in pairs:
            first, second = self.find(one), self.find(other)
            if first == second or first not in self._sums or second not in self._sums:
                continue
            for left, right in ((first, second), (second, first)):
                self._sums[left][right] = self._sums[left].get(right, 0.0) + likeness
            touched[min(first, second), max(first, second)] = None
        heap: list[tuple[float, int, int, int, int]] = []
        for first, second in touched:
            self._propose(heap, first, second)
        while heap:
            _, first, second, *changes = heapq.heappop(heap)
            if changes == [self._changes[first], self._changes[second]]:
                kept = self._join(first, second)
                for neighbour in self._sums[kept]:
                    self._propose(heap, kept, neighbour)
        self._changes.clear()

    def find(self, group: int) -> int:
        """Return the group that a group is part of now."""
        joined = self._joined
        while (above := joined[group]) != group:
            joined[group] = joined[above]  # halves the way for the next time
            group = above
        return group

    def close_before(self, day: int) -> None:
        """Forget what is known of the groups whose last member is older than a day."""
        for group in [group for group, last in self._last.items() if last < day]:
            for neighbour in self._sums.pop(group):
                del self._sums[neighbour][group]
            del self._sizes[group], self._last[group]
            self._apart.discard(group)

    def _propose(self, heap: list[tuple[float, int, int, int, int]], one: int, other: int) -> None:
        first, second = min(one, other), max(one, other)
        if first in self._apart and second in self._apart:
            return
        mean = self._sums[first][second] / (self._sizes[first] * self._sizes[second])
        if mean >= self._least:
            # Rounded, so that the order of equals hangs on their numbers and not on the last digit of a sum.
            changes = self._changes[first], self._changes[second]
            heapq.heappush(heap, (-round(mean, 9), first, second, *changes))

    def _join(self, one: int, other: int) -> int:
        # The group with fewer neighbours moves into the other, which is less work.
        kept, moved = (one, other) if len(self._sums[one]) >= len(self._sums[other]) else (other, one)
        for neighbour, total in self._sums.pop(moved).items():
            theirs = self._sums[neighbour]
            del theirs[moved]
            if neighbour != kept:
                theirs[kept] = theirs.get(kept, 0.0) + total
                self._sums[kept][neighbour] = theirs[kept]
        self._sizes[kept] += self._sizes.pop(moved)
        self._last[kept] = max(self._last[kept], self._last.pop(moved))
        self._changes[kept] += 1
        self._changes[moved] += 1
        if moved in self._apart:
            self._apart.discard(moved)
            self._apart.add(kept)
        self._joined[moved] = kept
        return kept
