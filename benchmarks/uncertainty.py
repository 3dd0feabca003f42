"""Simulate how often the 95 % intervals of `compare` hold the true value, and how often its tests err.

A world is a set of units, sentences or articles, whose ratios are known. Samples are drawn from it; each ratio is
given the interval that the tool gives, or none where it refuses, and those that hold the world's ratio are counted.
Differences are treated alike, with samples of two worlds. Tests are made between random halves of one.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from framing.schema import decode_annotations
from framing.scoring.bootstrap import (
    UNITS_TO_TEST,
    Interval,
    Matrix,
    count_support,
    difference_intervals,
    draw_weights,
    ratio_intervals,
    refuse_difference,
    resample_ratios,
)
from framing.scoring.tally import UnitKind
from halves import halve_articles, halve_sentences
from worlds import MadeUp, Real, Sample, World, by_outlet, common_ratios, draw_sample, read_annotations

RESAMPLES = 1000
# The sizes of samples, as strata: a sample of three articles' sentences has three.
SENTENCES: tuple[tuple[int, ...], ...] = ((12,), (18,), (20,), (30,), (45,), (60,), (20, 20, 20))
ARTICLES: tuple[tuple[int, ...], ...] = ((10,), (20,), (50,), (100,), (200,))
PAIRS: dict[UnitKind, tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]] = {
    "sentences": (((20,), (20,)), ((20,), (45,)), ((45,), (45,))),
    "articles": (((10,), (10,)), ((10,), (50,)), ((20,), (20,)), ((50,), (50,)), ((20,), (200,))),
}
FEWEST = 0.05
"""What is given in a smaller share of samples is shown apart: to be given at all it had to be luckily frequent."""


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
                and not refuse_difference([(support, unit, "") for support in supports], k)
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


def simulate_ratios(
    worlds: Callable[[UnitKind, int], Sequence[World] | None], samples: int, seed: int, only: str = ""
) -> Coverage:
    """Return the coverage over samples of every size; `worlds` gives so many worlds of a kind with the same ratios.

    `only` names the one size that is wanted.
    """
    random = np.random.default_rng(seed)
    coverage = Coverage()
    sizes: dict[UnitKind, Sequence[tuple[int, ...]]] = {"sentences": SENTENCES, "articles": ARTICLES}
    for unit, strata in sizes.items():
        for _ in range(samples):
            for size in strata:
                if only and name_sizes(unit, size) != only:
                    continue
                if held := worlds(unit, len(size)):
                    sample = draw_sample(held, size, random)
                    add_ratios(coverage, name_sizes(unit, size), sample, unit, random)
    return coverage


def simulate_differences(
    worlds: Callable[[UnitKind, int], Sequence[World] | None], samples: int, seed: int, only: str = ""
) -> Coverage:
    """Return the coverage of the differences between samples of two worlds, for every pair of sizes or `only` one."""
    random = np.random.default_rng(seed)
    coverage = Coverage()
    for unit, pairs in PAIRS.items():
        for _ in range(samples):
            for sizes in pairs:
                if only and name_sizes(unit, *sizes) != only:
                    continue
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
    parser.add_argument("--only", default="", help='one situation ("20 articles"), and no random halves')
    arguments = parser.parse_args()
    samples, rounds, seed, only = arguments.samples, arguments.rounds, arguments.seed, arguments.only
    show("Figures, made-up worlds", simulate_ratios(MadeUp(seed), samples, seed, only))
    show("Differences, made-up worlds", simulate_differences(MadeUp(seed + 1), samples, seed, only))
    data = os.environ.get("FRAMING_BENCH_DATA")
    if arguments.annotations:
        annotations = [decode_annotations(line) for line in arguments.annotations.read_bytes().splitlines()]
    elif data:
        annotations = read_annotations(Path(data))
    else:
        print("\nreal worlds skipped: FRAMING_BENCH_DATA names no folder")
        return 0
    show("Figures, real worlds", simulate_ratios(Real(annotations, seed), samples, seed, only))
    show("Differences, real worlds", simulate_differences(Real(annotations, seed), samples, seed, only))
    if only:
        return 0
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
