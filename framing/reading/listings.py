"""Files that a pattern or an address names (room: reading): ``news/*.jsonl.gz``, ``s3://bucket/news/``.

What is listed is read as a folder that holds just these files. An address is one of fsspec's, which is asked for it.
"""

import glob
import os
import re
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Literal, NamedTuple, cast

from framing.errors import UsageError

_WILD = re.compile(r"[*?[]")
_LOCAL = ("file://", "local://")
_WEB = ("http://", "https://")


class Size(NamedTuple):
    """What is known of a file before it is read."""

    st_size: int


@dataclass(frozen=True)
class RemoteFile:
    """A file at an address, with what reading asks of a path."""

    address: str
    size: int

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Return its bytes as a stream; raises `OSError` where the storage does not give them."""
        files, path = file_system(self.address)
        try:
            stream = cast("BinaryIO", files.open(path, mode))
            weakref.finalize(stream, lambda kept: None, files)  # an archive closes when its file system goes
            return stream
        except OSError:
            raise
        except Exception as error:  # each storage has errors of its own
            raise OSError(0, " ".join(str(error).split())[:120] or type(error).__name__) from error

    def stat(self) -> Size:
        """Return its size in bytes."""
        return Size(self.size)


class Listing(NamedTuple):
    """Files below one folder, each with its path from there on, in the order of a folder's; `name` is the folder's.

    `root` is the folder where it is on this machine.
    """

    name: str
    root: Path | None
    files: tuple[tuple[Path | RemoteFile, str], ...]


def is_address(given: str) -> bool:
    """Return whether words are an address that fsspec knows (``s3://…``), not a path of this machine."""
    return "://" in given


def named(given: str) -> str:
    """Return what is given by its name alone: an address of the web without its query, which may hold a signature.

    Such a signature is a secret for some hours, and another one the next time.
    """
    return _without_query(given) if _main_link(given).startswith(_WEB) else given


def list_inputs(given: str | Path) -> Path | Listing:
    """Return the path that is given, or what a pattern or address names.

    Raises `UsageError` for one that names no file, and for an address that cannot be opened.
    """
    text = str(given)
    if text.startswith(_LOCAL):
        text = text.partition("://")[2]
    elif not isinstance(given, Path) and is_address(text):
        return _at_address(text)
    if _WILD.search(text) and not Path(text).exists():
        return _by_pattern(text)
    return Path(text)


def file_system(address: str) -> tuple[Any, str]:
    """Return the file system of an fsspec address, and the path on it.

    Raises `UsageError` where fsspec, or what the address needs, is not installed, and for an unknown kind of address.
    """
    try:
        import fsspec
    except ImportError:
        raise needs_scale(address, "an address like this") from None
    try:
        return cast("tuple[Any, str]", fsspec.core.url_to_fs(address))
    except (ImportError, ValueError) as error:
        raise UsageError(address, f"cannot be opened: {error}", "a path, or an address of fsspec") from error


def needs_scale(where: object, what: str) -> UsageError:
    """Return the error for what needs the libraries of the extra `scale`, which are not there."""
    return UsageError(
        where, f"{what} needs libraries that are not installed", "", "pip install 'framing[scale]'"
    )


def _by_pattern(pattern: str) -> Listing:
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if _WILD.search(part))
    root = Path(*parts[:fixed])
    files: list[tuple[Path | RemoteFile, str]] = []
    for match in glob.glob(str(Path(*parts[fixed:])), root_dir=root, recursive=True):
        inside = _below(root / match) if (root / match).is_dir() and "**" not in pattern else [root / match]
        files += [(file, file.relative_to(root).as_posix()) for file in inside if file.is_file()]
    return _listing(pattern, root.resolve().name, root, files)


def _below(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


def _at_address(address: str) -> Listing:
    files, path = file_system(address)
    before, behind = _around(address, path)
    on_web = _main_link(address).startswith(_WEB)
    try:
        if _WILD.search(_without_query(path) if on_web else path):
            parts = PurePosixPath(path).parts
            root = str(PurePosixPath(*parts[: next(i for i, part in enumerate(parts) if _WILD.search(part))]))
            found = files.glob(path, detail=True)
        elif not (on_web and _is_page(path)) and files.isdir(path):
            root, found = path, files.find(path, detail=True)
        else:
            root, found = _without_query(path).rpartition("/")[0], {path: files.info(path)}
    except FileNotFoundError:
        found, root = {}, path
    except Exception as error:  # each storage has errors of its own
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise UsageError(
            address, f"cannot be listed: {reason}", "an address that can be read", "check address and rights"
        ) from error
    listed: list[tuple[Path | RemoteFile, str]] = [
        (
            RemoteFile(before + name + behind, int(one.get("size") or 0)),
            _path_below(_without_query(name) if on_web else name, root),
        )
        for name, one in found.items()
        # A list of files on the web has links by which it is sorted.
        if one.get("type") == "file" and (name == path or not (on_web and "?" in name))
    ]
    return _listing(address, PurePosixPath(root).name, None, listed)


def _is_page(path: str) -> bool:
    """Return whether an address of the web is a file's: any page has links, so that fsspec takes it for a folder."""
    bare = _without_query(path)
    return bare != path or (not bare.endswith("/") and PurePosixPath(bare).suffix != "")


def _without_query(path: str) -> str:
    return path.partition("?")[0]


def _path_below(name: str, root: str) -> str:
    """Return a path from its folder on; one of the two may lack the first stroke."""
    return PurePosixPath("/", name.lstrip("/")).relative_to(PurePosixPath("/", root.lstrip("/"))).as_posix()


def _main_link(address: str) -> str:
    """Return the part of a chained address that holds the path: the first with a kind of storage; "" of a path."""
    return next((link for link in address.split("::") if "://" in link), "")


def _around(address: str, path: str) -> tuple[str, str]:
    """Return what stands before and behind a path in the address that names it.

    Before it are kind and host (``sftp://host``) or what handles it (``simplecache::file://``), behind it what it lies
    in (``::file:///news.zip``). A path may be all of its address, as ``http://…`` is.
    """
    links = address.split("::")
    number = links.index(_main_link(address))
    link = links[number] if links[number].endswith(path) else links[number].rstrip("/")
    before = link.removesuffix(path) if link.endswith(path) else f"{link.partition('://')[0]}://"
    return "".join(f"{one}::" for one in links[:number]) + before, "".join(
        f"::{one}" for one in links[number + 1 :]
    )


def _listing(given: str, name: str, root: Path | None, files: list[tuple[Path | RemoteFile, str]]) -> Listing:
    kept = {relative: file for file, relative in files if not _is_hidden(relative)}
    if not kept:
        raise UsageError(given, "names no file", "files of articles", "check the pattern or the address")
    return Listing(name, root, tuple((kept[relative], relative) for relative in sorted(kept, key=_place_of)))


def _is_hidden(relative: str) -> bool:
    return any(part.startswith(".") for part in relative.split("/"))


def _place_of(relative: str) -> list[tuple[bool, str]]:
    """Return a key that sorts as a folder is read: its files, then the folders in it."""
    *folders, name = relative.split("/")
    return [*((True, folder) for folder in folders), (False, name)]
