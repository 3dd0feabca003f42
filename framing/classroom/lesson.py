"""Room classroom: the lesson plan as a page: aims, a time line that adds up, questions, limits, standards."""

from framing.classroom.blocks import Answers, Block, Heading, Page, Points, Table, text
from framing.classroom.exercises import Exercise
from framing.classroom.material import Material
from framing.classroom.pages import list_left_out, made, unidentified
from framing.classroom.plan import Plan, rules_of, table
from framing.classroom.texts import texts
from framing.classroom.written import say_when
from framing.schema import Comparison


def make_lesson_plan(material: Material, plan: Plan, exercises: list[Exercise]) -> Page:
    """Return the teacher's plan of the lesson; it names no outlet."""
    words, plans, anonymity = texts("pages")["lesson"], texts("lesson"), material.anonymity
    single = _is_single(material.comparison)
    standards = plans["standards"][plan.level] + ([] if single else plans["comparing"][plan.level])
    blocks: list[Block] = [
        *([text(words["single"], "note")] if single else []),
        *unidentified(material),
        Heading(words["aims"]),
        Points(tuple(plans["aims"][exercise.id] for exercise in made(exercises))),
        Heading(words["time"]),
        Table(tuple(words["columns"]), _time_line(material, plan, exercises)),
        Heading(words["print"]),
        Points(tuple(plans["print"])),
    ]
    blocks += [Heading(words["discussion"]), Points(_questions(exercises, single=single))]
    for part in ("limits", "gotcha"):
        blocks += [Heading(words[part]), Points(tuple(plans[part]))]
    blocks += [Heading(words["standards"]), Points(tuple(standards))]
    left_out = list_left_out(plan, exercises)
    if left_out:
        blocks += [Heading(words["left_out"]), Answers(left_out)]
    return Page(
        name="lesson",
        language="en",
        title=anonymity.cover(material.comparison.event.title),
        kind=words["kind"],
        about=words["about"]
        .format(
            level=words["levels"][plan.level],
            minutes=plan.minutes,
            event=anonymity.cover(say_when(material.comparison)),
        )
        .strip(" ·"),
        blocks=tuple(blocks),
        footer=(material.comparison.signature,),
    )


def notes_on(comparison: Comparison) -> list[str]:
    """Return what a teacher should hear before printing: that the text is short, and what one article cannot give."""
    words, titles = texts("pages")["lesson"], texts("exercises")
    held = sum(outlet.words for outlet in comparison.outlets)
    notes = [words["little_note"].format(n=held)] if held < words["fewest_words"] else []
    if _is_single(comparison):
        together = ", ".join(titles[id_]["title"] for id_ in words["together"])
        notes.append(words["single_note"].format(titles=together))
    return notes


def _is_single(comparison: Comparison) -> bool:
    return len(comparison.articles) == 1


def _questions(exercises: list[Exercise], *, single: bool) -> tuple[str, ...]:
    """Return the questions of the exercises that are made, then those of every lesson that compares."""
    plans = texts("lesson")
    asked = [plans["questions"][exercise.id] for exercise in made(exercises)]
    return tuple(asked if single else asked + plans["discussion"])


def _time_line(material: Material, plan: Plan, exercises: list[Exercise]) -> tuple[tuple[str, ...], ...]:
    words, how = texts("pages")["lesson"], texts("lesson")["how"]
    single = _is_single(material.comparison)
    checked = words["checked"] if "checking" in rules_of(plan.level) else ""
    if single:
        how = how | texts("lesson")["how_single"]
    parts = [(plan.opening, words["opening"], words["opening_how"])]
    if plan.reading:
        parts.append((plan.reading, words["reading"], words["reading_single" if single else "reading_how"]))
    for number, exercise in enumerate(made(exercises), 1):
        items = len(exercise.items)
        said = words["items"]["one" if items == 1 else "other"].format(n=items)
        told = words["exercise_how"].format(n=number, items=said, how=how[exercise.id])
        told = " ".join(filter(None, (told, _who_does(material, exercise), checked)))
        parts.append((plan.exercises[exercise.id], exercise.title, told))
    asked = len(_questions(exercises, single=single))
    if plan.pause:
        parts.insert(_middle(parts), (plan.pause, words["pause"], words["pause_how"]))
    parts += [
        (plan.closing, words["closing"], _talk(plan.closing, asked)),
        (plan.spare, words["spare"], words["spare_how"]),
    ]
    rows, start = [], 0
    for minutes, what, told in parts:
        if minutes:
            rows.append((f"{start}–{start + minutes}", what, told))
        start += minutes
    return tuple(rows)


def _who_does(material: Material, exercise: Exercise) -> str:
    """Return which pupils do an exercise by article: those of every article, or of some alone."""
    words = texts("pages")["lesson"]
    if not table()["exercises"][exercise.id].get("by_article") or _is_single(material.comparison):
        return ""
    asked = [
        one.id for one in material.comparison.articles if one.id in {item.article for item in exercise.items}
    ]
    if len(asked) == len(material.comparison.articles):
        return str(words["needs_all"])
    return str(words["needs"].format(articles=material.sheets.names(asked)))


def _talk(minutes: int, asked: int) -> str:
    words = texts("pages")["lesson"]
    if minutes < words["short_talk"]:
        return str(words["closing_how"]["short"])
    number = min(asked, max(1, minutes // words["minutes_a_question"] - 1))
    return str(words["closing_how"]["one" if number == 1 else "usual"].format(n=number))


def _middle(parts: list[tuple[int, str, str]]) -> int:
    """Return the place of the part before which about half of the work is done."""
    whole = sum(minutes for minutes, *_ in parts)
    return min(range(1, len(parts)), key=lambda n: abs(2 * sum(minutes for minutes, *_ in parts[:n]) - whole))
