import random
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from framing.measures import MEASURES
from framing.scoring import differences
from framing.scoring.bootstrap import Support
from framing.scoring.differences import (
    OUTLETS_IN_PAIRS,
    THE_OTHERS,
    UNITS_TO_TEST,
    find_differences,
)
from framing.scoring.tally import Tally, unit_to_exchange

RESAMPLES = 99


def tallies_of(annotations):
    groups = {}
    for annotation in annotations:
        groups.setdefault(annotation.article.outlet or "unidentified", []).append(annotation)
    return {outlet: Tally(held) for outlet, held in groups.items()}


def by_name(differences):
    return {(d.measure, d.key, d.voice, frozenset(d.outlets)): d for d in differences}


def quoting(annotated, id_, outlet, quoted, sentences=30):
    held = [
        [
            (
                "one two three four five six",
                "quoted" if n < quoted else "own",
                f"mayor-{n}" if n < quoted else None,
            )
        ]
        for n in range(sentences)
    ]
    return annotated(id_, held, outlet=outlet)


def test_a_plain_difference_is_found_with_its_interval(annotated):
    held = [quoting(annotated, "a", "A", 24), quoting(annotated, "b", "B", 8)]
    found = by_name(find_differences(tallies_of(held), resamples=400))
    one = found["voice_share", "", "quoted", frozenset("AB")]
    assert one.outlets == ("A", "B")
    assert one.value == pytest.approx(24 / 30 - 8 / 30)
    assert 0 < one.low < one.value < one.high < 1
    assert one.p == pytest.approx(1 / 401, abs=1 / 400)
    assert one.p <= one.q <= 1
    assert one.resampled == "sentences within this article"


def test_identical_outlets_show_no_difference(many):
    gull = [one for one in many if one.article.outlet == "The Gull"]
    found = find_differences({"A": Tally(gull), "B": Tally(gull)}, resamples=RESAMPLES)
    tested = [one for one in found if one.p is not None]
    assert tested
    assert {(one.value, one.p, one.q) for one in tested} == {(0.0, 1.0, 1.0)}
    assert all(one.low <= 0 <= one.high for one in tested if one.low is not None)


@pytest.mark.parametrize("which", ["few", "many"])
def test_the_order_of_outlets_swaps_the_signs_and_nothing_else(which, request):
    tallies = tallies_of(request.getfixturevalue(which))
    forward = find_differences(tallies, resamples=RESAMPLES)
    back = by_name(find_differences(dict(reversed(tallies.items())), resamples=RESAMPLES))
    assert forward
    for one in forward:
        other = back[one.measure, one.key, one.voice, frozenset(one.outlets)]
        assert other.outlets == one.outlets[::-1]
        if one.value is not None:
            assert other.value == -one.value
            assert (other.p, other.q, other.refusal) == (one.p, one.q, one.refusal)
        if one.low is not None:
            assert (other.low, other.high) == (-one.high, -one.low)


def test_the_order_of_articles_changes_nothing(many):
    shuffled = random.Random(1).sample(many, len(many))
    one, other = (find_differences(tallies_of(held), resamples=RESAMPLES) for held in (many, shuffled))
    assert {k: abs(d.value or 0) for k, d in by_name(one).items()} == {
        k: abs(d.value or 0) for k, d in by_name(other).items()
    }


def test_intervals_name_their_unit(many, few):
    assert {d.resampled for d in find_differences(tallies_of(many), resamples=19) if d.p} == {"articles"}
    assert {d.resampled for d in find_differences(tallies_of(few), resamples=19) if d.p} == {
        "sentences within this article"
    }


@pytest.mark.parametrize(
    ("articles", "unit"),
    [((1, 1), "sentences"), ((3, 3), None), ((1, 20), None), ((4, 4), "articles"), ((1, 39), "articles")],
)
def test_articles_are_exchanged_where_there_are_ways_enough(articles, unit):
    assert unit_to_exchange(*articles) == unit


def test_every_gap_has_a_reason_and_every_value_its_range(few, many):
    for held in (few, many):
        for one in find_differences(tallies_of(held), resamples=RESAMPLES):
            assert (one.p is None) == (one.q is None)
            assert (one.low is None) == (one.high is None)
            assert (None in (one.value, one.low, one.p)) == (one.refusal is not None)
            if one.value is None:
                assert one.refusal.split(":")[0] in one.outlets
                continue
            lowest, highest = MEASURES[one.measure].range
            assert abs(one.value) <= highest - lowest
            assert one.p is None or 1 / (RESAMPLES + 1) <= one.p <= one.q <= 1


def test_a_few_articles_a_side_are_not_tested_but_have_their_interval(made_up):
    held = [
        made_up(f"{outlet}/{n}", 9 * k + n, outlet=outlet) for k, outlet in enumerate("AB") for n in range(2)
    ]
    one = by_name(find_differences(tallies_of(held)))["voice_share", "", "own", frozenset("AB")]
    assert one.low < one.value < one.high
    assert (one.p, one.q) == (None, None)
    assert one.refusal == "no test: 2 and 2 articles are too few to exchange"


def test_what_is_rare_has_no_record(annotated):
    held = [quoting(annotated, "a", "A", UNITS_TO_TEST - 1), quoting(annotated, "b", "B", 0)]
    found = find_differences(tallies_of(held), resamples=RESAMPLES)
    assert not any(one.voice == "quoted" and one.measure == "voice_share" for one in found)


def test_one_side_without_any_is_tested_but_has_no_interval(annotated):
    held = [quoting(annotated, "a", "A", 15), quoting(annotated, "b", "B", 0)]
    found = by_name(find_differences(tallies_of(held), resamples=RESAMPLES))
    one = found["voice_share", "", "quoted", frozenset("AB")]
    assert (one.value, one.p, one.low) == (pytest.approx(0.5), 0.01, None)
    assert one.refusal == "no interval: nothing was counted (B)"


@pytest.mark.parametrize(
    ("counts", "refusal"),
    [
        ((8, 2), None),
        ((9, 1), "no interval: counted in 1 sentence, at least 2 needed (B)"),
        ((28, 26), "no interval: all was counted but in 6 sentences of both, at least 10 needed"),
        ((22, 28), None),
    ],
)
def test_a_difference_of_articles_needs_a_sum_of_sentences_and_two_of_each(annotated, counts, refusal):
    held = [quoting(annotated, name, name.upper(), k) for name, k in zip("ab", counts, strict=True)]
    found = by_name(find_differences(tallies_of(held), resamples=RESAMPLES))
    one = found["voice_share", "", "quoted", frozenset("AB")]
    assert (one.refusal, one.low is None) == (refusal, refusal is not None)


def test_many_outlets_are_each_compared_with_all_others(made_up):
    held = [
        made_up(f"{k}/{n}", 10 * k + n, outlet=f"Outlet {k:02}")
        for k in range(OUTLETS_IN_PAIRS + 1)
        for n in range(2)
    ]
    found = find_differences(tallies_of(held), resamples=19)
    assert {one.outlets for one in found} == {
        (f"Outlet {k:02}", THE_OTHERS) for k in range(OUTLETS_IN_PAIRS + 1)
    }


def test_all_others_hold_what_they_hold_added_up():
    dice = np.random.default_rng(0)
    samples = {
        name: differences._Sample(
            dice.normal(size=(9, 4)),
            dice.integers(0, 3, (9, 2)).astype(float),
            np.array([0, 1, 1, 0]),
            Support._make(dice.integers(0, 9, 4) for _ in Support._fields),
            unit,
        )
        for name, unit in zip("ABC", ("sentences", "articles", "articles"), strict=True)
    }
    sides = differences._Sides(samples)
    for name, unit in zip("ABC", ("articles", "sentences", "sentences"), strict=True):
        others = sorted({*"ABC"} - {name})
        pair = SimpleNamespace(pair=(name, THE_OTHERS), members=[[name], others])
        own, rest = sides.of(pair)
        assert own is samples[name]
        assert rest.above == pytest.approx(sum(samples[other].above for other in others))
        assert np.array_equal(rest.under, sum(samples[other].under for other in others))
        for k, held in enumerate(rest.support):
            assert np.array_equal(held, sum(samples[other].support[k] for other in others))
        assert rest.unit == unit


def test_how_many_ratios_are_held_at_once_changes_nothing(many, monkeypatch):
    whole = find_differences(tallies_of(many), resamples=RESAMPLES)
    assert max(Counter(one.measure for one in whole).values()) > 4
    monkeypatch.setattr(differences, "_RATIOS_AT_ONCE", 3)
    assert find_differences(tallies_of(many), resamples=RESAMPLES) == whole


def test_one_outlet_or_no_resamples_give_no_differences(few):
    assert find_differences(tallies_of(few[:1])) == []
    assert find_differences(tallies_of(few), resamples=0) == []
    assert find_differences({}) == []


def test_outlets_of_which_nothing_is_counted_give_no_differences():
    assert find_differences({"A": Tally([]), "B": Tally([])}) == []


def test_random_halves_of_one_outlet_are_told_apart_about_as_often_as_chance_allows(made_up):
    """A small version of benchmarks/uncertainty.py."""
    held = [made_up(f"{n:02}", n, sentences=8, outlet="A") for n in range(40)]
    p = []
    for n in range(12):
        order = random.Random(n).sample(held, len(held))
        halves = {"A": Tally(order[:20]), "B": Tally(order[20:])}
        p += [d.p for d in find_differences(halves, resamples=99, seed=n) if d.p is not None]
    assert len(p) > 400
    assert 0.02 < np.mean(np.array(p) <= 0.05) < 0.09
