"""Scoring: `compare`, from the annotations of many articles to the comparison of their outlets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

import numpy as np

from framing.errors import ScoringError
from framing.measures import MEASURES, MeasureDefinition
from framing.schema import (
    UNIDENTIFIED,
    VOICES,
    Annotations,
    Comparison,
    Event,
    Fact,
    Figure,
    Measure,
    Outlet,
    Passage,
    Reject,
)
from framing.scoring.bootstrap import Interval, Matrix, draw_weights, ratio_intervals, stream
from framing.scoring.coverage import coverage
from framing.scoring.rows import FAMILIES, AnyVoice, Family, score_article
from framing.scoring.signature import comparison_signature, shared_signature
from framing.scoring.spelling import unify_names

ARTICLES_TO_RESAMPLE = 10
_VOICE_ORDER: tuple[AnyVoice, ...] = (*VOICES, "all")

Key = tuple[str, AnyVoice]


def compare(
    annotations: Sequence[Annotations],
    *,
    event: Event,
    rejects: Sequence[Reject] = (),
    resamples: int = 1000,
    seed: int = 0,
    concepts: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    facts: bool = True,
) -> Comparison:
    """Compare how outlets tell one event.

    `annotations` are one event's articles, all annotated alike; `concepts` gives the titles of the concepts of the
    naming lexicons; `facts=False` leaves the coverage matrix out. Outlets stand in the order in which the articles
    first name them; nothing else depends on the order of the articles.

    Each figure has numerator, denominator and passages. Below the registry's minimum denominator `value` and interval
    are null. Intervals resample articles where an outlet has `ARTICLES_TO_RESAMPLE` or more, else sentences within
    each article; where that gives no honest interval (all resamples agree, or the measure is a property of whole
    articles and there are few) the value stands alone. `refusal` says which.

    Raises `ScoringError` for no articles, two articles of one id, articles annotated differently, and a negative seed
    or number of resamples.
    """
    _check(annotations, resamples, seed)
    annotations = unify_names(annotations)
    groups = _group(annotations)
    tallies = {outlet: _Tally(held) for outlet, held in groups.items()}
    keys = _keys_in_use(list(tallies.values()))
    figures = [
        figure
        for measure in MEASURES
        for outlet, tally in tallies.items()
        for figure in _score(measure, outlet, tally, keys[measure], resamples, seed)
    ]
    told, more_notes = coverage(annotations) if facts else (list[Fact](), list[str]())
    passages = {passage.id: passage for tally in tallies.values() for passage in tally.passages}
    return Comparison(
        event=event,
        outlets=[
            Outlet(
                name=outlet,
                articles=[annotation.article.id for annotation in held],
                words=tallies[outlet].words,
                sentences=sum(len(annotation.sentences) for annotation in held),
                attributions=sum(len(annotation.attributions) for annotation in held),
            )
            for outlet, held in groups.items()
        ],
        articles=[annotation.article for annotation in annotations],
        figures=figures,
        passages={id_: passages[id_] for id_ in sorted(passages)},
        coverage=told,
        rejects=list(rejects),
        signature=comparison_signature(
            annotations,
            seed=seed,
            resamples=resamples,
            units={tally.unit for tally in tallies.values() if resamples},
        ),
        concepts=dict(concepts or {}),
        notes=[*notes, *more_notes],
    )


def _check(annotations: Sequence[Annotations], resamples: int, seed: int) -> None:
    shared_signature(annotations)
    for name, number in (("resamples", resamples), ("seed", seed)):
        if number < 0:
            raise ScoringError(name, str(number), "zero or more")
    id_, times = Counter(annotation.article.id for annotation in annotations).most_common(1)[0]
    if times > 1:
        raise ScoringError(
            "comparison", f"{times} articles have the id {id_!r}", "one article an id", "rename them"
        )


def _group(annotations: Sequence[Annotations]) -> dict[str, list[Annotations]]:
    groups: dict[str, list[Annotations]] = {}
    for annotation in annotations:
        groups.setdefault(annotation.article.outlet or UNIDENTIFIED, []).append(annotation)
    return groups


class _Cell:
    """What one measure, key and voice adds up to, unit by unit."""

    __slots__ = ("amounts", "passages", "units")

    def __init__(self) -> None:
        self.units: list[int] = []
        self.amounts: list[float] = []
        self.passages: dict[str, None] = {}

    def column(self, units: int) -> Matrix:
        """Return the amounts as one column with a place for each unit and one for what belongs to none."""
        column = np.zeros(units + 1)
        np.add.at(column, self.units, self.amounts)
        return column

    @property
    def total(self) -> float:
        """The sum of all amounts, the same whatever their order."""
        return fsum(self.amounts)


class _Tally:
    """One outlet's rows added up by unit of resampling; the rows themselves are not kept.

    Articles are taken in the order of their ids, so that the order in which they came changes nothing.
    """

    def __init__(self, annotations: Sequence[Annotations]) -> None:
        ordered = sorted(annotations, key=lambda annotation: annotation.article.id)
        self.by_article = len(ordered) >= ARTICLES_TO_RESAMPLE
        self.unit = "articles" if self.by_article else "sentences"
        sentences = [len(annotation.sentences) for annotation in ordered]
        self.sizes = [len(ordered)] if self.by_article else sentences
        self.units = sum(self.sizes)
        self.above: dict[str, dict[Key, _Cell]] = {measure: {} for measure in FAMILIES}
        self.below: dict[str, dict[Key, _Cell]] = {measure: {} for measure in FAMILIES}
        self.passages: list[Passage] = []
        self.words = 0
        first = 0
        for n, annotation in enumerate(ordered):
            scored = score_article(annotation)
            self.passages += scored.passages
            self.words += scored.words
            for row in scored.rows:
                self._add(row, self._unit_of(row, n, first))
            first += sentences[n]

    def _unit_of(self, row: Measure, article: int, first_sentence: int) -> int:
        if self.by_article:
            return article
        return self.units if row.sentence is None else first_sentence + row.sentence

    def _add(self, row: Measure, unit: int) -> None:
        if not row.passages:
            cell = self.below[row.measure].setdefault((row.key, row.voice), _Cell())
            cell.units.append(unit)
            cell.amounts.append(row.denominator)
            return
        voices: list[AnyVoice] = [row.voice, "all"] if FAMILIES[row.measure].total else [row.voice]
        for voice in voices:
            cell = self.above[row.measure].setdefault((row.key, voice), _Cell())
            cell.units.append(unit)
            cell.amounts.append(row.numerator)
            cell.passages.update(dict.fromkeys(row.passages))


def _keys_in_use(tallies: Sequence[_Tally]) -> dict[str, list[Key]]:
    """The keys and voices of each measure that some outlet uses, in an order that does not depend on the articles."""
    return {
        measure: sorted(
            {key for tally in tallies for key in tally.above[measure]} | set(family.always),
            key=lambda key: (key[0], _VOICE_ORDER.index(key[1])),
        )
        for measure, family in FAMILIES.items()
    }


class _Wanted(NamedTuple):
    key: Key
    above: _Cell
    group: Key
    numerator: float
    denominator: float


def _score(
    measure: str, outlet: str, tally: _Tally, keys: Sequence[Key], resamples: int, seed: int
) -> list[Figure]:
    """Return the figures of one measure and outlet, in the order of the keys."""
    definition, family = MEASURES[measure], FAMILIES[measure]
    wanted = []
    for key in keys:
        if family.sparse and key not in tally.above[measure]:
            continue
        group = family.denominator_of(*key)
        above, below = tally.above[measure].get(key, _Cell()), tally.below[measure].get(group, _Cell())
        wanted.append(_Wanted(key, above, group, above.total, below.total))
    intervals = _intervals(measure, outlet, tally, wanted, resamples, seed)
    return [_figure(definition, outlet, tally, one, intervals.get(one.key)) for one in wanted]


def _figure(
    definition: MeasureDefinition, outlet: str, tally: _Tally, one: _Wanted, interval: Interval | None
) -> Figure:
    value, refusal = None, refusal_of(definition, one.denominator)
    if refusal is None:
        value = definition.scale * one.numerator / one.denominator
        refusal = interval.refusal if interval else None
    low, high = (interval.low, interval.high) if interval else (None, None)
    with_interval = low is not None and high is not None
    return Figure(
        measure=definition.id,
        outlet=outlet,
        key=one.key[0],
        voice=one.key[1],
        numerator=one.numerator,
        denominator=one.denominator,
        passages=list(one.above.passages),
        value=value,
        low=definition.scale * low if low is not None else None,
        high=definition.scale * high if high is not None else None,
        resampled=("articles" if tally.by_article else "sentences within this article")
        if with_interval
        else "none",
        refusal=refusal,
    )


def refusal_of(definition: MeasureDefinition, denominator: float) -> str | None:
    """Return why a denominator is too small to speak of ("3 attributions, at least 5 needed"), or None."""
    if denominator > 0 and denominator >= definition.minimum:
        return None
    unit = definition.unit[:-1] if denominator == 1 else definition.unit
    return f"{denominator:g} {unit}, at least {definition.minimum} needed"


def _intervals(
    measure: str, outlet: str, tally: _Tally, wanted: Sequence[_Wanted], resamples: int, seed: int
) -> dict[Key, Interval]:
    definition, family = MEASURES[measure], FAMILIES[measure]
    enough = [one for one in wanted if refusal_of(definition, one.denominator) is None]
    no_interval = _why_none(family, tally, resamples)
    if no_interval:
        return {one.key: Interval(None, None, no_interval) for one in enough}
    # What is not there in any unit is not there in any resample: no column of zeros needs drawing.
    empty = {one.key: Interval(None, None, "no interval: nothing was counted") for one in enough}
    counted = [one for one in enough if one.above.units]
    if not counted:
        return empty
    groups = list(dict.fromkeys(one.group for one in counted))
    weights = draw_weights(tally.sizes, resamples, stream(seed, outlet, measure))
    found = ratio_intervals(
        weights,
        np.column_stack([one.above.column(tally.units) for one in counted]),
        np.column_stack([tally.below[measure][group].column(tally.units) for group in groups]),
        np.array([groups.index(one.group) for one in counted], dtype=np.intp),
    )
    return empty | {one.key: interval for one, interval in zip(counted, found, strict=True)}


def _why_none(family: Family, tally: _Tally, resamples: int) -> str | None:
    if not resamples:
        return "no interval: no resamples were asked for"
    if family.sparse and not tally.by_article:
        return f"no interval: a place in an article; a tendency needs {ARTICLES_TO_RESAMPLE} articles or more"
    return None
