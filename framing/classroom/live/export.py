"""Room classroom, live session: the marks as a table that `framing agreement` and spreadsheets read."""

import csv
import io
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

from framing.classroom.live.files import check_file, open_to_read, tell_faults
from framing.classroom.live.marks import Mark, chosen_facts, label_words, runs_of
from framing.report.tables import make_harmless
from framing.schema import Span

What = Literal["voices", "loaded", "missing", "all"]
COLUMNS = ("article", "coder", "start", "end", "label", "text", "letter")
MISSING_COLUMNS = ("unit", "coder", "label", "text", "letter")


def export_marks(file: Path, what: What = "all") -> str:
    """Return the marks of a session as CSV.

    "voices", "loaded" and "all" of both give a row a mark: article, coder (the nickname), start, end, label, text, and
    the letter by which pupils knew the article; offsets count characters of the article's text. Who has finished an
    article without a mark has a row of article, coder and letter alone. A loaded word stands without the punctuation
    around it.
    "missing" gives a row a pupil and fact: unit, coder, label ("missing", or "told" where the pupil has finished the
    article and not ticked it), text, letter; and a row a note.
    Raises `UsageError` for a file that is no session's.
    """
    check_file(file)
    with tell_faults(file, "read"), closing(open_to_read(file)) as connection:
        rows = _missing(connection) if what == "missing" else _marks(connection, what)
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(MISSING_COLUMNS if what == "missing" else COLUMNS)
        writer.writerows([make_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _marks(connection: sqlite3.Connection, what: What) -> Iterator[tuple[object, ...]]:
    texts = {
        letter: (id_, text)
        for letter, id_, text in connection.execute("SELECT letter, id, text FROM articles")
    }
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for letter, start, end in connection.execute(
        'SELECT article, start, "end" FROM words ORDER BY article, number'
    ):
        spans[letter].append((start, end))
    held = _by_pupil(connection)
    for letter, nickname in sorted({(letter, nickname) for nickname, letter, _ in held}):
        id_, text = texts[letter]
        rows: list[tuple[object, ...]] = [
            (id_, nickname, start, end, label, " ".join(text[start:end].split()), letter)
            for task in ("voices", "loaded")
            if what in (task, "all")
            for first, last, label in runs_of(
                label_words(held.get((nickname, letter, task), ()), len(spans[letter]))
            )
            for start, end in _pieces(text, spans[letter][first : last + 1], bare=task == "loaded")
        ]
        done = held.get((nickname, letter, "done"))
        if not rows and done and done[-1].label == "done":
            rows = [(id_, nickname, "", "", "", "", letter)]
        yield from rows


def _pieces(text: str, words: Sequence[Span], *, bare: bool) -> Iterator[Span]:
    """Yield the stretches of marked words side by side: what pupils did not see, such as a caption, parts them.

    A bare stretch begins and ends with a letter or digit, where it has any.
    """
    begin = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or text[words[at - 1][1] : words[at][0]].strip():
            start, end = words[begin][0], words[at - 1][1]
            begin = at
            letters = [place for place in range(start, end) if text[place].isalnum()] if bare else []
            yield (letters[0], letters[-1] + 1) if letters else (start, end)


def _missing(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    ids = dict(connection.execute("SELECT letter, id FROM articles"))
    facts = dict(connection.execute("SELECT number, label FROM facts"))
    held = _by_pupil(connection)
    for (nickname, letter, task), marks in sorted(held.items()):
        if task == "missing":
            chosen = chosen_facts(marks)
            done = held.get((nickname, letter, "done"))
            for number, label in facts.items():
                # What stands unticked says nothing before the pupil has finished the article.
                if number in chosen or (done and done[-1].label == "done"):
                    told = "missing" if number in chosen else "told"
                    yield f"{ids[letter]}: fact {number + 1}", nickname, told, label, letter
        elif task == "notes":
            for number, mark in enumerate(marks, 1):
                yield f"{ids[letter]}: note {number} of {nickname}", nickname, "note", mark.text, letter


def _by_pupil(connection: sqlite3.Connection) -> dict[tuple[str, str, str], list[Mark]]:
    held: defaultdict[tuple[str, str, str], list[Mark]] = defaultdict(list)
    for nickname, *fields in connection.execute(
        "SELECT nickname, id, article, task, label, first, last, text FROM marks JOIN pupils ON pupil = number"
        " WHERE NOT undone ORDER BY seq"
    ):
        mark = Mark(*fields)
        held[nickname, mark.article, mark.task].append(mark)
    return dict(held)
