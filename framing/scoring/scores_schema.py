"""Scoring: the records that scores.json is made of, from which its JSON Schema is generated."""

from typing import Any

from framing.schema import (
    Correction,
    Difference,
    Event,
    Fact,
    Figure,
    KeyTerm,
    Outlet,
    OutletMap,
    Passage,
    Record,
    Reject,
    Reuse,
    ReusedShare,
    Silence,
    json_schema,
)


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
    silence: list[Silence]
    maps: list[OutletMap]
    concepts: dict[str, str]
    rejects: list[Reject]
    notes: list[str]
    corrections: list[Correction]


def scores_schema() -> dict[str, Any]:
    """Return the JSON Schema of scores.json (draft 2020-12)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **json_schema(Scores)}
