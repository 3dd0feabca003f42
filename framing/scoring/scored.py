"""Scoring: the records that scores.json is made of, its JSON Schema, which is generated from them, and its bytes."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from framing.collector import without_collection
from framing.measures import MEASURES
from framing.schema import (
    Comparison,
    Correction,
    Difference,
    Event,
    Fact,
    Figure,
    KeyTerm,
    Outlet,
    OutletMap,
    OutletReuse,
    Passage,
    Record,
    Reject,
    Reuse,
    ReusedShare,
    Silence,
    json_schema,
)
from framing.scoring.table import Rounded, round_numbers


class ScoredFigure(Figure, frozen=True, kw_only=True):
    """A figure with its measure's unit, and the scale by which numerator over denominator is multiplied."""

    unit: str
    scale: float


class ScoredShare(ReusedShare, frozen=True, kw_only=True):
    """A shared amount of text with its shares of all words (0 to 1), null for an article without words."""

    share: float | None
    own_share: float | None


class Scores(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All numbers of a comparison, and the passages that they count; the articles' texts stand in annotations.jsonl.

    Offsets are ``[start, end)`` in Python characters of the text, or of the title where a record says so.
    """

    schema_version: int
    signature: str
    event: Event
    outlets: list[Outlet]
    figures: list[ScoredFigure]
    passages: dict[str, Passage]
    coverage: list[Fact]
    keyness: list[KeyTerm]
    keyness_notes: list[str]
    differences: list[Difference]
    reuse: list[Reuse]
    reuse_shares: list[ScoredShare]
    reuse_by_outlet: list[OutletReuse]
    together: list[ScoredFigure]
    silence: list[Silence]
    maps: list[OutletMap]
    concepts: dict[str, str]
    rejects: list[Reject]
    notes: list[str]
    corrections: list[Correction]


def scores_schema() -> dict[str, Any]:
    """Return the JSON Schema of scores.json (draft 2020-12)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **json_schema(Scores)}


def scores(comparison: Comparison) -> dict[str, Any]:
    """Return what scores.json holds, as plain values; see `encode_scores`."""
    found: dict[str, Any] = msgspec.json.decode(encode_scores(comparison))
    return found


@without_collection()
def encode_scores(comparison: Comparison) -> bytes:
    """Return scores.json as UTF-8, a record a line; floats are rounded to `DECIMALS` here and nowhere before.

    Every figure carries unit and scale and the ids of its passages, which stand under `passages`. The articles' texts
    are not repeated.
    """
    whole = {
        "schema_version": comparison.schema_version,
        "signature": comparison.signature,
        "event": comparison.event,
        "outlets": _list(comparison.outlets),
        "figures": _list(_figures(comparison.figures)),
        "passages": _passages(comparison),
        "coverage": _list(comparison.coverage),
        "keyness": _list(map(_round, comparison.keyness)),
        "keyness_notes": comparison.keyness_notes,
        "differences": _list(_differences(comparison)),
        "reuse": _list(comparison.reuse),
        "reuse_shares": _list(_shares(comparison)),
        "reuse_by_outlet": _list(map(_round, comparison.reuse_by_outlet)),
        "together": _list(_figures(comparison.together)),
        "silence": _list(map(_round, comparison.silence)),
        "maps": _list(map(_round, comparison.maps)),
        "concepts": comparison.concepts,
        "rejects": _list(comparison.rejects),
        "notes": comparison.notes,
        "corrections": _list(comparison.corrections),
    }
    return msgspec.json.encode(whole) + b"\n"


_encode = msgspec.json.encode
_encode_lines = msgspec.json.Encoder().encode_lines


def _list(records: Iterable[object]) -> msgspec.Raw:
    """Return a list with a record a line: within a record no line ends, for JSON's strings write that as an escape."""
    lines = _encode_lines(records).removesuffix(b"\n").replace(b"\n", b",\n")
    return msgspec.Raw(b"[\n%b\n]" % lines if lines else b"[]")


def _passages(comparison: Comparison) -> msgspec.Raw:
    rounded, replace = Rounded(), msgspec.structs.replace
    lines = [
        b"%b:%b" % (_encode(id_), _encode(replace(one, amount=rounded[one.amount])))
        for id_, one in comparison.passages_by_id.items()
    ]
    return msgspec.Raw(b"{\n%b\n}" % b",\n".join(lines))


def _round(record: Record) -> object:
    return round_numbers(msgspec.to_builtins(record))


def _figures(figures: Iterable[Figure]) -> Iterator[ScoredFigure]:
    rounded = Rounded()
    for one in figures:
        definition = MEASURES[one.measure]
        yield ScoredFigure(
            measure=one.measure,
            outlet=one.outlet,
            key=one.key,
            voice=one.voice,
            numerator=rounded[one.numerator],
            denominator=rounded[one.denominator],
            passages=one.passages,
            value=rounded[one.value],
            low=rounded[one.low],
            high=rounded[one.high],
            resampled=one.resampled,
            refusal=one.refusal,
            unit=definition.unit,
            scale=rounded[definition.scale],
        )


def _differences(comparison: Comparison) -> Iterator[Difference]:
    rounded = Rounded()
    for one in comparison.differences:
        yield msgspec.structs.replace(
            one,
            value=rounded[one.value],
            low=rounded[one.low],
            high=rounded[one.high],
            p=rounded[one.p],
            q=rounded[one.q],
            q_overall=rounded[one.q_overall],
        )


def _shares(comparison: Comparison) -> Iterator[ScoredShare]:
    rounded = Rounded()
    for one in comparison.reuse_shares:
        yield ScoredShare(
            article=one.article,
            other=one.other,
            own_words=one.own_words,
            carried_words=one.carried_words,
            total_words=one.total_words,
            share=rounded[one.share],
            own_share=rounded[one.own_share],
        )
