"""Scoring: one outlet's counts added up by sentence and by article, ready to be resampled or exchanged."""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from math import comb, fsum
from typing import Literal, NamedTuple, get_args

import numpy as np

from framing.collector import without_collection
from framing.measures import MeasureDefinition
from framing.schema import Annotations, Passage
from framing.scoring.bootstrap import Counts, Matrix, draw_weights, stream
from framing.scoring.places import WordStarts
from framing.scoring.rows import FAMILIES, AnyVoice, Base, Count, score_article

ARTICLES_TO_RESAMPLE = 10
"""Articles from which on articles are resampled; with fewer, sentences within each article are."""

# Ways to deal out articles to two outlets from which on the rarest two are less than 5 % of all.
_DEALS_TO_EXCHANGE = 40

# Articles from which on whoever an outlet is compared with, articles are exchanged (see `unit_to_exchange`), so that
# nothing asks for its sentences: the counts of each article are added up at once, and take a fraction of the memory.
_ARTICLES_COUNTED_WHOLE = _DEALS_TO_EXCHANGE - 1

Key = tuple[str, AnyVoice]
UnitKind = Literal["sentences", "articles"]
LABELS: dict[UnitKind, Literal["sentences within this article", "articles"]] = {
    "sentences": "sentences within this article",
    "articles": "articles",
}


class Cell:
    """What one measure, key and voice adds up to, place by place.

    A place is a sentence's number within the outlet or, for what belongs to no sentence and where whole articles are
    counted, -1 minus the article's.
    """

    __slots__ = ("_total", "amounts", "passages", "places")

    def __init__(self) -> None:
        self.places = array("i")
        self.amounts = array("d")
        self.passages: list[str] = []
        self._total: float | None = None

    @property
    def total(self) -> float:
        """The sum of all amounts, the same whatever their order."""
        if self._total is None:
            self._total = fsum(self.amounts)
        return self._total


class _Cells(dict[Key, Cell]):
    """Cells by key and voice; what is added to a new one makes it."""

    def __missing__(self, key: Key) -> Cell:
        cell = self[key] = Cell()
        return cell


class Tally:
    """One outlet's counts: the numerators `above` and denominators `below` of each measure by key and voice.

    Articles are taken in the order of their ids, so that the order in which they came changes nothing. `keep` is given
    the passages that each article's counts rest on, `starts_of` may give where its words are (`Corpus.find_starts`).
    Raises `ScoringError` as `score_article` does.
    """

    def __init__(
        self,
        annotations: Sequence[Annotations],
        keep: Callable[[list[Passage]], None] = lambda passages: None,
        starts_of: Callable[[str], WordStarts | None] = lambda id_: None,
    ) -> None:
        self._keep, self._starts_of = keep, starts_of
        ordered = sorted(annotations, key=lambda annotation: annotation.article.id)
        self.articles = len(ordered)
        self.sentences = [len(annotation.sentences) for annotation in ordered]
        self.above: dict[str, _Cells] = {measure: _Cells() for measure in FAMILIES}
        self._bases: dict[Base, _Cells] = {base: _Cells() for base in get_args(Base)}
        self.below: dict[str, _Cells] = {
            measure: self._bases[family.base] if family.base else _Cells()
            for measure, family in FAMILIES.items()
        }
        self.words = 0
        # The number of each article's first sentence.
        self._firsts = list(accumulate(self.sentences, initial=0))
        with without_collection():
            for n, annotation in enumerate(ordered):
                self._add(annotation, n)
        self._article_of = np.repeat(np.arange(self.articles), self.sentences)

    @property
    def unit(self) -> UnitKind:
        """What is resampled for this outlet's own figures."""
        return "articles" if self.articles >= ARTICLES_TO_RESAMPLE else "sentences"

    def sizes(self, unit: UnitKind) -> list[int]:
        """Return how many units each stratum holds: all articles together, or each article's sentences."""
        return [self.articles] if unit == "articles" else self.sentences

    def columns(self, cells: Sequence[Cell], unit: UnitKind) -> Matrix:
        """Return the amounts of cells by unit, (units + 1, cells); the last row is for what belongs to no unit."""
        units = sum(self.sizes(unit))
        columns = np.zeros((units + 1, len(cells)))
        for k, cell in enumerate(cells):
            if not cell.amounts:
                continue  # of many outlets' sources, most outlets have none
            columns[:, k] = np.bincount(self.units_of(cell, unit), weights=cell.amounts, minlength=units + 1)
        return columns

    def count_units(self, cell: Cell, unit: UnitKind) -> int:
        """Return in how many units a cell's amounts add up to something other than 0; quick for few amounts."""
        sums: dict[int, float] = {}
        for place, amount in zip(cell.places, cell.amounts, strict=True):
            if unit == "articles":
                place = bisect_right(self._firsts, place) - 1 if place >= 0 else -1 - place
            if place >= 0:
                sums[place] = sums.get(place, 0.0) + amount
        return sum(amount != 0 for amount in sums.values())

    def units_of(self, cell: Cell, unit: UnitKind) -> Counts:
        """Return the unit to which each amount of a cell belongs; one past the last for none."""
        places = np.array(cell.places, dtype=np.intp)
        in_sentence = places >= 0
        if unit == "sentences":
            return np.where(in_sentence, places, sum(self.sentences))
        held = np.where(in_sentence, places, 0)
        articles = self._article_of[held] if len(self._article_of) else held
        return np.where(in_sentence, articles, -1 - places)

    def release(self, measure: str) -> None:
        """Give up the counts of a measure of which all is known: those of all measures take much memory."""
        del self.above[measure], self.below[measure]

    def _add(self, annotation: Annotations, article: int) -> None:
        scored = score_article(annotation, self._starts_of(annotation.article.id))
        self._keep(scored.passages)
        self.words += scored.words
        add = self._add_article if self.articles >= _ARTICLES_COUNTED_WHOLE else self._add_sentences
        for base, denominators in scored.bases.items():
            add(denominators, article, self._bases[base], self._bases[base], total=False)
        for measure, counts in scored.counts.items():
            add(counts, article, self.above[measure], self.below[measure], FAMILIES[measure].total)

    def _add_sentences(
        self, counts: Sequence[Count], article: int, above: _Cells, below: _Cells, total: bool
    ) -> None:
        first_sentence = self._firsts[article]
        # No calls: thousands of articles make a million counts.
        for sentence, key, voice, amount, passage in counts:
            place = -1 - article if sentence is None else first_sentence + sentence
            if passage is None:
                cell = below[key, voice]
                cell.places.append(place)
                cell.amounts.append(amount)
                continue
            for cell in (above[key, voice], above[key, "all"]) if total else (above[key, voice],):
                cell.places.append(place)
                cell.amounts.append(amount)
                # A passage is noted once: what runs over several sentences is counted in each, one by one.
                if not cell.passages or cell.passages[-1] != passage:
                    cell.passages.append(passage)

    def _add_article(
        self, counts: Sequence[Count], article: int, above: _Cells, below: _Cells, total: bool
    ) -> None:
        """As `_add_sentences`, but the counts of an article are added up before they go to the cells."""
        over, under = defaultdict[Key, float](float), defaultdict[Key, float](float)
        noted = defaultdict[Key, list[str]](list)
        for _, key, voice, amount, passage in counts:
            if passage is None:
                under[key, voice] += amount
                continue
            for at in ((key, voice), (key, "all")) if total else ((key, voice),):
                over[at] += amount
                held = noted[at]
                if not held or held[-1] != passage:
                    held.append(passage)
        for cells, sums in ((below, under), (above, over)):
            for at, amount in sums.items():
                cell = cells[at]
                cell.places.append(-1 - article)
                cell.amounts.append(amount)
        for at, passages in noted.items():
            above[at].passages += passages


class Draws:
    """How often each unit of an outlet was drawn in each resample, see `draw_weights`: one drawing a measure.

    Those of the measure that was asked for last are kept, so that figures and differences share them.
    """

    def __init__(self, tallies: Mapping[str, Tally], resamples: int, seed: int) -> None:
        self.resamples, self._seed = resamples, seed
        self._tallies = tallies
        self._measure = ""
        self._drawn: dict[str, Matrix] = {}

    def of(self, outlet: str, measure: str) -> Matrix:
        """Return the weights, drawn from (seed, outlet, measure) and nothing else."""
        if measure != self._measure:
            self._measure = measure
            self._drawn.clear()
        if outlet not in self._drawn:
            tally = self._tallies[outlet]
            random = stream(self._seed, outlet, measure)
            self._drawn[outlet] = draw_weights(tally.sizes(tally.unit), self.resamples, random)
        return self._drawn[outlet]


class Table(NamedTuple):
    """Some ratios of one measure as columns: see `framing.scoring.bootstrap.resample_ratios` for the shapes."""

    numerators: Matrix
    denominators: Matrix
    which: Counts


def tabulate(tally: Tally, measure: str, keys: Sequence[Key], unit: UnitKind) -> Table:
    """Return numerators and denominators of a measure's keys by unit; what was never counted is a column of zeros."""
    family = FAMILIES[measure]
    groups_of = [family.denominator_of(*key) for key in keys]
    groups = {group: n for n, group in enumerate(dict.fromkeys(groups_of))}
    nothing = Cell()
    return Table(
        tally.columns([tally.above[measure].get(key, nothing) for key in keys], unit),
        tally.columns([tally.below[measure].get(group, nothing) for group in groups], unit),
        np.array([groups[group] for group in groups_of], dtype=np.intp),
    )


def total_of(cells: Mapping[Key, Cell], key: Key) -> float:
    """Return what a key adds up to, 0 where it was never counted."""
    cell = cells.get(key)
    return cell.total if cell is not None else 0.0


def unit_to_exchange(first: int, second: int) -> UnitKind | None:
    """Return what a permutation test may exchange between two outlets of so many articles, or None.

    Articles, where there are enough ways to deal them out (from 4 and 4, 3 and 5 or 2 and 8 on). Sentences, between
    one article and another. In between there is no test: sentences of one article are alike, and exchanging them takes
    random halves of four articles for different in a third of all cases (docs/uncertainty.md).
    """
    if comb(first + second, first) >= _DEALS_TO_EXCHANGE:
        return "articles"
    return "sentences" if first == second == 1 else None


@lru_cache(maxsize=4096)
def refusal_of(definition: MeasureDefinition, denominator: float) -> str | None:
    """Return why a denominator is too small to speak of ("3 attributions, at least 5 needed"), or None."""
    if denominator > 0 and denominator >= definition.minimum:
        return None
    unit = definition.unit[:-1] if denominator == 1 else definition.unit
    return f"{denominator:g} {unit}, at least {definition.minimum} needed"
