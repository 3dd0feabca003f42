"""What is done in one go (room: corpus): the inputs dealt out to shards, the same however many workers there are.

A large table becomes several shards of as many records each, so that workers share it; small files that follow one
another share a shard.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from framing.corpus.store import StoredInput
from framing.errors import UsageError
from framing.reading import ReadingOptions
from framing.reading.files import STANDARD_INPUT, FoundFile, find_files
from framing.reading.folders import FolderNames
from framing.reading.listings import Listing
from framing.reading.read import count_records
from framing.schema import Reject

# Some hundred articles: a shard of seconds, whose files are some MB.
SMALL_BYTES = 2_000_000
MOST_FILES = 500
FEWEST_RECORDS = 500
# Smaller files hardly hold as many articles as two shards, even packed, and are not counted.
COUNTED_BYTES = 250_000
# Each part passes over the records before it, which costs little while parts are few (docs/annotating-many.md).
MOST_PARTS = 32

_LONGEST_NAME = 60
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


class Part(NamedTuple):
    """A file, or its records from `start` up to, not including, `stop`.

    `digest` is that of the file's content; "" for one at an address, which would have to be fetched for it. `records`
    are how many it holds, where they were counted.
    """

    found: FoundFile
    bytes: int
    start: int = 0
    stop: int | None = None
    digest: str = ""
    records: int | None = None

    @property
    def stored(self) -> StoredInput:
        """What the store says of it."""
        return StoredInput(file=self.found.name, bytes=self.bytes, start=self.start, stop=self.stop)


class Shard(NamedTuple):
    """Some files, or a part of one, in the order of the inputs; what was set aside in finding them stands among them.

    `name` is unique; it ends in a digest of what the shard is made of, so that another shard never has its name.
    """

    name: str
    items: tuple[Part | Reject, ...]

    @property
    def parts(self) -> list[Part]:
        """Its files and parts of files."""
        return [item for item in self.items if isinstance(item, Part)]

    @property
    def bytes(self) -> int:
        """The size of its inputs as they are stored."""
        return sum(part.bytes for part in self.parts)


def check_readable(paths: Sequence[Path | Listing]) -> None:
    """Raise `UsageError` for standard input, which cannot be read in parts."""
    if STANDARD_INPUT in paths:
        raise UsageError(
            "-",
            "is standard input, which cannot be read in parts",
            "files",
            "write to one file: -o FILE.jsonl",
        )


def plan_shards(paths: Sequence[Path | Listing], options: ReadingOptions) -> list[Shard]:
    """Return the shards of some inputs, in the order in which a report reads them.

    To split them, the records of large files are counted; of files on this machine a digest is made.
    Raises `UsageError` as `check_readable` does.
    """
    check_readable(paths)
    names: Counter[str] = Counter()
    shards = []
    for items in _deal(map(_absolute, find_files(paths, FolderNames(options))), options):
        shard = _shard(items)
        # A file may be given twice, and two files may look alike from here.
        names[shard.name] += 1
        again = names[shard.name]
        shards.append(shard._replace(name=f"{shard.name}-{again}") if again > 1 else shard)
    return shards


def _deal(found: Iterable[FoundFile | Reject], options: ReadingOptions) -> Iterator[Sequence[Part | Reject]]:
    """Yield what each shard is made of: parts of a large file, or small files that follow one another."""
    group: list[Part | Reject] = []
    size = 0
    for one in found:
        items: list[Part | Reject] = [one] if isinstance(one, Reject) else [*_split(one, options)]
        if len(items) > 1:
            if group:
                yield group
            yield from ([item] for item in items)
            group, size = [], 0
            continue
        group += items
        size += sum(item.bytes for item in items if isinstance(item, Part))
        if len(group) >= MOST_FILES or size >= SMALL_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _absolute(one: FoundFile | Reject) -> FoundFile | Reject:
    """Return a file by its whole path: a worker may stand in another folder."""
    if isinstance(one, FoundFile) and isinstance(one.path, Path):
        return one._replace(path=one.path.absolute())
    return one


def _size(found: FoundFile) -> int:
    try:
        return found.path.stat().st_size
    except OSError:
        return 0  # told when it is read


def _digest(found: FoundFile) -> str:
    """Return the digest of a file on this machine: size and time do not tell a file from one that was put in its place.

    It takes a thousandth of the time of annotating what is in the file.
    """
    if not isinstance(found.path, Path):
        return ""
    try:
        with found.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""  # told when it is read


def _split(found: FoundFile, options: ReadingOptions) -> list[Part]:
    """Return a file in parts of as many records each, give or take one; most files are one part."""
    size, digest = _size(found), _digest(found)
    records = count_records(found, options) if size >= COUNTED_BYTES else None
    parts = min(MOST_PARTS, (records or 0) // FEWEST_RECORDS)
    if records is None or parts < 2:
        return [Part(found, size, digest=digest, records=records)]
    bounds = [records * part // parts for part in range(parts + 1)]
    shares = [size * part // parts for part in range(parts + 1)]
    return [
        Part(
            found,
            bytes=shares[n + 1] - shares[n],
            start=bounds[n],
            stop=None if n == parts - 1 else bounds[n + 1],
            digest=digest,
            records=bounds[n + 1] - bounds[n],
        )
        for n in range(parts)
    ]


def _shard(items: Sequence[Part | Reject]) -> Shard:
    first = next((item for item in items if isinstance(item, Part)), None)
    called = first.found.id if first else "set-aside"
    if first and (first.start or first.stop is not None):
        called += f"-{first.start:09}"
    name = _NOT_IN_NAMES.sub("-", called)[-_LONGEST_NAME:].strip("-.") or "shard"
    made_of = [
        [item.found.id, item.found.name, item.found.outlet, item.bytes, item.start, item.stop, item.digest]
        if isinstance(item, Part)
        else [item.file, item.reason]
        for item in items
    ]
    digest = hashlib.sha256(msgspec.json.encode(made_of)).hexdigest()[:12]
    return Shard(f"{name}-{digest}", tuple(items))
