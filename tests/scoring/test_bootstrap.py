import numpy as np
import pytest

from framing.measures import MEASURES
from framing.schema import Event
from framing.scoring import compare, figures
from framing.scoring.bootstrap import draw_weights, ratio_intervals, stream

EVENT = Event(title="A storm")


def test_weights_draw_as_many_units_as_each_stratum_holds():
    weights = draw_weights([4, 0, 3], 50, stream(0, "x"))
    assert weights.shape == (50, 8)
    assert (weights[:, :4].sum(axis=1) == 4).all()
    assert (weights[:, 4:7].sum(axis=1) == 3).all()
    assert (weights[:, 7] == 1).all()
    assert len(np.unique(weights[:, :4], axis=0)) > 10


def test_intervals_equal_a_plain_loop_over_the_same_draws():
    above = np.array([3.0, 0, 5, 2, 1, 4])
    below = np.array([10.0, 8, 12, 9, 11, 10])
    drawn = stream(7, "x").integers(0, 6, (400, 6))
    plain = [above[row].sum() / below[row].sum() for row in drawn]
    weights = draw_weights([6], 400, stream(7, "x"))
    held = np.append(above, 0)[:, None], np.append(below, 0)[:, None]
    interval = ratio_intervals(weights, *held, np.array([0]))[0]
    assert (interval.low, interval.high) == pytest.approx(tuple(np.quantile(plain, [0.025, 0.975])))


def test_intervals_agree_with_scipy():
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
    ours = ratio_intervals(weights, *held, np.array([0]))[0]
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.002)


def test_many_ratios_over_several_denominators_are_each_their_own():
    random = np.random.default_rng(5)
    above, below = random.random((21, 600)), 1 + random.random((21, 2))
    which = np.arange(600) % 2
    weights = draw_weights([20], 100, stream(1, "x"))
    whole = ratio_intervals(weights, above, below, which)
    alone = [
        ratio_intervals(weights, above[:, [k]], below[:, [k % 2]], np.array([0]))[0] for k in (0, 1, 599)
    ]
    for k, one in zip((0, 1, 599), alone, strict=True):
        assert (whole[k].low, whole[k].high) == pytest.approx((one.low, one.high), rel=1e-12)


@pytest.mark.parametrize("above", [[0.0, 0, 0, 0], [2.0, 3, 4, 0]], ids=["nothing", "everything"])
def test_an_interval_of_no_width_is_refused_and_says_why(above):
    weights = draw_weights([3], 200, stream(0, "x"))
    below = np.array([[2.0], [3], [4], [0]])
    interval = ratio_intervals(weights, np.array(above)[:, None], below, np.array([0]))[0]
    assert interval[:2] == (None, None)
    assert interval.refusal.startswith("no interval: ")


def test_resamples_without_a_denominator_are_left_out_or_refuse_the_interval():
    weights = draw_weights([40], 1000, stream(0, "x"))
    below = np.zeros((41, 2))
    below[:8, 0], below[:1, 1] = 1, 1
    above = np.zeros((41, 2))
    above[:4, 0], above[0, 1] = 1, 0.5
    most, half = ratio_intervals(weights, above, below, np.array([0, 1]))
    assert 0 <= most.low < 0.5 < most.high <= 1
    assert half.low is None
    assert "of the resamples hold nothing to count" in half.refusal


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
    assert own.refusal.startswith("no interval: nearly all of 1000 resamples agree")
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
