"""The permutation tests of differences and maps against SciPy's, which deals out all 252 ways."""

import random
from collections import Counter

import numpy as np
import pytest

from framing.lexicon.words import WORD, fold
from framing.scoring import distances, measure_rows
from framing.scoring.differences import find_differences
from framing.scoring.distances import make_maps
from framing.scoring.tally import Tally

DEALS = 252


def exact_p(gap, first, second):
    """SciPy's p-value of a gap between two lists of articles, every way of dealing them out tried once."""
    stats = pytest.importorskip("scipy.stats")
    units = [*first, *second]

    def statistic(one, other):
        return gap([units[int(k)] for k in one], [units[int(k)] for k in other])

    numbers = np.arange(len(first)), np.arange(len(first), len(units))
    found = stats.permutation_test(
        numbers, statistic, vectorized=False, n_resamples=np.inf, alternative="greater"
    )
    assert len(found.null_distribution) == DEALS
    return found.pvalue


def test_differences_have_scipys_p(made_up):
    gulls = [made_up(f"a{n}", n, sentences=12) for n in range(5)]
    herons = [made_up(f"b{n}", 50 + n, sentences=6 + n, outlet="The Heron") for n in range(5)]
    rows_of = {one.article.id: measure_rows(one) for one in (*gulls, *herons)}

    def ratio(articles, measure, key, voice):
        rows = [row for one in articles for row in rows_of[one.article.id] if row.measure == measure]
        above = sum(row.numerator for row in rows if (row.key, row.voice) == (key, voice))
        return above / sum(row.denominator for row in rows if row.key == "")

    tallies = {"The Gull": Tally(gulls), "The Heron": Tally(herons)}
    tested = [one for one in find_differences(tallies, resamples=4000) if one.p is not None]
    kept = [one for one in tested if one.measure in ("voice_share", "frame_share", "cue_class_share")]
    assert len(kept) > 3
    for one in kept:
        key = one.measure, one.key, one.voice

        def gap(first, second, key=key):
            return abs(ratio(first, *key) - ratio(second, *key))

        # Twice the standard error of 4,000 deals at p = 0.5 is 0.016.
        assert one.p == pytest.approx(exact_p(gap, gulls, herons), abs=0.025)
        assert abs(one.value) == pytest.approx(gap(gulls, herons))


def test_maps_have_scipys_p(annotated, monkeypatch):
    jensenshannon = pytest.importorskip("scipy.spatial.distance").jensenshannon
    dice = random.Random(4)

    def write(id_, outlet, words):
        pieces = [[(" ".join(dice.choices(words, k=7)), "own", None)] for _ in range(6)]
        return annotated(id_, pieces, outlet=outlet, marks=False)

    shore, sea = ["harbour", "ferry", "storm", "bridge"], ["harbour", "ferry", "storm", "rescue"]
    gulls = [write(f"a{n}", "The Gull", shore if n < 3 else sea) for n in range(5)]
    herons = [write(f"b{n}", "The Heron", sea if n < 3 else shore) for n in range(5)]
    counts = {
        one.article.id: Counter(fold(word.group()) for word in WORD.finditer(one.article.text))
        for one in (*gulls, *herons)
    }
    words = sorted({word for held in counts.values() for word in held})

    def gap(first, second):
        one, other = (
            [sum(counts[article.article.id][word] for article in side) for word in words]
            for side in (first, second)
        )
        return jensenshannon(one, other, base=2)

    monkeypatch.setattr(distances, "EXCHANGES", 4000)
    found = make_maps([*gulls, *herons])[0]
    assert found.p[0][1] == pytest.approx(exact_p(gap, gulls, herons), abs=0.025)
    assert 0.01 < found.p[0][1] < 1
