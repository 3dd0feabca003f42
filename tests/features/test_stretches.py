"""What stands at an offset or in a stretch is found as if each item were looked at."""

import random
from typing import NamedTuple

from framing.features.stretches import Covered, Stretches


class Item(NamedTuple):
    start: int
    end: int


def test_looking_up_finds_what_a_look_at_each_item_finds():
    dice = random.Random(0)
    for _ in range(300):
        edges = sorted(dice.sample(range(40), 2 * dice.randrange(8)))
        items = [Item(*pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
        start, end = sorted(dice.sample(range(42), 2))
        stretches = Stretches(items)
        assert stretches.inside(start, end) == [one for one in items if start <= one.start and one.end <= end]
        touching = [one for one in items if one.start < end and start < one.end]
        assert stretches.touching(start, end) == touching
        assert stretches.at(start) == next((one for one in items if one.start <= start < one.end), None)


def test_spans_that_overlap_cover_what_each_of_them_covers():
    dice = random.Random(0)
    for _ in range(300):
        spans = [tuple(sorted(dice.sample(range(40), 2))) for _ in range(dice.randrange(6))]
        start, end = sorted(dice.sample(range(42), 2))
        assert Covered(spans).touches(start, end) == any(one < end and start < stop for one, stop in spans)
