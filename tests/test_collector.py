"""The collector is put off and on again, and what others froze stays frozen."""

import gc

import pytest

from framing.collector import rare_collection, without_collection


def test_the_collector_is_put_off_and_on_again():
    assert gc.isenabled()
    with without_collection():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("put_off", [rare_collection, without_collection])
def test_what_somebody_else_froze_stays_frozen(put_off):
    gc.freeze()
    try:
        with put_off():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_the_collector_runs_rarely_until_the_outermost_ends():
    usual = gc.get_threshold()
    with rare_collection():
        rare = gc.get_threshold()
        with rare_collection():
            pass
        assert gc.get_threshold() == rare
    assert rare[0] > usual[0]
    assert gc.get_threshold() == usual


def test_a_collector_that_somebody_put_off_stays_off():
    usual = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with rare_collection():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*usual)
