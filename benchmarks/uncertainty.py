"""Simulate how often the 95 % intervals of `compare` hold the true value, and how often its tests err.

A world is a set of units, sentences or articles, whose ratios are known. Samples are drawn from it; each ratio is
given the interval that the tool gives, or none where it refuses, and those that hold the world's ratio are counted.
Differences are treated alike, with samples of two worlds. Tests are made between random halves of one.
"""

import argparse
import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from framing.measures import MEASURES
from framing.schema import Annotations, decode_annotations
from framing.scoring.bootstrap import (
    Counts,
    Interval,
    Matrix,
    count_support,
    difference_intervals,
    draw_weights,
    ratio_intervals,
    refuse_support,
    resample_ratios,
)
from framing.scoring.differences import UNITS_TO_TEST, find_differences
from framing.scoring.distances import make_maps
from framing.scoring.places import Places
from framing.scoring.rows import FAMILIES
from framing.scoring.tally import Cell, Key, Tally, UnitKind, tabulate

RESAMPLES = 1000
# The sizes of samples, as strata: a sample of three articles' sentences has three.
SENTENCES: tuple[tuple[int, ...], ...] = ((12,), (18,), (20,), (30,), (45,), (60,), (20, 20, 20))
ARTICLES: tuple[tuple[int, ...], ...] = ((10,), (20,), (50,), (100,), (200,))
PAIRS: dict[UnitKind, tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]] = {
    "sentences": (((20,), (20,)), ((20,), (45,)), ((45,), (45,))),
    "articles": (((10,), (10,)), ((10,), (50,)), ((20,), (20,)), ((50,), (50,)), ((20,), (200,))),
}
SHARES = (0.05, 0.1, 0.2, 0.4, 0.6)
SPREAD = 1.3
"""Made-up shares lie up to so many times above or below one of `SHARES`: none is a multiple of one sentence."""
FEWEST = 0.05
"""What is given in a smaller share of samples is shown apart: to be given at all it had to be luckily frequent."""


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


class Coverage:
    """How many intervals were asked for, given, and held the true value, by situation and kind of ratio."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], list[int]] = {}

    def add(
        self, situation: str, sample: Sample, intervals: Sequence[Interval], truth: Matrix, asked: Matrix
    ) -> None:
        """Note what the intervals of a sample hold; `asked` says which ratios have the denominator for a figure."""
        for k, interval in enumerate(intervals):
            row = self.counts.setdefault((situation, sample.names[k]), [0, 0, 0])
            row[0] += 1
            if asked[k] and interval.low is not None and interval.high is not None:
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


def add_ratios(
    coverage: Coverage, situation: str, sample: Sample, unit: UnitKind, random: np.random.Generator
) -> None:
    """Note what the intervals of a sample's ratios hold."""
    weights = draw_weights(sample.sizes, RESAMPLES, random)
    intervals = ratio_intervals(weights, sample.sizes, *sample[:3], unit=unit)
    coverage.add(situation, sample, intervals, sample.truth, sample.enough)


def add_differences(
    coverage: Coverage,
    situation: str,
    pair: tuple[Sample, Sample],
    unit: UnitKind,
    random: np.random.Generator,
) -> None:
    """Note what the intervals of the differences between two samples hold, refused as `find_differences` does."""
    supports = [count_support(sample.sizes, *sample[:3]) for sample in pair]
    enough = np.flatnonzero(
        np.array(
            [
                all(one.enough[k] for one in pair)
                and sum(support.counting[k] for support in supports) >= UNITS_TO_TEST
                and not any(refuse_support(support, k, unit) for support in supports)
                for k in range(len(pair[0].names))
            ]
        )
    )
    resampled = [
        resample_ratios(
            draw_weights(one.sizes, RESAMPLES, random),
            one.numerators[:, enough],
            one.denominators,
            one.which[enough],
        )
        for one in pair
    ]
    given = dict(
        zip(enough.tolist(), difference_intervals(resampled, supports, (unit, unit), enough), strict=True)
    )
    intervals = [given.get(k, Interval(None, None, "refused")) for k in range(len(pair[0].names))]
    coverage.add(situation, pair[0], intervals, pair[0].truth - pair[1].truth, pair[0].enough)


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


def simulate_ratios(
    worlds: Callable[[UnitKind, int], Sequence[World] | None], samples: int, seed: int
) -> Coverage:
    """Return the coverage over samples of every size; `worlds` gives so many worlds of a kind with the same ratios."""
    random = np.random.default_rng(seed)
    coverage = Coverage()
    sizes: dict[UnitKind, Sequence[tuple[int, ...]]] = {"sentences": SENTENCES, "articles": ARTICLES}
    for unit, strata in sizes.items():
        for _ in range(samples):
            for size in strata:
                if held := worlds(unit, len(size)):
                    sample = draw_sample(held, size, random)
                    add_ratios(coverage, name_sizes(unit, size), sample, unit, random)
    return coverage


def simulate_differences(
    worlds: Callable[[UnitKind, int], Sequence[World] | None], samples: int, seed: int
) -> Coverage:
    """Return the coverage of the differences between samples of two worlds, for every pair of sizes."""
    random = np.random.default_rng(seed)
    coverage = Coverage()
    for unit, pairs in PAIRS.items():
        for _ in range(samples):
            for sizes in pairs:
                held = worlds(unit, 2)
                common = held and common_ratios(held[0], held[1])
                if common:
                    pair = (
                        draw_sample(common[:1], sizes[0], random),
                        draw_sample(common[1:], sizes[1], random),
                    )
                    add_differences(coverage, name_sizes(unit, *sizes), pair, unit, random)
    return coverage


def name_sizes(unit: UnitKind, *sizes: tuple[int, ...]) -> str:
    """Return a situation's name: "20 sentences", "3 x 20 sentences", "10 and 50 articles"."""
    told = [f"{len(size)} x {size[0]}" if len(size) > 1 else str(size[0]) for size in sizes]
    return f"{' and '.join(told)} {unit}"


class MadeUp:
    """Made-up worlds with fresh shares, a new set after so many uses."""

    def __init__(self, seed: int, units: int = 5_000, uses: int = 20) -> None:
        self._random = np.random.default_rng([seed, 1])
        self._units, self._uses, self._left = units, uses, 0
        self._held: dict[UnitKind, list[World]] = {}

    def __call__(self, unit: UnitKind, number: int) -> list[World]:
        """Return so many worlds of a kind."""
        if not self._left:
            kinds: tuple[UnitKind, ...] = ("sentences", "articles")
            self._held = {
                kind: [make_up_world(self._units, kind, self._random) for _ in range(3)] for kind in kinds
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
            unit: [world for kind, world in worlds if kind == unit] for unit in PAIRS
        }

    def __call__(self, unit: UnitKind, number: int) -> list[World] | None:
        """Return so many worlds of a kind, or None where there are too few."""
        held = self._held[unit]
        if len(held) < number or number > 2:
            return None
        return [held[k] for k in self._random.choice(len(held), number, replace=False)]


class Alarms:
    """How many tests between halves of one were made and how many rejected at 5 %, one entry a pair of halves."""

    def __init__(self) -> None:
        self.tests: list[int] = []
        self.rejected: list[int] = []

    def add(self, p: Sequence[float]) -> None:
        """Note the p-values of one pair of halves."""
        self.tests.append(len(p))
        self.rejected.append(sum(one <= 0.05 for one in p))

    def told(self) -> str:
        """Return the share of tests that rejected and twice its standard error, tests of one pair going together."""
        tests, rejected = np.array(self.tests, float), np.array(self.rejected, float)
        if not tests.sum():
            return "no test"
        share = rejected.sum() / tests.sum()
        error = np.sqrt(((rejected - share * tests) ** 2).sum()) / tests.sum()
        return f"{share:.1%} ±{2 * error:.1%}"


def halve_articles(
    outlets: Sequence[Sequence[Annotations]], size: int, rounds: int, seed: int
) -> tuple[Alarms, Alarms]:
    """Return the alarms of differences and of maps between random halves of `size` articles of one outlet."""
    random = np.random.default_rng(seed)
    large = [held for held in outlets if len(held) >= 2 * size]
    differences, maps = Alarms(), Alarms()
    for n in range(rounds if large else 0):
        held = large[n % len(large)]
        drawn = [held[k] for k in random.permutation(len(held))[: 2 * size]]
        halves = {"A": Tally(drawn[:size]), "B": Tally(drawn[size:])}
        differences.add(_p_values(halves, seed + n))
        maps.add(_map_p_values(drawn[:size], drawn[size:], seed + n))
    return differences, maps


def halve_sentences(annotations: Sequence[Annotations], seed: int) -> tuple[Alarms, Alarms]:
    """Return the alarms of differences and of maps between random halves of each article's sentences."""
    random = np.random.default_rng(seed)
    differences, maps = Alarms(), Alarms()
    for n, annotation in enumerate(annotations):
        order = random.permutation(len(annotation.sentences)).tolist()
        parts = order[: len(order) // 2], order[len(order) // 2 :]
        whole = Tally([annotation])
        differences.add(
            _p_values(
                {name: pick_sentences(whole, part) for name, part in zip("AB", parts, strict=True)}, seed + n
            )
        )
        one, other = (
            [keep_sentences(annotation, part, name)] for part, name in zip(parts, "AB", strict=True)
        )
        maps.add(_map_p_values(one, other, seed + n))
    return differences, maps


def keep_sentences(annotation: Annotations, kept: Sequence[int], suffix: str) -> Annotations:
    """Return an article with some of its sentences and what stands in them."""
    places = Places(annotation)
    inside = set(kept)
    utterances = [
        msgspec.structs.replace(annotation.utterances[number], start=start, end=end)
        for n in sorted(inside)
        for one in [annotation.sentences[n]]
        for start, end, number in places.utterances[one.where].overlapping(one.start, one.end)
    ]
    return msgspec.structs.replace(
        annotation,
        article=msgspec.structs.replace(annotation.article, id=f"{annotation.article.id}/{suffix}"),
        sentences=[annotation.sentences[n] for n in sorted(inside)],
        utterances=utterances,
        attributions=[
            one
            for one in annotation.attributions
            if places.sentence_at((one.cue.spans or one.content)[0][0], one.where) in inside
        ],
        names=[one for one in annotation.names if places.sentence_at(one.span[0], one.where) in inside],
    )


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


def _map_p_values(first: Sequence[Annotations], second: Sequence[Annotations], seed: int) -> list[float]:
    group = {one.article.id: name for name, held in (("A", first), ("B", second)) for one in held}
    return [one.p[0][1] for one in make_maps([*first, *second], by=group, seed=seed) if one.p]


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


def show(title: str, coverage: Coverage) -> None:
    """Print coverage by size, by kind, and by both, with twice its standard error; what is rarely given in one line."""
    print(f"\n{title}\n{'':58} {'asked':>8} {'given':>7} {'hold the truth':>16}")
    rare = [0, 0, 0]
    parts: tuple[Callable[[tuple[str, str]], str], ...] = (
        lambda key: key[0],
        lambda key: f"{key[0].split()[-1]}: {key[1]}",
        lambda key: f"{key[0]}: {key[1]}",
    )
    for part in parts:
        for name, asked, given, held in sorted(coverage.rows(part)):
            if given < FEWEST * asked:
                if part is parts[-1]:
                    rare = [one + more for one, more in zip(rare, (asked, given, held), strict=True)]
                continue
            print(f"{name:58} {asked:8,} {given:7,} {_share(held, given):>16}{_mark(held, given)}")
        print()
    print(
        f"{'situations in which less than 5 % are given':58} {rare[0]:8,} {rare[1]:7,} {_share(rare[2], rare[1]):>16}"
    )


def _share(held: int, given: int) -> str:
    return f"{held / given:.1%} ±{_error(held, given):.1%}" if given >= 100 else "(few)"


def _error(held: int, given: int) -> float:
    # With none of few outside, the error of one outside.
    share = min(held / given, 1 - 1 / given)
    return float(2 * np.sqrt(share * (1 - share) / given))


def _mark(held: int, given: int) -> str:
    if given < 100:
        return ""
    if 0.92 <= held / given <= 0.98:
        return ""
    near = 0.92 - _error(held, given) <= held / given <= 0.98 + _error(held, given)
    return " (within error of 92 to 98 %)" if near else " OUTSIDE 92 to 98 %"


def main() -> int:
    """Print coverage in made-up and real worlds, and the rate of false alarms of the permutation tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=Path, help="annotations of real articles, else they are made")
    parser.add_argument(
        "--samples", type=int, default=1000, help="samples of each size in each kind of world"
    )
    parser.add_argument("--rounds", type=int, default=400, help="random halves of real articles")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    samples, rounds, seed = arguments.samples, arguments.rounds, arguments.seed
    show("Figures, made-up worlds", simulate_ratios(MadeUp(seed), samples, seed))
    show("Differences, made-up worlds", simulate_differences(MadeUp(seed + 1), samples, seed))
    data = os.environ.get("FRAMING_BENCH_DATA")
    if arguments.annotations:
        annotations = [decode_annotations(line) for line in arguments.annotations.read_bytes().splitlines()]
    elif data:
        annotations = read_annotations(Path(data))
    else:
        print("\nreal worlds skipped: FRAMING_BENCH_DATA names no folder")
        return 0
    show("Figures, real worlds", simulate_ratios(Real(annotations, seed), samples, seed))
    show("Differences, real worlds", simulate_differences(Real(annotations, seed), samples, seed))
    outlets = by_outlet(annotations)
    print(
        f"\n{'Random halves of one: exchanged':34} {'differences':>12} {'p <= 0.05':>14} {'maps':>8} {'p <= 0.05':>14}"
    )
    for name, alarms in (
        *(
            (f"articles, {size} a half", halve_articles(outlets, size, rounds, seed))
            for size in (40, 10, 5, 4)
        ),
        ("sentences of one article", halve_sentences(annotations[: 2 * rounds], seed)),
    ):
        told = [
            f"{sum(one.tests):{width},} {one.told():>14}" for one, width in zip(alarms, (12, 8), strict=True)
        ]
        print(f"{name:34} {'   '.join(told)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
