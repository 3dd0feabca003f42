"""Scoring: the passages of a comparison in little memory: kept as bytes, made into records when they are asked for.

Thousands of articles have hundreds of thousands of passages, and most of them nobody ever opens.
"""

from array import array
from bisect import bisect_left
from collections.abc import ItemsView, Iterable, Iterator, Mapping

import msgspec

from framing.schema import Passage, Span, Voice, Where

_encoder = msgspec.msgpack.Encoder()
# All fields but id and article, which are not kept twice.
_decode = msgspec.msgpack.Decoder(tuple[list[Span], float, Voice, str | None, str, Where, bool]).decode


class PackedPassages(Mapping[str, Passage]):
    """Passages by id, in the order of their ids; a record is made anew whenever it is asked for.

    Beside its id a passage takes some 50 bytes, its record several times as much. No two may have one id.
    """

    def __init__(self, passages: Iterable[Passage] = ()) -> None:
        self._ids: list[str] = []
        self._edges = array("Q", [0])
        self._records = bytearray()
        self._order = array("I")
        self.add(passages)

    def add(self, passages: Iterable[Passage]) -> None:
        """Add passages, in any order."""
        for one in passages:
            self._ids.append(one.id)
            _encoder.encode_into(msgspec.structs.astuple(one)[2:], self._records, -1)
            self._edges.append(len(self._records))

    def __getitem__(self, id_: str) -> Passage:
        order = self._sort()
        place = bisect_left(order, id_, key=self._ids.__getitem__)
        if place == len(order) or self._ids[order[place]] != id_:
            raise KeyError(id_)
        return self._read(order[place])

    def items(self) -> ItemsView[str, Passage]:
        """Return ids and passages in the order of the ids."""
        return _Items(self)

    def in_order(self) -> Iterator[tuple[str, Passage]]:
        """Yield ids and passages one after the other, without a search for each."""
        return ((self._ids[number], self._read(number)) for number in self._sort())

    def _read(self, number: int) -> Passage:
        id_ = self._ids[number]
        start, end = self._edges[number : number + 2]
        spans, amount, voice, source, entry, where, distanced = _decode(memoryview(self._records)[start:end])
        return Passage(
            id=id_,
            article=id_.rpartition("#")[0],
            spans=spans,
            amount=amount,
            voice=voice,
            source=source,
            entry=entry,
            where=where,
            distanced=distanced,
        )

    def __iter__(self) -> Iterator[str]:
        return map(self._ids.__getitem__, self._sort())

    def __len__(self) -> int:
        return len(self._ids)

    def _sort(self) -> "array[int]":
        """The numbers of the passages in the order of their ids, found anew where some were added since."""
        if len(self._order) < len(self._ids):
            self._order = array("I", sorted(range(len(self._ids)), key=self._ids.__getitem__))
        return self._order


class _Items(ItemsView[str, Passage]):
    """Ids and passages of all that is held: whoever wants them all need not look for each."""

    def __init__(self, held: PackedPassages) -> None:
        super().__init__(held)
        self._held = held

    def __iter__(self) -> Iterator[tuple[str, Passage]]:
        return self._held.in_order()
