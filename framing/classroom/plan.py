"""Room classroom: which exercises a lesson has and how long each takes, from the table levels.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil, floor
from pathlib import Path
from typing import Any, Literal, get_args

from framing.classroom.exercises import Exercise

Level = Literal["12-14", "15-18", "university"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A lesson's parts in minutes, which add up to `minutes`, and how many items each exercise has, by its id.

    `reading` is for one article a pupil, the longest; 0 where no exercise needs the articles. `left_out` are the
    exercises for which the articles would do but the time does not, with the minutes that they need at the least.
    """

    level: Level
    minutes: int
    opening: int
    reading: int
    exercises: dict[str, int]
    items: dict[str, int]
    closing: int
    left_out: dict[str, int]


@cache
def table() -> Mapping[str, Any]:
    """Return the table of levels and exercises."""
    return tomllib.loads((Path(__file__).parent / "levels.toml").read_text(encoding="utf-8"))


def exercise_ids() -> list[str]:
    """Return the ids of all exercises in the order of the worksheet."""
    return list(table()["exercises"])


def most_items(exercise: str) -> int:
    """Return how many items an exercise has at the most."""
    return int(table()["exercises"][exercise]["most"])


def make_plan(level: Level, minutes: int, held: Mapping[str, int], longest_words: int) -> Plan:
    """Return the plan of a lesson from how many items each exercise could have (`held`, by id).

    Exercises are taken in the level's order with their fewest items as long as there is time, then items are added in
    turn. What is left goes to the talk at the end. The first exercise is taken even where the time is too short for it.
    """
    rules = table()
    opening, closing = (
        max(1, floor(minutes * rules["opening_share"])),
        max(2, floor(minutes * rules["closing_share"])),
    )
    reading_takes = ceil(longest_words / rules["levels"][level]["words_a_minute"])
    left = minutes - opening - closing
    reading, items, left_out = 0, dict[str, int](), dict[str, int]()
    for id_ in rules["levels"][level]["exercises"]:
        rule = rules["exercises"][id_]
        if held.get(id_, 0) < min(rule["fewest"], 1):
            continue
        wanted = min(rule["fewest"], held[id_])
        extra = reading_takes if rule.get("reads") and not reading else 0
        needs = _minutes(id_, wanted, level)
        if needs + extra <= left or not items:
            items[id_] = wanted
            reading += extra
            left -= needs + extra
        else:
            left_out[id_] = needs + extra
    _add_items(items, held, level, max(left, 0))
    exercises = {id_: _minutes(id_, items[id_], level) for id_ in exercise_ids() if id_ in items}
    rest = minutes - opening - reading - sum(exercises.values())
    return Plan(
        level=level,
        minutes=minutes,
        opening=opening,
        reading=reading,
        exercises=exercises,
        items={id_: items[id_] for id_ in exercises},
        closing=max(rest, 0),
        left_out=left_out,
    )


def _add_items(items: dict[str, int], held: Mapping[str, int], level: Level, left: int) -> None:
    """Add items to the exercises in turn, in place, as long as there is time for them."""
    grown = True
    while grown:
        grown = False
        for id_, number in items.items():
            costs = _minutes(id_, number + 1, level) - _minutes(id_, number, level)
            if number < min(most_items(id_), held[id_]) and costs <= left:
                items[id_], left, grown = number + 1, left - costs, True


def _minutes(exercise: str, items: int, level: Level) -> int:
    rule = table()["exercises"][exercise]
    return ceil(float(rule["start"]) + items * float(rule["item"][level]))


def count_items(exercise: Exercise) -> int:
    """Return how many items an exercise holds as the plan counts them: groups where these have headings."""
    if any(group.heading for group in exercise.groups):
        return len(exercise.groups)
    return sum(len(group.items) for group in exercise.groups)
