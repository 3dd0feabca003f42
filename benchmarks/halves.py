"""How often permutation tests tell random halves of one outlet or article apart, for `uncertainty`."""

from collections.abc import Sequence

import msgspec
import numpy as np

from framing.schema import Annotations
from framing.scoring.differences import find_differences
from framing.scoring.distances import make_maps
from framing.scoring.places import Places
from framing.scoring.tally import Cell, Tally


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
    taken: set[int] = set()
    for source, target in ((whole.above, picked.above), (whole.below, picked.below)):
        for measure, cells in source.items():
            # Measures share denominators: these are taken over once.
            if id(cells) in taken:
                continue
            taken.add(id(cells))
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
