"""Room classroom, live session: what a pupil may do to an article, checked, and what stands when all is done.

A pupil's page sends changes, each with an id of its own, so that one that is sent twice counts once. Later marks
cover earlier ones of the same task; to undo one is to take it back as if it had never been.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from framing.classroom.live.text import Lesson

MOST_CHANGES = 50
MOST_MARKS = 4000
LONGEST_NOTE = 200

Task = Literal["voices", "loaded", "missing", "notes", "done"]
NONE = "none"

Id = Annotated[str, Meta(pattern=r"\A[0-9a-zA-Z-]{8,40}\Z")]
Letter = Annotated[str, Meta(pattern=r"\A[A-Z]\Z")]
Number = Annotated[int, Meta(ge=0, lt=1_000_000)]


class _Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """Base of all changes."""

    id: Id


class MarkVoice(_Change, frozen=True, tag="voices"):
    """Whose words the words from `first` to `last` are; "none" takes earlier labels off."""

    article: Letter
    first: Number
    last: Number
    label: Literal["own", "reported", "quoted", "none"]


class MarkLoaded(_Change, frozen=True, tag="loaded"):
    """Words that judge where they seem to report."""

    article: Letter
    first: Number
    last: Number
    label: Literal["loaded", "none"]


class MarkMissing(_Change, frozen=True, tag="missing"):
    """A fact of the list that this article does not tell."""

    article: Letter
    fact: Number
    label: Literal["missing", "none"]


class WriteNote(_Change, frozen=True, tag="notes"):
    """What is missing, in the pupil's words."""

    article: Letter
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_NOTE)]


class MarkDone(_Change, frozen=True, tag="done"):
    """Whether the pupil has finished an article."""

    article: Letter
    label: Literal["done", "none"]


class Undo(_Change, frozen=True, tag="undo"):
    """Take back a mark of one's own."""

    mark: Id


Change = MarkVoice | MarkLoaded | MarkMissing | WriteNote | MarkDone | Undo


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a page sends at once; each change is read by itself, so that a bad one takes no good one with it."""

    marks: Annotated[list[msgspec.Raw], Meta(max_length=MOST_CHANGES)]


class Unreadable(msgspec.Struct, frozen=True):
    """What is no change, with its id where it has one."""

    id: Id = ""


class Mark(NamedTuple):
    """A mark as it is kept: `first` and `last` are words, or both the fact's number; `text` is a note's."""

    id: str
    article: str
    task: Task
    label: str
    first: int = 0
    last: int = 0
    text: str = ""


_batches = msgspec.json.Decoder(Batch)
_changes: msgspec.json.Decoder[Change] = msgspec.json.Decoder(Change)
_ids = msgspec.json.Decoder(Unreadable)
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def decode_batch(body: bytes) -> list[Change | Unreadable]:
    """Read what a page sent; raises `ValueError` for anything that is no list, or holds nothing that is a change."""
    try:
        told = [_decode(raw) for raw in _batches.decode(body).marks]
    except _UNREADABLE as error:
        raise ValueError(str(error)) from error
    if told and all(isinstance(one, Unreadable) for one in told):
        raise ValueError("none of it is a change")
    return told


def _decode(raw: msgspec.Raw) -> Change | Unreadable:
    with suppress(*_UNREADABLE):
        return _changes.decode(raw)
    with suppress(*_UNREADABLE):
        return _ids.decode(raw)
    return Unreadable()


def check_change(change: Change | Unreadable, lesson: Lesson) -> Mark | Undo | str:
    """Return the mark that a change makes, the undoing that it is, or the reason why it cannot be."""
    if isinstance(change, Unreadable):
        return "it cannot be read"
    if isinstance(change, Undo):
        return change
    article = lesson.article(change.article)
    if article is None:
        return "there is no such article"
    match change:
        case MarkVoice() | MarkLoaded():
            if not change.first <= change.last < len(article.voices):
                return "there are no such words"
            task: Task = "voices" if isinstance(change, MarkVoice) else "loaded"
            return Mark(change.id, change.article, task, change.label, change.first, change.last)
        case MarkMissing():
            if change.fact >= len(lesson.facts):
                return "there is no such fact"
            return Mark(change.id, change.article, "missing", change.label, change.fact, change.fact)
        case WriteNote():
            text = " ".join("".join(one if one.isprintable() else " " for one in change.text).split())
            return (
                Mark(change.id, change.article, "notes", "note", text=text) if text else "the note is empty"
            )
        case MarkDone():
            return Mark(change.id, change.article, "done", change.label)


def label_words(marks: Iterable[Mark], words: int) -> list[str]:
    """Return the label of each word after marks of one task in their order; "" where there is none."""
    labels = [""] * words
    for mark in marks:
        label = "" if mark.label == NONE else mark.label
        labels[mark.first : mark.last + 1] = [label] * (mark.last + 1 - mark.first)
    return labels


def chosen_facts(marks: Iterable[Mark]) -> set[int]:
    """Return the numbers of the facts that a pupil calls missing, after marks in their order."""
    last = {mark.first: mark.label for mark in marks}
    return {fact for fact, label in last.items() if label != NONE}


def runs_of(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the stretches of one label as first word, last word and label; words without a label are left out."""
    runs: list[tuple[int, int, str]] = []
    for number, label in enumerate(labels):
        if label and runs and runs[-1][1] == number - 1 and runs[-1][2] == label:
            runs[-1] = (runs[-1][0], number, label)
        elif label:
            runs.append((number, number, label))
    return runs
