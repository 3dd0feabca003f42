import pytest
from scipy.stats import false_discovery_control, norm

from framing.schema import Difference
from framing.scoring.overall import correct_overall


def difference(value, low, high, q=0.01):
    return Difference(
        measure="voice_share",
        key="",
        voice="own",
        outlets=("A", "B"),
        value=value,
        low=low,
        high=high,
        p=q,
        q=q,
    )


def test_rates_are_those_of_normal_tails_over_all_differences():
    held = [difference(0.2, 0.1, 0.4), difference(-0.2, -0.6, -0.05), difference(0.1, -0.1, 0.3)]
    # Each tail from the end nearer to 0: 0.2 in steps of 0.1 / 1.96, 0.2 of 0.15 / 1.96, 0.1 of 0.2 / 1.96.
    tails = [2 * norm.sf(z * norm.ppf(0.975)) for z in (0.2 / 0.1, 0.2 / 0.15, 0.1 / 0.2)]
    rates = [one.q_overall for one in correct_overall(held)]
    assert rates == pytest.approx(list(false_discovery_control(tails)))


def test_an_interval_that_only_just_leaves_nought_out_has_a_tail_of_one_in_twenty():
    (one,) = correct_overall([difference(0.2, 0.0, 0.4)])
    assert one.q_overall == pytest.approx(0.05)


def test_without_a_test_or_an_interval_there_is_no_rate_and_none_is_counted():
    held = [difference(0.2, 0.1, 0.3), difference(0.2, None, None), difference(0.2, 0.1, 0.3, q=None)]
    first, *others = correct_overall(held)
    assert first.q_overall == correct_overall(held[:1])[0].q_overall
    assert [one.q_overall for one in others] == [None, None]


def test_no_differences_have_no_rates():
    assert correct_overall([]) == []


def test_a_difference_of_nought_is_no_discovery():
    assert correct_overall([difference(0.0, -0.1, 0.1)])[0].q_overall == 1
