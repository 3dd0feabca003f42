"""Room classroom, quiz: `write_quiz`, which puts a quiz into a folder in the formats that are asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import Exercise
from framing.classroom.quiz.build import from_exercises
from framing.classroom.quiz.cards import write_cards
from framing.classroom.quiz.gift import write_gift
from framing.classroom.quiz.moodle import write_moodle
from framing.classroom.quiz.qti12 import write_qti12
from framing.classroom.quiz.qti21 import write_qti21
from framing.classroom.quiz.questions import Question, Writer
from framing.classroom.quiz.reported import from_reports
from framing.classroom.reports import list_reports
from framing.classroom.sentences import list_sentences
from framing.errors import UsageError
from framing.schema import Comparison

FORMATS: Mapping[str, Writer] = {
    "moodle": write_moodle,
    "gift": write_gift,
    "qti12": write_qti12,
    "qti21": write_qti21,
    "csv": write_cards,
}


@dataclass(frozen=True, kw_only=True)
class QuizFiles:
    """The files of a quiz, how many questions it has, and what each format could not hold, in words for a teacher."""

    files: list[Path]
    questions: int
    losses: list[str]


def write_quiz(
    comparison: Comparison,
    exercises: Sequence[Exercise],
    folder: Path,
    formats: Iterable[str],
    *,
    seed: int = 0,
) -> QuizFiles:
    """Write a quiz on the articles into a folder, which is made where it is missing.

    `formats` are names of `FORMATS`; `seed` decides the order of options. The same input gives the same bytes. Raises
    `UsageError` where no question can be made or a format is unknown, and `OSError` where the folder cannot be written.
    """
    wanted = list(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise UsageError(
            ", ".join(unknown), "is no quiz format", ", ".join(FORMATS), "choose one or more of these"
        )
    anonymity = Anonymity(comparison)
    questions = make_questions(comparison, exercises, anonymity, seed)
    if not questions:
        raise UsageError(
            comparison.event.title,
            "the articles hold too little for a quiz",
            "exercises with boxes to tick, or clear sentences that report what somebody said",
            "add longer articles on the event, or leave out --quiz",
        )
    title = anonymity.cover(comparison.event.title)
    written = [FORMATS[name](title, questions) for name in wanted]
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, content in (file for one in written for file in one.files.items()):
        (folder / name).write_bytes(content)
        files.append(folder / name)
    return QuizFiles(
        files=files, questions=len(questions), losses=[loss for one in written for loss in one.losses]
    )


def make_questions(
    comparison: Comparison, exercises: Sequence[Exercise], anonymity: Anonymity, seed: int = 0
) -> tuple[Question, ...]:
    """Return the questions: those of the exercises in their order, then those on sources and verbs."""
    reports = [
        report
        for report in list_reports(comparison, list_sentences(comparison))
        if not anonymity.hides_source(report.sentence, report.passage.spans)
    ]
    return (
        *from_exercises(exercises, anonymity, seed),
        *from_reports(comparison, reports, anonymity, seed),
    )
