"""Room classroom: the records of which every exercise is made, whatever it asks, and fair ways to choose passages."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from framing.classroom.sentences import Sentence, Strip

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A line of the key: what was asked for, and what is right."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """A passage to work on and its key: the sentence with its marks, the answers, and what they rest on."""

    sentence: Sentence
    strips: list[Strip]
    answers: list[Answer]
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """Items under one heading, which is empty where an exercise has but one group. `note` is for the key alone."""

    heading: str
    items: list[Item]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """An exercise: what pupils read, what they fill in for each item, and what only the teacher reads.

    `choices` are boxes to tick, `blanks` are labels with a line to write on; each item has all of them. `missing` says
    why there are no groups; such an exercise stands in the key alone.
    """

    id: str
    title: str
    task: str
    for_teachers: str
    choices: list[str] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    missing: str = ""


def shuffle(items: Iterable[T], key: Callable[[T], str], seed: int) -> list[T]:
    """Return items in an order that looks random and depends on the seed and their keys alone."""

    def place(item: T) -> bytes:
        return hashlib.sha256(f"{seed}\0{key(item)}".encode("utf-8", "surrogatepass")).digest()

    return sorted(items, key=place)


def take_in_turns(
    candidates: Sequence[T],
    lane_of: Callable[[T], Hashable],
    wanted: int,
    clash_of: Callable[[T], Hashable],
) -> list[T]:
    """Return up to `wanted` candidates, one a lane and round after round, so that no lane fills the page.

    Candidates stand best first; of those with the same clash only the first is taken.
    """
    lanes: dict[Hashable, list[T]] = {}
    for candidate in candidates:
        lanes.setdefault(lane_of(candidate), []).append(candidate)
    chosen: list[T] = []
    taken: set[Hashable] = set()
    while len(chosen) < wanted and any(lanes.values()):
        for lane in lanes.values():
            fresh = next((one for one in lane if clash_of(one) not in taken), None)
            lane[:] = [] if fresh is None else lane[lane.index(fresh) + 1 :]
            if fresh is not None and len(chosen) < wanted:
                taken.add(clash_of(fresh))
                chosen.append(fresh)
    return chosen
