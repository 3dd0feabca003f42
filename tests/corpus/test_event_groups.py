"""Average linkage over known pairs, and the neighbours it starts from, each held against counting by hand."""

import numpy as np
import pytest

from framing.corpus.event_groups import Groups
from framing.corpus.event_links import Pairs, find_neighbours, find_scales, likeness, pair_once


def groups_of(count: int, pairs, least=0.5, day=1) -> Groups:
    groups = Groups(count, least)
    for member in range(count):
        groups.add(member, day)
    groups.link(pairs)
    return groups


def members(groups: Groups, count: int) -> list[set[int]]:
    found: dict[int, set[int]] = {}
    for member in range(count):
        found.setdefault(groups.find(member), set()).add(member)
    return sorted(found.values(), key=min)


def test_the_mean_over_all_pairs_decides_not_the_best_pair():
    chain = [(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.9)]
    assert members(groups_of(4, chain), 4) == [{0, 1}, {2, 3}]
    full = [*chain, (0, 2, 0.6), (0, 3, 0.5), (1, 3, 0.6)]
    assert members(groups_of(4, full), 4) == [{0, 1, 2, 3}]


def test_later_pairs_count_with_earlier_ones():
    groups = groups_of(2, [(0, 1, 0.4)])
    assert groups.find(0) != groups.find(1)
    wider = Groups(3, 0.5)
    for member in range(2):
        wider.add(member, 1)
    wider.link([(0, 1, 0.4)])
    wider.add(2, 2)
    # Two joins with 0 first; then the mean of 0.4 and 0.6 is enough for 1.
    wider.link([(0, 2, 0.9), (1, 2, 0.6)])
    assert members(wider, 3) == [{0, 1, 2}]


def test_what_is_closed_grows_no_more():
    groups = groups_of(2, [(0, 1, 0.9)], day=1)
    groups.close_before(5)
    extended = Groups(3, 0.5)
    extended.add(0, 1)
    extended.close_before(5)
    extended.add(2, 6)
    extended.link([(0, 2, 1.0)])
    assert members(extended, 3) == [{0}, {1}, {2}]
    assert members(groups, 2) == [{0, 1}]


def test_groups_that_stay_apart_are_not_joined_by_a_third():
    groups = Groups(3, 0.5)
    groups.add(0, 1, apart=True)
    groups.add(1, 1, apart=True)
    groups.add(2, 1)
    groups.link([(0, 1, 1.0), (0, 2, 0.9), (1, 2, 0.8)])
    assert members(groups, 3) == [{0, 2}, {1}]


def test_the_size_of_a_group_that_is_known_counts():
    groups = Groups(3, 0.5)
    groups.add(0, 1, size=4, apart=True)
    groups.add(2, 1)
    groups.link([(0, 2, 1.0)])  # one of four pairs
    assert groups.find(0) != groups.find(2)


def test_order_of_pairs_makes_no_difference():
    dice = np.random.default_rng(3)
    pairs = [(int(a), int(b), round(float(dice.random()), 3)) for a in range(12) for b in range(a + 1, 12)]
    assert members(groups_of(12, pairs), 12) == members(groups_of(12, pairs[::-1]), 12)


def test_neighbours_are_those_of_a_full_comparison():
    sparse = pytest.importorskip("scipy.sparse")
    dice = np.random.default_rng(1)
    dense = np.where(dice.random((40, 30)) < 0.3, dice.random((40, 30)), 0)
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    matrix = sparse.csr_array(dense)
    found = find_neighbours(matrix, matrix)
    whole = dense @ dense.T
    assert len(found.first) == (whole >= 0.04).sum()
    assert found.cosine == pytest.approx(whole[found.first, found.second])
    assert (np.diff(found.first) >= 0).all()


def test_neighbours_by_rare_terms_have_the_cosine_of_all(monkeypatch):
    sparse = pytest.importorskip("scipy.sparse")
    monkeypatch.setattr("framing.corpus.event_links._MOST_SHARING", 5)
    # The first term is everyone's, the others are those of pairs.
    dense = np.zeros((20, 11))
    dense[:, 0] = 0.6
    for row in range(20):
        dense[row, 1 + row // 2] = 0.8
    matrix = sparse.csr_array(dense)
    found = find_neighbours(matrix, matrix)
    pairs = found.where(found.first != found.second)
    assert set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == {
        (row, row ^ 1) for row in range(20)
    }
    assert pairs.cosine == pytest.approx(np.ones(20))


def test_scale_is_the_mean_of_the_six_nearest_within_bounds():
    first = np.array([0] * 7 + [1])
    cosine = np.array([0.3, 0.3, 0.2, 0.2, 0.1, 0.1, 0.09, 0.06])
    pairs = Pairs(first, np.arange(8), cosine)
    assert find_scales(pairs, 3) == pytest.approx([0.2, 0.06, 0.06])
    alike = likeness(pairs, np.full(8, 0.2), np.full(8, 0.2))
    assert alike[0] == pytest.approx(1.5)
    assert alike[7] == pytest.approx(0.3)


def test_a_pair_that_is_found_from_both_sides_counts_once():
    pairs = pair_once(np.array([1, 0, 2, 2]), np.array([0, 1, 2, 0]), np.array([0.5, 0.5, 1.0, 0.2]))
    assert list(pairs) == [(0, 1, 0.5), (0, 2, 0.2)]
