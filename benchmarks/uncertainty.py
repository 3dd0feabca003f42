"""Simulate how often the 95 % intervals of `compare` hold the true value, and how often its tests err.

A world is a set of units, sentences or articles, whose ratios are known. Samples are drawn from it; each ratio is
given the interval that the tool gives, or none where it refuses, and those that hold the world's ratio are counted.
"""

import argparse
import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from framing.measures import MEASURES
from framing.schema import Annotations, decode_annotations
from framing.scoring.bootstrap import Counts, Matrix, draw_weights, ratio_intervals
from framing.scoring.differences import find_differences
from framing.scoring.rows import FAMILIES
from framing.scoring.tally import Cell, Key, Tally, UnitKind, tabulate

RESAMPLES = 1000
SENTENCES = (12, 20, 30, 45, 60)
ARTICLES = (10, 20, 50, 100, 200)
SHARES = (0.05, 0.1, 0.2, 0.4, 0.6)


class World(NamedTuple):
    """Units of which samples are drawn, laid out as `ratio_intervals` takes them.

    Each ratio has a name and a least denominator.
    """

    numerators: Matrix
    denominators: Matrix
    which: Counts
    names: Sequence[str]
    minima: Sequence[float]


class Coverage:
    """How many intervals were asked for, given, and held the true value, by situation."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], list[int]] = {}

    def add(self, world: World, units: int, random: np.random.Generator, situation: str) -> None:
        """Draw one sample of so many units from a world and note what its intervals hold."""
        drawn = random.integers(0, len(world.numerators), units)
        # The last row is for what belongs to no unit.
        above = np.vstack([world.numerators[drawn], np.zeros(world.numerators.shape[1])])
        below = np.vstack([world.denominators[drawn], np.zeros(world.denominators.shape[1])])
        truth = world.numerators.sum(axis=0) / world.denominators.sum(axis=0)[world.which]
        weights = draw_weights([units], RESAMPLES, random)
        intervals = ratio_intervals(weights, [units], above, below, world.which)
        enough = below.sum(axis=0)[world.which] >= world.minima
        for k, interval in enumerate(intervals):
            row = self.counts.setdefault((situation, world.names[k]), [0, 0, 0])
            row[0] += 1
            if enough[k] and interval.low is not None and interval.high is not None:
                row[1] += 1
                row[2] += bool(interval.low <= truth[k] <= interval.high)

    def rows(self, part: Callable[[tuple[str, str]], str]) -> list[tuple[str, int, int, int]]:
        """Return name, asked, given and held for each part of the situations."""
        found: dict[str, list[int]] = {}
        for key, counts in self.counts.items():
            row = found.setdefault(part(key), [0, 0, 0])
            for n, count in enumerate(counts):
                row[n] += count
        return [(name, row[0], row[1], row[2]) for name, row in found.items()]


def make_up_world(units: int, unit: UnitKind, random: np.random.Generator) -> World:
    """Return made-up units with ratios of every kind for each of `SHARES`, clustered as in news.

    A sentence is quoted wholly, in part or not at all; attributions stand in two of three sentences; articles differ
    in length and in how much of them is quoted.
    """
    parts = np.ones(units, dtype=np.int64) if unit == "sentences" else random.integers(10, 45, units)
    numerators, denominators, names, minima = [], [], [], []
    for share in SHARES:
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
        names += [f"{kind}, share {share:g}" for kind in ("words", "attributions", "sentences")]
        minima += [100.0, 5.0, 8.0]
    above, below = (np.array(columns, dtype=np.float64).T for columns in (numerators, denominators))
    return World(above, below, np.arange(len(names), dtype=np.intp), names, minima)


def world_of(tallies: Sequence[Tally], unit: UnitKind) -> World | None:
    """Return the world whose units are those of real articles, or None where they count too little."""
    matrices: list[tuple[Matrix, Matrix]] = []
    which: list[int] = []
    names: list[str] = []
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
        names += [measure] * len(keys)
    if not names:
        return None
    above, below = (np.hstack([pair[n] for pair in matrices]) for n in (0, 1))
    kept = np.flatnonzero(below.sum(axis=0)[which] > 0)
    return World(
        above[:, kept],
        below,
        np.array(which, dtype=np.intp)[kept],
        [names[k] for k in kept],
        [float(MEASURES[names[k]].minimum) for k in kept],
    )


def _common_keys(tallies: Sequence[Tally], measure: str) -> list[Key]:
    counted: dict[Key, int] = {}
    for tally in tallies:
        for key, cell in tally.above[measure].items():
            counted[key] = counted.get(key, 0) + len(cell.amounts)
    return sorted(key for key, amounts in counted.items() if amounts >= 3)


def real_worlds(annotations: Sequence[Annotations]) -> Iterator[tuple[UnitKind, World]]:
    """Yield a world of sentences for each article of 12 to 60 of them, one of articles for each outlet of 30."""
    outlets: dict[str, list[Annotations]] = {}
    for annotation in annotations:
        outlets.setdefault(annotation.article.outlet or "", []).append(annotation)
        if 12 <= len(annotation.sentences) <= 60 and (world := world_of([Tally([annotation])], "sentences")):
            yield "sentences", world
    for held in outlets.values():
        if len(held) >= 30 and (world := world_of([Tally(held)], "articles")):
            yield "articles", world


def simulate_coverage(worlds: Sequence[tuple[UnitKind, World]], samples: int, seed: int) -> Coverage:
    """Return the coverage over samples of every size from worlds; of worlds of one article, samples of its size."""
    random = np.random.default_rng(seed)
    coverage = Coverage()
    for unit in ("sentences", "articles"):
        held = [world for kind, world in worlds if kind == unit]
        for n in range(samples if held else 0):
            world = held[n % len(held)]
            sizes = SENTENCES if unit == "sentences" else ARTICLES
            size = sizes[n // len(held) % len(sizes)]
            coverage.add(world, size, random, f"{size:3} {unit}")
    return coverage


def halve_articles(annotations: Sequence[Annotations], rounds: int, seed: int) -> list[float]:
    """Return the p-values of all differences between random halves of the same articles."""
    random = np.random.default_rng(seed)
    found: list[float] = []
    for n in range(rounds):
        order = random.permutation(len(annotations))
        middle = len(order) // 2
        halves = {
            name: Tally([annotations[k] for k in held])
            for name, held in (("A", order[:middle]), ("B", order[middle:]))
        }
        found += _p_values(halves, seed + n)
    return found


def halve_sentences(annotations: Sequence[Annotations], seed: int) -> list[float]:
    """Return the p-values of all differences between random halves of each article's sentences."""
    random = np.random.default_rng(seed)
    found: list[float] = []
    for n, annotation in enumerate(annotations):
        order = random.permutation(len(annotation.sentences)).tolist()
        middle = len(order) // 2
        whole = Tally([annotation])
        halves = {
            name: pick_sentences(whole, held) for name, held in (("A", order[:middle]), ("B", order[middle:]))
        }
        found += _p_values(halves, seed + n)
    return found


def pick_sentences(whole: Tally, sentences: Sequence[int]) -> Tally:
    """Return the tally of some sentences of an article, as if they were all of it."""
    picked = Tally([])
    picked.articles, picked.sentences = 1, [len(sentences)]
    place_of = {sentence: n for n, sentence in enumerate(sentences)}
    for source, target in ((whole.above, picked.above), (whole.below, picked.below)):
        for measure, cells in source.items():
            for key, cell in cells.items():
                for place, amount in zip(cell.places, cell.amounts, strict=True):
                    if place in place_of:
                        held = target[measure].setdefault(key, Cell())
                        held.places.append(place_of[place])
                        held.amounts.append(amount)
    return picked


def _p_values(halves: dict[str, Tally], seed: int) -> list[float]:
    differences = find_differences(halves, resamples=400, seed=seed)
    return [difference.p for difference in differences if difference.p is not None]


def read_annotations(folder: Path) -> list[Annotations]:
    """Annotate the articles of ``stories/*.jsonl.gz`` below a folder."""
    from framing import Article, annotate
    from framing.schema import Region

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


def show(title: str, coverage: Coverage) -> None:
    """Print coverage by size and by kind of measure."""
    print(f"\n{title}\n{'':34} {'asked':>8} {'given':>8} {'hold the truth':>14}")
    for part in (lambda key: key[0], lambda key: f"{key[0].split()[1]}: {key[1]}"):
        for name, asked, given, held in coverage.rows(part):
            covered = f"{held / given:14.1%}" if given >= 200 else f"{'(few)':>14}"
            print(f"{name:34} {asked:8,} {given:8,} {covered}")


def main() -> int:
    """Print coverage in made-up and real worlds, and the rate of false alarms of the permutation tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=Path, help="annotations of real articles, else they are made")
    parser.add_argument(
        "--samples", type=int, default=4000, help="samples of each unit in each kind of world"
    )
    parser.add_argument("--rounds", type=int, default=60, help="random halves of real articles")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    random = np.random.default_rng(arguments.seed)
    units: tuple[UnitKind, ...] = ("sentences", "articles")
    made_up = [(unit, make_up_world(20_000, unit, random)) for unit in units]
    show("Made-up worlds", simulate_coverage(made_up, arguments.samples, arguments.seed))
    data = os.environ.get("FRAMING_BENCH_DATA")
    if arguments.annotations:
        annotations = [decode_annotations(line) for line in arguments.annotations.read_bytes().splitlines()]
    elif data:
        annotations = read_annotations(Path(data))
    else:
        print("\nreal worlds skipped: FRAMING_BENCH_DATA names no folder")
        return 0
    show("Real worlds", simulate_coverage(list(real_worlds(annotations)), arguments.samples, arguments.seed))
    outlets: dict[str, list[Annotations]] = {}
    for annotation in annotations:
        outlets.setdefault(annotation.article.outlet or "", []).append(annotation)
    some = max(outlets.values(), key=len)
    rounds, seed = arguments.rounds, arguments.seed
    print(f"\n{'Random halves of one: exchanged':48} {'tests':>8} {'p <= 0.05':>9}")
    for name, p in (
        (f"articles, {len(some) // 2} a half", halve_articles(some, rounds, seed)),
        ("articles, 10 a half", halve_articles(some[:20], 2 * rounds, seed)),
        ("articles, 5 a half", halve_articles(some[:10], 4 * rounds, seed)),
        ("sentences of one article", halve_sentences(annotations[: 8 * rounds], seed)),
    ):
        print(f"{name:48} {len(p):8,} {np.mean(np.array(p) <= 0.05):9.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
