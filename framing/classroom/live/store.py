"""Room classroom, live session: everything that a session knows, in one SQLite file.

What was saved is on the disk before anybody is told so (write-ahead log, synchronous FULL), so that a machine that
stops loses nothing that was acknowledged. The file holds nicknames and marks; no address, no time, and of keys their
digests alone.
"""

import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from framing.classroom.live.files import FORMAT, check_file, tell_faults, touch
from framing.classroom.live.marks import MOST_MARKS, Mark, Undo
from framing.classroom.live.nicknames import look_alike
from framing.classroom.live.text import Lesson
from framing.errors import UsageError

State = Literal["marking", "comparing", "named"]
STATES: tuple[State, ...] = ("marking", "comparing", "named")
MOST_PUPILS = 200
USUAL_PUPILS = 60

# Consonants alone make no words, and none of them looks like another.
_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_CODE_LENGTH = 8

_TABLES = """
CREATE TABLE session (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE articles (letter TEXT PRIMARY KEY, id TEXT NOT NULL, outlet TEXT NOT NULL, text TEXT NOT NULL,
  digest TEXT NOT NULL) STRICT;
CREATE TABLE words (article TEXT NOT NULL REFERENCES articles, number INTEGER NOT NULL, start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID;
CREATE TABLE facts (number INTEGER PRIMARY KEY, label TEXT NOT NULL) STRICT;
CREATE TABLE teachers (digest TEXT PRIMARY KEY) STRICT;
CREATE TABLE pupils (number INTEGER PRIMARY KEY AUTOINCREMENT, nickname TEXT NOT NULL, digest TEXT UNIQUE) STRICT;
CREATE TABLE marks (seq INTEGER PRIMARY KEY, pupil INTEGER NOT NULL REFERENCES pupils ON DELETE CASCADE,
  id TEXT NOT NULL, article TEXT NOT NULL, task TEXT NOT NULL, label TEXT NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, text TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0, UNIQUE (pupil, id)) STRICT;
"""

_IDLE = "number NOT IN (SELECT pupil FROM marks WHERE NOT undone)"


class Pupil(NamedTuple):
    """Somebody who has joined; who is `awaited` has no key, and gets one by joining again under the same nickname."""

    number: int
    nickname: str
    awaited: bool = False


class RefusedError(Exception):
    """A nickname that somebody has, or a class that is full; the words say which."""


class NotSavedError(Exception):
    """A change that the disk did not take, for instance because it is full."""


class Store:
    """The session's file: one connection writes, one reads, and threads take turns.

    `trouble` is why the last change could not be saved, "" where it was.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.trouble = ""
        self._writer = _connect(file)
        try:
            self._reader = _connect(file)
        except sqlite3.Error:
            self._writer.close()
            raise
        self._write_lock, self._read_lock = threading.Lock(), threading.Lock()

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
        self._reader.close()
        self._writer.close()

    # --- the session ----------------------------------------------------------------------------------------

    def get(self, key: str) -> str:
        """Return a value of the session: "id", "code", "state", "door" or "title"."""
        return str(self._read("SELECT value FROM session WHERE key = ?", key)[0][0])

    def put(self, key: str, value: str) -> None:
        """Change a value of the session."""
        self._write("INSERT OR REPLACE INTO session VALUES (?, ?)", key, value)

    @property
    def places(self) -> int:
        """How many pupils may join."""
        found = self._read("SELECT value FROM session WHERE key = 'places'")
        return int(found[0][0]) if found else USUAL_PUPILS

    def renew_code(self) -> None:
        """Draw another join code: who has joined stays, and who knows the old one cannot come again."""
        self.put("code", _draw_code())

    @property
    def state(self) -> State:
        """Whether pupils mark, the class looks at what came of it, or the outlets are named too."""
        return cast(State, self.get("state"))

    def admit_teacher(self) -> str:
        """Return a new key for a teacher's browser."""
        key = secrets.token_urlsafe(24)
        self._write("INSERT INTO teachers VALUES (?)", _digest(key))
        return key

    def dismiss_teachers(self) -> None:
        """Let no key of a teacher's browser hold any longer."""
        self._write("DELETE FROM teachers")

    def is_teacher(self, key: str) -> bool:
        """Return whether a key is a teacher's."""
        return bool(key and self._read("SELECT 1 FROM teachers WHERE digest = ?", _digest(key)))

    # --- the pupils -----------------------------------------------------------------------------------------

    def join(self, nickname: str) -> str:
        """Let somebody in and return the key of their browser; raises `RefusedError`."""
        key = secrets.token_urlsafe(24)
        with self._change() as writer:
            held = writer.execute("SELECT number, nickname, digest IS NULL FROM pupils").fetchall()
            alike = [Pupil(*row) for row in held if look_alike(nickname, row[1])]
            if any(one.awaited for one in alike):
                number = next(one.number for one in alike if one.awaited)
                writer.execute("UPDATE pupils SET digest = ? WHERE number = ?", (_digest(key), number))
            elif alike:
                raise RefusedError(
                    "Somebody has this name already, or one that looks like it. Choose another one; "
                    "or, if it was you, ask your teacher to let you in again."
                )
            elif len(held) >= self.places:
                raise RefusedError(f"The class is full: {len(held)} have joined. Tell your teacher.")
            else:
                writer.execute(
                    "INSERT INTO pupils (nickname, digest) VALUES (?, ?)", (nickname, _digest(key))
                )
        return key

    def pupil(self, key: str) -> Pupil | None:
        """Return whose browser has a key."""
        found = (
            self._read("SELECT number, nickname FROM pupils WHERE digest = ?", _digest(key)) if key else []
        )
        return Pupil(*found[0]) if found else None

    def pupils(self) -> list[Pupil]:
        """Return all who have joined, in their order."""
        rows = self._read("SELECT number, nickname, digest IS NULL FROM pupils ORDER BY number")
        return [Pupil(number, nickname, bool(awaited)) for number, nickname, awaited in rows]

    def await_again(self, number: int) -> None:
        """Let a pupil join again under the same nickname, with the marks; the browser that was theirs is let out."""
        self._write("UPDATE pupils SET digest = NULL WHERE number = ?", number)

    def remove(self, number: int) -> None:
        """Take a pupil out, with all their marks."""
        self._write("DELETE FROM pupils WHERE number = ?", number)

    def count_idle(self) -> int:
        """Return how many have no mark that stands."""
        return int(self._read(f"SELECT count(*) FROM pupils WHERE {_IDLE}")[0][0])

    def remove_idle(self) -> None:
        """Take out everybody who has no mark that stands."""
        self._write(f"DELETE FROM pupils WHERE {_IDLE}")

    # --- the marks ------------------------------------------------------------------------------------------

    def save(self, changes: Sequence[tuple[int, Sequence[Mark | Undo]]]) -> list[list[str]]:
        """Save the changes of several pupils at once and return the reason for each that was refused, "" for saved.

        Nothing of it is told before all of it is on the disk. A mark that was saved before counts as saved.
        """
        with self._change() as writer:
            return [
                [self._save_one(pupil, change) for change in given]
                if writer.execute("SELECT 1 FROM pupils WHERE number = ?", (pupil,)).fetchone()
                else ["you are no longer in this class"] * len(given)
                for pupil, given in changes
            ]

    def _save_one(self, pupil: int, change: Mark | Undo) -> str:
        if isinstance(change, Undo):
            done = self._writer.execute(
                "UPDATE marks SET undone = 1 WHERE pupil = ? AND id = ?", (pupil, change.mark)
            )
            return "" if done.rowcount else "there is no such mark of yours"
        # One that was saved before comes again where the answer was lost: it is no mark more.
        again, held = self._writer.execute(
            "SELECT coalesce(sum(id = ?), 0), count(*) FROM marks WHERE pupil = ?", (change.id, pupil)
        ).fetchone()
        if held >= MOST_MARKS and not again:
            return f"you have made {MOST_MARKS} marks, and that is the most"
        self._writer.execute(
            "INSERT INTO marks (pupil, id, article, task, label, first, last, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (pupil, id) DO NOTHING",
            (
                pupil,
                change.id,
                change.article,
                change.task,
                change.label,
                change.first,
                change.last,
                change.text,
            ),
        )
        return ""

    def marks_of(self, pupil: int) -> list[Mark]:
        """Return what stands of a pupil's marks, in their order."""
        return [mark for _, mark in self._marks("AND pupil = ?", pupil)]

    def all_marks(self) -> list[tuple[int, Mark]]:
        """Return what stands of everybody's marks, in the order in which they came, with the pupils' numbers."""
        return self._marks("")

    def _marks(self, where: str, *values: object) -> list[tuple[int, Mark]]:
        rows = self._read(
            "SELECT pupil, id, article, task, label, first, last, text FROM marks WHERE NOT undone"
            f" {where} ORDER BY seq",
            *values,
        )
        return [(row[0], Mark(*row[1:])) for row in rows]

    def progress(self) -> list[tuple[int, str, int, int]]:
        """Return pupil, article, number of marks and whether it is finished, for all who have marked something."""
        return [
            (pupil, article, marks, done)
            for pupil, article, marks, done in self._read(
                "SELECT pupil, article, sum(task <> 'done'), max(CASE WHEN task = 'done' THEN seq ELSE 0 END)"
                " = max(CASE WHEN task = 'done' AND label = 'done' THEN seq ELSE -1 END)"
                " FROM marks WHERE NOT undone GROUP BY pupil, article ORDER BY pupil, article"
            )
        ]

    def _read(self, sql: str, *values: object) -> list[Any]:
        with self._read_lock:
            return self._reader.execute(sql, values).fetchall()

    def _write(self, sql: str, *values: object) -> None:
        with self._change() as writer:
            writer.execute(sql, values)

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Change the file, all or nothing; raises `NotSavedError` where the disk does not take it."""
        try:
            with self._write_lock, self._writer:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
        except sqlite3.OperationalError as error:
            self.trouble = str(error)
            raise NotSavedError(self.trouble) from error
        self.trouble = ""


def open_store(file: Path, lesson: Lesson) -> Store:
    """Open the file of a session, or begin one; raises `UsageError` for another's file, and for a full disk."""
    is_new = not file.exists() or _is_unused(file)
    if is_new:
        touch(file)
        # An empty file that was there keeps its rights otherwise.
        file.chmod(0o600)
    else:
        check_file(file)
    with tell_faults(file), ExitStack() as opened:
        store = Store(file)
        opened.callback(store.close)
        if is_new:
            with store._writer:
                store._writer.executescript(f"BEGIN IMMEDIATE; {_TABLES}")
                _begin(store._writer, lesson)
        else:
            _check_lesson(store, lesson)
        opened.pop_all()
    return store


def _check_lesson(store: Store, lesson: Lesson) -> None:
    """Raise `UsageError` where a session's articles or facts are not those of a lesson."""
    held = {(row[0], row[1]) for row in store._read("SELECT letter, digest FROM articles")}
    if held != {(one.letter, one.digest) for one in lesson.articles}:
        raise UsageError(
            store.file,
            "holds the marks of other articles, or of these before they were changed",
            "the session of the articles that are given",
            "give a new file with --data, or delete this one: framing class delete",
        )
    # A mark knows a fact by its number alone, so that other facts would take over the marks of these.
    facts = {(row[0], row[1]) for row in store._read("SELECT number, label FROM facts")}
    if facts != {(one.number, one.label) for one in lesson.facts}:
        raise UsageError(
            store.file,
            "holds marks of other facts to look for than those that are found now",
            "the facts with which the session began",
            "start with the options and the version of framing of that time, or give a new file with --data",
        )


def _begin(connection: sqlite3.Connection, lesson: Lesson) -> None:
    connection.executemany(
        "INSERT INTO session VALUES (?, ?)",
        [
            ("format", FORMAT),
            ("id", secrets.token_hex(6)),
            ("title", lesson.title),
            ("code", _draw_code()),
            ("state", "marking"),
            ("door", "open"),
        ],
    )
    for one in lesson.articles:
        connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?)",
            (one.letter, one.id, one.outlet, one.text, one.digest),
        )
        connection.executemany(
            "INSERT INTO words VALUES (?, ?, ?, ?)",
            [(one.letter, word.number, word.start, word.end) for word in one.words],
        )
    connection.executemany(
        "INSERT INTO facts VALUES (?, ?)", [(one.number, one.label) for one in lesson.facts]
    )


def _draw_code() -> str:
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))


def _is_unused(file: Path) -> bool:
    """Return whether a file is empty, or a database without tables: what is left of a start that was cut off."""
    if not file.stat().st_size:
        return True
    try:
        with closing(sqlite3.connect(file)) as connection:
            return not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except sqlite3.Error:
        return False


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=10)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _digest(key: str) -> str:
    # Keys are long and random, so that a plain digest cannot be turned back.
    return hashlib.sha256(key.encode()).hexdigest()
