"""Room classroom, live session: the session's file as a file: whose it is, who holds it, and how it is deleted.

Every refusal names its reason. SQLite's codes tell them apart: a full disk is no other server, and no other file.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from framing.errors import UsageError

FORMAT = "framing class 2"

_ROOM = "make room on the disk, and see that the folder can be written to"
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# No database at all, and one without the tables of a session.
_ANOTHERS = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def check_file(file: Path, *, alone: bool = False) -> None:
    """Raise `UsageError` for a file that is no session's, and for one that cannot be read.

    Who has the file `alone` can read it on a full disk too: SQLite then needs no file of its own for taking turns.
    """
    try:
        found = _format_of(file)
    except sqlite3.Error as error:
        if not alone:
            raise _explain(file, error, "read") from error
        with tell_faults(file, "read"):
            found = _format_of(file, "PRAGMA locking_mode = EXCLUSIVE")
    if found != FORMAT:
        raise UsageError(
            file, "is no file of a class", "the .sqlite file that framing class has made", "check the path"
        )


def _format_of(file: Path, *first: str) -> str:
    """Return what a file says it is, or nothing for one that is no database, or has no table of it."""
    if not file.exists():
        return ""
    try:
        with closing(open_to_read(file)) as connection:
            for pragma in first:
                connection.execute(pragma)
            found = connection.execute("SELECT value FROM session WHERE key = 'format'").fetchone()
    except sqlite3.Error as error:
        if _code(error) in _ANOTHERS:
            return ""
        raise
    return str(found[0]) if found else ""


def open_to_read(file: Path) -> sqlite3.Connection:
    """Open a file that is there; where it is not, none is made."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)


@contextmanager
def tell_faults(file: Path, doing: str = "written") -> Iterator[None]:
    """Raise `UsageError` for what SQLite could not do with a file: "in use" only where somebody holds it."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(file, error, doing) from error


def _explain(file: Path, error: sqlite3.Error, doing: str) -> UsageError:
    if _code(error) in _HELD:
        return _in_use(file)
    return UsageError(file, f"cannot be {doing}: {error}", remedy=_ROOM)


def _in_use(file: Path) -> UsageError:
    return UsageError(file, "is in use: its class is running", remedy="stop that class first, with Ctrl+C")


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's code of an error, without what it adds to tell kinds of it apart."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def touch(file: Path, told: Path | None = None) -> None:
    """Make a file where there is none; raises `UsageError`, of the file `told`, where that cannot be."""
    try:
        file.touch(mode=0o600)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise UsageError(
            told or file,
            f"cannot be written: {(error.strerror or str(error)).lower()}",
            "a file in a folder that exists and can be written to",
            _ROOM if full else "make the folder, or name another file with --data",
        ) from error


def real_file(file: Path) -> Path:
    """Return the file to which a link leads: beside that one SQLite keeps its own; any other file as it was named."""
    return file.resolve() if file.is_symlink() else file


@contextmanager
def hold_file(file: Path) -> Iterator[None]:
    """Hold a session's file for one server, or to delete it; raises `UsageError` while another holds it.

    What holds is SQLite's own lock on an empty file beside it: every system has it, and lets go of it when a process
    ends, however it ends. Nothing is written, so that a full disk does not matter.
    """
    real = real_file(file)
    beside = real.with_name(real.name + "-lock")
    touch(beside, file)
    found = beside.stat().st_ino
    with closing(sqlite3.connect(beside, isolation_level=None, timeout=0)) as connection:
        with tell_faults(file):
            # The lock is on an empty database, whose first page SQLite prepares and would keep a journal of.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        # Who held it may have taken the file away between these lines: then the lock holds nobody off.
        if not (beside.exists() and beside.stat().st_ino == found):
            raise _in_use(file)
        try:
            yield
        finally:
            # Windows deletes no open file; there an empty file stays that holds nothing.
            with suppress(PermissionError):
                beside.unlink(missing_ok=True)


def delete_file(file: Path) -> list[Path]:
    """Delete a session's file and those that SQLite keeps beside it; return what was deleted.

    Where `file` is a link, the files are those to which it leads; the link is deleted too.
    Raises `UsageError` for a file that is no session's, and while its class runs.
    """
    real = real_file(file)
    with hold_file(real):
        check_file(file, alone=True)
        beside = [real, *(real.with_name(real.name + ending) for ending in ("-wal", "-shm", "-journal"))]
        found = [one for one in beside if one.exists()]
        if file.is_symlink():
            found.append(file)
        for one in found:
            one.unlink()
    return found
