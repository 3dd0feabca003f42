"""Open what is given (room: reading): plain files, standard input, and what .gz and .zip files hold, nested.

Nothing is ever unpacked onto the disk under a name of the archive's choosing. What unpacks to far more than it can
hold is stopped by the bytes that come out, not by what it says of itself.
"""

import gzip
import io
import re
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import PurePosixPath
from typing import IO, BinaryIO, NamedTuple, cast

from framing.errors import ReadingError
from framing.reading.files import STANDARD_INPUT, FoundFile, is_ignored, saved_beside
from framing.reading.folders import FolderNames
from framing.reading.kinds import GZIP, HEAD_BYTES, ZIP, Kind, find_kind, find_zip_kind, without_ending

DEEPEST = 3
# News packs to a third or a tenth; a form with much markup to a fiftieth. A bomb reaches a thousandth.
LARGEST_RATIO = 200
ALWAYS_ALLOWED_BYTES = 64_000_000
MOST_UNPACKED_BYTES = 20_000_000_000
_HELD_IN_MEMORY_BYTES = 16_000_000
_BUFFER_BYTES = 65_536
_ENCRYPTED_FLAG = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
# What goes wrong in reading bytes that were cut off or are none of their form.
DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    NotImplementedError,
    UnicodeError,
    RecursionError,
)


class Opened(NamedTuple):
    """A file that is open: its kind, its bytes, unpacked, and where it was found."""

    kind: Kind
    stream: BinaryIO
    found: FoundFile


class _Budget:
    """How many bytes may still come out of one file that was given."""

    def __init__(self, packed_bytes: int | None) -> None:
        most = MOST_UNPACKED_BYTES if packed_bytes is None else packed_bytes * LARGEST_RATIO
        self._left = min(MOST_UNPACKED_BYTES, max(ALWAYS_ALLOWED_BYTES, most))

    def spend(self, count: int, name: str) -> None:
        self._left -= count
        if self._left < 0:
            raise _bomb(name)


class _Measured(io.RawIOBase):
    """The bytes of a stream, some of which were read before, counted where a budget is given."""

    def __init__(self, stream: IO[bytes], name: str, budget: _Budget | None) -> None:
        self._stream, self._name, self._budget = stream, name, budget
        self.head = b""
        while len(self.head) < HEAD_BYTES and (more := self._stream.read(HEAD_BYTES - len(self.head))):
            self.head += more
        self._rest = self.head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if self._rest:
            data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        else:
            data = self._stream.read(len(buffer))
        if self._budget:
            self._budget.spend(len(data), self._name)
        buffer[: len(data)] = data
        return len(data)


def open_found(found: FoundFile, folder_names: FolderNames) -> Iterator[Opened | ReadingError]:
    """Yield what a found file holds, open, one after the other; each is closed when the next is asked for.

    What cannot be opened is an error among them, and the others follow. `folder_names` tells which folders of an
    archive are outlets.
    """
    try:
        if found.path == STANDARD_INPUT:
            yield from _Opener(folder_names, _Budget(None)).open(sys.stdin.buffer, found, 0)
            return
        with found.path.open("rb") as stream:
            budget = _Budget(found.path.stat().st_size)
            yield from _Opener(folder_names, budget).open(stream, found, 0)
    except ReadingError as error:
        yield error
    except DAMAGE as error:
        yield damaged(found.name, error)


def damaged(name: str, error: Exception) -> ReadingError:
    """Return the error for bytes that the system does not give, or that break off."""
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error | zipfile.BadZipFile):
        return ReadingError(name, "is packed and damaged", "a whole file", "copy or pack it again")
    if isinstance(error, NotImplementedError):
        return ReadingError(
            name, "is packed in a way that is not read", "", "pack it as usual (deflate), or unpack it"
        )
    if isinstance(error, RecursionError):
        return ReadingError(
            name,
            "is damaged: its parts stand within one another without end",
            "a whole file",
            "save or copy it again, or save it as plain text",
        )
    if isinstance(error, UnicodeError):
        return ReadingError(name, f"cannot be decoded: {error}", "UTF-8 or UTF-16", "save it again as UTF-8")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return ReadingError(name, f"cannot be read: {reason}", "", "check the file and its permissions")


class _Opener:
    """What stays the same while one given file is opened, however deep it is packed."""

    def __init__(self, folder_names: FolderNames, budget: _Budget) -> None:
        self._folder_names, self._budget = folder_names, budget

    def open(
        self, stream: IO[bytes], found: FoundFile, depth: int, inner_name: str | None = None
    ) -> Iterator[Opened | ReadingError]:
        """Yield what a stream of bytes is, or what it holds; `inner_name` is its name without that of its packing."""
        measured = _Measured(stream, found.name, self._budget if depth else None)
        plain = cast("BinaryIO", io.BufferedReader(measured, _BUFFER_BYTES))
        try:
            kind = find_kind(measured.head, inner_name or found.name)
        except ReadingError as error:
            yield ReadingError(found.name, error.found, error.expected, error.remedy)
            return
        if kind in (GZIP, ZIP) and depth >= DEEPEST:
            yield ReadingError(
                found.name, "is packed too many times over", f"at most {DEEPEST} times", "unpack it"
            )
        elif kind == GZIP:
            ending = GZIP.endings[0]
            inner = found.name[: -len(ending)] if found.name.lower().endswith(ending) else found.name
            with gzip.GzipFile(fileobj=plain) as unpacked:
                yield from self.open(cast("BinaryIO", unpacked), found, depth + 1, inner)
        elif kind == ZIP:
            with _seekable(stream, plain, depth) as whole, zipfile.ZipFile(whole) as archive:
                document = find_zip_kind(archive.namelist())
                if document == ZIP:
                    yield from self._members(archive, found, depth + 1)
                elif any(map(_is_bomb, archive.infolist())):
                    yield _bomb(found.name)
                else:
                    whole.seek(0)
                    yield Opened(document, whole, found)
        elif kind.seeks:
            with _seekable(stream, plain, depth) as whole:
                yield Opened(kind, whole, found)
        else:
            yield Opened(kind, plain, found)

    def _members(
        self, archive: zipfile.ZipFile, found: FoundFile, depth: int
    ) -> Iterator[Opened | ReadingError]:
        # Some programs of Windows write its own separator.
        named = [(one.filename.replace("\\", "/"), one) for one in archive.infolist()]
        there = {name.lower() for name, _ in named}
        members = sorted(
            ((name, one) for name, one in named if not (name.endswith("/") or _is_passed_over(name, there))),
            key=itemgetter(0),
        )
        names = {name for name, _ in members}
        stems = Counter(map(without_ending, names))
        outlets = self._folder_names.outlets_below(names)
        seen: set[str] = set()
        for name, member in members:
            stem = without_ending(name)
            inside = FoundFile(
                found.path,
                f"{found.name}/{name}",
                f"{found.id}/{name if stems[stem] > 1 else stem}",
                outlets.get(name.rpartition("/")[0]) or found.outlet,
            )
            fault = _fault(name, member, inside.name, name in seen)
            seen.add(name)
            if fault:
                yield fault
                continue
            try:
                with archive.open(member) as stream:
                    yield from self.open(stream, inside, depth)
            except ReadingError as error:
                yield error
            except DAMAGE as error:
                yield damaged(inside.name, error)
        if not members:
            yield ReadingError(found.name, "holds no articles", "files in it", "check what was packed")


@contextmanager
def _seekable(stream: IO[bytes], plain: BinaryIO, depth: int) -> Iterator[BinaryIO]:
    """Give the bytes as a stream that can seek: the file itself, else a temporary copy of what is read from it."""
    if not depth and stream.seekable():
        stream.seek(0)
        yield cast("BinaryIO", stream)
        return
    with tempfile.SpooledTemporaryFile(_HELD_IN_MEMORY_BYTES) as copy:
        while data := plain.read(_BUFFER_BYTES):
            copy.write(data)
        copy.seek(0)
        yield cast("BinaryIO", copy)


def _is_passed_over(member: str, there: set[str]) -> bool:
    """Return whether a member is none of the articles, as in a folder; `there` are all members, in small letters."""
    path = PurePosixPath(member)
    if any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in path.parts):
        return True
    if any(there.intersection(saved_beside(parent.as_posix())) for parent in path.parents):
        return True
    return is_ignored(path.name)


def _fault(name: str, member: zipfile.ZipInfo, shown: str, comes_twice: bool) -> ReadingError | None:
    """Return what forbids to read a member, or None."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(name):
        return ReadingError(
            shown,
            "its path leads out of the archive",
            "paths below it",
            "pack the folder again, and with care whence it came",
        )
    if comes_twice:
        return ReadingError(
            shown, "comes twice in the archive", "each name once", "rename one of the two; the first was read"
        )
    if member.flag_bits & _ENCRYPTED_FLAG:
        return ReadingError(
            shown,
            "is encrypted",
            "files without a password",
            "unpack it with its password and give the folder",
        )
    return _bomb(shown) if _is_bomb(member) else None


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > max(ALWAYS_ALLOWED_BYTES, LARGEST_RATIO * member.compress_size)


def _bomb(name: str) -> ReadingError:
    return ReadingError(
        name,
        f"unpacks to more than {LARGEST_RATIO} times its size, or to more than 20 GB",
        "articles",
        "if you trust it, unpack it and give the folder",
    )
