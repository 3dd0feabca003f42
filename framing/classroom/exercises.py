"""Room classroom: the records of which every exercise is made, whatever it asks, and fair ways to choose passages."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from framing.classroom.sentences import Excerpt
from framing.classroom.texts import for_level, texts

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A line of the key: what was asked for, and what is right."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to work on, and its key.

    `shown` are the passages that pupils read (their marks are for the key, unless `marks_shown`), after `question`,
    which is empty where the exercise's task says all. `options` are boxes of this item alone, in place of the
    exercise's choices, and `right` those of them that are right: none where the answer is open, all of them in their
    right order where it is `ordered`. `answers` are the lines of the key and `quoted` the passages that prove them;
    `evidence` is the small print, `lines` are labels with a line to write on for this item alone. `article` is the one
    that the item asks about as a whole, empty where it asks about several or about a passage. An item `for_talk` has an
    answer on which fair readers may differ: it is talked about and never marked. `id` stays the same as long as the
    articles do.
    """

    id: str
    question: str = ""
    shown: tuple[Excerpt, ...] = ()
    marks_shown: bool = False
    options: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    ordered: bool = False
    answers: list[Answer]
    quoted: tuple[Excerpt, ...] = ()
    evidence: str = ""
    lines: tuple[str, ...] = ()
    article: str = ""
    for_talk: bool = False

    @property
    def passage(self) -> Excerpt:
        """The first passage that pupils read; raises `IndexError` where an item shows none."""
        return self.shown[0]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Items under one heading, which is empty where an exercise has but one group. `note` is for the key alone."""

    heading: str
    items: list[Item]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """An exercise: what pupils read, what they fill in for each item, and what only the teacher reads.

    `choices` are boxes to tick, `blanks` are labels with a line to write on; each item has all of them, but for the
    choices of an item with options of its own. Where `several` boxes of an item may be right, pupils tick all that fit.
    `rules` are said before the items, on what a careful reader could otherwise decide in two ways. `missing` says why
    there are no groups; such an exercise stands in the key alone.
    """

    id: str
    title: str
    task: str
    for_teachers: str
    choices: list[str] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    several: bool = False
    groups: list[Group] = field(default_factory=list)
    missing: str = ""

    @property
    def items(self) -> list[Item]:
        """The items of all groups."""
        return [item for group in self.groups for item in group.items]


def assemble(
    id: str, groups: Sequence[Group], level: str, *, choices: Iterable[str] = (), several: bool = False
) -> Exercise:
    """Return an exercise with its texts for a level; it is missing, and says why, where there are no groups."""
    words = texts("exercises")[id]
    held = [group for group in groups if group.items]
    return Exercise(
        id=id,
        title=words["title"],
        task=for_level(words["task"], level),
        for_teachers=words["for_teachers"],
        choices=list(choices),
        blanks=for_level(words.get("blanks", []), level),
        rules=[texts("exercises")["rules"][rule] for rule in for_level(words.get("rules", []), level)],
        several=several,
        groups=held,
        missing="" if held else words["missing"],
    )


def make_id(exercise: str, *parts: str) -> str:
    """Return the id of an item: its exercise and a digest of what it rests on, which tells no file and no outlet."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{exercise}-{digest[:10]}"


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
