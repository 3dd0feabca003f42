"""Worlds whose ratios are known, made up or real, and samples drawn from them, for `uncertainty`."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from framing.measures import MEASURES
from framing.schema import Annotations
from framing.scoring.bootstrap import Counts, Matrix
from framing.scoring.rows import FAMILIES
from framing.scoring.tally import Key, Tally, UnitKind, tabulate

SHARES = (0.05, 0.1, 0.2, 0.4, 0.6)
SPREAD = 1.3
"""Made-up shares lie up to so many times above or below one of `SHARES`: none is a multiple of one sentence."""

UNITS: tuple[UnitKind, ...] = ("sentences", "articles")


class World(NamedTuple):
    """Units of which samples are drawn, laid out as `ratio_intervals` takes them.

    Each ratio has a label, the name of its kind, and a least denominator.
    """

    numerators: Matrix
    denominators: Matrix
    which: Counts
    labels: Sequence[tuple[str, ...]]
    names: Sequence[str]
    minima: Sequence[float]


class Sample(NamedTuple):
    """Units drawn from a world, with the ratios from which they were drawn; the last row is for no unit."""

    numerators: Matrix
    denominators: Matrix
    which: Counts
    names: Sequence[str]
    enough: Matrix
    truth: Matrix
    sizes: Sequence[int]


def draw_sample(worlds: Sequence[World], sizes: Sequence[int], random: np.random.Generator) -> Sample:
    """Draw a stratum of so many units from each of some worlds with the same ratios."""
    above, below, true_above, true_below = [], [], 0.0, 0.0
    for world, size in zip(worlds, sizes, strict=True):
        drawn = random.integers(0, len(world.numerators), size)
        above.append(world.numerators[drawn])
        below.append(world.denominators[drawn])
        true_above = true_above + size * world.numerators.mean(axis=0)
        true_below = true_below + size * world.denominators.mean(axis=0)
    first = worlds[0]
    numerators = np.vstack([*above, np.zeros(first.numerators.shape[1])])
    denominators = np.vstack([*below, np.zeros(first.denominators.shape[1])])
    return Sample(
        numerators,
        denominators,
        first.which,
        first.names,
        denominators.sum(axis=0)[first.which] >= first.minima,
        np.asarray(true_above) / np.asarray(true_below)[first.which],
        sizes,
    )


def make_up_world(units: int, unit: UnitKind, random: np.random.Generator) -> World:
    """Return made-up units with ratios of every kind for a share near each of `SHARES`, clustered as in news.

    A sentence is quoted wholly, in part or not at all; attributions stand in two of three sentences; articles differ
    in length and in how much of them is quoted.
    """
    parts = np.ones(units, dtype=np.int64) if unit == "sentences" else random.integers(10, 45, units)
    numerators, denominators, names, minima = [], [], [], []
    for near in SHARES:
        share = near * SPREAD ** random.uniform(-1, 1)
        spread = (
            random.beta(6 * share, 6 * (1 - share), units) if unit == "articles" else np.full(units, share)
        )
        words = random.poisson(22 * parts) + 3
        whole = random.binomial(parts, spread) / parts
        within = random.beta(0.8, 0.8, units) if unit == "sentences" else random.beta(4, 2, units)
        numerators.append(np.round(words * np.minimum(1, whole * 2 * within)))
        speakers = random.binomial(3 * parts, 0.3)
        numerators.append(random.binomial(speakers, spread).astype(float))
        numerators.append(random.binomial(parts, spread).astype(float))
        denominators += [words.astype(float), speakers.astype(float), parts.astype(float)]
        names += [f"{kind}, share {near:g}" for kind in ("words", "attributions", "sentences")]
        minima += [100.0, 5.0, 8.0]
    above, below = (np.array(columns, dtype=np.float64).T for columns in (numerators, denominators))
    labels = [(name,) for name in names]
    return World(above, below, np.arange(len(names), dtype=np.intp), labels, names, minima)


def world_of(tallies: Sequence[Tally], unit: UnitKind) -> World | None:
    """Return the world whose units are those of real articles, or None where they count too little."""
    matrices: list[tuple[Matrix, Matrix]] = []
    which: list[int] = []
    labels: list[tuple[str, ...]] = []
    for measure, family in FAMILIES.items():
        keys = _common_keys(tallies, measure)
        if not keys or (family.sparse and unit == "sentences"):
            continue
        tables = [tabulate(tally, measure, keys, unit) for tally in tallies]
        # What belongs to no sentence is none of the sentences' ratios.
        above = np.vstack([table.numerators[:-1] for table in tables])
        below = np.vstack([table.denominators[:-1] for table in tables])
        first = sum(matrix.shape[1] for _, matrix in matrices)
        which += [first + int(group) for group in tables[0].which]
        matrices.append((above, below))
        labels += [(measure, *key) for key in keys]
    if not labels:
        return None
    above, below = (np.hstack([pair[n] for pair in matrices]) for n in (0, 1))
    kept = np.flatnonzero(below.sum(axis=0)[which] > 0)
    return World(
        above[:, kept],
        below,
        np.array(which, dtype=np.intp)[kept],
        [labels[k] for k in kept],
        [labels[k][0] for k in kept],
        [float(MEASURES[labels[k][0]].minimum) for k in kept],
    )


def _common_keys(tallies: Sequence[Tally], measure: str) -> list[Key]:
    counted: dict[Key, int] = {}
    for tally in tallies:
        for key, cell in tally.above[measure].items():
            counted[key] = counted.get(key, 0) + len(cell.amounts)
    return sorted(key for key, amounts in counted.items() if amounts >= 3)


def real_worlds(annotations: Sequence[Annotations]) -> Iterator[tuple[UnitKind, World]]:
    """Yield a world of sentences for each article of 12 to 60 of them, one of articles for each outlet of 30."""
    for annotation in annotations:
        if 12 <= len(annotation.sentences) <= 60 and (world := world_of([Tally([annotation])], "sentences")):
            yield "sentences", world
    for held in by_outlet(annotations):
        if len(held) >= 30 and (world := world_of([Tally(held)], "articles")):
            yield "articles", world


def by_outlet(annotations: Sequence[Annotations]) -> list[list[Annotations]]:
    """Return the articles of each outlet."""
    outlets: dict[str, list[Annotations]] = {}
    for annotation in annotations:
        outlets.setdefault(annotation.article.outlet or "", []).append(annotation)
    return list(outlets.values())


def common_ratios(first: World, second: World) -> tuple[World, World] | None:
    """Return both worlds with the ratios that both have, in one order, or None where there are none."""
    labels = [label for label in first.labels if label in set(second.labels)]
    if not labels:
        return None
    one, other = (
        _pick_ratios(world, [world.labels.index(label) for label in labels]) for world in (first, second)
    )
    return one, other


def _pick_ratios(world: World, kept: Sequence[int]) -> World:
    return World(
        world.numerators[:, kept],
        world.denominators,
        world.which[kept],
        [world.labels[k] for k in kept],
        [world.names[k] for k in kept],
        [world.minima[k] for k in kept],
    )


class MadeUp:
    """Made-up worlds with fresh shares, a new set after so many uses."""

    def __init__(self, seed: int, units: int = 5_000, uses: int = 20) -> None:
        self._random = np.random.default_rng([seed, 1])
        self._units, self._uses, self._left = units, uses, 0
        self._held: dict[UnitKind, list[World]] = {}

    def __call__(self, unit: UnitKind, number: int) -> list[World]:
        """Return so many worlds of a kind."""
        if not self._left:
            self._held = {
                kind: [make_up_world(self._units, kind, self._random) for _ in range(3)] for kind in UNITS
            }
            self._left = self._uses
        self._left -= 1
        return self._held[unit][:number]


class Real:
    """Worlds of real articles, drawn at random."""

    def __init__(self, annotations: Sequence[Annotations], seed: int) -> None:
        self._random = np.random.default_rng([seed, 2])
        worlds = list(real_worlds(annotations))
        self._held: dict[UnitKind, list[World]] = {
            unit: [world for kind, world in worlds if kind == unit] for unit in UNITS
        }

    def __call__(self, unit: UnitKind, number: int) -> list[World] | None:
        """Return so many worlds of a kind, or None where there are too few."""
        held = self._held[unit]
        if len(held) < number or number > 2:
            return None
        return [held[k] for k in self._random.choice(len(held), number, replace=False)]


def read_annotations(folder: Path) -> list[Annotations]:
    """Annotate the articles of ``stories/*.jsonl.gz`` below a folder."""
    from framing import annotate
    from framing.schema import Article, Region

    found = []
    for file in sorted((folder / "stories").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                body = Region(kind="body", start=0, end=len(record["text"]), reason="the whole text")
                found.append(
                    annotate(
                        Article(
                            id=record["id"],
                            file=file.name,
                            text=record["text"],
                            regions=[body],
                            outlet=record["outlet"],
                            title=record["title"],
                        )
                    )
                )
    return found
