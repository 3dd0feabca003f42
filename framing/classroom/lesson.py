"""Room classroom: the lesson plan as a page: aims, a time line that adds up, questions, limits, standards."""

from framing.classroom.blocks import Answers, Block, Heading, Page, Points, Table
from framing.classroom.exercises import Exercise
from framing.classroom.material import Material
from framing.classroom.pages import list_left_out, made
from framing.classroom.plan import Plan
from framing.classroom.texts import texts


def make_lesson_plan(material: Material, plan: Plan, exercises: list[Exercise]) -> Page:
    """Return the teacher's plan of the lesson; it names no outlet."""
    words, plans, anonymity = texts("pages")["lesson"], texts("lesson"), material.anonymity
    blocks: list[Block] = [
        Heading(words["aims"]),
        Points(tuple(plans["aims"][exercise.id] for exercise in made(exercises))),
        Heading(words["time"]),
        Table(tuple(words["columns"]), _time_line(plan, exercises)),
        Heading(words["print"]),
        Points(tuple(plans["print"])),
    ]
    for part in ("discussion", "limits", "gotcha"):
        blocks += [Heading(words[part]), Points(tuple(plans[part]))]
    blocks += [Heading(words["standards"]), Points(tuple(plans["standards"][plan.level]))]
    left_out = list_left_out(plan, exercises)
    if left_out:
        blocks += [Heading(words["left_out"]), Answers(left_out)]
    return Page(
        name="lesson",
        language="en",
        title=anonymity.cover(material.comparison.event.title),
        kind=words["kind"],
        about=words["about"].format(level=words["levels"][plan.level], minutes=plan.minutes),
        blocks=tuple(blocks),
        footer=(material.comparison.signature,),
    )


def _time_line(plan: Plan, exercises: list[Exercise]) -> tuple[tuple[str, ...], ...]:
    words, how = texts("pages")["lesson"], texts("lesson")["how"]
    parts = [(plan.opening, words["opening"], words["opening_how"])]
    if plan.reading:
        parts.append((plan.reading, words["reading"], words["reading_how"]))
    for number, exercise in enumerate(made(exercises), 1):
        items = sum(len(group.items) for group in exercise.groups)
        said = words["items"]["one" if items == 1 else "other"].format(n=items)
        told = words["exercise_how"].format(n=number, items=said, how=how[exercise.id])
        parts.append((plan.exercises[exercise.id], exercise.title, told))
    parts.append((plan.closing, words["closing"], words["closing_how"]))
    rows, start = [], 0
    for minutes, what, told in parts:
        rows.append((f"{start}–{start + minutes}", what, told))
        start += minutes
    return tuple(rows)
