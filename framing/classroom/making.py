"""Room classroom: all exercises of a lesson, made for its level and time."""

from collections.abc import Callable
from dataclasses import replace

from framing.classroom.exercises import Exercise
from framing.classroom.headlines import make_headlines
from framing.classroom.judgement import make_judgement
from framing.classroom.kinds import make_kinds
from framing.classroom.lead import make_lead
from framing.classroom.material import Material
from framing.classroom.missing import make_missing
from framing.classroom.names import make_names
from framing.classroom.order import make_order
from framing.classroom.plan import Level, Plan, count_items, exercise_ids, make_plan, most_items
from framing.classroom.verbs import make_swap, make_verbs
from framing.classroom.voices import make_voices
from framing.lexicon.words import count_words

# In the order in which they take their passages: "Swap the verb" needs the rare verbs most.
MAKERS: dict[str, Callable[[Material, int], Exercise]] = {
    "swap": make_swap,
    "voices": make_voices,
    "verbs": make_verbs,
    "names": make_names,
    "headlines": make_headlines,
    "missing": make_missing,
    "order": make_order,
    "judgement": make_judgement,
    "outlets": make_kinds,
    "lead": make_lead,
}
# Those that show passages one by one; the others ask about whole articles.
SHOWING = ("swap", "voices", "verbs", "names", "judgement")


def make_exercises(material: Material, wanted: dict[str, int] | None = None) -> list[Exercise]:
    """Return the exercises in the order of the worksheet, each with up to as many items as are wanted.

    Without `wanted` all of them are made as large as they can be. Paragraphs that one exercise shows are the last that
    the next one takes, and none serves a third where others are free. Those that cannot be made say why.
    """
    made: dict[str, Exercise] = {}
    for id_, make in MAKERS.items():
        if wanted is None or id_ in wanted:
            exercise = _make(make, material, most_items(id_) if wanted is None else wanted[id_], id_)
            shown = {
                material.sheets.place(one) for item in exercise.items for one in (*item.shown, *item.quoted)
            }
            used = material.used
            material = replace(material, used={**used, **{one: used.get(one, 0) + 1 for one in shown}})
            made[id_] = exercise
    return [made[id_] for id_ in exercise_ids() if id_ in made]


def _make(make: Callable[[Material, int], Exercise], material: Material, wanted: int, id_: str) -> Exercise:
    """Return an exercise from paragraphs that are not spent; from all where it would have fewer items."""
    if id_ not in SHOWING:
        return make(material, wanted)
    fresh, whole = make(material.unspent(), wanted), make(material, wanted)
    return fresh if len(fresh.items) >= len(whole.items) else whole


def make_lesson(material: Material, level: Level, minutes: int) -> tuple[Plan, list[Exercise]]:
    """Return a lesson's plan and its exercises, and after them those that the articles do not hold enough for."""
    possible = make_exercises(material)
    held = {exercise.id: count_items(exercise) for exercise in possible}
    longest = max(
        (
            sum(count_words(one.text) for one in sheet.paragraphs)
            for sheet in material.sheets.by_article.values()
        ),
        default=0,
    )
    plan = make_plan(level, minutes, held, longest)
    made = make_exercises(material, plan.items)
    return plan, made + [exercise for exercise in possible if exercise.missing]
