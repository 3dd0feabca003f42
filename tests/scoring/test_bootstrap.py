import numpy as np
import pytest

from framing.measures import MEASURES
from framing.schema import Event
from framing.scoring import compare, figures
from framing.scoring.bootstrap import (
    Tails,
    count_support,
    difference_intervals,
    draw_weights,
    quantile_intervals,
    ratio_intervals,
    resample_ratios,
    skew,
    stream,
    tail_probabilities,
)

EVENT = Event(title="A storm")


def cut(*shares):
    """Tails of these shares at both ends."""
    return Tails(np.array(shares), np.array(shares))


def test_weights_draw_as_many_units_as_each_stratum_holds():
    weights = draw_weights([4, 0, 3], 50, stream(0, "x"))
    assert weights.shape == (50, 8)
    assert (weights[:, :4].sum(axis=1) == 4).all()
    assert (weights[:, 4:7].sum(axis=1) == 3).all()
    assert (weights[:, 7] == 1).all()
    assert len(np.unique(weights[:, :4], axis=0)) > 10


def test_quantiles_equal_a_plain_loop_over_the_same_draws():
    above = np.array([3.0, 0, 5, 2, 1, 4])
    below = np.array([10.0, 8, 12, 9, 11, 10])
    drawn = stream(7, "x").integers(0, 6, (400, 6))
    plain = [above[row].sum() / below[row].sum() for row in drawn]
    weights = draw_weights([6], 400, stream(7, "x"))
    held = np.append(above, 0)[:, None], np.append(below, 0)[:, None]
    ratios = resample_ratios(weights, *held, np.array([0]))
    assert ratios[:, 0] == pytest.approx(plain)
    interval = quantile_intervals(ratios, cut(0.025))[0]
    assert (interval.low, interval.high) == pytest.approx(tuple(np.quantile(plain, [0.025, 0.975])))


def test_percentiles_agree_with_scipy():
    bootstrap = pytest.importorskip("scipy.stats").bootstrap
    random = np.random.default_rng(3)
    below = random.integers(10, 30, 60).astype(float)
    above = random.binomial(below.astype(int), 0.3).astype(float)
    theirs = bootstrap(
        (above, below),
        lambda a, b, axis: a.sum(axis=axis) / b.sum(axis=axis),
        paired=True,
        method="percentile",
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    ).confidence_interval
    weights = draw_weights([60], 20_000, stream(1, "x"))
    held = np.append(above, 0)[:, None], np.append(below, 0)[:, None]
    ours = quantile_intervals(resample_ratios(weights, *held, np.array([0])), cut(0.025))[0]
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.002)


def test_tails_are_those_of_hesterberg():
    stats = pytest.importorskip("scipy.stats")
    tails = tail_probabilities(np.array([10, 30, 100_000]), np.array([1, 5, 1]))
    one, strata, many = tails.below
    assert tails.above == pytest.approx(tails.below)
    assert one == pytest.approx(stats.norm.cdf(-np.sqrt(10 / 9) * 2.262157), abs=1e-6)
    assert strata == pytest.approx(stats.norm.cdf(-np.sqrt(30 / 25) * stats.t.ppf(0.975, 25)))
    assert many == pytest.approx(0.025, abs=1e-5)


def test_the_end_to_which_a_ratio_is_skewed_is_that_of_scipys_bca():
    bootstrap = pytest.importorskip("scipy.stats").bootstrap
    random = np.random.default_rng(3)
    below = random.integers(200, 900, 60).astype(float)
    above = random.binomial(below.astype(int), random.beta(0.3, 5.7, 60)).astype(float)
    data = [above, below], {"paired": True, "n_resamples": 40_000, "rng": np.random.default_rng(1)}
    bca, plain = (
        bootstrap(
            data[0], lambda a, b, axis: a.sum(axis=axis) / b.sum(axis=axis), method=method, **data[1]
        ).confidence_interval
        for method in ("BCa", "percentile")
    )
    held = np.append(above, 0)[:, None], np.append(below, 0)[:, None], np.array([0])
    support = count_support([60], *held)
    acceleration = skew([(support, "articles")], np.array([0]))
    # So many units that neither Student's t nor the lost degree of freedom widens the interval.
    tails = tail_probabilities(np.array([10**9]), np.array([1]), acceleration)
    ours = quantile_intervals(resample_ratios(draw_weights([60], 40_000, stream(1, "x")), *held), tails)[0]
    assert bca.high > plain.high + 0.002
    assert ours.high == pytest.approx(bca.high, abs=0.002)
    # The other end is left where it was.
    assert ours.low == pytest.approx(plain.low, abs=0.001)


def test_skew_is_a_sixth_of_the_skewness_by_the_infinitesimal_jackknife():
    stats = pytest.importorskip("scipy.stats")
    values = np.random.default_rng(2).gamma(1.0, 1.0, 25)
    held = np.append(values, 0)[:, None], np.append(np.ones(25), 0)[:, None], np.array([0])
    support, first = count_support([25], *held), np.array([0])
    worked = stats.skew(values) / (6 * np.sqrt(25))
    assert skew([(support, "articles")], first) == pytest.approx([worked])
    assert skew([(support, "sentences")], first) == pytest.approx([0])
    # Two alike, one less the other, lean to neither side; of one alone and of it less nothing the skew is the same.
    assert skew([(support, "articles"), (support, "articles")], first) == pytest.approx([0])
    nothing = count_support([25], held[0] * 0, held[1], held[2])
    assert skew([(support, "articles"), (nothing, "articles")], first) == pytest.approx([worked])
    assert skew([(nothing, "articles"), (support, "articles")], first) == pytest.approx([-worked])


def test_the_interval_of_a_difference_from_a_fixed_figure_is_that_of_the_figure():
    random = np.random.default_rng(4)
    values = random.gamma(1.0, 1.0, 15)
    held = np.append(values, 0)[:, None], np.append(np.full(15, 2.0), 0)[:, None], np.array([0])
    fixed = np.append(np.full(15, 3.0), 0)[:, None], held[1], held[2]
    weights = draw_weights([15], 500, stream(2, "x"))
    alone = ratio_intervals(weights, [15], *held)[0]
    difference = difference_intervals(
        [resample_ratios(weights, *one) for one in (held, fixed)],
        [count_support([15], *one) for one in (held, fixed)],
        ("articles", "articles"),
        np.array([0]),
    )[0]
    assert (difference.low + 1.5, difference.high + 1.5) == pytest.approx((alone.low, alone.high))


def test_intervals_of_a_difference_of_means_are_as_wide_as_welchs():
    stats = pytest.importorskip("scipy.stats")
    random = np.random.default_rng(0)
    sides = random.normal(10, 2, 14), random.normal(8, 5, 25)
    theirs = stats.ttest_ind(*sides, equal_var=False).confidence_interval()
    tables = [
        (np.append(one, 0)[:, None], np.append(np.ones(len(one)), 0)[:, None], np.array([0])) for one in sides
    ]
    ours = difference_intervals(
        [
            resample_ratios(draw_weights([len(one)], 40_000, stream(n, "x")), *table)
            for n, (one, table) in enumerate(zip(sides, tables, strict=True))
        ],
        [count_support([len(one)], *table) for one, table in zip(sides, tables, strict=True)],
        ("sentences", "sentences"),
        np.array([0]),
    )[0]
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.1)


def test_intervals_of_a_mean_are_as_wide_as_students():
    stats = pytest.importorskip("scipy.stats")
    values = np.random.default_rng(0).normal(10, 2, 12)
    weights = draw_weights([12], 40_000, stream(0, "x"))
    held = np.append(values, 0)[:, None], np.append(np.ones(12), 0)[:, None]
    # As articles, the end to which the twelve happen to be skewed would go further.
    ours = quantile_intervals(
        resample_ratios(weights, *held, np.array([0])), tail_probabilities(np.array([12]), np.array([1]))
    )[0]
    theirs = stats.t.interval(0.95, 11, values.mean(), stats.sem(values))
    assert ours.high - ours.low == pytest.approx(theirs[1] - theirs[0], rel=0.03)


def test_many_ratios_over_several_denominators_are_each_their_own():
    random = np.random.default_rng(5)
    above, below = random.random((21, 600)), 1 + random.random((21, 2))
    which = np.arange(600) % 2
    weights = draw_weights([20], 100, stream(1, "x"))
    whole = ratio_intervals(weights, [20], above, below, which)
    alone = [
        ratio_intervals(weights, [20], above[:, [k]], below[:, [k % 2]], np.array([0]))[0]
        for k in (0, 1, 599)
    ]
    for k, one in zip((0, 1, 599), alone, strict=True):
        assert (whole[k].low, whole[k].high) == pytest.approx((one.low, one.high), rel=1e-12)


@pytest.mark.parametrize(
    ("above", "reason"),
    [
        ([0] * 9, "nothing was counted"),
        ([1] * 9, "everything was counted"),
        ([1] + [0] * 8, "counted in 1 sentence, at least 5 needed"),
        ([1] * 4 + [0] * 5, "counted in 4 sentences, at least 5 needed"),
        ([1] * 5 + [0] * 4, "all was counted but in 4 sentences, at least 5 needed"),
    ],
)
def test_what_rests_on_too_few_units_has_no_interval_and_says_why(above, reason):
    weights = draw_weights([9], 200, stream(0, "x"))
    held = np.array([*above, 0.0])[:, None], np.array([1.0] * 9 + [0])[:, None]
    interval = ratio_intervals(weights, [9], *held, np.array([0]), "sentences")[0]
    assert interval == (None, None, f"no interval: {reason}")


def test_one_unit_an_article_says_nothing_of_how_sentences_differ():
    weights = draw_weights([1] * 9, 200, stream(0, "x"))
    held = np.append(np.arange(9.0), 0)[:, None], np.array([9.0] * 9 + [0])[:, None]
    interval = ratio_intervals(weights, [1] * 9, *held, np.array([0]), "sentences")[0]
    assert interval.refusal == "no interval: 9 sentences of 9 articles, at least 26 needed"


@pytest.mark.parametrize(("unit", "units"), [("sentences", 17), ("articles", 4)])
def test_too_few_units_with_anything_to_count_have_no_interval(unit, units):
    for many in (units, units + 1):
        below = np.append(np.array([9.0] * many + [0] * (20 - many)), 0)[:, None]
        above = np.append(np.arange(20.0) % 7 + 1, 0)[:, None] * (below > 0)
        weights = draw_weights([20], 200, stream(0, "x"))
        interval = ratio_intervals(weights, [20], above, below, np.array([0]), unit)[0]
        few = f"no interval: {units} {unit}, at least {units + 1} needed"
        counted = "no interval: counted in 4 articles, at least 5 needed"
        if many == units:
            assert interval.refusal == (few if unit == "sentences" else counted)
        else:
            assert interval.refusal is None


def test_resamples_that_agree_or_hold_nothing_refuse_the_interval():
    resampled = np.array([[1.0, np.nan, np.nan], [1, np.nan, 3]] + [[1, k, k] for k in range(58)])
    agree, nothing, most = quantile_intervals(resampled, cut(0.025, 0.025, 0.025))
    assert agree.refusal.startswith("no interval: nearly all of 60 resamples agree")
    assert nothing.low == pytest.approx(np.nanquantile(resampled[:, 1], 0.025))
    assert (most.low, most.high) == pytest.approx(tuple(np.nanquantile(resampled[:, 2], [0.025, 0.975])))
    empty = quantile_intervals(np.array([[np.nan]] * 3 + [[0.5]] * 7), cut(0.025))[0]
    assert empty.refusal == "no interval: 30% of the resamples hold nothing to count"


@pytest.mark.parametrize(("units", "share"), [(20, 0.4), (30, 0.2), (60, 0.1)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(units, share):
    """A small version of benchmarks/uncertainty.py: sentences quoted in whole, in part or not at all."""
    random = np.random.default_rng(units)
    given = held = 0
    for _ in range(40):
        words = random.poisson(20, (units + 1, 16)) + 2.0
        part = np.minimum(1, 2 * random.beta(0.8, 0.8, words.shape))
        above = words * part * (random.random(words.shape) < share)
        above[-1] = words[-1] = 0
        truth = share * 0.75
        intervals = ratio_intervals(
            draw_weights([units], 300, random), [units], above, words, np.arange(16), "sentences"
        )
        kept = [interval for interval in intervals if interval.low is not None]
        given += len(kept)
        held += sum(interval.low <= truth <= interval.high for interval in kept)
    assert given > 200
    assert 0.91 < held / given < 0.99


def test_streams_depend_on_seed_and_names_alone():
    def draw(*names):
        return stream(*names).integers(0, 1 << 30, 4).tolist()

    assert draw(0, "Gull", "voice_share") == draw(0, "Gull", "voice_share")
    assert len({tuple(draw(*n)) for n in [(0, "a", "b"), (1, "a", "b"), (0, "b", "a"), (0, "ab", "")]}) == 4


def test_every_interval_holds_its_value_and_every_gap_has_a_reason(few, many):
    for articles, label in ((few, "sentences within this article"), (many, "articles")):
        comparison = compare(articles, event=EVENT, resamples=200, facts=False)
        for figure in comparison.figures:
            lowest, highest = MEASURES[figure.measure].range
            if figure.value is not None:
                assert lowest <= figure.value <= highest
            if figure.low is None:
                assert figure.high is None
                assert figure.refusal
                assert figure.resampled == "none"
            else:
                assert lowest <= figure.low <= figure.value <= figure.high <= highest + 1e-12
                assert figure.low < figure.high
                assert figure.refusal is None
                assert figure.resampled == label


def test_too_small_a_denominator_is_refused_with_the_count(annotated):
    article = annotated("x", [[("so it is", "quoted", f"mayor-{n}")] for n in range(3)])
    comparison = compare([article], event=EVENT)
    figure = figures(comparison, "source_attribution_share")[0]
    assert (figure.numerator, figure.denominator) == (3, 3)
    assert (figure.value, figure.low, figure.high) == (None, None, None)
    assert figure.refusal == "3 attributions, at least 5 needed"
    assert figures(comparison, "sentiment_mean", voice="own")[0].refusal == "0 sentences, at least 8 needed"


def test_one_unit_is_written_in_the_singular(annotated):
    comparison = compare([annotated("x", [[("so it is", "quoted", "mayor-1")]])], event=EVENT)
    assert figures(comparison, "cue_class_share")[0].refusal == "1 attribution, at least 5 needed"


def test_a_value_that_no_resample_changes_stands_without_interval(annotated):
    article = annotated("x", [[("one two three four five six", "own", None)] for _ in range(30)])
    own, attributed, _ = figures(compare([article], event=EVENT), "voice_share")
    assert (own.value, own.low, own.high, own.resampled) == (1.0, None, None, "none")
    assert own.refusal == "no interval: everything was counted"
    assert (attributed.value, attributed.refusal) == (0.0, "no interval: nothing was counted")


def test_a_source_nobody_else_has_is_zero_elsewhere_but_has_no_position_there(annotated):
    long = [[("word " * 60, "own", None)] for _ in range(3)]
    with_mayor = annotated("a", [*long, [("yes", "quoted", "mayor-1")]], outlet="A")
    without = annotated("b", long, outlet="B")
    comparison = compare([with_mayor, without], event=EVENT)
    assert figures(comparison, "source_share", "B", key="Ada Berg", voice="all")[0].value == 0
    assert figures(comparison, "source_first_position", "B") == []
    place = figures(comparison, "source_first_position", "A")[0]
    assert place.value == pytest.approx(180 / 181)
    assert place.refusal.startswith("no interval: a place in an article")


def test_without_resamples_there_are_values_and_no_intervals(few):
    comparison = compare(few, event=EVENT, resamples=0, facts=False)
    assert all(figure.low is None for figure in comparison.figures)
    own = figures(comparison, "voice_share", "The Heron", voice="own")[0]
    assert own.value is not None
    assert own.refusal == "no interval: no resamples were asked for"
    assert "unit:none" in comparison.signature
