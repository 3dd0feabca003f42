"""Room classroom, quiz: `write_quiz`, which puts a quiz into a folder in the formats that are asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from framing.classroom.anonymous import Anonymity
from framing.classroom.making import make_exercises
from framing.classroom.material import Material, gather
from framing.classroom.plan import Level, rules_of, table
from framing.classroom.quiz.build import from_exercise
from framing.classroom.quiz.cards import write_cards
from framing.classroom.quiz.gift import write_gift
from framing.classroom.quiz.moodle import write_moodle
from framing.classroom.quiz.qti12 import write_qti12
from framing.classroom.quiz.qti21 import write_qti21
from framing.classroom.quiz.questions import Question, Writer
from framing.classroom.quiz.reported import from_reports
from framing.classroom.texts import texts
from framing.errors import UsageError
from framing.schema import Comparison

FORMATS: Mapping[str, Writer] = {
    "moodle": write_moodle,
    "gift": write_gift,
    "qti12": write_qti12,
    "qti21": write_qti21,
    "csv": write_cards,
}


ALL = "all"


@dataclass(frozen=True, kw_only=True)
class QuizFiles:
    """The files of a quiz, how many questions it has, and what a teacher should know before importing it."""

    files: list[Path]
    questions: int
    notes: list[str]


def write_quiz(
    comparison: Comparison,
    folder: Path,
    formats: Iterable[str],
    *,
    level: Level = "15-18",
    minutes: int | None = None,
    named: bool = False,
    seed: int = 0,
) -> QuizFiles:
    """Write a quiz on the articles into a folder, which is made where it is missing.

    `formats` are names of `FORMATS`, or "all". `level` decides kinds, length and options of the questions, and
    `minutes` how many there are: all where they are None. No outlet is named, unless they shall be `named`; `seed`
    decides the order of options. The same input gives the same bytes. Raises `UsageError` where no question can be
    made or a format is unknown, and `OSError` where the folder cannot be written.
    """
    wanted = list(
        dict.fromkeys(name for given in formats for name in (FORMATS if given == ALL else (given,)))
    )
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise UsageError(
            ", ".join(unknown), "is no quiz format", ", ".join(FORMATS), "choose one or more of these"
        )
    material = gather(comparison, Anonymity(comparison, named=named), seed, level)
    questions = make_questions(material, minutes)
    if not questions:
        raise UsageError(
            comparison.event.title,
            "the articles hold too little for a quiz",
            "exercises with boxes to tick, or clear sentences that report what somebody said",
            "add longer articles on the event, or leave out --quiz",
        )
    title = material.anonymity.cover(comparison.event.title)
    written = [FORMATS[name](title, questions) for name in wanted]
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, content in (file for one in written for file in one.files.items()):
        (folder / name).write_bytes(content)
        files.append(folder / name)
    notes = [texts("quiz")["whole_articles"]] * any(not question.passages for question in questions)
    notes += [loss for one in written for loss in one.losses]
    return QuizFiles(files=files, questions=len(questions), notes=notes)


def make_questions(material: Material, minutes: int | None = None) -> tuple[Question, ...]:
    """Return the questions of a level, kind by kind in its order.

    As many of each kind in turn as can be answered in the minutes; without minutes all that the articles hold.
    """
    rules, takes = rules_of(material.level), table()["questions"]
    reported = from_reports(material)
    exercises = {exercise.id: exercise for exercise in make_exercises(material)}
    held = {
        kind: reported[kind] if kind in reported else from_exercise(exercises[kind], material)
        for kind in rules["questions"]
    }
    if minutes is None:
        return tuple(question for kind in held.values() for question in kind)
    numbers = dict.fromkeys(held, 0)
    left, grown = float(minutes), True
    while grown:
        grown = False
        for kind, questions in held.items():
            costs = float(takes[kind]) * float(rules["pace"])
            # One question there is, however short the time.
            if numbers[kind] < len(questions) and (costs <= left or not any(numbers.values())):
                numbers[kind], left, grown = numbers[kind] + 1, left - costs, True
    return tuple(question for kind, questions in held.items() for question in questions[: numbers[kind]])
