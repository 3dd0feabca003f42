"""A folder on this machine or at an fsspec address (room: corpus): files in it are written whole or not at all."""

import os
import sys
import tempfile
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from framing.errors import UsageError
from framing.reading.listings import file_system, is_address

_PARTIAL = ".partial"
_LOCK = ".lock"


@dataclass(frozen=True)
class Folder:
    """A folder by its path or fsspec address. It travels to workers as these words; names in it have "/"."""

    address: str

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine."""
        return not is_address(self.address) or self.address.startswith(("file://", "local://"))

    def address_of(self, name: str) -> str:
        """Return the path or address of a file."""
        if self.is_local:
            return str(self.local / name)
        kind, _, place = self.address.rpartition("://")
        return f"{kind}://{'/'.join(filter(None, (place.rstrip('/'), name)))}"

    @property
    def local(self) -> Path:
        """The path of a folder on this machine."""
        return Path(file_system(self.address)[1] if is_address(self.address) else self.address)

    @contextmanager
    def write(self, name: str) -> Iterator[BinaryIO]:
        """Give a stream whose bytes become the file at the end; after an error nothing is there, or what was there.

        Raises `UsageError` where the system does not let us write.
        """
        try:
            if self.is_local:
                with _write_local(self.local / name) as stream:
                    yield stream
            else:
                with _write_remote(self.address_of(name)) as stream:
                    yield stream
        except OSError as error:
            raise UsageError(
                self.address_of(name),
                f"cannot be written: {error.strerror or error}",
                "",
                "make room or choose another folder; --resume keeps what is done",
            ) from error

    @contextmanager
    def read(self, name: str) -> Iterator[BinaryIO]:
        """Give the bytes of a file; raises `OSError` (`FileNotFoundError`) as opening does."""
        if self.is_local:
            with (self.local / name).open("rb") as stream:
                yield stream
            return
        files, path = file_system(self.address_of(name))
        with files.open(path, "rb") as stream:
            yield stream

    def names(self, below: str = "") -> list[str]:
        """Return the names of all files in a folder below, sorted; none where it is not there."""
        if self.is_local:
            place = self.local / below
            return sorted(one.name for one in place.iterdir()) if place.is_dir() else []
        files, path = file_system(self.address_of(below) if below else self.address)
        files.invalidate_cache()
        try:
            return sorted(PurePosixPath(one).name for one in files.ls(path, detail=False))
        except FileNotFoundError:
            return []

    def modified(self, name: str) -> float | None:
        """Return when a file was last written, in seconds since 1970; None where that is not known."""
        return modified(self.address_of(name))

    def keep_only(self, kept: Collection[str], below: str) -> None:
        """Remove the files of a folder below that are not among those kept, which are named with that folder."""
        for name in self.names(below):
            if f"{below}/{name}" not in kept:
                self.remove(f"{below}/{name}")

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.is_local:
            (self.local / name).unlink(missing_ok=True)
            return
        files, path = file_system(self.address_of(name))
        with suppress(FileNotFoundError):
            files.rm_file(path)


def modified(address: str) -> float | None:
    """Return when a file was last written, in seconds since 1970; None where that is not known."""
    if not is_address(address):
        return Path(address).stat().st_mtime
    files, path = file_system(address)
    try:
        return float(files.modified(path).timestamp())
    except (NotImplementedError, AttributeError):
        return None


@contextmanager
def write_whole(file: Path) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become a file of this machine at the end; after an error, what was there stays.

    Raises `UsageError` where the system does not let us write.
    """
    try:
        with _write_local(file) as stream:
            yield stream
    except OSError as error:
        raise UsageError(
            file, f"cannot be written: {error.strerror or error}", remedy="choose another file"
        ) from error


@contextmanager
def _write_local(file: Path) -> Iterator[BinaryIO]:
    partial = file.with_name(_partial_name(file.name))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    finally:
        with suppress(OSError):
            partial.unlink()


@contextmanager
def _write_remote(address: str) -> Iterator[BinaryIO]:
    """Write on this machine first: not every storage takes back what was half sent."""
    files, path = file_system(address)
    folder, _, name = path.rpartition("/")
    sent = f"{folder}/{_partial_name(name)}"
    with tempfile.TemporaryDirectory(prefix="framing-") as here:
        written = Path(here) / "file"
        with written.open("wb") as stream:
            yield stream
        files.makedirs(folder, exist_ok=True)
        files.put_file(str(written), sent)
    files.mv(sent, path)


def _partial_name(name: str) -> str:
    """Return a name of its own: two containers that share a folder may give their processes the same number."""
    return f".{name}.{uuid.uuid4().hex}{_PARTIAL}"


def is_partial(name: str) -> bool:
    """Return whether a file is what an interrupted run left of one."""
    return name.startswith(".") and name.endswith(_PARTIAL)


@contextmanager
def locked(folder: Folder) -> Iterator[None]:
    """Keep a folder on this machine for one run; the lock goes with the process, however it ends.

    Raises `UsageError` where another run has it. At an address there are no locks.
    """
    if not folder.is_local:
        yield
        return
    file = folder.local / _LOCK
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise UsageError(
            folder.address, f"cannot be written: {error.strerror or error}", "", "choose another folder"
        ) from error
    try:
        if not _lock(handle):
            raise UsageError(
                folder.address,
                "another run is writing into it",
                "one run at a time",
                "wait until it has ended, or choose another folder",
            )
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
