"""The classroom: exercises, and how far those who mark articles agree (room: api)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from framing.api.annotations import annotate, prepare
from framing.api.articles import read
from framing.api.comparisons import compare
from framing.api.paths import AnyPath, path_list, writing
from framing.errors import UsageError
from framing.features import DEFAULT_PIPELINE, Method
from framing.reading import ReadingOptions
from framing.reading.event import has_event_file
from framing.schema import PROSE, Article, Comparison, Region

if TYPE_CHECKING:
    from framing.classroom.agreement import AgreementReport
    from framing.classroom.codings import Unmarked
    from framing.classroom.marking import Remark
    from framing.classroom.plan import Level as LessonLevel
    from framing.classroom.write import Form
    from framing.scoring.agreement import Level


class ClassroomSummary(NamedTuple):
    """The comparison behind a lesson, the files that were written, and what to know before they are used."""

    comparison: Comparison
    files: list[Path]
    notes: list[str]


def write_classroom(
    paths: AnyPath | Sequence[AnyPath],
    folder: AnyPath,
    *,
    level: "LessonLevel" = "15-18",
    minutes: int = 45,
    title: str = "",
    named: bool = False,
    forms: "Sequence[Form]" = ("html", "word"),
    quiz: Sequence[str] = (),
    lexicons: Sequence[AnyPath] = (),
    seed: int = 0,
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: AnyPath | None = None,
    reading: ReadingOptions | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> ClassroomSummary:
    """Write worksheet, articles, key and lesson plan into a folder, and return them with the comparison behind them.

    `level` and `minutes` decide which exercises there are; the pupils' files name no outlet unless they are `named`.
    Word files are left out where python-docx is not installed. `quiz` names formats of quiz files ("moodle", "gift",
    "qti12", "qti21", "csv" or "all"), which go into the folder's subfolder quiz; `notes` says what these cannot hold,
    and what one article alone cannot give. `title` is for the pages; without it the event's is taken, and for one
    article without an event file its headline. `seed` decides the order of the passages. Raises `UsageError` as
    `make_report` does, where the folder is or lies in one of articles, and where the articles hold too little for any
    exercise, or for a quiz that is asked for.
    """
    from framing.classroom import notes_on, write_pack
    from framing.classroom.quiz import write_quiz

    _keep_apart(path_list(paths), Path(folder))
    prepared = prepare(
        paths,
        lexicons=lexicons,
        attribution=attribution,
        pipeline=pipeline,
        weights=weights,
        reading=reading,
        workers=workers,
        progress=progress,
    )
    comparison = compare(
        prepared.annotations,
        prepared.event,
        rejects=prepared.rejects,
        corrections=prepared.corrections,
        lexicons=prepared.lexicons,
        resamples=0,
    )
    if not title and len(comparison.articles) == 1 and not has_event_file(path_list(paths)):
        title = comparison.articles[0].title or ""
    if title:
        named_event = msgspec.structs.replace(comparison.event, title=title)
        comparison = msgspec.structs.replace(comparison, event=named_event)
    with writing(folder):
        files = write_pack(
            comparison, Path(folder), level=level, minutes=minutes, named=named, forms=forms, seed=seed
        )
        notes = notes_on(comparison)
        if not quiz:
            return ClassroomSummary(comparison, files, notes)
        made = write_quiz(
            comparison, Path(folder) / "quiz", quiz, level=level, minutes=minutes, named=named, seed=seed
        )
        return ClassroomSummary(comparison, files + made.files, notes + made.notes)


def _keep_apart(paths: Sequence[Path], folder: Path) -> None:
    """Raise `UsageError` where a lesson would be written among the articles, to be read as one of them next time."""
    for path in paths:
        if path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                folder,
                f"lies in the folder of articles {path}, and the lesson would be read as an article next time",
                "a folder of its own",
                "name one beside the articles, such as -o ../lesson",
            )


def measure_agreement(
    paths: AnyPath | Sequence[AnyPath],
    articles: AnyPath | Sequence[AnyPath] = (),
    *,
    unmarked: "Unmarked" = "label",
    level: "Level" = "nominal",
    resamples: int = 1000,
    seed: int = 0,
) -> "AgreementReport":
    """Say how far coders agree in what they marked; see `framing.classroom.agreement` for files and errors.

    `articles` are those that were marked, for tables that hold no texts. A word that a coder left alone is labelled
    "(unmarked)", or not judged where `unmarked` is "skip".
    """
    from framing.classroom.agreement import measure_agreement as measure

    held = read(articles)[0] if path_list(articles) else []
    return measure(
        path_list(paths),
        {one.id: one.text for one in held},
        prose={one.id: [(at.start, at.end) for at in one.regions if at.kind in PROSE] for one in held},
        unmarked=unmarked,
        level=level,
        resamples=resamples,
        seed=seed,
    )


def mark_text(text: str) -> "list[Remark]":
    """Return what the word lists and rules notice in a text that somebody wrote, such as a pupil's lead.

    A remark gives the words, their span and the reason. Empty where nothing in the lists is found.
    """
    from framing.classroom.marking import mark_text as mark

    body = Region(kind="body", start=0, end=len(text), reason="text to mark")
    return mark(annotate(Article(id="text", file="text", text=text, regions=[body])))


def can_write_word() -> bool:
    """Return whether Word files can be written: they need python-docx, of the extra `documents`."""
    from framing.classroom.write import can_write_word as can

    return can()
