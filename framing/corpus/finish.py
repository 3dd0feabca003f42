"""The end of a run (room: corpus): what comes twice in several shards leaves them, and the store says what it holds.

A store is what one run over all of the inputs in their order gives, in whatever order and however often interrupted
its shards were made: so articles that come twice are looked for when all shards are there.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from framing.corpus.engine import Lost
from framing.corpus.shards import Shard
from framing.corpus.storage import Folder
from framing.corpus.store import (
    Dropped,
    PlacedReject,
    ShardHead,
    ShardWriter,
    annotations_file,
    annotations_of,
    read_columns,
    read_head,
    read_rejects,
)
from framing.corpus.work import Job, annotate_shard
from framing.errors import UsageError
from framing.reading.duplicates import Listed, Seen
from framing.schema import Reject

Run = Callable[..., Iterator[tuple[Any, Any]]]


class _Drop(NamedTuple):
    """What a shard is to lose; `again` is true where it must first be made anew, for it lacks what it is to hold."""

    shard: Shard
    places: frozenset[int]
    again: bool


def drop_repeated(run: Run, job: Job, shards: Sequence[Shard]) -> dict[str, list[PlacedReject]]:
    """Take out of the shards what came before in another, or in the same; return the reasons, by shard.

    `run` does a piece of work for each of some pieces, as `run_shards` does. In memory are 16 bytes an article, and
    what comes twice.
    """
    reasons = _find_repeated(job.folder, [shard.name for shard in shards])
    drops = []
    for shard in shards:
        wanted = frozenset(one.before for one in reasons.get(shard.name, ()))
        head = read_head(job.folder, shard.name)
        now = frozenset(one.place for one in head.dropped) if head else frozenset()
        if wanted != now:
            drops.append(_Drop(shard, wanted, again=not wanted >= now))
    for drop, result in run(_Dropper(job), drops):
        if isinstance(result, Lost):
            raise UsageError(
                job.folder.address_of(annotations_file(drop.shard.name)),
                f"holds articles that come twice, and {result}",
                "",
                "give it more memory and run again with --resume",
            )
    return reasons


class _Dropper(NamedTuple):
    """The work on one shard that has articles to lose."""

    job: Job

    def __call__(self, drop: _Drop) -> None:
        if drop.again:
            self.job.folder.remove(annotations_file(drop.shard.name))
            annotate_shard(self.job, drop.shard)
        _drop(self.job.folder, drop.shard.name, drop.places)


def _drop(folder: Folder, shard: str, places: frozenset[int]) -> None:
    head = read_head(folder, shard)
    if head is None:
        return
    listed = dict(_listed(folder, shard, head))
    gone = {one.place for one in head.dropped}
    rows = [place for place in sorted(listed) if place not in gone]
    dropped = [Dropped(place=place, **listed[place]._asdict()) for place in sorted(places) if place in listed]
    with ShardWriter(folder, shard) as writer:
        writer.keep(read_rejects(folder, shard))
        for place, annotations in zip(rows, annotations_of(folder, shard), strict=True):
            if place not in places:
                writer.add(annotations, listed[place].text_digest)
        writer.finish(msgspec.structs.replace(head, articles=writer.articles, dropped=dropped))


def _find_repeated(folder: Folder, shards: Sequence[str]) -> dict[str, list[PlacedReject]]:
    """Return what is to leave each shard, in its order, as reading all inputs at once would set it aside."""
    twice = _twice(_keys(one) for shard in shards for _, one in _all_listed(folder, shard))
    if not twice:
        return {}
    seen = Seen()
    reasons: dict[str, list[PlacedReject]] = defaultdict(list)
    for shard in shards:
        for place, one in _all_listed(folder, shard):
            if not twice.isdisjoint(_keys(one)):
                reject = seen.check(one)
                if reject is not None:
                    reasons[shard].append(PlacedReject(before=place, reject=reject))
    return dict(reasons)


def _twice(keys: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return the numbers that come more than once; 8 bytes a number."""
    import numpy as np

    numbers = np.fromiter((key for pair in keys for key in pair), dtype=np.uint64)
    numbers.sort()
    return frozenset(int(one) for one in numbers[1:][numbers[1:] == numbers[:-1]])


def _keys(one: Listed) -> tuple[int, int]:
    """Return a number for the id and one for the outlet's text; that others share one by chance does no harm."""
    return _number("id", one.id), _number("text", f"{one.text_digest} {one.outlet}")


def _number(kind: str, words: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{kind} {words}".encode(), digest_size=8).digest(), "little")


def _all_listed(folder: Folder, shard: str) -> Iterator[tuple[int, Listed]]:
    head = read_head(folder, shard)
    return iter(()) if head is None else _listed(folder, shard, head)


def _listed(folder: Folder, shard: str, head: ShardHead) -> Iterator[tuple[int, Listed]]:
    """Yield the articles that a shard holds and held, with their places, in order."""
    dropped: Mapping[int, Dropped] = {one.place: one for one in head.dropped}
    rows = read_columns(folder, annotations_file(shard), Listed._fields)
    for place in range(head.articles + len(dropped)):
        gone = dropped.get(place)
        if gone is None:
            yield place, Listed(*next(rows))
        else:
            yield place, Listed(gone.id, gone.file, gone.outlet, gone.text_digest)


def in_order(own: Sequence[PlacedReject], repeated: Sequence[PlacedReject]) -> list[Reject]:
    """Return what was set aside of a shard in the order of its articles."""
    # What came twice stands at its own place; what was no article stands before the next one that was.
    placed = [*((one.before, 0, one) for one in own), *((one.before, 1, one) for one in repeated)]
    return [one.reject for _, _, one in sorted(placed, key=lambda it: it[:2])]
