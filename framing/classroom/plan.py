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

    `reading` is for one article a pupil, the longest; 0 where no exercise needs the articles. `pause` is for breaks of
    a long lesson, `spare` is what neither the exercises nor a talk of fair length fill. `left_out` are the exercises
    for which the articles would do but the time does not, with the minutes that they need at the least.
    """

    level: Level
    minutes: int
    opening: int
    reading: int
    exercises: dict[str, int]
    items: dict[str, int]
    pause: int
    spare: int
    closing: int
    left_out: dict[str, int]


@cache
def table() -> Mapping[str, Any]:
    """Return the table of levels and exercises."""
    return tomllib.loads((Path(__file__).parent / "levels.toml").read_text(encoding="utf-8"))


def exercise_ids() -> list[str]:
    """Return the ids of all exercises in the order of the worksheet."""
    return list(table()["exercises"])


def rules_of(level: Level) -> Mapping[str, Any]:
    """Return the rules of a level: its exercises and questions in their order, its lengths and speeds."""
    rules: Mapping[str, Any] = table()["levels"][level]
    return rules


def most_items(exercise: str) -> int:
    """Return how many items an exercise has at the most."""
    return int(table()["exercises"][exercise]["most"])


def make_plan(level: Level, minutes: int, held: Mapping[str, int], longest_words: int) -> Plan:
    """Return the plan of a lesson from how many items each exercise could have (`held`, by id).

    Exercises are taken in the level's order with their fewest items as long as there is time, then items are added in
    turn. What is left goes to the talk at the end as long as a talk can be, and then is spare. Where nothing fits, the
    shortest exercise is taken and the reading cut.
    """
    rules = table()
    opening, closing = (
        min(max(1, floor(minutes * rules["opening_share"])), int(rules["opening_most"])),
        min(max(2, floor(minutes * rules["closing_share"])), int(rules["closing_most"])),
    )
    reading_takes = ceil(longest_words / rules["levels"][level]["words_a_minute"])
    pause = (minutes - 1) // (rules["break_after"] + rules["break_minutes"]) * rules["break_minutes"]
    left = minutes - opening - closing - pause
    reading, items, left_out = 0, dict[str, int](), dict[str, int]()
    for id_ in rules["levels"][level]["exercises"]:
        rule = rules["exercises"][id_]
        if held.get(id_, 0) < min(rule["fewest"], 1):
            continue
        wanted = held[id_] if rule.get("by_article") else min(rule["fewest"], held[id_])
        extra = reading_takes if rule.get("reads") and not reading else 0
        needs = _minutes(id_, wanted, level)
        if needs + extra <= left:
            items[id_] = wanted
            reading += extra
            left -= needs + extra
        else:
            left_out[id_] = needs + extra
    if not items and left_out:
        # Articles so long that nothing fits: the reading is cut short, and the plan still adds up.
        first = min(left_out, key=lambda id_: _minutes(id_, 1, level))
        items[first] = min(rules["exercises"][first]["fewest"], held[first])
        del left_out[first]
        reading = max(left - _minutes(first, items[first], level), 0)
        left = 0
    _add_items(items, held, level, max(left, 0))
    exercises = {id_: _minutes(id_, items[id_], level) for id_ in exercise_ids() if id_ in items}
    rest = max(minutes - opening - reading - pause - sum(exercises.values()), 0)
    talk = min(rest, int(rules["closing_most"]))
    return Plan(
        level=level,
        minutes=minutes,
        opening=opening,
        reading=reading,
        exercises=exercises,
        items={id_: items[id_] for id_ in exercises},
        pause=pause,
        spare=rest - talk,
        closing=talk,
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
    each = float(rule["item"][level])
    work = each + items * float(rule["hearing"]) if rule.get("by_article") else items * each
    return ceil(float(rule["start"]) + work + float(rules_of(level).get("checking", 0)))


def count_items(exercise: Exercise) -> int:
    """Return how many items an exercise holds as the plan counts them: groups where these have headings."""
    if any(group.heading for group in exercise.groups):
        return len(exercise.groups)
    return sum(len(group.items) for group in exercise.groups)
