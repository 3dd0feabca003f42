"""Scoring: `compare`, from the annotations of many articles to the comparison of their outlets."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from framing.collector import without_collection
from framing.errors import ScoringError
from framing.measures import MEASURES
from framing.schema import (
    VOICES,
    Annotations,
    Difference,
    Event,
    Figure,
    Outlet,
    Reject,
    Reuse,
    ReusedShare,
)
from framing.scoring.bootstrap import (
    CONTRIBUTIONS,
    Interval,
    ratio_intervals,
    refuse_rare,
)
from framing.scoring.coverage import coverage
from framing.scoring.derived import derived_figures
from framing.scoring.differences import Pairs
from framing.scoring.distances import make_maps
from framing.scoring.fact_places import fact_figures
from framing.scoring.figures import ratio_figure
from framing.scoring.frame import OpenComparison
from framing.scoring.grouping import By, group_annotations, group_digest, order_outlets
from framing.scoring.keyness import Keyness, find_key_terms
from framing.scoring.languages import (
    describe_languages,
    languages_of,
    refuse_across,
    refuse_maps,
    refuse_unmeasured,
)
from framing.scoring.overall import correct_overall
from framing.scoring.packed import PackedPassages
from framing.scoring.places import WordStarts
from framing.scoring.reuse import describe_copies, measure_reuse, share_by_outlet
from framing.scoring.rows import FAMILIES, AnyVoice, Family
from framing.scoring.shingles import index_shingles
from framing.scoring.signature import comparison_signature, shared_signature
from framing.scoring.silence import find_silence
from framing.scoring.spelling import unify_names
from framing.scoring.tally import (
    ARTICLES_TO_RESAMPLE,
    Cell,
    Draws,
    Key,
    Tally,
    refusal_of,
    tabulate,
    total_of,
)
from framing.scoring.terms import closed_class_words, small_words
from framing.scoring.together import TOGETHER, figures_together
from framing.scoring.words import read_corpus

_VOICE_ORDER: tuple[AnyVoice, ...] = (*VOICES, "all")
_NO_CELL = Cell()


@without_collection()
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
    by: By = "outlet",
    lexicons: Sequence[Path] = (),
) -> OpenComparison:
    """Compare how outlets tell one event.

    `annotations` are one event's articles, all annotated alike; `concepts` gives the titles of the concepts of the
    naming lexicons; `facts=False` leaves the coverage matrix out, which also asks `lexicons`, files that add to the
    shipped ones. `by` says whose articles are compared as one's, see `group_annotations`; the groups then stand as the
    outlets of the comparison. Outlets stand in the event's order, and behind those in the order in which the articles
    first name them; nothing else depends on the order of the articles.

    Each figure has numerator, denominator and passages. Below the registry's minimum denominator `value` and interval
    are null. Intervals resample articles where an outlet has `ARTICLES_TO_RESAMPLE` or more, else sentences within
    each article; where that gives no honest interval (all resamples agree, or the measure is a property of whole
    articles and there are few) the value stands alone. `refusal` says which.

    Raises `ScoringError` for no articles, an unknown `by`, two articles of one id, articles annotated differently, and
    a negative seed or number of resamples.
    """
    _check(annotations, resamples, seed)
    annotations = unify_names(annotations)
    groups = group_annotations(annotations, by)
    languages = languages_of(annotations)
    words = _compare_words(groups, languages)
    counted = _count(groups, words.starts_of, resamples, seed)
    counted.passages.add(words.keyness.passages)
    # The alignment of no articles is empty: whoever wants no facts pays for none.
    told, more_notes, nearest = coverage(annotations if facts and len(languages) == 1 else (), lexicons)
    placed = fact_figures(told, groups, resamples=resamples, seed=seed)
    counted.passages.add(placed.passages)
    maps = make_maps(annotations, by=by, seed=seed)
    return OpenComparison(
        event=event,
        outlets=order_outlets(counted.outlets, event.outlets),
        articles=[annotation.article for annotation in annotations],
        figures=refuse_unmeasured(counted.figures + placed.figures, groups),
        passages_by_id=counted.passages,
        coverage=told,
        keyness=words.keyness.terms,
        keyness_notes=words.keyness.notes,
        differences=correct_overall(refuse_across(counted.differences, groups)),
        reuse=words.reuse,
        reuse_shares=words.reuse_shares,
        reuse_by_outlet=share_by_outlet(words.reuse_shares, counted.outlets, resamples=resamples, seed=seed),
        together=counted.together,
        silence=find_silence(
            told, {name: [one.article.id for one in held] for name, held in groups.items()}, nearest
        ),
        maps=maps if len(languages) == 1 else refuse_maps(maps),
        rejects=list(rejects),
        signature=comparison_signature(
            annotations,
            seed=seed,
            resamples=resamples,
            units=counted.units,
            by=by if isinstance(by, str) else group_digest(by, annotations),
        ),
        concepts=dict(concepts or {}),
        notes=[
            *notes,
            *more_notes,
            *describe_languages(languages),
            *describe_copies(words.reuse_shares),
            *_alone(groups),
            *_unheard(event, counted.figures),
            *(_unseen(event, groups) if by == "outlet" else ()),
        ],
    )


def _alone(groups: Mapping[str, Sequence[Annotations]]) -> list[str]:
    if len(groups) > 1:
        return []
    return [f"There is one outlet, {next(iter(groups))}: its figures stand alone, and nothing is compared."]


def _unheard(event: Event, figures: Sequence[Figure]) -> list[str]:
    """A share of 0 % everywhere says nothing of the outlets where no article has the source at all."""
    heard = any(
        one.measure == "source_share" and one.key == event.reliance and one.numerator for one in figures
    )
    if heard or not event.reliance:
        return []
    return [f"No article carries words of {event.reliance}, so its share is 0 % everywhere."]


def _unseen(event: Event, groups: Mapping[str, Sequence[Annotations]]) -> list[str]:
    """An order that names an outlet which has no article may be a slip of the pen."""
    return [
        f"The event's order of outlets names {name}, of which there is no article."
        for name in event.outlets
        if name not in groups
    ]


class _Counted(NamedTuple):
    """What comes of the outlets' tallies, which take much memory and are given up with this."""

    outlets: list[Outlet]
    figures: list[Figure]
    differences: list[Difference]
    together: list[Figure]
    passages: PackedPassages
    units: set[str]


def _count(
    groups: Mapping[str, Sequence[Annotations]],
    starts_of: Callable[[str], WordStarts],
    resamples: int,
    seed: int,
) -> _Counted:
    passages = PackedPassages()
    tallies = {outlet: Tally(held, passages.add, starts_of) for outlet, held in groups.items()}
    keys = _keys_in_use(list(tallies.values()))
    draws = Draws(tallies, resamples, seed)
    pairs = Pairs(tallies, resamples, seed)
    figures: list[Figure] = []
    differences: list[Difference] = []
    together: list[Figure] = []
    for measure in FAMILIES:
        for outlet, tally in tallies.items():
            figures += _score(measure, outlet, tally, keys[measure], draws)
        differences += pairs.differences(measure, draws)
        if measure in TOGETHER:
            together += figures_together(measure, tallies, resamples=resamples, seed=seed)
        for tally in tallies.values():
            tally.release(measure)
    outlets = [
        Outlet(
            name=outlet,
            articles=sorted(annotation.article.id for annotation in held),
            words=tallies[outlet].words,
            sentences=sum(len(annotation.sentences) for annotation in held),
            attributions=sum(len(annotation.attributions) for annotation in held),
        )
        for outlet, held in groups.items()
    ]
    return _Counted(
        outlets,
        figures + derived_figures(groups, resamples=resamples, seed=seed),
        differences,
        together,
        passages,
        {tally.unit for tally in tallies.values() if resamples},
    )


class _Words(NamedTuple):
    """What comes of comparing by words, and where they are: nobody need look for them again."""

    keyness: Keyness
    reuse: list[Reuse]
    reuse_shares: list[ReusedShare]
    starts_of: Callable[[str], WordStarts]


def _compare_words(groups: Mapping[str, Sequence[Annotations]], languages: Sequence[str]) -> _Words:
    labelled = _labelled(groups)
    corpus = read_corpus(labelled)
    shingles = index_shingles(corpus)
    reuse, reuse_shares = measure_reuse(corpus, shingles)
    if len(languages) > 1:
        keyness = Keyness([], [], ["Key terms are left out: the articles are in different languages."])
    else:
        closed, small = closed_class_words(languages[0]), small_words(languages[0])
        keyness = find_key_terms(labelled, closed_class=closed, small=small, corpus=corpus, shingles=shingles)
    return _Words(keyness, reuse, reuse_shares, corpus.find_starts())


def _labelled(groups: Mapping[str, Sequence[Annotations]]) -> list[Annotations]:
    """Return the articles with their group as outlet, for what knows outlets alone."""
    replace = msgspec.structs.replace
    return [
        replace(annotation, article=replace(annotation.article, outlet=group))
        for group, held in groups.items()
        for annotation in held
    ]


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


def _keys_in_use(tallies: Sequence[Tally]) -> dict[str, list[Key]]:
    """The keys and voices of each measure that some outlet uses, in an order that does not depend on the articles."""
    return {
        measure: sorted(
            {key for tally in tallies for key in tally.above[measure]} | set(family.always),
            key=lambda key: (key[0], _VOICE_ORDER.index(key[1])),
        )
        for measure, family in FAMILIES.items()
    }


def _score(measure: str, outlet: str, tally: Tally, keys: Sequence[Key], draws: Draws) -> list[Figure]:
    """Return the figures of one measure and outlet, in the order of the keys."""
    definition, family = MEASURES[measure], FAMILIES[measure]
    above, below = tally.above[measure], tally.below[measure]
    cells = {key: above.get(key, _NO_CELL) for key in keys if key in above or not family.sparse}
    under = {key: total_of(below, family.denominator_of(*key)) for key in cells}
    enough = {key: cell for key, cell in cells.items() if refusal_of(definition, under[key]) is None}
    intervals = _intervals(measure, outlet, tally, enough, draws)
    return [
        ratio_figure(
            measure,
            outlet,
            key,
            numerator=cell.total,
            denominator=under[key],
            passages=cell.passages,
            interval=intervals.get(key),
            unit=tally.unit,
        )
        for key, cell in cells.items()
    ]


def _intervals(
    measure: str, outlet: str, tally: Tally, cells: Mapping[Key, Cell], draws: Draws
) -> dict[Key, Interval]:
    unit = tally.unit
    if no_interval := _why_none(FAMILIES[measure], tally, draws.resamples):
        return dict.fromkeys(cells, Interval(None, None, no_interval))
    # Most sources are rare: whoever is counted a few times at most needs no resampling to be refused.
    refused = [Interval(None, None, refuse_rare(units, unit)) for units in range(CONTRIBUTIONS)]
    rare = {
        key: refused[tally.count_units(cell, unit) if cell.amounts else 0]
        for key, cell in cells.items()
        if len(cell.amounts) < CONTRIBUTIONS
    }
    counted = [key for key in cells if key not in rare]
    if not counted:
        return rare
    table = tabulate(tally, measure, counted, unit)
    found = ratio_intervals(draws.of(outlet, measure), tally.sizes(unit), *table, unit=unit)
    return rare | dict(zip(counted, found, strict=True))


def _why_none(family: Family, tally: Tally, resamples: int) -> str | None:
    if not resamples:
        return "no interval: no resamples were asked for"
    if family.sparse and tally.unit == "sentences":
        return f"no interval: a place in an article; a tendency needs {ARTICLES_TO_RESAMPLE} articles or more"
    return None
