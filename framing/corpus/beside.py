"""What stood beside the articles of a store (room: corpus): event and corrections, kept so that the store can move.

    beside.json          the event, and which corrections are for which articles
    corrections/0.toml   the corrections of the first folder that has some, as they were found, and so on

A report from the store reads these, and an ``event.toml`` that somebody has put into the store's folder before them.
"""

import atexit
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from framing.corpus.storage import Folder
from framing.errors import UsageError
from framing.schema import Event, Record
from framing.workshop import CorrectionsFile, names_told, read_corrections

BESIDE_FILE = "beside.json"
_CORRECTIONS = "corrections"


class KeptCorrections(Record, frozen=True, kw_only=True):
    """A file of corrections in the store, and what the ids of the articles beside which it stood begin with.

    `names` are those of the articles of which it speaks that stood beside it, whether the store holds them or not.
    """

    file: str
    prefix: str
    names: list[str]


class Beside(Record, frozen=True, kw_only=True):
    """What stood beside the articles; `titled` says whether somebody gave the event its title."""

    event: Event
    titled: bool
    corrections: list[KeptCorrections]


def keep_beside(folder: Folder, event: Event, titled: bool, corrections: Sequence[CorrectionsFile]) -> None:
    """Write an event and files of corrections into a store, and remove corrections that are no longer among them.

    Raises `UsageError` where it cannot be written.
    """
    kept: list[KeptCorrections] = []
    for number, found in enumerate(corrections):
        kept.append(
            KeptCorrections(
                file=f"{_CORRECTIONS}/{number}.toml", prefix=found.prefix, names=names_told(found)
            )
        )
        with folder.write(kept[-1].file) as stream:
            stream.write(found.file.read_bytes())
    folder.keep_only([one.file for one in kept], _CORRECTIONS)
    beside = Beside(event=event, titled=titled, corrections=kept)
    with folder.write(BESIDE_FILE) as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(beside), indent=1) + b"\n")


def read_beside(folder: Folder) -> Beside:
    """Return what stood beside the articles of a store; one without the file has an event of no title of its own.

    Raises `UsageError` for a file that cannot be read.
    """
    try:
        with folder.read(BESIDE_FILE) as stream:
            return msgspec.json.decode(stream.read(), type=Beside)
    except FileNotFoundError:
        return Beside(event=Event(title="Articles"), titled=False, corrections=[])
    except msgspec.DecodeError as error:
        raise UsageError(
            folder.address_of(BESIDE_FILE), f"cannot be read: {error}", "", "annotate the articles again"
        ) from error


def kept_corrections(folder: Folder, beside: Beside) -> list[CorrectionsFile]:
    """Return a store's files of corrections; raises `UsageError` as `read_corrections` does."""
    return [read_corrections(here(folder, one.file), one.prefix) for one in beside.corrections]


def here(folder: Folder, name: str) -> Path:
    """Return the path of a store's file on this machine: its own, or that of a copy for as long as this process lives.

    Raises `UsageError` where it is not there.
    """
    if folder.is_local:
        return folder.local / name
    copy = _copies(folder) / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        with folder.read(name) as stream:
            copy.write_bytes(stream.read())
    except FileNotFoundError:
        raise UsageError(folder.address_of(name), "is not there", "a file of the store") from None
    return copy


@cache
def _copies(folder: Folder) -> Path:
    """Return a folder of this machine for copies of the files of one that is elsewhere."""
    made = Path(mkdtemp(prefix="framing-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
